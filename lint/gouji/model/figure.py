"""A figure: a printed number, where it stands and what it measures."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.place import Anchor
from gouji.model.quantity import PERCENT, Interval, Quantity
from gouji.model.record import Record


class Measure(Record):
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


class Figure(Record):
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


def percent(value: Decimal, decimals: int) -> Quantity:
    """A percentage printed with ``decimals`` digits."""
    return Quantity(value, decimals, PERCENT)
