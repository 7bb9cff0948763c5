"""Shares of which one is adjusted so that all of them make 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.model.arithmetic import Share
from gouji.model.record import replace
from gouji.model.relation import Outcome, Relation

_HUNDRED = Decimal(100)
_ADJUSTED = "adjusted so that the shares make 100%"


def adjusted(relations: Sequence[Relation]) -> Iterator[Relation]:
    """The shares of a list; one that only makes up for the rounding of the others, so that all of
    them make 100 %, is no mistake."""
    shares = [r for r in relations if isinstance(r, Share)]
    broken = [s for s in shares if s.judge().violated]
    held = sum(s.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING) for s in shares)
    made_up = (
        len(broken) == 1
        and held == len(shares) - 1 > 0
        and sum(s.stated.quantity.value for s in shares) == _HUNDRED
        and _off_by_rounding(broken[0], len(shares))
    )
    for relation in relations:
        excused = made_up and relation is broken[0]
        yield replace(relation, why_not=_ADJUSTED) if excused else relation


def _off_by_rounding(share: Share, count: int) -> bool:
    """Whether a share is off by no more than the rounding of so many shares comes to."""
    expected = share.judge().expected
    step = share.stated.quantity.half_step
    return expected is not None and abs(share.stated.base - expected.base) <= step * count
