"""A draft as Markdown: pipe tables where no cell is merged below the header, else tables in HTML."""

from __future__ import annotations

import re

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
from tests.builder.html import table_html

_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")


def escaped(text: str) -> str:
    """A text that shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


def _paths(table: TableSpec) -> list[str]:
    """The header of each column as a path: pipe tables have one row of it."""
    paths: list[list[str]] = [[] for _ in range(table.columns)]
    for _, c, cell in place(table.head):
        text = cell.content if isinstance(cell.content, str) else ""
        for column in range(c, c + cell.colspan):
            paths[column].append(text.replace("\n", ""))
    return ["/".join(path) for path in paths]


def _pipes(table: TableSpec, layout: Layout) -> str:
    lines = [_paths(table), ["---"] * table.columns]
    for row in table.rows:
        cells = [""] * table.columns
        for _, c, cell in place((row.cells,)):
            cells[c] = escaped(cell_text(cell, layout))
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _is_plain(table: TableSpec) -> bool:
    spans = any(c.rowspan > 1 or c.colspan > 1 for row in table.rows for c in row.cells)
    return bool(table.head) and not spans and not any("/" in path for path in _labels(table))


def _labels(table: TableSpec) -> list[str]:
    return [c.content for row in table.head for c in row if isinstance(c.content, str)]


def render_markdown(draft: Draft, layout: Layout | None = None) -> str:
    """A draft as Markdown."""
    layout = layout or Layout()
    out: list[str] = []
    for part in draft.parts:
        if isinstance(part, Heading):
            out.append(f"{'#' * (part.level + 1)} {escaped(prose(part.text, layout))}")
        elif isinstance(part, TableSpec):
            out += [t for t in (part.number, f"**{part.title}**") if t]
            out.append("  ".join(captions(part, layout)))
            out.append(_pipes(part, layout) if _is_plain(part) else table_html(part, layout))
            out += [escaped(prose(note, layout)) for note in part.notes]
        else:
            out.append(escaped(prose(part.pieces, layout)))
    return "\n\n".join(block for block in out if block) + "\n"
