"""One page: its content to blocks in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Final

from gouji.model.blocks import Grid, Line
from gouji.readers.pdf import grids, unruled
from gouji.readers.pdf.content import Interpreter
from gouji.readers.pdf.document import PageSource, PdfFile
from gouji.readers.pdf.fonts import Fonts
from gouji.readers.pdf.lines import line_of, rows, turned_line
from gouji.readers.pdf.records import (
    LEFTS,
    TURN,
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


def blocks_of(record: PageRecord, budget: Budget) -> tuple[list[Line | Grid], int]:
    """The grids and lines of a page from top to bottom, and how many cells are no rectangles."""
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
    for frame in frames:
        grid, rest = grids.fill(frame, rest, number)
        blocks.append(grid)
        irregular += frame.irregular
    upright = [stretch for stretch in rest if not stretch[TURN]]
    found, lines = unruled.grids_of(rows(upright), grids.free_rules(horizontals, frames), number)
    blocks += found
    blocks += [line for row in lines if (line := line_of(row, number))]
    if len(upright) < len(rest):
        line = turned_line([stretch for stretch in rest if stretch[TURN]], number)
        blocks += [line] if line else []
    blocks.sort(key=_place)
    return blocks, irregular


def _place(block: Line | Grid) -> tuple[float, float]:
    if block.box is None:
        return 0.0, 0.0
    if isinstance(block, Line):
        return (block.box.top + block.box.bottom) / 2, block.box.x0
    return block.box.top, block.box.x0
