"""A draft as text: as extracted from a PDF (words in reading order), or laid out in columns."""

from __future__ import annotations

from collections.abc import Callable

from wcwidth import wcswidth

from tests.builder.draft import (
    Draft,
    Heading,
    Layout,
    TableSpec,
    captions,
    cell_text,
    place,
    prose,
)

_NO_START = "，。；：、）”%"


def _ems(text: str) -> float:
    return wcswidth(text) / 2


def wrap(text: str, width: float, measure: Callable[[str], float] = _ems) -> list[str]:
    """A text broken into lines of ``width``, not before punctuation or inside a number.

    ``measure`` tells the width of a text; by default in full-width characters.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text):
        size = measure(word)
        if line and used + size > width and word not in _NO_START:
            lines.append(line.rstrip())
            line, used = "", 0.0
            word = word.lstrip()  # noqa: PLW2901
            size = measure(word)
        line += word
        used += size
    return [*lines, line.rstrip()] if line else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for ch in text:
        narrow = ch.isascii() and not ch.isspace()
        if narrow and words and words[-1][-1].isascii() and not words[-1][-1].isspace():
            words[-1] += ch
        else:
            words.append(ch)
    return words


def render_text(draft: Draft, layout: Layout | None = None) -> str:
    """Text as extracted from a PDF: broken lines, blank cells gone, cells joined by a space."""
    layout = layout or Layout()
    pages: list[list[str]] = [[]]
    for part in draft.parts:
        if isinstance(part, TableSpec):
            pages += _table_pages(part, layout)
        else:
            if pages[-1] and isinstance(part, Heading) and part.level < 2:
                pages.append([])
            content = part.text if isinstance(part, Heading) else part.pieces
            if isinstance(draft.parts[draft.parts.index(part) - 1], TableSpec):
                pages.append([])
            pages[-1] += wrap(prose(content, layout), layout.width)
    end = "\n\n" if layout.blank_lines else "\n"
    return "".join(
        ("" if n == 0 else " ")
        + "".join(line + end for line in page).removesuffix("\n" * (len(end) - 1))
        for n, page in enumerate(p for p in pages if p)
    )


def _body_lines(cells: list[str], widths: list[float]) -> list[str]:
    """The words of one row; a cell too long for its column stands on lines of its own."""
    lines: list[str] = []
    current: list[str] = []
    for text, width in zip(cells, widths, strict=False):
        if not text:
            continue
        broken = wrap(text, width)
        if len(broken) == 1:
            current.append(text)
            continue
        if current:
            lines.append(" ".join(current))
            current = []
        lines += broken
    return [*lines, " ".join(current)] if current else lines


def _table_pages(table: TableSpec, layout: Layout) -> list[list[str]]:
    caption = [" ".join(captions(table, layout))] if table.captions else []
    head = _head_lines(table)
    top = [t for t in (table.number, table.title) if t]
    body: list[list[str]] = []
    widths = [w * 2.6 for w in _widths(table)]
    for row in table.rows:
        cells: list[str] = []
        column_widths: list[float] = []
        column = 0
        for cell in row.cells:
            cells.append(cell_text(cell, layout))
            column_widths.append(sum(widths[column : column + cell.colspan]) or 8)
            column += cell.colspan
        body.append(_body_lines(cells, column_widths))
    size = layout.rows_per_page
    chunks = [body[i : i + size] for i in range(0, len(body), size)] or [[]]
    pages = []
    for n, chunk in enumerate(chunks):
        lead = [*(top if n == 0 else []), *caption, *head] if n == 0 or layout.repeat_header else []
        pages.append([*lead, *(line for lines in chunk for line in lines)])
    for note in table.notes:
        pages[-1] += wrap(prose(note, layout), layout.width)
    return pages


def _widths(table: TableSpec) -> list[float]:
    return list(table.widths or (2.0,) * table.columns)


def _head_lines(table: TableSpec) -> list[str]:
    return [
        " ".join(str(cell.content).replace("\n", "") for cell in row if cell.content)
        for row in table.head
    ]


def _pad(text: str, width: int, *, right: bool = False) -> str:
    gap = " " * max(0, width - wcswidth(text))
    return gap + text if right else text + gap


def render_layout_text(draft: Draft, layout: Layout | None = None) -> str:
    """Text with the columns of tables aligned by spaces, pages ended by form feeds."""
    layout = layout or Layout()
    out: list[str] = []
    after_table = False
    for part in draft.parts:
        if isinstance(part, TableSpec):
            out.append("\f" + _aligned(part, layout))
            after_table = True
            continue
        if after_table:
            out.append("\f")
        after_table = False
        if isinstance(part, Heading):
            out.append("\n" + prose(part.text, layout) + "\n")
        else:
            out.append("\n".join(wrap("    " + prose(part.pieces, layout), 60)) + "\n")
    return "".join(out)


def _aligned(table: TableSpec, layout: Layout) -> str:
    rows = (*table.head, *(row.cells for row in table.rows))
    grid = [[""] * table.columns for _ in rows]
    for r, c, cell in place(rows):
        grid[r][c] = cell_text(cell, layout)
    wide = {(r, c) for r, c, cell in place(rows) if cell.colspan > 1}
    sizes = [
        max([wcswidth(row[c]) for r, row in enumerate(grid) if (r, c) not in wide], default=2) + 3
        for c in range(table.columns)
    ]
    numeric = [
        any(
            not isinstance(cell.content, (str, type(None)))
            for row in table.rows
            for _, col, cell in place((row.cells,))
            if col == c
        )
        for c in range(table.columns)
    ]
    top = [t for t in (table.number, table.title, "      ".join(captions(table, layout))) if t]
    lines = ["            " + t for t in top]
    for row in grid:
        line = "".join(
            _pad(t, s, right=n) + "  " for t, s, n in zip(row, sizes, numeric, strict=True)
        )
        lines += [line.rstrip(), ""]
    lines += [prose(note, layout) for note in table.notes]
    return "\n".join(lines) + "\n"
