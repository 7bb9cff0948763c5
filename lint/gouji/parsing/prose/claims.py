"""Turns what prose says of one item into relations: completions, changes, comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gouji.model.arithmetic import Completion, UnitPrice
from gouji.model.quantity import Quantity
from gouji.model.record import replace
from gouji.model.regex import regex
from gouji.model.relation import Outcome, Relation
from gouji.model.statements import Agreement, BaseYear, Comparison
from gouji.model.tree import DocumentKind
from gouji.parsing.prose.changes import changes_of, signed
from gouji.parsing.prose.items import ChangeNote, CompletionNote, Item, Statement
from gouji.parsing.prose.readings import (
    ACTUALS,
    BUDGETS,
    Context,
    approximate,
    compatible,
    completed,
    first,
    lately,
    settle,
)
from gouji.parsing.prose.words import vocabulary

_BUDGET = "预算"
_LEVEL = regex(r"[（(][类款项][）)][”\"」』]?$")


def claims_of(item: Item, context: Context) -> Iterator[Relation]:
    """The relations that the words about one item state."""
    for completion in item.completions:
        yield _completion(item, completion)
    for note in item.changes:
        yield from changes_of(item, note, context)
        yield from _base_year(item, note, context)
    yield from _againsts(item)
    yield from _agreements(item, context)
    yield from _unit_prices(item)


def _completion(item: Item, note: CompletionNote) -> Relation:
    said = lately(item, note.stated_before)
    amounts = [s for s in said if s.dimension == "money"]
    actual = [s for s in reversed(amounts) if s.basis not in BUDGETS]
    stated = [*amounts, *_compared_with(item)]
    budgets = [
        s for s in reversed(stated) if s.basis in BUDGETS and compatible(s.basis, note.basis)
    ]
    if not actual:
        return Completion(note.figure, None, None)
    if not budgets:  # 完成年初预算的95%（年初预算 100 万元）
        later = item.statements[note.stated_before : note.stated_before + 1]
        budgets = [s for s in later if s.basis in BUDGETS and compatible(s.basis, note.basis)]
    readings: list[Relation] = [
        Completion(note.figure, a.figure, b.figure)
        for b in budgets
        for a in actual[:2]
        if _near(a, b)
    ]
    if not readings:
        over = _over_budget(item, note)
        if over is not None:
            readings = [Completion(note.figure, actual[0].figure, None, excess=signed(over))]
        else:
            return Completion(note.figure, actual[0].figure, None)
    return _saving(settle(readings, approximate(item)))


def _compared_with(item: Item) -> Iterator[Statement]:
    """The budgets that the item is held against (与年初预算 100 万元相比)."""
    for change in item.changes:
        base = change.base
        if change.prior is not None and base is not None and not base.earlier:
            yield Statement(change.prior, base.year, base.basis, change.sentence)


def _saving(relation: Relation) -> Relation:
    """A completion that holds only because its budget is printed coarsely, while the rate is to the
    digit the part of the budget that was *not* spent: the budget is then read as finely as the
    actual figure."""
    if not isinstance(relation, Completion) or relation.part is None or relation.whole is None:
        return relation
    verdict, whole, part = relation.judge(), relation.whole.quantity, relation.part.quantity
    if verdict.outcome is not Outcome.ROUNDING or verdict.expected is None:
        return relation
    complement = 100 - verdict.expected.value
    if complement != relation.stated.quantity.value or whole.decimals >= part.decimals:
        return relation
    finer = Quantity(whole.value, part.decimals, whole.unit)
    return replace(relation, whole=replace(relation.whole, quantity=finer))


def _near(actual: Statement, budget: Statement) -> bool:
    return actual.year is None or budget.year is None or actual.year == budget.year


def _over_budget(item: Item, note: CompletionNote) -> ChangeNote | None:
    """决算数较预算数多 55.93 万元: the budget is not printed but follows."""
    for change in item.changes:
        base = change.base
        if base is None or base.year is not None or base.basis not in BUDGETS:
            continue
        if change.difference is not None and compatible(base.basis, note.basis):
            return change
    return None


def _base_year(item: Item, note: ChangeNote, context: Context) -> Iterator[Relation]:
    """The years of a budget and of the budget it is compared with, where the words name both.

    In accounts a budget may well be held against its own year: as adjusted, against as approved.
    """
    base = note.base
    if base is None or base.place is None or base.year is None or base.earlier:
        return
    said = [s for s in lately(item, note.stated_before) if s.dimension == "money"]
    if not said or context.kind is DocumentKind.ACCOUNT:
        return
    figure, year = said[-1].figure, said[-1].year
    together = figure.anchor.node is base.place.node and note.year in (None, year)
    if year is None or not together or not said[-1].basis == base.basis == "budget":
        return
    words = figure.anchor.before.rpartition(str(year))[2]
    if _BUDGET in base.raw and _BUDGET in words:
        yield BaseYear(figure, base.place, year, base.year)


def _againsts(item: Item) -> Iterator[Relation]:
    for note in item.againsts:
        said = [s for s in lately(item) if s.dimension == "money"]
        said += _compared_with(item)
        lefts = [s.figure for s in said if s.basis is not None and compatible(s.basis, note.left)]
        rights = [s.figure for s in said if s.basis is not None and compatible(s.basis, note.right)]
        if not lefts or not rights:
            sides = first(lefts), first(rights)
            if note.left in ACTUALS and note.right in BUDGETS:
                sides = completed(item, note.right, note.stated_before) or sides
            yield Comparison(note.word, note.direction, *sides)
            continue
        yield settle(
            [
                Comparison(note.word, note.direction, left, right)
                for left in reversed(lefts)
                for right in reversed(rights)
                if left is not right
            ]
            or [Comparison(note.word, note.direction, None, None)],
            approximate(item),
        )


def _agreements(item: Item, context: Context) -> Iterator[Relation]:
    """One item, year and basis stated twice in a paragraph."""
    several = len(item.statements) > 1
    if not several or any(word in item.raw for word in vocabulary()["names"]["spans"]):
        return  # 总投资 2000 万元，2024 年安排 400 万元
    seen: dict[tuple[object, ...], Statement] = {}
    for statement in item.statements:
        basis, when = statement.basis, statement.year
        if basis is None and when is None and statement is item.statements[0]:
            basis = _own_basis(item, context)
            when = context.year
        if basis == "account" and _LEVEL.search(item.raw):
            when = when or context.year
        if basis is None or (when is None and (basis == "account" or context.year is None)):
            continue
        key = (statement.dimension, when or context.year, basis, id(statement.figure.anchor.node))
        first = seen.setdefault(key, statement)
        if first is statement or (statement.named and statement.named != first.named):
            continue
        if not (first.approximate or statement.approximate):
            yield Agreement(statement.figure, first.figure, exact=True)


def _own_basis(item: Item, context: Context) -> str | None:
    """What an amount without a word of its basis is: in a budget the budget, and of a classified
    item of a final account (…（项）257.14万元，主要用于…) the outturn."""
    if context.kind is DocumentKind.BUDGET:
        return "budget"
    classified = context.kind is DocumentKind.ACCOUNT and _LEVEL.search(item.raw)
    return "account" if classified else None


def _unit_prices(item: Item) -> Iterator[Relation]:
    """What so many of an asset are worth: the amount right after their number."""
    words = vocabulary()["assets"]
    for count, value in pairwise(item.statements):
        number, worth = count.figure, value.figure
        if (
            value.dimension != "money"
            or not number.base
            or number.anchor.node is not worth.anchor.node
        ):
            continue
        between = number.anchor.node.source.text[number.anchor.end : worth.anchor.start]
        for limit in words["limits"]:
            asset = count.dimension == limit["unit"] and any(w in item.key for w in limit["words"])
            if asset and any(w in between for w in words["worth"]):
                yield UnitPrice(worth, number, Decimal(limit["most"]))
