"""The body of a Word document as lines and grids in reading order."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Final

from gouji.model.blocks import Grid, Line, Notice
from gouji.model.place import Run, SourceText
from gouji.readers.docx.inline import Flow, Inline
from gouji.readers.docx.names import (
    ALTERNATE,
    DELETED,
    PPR,
    RPR,
    SDT,
    TABLE,
    WRAPPERS,
    P,
    W,
    content_of,
)
from gouji.readers.docx.numbering import Numbering
from gouji.readers.docx.styles import Look, Styles, look_of, style_of
from gouji.readers.docx.tables import cells, grid_of, rows
from gouji.readers.limits import Limits
from gouji.readers.pieces import joined

_INLINE_DEPTH: Final = 40  # runs within insertions within links within controls …
_PLAIN: Final = Look()
_NO_LIST: Final = "0"
_HOLDERS: Final = WRAPPERS | {SDT, ALTERNATE}


class Body:
    """Reads the blocks of one part of the package; labels and fields go on from block to block."""

    def __init__(
        self, root: ET.Element, part: str, styles: Styles, numbering: Numbering, limits: Limits
    ) -> None:
        self._flow = Flow(part, {p: n for n, p in enumerate(root.iter(P), start=1)})
        self._styles = styles
        self._numbering = numbering
        self._limits = limits
        self._depth = limits.depth
        self._cells = 0  # how many cells are open: within them looks do not matter
        self._held: Inline | None = None  # a paragraph whose end mark is deleted
        self.notices: dict[str, int] = {}

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The notes referred to: ``footnotes`` or ``endnotes``, and the id."""
        return self._flow.notes

    def blocks(self, parent: ET.Element, depth: int = 0) -> Iterator[Line | Grid]:
        """The blocks below an element."""
        if depth > self._depth:
            self._tell("nested")
            return
        for child in parent:
            tag = child.tag
            if tag == P:
                yield from self._paragraph(child, depth)
            elif tag == TABLE:
                yield from self._table(child, depth)
            elif tag in _HOLDERS:
                content = content_of(child)
                if content is not None:
                    yield from self.blocks(content, depth + 1)
            elif tag == W + "altChunk":
                self._tell("embedded")

    def finished(self) -> tuple[Notice, ...]:
        """What could not be read of this part."""
        if self._flow.objects:
            self._tell("embedded", self._flow.objects)
        return tuple(Notice(f"docx-{k}", values={"count": n}) for k, n in self.notices.items())

    def _tell(self, key: str, count: int = 1) -> None:
        self.notices[key] = self.notices.get(key, 0) + count

    def _paragraph(self, paragraph: ET.Element, depth: int) -> Iterator[Line | Grid]:
        inline = self._inline(paragraph)
        if inline is None:
            return
        sources = inline.finish()
        for position, source in enumerate(sources):
            # Whether the line after a line break is a new paragraph must be seen from the words.
            ends = True if position == len(sources) - 1 else None
            yield Line(source, size=inline.size, bold=inline.bold, ends_paragraph=ends)
        for box in inline.boxes:
            yield from self.blocks(box, depth + 1)

    def _inline(self, paragraph: ET.Element) -> Inline | None:
        """A paragraph's content; None if the paragraph goes on in the next one."""
        properties = paragraph.find(PPR)
        style = style_of(properties)
        look = self._styles.look(style)
        mark = properties.find(RPR) if properties is not None else None
        inline = self._held or Inline(self._flow, look, dressed=not self._cells)
        if self._held is None:
            inline.label(self._label(properties, style, look))
        self._held = None
        inline.read(paragraph, _INLINE_DEPTH)
        if mark is not None and any(mark.find(tag) is not None for tag in DELETED):
            self._held = inline
            return None
        return inline

    def _label(self, properties: ET.Element | None, style: str | None, look: Look) -> str:
        own = _PLAIN if properties is None else look_of(properties, None)
        num_id = look.num_id if own.num_id is None else own.num_id
        if num_id is None or num_id == _NO_LIST:
            return ""
        level = own.level
        if level is None:
            kept = self._numbering.level_of_style(num_id, style)
            level = look.level if look.level is not None and not kept else kept
        return self._numbering.label(num_id, level)

    def _table(self, table: ET.Element, depth: int) -> Iterator[Line | Grid]:
        if depth >= self._depth:
            self._tell("nested")
            return
        printed = rows(table)
        if len(printed) == 1 and len(only := cells(printed[0])) == 1:
            yield from self.blocks(only[0], depth + 1)  # a frame drawn around text
            return
        nested: list[Line | Grid] = []

        def content(cell: ET.Element) -> SourceText:
            pieces = []
            self._cells += 1
            for block in self.blocks(cell, depth + 1):
                if isinstance(block, Line):
                    pieces.append(block.source)
                else:
                    nested.append(block)
            self._cells -= 1
            return joined(pieces) if pieces else self._blank(cell)

        yield grid_of(table, content, self._limits)
        yield from nested

    def _blank(self, cell: ET.Element) -> SourceText:
        """The place of a cell that holds nothing: its first paragraph."""
        first = self._flow.paragraphs.get(next(cell.iter(P), cell))
        part = f"{self._flow.part}#p{first}"
        return SourceText("", () if first is None else (Run(0, 0, column=1, part=part),))


def notes_of(root: ET.Element | None, tag: str) -> Mapping[str, ET.Element]:
    """The notes of a part by id."""
    found = root.iter(W + tag) if root is not None else ()
    return {note.get(W + "id", ""): note for note in found}
