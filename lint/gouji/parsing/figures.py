"""Cells as figures: a blank stands for zero, words for nothing that can be added."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.figure import Figure, Measure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.tree import Cell, CellKind, Column, Panel, Row

_NOT_FIGURES = frozenset(
    (
        "code name ordinal note text indicator:name indicator:level indicator:target indicator:unit"
    ).split()
)


def figure(cell: Cell | None, measure: Measure | None = None) -> Figure | None:
    """The figure of a cell; a blank cell is a zero, a missing cell or words are None."""
    if cell is None or cell.kind is CellKind.TEXT:
        return None
    name = cell.row.name or cell.column.label
    label = f"{name} {cell.column.label}".strip() if cell.row.name else cell.column.label
    if cell.quantity is None:
        zero = Quantity(Decimal(0), 0, cell.column.unit)
        return Figure(zero, Anchor.whole(cell), label, measure, blank=True)
    return Figure(cell.quantity, Anchor.whole(cell), label, measure)


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
