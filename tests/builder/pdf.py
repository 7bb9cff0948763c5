"""A draft as PDF: tables with merged heads, ruled in many ways, that run over pages; running heads,
page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.builder.draft import (
    Cell,
    Draft,
    Heading,
    Layout,
    TableSpec,
    captions,
    cell_text,
    place,
    prose,
)
from tests.builder.text import wrap

FONT = "STSong-Light"
MARGIN = 50.0
SMALL = 9.0


class _Press:
    """A canvas with a pen position, page breaks, running heads and page numbers."""

    def __init__(self, layout: Layout) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.layout = layout
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.size = A4
        self.page = 0
        self.y = 0.0
        self.fresh = False
        self.turn(A4)

    def turn(self, size: tuple[float, float] | None = None) -> None:
        """Begin a new page (of ``size``), unless the present one is still empty and fits."""
        size = size or self.size
        if self.fresh and size == self.size:
            return
        if self.page and not self.fresh:
            self.finish()
        self.size = size
        self.canvas.setPageSize(size)
        if not self.fresh:
            self.page += 1
        self.fresh = True
        self.y = size[1] - MARGIN
        if self.layout.running_head:
            self.y -= 20

    def finish(self) -> None:
        width, height = self.size
        self.canvas.setFont(FONT, SMALL)
        if self.layout.running_head:
            self.canvas.drawCentredString(width / 2, height - 36, self.layout.running_head)
        if self.layout.page_numbers:
            self.canvas.drawCentredString(width / 2, 28, str(self.page))
        self.canvas.showPage()

    def room(self, need: float) -> bool:
        return self.y - need >= MARGIN

    def line(self, text: str, size: float, *, align: str = "left", indent: float = 0.0) -> None:
        if not self.room(size * 1.7):
            self.turn()
        self.y -= size * 1.7
        self.fresh = False
        width = self.size[0]
        self.canvas.setFont(FONT, size)
        if align == "center":
            self.canvas.drawCentredString(width / 2, self.y, text)
        elif align == "right":
            self.canvas.drawRightString(width - MARGIN, self.y, text)
        else:
            self.canvas.drawString(MARGIN + indent, self.y, text)

    def paragraph(self, text: str, size: float) -> None:
        full = self.size[0] - 2 * MARGIN
        for n, line in enumerate(wrap("　　" + text, full, lambda t: stringWidth(t, FONT, size))):
            self.line(line.lstrip("　"), size, indent=2 * size if n == 0 else 0.0)

    def close(self) -> bytes:
        if not self.fresh:
            self.finish()
        self.canvas.save()
        return self.buffer.getvalue()


def _column_edges(table: TableSpec, width: float) -> list[float]:
    shares = table.widths or (2.0,) * table.columns
    edges = [MARGIN]
    for share in shares:
        edges.append(edges[-1] + (width - 2 * MARGIN) * share / sum(shares))
    return edges


def _row_heights(rows: Sequence[Sequence[Cell]], edges: list[float], layout: Layout) -> list[float]:
    heights = [SMALL * 1.9] * len(rows)
    for r, c, cell in place(tuple(map(tuple, rows))):
        lines = len(_lines(cell, edges[c + cell.colspan] - edges[c], layout))
        need = (lines * 1.3 + 0.6) * SMALL
        have = sum(heights[r : r + cell.rowspan])
        if need > have:
            heights[r + cell.rowspan - 1] += need - have
    return heights


def _lines(cell: Cell, width: float, layout: Layout) -> list[str]:
    text = cell_text(cell, layout)
    return wrap(text, max(SMALL, width - 5), lambda t: stringWidth(t, FONT, SMALL))


def _draw_rows(
    press: _Press, rows: Sequence[Sequence[Cell]], edges: list[float], *, head: bool
) -> None:
    heights = _row_heights(rows, edges, press.layout)
    tops = [press.y]
    for height in heights:
        tops.append(tops[-1] - height)
    canvas = press.canvas
    canvas.setLineWidth(0.6)
    canvas.setFont(FONT, SMALL)
    for r, c, cell in place(tuple(map(tuple, rows))):
        x0, x1 = edges[c], edges[c + cell.colspan]
        top, bottom = tops[r], tops[min(r + cell.rowspan, len(heights))]
        _rule_cell(press, (x0, bottom, x1, top), edges, head=head)
        lines = _lines(cell, x1 - x0, press.layout)
        y = (top + bottom) / 2 + (len(lines) / 2 - 1) * SMALL * 1.3 + SMALL * 0.35
        is_number = not isinstance(cell.content, (str, type(None)))
        for text in lines:
            if head:
                canvas.drawCentredString((x0 + x1) / 2, y, text)
            elif is_number:
                canvas.drawRightString(x1 - 3, y, text)
            else:
                canvas.drawString(x0 + 3, y, text)
            y -= SMALL * 1.3
    if head and press.layout.ruling in ("three", "heads"):
        canvas.line(edges[0], tops[0], edges[-1], tops[0])
        canvas.line(edges[0], tops[-1], edges[-1], tops[-1])
    press.y = tops[-1]
    press.fresh = False


def _rule_cell(
    press: _Press, box: tuple[float, float, float, float], edges: list[float], *, head: bool
) -> None:
    canvas, ruling = press.canvas, press.layout.ruling
    x0, bottom, x1, top = box
    if ruling == "cells" or (head and ruling in ("boxed heads", "shell")):
        canvas.rect(x0, bottom, x1 - x0, top - bottom)
    elif ruling in ("rows", "inner", "framed") or (head and ruling == "heads"):
        canvas.line(x0, bottom, x1, bottom)
        canvas.line(x0, top, x1, top)
    elif ruling == "underlined":
        canvas.line(x0 + 2.5 * (x0 > edges[0]), bottom, x1 - 2.5, bottom)
    if ruling == "inner" and x0 > edges[0]:
        canvas.line(x0, top, x0, bottom)
    if ruling in ("framed", "shell"):
        for x in (edges[0], edges[-1]):
            canvas.line(x, top, x, bottom)


def _groups(table: TableSpec) -> Iterable[list[tuple[Cell, ...]]]:
    """Body rows that a merged cell holds together, so that no page break cuts it."""
    group: list[tuple[Cell, ...]] = []
    until = 0
    for n, row in enumerate(table.rows):
        if group and n >= until:
            yield group
            group = []
        group.append(row.cells)
        until = max([until, *(n + cell.rowspan for cell in row.cells)])
    if group:
        yield group


def _table(press: _Press, table: TableSpec) -> None:
    wide = table.landscape and press.layout.landscape
    press.turn(landscape(A4) if wide else A4)
    if table.number:
        press.line(table.number, 12)
    press.line(table.title, 15, align="center")
    if table.captions:
        *left, right = captions(table, press.layout)
        press.y -= 4
        if left:
            press.line(left[0], SMALL)
            press.y += SMALL * 1.7
        press.line(right, SMALL, align="right" if table.unit else "left")
    press.y -= 4
    edges = _column_edges(table, press.size[0])
    _draw_rows(press, table.head, edges, head=True)
    for group in _groups(table):
        if not press.room(sum(_row_heights(group, edges, press.layout))):
            press.turn()
            if press.layout.repeat_header:
                _draw_rows(press, table.head, edges, head=True)
        _draw_rows(press, group, edges, head=False)
    if press.layout.ruling in ("three", "heads", "boxed heads", "shell"):
        press.canvas.line(edges[0], press.y, edges[-1], press.y)
    for note in table.notes:
        press.paragraph(prose(note, press.layout), SMALL)
    press.turn(A4)


def render_pdf(draft: Draft, layout: Layout | None = None) -> bytes:
    """The draft as a PDF file."""
    press = _Press(layout or Layout())
    for part in draft.parts:
        if isinstance(part, TableSpec):
            _table(press, part)
        elif isinstance(part, Heading):
            if part.level < 2:
                press.turn()
            size = {0: 22.0, 1: 16.0, 2: 13.0}.get(part.level, 12.0)
            text = prose(part.text, press.layout)
            if part.level < 2:
                press.line(text, size, align="center")
            else:
                press.paragraph(text, size)
        else:
            press.paragraph(prose(part.pieces, press.layout), 12.0)
    return press.close()
