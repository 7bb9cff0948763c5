"""Runs of a Word document cut at exact characters, so that something can be put between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Final

from lxml import etree

from gouji.annotators.package import Element
from gouji.model.place import Run
from gouji.model.regex import regex

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PLACE: Final = regex(r"(?P<part>.*)#p(?P<paragraph>\d+)\.t(?P<text>\d+)")

Cut = tuple[Element, int]  # a w:t and an offset in its characters


class Stretch:
    """Characters of a document: where they begin and where they end, and the ``w:t`` between."""

    def __init__(self, pieces: Sequence[tuple[Element, int, int]]) -> None:
        self.pieces = tuple(pieces)

    @property
    def start(self) -> Cut:
        """Before the first character."""
        element, first, _ = self.pieces[0]
        return element, first

    @property
    def end(self) -> Cut:
        """Behind the last character."""
        element, _, last = self.pieces[-1]
        return element, last

    @property
    def text(self) -> str:
        """The characters."""
        return "".join((element.text or "")[a:b] for element, a, b in self.pieces)


class Texts:
    """The ``w:t`` elements of a part by the places that the reader gave them."""

    def __init__(self, root: Element, part: str) -> None:
        self._part = part
        self._paragraphs = list(root.iter(W + "p"))
        self._texts: dict[int, list[Element]] = {}

    def stretch(self, pieces: Iterable[Run]) -> Stretch | None:
        """The characters of some pieces, None if none of them stands in this part."""
        found = []
        for piece in pieces:
            element = self._element(piece.part or "")
            if element is not None and piece.column is not None:
                first = piece.column - 1
                last = min(first + piece.length, len(element.text or ""))
                if first < last:
                    found.append((element, first, last))
        return Stretch(found) if found else None

    def _element(self, place: str) -> Element | None:
        match = _PLACE.fullmatch(place)
        if match is None or match["part"] != self._part:
            return None
        paragraph, text = int(match["paragraph"]) - 1, int(match["text"]) - 1
        if not 0 <= paragraph < len(self._paragraphs):
            return None
        if paragraph not in self._texts:
            self._texts[paragraph] = list(self._paragraphs[paragraph].iter(W + "t"))
        texts = self._texts[paragraph]
        return texts[text] if 0 <= text < len(texts) else None


class Cuts:
    """Runs cut at all places wanted: what begins and what ends at each of them."""

    def __init__(self, wanted: Iterable[Cut]) -> None:
        self._begins: dict[Cut, Element] = {}
        self._ends: dict[Cut, Element] = {}
        by_text: dict[Element, set[int]] = {}
        for element, offset in wanted:
            by_text.setdefault(element, set()).add(offset)
        by_run: dict[Element, dict[Element, set[int]]] = {}
        for element, offsets in by_text.items():
            run = element.getparent()
            if run is not None and run.tag == W + "r":
                by_run.setdefault(run, {})[element] = offsets
        for run, texts in by_run.items():
            self._cut(run, texts)

    def beginning(self, cut: Cut) -> Element | None:
        """The run whose first character is the one behind a cut."""
        return self._begins.get(cut)

    def ending(self, cut: Cut) -> Element | None:
        """The run whose last character is the one before a cut."""
        return self._ends.get(cut)

    def _cut(self, run: Element, texts: dict[Element, set[int]]) -> None:
        """Deal the content of a run out to runs with the same properties."""
        properties = run.find(W + "rPr")
        content = [child for child in run if child is not properties]
        current, empty = run, True
        for child in content:
            length = len(child.text or "")
            for offset, part in _parts(child, texts.get(child, set())):
                if offset in texts.get(child, ()) and not empty:
                    self._ends[child, offset] = current
                    current, empty = _following(current, properties), True
                if offset in texts.get(child, ()):
                    self._begins[child, offset] = current
                if part is not child or current is not run:
                    current.append(part)
                empty = False
            if length in texts.get(child, ()):
                self._ends[child, length] = current
                if child is not content[-1]:
                    current, empty = _following(current, properties), True


def _parts(child: Element, offsets: set[int]) -> list[tuple[int, Element]]:
    """A ``w:t`` in parts, each with its offset; the first part is the element itself."""
    text = child.text or ""
    inner = sorted(offset for offset in offsets if 0 < offset < len(text))
    parts = [(0, child)]
    for start, end in pairwise([*inner, len(text)]):
        part = etree.Element(child.tag)
        part.text = text[start:end]
        part.set(_SPACE, "preserve")
        parts.append((start, part))
    if inner:
        child.text = text[: inner[0]]
        child.set(_SPACE, "preserve")
    return parts


def _following(run: Element, properties: Element | None) -> Element:
    """A run behind a run, with its properties."""
    new = etree.Element(run.tag)
    if properties is not None:
        new.append(deepcopy(properties))
    run.addnext(new)
    return new
