"""A printed figure stands for every number that would be printed so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from gouji.model.arithmetic import Growth, Share, Sum
from gouji.model.figure import Figure
from gouji.model.place import Anchor, SourceText
from gouji.model.quantity import PERCENT, WAN, YUAN, Quantity, Unit
from gouji.model.relation import Direction, Outcome
from gouji.model.tree import Paragraph
from gouji.parsing.numbers import read_number

PLACE = Anchor(Paragraph(SourceText(""), "第1段"), 0, 0)
exact = st.decimals(min_value="0.01", max_value="1e7", places=6)
positive = st.decimals(min_value="10", max_value="1e7", places=6)
precision = st.integers(0, 3)


def printed(value: Decimal, decimals: int, unit: Unit = WAN) -> Figure:
    """The figure a clerk prints for an exact value (in the unit)."""
    shown = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return Figure(Quantity(shown, decimals, unit), PLACE)


@given(exact, precision)
def test_the_interval_of_a_printed_figure_holds_the_exact_value(value: Decimal, decimals: int):
    figure = printed(value, decimals)
    low, high = figure.interval.low, figure.interval.high
    assert low <= value * 10_000 <= high or figure.quantity.value == 0


@given(st.lists(positive, min_size=1, max_size=20), precision)
def test_rounded_parts_and_their_rounded_sum_are_never_a_violation(
    values: list[Decimal], decimals: int
):
    parts = tuple(printed(v, decimals) for v in values)
    total = printed(sum(values, Decimal(0)), decimals)
    assert Sum(total, parts).judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING)


@given(positive, positive, precision, precision)
def test_a_share_computed_from_exact_values_is_never_a_violation(
    part: Decimal, rest: Decimal, decimals: int, places: int
):
    whole = part + rest
    stated = printed(part / whole * 100, places, PERCENT)
    share = Share(stated, printed(part, decimals), printed(whole, decimals))
    assert share.judge().outcome is not Outcome.VIOLATED


@given(positive, positive, st.integers(0, 2))
def test_a_rate_computed_from_exact_values_is_never_a_violation(
    current: Decimal, prior: Decimal, decimals: int
):
    direction = Direction.UP if current >= prior else Direction.DOWN
    difference = printed(abs(current - prior), decimals)
    stated = printed(abs(current - prior) / prior * 100, 2, PERCENT)
    now, then = printed(current, decimals), printed(prior, decimals)
    for growth in (
        Growth(stated, direction, current=now, prior=then),
        Growth(stated, direction, current=now, difference=difference),
        Growth(stated, direction, prior=then, difference=difference),
    ):
        if difference.quantity.value:
            assert growth.judge().outcome is not Outcome.VIOLATED


@given(positive)
def test_the_same_amount_in_two_units_meets(value: Decimal):
    in_yuan = printed(value * 10_000, 0, YUAN)
    assert in_yuan.interval.meets(printed(value, 2, WAN).interval)


@given(st.decimals(min_value="0.01", max_value="1e9", places=2))
def test_a_number_reads_the_same_however_it_is_typed(value: Decimal):
    plain = f"{value:.2f}"
    wide = plain.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    for text in (plain, f"{value:,.2f}", wide, f" {plain} ", f"{plain[:1]} {plain[1:]}"):
        quantity = read_number(text)[1]
        assert quantity is not None
        assert (quantity.value, quantity.decimals) == (value, 2)


def test_codes_blanks_and_words_are_no_numbers():
    assert [read_number(t)[1] for t in ("", "-", "—", "05", "无", "2025年", "12-3")] == [None] * 7
