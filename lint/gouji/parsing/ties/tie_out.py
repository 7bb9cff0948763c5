"""Figures of the prose tied out to the tables: what a sentence speaks of, and where it is booked.

A figure is held against the tables only if its subject, its fund and its year are understood; where
the words leave several readings open, one that agrees is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from gouji.model.figure import Figure, Measure
from gouji.model.quantity import WAN, Quantity
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.statements import Agreement, Dating
from gouji.model.tree import Document
from gouji.parsing.items import TOTAL
from gouji.parsing.plain import plain
from gouji.parsing.prose.sentences import Mention, Prose
from gouji.parsing.tables.measures import Context
from gouji.parsing.ties.books import Books
from gouji.parsing.ties.subjects import fund_alone, meaning

# Digits and point that two different amounts hardly share.
_TELLING_DIGITS = 4
# Funds that hold others, widest first.
_WIDE = ("all", "fiscal")
_OWN_YEAR = regex("当年(?:财政)?(?:拨款|预算)")
_NOTHING = Quantity(Decimal(0), 0, WAN)


class _Claim(Record):
    """The readings of one figure of the prose; ``sure`` if a mismatch with all is an error."""

    readings: tuple[Measure, ...]
    sure: bool


def tie_out(prose: Prose, reader: SubjectReader) -> list[Relation]:
    """Each understood figure of the prose, and each statement that there is no such money, against
    what the tables state."""
    books = reader.books
    relations: list[Relation] = []
    lonely = _lonely(prose.mentions)
    for mention in prose.mentions:
        if mention.role != "amount" or mention.figure.quantity.unit.dimension != "money":
            continue
        claim = reader.claim(mention)
        if claim is not None:
            relations += _held_against(mention.figure, claim, books)
            continue
        dating = reader.misdated(mention) if id(mention) in lonely else None
        if dating is not None:
            relations.append(dating)
    for absence in prose.absences:
        stated = Figure(_NOTHING, absence.anchor, absence.subject, blank=True)
        readings = reader.absent(plain(absence.subject))
        if readings:
            relations += _held_against(stated, _Claim(readings, sure=True), books)
    return relations


def _lonely(mentions: Iterable[Mention]) -> set[int]:
    """The mentions that are the only figure of their paragraph."""
    by_paragraph: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_paragraph.setdefault(id(mention.figure.anchor.node), []).append(mention)
    return {id(several[0]) for several in by_paragraph.values() if len(several) == 1}


def _held_against(stated: Figure, claim: _Claim, books: Books) -> Iterator[Relation]:
    sources = [f for reading in claim.readings for f in books.sources(reading)]
    if not sources:
        return
    agreeing = next((f for f in sources if f.interval.meets(stated.interval)), None)
    if agreeing is not None:
        yield Agreement(stated, agreeing)
        return
    first = books.stated.get(claim.readings[0], [])
    witnesses = tuple(f for f in first if f is not sources[0])[:3]
    why_not = "" if claim.sure else "the words leave open what is meant"
    yield Agreement(stated, sources[0], witnesses, why_not=why_not)


def _headings(document: Document) -> Mapping[str, tuple[str, ...]]:
    """The titles over each section, innermost first, by the section's address."""
    titles: dict[str, tuple[str, ...]] = {}
    for section in document.sections:
        above = titles.get(section.address.rpartition(" › ")[0], ())
        own = (plain(section.heading.title),) if section.heading else ()
        titles[section.address] = (*own, *above)
    return titles


class SubjectReader(Record):
    """Reads what figures of the prose measure, in the light of headings, year and tables."""

    books: Books
    context: Context
    headings: Mapping[str, tuple[str, ...]]
    entity: str | None

    @classmethod
    def of(cls, document: Document, books: Books, context: Context) -> SubjectReader:
        """The reader of a document with these books."""
        return cls(books, context, _headings(document), document.entity)

    def claim(self, mention: Mention) -> _Claim | None:
        """What a mention measures, if its subject, year and basis are understood."""
        address = mention.figure.anchor.node.address.rpartition(" › ")[0]
        around = self.headings.get(address, ())
        subject = tuple(map(plain, mention.subject))
        if not subject or (mention.year or self.context.year) != self.context.year:
            return None
        basis = _basis(mention, self.context)
        found = meaning(subject, around, self.books, self.entity, mention.figure.anchor.before)
        if basis is None or found is None:
            return None
        measures, sure = found
        readings = self._timed(measures, basis)
        sure = sure and basis == self.context.basis and self._all_flows_booked(readings)
        return _Claim(readings, sure and not self._beside_carried((*subject, *around), basis))

    def _beside_carried(self, words: Iterable[str], basis: str) -> bool:
        """Whether the words speak of the year's own appropriations (当年拨款) and the tables may
        count what was carried over as well: a mismatch of the two says nothing."""
        if not any(_OWN_YEAR.search(w) for w in words):
            return False
        total = partial(Measure, fund="general", item=TOTAL, role=TOTAL)
        year = self.context.year
        spent = self.books.find(total("expenditure", year=year, basis=basis))
        granted = self.books.find(total("income", year=year, basis=basis))
        if spent is None or granted is None:
            return any(told[0].base for told in self.books.carried.values())
        return not spent.interval.meets(granted.interval)

    def _all_flows_booked(self, readings: tuple[Measure, ...]) -> bool:
        """Whether the tables state every total that may be meant: 收入 may or may not count what
        was carried over, and a mismatch with one of the two says nothing."""
        flows = list(dict.fromkeys(r.flow for r in readings))[:2]
        widest = next((r.fund for f in _WIDE for r in readings if r.fund == f), None)
        if widest and not any(self.books.sources(r) for r in readings if r.fund == widest):
            return False  # a table of one of the funds within it may agree but not deny
        if "grand" in flows and self._nothing_carried(widest):
            flows.remove("grand")
        return len(flows) == 1 or all(
            any(self.books.sources(r) for r in readings if r.flow == flow) for flow in flows
        )

    def _nothing_carried(self, fund: str | None) -> bool:
        """Whether the tables say that no money of a fund was carried over."""
        within = ("all",) if fund == "all" else _WIDE
        carried = [
            figure
            for measure, stated in self.books.carried.items()
            if measure.fund in within
            for figure in stated
        ]
        return bool(carried) and not any(figure.base for figure in carried)

    def misdated(self, mention: Mention) -> Dating | None:
        """A total of this document that the text gives another year: not a comparison, since no
        other amount stands in the paragraph."""
        year = self.context.year
        if year is None or mention.year is None or mention.year == year:
            return None
        claim = self.claim(replace(mention, year=year))
        if claim is None or claim.readings[0].item != TOTAL:
            return None
        sources = (f for reading in claim.readings for f in self.books.sources(reading))
        same = next((f for f in sources if f.base == mention.figure.base), None)
        if same is None or len(str(same.quantity.value.normalize())) < _TELLING_DIGITS:
            return None
        return Dating(mention.figure, mention.year, year, same)

    def absent(self, subject: str) -> tuple[Measure, ...]:
        """The expenditure of the fund that a statement says was not used."""
        fund = fund_alone(subject)
        if fund not in ("government_fund", "state_capital") or self.context.basis is None:
            return ()
        return self._timed((Measure("expenditure", fund, TOTAL, TOTAL),), self.context.basis)

    def _timed(self, measures: Iterable[Measure], basis: str) -> tuple[Measure, ...]:
        year = self.context.year
        return tuple([Measure(m.flow, m.fund, m.item, m.role, year, basis) for m in measures])


def _basis(mention: Mention, context: Context) -> str | None:
    """Budget documents state budgets; final accounts state what the words say."""
    said = mention.basis
    if context.basis == "budget":
        return "budget" if said in (None, "budget", "initial") else None
    if context.basis == "account":
        if said in (None, "account", "execution"):
            return "account"
        return "budget" if said in ("budget", "initial") else None
    return None
