"""The PDF reader: bytes to lines and ruled grids, page by page in reading order.

pdfminer gives the objects (cross-references, decryption, filters, fonts); content streams, lines
and grids are read here. Boxes are points from the top left corner of the page's media box, after
the page was turned so that its text is upright.

Notices: ``image-page`` (an image without text), ``broken-page`` (``reason``), ``damaged-part``
(``part``: stream, font, cross-references), ``unmapped`` (``count`` of ``of`` characters that the
font gives no meaning, read as U+FFFD), ``irregular-cells`` (``count`` of areas that are no
rectangles), ``limit`` (``limit``, ``maximum``).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter

from gouji.model.blocks import Grid, Line, Notice, Page, ReadError, Reading
from gouji.model.record import replace
from gouji.model.undisturbed import undisturbed
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pdf.columns import Carried
from gouji.readers.pdf.document import PageSource, PdfFile
from gouji.readers.pdf.fonts import UNMAPPED, Fonts
from gouji.readers.pdf.margins import Layout, without_running_lines
from gouji.readers.pdf.pages import SCAN, blocks_of, record_of
from gouji.readers.pdf.records import TEXT, Budget, count_of

__all__ = ["read_pdf"]

_HEADER_WITHIN = 1024


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """Read a PDF file.

    :raises ReadError: ``empty``, ``not-a-pdf``, ``too-large``, ``damaged``, ``encrypted`` (it needs
        a password), ``no-text`` (nothing but images or nothing at all) or ``limit`` (``limit``,
        ``maximum``: nothing could be read within it).
    """
    if not data:
        raise ReadError("empty")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise ReadError("not-a-pdf")
    if len(data) > limits.file_bytes:
        raise ReadError("too-large", bytes=len(data), maximum=limits.file_bytes)
    with _quiet(), undisturbed(aged=True):
        return _read(data, limits)


def _read(data: bytes, limits: Limits) -> Reading:
    budget = Budget(limits)
    file = PdfFile(data, budget)
    fonts = Fonts(budget, file.data_of)
    layouts: list[Layout] = []
    pages: list[Page] = []
    carried: Carried | None = None
    for source in _sources(file):
        layout, page, carried, cut = _page(source, file, fonts, budget, carried)
        if cut:
            _leave(layouts)
        layouts.append(layout)
        pages.append(page)
    if not pages:
        _tell_limit(budget)
        raise ReadError("damaged", reason="no pages")
    blocks = tuple(b for layout in without_running_lines(layouts) for b in layout.blocks)
    if not any(_has_text(layout) for layout in layouts):
        keys = [notice.key for notice in budget.notices]
        _tell_limit(budget)
        if "broken-page" in keys:
            raise ReadError("damaged", reason="no page can be read")
        if "damaged-part" in keys:
            raise ReadError("damaged", reason="no text can be read")
        raise ReadError("no-text", pages=len(pages), images=keys.count("image-page"))
    return Reading("pdf", tuple(pages), blocks, tuple(budget.notices))


def _tell_limit(budget: Budget) -> None:
    """Say which limit it was that kept all from being read.

    :raises ReadError: if there was one.
    """
    for notice in budget.notices:
        if notice.key == "limit":
            raise ReadError("limit", **notice.values)


def _sources(file: PdfFile) -> Iterator[PageSource]:
    try:
        yield from file.pages()
    except ReadError:
        raise
    except Exception as error:
        raise ReadError("damaged", reason=type(error).__name__) from error


def _page(
    source: PageSource, file: PdfFile, fonts: Fonts, budget: Budget, before: Carried | None
) -> tuple[Layout, Page, Carried | None, bool]:
    """A page's blocks, the columns of a table that may go on, and whether one that seems to go on
    could not be read; a page that cannot be read is told, and the others are read."""
    number = source.number
    width, height = source.media[2] - source.media[0], source.media[3] - source.media[1]
    blocks: list[Line | Grid] = []
    carried: Carried | None = None
    cut = False
    turned = source.rotate
    try:
        record = record_of(source, file, fonts, budget)
        width, height, turned = record.width, record.height, record.turned
        if not record.stretches and record.image_area > SCAN * width * height:
            budget.notices.append(Notice("image-page", number))
        unmapped = "".join(map(itemgetter(TEXT), record.stretches)).count(UNMAPPED)
        if unmapped:
            of = count_of(record.stretches)
            budget.notices.append(Notice("unmapped", number, {"count": unmapped, "of": of}))
        found = blocks_of(record, budget, before)
        blocks, carried, cut = found.blocks, found.carried, found.cut
        if found.irregular:
            budget.notices.append(Notice("irregular-cells", number, {"count": found.irregular}))
    except Exception as error:  # noqa: BLE001 — broken files break pdfminer in many ways
        budget.notices.append(Notice("broken-page", number, {"reason": type(error).__name__}))
    layout = Layout(number, height, tuple(blocks))
    return layout, Page(number, width, height, turned), carried, cut


def _leave(layouts: list[Layout]) -> None:
    """Take the table at the end of the pages as not understood: it goes on where it cannot be
    read, so that its rows are not all there."""
    edges: tuple[float, ...] = ()
    for index in range(len(layouts) - 1, -1, -1):
        layout = layouts[index]
        tables = [k for k, block in enumerate(layout.blocks) if isinstance(block, Grid)]
        grid = layout.blocks[tables[-1]] if tables else None
        if not isinstance(grid, Grid) or (edges and grid.edges != edges):
            return
        edges = grid.edges
        blocks = list(layout.blocks)
        blocks[tables[-1]] = replace(grid, loose=True)
        layouts[index] = replace(layout, blocks=tuple(blocks))
        if len(tables) > 1:
            return


def _has_text(layout: Layout) -> bool:
    return any(
        any(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text
        for block in layout.blocks
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's remarks about broken files away from the user's terminal."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
