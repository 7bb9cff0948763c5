"""What all relations between figures share, and what judging one comes to.

A relation never compares with a tolerance: it asks whether the intervals that its printed figures
stand for can meet. The outcomes are told apart, so that what could not be judged is never a
silent pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from msgspec import field

from gouji.model.figure import Figure
from gouji.model.quantity import Interval, Quantity
from gouji.model.record import Record, Remembering


class Outcome(StrEnum):
    """What a check came to."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    NOT_CHECKED = "not_checked"


class Verdict(Record):
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


class Cause(Record):
    """A reading under which a violated relation would hold: the likely cause.

    ``key`` names its message in the catalogue of causes, ``values`` fill it.
    """

    key: str
    values: dict[str, object] = field(default_factory=dict)


class Direction(StrEnum):
    """Which way a figure moved."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"

    @property
    def sign(self) -> int:
        """+1, -1 or 0."""
        return {"up": 1, "down": -1, "flat": 0}[self.value]


class Relation(Remembering, kw_only=True):
    """What all relations share. ``learned`` marks one inferred from figures or names, not stated;
    ``why_not`` gives the reason why a relation that the document implies cannot be judged."""

    kind_name: ClassVar[str] = "relation"

    learned: bool = False
    why_not: str = ""
    _verdict: Verdict | None = None

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures it ties together, the one at fault by default first."""
        raise NotImplementedError

    def judge(self) -> Verdict:
        """What is stated held against what should be; worked out once."""
        verdict = self._verdict
        if verdict is None:
            verdict = not_checked(self.why_not) if self.why_not else self.compare()
            self._keep("_verdict", verdict)
        return verdict

    def compare(self) -> Verdict:
        """Compare what is stated with what should be, where there is no reason not to."""
        raise NotImplementedError

    def holds(self) -> bool:
        """Whether the relation is not broken beyond rounding (a check not made is not broken)."""
        return self.judge().outcome is not Outcome.VIOLATED


def judge_stated(stated: Figure, possible: Interval, point: Decimal) -> Verdict:
    """Compare a stated figure with what it should be: the interval and its point value."""
    quantity = stated.quantity
    if point == quantity.base and quantity.precision is None:
        return Verdict(Outcome.HOLDS, quantity)  # rounding it again would change nothing
    expected = quantity.rounded_like(point)
    if quantity.interval.meets(possible):
        exact = expected.value == quantity.value
        return Verdict(Outcome.HOLDS if exact else Outcome.ROUNDING, expected)
    return Verdict(Outcome.VIOLATED, expected)
