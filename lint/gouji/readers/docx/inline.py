"""The characters of a Word paragraph as it reads on paper, each with its place in the file.

Tracked insertions are taken and deletions dropped; fields show their results; hidden text and page
numbers are left out; what stands in boxes is handed on.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from msgspec import field

from gouji.model.place import Run, SourceText
from gouji.model.record import Mutable
from gouji.readers.docx.names import (
    ALTERNATE,
    BOX,
    DELETED,
    MATH_TEXT,
    PPR,
    RPR,
    RUN,
    T,
    W,
    chosen,
    content_of,
    switch,
)
from gouji.readers.docx.styles import Look, look_of

_PAGE_FIELDS: Final = ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION")
_CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "-",
}
_BREAKS: Final = (W + "br", W + "cr")
_DRAWN: Final = frozenset((W + "drawing", W + "pict", W + "object"))
_NOTES: Final = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_SKIPPED: Final = frozenset(
    (PPR, RPR, *(W + n for n in ("delText", "delInstrText", "sdtPr", "sdtEndPr", "rt", "fldData")))
)
# Ticks and boxes of the symbol fonts; their other pictures mean nothing.
_SYMBOLS: Final = {
    ("Wingdings", 0xFE): "☑", ("Wingdings", 0xFC): "✓", ("Wingdings", 0xA8): "□",
    ("Wingdings", 0x6F): "□", ("Wingdings 2", 0x52): "☑", ("Wingdings 2", 0x50): "✓",
    ("Wingdings 2", 0xA3): "□", ("Wingdings 2", 0x2A): "□",
}  # fmt: skip
_LEADER: Final = "……"
_PRIVATE: Final = range(0xE000, 0xF900)


class Field(Mutable):
    """A field being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def name(self) -> str:
        """The first word of the instruction."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def shown(self) -> bool:
        """Whether what is read now is part of the document's text."""
        return self.result and self.name not in _PAGE_FIELDS


class Flow(Mutable):
    """What is gathered over a whole part: fields may run over paragraphs, notes come at the end."""

    part: str
    paragraphs: dict[ET.Element, int]
    fields: list[Field] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    objects: int = 0

    @property
    def shown(self) -> bool:
        """Whether all fields that are open show what is read now."""
        return all(f.shown for f in self.fields)

    @property
    def contents(self) -> bool:
        """Whether a table of contents is being read."""
        return any(f.name == "TOC" for f in self.fields)


class Inline(Mutable):
    """A paragraph in the making: its lines, parted by line breaks, and the boxes in it."""

    flow: Flow
    look: Look
    lines: list[SourceText] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)
    dressed: bool = True  # whether size and weight are wanted
    size: float = 0.0
    bold: bool = True
    _texts: list[str] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _length: int = 0
    _inked: int = 0

    def label(self, text: str) -> None:
        """Text that Word makes and that stands nowhere in the file."""
        self._texts.append(text)
        self._length += len(text)

    def read(self, paragraph: ET.Element, depth: int) -> None:
        """Add the content of a paragraph."""
        name = f"{self.flow.part}#p{self.flow.paragraphs.get(paragraph, 0)}"
        order = {t: f"{name}.t{n}" for n, t in enumerate(paragraph.iter(T), start=1)}
        self._children(paragraph, order, depth)
        # An instruction does not run over paragraphs; a field left open must not hide the rest.
        while self.flow.fields and not self.flow.fields[-1].result:
            self.flow.fields.pop()

    def finish(self) -> list[SourceText]:
        """The lines of the paragraph; there may be none."""
        self._break()
        return [line for line in self.lines if line.text.strip()]

    def _break(self) -> None:
        self.lines.append(SourceText("".join(self._texts), tuple(self._runs)))
        self._texts, self._runs, self._length = [], [], 0

    def _children(self, parent: ET.Element, order: dict[ET.Element, str], depth: int) -> None:
        if depth <= 0:
            return
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, order, depth - 1)
            elif tag in _SKIPPED or tag in DELETED:
                continue
            elif tag == W + "fldSimple":
                self.flow.fields.append(Field(child.get(W + "instr", ""), result=True))
                self._children(child, order, depth - 1)
                self.flow.fields.pop()
            elif tag == MATH_TEXT:
                self._text(child.text or "", None)
            elif tag in _DRAWN:
                self._drawn(child)
            else:
                inner = content_of(child)
                if inner is not None and len(inner):
                    self._children(inner, order, depth - 1)

    def _run(self, run: ET.Element, order: dict[ET.Element, str], depth: int) -> None:
        properties = run.find(RPR)
        hidden = switch(properties, "vanish")
        if self.look.hidden if hidden is None else hidden:
            return
        before = self._inked
        for child in run:
            self._piece(child, order, depth)
        if self.dressed and self._inked > before:
            self._dress(look_of(None, properties))

    def _piece(self, child: ET.Element, order: dict[ET.Element, str], depth: int) -> None:
        """A piece of a run: text, or what stands for a character, a break, a field, a drawing."""
        tag = child.tag
        if tag == T:
            self._text(child.text or "", order.get(child))
        elif tag in _CHARACTERS:
            self._text(self._tab() if tag == W + "tab" else _CHARACTERS[tag], None)
        elif tag in _BREAKS:
            self._break()
        elif tag == W + "fldChar":
            self._field(child.get(W + "fldCharType", ""))
        elif tag == W + "instrText":
            self._instruct(child.text or "")
        elif tag == W + "sym":
            self._text(_symbol(child), None)
        elif tag in _NOTES:
            self.flow.notes.append((_NOTES[tag], child.get(W + "id", "")))
        elif tag in _DRAWN:
            self._drawn(child)
        elif tag == ALTERNATE and depth > 0:
            branch = chosen(child)
            if branch is not None:
                self._run(branch, order, depth - 1)
        elif tag == W + "ruby":
            self._children(child, order, depth)

    def _dress(self, own: Look) -> None:
        """Note how the first words look."""
        self.size = self.size or own.size or self.look.size or 0.0
        bold = self.look.bold if own.bold is None else own.bold
        self.bold = self.bold and bool(bold)

    def _tab(self) -> str:
        return _LEADER if self.look.contents or self.flow.contents else "\t"

    def _text(self, text: str, part: str | None) -> None:
        if not text or not self.flow.shown:
            return
        self._texts.append(text)
        if part is not None:
            self._runs.append(Run(self._length, len(text), column=1, part=part))
        self._length += len(text)
        self._inked += len(text)

    def _instruct(self, text: str) -> None:
        fields = self.flow.fields
        if fields and not fields[-1].result:
            fields[-1].instruction += text

    def _field(self, kind: str) -> None:
        fields = self.flow.fields
        if kind == "begin":
            fields.append(Field())
        elif kind == "separate" and fields:
            fields[-1].result = True
        elif kind == "end" and fields:
            fields.pop()

    def _drawn(self, drawing: ET.Element) -> None:
        """The boxes of a drawing; an embedded object is a picture of something unread."""
        boxes = _outermost(drawing)
        self.boxes += boxes
        if drawing.tag == W + "object" and not boxes:
            self.flow.objects += 1


def _outermost(drawing: ET.Element) -> list[ET.Element]:
    """The boxes of a drawing that are not inside another, of alternatives the chosen one."""
    found: list[ET.Element] = []
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == BOX:
            found.append(element)
        elif element.tag == ALTERNATE:
            branch = chosen(element)
            waiting += [branch] if branch is not None else []
        else:
            waiting += reversed(element)
    return found


def _symbol(element: ET.Element) -> str:
    """The character of ``w:sym``: a code of a symbol font, shifted into the private area."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get((element.get(W + "font", ""), code & 0xFF))
    if known is not None:
        return known
    return "" if code in _PRIVATE or not 0x20 <= code < 0xD800 else chr(code)
