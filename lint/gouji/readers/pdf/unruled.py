"""Tables without vertical rulings: rows between horizontal rules, or rows of aligned amounts.

Columns are found by the white between the text of the rows. Where this is not clear, the text
stays lines of text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final

from gouji.model.blocks import Grid, GridCell
from gouji.model.place import Box
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.pdf.lines import joined, source_of, visible
from gouji.readers.pdf.records import (
    BASE,
    BOTTOM,
    LEFTS,
    MIDDLE,
    SIZE,
    TEXT,
    TOP,
    X0,
    X1,
    Ruling,
    Stretch,
)
from gouji.readers.pdf.rulings import TOLERANCE

# a gap of so many ems sets two cells of a row apart
_GAP: Final = 1.0
# words of one cell may be spread by spaces (项  目)
_GAP_OF_SPACES: Final = 2.5
# a name so many ems after a figure begins the next cell: figures stand at the right of theirs
_GAP_OF_NAME: Final = 0.45
# rules of one table: top, below the head, bottom
_FEWEST_RULES: Final = 3
# more rules than a head and an end need stand between rows
_ROW_RULES: Final = 5
# rows with amounts that make a table where nothing is ruled
_FEWEST_ROWS: Final = 3
# rows of a table follow each other within so many line heights
_NEAR: Final = 3.0
_HEAD_ROWS: Final = 5  # lines, of heads that merge and wrap
# money as it is printed: with separators, with decimals, or long; years and page numbers are not
_AMOUNT: Final = regex(
    r"[-−–]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|(?!(?:19|20)\d\d$)\d{4,})%?"
)
_ZERO: Final = regex(r"0|[-—–]+")  # as tables print what is nothing
_ANEW: Final = regex(  # what begins a row: a figure, a numbering, a total, a remark
    r"[\d（(]|[一二三四五六七八九十]+、|其中|[合小总]\s*计|注[：:]"
)
_NAMES: Final = regex(r"[\u4e00-\u9fff（(]")
_LEADERS: Final = regex(r"[.…·]{3,}")


class _Piece(Record):
    """What stands in one cell of a row."""

    stretches: tuple[Stretch, ...]
    text: str

    @property
    def x0(self) -> float:
        return self.stretches[0][X0]

    @property
    def x1(self) -> float:
        return self.stretches[-1][X1]

    @property
    def is_amount(self) -> bool:
        return _AMOUNT.fullmatch(self.text) is not None


class _Row(Record):
    pieces: tuple[_Piece, ...]
    top: float
    bottom: float
    middle: float
    lines: tuple[_Row, ...] = ()  # from the top down, its own among them, where cells hold several

    @property
    def has_amount(self) -> bool:
        return any(piece.is_amount for piece in self.pieces)


def grids_of(
    lines: Sequence[list[Stretch]], rules: Sequence[Ruling], page: int
) -> tuple[list[Grid], list[list[Stretch]]]:
    """The tables without vertical rulings, and the lines that are not of them."""
    if len(rules) < _FEWEST_RULES and sum(map(_has_gap, lines)) < _FEWEST_ROWS:
        return [], list(lines)
    spans, read = _whole([_row(line) for line in lines])
    found: list[Grid] = []
    taken: set[int] = set()
    for ruled in _ruled(rules):
        inside = [k for k, row in enumerate(read) if row and _within(row, ruled)]
        table = [row for k in inside if (row := read[k])]
        grid = _table(table, page, ruled) if not taken.intersection(inside) else None
        if grid is not None:
            found.append(grid)
            taken.update(inside)
    for first, last in _aligned([None if k in taken else row for k, row in enumerate(read)]):
        grid = _table([row for row in read[first:last] if row], page, [])
        if grid is not None:
            found.append(grid)
            taken.update(range(first, last))
    return found, [
        line for k, span in enumerate(spans) if k not in taken for line in lines[slice(*span)]
    ]


def _has_gap(line: Sequence[Stretch]) -> bool:
    """A quick look: whether a line may hold two cells."""
    right = line[0][X1]
    for stretch in line:
        if stretch[TEXT].isspace():
            continue
        if stretch[X0] - right > _GAP * stretch[SIZE]:
            return True
        right = stretch[X1]
    return False


def _row(line: Sequence[Stretch]) -> _Row | None:
    kept = visible(line)
    if not kept:
        return None
    pieces: list[list[Stretch]] = []
    spaces: list[Stretch] = []
    for stretch in kept:
        if stretch[TEXT].isspace():
            spaces.append(stretch)
            continue
        before = pieces[-1][-1] if pieces else stretch
        gap = (_GAP_OF_SPACES if spaces else _GAP) * min(before[SIZE], stretch[SIZE])
        if before[TEXT][-1].isdigit() and _NAMES.match(stretch[TEXT]):
            gap = _GAP_OF_NAME * stretch[SIZE]
        if not pieces or stretch[X0] - before[X1] > gap:
            pieces.append([])
        elif spaces:
            pieces[-1] += spaces
        pieces[-1].append(stretch)
        spaces = []
    middles = sorted(
        chain.from_iterable([s[BASE] - MIDDLE * s[SIZE]] * len(s[LEFTS]) for s in kept)
    )
    return _Row(
        tuple(
            _Piece(tuple(p), "".join(s[TEXT] for s in p if not s[TEXT].isspace())) for p in pieces
        ),
        min(stretch[TOP] for stretch in kept),
        max(stretch[BOTTOM] for stretch in kept),
        middles[len(middles) // 2],
    )


def _whole(
    lines: Sequence[_Row | None],
) -> tuple[list[tuple[int, int]], list[_Row | None]]:
    """The rows, where cells of two lines stand half above and half below the others of their row:
    which lines each is made of, and the rows."""
    spans: list[tuple[int, int]] = []
    rows: list[_Row | None] = []
    for index, row in enumerate(lines):
        whole = _of_halves(rows[-2], rows[-1], row) if len(rows) > 1 else None
        if whole is None:
            spans.append((index, index + 1))
            rows.append(row)
        else:
            spans[-2:] = [(spans[-2][0], index + 1)]
            rows[-2:] = [whole]
    return spans, rows


def _of_halves(above: _Row | None, own: _Row | None, below: _Row | None) -> _Row | None:
    """A row with the lines above and below it, if they reach into its height and hold nothing
    but the halves of cells beside its own."""
    if above is None or own is None or below is None or above.lines or own.lines:
        return None
    if len(own.pieces) < 2 or above.bottom <= own.top or own.bottom <= below.top:
        return None
    if above.has_amount or below.has_amount:
        return None
    halves = (*above.pieces, *below.pieces)
    paired = all(any(_overlap(a, b) for a in above.pieces) for b in below.pieces)
    if not paired or any(_overlap(half, piece) for half in halves for piece in own.pieces):
        return None
    return _Row(own.pieces, above.top, below.bottom, own.middle, (above, own, below))


def _overlap(one: _Piece, other: _Piece) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _ruled(rules: Sequence[Ruling]) -> list[list[Ruling]]:
    """Horizontal rules of the same width above each other."""
    groups: list[list[Ruling]] = []
    for rule in sorted(rules):
        for group in groups:
            if abs(group[0][1] - rule[1]) <= TOLERANCE and abs(group[0][2] - rule[2]) <= TOLERANCE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _FEWEST_RULES]


def _within(row: _Row, ruled: Sequence[Ruling]) -> bool:
    return ruled[0][0] < row.middle < ruled[-1][0]


def _aligned(lines: Sequence[_Row | None]) -> list[tuple[int, int]]:
    """Stretches of rows with amounts, each with the rows of its head."""
    stretches: list[tuple[int, int]] = []
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and _goes_on(lines, first, last):
            last += 1
        if last - first >= _FEWEST_ROWS:
            start = first
            while start > 0 and first - start < _HEAD_ROWS and _is_head(lines, start - 1):
                start -= 1
            stretches.append((start, last))
        first = max(last, first + 1)
    return stretches


def _goes_on(lines: Sequence[_Row | None], first: int, index: int) -> bool:
    row = lines[index]
    if row is None or len(row.pieces) < 2:
        return False
    if not row.has_amount and (index == first or not _ZERO.fullmatch(row.pieces[-1].text)):
        return False
    if any(_LEADERS.search(piece.text) for piece in row.pieces):
        return False
    return index == first or _follows(lines[index - 1], row)


def _follows(above: _Row | None, row: _Row) -> bool:
    return above is not None and row.top - above.bottom <= _NEAR * (row.bottom - row.top)


def _is_head(lines: Sequence[_Row | None], index: int) -> bool:
    row, below = lines[index], lines[index + 1]
    if row is None or below is None or len(row.pieces) < 2 or not _follows(row, below):
        return False
    return not any(":" in piece.text or "：" in piece.text for piece in row.pieces)


def _table(lines: Sequence[_Row], page: int, ruled: Sequence[Ruling]) -> Grid | None:
    """A grid of rows, if their text falls into columns."""
    data = [row for row in lines if len(row.pieces) > 1]
    if len(data) < 2 or len(data) * 2 < len(lines):
        return None
    columns = _columns(_lines_of([row for row in data if row.has_amount] or data))
    if len(columns) < 2:
        return None
    columns = _with_heads(columns, data)
    every = _lines_of(lines)
    edges = [min(row.pieces[0].x0 for row in every)]
    edges += [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    edges.append(max(row.pieces[-1].x1 for row in every))
    if ruled:
        edges[0], edges[-1] = min(edges[0], ruled[0][1]), max(edges[-1], ruled[0][2])
    bands = _bands(_with_rests(lines, columns), ruled)
    cells: list[GridCell] = []
    for number, (top, bottom, members) in enumerate(bands):
        row = _cells(number, members, edges, (top, bottom), page)
        if row is None:
            return None
        cells += row
    box = Box(edges[0], bands[0][0], edges[-1], bands[-1][1])
    return Grid(len(bands), len(edges) - 1, tuple(cells), page, box, tuple(edges))


def _lines_of(rows: Sequence[_Row]) -> list[_Row]:
    return [line for row in rows for line in row.lines or (row,)]


def _columns(data: Sequence[_Row]) -> list[tuple[float, float]]:
    """Where text stands in any of the rows: stretches with white between them."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for row in data for piece in row.pieces):
        if columns and x0 <= columns[-1][1] + 1:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _with_heads(
    columns: list[tuple[float, float]], rows: Sequence[_Row]
) -> list[tuple[float, float]]:
    """The columns with the heads of rows that hold one for each: they may stand at the left of
    theirs while the figures stand at the right."""
    for row in rows:
        if len(row.pieces) == len(columns) and not row.has_amount:
            wider = [
                (min(x0, piece.x0), max(x1, piece.x1))
                for (x0, x1), piece in zip(columns, row.pieces, strict=True)
            ]
            if all(left[1] < right[0] for left, right in pairwise(wider)):
                columns = wider
    return columns


def _with_rests(lines: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> Sequence[_Row]:
    """The rows, each with the lines below that hold the rest of its names: words under words that
    fill their column to its right."""
    whole: list[_Row] = []
    for row in lines:
        if whole and all(_goes_over(whole[-1], piece, columns) for piece in row.pieces):
            own = whole[-1]
            held = (*(own.lines or (own,)), row)
            whole[-1] = _Row(own.pieces, own.top, row.bottom, own.middle, held)
        else:
            whole.append(row)
    return whole


def _goes_over(above: _Row, rest: _Piece, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece of a line is the rest of a name in the last line of the row above."""
    if rest.is_amount or _ANEW.match(rest.text) or not above.has_amount:
        return False
    last = above.lines[-1] if above.lines else above
    begun = next((piece for piece in last.pieces if _overlap(piece, rest)), None)
    if begun is None or begun.is_amount:
        return False
    right = next((x1 for x0, x1 in columns if x0 <= begun.x0 < x1), begun.x1)
    return right - begun.x1 < begun.stretches[-1][SIZE] and rest.x1 <= begun.x1 + 1


def _bands(lines: Sequence[_Row], ruled: Sequence[Ruling]) -> list[tuple[float, float, list[_Row]]]:
    """The rows of the grid: between rules where every row has its rule, else line by line."""
    if len(ruled) >= _ROW_RULES or len(ruled) > len(lines):
        ys = [rule[0] for rule in ruled]
        return [
            (top, bottom, [row for row in lines if top < row.middle <= bottom])
            for top, bottom in pairwise(ys)
        ]
    borders = [lines[0].top]
    borders += [(above.bottom + below.top) / 2 for above, below in pairwise(lines)]
    borders.append(lines[-1].bottom)
    return [
        (top, bottom, [row]) for (top, bottom), row in zip(pairwise(borders), lines, strict=True)
    ]


def _cells(
    number: int,
    members: Sequence[_Row],
    edges: Sequence[float],
    height: tuple[float, float],
    page: int,
) -> list[GridCell] | None:
    """The cells of a row; None when two of its pieces claim one column."""
    last = len(edges) - 2
    held: dict[int, tuple[int, list[_Piece]]] = {}
    for row in _lines_of(members):
        before = -1
        for piece in row.pieces:
            size = piece.stretches[0][SIZE]
            first = min(max(bisect_right(edges, piece.x0 + size / 4) - 1, 0), last)
            end = min(max(bisect_right(edges, piece.x1 - size / 4) - 1, first), last)
            if first <= before:
                return None
            before = end
            kept = held.get(first, (end, []))
            held[first] = max(kept[0], end), [*kept[1], piece]
    cells = []
    column = 0
    while column <= last:
        end, pieces = held.get(column, (column, []))
        text = joined([source_of(piece.stretches, page) for piece in pieces])
        box = Box(edges[column], height[0], edges[end + 1], height[1])
        cells.append(GridCell(number, column, text, 1, end - column + 1, box))
        column = end + 1
    return cells
