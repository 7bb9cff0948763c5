"""Sheets printed wider than their pages: pages that hold strips of one sheet made one page again.

A spreadsheet wider than its paper is printed in strips of columns, each on pages of its own: all
pages of a strip before those of the next ("down, then over"), or the pages that belong side by side
one after another ("over, then down"). Side by side the rows stand at the same heights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Final, TypeAlias

from gouji.model.blocks import Grid, Line
from gouji.model.record import Record
from gouji.model.tree import CellKind
from gouji.parsing.numbers import read_number
from gouji.parsing.outline.captions import is_label, title_of

# Borders drift by this much between the pages of one print (points).
DRIFT: Final = 1.5

# A strip is no longer than so many pages: it bounds the work for tables that are.
_HIGHEST: Final = 50

Page: TypeAlias = Sequence[Line | Grid]
_Grids: TypeAlias = Sequence[Grid]


class _Sheet(Record):
    """A sheet: its strips side by side, page by page, and how many pages they were printed on."""

    pages: tuple[Page, ...]
    printed: int


def without_strips(blocks: Sequence[Line | Grid]) -> Sequence[Line | Grid]:
    """The blocks with the strips of each sheet put side by side."""
    pages = [tuple(held) for _, held in groupby(blocks, key=attrgetter("page"))]
    grids = [tuple([block for block in page if isinstance(block, Grid)]) for page in pages]
    if not any(True for at in range(len(pages)) for _ in _distances(pages, grids, at)):
        return blocks
    made: list[Line | Grid] = []
    at = 0
    while at < len(pages):
        sheet = next(_sheets(pages, grids, at), None)
        for page in sheet.pages if sheet else pages[at : at + 1]:
            made += page
        at += sheet.printed if sheet else 1
    return made


def _distances(pages: Sequence[Page], grids: Sequence[_Grids], at: int) -> Iterator[int]:
    """After how many pages the next strip may begin: those between hold more rows of the first,
    the last of them perhaps nothing but lines below the table."""
    above = grids[at]
    for distance, other in enumerate(grids[at + 1 : at + 1 + _HIGHEST], 1):
        if not above:
            return
        level = other and any(_level(grid, other[-1]) for grid in grids[at])
        if level and _may_stand_beside(pages[at], pages[at + distance]):
            yield distance
        if other and not (grids[at + distance - 1] and _same_columns(above[-1], other[0])):
            return
        above = other or above


def _level(left: Grid, right: Grid) -> bool:
    """Whether two grids end at one height, and the second does not go on below the first: it names
    its rows as that does or not at all, or begins at its height under other heads."""
    if left.box is None or right.box is None or abs(left.box.bottom - right.box.bottom) > DRIFT:
        return False
    label = _last_label(right)
    if label and label == _last_label(left):
        return True
    if left.cells[0].row == 0 and _heads(left) == _heads(right):
        return False
    kind = read_number(label)[0]
    begins = abs(left.box.top - right.box.top) <= DRIFT
    return begins or kind is CellKind.BLANK or (kind is CellKind.AMOUNT and not label.isdecimal())


def _may_stand_beside(left: Page, right: Page) -> bool:
    """Whether one of two pages has lines, but not each a title for its first grid."""
    lines = any(isinstance(block, Line) for page in (left, right) for block in page)
    return lines and not (_is_titled(left) and _is_titled(right))


def _is_titled(page: Page) -> bool:
    above = takewhile(lambda block: isinstance(block, Line), page)
    return any(isinstance(line, Line) and is_title(line) for line in above)


def is_title(line: Line) -> bool:
    """Whether a line is the title of a table."""
    return bool(title_of(line.text)) and not is_label(line.text)


def _heads(grid: Grid) -> list[str]:
    """What stands in the first row."""
    return [cell.text for cell in takewhile(lambda cell: cell.row == 0, grid.cells)]


def _last_label(grid: Grid) -> str:
    """What stands first in the last row."""
    found = ""
    for cell in reversed(grid.cells):
        if cell.row < grid.rows - 1:
            break
        found = cell.text
    return found


def _same_columns(one: Grid, other: Grid) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= DRIFT for a, b in zip(one.edges, other.edges, strict=True)
    )


def _sheets(pages: Sequence[Page], grids: Sequence[_Grids], at: int) -> Iterator[_Sheet]:
    """The sheet that begins on a page, if one does in strips."""
    for distance in _distances(pages, grids, at):
        # few documents have pages as alike as that, and the patterns of this take time to load
        from gouji.parsing.tables.abreast import begun  # noqa: PLC0415
        from gouji.parsing.tables.cut_heads import completed  # noqa: PLC0415
        from gouji.parsing.tables.joins import joins_of  # noqa: PLC0415

        across = [at]
        wide = pages[at]
        while (following := at + len(across) * distance) < len(pages):
            joined = begun(wide, pages[following])
            if joined is None:
                break
            wide = joined
            across.append(following)
        if len(across) > 1:
            further, printed = _further(pages, grids, across)
            if distance == 1 or len(further) == distance - 1:
                made = [completed(page) for page in (wide, *further)]
                yield _Sheet(tuple(made), len(across) + printed)
        elif joins_of(wide, pages[at + distance]):
            return  # not surely beside it, but not below it either


def _further(
    pages: Sequence[Page], grids: Sequence[_Grids], across: Sequence[int]
) -> tuple[list[Page], int]:
    """The pages below those that stand side by side, side by side too, and how many there were."""
    from gouji.parsing.tables.abreast import begun, gone_on  # noqa: PLC0415

    distance = across[1] - across[0]
    # how far the pages lie apart that stand below each other, and how many those are at most
    step, most = (1, distance) if distance > 1 else (len(across), len(pages))
    made: list[Page] = []
    printed = 0
    for down in range(1, most):
        places = [page + down * step for page in across if page + down * step < len(pages)]
        if distance > 1 and not grids[places[0]]:
            # lines below the table; where there are none no page is printed
            below = [place for place in places if not grids[place]]
            made.append([block for place in below for block in pages[place]])
            printed += len(below)
            continue
        row = None
        if len(places) == len(across) and _in_strips(grids, across, places):
            if distance == 1 and begun(pages[places[0]], pages[places[1]]):
                break  # another sheet
            row = gone_on([pages[place] for place in places])
        if row is None:
            break
        made.append(row)
        printed += len(places)
    return made, printed


def _in_strips(grids: Sequence[_Grids], across: Sequence[int], places: Sequence[int]) -> bool:
    """Whether pages hold the columns of the strips that begin on the pages ``across``."""
    pairs = [(grids[a], grids[b]) for a, b in zip(across, places, strict=True)]
    return all(further and _same_columns(own[-1], further[0]) for own, further in pairs)
