"""Findings that the user allows, with a reason: in the configuration, or beside the place itself.

A remark beside the place reads ``gouji: allow wrong-share — reason``; several rules are set apart
by commas, and ``until 2026-12-31`` after them says how long it holds. A hyphen with spaces around
it does for the dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from gouji import messages
from gouji.config import Allow
from gouji.config.errors import nearest
from gouji.config.selection import selectors
from gouji.diagnostics import Diagnostic
from gouji.engine import Report, fit
from gouji.model.blocks import Remark
from gouji.model.record import Record, replace
from gouji.rule import Rule

# compiled when there is a remark
_OURS: Final = r"(?si)\s*gouji\s*[:：]\s*(?P<rest>.*)"
_ALLOW: Final = (
    r"(?si)allow\s+(?P<rules>[\w-]+(?:\s*[,，、]\s*[\w-]+)*)"
    r"(?:\s+until\s+(?P<until>\S+))?"
    r"(?:\s*(?:—+|–|--|[:：])\s*(?P<reason>.*)|\s+-\s+(?P<hyphened>.*))?"
)
_BREAKS: Final = r"\s*[,，、]\s*"
_QUOTED: Final = 16  # characters of what a remark is about that show where it stands


class Stale(Record):
    """A suppression that does nothing: ``key`` says why (``unused``, ``expired``, ``no-reason``,
    ``unknown``, ``no-date``, ``no-rule``), ``line`` where in the document, ``nearest`` is the rule
    that may have been meant."""

    key: str
    origin: str
    rule: str
    until: date | None = None
    line: int = 0
    nearest: str | None = None

    def told(self, language: str) -> str:
        """What is wrong with it."""
        until = "" if self.until is None else self.until.isoformat()
        text = messages.ui(f"stale-{self.key}", language, rule=self.rule, until=until)
        if self.nearest is None:
            return text
        return text + messages.ui("did-you-mean", language, name=self.nearest)

    def text(self, language: str) -> str:
        """The one line that tells it, with its place."""
        return f"{self.origin}{messages.ui('colon', language)}{self.told(language)}"


class Suppression(Protocol):
    """Something that allows findings."""

    @property
    def rule(self) -> str:
        """A code, a name, or the beginning of a code."""

    @property
    def reason(self) -> str:
        """Why they are allowed."""

    @property
    def until(self) -> date | None:
        """The last day on which they are."""

    @property
    def origin(self) -> object:
        """Where it is written."""


class Noted(Record):
    """A suppression written beside the place: it covers what its remark is about."""

    rule: str
    reason: str
    until: date | None
    remark: Remark
    origin: str


def noted(
    remarks: Iterable[Remark], path: str, rules: Sequence[Rule] = ()
) -> tuple[list[Noted], list[Stale]]:
    """The suppressions among the remarks of a document, and those that are not well formed; among
    these are those that name none of ``rules``, if any are given."""
    found: list[Noted] = []
    wrong: list[Stale] = []
    for remark in remarks:
        ours = re.fullmatch(_OURS, remark.text)
        if ours is None:
            continue
        origin, line = _origin(remark, path), remark.own_line
        said = re.fullmatch(_ALLOW, ours["rest"].strip())
        if said is None:
            wrong.append(Stale("unknown", origin, " ".join(ours["rest"].split()), line=line))
            continue
        reason = " ".join((said["reason"] or said["hyphened"] or "").split())
        until = _date(said["until"])
        if not reason or (said["until"] and until is None):
            key = "no-date" if reason else "no-reason"
            wrong.append(Stale(key, origin, said["rules"], line=line))
            continue
        for name in re.split(_BREAKS, said["rules"]):
            if rules and all(fit(name, rule) < 0 for rule in rules):
                close = nearest(name, selectors(rules))
                wrong.append(Stale("no-rule", origin, name, line=line, nearest=close))
            else:
                found.append(Noted(name, reason, until, remark, origin))
    return found, wrong


def _origin(remark: Remark, path: str) -> str:
    """Where a remark stands: its line, or the beginning of what it is about."""
    if remark.own_line:
        return f"{path}:{remark.own_line}"
    about = " ".join(remark.about.split())
    short = about if len(about) <= _QUOTED else f"{about[:_QUOTED]}…"
    return f"{path} “{short}”" if short else path


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def covers(suppression: Allow | Noted, diagnostic: Diagnostic) -> bool:
    """Whether a finding is allowed by a suppression that has not expired."""
    if fit(suppression.rule, diagnostic.rule) < 0:
        return False
    place = diagnostic.place
    if isinstance(suppression, Allow):
        return suppression.covers(place.address)
    remark = suppression.remark
    if remark.parts:
        return (place.part or "").rpartition(".t")[0] in remark.parts
    first, last = place.line, place.end_line or place.line
    if first is None or last is None:
        return False
    return first <= remark.end_line and remark.line <= last


class Allowances:
    """The suppressions of one run; remembers which of them were of use.

    ``rules`` are all that a remark may name; none if that is not known.
    """

    def __init__(self, today: date, rules: Sequence[Rule] = ()) -> None:
        self._today = today
        self._rules = rules
        self._allows: dict[str, Allow] = {}
        self._used: set[str] = set()
        self._stale: list[Stale] = []

    def apply(
        self, report: Report, path: Path, allows: Iterable[Allow], remarks: Iterable[Remark] = ()
    ) -> Report:
        """The report of a document without the findings that are allowed."""
        beside, wrong = noted(remarks, report.path, self._rules)
        self._stale += wrong
        own = [allow for allow in allows if allow.concerns(path)]
        self._allows.update((self._key(allow), allow) for allow in own)
        both: list[Allow | Noted] = [*own, *beside]
        current = [s for s in both if s.until is None or s.until >= self._today]
        kept, allowed = [], []
        used: set[int] = set()
        for diagnostic in report.diagnostics:
            by = [s for s in current if covers(s, diagnostic)]
            used.update(map(id, by))
            if by:
                allowed.append((diagnostic, by[0].reason))
            else:
                kept.append(diagnostic)
        self._used.update(self._key(s) for s in own if id(s) in used)
        self._note_stale(beside, used)
        return replace(report, diagnostics=tuple(kept), allowed=tuple(allowed))

    @staticmethod
    def _key(allow: Allow) -> str:
        return f"{allow.origin}\x1f{allow.rule}\x1f{allow.at}"

    def _note_stale(self, beside: Sequence[Noted], used: set[int]) -> None:
        for each in beside:
            if each.until is not None and each.until < self._today:
                self._stale.append(self._told("expired", each))
            elif id(each) not in used:
                self._stale.append(self._told("unused", each))

    @staticmethod
    def _told(key: str, each: Allow | Noted) -> Stale:
        line = each.remark.own_line if isinstance(each, Noted) else 0
        return Stale(key, str(each.origin), each.rule, each.until, line)

    def stale(self) -> tuple[Stale, ...]:
        """The suppressions that were of no use to any document they concern, or are expired."""
        rest = []
        for key, allow in self._allows.items():
            if allow.until is not None and allow.until < self._today:
                rest.append(self._told("expired", allow))
            elif key not in self._used:
                rest.append(self._told("unused", allow))
        return (*self._stale, *rest)
