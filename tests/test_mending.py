"""Laws of what a figure would have to be for its relation to hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gouji.mending import needed
from gouji.model.arithmetic import Balance, Change, Growth, Share, Sum
from gouji.model.figure import Figure
from gouji.model.place import Anchor, SourceText
from gouji.model.quantity import PERCENT, WAN, Quantity, Unit
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Agreement, Comparison
from gouji.model.tree import Paragraph

CENTS = st.integers(1_00, 9_999_99).map(lambda n: Decimal(n) / 100)


def figure(value: Decimal, unit: Unit = WAN) -> Figure:
    node = Paragraph(SourceText(str(value)), "第1段")
    return Figure(Quantity(value.quantize(Decimal("0.01")), 2, unit), Anchor.whole(node), "")


def consistent(kind: str, a: Decimal, b: Decimal) -> Relation:
    """A relation of a kind that holds."""
    high, low = max(a, b), min(a, b)
    one, other, both = figure(a), figure(b), figure(a + b)
    if kind == "sum":
        return Sum(both, (one, other))
    if kind == "balance":
        return Balance((one, other), (both,))
    if kind == "share":
        return Share(figure(low / high * 100, PERCENT), figure(low), figure(high))
    if kind == "agreement":
        return Agreement(one, figure(a))
    if kind == "comparison":
        return Comparison(Anchor.whole(one.anchor.node), Direction.UP, both, other)
    up = kind.endswith("up")
    direction = Direction.UP if up else Direction.DOWN
    current, prior = (figure(high), figure(low)) if up else (figure(low), figure(high))
    moved = figure(high - low)
    if kind.startswith("change"):
        return Change(moved, direction, current, prior)
    rate = figure((high - low) / prior.quantity.value * 100, PERCENT)
    if kind.startswith("growth from both"):
        return Growth(rate, direction, current, prior)
    if kind.startswith("growth of prior"):
        return Growth(rate, direction, prior=prior, difference=moved)
    return Growth(rate, direction, current=current, difference=moved)


KINDS = [
    "sum", "balance", "share", "agreement", "comparison", "change up", "change down",
    "growth from both up", "growth from both down", "growth of prior up", "growth of prior down",
    "growth to current up", "growth to current down",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@given(a=CENTS, b=CENTS)
def test_where_a_relation_holds_every_figure_is_what_it_needs_to_be(
    kind: str, a: Decimal, b: Decimal
) -> None:
    relation = consistent(kind, a, b)
    assume(abs(a - b) > 1 and relation.holds())
    for each in relation.figures:
        interval = needed(relation, each)
        assert interval is not None
        assert interval.meets(each.interval), (each, interval)


@given(a=CENTS, b=CENTS, by=CENTS)
def test_a_wrong_part_needs_to_be_what_it_was(a: Decimal, b: Decimal, by: Decimal) -> None:
    wrong = figure(a + by)
    relation = Sum(figure(a + b), (wrong, figure(b)))
    interval = needed(relation, wrong)
    assert interval is not None and interval.contains(figure(a).base)


def test_what_is_not_in_a_relation_needs_nothing() -> None:
    assert needed(Sum(figure(Decimal(3)), (figure(Decimal(3)),)), figure(Decimal(3))) is None
