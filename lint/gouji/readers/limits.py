"""How much a reader is willing to read: one value, so that no input can exhaust the machine."""

from __future__ import annotations

from typing import Final

from gouji.model.record import Record


class Limits(Record):
    """Upper bounds of reading. A breach leaves the rest unread and is told in a notice.

    ``file_bytes``: size of the file. ``pages``: pages that are read. ``stream_bytes``: one decoded
    stream; ``decoded_bytes``: all of them. ``slow_bytes``: what decoders get that are slow (LZW,
    predictors, decryption …). ``page_bytes``: all decoded content of one page, forms counted each
    time they are drawn. ``operations`` and ``page_operations``: drawing operations of the file and
    of one page. ``characters`` and ``page_characters``: characters of the file and of one page.
    ``rulings``: line pieces of one page. ``crossings``: places on a page where rulings may cross,
    horizontal times vertical ones. ``grid_cells``: cells of all grids of a file. ``forms`` and
    ``form_depth``: forms drawn on one page, and how deep they nest. ``font_codes``: codes a font
    may map or give a width. ``tokens``: steps of reading the objects and cross-references of a PDF.
    ``objects``: objects searched where the page tree is lost. ``updates``: cross-reference sections
    of a PDF. ``package_bytes``: all inflated parts of an office file. ``xml_bytes`` and
    ``elements``: one XML part and its tags. ``cells``: places of one table, cells of one workbook.
    ``depth``: how deep tables and boxes nest.
    """

    file_bytes: int = 128_000_000
    pages: int = 3_000
    stream_bytes: int = 16_000_000
    decoded_bytes: int = 300_000_000
    slow_bytes: int = 2_000_000
    page_bytes: int = 16_000_000
    operations: int = 1_500_000
    page_operations: int = 500_000
    characters: int = 2_000_000
    page_characters: int = 100_000
    rulings: int = 100_000
    crossings: int = 100_000
    grid_cells: int = 300_000
    forms: int = 2_000
    form_depth: int = 16
    font_codes: int = 70_000
    tokens: int = 600_000
    objects: int = 100_000
    updates: int = 500
    package_bytes: int = 128_000_000
    xml_bytes: int = 64_000_000
    elements: int = 1_500_000
    cells: int = 300_000
    depth: int = 12


DEFAULT: Final = Limits()
