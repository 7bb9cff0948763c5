"""The baseline: findings that were there before, so that only new ones are told.

A finding is known by its document and its fingerprint, which rests on rule, logical address and
values: neither a moved page nor another wording makes it new.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, Final

from gouji.diagnostics import Diagnostic
from gouji.engine import Report
from gouji.model.record import Record, replace

SCHEMA: Final = "gouji-baseline/1"
DEFAULT: Final = "gouji-baseline.json"


class BaselineError(Exception):
    """A file that is no baseline, or cannot be read, which it then gives the reason of."""


class Entry(Record):
    """A known finding: what identifies it, and what lets a reader recognise it."""

    fingerprint: str
    rule: str
    address: str


Documents = Mapping[str, tuple[Entry, ...]]


class Baseline(Record):
    """Known findings by document, whose path is as seen from the baseline's folder."""

    folder: Path
    documents: Documents

    def key(self, path: str | Path) -> str:
        """How a document is called in this baseline."""
        try:
            relative = os.path.relpath(path, self.folder)
        except ValueError:  # another drive
            relative = str(Path(path).absolute())
        return PurePath(relative).as_posix()

    def apply(self, report: Report) -> Report:
        """The report without the findings that are known."""
        known = {entry.fingerprint for entry in self.documents.get(self.key(report.path), ())}
        new = tuple(d for d in report.diagnostics if d.fingerprint not in known)
        old = tuple(d for d in report.diagnostics if d.fingerprint in known)
        return replace(report, diagnostics=new, known=old)

    def pruned(self, reports: Iterable[Report]) -> tuple[Baseline, int]:
        """The baseline without what is gone, and how much that is.

        Gone is a finding of a rule that ran on its document without failing and did not find it.
        """
        documents = dict(self.documents)
        gone = 0
        for report in reports:
            key = self.key(report.path)
            crashed = {crash.rule.code for crash in report.crashes}
            ran = report.checked.keys() - crashed
            there = {d.fingerprint for d in _all(report)}
            entries = documents.get(key, ())
            kept = tuple(e for e in entries if e.fingerprint in there or e.rule not in ran)
            gone += len(entries) - len(kept)
            documents[key] = kept
        return replace(self, documents={k: v for k, v in documents.items() if v}), gone

    def updated(self, reports: Iterable[Report]) -> Baseline:
        """The baseline with all that the reports hold, what is gone left out."""
        reports = list(reports)
        pruned, _ = self.pruned(reports)
        documents = dict(pruned.documents)
        for report in reports:
            key = self.key(report.path)
            entries = {e.fingerprint: e for e in documents.get(key, ())}
            for d in (*report.diagnostics, *report.known):
                entries[d.fingerprint] = Entry(d.fingerprint, d.rule.code, d.place.address)
            documents[key] = tuple(entries.values())
        return replace(self, documents={k: v for k, v in documents.items() if v})

    def text(self) -> str:
        """The baseline as the file holds it: sorted, so that versions can be compared."""
        findings = {
            path: [
                {"rule": e.rule, "address": e.address, "fingerprint": e.fingerprint}
                for e in sorted(entries, key=lambda e: (e.rule, e.address, e.fingerprint))
            ]
            for path, entries in sorted(self.documents.items())
        }
        whole = {"schema": SCHEMA, "findings": findings}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _all(report: Report) -> tuple[Diagnostic, ...]:
    return (*report.diagnostics, *report.known, *(d for d, _ in report.allowed))


def empty(path: Path) -> Baseline:
    """The baseline of a file that is not there yet."""
    return Baseline(path.absolute().parent, {})


def load(path: Path) -> Baseline:
    """A baseline out of its file.

    :raises BaselineError: when it cannot be read or is something else.
    """
    try:
        whole: Any = json.loads(path.read_text(encoding="utf-8"))
        if whole["schema"] != SCHEMA:
            raise BaselineError
        documents = {
            str(name): tuple(Entry(e["fingerprint"], e["rule"], e["address"]) for e in entries)
            for name, entries in whole["findings"].items()
        }
    except OSError as error:
        raise BaselineError(error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaselineError from error
    return Baseline(path.absolute().parent, documents)
