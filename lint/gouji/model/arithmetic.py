"""Relations that are sums, differences and quotients of figures, judged by interval arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from gouji.model.figure import Figure, percent
from gouji.model.place import Anchor
from gouji.model.quantity import Interval, Quantity, comparable
from gouji.model.relation import Direction, Outcome, Relation, Verdict, judge_stated, not_checked

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def total_of(parts: tuple[Figure, ...]) -> tuple[Interval, Decimal]:
    """The interval and the point value of a sum."""
    point = margin = Decimal(0)
    for part in parts:
        base, half_step, _ = part.quantity.worth
        point += base
        margin += half_step
    return Interval(point - margin, point + margin), point


class SumKind(StrEnum):
    """Along what a total is made."""

    FOOTING = "footing"  # down a column
    CROSS_FOOTING = "cross-footing"  # across a row
    HIERARCHY = "hierarchy"  # through classification codes or numbering
    BREAKDOWN = "breakdown"  # within prose
    PLAN = "plan"  # through the parts of the year (quarters) of a plan of payments
    COST = "cost"  # what a target allows a project to cost, within its funds
    SCORE = "score"  # what an indicator scored, within its points


class Sum(Relation):
    """A total and all of its parts: total = parts.

    ``partial`` marks a list that may leave parts out (其中, 主要): only part ≤ whole is judged.
    """

    kind_name: ClassVar[str] = "sum"

    total: Figure
    parts: tuple[Figure, ...]
    kind: SumKind = SumKind.FOOTING
    partial: bool = False

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.total
        yield from self.parts

    def compare(self) -> Verdict:
        if self._exact():
            return Verdict(Outcome.HOLDS, self.total.quantity)
        if not self._of_one_dimension():
            return not_checked("units differ")
        possible, point = total_of(self.parts)
        if not self.partial:
            return judge_stated(self.total, possible, point)
        if possible.low <= self.total.interval.high:
            return Verdict(Outcome.HOLDS)
        return Verdict(Outcome.VIOLATED, self.total.quantity.rounded_like(point))

    def _exact(self) -> bool:
        """Whether the printed numbers add up as they stand, as most do: no need to ask what else
        they may stand for."""
        total = self.total.quantity
        if self.partial or total.precision is not None:
            return False
        unit, point = total.unit, _ZERO
        for part in self.parts:
            quantity = part.quantity
            if quantity.unit is not unit:
                return False
            point += quantity.value
        return point == total.value

    def _of_one_dimension(self) -> bool:
        return comparable(self.total.quantity, *[part.quantity for part in self.parts])


class Balance(Relation):
    """Two sides that must be equal: income = expenditure; opening + in = out + closing."""

    kind_name: ClassVar[str] = "balance"

    left: tuple[Figure, ...]
    right: tuple[Figure, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        yield from self.left
        yield from self.right

    def compare(self) -> Verdict:
        (left, left_point), (right, right_point) = total_of(self.left), total_of(self.right)
        expected = self.left[0].quantity.rounded_like(self.left[0].base + right_point - left_point)
        if left.meets(right):
            exact = left_point == right_point
            return Verdict(Outcome.HOLDS if exact else Outcome.ROUNDING, expected)
        return Verdict(Outcome.VIOLATED, expected)


class Weights(Relation):
    """The points of one target table: they add to 100, or to 90 where 10 are kept for budget
    execution (预算执行率)."""

    kind_name: ClassVar[str] = "weights"

    points: tuple[Figure, ...]
    place: Anchor
    wanted: tuple[Decimal, ...] = (Decimal(100), Decimal(90))

    @property
    def figures(self) -> Iterator[Figure]:
        yield from self.points

    @property
    def sum(self) -> Decimal:
        """What the points add to."""
        return total_of(self.points)[1]

    def compare(self) -> Verdict:
        if not self.points:
            return not_checked("no points")
        return Verdict(Outcome.HOLDS if self.sum in self.wanted else Outcome.VIOLATED)


def _ratio(stated: Figure, part: Interval, whole: Interval, p: Decimal, w: Decimal) -> Verdict:
    if whole.contains_zero() or not w:
        return not_checked("base is zero")
    return judge_stated(stated, part.divided_by(whole).scaled(_HUNDRED), p / w * _HUNDRED)


class Share(Relation):
    """A stated percentage of a part in a whole (占 X%)."""

    kind_name: ClassVar[str] = "share"

    stated: Figure
    part: Figure | None
    whole: Figure | None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.part, self.whole) if f)

    def compare(self) -> Verdict:
        if self.part is None or self.whole is None:
            return not_checked("part unknown" if self.part is None else "whole unknown")
        return _ratio(
            self.stated, self.part.interval, self.whole.interval, self.part.base, self.whole.base
        )


class Shares(Relation):
    """The shares of all parts of one whole: they make 100 %."""

    kind_name: ClassVar[str] = "shares"

    rates: tuple[Figure, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        yield from self.rates

    @property
    def sum(self) -> Quantity:
        """What the shares add to, as finely as the finest of them is printed."""
        return percent(total_of(self.rates)[1], max(r.quantity.decimals for r in self.rates))

    def compare(self) -> Verdict:
        possible, point = total_of(self.rates)
        if possible.low <= _HUNDRED <= possible.high:
            return Verdict(Outcome.HOLDS if point == _HUNDRED else Outcome.ROUNDING)
        return Verdict(Outcome.VIOLATED)


class Completion(Share, kw_only=True):
    """A stated completion rate: actual over budget (完成预算的 X%); ``part`` is the actual figure
    and ``whole`` the budget.

    Where the budget is not printed but the ``excess`` of the actual figure over it is
    (决算数较预算数多 X, negative for less), budget = part − excess.
    """

    kind_name: ClassVar[str] = "completion"

    excess: Figure | None = None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.part, self.whole, self.excess) if f)

    @property
    def budget(self) -> Quantity | None:
        """The budget, as printed or as it follows from the excess."""
        if self.whole is not None or self.part is None or self.excess is None:
            return self.whole.quantity if self.whole else None
        return self.part.quantity.rounded_like(self.part.base - self.excess.base)

    def compare(self) -> Verdict:
        if self.part is None or self.whole is not None or self.excess is None:
            return Share.compare(self)
        part, excess = self.part, self.excess
        budget, point = part.interval - excess.interval, part.base - excess.base
        return _ratio(self.stated, part.interval, budget, part.base, point)


class UnitPrice(Relation):
    """What a number of things is worth (车辆 2 辆，价值 35.96 万元): at most ``most`` for each of
    them, in the base unit of the value."""

    kind_name: ClassVar[str] = "unit-price"

    value: Figure
    count: Figure
    most: Decimal

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.value
        yield self.count

    @property
    def price(self) -> Quantity:
        """What each of them is worth, as finely as the value is printed."""
        return self.value.quantity.rounded_like(self.value.base / self.count.base)

    def compare(self) -> Verdict:
        above = self.value.interval.low > self.most * self.count.interval.high
        return Verdict(Outcome.VIOLATED if above else Outcome.HOLDS)


class Average(Relation):
    """What one of many costs (人均 133.33 元): the amount divided by their number."""

    kind_name: ClassVar[str] = "average"

    stated: Figure
    amount: Figure
    count: Figure

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.stated
        yield self.amount
        yield self.count

    def compare(self) -> Verdict:
        number = self.count.base
        if not number:
            return not_checked("base is zero")
        each = self.amount.interval.scaled(1 / number)
        return judge_stated(self.stated, each, self.amount.base / number)


class Change(Relation):
    """A stated difference (比上年增加 X): current − prior = ± stated."""

    kind_name: ClassVar[str] = "change"

    stated: Figure
    direction: Direction
    current: Figure | None
    prior: Figure | None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.current, self.prior) if f)

    def compare(self) -> Verdict:
        if self.current is None or self.prior is None:
            return not_checked("current figure unknown" if self.current is None else "base unknown")
        sign = self.direction.sign or 1
        difference = self.current.interval - self.prior.interval
        point = self.current.base - self.prior.base
        if sign < 0:
            difference, point = -difference, -point
        return judge_stated(self.stated, difference, point)


class Growth(Relation):
    """A stated rate of change (增长 X%): (current − prior) / prior.

    Two of ``current``, ``prior`` and ``difference`` give the third; ``difference`` is the stated
    amount of the change without sign.
    """

    kind_name: ClassVar[str] = "growth"

    stated: Figure
    direction: Direction
    current: Figure | None = None
    prior: Figure | None = None
    difference: Figure | None = None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.difference, self.current, self.prior) if f)

    def compare(self) -> Verdict:
        sign = Decimal(self.direction.sign or 1)
        if self.current is not None and self.prior is not None:
            base, base_point = self.prior.interval, self.prior.base
            if base.contains_zero() or not base_point:
                return not_checked("base is zero")
            # current / prior - 1 keeps the interval tight: prior occurs once
            ratio = self.current.interval.divided_by(base)
            low, high = (ratio.low - 1) * sign, (ratio.high - 1) * sign
            point = (self.current.base / base_point - 1) * sign
            rate = Interval(min(low, high), max(low, high))
        elif self.difference is not None and self.current is not None:
            # d / (c ∓ d) = 1 / (c/d ∓ 1)
            difference, point_d = self.difference.interval, self.difference.base
            prior_point = self.current.base - sign * point_d
            prior = (
                self.current.interval - difference
                if sign > 0
                else self.current.interval + difference
            )
            if prior.contains_zero() or not prior_point:
                return not_checked("base is zero")
            ends = []
            for c in (self.current.interval.low, self.current.interval.high):
                for d in (difference.low, difference.high):
                    if c - sign * d == 0:
                        return not_checked("base is zero")
                    ends.append(d / (c - sign * d))
            rate, point = Interval(min(ends), max(ends)), point_d / prior_point
        elif self.difference is not None and self.prior is not None:
            if self.prior.interval.contains_zero():
                return not_checked("base is zero")
            rate = self.difference.interval.divided_by(self.prior.interval)
            point = self.difference.base / self.prior.base
        else:
            return not_checked("base unknown")
        return judge_stated(self.stated, rate.scaled(_HUNDRED), point * _HUNDRED)
