"""Places of the program (lines and columns of characters, from 1) and those of an editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lsprotocol import types

from gouji.diagnostics import Position
from gouji.model.place import Spot
from gouji.model.record import Record
from gouji.model.regex import regex

# What ends a line for an editor; str.splitlines would also break at form feeds, which the text
# of a PDF is full of.
_LINE_END: Final = regex(r"\r\n|\r|\n")
Encoding = types.PositionEncodingKind
_OTHER_UNITS: Final = {
    Encoding.Utf8: ("utf-8", 1),
    Encoding.Utf16: ("utf-16-le", 2),
}


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text as an editor counts them, without their ends."""
    return tuple(_LINE_END.split(text))


def units(text: str, encoding: Encoding) -> int:
    """How long a text is in the units of a position encoding (𠮷 is 4, 2 or 1)."""
    other = _OTHER_UNITS.get(encoding)
    if other is None or text.isascii():
        return len(text)
    codec, width = other
    return len(text.encode(codec, "surrogatepass")) // width


class Grounds(Record):
    """The lines that places refer to, and the units in which the editor counts."""

    lines: Sequence[str]
    encoding: Encoding

    def position(self, line: int, column: int) -> types.Position:
        """An editor's position; a line beyond the end is the end."""
        if line > len(self.lines):
            line, column = len(self.lines), len(self.lines[-1]) + 1 if self.lines else 1
        text = self.lines[line - 1] if self.lines else ""
        return types.Position(max(line - 1, 0), units(text[: column - 1], self.encoding))

    def range(self, place: Position | Spot) -> types.Range:
        """An editor's range; the start of the document for what stands nowhere."""
        if place.line is None:
            return types.Range(types.Position(0, 0), types.Position(0, 0))
        column = place.column or 1
        return types.Range(
            self.position(place.line, column),
            self.position(place.end_line or place.line, place.end_column or column),
        )

    def whole_lines(self, first: int, last: int) -> types.Range:
        """From the start of a line to the end of another."""
        return types.Range(
            types.Position(max(first - 1, 0), 0),
            self.position(last, len(self.lines[last - 1]) + 1 if last <= len(self.lines) else 1),
        )

    @property
    def end(self) -> types.Position:
        """The end of the document."""
        return self.position(len(self.lines) + 1, 1)


def before(one: types.Position, other: types.Position) -> bool:
    """Whether a position stands before another or at it."""
    return (one.line, one.character) <= (other.line, other.character)


def overlap(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges meet; a cursor right behind a word still means the word."""
    return before(one.start, other.end) and before(other.start, one.end)
