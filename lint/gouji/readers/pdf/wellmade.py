"""The objects of a well-made PDF file, each found by its cross-reference and read at one go.

Nearly all files are well made, and pdfminer's parser and what it loads take longer than the pages.
Whatever is not written as ISO 32000-1, 7.3 and 7.5 say is :class:`Strange` and is left to pdfminer:
a file if it is its cross-references, or that it is encrypted; else the one object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, TypeAlias

from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef, PDFStream
from pdfminer.psparser import LIT

from gouji.model.regex import regex
from gouji.readers.pdf import syntax
from gouji.readers.pdf.records import Budget, Exhausted
from gouji.readers.pdf.streams import Stream

_BLANK: Final = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*+(?=[\r\n]))*+"
_END: Final = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
_TOKEN: Final = regex(
    _BLANK
    + rb"(?:/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*+)"
    + rb"|([0-9]{1,10})[\x00\t\n\x0c\r ]++[0-9]{1,5}[\x00\t\n\x0c\r ]++R" + _END
    + rb"|([-+]?[0-9]{1,18})(?!\.)" + _END
    + rb"|([-+]?(?:[0-9]{1,18}\.[0-9]*+|\.[0-9]++))" + _END
    + rb"|(<<|\[)|(>>|\])"
    + rb"|<([0-9A-Fa-f\x00\t\n\x0c\r ]*+)>"
    + rb"|(" + syntax.STRING + rb")"
    + rb"|(true|false|null)" + _END
    + rb")"
)  # fmt: skip
_NAME, _REFERENCE, _INTEGER, _REAL, _OPEN, _CLOSE, _DIGITS, _STRING = range(1, 9)
_WORDS: Final = {b"true": True, b"false": False, b"null": None}

_START: Final = regex(rb"startxref[\x00\t\n\x0c\r ]{1,9}([0-9]{1,10})")
_HEAD: Final = regex(_BLANK + rb"([0-9]{1,10})" + rb"[ \r\n]++[0-9]{1,5}[ \r\n]++obj" + _END)
_STREAM: Final = regex(_BLANK + rb"stream(?:\r\n|\n)")
_STREAM_END: Final = regex(rb"[\x00\t\n\x0c\r ]*+endstream")
_OBJECT_END: Final = regex(_BLANK + rb"endobj" + _END)
_TABLE: Final = regex(rb"[\t\n\x0c\r ]*+xref[ \r\n]++")
_SECTION: Final = regex(rb"([0-9]{1,10}) ([0-9]{1,10}) ?[\r\n]++")
_ENTRY: Final = regex(rb"([0-9]{10}) ([0-9]{5}) ([nf])[ \r\n]{2}")
_TRAILER: Final = regex(rb"trailer")
# of a long object, tokens are counted by so many
_COUNTED: Final = 1_000
# objects that are needed to read an object
_DEEPEST: Final = 8
# references that lead to references, one after another
_HOPS: Final = 16

# where an object stands: the number of the stream that holds it (or None), and its offset in the
# file or its place in the stream
_Place: TypeAlias = tuple[int | None, int]


class Strange(Exception):  # noqa: N818
    """Something that a well-made file does not have."""


class Library(Protocol):
    """What pdfminer knows of the same file."""

    def getobj(self, objid: int) -> object:
        """An object by its number."""


class _Nothing:
    """What pdfminer knows of a file that it cannot open."""

    def getobj(self, objid: int) -> object:
        raise PDFObjectNotFound(objid)


class WellMade:
    """The objects of a file."""

    def __init__(self, data: bytes, budget: Budget, library: Callable[[], Library]) -> None:
        """Read its cross-references.

        :param library: opens the file by pdfminer.
        :raises Strange: when this cannot be done.
        """
        self._data = data
        self._budget = budget
        self._open = library
        self._library: Library | None = None
        self._places: dict[int, _Place | None] = {}
        self._known: dict[int, Any] = {}
        self._reading: set[int] = set()
        self._held: dict[int, tuple[bytes, list[tuple[int, int]]]] = {}
        self.catalog = self._catalog()

    def identifiers(self) -> Iterator[int]:
        """The numbers of all objects."""
        return (number for number, place in self._places.items() if place)

    def getobj(self, objid: int) -> object:
        """An object, never a reference to another one.

        :raises PDFObjectNotFound: when there is none of this number.
        """
        found: object = PDFObjRef(None, objid)
        for _ in range(_HOPS):
            if not isinstance(found, PDFObjRef):
                return found
            found = self._object(found.objid)
        return None

    def _object(self, number: int) -> object:
        if number in self._known:
            return self._known[number]
        if self._places.get(number) is None:
            raise PDFObjectNotFound(number)
        if number in self._reading or len(self._reading) > _DEEPEST:
            found = self._by_library(number)
        else:
            self._reading.add(number)
            try:
                found = self._read(number)
            except Strange:
                found = self._by_library(number)
            finally:
                self._reading.discard(number)
        self._known[number] = found
        return found

    def _by_library(self, number: int) -> object:
        if self._library is None:
            try:
                self._library = self._open()
            except Exhausted:
                raise
            except Exception:  # noqa: BLE001 - pdfminer raises many kinds on broken files
                self._library = _Nothing()
        return self._library.getobj(number)

    def _read(self, number: int) -> object:
        place = self._places[number]
        assert place is not None
        holder, at = place
        if holder is None:
            return self._at(at, number)
        data, objects = self._objects_in(holder)
        if at >= len(objects) or objects[at][0] != number:
            raise Strange
        return self._value(data, objects[at][1])[0]

    def _at(self, at: int, number: int) -> object:
        """The object that stands at an offset."""
        head = _HEAD.match(self._data, at)
        if head is None or int(head[1]) != number:
            raise Strange
        value, end = self._value(self._data, head.end())
        begun = _STREAM.match(self._data, end)
        if begun is None:
            if _OBJECT_END.match(self._data, end) is None:
                raise Strange
            return value
        return self._stream(value, begun.end(), number)

    def _stream(self, attributes: object, at: int, number: int) -> Stream:
        if not isinstance(attributes, dict):
            raise Strange
        length = attributes.get("Length")
        if isinstance(length, PDFObjRef):
            length = self._given(length)
        if not isinstance(length, int) or not 0 <= length <= len(self._data) - at:
            raise Strange
        if _STREAM_END.match(self._data, at + length) is None:
            raise Strange
        stream = Stream(PDFStream(attributes, self._data[at : at + length]), self._budget)
        stream.set_objid(number, 0)
        return stream

    def _given(self, reference: PDFObjRef) -> object:
        try:
            return self.getobj(reference.objid)
        except PDFObjectNotFound:
            raise Strange from None

    def _objects_in(self, holder: int) -> tuple[bytes, list[tuple[int, int]]]:
        """The data of an object stream, and its objects by number and offset."""
        if holder not in self._held:
            stream = self._given(PDFObjRef(None, holder))
            place = self._places.get(holder)
            if not isinstance(stream, Stream) or place is None or place[0] is not None:
                raise Strange
            first, count = stream.get("First"), stream.get("N")
            data = stream.get_data()
            words = data[: first if isinstance(first, int) and first > 0 else 0].split()
            if not isinstance(count, int) or len(words) < 2 * count or not _are_numbers(words):
                raise Strange
            numbers = list(map(int, words))
            offsets = [first + offset for offset in numbers[1 : 2 * count : 2]]
            self._held[holder] = data, list(zip(numbers[: 2 * count : 2], offsets, strict=True))
        return self._held[holder]

    def _value(self, data: bytes, at: int) -> tuple[Any, int]:
        """The value that stands at an offset, and where it ends."""
        match = _TOKEN.match
        outer: list[tuple[bytes, list[Any]]] = []
        items: list[Any] = []
        opened = b""
        count = 0
        while True:
            token = match(data, at)
            if token is None:
                raise Strange
            at = token.end()
            count += 1
            if count % _COUNTED == 0:
                self._budget.spend_tokens(_COUNTED)
            kind = token.lastindex
            assert kind is not None
            written: bytes = token[kind]
            if kind == _OPEN:
                outer.append((opened, items))
                opened, items = written, []
                continue
            if kind == _CLOSE:
                value: Any = _closed(opened, written, items)
                opened, items = outer.pop()
            elif kind == _REFERENCE:
                value = PDFObjRef(self, int(written))  # type: ignore[arg-type]
            else:
                value = _READ[kind](written)
            items.append(value)
            if not outer:
                self._budget.spend_tokens(count % _COUNTED)
                return value, at

    def _catalog(self) -> dict[str, Any]:
        """Read all cross-references, and find the root of the page tree."""
        found = _START.match(self._data, max(self._data.rfind(b"startxref"), 0))
        if found is None:
            raise Strange
        root: object = None
        pending, seen = [int(found[1])], set[int]()
        while pending:
            at = pending.pop()
            if at in seen or len(seen) >= self._budget.limits.updates:
                raise Strange
            seen.add(at)
            trailer = self._section(at)
            if "Encrypt" in trailer:
                raise Strange
            root = trailer.get("Root") if root is None else root
            for key in ("Prev", "XRefStm"):
                if key in trailer:
                    if not isinstance(trailer[key], int):
                        raise Strange
                    pending.append(trailer[key])
        catalog = self._given(root) if isinstance(root, PDFObjRef) else None
        if not isinstance(catalog, dict) or "Pages" not in catalog:
            raise Strange
        return catalog

    def _section(self, at: int) -> dict[str, Any]:
        """Note the places of one section of cross-references; its trailer."""
        table = _TABLE.match(self._data, at)
        if table is None:
            return self._section_stream(at)
        at = table.end()
        while section := _SECTION.match(self._data, at):
            at = section.end()
            for number in range(int(section[1]), int(section[1]) + int(section[2])):
                entry = _ENTRY.match(self._data, at)
                if entry is None:
                    raise Strange
                at = entry.end()
                if entry[3] == b"n":
                    self._places.setdefault(number, (None, int(entry[1])))
        trailer = _TRAILER.match(self._data, at)
        if trailer is None:
            raise Strange
        value, _ = self._value(self._data, trailer.end())
        if not isinstance(value, dict):
            raise Strange
        return value

    def _section_stream(self, at: int) -> dict[str, Any]:
        head = _HEAD.match(self._data, at)
        if head is None:
            raise Strange
        stream = self._at(at, int(head[1]))
        if not isinstance(stream, Stream) or stream.get("Type") is not LIT("XRef"):
            raise Strange
        size, widths = stream.get("Size"), stream.get("W")
        index = stream.get("Index", [0, size])
        if not (_are_integers(widths) and _are_integers(index)) or len(widths) != 3:
            raise Strange
        kind, place, extra = widths
        length = kind + place + extra
        data, position = stream.get_data(), 0
        if not 0 < length < 32 or len(index) % 2 or sum(index[1::2]) * length > len(data):
            raise Strange
        for start, count in zip(index[::2], index[1::2], strict=True):
            for number in range(start, start + count):
                entry = data[position : position + length]
                position += length
                sort = int.from_bytes(entry[:kind], "big") if kind else 1
                where = int.from_bytes(entry[kind : kind + place], "big")
                if sort == 1:
                    self._places.setdefault(number, (None, where))
                elif sort == 2:
                    inside = int.from_bytes(entry[kind + place :], "big")
                    self._places.setdefault(number, (where, inside))
        return dict(stream.attrs)


def _closed(opened: bytes, closing: bytes, items: list[Any]) -> Any:
    """An array or a dictionary, which is without entries that are null."""
    if opened == b"[" and closing == b"]":
        return items
    keys = items[::2]
    if opened != b"<<" or closing != b">>" or len(items) % 2 or not all(map(_is_name, keys)):
        raise Strange
    return {
        str(key.name): value
        for key, value in zip(keys, items[1::2], strict=True)
        if value is not None
    }


_NAME_TYPE: Final = type(LIT("Name"))


def _is_name(value: object) -> bool:
    return isinstance(value, _NAME_TYPE)


def _name(written: bytes) -> object:
    try:
        return LIT(syntax.name(written).encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        raise Strange from None


def _string(written: bytes) -> bytes:
    return syntax.unescape(written[1:-1])


def _hexadecimal(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(b"".join(digits.replace(b"\x00", b"").split()).decode("ascii"))
    except ValueError:
        raise Strange from None


def _are_numbers(words: list[bytes]) -> bool:
    return all(word.isdigit() and len(word) <= 10 for word in words)


def _are_integers(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, int) and 0 <= item < 1 << 40 for item in value
    )


_READ: Final[dict[int, Callable[[bytes], Any]]] = {
    _NAME: _name,
    _INTEGER: int,
    _REAL: float,
    _DIGITS: _hexadecimal,
    _STRING: _string,
    9: _WORDS.__getitem__,
}
