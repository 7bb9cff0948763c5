"""A file on the command line made a document, whatever goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gouji import messages
from gouji.cli_common import shown_path
from gouji.model.blocks import ReadError, Reading
from gouji.model.ledger import Ledger
from gouji.model.tree import Document
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.readers import read
from gouji.reporters import Unreadable


@dataclass(frozen=True, slots=True)
class Book:
    """A file as read, as a tree, and its ledger."""

    reading: Reading
    document: Document
    ledger: Ledger


def unreadable(path: str, key: str, language: str, /, **values: object) -> Unreadable:
    """A path that gave no document, with the reason by its key."""
    return Unreadable(path, messages.read_error(key, values, language))


def read_book(path: Path, language: str) -> Book | Unreadable:
    """A file read, typed and filed; or why it could not be."""
    name = shown_path(path)
    if not path.exists():
        return unreadable(name, "missing", language)
    try:
        reading = read(path)
        document = parse(reading, name)
        return Book(reading, document, build_ledger(document))
    except ReadError as error:
        return unreadable(name, error.key, language, **error.values_)
    # One document must never take the others with it, not even by a fault of our own.
    except Exception as error:  # noqa: BLE001
        fault = " ".join(f"{type(error).__name__}: {error}".split())
        return unreadable(name, "internal", language, error=fault)
