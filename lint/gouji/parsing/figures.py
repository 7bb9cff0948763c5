"""Cells as figures: a blank stands for zero, words for nothing that can be added."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

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
        """The figure of a row in a column."""
        cell = row.cells[position]
        if cell is None:
            return None
        key = id(cell)
        if key not in self._made:
            self._made[key] = figure(cell)
        return self._made[key]


def holds_figures(column: Column) -> bool:
    """Whether a column is made for figures."""
    return column.role not in _NOT_FIGURES


def figure_columns(panel: Panel) -> list[int]:
    """The positions of a panel's columns of figures."""
    return [i for i, column in enumerate(panel.columns) if holds_figures(column)]


def added_columns(panel: Panel) -> list[int]:
    """The columns whose figures add up: no rates, no percentages."""
    return [
        i
        for i in figure_columns(panel)
        if panel.columns[i].unit.dimension != "percent" and panel.columns[i].role != "basis:rate"
    ]


def at(row: Row, position: int) -> Figure | None:
    """The figure of a row in a column."""
    return figure(row.cells[position])
