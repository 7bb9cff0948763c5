"""A draft as a web page: an article amid the furniture of a government site."""

from __future__ import annotations

from html import escape

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

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{encoding}"><title>信息公开</title>
<script>document.write("<table><tr><td>1</td></tr></table>")</script></head>
<body><div class="header"><a href="/">首页</a></div><nav><ul><li><a>部门预算 999.00 万元</a></li></ul></nav>
<div class="main"><div class="TRS_Editor">
{article}
</div></div><div class="footer">版权所有 2020年 联系电话 12345</div></body></html>
"""


def table_html(table: TableSpec, layout: Layout) -> str:
    """A table with its spans."""
    rows = (*table.head, *(row.cells for row in table.rows))
    held: list[dict[int, str]] = [{} for _ in rows]
    taken: set[tuple[int, int]] = set()
    for r, c, cell in place(rows):
        down = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        across = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        text = escape(cell_text(cell, layout).replace("\n", "")) or "&nbsp;"
        held[r][c] = f"<td{down}{across}>{text}</td>"
        taken.update((r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan))
    for r, row in enumerate(held):
        for c in range(table.columns):
            if (r, c) not in taken:
                row[c] = "<td></td>"
    lines = "\n".join(f"<tr>{''.join(row[c] for c in sorted(row))}</tr>" for row in held)
    return f'<table border="1"><tbody>\n{lines}\n</tbody></table>'


def _table(table: TableSpec, layout: Layout) -> str:
    lines = [t for t in (table.number, table.title, "&emsp;".join(captions(table, layout))) if t]
    above = "\n".join(f"<p>{line}</p>" for line in lines)
    notes = "\n".join(f"<p>{escape(prose(note, layout))}</p>" for note in table.notes)
    return f"{above}\n{table_html(table, layout)}\n{notes}"


def render_html(draft: Draft, layout: Layout | None = None, encoding: str = "utf-8") -> bytes:
    """A draft as a page."""
    layout = layout or Layout()
    out = []
    for part in draft.parts:
        if isinstance(part, TableSpec):
            out.append(_table(part, layout))
        elif isinstance(part, Heading):
            tag = f"h{part.level + 1}"
            out.append(f"<{tag}>{escape(prose(part.text, layout))}</{tag}>")
        else:
            out.append(f"<p>{escape(prose(part.pieces, layout))}</p>")
    return _PAGE.format(encoding=encoding, article="\n".join(out)).encode(encoding)
