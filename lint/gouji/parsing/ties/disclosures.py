"""What a document must tell, and whether it does: a final account of the three public expenses
(“三公”经费), a budget of what its projects get in the year.

Only what an amount makes due is asked for: no cars to count where nothing was spent on cars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gouji.model.figure import Figure, Measure
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.statements import Disclosure
from gouji.model.tree import Document, Paragraph
from gouji.parsing.items import TOTAL, three_public_item
from gouji.parsing.plain import plain
from gouji.parsing.prose.sentences import Mention
from gouji.parsing.tables.measures import Context
from gouji.parsing.ties.books import Books
from gouji.vocabulary import load

_SUBJECT = "三公"
# 国内公务接待 30 批次（其中外事接待 26 批次）tells two things.
_CLAUSE = regex("[，,。；;]|（其中")
_ANNUAL = "年度预算安排"
# Words that speak of the year itself, or say why nothing is given for it.
_THIS_YEAR = regex(r"本年|当年|今年|不再安排|不再申请|未安排|已安排完|明年|下年")


class _Due(Record):
    """One thing to tell, as the vocabulary has it."""

    item: str
    name: str
    amount: str | None
    words: re.Pattern[str]
    other: re.Pattern[str] | None
    even_at: re.Pattern[str] | None


@cache
def _dues() -> tuple[_Due, ...]:
    def pattern(words: str | None) -> re.Pattern[str] | None:
        return None if words is None else regex(words)

    return tuple(
        _Due(
            each["item"],
            each["name"],
            each.get("amount"),
            regex(each["words"]),
            pattern(each.get("not")),
            pattern(each.get("even_at")),
        )
        for each in load("disclosure")["due"]
    )


def disclosures(
    document: Document, mentions: Sequence[Mention], books: Books, context: Context
) -> Iterator[Disclosure]:
    """What is due of each of the three public expenses in the section about them."""
    section = _section(document)
    if section is None or context.basis != "account":
        return
    paragraphs, said = _within(section, document, mentions)
    spent = {
        item: _spent(item, said, books, context) for item in dict.fromkeys(d.item for d in _dues())
    }
    clauses = [c for p in paragraphs for c in _CLAUSE.split(plain(p.text))]
    for item, place in spent.items():
        if place is None:
            continue
        asked = [
            d
            for d in _dues()
            if d.item == item and (place.quantity.value or _asked_at_nothing(d, clauses))
        ]
        missing = [
            d.name
            for d in asked
            if not _own_amount(d, said) and not any(_gives(d, c) for c in clauses)
        ]
        if asked:
            yield Disclosure(place.anchor, tuple(d.name for d in asked), tuple(missing))


def annual_amounts(
    document: Document, mentions: Sequence[Mention], context: Context
) -> Iterator[Disclosure]:
    """The amount of the year in each project's section on its budget of the year (年度预算安排).

    A total investment and what an earlier year was given do not tell it.
    """
    year = context.year
    if context.basis != "budget" or year is None:
        return
    spans = load("prose")["names"]["spans"]
    for section in document.sections:
        if section.heading is None or _ANNUAL not in plain(section.heading.title):
            continue
        paragraphs, found = _within(section.address, document, mentions)
        said = [m for m in found if m.figure.quantity.unit.dimension == "money"]
        text = "".join(plain(p.text) for p in paragraphs)
        earlier = [m for m in said if m.year is not None and m.year < year]
        others = [m for m in said if m not in earlier]
        whole = all(any(w in s for w in spans for s in m.subject) for m in others)
        told = str(year) in text or _THIS_YEAR.search(text)
        if earlier and whole:
            due = (f"{year}年度的预算安排数",)
            yield Disclosure(earlier[-1].figure.anchor, due, () if told else due, of="project")


def _within(
    section: str, document: Document, mentions: Sequence[Mention]
) -> tuple[list[Paragraph], list[Mention]]:
    """The paragraphs of a section and the figures they mention."""
    inside = f"{section} › "
    return (
        [p for p in document.paragraphs if p.address.startswith(inside)],
        [m for m in mentions if m.figure.anchor.node.address.startswith(inside)],
    )


def _section(document: Document) -> str | None:
    """The address of the section that accounts for the three public expenses, if there is one."""
    found = [
        s.address
        for s in document.sections
        if s.heading and _SUBJECT in plain(s.heading.title) and not s.heading.title.endswith("表")
    ]
    outermost = [a for a in found if not any(a.startswith(f"{o} › ") for o in found)]
    return outermost[0] if len(outermost) == 1 else None


def _spent(item: str, said: Sequence[Mention], books: Books, context: Context) -> Figure | None:
    """What was spent on an item, at the last place where the text says so; None if it does not, or
    if text and table differ."""
    stated = [m.figure for m in said if m.basis != "initial" and _states(m, item)]
    booked = books.find(Measure("three_public", "fiscal", item, TOTAL, context.year, "account"))
    if not stated or (booked is not None and not booked.interval.meets(stated[-1].interval)):
        return None
    return stated[-1]


def _states(mention: Mention, item: str) -> bool:
    money = mention.role == "amount" and mention.figure.quantity.unit.dimension == "money"
    subject = mention.subject[-1] if mention.subject else ""
    return money and three_public_item(subject) == item


def _asked_at_nothing(due: _Due, clauses: Sequence[str]) -> bool:
    return due.even_at is not None and any(due.even_at.search(c) for c in clauses)


def _own_amount(due: _Due, said: Sequence[Mention]) -> bool:
    return due.amount is not None and any(_states(m, due.amount) for m in said)


def _gives(due: _Due, clause: str) -> bool:
    return bool(due.words.search(clause)) and not (due.other and due.other.search(clause))
