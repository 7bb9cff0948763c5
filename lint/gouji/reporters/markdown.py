"""A summary in Markdown, as a comment on a merge request or a page of a build shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from gouji import messages
from gouji.diagnostics import Diagnostic, message
from gouji.engine import Report
from gouji.model.regex import regex
from gouji.reporters import Outcome
from gouji.reporters.common import place_in_words, suggestion
from gouji.reporters.text import closing
from gouji.view import visible

_SPECIAL: Final = regex(r"([\\`*_{}\[\]<>#|~&])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def markdown_report(outcome: Outcome, language: str) -> str:
    """Totals, and a table of findings for each document."""
    lines = [
        f"## {messages.ui('summary-title', language)}",
        "",
        _escaped(closing(outcome, language)),
    ]
    for report in outcome.reports:
        lines += _document(report, language)
    if outcome.unreadable or outcome.stale:
        lines.append("")
    for path in outcome.unreadable:
        lines.append(
            f"- {_escaped(messages.ui('unreadable', language, path=path.path, reason=path.reason))}"
        )
    lines += [f"- {_escaped(stale.text(language))}" for stale in outcome.stale]
    return "\n".join([*lines, ""])


def _document(report: Report, language: str) -> Iterator[str]:
    if not report.diagnostics and not report.allowed:
        return
    counts = Counter(str(d.severity) for d in report.diagnostics)
    told = [messages.ui(f"of-{name}", language, count=count) for name, count in counts.items()]
    yield ""
    yield f"### {_escaped(report.path)}"
    yield ""
    if told:
        yield messages.ui("list", language).join(told)
        yield ""
        yield from _table(
            ("severity", "rule", "place", "problem", "suggestion"),
            [_cells(d, language) for d in report.diagnostics],
            language,
        )
    if report.allowed:
        yield ""
        yield messages.ui("summary-allowed", language)
        yield ""
        rows = [
            (d.rule.code, place_in_words(d.place, language), message(d, language), reason)
            for d, reason in report.allowed
        ]
        yield from _table(("rule", "place", "problem", "reason"), rows, language)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], language: str) -> Iterator[str]:
    yield f"| {' | '.join(messages.ui(head, language) for head in heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(_escaped, row))} |"


def _cells(diagnostic: Diagnostic, language: str) -> tuple[str, ...]:
    problem = message(diagnostic, language)
    if diagnostic.cause is not None:
        problem += messages.ui("stop", language) + messages.cause(diagnostic.cause, language)
    return (
        messages.term(str(diagnostic.severity), language),
        diagnostic.rule.code,
        place_in_words(diagnostic.place, language),
        problem,
        suggestion(diagnostic, language),
    )
