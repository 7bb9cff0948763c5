"""The object layer: a PDF file to its pages."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdftypes import PDFObjRef, PDFStream

from gouji.model.blocks import ReadError
from gouji.model.record import Record
from gouji.readers.pdf.objects import dictionary, name_of, numbers, resolved
from gouji.readers.pdf.records import Budget, Exhausted, Rect
from gouji.readers.pdf.streams import decoded
from gouji.readers.pdf.syntax import Operands
from gouji.readers.pdf.wellmade import Strange, WellMade

if TYPE_CHECKING:
    from gouji.readers.pdf.library import Document

_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")
_A4: Final[Rect] = (0.0, 0.0, 595.28, 841.89)
# a page wider than this many points has a broken box (ISO 32000-1, annex C gives 14 400)
_WIDEST: Final = 200_000.0


class PageSource(Record):
    """What the file says of a page."""

    number: int
    resources: dict[str, Any]
    contents: tuple[PDFStream, ...]
    media: Rect
    crop: Rect
    rotate: int


class PdfFile:
    """An opened PDF file."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Open it.

        :raises ReadError: ``encrypted`` when it needs a password, ``damaged`` when it is no PDF
            that can be understood.
        """
        self._budget = budget
        # the numbers of all pages, which repeat each other
        self.operands = Operands()
        try:
            self._document = self._opened(data)
        except ReadError:
            raise
        except Exhausted as error:
            raise ReadError("limit", limit=error.limit, maximum=error.maximum) from error
        except Exception as error:  # pdfminer raises many kinds on broken files
            raise ReadError("damaged", reason=type(error).__name__) from error

    def _opened(self, data: bytes) -> WellMade | Document:
        try:
            return WellMade(data, self._budget, lambda: self._by_library(data))
        except Strange:
            return self._by_library(data)

    def _by_library(self, data: bytes) -> Document:
        from gouji.readers.pdf.library import opened  # noqa: PLC0415 - few files need it

        return opened(data, self._budget)

    def pages(self) -> Iterator[PageSource]:
        """The pages in order, up to the limit of pages."""
        maximum = self._budget.limits.pages
        number = 0
        for number, attributes in enumerate(self._leaves(), 1):
            if number > maximum:
                self._budget.page = None
                self._budget.breach("pages", maximum)
                return
            yield _source(number, attributes)

    def _leaves(self) -> Iterator[dict[str, Any]]:
        """Walk the page tree without recursion; kids that were seen before are passed over."""
        found = False
        seen: set[int] = set()
        pending: list[tuple[object, dict[str, Any]]] = [(self._document.catalog.get("Pages"), {})]
        while pending:
            reference, inherited = pending.pop()
            if isinstance(reference, PDFObjRef):
                if reference.objid in seen:
                    continue
                seen.add(reference.objid)
            node = resolved(reference)
            if not isinstance(node, dict):
                continue
            kids = resolved(node.get("Kids"))
            passed = inherited | {key: node[key] for key in _INHERITED if key in node}
            if isinstance(kids, list):
                pending += [(kid, passed) for kid in reversed(kids)]
            elif name_of(node.get("Type", node.get("type"))) in ("Page", "") or "Contents" in node:
                found = True
                yield inherited | node
        if not found:
            yield from self._stray_pages()

    def _stray_pages(self) -> Iterator[dict[str, Any]]:
        """The page objects of a file whose page tree is lost."""
        maximum = self._budget.limits.objects
        for count, identifier in enumerate(self._document.identifiers()):
            if count == maximum:
                self._budget.breach("objects", maximum)
                return
            try:
                node = self._document.getobj(identifier)
            except Exhausted:
                return
            except Exception:  # noqa: BLE001
                continue
            if isinstance(node, dict) and name_of(node.get("Type")) == "Page":
                yield node

    def data_of(self, stream: PDFStream) -> bytes:
        """The decoded bytes of a stream, cut at the limits; empty when they cannot be decoded."""
        return decoded(stream, self._budget)


def _source(number: int, attributes: dict[str, Any]) -> PageSource:
    media = _box(attributes.get("MediaBox")) or _A4
    crop = _box(attributes.get("CropBox")) or media
    rotate = resolved(attributes.get("Rotate"))
    turns = int(rotate) % 360 if isinstance(rotate, (int, float)) and isfinite(rotate) else 0
    contents = resolved(attributes.get("Contents"))
    streams = [resolved(item) for item in contents] if isinstance(contents, list) else [contents]
    return PageSource(
        number,
        dictionary(attributes.get("Resources")),
        tuple(stream for stream in streams if isinstance(stream, PDFStream)),
        media,
        crop,
        round(turns / 90) % 4 * 90,
    )


def _box(value: object) -> Rect | None:
    found = numbers(value, 4)
    if found is None:
        return None
    x0, y0, x1, y1 = (max(-_WIDEST, min(_WIDEST, n)) for n in found)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None
