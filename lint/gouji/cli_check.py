"""``gouji check``: documents found, checked one by one, reported together."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from gouji import messages
from gouji.cli_book import read_book, unreadable
from gouji.cli_common import (
    FAILED,
    FINDINGS,
    OK,
    complain,
    configuration,
    language_of,
    plugins,
    shown_path,
)
from gouji.config import Config, ConfigError
from gouji.engine import Report, Settings, UnknownSelectorError, check, select_rules
from gouji.plugins import Loaded
from gouji.reporters import Outcome, Unreadable
from gouji.reporters.ink import wants_colour
from gouji.reporters.json import json_report
from gouji.reporters.text import Style, text_report
from gouji.rule import Rule, Severity

SUFFIXES: Final = (".pdf", ".txt")
_GLOB: Final = frozenset("*?[")
_PLAIN_COLUMNS: Final = 100  # where there is no terminal to ask


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[str, ...]
    form: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str | None = None
    fail_on: str | None = None
    output: Path | None = None
    quiet: bool = False
    no_plugins: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """A request with everything looked up."""

    request: Request
    language: str
    fail_on: str
    rules: tuple[Rule, ...]
    settings: Settings


def run(request: Request) -> int:
    """Check documents and print the report; the exit status."""
    config = configuration(request.lang)
    if config is None:
        return FAILED
    language = language_of(request.lang, config)
    loaded = plugins(language, builtin_only=request.no_plugins)
    job = _prepare(request, config, language, loaded)
    if job is None:
        return FAILED
    outcome = _check_all(job)
    for path in outcome.unreadable:
        complain(messages.ui("unreadable", language, path=path.path, reason=path.reason))
    crashed = [_tell_crashes(report, language) for report in outcome.reports]
    if not _write(outcome, job) or loaded.failures or outcome.unreadable or any(crashed):
        return FAILED
    return FINDINGS if _fails(outcome.reports, job.fail_on) else OK


def _prepare(request: Request, config: Config, language: str, loaded: Loaded) -> _Job | None:
    """The request with the configuration behind it; None, after saying why, if it is no use."""
    select = request.select or config.select
    ignore = request.ignore or config.ignore
    output = request.output
    if output is not None and any(_same(output, path) for path in _files(request.paths)):
        complain(messages.ui("output-is-input", language, path=shown_path(output)))
        return None
    try:
        rules = select_rules(loaded.rules, select, ignore)
        settings = config.settings(loaded.rules)
    except UnknownSelectorError as error:
        complain(messages.ui("unknown-selector", language, selector=error.selector))
    except ConfigError as error:
        complain(messages.config_error(error.key, error.values_, language))
    else:
        fail_on = request.fail_on or config.fail_on or str(Severity.ERROR)
        return _Job(request, language, fail_on, rules, settings)
    return None


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for given in paths:
        yield from _expand(given)


def _expand(given: str) -> Iterator[Path]:
    """The files that a path, a folder or a glob means, in order of name."""
    path = Path(given)
    if path.is_dir():
        yield from _walk(path)
    elif path.exists() or not _GLOB & set(given):
        yield path
    else:
        for found in sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - it may be absolute
            if Path(found).is_file():
                yield Path(found)


def _walk(folder: Path) -> Iterator[Path]:
    """The documents below a folder; hidden ones and lock files of office programs left out."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                yield Path(top, name)


def _check_all(job: _Job) -> Outcome:
    """Every document once, in the order given."""
    language = job.language
    reports: list[Report] = []
    failed: list[Unreadable] = []
    seen: set[str] = set()
    for given in job.request.paths:
        files = list(_expand(given))
        if not files:
            suffixes = ", ".join(SUFFIXES)
            failed.append(
                unreadable(shown_path(given), "no-documents", language, suffixes=suffixes)
            )
        for path in files:
            if (real := os.path.realpath(path)) in seen:
                continue
            seen.add(real)
            result = _check_one(path, job)
            if isinstance(result, Unreadable):
                failed.append(result)
            else:
                reports.append(result)
    return Outcome(tuple(reports), tuple(failed))


def _check_one(path: Path, job: _Job) -> Report | Unreadable:
    book = read_book(path, job.language)
    if isinstance(book, Unreadable):
        return book
    return check(book.document, book.ledger, job.rules, job.settings)


def _tell_crashes(report: Report, language: str) -> bool:
    """Name the rules that failed on a document; whether there were any."""
    for crash in report.crashes:
        complain(
            messages.ui(
                "rule-failed",
                language,
                rule=f"{crash.rule.code} {crash.rule.name}",
                path=report.path,
                address=crash.address,
                error=crash.error,
            )
        )
    return bool(report.crashes)


def _write(outcome: Outcome, job: _Job) -> bool:
    """Print the report, or write it to a file; whether that worked."""
    request, output = job.request, job.request.output
    if request.form == "json":
        text = json_report(outcome, job.language)
    else:
        columns = _PLAIN_COLUMNS
        if output is None and sys.stdout.isatty():
            columns = min(shutil.get_terminal_size((_PLAIN_COLUMNS, 24)).columns, _PLAIN_COLUMNS)
        colour = output is None and wants_colour(sys.stdout, os.environ)
        text = text_report(outcome, Style(job.language, colour, columns, request.quiet))
    if output is None:
        click.echo(text, nl=False, color=True)  # whether to colour has been decided above
        return True
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        path = shown_path(output)
        complain(messages.ui("cannot-write", job.language, path=path, reason=reason))
        return False
    return True


def _fails(reports: Sequence[Report], fail_on: str) -> bool:
    """Whether a finding weighs at least ``fail_on``."""
    if fail_on == "never":
        return False
    rank = Severity(fail_on).rank
    return any(d.severity.rank <= rank for report in reports for d in report.diagnostics)
