"""Reviewdog's RDJSON: findings by line.

Its columns count bytes of the line, which a finding does not know; so lines alone are given.
"""

from __future__ import annotations

from typing import Any, Final

from gouji.diagnostics import Diagnostic, Position, message
from gouji.reporters import Outcome
from gouji.reporters.common import json_text, number, posix
from gouji.rule import Severity

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def rdjson_report(outcome: Outcome, language: str) -> str:
    """All findings as one result."""
    found = [_diagnostic(d, language) for report in outcome.reports for d in report.diagnostics]
    whole = {"source": {"name": "gouji"}, "diagnostics": found}
    return json_text(whole)


def _diagnostic(diagnostic: Diagnostic, language: str) -> dict[str, Any]:
    rule = diagnostic.rule
    where = "  ".join(filter(None, (number(diagnostic.place, language), diagnostic.place.address)))
    code = {"value": rule.code}
    if rule.authority[1].startswith(("http://", "https://")):
        code["url"] = rule.authority[1]
    return {
        "message": f"{message(diagnostic, language)}\n{where}",
        "location": _location(diagnostic.path, diagnostic.place),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": code,
        "relatedLocations": [
            {
                "message": " ".join(filter(None, (r.figure.label, str(r.figure)))),
                "location": _location(diagnostic.path, r.place),
            }
            for r in diagnostic.related
        ],
    }


def _location(path: str, place: Position) -> dict[str, Any]:
    lines: dict[str, Any] = {"start": {"line": place.line or 1}}
    if place.end_line is not None and place.end_line != place.line:
        lines["end"] = {"line": place.end_line}
    return {"path": posix(path), "range": lines}
