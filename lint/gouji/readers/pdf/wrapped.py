"""Rows whose cells hold several lines: which lines make one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from gouji.model.regex import regex
from gouji.readers.pdf.columns import Column
from gouji.readers.pdf.pieces import HAIR, OF_A_ROW, Piece, Row, names_a_unit, overlap
from gouji.readers.pdf.records import SIZE

# lines of one cell follow each other within so many ems
LEADING: Final = 1.6
# rows of a table follow each other within so many line heights
NEAR: Final = 3.0
# lines reach into each other by this part of their height
_REACH: Final = 0.15
# names below others stand in by so many ems
_INDENT: Final = 4.0
_ANEW: Final = regex(rf"{OF_A_ROW}|[合小总]\s*计|注[：:]")  # begins a row, or a remark


def follows(above: Row | None, row: Row) -> bool:
    """Whether a row is near enough to the one above to be of one table."""
    return above is not None and row.top - above.bottom <= NEAR * row.height


def stands_in(row: Row, full: Row) -> bool:
    """Whether a line holds one name alone, where one begins in a row that holds more."""
    only = row.pieces[0]
    begun = [piece for piece in full.pieces if piece.x0 <= only.x0 + HAIR]
    if len(row.pieces) > 1 or names_a_unit(row) or not begun or begun[-1].is_figure:
        return False
    beyond = full.pieces[len(begun) :]
    is_short = not beyond or only.x1 < beyond[0].x0
    return is_short and only.x0 - begun[-1].x0 < _INDENT * only.size


def is_close(above: Row, row: Row) -> bool:
    """Whether two lines are as close as lines of one cell."""
    return _first(row).middle - _last(above).middle <= LEADING * above.pieces[0].size


def whole_rows(lines: Sequence[Row | None]) -> tuple[list[tuple[int, int]], list[Row | None]]:
    """The rows, where cells of several lines stand half above and half below the others of their
    row: which lines each is made of, and the rows."""
    spans: list[tuple[int, int]] = []
    rows: list[Row | None] = []
    for index, row in enumerate(lines):
        above = rows[-1] if rows else None
        if row is not None and above is not None and _stands_beside(above, row):
            spans[-1] = spans[-1][0], index + 1
            rows[-1] = _with(above, row)
        else:
            spans.append((index, index + 1))
            rows.append(row)
    return spans, rows


def _stands_beside(above: Row, row: Row) -> bool:
    """Whether a line reaches into the height of the one above, and stands beside it: rows of a
    table never reach into each other."""
    last = _last(above)
    if names_a_unit(above) or names_a_unit(row):
        return False
    if last.bottom - row.top < _REACH * min(last.height, row.height):
        return False
    ends = sorted((piece.x0, piece.x1) for piece in (*last.pieces, *row.pieces))
    return all(left[1] <= right[0] for left, right in pairwise(ends))


def _with(row: Row, line: Row) -> Row:
    """A row with one more line; its pieces are those of the line that has the most."""
    fuller = line if len(line.pieces) > len(row.pieces) else row
    lines = (*(row.lines or (row,)), line)
    return Row(fuller.pieces, row.top, max(row.bottom, line.bottom), fuller.middle, lines)


def with_rests(lines: Sequence[Row], columns: Sequence[Column]) -> Sequence[Row]:
    """The rows, each with the lines above and below that hold more of its names: words under words
    that fill their column to its right."""
    whole: list[Row] = []
    for row, below in zip(lines, [*lines[1:], None], strict=True):
        if whole and (
            _begins(whole[-1], row, columns)
            or (_is_near(whole[-1], row, below) and _goes_over(whole[-1], row, columns))
        ):
            whole[-1] = _with(whole[-1], row)
        else:
            whole.append(row)
    return whole


def _begins(above: Row, row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line holds nothing but the beginning of a name in the row below."""
    if above.has_amount or above.lines or len(above.pieces) > 1 or not row.has_amount:
        return False
    return is_close(above, row) and any(
        _is_rest(above, piece, columns) for piece in _first(row).pieces
    )


def _is_near(above: Row, row: Row, below: Row | None) -> bool:
    """Whether a line may be of the row above by its distance: close to it, or alone in its place
    and no further from it than from the row below."""
    if is_close(above, row):
        return True
    up = _first(row).middle - _last(above).middle
    alone = len(row.pieces) == 1
    return alone and (below is None or up <= _first(below).middle - _last(row).middle + HAIR)


def _goes_over(above: Row, row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line holds nothing but the rest of names in the last line of the row above."""
    return all(_is_rest(_last(above), piece, columns) for piece in row.pieces)


def _is_rest(line: Row, rest: Piece, columns: Sequence[Column]) -> bool:
    if rest.is_amount or _ANEW.match(rest.text):
        return False
    begun = next((piece for piece in line.pieces if overlap(piece, rest)), None)
    if begun is None or begun.is_amount:
        return False
    right = next((x1 for x0, x1 in columns if x0 <= begun.x0 < x1), begun.x1)
    return right - begun.x1 < begun.stretches[-1][SIZE] and rest.x1 <= begun.x1 + 1


def _first(row: Row) -> Row:
    return row.lines[0] if row.lines else row


def _last(row: Row) -> Row:
    return row.lines[-1] if row.lines else row
