"""Planting one mistake of a kind in a consistent draft, with its truth.

Only certain mistakes are planted: what is changed stands in a relation that the document states,
and moves by more than any rounding explains (at least 1 % and 50 units of its last digit).
"""

from __future__ import annotations

from random import Random

from tests.builder import plant_figures as figures
from tests.builder import plant_prose as words
from tests.builder import plant_tables as tables
from tests.builder.draft import Draft
from tests.builder.sites import CannotPlantError, Planted, Planter, Truth

__all__ = ["KINDS", "CannotPlantError", "Truth", "inject"]

_PLANTERS: dict[str, Planter] = {
    # figures of tables
    "sum_total": figures.number("total"),
    "sum_part": figures.number("leaf"),
    "row_total": figures.number("rowtotal"),
    "hierarchy": figures.number("node"),
    "income_ne_expense": figures.number("grand"),
    "total_pasted": figures.total_pasted,
    "weight_sum": figures.number("weight", least=3),
    "payment": figures.number("payment"),
    # figures anywhere
    "digit_swap": figures.digit_swap,
    "decimal_shift": figures.decimal_shift,
    "sign_flip": figures.sign_flip,
    # rows and tables
    "cross_table": tables.cross_table,
    "item_raised": tables.item_raised("leaf"),
    "class_raised": tables.item_raised("node"),
    "duplicated_row": tables.row_twice,
    "missing_row": tables.row_lost,
    "missing_unit": tables.unit_line_lost,
    "unit_line": tables.unit_line_wrong,
    "year_of_title": tables.year_of_title,
    "emptied_table": tables.emptied,
    "filled_table": tables.filled,
    "code_name": tables.code_name,
    "indicator_over_100": tables.over_hundred,
    "indicator_without_unit": tables.target_without_unit,
    # prose
    "narrative_amount": figures.number("tied"),
    "narrative_change": figures.number("change"),
    "narrative_share": words.rate("share"),
    "narrative_growth": words.rate("growth"),
    "completion": words.rate("completion"),
    "growth_of_current_year": words.other_rate("growth", words.of_current_year),
    "amount_as_rate": words.other_rate("growth", words.amount_again),
    "saving_rate": words.other_rate("completion", words.rest),
    "quotient_as_rate": words.other_rate("growth", words.quotient),
    "share_of_neighbour": words.other_rate("share", words.neighbour),
    "shares_swapped": words.shares_swapped,
    "direction_word": words.direction,
    "both_directions": words.both_directions,
    "unit_word": words.unit_word,
    "unit_lost": words.unit_lost,
    "unit_magnitude": figures.unit_magnitude,
    "staff_count": figures.number("staff", least=2),
    "vehicle_count": figures.number("vehicles", least=2),
    "procurement_sum": figures.number("procurement"),
    "empty_table_contradiction": words.fund_denied,
    "year_of_heading": words.year_of_heading,
    "year_of_total": words.year_of_total,
    "item_named": words.item_named,
}
KINDS = tuple(_PLANTERS)


def inject(draft: Draft, kind: str, random: Random | int) -> Planted:
    """The draft with one mistake of ``kind``, and what was done.

    :raises CannotPlantError: when no place of the draft suits this kind.
    """
    if isinstance(random, int):
        random = Random(random)
    return _PLANTERS[kind](kind, draft, random)
