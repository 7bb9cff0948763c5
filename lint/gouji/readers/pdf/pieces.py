"""Lines of text as the pieces that stand apart in them, and lines that make one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Final

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.pdf.lines import visible
from gouji.readers.pdf.records import (
    BASE,
    BOTTOM,
    LEFTS,
    MIDDLE,
    SIZE,
    TEXT,
    TOP,
    X0,
    X1,
    Stretch,
)

# points that are as good as none
HAIR: Final = 1.0
# a gap of so many ems sets two cells of a row apart
_GAP: Final = 1.0
# words of one cell may be spread by spaces (项  目)
_GAP_OF_SPACES: Final = 2.5
# so many ems after a figure begins the next cell: figures stand at the right of theirs
_GAP_OF_FIGURE: Final = 0.45
# where cells are sure to be, less white than that parts them
_GAP_OF_CELLS: Final = 0.4
# money as it is printed: with separators, with decimals, or long; years and page numbers are not
_AMOUNT: Final = regex(
    r"[-−–]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|(?!(?:19|20)\d\d$)\d{4,})%?"
)
# parts of the size by which text overlaps that stands one below the other
_UNDER: Final = 0.2
# how a name in a row of a table begins: with a figure, a numbering, 其中
OF_A_ROW: Final = r"[\d（(]|[一二三四五六七八九十]+、|其中"
_OF_A_ROW: Final = regex(OF_A_ROW)
_WORDS: Final = regex(r"[^\W\d_]")
_ANOTHER: Final = regex(r"[\d\u4e00-\u9fff（(]")


def is_amount(text: str) -> bool:
    """Whether a text is printed as money is."""
    return _AMOUNT.fullmatch(text) is not None


class Piece(Record):
    """What stands in one cell of a line."""

    stretches: tuple[Stretch, ...]
    text: str

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.stretches[0][X0]

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.stretches[-1][X1]

    @property
    def base(self) -> float:
        """The line that its first characters stand on."""
        return self.stretches[0][BASE]

    @property
    def size(self) -> float:
        """The size of its first characters."""
        return self.stretches[0][SIZE]

    @property
    def is_amount(self) -> bool:
        """Whether it is printed as money is."""
        return is_amount(self.text)

    @property
    def is_figure(self) -> bool:
        """Whether it holds a number of any kind, or a dash for none, and no words."""
        return not _WORDS.search(self.text)


class Row(Record):
    """A line in pieces; or a row of several ``lines``, from the top down, its own among them."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float
    middle: float
    lines: tuple[Row, ...] = ()

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.bottom - self.top

    @property
    def has_amount(self) -> bool:
        """Whether an amount stands in it."""
        return any(piece.is_amount for piece in self.pieces)


def levels(line: list[Stretch]) -> list[list[Stretch]]:
    """A line; or lines, where text stands above or below other text: cells side by side hold lines
    of different heights, between which no line can be drawn across all."""
    for left, right in pairwise(line):
        step = abs(left[BASE] - right[BASE])
        if right[X0] < left[X1] - _UNDER * right[SIZE] and step > _UNDER * right[SIZE]:
            break
    else:
        return [line]
    found: dict[float, list[Stretch]] = defaultdict(list)
    for stretch in line:
        found[stretch[BASE]].append(stretch)
    return [found[base] for base in sorted(found)]


def row_of(line: Sequence[Stretch]) -> Row | None:
    """A line in pieces; None if nothing is printed in it."""
    kept = visible(line)
    if not kept:
        return None
    pieces: list[list[Stretch]] = []
    spaces: list[Stretch] = []
    for stretch in kept:
        if stretch[TEXT].isspace():
            spaces.append(stretch)
            continue
        before = pieces[-1][-1] if pieces else stretch
        gap = (_GAP_OF_SPACES if spaces else _GAP) * min(before[SIZE], stretch[SIZE])
        if before[TEXT][-1].isdigit() and _ANOTHER.match(stretch[TEXT]):
            gap = _GAP_OF_FIGURE * stretch[SIZE]
        if not pieces or stretch[X0] - before[X1] > gap:
            pieces.append([])
        elif spaces:
            pieces[-1] += spaces
        pieces[-1].append(stretch)
        spaces = []
    middles = sorted(
        chain.from_iterable([s[BASE] - MIDDLE * s[SIZE]] * len(s[LEFTS]) for s in kept)
    )
    return Row(
        tuple(map(_piece, pieces)),
        min(stretch[TOP] for stretch in kept),
        max(stretch[BOTTOM] for stretch in kept),
        middles[len(middles) // 2],
    )


def apart(line: Row) -> Row:
    """The line with its pieces parted wherever there is more white than a word has within it: what
    fills the cells of a table stands close to what is beside it."""
    if all(len(piece.stretches) == 1 for piece in line.pieces):
        return line
    parts: list[list[Stretch]] = []
    for piece in line.pieces:
        parts.append([piece.stretches[0]])
        for before, stretch in pairwise(piece.stretches):
            if stretch[X0] - before[X1] > _GAP_OF_CELLS * stretch[SIZE]:
                parts.append([])
            parts[-1].append(stretch)
    if len(parts) == len(line.pieces):
        return line
    return Row(tuple(map(_piece, parts)), line.top, line.bottom, line.middle)


def _piece(stretches: Sequence[Stretch]) -> Piece:
    return Piece(tuple(stretches), "".join(s[TEXT] for s in stretches if not s[TEXT].isspace()))


def has_gap(line: Sequence[Stretch]) -> bool:
    """A quick look: whether a line may hold two pieces."""
    right = line[0][X1]
    for stretch in line:
        if stretch[TEXT].isspace():
            continue
        if stretch[X0] - right > _GAP * stretch[SIZE]:
            return True
        right = stretch[X1]
    return False


def overlap(one: Piece, other: Piece) -> bool:
    """Whether one stands above or below the other."""
    return one.x0 < other.x1 and other.x0 < one.x1


def names_a_unit(row: Row) -> bool:
    """Whether a line says whose a table is or what its figures are in, as stands above it."""
    text = row.pieces[-1].text
    return (":" in text or "：" in text) and not _OF_A_ROW.match(text)


def lines_of(rows: Iterable[Row]) -> list[Row]:
    """The lines of rows, from the top down."""
    return [line for row in rows for line in row.lines or (row,)]
