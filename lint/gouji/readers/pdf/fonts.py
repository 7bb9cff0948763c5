"""Fonts of a PDF: from the bytes of a shown string to characters and their widths.

pdfminer knows encodings, character maps and widths. What is slow in it is kept away from it: the
ToUnicode map is read here, and font programs are not unpacked where that map makes them needless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral

from gouji.readers.limits import Limits
from gouji.readers.pdf import tounicode

UNMAPPED: Final = "\ufffd"
_NOT_HEX: Final = re.compile(rb"[^0-9A-Fa-f]+")
_ESCAPE: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|([\x00-\xff]))|\r\n?")
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BOLD: Final = re.compile(r"bold|heavy|black(?!adder)", re.IGNORECASE)
_EMPTY: Final[dict[int, str]] = {}

# characters, width in ems (or advance down the line in vertical writing), whether word spacing
# applies, and in vertical writing where the glyph hangs from its origin, in ems
Shown: TypeAlias = tuple[str, float, bool, float, float]


class Font:
    """A font as content streams need it: strings to characters, remembered string by string."""

    __slots__ = ("_codes", "_font", "_hex", "_literal", "bold", "descent", "vertical")

    def __init__(self, font: PDFFont, codes: dict[int, str]) -> None:
        self._font = font
        self._codes = codes
        self._hex: dict[bytes, tuple[Shown, ...]] = {}
        self._literal: dict[bytes, tuple[Shown, ...]] = {}
        self.vertical: bool = font.is_vertical()
        self.descent: float = float(font.get_descent())
        self.bold = bool(_BOLD.search(str(font.fontname)))

    def hexadecimal(self, digits: bytes) -> tuple[Shown, ...]:
        """The glyphs of a string written in hexadecimal digits."""
        shown = self._hex.get(digits)
        if shown is None:
            clean = _NOT_HEX.sub(b"", digits)
            data = bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode())
            shown = self._hex[digits] = self._show(data)
        return shown

    def literal(self, written: bytes) -> tuple[Shown, ...]:
        """The glyphs of a string written between parentheses."""
        shown = self._literal.get(written)
        if shown is None:
            shown = self._literal[written] = self._show(unescape(written))
        return shown

    def _show(self, data: bytes) -> tuple[Shown, ...]:
        font = self._font
        spaces = not font.is_multibyte()
        shown = []
        for code in font.decode(data):
            width = float(font.char_width(code))
            across = down = 0.0
            if self.vertical:
                displaced = font.char_disp(code)
                x, y = displaced if isinstance(displaced, tuple) else (None, 880.0)
                across = 0.5 if x is None else x * 0.001
                down = (1000 - y) * 0.001
            shown.append((self._text(code), width, spaces and code == 32, across, down))
        return tuple(shown)

    def _text(self, code: int) -> str:
        text = self._codes.get(code)
        if text is None:
            try:
                text = self._font.to_unichr(code)
            except (PDFUnicodeNotDefined, KeyError, ValueError, OverflowError):
                return UNMAPPED
        return tounicode.ideograph(text) or UNMAPPED


class _Map:
    """What pdfminer's fonts ask for characters."""

    def __init__(self, codes: dict[int, str]) -> None:
        self._codes = codes

    def get_unichr(self, code: int) -> str:
        return self._codes[code]


class Fonts:
    """The fonts of a document, each built once."""

    def __init__(self, limits: Limits, data_of: Callable[[PDFStream], bytes]) -> None:
        self._limits = limits
        self._data_of = data_of
        self._manager = PDFResourceManager(caching=False)
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
        if codes is not None:
            # an empty map in place of the one already read; a CID font without any would look
            # for the large map of its character collection
            del spec["ToUnicode"]
            if composite:
                spec["ToUnicode"] = PDFStream({}, b"")
            descriptor = dict(dict_value(bearer.get("FontDescriptor", {})))
            if descriptor:
                for program in ("FontFile", "FontFile2", "FontFile3"):
                    descriptor.pop(program, None)
                bearer["FontDescriptor"] = descriptor
        font = self._manager.get_font(None, spec)
        if codes is not None:
            font.unicode_map = _Map(codes)  # type: ignore[attr-defined]
        if composite and isinstance(font, PDFCIDFont):
            _mend_encoding(font, spec)
        return Font(font, codes or _EMPTY)

    def _codes(self, spec: dict[str, Any]) -> dict[int, str] | None:
        stream = resolve1(spec.get("ToUnicode"))
        if not isinstance(stream, PDFStream):
            return None
        codes = tounicode.parse(self._data_of(stream), self._limits.font_codes)
        return codes or None

    def _bound_widths(self, spec: dict[str, Any]) -> None:
        """Cut ranges of widths that name more codes than fonts have."""
        for key, group in (("W", 3), ("W2", 5)):
            if key not in spec:
                continue
            widths = [resolve1(item) for item in list_value(spec[key])]
            spec[key] = _bounded(widths, group, self._limits.font_codes)


def unescape(written: bytes) -> bytes:
    """The bytes that a string between parentheses stands for."""
    if b"\\" not in written and b"\r" not in written:
        return written

    def meaning(match: re.Match[bytes]) -> bytes:
        octal, line_end, character = match.groups()
        if octal:
            return bytes((int(octal, 8) & 255,))
        if line_end:
            return b""
        if character:
            return _ESCAPED.get(character, character)
        return b"\n"

    return _ESCAPE.sub(meaning, written)


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
