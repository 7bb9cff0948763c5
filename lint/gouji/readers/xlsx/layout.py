"""A worksheet as lines and grids: which rows are tables, which are their captions and notes.

Where borders are drawn, they tell. Without them a table begins below the lines that hold a single
text or labels such as ``单位：万元``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from gouji.model.blocks import Grid, GridCell, Line
from gouji.model.place import Run, SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.limits import Limits
from gouji.readers.pieces import within
from gouji.readers.xlsx.sheet import Sheet, SheetCell, letters_of

_LABEL: Final = regex(r"[（(]?\S{2,12}\s*[:：]\s*\S")
_NAME: Final = regex(r"[^\W\d]\w*")
_NO_TITLE: Final = regex(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
_BETWEEN: Final = "  "
_MOST_LABELS: Final = 3
_MOST_PLACES: Final = 4_000_000


_Spans: TypeAlias = dict[tuple[int, int], tuple[int, int]]


class _Merged(Record):
    """The merged ranges by the place they begin at, and what they cover."""

    spans: _Spans
    covered: frozenset[tuple[int, int]]


def blocks_of(sheet: Sheet, limits: Limits) -> Iterator[Line | Grid]:
    """The blocks of a sheet in reading order.

    :raises ReadError: ``too-large-inside`` for more places than any sheet has.
    """
    columns = _visible_columns(sheet)
    numbers = sorted(sheet.rows)
    if not columns or not numbers:
        return
    within(len(numbers), len(columns), limits)
    name = sheet.name if _NAME.fullmatch(sheet.name) else "'" + sheet.name.replace("'", "''") + "'"
    merged = _merged(sheet, numbers, columns)
    ruled = sum(_is_ruled(sheet.rows[n]) for n in numbers) > 1
    groups = list(_groups(sheet, numbers, columns, None if ruled else merged.spans))
    if groups and groups[0][0] and not _NO_TITLE.fullmatch(sheet.name):
        yield Line(SourceText(sheet.name), ends_paragraph=True)  # a table without any caption
    for is_table, rows in groups:
        if is_table:
            yield _grid(sheet, name, rows, columns, merged)
        else:
            yield from (_line(sheet, name, row, columns) for row in rows)


def _visible_columns(sheet: Sheet) -> list[int]:
    held = {column for row in sheet.rows.values() for column in row}
    return sorted(held - sheet.hidden_columns)


def _merged(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> _Merged:
    """Merged ranges counted in visible rows and columns."""
    spans: _Spans = {}
    covered: set[tuple[int, int]] = set()
    work = 0
    for top, left, bottom, right in sheet.merges:
        held_rows, held_columns = _between(rows, top, bottom), _between(columns, left, right)
        size = len(held_rows) * len(held_columns)
        work += size
        if work > _MOST_PLACES:
            break  # merges that do not overlap never cover so many
        if size < 2 or held_rows[0] != top or held_columns[0] != left:
            continue
        places = {(r, c) for r in held_rows for c in held_columns}
        if not covered.isdisjoint(places):
            continue
        spans[top, left] = len(held_rows), len(held_columns)
        covered |= places
    return _Merged(spans, frozenset(covered - spans.keys()))


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _is_ruled(row: dict[int, SheetCell]) -> bool:
    return any(cell.style.bordered for cell in row.values())


def _texts(sheet: Sheet, row: int, columns: Sequence[int]) -> list[str]:
    held = sheet.rows[row]
    return [held[c].text for c in columns if c in held and held[c].text.strip()]


def _groups(
    sheet: Sheet, numbers: Sequence[int], columns: Sequence[int], spans: _Spans | None
) -> Iterator[tuple[bool, list[int]]]:
    """Runs of rows that are a table (True) or lines (False); rows that say nothing part them.
    Without borders what is merged tells too."""
    ruled = spans is None
    if spans is None:
        kinds = [(n, _is_ruled(sheet.rows[n])) for n in numbers]
    else:
        kinds = list(_unruled(sheet, numbers, columns, spans))
    table: list[int] = []
    lines: list[int] = []
    previous = 0
    for number, is_table in kinds:
        if is_table:
            if lines:
                yield False, lines
                lines = []
            if table and number != previous + 1 and ruled and _gap(sheet, previous, number):
                yield from _trimmed(sheet, table, columns)
                table = []
            table.append(number)
            previous = number
        elif _texts(sheet, number, columns):
            if table:
                yield from _trimmed(sheet, table, columns)
                table = []
            lines.append(number)
    if table:
        yield from _trimmed(sheet, table, columns)
    if lines:
        yield False, lines


def _gap(sheet: Sheet, before: int, after: int) -> bool:
    """Whether rows that are not hidden stand between two rows."""
    return any(n not in sheet.hidden_rows for n in range(before + 1, min(after, before + 1000)))


def _unruled(
    sheet: Sheet, numbers: Sequence[int], columns: Sequence[int], spans: _Spans
) -> Iterator[tuple[int, bool]]:
    """Rows of a sheet without borders, and whether they belong to a table."""
    texts = {n: _texts(sheet, n, columns) for n in numbers}
    several = [n for n in numbers if len(texts[n]) > 1 and not _labels(texts[n])]
    if len(several) < 2:
        yield from ((n, False) for n in numbers)
        return
    last = several[-1]
    begun = False
    previous = 0
    for number in numbers:
        # Within a table a lone 其中： is a row; what says its unit, or a title merged over the
        # columns, stands apart.
        apart = previous != number - 1
        if _labels(texts[number]):
            begun = begun and not apart
        elif apart and len(texts[number]) == 1 and _is_merged(sheet, number, spans):
            begun = False
        previous = number if texts[number] else previous
        begun = begun or number in several
        yield number, begun and number <= last


def _is_merged(sheet: Sheet, row: int, spans: _Spans) -> bool:
    """Whether a cell of a row is merged over several columns, as a title is."""
    return any(spans.get((row, c), (1, 1))[1] > 1 for c in sheet.rows[row])


def _labels(texts: Sequence[str]) -> bool:
    """Whether a row says things of the table, such as its unit."""
    return 0 < len(texts) <= _MOST_LABELS and all(_LABEL.match(text) for text in texts)


def _trimmed(
    sheet: Sheet, table: list[int], columns: Sequence[int]
) -> Iterator[tuple[bool, list[int]]]:
    """A table without the blank rows of its end; nothing if it is blank."""
    filled = [i for i, row in enumerate(table) if _texts(sheet, row, columns)]
    if filled:
        end = filled[-1] + 1
        yield True, table[filled[0] : end]


def _line(sheet: Sheet, name: str, row: int, columns: Sequence[int]) -> Line:
    held = sheet.rows[row]
    pieces = [_source(held[c], name, row, c) for c in columns if c in held and held[c].text.strip()]
    first = next(held[c] for c in columns if c in held and held[c].text.strip())
    source = SourceText.join(pieces, _BETWEEN)
    return Line(source, size=first.style.size, bold=first.style.bold, ends_paragraph=True)


def _source(cell: SheetCell | None, name: str, row: int, column: int) -> SourceText:
    text = cell.text if cell is not None else ""
    run = Run(0, len(text), column=1, part=f"{name}!{letters_of(column)}{row}")
    return SourceText(text, (run,))


def _grid(
    sheet: Sheet, name: str, rows: Sequence[int], columns: Sequence[int], merged: _Merged
) -> Grid:
    """The grid of some rows: the columns that any of them uses."""
    held = {column for row in rows for column in sheet.rows[row]}
    position = {column: index for index, column in enumerate(columns)}
    first = min(position[c] for c in held if c in position)
    last = max(position[c] for c in held if c in position)
    for row in rows:
        for column in held & sheet.rows[row].keys():
            if (row, column) in merged.spans and column in position:
                last = max(last, position[column] + merged.spans[row, column][1] - 1)
    used = columns[first : last + 1]
    at = {column: index for index, column in enumerate(used)}
    cells: list[GridCell] = []
    for index, row in enumerate(rows):
        shown = sheet.rows[row]
        for column in used:
            if (row, column) in merged.covered:
                continue
            down, across = merged.spans.get((row, column), (1, 1))
            down, across = min(down, len(rows) - index), min(across, len(used) - at[column])
            source = _source(shown.get(column), name, row, column)
            cells.append(GridCell(index, at[column], source, down, across))
    return Grid(len(rows), len(used), tuple(cells))
