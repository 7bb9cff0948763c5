"""Tables without vertical rulings: rows between horizontal rules, or rows of aligned amounts.

Rules or lines of text give the rows, the white between the text gives the columns, or a head that
is drawn does. What has figures one below the other and is not clear becomes a loose grid: it is
told that it could not be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from gouji.model.blocks import Grid, GridCell
from gouji.model.place import Box
from gouji.model.record import Record
from gouji.readers.pdf.columns import Carried, Column, columns_of, edges_of, united_with
from gouji.readers.pdf.heads import (
    Head,
    HeadCell,
    extents,
    head_of,
    leaves_of,
    placed_above,
    placed_leaves,
)
from gouji.readers.pdf.lines import joined, source_of
from gouji.readers.pdf.pieces import (
    HAIR,
    Piece,
    Row,
    apart,
    has_gap,
    is_amount,
    levels,
    lines_of,
    names_a_unit,
    row_of,
)
from gouji.readers.pdf.records import SIZE, TOP, Ruling, Stretch
from gouji.readers.pdf.regions import (
    FEWEST_ROWS,
    FEWEST_RULES,
    Band,
    Region,
    aligned,
    as_rows,
    closed,
    is_figures,
    ruled,
    unruled,
)
from gouji.readers.pdf.rulings import TOLERANCE
from gouji.readers.pdf.stacks import Stack, stacks
from gouji.readers.pdf.wrapped import NEAR, whole_rows

# a title and what the figures are in; a page may have a running line above
_CAPTIONS: Final = 2
# a title is so many times as large as what stands in its table
_TITLE: Final = 1.15


class Found(Record):
    """The tables without vertical rulings of a page, the lines that are not of them, and the
    columns of the last of them, which may go on over the page.

    ``cut`` tells that what seems to be the rest of the one before could not be read.
    """

    grids: list[Grid]
    lines: list[list[Stretch]]
    carried: Carried | None = None
    cut: bool = False


class _Table(Record):
    """A grid and what stands in its columns; none where these are not clear."""

    grid: Grid
    columns: tuple[Column, ...] = ()
    head: frozenset[str] = frozenset()


def are_columns(lines: Sequence[list[Stretch]]) -> bool:
    """Whether many rows, or most, hold figures beside something else."""
    parts = [row_of(part) for line in lines for part in levels(line)]
    rows = [row for row in whole_rows(parts)[1] if row]
    figures = sum(map(is_figures, rows))
    return figures >= FEWEST_ROWS or figures * 2 > len(rows)


def grids_of(
    lines: Sequence[list[Stretch]],
    rules: Sequence[Ruling],
    page: int,
    before: Carried | None = None,
    drawn: Sequence[Grid] = (),
) -> Found:
    """The tables of a page that nothing divides into columns.

    ``before`` are the columns of such a table at the end of the page before, which may go on;
    ``drawn`` are the tables with rulings on the page, which may be heads of such.
    """
    parted = list(filter(has_gap, lines))
    heads = [grid for grid in drawn if _may_head(grid, parted)] if parted else []
    is_plain = before is None and not heads and len(rules) < FEWEST_RULES
    if not parted or (is_plain and len(parted) < FEWEST_ROWS):
        return Found([], list(lines))
    parts = [(k, part) for k, line in enumerate(lines) for part in levels(line)]
    single = [row_of(part) for _, part in parts]
    found: list[_Table] = []
    taken: set[int] = set()
    cut = False
    every = [*rules, *(side for head in heads for side in _sides(head))]
    rows = [row for row in single if row]
    for stack in closed(stacks(every, rows), single, every, going_on=before is not None):
        inside = [k for k, row in enumerate(single) if row and stack.holds(row)]
        if taken.intersection(inside):
            continue
        table = _ruled_table(
            [row for k in inside if (row := single[k])], stack, heads, page, before
        )
        if table is not None:
            found.append(table)
            taken.update(inside)
            before = None
    spans, read = whole_rows([None if k in taken else row for k, row in enumerate(single)])
    for first, last in aligned(read, before):
        within = [row for row in read[first:last] if row]
        goes_on = _going_on(before, rows, within)
        table = _aligned_table(within, page, goes_on)
        if table is not None:
            found.append(table)
            taken.update(range(spans[first][0], spans[last - 1][1]))
            cut = cut or (goes_on is not None and table.grid.loose)
            before = None
    held = {parts[index][0] for index in taken}
    rest = [part for index, (k, part) in enumerate(parts) if k in held and index not in taken]
    left = [line for k, line in enumerate(lines) if k not in held]
    return Found([table.grid for table in found], [*left, *rest], _carried(found), cut)


def _going_on(before: Carried | None, rows: Sequence[Row], within: Sequence[Row]) -> Carried | None:
    """The columns of a table that may go on here: nothing stands above that names another, as
    larger letters do."""
    above = [row for row in rows if row.middle < within[0].middle] if within else []
    is_named = any(
        names_a_unit(row) or row.pieces[0].size > _TITLE * within[0].pieces[0].size for row in above
    )
    return None if is_named or len(above) >= _CAPTIONS else before


def _ruled_table(
    rows: Sequence[Row],
    stack: Stack,
    heads: Sequence[Grid],
    page: int,
    before: Carried | None,
) -> _Table | None:
    """The table between rules, or below a head that is drawn."""
    lines = list(map(apart, rows))
    region = ruled(lines, stack, before.columns if before else ())
    head = next((grid for grid in heads if _is_at(grid, stack)), None)
    if head is not None:
        return _under(head, region, page) if region else None
    table = _table(region, page, before) if region else None
    return table or _unread(lines, page)


def _aligned_table(rows: Sequence[Row], page: int, before: Carried | None) -> _Table | None:
    """The table that rows of aligned amounts make; a few make one where they go on with another."""
    table = _table(unruled(rows, before.columns if before else ()), page, before)
    if sum(map(is_figures, rows)) < FEWEST_ROWS:
        return table if table and before and table.grid.edges == before.edges else None
    return table or _unread(list(map(apart, lines_of(rows))), page)


def _carried(found: Sequence[_Table]) -> Carried | None:
    """The columns of the table that stands lowest."""
    if not found:
        return None
    last = max(found, key=lambda table: table.grid.box.bottom if table.grid.box else 0.0)
    return Carried(last.grid.edges, last.columns, last.head) if last.columns else None


def _unread(lines: Sequence[Row], page: int) -> _Table | None:
    """What has figures one below the other, as a grid that tells nothing but that it is there."""
    ends: Counter[int] = Counter()
    for line in lines:
        right = {round(piece.x1) for piece in line.pieces if piece.is_amount}
        ends.update(right if len(line.pieces) > 1 else ())
    if not ends or max(ends.values()) < FEWEST_ROWS:
        return None
    cells = tuple(
        GridCell(number, column, source_of(piece.stretches, page))
        for number, line in enumerate(lines)
        for column, piece in enumerate(line.pieces)
    )
    x0 = min(line.pieces[0].x0 for line in lines)
    x1 = max(line.pieces[-1].x1 for line in lines)
    box = Box(x0, lines[0].top, x1, lines[-1].bottom)
    columns = max(len(line.pieces) for line in lines)
    return _Table(Grid(len(lines), columns, cells, page, box, loose=True))


# -- heads that are drawn ------------------------------------------------------------------------


def _may_head(grid: Grid, lines: Sequence[Sequence[Stretch]]) -> bool:
    """Whether a drawn table may be the head of rows below it, which some of ``lines`` are."""
    bottom = grid.box.bottom if grid.box else 0.0
    return (
        grid.columns > 1
        and any(-HAIR <= line[0][TOP] - bottom <= NEAR * line[0][SIZE] for line in lines)
        and not any(is_amount(cell.text) for cell in grid.cells)
    )


def _sides(head: Grid) -> list[Ruling]:
    """Its upper and its lower side."""
    box = head.box
    return [(y, box.x0, box.x1) for y in (box.top, box.bottom)] if box else []


def _is_at(head: Grid, stack: Stack) -> bool:
    box = head.box
    return box is not None and stack.ys[:2] == (box.top, box.bottom)


def _under(head: Grid, region: Region, page: int) -> _Table | None:
    """A drawn head with the rows below it, which stand in its columns."""
    cells = list(head.cells)
    rows = [band for band in region.rows if band.lines]
    full = [band for band in rows if band.pieces > 1]
    if not full or len(full) * 2 < len(rows):
        return None
    for number, band in enumerate(rows, head.rows):
        row = _cells(number, band, head.edges, page)
        if row is None:
            return None
        cells += row
    assert head.box is not None
    box = Box(head.edges[0], head.box.top, head.edges[-1], rows[-1].bottom)
    grid = Grid(head.rows + len(rows), head.columns, tuple(cells), page, box, head.edges)
    return _Table(grid, tuple(pairwise(head.edges)))


# -- columns and cells ---------------------------------------------------------------------------


def _table(region: Region, page: int, before: Carried | None) -> _Table | None:
    """The grid of a region, if its text falls into columns: its own, or those of the table
    ``before``, which it must be the rest of if it has no head."""
    if before is None:
        return _in_columns(region, page, None)
    if not region.heads or _are_rows_of(before, region):
        table = _in_columns(as_rows(region, before.columns), page, before)
        if table is not None and table.grid.edges == before.edges:
            return table
    return _in_columns(region, page, before) if region.heads else None


def _are_rows_of(before: Carried, region: Region) -> bool:
    """Whether what stands above the first figures are rows of the table before: not its head
    again, and nothing in columns of figures but figures."""
    above = [piece for band in region.heads for line in band.lines for piece in line.pieces]
    if before.head.issuperset(piece.text for piece in above):
        return False
    lines = [line for band in region.rows for line in band.lines]
    figures = {before.place(piece) for line in lines for piece in line.pieces if piece.is_amount}
    return all(piece.is_figure or before.place(piece) not in figures for piece in above)


def _in_columns(region: Region, page: int, before: Carried | None) -> _Table | None:
    filled = [band for band in region.rows if band.lines]
    full = [band for band in filled if band.pieces > 1]
    if len(full) * 2 < len(filled) and not before and not (region.stack and region.heads):
        return None
    heads = _heads(region)
    if heads is None:
        return None
    leaf = max(range(len(heads)), key=lambda k: len(heads[k].leaves), default=-1)
    # what numbers the columns below their heads stands in them as figures do
    body = (*region.heads[leaf + 1 :], *region.rows)
    lines = [line for band in body for line in band.lines]
    columns = columns_of(lines)
    leaves: list[HeadCell] = []
    if heads:
        under = leaves_of(heads[leaf], lines, columns)
        if under is None:
            return None
        columns, leaves = extents(under), placed_leaves(under)
    if len(columns) < 2 or any(a[1] > b[0] for a, b in pairwise(columns)):
        return None
    whole = united_with(before, columns, headed=bool(heads)) if before else None
    if before and whole and _is_as_wide(region, before):
        columns, borders = whole, before.edges
        edges = edges_of(columns, borders[0], borders[-1])
    else:
        edges = edges_of(columns, region.left, region.right)
        borders = tuple(edges)
    cells: list[GridCell] = []
    number = 0
    for index, (band, head) in enumerate(zip(region.heads[: leaf + 1], heads, strict=False)):
        own = leaves if index == leaf else []
        made = _head_cells(_within(region, head, own), own, columns, edges)
        drawn = None if made is None else _drawn(made, head.rows, number, band, edges, page)
        if drawn is None:
            return None
        cells += drawn
        number += head.rows
    for band in body:
        row = _cells(number, band, edges, page)
        if row is None:
            return None
        cells += row
        number += 1
    box = Box(edges[0], (*region.heads, *region.rows)[0].top, edges[-1], region.rows[-1].bottom)
    grid = Grid(number, len(columns), tuple(cells), page, box, borders)
    said = frozenset(p.text for band in region.heads for line in band.lines for p in line.pieces)
    if before and not said and borders == before.edges:
        said = before.head
    return _Table(grid, tuple(columns), said)


def _is_as_wide(region: Region, before: Carried) -> bool:
    return before.edges[0] - TOLERANCE <= region.left and (
        region.right <= before.edges[-1] + TOLERANCE
    )


def _heads(region: Region) -> list[Head] | None:
    """The bands of a head, each with its cells; None where they are not clear."""
    found: list[Head] = []
    for band in region.heads:
        stack = region.stack
        shorts = stack.shorts(band.top, band.bottom) if stack else []
        ruled = len(region.heads) > 1
        head = head_of(band.lines, shorts, ruled=ruled)
        if head is None:
            return None
        found.append(head)
    return found


def _within(region: Region, head: Head, leaves: Sequence[HeadCell]) -> Head:
    """A band of the head; all it holds stands over several columns, if its leaves do not stand
    over figures."""
    if leaves:
        return head
    everything = (region.left, region.right)
    return Head(head.rows, (), head.leaves, (everything,) * len(head.leaves))


def _head_cells(
    head: Head, leaves: Sequence[HeadCell], columns: Sequence[Column], edges: Sequence[float]
) -> list[HeadCell] | None:
    above = placed_above(head, leaves, columns, edges)
    return None if above is None else [*above, *leaves]


def _drawn(
    made: Sequence[HeadCell],
    rows: int,
    start: int,
    band: Band,
    edges: Sequence[float],
    page: int,
) -> list[GridCell] | None:
    """The cells of a band of the head, and empty ones where nothing stands; None when two of them
    claim one place."""
    step = (band.bottom - band.top) / rows
    free = {(row, column) for row in range(rows) for column in range(len(edges) - 1)}
    cells = []
    for cell in made:
        own = {
            (row, column)
            for row in range(cell.row, cell.last_row + 1)
            for column in range(cell.first, cell.last + 1)
        }
        if not own <= free:
            return None
        free -= own
        text = joined([source_of(piece.stretches, page) for piece in cell.block.pieces])
        box = Box(
            edges[cell.first],
            band.top + step * cell.row,
            edges[cell.last + 1],
            band.top + step * (cell.last_row + 1),
        )
        cells.append(
            GridCell(
                start + cell.row,
                cell.first,
                text,
                cell.last_row - cell.row + 1,
                cell.last - cell.first + 1,
                box,
            )
        )
    for row, column in free:
        top = band.top + step * row
        box = Box(edges[column], top, edges[column + 1], top + step)
        cells.append(GridCell(start + row, column, joined([]), 1, 1, box))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _cells(number: int, band: Band, edges: Sequence[float], page: int) -> list[GridCell] | None:
    """The cells of a row; None when a figure and something else of one line claim one column."""
    last = len(edges) - 2
    held: dict[int, tuple[int, list[Piece]]] = {}
    for line in band.lines:
        before: Piece | None = None
        end = -1
        for piece in line.pieces:
            slack = piece.size / 4
            first = min(max(bisect_right(edges, piece.x0 + slack) - 1, 0), last)
            begun = end
            end = min(max(bisect_right(edges, piece.x1 - slack) - 1, first), last)
            if first <= begun and (before is None or before.is_figure or piece.is_figure):
                return None
            before = piece
            kept = held.get(first, (end, []))
            held[first] = max(kept[0], end), [*kept[1], piece]
    cells = []
    column = 0
    while column <= last:
        end, pieces = held.get(column, (column, []))
        text = joined([source_of(piece.stretches, page) for piece in pieces])
        box = Box(edges[column], band.top, edges[end + 1], band.bottom)
        cells.append(GridCell(number, column, text, 1, end - column + 1, box))
        column = end + 1
    return cells
