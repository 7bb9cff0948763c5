"""GitLab Code Quality: the report that merge requests show."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from gouji.diagnostics import Diagnostic, message
from gouji.reporters import Outcome
from gouji.reporters.common import json_text, number, posix
from gouji.rule import Severity

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_report(outcome: Outcome, language: str) -> str:
    """All findings as a JSON array."""
    issues = [_issue(d, language) for report in outcome.reports for d in report.diagnostics]
    return json_text(issues)


def _issue(diagnostic: Diagnostic, language: str) -> dict[str, Any]:
    path = posix(diagnostic.path)
    # two documents may hold the same finding; here a fingerprint must be unique in the report
    identity = f"{path}\x1f{diagnostic.fingerprint}".encode("utf-8", "replace")
    where = number(diagnostic.place, language)
    text = message(diagnostic, language)
    return {
        "description": f"{text} ({where})" if where else text,
        "check_name": f"{diagnostic.rule.code} {diagnostic.rule.name}",
        "fingerprint": hashlib.sha256(identity).hexdigest()[:32],
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": path, "lines": {"begin": diagnostic.place.line or 1}},
    }
