"""The report for people: what is wrong, where, in which sentence, and the arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from gouji import messages
from gouji.diagnostics import Diagnostic, message, same_place
from gouji.docstrings import in_language
from gouji.engine import Report
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.reporters import Outcome
from gouji.reporters.arithmetic import Step, steps
from gouji.reporters.ink import Line, Piece, line, pad, paint, width
from gouji.rule import Severity
from gouji.suggestion import Suggestion
from gouji.view import Excerpt

_GLUE: Final = " › "
_INDENT: Final = 2
_NARROWEST: Final = 40
_REASONS: Final = 4  # reasons in the closing line


class Style(Record):
    """How to print: language, colours, columns, findings only, rules explained."""

    language: str = "zh"
    colour: bool = False
    columns: int = 100
    quiet: bool = False
    explain: bool = False


def text_report(outcome: Outcome, style: Style) -> str:
    """The whole report."""
    return paint(_lines(outcome, style), colour=style.colour)


def plain_report(outcome: Outcome, language: str) -> str:
    """The whole report without colours, for a file."""
    return text_report(outcome, Style(language))


def _lines(outcome: Outcome, style: Style) -> Iterator[Line]:
    for report in outcome.reports:
        notices = () if style.quiet else report.notices
        if not report.diagnostics and not notices:
            continue
        yield line(Piece(report.path, "bold"), Piece(f"  {_facts(report, style)}", "dim"))
        for note in messages.notices(notices, style.language):
            yield line(" " * _INDENT, Piece("! ", "warning"), note)
        yield ()
        for diagnostic in report.diagnostics:
            yield from _Entry(diagnostic, style).lines()
            yield ()
    if not style.quiet:
        for stale in outcome.stale:
            yield line(Piece("! ", "warning"), stale.text(style.language))
        yield line(Piece(closing(outcome, style.language), _worst(outcome)))


def _facts(report: Report, style: Style) -> str:
    """What the document was taken for."""
    facts = [
        str(report.year or ""),
        messages.term(str(report.kind), style.language),
        report.entity or "",
        messages.ui("pages", style.language, count=report.pages) if report.paged else "",
    ]
    return "  ".join(fact for fact in facts if fact)


def _why_not(outcome: Outcome, language: str) -> str:
    """The commonest reasons why something was not checked."""
    reasons = Counter(u.reason for report in outcome.reports for u in report.unchecked)
    listed = [
        f"{messages.reason(reason, language)} {count}"
        for reason, count in reasons.most_common(_REASONS)
    ]
    if len(reasons) > _REASONS:
        listed.append("…")
    return messages.ui("list", language).join(listed)


def _worst(outcome: Outcome) -> str:
    """The heaviest severity found, ``good`` if nothing was."""
    found = {d.severity for report in outcome.reports for d in report.diagnostics}
    return str(min(found, key=lambda s: s.rank)) if found else "good"


def closing(outcome: Outcome, language: str) -> str:
    """The last line: how many findings, how many checks made and not made."""
    counts = Counter(d.severity for report in outcome.reports for d in report.diagnostics)
    by_severity = [
        messages.ui(f"of-{severity}", language, count=counts[severity])
        for severity in Severity
        if counts[severity]
    ]
    listed = messages.ui("list", language).join(by_severity)
    found = messages.ui("found" if counts else "clean", language, findings=listed)
    totals = outcome.totals
    counted = {"documents": len(outcome.reports), "made": totals.made}
    key = "closing" if outcome.reports else "closing-none"
    text = messages.ui(key, language, found=found, skipped=totals.not_checked, **counted)
    if totals.not_checked:
        text += messages.ui("why-not", language, reasons=_why_not(outcome, language))
    for key, count in (
        ("allowed-count", sum(len(report.allowed) for report in outcome.reports)),
        ("known-count", sum(len(report.known) for report in outcome.reports)),
        ("unreadable-count", len(outcome.unreadable)),
    ):
        if count:
            text += messages.ui(key, language, count=count)
    return text


class _Entry:
    """One diagnostic as lines."""

    def __init__(self, diagnostic: Diagnostic, style: Style) -> None:
        self.diagnostic = diagnostic
        self.style = style
        self.language = style.language

    def lines(self) -> Iterator[Line]:
        """Headline, then place, quotation, arithmetic, cause and further places."""
        diagnostic, language = self.diagnostic, self.language
        severity = str(diagnostic.severity)
        rule = diagnostic.rule
        yield line(
            Piece(messages.term(severity, language), severity),
            Piece(f" {rule.code} {rule.name}", "dim"),
            messages.ui("colon", language),
            Piece(message(diagnostic, language), "bold"),
        )
        yield self.labelled("at", self.where())
        yield from self.quotation(diagnostic.excerpt)
        yield from self.arithmetic()
        if diagnostic.cause is not None:
            yield self.labelled("cause", messages.cause(diagnostic.cause, language))
        if diagnostic.learned:
            yield self.labelled("note", messages.ui("learned", language))
        if diagnostic.suggestion is not None:
            yield self.labelled("fix", self.suggested(diagnostic.suggestion))
        yield from self.related()
        if self.style.explain:
            yield from self.explanation()

    def explanation(self) -> Iterator[Line]:
        """What the rule asks for, why, and on what it rests."""
        rule = self.diagnostic.rule
        yield self.labelled("rule", rule.summary[self.language])
        for text in in_language(rule.explanation, self.language).splitlines():
            yield self.labelled("", text)
        if any(rule.authority):
            yield self.labelled("because", "  ".join(filter(None, rule.authority)))

    def suggested(self, suggestion: Suggestion) -> str:
        """What to put for what, and whether that is to be verified first."""
        text = f"{suggestion.place.text} → {suggestion.text}"
        return text if suggestion.safe else text + messages.ui("to-verify", self.language)

    def labelled(self, key: str, text: str) -> Line:
        """A line with a label in its margin; an empty key leaves the margin empty."""
        label = messages.ui(f"label-{key}", self.language) if key else ""
        return line(" " * _INDENT, Piece(pad(label, self.margin), "label"), text)

    @property
    def margin(self) -> int:
        """The columns of the labels."""
        return 6

    def where(self) -> str:
        """Page or line, and the logical address without the quotation, which follows."""
        address = _GLUE.join(_parts(self.diagnostic.place.address))
        return "  ".join(filter(None, (self.number(self.diagnostic.anchor), address)))

    def number(self, anchor: Anchor) -> str:
        """The page, the line, or sheet and cell, whatever the file has."""
        spot = anchor.spot
        file = spot.part_name
        if spot.page is not None and (spot.box is not None or spot.line is None):
            return f"{file}{messages.ui('page', self.language, page=spot.page)}"
        if spot.line is not None:
            return f"{file}{messages.ui('line', self.language, line=spot.line)}"
        return file

    def quotation(self, excerpt: Excerpt) -> Iterator[Line]:
        """The row or sentence, cut around the place, which is underlined."""
        room = max(self.style.columns - _INDENT - self.margin, _NARROWEST)
        before, marked, after = cut(excerpt, room)
        label = messages.ui("label-text", self.language)
        yield line(
            " " * _INDENT,
            Piece(pad(label, self.margin), "label"),
            before,
            Piece(marked, "bold"),
            after,
        )
        indent = " " * (_INDENT + self.margin + width(before))
        yield line(indent, Piece("^" * max(width(marked), 1), "mark"))

    def arithmetic(self) -> Iterator[Line]:
        """The steps, numbers set flush right."""
        relation = self.diagnostic.relation
        if relation is None:
            return
        work = steps(relation, self.language)
        numbers = [_number(step) for step in work]
        columns = max((width(n) for n in numbers), default=0)
        units = max((width(_unit(step)) for step in work), default=0)
        key = "sum"
        for step, number in zip(work, numbers, strict=True):
            row = f"{step.operator:1} {number:>{columns}} {pad(_unit(step), units)}  "
            remark = step.remark or (self.origin(step.figure) if step.figure else "")
            yield self.labelled(key, (row + remark).rstrip())
            key = ""

    def origin(self, figure: Figure) -> str:
        """What a figure is called and where it stands, as far as that differs from the finding."""
        anchor = self.diagnostic.anchor
        if same_place(figure.anchor, anchor):
            return messages.ui("here", self.language)
        here, there = _parts(anchor.address), _parts(figure.anchor.address)
        while here and there and here[0] == there[0]:
            here, there = here[1:], there[1:]
        while here and there and here[-1] == there[-1]:
            here, there = here[:-1], there[:-1]
        words = [_GLUE.join(there)]
        if not there or any(word not in figure.anchor.address for word in figure.label.split()):
            words.insert(0, figure.label)
        number = self.number(figure.anchor)
        if there and number and number != self.number(anchor):
            words.append(f"({number})")
        return "  ".join(word for word in words if word)

    def related(self) -> Iterator[Line]:
        """Further places that the arithmetic does not show."""
        relation = self.diagnostic.relation
        shown = {id(f) for f in relation.figures} if relation is not None else set()
        for key in ("see", "consequence"):
            label = key
            for related in self.diagnostic.related:
                is_consequence = related.name == "consequence"
                if id(related.figure) not in shown and is_consequence is (key == "consequence"):
                    text = f"{related.figure}  {self.origin(related.figure)}"
                    yield self.labelled(label, text.rstrip())
                    label = ""


def _parts(address: str) -> list[str]:
    """The parts of a logical address, a quotation at its end left out."""
    parts = address.split(_GLUE)
    return parts[:-1] if parts[-1].startswith("“") else parts


def _number(step: Step) -> str:
    if step.quantity is None:
        return ""
    quantity = step.quantity
    text = f"{quantity.value:,.{quantity.decimals}f}"
    return f"{text}%" if quantity.unit.dimension == "percent" else text


def _unit(step: Step) -> str:
    unit = step.quantity.unit if step.quantity is not None else None
    return "" if unit is None or unit.dimension == "percent" else unit.symbol


def cut(excerpt: Excerpt, room: int) -> tuple[str, str, str]:
    """An excerpt in three pieces (before, the place, after) that fit into ``room`` columns."""
    before = excerpt.text[: excerpt.start]
    marked = excerpt.text[excerpt.start : excerpt.end]
    after = excerpt.text[excerpt.end :]
    if width(excerpt.text) <= room:
        return before, marked, after
    # what is cut off on a side leaves an ellipsis there; of a long mark its ends are shown
    marked = _ends(marked, room // 2)
    left = room - width(marked)
    # two thirds before the place, what is left behind it
    tail = max(left // 3, left - width(before))
    after, used = _fit(after, tail)
    head, _ = _fit(before[::-1], left - used)
    return head[::-1], marked, after


def _ends(text: str, room: int) -> str:
    """A text, or if it is wider than ``room`` its ends with an ellipsis between them."""
    if width(text) <= room:
        return text
    head, used = _fit(text, (room + 1) // 2)
    tail, _ = _fit(text[::-1], room - used + 1)
    return head + tail[::-1].removeprefix("…")


def _fit(text: str, room: int) -> tuple[str, int]:
    """As much of a text as fits, with an ellipsis if it is cut, and the columns taken."""
    if width(text) <= room:
        return text, width(text)
    end = used = 0
    while end < len(text) and used + width(text[end]) + 1 <= room:
        used += width(text[end])
        end += 1
    return text[:end] + "…", used + 1
