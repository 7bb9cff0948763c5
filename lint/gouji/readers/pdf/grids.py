"""Grids: nets of rulings to cells with spans, and glyphs to the cells they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from gouji.model.blocks import Grid, GridCell
from gouji.model.place import Box
from gouji.model.record import Record
from gouji.readers.pdf.lines import cell_text
from gouji.readers.pdf.pieces import is_amount
from gouji.readers.pdf.records import MIDDLE, X0, X1, Rect, Ruling, Stretch, glyphs_of
from gouji.readers.pdf.rulings import TOLERANCE, Net, closed, edges_of, merged, nets

_OUTSIDE: Final = -1
# points by which a ruling may end short of the border it is to meet
_REACH: Final = TOLERANCE + 1
# backgrounds that make a table
_FEWEST_SHADED: Final = 4
# cells with figures side by side, so many that it is not by chance
_SEVERAL: Final = 2


class Span(Record):
    """The positions a cell covers: rows ``row`` to ``last_row``, both inclusive, and columns."""

    row: int
    column: int
    last_row: int
    last_column: int


class Frame(Record):
    """A grid before its text: the borders of rows and columns, and the cells between them.

    ``owner`` holds for every position (row × columns + column) the number of its cell, or -1.
    ``irregular`` counts areas that are not rectangles and were cut into rows.
    """

    ys: tuple[float, ...]
    xs: tuple[float, ...]
    cells: tuple[Span, ...]
    owner: tuple[int, ...]
    irregular: int

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_box(self, span: Span) -> Box:
        """The rectangle of a cell."""
        return Box(
            self.xs[span.column],
            self.ys[span.row],
            self.xs[span.last_column + 1],
            self.ys[span.last_row + 1],
        )


def frames(horizontals: Sequence[Ruling], verticals: Sequence[Ruling]) -> list[Frame]:
    """The grids that merged rulings draw, smaller ones first."""
    found = []
    for net in nets(horizontals, verticals):
        if not net.horizontals or not net.verticals:
            continue
        frame = frame_of(closed(net))
        if frame is not None and len(frame.cells) > 1:
            found.append(frame)
    return sorted(found, key=lambda frame: frame.area)


def free_rules(horizontals: Sequence[Ruling], drawn: Sequence[Frame]) -> list[Ruling]:
    """The horizontal rulings that are not part of a grid."""
    boxes = [frame.box for frame in drawn]
    return [
        ruling
        for ruling in horizontals
        if not any(
            box.top - TOLERANCE <= ruling[0] <= box.bottom + TOLERANCE
            and box.x0 - TOLERANCE <= (ruling[1] + ruling[2]) / 2 <= box.x1 + TOLERANCE
            for box in boxes
        )
    ]


def shaded(fills: Sequence[Rect], drawn: Sequence[Frame]) -> list[Frame]:
    """The grids that backgrounds of cells make up where no ruling draws them."""
    boxes = [frame.box for frame in drawn]
    free = [
        fill
        for fill in fills
        if not any(
            box.x0 - TOLERANCE <= (fill[0] + fill[2]) / 2 <= box.x1 + TOLERANCE
            and box.top - TOLERANCE <= (fill[1] + fill[3]) / 2 <= box.bottom + TOLERANCE
            for box in boxes
        )
    ]
    if len(free) < _FEWEST_SHADED:
        return []
    horizontals, verticals = edges_of(free)
    return [
        frame
        for frame in frames(merged(horizontals), merged(verticals))
        if len(frame.ys) > 2 and len(frame.xs) > 2 and len(frame.cells) >= _FEWEST_SHADED
    ]


def frame_of(net: Net) -> Frame | None:
    """The cells that the rulings of a net enclose."""
    ys = sorted({ruling[0] for ruling in net.horizontals})
    xs = sorted({ruling[0] for ruling in net.verticals})
    while True:
        if len(ys) < 2 or len(xs) < 2:
            return None
        across = _covered(net.horizontals, ys, xs)
        down = _covered(net.verticals, xs, ys)
        used_ys = [y for y, covered in zip(ys, across, strict=True) if any(covered)]
        used_xs = [x for x, covered in zip(xs, down, strict=True) if any(covered)]
        if len(used_ys) == len(ys) and len(used_xs) == len(xs):
            break
        ys, xs = used_ys, used_xs
    cells, owner, irregular = _cells(across, down)
    return Frame(tuple(ys), tuple(xs), tuple(cells), tuple(owner), irregular)


def _covered(
    rulings: Sequence[Ruling], positions: Sequence[float], steps: Sequence[float]
) -> list[bytearray]:
    """For every position, which of the intervals between ``steps`` a ruling covers whole."""
    index = {position: k for k, position in enumerate(positions)}
    table = [bytearray(len(steps) - 1) for _ in positions]
    for position, low, high in rulings:
        k = index.get(position)
        if k is None:
            continue
        first = bisect_left(steps, low - _REACH)
        last = bisect_right(steps, high + _REACH) - 1
        row = table[k]
        for step in range(first, last):
            row[step] = 1
    return table


def _cells(
    across: Sequence[bytearray], down: Sequence[bytearray]
) -> tuple[list[Span], list[int], int]:
    """Flood the positions within their borders; areas open to the outside are no cells."""
    rows, columns = len(across) - 1, len(down) - 1
    owner: list[int | None] = [None] * (rows * columns)
    cells: list[Span] = []
    irregular = 0
    for start in range(rows * columns):
        if owner[start] is not None:
            continue
        row, column = divmod(start, columns)
        # most cells are of one position, with a border on each of its sides
        if (
            across[row][column]
            and across[row + 1][column]
            and down[column][row]
            and down[column + 1][row]
        ):
            owner[start] = len(cells)
            cells.append(Span(row, column, row, column))
            continue
        area, is_open = _flood(start, across, down, owner)
        number = _OUTSIDE if is_open else len(cells)
        for position in area:
            owner[position] = number
        if is_open:
            continue
        span = _around(area, columns)
        if len(area) == (span.last_row - span.row + 1) * (span.last_column - span.column + 1):
            cells.append(span)
            continue
        irregular += 1
        for strip in _strips(area, columns):
            for position in range(
                strip.row * columns + strip.column, strip.row * columns + strip.last_column + 1
            ):
                owner[position] = len(cells)
            cells.append(strip)
    return cells, [number if number is not None else _OUTSIDE for number in owner], irregular


def _flood(
    start: int,
    across: Sequence[bytearray],
    down: Sequence[bytearray],
    owner: list[int | None],
) -> tuple[list[int], bool]:
    rows, columns = len(across) - 1, len(down) - 1
    area, pending, is_open = [], [start], False
    owner[start] = _OUTSIDE
    while pending:
        position = pending.pop()
        area.append(position)
        row, column = divmod(position, columns)
        for border, step, inside in (
            (across[row][column], -columns, row > 0),
            (across[row + 1][column], columns, row + 1 < rows),
            (down[column][row], -1, column > 0),
            (down[column + 1][row], 1, column + 1 < columns),
        ):
            if border:
                continue
            if not inside:
                is_open = True
            elif owner[position + step] is None:
                owner[position + step] = _OUTSIDE
                pending.append(position + step)
    return area, is_open


def _around(area: Sequence[int], columns: int) -> Span:
    places = [divmod(position, columns) for position in area]
    rows = [row for row, _ in places]
    across = [column for _, column in places]
    return Span(min(rows), min(across), max(rows), max(across))


def _strips(area: Iterable[int], columns: int) -> list[Span]:
    """An area of any shape cut into runs along its rows."""
    strips: list[Span] = []
    for position in sorted(area):
        row, column = divmod(position, columns)
        last = strips[-1] if strips else None
        if last and last.row == row and last.last_column == column - 1:
            strips[-1] = Span(row, last.column, row, column)
        else:
            strips.append(Span(row, column, row, column))
    return strips


def head_rows(frame: Frame) -> int:
    """How many rows are left above those at its end that nothing divides."""
    columns = len(frame.xs) - 1
    rows = len(frame.ys) - 1
    if frame.cells[-1].last_column - frame.cells[-1].column + 1 < columns:
        return rows
    whole = [False] * rows
    for span in frame.cells:
        if span.last_column - span.column + 1 == columns:
            whole[span.row : span.last_row + 1] = [True] * (span.last_row - span.row + 1)
    while rows and whole[rows - 1]:
        rows -= 1
    return rows


def upper(frame: Frame, rows: int) -> Frame:
    """The first rows of a frame."""
    cells = tuple(span for span in frame.cells if span.row < rows)
    columns = len(frame.xs) - 1
    return Frame(frame.ys[: rows + 1], frame.xs, cells, frame.owner[: rows * columns], 0)


def fill(frame: Frame, stretches: Sequence[Stretch], page: int) -> tuple[Grid, list[Stretch]]:
    """The grid with the text that stands in its cells, and the text that does not."""
    held, rest = _held(frame, stretches)
    cells = tuple(
        GridCell(
            span.row,
            span.column,
            cell_text(inside, page),
            span.last_row - span.row + 1,
            span.last_column - span.column + 1,
            frame.cell_box(span),
        )
        for span, inside in sorted(
            zip(frame.cells, held, strict=True), key=lambda pair: (pair[0].row, pair[0].column)
        )
    )
    ys, xs = frame.ys, frame.xs
    return Grid(len(ys) - 1, len(xs) - 1, cells, page, frame.box, xs), rest


def holds_rows(grid: Grid) -> bool:
    """Whether cells of a grid hold what stands in several columns: figures side by side, or in
    most rows a figure beside something else."""
    figures = beside = 0
    for cell in [cell for cell in grid.cells if len(cell.source.runs) > 1]:
        words = cell.text.split()
        if len(words) > 1 and is_amount(words[-1]) and _side_by_side(cell):
            figures += all(map(is_amount, words))
            beside += 1
    return figures >= _SEVERAL or beside >= max(_SEVERAL, grid.rows / 2)


def _side_by_side(cell: GridCell) -> bool:
    return any(
        one.top < other.bottom and other.top < one.bottom
        for one, other in pairwise(cell.source.runs)
    )


def _held(frame: Frame, stretches: Sequence[Stretch]) -> tuple[list[list[Stretch]], list[Stretch]]:
    """What stands in each cell by its middle, and what stands in none."""
    ys, xs, owner = frame.ys, frame.xs, frame.owner
    rows, columns = len(ys) - 1, len(xs) - 1
    held: list[list[Stretch]] = [[] for _ in frame.cells]
    rest: list[Stretch] = []
    for stretch in stretches:
        _, top, _, bottom, _, size, base, _, turn, lefts, rights = stretch
        row = bisect_right(ys, (top + bottom) / 2 if turn else base - MIDDLE * size)
        if not 0 < row <= rows:
            rest.append(stretch)
            continue
        column = bisect_right(xs, (lefts[0] + rights[0]) / 2)
        if column == bisect_right(xs, (lefts[-1] + rights[-1]) / 2):
            parts = [(column, stretch)]
        else:  # it runs over several cells
            parts = [
                (bisect_right(xs, (glyph[X0] + glyph[X1]) / 2), glyph)
                for glyph in glyphs_of(stretch)
            ]
        for column, part in parts:
            inside = 0 < column <= columns
            number = owner[(row - 1) * columns + column - 1] if inside else _OUTSIDE
            (held[number] if number >= 0 else rest).append(part)
    return held, rest
