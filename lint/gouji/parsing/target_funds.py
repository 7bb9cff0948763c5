"""What a table of targets says of money: the funds of a project, its cost, its plan of payments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gouji.model.arithmetic import Sum, SumKind, total_of
from gouji.model.figure import Figure
from gouji.model.ledger import Indicator
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, Quantity, Unit
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.vocabulary import load

_WORDS = load("targets")
_FUNDS = frozenset(_WORDS["funds"]["year"])
_YEARS = tuple(_WORDS["funds"]["years"])
_COSTS = frozenset(_WORDS["cost"]["names"])
_UNIT_SIGN = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_BRACKETED_UNIT = re.compile(rf"（(?:单位：)?(?P<unit>{_UNIT_SIGN}|%)）")
_BRACKETS = re.compile(r"（[^（）]*）")
_TARGET = re.compile(
    r"\s*(?P<sign>[>＞〉≥][=＝]?|[<＜〈≤][=＝]?|[=＝]|不超过|不高于|不低于|不少于)?\s*"
    r"(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    rf"(?P<unit>{_UNIT_SIGN}|[%％])?\s*(?:以内|以下)?"
)
_SIGNS = {"不超过": "≤", "不高于": "≤", "不低于": "≥", "不少于": "≥", ">=": "≥", "<=": "≤"}
_OPEN = frozenset(("≥", ">"))
_LIMITS = "the targets are limits, not amounts"
_NO_FUNDS = "the funds of the project are unknown"
_MANY_YEARS = "the project runs for several years"


def target_value(target: Cell | None, name: str, unit: Cell | None) -> tuple[Figure | None, str]:
    """The figure of a target that is money or a percentage, and the sign before it.

    The unit stands behind the number, in the column of units or in brackets behind the name.
    """
    match = None if target is None else _TARGET.fullmatch(target.text)
    if target is None or match is None:
        return None, ""
    sign = unicodedata.normalize("NFKC", match["sign"] or "").replace("〉", ">").replace("〈", "<")
    beside = plain(unit.text) if unit is not None else ""
    inner = _BRACKETED_UNIT.search(plain(name))
    symbol = unicodedata.normalize(
        "NFKC", match["unit"] or beside or (inner["unit"] if inner else "")
    )
    measure = PERCENT if symbol == "%" else MONEY_UNITS.get(symbol)
    if measure is None:
        return None, ""
    number = re.sub("[,，]", "", match["number"])
    quantity = Quantity(Decimal(number), len(number.partition(".")[2]), measure)
    anchor = Anchor(target, match.start("number"), match.end("unit" if match["unit"] else "number"))
    return Figure(quantity, anchor, plain(name)), _SIGNS.get(sign, sign)


@dataclass(frozen=True, slots=True)
class Funds:
    """The money of a project in the year, or why it is not known; ``parts`` are the other amounts
    of the form (其中：财政拨款)."""

    total: Figure | None
    parts: tuple[Figure, ...] = ()
    why_not: str = ""


def funds_of(form: Panel | None, table_unit: Unit | None) -> Funds:
    """The money of a project as the form above its indicators states it."""
    totals: list[Figure] = []
    parts: list[Figure] = []
    said = ""
    for row in form.rows if form is not None else ():
        cells = [c for c in row if c.text.strip()]
        for label, amount in _labelled(cells, said, table_unit):
            (totals if label in _FUNDS else parts).append(amount)
        said += "".join(plain(c.text) for c in cells)
    if any(word in said for word in _YEARS):
        return Funds(None, why_not=_MANY_YEARS)
    if len({f.base for f in totals}) != 1:
        return Funds(None, why_not=_NO_FUNDS)
    return Funds(totals[0], tuple(parts))


def _labelled(
    cells: Sequence[Cell], said: str, table_unit: Unit | None
) -> Iterator[tuple[str, Figure]]:
    """The amounts of a row of a form with their labels, which stand left of them. Their unit is the
    one named last in the form, of which ``said`` is what stands above."""
    for label, value in pairwise(cells):
        words = plain(label.text)
        said += words
        quantity = read_number(value.text)[1]
        if quantity is None:
            continue
        named = [MONEY_UNITS.get(m["unit"]) for m in _BRACKETED_UNIT.finditer(said)]
        unit = next((u for u in reversed(named) if u is not None), table_unit)
        own = quantity.unit if quantity.unit is not BARE else unit
        if own is not None and own.dimension == "money":
            amount = Quantity(quantity.value, quantity.decimals, own)
            name = _BRACKETS.sub("", words).rstrip("：")
            yield name, Figure(amount, Anchor.whole(value), name)


def money_relations(indicators: Sequence[Indicator], funds: Funds) -> Iterator[Relation]:
    """The cost of the project within its funds, and the payments of the year that make them up."""
    for indicator in indicators:
        if _is_cost(indicator) and indicator.value is not None:
            yield _within(indicator.value, funds)
    for listed in _WORDS["periods"]["lists"]:
        for payments in _by_period(indicators, listed):
            yield _plan(payments, funds)


def _is_cost(indicator: Indicator) -> bool:
    if indicator.value is None or indicator.value.quantity.unit.dimension != "money":
        return False
    word = _WORDS["cost"]["level"]
    named = _BRACKETS.sub("", indicator.name).removesuffix("指标") in _COSTS
    return (
        named and indicator.bound not in _OPEN and any(word in level for level in indicator.levels)
    )


def _within(cost: Figure, funds: Funds) -> Relation:
    return Sum(funds.total or cost, (cost,), SumKind.COST, partial=True, why_not=funds.why_not)


def _plan(payments: Sequence[Indicator], funds: Funds) -> Relation:
    """The payments of a year; they may be those of one part of the funds only."""
    parts = tuple(p.value for p in payments if p.value is not None)
    if funds.total is None:
        return Sum(parts[0], parts, SumKind.PLAN, why_not=funds.why_not)
    if any(p.bound not in ("", "=") for p in payments):
        return Sum(funds.total, parts, SumKind.PLAN, why_not=_LIMITS)
    paid = total_of(parts)[0]
    fitting = (f for f in (funds.total, *funds.parts) if f.base and paid.meets(f.interval))
    return Sum(next(fitting, funds.total), parts, SumKind.PLAN)


def _by_period(indicators: Sequence[Indicator], periods: list[str]) -> Iterator[list[Indicator]]:
    """Payments in money, one for each part of the year, of equal name but for that part."""
    found: dict[str, dict[str, list[Indicator]]] = {}
    for indicator in indicators:
        period = next((p for p in periods if p in indicator.name), None)
        value = indicator.value
        if period is None or value is None or value.quantity.unit.dimension != "money":
            continue
        stem = indicator.name.replace(f"第{period}", "").replace(period, "")
        counted = any(w in stem for w in _WORDS["periods"]["cumulative"])
        if not counted and any(w in stem for w in _WORDS["periods"]["paid"]):
            found.setdefault(stem, {}).setdefault(period, []).append(indicator)
    for each in found.values():
        if all(len(each.get(p, ())) == 1 for p in periods):
            yield [each[p][0] for p in periods]


def progress_of(indicators: Sequence[Indicator]) -> tuple[Figure, ...]:
    """The rates of payment that count from the beginning of the year, in the order of its parts."""
    for periods in _WORDS["periods"]["lists"]:
        rates: dict[str, list[Figure]] = {}
        for indicator in indicators:
            said = "".join((*indicator.levels, indicator.name))
            period = next((p for p in periods if p in indicator.name), None)
            value = indicator.value
            if period is None or value is None or value.quantity.unit is not PERCENT:
                continue
            if any(w in said for w in _WORDS["periods"]["cumulative"]) and any(
                w in said for w in _WORDS["periods"]["paid"]
            ):
                rates.setdefault(period, []).append(value)
        if len(rates) > 1 and all(len(several) == 1 for several in rates.values()):
            return tuple(rates[p][0] for p in periods if p in rates)
    return ()


def form_before(panels: Sequence[Panel], panel: Panel) -> Panel | None:
    """The form that stands above the only list of indicators of a table."""
    others = [p for p in panels if p is not panel]
    return others[0] if len(others) == 1 and panels[0] is others[0] else None
