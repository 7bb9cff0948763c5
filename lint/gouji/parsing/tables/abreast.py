"""Pages that hold parts of one sheet put side by side, where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.blocks import Grid, Line
from gouji.parsing.tables.cut_lines import lines_of, share_captions
from gouji.parsing.tables.joins import (
    Join,
    has_figures,
    heads_repeat,
    joins_of,
    names_none,
    names_rows,
    wide,
)
from gouji.parsing.tables.strips import Page


def begun(left: Page, right: Page) -> Page | None:
    """Two pages side by side; None unless the tables that begin on the first surely have their
    right parts on the second."""
    joins = joins_of(left, right)
    if not all(join.left.head and join.right.head and has_figures(join) for join in joins):
        return None
    if any(map(heads_repeat, joins)):
        return None
    unnamed = all(names_rows(join.left) and names_none(join) for join in joins)
    if unnamed or (joins and share_captions(left, right, joins[0])):
        return _side_by_side(left, right, joins, titled=unnamed)
    return None


def gone_on(pages: Sequence[Page]) -> Page | None:
    """Pages side by side that go on below pages of one sheet; None if they do not agree."""
    joined: Page | None = pages[0]
    for page in pages[1:]:
        joined = joined and _side_by_side(joined, page, joins_of(joined, page), titled=False)
    return joined


def _side_by_side(left: Page, right: Page, joins: Sequence[Join], *, titled: bool) -> Page | None:
    if not joins:
        return None
    lines = lines_of(left, right, joins, titled=titled)
    if lines is None:
        return None
    joined = {id(join.left.grid): wide(join) for join in joins}
    grids = [joined.get(id(b), b) for b in left if isinstance(b, Grid)]
    return sorted([*grids, *lines], key=_height)


def _height(block: Line | Grid) -> tuple[float, float]:
    box = block.box
    if box is None:
        return 0.0, 0.0
    return (box.top if isinstance(block, Grid) else (box.top + box.bottom) / 2), box.x0
