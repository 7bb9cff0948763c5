"""Turns stated changes (比上年增加 X, 增长 Y%) into relations.

Where the words leave several readings open, the first one that holds is taken: a claim is violated
only if it is wrong under each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.model.arithmetic import Change, Growth
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, PERCENT, Quantity
from gouji.model.record import replace
from gouji.model.relation import Direction, Outcome, Relation
from gouji.model.statements import Comparison
from gouji.parsing.prose.bases import Base
from gouji.parsing.prose.currents import currents_of
from gouji.parsing.prose.items import ChangeNote, Item, Statement
from gouji.parsing.prose.readings import (
    BUDGETS,
    Context,
    approximate,
    compatible,
    completed,
    first,
    money,
    parallels,
    settle,
    year_of,
)


def changes_of(item: Item, note: ChangeNote, context: Context) -> Iterator[Relation]:
    """The relations that one stated change of an item implies."""
    rough = approximate(item)
    figure = note.difference or note.rate
    dimension = note.difference.quantity.unit.dimension if note.difference else "money"
    currents = currents_of(item, note, context, dimension)
    prior = note.prior or _prior(item, note, context, dimension)
    prior = _in_unit(prior, currents)
    comparable = note.base.comparable if note.base else False
    if note.direction is Direction.FLAT and note.difference is None:
        yield from _moved_and_flat(item, note)
        others = [c for c in currents if c is not prior]
        alike = (c for c in others if prior is not None and c.interval.meets(prior.interval))
        sides = first(alike) or first(others), prior
        if prior is None and note.base is not None and note.base.basis in BUDGETS:
            sides = completed(item, note.base.basis, note.stated_before) or sides
        yield Comparison(note.word, Direction.FLAT, *sides, approximate=note.vague)
        return
    if figure is None:
        if note.prior is None or note.undirected:
            return
        yield Comparison(note.word, note.direction, first(currents), prior)
        return
    difference = signed(note)
    conflict = _conflict(note, difference)
    told = False  # whether the figures bear the amount of the change out
    if note.difference is not None and difference is not None:
        readings = _change_readings(note, currents, prior)
        relation = settle(readings, rough)
        if comparable and relation.judge().violated:
            relation = replace(relation, why_not="another basis of comparison")
        told = relation.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING)
        yield relation
    if note.rate is not None and note.rate.quantity.unit == PERCENT:
        readings = list(_growth_readings(note, currents, prior, conflict=conflict))
        relation = settle(readings, rough)
        if comparable and relation.judge().violated:
            relation = replace(relation, why_not="another basis of comparison")
        if conflict:
            yield _conflicting(note, relation, told=told)
        yield relation


def _moved_and_flat(item: Item, note: ChangeNote) -> Iterator[Relation]:
    """决算减少为 0.00 万元，与上年持平: it moved and it did not."""
    for said in item.statements:
        if said.outcome is not None and said.sentence == note.sentence:
            direction, word = said.outcome
            nothing = replace(said.figure, quantity=Quantity(Decimal(0), 0, BARE))
            yield Comparison(word, direction, nothing, nothing, against=note.word)


def _in_unit(prior: Figure | None, currents: Sequence[Figure]) -> Figure | None:
    """A prior figure printed without a unit (比上年2.08减少) takes that of the current one."""
    if prior is None or prior.quantity.unit != BARE or not currents:
        return prior
    unit = currents[0].quantity.unit
    return replace(prior, quantity=Quantity(prior.quantity.value, prior.quantity.decimals, unit))


def signed(note: ChangeNote) -> Figure | None:
    """The stated difference with its sign: negative for a decrease."""
    if note.difference is None:
        return None
    if note.direction is Direction.DOWN:
        return replace(note.difference, quantity=-note.difference.quantity)
    return note.difference


def _prior(item: Item, note: ChangeNote, context: Context, dimension: str) -> Figure | None:
    """The figure compared with, if the text states it."""
    base = note.base
    own = money(item, dimension, note.stated_before)
    if note.undirected and (base is None or not (base.year or base.earlier)):
        budgets = [s.figure for s in own if s.basis in BUDGETS]
        return budgets[0] if len(own) == 2 and len(budgets) == 1 else None
    if base is None:
        years = sorted({s.year for s in own if s.year is not None})
        if len(years) != 2 or len(own) != 2 or years[1] - years[0] != 1:
            return None
        return next(s.figure for s in own if s.year == years[0])
    if base.year is None:
        if base.earlier or base.basis not in BUDGETS:
            return None
        found = [s for s in own if s.basis in BUDGETS and compatible(s.basis, base.basis)]
        return found[0].figure if len({s.figure.base for s in found}) == 1 else None
    return _stated_in(own, item, base) or first(
        figure
        for other in parallels(item, context)
        if (figure := _stated_in(money(other, dimension), other, base)) is not None
    )


def _stated_in(statements: Sequence[Statement], item: Item, base: Base) -> Figure | None:
    for statement in statements:
        if year_of(item, statement) == base.year and compatible(statement.basis, base.basis):
            return statement.figure
    return None


def _change_readings(
    note: ChangeNote, currents: Sequence[Figure], prior: Figure | None
) -> list[Relation]:
    assert note.difference is not None
    if prior is None or not currents:
        return [Change(note.difference, note.direction, first(currents), prior)]
    readings: list[Relation] = []
    for current in currents:
        if current is prior:
            continue
        directions = [note.direction]
        if note.undirected:
            directions = [Direction.UP, Direction.DOWN]
        readings += [Change(note.difference, d, current, prior) for d in directions]
    return readings or [Change(note.difference, note.direction, None, prior)]


def _positive(figure: Figure) -> Figure:
    return replace(figure, quantity=-figure.quantity) if figure.quantity.value < 0 else figure


def _growth_readings(
    note: ChangeNote, currents: Sequence[Figure], prior: Figure | None, *, conflict: bool
) -> Iterator[Relation]:
    assert note.rate is not None
    rate, direction, difference = note.rate, note.rate_direction or note.direction, note.difference
    if difference is not None and difference.quantity.value < 0 and rate.quantity.value < 0:
        difference, rate = _positive(difference), _positive(rate)  # 减少-2.3，下降-4.5%
        yield from _plain_growth(rate, direction, difference, currents, prior)
        other = Direction.UP if direction is Direction.DOWN else Direction.DOWN
        yield from _plain_growth(rate, other, difference, currents, prior)
        return
    if difference is not None and difference.quantity.value < 0 and not conflict:
        difference = _positive(difference)  # 增加-2.3万元，下降4.5%
    yield from _plain_growth(rate, direction, difference, currents, prior)
    if conflict:
        yield from _plain_growth(rate, note.direction, difference, currents, prior)


def _plain_growth(
    rate: Figure,
    direction: Direction,
    difference: Figure | None,
    currents: Sequence[Figure],
    prior: Figure | None,
) -> Iterator[Relation]:
    nows = [c for c in currents if c is not prior]
    empty = True
    if prior is not None:
        for current in nows:
            empty = False
            yield Growth(rate, direction, current, prior)
    if difference is not None:
        for current in nows:
            empty = False
            yield Growth(rate, direction, current, None, difference)
        if prior is not None:
            empty = False
            yield Growth(rate, direction, None, prior, difference)
    if empty:
        yield Growth(rate, direction, first(nows), prior, difference)


def _conflict(note: ChangeNote, difference: Figure | None) -> bool:
    """Whether amount and rate of one change go different ways: 减少 0.33 万元，增长 45.21%."""
    if difference is None or note.rate is None or note.rate_direction is None:
        return False
    sign = note.rate_direction.sign * (1 if note.rate.quantity.value > 0 else -1)
    if not difference.quantity.value or not note.rate.quantity.value:
        return False
    if (
        note.difference is not None
        and note.difference.quantity.value < 0
        and note.rate.quantity.value < 0
    ):
        return False
    return (difference.quantity.value > 0) != (sign > 0)


def _conflicting(note: ChangeNote, growth: Relation, *, told: bool) -> Relation:
    """The comparison that the two directions break, at the word that does not fit the figures."""
    assert note.difference is not None and note.rate is not None
    fits = isinstance(growth, Growth) and growth.holds() and growth.direction is note.rate_direction
    kept = fits and not told
    stated = signed(note)
    assert stated is not None
    if kept or note.rate_word is None:
        word, figure, up = note.word, note.rate, stated.quantity.value > 0
        against = _with_figure(note.rate_word, note.rate)
        value = abs(note.rate.quantity.value)
        if up:
            value = -value
        left = replace(figure, quantity=Quantity(value, figure.quantity.decimals, PERCENT))
    else:
        word, left = note.rate_word, stated
        up = stated.quantity.value < 0
        against = _with_figure(note.word, note.difference)
    zero = replace(left, quantity=Quantity(Decimal(0), 0, BARE), label="0")
    direction = Direction.UP if up else Direction.DOWN
    return Comparison(word, direction, left, zero, against=against)


def _with_figure(word: Anchor | None, figure: Figure) -> Anchor:
    """A word of direction together with the figure right after it."""
    place = figure.anchor
    if word is None or word.node is not place.node or not 0 <= place.start - word.end <= 2:
        return word or place
    return Anchor(word.node, word.start, place.end)
