"""Parts and wholes in different tables: an economic item of basic expenditure and the item of the
three public expenses (“三公”经费) that it is a part of.

What basic expenditure pays of an item can be less than the whole, since projects pay for it too,
but never more.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model.figure import Figure, Measure
from gouji.model.statements import Containment
from gouji.parsing.items import TOTAL
from gouji.parsing.tables.measures import Context
from gouji.parsing.ties.books import Books
from gouji.vocabulary import load

_PARTS: dict[str, str] = load("items")["three_public_economic"]


def containments(books: Books, context: Context) -> Iterator[Containment]:
    """Each item of the three public expenses with the part of it that basic expenditure pays."""
    for item, code in _PARTS.items():
        wholes = books.stated.get(_measure("three_public", "fiscal", item, TOTAL, context), [])
        parts = books.stated.get(_measure("expenditure", "general", code, "basic", context), [])
        if len(wholes) == 1 and len(parts) == 1 and _filled(wholes[0], books, context):
            yield Containment(parts[0], wholes[0])


def _measure(flow: str, fund: str, item: str, role: str, context: Context) -> Measure:
    return Measure(flow, fund, item, role, context.year, context.basis)


def _filled(whole: Figure, books: Books, context: Context) -> bool:
    """Whether the table of the three public expenses was filled in for this year at all."""
    total = books.find(_measure("three_public", "fiscal", TOTAL, TOTAL, context))
    return not whole.blank or (total is not None and not total.blank)
