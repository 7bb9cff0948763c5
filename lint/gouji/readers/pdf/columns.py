"""Columns of text: where white runs down between the pieces of lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from gouji.model.record import Record
from gouji.readers.pdf.pieces import HAIR, Piece, Row, overlap

# A column: the left and the right end of what stands in it.
Column: TypeAlias = tuple[float, float]

# so many lines that hold two pieces where another holds one tell that the one runs over both
_FEWEST_APART: Final = 2
# pieces times lines that are held against each other; pages of tables have far fewer
_MOST_PAIRS: Final = 100_000


class Carried(Record):
    """The columns of a table that may go on over the page: their borders and what stands in them;
    and what its head says."""

    edges: tuple[float, ...]
    columns: tuple[Column, ...]
    head: frozenset[str] = frozenset()

    def place(self, piece: Piece) -> int | None:
        """The column that a piece stands in; None if there is none, or several."""
        first = bisect_right(self.edges, piece.x0 + HAIR) - 1
        last = bisect_right(self.edges, piece.x1 - HAIR) - 1
        return first if first == last and 0 <= first < len(self.columns) else None


def columns_of(lines: Sequence[Row]) -> list[Column]:
    """Where text stands in any of the lines, but for what runs over what others hold apart."""
    pieces = [piece for line in lines for piece in line.pieces]
    most = max((len(line.pieces) for line in lines), default=0)
    doubtful = [
        piece
        for line in lines
        if len(line.pieces) < most
        for piece in line.pieces
        if not piece.is_amount
    ]
    few = len(doubtful) * len(lines) <= _MOST_PAIRS
    wide = {id(piece) for piece in doubtful if few and _runs_over(piece, lines)}
    return united((p.x0, p.x1) for p in pieces if id(p) not in wide)


def _runs_over(piece: Piece, lines: Sequence[Row]) -> bool:
    """Whether several lines hold pieces apart where this one stands."""
    apart = 0
    for line in lines:
        if sum(overlap(piece, other) for other in line.pieces) > 1:
            apart += 1
            if apart == _FEWEST_APART:
                return True
    return False


def united(ends: Iterable[Column]) -> list[Column]:
    """Stretches that touch or overlap made one."""
    columns: list[Column] = []
    for x0, x1 in sorted(ends):
        if columns and x0 <= columns[-1][1] + HAIR:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def edges_of(columns: Sequence[Column], left: float, right: float) -> list[float]:
    """The borders of columns, half-way between them, within those of the table."""
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    return [min(left, columns[0][0]), *inner, max(right, columns[-1][1])]


def united_with(before: Carried, columns: Sequence[Column], *, headed: bool) -> list[Column] | None:
    """Columns with those of the table before; None if they are not the same.

    Without a head some of them may be blank, and what stands in one may stand apart.
    """
    whole = list(before.columns)
    if headed and len(columns) != len(whole):
        return None
    for place, (x0, x1) in enumerate(columns):
        over = [k for k, (left, right) in enumerate(before.columns) if x0 < right and left < x1]
        if headed:
            over = [place]
        elif not over:
            over = [bisect_right(before.edges, (x0 + x1) / 2) - 1]
        if len(over) > 1 or not 0 <= over[0] < len(whole):
            return None
        left, right = whole[over[0]]
        whole[over[0]] = min(left, x0), max(right, x1)
    return whole if all(one[1] <= other[0] for one, other in pairwise(whole)) else None
