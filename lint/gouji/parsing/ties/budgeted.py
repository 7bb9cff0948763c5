"""Completion rates whose budget stands only in a table: 支出决算为 2.64 万元，完成预算的 28.15%.

The table of the three public expenses (“三公”经费) prints each item's budget beside its outturn. It
is taken for the budget that the words mean where it is the budget of what the text itself calls so:
the total that the text states is that of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from gouji.model.arithmetic import Completion
from gouji.model.figure import Figure
from gouji.model.record import replace
from gouji.model.relation import Relation
from gouji.parsing.items import TOTAL
from gouji.parsing.prose.sentences import Mention
from gouji.parsing.ties.tie_out import SubjectReader

_FLOW = "three_public"


def with_budgets(
    relations: Iterable[Relation], mentions: Iterable[Mention], reader: SubjectReader
) -> Iterator[Relation]:
    """The relations; a completion without a budget has that of the table, if it is understood."""
    stated = list(relations)
    if not any(_lacks_budget(relation) for relation in stated):
        yield from stated
        return
    said = {id(m.figure): m for m in mentions}
    known = any(_stated_budget(m, reader) for m in said.values())
    for relation in stated:
        yield _completed(relation, said, reader) if known else relation


def _lacks_budget(relation: Relation) -> TypeGuard[Completion]:
    return isinstance(relation, Completion) and not (relation.whole or relation.excess)


def _stated_budget(mention: Mention, reader: SubjectReader) -> bool:
    """Whether a mention states the budget of all three public expenses as the table does."""
    if mention.role != "amount" or mention.basis not in ("initial", "budget"):
        return False
    budget = _budget(mention, reader, {TOTAL})
    return budget is not None and budget.interval.meets(mention.figure.interval)


def _completed(relation: Relation, said: dict[int, Mention], reader: SubjectReader) -> Relation:
    if not _lacks_budget(relation):
        return relation
    mention = said.get(id(relation.part))
    budget = None if mention is None else _budget(mention, reader)
    return relation if budget is None else replace(relation, whole=budget)


def _budget(
    mention: Mention, reader: SubjectReader, items: set[str] | None = None
) -> Figure | None:
    """The budget that the tables state of what a mention measures."""
    claim = reader.claim(replace(mention, basis="budget", year=None))
    first = claim.readings[0] if claim else None
    if first is None or first.flow != _FLOW or (items and first.item not in items):
        return None
    return reader.books.find(first)
