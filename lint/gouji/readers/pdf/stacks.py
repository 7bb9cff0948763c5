"""Stacks: horizontal rules one above the other that rule one table between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, TypeGuard

from gouji.model.record import Record, replace
from gouji.readers.pdf.pieces import Row, names_a_unit
from gouji.readers.pdf.records import Ruling
from gouji.readers.pdf.rulings import TOLERANCE

# rules above and below the head of a table, or its last row
_FEWEST_RULES: Final = 2
# between rules that are drawn for each column apart, the white is not wider than this
_BETWEEN: Final = 12.0
# a line of prose fills most of its width
_PROSE: Final = 0.6


class Stack(Record):
    """The rules that run over the whole width of a table, from the top down, and the ``short``
    ones between them, which part the heads of some columns."""

    ys: tuple[float, ...]
    x0: float
    x1: float
    short: tuple[Ruling, ...] = ()

    def holds(self, row: Row) -> bool:
        """Whether a line stands between its rules."""
        return self.ys[0] < row.middle < self.ys[-1] and self.spans(row)

    def spans(self, row: Row) -> bool:
        """Whether a line is not longer than its rules."""
        return self.x0 - TOLERANCE <= row.pieces[0].x0 and row.pieces[-1].x1 <= self.x1 + TOLERANCE

    def allows(self, row: Row | None) -> TypeGuard[Row]:
        """Whether a line may go on below its rules as a row of its table."""
        return row is not None and self.spans(row) and not _is_caption(row, self)

    def shorts(self, top: float, bottom: float) -> list[Ruling]:
        """The short rules within a height."""
        return [rule for rule in self.short if top + TOLERANCE < rule[0] < bottom - TOLERANCE]


def stacks(rules: Sequence[Ruling], rows: Sequence[Row]) -> list[Stack]:
    """The stacks of rules, cut where captions between two tables stand in them."""
    widths: list[tuple[float, float, list[float]]] = []
    for y, x0, x1 in _across(rules):
        for left, right, ys in widths:
            if abs(left - x0) <= TOLERANCE and abs(right - x1) <= TOLERANCE:
                ys.append(y)
                break
        else:
            widths.append((x0, x1, [y]))
    found = []
    for x0, x1, ys in widths:
        if len(ys) < _FEWEST_RULES:
            continue
        for cut in _cut(Stack(tuple(ys), x0, x1), rows):
            if len(cut.ys) >= _FEWEST_RULES:
                within = (rule for rule in rules if _is_short(rule, cut))
                found.append(Stack(cut.ys, x0, x1, tuple(within)))
    return found


def with_top(stack: Stack, top: float, rules: Sequence[Ruling]) -> Stack:
    """The stack that begins further up, with the short rules it has there."""
    higher = Stack((top, *stack.ys), stack.x0, stack.x1)
    return replace(higher, short=tuple(rule for rule in rules if _is_short(rule, higher)))


def underlines(rule: Ruling, row: Row, stack: Stack, top: float) -> bool:
    """Whether a short rule stands below a head that stands alone above a stack."""
    y, x0, x1 = rule
    first = row.pieces[0]
    inside = stack.x0 - TOLERANCE <= x0 <= first.x0 and first.x1 <= x1 <= stack.x1 + TOLERANCE
    is_short = x1 - x0 < stack.x1 - stack.x0 - 2 * TOLERANCE
    alone = len(row.pieces) == 1
    return alone and inside and is_short and row.middle < y < top + row.height


def _across(rules: Sequence[Ruling]) -> list[Ruling]:
    """Rules of one height, drawn for each column apart, as one; and each of its pieces else."""
    whole: list[Ruling] = []
    for y, group in groupby(sorted(rules), itemgetter(0)):
        start = end = None
        for _, x0, x1 in group:
            if start is None or end is None or x0 - end > _BETWEEN:
                if start is not None and end is not None:
                    whole.append((y, start, end))
                start, end = x0, x1
            else:
                end = max(end, x1)
        if start is not None and end is not None:
            whole.append((y, start, end))
    return whole


def _is_short(rule: Ruling, stack: Stack) -> bool:
    y, x0, x1 = rule
    inside = stack.x0 - TOLERANCE <= x0 and x1 <= stack.x1 + TOLERANCE
    return inside and stack.ys[0] < y < stack.ys[-1] and y not in stack.ys


def _cut(stack: Stack, rows: Sequence[Row]) -> list[Stack]:
    """The parts of a stack between which captions stand, above a head as below the last row."""
    parts: list[list[float]] = [[stack.ys[0]]]
    for top, bottom in pairwise(stack.ys):
        within = [row for row in rows if top < row.middle < bottom]
        if within and all(_is_caption(row, stack) for row in within):
            parts.append([])
        parts[-1].append(bottom)
    return [Stack(tuple(ys), stack.x0, stack.x1) for ys in parts if ys]


def _is_caption(row: Row, stack: Stack) -> bool:
    """Whether a line stands over or under a table and not in it: alone in the middle, filling the
    width, or naming what the figures are in at the right."""
    if row.has_amount:
        return False
    first, last = row.pieces[0], row.pieces[-1]
    middle, width = (stack.x0 + stack.x1) / 2, stack.x1 - stack.x0
    if len(row.pieces) == 1 and (
        abs((first.x0 + first.x1) / 2 - middle) < first.size or first.x1 - first.x0 > width * _PROSE
    ):
        return True
    is_right = last.x0 > middle and stack.x1 - last.x1 < width / 4
    return len(row.pieces) <= 3 and is_right and names_a_unit(row)
