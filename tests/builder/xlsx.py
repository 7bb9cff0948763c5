"""The tables of a draft as a workbook, one sheet each: numbers are numbers under number formats."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tests.builder.docx import zipped
from tests.builder.draft import (
    Cell,
    Draft,
    Layout,
    Num,
    TableSpec,
    captions,
    cell_text,
    place,
    prose,
)

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _BORDERED, _FIRST_FORMAT = 0, 1, 2


def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def text_cell(ref: str, text: str, style: int = _PLAIN) -> str:
    """A cell with a text of its own."""
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def number_cell(ref: str, value: object, style: int = _PLAIN) -> str:
    """A cell with a number."""
    return f'<c r="{ref}" s="{style}"><v>{value}</v></c>'


def sheet_xml(rows: list[str], merges: list[str], columns: str = "") -> str:
    """A worksheet of the content of its rows."""
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    cols = f"<cols>{columns}</cols>" if columns else ""
    data = "".join(
        row if row.startswith("<row") else f'<row r="{n}">{row}</row>'
        for n, row in enumerate(rows, start=1)
    )
    after = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    return f'<worksheet xmlns="{_S}">{cols}<sheetData>{data}</sheetData>{after}</worksheet>'


def workbook(
    sheets: dict[str, str], formats: tuple[str, ...] = (), hidden: frozenset[str] = frozenset()
) -> bytes:
    """A workbook of sheets by name; style 2 + n is bordered and shows by ``formats[n]``."""
    states = dict.fromkeys(hidden, ' state="hidden"')
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{states.get(name, "")}/>'
        for n, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(formats)
    )
    xfs = "".join(
        f'<xf numFmtId="{200 + n}" fontId="0" borderId="1"/>' for n in range(len(formats))
    )
    files = {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), start=1)}
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_P}/relationships">{relations}'
        f'<Relationship Id="rIdS" Type="{_R}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_S}"><numFmts>{codes}</numFmts>'
        '<fonts><font><sz val="11"/></font></fonts><borders><border/>'
        '<border><left style="thin"/><right style="thin"/></border></borders><cellXfs>'
        f'<xf numFmtId="0" fontId="0" borderId="0"/><xf numFmtId="0" fontId="0" borderId="1"/>{xfs}'
        "</cellXfs></styleSheet>",
    }
    return zipped(files)


def _formats(layout: Layout) -> tuple[str, ...]:
    """The number formats for 0, 1 and 2 decimals; the third part of each shows zeros."""
    whole = "#,##0" if layout.thousands else "0"
    codes = [whole, f"{whole}.0", f"{whole}.00"]
    zeros = [
        {"blank": "", "-": '"-"', "0": '"0"'}.get(layout.zero, "0" + ".0"[:d] + "0" * (d - 1))
        for d in range(3)
    ]
    return tuple(f"{code};-{code};{zero}" for code, zero in zip(codes, zeros, strict=True))


def _cell(ref: str, cell: Cell, layout: Layout) -> str:
    if isinstance(cell.content, Num) and cell.content.decimals < 3:
        return number_cell(ref, cell.content.value, _FIRST_FORMAT + cell.content.decimals)
    return text_cell(ref, cell_text(cell, layout).replace("\n", ""), _BORDERED)


def _sheet(table: TableSpec, layout: Layout) -> str:
    lines = [t for t in (table.number, table.title, "  ".join(captions(table, layout))) if t]
    rows = [text_cell(f"A{n}", line) for n, line in enumerate(lines, start=1)]
    merges = [f"A{n}:{letters(table.columns - 1)}{n}" for n in range(1, len(lines) + 1)]
    if table.columns < 2:
        merges = []
    body = (*table.head, *(row.cells for row in table.rows))
    held: list[dict[int, str]] = [{} for _ in body]
    for r, c, cell in place(body):
        top = len(lines) + r + 1
        held[r][c] = _cell(f"{letters(c)}{top}", cell, layout)
        if cell.rowspan > 1 or cell.colspan > 1:
            right, bottom = letters(c + cell.colspan - 1), top + cell.rowspan - 1
            merges.append(f"{letters(c)}{top}:{right}{bottom}")
    for r, row in enumerate(held):
        for c in range(table.columns):
            row.setdefault(c, f'<c r="{letters(c)}{len(lines) + r + 1}" s="{_BORDERED}"/>')
        rows.append("".join(row[c] for c in sorted(row)))
    rows += [text_cell(f"A{len(rows) + n}", prose(t, layout)) for n, t in enumerate(table.notes, 1)]
    return sheet_xml(rows, merges)


def render_xlsx(draft: Draft, layout: Layout | None = None) -> bytes:
    """The tables of a draft as a workbook."""
    layout = layout or Layout()
    sheets = {f"表{n}": _sheet(table, layout) for n, table in enumerate(draft.tables, start=1)}
    return workbook(sheets, _formats(layout))
