"""Grids of two pages with the same rows at the same heights, and both as one grid.

The joined grid is as wide as both: its edges stand where they would stand on a paper of that
width. What stands in a cell keeps its page and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final

from gouji.model.blocks import Grid, GridCell
from gouji.model.place import Box
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.tree import CellKind
from gouji.parsing.numbers import read_number
from gouji.parsing.tables.header import body_start
from gouji.parsing.tables.lattice import Lattice, lattice
from gouji.parsing.tables.strips import DRIFT, Page

_CODE: Final = regex(r"[2-5]\d{2}(?:\d{2}){0,2}")
# Names of rows stand in the first columns: codes of three levels, a name.
_NAMING: Final = 4


class Rows(Record):
    """A grid, the heights of its row borders, and the number of rows of its head."""

    grid: Grid
    cells: Lattice
    borders: tuple[float, ...]
    head: int

    @property
    def edges(self) -> tuple[float, ...]:
        """The column borders."""
        return self.grid.edges

    def headed(self, column: int) -> list[str]:
        """What stands over a column, from the top down."""
        texts = (self.cells.texts(row)[column] for row in range(self.head))
        return list(filter(None, dict.fromkeys(texts)))

    def body(self, column: int) -> list[str]:
        """What stands below the head in a column."""
        return [self.cells.texts(row)[column] for row in range(self.head, len(self.cells.rows))]


class Join(Record):
    """A grid with the one to its right: the row borders of both, and how many columns of the
    second are those of the first printed again."""

    left: Rows
    right: Rows
    borders: tuple[float, ...]
    again: int

    @property
    def cut(self) -> float:
        """Where on the joined page the first ends and the second begins."""
        return self.left.edges[-1]

    @property
    def shift(self) -> float:
        """By how much the second moves to the right."""
        return self.cut - self.right.edges[self.again]


def joins_of(left: Page, right: Page) -> list[Join]:
    """Each grid of the right page with the one of the left page that has its rows; none unless all
    have one."""
    firsts = [rows_of(block) for block in left if isinstance(block, Grid)]
    joins: list[Join] = []
    for block in right:
        if isinstance(block, Grid):
            rows = rows_of(block)
            join = next((j for first in firsts if (j := _join(first, rows))), None)
            if join is None:
                return []
            firsts.remove(join.left)
            joins.append(join)
    return joins


def rows_of(grid: Grid) -> Rows:
    """The rows of a grid. A border at which no cell begins or ends is at 0."""
    borders = [0.0] * (grid.rows + 1)
    for cell in grid.cells:
        if cell.box is not None:
            borders[cell.row] = cell.box.top
            borders[cell.row + cell.rowspan] = cell.box.bottom
    if grid.box is not None:
        borders[0], borders[-1] = grid.box.top, grid.box.bottom
    cells = lattice(grid)
    return Rows(grid, cells, tuple(borders), body_start(cells))


def _join(left: Rows, right: Rows) -> Join | None:
    """The two side by side, if no border is missing on one side but above the bodies of both."""
    body = left.borders[left.head] if left.head < len(left.borders) - 1 else 0.0
    borders = _united(left.borders, right.borders, body if left.head else 0.0)
    if borders is None:
        return None
    head = next((k for k, y in enumerate(right.borders) if abs(y - body) <= DRIFT), 0)
    if left.head and head:
        right = replace(right, head=head)  # figures alone may look like numbers of columns
    again = _printed_again(left, right)
    if again == right.cells.columns:
        return None
    return Join(left, right, borders, again)


def _united(left: Sequence[float], right: Sequence[float], body: float) -> tuple[float, ...] | None:
    """The borders of both, None if one that is missing on one side is not above the body."""
    a, b = list(left), list(right)
    if a != sorted(a) or b != sorted(b):
        return None
    borders: list[float] = []
    while a or b:
        if a and b and abs(a[-1] - b[-1]) <= DRIFT:
            borders.append(a.pop())
            b.pop()
            continue
        lower = a if not b or (a and a[-1] > b[-1]) else b
        if lower[-1] >= body - DRIFT:
            return None
        borders.append(lower.pop())
    return tuple(reversed(borders))


def _printed_again(left: Rows, right: Rows) -> int:
    """How many columns a print repeats on every page: names, and what stands before them."""
    names: set[str] = set()
    count = 0
    for column in range(min(left.cells.columns, right.cells.columns)):
        own = left.body(column)
        if own != right.body(column):
            break
        words = [text for text in own if read_number(text)[0] is CellKind.TEXT]
        names.update(words)
        count = column + 1 if words else count
    return count if len(names) > 1 else 0


def names_rows(rows: Rows) -> bool:
    """Whether the rows have names."""
    texts = (t for c in range(min(_NAMING, rows.cells.columns)) for t in rows.body(c))
    return any(read_number(text)[0] is CellKind.TEXT for text in texts)


def has_figures(join: Join) -> bool:
    """Whether the columns on the right hold figures."""
    columns = range(join.again, join.right.cells.columns)
    texts = (text for column in columns for text in join.right.body(column))
    return any(read_number(text)[0] is CellKind.AMOUNT for text in texts)


def names_none(join: Join) -> bool:
    """Whether the rows on the right have neither names nor codes nor numbers."""
    first = [text for text in join.right.body(join.again) if text]
    if any(read_number(text)[0] is CellKind.TEXT for text in first):
        return False
    coded = all(map(_CODE.fullmatch, first))
    counted = all(map(str.isdecimal, first)) and all(
        int(b) == int(a) + 1 for a, b in pairwise(first)
    )
    return not first or not (coded or counted)


def heads_repeat(join: Join) -> bool:
    """Whether the heads of the second are those with which the first begins."""
    columns = range(join.right.cells.columns)
    if len(columns) > join.left.cells.columns:
        return False
    return all(join.left.headed(column) == join.right.headed(column) for column in columns)


def wide(join: Join) -> Grid:
    """Both grids as one."""
    left, right = join.left.grid, join.right.grid
    cells = [*_moved(join.left, join.borders, 0)]
    cells += _moved(join.right, join.borders, left.columns - join.again, join.again)
    edges = (*left.edges, *(edge + join.shift for edge in right.edges[join.again + 1 :]))
    pages = [*left.beside, *([right.page] if right.page else []), *right.beside]
    box = left.box and Box(edges[0], join.borders[0], edges[-1], join.borders[-1])
    return Grid(
        len(join.borders) - 1,
        len(edges) - 1,
        tuple(sorted(cells, key=attrgetter("row", "column"))),
        left.page,
        box,
        edges,
        beside=tuple(pages),
    )


def _moved(rows: Rows, borders: Sequence[float], by: int, beyond: int = 0) -> Iterator[GridCell]:
    """The cells from column ``beyond`` on between the borders of a joined grid."""
    places = [min(range(len(borders)), key=lambda k: abs(borders[k] - y)) for y in rows.borders]
    for cell in rows.grid.cells:
        if cell.column >= beyond:
            row, end = places[cell.row], places[cell.row + cell.rowspan]
            yield replace(cell, row=row, rowspan=end - row, column=cell.column + by)
