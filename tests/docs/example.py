"""The example of a rule as HTML: tables with their merged cells, and marks where it must land."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gouji.docstrings import Example, Mark
from gouji.examples import reading_of
from gouji.model.blocks import Grid, GridCell
from gouji.model.place import SourceText


def example_html(example: Example) -> str:
    """An example to be read: paragraphs and tables."""
    heads = _head_lines(example.text)
    lines = []
    for block in reading_of(example.text).blocks:
        if isinstance(block, Grid):
            lines.extend(_table(block, example.marks, heads))
        else:
            lines.append(f"<p>{_marked(block.source, example.marks)}</p>")
    return "\n".join(['<div class="example">', *lines, "</div>"])


def _head_lines(text: str) -> set[int]:
    """The lines of tables that stand above their rule (``| --- |``)."""
    heads: set[int] = set()
    table: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.lstrip().startswith("|"):
            table = []
        elif set(line) <= set("|-: "):
            heads.update(table)
        else:
            table.append(number)
    return heads


def _table(grid: Grid, marks: tuple[Mark, ...], heads: set[int]) -> Iterator[str]:
    yield "<table>"
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        yield f"<tr>{''.join(_cell(cell, marks, heads) for cell in cells)}</tr>"
    yield "</table>"


def _cell(cell: GridCell, marks: tuple[Mark, ...], heads: set[int]) -> str:
    tag = "th" if any(run.line in heads for run in cell.source.runs) else "td"
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if span > 1
    )
    return f"<{tag}{spans}>{_marked(cell.source, marks)}</{tag}>"


def _marked(source: SourceText, marks: tuple[Mark, ...]) -> str:
    """The characters of a line or a cell, ``<mark>`` around what is marked."""
    text = ""
    end = 0
    for run in source.runs:
        for mark in (m for m in marks if m.line == run.line and run.column is not None):
            first, last = mark.column - run.column, mark.end_column - run.column  # type: ignore[operator]
            if 0 <= first < last <= run.length:
                text += escape(source.text[end:first])
                text += f"<mark>{escape(source.text[first:last])}</mark>"
                end = last
    return text + escape(source.text[end:])
