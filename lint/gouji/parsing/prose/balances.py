"""Two sides that must be equal in prose: income and expenditure, what a fund had and spent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.model.arithmetic import Balance
from gouji.model.regex import regex
from gouji.parsing.prose.items import Item, Scope, Statement

_CARRIED = regex(r"结转下年|年末结转|年终结|结余分配|结转至")
_OPENING = regex(r"(?:年初|上年)(?:财政拨款)?结转(?:和|与|、|及)?结余(?:为|是)?$")
_CLOSING = regex(r"年末(?:财政拨款)?结转(?:和|与|、|及)?结余(?:为|是)?$")
_WITHIN = ("基本支出", "项目支出")
_OWNED, _OWED = ("资产", "总资产", "期末资产"), ("负债", "总负债", "期末负债")
# Money that reaches or leaves the year another way.
_OTHER_WAYS = regex(r"结余分配|非财政拨款结余|专用结余|事业基金|调[入出]|收回|缴回|上缴")


def balances_of(scope: Scope) -> Iterator[Balance]:
    """The balances that one section states."""
    yield from _two_sides(scope)
    yield from _totals_side_by_side(scope)
    yield from _carried_forward(scope)
    yield from _net_worth(scope)


def _net_worth(scope: Scope) -> Iterator[Balance]:
    """资产总额 = 负债总额 + 净资产, where one sentence gives all three."""
    for net in (i for i in scope.items if i.key == "净资产" and _plain(i)):
        beside = [i for i in scope.items if i.sentence == net.sentence and _plain(i)]
        owned, owed = ([i for i in beside if i.key in names] for names in (_OWNED, _OWED))
        if len(owned) == len(owed) == 1:
            owes, worth = owed[0].statements[0].figure, net.statements[0].figure
            yield Balance((owned[0].statements[0].figure,), (owes, worth))


def _two_sides(scope: Scope) -> Iterator[Balance]:
    """收入总计 = 支出总计, and in budgets 收入预算 = 支出预算, stated in one section."""
    for left, right in (("收入总计", "支出总计"), ("收入总量", "支出总量"), ("收入", "支出")):
        sides = [
            [i for i in scope.by_key.get(k, ()) if i.owner is None and i.statements]
            for k in (left, right)
        ]
        if not all(len(side) == 1 for side in sides):
            continue
        income, spending = (side[0].statements[0] for side in sides)
        if left == "收入" and not all("预算" in side[0].raw for side in sides):
            continue
        node, other = income.figure.anchor.node, spending.figure.anchor.node
        held = _holds_carried(sides[1][0])
        if node is not other or (not held and _CARRIED.search(node.source.text)):
            continue
        yield from _balance(income, spending)


def _holds_carried(spending: Item) -> bool:
    """Whether the total of expenditure holds what is carried forward as a part of its own."""
    parts = (part for listed in spending.breakdowns for part in listed.parts)
    return any(_CARRIED.search(part.key) for part in parts)


def _totals_side_by_side(scope: Scope) -> Iterator[Balance]:
    """财政拨款收入总计 X 万元，支出总计 X 万元: both totals of one fund in one sentence."""
    whole = [i for i in scope.items if i.owner is None and i.statements]
    for income, spending in pairwise(whole):
        fund = income.key.removesuffix("收入总计")
        together = income.sentence == spending.sentence
        named = spending.key in ("支出总计", f"{fund}支出总计")
        if fund not in ("", income.key) and named and together:
            yield from _balance(income.statements[0], spending.statements[0])


def _balance(income: Statement, spending: Statement) -> Iterator[Balance]:
    years = {income.year, spending.year} - {None}
    if income.dimension == spending.dimension and len(years) < 2:
        yield Balance((income.figure,), (spending.figure,))


def _carried_forward(scope: Scope) -> Iterator[Balance]:
    """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余, all four in one paragraph."""
    opening = [i for i in scope.items if _OPENING.search(i.raw) and i.statements]
    for first in opening:
        text = first.paragraph.source.text if first.paragraph else ""
        if _OTHER_WAYS.search(text):
            continue
        near = [i for i in scope.items if i.paragraph is first.paragraph and i.statements]
        sides = [
            [i for i in near if _OPENING.search(i.raw)],
            _flow(near, "收入"),
            _flow(near, "支出"),
            [i for i in near if _CLOSING.search(i.raw)],
        ]
        if all(len(side) == 1 and _plain(side[0]) for side in sides):
            had, came, went, left = (side[0].statements[0].figure for side in sides)
            yield Balance((had, came), (went, left))


def _flow(items: list[Item], name: str) -> list[Item]:
    """The items of what came or went in the year."""
    flows = [i for i in items if i.key.endswith(name) and not i.key.endswith(_WITHIN)]
    return [i for i in flows if i.key.endswith(f"本年{name}")] or flows


def _plain(item: Item) -> bool:
    """Whether an item is one amount of money, printed as it is."""
    said = item.statements
    return len(said) == 1 and said[0].dimension == "money" and not said[0].approximate
