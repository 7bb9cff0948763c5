"""Printed numbers: what was printed, how finely, in which unit, and the interval it stands for.

A figure printed with d decimals stands for the closed interval value ± half a unit of its last
printed digit, the reading of XBRL Calculations 1.1. Floats never touch money.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from gouji.model.record import Record, Remembering

_HALF: Final = Decimal("0.5")
_ZERO: Final = Decimal(0)


class Unit(Record):
    """A unit of measure; amounts of one ``dimension`` compare after multiplying by ``factor``.

    What is counted (人, 辆) is ``exact``: 9 people are not 8.5 to 9.5 people.
    """

    symbol: str
    dimension: str
    factor: Decimal = Decimal(1)
    exact: bool = False

    def __hash__(self) -> int:
        return hash(self.symbol)

    def __str__(self) -> str:
        return self.symbol


YUAN: Final = Unit("元", "money")
THOUSAND_YUAN: Final = Unit("千元", "money", Decimal(1000))
WAN: Final = Unit("万元", "money", Decimal(10_000))
MILLION_YUAN: Final = Unit("百万元", "money", Decimal(1_000_000))
YI: Final = Unit("亿元", "money", Decimal(100_000_000))
PERCENT: Final = Unit("%", "percent")
POINTS: Final = Unit("个百分点", "percentage points")
BARE: Final = Unit("", "bare")

MONEY_UNITS: Final = {
    "元": YUAN,
    "千元": THOUSAND_YUAN,
    "万元": WAN,
    "万": WAN,
    "百万元": MILLION_YUAN,
    "亿元": YI,
    "亿": YI,
}


class Interval(Record):
    """A closed interval of decimals in the base unit of its dimension."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def meets(self, other: Interval) -> bool:
        """Whether the two share a point."""
        return self.low <= other.high and other.low <= self.high

    def contains(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return self.low <= value <= self.high

    def contains_zero(self) -> bool:
        """Whether zero is a possible value, so that nothing can be divided by it."""
        return self.low <= 0 <= self.high

    def divided_by(self, other: Interval) -> Interval:
        """The interval of quotients.

        :raises ZeroDivisionError: when ``other`` contains zero.
        """
        if other.contains_zero():
            raise ZeroDivisionError
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def times(self, other: Interval) -> Interval:
        """The interval of products."""
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def scaled(self, factor: Decimal) -> Interval:
        """The interval times a positive factor."""
        return Interval(self.low * factor, self.high * factor)

    def widened(self, by: Decimal) -> Interval:
        """The interval made wider by ``by`` at both ends."""
        return Interval(self.low - by, self.high + by)


class Quantity(Remembering):
    """A number as printed: ``value`` in ``unit``, with ``decimals`` digits after the point.

    ``precision`` is how many decimals the figure really has, where the figures around it show that
    it is coarser than printed (amounts in 元 that were rounded in 万元): -2 for hundreds.
    """

    value: Decimal
    decimals: int
    unit: Unit = BARE
    precision: int | None = None
    _worth: tuple[Decimal, Decimal, Interval] | None = None

    @property
    def worth(self) -> tuple[Decimal, Decimal, Interval]:
        """Base value, half a step and interval: a figure is held against many others, so once."""
        return self._worth or self._weigh()

    @property
    def base(self) -> Decimal:
        """The value in the base unit of the dimension (元 for money)."""
        return (self._worth or self._weigh())[0]

    @property
    def half_step(self) -> Decimal:
        """Half a unit of the last printed digit, in the base unit.

        A bare 0 for an amount is exact, as a blank is; 0.00 and 0% may be rounded.
        """
        return (self._worth or self._weigh())[1]

    @property
    def interval(self) -> Interval:
        """What the printed figure can stand for, in the base unit."""
        return (self._worth or self._weigh())[2]

    def _weigh(self) -> tuple[Decimal, Decimal, Interval]:
        unit = self.unit
        base, half = self.value * unit.factor, _ZERO
        bare_zero = not self.value and not self.decimals and unit.dimension != "percent"
        if not (bare_zero or unit.exact):
            precision = self.decimals if self.precision is None else self.precision
            half = _HALF.scaleb(-precision) * unit.factor
        worth = base, half, Interval(base - half, base + half)
        self._keep("_worth", worth)
        return worth

    def rounded_like(self, base: Decimal) -> Quantity:
        """``base`` (in the base unit) printed as this quantity is: same unit, same decimals."""
        step = Decimal(1).scaleb(-self.decimals)
        return Quantity(
            (base / self.unit.factor).quantize(step, rounding=ROUND_HALF_UP),
            self.decimals,
            self.unit,
        )

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.decimals, self.unit)

    def __str__(self) -> str:
        text = f"{self.value:.{self.decimals}f}"
        if self.unit.dimension == "percent":
            return f"{text}%"
        return f"{text} {self.unit}" if self.unit.symbol else text


def comparable(*quantities: Quantity) -> bool:
    """Whether all quantities are of one dimension."""
    return len({q.unit.dimension for q in quantities}) <= 1
