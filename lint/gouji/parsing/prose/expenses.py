"""The three public expenses (“三公”经费) within one section: the same expense said again, and what
they make together, wherever their amounts stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.model.arithmetic import Sum, SumKind
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.statements import Agreement
from gouji.model.tree import DocumentKind
from gouji.parsing.items import TOTAL, expense_of
from gouji.parsing.prose.items import Item, Statement
from gouji.parsing.prose.readings import ACTUALS, BUDGETS, Context, year_of

_OFFICE = regex("本级|机关|下属|所属")
# What each is made of.
_MADE_OF = {
    "vehicles": ("vehicle_purchase", "vehicle_running"),
    TOTAL: ("abroad", "vehicles", "reception"),
}


def expenses_of(context: Context) -> Iterator[Relation]:
    """The relations between the outturns of a section of a final account."""
    if context.kind is not DocumentKind.ACCOUNT:
        return
    said: dict[str, list[tuple[Item, Statement]]] = {}
    for item in context.scope.items:
        expense = expense_of(item.label)
        if expense is not None:
            said.setdefault(expense, []).extend((item, s) for s in _outturns(item, context))
    if len({s.figure.base for _, s in said.get(TOTAL, ())}) > 1:
        return  # of several funds or offices
    for stated in said.values():
        for _, again in stated[1:]:
            first = stated[0][1].figure
            if again.figure.anchor.node is not first.anchor.node:
                yield Agreement(again.figure, first)
    for whole, parts in _MADE_OF.items():
        if not all(said.get(name) for name in (whole, *parts)):
            continue
        if not any(_lists(item, parts) for item, _ in said[whole]):
            figures = tuple(said[name][0][1].figure for name in parts)
            yield Sum(said[whole][0][1].figure, figures, SumKind.BREAKDOWN)


def _lists(item: Item, expenses: Sequence[str]) -> bool:
    """Whether a list of the item's parts has them all."""
    listed = [{expense_of(part.label) for part in b.parts} for b in item.breakdowns]
    return any(found.issuperset(expenses) for found in listed)


def _outturns(item: Item, context: Context) -> Iterator[Statement]:
    """What the words say was spent on all of an expense: an amount without a word of its basis
    (控制数) only where it is the only one."""
    if _OFFICE.search(item.raw):
        return
    said = [s for s in item.statements if s.dimension == "money"]
    actual = [s for s in said if s.basis in ACTUALS] or (said if len(said) == 1 else [])
    for each in actual:
        current = year_of(item, each) in (None, context.year)
        if current and each.basis not in BUDGETS and not each.approximate:
            yield each
