"""Marks in PDF: highlights with a note, each with an appearance of its own so that every viewer
shows it. They are added behind the file, whose own bytes stay as they are."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from gouji.annotators import AUTHOR, AnnotateError, Mark
from gouji.annotators.increment import Increment
from gouji.model.blocks import Page
from gouji.model.place import Box, Run
from gouji.readers.pdf.pages import placed
from gouji.rule import Severity

_NAME: Final = f"{AUTHOR}-"  # begins the /NM of our annotations
_COLOURS: Final = {
    Severity.ERROR: (1.0, 0.60, 0.58),
    Severity.WARNING: (1.0, 0.84, 0.36),
    Severity.INFO: (0.62, 0.82, 1.0),
}
_PRINT: Final = 4  # annotation flag: on paper too
_MARGIN: Final = 1.0  # points by which a highlight stands out from its characters
_CORNER: Final = Box(18.0, 18.0, 36.0, 36.0)  # for a mark without a place
_PAGES: Final = 3_000

Rect = tuple[float, float, float, float]
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


def annotated_pdf(data: bytes, marks: Sequence[Mark], pages: Sequence[Page]) -> bytes:
    """The file with its marks behind it.

    :raises AnnotateError: ``encrypted-output`` when it is encrypted, ``damaged-output`` when its
        structure does not allow of additions.
    """
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return _annotated(data, marks, pages)
    except (AnnotateError, ModuleNotFoundError):
        raise
    # The file is a stranger's; whatever a library makes of it is the file's fault.
    except Exception as error:
        raise AnnotateError("damaged-output", reason=type(error).__name__) from error
    finally:
        logger.setLevel(level)


def _annotated(data: bytes, marks: Sequence[Mark], pages: Sequence[Page]) -> bytes:
    increment = Increment(data)
    turned = {page.number: page.turned for page in pages}
    for number, page in enumerate(increment.reader.pages[:_PAGES], start=1):
        media = page.mediabox
        box = (float(media.left), float(media.bottom), float(media.right), float(media.top))
        shape = _Shape(box, turned.get(number, 0))
        ours = [
            _annotation(mark, quads, increment)
            for mark in marks
            if (quads := [shape.quad(each) for each in _boxes(mark, number)])
        ]
        _put(page, ours, increment)
    return increment.finished()


def _put(page: Any, ours: list[DictionaryObject], increment: Increment) -> None:
    """Our annotations behind those of others on a page; an untouched page is not written."""
    there = list(page.get("/Annots", ArrayObject()).get_object() or ())
    others = [each for each in there if not _is_ours(each)]
    if not ours and len(others) == len(there):
        return
    copy = increment.changed(page.indirect_reference)
    reference = page.indirect_reference
    for each in ours:
        each[NameObject("/P")] = IndirectObject(reference.idnum, reference.generation, None)
    copy[NameObject("/Annots")] = ArrayObject([*others, *(increment.new(each) for each in ours)])


def _is_ours(annotation: Any) -> bool:
    entry = annotation.get_object()
    return isinstance(entry, DictionaryObject) and str(entry.get("/NM", "")).startswith(_NAME)


class _Shape:
    """A page as stored, and as it was read."""

    def __init__(self, media: Rect, turned: int) -> None:
        left, right = sorted((media[0], media[2]))
        bottom, top = sorted((media[1], media[3]))
        self._matrix, _, _ = placed((left, bottom, right, top), turned)

    def _stored(self, x: float, y: float) -> Point:
        """A point of the page as read in the coordinates of the file."""
        a, b, c, d, e, f = self._matrix
        across, down, scale = x - e, y - f, a * d - b * c
        return (d * across - c * down) / scale, (a * down - b * across) / scale

    def quad(self, box: Box) -> Quad:
        """The corners of a box: upper left, upper right, lower left, lower right, as read."""
        x0, x1 = box.x0 - _MARGIN, box.x1 + _MARGIN
        top, bottom = box.top - _MARGIN, box.bottom + _MARGIN
        return (
            self._stored(x0, top),
            self._stored(x1, top),
            self._stored(x0, bottom),
            self._stored(x1, bottom),
        )


def _boxes(mark: Mark, page: int) -> list[Box]:
    """What a mark covers of a page: a box for each line."""
    if not mark.pieces:
        return [_CORNER] if page == 1 else []
    boxes: list[Box] = []
    for box in _own_boxes(mark.pieces, page):
        if boxes and _same_line(boxes[-1], box):
            boxes[-1] = boxes[-1].union(box)
        else:
            boxes.append(box)
    return boxes


def _own_boxes(pieces: Sequence[Run], page: int) -> Iterator[Box]:
    for piece in pieces:
        box = piece.box(0, piece.length) if piece.page == page else None
        if box is not None:
            yield Box(min(box.x0, box.x1), box.top, max(box.x0, box.x1), box.bottom)


def _same_line(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    near = other.x0 - one.x1 < max(one.bottom - one.top, other.bottom - other.top)
    return near and shared * 2 > min(one.bottom - one.top, other.bottom - other.top)


def _annotation(mark: Mark, quads: list[Quad], increment: Increment) -> DictionaryObject:
    """A highlight with its note and its appearance."""
    corners = [point for quad in quads for point in quad]
    rect = _floats(
        (
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )
    )
    colour = _COLOURS[mark.severity]
    appearance = increment.new(_appearance(quads, rect, colour))
    return _named(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Highlight"),
        Rect=rect,
        QuadPoints=_floats(n for point in corners for n in point),
        C=_floats(colour),
        F=NumberObject(_PRINT),
        T=TextStringObject(AUTHOR),
        Contents=TextStringObject(mark.text),
        NM=TextStringObject(_NAME + mark.key),
        M=TextStringObject(datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ")),
        AP=_named(N=appearance),
    )


def _appearance(quads: list[Quad], rect: ArrayObject, colour: Sequence[float]) -> StreamObject:
    """The highlight as drawn: its colour multiplied with what is below, so that text stays
    readable."""
    red, green, blue = colour
    lines = [f"/Mark gs {red:.3f} {green:.3f} {blue:.3f} rg"]
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in quads:
        lines.append(
            f"{ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l {dx:.2f} {dy:.2f} l {cx:.2f} {cy:.2f} l h f"
        )
    stream = StreamObject()
    state = _named(Type=NameObject("/ExtGState"), BM=NameObject("/Multiply"))
    resources = _named(ExtGState=_named(Mark=state))
    group = _named(S=NameObject("/Transparency"))
    entries = _named(
        Type=NameObject("/XObject"),
        Subtype=NameObject("/Form"),
        BBox=rect,
        Resources=resources,
        Group=group,
    )
    stream.update(entries)
    stream.set_data("\n".join(lines).encode("ascii"))
    return stream


def _named(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _floats(numbers: Any) -> ArrayObject:
    return ArrayObject([FloatObject(f"{number:.3f}") for number in numbers])
