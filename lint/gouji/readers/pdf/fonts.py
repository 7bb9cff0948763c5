"""Fonts of a PDF: from the bytes of a shown string to characters and their widths.

pdfminer knows encodings, character maps and widths. What is slow in it is kept away from it: the
ToUnicode map is read here, and font programs are not unpacked where that map makes them needless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from pdfminer.cmapdb import CMap
from pdfminer.pdffont import (
    PDFCIDFont,
    PDFFont,
    PDFTrueTypeFont,
    PDFType1Font,
    PDFType3Font,
    PDFUnicodeNotDefined,
)
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name

from gouji.model.regex import regex
from gouji.readers.pdf import tounicode
from gouji.readers.pdf.records import Budget
from gouji.readers.pdf.stretches import Glyph, Remembered, Steps, stands_alone, stretches
from gouji.readers.pdf.syntax import REMEMBERED, unescape

UNMAPPED: Final = "\ufffd"
_NOT_HEX: Final = regex(rb"[^0-9A-Fa-f]+")
_BOLD: Final = regex(r"bold|heavy|black(?!adder)", re.IGNORECASE)
_EMPTY: Final[dict[int, str]] = {}
_MAP_NAME: Final = regex(r"[A-Za-z0-9_-]{1,60}")
_MAP_WORD: Final = regex(rb"[A-Za-z0-9_-]{0,40}")
# bytes of a Type 1 font program in which its encoding stands
_PROGRAM: Final = 60_000


class Font:
    """A font as content streams need it: strings to characters.

    ``hexadecimal`` holds what strings written in hexadecimal digits show, ``literal`` what those
    written between parentheses show, ``steps`` several of the former with steps between them.
    """

    __slots__ = (
        "_codes", "_decode", "_font", "_glyphs", "bold", "descent", "hexadecimal", "literal",
        "steps", "vertical",
    )  # fmt: skip

    def __init__(self, font: PDFFont, codes: dict[int, str]) -> None:
        self._font = font
        self._codes = codes
        self._decode = _decoder(font)
        self._glyphs: dict[int, Glyph] = {}
        self.hexadecimal = Remembered(lambda digits: stretches(self._shown(_bytes_of(digits))))
        self.literal = Remembered(lambda written: stretches(self._shown(unescape(written))))
        self.steps = Steps(lambda digits: self._shown(_bytes_of(digits)))
        self.vertical: bool = font.is_vertical()
        self.descent: float = float(font.get_descent())
        self.bold = bool(_BOLD.search(str(font.fontname)))

    def _shown(self, data: bytes) -> list[Glyph]:
        """The glyphs of a string."""
        known = self._glyphs
        shown = []
        for code in self._decode(data):
            glyph = known.get(code)
            if glyph is None:
                glyph = self._glyph(code)
                if len(known) < REMEMBERED:
                    known[code] = glyph
            shown.append(glyph)
        return shown

    def _glyph(self, code: int) -> Glyph:
        font = self._font
        across = down = 0.0
        if self.vertical:
            displaced = font.char_disp(code)
            x, y = displaced if isinstance(displaced, tuple) else (None, 880.0)
            across = 0.5 if x is None else x * 0.001
            down = (1000 - y) * 0.001
        space = code == 32 and not font.is_multibyte()
        text, width = self._text(code), float(font.char_width(code))
        alone = space or self.vertical or stands_alone(text, width)
        return text, width, alone, space, across, down

    def _text(self, code: int) -> str:
        text = self._codes.get(code)
        if text is None:
            try:
                text = self._font.to_unichr(code)
            except (PDFUnicodeNotDefined, KeyError, ValueError, OverflowError):
                return UNMAPPED
        return tounicode.ideograph(text) or UNMAPPED


def _decoder(font: PDFFont) -> Callable[[bytes], Iterable[int]]:
    """What gives the codes in a string: pdfminer's way through its maps writes to a log."""
    if isinstance(font, PDFCIDFont) and isinstance(font.cmap, CMap):
        return partial(_decoded, font.cmap.code2cid)
    return font.decode


def _decoded(tree: Mapping[int, Any], data: bytes) -> list[int]:
    """The codes that bytes lead to, one byte after the other."""
    codes = []
    rest = iter(data)
    for byte in rest:
        found = tree.get(byte)
        while isinstance(found, dict):
            found = found.get(next(rest, None))
        if found is not None:
            codes.append(found)
    return codes


class _Map:
    """What pdfminer's fonts ask for characters."""

    def __init__(self, codes: dict[int, str]) -> None:
        self._codes = codes

    def get_unichr(self, code: int) -> str:
        return self._codes[code]


class Fonts:
    """The fonts of a document, each built once."""

    def __init__(self, budget: Budget, data_of: Callable[[PDFStream], bytes]) -> None:
        self._budget = budget
        self._limits = budget.limits
        self._data_of = data_of
        self._known: dict[int, Font | None] = {}

    def get(self, reference: object) -> Font | None:
        """The font of a resource entry; None when nothing can be made of it."""
        key = reference.objid if isinstance(reference, PDFObjRef) else None
        if key is not None and key in self._known:
            return self._known[key]
        font = self._build(reference)
        if key is not None:
            self._known[key] = font
        return font

    def _build(self, reference: object) -> Font | None:
        try:
            return self._load(dict_value(reference))
        except Exception:  # noqa: BLE001 — pdfminer's fonts break in many ways on broken files
            self._budget.damage("font")
            return None

    def _load(self, original: Mapping[str, Any]) -> Font:
        spec = dict(original)
        codes = self._codes(spec)
        composite = "DescendantFonts" in spec
        bearer = spec
        if composite:
            bearer = dict(dict_value(list_value(spec["DescendantFonts"])[0]))
            spec["DescendantFonts"] = [bearer]
        self._bound_widths(bearer)
        _keep_to_known_names(spec, bearer)
        if codes is not None:
            # an empty map in place of the one already read; a CID font without any would look
            # for the large map of its character collection
            if composite:
                spec["ToUnicode"] = PDFStream({}, b"")
            descriptor = dict(dict_value(bearer.get("FontDescriptor", {})))
            if descriptor:
                for program in ("FontFile", "FontFile2", "FontFile3"):
                    descriptor.pop(program, None)
                bearer["FontDescriptor"] = descriptor
        else:
            _bound_program(bearer)
        font = _made(spec)
        if codes is not None:
            font.unicode_map = _Map(codes)  # type: ignore[attr-defined]
        if composite and isinstance(font, PDFCIDFont):
            _mend_encoding(font, spec)
        return Font(font, codes or _EMPTY)

    def _codes(self, spec: dict[str, Any]) -> dict[int, str] | None:
        stream = resolve1(spec.get("ToUnicode"))
        if not isinstance(stream, PDFStream):
            return None
        del spec["ToUnicode"]  # pdfminer would read it too, and open any file that it names
        codes = tounicode.parse(self._data_of(stream), self._limits.font_codes)
        return codes or None

    def _bound_widths(self, spec: dict[str, Any]) -> None:
        """Cut ranges of widths that name more codes than fonts have."""
        for key, group in (("W", 3), ("W2", 5)):
            if key not in spec:
                continue
            widths = [resolve1(item) for item in list_value(spec[key])]
            spec[key] = _bounded(widths, group, self._limits.font_codes)


def _made(spec: Mapping[str, Any]) -> PDFFont:
    """The font of a specification, by its kind (ISO 32000-1, 9.6 and 9.7)."""
    kind = str(literal_name(spec["Subtype"])) if "Subtype" in spec else "Type1"
    if kind == "Type0":
        inherited = {k: resolve1(spec[k]) for k in ("Encoding", "ToUnicode") if k in spec}
        return _made(dict_value(list_value(spec["DescendantFonts"])[0]) | inherited)
    if kind in ("CIDFontType0", "CIDFontType2"):
        return PDFCIDFont(None, spec)  # type: ignore[arg-type]
    if kind == "TrueType":
        return PDFTrueTypeFont(None, spec)  # type: ignore[arg-type]
    if kind == "Type3":
        return PDFType3Font(None, spec)  # type: ignore[arg-type]
    return PDFType1Font(None, spec)  # type: ignore[arg-type]


def _bytes_of(digits: bytes) -> bytes:
    """The bytes that hexadecimal digits stand for."""
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        clean = _NOT_HEX.sub(b"", digits)
        return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode())


def _bounded(widths: list[Any], group: int, maximum: int) -> list[Any]:
    bounded: list[Any] = []
    numbers: list[Any] = []
    for item in widths:
        if isinstance(item, list):
            bounded += [*numbers, item[: maximum * (group - 2)]]
            numbers = []
            continue
        numbers.append(item)
        if len(numbers) == group:
            first, last = numbers[:2]
            if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last:
                bounded += [first, min(last, first + maximum), *numbers[2:]]
            numbers = []
    return bounded


def _keep_to_known_names(spec: dict[str, Any], bearer: dict[str, Any]) -> None:
    """Drop names of character maps that are no plain words: pdfminer opens files by them."""
    encoding = resolve1(spec.get("Encoding"))
    named = resolve1(encoding.get("CMapName")) if isinstance(encoding, PDFStream) else encoding
    if isinstance(named, PSLiteral) and not _MAP_NAME.fullmatch(str(literal_name(named))):
        del spec["Encoding"]
    system = resolve1(bearer.get("CIDSystemInfo"))
    if isinstance(system, dict):
        words = [resolve1(system.get(key, b"")) for key in ("Registry", "Ordering")]
        if not all(isinstance(w, bytes) and _MAP_WORD.fullmatch(w) for w in words):
            bearer.pop("CIDSystemInfo", None)


def _bound_program(bearer: dict[str, Any]) -> None:
    """Let no more of a Type 1 font program be read than its encoding can take."""
    descriptor = dict(dict_value(bearer.get("FontDescriptor", {})))
    program = resolve1(descriptor.get("FontFile"))
    if isinstance(program, PDFStream):
        length = program.get("Length1", 0)
        length = min(length, _PROGRAM) if isinstance(length, int) else _PROGRAM
        descriptor["FontFile"] = PDFStream({"Length1": length}, program.get_data()[:_PROGRAM])
        bearer["FontDescriptor"] = descriptor


def _mend_encoding(font: PDFCIDFont, spec: Mapping[str, Any]) -> None:
    """Fonts whose encoding is unknown read two bytes a code, which is what nearly all mean."""
    encoding = resolve1(spec.get("Encoding"))
    known = isinstance(encoding, PSLiteral) or (
        isinstance(encoding, PDFStream) and "CMapName" in encoding
    )
    if not known or not (getattr(font.cmap, "code2cid", True)):
        vertical = font.cmap.is_vertical()
        font.cmap = font.get_cmap_from_spec(
            {"Encoding": LIT("Identity-V" if vertical else "Identity-H")}, strict=False
        )
