"""Small documents made by hand: real nodes and figures, no parser."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.blocks import Page
from gouji.model.figure import Figure
from gouji.model.ledger import Ledger
from gouji.model.place import Anchor, Run, SourceText
from gouji.model.quantity import PERCENT, WAN, Quantity, Unit
from gouji.model.record import replace
from gouji.model.relation import Relation
from gouji.model.tree import (
    Cell,
    CellKind,
    Column,
    Document,
    DocumentKind,
    Paragraph,
    Row,
    RowHead,
    Section,
    Table,
)
from gouji.model.tree import Panel as _Panel


def paragraph(
    text: str, address: str = "第1段", line: int | None = None, page: int | None = None
) -> Paragraph:
    """A paragraph on one line of a text file, or on a page of a paged one."""
    column = None if line is None else 1
    return Paragraph(
        SourceText(text, (Run(0, len(text), page=page, line=line, column=column),)), address
    )


def figure(node: Paragraph | Cell, printed: str, label: str = "", unit: Unit = WAN) -> Figure:
    """The figure printed in a node; a percentage if it ends in %."""
    start = node.source.text.index(printed)
    digits = printed.rstrip("%")
    decimals = len(digits.partition(".")[2])
    unit = PERCENT if printed.endswith("%") else unit
    anchor = Anchor(node, start, start + len(printed))
    return Figure(Quantity(Decimal(digits.replace(",", "")), decimals, unit), anchor, label)


def document(*parts: Paragraph | Table | Section, path: str = "small.txt") -> Document:
    """A document of one section."""
    return Document(
        path, "text", (Page(1),), DocumentKind.BUDGET, 2025, "某局", Section(None, parts)
    )


def ledger(*relations: Relation) -> Ledger:
    """A ledger of relations and all of their figures."""
    figures = {id(f): f for relation in relations for f in relation.figures}
    return Ledger(tuple(figures.values()), relations)


def table(*lines: str, label: str = "表1", page: int | None = None) -> Table:
    """A table of lines with cells set apart by ``|``: the first is its head."""
    heads = [text.strip() for text in lines[0].split("|")]
    columns = tuple(Column(i, (head,), head) for i, head in enumerate(heads))
    rows = []
    for index, line in enumerate(lines[1:]):
        texts = [text.strip() for text in line.split("|")]
        head = RowHead(index, f"{label} › {texts[0]}", name=texts[0])
        cells = tuple(
            Cell(SourceText(t, (Run(0, len(t), page=page),)), head, column, CellKind.TEXT)
            for t, column in zip(texts, columns, strict=True)
        )
        rows.append(Row(head, cells))
    title = SourceText(label, (Run(0, len(label), page=page),))
    panel = _Panel(columns, tuple(rows))
    return Table("other", label, label, label, title, WAN, 2025, (panel,))


def unread(table: Table, reason: str) -> Table:
    """The table as one that could not be read."""
    return replace(table, unread=reason)
