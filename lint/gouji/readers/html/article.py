"""The part of a page that is the document: its article, without the furniture around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.html.elements import Element, Text
from gouji.vocabulary import load

_WORDS: Final = load("pages")
_FURNITURE_TAGS: Final = frozenset(_WORDS["furniture"]["tags"])
_FURNITURE_ROLES: Final = frozenset(_WORDS["furniture"]["roles"])
_FURNITURE_NAMES: Final = frozenset(_WORDS["furniture"]["names"])
_ARTICLE_NAMES: Final = frozenset(_WORDS["article"]["names"])
_SPLIT: Final = regex(r"[^a-z0-9]+")
_CAMEL: Final = regex(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN: Final = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_OF_A_PAGE: Final = 0.5  # an article holds at least this share of the words
_SMALL: Final = 0.2  # furniture holds at most this share of them


def article_of(root: Element) -> Element:
    """The element that holds the document; the whole page if none is marked."""
    lengths: dict[int, int] = {}
    _measure(root, lengths)
    whole = lengths[id(root)]
    _strip(root, lengths, whole)
    marked = [e for e in root.iterate() if _is_article(e)]
    best = max(marked, key=lambda e: lengths.get(id(e), 0), default=None)
    if best is None or lengths.get(id(best), 0) < _MOST_OF_A_PAGE * whole:
        return root
    return best


class _Marks(Record):
    """What the attributes of an element say of its part in the page."""

    hidden: bool = False
    furniture_role: bool = False
    furniture_name: bool = False
    article: bool = False


_UNMARKED: Final = _Marks()


def is_hidden(element: Element) -> bool:
    """Whether an element is not shown."""
    return _marks(element).hidden


def _marks(element: Element) -> _Marks:
    return _read_marks(element.attributes) if element.attributes else _UNMARKED


@lru_cache(maxsize=1024)
def _read_marks(attributes: str) -> _Marks:
    """Read once for all elements that are marked alike, as the cells of a table are."""
    element = Element("", attributes)
    role, names = element.get("role").lower(), _names(element)
    return _Marks(
        hidden=bool(_HIDDEN.search(element.get("style"))) or element.has("hidden"),
        furniture_role=role in _FURNITURE_ROLES,
        furniture_name=bool(names & _FURNITURE_NAMES),
        article=role == "main" or bool(names & _ARTICLE_NAMES),
    )


def _measure(element: Element, lengths: dict[int, int]) -> int:
    """The number of characters in an element that are no link."""
    total = 0
    if element.tag != "a":
        for child in element.children:
            if isinstance(child, Text):
                total += len(child.text.strip())
            else:
                total += _measure(child, lengths)
    lengths[id(element)] = total
    return total


def _strip(element: Element, lengths: dict[int, int], whole: int) -> None:
    """Take the furniture out."""
    kept: list[Element | Text] = []
    for child in element.children:
        if isinstance(child, Element):
            if _is_furniture(child, lengths.get(id(child), 0), whole):
                continue
            _strip(child, lengths, whole)
        kept.append(child)
    element.children = kept


def _names(element: Element) -> set[str]:
    """The words of class and id: ``news_content`` as it is and in parts."""
    said = f"{element.get('class')} {element.get('id')}".split()
    parts = (_SPLIT.split(_CAMEL.sub("-", name).lower()) for name in said)
    return {name.lower() for name in said} | {p for ps in parts for p in ps if p}


def _is_furniture(element: Element, length: int, whole: int) -> bool:
    marks = _marks(element)
    if element.tag in _FURNITURE_TAGS or marks.hidden:
        return True
    if marks is _UNMARKED or length > _SMALL * whole or element.tag in ("body", "html"):
        return False
    return marks.furniture_role or (marks.furniture_name and not _has_cells(element))


def _has_cells(element: Element) -> bool:
    return any(e.tag in ("td", "th") for e in element.iterate())


def _is_article(element: Element) -> bool:
    return element.tag in ("article", "main") or _marks(element).article
