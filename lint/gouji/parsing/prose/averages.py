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
from gouji.parsing.items import expense_of, is_average
from gouji.parsing.prose.items import Item, Scope
from gouji.parsing.prose.readings import BUDGETS, settle
from gouji.vocabulary import load

_AROUND = 100  # items before and after an average; few paragraphs tell as many
_MOST = 12  # figures of the paragraph that may be the ones meant


class _Thing(Record):
    """What an average may name: its words, the expense that it is, and words of what is counted."""

    words: re.Pattern[str]
    expense: str
    counted: re.Pattern[str]


class _Kind(Record):
    """A kind of average: its words, the units of what is counted, words of what costs so much, and
    words of how many there are wherever that is told."""

    words: re.Pattern[str]
    units: frozenset[str]
    amounts: re.Pattern[str]
    kept: re.Pattern[str]
    things: tuple[_Thing, ...]


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            regex(kind["words"]),
            frozenset(kind["units"]),
            regex(kind["amounts"]),
            regex(kind["kept"]),
            tuple(
                _Thing(regex(t["words"]), t["expense"], regex(t["counted"])) for t in kind["things"]
            ),
        )
        for kind in load("items")["averages"]["kinds"]
    )


@cache
def _limits() -> re.Pattern[str]:
    return regex(load("items")["averages"]["limits"])


def averages_of(scopes: Sequence[Scope]) -> Iterator[Relation]:
    """The averages of a document that an amount and a number give."""
    for scope in scopes:
        for at, item in enumerate(scope.items):
            if not is_average(item.raw) or _limits().search(item.raw):
                continue
            for said in item.statements:
                if said.dimension == "money" and not said.approximate and not _limit(said.figure):
                    around = scope.items[max(0, at - _AROUND) : at + _AROUND]
                    yield from _average(item, said.figure, around, scopes)


def _limit(figure: Figure) -> bool:
    """Whether the words after a figure make it a limit (人均 150 元以内)."""
    return _limits().match(figure.anchor.after) is not None


def _average(
    item: Item, stated: Figure, around: Sequence[Item], scopes: Sequence[Scope]
) -> Iterator[Relation]:
    kind = next((k for k in _kinds() if k.words.search(item.raw)), None)
    if kind is None:
        return
    near = [i for i in around if i.paragraph is item.paragraph and not is_average(i.raw)]
    counts = [
        (i, s.figure)
        for i in near
        for s in i.statements
        if s.dimension in kind.units and s.figure.base
    ]
    thing = next((t for t in kind.things if t.words.search(item.raw)), None)
    amounts = _amounts(stated, near, thing.words if thing else kind.amounts)
    if amounts:
        number = _number(amounts[0], stated, counts, kind.kept)
    else:
        amounts = _told_elsewhere(scopes, thing)
        number = _counted(stated, counts, thing)
    readings: list[Relation] = [
        Average(stated, amount, count) for amount in amounts[:_MOST] for _, count in counts[:_MOST]
    ]
    if number is not None and amounts:
        yield settle([Average(stated, amounts[0], number), *readings])
    elif readings and (relation := settle(readings)).holds():
        yield relation


def _amounts(stated: Figure, near: Sequence[Item], words: re.Pattern[str]) -> list[Figure]:
    """The amounts before an average of what it is of, outturns first and the nearest first."""
    said = [
        s
        for i in near
        if words.search(i.raw)
        for s in i.statements
        if s.dimension == "money" and s.figure.anchor.start < stated.anchor.start
    ]
    said.sort(key=lambda s: (s.basis not in BUDGETS, s.figure.anchor.start), reverse=True)
    return [s.figure for s in said]


def _told_elsewhere(scopes: Sequence[Scope], thing: _Thing | None) -> list[Figure]:
    """What all of the expense that an average names came to, if the document gives one amount."""
    said = [
        s.figure
        for scope in scopes
        for i in scope.items
        if thing is not None and expense_of(i.label) == thing.expense
        for s in i.statements
        if s.dimension == "money" and s.basis not in BUDGETS
    ]
    return said[:1] if len({f.base for f in said}) == 1 else []


def _number(
    amount: Figure, stated: Figure, counts: Sequence[tuple[Item, Figure]], words: re.Pattern[str]
) -> Figure | None:
    """How many there are: the number between the amount and the average, if it is one, or, where
    one is told after it, how many are kept."""
    between = [f for _, f in counts if amount.anchor.start < f.anchor.start < stated.anchor.start]
    kept = [f for i, f in counts if words.search(i.raw)]
    told = [f for f in kept if f in between] or between or kept
    return told[0] if len({f.base for f in told}) == 1 else None


def _counted(
    stated: Figure, counts: Sequence[tuple[Item, Figure]], thing: _Thing | None
) -> Figure | None:
    """How many of what an average names the paragraph counts before it, the first of them."""
    return next(
        (
            f
            for i, f in counts
            if thing is not None
            and thing.counted.search(i.raw)
            and f.anchor.start < stated.anchor.start
        ),
        None,
    )
