"""The text view: a document as stable lines, and where each of its nodes stands in them.

A text file is its own view. Of a paged format every heading, paragraph, caption and table row is
one line, cells set apart by `` | ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Final

from gouji.model.blocks import Reading
from gouji.model.place import Anchor, Node, SourceText, Spot
from gouji.model.record import record
from gouji.model.tree import Document, Heading, Panel, Paragraph, Row, Section, Table

_SEPARATOR: Final = " | "
_SENTENCE_END: Final = re.compile(r"[。；;！？]")
# Everything that can move a cursor, colour a screen or turn the direction of writing.
UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Control characters shown instead of sent, each by one character (``ESC`` by ``␛``)."""
    return text if text.isprintable() else UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


@record
class Excerpt:
    """A line of the document around a place: ``start`` to ``end`` is the place itself."""

    text: str
    start: int
    end: int


@record
class View:
    """The lines of the text view and the place of every node: line from 1, offset from 0."""

    lines: tuple[str, ...]
    places: dict[int, tuple[int, int]] = field(repr=False)
    by_address: dict[str, tuple[int, int]] = field(repr=False)
    rows: dict[int, Row] = field(repr=False)

    def _place(self, node: Node) -> tuple[int, int] | None:
        return self.places.get(id(node)) or self.by_address.get(node.address)

    def spot(self, anchor: Anchor) -> Spot:
        """Page and box from the file; lines and columns too if it has them, else from the view."""
        spot = anchor.spot
        if spot.line is not None:
            return spot
        place = self._place(anchor.node)
        if place is None:
            return spot
        line, offset = place
        return replace(
            spot,
            line=line,
            column=offset + anchor.start + 1,
            end_line=line,
            end_column=offset + anchor.end + 1,
        )

    def excerpt(self, anchor: Anchor) -> Excerpt:
        """The row of a cell, or the sentence of anything else, around an anchor."""
        text = anchor.node.source.text
        row = self.rows.get(id(anchor.node))
        if row is not None:
            return _row_excerpt(row, anchor)
        starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text) if m.end() <= anchor.start)]
        stop = _SENTENCE_END.search(text, max(anchor.end - 1, 0))
        start, end = starts[-1], stop.end() if stop else len(text)
        while start < anchor.start and text[start].isspace():
            start += 1
        return Excerpt(text[start:end], anchor.start - start, anchor.end - start)


def _row_excerpt(row: Row, anchor: Anchor) -> Excerpt:
    """The row of a cell without its blank cells."""
    text = ""
    start = 0
    for cell in row:
        here = cell is anchor.node
        if not (here or cell.text.strip()):
            continue
        text += _SEPARATOR if text else ""
        if here:
            start = len(text)
        text += cell.text
    return Excerpt(text, start + anchor.start, start + anchor.end)


class _Writer:
    """Collects lines and the places of nodes in them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: dict[int, tuple[int, int]] = {}
        self.by_address: dict[str, tuple[int, int]] = {}
        self.rows: dict[int, Row] = {}

    def note(self, node: Node, line: int, offset: int) -> None:
        self.places[id(node)] = (line, offset)
        self.by_address.setdefault(node.address, (line, offset))

    def line(self, node: Heading | Paragraph | Table) -> None:
        self.lines.append(visible(node.source.text))
        self.note(node, len(self.lines), 0)

    def row(self, row: Row) -> None:
        text = ""
        for position, cell in enumerate(row):
            text += _SEPARATOR if position else ""
            self.note(cell, len(self.lines) + 1, len(text))
            self.rows[id(cell)] = row
            text += visible(cell.text)
        self.lines.append(text)

    def head(self, panel: Panel) -> None:
        depth = max((len(column.path) for column in panel.columns), default=0)
        for level in range(depth):
            titles = [c.path[level] if level < len(c.path) else "" for c in panel.columns]
            self.lines.append(visible(_SEPARATOR.join(titles)))

    def table(self, table: Table) -> None:
        captions = [c for c in table.captions if c.source.text]
        if table.source.text and all(c.source.text != table.source.text for c in captions):
            self.line(table)
        for caption in captions:
            self.line(caption)
            if caption.source.text == table.source.text:
                self.note(table, len(self.lines), 0)
        for panel in table.panels:
            self.head(panel)
            for row in panel.rows:
                self.row(row)
        for note in table.notes:
            self.line(note)

    def section(self, section: Section) -> None:
        if section.heading is not None:
            self.line(section.heading)
        for part in section.parts:
            if isinstance(part, Section):
                self.section(part)
            elif isinstance(part, Table):
                self.table(part)
            else:
                self.line(part)


def text_view(document: Document) -> View:
    """The view of a document's tree."""
    writer = _Writer()
    writer.section(document.body)
    return View(tuple(writer.lines), writer.places, writer.by_address, writer.rows)


def _sources(reading: Reading) -> Iterator[SourceText]:
    for block in reading.blocks:
        if hasattr(block, "cells"):
            yield from (cell.source for cell in block.cells)
        else:
            yield block.source


def own_lines(reading: Reading) -> tuple[str, ...]:
    """The lines of a line-based file as it has them; empty for paged formats."""
    lines: dict[int, str] = {}
    for source in _sources(reading):
        for run in source.runs:
            if run.line is None or run.column is None:
                continue
            so_far = lines.get(run.line, "").ljust(run.column - 1)
            text = visible(source.text[run.start : run.start + run.length])
            lines[run.line] = so_far[: run.column - 1] + text + so_far[run.column - 1 + len(text) :]
    return tuple(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))
