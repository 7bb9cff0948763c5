"""A document checked for an editor: what was read, what was found, and the lines of its places."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from gouji import messages
from gouji.config import ConfigError
from gouji.editor.places import lines_of
from gouji.editor.rulebook import Rulebook
from gouji.engine import Report, check
from gouji.model.blocks import Grid, ReadError, Reading
from gouji.model.ledger import Ledger
from gouji.model.memo import Memo
from gouji.model.place import Anchor, Spot
from gouji.model.record import Record
from gouji.model.tree import Document
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.readers import read, read_data
from gouji.suppressions import Stale
from gouji.view import View, own_lines

DRAFTS: Final = (".txt", ".md", ".markdown", ".html", ".htm")  # written in the editor itself
FILES: Final = (".pdf", ".docx", ".docm", ".xlsx", ".xlsm")  # made by other programs


class StaleError(Exception):
    """The document has changed while it was checked: the result would be of no use."""


class Book(Record):
    """A document read and checked; ``own`` says that its lines are those of the file itself,
    ``stale`` are the remarks in it that allow findings in vain."""

    document: Document
    ledger: Ledger
    view: View
    report: Report
    own: bool
    stale: tuple[Stale, ...] = ()

    def spot(self, anchor: Anchor) -> Spot:
        """Where a place stands in the lines of the document; a blank cell where its row does."""
        if not self.own:
            return self.view.spot(anchor)
        spot = anchor.spot
        if spot.line is not None:
            return spot
        row = self.view.row(anchor.node)
        spots = (Anchor.whole(cell).spot for cell in row or ())
        return next((each for each in spots if each.line is not None), Spot())


class Checked(Record):
    """The outcome for one document: its lines, and a book, or the reason why there is none.

    ``failure`` is a message by language; ``mistake`` is what is wrong with the configuration, if
    it is that.
    """

    lines: tuple[str, ...]
    book: Book | None = None
    failure: Callable[[str], str] | None = None
    mistake: ConfigError | None = None


def check_draft(
    path: Path,
    suffix: str,
    text: str,
    rulebook: Rulebook,
    memo: Memo,
    stale: Callable[[], bool] = lambda: False,
) -> Checked:
    """Check the text of a draft as the editor has it.

    :raises StaleError: as soon as ``stale`` says so.
    """
    lines = lines_of(text)
    data = text.encode("utf-8", "surrogatepass")
    return _checked(lambda: read_data(data, suffix, memo=memo), path, rulebook, memo, stale, lines)


def check_file(path: Path, rulebook: Rulebook) -> Checked:
    """Check a file as the disk has it."""
    return _checked(lambda: read(path), path, rulebook, Memo(), lambda: False, None)


def _checked(
    reader: Callable[[], Reading],
    path: Path,
    rulebook: Rulebook,
    memo: Memo,
    stale: Callable[[], bool],
    lines: tuple[str, ...] | None,
) -> Checked:
    if (wrong := rulebook.error) is not None:
        return Checked(lines or (), None, wrong.text, wrong)
    try:
        reading = reader()
        book = _book(reading, path, rulebook, memo, stale)
    except ReadError as error:
        if error.key == "empty":  # a draft that is not begun yet
            return Checked(lines or ())
        key, values = error.key, error.values_
        return Checked(lines or (), None, lambda lang: messages.read_error(key, values, lang))
    except StaleError:
        raise
    # A fault of ours in one document must not end the server.
    except Exception as error:  # noqa: BLE001
        fault = " ".join(f"{type(error).__name__}: {error}".split())
        return Checked(
            lines or (), None, lambda lang: messages.read_error("internal", {"error": fault}, lang)
        )
    if not book.own:
        return Checked(book.view.lines, book)
    return Checked(own_lines(reading) if lines is None else lines, book)


def _book(
    reading: Reading, path: Path, rulebook: Rulebook, memo: Memo, stale: Callable[[], bool]
) -> Book:
    """The book of a reading.

    :raises StaleError: as soon as ``stale`` says so.
    """

    def go_on() -> None:
        if stale():
            raise StaleError

    go_on()
    document = parse(reading, str(path), memo)
    go_on()
    ledger = build_ledger(document, memo)
    go_on()
    report = check(document, ledger, rulebook.rules, rulebook.settings, memo)
    report, stale_remarks = rulebook.allowing(report, path, reading)
    view = memo.of("view", (document,), partial(View, document))
    memo.sweep()
    return Book(document, ledger, view, report, _has_lines(reading), stale_remarks)


def _has_lines(reading: Reading) -> bool:
    """Whether places of the format are lines and columns of the file itself."""
    for block in reading.blocks:
        sources = [c.source for c in block.cells] if isinstance(block, Grid) else [block.source]
        for source in sources:
            if source.runs:
                return source.runs[0].line is not None
    return False
