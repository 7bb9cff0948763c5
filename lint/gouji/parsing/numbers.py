"""Reads the text of a table cell as a number, a blank or words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, Quantity, Unit
from gouji.model.regex import regex
from gouji.model.tree import CellKind
from gouji.parsing.plain import compatible

_SPACES = regex(r"[\s\u3000\u00a0]+")
_NUMBER = regex(
    r"(?P<sign>[-−－]?)(?:[¥￥])?"
    r"(?P<int>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<frac>\d+))?"
    r"(?P<unit>%|亿元|百万元|万元|千元|元)?"
)
_BRACKETED = regex(r"\((?P<inner>[\d,.]+%?)\)")
_DASH = frozenset(("", "-", "--", "---", "—", "——", "–", "－", "/", "―"))
_MAX_DIGITS = 24


@lru_cache(maxsize=32768)
def read_number(text: str) -> tuple[CellKind, Quantity | None]:
    """What a cell holds: its kind, and the number as printed (without the table's unit).

    Blank, dash and slash are BLANK with no quantity; ``1,234.50``, ``-3``, ``(3.00)``, ``12.5%``
    and full-width or spaced digits are AMOUNT; all else is TEXT.
    """
    folded = _SPACES.sub("", compatible(text))
    if folded in _DASH:
        return CellKind.BLANK, None
    if len(folded) > _MAX_DIGITS or not any(c.isdigit() for c in folded):
        return CellKind.TEXT, None
    bracketed = _BRACKETED.fullmatch(folded)
    match = _NUMBER.fullmatch(bracketed["inner"] if bracketed else folded)
    if match is None:
        return CellKind.TEXT, None
    fraction = match["frac"] or ""
    whole = match["int"].replace(",", "")
    if len(whole) > 1 and whole[0] == "0":
        return CellKind.TEXT, None  # a code such as 05
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    if match["sign"] or bracketed:
        value = -value
    unit: Unit = BARE
    if match["unit"]:
        unit = PERCENT if match["unit"] == "%" else MONEY_UNITS[match["unit"]]
    return CellKind.AMOUNT, Quantity(value, len(fraction), unit)
