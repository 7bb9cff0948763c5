"""Cells as figures: a blank stands for zero, words for nothing that can be added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


Lane: TypeAlias = tuple[int, ...]  # columns whose figures are added up as one


class Figures:
    """The figures of a table's rows: many relations speak of one cell, so each is made once."""

    def __init__(self) -> None:
        self._lines: dict[int, tuple[Figure | None, ...]] = {}

    def of(self, row: Row) -> tuple[Figure | None, ...]:
        """The figures of a row by column: None where one is not known, or is in other columns
        too."""
        line = self._lines.get(id(row))
        if line is None:
            line = self._lines[id(row)] = tuple(
                [
                    None
                    if cell is None or cell.colspan > 1 or cell.column.role in _NOT_FIGURES
                    else figure(cell)
                    for cell in row.cells
                ]
            )
        return line

    def among(self, row: Row, columns: Sequence[int]) -> list[Figure | None]:
        """The figures that a row holds in some columns, None for each that is not known; one that
        stands over several of them is listed once."""
        line = self.of(row)
        listed = [line[position] for position in columns]
        if all(listed):
            return listed
        found: list[Figure | None] = []
        for position in columns:
            start = _start(row, position)
            cell = row.cells[start]
            if cell is None or any(p not in columns for p in range(start, start + cell.colspan)):
                found.append(None)
            elif start == position:
                found.append(line[position] or figure(cell))
        return found

    def over(self, row: Row, lanes: Iterable[Lane]) -> list[Figure | None]:
        """What a row holds in each of some lanes, where that is one figure."""
        line = self.of(row)
        return [line[c[0]] if len(c) == 1 else self._together(row, c) for c in lanes]

    def _together(self, row: Row, lane: Lane) -> Figure | None:
        found = self.among(row, lane)
        filled = [f for f in found if f is None or f.base]
        return found[0] if not filled else filled[0] if len(filled) == 1 else None


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
    """The columns whose figures add up: no rates, no percentages, no points of indicators; none
    after words without a head, which may name the rows of another list."""
    unknown = (i for i, c in enumerate(panel.columns) if c.role == "text" and not c.path)
    end = next(unknown, len(panel.columns))
    return [i for i in figure_columns(panel) if i < end and _adds_up(panel.columns[i])]


def _adds_up(column: Column) -> bool:
    role = column.role or ""
    rate = column.unit.dimension == "percent" or role == "basis:rate"
    return not rate and not role.startswith("indicator:")


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
