"""The DOCX reader: what Word would print of a document, changes accepted, to lines and grids.

Headers and footers are left out; footnotes and endnotes follow the body. Notices:
``docx-embedded`` (``count`` of embedded objects that are not read), ``docx-nested`` (``count`` of
tables or boxes nested too deep).
"""

from __future__ import annotations

from typing import Final

from gouji.model.blocks import Grid, Line, ReadError, Reading
from gouji.model.regex import regex
from gouji.readers.archive import Package, parsed
from gouji.readers.docx.body import Body, notes_of
from gouji.readers.docx.comments import comments_of
from gouji.readers.docx.names import W
from gouji.readers.docx.numbering import Numbering
from gouji.readers.docx.styles import Styles
from gouji.readers.limits import DEFAULT, Limits

__all__ = ["read_docx"]

# Most elements of a document say how it looks; without them it is read in half the time.
_NOISE: Final = regex(
    rb"<w:(?:rFonts|lang|kern|szCs|bCs|color|snapToGrid|spacing|ind|jc|tcW|vAlign|noWrap|shd"
    rb"|trHeight|cantSplit|widowControl|keepNext|keepLines|adjustRightInd|autoSpaceDE|autoSpaceDN"
    rb"|top|left|bottom|right|insideH|insideV|bookmarkStart|bookmarkEnd|proofErr|tblHeader)"
    rb"(?: [^<>]*)?/>"
)


def read_docx(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """Read a Word document.

    :raises ReadError: ``damaged``, ``encrypted``, ``too-large-inside`` or ``no-content``.
    """
    return docx_of(Package(data, limits), limits)


def docx_of(package: Package, limits: Limits) -> Reading:
    """Read a Word document from its package."""
    name = package.main_part()
    data = _NOISE.sub(b"", package.xml_bytes(name)) if name else b""
    root = parsed(data, name) if data else None
    content = root.find(W + "body") if root is not None else None
    if root is None or content is None:
        raise ReadError("damaged", reason="w:body")
    parts = dict(package.targets(name).values())
    styles = Styles(package.xml(parts.get("styles", "")))
    numbering = Numbering(package.xml(parts.get("numbering", "")))
    body = Body(root, name, styles, numbering, limits)
    blocks: list[Line | Grid] = list(body.blocks(content))
    notices = list(body.finished())
    for kind in ("footnotes", "endnotes"):
        wanted = [note for sort, note in body.notes if sort == kind]
        part = parts.get(kind, "")
        notes_root = package.xml(part) if wanted else None
        if notes_root is None:
            continue
        held = notes_of(notes_root, kind.removesuffix("s"))
        reader = Body(notes_root, part, styles, numbering, limits)
        for note in wanted:
            blocks += reader.blocks(held[note]) if note in held else ()
        notices += reader.finished()
    if not any(isinstance(b, Grid) or b.text.strip() for b in blocks):
        raise ReadError("no-content")
    comments = comments_of(root, name, package.xml(parts.get("comments", "")))
    return Reading("docx", (), tuple(blocks), tuple(notices), comments)
