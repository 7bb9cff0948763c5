"""What one of many costs (人均 133.33 元, 车均 2.67 万元): an amount divided by a number of persons
or things that its paragraph tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gouji.model.arithmetic import Average
from gouji.model.figure import Figure
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.parsing.items import is_average
from gouji.parsing.prose.items import Item, Scope, Statement
from gouji.parsing.prose.readings import BUDGETS, settle
from gouji.vocabulary import load

_MOST = 12  # figures of the paragraph that may be the ones meant


class _Kind(Record):
    """A kind of average: the words for it, the units of what is counted, and words that what costs
    and what is counted have in common with it."""

    words: re.Pattern[str]
    units: frozenset[str]


@cache
def _kinds() -> tuple[_Kind, ...]:
    listed = load("items")["averages"]["kinds"]
    return tuple(_Kind(regex(k["words"]), frozenset(k["units"])) for k in listed)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    listed = load("items")["averages"]
    return regex(listed["limits"]), regex(listed["kept"]), tuple(listed["alike"])


def averages_of(scope: Scope) -> Iterator[Relation]:
    """The averages of a section that an amount and a number of their paragraph give."""
    for item in scope.items:
        if not is_average(item.raw) or _words()[0].search(item.raw):
            continue
        for said in item.statements:
            if said.dimension == "money" and not said.approximate and not _limit(said.figure):
                yield from _average(item, said.figure, scope)


def _limit(figure: Figure) -> bool:
    """Whether the words after a figure make it a limit (人均 150 元以内)."""
    after = figure.anchor.node.source.text[figure.anchor.end :]
    return _words()[0].match(after) is not None


def _average(item: Item, stated: Figure, scope: Scope) -> Iterator[Relation]:
    kind = next((k for k in _kinds() if k.words.search(item.raw)), None)
    if kind is None:
        return
    near = [i for i in scope.items if i.paragraph is item.paragraph and not is_average(i.raw)]
    amounts = [s.figure for s in _amounts(item, stated, near)]
    counts = [
        (i, s.figure)
        for i in near
        for s in i.statements
        if s.dimension in kind.units and s.figure.base
    ]
    if not amounts or not counts:
        return
    number = _number(amounts[0], stated, counts)
    readings: list[Relation] = [
        Average(stated, amount, count) for amount in amounts[:_MOST] for _, count in counts[:_MOST]
    ]
    if number is not None:
        yield settle([Average(stated, amounts[0], number), *readings])
    elif (relation := settle(readings)).holds():
        yield relation


def _amounts(item: Item, stated: Figure, near: Sequence[Item]) -> list[Statement]:
    """The amounts before an average, the nearest first: of what it names, if it names something."""
    alike = [word for word in _words()[2] if word in item.raw]
    said = [
        s
        for i in near
        if all(word in i.raw for word in alike)
        for s in i.statements
        if s.dimension == "money" and s.figure.anchor.start < stated.anchor.start
    ]
    said.sort(key=lambda s: (s.basis not in BUDGETS, s.figure.anchor.start), reverse=True)
    return said


def _number(amount: Figure, stated: Figure, counts: Sequence[tuple[Item, Figure]]) -> Figure | None:
    """How many there are: the last number between the amount and the average, or, where one is
    told after it, how many are kept."""
    between = [f for _, f in counts if amount.anchor.start < f.anchor.start < stated.anchor.start]
    kept = [f for i, f in counts if _words()[1].search(i.raw) and f not in between]
    return between[-1] if between else next(iter(kept), None)
