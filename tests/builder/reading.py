"""A draft as a reading: lines and grids directly, without any page in between."""

from __future__ import annotations

from gouji.model.blocks import Grid, GridCell, Line, Reading
from gouji.model.place import Run, SourceText
from tests.builder.draft import (
    Draft,
    Heading,
    Layout,
    Para,
    TableSpec,
    captions,
    cell_text,
    place,
    prose,
)


class _Writer:
    def __init__(self) -> None:
        self.blocks: list[Line | Grid] = []
        self.line = 0

    def source(self, text: str) -> SourceText:
        self.line += 1
        return SourceText(text, (Run(0, len(text), line=self.line, column=1),))

    def text(self, text: str, *, size: float = 0.0) -> None:
        self.blocks.append(Line(self.source(text), size=size, ends_paragraph=True))

    def table(self, table: TableSpec, layout: Layout) -> None:
        for caption in (table.number, table.title):
            if caption:
                self.text(caption)
        line = "  ".join(captions(table, layout))
        if line:
            self.text(line)
        rows = (*table.head, *(row.cells for row in table.rows))
        cells = tuple(
            GridCell(r, c, self.source(cell_text(cell, layout)), cell.rowspan, cell.colspan)
            for r, c, cell in place(rows)
        )
        self.blocks.append(Grid(len(rows), table.columns, cells))
        for note in table.notes:
            self.text(prose(note, layout))


def to_reading(draft: Draft, layout: Layout | None = None) -> Reading:
    """The blocks of a draft, as a reader of word-processor files would give them."""
    layout = layout or Layout()
    writer = _Writer()
    for part in draft.parts:
        if isinstance(part, Heading):
            writer.text(prose(part.text, layout))
        elif isinstance(part, Para):
            writer.text(prose(part.pieces, layout))
        else:
            writer.table(part, layout)
    return Reading("docx", (), tuple(writer.blocks))
