"""Likely causes: before a violation is reported, the other readings are tried and the one under
which the figures would agree is named."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from gouji.model.arithmetic import Balance, Change, Completion, Growth, Share, Sum, total_of
from gouji.model.figure import Figure
from gouji.model.ledger import Ledger
from gouji.model.quantity import Interval, Quantity
from gouji.model.relation import Cause, Relation
from gouji.model.statements import Agreement

_HUNDRED = Decimal(100)
# Causes that make a finding a matter of style.
MILD = frozenset(("truncated",))
# Slips that hardly happen by chance.
_TELLING = frozenset(("digits-swapped", "unit", "point", "sign"))
_SHIFTS = (4, -4, 1, -1, 2, -2, 3, -3)


def likely_cause(relation: Relation, ledger: Ledger) -> Cause | None:
    """The reading under which a broken relation would hold, if there is a telling one."""
    if isinstance(relation, Completion | Share):
        return _share(relation, ledger)
    if isinstance(relation, Growth):
        return _growth(relation)
    if isinstance(relation, Sum):
        return None if relation.partial else _sum(relation)
    if isinstance(relation, Agreement | Change | Balance):
        return _slip_of(relation)
    return None


def slip(stated: Quantity, right: Quantity) -> str | None:
    """How ``stated`` may have come from ``right`` by one slip of the hand, as a key of a cause."""
    if not stated.value or not right.value:
        return None
    if stated.value == -right.value:
        return "sign"
    for places in _SHIFTS:
        if stated.base == right.base.scaleb(places):
            return "unit" if abs(places) == 4 else "point"
    left, other = _digits(stated), _digits(right)
    if len(left) == len(other):
        return _same_length(left, other)
    longer, shorter = (left, other) if len(left) > len(other) else (other, left)
    if len(longer) - len(shorter) == 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    ):
        return "digit-added" if longer is left else "digit-lost"
    return None


def _same_length(left: str, other: str) -> str | None:
    differing = [i for i, (a, b) in enumerate(zip(left, other, strict=True)) if a != b]
    if len(differing) == 1:
        return "digit-wrong"
    if len(differing) == 2:
        i, j = differing
        if left[i] == other[j] and left[j] == other[i]:
            return "digits-swapped"
    return None


def _digits(quantity: Quantity) -> str:
    return f"{abs(quantity.value):.{quantity.decimals}f}"


def _named(key: str, stated: Figure, right: Quantity) -> Cause:
    return Cause(key, {"stated": stated, "right": right})


def _slip_of(relation: Agreement | Change | Balance) -> Cause | None:
    verdict = relation.judge()
    stated = next(relation.figures)
    if verdict.expected is None:
        return None
    key = slip(stated.quantity, verdict.expected)
    if key == "unit" and isinstance(relation, Agreement):
        return None  # two places that differ so are a finding of their own
    return None if key is None else _named(key, stated, verdict.expected)


def _sum(relation: Sum) -> Cause | None:
    """The figure among total and parts that one slip explains; a part left out or put in twice."""
    _, point = total_of(relation.parts)
    missing = relation.total.base - point
    right = relation.total.quantity.rounded_like(point)
    key = slip(relation.total.quantity, right)
    if key is not None and key in _TELLING:
        return _named(key, relation.total, right)
    for part in relation.parts:
        would = part.quantity.rounded_like(part.base + missing)
        found = slip(part.quantity, would)
        if found is not None and found in _TELLING:
            return _named(found, part, would)
    for part in relation.parts:
        if part.base and _fits(-missing, part.interval) and len(relation.parts) > 1:
            pasted = part.base == relation.total.base
            return Cause("total-pasted" if pasted else "counted-twice", {"part": part})
    if key is not None:
        return _named(key, relation.total, right)
    return None


def _fits(value: Decimal, interval: Interval) -> bool:
    return interval.low <= value <= interval.high


def _truncated(stated: Quantity, exact: Decimal) -> bool:
    step = Decimal(1).scaleb(-stated.decimals)
    return exact.quantize(step, rounding=ROUND_DOWN) == stated.value


def _share(relation: Share, ledger: Ledger) -> Cause | None:
    part, whole, stated = relation.part, relation.whole, relation.stated
    if part is None or whole is None or not whole.base:
        return None
    exact = part.base / whole.base * _HUNDRED
    if _truncated(stated.quantity, exact):
        return Cause("truncated", {"stated": stated})
    if stated.interval.meets(Interval(_HUNDRED - exact, _HUNDRED - exact).widened(Decimal("0.01"))):
        rest = "saving-rate" if isinstance(relation, Completion) else "complement"
        return Cause(rest, {"stated": stated})
    if stated.interval.meets(Interval(exact / 100, exact / 100)):
        return Cause("ratio", {"stated": stated})
    other = _other_whole(relation, ledger)
    if other is not None:
        return Cause("other-whole", {"part": part, "stated": stated, "whole": other})
    key = slip(stated.quantity, stated.quantity.rounded_like(exact))
    return None if key is None else _named(key, stated, stated.quantity.rounded_like(exact))


def _other_whole(relation: Share, ledger: Ledger) -> Figure | None:
    """A printed figure of which the part would be just the stated share."""
    part, stated = relation.part, relation.stated
    if part is None or not stated.base or stated.quantity.decimals < 2 or stated.base >= _HUNDRED:
        return None
    if stated.interval.contains_zero():
        return None
    wanted = part.interval.divided_by(stated.interval).scaled(_HUNDRED)
    # A wide band would take any figure for the whole.
    if wanted.high - wanted.low > wanted.high / 200:
        return None
    return next(
        (
            f
            for f in _amounts(ledger.figures)
            if f.base > part.base and _fits(f.base, wanted) and f is not relation.whole
        ),
        None,
    )


def _amounts(figures: Iterable[Figure]) -> Iterable[Figure]:
    return (f for f in figures if f.quantity.unit.dimension == "money" and f.quantity.value)


def _growth(relation: Growth) -> Cause | None:
    stated, current, prior = relation.stated, relation.current, relation.prior
    expected = relation.judge().expected
    difference = relation.difference
    gap = difference.base if difference else None
    if gap is None and current and prior:
        gap = abs(current.base - prior.base)
    if gap is None or expected is None:
        return None
    base = prior.base if prior else None
    if base is None and current is not None:
        base = current.base - gap * (relation.direction.sign or 1)
    if base and _truncated(stated.quantity, abs(gap / base * _HUNDRED)):
        return Cause("truncated", {"stated": stated})
    if current is not None and current.base:
        rate = abs(gap / current.base * _HUNDRED)
        if stated.interval.meets(Interval(rate, rate)):
            return Cause("current-base", {"stated": stated, "base": current})
    if difference is not None and difference.quantity.value == stated.quantity.value:
        return Cause("amount-as-rate", {"stated": stated, "difference": difference})
    key = slip(stated.quantity, expected)
    return None if key is None else _named(key, stated, expected)
