"""Fonts of a PDF: from the bytes of a shown string to characters and their widths.

pdfminer knows encodings, character maps and widths. What is slow in it is kept away from it: the
ToUnicode map is read here, and font programs are not unpacked where that map makes them needless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise
from operator import truediv
from typing import Any, Final, Generic, TypeAlias, TypeVar

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

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.pdf import tounicode
from gouji.readers.pdf.records import Budget
from gouji.readers.pdf.syntax import Moves, steps, unescape

UNMAPPED: Final = "\ufffd"
_NOT_HEX: Final = regex(rb"[^0-9A-Fa-f]+")
_BOLD: Final = regex(r"bold|heavy|black(?!adder)", re.IGNORECASE)
_EMPTY: Final[dict[int, str]] = {}
_MAP_NAME: Final = regex(r"[A-Za-z0-9_-]{1,60}")
_MAP_WORD: Final = regex(rb"[A-Za-z0-9_-]{0,40}")
# bytes of a Type 1 font program in which its encoding stands
_PROGRAM: Final = 60_000
# strings and codes of a font that are remembered, and the longest of the strings
_REMEMBERED: Final = 20_000
_SHORT: Final = 400
# steps to so many bytes are words of tables, which come again; longer ones are of prose
_SHORT_STEPS: Final = 300

# what stands side by side when it is shown: the characters; the width of each glyph in ems (or its
# advance down the line in vertical writing); whether word spacing applies; and in vertical writing
# where the glyph hangs from its origin, in ems
Shown: TypeAlias = tuple[str, tuple[float, ...], bool, float, float]
# the same of one glyph, with whether it stands alone
_Glyph: TypeAlias = tuple[str, float, bool, bool, float, float]

# glyphs of a stretch differ in width by no more than this factor and are no wider than this: so
# none lies under another, and no gap is taken for a space
_LIKE: Final = 2.8
_WIDEST: Final = 1.2
# and each begins where the one before it ends, to this part of its width
_NEAR: Final = 0.1


def _stretches(glyphs: Sequence[_Glyph]) -> tuple[Shown, ...]:
    """Glyphs that follow each other, put together where they make a stretch."""
    if len(glyphs) == 1:
        [(text, width, _, space, across, down)] = glyphs
        return ((text, (width,), space, across, down),)
    if not glyphs:
        return ()
    texts, widths, alone, spaces, acrosses, downs = zip(*glyphs, strict=True)
    if True not in alone and _are_alike(min(widths), max(widths)):
        return (("".join(texts), widths, False, 0.0, 0.0),)
    cuts = [k for k, (one, other) in enumerate(pairwise(glyphs), 1) if _are_parted(one, other)]
    return tuple(
        ("".join(texts[k:end]), widths[k:end], spaces[k], acrosses[k], downs[k])
        for k, end in pairwise([0, *cuts, len(glyphs)])
    )


def _are_parted(one: _Glyph, other: _Glyph) -> bool:
    return one[2] or other[2] or not _are_alike(one[1], other[1])


def _are_alike(width: float, other: float) -> bool:
    return width <= _LIKE * other and other <= _LIKE * width


V = TypeVar("V")


class Remembered(dict[bytes, V], Generic[V]):
    """Strings as written to what is made of them, once each: most are written many times."""

    def __init__(self, make: Callable[[bytes], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, written: bytes) -> V:
        made = self._make(written)
        if len(self) < _REMEMBERED and len(written) <= _SHORT:
            self[written] = made
        return made


class Level(Record):
    """Glyphs on one level, each after a step from where the one before it began; in points."""

    steps: tuple[float, ...]
    widths: tuple[float, ...]
    # what makes a stretch: from which glyph to before which, and its text
    parts: tuple[tuple[int, int, str], ...]
    # whether word spacing applies to the last glyph
    space: bool


class Stepped(Record):
    """Steps to strings: how many; what they show together, if they are a glyph each, on one level;
    and the leading that the last of the steps sets."""

    count: int
    level: Level | None
    leading: float | None


class Steps(dict[tuple[bytes, bytes, float, float], Stepped]):
    """A string, steps to others as written, how long an em is and how many points one of such units
    is, to what they show, each worked out once as the strings are."""

    def __init__(self, glyphs: Callable[[bytes], Sequence[_Glyph]]) -> None:
        super().__init__()
        self._glyphs = Remembered(glyphs)
        self._moves = Moves()

    def __missing__(self, key: tuple[bytes, bytes, float, float]) -> Stepped:
        first, written, em, unit = key
        moves, digits = steps(written)
        rights, ups, leads = zip(*map(self._moves.__getitem__, moves), strict=True)
        glyphs = list(map(self._glyphs.__getitem__, (first, *digits)))
        level = None
        if not any(ups) and set(map(len, glyphs)) == {1}:
            level = _level(rights, list(chain.from_iterable(glyphs)), em, unit)
        leading = [-up for up, leads_on in zip(ups, leads, strict=True) if leads_on]
        stepped = Stepped(len(moves), level, leading[-1] if leading else None)
        if len(self) < _REMEMBERED and len(written) <= _SHORT_STEPS:
            self[key] = stepped
        return stepped

    def one_by_one(self, written: bytes) -> Iterator[tuple[float, float, bytes]]:
        """How far to the right and up each string begins from where the one before it began, and
        its digits."""
        for move, digits in zip(*steps(written), strict=True):
            right, up, _ = self._moves[move]
            yield right, up, digits


def _level(rights: Sequence[float], glyphs: Sequence[_Glyph], em: float, unit: float) -> Level:
    texts, widths, alone, spaces, *_ = zip(*glyphs, strict=True)
    # how long an em would be for a glyph to begin where the one before it ends
    ems = list(map(truediv, rights, widths)) if True not in alone else []
    if ems and _are_alike(min(widths), max(widths)) and _are_near(em, min(ems), max(ems)):
        cuts: list[int] = []
    else:
        cuts = [
            k
            for k, ((one, other), step) in enumerate(zip(pairwise(glyphs), rights, strict=True), 1)
            if _are_parted(one, other) or not _are_near(em, step / one[1], step / one[1])
        ]
    parts = tuple(
        (start, end, "".join(texts[start:end])) for start, end in pairwise([0, *cuts, len(glyphs)])
    )
    return Level(
        tuple([right * unit for right in rights]),
        tuple([width * (em * unit) for width in widths]),
        parts,
        spaces[-1],
    )


def _are_near(em: float, least: float, most: float) -> bool:
    return (1 - _NEAR) * em <= least and most <= (1 + _NEAR) * em


# where no font is set
UNSEEN: Final = Steps(lambda _: ())


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
        self._glyphs: dict[int, _Glyph] = {}
        self.hexadecimal = Remembered(lambda digits: _stretches(self._shown(_bytes_of(digits))))
        self.literal = Remembered(lambda written: _stretches(self._shown(unescape(written))))
        self.steps = Steps(lambda digits: self._shown(_bytes_of(digits)))
        self.vertical: bool = font.is_vertical()
        self.descent: float = float(font.get_descent())
        self.bold = bool(_BOLD.search(str(font.fontname)))

    def _shown(self, data: bytes) -> list[_Glyph]:
        """The glyphs of a string."""
        known = self._glyphs
        shown = []
        for code in self._decode(data):
            glyph = known.get(code)
            if glyph is None:
                glyph = self._glyph(code)
                if len(known) < _REMEMBERED:
                    known[code] = glyph
            shown.append(glyph)
        return shown

    def _glyph(self, code: int) -> _Glyph:
        font = self._font
        across = down = 0.0
        if self.vertical:
            displaced = font.char_disp(code)
            x, y = displaced if isinstance(displaced, tuple) else (None, 880.0)
            across = 0.5 if x is None else x * 0.001
            down = (1000 - y) * 0.001
        space = code == 32 and not font.is_multibyte()
        text, width = self._text(code), float(font.char_width(code))
        alone = (
            space or self.vertical or len(text) != 1 or text.isspace() or not 0 < width <= _WIDEST
        )
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
