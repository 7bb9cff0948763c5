"""Suggestions in Word documents as tracked changes: the author accepts or rejects each of them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime

from lxml import etree

from gouji.annotators import AUTHOR, AnnotateError
from gouji.annotators.package import Element, Parts
from gouji.annotators.runs import Cuts, Stretch, Texts, W
from gouji.suggestion import Suggestion

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def with_changes(
    data: bytes, suggestions: Sequence[Suggestion]
) -> tuple[bytes, tuple[Suggestion, ...]]:
    """The document with changes, and the suggestions whose characters were found in it.

    :raises AnnotateError: ``damaged-output`` for a package that cannot be rewritten.
    """
    parts = Parts(data)
    if not parts.main:
        raise AnnotateError("damaged-output", reason="w:document")
    document = parts.xml(parts.main)
    texts = Texts(document, parts.main)
    found: list[tuple[Suggestion, Stretch]] = []
    for each in suggestions:
        source = each.place.node.source
        stretch = texts.stretch(source.slice(each.place.start, each.place.end).runs)
        if stretch is not None and stretch.text == each.place.text:
            found.append((each, stretch))
    cuts = Cuts(
        cut
        for _, stretch in found
        for element, first, last in stretch.pieces
        for cut in ((element, first), (element, last))
    )
    number = 1 + max((_number(e.get(W + "id")) for e in document.iter(etree.Element)), default=0)
    applied = []
    for suggestion, stretch in found:
        if _change(stretch, suggestion.text, cuts, number):
            number += len(stretch.pieces) + 1
            applied.append(suggestion)
    if applied:
        parts.touch(parts.main)
    return parts.finished(), tuple(applied)


def _change(stretch: Stretch, text: str, cuts: Cuts, number: int) -> bool:
    """Delete the runs of a stretch and insert one with the new text; whether it could be done."""
    runs = []
    for element, first, last in stretch.pieces:
        run = cuts.beginning((element, first))
        if run is None or run is not cuts.ending((element, last)):
            return False
        runs.append(run)
    inserted = _tracked("ins", number)
    run = etree.SubElement(inserted, W + "r")
    properties = runs[0].find(W + "rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    words = etree.SubElement(run, W + "t")
    words.text = text
    words.set(_SPACE, "preserve")
    for offset, old in enumerate(runs, start=1):
        deleted = _tracked("del", number + offset)
        old.addprevious(deleted)
        deleted.append(old)
        for each in old.findall(W + "t"):
            each.tag = W + "delText"
            each.set(_SPACE, "preserve")
        if old is runs[-1]:
            deleted.addnext(inserted)
    return True


def _tracked(name: str, number: int) -> Element:
    change = etree.Element(W + name)
    change.set(W + "id", str(number))
    change.set(W + "author", AUTHOR)
    change.set(W + "date", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return change


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
