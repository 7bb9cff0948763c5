"""Annotations of GitHub Actions: workflow commands, one line for each finding."""

from __future__ import annotations

from typing import Final

from gouji import messages
from gouji.diagnostics import Diagnostic, message
from gouji.reporters import Outcome
from gouji.reporters.common import number, posix
from gouji.rule import Severity
from gouji.view import visible

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(outcome: Outcome, language: str) -> str:
    """All findings as workflow commands."""
    found = (d for report in outcome.reports for d in report.diagnostics)
    return "".join(f"{_command(d, language)}\n" for d in found)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    shown = _data(visible(str(text)))
    return shown.replace(":", "%3A").replace(",", "%2C")


def _command(diagnostic: Diagnostic, language: str) -> str:
    place, rule = diagnostic.place, diagnostic.rule
    properties = {"file": posix(diagnostic.path), "line": place.line or 1}
    if place.line is not None and place.column is not None and place.end_line == place.line:
        properties |= {"col": place.column, "endColumn": place.end_column or place.column}
    properties["title"] = f"{rule.code} {rule.name}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [message(diagnostic, language)]
    where = "  ".join(filter(None, (number(place, language), place.address)))
    lines.append(messages.ui("label-at", language) + messages.ui("colon", language) + where)
    if diagnostic.cause is not None:
        label = messages.ui("label-cause", language) + messages.ui("colon", language)
        lines.append(label + messages.cause(diagnostic.cause, language))
    text = "\n".join(visible(part) for part in lines)
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_data(text)}"
