"""JUnit XML: a suite for each document, a case for each rule that ran."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.diagnostics import Diagnostic, message
from gouji.engine import Report
from gouji.reporters import Outcome
from gouji.reporters.common import place_in_words, xml_attribute, xml_text


def junit_report(outcome: Outcome, language: str) -> str:
    """All documents as suites; one that cannot be read is a suite with an error."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for report in outcome.reports:
        lines += _suite(report, language)
    for path in outcome.unreadable:
        name = xml_attribute(path.path)
        lines.append(f'  <testsuite name={name} tests="1" failures="0" errors="1">')
        lines.append(f"    <testcase name={name} classname={name}>")
        lines.append(f"      <error message={xml_attribute(path.reason)}/>")
        lines += ["    </testcase>", "  </testsuite>"]
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(report: Report, language: str) -> Iterator[str]:
    by_rule: dict[str, list[Diagnostic]] = {code: [] for code in sorted(report.checked)}
    for diagnostic in report.diagnostics:
        by_rule.setdefault(diagnostic.rule.code, []).append(diagnostic)
    crashes = {crash.rule.code: crash.error for crash in report.crashes}
    failed = sum(1 for found in by_rule.values() if found)
    name = xml_attribute(report.path)
    yield (
        f'  <testsuite name={name} tests="{len(by_rule)}" failures="{failed}"'
        f' errors="{len(crashes)}">'
    )
    for code, found in by_rule.items():
        yield f"    <testcase name={xml_attribute(code)} classname={name}>"
        if found:
            # one failure a case is all that most readers of this format know
            text = "\n".join(
                f"{xml_text(place_in_words(d.place, language))}\n{xml_text(message(d, language))}"
                for d in found
            )
            first = xml_attribute(message(found[0], language))
            kind = xml_attribute(str(found[0].severity))
            yield f"      <failure type={kind} message={first}>{text}</failure>"
        if code in crashes:
            yield f"      <error message={xml_attribute(crashes[code])}/>"
        yield "    </testcase>"
    yield "  </testsuite>"
