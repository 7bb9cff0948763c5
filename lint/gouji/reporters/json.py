"""The report for programs: ``gouji/1``, as ``gouji-1.schema.json`` describes it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import asdict

from gouji import messages
from gouji.diagnostics import Diagnostic, Position, Related, message
from gouji.engine import Report
from gouji.model.figure import Figure
from gouji.model.place import Box
from gouji.model.quantity import Quantity
from gouji.reporters import Outcome
from gouji.reporters.common import json_text
from gouji.rule import Value
from gouji.suggestion import Suggestion

SCHEMA: Final = "gouji/1"


def json_report(outcome: Outcome, language: str) -> str:
    """The whole report as JSON, keys in a fixed order."""
    report = {
        "schema": SCHEMA,
        "documents": [_document(r, language) for r in outcome.reports],
        "diagnostics": [_diagnostic(d, language) for r in outcome.reports for d in r.diagnostics],
        "allowed": [
            {
                "rule": d.rule.code,
                "path": d.path,
                "address": d.place.address,
                "fingerprint": d.fingerprint,
                "reason": reason,
            }
            for r in outcome.reports
            for d, reason in r.allowed
        ],
        "stale": [
            {
                "kind": s.key,
                "origin": s.origin,
                "line": s.line or None,
                "rule": s.rule,
                "message": s.text(language),
            }
            for s in outcome.stale
        ],
        "unreadable": [{"path": u.path, "reason": u.reason} for u in outcome.unreadable],
        "failures": [
            {"rule": c.rule.code, "path": r.path, "address": c.address, "reason": c.error}
            for r in outcome.reports
            for c in r.crashes
        ],
    }
    return json_text(report)


def _document(report: Report, language: str) -> dict[str, Any]:
    reasons = Counter(unchecked.reason for unchecked in report.unchecked)
    return {
        "path": report.path,
        "format": report.format,
        "pages": report.pages,
        "kind": str(report.kind),
        "year": report.year,
        "entity": report.entity,
        "known": len(report.known),
        "checked": {code: asdict(counts) for code, counts in sorted(report.checked.items())},
        "not_checked": [
            {"reason": messages.reason(reason, language), "count": count}
            for reason, count in reasons.most_common()
        ],
        "notices": [
            {"page": note.page, "message": messages.notice(note, language)}
            for note in report.notices
        ],
    }


def _diagnostic(diagnostic: Diagnostic, language: str) -> dict[str, Any]:
    place = diagnostic.place
    cause = diagnostic.cause
    return {
        "rule": diagnostic.rule.code,
        "name": diagnostic.rule.name,
        "severity": str(diagnostic.severity),
        "message": message(diagnostic, language),
        "cause": None if cause is None else messages.cause(cause, language),
        "learned": diagnostic.learned,
        "rounding": diagnostic.rounding,
        "path": diagnostic.path,
        "page": place.page,
        "box": _box(place.box),
        "part": place.part,
        "address": place.address,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": place.text,
        "values": {name: _value(value) for name, value in diagnostic.values.items()},
        "related": [_related(related) for related in diagnostic.related],
        "suggestion": _suggestion(diagnostic.suggestion),
        "fingerprint": diagnostic.fingerprint,
    }


def _suggestion(suggestion: Suggestion | None) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    return {
        "replace": suggestion.place.text,
        "with": suggestion.text,
        "address": suggestion.place.address,
        "safe": suggestion.safe,
    }


def _related(related: Related) -> dict[str, Any]:
    place: Position = related.place
    return {
        "value": related.name,
        "label": related.figure.label,
        "page": place.page,
        "box": _box(place.box),
        "part": place.part,
        "address": place.address,
        "line": place.line,
        "text": place.text,
    }


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else [round(n, 2) for n in (box.x0, box.top, box.x1, box.bottom)]


def _value(value: Value) -> Any:
    """A value: quantities as objects with exact decimals as strings, the rest as it is."""
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Figure):
        return _value(value.quantity)
    if isinstance(value, Quantity):
        number = f"{value.value:.{value.decimals}f}"
        return {"value": number, "unit": value.unit.symbol, "text": str(value)}
    return f"{value:f}" if isinstance(value, Decimal) else value
