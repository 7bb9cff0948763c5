"""The line on which each key of a TOML file stands; the TOML reader itself does not tell."""

from __future__ import annotations

import re
from typing import Any, Final

from gouji.model.regex import regex

Path = tuple[str | int, ...]

_PART: Final = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY: Final = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER: Final = regex(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<key>{_KEY})[ \t]*\]")
_PAIR: Final = regex(rf"[ \t]*(?P<key>{_KEY})[ \t]*=")
# What a value is made of: strings and comments may hold brackets that open nothing.
_TOKEN: Final = regex(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[{]|[\]}]|\n',
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every key and table header of a valid TOML file; the tables of an
    array are told apart by their index. Keys within an inline table stand where the table does."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    prefix: Path = ()
    position = 0
    text = text.replace("\r\n", "\n")
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        if header := _HEADER.match(text, position):
            prefix = _parts(header["key"])
            if header["open"] == "[[":
                counts[prefix] = counts.get(prefix, -1) + 1
            prefix = _indexed(prefix, counts)
            lines.setdefault(prefix, line)
            position = _next_line(text, header.end())
        elif pair := _PAIR.match(text, position):
            path = (*prefix, *_parts(pair["key"]))
            for length in range(len(prefix) + 1, len(path) + 1):
                lines.setdefault(path[:length], line)
            position = _end_of_value(text, pair.end())
        else:
            position = _next_line(text, position)
    return lines


def _parts(key: str) -> Path:
    """The parts of a dotted key without their quotes."""
    import tomli  # noqa: PLC0415 - where no file is read it is not needed

    parts: list[str] = []
    table: Any = tomli.loads(f"{key} = 1")
    while isinstance(table, dict):
        ((name, table),) = table.items()
        parts.append(name)
    return tuple(parts)


def _indexed(path: Path, counts: dict[Path, int]) -> Path:
    """The path with the current index after every part that is an array of tables."""
    indexed: Path = ()
    for length in range(1, len(path) + 1):
        indexed = (*indexed, path[length - 1])
        if path[:length] in counts:
            indexed = (*indexed, counts[path[:length]])
    return indexed


def _next_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _end_of_value(text: str, position: int) -> int:
    """The start of the line after a value, which may run over several lines."""
    depth = 0
    for token in _TOKEN.finditer(text, position):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if token[0] == "\n" and depth <= 0:
            return token.end()
    return len(text)
