"""Cells as figures: a blank stands for zero, words for nothing that can be added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity, Unit
from gouji.model.tree import Cell, CellKind, Column, Panel, Row

_NOT_FIGURES = frozenset(
    (
        "code name ordinal note text indicator:name indicator:level indicator:target indicator:unit"
    ).split()
)


def figure(cell: Cell | None) -> Figure | None:
    """The figure of a cell; a blank cell is a zero, a missing cell or words are None."""
    if cell is None or cell.kind is CellKind.TEXT:
        return None
    name, head = cell.row.name, cell.column.label
    label = f"{name} {head}".strip() if name else head
    quantity = cell.quantity
    if quantity is None:
        return Figure(_zero(cell.column.unit), Anchor.whole(cell), label, blank=True)
    return Figure(quantity, Anchor.whole(cell), label)


@lru_cache(maxsize=64)
def _zero(unit: Unit) -> Quantity:
    return Quantity(Decimal(0), 0, unit)


class Figures:
    """The figures of a table's cells: many relations speak of one cell, so each is made once."""

    def __init__(self) -> None:
        self._made: dict[int, Figure | None] = {}

    def at(self, row: Row, position: int) -> Figure | None:
        """The figure of a row in a column, None where it is not known or in other columns too."""
        cell = row.cells[position]
        return None if cell is None or cell.colspan > 1 else self._of(cell)

    def among(self, row: Row, columns: Sequence[int]) -> list[Figure | None]:
        """The figures that a row holds in some columns, None for each that is not known; one that
        stands over several of them is listed once."""
        found: list[Figure | None] = []
        for position in columns:
            start = _start(row, position)
            cell = row.cells[start]
            if cell is None or any(p not in columns for p in range(start, start + cell.colspan)):
                found.append(None)
            elif start == position:
                found.append(self._of(cell))
        return found

    def over(self, row: Row, columns: Sequence[int]) -> Figure | None:
        """What a row holds in some columns together, if that is one figure."""
        if len(columns) == 1:
            return self.at(row, columns[0])
        found = self.among(row, columns)
        filled = [f for f in found if f is None or f.base]
        return found[0] if not filled else filled[0] if len(filled) == 1 else None

    def _of(self, cell: Cell) -> Figure | None:
        key = id(cell)
        if key not in self._made:
            self._made[key] = figure(cell)
        return self._made[key]


def _start(row: Row, position: int) -> int:
    """The position of the cell that covers one."""
    start = position
    while start and row.cells[start] is None:
        start -= 1
    cell = row.cells[start]
    return position if cell is None or start + cell.colspan <= position else start


def holds_figures(column: Column) -> bool:
    """Whether a column is made for figures."""
    return column.role not in _NOT_FIGURES


def figure_columns(panel: Panel) -> list[int]:
    """The positions of a panel's columns of figures."""
    return [i for i, column in enumerate(panel.columns) if holds_figures(column)]


def added_columns(panel: Panel) -> list[int]:
    """The columns whose figures add up: no rates, no percentages; none after words without a head,
    which may name the rows of another list."""
    unknown = (i for i, c in enumerate(panel.columns) if c.role == "text" and not c.path)
    end = next(unknown, len(panel.columns))
    return [
        i
        for i in figure_columns(panel)
        if panel.columns[i].unit.dimension != "percent"
        and panel.columns[i].role != "basis:rate"
        and i < end
    ]


Lane: TypeAlias = tuple[int, ...]  # columns whose figures are added up as one


def added_together(panel: Panel) -> list[Lane]:
    """The columns that add up each by itself, then those whose amount some cell holds together."""
    together = {
        tuple(range(position, position + cell.colspan))
        for row in panel.rows
        for position, cell in enumerate(row.cells)
        if cell is not None and cell.colspan > 1
    }
    return [*((column,) for column in added_columns(panel)), *sorted(together)]


def at(row: Row, position: int) -> Figure | None:
    """The figure of a row in a column, None where it is not known or in other columns too."""
    cell = row.cells[position]
    return None if cell is None or cell.colspan > 1 else figure(cell)
