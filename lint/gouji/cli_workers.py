"""Documents checked side by side, each by one of several processes.

A document takes what one processor gives; many documents are divided over all of them. What a
process finds comes back packed, as the cache keeps it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, TypeAlias

from gouji.cli_book import read_book
from gouji.engine import Settings, check
from gouji.model.record import Record
from gouji.packed import CannotPackError, Packing
from gouji.plugins import discover, load
from gouji.reporters import Unreadable
from gouji.rule import Rule

_WORTH_A_PROCESS: Final = 4  # documents: starting a process takes as long as checking one or two


class Job(Record):
    """A document to check, by the codes of the rules."""

    path: Path
    language: str
    codes: tuple[str, ...]
    settings: Settings


Answer: TypeAlias = bytes | Unreadable | None


def processes(documents: int, wanted: int | None) -> int:
    """How many processes to divide documents over: as many as are wanted, else as there are
    processors, if there is enough to do for each."""
    if wanted is not None:
        return min(wanted, documents)
    return min(_processors(), documents // _WORTH_A_PROCESS)


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(jobs: Sequence[Job], count: int, *, builtin_only: bool) -> Iterator[Answer]:
    """What each document gives, in order: a packed report, or why it cannot be read; None for one
    that no process could check."""
    try:
        pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(builtin_only,))
    except (ImportError, NotImplementedError, OSError):  # a system without shared semaphores
        yield from (None for _ in jobs)
        return
    try:
        yield from map(_answer, [pool.submit(_checked, job) for job in jobs])
    finally:
        pool.shutdown(cancel_futures=True)


def _answer(future: Future[Answer]) -> Answer:
    try:
        return future.result()
    except (BrokenProcessPool, OSError):  # killed, or no process could be started
        return None


class _Worker:
    """What a process knows from its beginning."""

    rules: tuple[Rule, ...]
    packing: Packing


def _begin(builtin_only: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, and ends the others
    _Worker.rules = load(discover(builtin_only=builtin_only)).rules
    _Worker.packing = Packing(_Worker.rules)


def _checked(job: Job) -> Answer:
    book = read_book(job.path, job.language)
    if isinstance(book, Unreadable):
        return book
    codes = set(job.codes)
    rules = [rule for rule in _Worker.rules if rule.code in codes]
    report = check(book.document, book.ledger, rules, job.settings)
    try:
        return _Worker.packing.pack((report, book.reading.remarks))
    except (CannotPackError, ValueError, RecursionError):
        return None
