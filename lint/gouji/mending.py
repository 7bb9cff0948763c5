"""What one figure of a broken relation would have to be for the relation to hold."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from gouji.model.arithmetic import Balance, Change, Growth, Share, Sum, total_of
from gouji.model.figure import Figure
from gouji.model.quantity import Interval
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Agreement, Comparison, Containment

_ENDLESS = Decimal("Infinity")
_HUNDRED = Decimal(100)
_ONE = Interval(Decimal(1), Decimal(1))


def same_place(one: Figure, other: Figure) -> bool:
    """Whether two figures are one printed figure."""
    return one.anchor.node is other.anchor.node and one.anchor.start == other.anchor.start


def needed(relation: Relation, figure: Figure) -> Interval | None:
    """The values of a figure, in its base unit, under which a relation would hold while all others
    stay; None if they are not known."""
    own = next((f for f in relation.figures if same_place(f, figure)), None)
    if own is None:
        return None
    try:
        found = _solved(relation, own)
    except ZeroDivisionError:
        return None
    # A decrease stands in a sum with its sign, in the text without it.
    turned = own.base == -figure.base and own.base != 0
    return -found if found is not None and turned else found


def _solved(relation: Relation, own: Figure) -> Interval | None:
    match relation:
        case Sum():
            return _sum(relation, own)
        case Balance():
            return _balance(relation, own)
        case Share():
            return _share(relation, own)
        case Change():
            return _change(relation, own)
        case Growth():
            return _growth(relation, own)
        case Agreement():
            return (relation.reference if own is relation.stated else relation.stated).interval
        case Comparison():
            return _comparison(relation, own)
        case Containment():
            return _containment(relation, own)
    return None


def _without(figures: Iterable[Figure], own: Figure) -> Interval:
    return total_of(tuple(f for f in figures if f is not own))[0]


def _sum(relation: Sum, own: Figure) -> Interval | None:
    if own is relation.total:
        possible = total_of(relation.parts)[0]
        return Interval(possible.low, _ENDLESS) if relation.partial else possible
    rest = relation.total.interval - _without(relation.parts, own)
    return Interval(-_ENDLESS, rest.high) if relation.partial else rest


def _balance(relation: Balance, own: Figure) -> Interval:
    left = any(f is own for f in relation.left)
    here, there = (relation.left, relation.right) if left else (relation.right, relation.left)
    return total_of(there)[0] - _without(here, own)


def _share(relation: Share, own: Figure) -> Interval | None:
    part, whole = relation.part, relation.whole
    if part is None or whole is None:
        return None
    rate = relation.stated.interval.scaled(1 / _HUNDRED)
    if own is relation.stated:
        return part.interval.divided_by(whole.interval).scaled(_HUNDRED)
    return whole.interval.times(rate) if own is part else part.interval.divided_by(rate)


def _change(relation: Change, own: Figure) -> Interval | None:
    if relation.current is None or relation.prior is None:
        return None
    current, prior, moved = (
        f.interval for f in (relation.current, relation.prior, relation.stated)
    )
    up = relation.direction is not Direction.DOWN
    if own is relation.stated:
        return current - prior if up else prior - current
    if own is relation.current:
        return prior + moved if up else prior - moved
    return current - moved if up else current + moved


def _growth(relation: Growth, own: Figure) -> Interval | None:
    if own is relation.stated:
        expected = relation.judge().expected
        return None if expected is None else expected.interval
    size = relation.stated.interval.scaled(1 / _HUNDRED)
    grown = _ONE + size if relation.direction is not Direction.DOWN else _ONE - size
    current, prior, difference = (
        None if f is None else f.interval
        for f in (relation.current, relation.prior, relation.difference)
    )
    if current is not None and prior is not None:
        return prior.times(grown) if own is relation.current else current.divided_by(grown)
    if difference is not None and prior is not None:
        return difference.divided_by(size) if own is relation.prior else prior.times(size)
    if difference is None or current is None:
        return None
    # What was there before is difference / size; where nothing was, 100 % is printed.
    if own is relation.current:
        found, from_nothing = difference.divided_by(size).times(grown), difference
    else:
        found, from_nothing = current.divided_by(grown).times(size), current
    if grown.contains(Decimal(2)):
        return Interval(min(found.low, from_nothing.low), max(found.high, from_nothing.high))
    return found


def _comparison(relation: Comparison, own: Figure) -> Interval | None:
    if relation.left is None or relation.right is None:
        return None
    other = (relation.right if own is relation.left else relation.left).interval
    if relation.direction is Direction.FLAT:
        return other
    above = (relation.direction is Direction.UP) == (own is relation.left)
    return Interval(other.low, _ENDLESS) if above else Interval(-_ENDLESS, other.high)


def _containment(relation: Containment, own: Figure) -> Interval:
    if own is relation.whole:
        return Interval(relation.part.interval.low, _ENDLESS)
    return Interval(-_ENDLESS, relation.whole.interval.high)
