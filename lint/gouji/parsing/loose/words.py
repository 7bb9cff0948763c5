"""Words of a line of text: figures, codes and text, each with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gouji.model.blocks import Line
from gouji.model.place import SourceText
from gouji.model.record import Record
from gouji.model.regex import regex

FIELD: Final = 1000  # columns between the fields of a line with tabs
_WORD: Final = regex(r"\S+")
_AMOUNT: Final = regex(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_BLANK: Final = regex(r"[-–—―]{1,2}|/")
_PIECE: Final = regex(r"-?[\d.,]+")
_CODE: Final = regex(r"[1-9]\d{2}(?:\d{2}){0,2}")
_SUBCODE: Final = regex(r"\d{2}")
_QUOTES: Final = dict.fromkeys(map(ord, "\"'‘’「」『』〝〞"), "“")
_BRACKETS: Final = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", ":": "："}
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """One spelling for each character; the length is kept."""
    folded = []
    for c in text:
        n = unicodedata.normalize("NFKC", c)
        folded.append(n if len(n) == 1 else c)
    return "".join(folded).translate(_BRACKETS).translate(_QUOTES).replace("”", "“")


class Word(Record):
    """A stretch of characters without blanks (or a figure printed with blanks inside)."""

    text: str  # folded, without blanks
    source: SourceText
    start: int  # offset in its line
    left: int = 0  # display column of its first character, or the field where tabs make fields
    right: int = 0  # display column after its last character, or the same field

    @property
    def is_amount(self) -> bool:
        """Whether it can stand in a column of figures (a dash is a blank figure)."""
        return bool(_AMOUNT.fullmatch(self.text) or _BLANK.fullmatch(self.text))

    @property
    def is_piece(self) -> bool:
        """Whether it can be a part of a figure that blanks have torn."""
        return bool(_PIECE.fullmatch(self.text))

    @property
    def is_code(self) -> bool:
        """Whether it can be a classification code of three, five or seven digits."""
        return bool(_CODE.fullmatch(self.text))

    @property
    def is_subcode(self) -> bool:
        """Whether it can be the two digits of a 款 or 项."""
        return bool(_SUBCODE.fullmatch(self.text))

    @property
    def decimals(self) -> int:
        """How many digits stand after the point."""
        return len(self.text.rstrip("%").partition(".")[2])

    @property
    def value(self) -> Decimal:
        """The number; a dash counts as zero."""
        if _BLANK.fullmatch(self.text):
            return Decimal(0)
        return Decimal(self.text.rstrip("%").replace(",", ""))


@lru_cache(maxsize=4096)
def words(line: Line) -> tuple[Word, ...]:
    """The words of a line from left to right."""
    folded = fold(line.text)
    found = []
    column = at = tabs = 0
    tabbed = "\t" in folded
    for match in _WORD.finditer(folded):
        tabs += folded.count("\t", at, match.start())
        left = column = column + columns_of(folded[at : match.start()])
        right = column = column + columns_of(match.group())
        at = match.end()
        if tabbed:
            left = right = tabs * FIELD
        source = line.source.slice(match.start(), match.end())
        found.append(Word(match.group(), source, match.start(), left, right))
    return tuple(found)


@lru_cache(maxsize=65536)
def columns_of(text: str) -> int:
    """The display width of a text in columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def amounts_tail(line: Sequence[Word]) -> int:
    """The index of the first of the figures that end the line (its length if there are none)."""
    index = len(line)
    while index and (line[index - 1].is_amount or line[index - 1].is_piece):
        index -= 1
    return index


def mend(figures: Sequence[Word], line: Line, decimals: int) -> tuple[Word, ...]:
    """Figures torn by blanks put together, where all figures of the table have ``decimals``."""
    if not decimals or all(
        f.is_amount and (f.decimals == decimals or not f.value) for f in figures
    ):
        return tuple(figures)
    mended: list[Word] = []
    held: list[Word] = []
    for word in figures:
        held.append(word)
        text = "".join(w.text for w in held)
        whole = _AMOUNT.fullmatch(text) and len(text.rpartition(".")[2]) == decimals and "." in text
        if whole or (len(held) == 1 and _BLANK.fullmatch(text)):
            end = word.start + len(word.source.text)
            source = line.source.slice(held[0].start, end)
            mended.append(Word(text, source, held[0].start, held[0].left, word.right))
            held = []
    return tuple(figures) if held else tuple(mended)


def joined(pieces: Sequence[Word]) -> SourceText:
    """The words one after another; a blank is kept after a number and between Latin words."""
    sources: list[SourceText] = []
    for piece in pieces:
        before = sources[-1].text[-1:] if sources else ""
        after = piece.source.text[:1]
        latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if latin or (before.isdigit() and after.isalpha()):
            sources.append(SourceText(" "))
        sources.append(piece.source)
    return SourceText.join(sources)
