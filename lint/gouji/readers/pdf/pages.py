"""One page: its content to blocks in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Final

from gouji.model.blocks import Grid, Line
from gouji.model.record import Record
from gouji.readers.pdf import grids, unruled
from gouji.readers.pdf.columns import Carried
from gouji.readers.pdf.content import Interpreter
from gouji.readers.pdf.document import PageSource, PdfFile
from gouji.readers.pdf.fonts import Fonts
from gouji.readers.pdf.lines import line_of, rows, turned_line
from gouji.readers.pdf.records import (
    BASE,
    LEFTS,
    TURN,
    X0,
    Budget,
    Exhausted,
    Matrix,
    PageRecord,
    Rect,
    Stretch,
    bounds,
    overlap,
)
from gouji.readers.pdf.resources import Resources
from gouji.readers.pdf.rulings import merged

# an image that covers this much of a page without text is a scan
SCAN: Final = 0.3
# lines of one direction are too many long before each is crossed by fewer than so many
_FEWEST_CROSSED: Final = 50


def record_of(source: PageSource, file: PdfFile, fonts: Fonts, budget: Budget) -> PageRecord:
    """What is drawn on a page, turned so that most of its text is upright."""
    record = interpreted(source, file, fonts, budget, source.rotate)
    if any(map(itemgetter(TURN), record.stretches)):
        turns: Counter[int] = Counter()
        for stretch in record.stretches:
            turns[stretch[TURN]] += len(stretch[LEFTS])
        turn, count = turns.most_common(1)[0]
        if turn and count * 2 > turns.total():
            record = interpreted(source, file, fonts, budget, (source.rotate - 90 * turn) % 360)
    return record


def interpreted(
    source: PageSource, file: PdfFile, fonts: Fonts, budget: Budget, rotate: int
) -> PageRecord:
    """What is drawn on a page that is shown turned by ``rotate`` degrees clockwise."""
    budget.start_page(source.number)
    base, width, height = placed(source.media, rotate)
    record = PageRecord(source.number, width, height, turned=rotate)
    clip = overlap((0.0, 0.0, width, height), bounds(base, *source.crop))
    interpreter = Interpreter(record, budget, base, clip, file.operands)
    # the budget has noted which limit it was; what was read until then stays
    with suppress(Exhausted):
        content = _content(source, file, budget.limits.page_bytes)
        interpreter.run(content, Resources(source.resources, fonts, file.data_of, 0))
    budget.characters -= max(interpreter.room, 0)
    return record


def _content(source: PageSource, file: PdfFile, maximum: int) -> bytes:
    """The content of a page, which may be in several streams; not much more than is read of it."""
    pieces: list[bytes] = []
    length = 0
    for stream in source.contents:
        if length > maximum:
            break
        pieces.append(file.data_of(stream))
        length += len(pieces[-1])
    return b"\n".join(pieces)


def placed(media: Rect, rotate: int) -> tuple[Matrix, float, float]:
    """The matrix from user space to the page seen from its top left corner, and its size."""
    x0, y0, x1, y1 = media
    if rotate == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0
    if rotate == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0
    if rotate == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0


class Blocks(Record):
    """The grids and lines of a page from top to bottom, and how many cells are no rectangles.

    ``carried`` are the columns of a table without vertical rulings at its end; ``cut`` tells that
    what seems to be the rest of the one before could not be read.
    """

    blocks: list[Line | Grid]
    irregular: int
    carried: Carried | None
    cut: bool


def blocks_of(record: PageRecord, budget: Budget, before: Carried | None = None) -> Blocks:
    """What stands on a page; ``before`` is what the page before has ``carried``."""
    rest: Sequence[Stretch] = record.stretches
    blocks: list[Line | Grid] = []
    irregular, number = 0, record.number
    horizontals, verticals = merged(record.horizontals), merged(record.verticals)
    crossings = budget.limits.crossings
    many = max(len(horizontals), len(verticals)) > crossings // _FEWEST_CROSSED
    if many or len(horizontals) * len(verticals) > crossings:
        budget.breach("crossings", crossings)
        horizontals, verticals = [], []
    frames = grids.frames(horizontals, verticals)
    if record.fills and len(record.fills) <= crossings // _FEWEST_CROSSED:
        frames += grids.shaded(record.fills, frames)
    if not budget.spend_cells(sum(len(frame.cells) for frame in frames)):
        frames = []
    drawn: list[Grid] = []
    kept: list[grids.Frame] = []
    for frame in frames:
        part = _divided(frame, rest)
        if part is None:
            continue
        grid, left = grids.fill(part, rest, number)
        if grids.holds_rows(grid):
            continue
        rest = left
        kept.append(part)
        drawn.append(grid)
        irregular += part.irregular
    upright = [stretch for stretch in rest if not stretch[TURN]]
    free = grids.free_rules(horizontals, kept)
    found = unruled.grids_of(rows(upright), free, number, before, drawn)
    boxes = {grid.box and (grid.box.x0, grid.box.top) for grid in found.grids}
    blocks += [g for g in drawn if not g.box or (g.box.x0, g.box.top) not in boxes]
    blocks += found.grids
    blocks += [line for row in found.lines if (line := line_of(row, number))]
    if len(upright) < len(rest):
        line = turned_line([stretch for stretch in rest if stretch[TURN]], number)
        blocks += [line] if line else []
    blocks.sort(key=_place)
    last = next((block for block in reversed(blocks) if isinstance(block, Grid)), None)
    carried = found.carried if any(last is grid for grid in found.grids) else None
    return Blocks(blocks, irregular, carried, found.cut)


def _divided(frame: grids.Frame, stretches: Sequence[Stretch]) -> grids.Frame | None:
    """What of a frame divides its text into cells: not the rows at its end where figures stand in
    columns that nothing parts."""
    head = grids.head_rows(frame)
    if head == len(frame.ys) - 1:
        return frame
    box = frame.box
    inside = [
        stretch
        for stretch in stretches
        if box.x0 <= stretch[X0] <= box.x1 and frame.ys[head] <= stretch[BASE] <= box.bottom
    ]
    if not unruled.are_columns(rows(inside)):
        return frame
    return grids.upper(frame, head) if head else None


def _place(block: Line | Grid) -> tuple[float, float]:
    if block.box is None:
        return 0.0, 0.0
    if isinstance(block, Line):
        return (block.box.top + block.box.bottom) / 2, block.box.x0
    return block.box.top, block.box.x0
