"""The lines of two pages that stand side by side: those that run over the cut are made whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gouji.model.blocks import Line
from gouji.model.place import Box, SourceText
from gouji.model.record import replace
from gouji.parsing.outline.captions import is_caption, is_label, says_whose, unit_of
from gouji.parsing.tables.joins import Join
from gouji.parsing.tables.strips import DRIFT, Page, is_title

# What is told of a table beside its title.
_ASIDE: Final = (unit_of, says_whose, lambda text: is_label(text) and not text.isdigit())


def share_captions(left: Page, right: Page, join: Join) -> bool:
    """Whether one page has room for captions that only the other has, or a caption runs over."""
    own, other = (
        [b for b in page if isinstance(b, Line) and b.box and b.box.bottom < join.borders[0]]
        for page in (left, right)
    )
    alone = (line for line in own if not _is_faced(line, other))
    return (
        any(alone)
        or any(not _is_faced(line, own) for line in other if is_title(line))
        or any(_runs_over(a, _to_the_right(b, join), join.cut) for a in own for b in other)
    )


def lines_of(left: Page, right: Page, joins: Sequence[Join], *, titled: bool) -> list[Line] | None:
    """The lines of both pages; None where those on the right are not of the sheet on the left."""
    held = [block for block in left if isinstance(block, Line)]
    join = joins[0]
    for block in right:
        if not isinstance(block, Line):
            continue
        line = _own_words(block, join)
        if line is None or line.box is None:
            if not (tells_aside(block) or any(_same(block, other) for other in held)):
                return None
            continue  # it stands over columns that are printed again
        if not is_caption(line.text) and any(_same(line, other) for other in held):
            continue  # a running head
        moved = _to_the_right(line, join)
        whole = next((k for k, h in enumerate(held) if _runs_over(h, moved, join.cut)), None)
        if whole is not None:
            held[whole] = _one(held[whole], moved)
        elif _within(line.box, joins) or _may_join(line, held, joins, titled):
            held.append(moved)
        else:
            return None
    return held


def _own_words(line: Line, join: Join) -> Line | None:
    """What of a line does not stand over columns that are printed again."""
    left = join.right.edges[join.again] - DRIFT
    if not join.again or line.box is None or line.box.x0 >= left:
        return line
    start = next((r.start for r in line.source.runs if r.edges and r.edges[0] >= left), None)
    if start is None:
        return None
    source = line.source.slice(start, len(line.source))
    return replace(line, source=source, box=replace(line.box, x0=source.runs[0].edges[0]))


def _same(line: Line, other: Line) -> bool:
    """Whether two pages have a text at one place, be it all that the line there says or not."""
    if line.box is None or other.box is None or not other.text.startswith(line.text):
        return False
    return _level(line, other) and abs(line.box.x0 - other.box.x0) <= DRIFT


def _level(line: Line, other: Line) -> bool:
    """Whether two lines stand at one height."""
    if line.box is None or other.box is None:
        return False
    return abs(line.box.top - other.box.top) <= DRIFT


def _is_faced(line: Line, others: Sequence[Line]) -> bool:
    """Whether more than an aside stands at its height on the other page."""
    return any(_level(line, other) and not tells_aside(other) for other in others)


def _runs_over(line: Line, moved: Line, cut: float) -> bool:
    """Whether a text goes on from one page to the next: it reaches the cut from both sides."""
    if line.box is None or moved.box is None or not _level(line, moved):
        return False
    letter = moved.size or moved.box.bottom - moved.box.top
    return abs(line.size - moved.size) < 1 and (
        cut - line.box.x1 < letter and abs(moved.box.x0 - cut) < letter
    )


def _one(line: Line, rest: Line) -> Line:
    source = SourceText.join((line.source, rest.source))
    box = line.box and rest.box and line.box.union(rest.box)
    return replace(line, source=source, box=box)


def _to_the_right(line: Line, join: Join) -> Line:
    """A line of the right page where it stands on the joined one."""
    box = line.box
    if box is None:
        return line
    return replace(line, box=replace(box, x0=box.x0 + join.shift, x1=box.x1 + join.shift))


def _within(box: Box, joins: Sequence[Join]) -> bool:
    """Whether words stand between the rows: those of a head that the cut leaves open."""
    middle = (box.top + box.bottom) / 2
    return any(join.borders[0] < middle < join.borders[-1] for join in joins)


def _may_join(line: Line, held: Sequence[Line], joins: Sequence[Join], titled: bool) -> bool:
    """Whether a line of the right page may be of the sheet on the left: it tells nothing that is
    told there, and is not the title of a table of its own."""
    near = [other for other in held if _grids_above(other, joins) == _grids_above(line, joins)]
    if is_title(line):
        free = titled or not any(_level(line, other) for other in near)
        return free and not any(map(is_title, near))
    for tells in _ASIDE:
        if tells(line.text):
            return not any(tells(other.text) for other in near)
    level = any(_level(line, other) and not is_title(other) for other in near)
    return level or _is_cut(line, joins[0])


def _is_cut(line: Line, join: Join) -> bool:
    """Whether a text runs to the end of the right page, where another may take it up."""
    return line.box is not None and abs(join.right.edges[-1] - line.box.x1) < line.size


def tells_aside(line: Line) -> bool:
    """Whether a line tells the unit, the owner or the number of a table."""
    return any(tells(line.text) for tells in _ASIDE)


def _grids_above(line: Line, joins: Sequence[Join]) -> int:
    return sum(line.box is not None and join.borders[0] < line.box.top for join in joins)
