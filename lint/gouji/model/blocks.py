"""What a reader hands on: lines of text and grids of cells, page by page, in reading order.

Readers know nothing of budgets; they only say what stands where.
"""

from __future__ import annotations

from msgspec import field

from gouji.model.place import Box, SourceText
from gouji.model.record import Record


class Line(Record):
    """One line of text.

    ``size`` is the font size in points (0 where the format has none); ``box`` and ``page`` are
    missing in formats without pages. ``ends_paragraph`` is set by formats that know it.
    """

    source: SourceText
    page: int | None = None
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    ends_paragraph: bool | None = None

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.source.text


class GridCell(Record):
    """A cell of a grid: its upper left position, its span, and its text (lines joined)."""

    row: int
    column: int
    source: SourceText
    rowspan: int = 1
    colspan: int = 1
    box: Box | None = None

    @property
    def text(self) -> str:
        """The characters of the cell."""
        return self.source.text


class Grid(Record):
    """A table as drawn: cells in row order, each covering ``rowspan`` × ``colspan`` positions.

    ``edges`` are the x positions of the column borders in points (``columns + 1`` of them), empty
    where the format has no positions. ``loose`` grids come from text without rulings: a row there
    holds the words of the line in order, and its columns say nothing of the table's columns.
    ``beside`` are the further pages of a grid wider than its page.
    """

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    page: int | None = None
    box: Box | None = None
    edges: tuple[float, ...] = ()
    loose: bool = False
    beside: tuple[int, ...] = ()


class Page(Record):
    """A page of the file: its size in points as read, and by how many degrees clockwise it was
    turned from the way the file stores it to the way it is read."""

    number: int
    width: float = 0.0
    height: float = 0.0
    turned: int = 0


class Notice(Record):
    """Something the reader could not read: shown to the user, never swallowed.

    ``key`` names the message (``image-page``, ``broken-page``, ``limit`` …), ``values`` fill it.
    """

    key: str
    page: int | None = None
    values: dict[str, object] = field(default_factory=dict)


class Remark(Record):
    """Something said beside the text: a comment of Word, ``<!-- … -->`` of Markdown and HTML.

    It is about the lines ``line`` to ``end_line`` (from 1, both included), counted as ``Run.line``
    counts them; ``own_line`` is where it stands itself. In formats made of parts it is about the
    paragraphs ``parts``, named as ``Run.part`` names them (``word/document.xml#p12``), of which
    ``about`` is the text of the first.
    """

    text: str
    line: int = 0
    end_line: int = 0
    own_line: int = 0
    parts: frozenset[str] = frozenset()
    about: str = ""


class Reading(Record):
    """The whole file as read: its format (``pdf``, ``text``, …), pages, blocks and notices."""

    format: str
    pages: tuple[Page, ...]
    blocks: tuple[Line | Grid, ...]
    notices: tuple[Notice, ...] = ()
    remarks: tuple[Remark, ...] = ()


class ReadError(Exception):
    """The file cannot be read; ``key`` and ``values`` make the message in the user's language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values
