"""One line for each finding, as compilers print them: ``path:line:column: code message``."""

from __future__ import annotations

from gouji import messages
from gouji.diagnostics import Diagnostic, message
from gouji.reporters import Outcome
from gouji.reporters.ink import line, paint


def concise_report(outcome: Outcome, language: str) -> str:
    """All findings, one line each."""
    found = (d for report in outcome.reports for d in report.diagnostics)
    return paint((line(_line(d, language)) for d in found), colour=False)


def _line(diagnostic: Diagnostic, language: str) -> str:
    place = diagnostic.place
    numbers = [str(n) for n in (place.line, place.column) if n is not None]
    page = "" if place.page is None or place.box is None else f"p. {place.page} "
    severity = messages.term(str(diagnostic.severity), language)
    code = diagnostic.rule.code
    text = " ".join(message(diagnostic, language).split())
    return f"{':'.join([diagnostic.path, *numbers])}: {page}{severity} {code} {text}"
