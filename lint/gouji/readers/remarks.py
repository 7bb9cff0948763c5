"""Remarks in line-based files: ``<!-- … -->`` of Markdown and HTML, and the lines each is about."""

from __future__ import annotations

import re
from typing import Final

from gouji.model.blocks import Remark
from gouji.model.regex import regex

_COMMENT: Final = regex(r"<!--(?P<text>.*?)-->", re.DOTALL)
_OURS: Final = regex(r"\s*<!--\s*gouji\s*[:：].*?-->\s*", re.IGNORECASE)
_OPENS: Final = regex(r"\s*<(?P<name>[a-zA-Z][\w-]*)")


def remarks(text: str) -> tuple[Remark, ...]:
    """The comments of a text, whose lines end in ``\\n``.

    A comment beside other text is about its own lines. One that stands alone is about what
    follows: an HTML element to its end, or the lines up to the next empty one.
    """
    lines = text.split("\n")
    found = []
    for comment in _COMMENT.finditer(text):
        first = text.count("\n", 0, comment.start()) + 1
        last = first + comment[0].count("\n")
        before = text[text.rfind("\n", 0, comment.start()) + 1 : comment.start()]
        end = text.find("\n", comment.end())
        after = text[comment.end() : end if end >= 0 else len(text)]
        start, stop = first, last
        if not _COMMENT.sub("", before).strip() and not _COMMENT.sub("", after).strip():
            start, stop = _following(text, lines, comment.end(), last)
        found.append(Remark(comment["text"].strip(), start, stop, first))
    return tuple(found)


def is_remark(line: str) -> bool:
    """Whether a line holds nothing but a remark to this program."""
    return _OURS.fullmatch(line) is not None


def _following(text: str, lines: list[str], position: int, line: int) -> tuple[int, int]:
    """The lines of the block after a comment; the comment's own if nothing follows."""
    start = line + 1
    while start <= len(lines) and not _COMMENT.sub("", lines[start - 1]).strip():
        start += 1
    if start > len(lines):
        return line, line
    element = _OPENS.match(_COMMENT.sub(lambda m: " " * len(m[0]), text), position)
    if element:
        return start, _end_of_element(text, element)
    stop = start
    while stop < len(lines) and lines[stop].strip():
        stop += 1
    return start, stop


def _end_of_element(text: str, element: re.Match[str]) -> int:
    """The line on which an HTML element ends; that of its start where it has no end."""
    depth = 0
    for tag in re.finditer(rf"<(?P<close>/?){element['name']}\b[^>]*>", text[element.start() :]):
        depth += -1 if tag["close"] else 1
        if not depth:
            return text.count("\n", 0, element.start() + tag.end() - 1) + 1
    return text.count("\n", 0, element.end()) + 1
