"""Comments of Word: what each says, and the paragraphs that it is about."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict

from gouji.model.blocks import Remark
from gouji.readers.docx.names import P, T, W

_START, _END = W + "commentRangeStart", W + "commentRangeEnd"
_REFERENCE = W + "commentReference"
_ID = W + "id"


def comments_of(root: ET.Element, part: str, comments: ET.Element | None) -> tuple[Remark, ...]:
    """The comments of a part whose tree is ``root``; none if there is no part of comments."""
    if comments is None:
        return ()
    places = _places(root)
    paragraphs = list(root.iter(P))
    found = []
    for comment in comments.iter(W + "comment"):
        if text := "\n".join(map(_text, comment.iter(P))).strip():
            numbers = sorted(places[comment.get(_ID, "")])
            about = _text(paragraphs[numbers[0] - 1]) if numbers else ""
            parts = frozenset(f"{part}#p{n}" for n in numbers)
            found.append(Remark(text, parts=parts, about=about))
    return tuple(found)


def _text(paragraph: ET.Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(T))


def _places(root: ET.Element) -> defaultdict[str, set[int]]:
    """The paragraphs, counted from 1 in document order, that each comment touches."""
    touched: defaultdict[str, set[int]] = defaultdict(set)
    opened: set[str] = set()
    count = 0
    # an element with the number of the paragraph around it, 0 for none
    waiting: list[tuple[ET.Element, int]] = [(root, 0)]
    while waiting:
        element, around = waiting.pop()
        name = element.get(_ID, "")
        if element.tag == P:
            count = around = count + 1
            for each in opened:
                touched[each].add(around)
        elif element.tag in (_START, _REFERENCE):
            touched[name] |= {around} - {0}
        if element.tag == _START:
            opened.add(name)
        elif element.tag == _END:
            opened.discard(name)
        waiting += [(child, around) for child in reversed(element)]
    return touched
