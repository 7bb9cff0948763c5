"""Small things that readers of flowing text share: joining lines, places in a source file."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from gouji.model.blocks import ReadError, Remark
from gouji.model.place import Run, SourceText
from gouji.model.regex import regex
from gouji.readers.limits import Limits
from gouji.readers.remarks import remarks

# GB 18030 holds all that its forerunners do.
_NATIONAL: Final = MappingProxyType(
    dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "gb2312-80", "cp936", "x-gbk"), "gb18030")
)
_NEWLINE: Final = regex(r"\r\n|\r|\n")
_MOST_REMARKS: Final = 500
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def glue(before: str, after: str) -> str:
    """What stands between two lines of a cell when they are read as one.

    Nothing between Chinese characters; a space where words or figures would run together.
    """
    wide = any(unicodedata.east_asian_width(c) in "WF" for c in (before[-1:], after[:1]) if c)
    return "" if wide or before[-1:].isspace() or after[:1].isspace() else " "


def joined(pieces: Iterable[SourceText]) -> SourceText:
    """Lines of a cell one after another."""
    whole = SourceText("")
    for piece in pieces:
        if piece.text.strip():
            between = glue(whole.text, piece.text) if whole.text else ""
            whole = SourceText.join([whole, piece], between) if whole.text else piece
    return whole


class Places:
    """Offsets in a text file as lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        self.starts += [match.end() for match in _NEWLINE.finditer(text)]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def source(self, segments: Iterable[tuple[str, int]]) -> SourceText:
        """Segments of text, each within one line, and their offsets (-1: it stands nowhere)."""
        texts: list[str] = []
        runs: list[Run] = []
        length = 0
        for text, offset in segments:
            if offset >= 0:
                line, column = self.at(offset)
                runs.append(Run(length, len(text), line=line, column=column))
            texts.append(text)
            length += len(text)
        return SourceText("".join(texts), tuple(runs))


def decoded(data: bytes, declared: str = "") -> str:
    """Text by its byte order mark, by what it declares, as UTF-8 or GB 18030.

    :raises ReadError: ``empty`` or ``not-text``.
    """
    mark = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    names = [mark] if mark else [n for n in (_NATIONAL.get(declared, declared), "utf-8") if n]
    for name in (*names, "gb18030"):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if "\0" in text:
            break
        if not text.strip():
            raise ReadError("empty")
        return text
    raise ReadError("not-text")


def remarks_in(text: str) -> tuple[Remark, ...]:
    """The comments of a file; none of one whose comments have no end or no number."""
    closed = text.rfind("<!--") <= text.rfind("-->")
    return remarks(text) if closed and text.count("<!--") <= _MOST_REMARKS else ()


def within(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a grid that is larger than any table.

    :raises ReadError: ``too-large-inside``.
    """
    if rows * columns > limits.cells:
        raise ReadError("too-large-inside", part=f"{rows} × {columns}", maximum=limits.cells)
