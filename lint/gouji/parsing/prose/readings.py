"""What claims look up: the statements of an item, its other mentions, its year; and how one of
several readings is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from msgspec import field

from gouji.model.figure import Figure
from gouji.model.quantity import PERCENT, Quantity
from gouji.model.record import Mutable, replace
from gouji.model.regex import regex
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import DocumentKind
from gouji.parsing.prose.items import Item, Scope, Statement, stem

NEAR = 40
# 上年决算数 9 万元
_YEAR_BEFORE = regex(r"(?:上年|上一年|去年|前一年)(?!结转|结余|末)[^，；。：\d]{0,12}$")
LAST = 12
DEEP = 8
BUDGETS = frozenset(("initial", "adjusted", "budget"))
ACTUALS = frozenset(("account", "execution"))


class Context(Mutable):
    """What the readings of a section may look up: its items, the year, and the whole document."""

    scope: Scope
    year: int | None
    kind: DocumentKind
    totals: dict[str, list[Statement]] = field(default_factory=dict)
    earlier: tuple[Statement, ...] = ()


def settle(readings: Sequence[Relation], approximate: bool = False) -> Relation:
    """The first reading that holds, or the first of all; an approximate figure violates nothing."""
    first = readings[0]
    for reading in readings:
        if reading.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING):
            return reading
    if approximate and first.judge().violated:
        return replace(first, why_not="an approximate figure")
    return first


def compatible(basis: str | None, other: str | None) -> bool:
    """Whether two bases can mean the same: unknown fits all, 预算 fits 年初预算 and 调整预算."""
    if basis is None or other is None or basis == other:
        return True
    return (basis in BUDGETS and other in BUDGETS and "budget" in (basis, other)) or (
        basis in ACTUALS and other in ACTUALS
    )


def money(item: Item, dimension: str, before: int | None = None) -> list[Statement]:
    """The statements of an item in one dimension, the last one first."""
    return [s for s in reversed(lately(item, before)) if s.dimension == dimension]


def lately(item: Item, before: int | None = None) -> list[Statement]:
    """The last statements of an item, of those before a point: older ones are not referred to."""
    end = len(item.statements) if before is None else before
    return item.statements[max(0, end - LAST) : end]


def parallels(item: Item, context: Context) -> Iterator[Item]:
    """Other mentions of the same thing in the section: same name, same whole; nearest first.

    Within a paragraph 三公经费 is short for 三公经费财政拨款支出.
    """
    if not item.key:
        return
    owner, root = item.owner, stem(item.key)
    exact = islice(reversed(context.scope.by_key.get(item.key, ())), NEAR)
    alike = islice(reversed(context.scope.by_stem.get(root, ())), NEAR)
    short = (o for o in alike if o.key != item.key and o.paragraph is item.paragraph)
    for other in chain(exact, short):
        theirs = other.owner
        if other is item or (owner is None) != (theirs is None):
            continue
        if (
            owner is None
            or theirs is None
            or owner is theirs
            or stem(owner.key) == stem(theirs.key)
        ):
            yield other


def completed(item: Item, basis: str | None, before: int) -> tuple[Figure, Figure] | None:
    """The rate at which an outturn completes a budget that is not printed, and the whole of it:
    which of them is more tells which of the two amounts is."""
    done = [
        c
        for c in item.completions
        if basis in (c.basis, "budget") and c.stated_before == before and len(item.completions) == 1
    ]
    if not done or not done[0].figure.base:
        return None  # 完成预算的 0%，与预算持平: nothing of nothing
    rate = done[0].figure
    return rate, Figure(Quantity(Decimal(100), 0, PERCENT), rate.anchor, rate.label)


def broken_at(parts: Sequence[Item]) -> int:
    """Where a semicolon ends a list whose parts were divided by commas; 0 if none does."""
    for at in range(1, len(parts)):
        if parts[at].separator not in "，、+":
            return at if at > 1 and parts[at].separator == "；" else 0
    return 0


def year_of(item: Item, statement: Statement) -> int | None:
    """The year of a statement: its own, or that of the whole it is a part of."""
    when, breakdown = statement.year, item.parent
    for _ in range(DEEP):
        if when is not None or breakdown is None or breakdown.parent is None:
            break
        whole = breakdown.parent
        stated = lately(whole, breakdown.stated_before) or lately(whole)
        dated = [s for s in reversed(stated) if s.year]
        told = next((s for s in dated if not told_beside(s.figure)), None)
        when = (told or dated[0]).year if dated else None
        breakdown = whole.parent
    return when


def told_beside(figure: Figure) -> bool:
    """Whether a figure is only told for comparison, in brackets or as that of the year before: 收入
    9 万元（上年 8 万元）。其中：…."""
    before = figure.anchor.before
    aside = max(map(before.rfind, "（(")) > max(map(before.rfind, "）)"))
    return aside or bool(_YEAR_BEFORE.search(before))


def approximate(item: Item) -> bool:
    """Whether a figure of the item or of its whole is printed as 约."""
    owner = item.owner
    return any(s.approximate for s in lately(item)) or bool(
        owner and any(s.approximate for s in lately(owner))
    )


def first(figures: Iterable[Figure]) -> Figure | None:
    """The first figure, if there is one."""
    return next(iter(figures), None)
