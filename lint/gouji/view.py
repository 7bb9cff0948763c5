"""The text view: a document as stable lines, and where each of its nodes stands in them.

A text file is its own view. Of a paged format every heading, paragraph, caption and table row is
one line, cells set apart by `` | ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from gouji.model.blocks import Reading
from gouji.model.place import FEW_LINES, Anchor, Node, SourceText, Spot
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.tree import Cell, Document, Heading, Panel, Paragraph, Row, Section, Table

_SEPARATOR: Final = " | "
_SENTENCE_ENDS: Final = "。；;！？"
_SENTENCE_END: Final = regex(rf"[{_SENTENCE_ENDS}]")
# Everything that can move a cursor, colour a screen or turn the direction of writing.
UNSAFE: Final = regex(
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


class Excerpt(Record):
    """A line of the document around a place: ``start`` to ``end`` is the place itself."""

    text: str
    start: int
    end: int


class _Line(Record):
    """A line: the nodes that stand on it from its start (a caption and its table), or a row, or
    only words."""

    nodes: tuple[Heading | Paragraph | Table, ...] = ()
    row: Row | None = None
    words: str = ""

    @property
    def text(self) -> str:
        if self.row is not None:
            return _SEPARATOR.join([visible(cell.text) for cell in self.row])
        return visible(self.nodes[0].source.text if self.nodes else self.words)

    @property
    def offsets(self) -> Iterator[tuple[Node, int]]:
        """Where in the line each of its nodes stands."""
        for node in self.nodes:
            yield node, 0
        offset = 0
        for cell in self.row or ():
            yield cell, offset
            offset += len(cell.text) + len(_SEPARATOR)


class View:
    """The lines of the text view and the place of every node, worked out when asked for."""

    def __init__(self, document: Document) -> None:
        self._lines = tuple(_section_lines(document.body))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text of the lines."""
        return tuple([line.text for line in self._lines])

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The line, from 1, of every node and of every head of a row."""
        numbers = {}
        for number, line in enumerate(self._lines, 1):
            for node in line.nodes:
                numbers[id(node)] = number
            if line.row is not None:
                numbers[id(line.row.head)] = number
        return numbers

    @cached_property
    def _by_address(self) -> dict[str, tuple[int, int]]:
        places: dict[str, tuple[int, int]] = {}
        for number, line in enumerate(self._lines, 1):
            for node, offset in line.offsets:
                places.setdefault(node.address, (number, offset))
        return places

    def row(self, node: Node) -> Row | None:
        """The row of a cell."""
        number = self._numbers.get(id(node.row)) if isinstance(node, Cell) else None
        row = self._lines[number - 1].row if number else None
        return row if row is not None and any(cell is node for cell in row) else None

    def _place(self, node: Node) -> tuple[int, int] | None:
        """The line of a node, from 1, and its offset there, from 0."""
        number = self._numbers.get(id(node.row if isinstance(node, Cell) else node))
        if number:
            for other, offset in self._lines[number - 1].offsets:
                if other is node:
                    return number, offset
        return self._by_address.get(node.address)

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
        """The row of a cell, or the sentence of anything else, around an anchor: of what goes on
        for long, the part within a few lines."""
        text = anchor.node.source.text
        row = self.row(anchor.node)
        if row is not None:
            return _shortened(_row_excerpt(row, anchor))
        low, high = max(anchor.start - FEW_LINES - 1, 0), anchor.end + FEW_LINES + 1
        stop = _SENTENCE_END.search(text, max(anchor.end - 1, 0), high)
        starts = [text.rfind(sign, low, anchor.start) + 1 for sign in _SENTENCE_ENDS]
        start, end = max(low, *starts), stop.end() if stop else min(high, len(text))
        while start < anchor.start and text[start].isspace():
            start += 1
        return _shortened(Excerpt(text[start:end], anchor.start - start, anchor.end - start))


def _shortened(excerpt: Excerpt) -> Excerpt:
    """An excerpt with an ellipsis for what is far from its place."""
    text, start, end = excerpt.text, excerpt.start, excerpt.end
    if len(text) - end > FEW_LINES:
        text = text[: end + FEW_LINES] + "…"
    if start > FEW_LINES:
        cut = start - FEW_LINES
        text, start, end = "…" + text[cut:], start - cut + 1, end - cut + 1
    return Excerpt(text, start, end)


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


def _section_lines(section: Section) -> Iterator[_Line]:
    if section.heading is not None:
        yield _Line((section.heading,))
    for part in section.parts:
        if isinstance(part, Section):
            yield from _section_lines(part)
        elif isinstance(part, Table):
            yield from _table_lines(part)
        else:
            yield _Line((part,))


def _table_lines(table: Table) -> Iterator[_Line]:
    captions = [c for c in table.captions if c.source.text]
    if table.source.text and all(c.source.text != table.source.text for c in captions):
        yield _Line((table,))
    for caption in captions:
        yield _Line((caption, table) if caption.source.text == table.source.text else (caption,))
    for panel in table.panels:
        yield from _head_lines(panel)
        for row in panel.rows:
            yield _Line(row=row)
    for note in table.notes:
        yield _Line((note,))


def _head_lines(panel: Panel) -> Iterator[_Line]:
    depth = max((len(column.path) for column in panel.columns), default=0)
    for level in range(depth):
        titles = [c.path[level] if level < len(c.path) else "" for c in panel.columns]
        yield _Line(words=_SEPARATOR.join(titles))


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
