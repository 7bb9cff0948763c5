"""pdfminer's parser and document kept within limits: no file makes them loop or grow for ever."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pdfminer.pdfdocument import (
    PDFBaseXRef,
    PDFDocument,
    PDFEncryptionError,
    PDFNoValidXRef,
    PDFXRefStream,
)
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSEOF, PSBaseParser

from gouji.model.blocks import ReadError
from gouji.model.regex import regex
from gouji.readers.pdf.records import Budget, Exhausted
from gouji.readers.pdf.streams import Stream

_LINE_END: Final = regex(rb"\r\n?|\n")
_START: Final = regex(rb"startxref\s{0,9}(\d{1,10})")
# references that lead to references, one after another
_HOPS: Final = 16
_LONGEST_TOKEN: Final = 2_000_000


class _Bounded(PSBaseParser):
    """What parsers of files and of object streams share: they count what they read."""

    BUFSIZ = 1 << 16  # tokens are put together from buffers, which is slow for long ones
    budget: Budget

    def fillbuf(self) -> bool:
        """Read on when all has been read that was there; this is asked before every step."""
        self.budget.spend_token()
        if len(self._curtoken) > _LONGEST_TOKEN:
            self.budget.stop("token_bytes", _LONGEST_TOKEN)
        return super().fillbuf()


class Parser(_Bounded, PDFParser):
    """The parser of a file."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(BytesIO(data))
        self.content = data
        self.budget = budget

    def nextline(self) -> tuple[int, bytes]:
        """The next line and where it starts.

        :raises PSEOF: at the end of the file.
        """
        self.budget.spend_token()
        start = self.bufpos + self.charpos
        found = _LINE_END.search(self.content, start)
        if found is None:
            msg = "Unexpected EOF"
            raise PSEOF(msg)
        self.seek(found.end())
        return start, self.content[start : found.end()]

    def push(self, *objs: Any) -> None:
        """Keep objects; streams are made to decode within limits."""
        super().push(
            *(
                (place, Stream(item, self.budget) if isinstance(item, PDFStream) else item)
                for place, item in objs
            )
        )


class _ObjectParser(_Bounded, PDFStreamParser):
    """The parser of an object stream."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data)
        self.budget = budget


class Document(PDFDocument):
    """A document whose cross-references and references end."""

    def __init__(self, data: bytes, budget: Budget, *, trusting: bool = True) -> None:
        """Open a file; unless ``trusting``, without its cross-references, which are of no use."""
        self._content = data
        self._budget = budget
        self._trusting = trusting
        self._sections: set[int] = set()
        super().__init__(Parser(data, budget))

    def find_xref(self, parser: PDFParser) -> int:
        """Where the last cross-references start.

        :raises PDFNoValidXRef: when the file does not say.
        """
        found = _START.match(self._content, max(self._content.rfind(b"startxref"), 0))
        if not self._trusting or found is None or int(found[1]) >= len(self._content):
            raise PDFNoValidXRef(type(parser).__name__)
        return int(found[1])

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        """Read cross-references and those before them, each once."""
        maximum = self._budget.limits.updates
        if start in self._sections:
            return
        if len(self._sections) >= maximum:
            self._budget.breach("updates", maximum)
            return
        self._sections.add(start)
        super().read_xref_from(parser, start, xrefs)
        for table in xrefs:
            ranges = getattr(table, "ranges", None)
            if ranges and len(ranges) > maximum:
                self._budget.breach("updates", maximum)
                del ranges[maximum:]

    def getobj(self, objid: int) -> object:
        """An object, never a reference to another one; None at the end of a chain of those."""
        found = super().getobj(objid)
        for _ in range(_HOPS):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        return None

    def identifiers(self) -> Iterator[int]:
        """The numbers that the cross-references may know."""
        for table in self.xrefs:
            if isinstance(table, PDFXRefStream):
                for start, count in table.ranges:
                    yield from range(start, start + count)
            else:
                yield from table.get_objids()

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        """The objects of an object stream, as one list of numbers and objects."""
        parser = _ObjectParser(stream.get_data(), self._budget)
        parser.set_document(self)
        objects: list[object] = []
        try:
            while True:
                objects.append(parser.nextobject()[1])
        except PSEOF:
            pass
        count = stream.get("N", 0)
        return objects, count if isinstance(count, int) else 0


def opened(data: bytes, budget: Budget) -> Document:
    """Open a file by its cross-references or, if they are of no use, without them.

    :raises ReadError: ``encrypted`` when it needs a password.
    """
    try:
        return Document(data, budget)
    except PDFEncryptionError as error:
        raise ReadError("encrypted") from error
    except Exhausted:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises many kinds on broken files
        document = _untrusting(data, budget)
        budget.damage("cross-references")
        return document


def _untrusting(data: bytes, budget: Budget) -> Document:
    try:
        return Document(data, budget, trusting=False)
    except PDFEncryptionError as error:
        raise ReadError("encrypted") from error
