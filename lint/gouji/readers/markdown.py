"""The Markdown reader: headings, paragraphs and pipe tables, with line and column in the source.

A parser library would say which lines a block takes but not where its characters stand. Tables in
HTML, which converters write for merged cells, are read as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise
from typing import Final

from gouji.model.blocks import Grid, GridCell, Line, ReadError, Reading
from gouji.model.place import Run, SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.html.elements import tree_of
from gouji.readers.html.flow import Flow
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pieces import Places, decoded, remarks_in, within

__all__ = ["read_markdown"]

_LINE: Final = regex(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_HEADING: Final = regex(r" {0,3}(#{1,6})(?=[ \t]|$)[ \t]*+(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE: Final = regex(r" {0,3}(=+|-+)[ \t]*$")
_RULE: Final = regex(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE: Final = regex(r" {0,3}(```+|~~~+)")
_DELIMITERS: Final = regex(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML: Final = regex(
    r" {0,3}</?(?:table|div|p|center|h[1-6]|ul|ol|dl|section|article|figure|blockquote|pre|!--)\b"
    r"| {0,3}<!--",
    re.IGNORECASE,
)
_TABLE_TAG: Final = regex(r"<(/?)table\b", re.IGNORECASE)
_BULLET: Final = regex(r"[ \t]*[-*+][ \t]+")
_QUOTE: Final = regex(r"(?: {0,3}> ?)+")
_ITEM: Final = regex(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_BREAK: Final = regex(r"(?: {2,}|\\)$")
_BAR: Final = regex(r"(?<!\\)(?:\\\\)*\|")
# Marks of emphasis stand in pairs; the length between them is bounded, so that time is too.
_EMPHASIS: Final = regex(
    r"(?<!\\)(\*{1,3}|~~)(?=[^\s*~])(.{0,1000}?[^\s\\])\1(?!\*)"
    r"|(?<![\w\\])(_{1,3})(?=[^\s_])(.{0,300}?[^\s\\])\3(?!\w)"
)
_PIECE: Final = regex(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<entity>&(?:#\w{1,8}|[A-Za-z]\w{1,30});)"
    r"|(?P<image>!\[[^\]]{0,300}+\]\([^)]{0,999}+\))|\[(?P<link>[^\[\]]{1,300}+)\]\([^)]{0,999}+\)"
    r"|(?P<note>\[\^[^\]]{1,50}\])|(?P<line><br\s*/?>)|(?P<tag></?[A-Za-z][^<>]{0,500}>|<!--.{0,500}?-->)"
    r"|(?P<code>`+)|(?P<plain>[^\\&!\[<`]++|.)",
    re.IGNORECASE,
)
_SIZES: Final = (24.0, 18.0, 14.0)
_BODY_SIZE: Final = 12.0
_ABOVE: Final = "^^"  # MultiMarkdown: a cell that belongs to the one above

Segments = list[tuple[str, int]]


class _Row(Record):
    """A line of the file without its end, and its offset."""

    text: str
    start: int


def read_markdown(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """Read a Markdown file.

    :raises ReadError: ``empty``, ``not-text``, ``too-large-inside`` or ``no-content``.
    """
    text = decoded(data)
    if len(text) > limits.characters:
        raise ReadError("too-large-inside", part="markdown", maximum=limits.characters)
    blocks = _Reader(text, limits).read()
    if not blocks:
        raise ReadError("no-content")
    return Reading("markdown", (), tuple(blocks), remarks=remarks_in(text))


class _Reader:
    """Goes down the lines of a file and writes blocks."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._places = Places(text)
        self._rows = [_Row(m[0].rstrip("\r\n"), m.start()) for m in _LINE.finditer(text) if m[0]]
        self._blocks: list[Line | Grid] = []
        self._paragraph: list[Line] = []

    def read(self) -> list[Line | Grid]:
        """The blocks of the file."""
        at = self._after_front_matter()
        while at < len(self._rows):
            at = self._block(at)
        self._close()
        return self._blocks

    def _after_front_matter(self) -> int:
        """Where the text begins behind the settings that some tools put at the top."""
        if not self._rows or self._rows[0].text.rstrip() != "---":
            return 0
        for at, row in enumerate(self._rows[1:60], start=1):
            if row.text.rstrip() in ("---", "..."):
                return at + 1
        return 0

    def _block(self, at: int) -> int:
        """Read the block, or the line of a paragraph, that begins at a line; the next line."""
        row = self._rows[at]
        text = row.text
        if not text.strip():
            self._close()
            return at + 1
        if match := _HEADING.match(text):
            self._close()
            self._line(row, match.start(2), match.end(2), size=_size(len(match[1])))
            return at + 1
        if self._paragraph and (match := _UNDERLINE.match(text)):
            size = _size(1 if match[1][0] == "=" else 2)
            held = self._paragraph.pop()
            self._paragraph.append(Line(held.source, size=size, bold=True, ends_paragraph=True))
            self._close()
            return at + 1
        if _RULE.match(text):
            self._close()
            return at + 1
        if match := _FENCE.match(text):
            return self._fenced(at, match[1])
        if _HTML.match(text):
            return self._html(at)
        if "|" in text and at + 1 < len(self._rows) and _is_table(row, self._rows[at + 1]):
            return self._table(at)
        self._prose(row)
        return at + 1

    def _close(self) -> None:
        """End the paragraph."""
        if self._paragraph:
            last = self._paragraph.pop()
            self._blocks += self._paragraph
            self._blocks.append(
                Line(last.source, size=last.size, bold=last.bold, ends_paragraph=True)
            )
            self._paragraph = []

    def _prose(self, row: _Row) -> None:
        """A line of a paragraph: it goes on in the next one unless it is broken on purpose."""
        start = 0
        if quote := _QUOTE.match(row.text):
            start = quote.end()
        if _ITEM.match(row.text, start):
            self._close()
        if bullet := _BULLET.match(row.text, start):
            start = bullet.end()
        broken = _BREAK.search(row.text)
        end = broken.start() if broken else len(row.text)
        source = self._inline(row, start, end)
        if source.text.strip():
            bold = row.text.strip().startswith("**") and row.text.strip().endswith("**")
            ends = None if broken else False
            self._paragraph.append(Line(source, size=_BODY_SIZE, bold=bold, ends_paragraph=ends))

    def _line(self, row: _Row, start: int, end: int, *, size: float) -> None:
        source = self._inline(row, start, end)
        if source.text.strip():
            bold = size > _BODY_SIZE
            self._blocks.append(Line(source, size=size, bold=bold, ends_paragraph=True))

    def _inline(self, row: _Row, start: int, end: int) -> SourceText:
        """A stretch of a line without its markup."""
        while start < end and row.text[start] in " \t":
            start += 1
        while end > start and row.text[end - 1] in " \t":
            end -= 1
        if start == end:
            line, column = self._places.at(row.start + start)
            return SourceText("", (Run(0, 0, line=line, column=column),))
        marks = _marks(row.text, start, end)
        segments: Segments = []
        _inline(row, start, end, marks, segments)
        return self._places.source(segments)

    def _fenced(self, at: int, fence: str) -> int:
        self._close()
        at += 1
        while at < len(self._rows):
            row = self._rows[at]
            at += 1
            if row.text.strip().startswith(fence):
                break
            if row.text.strip():
                source = self._places.source([(row.text, row.start)])
                self._blocks.append(Line(source, size=_BODY_SIZE, ends_paragraph=True))
        return at

    def _html(self, at: int) -> int:
        """A block of HTML: to the next blank line, or to the end of its tables."""
        self._close()
        first = self._rows[at].start
        depth = 0
        while at < len(self._rows) and (depth > 0 or self._rows[at].text.strip()):
            for match in _TABLE_TAG.finditer(self._rows[at].text):
                depth += -1 if match[1] else 1
            at += 1
        end = self._rows[at].start if at < len(self._rows) else len(self._text)
        self._blocks += Flow(self._places, self._limits).read(tree_of(self._text, first, end))
        return at

    def _table(self, at: int) -> int:
        self._close()
        rows = [self._cells(self._rows[at])]
        at += 2
        while at < len(self._rows) and "|" in self._rows[at].text:
            rows.append(self._cells(self._rows[at]))
            at += 1
        columns = len(rows[0])
        within(len(rows), columns, self._limits)
        head = [source.text for source in rows[0]]
        cells = _head(rows[0]) if any(head) else []
        depth = max((c.row + c.rowspan for c in cells), default=0)
        for index, row in enumerate(rows[1:], start=depth):
            blank = [SourceText("")] * (columns - len(row))
            cells += [GridCell(index, c, s) for c, s in enumerate([*row[:columns], *blank])]
        self._blocks.append(Grid(depth + len(rows) - 1, columns, _with_spans(cells)))
        return at

    def _cells(self, row: _Row) -> list[SourceText]:
        """The cells of one line of a table."""
        bars = [match.end() - 1 for match in _BAR.finditer(row.text)]
        borders = [-1, *bars, len(row.text)]
        spans = [(a + 1, b) for a, b in pairwise(borders)]
        if not row.text[: spans[0][1]].strip():
            spans = spans[1:]
        if len(spans) > 1 and not row.text[spans[-1][0] :].strip():
            spans = spans[:-1]
        return [self._inline(row, start, end) for start, end in spans]


def _size(level: int) -> float:
    return _SIZES[level - 1] if level <= len(_SIZES) else _BODY_SIZE


def _is_table(head: _Row, rule: _Row) -> bool:
    if "-" not in rule.text or not _DELIMITERS.match(rule.text):
        return False
    bars = len(_BAR.findall(rule.text.strip().strip("|")))
    return bars == len(_BAR.findall(head.text.strip().removeprefix("|").rstrip().removesuffix("|")))


def _marks(text: str, start: int, end: int) -> set[int]:
    """The positions of the marks of emphasis."""
    found: set[int] = set()
    waiting = [(start, end)]
    while waiting:
        first, last = waiting.pop()
        for match in _EMPHASIS.finditer(text, first, last):
            mark = match[1] or match[3]
            inner = match.span(2) if match[1] else match.span(4)
            found.update(range(match.start(), match.start() + len(mark)))
            found.update(range(match.end() - len(mark), match.end()))
            waiting.append(inner)
    return found


def _inline(row: _Row, start: int, end: int, marks: set[int], segments: Segments) -> None:
    """Write the characters between markup, with their offsets."""
    at = start
    while at < end:
        match = _PIECE.match(row.text, at, end)
        if match is None:
            return
        if match["plain"] is not None:
            _plain(row, at, match.end(), marks, segments)
        elif match["escaped"]:
            segments.append((match["escaped"], row.start + match.start("escaped")))
        elif match["entity"]:
            shown = unescape(match["entity"]).replace("\xa0", " ")
            segments.append((shown[:1], row.start + at))
        elif match["link"] is not None:
            _inline(row, *match.span("link"), marks, segments)
        elif match["line"]:
            segments.append((" ", -1))
        at = match.end()


def _plain(row: _Row, start: int, end: int, marks: set[int], segments: Segments) -> None:
    first = start
    for at in range(start, end + 1):
        if at == end or at in marks:
            if at > first:
                segments.append((row.text[first:at], row.start + first))
            first = at + 1


def _head(sources: Sequence[SourceText]) -> list[GridCell]:
    """The header: paths such as ``收入/预算数`` are the levels of a merged header.

    Pipe tables have one header row; a slash means levels where neighbours share what stands
    before it.
    """
    paths = [_path(source) for source in sources]
    shared = any(len(a) > 1 and len(b) > 1 and a[0].text == b[0].text for a, b in pairwise(paths))
    if not shared:
        return [GridCell(0, column, source) for column, source in enumerate(sources)]
    depth = max(map(len, paths))
    cells: list[GridCell] = []
    column = 0
    for column, path in enumerate(paths):
        for level, source in enumerate(path):
            above = [s.text for s in path[: level + 1]]
            before = paths[column - 1] if column else []
            leaf = level == len(path) - 1
            if (
                not leaf
                and len(before) > level + 1
                and [s.text for s in before[: level + 1]] == above
            ):
                continue
            across = 1
            while not leaf and column + across < len(paths):
                after = paths[column + across]
                if len(after) <= level + 1 or [s.text for s in after[: level + 1]] != above:
                    break
                across += 1
            cells.append(GridCell(level, column, source, depth - level if leaf else 1, across))
    return cells


def _path(source: SourceText) -> list[SourceText]:
    """The parts of a header between slashes."""
    parts: list[SourceText] = []
    start = 0
    for part in source.text.split("/"):
        parts.append(source.slice(start, start + len(part)))
        start += len(part) + 1
    return parts if all(part.text.strip() for part in parts) else [source]


def _with_spans(cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """Cells written ``^^`` joined to the ones above them."""
    kept: list[GridCell] = []
    top: dict[int, int] = {}  # by column: the last cell that is there
    for cell in cells:
        if cell.text == _ABOVE and cell.column in top:
            upper = kept[top[cell.column]]
            kept[top[cell.column]] = GridCell(
                upper.row, upper.column, upper.source, cell.row - upper.row + 1, upper.colspan
            )
            continue
        top[cell.column] = len(kept)
        kept.append(cell)
    return tuple(sorted(kept, key=lambda c: (c.row, c.column)))
