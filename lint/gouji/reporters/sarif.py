"""SARIF 2.1.0 (OASIS): the report for code scanning services and editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gouji import messages
from gouji.diagnostics import Diagnostic, Position, Related, message
from gouji.docstrings import in_language
from gouji.installed import version
from gouji.reporters import Outcome
from gouji.reporters.common import json_text, suggestion, uri
from gouji.rule import Rule, Severity

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT: Final = "gouji/v1"


def sarif_report(outcome: Outcome, language: str) -> str:
    """All findings as one run; those that are allowed carry their suppression."""
    told = [(d, "") for report in outcome.reports for d in report.diagnostics]
    told += [each for report in outcome.reports for each in report.allowed]
    rules = list({d.rule.code: d.rule for d, _ in told}.values())
    run = {
        "tool": {"driver": _driver(rules, language)},
        "invocations": [_invocation(outcome, language)],
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": uri(r.path)}, "roles": ["analysisTarget"]} for r in outcome.reports
        ],
        "results": [_result(d, reason, rules, language) for d, reason in told],
    }
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(whole)


def _driver(rules: Sequence[Rule], language: str) -> dict[str, Any]:
    return {
        "name": "gouji",
        "semanticVersion": version("gouji"),
        "language": "zh-CN" if language == "zh" else "en",
        "rules": [_rule(rule, language) for rule in rules],
    }


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    authority = " ".join(filter(None, rule.authority))
    explanation = in_language(rule.explanation, language)
    paragraphs = [rule.summary[language], explanation, authority]
    examples = [f"```\n{example.source}\n```" for example in rule.examples]
    described = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary[language]},
        "help": {
            "text": "\n\n".join(filter(None, paragraphs)),
            "markdown": "\n\n".join(filter(None, [*paragraphs, *examples])),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"tags": [rule.family]},
    }
    link = rule.authority[1]
    return {**described, "helpUri": link} if link.startswith(("http://", "https://")) else described


def _invocation(outcome: Outcome, language: str) -> dict[str, Any]:
    """Whether all could be done, and what could not."""
    notes = [
        _note("error", messages.ui("unreadable", language, path=u.path, reason=u.reason))
        for u in outcome.unreadable
    ]
    for report in outcome.reports:
        for crash in report.crashes:
            rule = f"{crash.rule.code} {crash.rule.name}"
            text = messages.ui(
                "rule-failed",
                language,
                rule=rule,
                path=report.path,
                address=crash.address,
                error=crash.error,
            )
            notes.append(_note("error", text))
    failed = bool(notes)
    for stale in outcome.stale:
        notes.append(_note("warning", stale.text(language)))
    return {"executionSuccessful": not failed, "toolExecutionNotifications": notes}


def _note(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": text}}


def _result(
    diagnostic: Diagnostic, allowed: str, rules: Sequence[Rule], language: str
) -> dict[str, Any]:
    text = message(diagnostic, language)
    if diagnostic.cause is not None:
        label = messages.ui("label-cause", language) + messages.ui("colon", language)
        text += f"\n{label}{messages.cause(diagnostic.cause, language)}"
    properties = {**_page(diagnostic.place), "learned": diagnostic.learned}
    if advice := suggestion(diagnostic, language):
        properties["suggestion"] = advice
    result = {
        "ruleId": diagnostic.rule.code,
        "ruleIndex": rules.index(diagnostic.rule),
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [_location(diagnostic.path, diagnostic.place, diagnostic.excerpt.text)],
        "partialFingerprints": {_FINGERPRINT: diagnostic.fingerprint},
        "properties": properties,
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _related(number, related, diagnostic.path, language)
            for number, related in enumerate(diagnostic.related, start=1)
        ]
    if fixes := _fixes(diagnostic, language):
        result["fixes"] = fixes
    if allowed:
        result["suppressions"] = [{"kind": "external", "justification": allowed}]
    return result


def _fixes(diagnostic: Diagnostic, language: str) -> list[dict[str, Any]]:
    """The suggestion as a change of characters, in files that are lines."""
    suggested = diagnostic.suggestion
    spot = None if suggested is None else suggested.place.spot
    if suggested is None or spot is None or spot.line is None or spot.end_column is None:
        return []
    deleted = {
        "startLine": spot.line,
        "startColumn": spot.column,
        "endLine": spot.end_line,
        "endColumn": spot.end_column,
    }
    change = {
        "artifactLocation": {"uri": uri(diagnostic.path)},
        "replacements": [{"deletedRegion": deleted, "insertedContent": {"text": suggested.text}}],
    }
    description = {"text": suggestion(diagnostic, language)}
    return [{"description": description, "artifactChanges": [change]}]


def _page(place: Position) -> dict[str, Any]:
    box = place.box
    corners = None if box is None else [round(n, 2) for n in (box.x0, box.top, box.x1, box.bottom)]
    return {
        name: value for name, value in (("page", place.page), ("box", corners)) if value is not None
    }


def _location(path: str, place: Position, snippet: str = "") -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line or 1}
    if place.line is not None and place.column is not None:
        region["startColumn"] = place.column
        # an empty stretch has the end it starts at; SARIF wants whole pairs
        if place.end_line is not None and place.end_column is not None:
            region |= {"endLine": place.end_line, "endColumn": place.end_column}
    if snippet:
        region["snippet"] = {"text": snippet}
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri(path)}, "region": region},
        "logicalLocations": [{"fullyQualifiedName": place.address}],
        "properties": _page(place),
    }


def _related(number: int, related: Related, path: str, language: str) -> dict[str, Any]:
    words = [related.figure.label, str(related.figure)]
    if related.name == "consequence":
        words.insert(0, messages.ui("label-consequence", language))
    text = " ".join(filter(None, words))
    return {"id": number, "message": {"text": text}, **_location(path, related.place)}
