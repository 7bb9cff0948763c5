"""HTML as a tree of elements with the offset of every piece of text in the file.

A small reader of our own, because places matter and libraries do not keep them. It takes time in
proportion to the length of the file, whatever the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final

from msgspec import field

from gouji.model.record import Mutable
from gouji.model.regex import regex

_TOKEN: Final = regex(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][^\s/<>]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<[!?][^<>]*+>?|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_ATTRIBUTE: Final = regex(
    r"([^\s=/\"'<>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?"
)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RAW: Final = frozenset(("script", "style", "textarea", "title", "xmp", "noscript", "iframe"))
BLOCKS: Final = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul".split()
)
# What a start tag closes if it is open, and the elements within which that must be looked for.
_CLOSES: Final = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "td": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "th": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    **dict.fromkeys(
        ("tbody", "thead", "tfoot"), (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",)))
    ),
}
_DEEPEST: Final = 150


class Text(Mutable):
    """Characters of the file from an offset on, entities not yet resolved."""

    text: str
    offset: int


class Element(Mutable):
    """An element: its tag in small letters, its attributes as written, and what is in it."""

    tag: str
    attributes: str = ""
    children: list[Element | Text] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of an attribute, empty if it has none."""
        return _values(self.attributes).get(name, "") if self.attributes else ""

    def has(self, name: str) -> bool:
        """Whether there is an attribute."""
        return bool(self.attributes) and name in _values(self.attributes)

    def iterate(self) -> Iterator[Element]:
        """The element and all below it."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [c for c in reversed(element.children) if isinstance(c, Element)]


@lru_cache(maxsize=1024)
def _values(attributes: str) -> dict[str, str]:
    """Attributes by name, the first of a name; the cells of a table are mostly written alike."""
    values: dict[str, str] = {}
    for name, *quoted in _ATTRIBUTE.findall(attributes):
        values.setdefault(name.lower(), unescape("".join(quoted)))
    return values


def tree_of(text: str, start: int = 0, end: int | None = None) -> Element:
    """The elements of a file, or of a stretch of it."""
    root = Element("")
    stack = [root]
    end = len(text) if end is None else end
    position = start
    while position < end:
        match = _TOKEN.match(text, position, end)
        if match is None:
            break
        position = match.end()
        close, tag, attributes, words = match.groups()
        if words is not None:
            stack[-1].children.append(Text(words, match.start()))
        elif tag:
            tag = tag.lower()
            if close:
                _close(stack, tag)
                continue
            element = Element(tag, attributes)
            _make_room(stack, tag)
            stack[-1].children.append(element)
            if tag in _RAW:
                position = _after_raw(text, tag, position, end)
            elif not (tag in _VOID or attributes.endswith("/") or len(stack) >= _DEEPEST):
                stack.append(element)
    return root


def _after_raw(text: str, tag: str, position: int, end: int) -> int:
    """Where the raw text of a script or the like ends."""
    found = re.compile(rf"</{tag}\b[^>]*>", re.IGNORECASE).search(text, position, end)
    return found.end() if found else end


def _make_room(stack: list[Element], tag: str) -> None:
    """Close what a start tag ends by coming: a cell ends the cell before it."""
    if tag in BLOCKS and stack[-1].tag == "p":
        stack.pop()
    if tag not in _CLOSES:
        return
    ended, borders = _CLOSES[tag]
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].tag in ended:
            del stack[index:]
            return
        if stack[index].tag in borders:
            return


def _close(stack: list[Element], tag: str) -> None:
    """Close an element; a stray end tag closes nothing, and none reaches out of its cell."""
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].tag == tag:
            del stack[index:]
            return
        if stack[index].tag == "table" or (
            stack[index].tag in ("td", "th") and tag not in ("tr", "table", "tbody", "thead")
        ):
            return
