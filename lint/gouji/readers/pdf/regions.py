"""Regions: where on a page a table without vertical rulings is, its head, and its rows.

Rows stand between rules, or they are lines of text. A head ends at a rule, or where figures begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.readers.pdf.columns import Carried, Column, columns_of
from gouji.readers.pdf.pieces import HAIR, Row, apart, lines_of, names_a_unit
from gouji.readers.pdf.records import Ruling
from gouji.readers.pdf.stacks import Stack, underlines, with_top
from gouji.readers.pdf.wrapped import NEAR, follows, is_close, stands_in, whole_rows, with_rests

# rules of one table: top, below the head, bottom
FEWEST_RULES: Final = 3
# rows with amounts that make a table where nothing is ruled
FEWEST_ROWS: Final = 3
_HEAD_ROWS: Final = 8  # lines, of heads that merge and wrap
# a running line, and the first row of a table that goes on
_ABOVE: Final = 2
# rows of a head are not much further apart than rows of figures
_PITCH: Final = 1.15
_LEADERS: Final = regex(r"[.…·]{3,}")


class Band(Record):
    """One row of a table, or the whole of its head: what stands in it, and its height."""

    top: float
    bottom: float
    lines: tuple[Row, ...]

    @property
    def has_amount(self) -> bool:
        """Whether an amount stands in it."""
        return any(line.has_amount for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces stand in it."""
        return sum(len(line.pieces) for line in self.lines)


class Region(Record):
    """A table before its columns: its head, in one band or more, and its rows."""

    heads: tuple[Band, ...]
    rows: tuple[Band, ...]
    left: float
    right: float
    stack: Stack | None = None


def as_rows(region: Region, before: Sequence[Column]) -> Region:
    """A region whose head is rows too: those of a table with columns ``before``."""
    above = [
        row
        for band in region.heads
        if band.lines
        for row in by_lines(band.lines, band.top, band.bottom, before)
    ]
    return replace(region, heads=(), rows=(*above, *region.rows))


# -- between rules -------------------------------------------------------------------------------


def closed(
    found: Sequence[Stack],
    lines: Sequence[Row | None],
    rules: Sequence[Ruling],
    *,
    going_on: bool,
) -> Iterator[Stack]:
    """The stacks that rule a whole table: rules above and below a head that has rows below it are
    closed by the last of these. Where a table is ``going_on`` from the page before, two rules may
    hold its last row."""
    for each in found:
        stack = _with_first(each, lines, rules, going_on=going_on)
        inside = [line for line in lines if line and stack.holds(line)]
        if not any(line.has_amount for line in inside):
            bottom = _last_below(stack, lines)
            if bottom is not None:
                yield replace(stack, ys=(*stack.ys, bottom))
                continue
        if len(stack.ys) >= FEWEST_RULES - going_on:
            yield stack


def _with_first(
    stack: Stack, lines: Sequence[Row | None], rules: Sequence[Ruling], *, going_on: bool
) -> Stack:
    """The stack with what stands above its first rule where each row has its rule below it: the
    rows of a head, or the first row on a page where a table goes on."""
    above = whole_rows([line for line in lines if line is None or line.middle < stack.ys[0]])[1]
    going_on = going_on and len(above) <= _ABOVE
    top = stack.ys[0]
    while above:
        row = above[-1]
        if row is None or not stack.spans(row) or top - row.bottom > row.height:
            break
        is_underlined = any(underlines(rule, row, stack, top) for rule in rules)
        if not is_underlined and not (stack.allows(row) and (going_on or len(row.pieces) > 1)):
            break
        top = row.top - HAIR
        above.pop()
        going_on = False
    return stack if top == stack.ys[0] else with_top(stack, top, rules)


def _last_below(stack: Stack, lines: Sequence[Row | None]) -> float | None:
    """Where the rows end that follow below the last rule of a head."""
    rows: list[Row] = []
    for line in lines:
        if line is not None and line.middle <= stack.ys[-1]:
            continue
        if line is None or not stack.allows(line) or (rows and not follows(rows[-1], line)):
            break
        rows.append(line)
    last = max((k for k, row in enumerate(rows) if len(row.pieces) > 1), default=-1)
    full = max(rows, key=lambda row: len(row.pieces), default=None)
    while (
        0 <= last < len(rows) - 1
        and full
        and (rows[last + 1].top < rows[last].bottom or stands_in(rows[last + 1], full))
    ):
        last += 1  # the lower half of a name, or names without figures
    if not any(row.has_amount for row in rows[: last + 1]):
        return None
    if rows[0].top - stack.ys[-1] > NEAR * rows[0].height:
        return None
    return rows[last].bottom


def ruled(lines: Sequence[Row], stack: Stack, before: Sequence[Column]) -> Region | None:
    """What stands between rules, row by row; ``before`` are the columns of a table that goes on."""
    bands = [
        Band(top, bottom, tuple(line for line in lines if top < line.middle <= bottom))
        for top, bottom in pairwise(stack.ys)
    ]
    figures = [band for band in bands if band.has_amount]
    first = figures[0] if figures else next((b for b in bands if b.pieces < 2), None)
    if first is None:
        return None
    heads = bands[: bands.index(first)]
    parted = {
        id(band): by_lines(band.lines, band.top, band.bottom, before)
        for band in bands
        if band.lines
    }
    single = [band for band in figures if sum(row.pieces > 1 for row in parted[id(band)]) == 1]
    by_rules = len(figures) > 2 and len(single) * 2 > len(figures)
    rows: list[Band] = []
    for band in bands[len(heads) :]:
        whole = by_rules or band in single or not band.lines
        rows += [band] if whole else parted[id(band)]
    return Region(tuple(heads), tuple(rows), stack.x0, stack.x1, stack)


def by_lines(
    lines: Sequence[Row], top: float, bottom: float, before: Sequence[Column]
) -> list[Band]:
    """Rows that no rules part: a line each, with the lines that hold the rest of its cells."""
    whole = [row for row in whole_rows(lines)[1] if row]
    rows = with_rests(whole, before or columns_of(lines_of(whole)))
    borders = [top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), bottom]
    return [
        Band(high, low, row.lines or (row,))
        for (high, low), row in zip(pairwise(borders), rows, strict=True)
    ]


def unruled(rows: Sequence[Row], before: Sequence[Column]) -> Region:
    """Rows of aligned amounts, and those of their head."""
    first = next((k for k, row in enumerate(rows) if row.has_amount), 0)
    head, body = (list(map(apart, lines_of(part))) for part in (rows[:first], rows[first:]))
    heads = [Band(head[0].top, head[-1].bottom, tuple(head))] if head else []
    return Region(
        tuple(heads),
        tuple(by_lines(body, body[0].top, body[-1].bottom, before)),
        min(line.pieces[0].x0 for line in (*head, *body)),
        max(line.pieces[-1].x1 for line in (*head, *body)),
    )


# -- rows of aligned amounts ---------------------------------------------------------------------


def aligned(lines: Sequence[Row | None], before: Carried | None) -> list[tuple[int, int]]:
    """Stretches of rows with amounts, each with the rows of its head.

    The first may be the rest of a table from the page before, with any number of rows, and rows
    without amounts above them.
    """
    fewest = 1 if before else FEWEST_ROWS
    stretches: list[tuple[int, int]] = []
    first = end = 0
    while first < len(lines):
        if not is_figures(lines[first]):
            first += 1
            continue
        last = first + 1
        while last < len(lines) and _goes_on(lines, first, last):
            last += 1
        end_of_figures = max(k for k in range(first, last) if is_figures(lines[k]))
        full = max((row for row in lines[first:last] if row), key=lambda row: len(row.pieces))
        last = end_of_figures + 1
        while (
            last < len(lines)
            and (row := lines[last])
            and (follows(lines[last - 1], row) and stands_in(row, full))
        ):
            last += 1
        if sum(map(is_figures, lines[first:last])) >= fewest:
            start, fewest = first, FEWEST_ROWS
            while before and start > end and _is_row_of(before, lines[start - 1], lines[start]):
                start -= 1
            before = None
            while start > end and first - start < _HEAD_ROWS and _is_head(lines, start - 1, first):
                start -= 1
            stretches.append((start, last))
            end = last
        first = last
    return stretches


def _is_row_of(table: Carried, row: Row | None, below: Row | None) -> bool:
    """Whether a row stands in the columns of a table that goes on."""
    if row is None or below is None or names_a_unit(row) or not follows(row, below):
        return False
    return all(table.place(piece) is not None for piece in row.pieces)


def is_figures(row: Row | None) -> bool:
    """Whether a row holds amounts beside something else, and is not of contents with leaders."""
    return (
        row is not None
        and len(row.pieces) > 1
        and row.has_amount
        and not any(_LEADERS.search(piece.text) for piece in row.pieces)
    )


def _goes_on(lines: Sequence[Row | None], first: int, index: int) -> bool:
    """Whether a row goes on with those from ``first``: with figures, or with names without any."""
    above, row, begun = lines[index - 1], lines[index], lines[first]
    if row is None or begun is None or not follows(above, row):
        return False
    if is_figures(row):
        return True
    left, right = begun.pieces[0].x0, begun.pieces[-1].x1
    middle = (left + right) / 2
    only = row.pieces[0] if len(row.pieces) == 1 else None
    return not (
        row.has_amount
        or names_a_unit(row)
        or (only and abs((only.x0 + only.x1) / 2 - middle) < only.size)
        or any((piece.x1 - piece.x0) * 2 > right - left for piece in row.pieces)
    )


def _is_head(lines: Sequence[Row | None], index: int, first: int) -> bool:
    """Whether a row may be of the head above the figures that begin at ``first``."""
    row, below, figures = lines[index], lines[index + 1], lines[first]
    if row is None or below is None or figures is None:
        return False
    if row.has_amount or not follows(row, below):
        return False
    if len(row.pieces) < 2 and not is_close(row, below):
        # alone it heads some of the columns, as near as rows are to each other
        after = lines[first + 1] if first + 1 < len(lines) else None
        pitch = after.middle - figures.middle if after else 0.0
        only, left, right = row.pieces[0], figures.pieces[0].x0, figures.pieces[-1].x1
        in_middle = abs((only.x0 + only.x1 - left - right) / 2) < only.size
        if in_middle or below.middle - row.middle > _PITCH * pitch:
            return False
    return not any(":" in piece.text or "：" in piece.text for piece in row.pieces)
