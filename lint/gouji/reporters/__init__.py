"""Reporters: the outcome of a check as text for people or JSON for programs."""

from __future__ import annotations

from gouji.engine import Counts, Report
from gouji.model.record import Record
from gouji.suppressions import Stale


class Unreadable(Record):
    """A path that gave no document, with the reason in the user's language."""

    path: str
    reason: str


class Outcome(Record):
    """All documents of one check, the paths that gave none, and what the user allows in vain."""

    reports: tuple[Report, ...]
    unreadable: tuple[Unreadable, ...] = ()
    stale: tuple[Stale, ...] = ()

    @property
    def totals(self) -> Counts:
        """The checks of relations in all documents, and all that could not be checked."""
        return sum((report.totals for report in self.reports), Counts())
