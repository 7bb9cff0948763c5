"""The typed tree: a document of sections, paragraphs and tables.

Every node knows its own source text and its logical address, so that a place never has to be
searched for again.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from gouji.model.blocks import Notice, Page
from gouji.model.place import SourceText
from gouji.model.quantity import BARE, Quantity, Unit
from gouji.model.record import Record, Remembering


class DocumentKind(StrEnum):
    """What a document is (部门预算, 部门决算)."""

    BUDGET = "budget"
    ACCOUNT = "account"
    UNKNOWN = "unknown"


class CellKind(StrEnum):
    """What a cell holds."""

    AMOUNT = "amount"
    TEXT = "text"
    BLANK = "blank"


class Heading(Record):
    """A title line: its numbering (第一部分, 一、, （一）, 1.) apart from its words."""

    source: SourceText
    address: str
    number: str
    title: str
    level: int


class Paragraph(Record):
    """A paragraph of prose, its lines joined."""

    source: SourceText
    address: str

    @property
    def text(self) -> str:
        """The characters of the paragraph."""
        return self.source.text


class Column(Record):
    """A leaf column of a table.

    ``path`` is the header from the top down, merged heads repeated; ``label`` names the column
    uniquely within its panel. ``role`` is the meaning of the column by vocabulary
    (``total``, ``basic``, ``project``, ``code``, ``name`` …), None if it has none.
    """

    index: int
    path: tuple[str, ...]
    label: str
    role: str | None = None
    unit: Unit = BARE
    year: int | None = None


class RowHead(Record):
    """What a row is about: its classification code, name and level.

    ``parent`` is the index of the row this one is a part of (None at the top); ``note`` tells how
    the parent is known: ``code``, ``numbering``, ``of which``, ``total``, ``indent``.
    """

    index: int
    address: str
    code: str = ""
    name: str = ""
    numbering: str = ""
    parent: int | None = None
    of_which: bool = False
    role: str | None = None


class Cell(Record):
    """A cell of a table where a row meets a leaf column.

    ``colspan`` is above 1 for a cell over several columns of figures: it holds their amount
    together, and ``column`` names them all.
    """

    source: SourceText
    row: RowHead
    column: Column
    kind: CellKind
    quantity: Quantity | None = None
    colspan: int = 1

    @property
    def text(self) -> str:
        """The characters of the cell."""
        return self.source.text

    @property
    def address(self) -> str:
        """Table, row and column."""
        return (
            f"{self.row.address} › {self.column.label}" if self.column.label else self.row.address
        )


class Row(Record):
    """A row of a panel: its head and its cells by leaf column (None where a span hides one)."""

    head: RowHead
    cells: tuple[Cell | None, ...]

    def __iter__(self) -> Iterator[Cell]:
        return filter(None, self.cells)


class Panel(Record):
    """A part of a table that reads by itself: a whole ordinary table, or one side (收入 | 支出)
    of a two-sided one, or one half of a double-column one.

    ``flow`` is ``income`` or ``expenditure`` where the head says so.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    flow: str | None = None
    name: str = ""


class Table(Remembering):
    """A table with its captions.

    ``kind`` is one of the kinds of the vocabulary (``balance`` for 收支总表 …) or ``other``;
    ``label`` is its short name in addresses. ``captions`` are the title, unit and entity lines
    that belong to it, ``notes`` the lines under it. ``empty`` tells whether no row holds an amount.
    """

    kind: str
    label: str
    title: str
    address: str
    source: SourceText
    unit: Unit | None
    year: int | None
    panels: tuple[Panel, ...]
    captions: tuple[Paragraph, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    pages: tuple[int, ...] = ()
    fund: str | None = None
    unread: str | None = None
    _listed: tuple[tuple[Row, ...], tuple[Cell, ...]] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all panels."""
        return (self._listed or self._list())[0]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of all panels."""
        return (self._listed or self._list())[1]

    def _list(self) -> tuple[tuple[Row, ...], tuple[Cell, ...]]:
        """Rows and cells: many rules look at them, so once."""
        rows = tuple([row for panel in self.panels for row in panel.rows])
        listed = rows, tuple([cell for row in rows for cell in row])
        self._keep("_listed", listed)
        return listed

    @property
    def empty(self) -> bool:
        """Whether no cell holds an amount other than zero."""
        return not any(c.quantity is not None and c.quantity.value for c in self.cells)


class Section(Record):
    """A heading and what stands under it; the root of a document has no heading."""

    heading: Heading | None
    parts: tuple[Section | Paragraph | Table, ...]
    address: str = ""


class Document(Remembering):
    """A whole document, typed."""

    path: str
    format: str
    pages: tuple[Page, ...]
    kind: DocumentKind
    year: int | None
    entity: str | None
    body: Section
    notices: tuple[Notice, ...] = ()
    _listed: _Nodes | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, outermost first, in reading order."""
        return (self._listed or self._list()).sections

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs of prose in reading order (captions and notes of tables excluded)."""
        return (self._listed or self._list()).paragraphs

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in reading order."""
        return (self._listed or self._list()).tables

    def _list(self) -> _Nodes:
        nodes = list(_walk(self.body))
        listed = _Nodes(
            tuple([node for node in nodes if isinstance(node, Section)]),
            tuple([node for node in nodes if isinstance(node, Paragraph)]),
            tuple([node for node in nodes if isinstance(node, Table)]),
        )
        self._keep("_listed", listed)
        return listed


class _Nodes(Record):
    """The nodes of a document by their sort, each in reading order."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]


def _walk(section: Section) -> Iterator[Section | Paragraph | Table]:
    yield section
    for part in section.parts:
        if isinstance(part, Section):
            yield from _walk(part)
        else:
            yield part
