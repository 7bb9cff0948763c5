"""The engine: runs rules over a document, keeps a crash of one from the others, counts checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Final

from msgspec import field

from gouji.causes import MILD, likely_cause
from gouji.consolidation import consolidate
from gouji.diagnostics import (
    Diagnostic,
    Position,
    Private,
    consequence_places,
    identified,
    masked,
    related_places,
)
from gouji.model.blocks import Notice
from gouji.model.figure import Figure
from gouji.model.ledger import Absence, Indicator, Ledger, Targets
from gouji.model.memo import Memo
from gouji.model.record import Record, replace
from gouji.model.relation import Cause, Outcome, Relation, Verdict
from gouji.model.tree import Cell, Document, DocumentKind, Heading, Paragraph, Row, Section, Table
from gouji.model.undisturbed import undisturbed
from gouji.rule import Absent, Finding, Findings, Rule, Severity
from gouji.suggestion import Touching, settled
from gouji.suspicion import Found
from gouji.view import View


class Settings(Record):
    """What the user set for rules, by code: option values and severities; whether relations that
    hold thanks to rounding only are told too."""

    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    rounding: bool = False


class Counts(Record):
    """How many checks came to which outcome."""

    holds: int = 0
    rounding: int = 0
    violated: int = 0
    not_checked: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.holds + other.holds,
            self.rounding + other.rounding,
            self.violated + other.violated,
            self.not_checked + other.not_checked,
        )

    @property
    def made(self) -> int:
        """How many checks could be made."""
        return self.holds + self.rounding + self.violated


class Unchecked(Record):
    """A check that could not be made: rule code (empty for no rule), address, reason, and
    whether it was the check of a relation."""

    rule: str
    address: str
    reason: str
    relation: bool = False


class Crash(Record):
    """A rule that raised: the first subject it raised on, and the error."""

    rule: Rule
    address: str
    error: str


class Report(Record):
    """What the rules found in one document, and what they could check.

    ``paged`` tells whether the file itself has pages; those of a text file are only a guess.
    ``seconds`` is the time each rule took. What the user allows is moved from ``diagnostics`` to
    ``allowed``, by the reasons given; what a baseline knows to ``known``.
    """

    path: str
    format: str
    pages: int
    paged: bool
    kind: DocumentKind
    year: int | None
    entity: str | None
    notices: tuple[Notice, ...]
    diagnostics: tuple[Diagnostic, ...]
    checked: Mapping[str, Counts]
    on_relations: frozenset[str]
    unchecked: tuple[Unchecked, ...]
    crashes: tuple[Crash, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    allowed: tuple[tuple[Diagnostic, str], ...] = ()
    known: tuple[Diagnostic, ...] = ()

    @property
    def totals(self) -> Counts:
        """How the relations fared, and all that could not be checked.

        Rules that look at every cell or paragraph look rather than check: only the places that
        they could not look at are counted, each once.
        """
        made = sum((self.checked[code] for code in self.on_relations), Counts())
        places = {(u.address, u.reason) for u in self.unchecked if not u.relation}
        relations = sum(1 for u in self.unchecked if u.relation)
        return replace(made, not_checked=relations + len(places))


class UnknownSelectorError(Exception):
    """A selector that fits no rule."""

    def __init__(self, selector: str) -> None:
        super().__init__(selector)
        self.selector = selector


def fit(selector: str, rule: Rule) -> int:
    """How closely a selector fits a rule: the length of the code it fixes, -1 for not at all."""
    if selector == rule.name:
        return len(rule.code)
    return len(selector) if selector and rule.code.startswith(selector) else -1


def select_rules(
    rules: Sequence[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """The rules to run. Selectors are codes, names or beginnings of codes (``PCT``).

    The longer selector wins; at equal length ignoring wins. Nothing selected means the rules that
    are on by default.

    :raises UnknownSelectorError: for a selector that fits no rule.
    """
    for selector in (*select, *ignore):
        if all(fit(selector, rule) < 0 for rule in rules):
            raise UnknownSelectorError(selector)
    chosen = []
    for rule in rules:
        by_default = rule.default and not rule.preview
        wanted = max((fit(s, rule) for s in select), default=0 if by_default else -1)
        unwanted = max((fit(s, rule) for s in ignore), default=-1)
        if wanted > unwanted:
            chosen.append(rule)
    return tuple(chosen)


_OUTCOMES: Final = tuple(Outcome)  # in the order of Counts


class _Subjects:
    """The subjects that rules may look at, each in reading order, gathered once a document."""

    def __init__(self, document: Document, ledger: Ledger) -> None:
        tables, sections = document.tables, document.sections
        self.nodes: dict[type, Sequence[Any]] = {
            Document: (document,),
            Section: sections,
            Heading: [s.heading for s in sections if s.heading is not None],
            Paragraph: document.paragraphs,
            Table: tables,
            Row: [row for table in tables for row in table.rows],
            Cell: [cell for table in tables for cell in table.cells],
            Figure: ledger.figures,
            Indicator: list(ledger.indicators),
            Targets: ledger.targets,
            Absence: ledger.absences,
        }
        # By name, not by class: Completion is a Share with a name of its own, so a rule on Share
        # gets shares only; a plugin's subclass without a name of its own counts as its parent.
        self.relations: defaultdict[str, list[Any]] = defaultdict(list)
        for relation in ledger.relations:
            self.relations[relation.kind_name].append(relation)

    def of(self, rule: Rule) -> Sequence[Any]:
        """The subjects that are a rule's business."""
        if issubclass(rule.subject, Relation):
            return rule.business(self.relations[rule.subject.kind_name])
        return rule.business(self.nodes[rule.subject])


def address_of(subject: object) -> str:
    """The logical address of any subject."""
    if isinstance(subject, Relation):
        return next((f.anchor.address for f in subject.figures), "")
    if isinstance(subject, Figure):
        return subject.anchor.address
    if isinstance(subject, Row):
        return subject.head.address
    return getattr(subject, "address", "")


class _Run:
    """The work on one document: gathers findings and counts while rules go by."""

    def __init__(
        self, document: Document, ledger: Ledger, settings: Settings, memo: Memo | None
    ) -> None:
        self.document = document
        self.ledger = ledger
        self.settings = settings
        self.memo = memo
        self.touching = Touching(ledger.relations)
        self.subjects = _Subjects(document, ledger)
        self.found: list[Found] = []
        self.checked: dict[str, Counts] = {}
        self.unchecked: list[Unchecked] = []
        self.crashes: list[Crash] = []
        self.judged: set[int] = set()
        self.rounded: dict[int, Found] = {}
        self.seconds: dict[str, float] = {}

    def rule(self, rule: Rule) -> None:
        """Run one rule on all of its subjects."""
        start = perf_counter()
        options = self.settings.options.get(rule.code, {})
        check = rule.given(self.document, self.ledger, options)
        subjects = self.business_of(rule)
        if rule.on_relation:
            self.judged.update(map(id, subjects))
            outcomes = [self.relation(rule, check, subject) for subject in subjects]
        else:
            find = self.finding(rule, check, options)
            outcomes = [self.node(rule, find, subject) for subject in subjects]
        self.checked[rule.code] = Counts(*map(outcomes.count, _OUTCOMES))
        self.seconds[rule.code] = perf_counter() - start

    def business_of(self, rule: Rule) -> Sequence[Any]:
        """The subjects of a rule; none, and a crash noted, if it cannot tell them."""
        try:
            return self.subjects.of(rule)
        # A rule is a plugin's code: whatever it raises is reported as its failure.
        except Exception as error:  # noqa: BLE001
            self.crash(rule, "", error)
            return []

    def relation(self, rule: Rule, check: Callable[[Any], Findings], relation: Relation) -> Outcome:
        """Run one rule on one relation."""
        try:
            findings = list(check(relation))
            verdict = relation.judge()
            if findings:
                self.found += [self.about(rule, relation, finding) for finding in findings]
                return Outcome.VIOLATED
        except Exception as error:  # noqa: BLE001 - as above
            return self.failed(rule, relation, error)
        outcome = verdict.outcome
        if outcome is Outcome.NOT_CHECKED:
            return self.skip(rule, relation, verdict.reason)
        if outcome is Outcome.VIOLATED:
            return self.skip(rule, relation, "passed over by the rule")
        if outcome is Outcome.ROUNDING:
            self.round(rule, relation, verdict)
        return outcome

    def about(self, rule: Rule, relation: Relation, finding: Finding) -> Found:
        """What a rule found in a relation, with the likely cause."""
        accepted = rule.accept(finding)
        return Found(rule, accepted, relation, self.cause(accepted, relation))

    def finding(
        self, rule: Rule, check: Callable[[Any], Findings], options: Mapping[str, object]
    ) -> Callable[[Any], list[Finding]]:
        """How to find what a rule finds in one node: anew, if it sees more than that or nothing is
        remembered. Relations are not remembered: one is judged as fast as looked up."""

        def find(node: Any) -> list[Finding]:
            return [rule.accept(finding) for finding in check(node)]

        memo = self.memo
        if memo is None or rule.context:
            return find
        kind = f"findings {sorted(options.items())}" if options else "findings"
        return lambda node: memo.of(kind, (rule, node), partial(find, node))

    def node(self, rule: Rule, find: Callable[[Any], list[Finding]], node: Any) -> Outcome:
        """Run one rule on one node."""
        try:
            findings = find(node)
        except Exception as error:  # noqa: BLE001 - as above
            return self.failed(rule, node, error)
        self.found.extend([Found(rule, f, None, f.cause) for f in findings])
        return Outcome.VIOLATED if findings else Outcome.HOLDS

    def failed(self, rule: Rule, subject: object, error: Exception) -> Outcome:
        """Note that a rule says that it cannot check a subject, or shows it by raising."""
        if isinstance(error, Absent):
            return self.skip(rule, subject, error.reason)
        self.crash(rule, address_of(subject), error)
        return self.skip(rule, subject, "the rule failed")

    def round(self, rule: Rule, relation: Relation, verdict: Verdict) -> None:
        """Note a relation that holds only because printed figures are rounded."""
        figure = next(relation.figures, None)
        if figure is not None:
            finding = Finding(figure, stated=figure, expected=verdict.expected)
            self.rounded.setdefault(id(relation), Found(rule, finding, relation))

    def crash(self, rule: Rule, address: str, error: Exception) -> None:
        """Note the first failure of a rule."""
        if all(crash.rule is not rule for crash in self.crashes):
            text = " ".join(f"{type(error).__name__}: {error}".split())
            self.crashes.append(Crash(rule, address, text))

    def cause(self, finding: Finding, relation: Relation) -> Cause | None:
        """The cause that the rule gives, or the one that the figures suggest."""
        if finding.cause is not None or relation.holds():
            return finding.cause
        return likely_cause(relation, self.ledger)

    def skip(self, rule: Rule, subject: object, reason: str) -> Outcome:
        """Note a check that could not be made."""
        relation = isinstance(subject, Relation)
        self.unchecked.append(Unchecked(rule.code, address_of(subject), reason, relation))
        return Outcome.NOT_CHECKED

    def leftovers(self) -> None:
        """Note what no rule looked at: unread tables, relations without a rule."""
        for table in self.document.tables:
            if table.unread:
                self.unchecked.append(Unchecked("", table.address, table.unread))
        for relation in self.ledger.relations:
            if id(relation) not in self.judged:
                reason = "no rule looks at it"
                self.unchecked.append(Unchecked("", address_of(relation), reason, relation=True))

    def severity(self, found: Found) -> Severity:
        """The user's severity before the finding's before the rule's; learned ones one lower."""
        configured = self.settings.severities.get(found.rule.code)
        severity = configured or found.finding.severity or found.rule.severity
        if configured is None and found.cause is not None and found.cause.key in MILD:
            return Severity.INFO
        learned = found.relation is not None and found.relation.learned
        return severity.lowered if learned else severity

    def diagnostic(self, found: Found, view: View, *, rounding: bool = False) -> Diagnostic:
        """A finding with its places, its identity still missing."""
        finding = found.finding
        return Diagnostic(
            found.rule,
            Severity.INFO if rounding else self.severity(found),
            self.document.path,
            finding.anchor,
            Position.of(finding.anchor, view),
            finding.values,
            (
                *related_places(finding, view),
                *consequence_places(found.consequences, finding, view),
            ),
            found.cause,
            found.relation,
            view.excerpt(finding.anchor),
            rounding=rounding,
            suggestion=settled(finding.suggestion, found.relation, self.touching, found.cause),
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings in reading order, with identities."""
        rounded = list(self.rounded.values()) if self.settings.rounding else []
        if not self.found and not rounded:
            return ()
        memo = self.memo or Memo()
        view = memo.of("view", (self.document,), partial(View, self.document))
        told = consolidate(self.found, self.ledger.relations, self.document.tables)
        diagnostics = [self.diagnostic(found, view) for found in told]
        diagnostics += [self.diagnostic(found, view, rounding=True) for found in rounded]
        private = Private(f.finding.anchor.text for f in self.found if f.finding.private)
        diagnostics = [masked(diagnostic, private) for diagnostic in diagnostics]
        diagnostics.sort(key=lambda d: (d.place.order, d.rule.code))
        return identified(diagnostics)


@undisturbed()
def check(
    document: Document,
    ledger: Ledger,
    rules: Sequence[Rule],
    settings: Settings | None = None,
    memo: Memo | None = None,
) -> Report:
    """Run rules over one document; ``memo`` holds what was found in its parts the last time."""
    run = _Run(document, ledger, settings or Settings(), memo)
    for rule in rules:
        run.rule(rule)
    run.leftovers()
    return Report(
        document.path,
        document.format,
        len(document.pages),
        any(page.width for page in document.pages),
        document.kind,
        document.year,
        document.entity,
        document.notices,
        run.diagnostics(),
        run.checked,
        frozenset(rule.code for rule in rules if rule.on_relation),
        tuple(run.unchecked),
        tuple(run.crashes),
        run.seconds,
    )
