"""Figures and the relations that a document states between them, judged by interval arithmetic.

A relation never compares with a tolerance: it asks whether the intervals that its printed figures
stand for can meet. The outcomes are told apart, so that what could not be judged is never a
silent pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from gouji.model.place import Anchor
from gouji.model.quantity import PERCENT, Interval, Quantity, comparable
from gouji.model.tree import Cell, Table

_HUNDRED = Decimal(100)


class Outcome(StrEnum):
    """What a check came to."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures. None means unknown, which is never equal to anything.

    ``flow``: income, expenditure, carry-over, procurement, assets … ``fund``: all, fiscal, general,
    government_fund, state_capital, own … ``item``: a classification code (``F2080502`` functional,
    ``E30201`` economic), a 三公 item, ``total`` … ``role``: total, basic, project, personnel,
    public … ``basis``: budget, adjusted, execution, account.
    """

    flow: str | None = None
    fund: str | None = None
    item: str | None = None
    role: str | None = None
    year: int | None = None
    basis: str | None = None

    @property
    def known(self) -> bool:
        """Whether every dimension is known, so that the measure can be compared."""
        return None not in (self.flow, self.fund, self.item, self.role, self.year, self.basis)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number and where it stands.

    ``label`` is what the document calls it (``公用经费``); ``blank`` an empty cell read as zero.
    """

    quantity: Quantity
    anchor: Anchor
    label: str = ""
    measure: Measure | None = None
    blank: bool = False

    @property
    def interval(self) -> Interval:
        """What the figure can stand for, in the base unit of its dimension."""
        return self.quantity.interval

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension."""
        return self.quantity.base

    def __str__(self) -> str:
        return str(self.quantity)


@dataclass(frozen=True, slots=True)
class Cause:
    """A reading under which a violated relation would hold: the likely cause.

    ``key`` names its message in the catalogue of causes, ``values`` fill it.
    """

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check, with what was expected, or why it could not be made."""

    outcome: Outcome
    expected: Quantity | None = None
    reason: str = ""

    @property
    def violated(self) -> bool:
        """Whether the relation is broken beyond rounding."""
        return self.outcome is Outcome.VIOLATED


def not_checked(reason: str) -> Verdict:
    """The verdict of a check that could not be made."""
    return Verdict(Outcome.NOT_CHECKED, None, reason)


def _judge(stated: Figure, possible: Interval, point: Decimal) -> Verdict:
    """Compare a stated figure with what it should be: the interval and its point value."""
    expected = stated.quantity.rounded_like(point)
    if stated.interval.meets(possible):
        exact = expected.value == stated.quantity.value
        return Verdict(Outcome.HOLDS if exact else Outcome.ROUNDING, expected)
    return Verdict(Outcome.VIOLATED, expected)


def total_of(parts: tuple[Figure, ...]) -> tuple[Interval, Decimal]:
    """The interval and the point value of a sum."""
    point = margin = Decimal(0)
    for part in parts:
        quantity = part.quantity
        point += quantity.base
        margin += quantity.half_step
    return Interval(point - margin, point + margin), point


class SumKind(StrEnum):
    """Along what a total is made."""

    FOOTING = "footing"  # down a column
    CROSS_FOOTING = "cross-footing"  # across a row
    HIERARCHY = "hierarchy"  # through classification codes or numbering
    BREAKDOWN = "breakdown"  # within prose


@dataclass(frozen=True, slots=True)
class Relation:
    """What all relations share. ``learned`` marks one inferred from the figures themselves;
    ``why_not`` gives the reason why a relation that the document implies cannot be judged."""

    kind_name: ClassVar[str] = "relation"

    learned: bool = field(default=False, kw_only=True)
    why_not: str = field(default="", kw_only=True)

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures it ties together, the one at fault by default first."""
        raise NotImplementedError

    def judge(self) -> Verdict:
        """Compare what is stated with what should be."""
        raise NotImplementedError

    def holds(self) -> bool:
        """Whether the relation is not broken beyond rounding (a check not made is not broken)."""
        return self.judge().outcome is not Outcome.VIOLATED


@dataclass(frozen=True, slots=True)
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

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if not comparable(*(f.quantity for f in self.figures)):
            return not_checked("units differ")
        possible, point = total_of(self.parts)
        if not self.partial:
            return _judge(self.total, possible, point)
        if possible.low <= self.total.interval.high:
            return Verdict(Outcome.HOLDS)
        return Verdict(Outcome.VIOLATED, self.total.quantity.rounded_like(point))


@dataclass(frozen=True, slots=True)
class Balance(Relation):
    """Two sides that must be equal: income = expenditure; opening + in = out + closing."""

    kind_name: ClassVar[str] = "balance"

    left: tuple[Figure, ...]
    right: tuple[Figure, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        yield from self.left
        yield from self.right

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        (left, left_point), (right, right_point) = total_of(self.left), total_of(self.right)
        expected = self.left[0].quantity.rounded_like(self.left[0].base + right_point - left_point)
        if left.meets(right):
            exact = left_point == right_point
            return Verdict(Outcome.HOLDS if exact else Outcome.ROUNDING, expected)
        return Verdict(Outcome.VIOLATED, expected)


def _ratio(stated: Figure, part: Interval, whole: Interval, p: Decimal, w: Decimal) -> Verdict:
    if whole.contains_zero() or not w:
        return not_checked("base is zero")
    return _judge(stated, part.divided_by(whole).scaled(_HUNDRED), p / w * _HUNDRED)


@dataclass(frozen=True, slots=True)
class Share(Relation):
    """A stated percentage of a part in a whole (占 X%)."""

    kind_name: ClassVar[str] = "share"

    stated: Figure
    part: Figure | None
    whole: Figure | None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.part, self.whole) if f)

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if self.part is None or self.whole is None:
            return not_checked("part unknown" if self.part is None else "whole unknown")
        return _ratio(
            self.stated, self.part.interval, self.whole.interval, self.part.base, self.whole.base
        )


@dataclass(frozen=True, slots=True)
class Completion(Share):
    """A stated completion rate: actual over budget (完成预算的 X%); ``part`` is the actual figure
    and ``whole`` the budget.

    Where the budget is not printed but the ``excess`` of the actual figure over it is
    (决算数较预算数多 X, negative for less), budget = part − excess.
    """

    kind_name: ClassVar[str] = "completion"

    excess: Figure | None = field(default=None, kw_only=True)

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.stated, self.part, self.whole, self.excess) if f)

    def judge(self) -> Verdict:
        if self.why_not or self.part is None or self.whole is not None or self.excess is None:
            return Share.judge(self)
        part, excess = self.part, self.excess
        budget, point = part.interval - excess.interval, part.base - excess.base
        return _ratio(self.stated, part.interval, budget, part.base, point)


class Direction(StrEnum):
    """Which way a figure moved."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"

    @property
    def sign(self) -> int:
        """+1, -1 or 0."""
        return {"up": 1, "down": -1, "flat": 0}[self.value]


@dataclass(frozen=True, slots=True)
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

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if self.current is None or self.prior is None:
            return not_checked("current figure unknown" if self.current is None else "base unknown")
        sign = self.direction.sign or 1
        difference = self.current.interval - self.prior.interval
        point = self.current.base - self.prior.base
        if sign < 0:
            difference, point = -difference, -point
        return _judge(self.stated, difference, point)


@dataclass(frozen=True, slots=True)
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

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
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
        return _judge(self.stated, rate.scaled(_HUNDRED), point * _HUNDRED)


@dataclass(frozen=True, slots=True)
class Comparison(Relation):
    """A word that compares two figures (大于, 小于, 持平, 增加, 减少): left against right.

    ``against`` is the other word, where two words about one change go different ways.
    """

    kind_name: ClassVar[str] = "comparison"

    word: Anchor
    direction: Direction
    left: Figure | None
    right: Figure | None
    approximate: bool = False
    against: Anchor | None = None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.left, self.right) if f)

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if self.left is None or self.right is None:
            return not_checked("a side is unknown")
        if self.direction is Direction.FLAT:
            if self.left.interval.meets(self.right.interval):
                same = self.left.base == self.right.base
                return Verdict(Outcome.HOLDS if same else Outcome.ROUNDING)
            if self.approximate:
                return not_checked("an approximate word")
            return Verdict(Outcome.VIOLATED)
        gap = self.left.interval - self.right.interval
        if self.direction is Direction.DOWN:
            gap = -gap
        if gap.low > 0:
            return Verdict(Outcome.HOLDS)
        return Verdict(Outcome.ROUNDING if gap.high >= 0 else Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Agreement(Relation):
    """One measure stated in two places. ``stated`` is the figure to doubt first, ``reference`` the
    one it is held against; ``witnesses`` are further statements of the same measure."""

    kind_name: ClassVar[str] = "agreement"

    stated: Figure
    reference: Figure
    witnesses: tuple[Figure, ...] = ()

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.stated
        yield self.reference
        yield from self.witnesses

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if not comparable(self.stated.quantity, self.reference.quantity):
            return not_checked("units differ")
        return _judge(self.stated, self.reference.interval, self.reference.base)


@dataclass(frozen=True, slots=True)
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

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if not self.points:
            return not_checked("no points")
        return Verdict(Outcome.HOLDS if self.sum in self.wanted else Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Naming(Relation):
    """A name that must be one of ``known``.

    ``of`` is what carries the name: the ``code`` of a row, whose names are those that the rest of
    the document or the official list gives it; an ``item`` of prose, whose purpose or reason
    repeats the name of another item.
    """

    kind_name: ClassVar[str] = "naming"

    place: Anchor
    code: str
    name: str
    known: tuple[str, ...]
    of: str = "code"

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        return Verdict(Outcome.HOLDS if self.name in self.known else Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Dating(Relation):
    """A figure of the year of the document that prose dates otherwise: ``stated`` is the year it
    is given, ``figure`` the figure, ``reference`` the same figure where it is booked."""

    kind_name: ClassVar[str] = "dating"

    figure: Figure
    stated: int
    year: int
    reference: Figure

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.figure
        yield self.reference

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        return Verdict(Outcome.HOLDS if self.stated == self.year else Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Listing(Relation):
    """An item of a list of names in prose (主要包括：基本工资、…) and its row in the table.

    ``listed`` is False for a row with an amount that the list leaves out; ``place`` is then the
    whole list.
    """

    kind_name: ClassVar[str] = "listing"

    place: Anchor
    name: str
    row: Figure | None
    listed: bool = True

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(() if self.row is None else (self.row,))

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        if self.row is None:
            return not_checked("the table has no such row")
        filled = bool(self.row.quantity.value)
        return Verdict(Outcome.HOLDS if filled == self.listed else Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Reasoning(Relation):
    """The reason given for a change. ``direction`` is what the figures say, ``said`` what the
    reason says, ``word`` where it says so."""

    kind_name: ClassVar[str] = "reasoning"

    place: Anchor
    direction: Direction
    said: Direction
    word: Anchor

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def judge(self) -> Verdict:
        if self.why_not:
            return not_checked(self.why_not)
        opposite = {self.direction, self.said} == {Direction.UP, Direction.DOWN}
        return Verdict(Outcome.VIOLATED if opposite else Outcome.HOLDS)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a table of performance targets.

    ``target`` is the cell of its target value, ``unit`` the cell of a column of units where the
    table has one (``has_unit_column``).
    """

    levels: tuple[str, ...]
    name: str
    target: Cell | None
    points: Figure | None
    unit: Cell | None
    has_unit_column: bool = False

    @property
    def address(self) -> str:
        """The logical address of its target."""
        return self.target.address if self.target else self.name


@dataclass(frozen=True, slots=True)
class Absence:
    """A statement that there is no such money (没有使用政府性基金预算拨款安排的支出).

    ``subject`` is what it speaks of; ``table`` the table it belongs to when it is a table's note.
    """

    subject: str
    place: Anchor
    table: Table | None = None

    @property
    def address(self) -> str:
        """The logical address of the statement."""
        return self.place.address


@dataclass(frozen=True, slots=True)
class Ledger:
    """All figures of a document, all relations between them, the indicators of its tables of
    targets and its statements that there is no money of a kind, each in reading order."""

    figures: tuple[Figure, ...]
    relations: tuple[Relation, ...]
    indicators: tuple[Indicator, ...] = ()
    absences: tuple[Absence, ...] = ()


def percent(value: Decimal, decimals: int) -> Quantity:
    """A percentage printed with ``decimals`` digits."""
    return Quantity(value, decimals, PERCENT)
