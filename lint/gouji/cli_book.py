"""A file on the command line made a document, whatever goes wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from msgspec import field

from gouji import messages
from gouji.cli_common import shown_path
from gouji.model.blocks import ReadError, Reading
from gouji.model.ledger import Ledger
from gouji.model.record import Record
from gouji.model.tree import Document
from gouji.readers import DEFAULT, read, read_data
from gouji.readers.together import together
from gouji.reporters import Unreadable


class Book(Record):
    """A file as read, as a tree, and its ledger; the seconds that each step took."""

    reading: Reading
    document: Document
    ledger: Ledger
    seconds: Mapping[str, float] = field(default_factory=dict)


def _reading(path: Path, data: bytes | None, others: Sequence[Path]) -> Reading:
    if data is not None:
        if not data:
            raise ReadError("empty")
        if len(data) > DEFAULT.file_bytes:
            raise ReadError("too-large", bytes=len(data), maximum=DEFAULT.file_bytes)
        return read_data(data, path.suffix.lower())
    if not others:
        return read(path)
    names = Counter(each.name for each in (path, *others))
    return together(
        (each.name if names[each.name] == 1 else shown_path(each), read(each))
        for each in (path, *others)
    )


def unreadable(path: str, key: str, language: str, /, **values: object) -> Unreadable:
    """A path that gave no document, with the reason by its key."""
    return Unreadable(path, messages.read_error(key, values, language))


def read_book(
    path: Path, language: str, *, data: bytes | None = None, others: Sequence[Path] = ()
) -> Book | Unreadable:
    """A file read, typed and filed; or why it could not be.

    ``data`` is its content where it is not on disk; ``others`` are files that are one document
    with it.
    """
    # what was checked before needs none of this
    from gouji.parsing.document import parse  # noqa: PLC0415
    from gouji.parsing.ledger import build_ledger  # noqa: PLC0415

    name = " + ".join(map(shown_path, (path, *others)))
    for each in (path, *others):
        if data is None and not each.exists():
            return unreadable(shown_path(each), "missing", language)
    try:
        start = perf_counter()
        reading = _reading(path, data, others)
        was_read = perf_counter()
        document = parse(reading, name)
        was_parsed = perf_counter()
        ledger = build_ledger(document)
        seconds = {
            "read": was_read - start,
            "parse": was_parsed - was_read,
            "ledger": perf_counter() - was_parsed,
        }
        return Book(reading, document, ledger, seconds)
    except ReadError as error:
        return unreadable(name, error.key, language, **error.values_)
    # One document must never take the others with it, not even by a fault of our own.
    except Exception as error:  # noqa: BLE001
        fault = " ".join(f"{type(error).__name__}: {error}".split())
        return unreadable(name, "internal", language, error=fault)
