"""Elements of a page as lines and grids, white space as a browser shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from typing import Final

from gouji.model.blocks import Grid, GridCell, Line
from gouji.model.memo import Memo
from gouji.model.place import Run, SourceText
from gouji.model.regex import regex
from gouji.readers.html.article import is_hidden
from gouji.readers.html.elements import BLOCKS, Element, Text
from gouji.readers.limits import Limits
from gouji.readers.pieces import Places, glue, joined, within

Segments = list[tuple[str, int]]

_PIECE: Final = regex(r"(?P<space>[ \t\r\n\f]++)|(?P<entity>&(?:#\w++|\w++);?)|[^ \t\r\n\f&]++|&")
_DIVIDED: Final = regex(r"[ \t\r\n\f&]")  # into more than one piece
_SIZES: Final = {"h1": 24.0, "h2": 18.0, "h3": 14.0}
_BODY_SIZE: Final = 12.0  # points; browsers show headings larger in these proportions
_BOLD: Final = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_MOST_COLUMNS: Final = 256
_STRUCK: Final = ("del", "s", "strike")
_APART: Final = "  "
_CELLS: Final = ("td", "th")
_ROW_GROUPS: Final = ("tbody", "thead", "tfoot")


class Flow:
    """Writes the blocks of elements."""

    def __init__(self, places: Places, limits: Limits, memo: Memo | None = None) -> None:
        self._places = places
        self._limits = limits
        self._memo = memo
        self._blocks: list[Line | Grid] = []
        self._segments: Segments = []
        self._size = _BODY_SIZE
        self._bold = 0
        self._words = 0
        self._bold_words = 0

    def read(self, element: Element) -> list[Line | Grid]:
        """The blocks of an element."""
        self._element(element)
        self._flush()
        return self._blocks

    def _element(self, element: Element) -> None:
        number = _start(element)
        for child in element.children:
            if isinstance(child, Text):
                self._text(child)
                continue
            tag = child.tag
            if is_hidden(child):
                continue
            if tag == "br":
                self._flush(broken=True)
            elif tag == "table":
                self._flush()
                self._table(child)
            elif tag in BLOCKS or tag in _CELLS:
                self._flush()
                size = self._size
                self._size = _SIZES.get(tag, size)
                if tag == "li" and element.tag == "ol":
                    self._segments.append((f"{number}. ", -1))
                    number += 1
                self._inside(child)
                self._flush()
                self._size = size
            elif tag in _STRUCK:
                continue
            elif "float" in child.attributes:  # set apart, as a unit at the right of its line is
                self._segments.append((_APART, -1))
                self._inside(child)
                self._segments.append((_APART, -1))
            else:
                self._inside(child)

    def _inside(self, element: Element) -> None:
        bold = element.tag in _BOLD
        self._bold += bold
        self._element(element)
        self._bold -= bold

    def _text(self, text: Text) -> None:
        for match in _PIECE.finditer(text.text):
            offset = text.offset + match.start()
            kind = match.lastgroup
            if kind == "space":
                self._segments.append((" ", offset if match[0][0] not in "\r\n" else -1))
            elif kind == "entity":
                shown = unescape(match[0])
                # It takes more room in the file than on the page: only its start has a place.
                self._segments.append((shown[:1].replace("\xa0", " "), offset))
                if len(shown) > 1:
                    self._segments.append((shown[1:], -1))
            else:
                self._segments.append((match[0].replace("\xa0", " "), offset))
            if kind != "space":
                self._words += 1
                self._bold_words += bool(self._bold)

    def _flush(self, *, broken: bool = False) -> None:
        """End a line; after a line break the words decide whether a paragraph begins."""
        source = self._places.source(_collapsed(self._segments))
        if source.text.strip():
            bold = self._bold_words == self._words
            ends = None if broken else True
            self._blocks.append(Line(source, size=self._size, bold=bold, ends_paragraph=ends))
        self._segments = []
        self._words = self._bold_words = 0

    def _table(self, table: Element) -> None:
        rows = list(_rows(table))
        if _holds_table(table) or (len(rows) == 1 and len(_cells(rows[0])) == 1):
            self._layout(table)
            return
        for child in table.children:
            if isinstance(child, Element) and child.tag == "caption":
                self._inside(child)
                self._flush()
        memo = self._memo
        grid = self._grid(rows) if memo is None else self._same_grid(memo, table, rows)
        if grid.cells:
            self._blocks.append(grid)

    def _same_grid(self, memo: Memo, table: Element, rows: Sequence[Element]) -> Grid:
        """The grid of a table; the one it was read as the last time if nothing of it has changed
        and it stands where it stood."""
        marks, texts = _parts(table)
        if not texts:
            return self._grid(rows)
        start, end = texts[0].offset, texts[-1].offset + len(texts[-1].text)
        offsets = tuple([text.offset - start for text in texts])
        place = "table at {}, {}".format(*self._places.at(start))
        made_of = memo.same(place, (self._places.text[start:end], marks, offsets))
        return memo.of("grid", (made_of,), partial(self._grid, rows))

    def _layout(self, table: Element) -> None:
        """A table that only arranges the page: its cells one after another."""
        for child in table.children:
            if isinstance(child, Element):
                if child.tag in _CELLS:
                    self._inside(child)
                    self._flush()
                else:
                    self._layout(child)

    def _grid(self, rows: Sequence[Element]) -> Grid:
        cells: list[GridCell] = []
        busy: list[int] = []  # by column: the first row that is free
        for index, row in enumerate(rows):
            column = 0
            for cell in _cells(row):
                while column < len(busy) and busy[column] > index:
                    column += 1
                if column >= _MOST_COLUMNS:
                    break
                across = min(_span(cell, "colspan"), _MOST_COLUMNS - column)
                down = min(_span(cell, "rowspan", len(rows)), len(rows) - index)
                busy += [0] * (column + across - len(busy))
                # A span stops where a cell from above stands in its way.
                if across > 1:
                    free = (k for k in range(1, across) if busy[column + k] > index)
                    across = next(free, across)
                busy[column : column + across] = [index + down] * across
                cells.append(GridCell(index, column, self._cell(cell), down, across))
                column += across
        within(len(rows), len(busy), self._limits)
        return Grid(len(rows), len(busy), tuple(cells))

    def _cell(self, cell: Element) -> SourceText:
        first = cell.children[0] if len(cell.children) == 1 else None
        if isinstance(first, Text) and not first.text.replace("&nbsp;", "").strip():
            source = SourceText("")
        elif isinstance(first, Text) and not _DIVIDED.search(first.text):
            line, column = self._places.at(first.offset)
            words = first.text.replace("\xa0", " ")
            return SourceText(words, (Run(0, len(words), line=line, column=column),))
        else:
            inner = Flow(self._places, self._limits).read(cell)
            source = joined(block.source for block in inner if isinstance(block, Line))
        if source.text:
            return source
        offset = next((c.offset for c in cell.children if isinstance(c, Text)), -1)
        if offset < 0:
            return source
        line, column = self._places.at(offset)
        return SourceText("", (Run(0, 0, line=line, column=column),))


def _collapsed(segments: Segments) -> Iterator[tuple[str, int]]:
    """Segments without white space at the ends, runs of it made one space."""
    waiting: tuple[str, int] | None = None
    before = ""
    for text, offset in segments:
        if text == " ":
            waiting = waiting or (text, offset)
            continue
        if not text or (text == _APART and not before):
            continue
        if waiting is not None and before:
            wrapped = waiting[1] < 0
            if not wrapped or glue(before, text):
                yield waiting
        waiting = None
        before = text
        yield text, offset


def _start(element: Element) -> int:
    text = element.get("start") if element.tag == "ol" else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _span(cell: Element, name: str, zero: int = 1) -> int:
    """A span as written; 0 means all that follows."""
    said = cell.get(name)
    if not said:
        return 1
    text = said.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        return 1
    return int(text) or zero


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if isinstance(child, Element) and not is_hidden(child):
            if child.tag == "tr":
                yield child
            elif child.tag in _ROW_GROUPS:
                yield from _rows(child)


def _parts(table: Element) -> tuple[tuple[tuple[str, str, int], ...], list[Text]]:
    """The elements of a table with their attributes and sizes, and its texts in their order."""
    marks: list[tuple[str, str, int]] = []
    texts: list[Text] = []
    for element in table.iterate():
        marks.append((element.tag, element.attributes, len(element.children)))
        texts += [child for child in element.children if isinstance(child, Text)]
    return tuple(marks), sorted(texts, key=lambda text: text.offset)


def _holds_table(element: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag == "table" or _holds_table(child))
        for child in element.children
    )


def _cells(row: Element) -> list[Element]:
    return [
        c for c in row.children if isinstance(c, Element) and c.tag in _CELLS and not is_hidden(c)
    ]
