"""Checkstyle XML: the format that many build servers read."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.diagnostics import Diagnostic, message
from gouji.reporters import Outcome
from gouji.reporters.common import number, xml_attribute


def checkstyle_report(outcome: Outcome, language: str) -> str:
    """All findings by file."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for report in outcome.reports:
        lines.append(f"  <file name={xml_attribute(report.path)}>")
        lines += _errors(report.diagnostics, language)
        lines.append("  </file>")
    return "\n".join([*lines, "</checkstyle>", ""])


def _errors(diagnostics: tuple[Diagnostic, ...], language: str) -> Iterator[str]:
    for diagnostic in diagnostics:
        place = diagnostic.place
        column = "" if place.column is None else f' column="{place.column}"'
        where = number(place, language)
        text = " ".join(filter(None, (message(diagnostic, language), f"({where})" * bool(where))))
        source = xml_attribute(f"gouji.{diagnostic.rule.code}")
        yield (
            f'    <error line="{place.line or 1}"{column} severity="{diagnostic.severity}"'
            f" message={xml_attribute(text)} source={source}/>"
        )
