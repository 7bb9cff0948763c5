"""``gouji annotate``: findings as marks in copies of the files; the files themselves stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from gouji import messages
from gouji.annotators import FORMATS, AnnotateError, annotated
from gouji.annotators.notes import marks_of
from gouji.cli_book import Book, read_book
from gouji.cli_common import FAILED, OK, Session, complain, no_rule_fits, open_session, shown_path
from gouji.cli_files import MARKED, all_files, same_file
from gouji.config import ConfigError, Origin, Selection
from gouji.config.layers import Layer, Setting
from gouji.engine import Report, UnknownSelectorError, check
from gouji.model.record import Record
from gouji.reporters import Unreadable
from gouji.suppressions import Allowances
from gouji.whole import write_whole


class Request(Record):
    """What the command line asks for."""

    paths: tuple[str, ...]
    output: Path | None = None
    force: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str | None = None
    profile: str | None = None
    config_file: Path | None = None
    isolated: bool = False
    no_plugins: bool = False

    @property
    def layer(self) -> Layer:
        """What it sets, as a layer over what files set."""
        given = {"select": self.select, "ignore": self.ignore}
        return Layer({k: Setting(v, Origin(f"--{k}")) for k, v in given.items() if v})


class _CannotError(Exception):
    """A document that gets no copy, with the reason in the user's language."""


def run(request: Request) -> int:
    """Write a marked copy of every document; the exit status."""
    session = open_session(
        request.lang,
        builtin_only=request.no_plugins,
        file=request.config_file,
        profile=request.profile,
        isolated=request.isolated,
    )
    if session is None:
        return FAILED
    files = list(dict.fromkeys(all_files(request.paths)))
    problem = _unfit(files, request, session.language)
    if problem:
        complain(problem)
        return FAILED
    worked = [_copied(path, request, session) for path in files]
    return OK if all(worked) and not session.loaded.failures else FAILED


def _unfit(files: Sequence[Path], request: Request, language: str) -> str:
    """Why nothing can be done, empty if all is well."""
    if not files:
        path, formats = " ".join(request.paths), ", ".join(FORMATS)
        reason = messages.read_error("no-documents", {"suffixes": formats}, language)
        return messages.ui("unreadable", language, path=shown_path(path), reason=reason)
    if len(files) > 1 and request.output is not None and not request.output.is_dir():
        return messages.ui("copies-need-folder", language, path=shown_path(request.output))
    return ""


def _copied(path: Path, request: Request, session: Session) -> bool:
    """Write the copy of one document and say so; whether that worked."""
    try:
        copy = _copy_of(path, request, session.language)
        report = _write_copy(path, copy, request, session)
    except _CannotError as error:
        complain(str(error))
        return False
    said = {"path": shown_path(path), "copy": shown_path(copy), "count": len(report.diagnostics)}
    click.echo(messages.ui("copied", session.language, **said))
    return not report.crashes


def _copy_of(path: Path, request: Request, language: str) -> Path:
    """Where the copy goes: beside the document unless said otherwise."""
    copy = request.output
    if copy is None:
        copy = path.with_name(f"{path.stem.removesuffix(MARKED)}{MARKED}{path.suffix}")
    elif copy.is_dir():
        copy = copy / path.name
    if same_file(copy, path):
        raise _CannotError(messages.ui("output-is-input", language, path=shown_path(copy)))
    if copy.exists() and not request.force:
        raise _CannotError(messages.ui("copy-exists", language, path=shown_path(copy)))
    return copy


def _write_copy(path: Path, copy: Path, request: Request, session: Session) -> Report:
    """Check a document and write its copy."""
    language = session.language
    book = read_book(path, language)
    if isinstance(book, Unreadable):
        raise _CannotError(messages.ui("unreadable", language, path=book.path, reason=book.reason))
    report = _report(path, book, request, session)
    marks = marks_of(report.diagnostics, book.document, language)
    try:
        data = annotated(book.reading.format, path.read_bytes(), marks, book.reading.pages)
        write_whole(copy, data, like=path)
    except AnnotateError as error:
        reason = messages.ui(f"unmarkable-{error.key}", language, **error.values_)
        raise _CannotError(
            messages.ui("unreadable", language, path=shown_path(path), reason=reason)
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _CannotError(
            messages.ui("cannot-write", language, path=shown_path(copy), reason=reason)
        ) from error
    return report


def _report(path: Path, book: Book, request: Request, session: Session) -> Report:
    """What is wrong in a document, without what its configuration allows."""
    try:
        config = session.configured(path).with_layer(request.layer)
        rules = session.loaded.rules
        selection = Selection.of(config, rules, some_missing=session.some_missing)
    except ConfigError as error:
        raise _CannotError(error.text(session.language)) from error
    except UnknownSelectorError as error:
        raise _CannotError(no_rule_fits(error.selector, rules, session.language)) from error
    report = check(book.document, book.ledger, selection.rules, selection.settings)
    for crash in report.crashes:
        values = {"rule": f"{crash.rule.code} {crash.rule.name}", "path": report.path}
        said = {**values, "address": crash.address, "error": crash.error}
        complain(messages.ui("rule-failed", session.language, **said))
    allowances = Allowances(date.today())
    return allowances.apply(report, path.resolve(), config.allows, book.reading.remarks)
