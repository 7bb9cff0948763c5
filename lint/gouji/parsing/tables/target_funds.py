"""What a table of targets says of money: the funds of a project and its cost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from gouji.model.arithmetic import Sum, SumKind, total_of
from gouji.model.figure import Figure
from gouji.model.ledger import Indicator
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, Quantity, Unit
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.vocabulary import load

_WORDS = load("targets")
_FUNDS = frozenset(_WORDS["funds"]["year"])
_YEARS = tuple(_WORDS["funds"]["years"])
_REST = frozenset(_WORDS["funds"]["rest"])
_SOURCES = _REST | frozenset(_WORDS["funds"]["sources"])
_COSTS = frozenset(_WORDS["cost"]["names"])
_UNIT_SIGN = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
BRACKETED_UNIT = regex(rf"（(?:单位：)?(?P<unit>{_UNIT_SIGN}|%)）")
BRACKETS = regex(r"（[^（）]*）")
_TARGET = regex(
    r"\s*+(?P<sign>[>＞〉≥][=＝]?|[<＜〈≤][=＝]?|[=＝]|不超过|不高于|不低于|不少于)?\s*+"
    r"(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    rf"(?P<unit>{_UNIT_SIGN}|[%％]|[（(][%％][）)])?\s*(?P<within>以内|以下)?"
)
_SIGNS = {"不超过": "≤", "不高于": "≤", "不低于": "≥", "不少于": "≥", ">=": "≥", "<=": "≤"}
_MAX_DIGITS = 24
_OPEN = frozenset(("≥", ">"))
_UNREAD = "a part could not be read"
_NO_FUNDS = "the funds of the project are unknown"
_MANY_YEARS = "the project runs for several years"


def target_value(target: Cell | None, name: str, unit: Cell | None) -> tuple[Figure | None, str]:
    """The figure of a target that is money or a percentage, and the sign before it.

    The unit stands behind the number, in the column of units or in brackets behind the name.
    """
    match = None if target is None else _TARGET.fullmatch(target.text)
    if target is None or match is None or len(match["number"]) > _MAX_DIGITS:
        return None, ""
    sign = unicodedata.normalize("NFKC", match["sign"] or "").replace("〉", ">").replace("〈", "<")
    beside = plain(unit.text) if unit is not None else ""
    inner = BRACKETED_UNIT.search(plain(name))
    symbol = unicodedata.normalize(
        "NFKC", match["unit"] or beside or (inner["unit"] if inner else "")
    )
    measure = PERCENT if symbol.strip("()") == "%" else MONEY_UNITS.get(symbol)
    if measure is None:
        return None, ""
    number = re.sub("[,，]", "", match["number"])
    quantity = Quantity(Decimal(number), len(number.partition(".")[2]), measure)
    anchor = Anchor(target, match.start("number"), match.end("unit" if match["unit"] else "number"))
    bound = "≤" if match["within"] else _SIGNS.get(sign, sign)
    return Figure(quantity, anchor, plain(name)), bound


class Entry(Record):
    """An amount of a form: the words before it, and where these stand."""

    row: int
    column: int
    name: str
    amount: Figure


class Funds(Record):
    """The money of a project in the year, or why it is not known; ``parts`` are the other amounts
    of the form (其中：财政拨款)."""

    total: Figure | None
    parts: tuple[Figure, ...] = ()
    why_not: str = ""


def funds_of(form: Panel | None, table_unit: Unit | None) -> Funds:
    """The money of a project as the form above its indicators states it."""
    listed = entries(form, table_unit)
    totals = [e.amount for e in listed if e.name in _FUNDS]
    said = "".join(plain(c.text) for row in (form.rows if form else ()) for c in row)
    if any(word in said for word in _YEARS):
        return Funds(None, why_not=_MANY_YEARS)
    if len({f.base for f in totals}) != 1:
        return Funds(None, why_not=_NO_FUNDS)
    return Funds(totals[0], tuple(e.amount for e in listed if e.name not in _FUNDS))


def entries(form: Panel | None, table_unit: Unit | None) -> tuple[Entry, ...]:
    """The amounts of a form with their labels, which stand left of them. Their unit is the one
    named last in the form."""
    found: list[Entry] = []
    said = ""
    for number, row in enumerate(form.rows if form is not None else ()):
        cells = [c for c in row if c.text.strip()]
        for label, value in pairwise(cells):
            words = plain(label.text)
            name = BRACKETS.sub("", words).rstrip("：")
            amount = form_value(value, name, said + words, table_unit)
            if amount is not None and amount.quantity.unit.dimension == "money":
                found.append(Entry(number, label.column.index, name, amount))
            said += words
        said += plain(cells[-1].text) if cells else ""
    return tuple(found)


def form_sums(listed: Sequence[Entry]) -> Iterator[Sum]:
    """The money of a project and where it comes from, beside it or below it in the form."""
    for total in listed:
        if total.name not in _FUNDS:
            continue
        after = [e for e in listed if (e.row, e.column) > (total.row, total.column)]
        beside = list(takewhile(_is_part, (e for e in after if e.row == total.row)))
        below = list(takewhile(_is_source, (e for e in after if e.column == total.column)))
        sources = [e for e in (*beside, *below) if _is_source(e)]
        if not sources:
            continue
        figures = tuple(e.amount for e in sources)
        adds = total_of(figures)[0].meets(total.amount.interval)
        unknown = any(not _is_source(e) and e.amount.base for e in beside)
        twice = len({_source(e) for e in sources}) < len(sources)
        yield Sum(
            total.amount,
            figures,
            SumKind.BREAKDOWN,
            partial=not adds and not any(_source(e) in _REST for e in sources),
            why_not=_UNREAD if (unknown or twice) and not adds else "",
        )


def _is_part(entry: Entry) -> bool:
    return entry.name not in _FUNDS


def _is_source(entry: Entry) -> bool:
    return _source(entry) in _SOURCES


def _source(entry: Entry) -> str:
    return entry.name.removeprefix("其中").lstrip("：").strip()


def form_value(cell: Cell, name: str, said: str, table_unit: Unit | None) -> Figure | None:
    """The figure of a cell of a form, in the unit that was named last before it."""
    quantity = read_number(cell.text)[1]
    if quantity is None:
        return None
    named = [m["unit"] for m in BRACKETED_UNIT.finditer(said)]
    unit = quantity.unit
    if unit is BARE:
        unit = (PERCENT if named[-1] == "%" else MONEY_UNITS[named[-1]]) if named else BARE
        unit = table_unit or BARE if unit is BARE else unit
    return Figure(Quantity(quantity.value, quantity.decimals, unit), Anchor.whole(cell), name)


def cost_relations(indicators: Sequence[Indicator], funds: Funds) -> Iterator[Relation]:
    """The cost that a target allows the project, within its funds."""
    for indicator in indicators:
        cost = indicator.value
        if cost is not None and _is_cost(indicator):
            total = funds.total or cost
            yield Sum(total, (cost,), SumKind.COST, partial=True, why_not=funds.why_not)


def _is_cost(indicator: Indicator) -> bool:
    if indicator.value is None or indicator.value.quantity.unit.dimension != "money":
        return False
    word = _WORDS["cost"]["level"]
    named = BRACKETS.sub("", indicator.name).removesuffix("指标") in _COSTS
    return (
        named and indicator.bound not in _OPEN and any(word in level for level in indicator.levels)
    )


def form_before(panels: Sequence[Panel], panel: Panel) -> Panel | None:
    """The form that stands above the only list of indicators of a table."""
    others = [p for p in panels if p is not panel]
    return others[0] if len(others) == 1 and panels[0] is others[0] else None
