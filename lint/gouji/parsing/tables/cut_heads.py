"""Heads of a table that reach over the cut between two of its pages, made whole again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from gouji.model.blocks import Grid, GridCell, Line
from gouji.model.record import replace
from gouji.parsing.tables.header import is_ordinal_row
from gouji.parsing.tables.joins import Rows, rows_of
from gouji.parsing.tables.strips import Page


def completed(page: Page) -> Page:
    """A joined page whose heads reach over the cuts."""
    lines = [block for block in page if isinstance(block, Line)]
    made: list[Line | Grid] = []
    told: list[Line] = []
    for block in page:
        if isinstance(block, Grid) and block.beside:
            grid, words = _with_heads(block, lines)
            made.append(grid)
            told += words
        else:
            made.append(block)
    return [block for block in made if block not in told]


def _with_heads(grid: Grid, lines: Sequence[Line]) -> tuple[Grid, list[Line]]:
    """The grid with the heads that reach over a cut made whole, and the lines of their words."""
    rows = rows_of(grid)
    cells = list(grid.cells)
    taken: list[Line] = []
    for row in range(rows.head):
        for columns in _headless(rows, row):
            words = [line for line in lines if _stands_in(line, rows, row, columns)]
            cells = [c for c in cells if not (c.row == row and c.column in columns)]
            starts = _lists_under(rows, row, columns) if len(words) > 1 else [columns.start]
            if len(words) == len(starts):
                ends = [*starts[1:], columns.stop]
                for line, start, end in zip(words, starts, ends, strict=True):
                    cells.append(GridCell(row, start, line.source, 1, end - start))
                taken += words
            elif not words and (over := _over_the_cut(rows, row, columns)) is not None:
                cells = [_reaching(cell, row, over, columns) for cell in cells]
    ordered = sorted(cells, key=attrgetter("row", "column"))
    return replace(grid, cells=tuple(ordered)), taken


def _headless(rows: Rows, row: int) -> Iterator[range]:
    """The columns side by side over which a row has no words, but further rows of the head do."""
    free = [c for c in range(rows.cells.columns) if _is_free(rows, row, c)]
    for _, together in groupby(enumerate(free), key=lambda pair: pair[1] - pair[0]):
        columns = [column for _, column in together]
        yield range(columns[0], columns[-1] + 1)


def _lists_under(rows: Rows, row: int, columns: range) -> list[int]:
    """Where the heads under some columns begin anew (合计 … under 预算数 and under 决算数)."""
    cells = rows.cells
    worded = [r for r in range(row + 1, rows.head) if not is_ordinal_row(cells.starts(r))]
    below = [[cells.texts(r)[column] for r in worded] for column in columns]
    return [column for column, texts in zip(columns, below, strict=True) if texts == below[0]]


def _is_free(rows: Rows, row: int, column: int) -> bool:
    cell = rows.cells.rows[row][column]
    if cell is None:
        return True
    below = (rows.cells.texts(r)[column] for r in range(row + 1, rows.head))
    return cell.rowspan == cell.colspan == 1 and not cell.text.strip() and any(below)


def _stands_in(line: Line, rows: Rows, row: int, columns: range) -> bool:
    box = line.box
    return box is not None and (
        rows.borders[row] < (box.top + box.bottom) / 2 < rows.borders[row + 1]
        and rows.edges[columns.start] < (box.x0 + box.x1) / 2 < rows.edges[columns.stop]
    )


def _over_the_cut(rows: Rows, row: int, columns: range) -> int | None:
    """The column beside others in which their head stands, on the page before or after theirs."""
    for column, beside in ((columns.start - 1, columns.start), (columns.stop, columns.stop - 1)):
        if not 0 <= column < rows.cells.columns:
            continue
        cell = rows.cells.rows[row][column]
        below = (rows.cells.rows[r][beside] for r in range(row + 1, rows.head))
        page = next((c.source.page for c in below if c is not None and c.text.strip()), None)
        if page and cell is not None and cell.rowspan == 1 and cell.source.page not in (None, page):
            return column
    return None


def _reaching(cell: GridCell, row: int, column: int, columns: range) -> GridCell:
    """A cell over some more columns if it stands in a row and a column."""
    end = cell.column + cell.colspan
    if cell.row != row or not cell.column <= column < end:
        return cell
    first = min(cell.column, columns.start)
    return replace(cell, column=first, colspan=max(end, columns.stop) - first)
