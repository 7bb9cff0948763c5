"""Builds a typed table from a lattice and its captions: columns, panels, rows, cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gouji.model.blocks import GridCell, Line
from gouji.model.place import SourceText
from gouji.model.quantity import BARE
from gouji.model.tree import Panel, Paragraph, Table
from gouji.parsing.outline.captions import (
    Caption,
    is_caption,
    is_label,
    is_note,
    read_caption,
    says_whose,
)
from gouji.parsing.outline.titles import fund_of, kind_of
from gouji.parsing.plain import plain
from gouji.parsing.tables.header import Head, body_start, inner_heads, read_heads
from gouji.parsing.tables.lattice import Lattice, without_spacing
from gouji.parsing.tables.panels import Sheet, panel_of, panels
from gouji.parsing.tables.precision import as_precise
from gouji.parsing.tables.targets import head_role, indicator_heads

_EMPTY = SourceText("")


def build_table(
    grid: Lattice, above: Sequence[Line], below: Sequence[Line], label: str = ""
) -> Table:
    """The typed table of a lattice with the caption lines above and the note lines below it."""
    grid = without_spacing(grid)
    first, inner = _inner_captions(grid)
    last, remarks = _inner_notes(grid, first)
    caption = read_caption((*above, *inner))
    address = label or _label(caption)
    captions = _paragraphs(caption.lines, address, "标题")
    notes = _paragraphs(_sentences((*remarks, *below)), address, "注")
    found: tuple[Panel, ...] = ()
    unread: str | None = "loose" if grid.loose else None
    if not grid.loose:
        found = as_precise(_all_panels(grid, range(first, last), caption, address))
        if not found:
            unread = "no columns of figures"
    words = [c.source for c in (grid.starts(0) if grid.rows else ())]
    return Table(
        kind=kind_of(caption.title),
        label=address,
        title=caption.title,
        address=address,
        source=captions[-1].source if captions else (words[0] if words else _EMPTY),
        unit=caption.unit,
        year=caption.year,
        panels=found,
        captions=captions,
        notes=notes,
        pages=tuple(dict.fromkeys(grid.pages)),
        fund=fund_of(caption.title),
        unread=unread,
    )


def _label(caption: Caption) -> str:
    number = f"表{caption.number}" if caption.number else ""
    return " ".join(filter(None, (number, caption.title))) or "表"


def _paragraphs(lines: Sequence[Line], address: str, what: str) -> tuple[Paragraph, ...]:
    many = len(lines) > 1
    return tuple(
        Paragraph(line.source, f"{address} › {what}{n if many else ''}")
        for n, line in enumerate(lines, 1)
    )


def _sentences(lines: Sequence[Line]) -> list[Line]:
    """Note lines joined to whole sentences."""
    whole: list[Line] = []
    open_sentence = False
    for line in lines:
        if open_sentence:
            source = SourceText.join((whole[-1].source, line.source))
            whole[-1] = Line(source, whole[-1].page, whole[-1].box)
        else:
            whole.append(line)
        open_sentence = not plain(line.text).endswith(("。", "）", "；"))
    return whole


def _as_line(cell: GridCell) -> Line:
    page = cell.source.page
    return Line(cell.source, page, cell.box)


def _only_cell(grid: Lattice, row: int) -> GridCell | None:
    """The one cell with words of a row that spans most of the table, if that is all it holds."""
    cells = [c for c in grid.starts(row) if c.text.strip()]
    if len(cells) == 1 and cells[0].colspan * 2 > grid.columns:
        return cells[0]
    return None


def _inner_captions(grid: Lattice) -> tuple[int, list[Line]]:
    """Leading rows that are captions drawn inside the frame."""
    lines: list[Line] = []
    for row in range(min(4, len(grid.rows))):
        cells = [c for c in grid.starts(row) if c.text.strip()]
        wide = _only_cell(grid, row)
        if wide is not None and is_caption(wide.text):
            lines.append(_as_line(wide))
        elif cells and len(cells) <= 3 and (any(map(_says_unit, cells)) or all(map(_tells, cells))):
            lines += [_as_line(c) for c in cells]
        elif cells:
            return row, lines
    return len(lines) and min(4, len(grid.rows)), lines


def _says_unit(cell: GridCell) -> bool:
    return "单位：" in plain(cell.text)


def _tells(cell: GridCell) -> bool:
    """Whether a cell numbers the table or names whose it is, as a spreadsheet prints above it."""
    words = plain(cell.text)
    numbered = "表" in words or words.startswith("附")
    return is_label(words) if numbered else says_whose(words) and "：" in words


def _inner_notes(grid: Lattice, first: int) -> tuple[int, list[Line]]:
    """Trailing rows that are notes drawn inside the frame."""
    lines: list[Line] = []
    last = len(grid.rows)
    while last > first:
        wide = _only_cell(grid, last - 1)
        if wide is None or not is_note(wide.text):
            break
        lines.insert(0, _as_line(wide))
        last -= 1
    return last, lines


def _all_panels(grid: Lattice, rows: range, caption: Caption, address: str) -> tuple[Panel, ...]:
    """The panels of an ordinary table; of a table of targets its form and its indicator lists."""
    sheet = Sheet(grid, caption, address, Counter())
    starts = [r for r in indicator_heads(grid) if r in rows]
    if not starts:
        return tuple(_ordinary(sheet, rows))
    blank = (Head((), "text", None, BARE),) * grid.columns
    made = []
    if starts[0] > rows.start:
        made.append(panel_of(sheet, blank, range(rows.start, starts[0])))
    for start, stop in zip(starts, [*starts[1:], rows.stop], strict=True):
        heads = tuple(_indicator_head(c) for c in grid.rows[start])
        made.append(panel_of(sheet, heads, range(start + 1, stop)))
    return tuple(made)


def _ordinary(sheet: Sheet, rows: range) -> Iterator[Panel]:
    """The panels under the header of a table, and under the headers within its body."""
    grid, start = sheet.grid, rows.start
    body = body_start(Lattice(grid.rows[start : rows.stop], grid.columns)) + start
    for inner in [*inner_heads(grid, start, range(body, rows.stop)), rows.stop]:
        yield from panels(sheet, read_heads(grid, start, body), range(body, inner))
        start, body = inner, inner + 1


def _indicator_head(cell: GridCell | None) -> Head:
    words = plain(cell.text) if cell else ""
    role = head_role(words)
    return Head((words,) if words else (), f"indicator:{role}" if role else "text", None, BARE)
