"""Numbers instead of findings: how much each rule found, how long each step took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import field

from gouji import messages
from gouji.model.record import Mutable
from gouji.reporters import Outcome
from gouji.reporters.ink import Line, Piece, line, pad, width
from gouji.reporters.text import closing
from gouji.rule import Rule


class Timing(Mutable):
    """Seconds by step (``read``, ``parse``, ``ledger``, ``rules``) and by rule code, all documents
    together."""

    steps: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, steps: Mapping[str, float], rules: Mapping[str, float]) -> None:
        """Add those of one document."""
        for name, seconds in steps.items():
            self.steps[name] += seconds  # type: ignore[assignment]
        for code, seconds in rules.items():
            self.rules[code] += seconds  # type: ignore[assignment]


def statistics_lines(outcome: Outcome, language: str) -> Iterator[Line]:
    """How often each rule found something and in how many documents, the most first."""
    counts: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    rules: dict[str, Rule] = {}
    for report in outcome.reports:
        codes = [d.rule.code for d in report.diagnostics]
        rules |= {d.rule.code: d.rule for d in report.diagnostics}
        counts.update(codes)
        documents.update(set(codes))
    digits = max((len(str(n)) for n in counts.values()), default=0)
    names = max((len(rule.name) for rule in rules.values()), default=0)
    in_documents = {
        code: messages.ui("statistics-documents", language, count=n)
        for code, n in documents.items()
    }
    columns = max(map(width, in_documents.values()), default=0)
    for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield line(
            Piece(f"{count:>{digits}}", "bold"),
            f"  {code:8}  {rules[code].name:{names}}  ",
            Piece(pad(in_documents[code], columns), "dim"),
            f"  {rules[code].summary[language]}",
        )
    yield line(closing(outcome, language))


def timing_lines(timing: Timing, language: str) -> Iterator[Line]:
    """Steps in their order, then the rules, the slowest first."""
    yield line(Piece(messages.ui("timing", language), "bold"))
    for name, seconds in timing.steps.items():
        yield _row(messages.ui(f"timing-{name}", language), seconds, language)
    for code, seconds in timing.rules.most_common():
        yield _row(f"  {code}", seconds, language)


def _row(name: str, seconds: float, language: str) -> Line:
    value = messages.ui("seconds", language, value=f"{seconds:.3f}")
    return line("  ", pad(name, 24), Piece(value, "dim"))
