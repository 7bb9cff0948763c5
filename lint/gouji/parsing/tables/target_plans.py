"""Payments that a table of targets plans for the parts of a year (quarters, half years): as
targets of indicators, or in the form above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.model.arithmetic import Sum, SumKind, total_of
from gouji.model.figure import Figure
from gouji.model.ledger import Indicator
from gouji.model.quantity import Unit
from gouji.model.record import Record
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel
from gouji.parsing.plain import plain
from gouji.parsing.tables.target_funds import Funds, form_value
from gouji.vocabulary import load

_WORDS = load("targets")["periods"]
_LISTS: list[list[str]] = _WORDS["lists"]
_LIMITS = "the targets are limits, not amounts"


class Payment(Record):
    """A payment for a part of the year; ``words`` are those around it, the part itself left out."""

    words: str
    period: str
    value: Figure
    bound: str = ""

    @property
    def paid(self) -> bool:
        """Whether the words speak of payments."""
        return any(word in self.words for word in _WORDS["paid"])

    @property
    def cumulative(self) -> bool:
        """Whether it counts from the beginning of the year."""
        return any(word in self.words for word in _WORDS["cumulative"])


def payments_of(
    indicators: Sequence[Indicator], form: Panel | None, unit: Unit | None
) -> list[Payment]:
    """All payments for parts of the year, in order."""
    found = list(_of_form(form, unit)) if form is not None else []
    for indicator in indicators:
        period = _period(indicator.name)
        if indicator.value is not None and period:
            words = "".join((*indicator.levels, indicator.name))
            found.append(Payment(_without(words, period), period, indicator.value, indicator.bound))
    return [payment for payment in found if payment.paid]


def _period(words: str) -> str:
    return next((p for listed in _LISTS for p in listed if p in words), "")


def _without(words: str, period: str) -> str:
    return words.replace(f"第{period}", "").replace(period, "")


def _of_form(form: Panel, unit: Unit | None) -> Iterator[Payment]:
    """A part of the year with its figure to the right, or in a row below that says what it is;
    amounts only in the first such row, for those under it may be parts of it."""
    said, title = "", ""
    above: dict[int, str] = {}
    amounts = False
    for row in form.rows:
        cells = [(at, c) for at, c in enumerate(row.cells) if c is not None and c.text.strip()]
        if not cells:
            continue
        first = plain(cells[0][1].text)
        for (_, label), (_, value) in pairwise(cells):
            name = plain(label.text)
            said += name
            words = name if label is cells[0][1] or _period(first) else first + name
            yield from _payment(value, _period(name), words, said, unit)
        said += plain(cells[-1][1].text)
        under = [
            payment
            for at, cell in cells[1:]
            for payment in _payment(cell, above.get(at, ""), title + first, said, unit)
        ]
        money = any(p.value.quantity.unit.dimension == "money" for p in under)
        if not (money and amounts):
            yield from under
        amounts = amounts or money
        heads = {at: _period(plain(c.text)) for at, c in cells}
        heads = {at: period for at, period in heads.items() if period}
        if len(heads) > 1:
            above, title, amounts = heads, first if 0 not in heads else "", False


def _payment(
    cell: Cell, period: str, words: str, said: str, unit: Unit | None
) -> Iterator[Payment]:
    value = form_value(cell, words, said, unit) if period else None
    if value is not None:
        yield Payment(_without(words, period), period, value)


def plans(payments: Sequence[Payment], funds: Funds) -> Iterator[Relation]:
    """The payments of all parts of a year make up the funds, or those of one part of them."""
    amounts = [
        p for p in payments if p.value.quantity.unit.dimension == "money" and not p.cumulative
    ]
    for several in _years(amounts):
        parts = tuple(p.value for p in several)
        if funds.total is None:
            yield Sum(parts[0], parts, SumKind.PLAN, why_not=funds.why_not)
        elif any(p.bound not in ("", "=") for p in several):
            yield Sum(funds.total, parts, SumKind.PLAN, why_not=_LIMITS)
        else:
            paid = total_of(parts)[0]
            shares = (f for f in funds.parts if f.base and not _period(f.label))
            fitting = next((f for f in (funds.total, *shares) if paid.meets(f.interval)), None)
            if fitting is not None or not _from_the_beginning(parts, funds.total):
                yield Sum(fitting or funds.total, parts, SumKind.PLAN)


def _from_the_beginning(parts: Sequence[Figure], total: Figure) -> bool:
    """Whether the amounts count from the beginning of the year, though no word says so."""
    rising = all(before.base <= after.base for before, after in pairwise(parts))
    return rising and parts[-1].interval.meets(total.interval)


def progress(payments: Sequence[Payment]) -> tuple[Figure, ...]:
    """The rates of payment that count from the beginning of the year, in the order of its parts."""
    rates = [p for p in payments if p.value.quantity.unit.dimension == "percent" and p.cumulative]
    several = next(_years(rates, least=2), [])
    return tuple(p.value for p in several)


def _years(payments: Sequence[Payment], least: int = 0) -> Iterator[list[Payment]]:
    """The payments of equal words, one for each part of a year, or for ``least`` of the parts."""
    for listed in _LISTS:
        found: dict[str, dict[str, list[Payment]]] = {}
        for payment in payments:
            if payment.period in listed:
                found.setdefault(payment.words, {}).setdefault(payment.period, []).append(payment)
        for each in found.values():
            single = all(len(several) == 1 for several in each.values())
            if single and len(each) >= (least or len(listed)):
                yield [each[p][0] for p in listed if p in each]
