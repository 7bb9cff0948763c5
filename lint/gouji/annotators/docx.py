"""Marks in Word documents: comments anchored on the exact characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from gouji.annotators import AUTHOR, AnnotateError, Mark
from gouji.annotators.package import Element, Parts
from gouji.annotators.runs import Cuts, Stretch, Texts, W

_COMMENTS: Final = "word/comments{}.xml"
_COMMENTS_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# What Word itself keeps beside its comments: whether they are done, whom they answer.
_BESIDE: Final = ("commentsExtended", "commentsIds", "commentsExtensible")
_MARKERS: Final = ("commentRangeStart", "commentRangeEnd")


def annotated_docx(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The document with its comments; what is written in it stays as it is.

    :raises AnnotateError: ``damaged-output`` for a package that cannot be rewritten.
    """
    parts = Parts(data)
    document = parts.xml(parts.main) if parts.main else None
    if document is None:
        raise AnnotateError("damaged-output", reason="w:document")
    comments_part = parts.target(parts.main, "comments")
    if comments_part:
        _remove_ours(parts, document, comments_part)
    if not marks:
        return parts.finished()
    comments = parts.xml(comments_part) if comments_part else etree.Element(
        W + "comments", nsmap={"w": W[1:-1]}
    )  # fmt: skip
    if not comments_part:
        comments_part = parts.free_name(_COMMENTS).replace("comments1", "comments")
        parts.put(comments_part, comments, _COMMENTS_TYPE)
        parts.relate(parts.main, comments_part, "comments")
    _add(document, comments, marks, parts.main)
    parts.touch(parts.main)
    parts.touch(comments_part)
    return parts.finished()


def _add(document: Element, comments: Element, marks: Sequence[Mark], part: str) -> None:
    """A comment for each mark, and its range in the text."""
    texts = Texts(document, part)
    found = [texts.stretch(mark.pieces) for mark in marks]
    cuts = Cuts(cut for stretch in found if stretch for cut in (stretch.start, stretch.end))
    number = 1 + max((_id(each) for each in comments), default=-1)
    first = next(document.iter(W + "p"), None)
    for mark, stretch in zip(marks, found, strict=True):
        if _anchor(stretch, cuts, number) or _anchor_before(first, number):
            comments.append(_comment(mark, number))
            number += 1


def _anchor(stretch: Stretch | None, cuts: Cuts, number: int) -> bool:
    """Put the range of a comment around a stretch; whether that could be done."""
    if stretch is None:
        return False
    first, last = cuts.beginning(stretch.start), cuts.ending(stretch.end)
    if first is None or last is None:
        return False
    first.addprevious(_marker("commentRangeStart", number))
    end = _marker("commentRangeEnd", number)
    last.addnext(end)
    end.addnext(_reference(number))
    return True


def _anchor_before(paragraph: Element | None, number: int) -> bool:
    """Put a comment at the beginning of a paragraph."""
    if paragraph is None:
        return False
    properties = paragraph.find(W + "pPr")
    paragraph.insert(0 if properties is None else 1, _reference(number))
    return True


def _marker(name: str, number: int) -> Element:
    marker = etree.Element(W + name)
    marker.set(W + "id", str(number))
    return marker


def _reference(number: int) -> Element:
    run = etree.Element(W + "r")
    run.append(_marker("commentReference", number))
    return run


def _comment(mark: Mark, number: int) -> Element:
    comment = etree.Element(W + "comment")
    comment.set(W + "id", str(number))
    comment.set(W + "author", AUTHOR)
    comment.set(W + "initials", AUTHOR)
    comment.set(W + "date", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for line in mark.text.splitlines():
        paragraph = etree.SubElement(comment, W + "p")
        text = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t")
        text.text = line
    return comment


def _id(comment: Element) -> int:
    number = comment.get(W + "id", "")
    return int(number) if number.isdecimal() else -1


def _remove_ours(parts: Parts, document: Element, comments_part: str) -> None:
    """Take our comments of an earlier run away, with their ranges; answers to them stay."""
    comments = parts.xml(comments_part)
    ours = [each for each in comments.iter(W + "comment") if each.get(W + "author") == AUTHOR]
    if not ours:
        return
    numbers = {each.get(W + "id") for each in ours}
    paragraphs = {p.get(_W14 + "paraId") for each in ours for p in each.iter(W + "p")} - {None}
    for comment in ours:
        comments.remove(comment)
    for name in _MARKERS:
        _drop(m for m in document.iter(W + name) if m.get(W + "id") in numbers)
    for reference in list(document.iter(W + "commentReference")):
        if reference.get(W + "id") in numbers:
            run = reference.getparent()
            siblings = [] if run is None else [c for c in run if c.tag != W + "rPr"]
            _drop([reference if run is None or len(siblings) > 1 else run])
    for kind in _BESIDE:
        if beside := parts.target(parts.main, kind):
            _forget(parts.xml(beside), {str(p) for p in paragraphs})
            parts.touch(beside)
    parts.touch(parts.main)
    parts.touch(comments_part)


def _drop(elements: Iterable[Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _forget(root: Element, paragraphs: set[str]) -> None:
    """Entries about comments that are gone; what answered them stands for itself."""
    for entry in list(root):
        names = {etree.QName(key).localname: key for key in entry.attrib}
        if entry.get(names.get("paraId", "")) in paragraphs:
            root.remove(entry)
        elif entry.get(names.get("paraIdParent", "")) in paragraphs:
            del entry.attrib[names["paraIdParent"]]
