"""The words of prose, and patterns of them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gouji.vocabulary import load

MEASURES = ("支出", "收入", "经费", "费", "资金", "预算", "拨款")  # what names of money end in
WINDOW = 120  # letters before a figure that are looked at


def alternatives(words: list[str]) -> str:
    """A pattern of the words, longest first."""
    return "|".join(re.escape(w) for w in sorted(dict.fromkeys(words), key=len, reverse=True))


@cache
def vocabulary() -> dict[str, Any]:
    """The words of prose."""
    return load("prose")
