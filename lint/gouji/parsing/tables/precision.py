"""How fine the figures of a table really are.

A table in 元 made out of figures in 万元 with two decimals prints 9,206,000.00 where only the
hundreds are known; its sums then differ by hundreds, and that is rounding, not error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.model.quantity import YUAN
from gouji.model.record import replace
from gouji.model.tree import Cell, Panel, Row

# The last digit of an amount in 万元 with two decimals.
_COARSE = -2
# Fewer different figures that all end in 00 may do so by chance.
_ENOUGH = 5


def as_precise(panels: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """The panels, their figures marked as rounded to hundreds if every one of them is."""
    values = {value for panel in panels for value in _yuan(panel)}
    if len(values) < _ENOUGH or any(value % 100 for value in values):
        return panels
    return tuple(
        replace(panel, rows=tuple(_coarse_row(row) for row in panel.rows)) for panel in panels
    )


def _yuan(panel: Panel) -> Iterator[Decimal]:
    for row in panel.rows:
        for cell in row:
            if cell.quantity is not None and cell.quantity.unit is YUAN and cell.quantity.value:
                yield cell.quantity.value


def _coarse_row(row: Row) -> Row:
    return replace(row, cells=tuple(None if c is None else _coarse_cell(c) for c in row.cells))


def _coarse_cell(cell: Cell) -> Cell:
    if cell.quantity is None or cell.quantity.unit is not YUAN:
        return cell
    return replace(cell, quantity=replace(cell.quantity, precision=_COARSE))
