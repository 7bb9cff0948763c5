"""An incremental update of a PDF file (ISO 32000-1, 7.5.6): new and changed objects and a section
of cross-references behind the bytes of the file, which stay as they are."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from gouji.annotators import AnnotateError
from gouji.model.regex import regex

_START: Final = regex(rb"startxref\s+(\d+)\s+%%EOF")
_KEPT: Final = ("/Root", "/Info", "/ID")  # entries of the trailer that an update repeats
_TAIL: Final = 2048  # bytes at the end among which the trailer stands


class Increment:
    """Additions to a file: what is changed and what is new, written behind it when finished."""

    def __init__(self, data: bytes) -> None:
        """Open the file.

        :raises AnnotateError: ``encrypted-output``, ``damaged-output``.
        """
        self._data = data
        self.reader = PdfReader(BytesIO(data))
        if self.reader.is_encrypted:
            raise AnnotateError("encrypted-output")
        # what follows the last end of file is no part of it
        found = _START.findall(data[-_TAIL:])
        self._start = int(found[-1]) if found else len(data)
        section = data[self._start : self._start + 32]
        self._table = section.startswith(b"xref")
        if not self._table and not re.match(rb"\d+\s+\d+\s+obj", section):
            raise AnnotateError("damaged-output", reason="startxref")
        size = self.reader.trailer["/Size"].get_object()
        self._size = int(size)  # type: ignore[call-overload]
        self._objects: dict[int, tuple[int, PdfObject]] = {}

    def new(self, value: PdfObject) -> IndirectObject:
        """A new object; the reference to it."""
        number = self._size
        self._size += 1
        self._objects[number] = 0, value
        return IndirectObject(number, 0, self.reader)

    def changed(self, reference: IndirectObject) -> DictionaryObject:
        """A copy of a dictionary of the file that will take its place."""
        copy = DictionaryObject()
        entry = self.reader.get_object(reference)
        for key in entry:  # type: ignore[union-attr]
            copy[NameObject(key)] = entry.raw_get(key)  # type: ignore[union-attr]
        self._objects[reference.idnum] = reference.generation, copy
        return copy

    def finished(self) -> bytes:
        """The file with the additions; the file itself if there are none."""
        if not self._objects:
            return self._data
        out = BytesIO()
        out.write(self._data)
        if not self._data.endswith((b"\n", b"\r")):
            out.write(b"\n")
        offsets: dict[int, tuple[int, int]] = {}
        for number, (generation, value) in sorted(self._objects.items()):
            offsets[number] = out.tell(), generation
            out.write(b"%d %d obj\n" % (number, generation))
            value.write_to_stream(out)
            out.write(b"\nendobj\n")
        if self._table:
            self._write_table(out, offsets)
        else:
            self._write_stream(out, offsets)
        return out.getvalue()

    def _trailer(self) -> DictionaryObject:
        trailer = DictionaryObject()
        for key in _KEPT:
            if key in self.reader.trailer:
                trailer[NameObject(key)] = self.reader.trailer.raw_get(key)
        trailer[NameObject("/Size")] = NumberObject(self._size)
        trailer[NameObject("/Prev")] = NumberObject(self._start)
        return trailer

    def _write_table(self, out: BytesIO, offsets: dict[int, tuple[int, int]]) -> None:
        start = out.tell()
        out.write(b"xref\n")
        for first, count in _stretches(sorted(offsets)):
            out.write(b"%d %d\n" % (first, count))
            for number in range(first, first + count):
                out.write(b"%010d %05d n \n" % offsets[number])
        out.write(b"trailer\n")
        self._trailer().write_to_stream(out)
        out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write_stream(self, out: BytesIO, offsets: dict[int, tuple[int, int]]) -> None:
        start = out.tell()
        number = self._size
        self._size += 1
        offsets = {**offsets, number: (start, 0)}
        stream = StreamObject()
        stream.update(self._trailer())
        numbers = [n for stretch in _stretches(sorted(offsets)) for n in stretch]
        stream[NameObject("/Type")] = NameObject("/XRef")
        stream[NameObject("/W")] = ArrayObject([NumberObject(n) for n in (1, 8, 2)])
        stream[NameObject("/Index")] = ArrayObject([NumberObject(n) for n in numbers])
        stream.set_data(
            b"".join(struct.pack(">BQH", 1, *entry) for _, entry in sorted(offsets.items()))
        )
        out.write(b"%d 0 obj\n" % number)
        stream.write_to_stream(out)
        out.write(b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


def _stretches(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers in order as stretches: the first of each and how many follow one another."""
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        if stretches and sum(stretches[-1]) == number:
            stretches[-1] = stretches[-1][0], stretches[-1][1] + 1
        else:
            stretches.append((number, 1))
    return stretches
