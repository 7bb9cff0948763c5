"""A draft as a Word document: the XML that Word, WPS and LibreOffice write, by hand.

Runs are split where the script changes, merged cells are ``gridSpan`` and ``vMerge``; what must not
be read (headers, page numbers, deleted words) stands around what must.
"""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

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

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SCRIPTS = re.compile(r"[\x21-\x7e]+|[^\x21-\x7e]+")
_STYLES = {0: "Title", 1: "Heading1", 2: "Heading2", 3: "Heading3"}
_HEADER = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{{}} xmlns:w="{_W}" xmlns:r="{_R}">'
)

STYLES = _HEADER.format("styles") + (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/>'
    '<w:basedOn w:val="Heading2"/></w:style></w:styles>'
)


def run(text: str, properties: str = "") -> str:
    """One run."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text: str) -> str:
    """A text as Word splits it: Latin and Chinese apart."""
    return "".join(run(piece) for piece in _SCRIPTS.findall(text))


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ppr = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{ppr}{content}</w:p>"


def table_xml(table: TableSpec, layout: Layout) -> str:
    """The ``w:tbl`` of a table."""
    rows = (*table.head, *(row.cells for row in table.rows))
    covering = {}
    for r, c, cell in place(rows):
        for i in range(cell.rowspan):
            covering[r + i, c] = (cell, i)
    out = []
    for r in range(len(rows)):
        cells = []
        c = 0
        while c < table.columns:
            found = covering.get((r, c))
            if found is None:
                cells.append(f"<w:tc><w:tcPr/>{paragraph('')}</w:tc>")
                c += 1
                continue
            cell, below = found
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            merge = ""
            if cell.rowspan > 1:
                merge = "<w:vMerge/>" if below else '<w:vMerge w:val="restart"/>'
            text = "" if below else cell_text(cell, layout).replace("\n", "")
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(runs(text))}</w:tc>")
            c += cell.colspan
        repeated = "<w:trPr><w:tblHeader/></w:trPr>" if r < len(table.head) else ""
        out.append(f"<w:tr>{repeated}{''.join(cells)}</w:tr>")
    grid = "".join('<w:gridCol w:w="1000"/>' for _ in range(table.columns))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(out)}</w:tbl>"


def _table(table: TableSpec, layout: Layout) -> str:
    title = "".join(paragraph(runs(t)) for t in (table.number, table.title) if t)
    caption = "<w:r><w:tab/></w:r>".join(runs(c) for c in captions(table, layout))
    notes = "".join(paragraph(runs(prose(note, layout))) for note in table.notes)
    above = paragraph(caption) if caption else ""
    return f"{title}{above}{table_xml(table, layout)}{notes}"


def body_xml(draft: Draft, layout: Layout) -> str:
    """The content of ``w:body``."""
    out = []
    for part in draft.parts:
        if isinstance(part, TableSpec):
            out.append(_table(part, layout))
        elif isinstance(part, Heading):
            out.append(
                paragraph(runs(prose(part.text, layout)), _STYLES.get(part.level, "Heading3"))
            )
        else:
            out.append(paragraph(runs(prose(part.pieces, layout))))
    return "".join(out)


def package(body: str, **parts: str) -> bytes:
    """A package around the content of a body; further parts by name (``numbering``, ``footnotes``)."""
    parts = {"styles": STYLES, **parts}
    footer = _HEADER.format("ftr") + paragraph(run("— 1 —")) + "</w:ftr>"
    document = (
        _HEADER.format("document")
        + f'<w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/></w:sectPr>'
        + "</w:body></w:document>"
    )
    files = {f"word/{name}.xml": content for name, content in parts.items()}
    relations = "".join(
        f'<Relationship Id="rId{name}" Type="{_R}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships">{relations}'
        f'<Relationship Id="rIdFooter" Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
        "word/document.xml": document,
        "word/footer1.xml": footer,
    }
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """Files as a zip package."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part(root: str, content: str) -> str:
    """A further part: its root element around its content."""
    return f"{_HEADER.format(root)}{content}</w:{root}>"


def render_docx(draft: Draft, layout: Layout | None = None) -> bytes:
    """A draft as a Word document."""
    return package(body_xml(draft, layout or Layout()))
