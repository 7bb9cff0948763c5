"""``gouji check``: documents found, checked one by one, reported together."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

import click
from msgspec import field

from gouji import messages
from gouji.cli_baseline import open_baseline
from gouji.cli_book import Book, read_book, unreadable
from gouji.cli_common import (
    FAILED,
    FINDINGS,
    OK,
    Session,
    complain,
    no_rule_fits,
    open_session,
    shown_path,
)
from gouji.cli_files import STANDARD_INPUT, SUFFIXES, all_files, expand, same_file
from gouji.cli_output import Printing, Target, print_lines, targets, write
from gouji.config import Config, ConfigError, Origin, Selection, Selections
from gouji.config.layers import Layer, Setting
from gouji.engine import Report, UnknownSelectorError, check
from gouji.model.record import Mutable, Record, replace
from gouji.readers import DEFAULT
from gouji.reporters import Outcome, Unreadable
from gouji.reporters.coverage import Place, coverage, coverage_lines
from gouji.reporters.formats import TELL_STALE
from gouji.reporters.statistics import Timing, statistics_lines, timing_lines
from gouji.rule import Severity
from gouji.suppressions import Allowances

if TYPE_CHECKING:
    from gouji.cache import Cache
    from gouji.packed import Checked

_UNNAMED: Final = "stdin.txt"
_A_FEW: Final = 2  # documents, or processes: fewer are none to divide them over
_LOOK_AGAIN: Final = 0.5  # seconds between two looks at the files


class Request(Record):
    """What the command line asks for."""

    paths: tuple[str, ...]
    formats: tuple[str, ...] = ()
    outputs: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    lang: str | None = None
    fail_on: str | None = None
    profile: str | None = None
    config_file: Path | None = None
    isolated: bool = False
    baseline: Path | None = None
    write_baseline: bool = False
    statistics: bool = False
    show_checked: bool = False
    timing: bool = False
    explain: bool = False
    watch: bool = False
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    together: bool = False
    stdin_filename: Path | None = None
    quiet: bool = False
    no_plugins: bool = False
    no_cache: bool = False
    jobs: int | None = None

    @property
    def more(self) -> bool:
        """Whether more is asked for than a packed report holds."""
        return self.show_checked or self.timing or self.fix or self.diff

    @property
    def layer(self) -> Layer:
        """What it sets, as a layer over what files set."""
        given = {
            "select": self.select,
            "extend-select": self.extend_select,
            "ignore": self.ignore,
            "preview": self.preview,
            "fail-on": self.fail_on,
        }
        return Layer({k: Setting(v, Origin(f"--{k}")) for k, v in given.items() if v})


class _Planned(Record):
    """A document to check, with its configuration and the rules that this chooses."""

    path: Path
    config: Config
    selection: Selection
    others: tuple[Path, ...] = ()  # the files that are one document with it
    data: bytes | None = None  # what came on standard input

    @property
    def is_one_file(self) -> bool:
        """Whether it is a document by itself, on disk."""
        return self.data is None and not self.others


class _Run(Mutable):
    """One check of all documents: what is gathered while they go by."""

    request: Request
    session: Session
    allowances: Allowances
    reports: list[Report] = field(default_factory=list)
    failed: list[Unreadable] = field(default_factory=list)
    fail_on: dict[str, str] = field(default_factory=dict)
    covered: list[tuple[str, tuple[Place, ...]]] = field(default_factory=list)
    timing: Timing = field(default_factory=Timing)
    cache: Cache | None = None

    @property
    def language(self) -> str:
        """The language of all that is printed."""
        return self.session.language


def run(request: Request) -> int:
    """Check documents and print the report; the exit status."""
    session = _session(request)
    if session is None:
        return FAILED
    paired = targets(request.formats, request.outputs)
    if paired is None:
        numbers = {"formats": len(request.formats), "outputs": len(request.outputs)}
        complain(messages.ui("outputs-and-formats", session.language, **numbers))
        return FAILED
    for target in paired:
        if target.file is not None and _is_input(target.file, request.paths):
            path = shown_path(target.file)
            complain(messages.ui("output-is-input", session.language, path=path))
            return FAILED
    if not request.watch:
        return _once(request, session, paired)
    return _watched(request, session, paired)


def _session(request: Request) -> Session | None:
    return open_session(
        request.lang,
        builtin_only=request.no_plugins,
        file=request.config_file,
        profile=request.profile,
        isolated=request.isolated,
    )


def _is_input(output: Path, paths: Sequence[str]) -> bool:
    return any(same_file(output, path) for path in all_files(paths))


def _watched(request: Request, session: Session, paired: Sequence[Target]) -> int:
    from gouji.cli_watch import watch  # noqa: PLC0415 - few ask for it

    latest = session

    def again() -> None:
        nonlocal latest
        click.clear()
        fresh = _session(request)  # a changed configuration counts from now on
        if fresh is not None:
            latest = fresh
            _once(request, fresh, paired)
        click.echo(messages.ui("watching", latest.language), err=True)

    def files() -> list[Path]:
        return [*all_files(request.paths), *latest.finder.files()]

    watch(files, again, lambda: sleep(_LOOK_AGAIN))
    return OK


def _once(request: Request, session: Session, paired: Sequence[Target]) -> int:
    """One check of everything, and its reports; the exit status."""
    run = _Run(request, session, _allowances(session), cache=_cache(request, session))
    plan = _plan(run)
    known = open_baseline(request.baseline, session, new=request.write_baseline)
    if plan is None or known is None:
        return FAILED
    _check_all(plan, run)
    if request.fix or request.diff:
        from gouji.cli_fix import put_in  # noqa: PLC0415 - few ask for it

        sources = {shown_path(p.path): p.path if p.data is None else p.data for p in plan}
        fixing = put_in(
            run.reports, sources, run.language, unsafe=request.unsafe_fixes, show=request.diff
        )
        if fixing.failed or request.diff:
            return FAILED if fixing.failed else FINDINGS if fixing.changed else OK
        if fixing.changed:
            run = _Run(request, session, _allowances(session), failed=run.failed)
            _check_all(plan, run)
            run.failed = list(dict.fromkeys(run.failed))
    # with other rules than usual, what is told at a place by another rule would seem to be gone
    usual = not (request.select or request.extend_select or request.ignore)
    renew = request.write_baseline
    reports, kept = known.apply(run.reports, session.language, renew=renew, prune=usual)
    stale = run.allowances.stale()
    outcome = Outcome(tuple(reports), tuple(run.failed), stale)
    for path in outcome.unreadable:
        complain(messages.ui("unreadable", run.language, path=path.path, reason=path.reason))
    crashed = [_tell_crashes(report, run.language) for report in outcome.reports]
    if not (kept and _print(outcome, run, paired)):
        return FAILED
    if session.loaded.failures or outcome.unreadable or any(crashed):
        return FAILED
    return FINDINGS if any(_fails(r, run.fail_on[r.path]) for r in reports) else OK


def _allowances(session: Session) -> Allowances:
    # what files allow may be a rule of a missing plugin
    known = () if session.some_missing else session.loaded.rules
    return Allowances(date.today(), known)


def _plan(run: _Run) -> list[_Planned] | None:
    """Every document once, in the order given; None, after saying why, if a configuration is no
    use."""
    rules, layer = run.session.loaded.rules, run.request.layer
    try:
        # what the command line names must be there; what files name may be of a missing plugin
        Selection.of(Config(Path(), layers=(layer,)), rules)
        return _every_document(run, layer)
    except ConfigError as error:
        complain(error.text(run.language))
    except UnknownSelectorError as error:
        complain(no_rule_fits(error.selector, rules, run.language))
    return None


def _every_document(run: _Run, layer: Layer) -> list[_Planned]:
    planned: list[_Planned] = []
    selections = Selections(run.session.loaded.rules, run.session.some_missing)
    for path in _paths(run):
        if run.request.together and planned:
            planned[0] = replace(planned[0], others=(*planned[0].others, path))
        else:
            planned.append(_configured(path, run, layer, selections))
    return planned


def _paths(run: _Run) -> Iterator[Path]:
    """The files that are meant, each once."""
    seen: set[str] = set()
    for given in run.request.paths:
        files = list(expand(given))
        if not files:
            name = shown_path(given)
            known = ", ".join(SUFFIXES)
            run.failed.append(unreadable(name, "no-documents", run.language, suffixes=known))
        for path in files:
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                yield path


def _configured(path: Path, run: _Run, layer: Layer, selections: Selections) -> _Planned:
    data = None
    if str(path) == STANDARD_INPUT:
        path = run.request.stdin_filename or Path(_UNNAMED)
        data = sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    config = run.session.configured(path).with_layer(layer)
    return _Planned(path, config, selections.of(config), data=data)


def _cache(request: Request, session: Session) -> Cache | None:
    """The cache; None where it is not wanted, or where more is asked for than it keeps."""
    if request.no_cache or request.more:
        return None
    from gouji.cache import Cache  # noqa: PLC0415 - it loads the types of all that it keeps

    return Cache(session.loaded, DEFAULT)


def _check_all(plan: Sequence[_Planned], run: _Run) -> None:
    """Check the documents, or take what an earlier check found in them, and keep what comes of
    it."""
    keys = [_key(planned, run.cache) for planned in plan]
    known = [run.cache.get(key) if run.cache and key else None for key in keys]
    new = [p for p, k in zip(plan, known, strict=True) if k is None and p.is_one_file]
    answers = _side_by_side(new, run)
    for planned, key, found in zip(plan, keys, known, strict=True):
        elsewhere = next(answers, None) if found is None and planned.is_one_file else None
        checked = found or elsewhere or _checked(planned, run)
        if isinstance(checked, Unreadable):
            run.failed.append(checked)
            continue
        if run.cache and key and found is None:
            run.cache.put(key, checked)
        report, remarks = checked
        allows = planned.config.allows
        report = run.allowances.apply(report, planned.path.resolve(), allows, remarks)
        run.reports.append(report)
        run.fail_on[report.path] = planned.config.text("fail-on") or str(Severity.ERROR)


def _checked(planned: _Planned, run: _Run) -> Checked | Unreadable:
    """Check one document here."""
    book = read_book(planned.path, run.language, data=planned.data, others=planned.others)
    if isinstance(book, Unreadable):
        return book
    selection = planned.selection
    start = perf_counter()
    report = check(book.document, book.ledger, selection.rules, selection.settings)
    run.timing.add({**book.seconds, "rules": perf_counter() - start}, report.seconds)
    if run.request.show_checked:
        run.covered.append((report.path, _coverage(book)))
    return report, book.reading.remarks


def _side_by_side(plan: Sequence[_Planned], run: _Run) -> Iterator[Checked | Unreadable | None]:
    """What several processes find in documents, in order; None for one that is to be checked
    here."""
    request = run.request
    if request.more or len(plan) < _A_FEW:
        return
    # a few documents need none of this
    from gouji.cli_workers import Job, processes, side_by_side  # noqa: PLC0415
    from gouji.packed import Packing  # noqa: PLC0415

    count = processes(len(plan), request.jobs)
    if count < _A_FEW:
        return
    jobs = [
        Job(p.path, run.language, tuple(r.code for r in p.selection.rules), p.selection.settings)
        for p in plan
    ]
    packing = Packing(run.session.loaded.rules)
    for answer in side_by_side(jobs, count, builtin_only=request.no_plugins):
        yield packing.unpack(answer) if isinstance(answer, bytes) else answer


def _key(planned: _Planned, cache: Cache | None) -> str | None:
    """The key of a document in the cache; None for what is not one file on disk."""
    path, selection = planned.path, planned.selection
    if cache is None or not planned.is_one_file:
        return None
    try:
        if path.stat().st_size > DEFAULT.file_bytes:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return cache.key(shown_path(path), data, selection.rules, selection.settings)


def _coverage(book: Book) -> tuple[Place, ...]:
    return coverage(book.document, book.ledger)


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


def _print(outcome: Outcome, run: _Run, paired: Sequence[Target]) -> bool:
    """Write all reports and print what else was asked for; whether that worked."""
    request, language = run.request, run.language
    printing = Printing(language, request.quiet, request.explain)
    numbers = list(statistics_lines(outcome, language)) if request.statistics else None
    written = [write(target, outcome, printing, numbers) for target in paired]
    aside = not any(target.file is None and target.form == "text" for target in paired)
    if numbers and not any(target.form == "text" for target in paired):
        print_lines(numbers, aside=aside)
    if not request.quiet and not any(target.form in TELL_STALE for target in paired):
        for stale in outcome.stale:
            complain(stale.text(language))
    for path, places in run.covered:
        print_lines(coverage_lines(path, places, language), aside=aside)
    if request.timing:
        print_lines(timing_lines(run.timing, language), aside=aside)
    return all(written)


def _fails(report: Report, fail_on: str) -> bool:
    """Whether a finding weighs at least ``fail_on``."""
    if fail_on == "never":
        return False
    rank = Severity(fail_on).rank
    return any(d.severity.rank <= rank for d in report.diagnostics)
