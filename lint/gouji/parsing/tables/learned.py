"""Sums between columns that no header states and the vocabulary does not know, learned from the
figures: a = b + c (+ d) on nearly all of several rows that differ.

Coincidence is ruled out by the rows themselves: at least five different ones whose parts are not
zero. What looks like an exception is not told where another column may explain it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from gouji.model.record import Record
from gouji.model.tree import Panel, Row
from gouji.parsing.tables.columns import Equation
from gouji.parsing.tables.figures import Figures, added_columns

_ROWS = 5  # rows that must bear an equation out
_EXCEPTIONS = 12  # rows that bear it out for each one that may break it
_COLUMNS = 14
_PARTS = (2, 3)
_ZERO = Decimal(0)


class _Line(Record):
    """A row as numbers: by column its value and half a unit of its last digit; what is blank."""

    values: dict[int, Decimal]
    margins: dict[int, Decimal]
    blanks: frozenset[int]

    def gap(self, total: int, parts: Sequence[int]) -> Decimal:
        """By how much the total exceeds its parts."""
        return self.values[total] - sum((self.values[p] for p in parts), _ZERO)

    def adds(self, total: int, parts: Sequence[int]) -> bool:
        """Whether the parts add to the total, as finely as they are printed."""
        margin = self.margins[total] + sum((self.margins[p] for p in parts), _ZERO)
        return abs(self.gap(total, parts)) <= margin

    def tells(self, total: int, parts: Sequence[int]) -> bool:
        """Whether the row can bear a sum out: more than one of its parts is not zero."""
        return bool(self.values[total]) and sum(bool(self.values[p]) for p in parts) > 1


def learned(panel: Panel, known: Sequence[Equation], figures: Figures) -> Iterator[Equation]:
    """The equations that the figures of a panel bear out; ``known`` are those its header states."""
    columns = added_columns(panel)
    units = {panel.columns[c].unit.dimension for c in columns}
    if not 3 <= len(columns) <= _COLUMNS or len(units) > 1:
        return
    lines = [
        line for row in panel.rows if not row.head.role and (line := _line(row, columns, figures))
    ]
    if len(lines) <= _ROWS:
        return
    filled = {c: sum(bool(line.values[c]) for line in lines) for c in columns}
    stated = {equation.total for equation in known}
    for total in columns:
        if total not in stated and filled[total] >= _ROWS:
            parts = [c for c in columns if c != total and filled[c] > 1]
            equation = _equation(total, parts, lines)
            if equation is not None and not _explained(equation, columns, lines):
                yield equation


def _line(row: Row, columns: Sequence[int], figures: Figures) -> _Line | None:
    values, margins, blanks = {}, {}, set()
    line = figures.of(row)
    for column in columns:
        figure = line[column]
        if figure is None:
            return None
        values[column], margins[column], _ = figure.quantity.worth
        if figure.blank:
            blanks.add(column)
    return _Line(values, margins, frozenset(blanks))


def _equation(total: int, others: Sequence[int], lines: Sequence[_Line]) -> Equation | None:
    """The one sum that makes a column up. One that no row breaks says that there is no mistake; of
    several that a row breaks none is certain."""
    doubtful: list[tuple[int, ...]] = []
    for count in _PARTS:
        for parts in combinations(others, count):
            breaks = _breaks(total, parts, lines)
            if breaks == 0:
                return Equation(total, parts)
            if breaks is not None:
                doubtful.append(parts)
    return Equation(total, doubtful[0]) if len(doubtful) == 1 else None


def _breaks(total: int, parts: Sequence[int], lines: Sequence[_Line]) -> int | None:
    """How many rows break a sum, None where too few bear it out."""
    broken, seen, used = 0, set(), [0] * len(parts)
    most = len(lines) // _EXCEPTIONS + 1
    for line in lines:
        if line.adds(total, parts):
            if line.tells(total, parts):
                seen.add(tuple(line.values[c] for c in (total, *parts)))
                for at_, part in enumerate(parts):
                    used[at_] += bool(line.values[part])
            continue
        broken += 1
        if broken > most:
            return None
    enough = len(seen) >= _ROWS and min(used) > 1 and broken * _ROWS <= len(seen)
    return broken if enough else None


def _explained(equation: Equation, columns: Sequence[int], lines: Sequence[_Line]) -> bool:
    """Whether the rows that break a sum may be right: a cell of theirs is blank, or a column beside
    holds what is missing, or is filled where the sum breaks and empty where it holds."""
    total, parts = equation.total, equation.parts
    beside = [c for c in columns if c != total and c not in parts]
    held = [line for line in lines if line.adds(total, parts)]
    for line in lines:
        if line.adds(total, parts):
            continue
        if line.blanks & {total, *parts}:
            return True
        gap, margin = abs(line.gap(total, parts)), sum(line.margins.values(), _ZERO)
        for column in beside:
            value = abs(line.values[column])
            rare = sum(bool(h.values[column]) for h in held) * 2 <= len(held)
            if value and (abs(value - gap) <= margin or rare):
                return True
    return False
