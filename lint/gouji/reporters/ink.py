"""Styled lines for a terminal: text and style apart until the end, so that nothing is sent raw."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.view import visible

# SGR parameters (ECMA-48) by the name of a style
_CODES: Final = {
    "": "",
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "1;32",
    "label": "2",
    "mark": "1;31",
}
# what nearly all texts are made of: characters of one column, ideographs and their punctuation
_NARROW: Final = regex("[ -~“”‘’…—·×÷›\u2190-\u22ff]")
_PLAIN: Final = regex("[ -~“”‘’…—·×÷›\u2190-\u22ff\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]*")


class Piece(Record):
    """Some text in one style."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]


def line(*pieces: str | Piece) -> Line:
    """A line of pieces; plain strings have no style."""
    return tuple(Piece(p) if isinstance(p, str) else p for p in pieces)


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    shown = visible(text)
    if shown.isascii():
        return len(shown)
    if _PLAIN.fullmatch(shown):
        return 2 * len(shown) - len(_NARROW.findall(shown))
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables are large

    columns = wcswidth(shown)
    return columns if columns >= 0 else len(shown)


def pad(text: str, columns: int) -> str:
    """The text with spaces after it, up to a width."""
    return text + " " * (columns - width(text))


def paint(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as one text; the only escape sequences in it are our own."""
    painted = []
    for pieces in lines:
        parts = []
        for piece in pieces:
            shown, code = visible(piece.text), _CODES[piece.style]
            parts.append(f"\x1b[{code}m{shown}\x1b[0m" if colour and code and shown else shown)
        painted.append("".join(parts).rstrip() + "\n")
    return "".join(painted)


def wants_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour: FORCE_COLOR, then NO_COLOR, then whether it is a terminal."""
    if environment.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()
