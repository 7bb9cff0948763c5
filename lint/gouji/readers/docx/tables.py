"""Tables of Word: rows of cells with ``gridSpan`` and ``vMerge`` as a grid (ECMA-376, 17.4)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Final

from gouji.model.blocks import Grid, GridCell
from gouji.model.place import SourceText
from gouji.model.record import Mutable
from gouji.readers.docx.names import (
    ALTERNATE,
    CELL,
    ROW,
    SDT,
    WRAPPERS,
    W,
    content_of,
    number,
    value,
)
from gouji.readers.limits import Limits
from gouji.readers.pieces import within

MOST_COLUMNS: Final = 1000  # Word itself stops at 63

_PROPERTIES: Final = W + "tcPr"
_HOLDERS: Final = WRAPPERS | {SDT, ALTERNATE}
_WRAPPED: Final = 12  # wrappers around a row or a cell

Content = Callable[[ET.Element], SourceText]


class _Open(Mutable):
    """A cell whose rows are still being counted."""

    row: int
    column: int
    colspan: int
    source: SourceText
    rowspan: int = 1


def rows(table: ET.Element) -> list[ET.Element]:
    """The rows of a table that are printed."""
    found = []
    for row in _within(table, ROW):
        properties = row.find(W + "trPr")
        gone = ("del", "hidden")
        if properties is None or all(properties.find(W + name) is None for name in gone):
            found.append(row)
    return found


def cells(row: ET.Element) -> list[ET.Element]:
    """The cells of a row."""
    return list(_within(row, CELL))


def _within(parent: ET.Element, tag: str, depth: int = _WRAPPED) -> Iterator[ET.Element]:
    """The children of one sort, those in content controls and the like included."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS and depth > 0:
            content = content_of(child)
            yield from _within(content, tag, depth - 1) if content is not None else ()


def grid_of(table: ET.Element, content: Content, limits: Limits) -> Grid:
    """The grid of a table; ``content`` gives the text of a cell.

    :raises ReadError: ``too-large-inside`` for more places than any table has.
    """
    done: list[_Open] = []
    merging: dict[int, _Open] = {}  # by column: the cell that further rows may continue
    columns = 0
    printed = rows(table)
    for index, row in enumerate(printed):
        column = _skipped(row, "gridBefore")
        above, merging = merging, {}
        last: _Open | None = None
        for cell in cells(row):
            properties = cell.find(_PROPERTIES)
            if properties is not None and not len(properties):
                properties = None
            span = max(1, min(number(properties, "gridSpan", 1), MOST_COLUMNS))
            if last is not None and value(properties, "hMerge") in ("continue", "on"):
                last.colspan += span
                column += span
                continue
            vertical = value(properties, "vMerge")
            upper = above.get(column) if vertical in ("continue", "on") else None
            if upper is not None and upper.colspan == span:
                upper.rowspan += 1
                last = merging[column] = upper
            else:
                last = _Open(index, column, span, content(cell))
                done.append(last)
                if vertical is not None:
                    merging[column] = last
            column += span
        columns = max(columns, column + _skipped(row, "gridAfter"))
    columns = min(columns, MOST_COLUMNS)
    within(len(printed), columns, limits)
    found = tuple(GridCell(c.row, c.column, c.source, c.rowspan, c.colspan) for c in done)
    return Grid(len(printed), columns, found)


def _skipped(row: ET.Element, name: str) -> int:
    """Columns that a row leaves free before its first or after its last cell."""
    return max(0, min(number(row.find(W + "trPr"), name), MOST_COLUMNS))
