"""The likely cause: the slip of the hand that turns the right figure into the printed one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gouji.causes import slip
from gouji.model.quantity import WAN, YUAN, Quantity

amounts = st.decimals(min_value="10", max_value="99999", places=2)


def wan(text: str) -> Quantity:
    """An amount in 万元 as printed."""
    return Quantity(Decimal(text), len(text.partition(".")[2]), WAN)


@pytest.mark.parametrize(
    ("printed", "right", "cause"),
    [
        ("71.65", "71.56", "digits-swapped"),
        ("8013.00", "8103.00", "digits-swapped"),
        ("26.79", "267.90", "point"),
        ("-2.00", "2.00", "sign"),
        ("504.07", "504.70", "digits-swapped"),
        ("1196.30", "196.30", "digit-added"),
        ("96.30", "196.30", "digit-lost"),
        ("13.30", "13.90", "digit-wrong"),
        ("13.30", "267.90", None),
    ],
)
def test_slips_have_names(printed: str, right: str, cause: str | None):
    assert slip(wan(printed), wan(right)) == cause


@given(amounts)
def test_yuan_printed_as_wanyuan_is_a_mixed_unit(value: Decimal):
    assert slip(Quantity(value, 2, YUAN), Quantity(value, 2, WAN)) == "unit"


@given(amounts, st.integers(0, 3))
def test_two_neighbouring_digits_swapped_are_told_as_swapped(value: Decimal, at: int):
    digits = list(f"{value:.2f}")
    assume(at + 1 < len(digits) and "." not in digits[at : at + 2])
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    swapped = "".join(digits)
    assume(Decimal(swapped) != value and not swapped.startswith("0"))
    assert slip(wan(swapped), wan(f"{value:.2f}")) in ("digits-swapped", "point")
