"""The money of a project as a review (绩效自评表) gives it: budget, execution and its rate, in
columns of the form above the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from gouji.model.arithmetic import Completion
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, Unit
from gouji.model.record import Record, replace
from gouji.model.tree import Cell, Panel, Row
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.parsing.tables.target_funds import BRACKETED_UNIT, BRACKETS, Entry
from gouji.vocabulary import load

_RATE, _SPENT = "rate", "spent"
_PERCENT_HEAD = "%"


class Execution(Record):
    """One row of such columns: its figures by what their heads say, in the order of the columns."""

    number: int
    name: str
    figures: dict[int, tuple[str, Figure]]

    def of(self, role: str) -> Figure | None:
        """The figure of a role."""
        return next((f for r, f in self.figures.values() if r == role), None)


def executions(form: Panel | None, unit: Unit | None) -> list[Execution]:
    """The rows under the last row of heads that names what was spent and its rate."""
    rows = form.rows if form is not None else ()
    money = _money(rows) or unit or BARE
    found: list[Execution] = []
    heads: dict[int, tuple[str, Unit]] = {}
    for number, row in enumerate(rows):
        named = {at: role for at, c in _filled(row) if (role := _roles().get(_words(c)))}
        if {_SPENT, _RATE} <= set(named.values()):
            heads = {at: (role, _unit(row.cells[at], role, money)) for at, role in named.items()}
            found = []
            continue
        figures = {
            at: (heads[at][0], value)
            for at, cell in _filled(row)
            if at in heads and (value := _figure(cell, *heads[at])) is not None
        }
        labels = [_words(c) for at, c in _filled(row) if figures and at < min(figures)]
        if labels:
            found.append(Execution(number, labels[-1].rstrip("："), figures))
    return found


def rates(rows: Sequence[Execution]) -> Iterator[Completion]:
    """The rate of each row: what was spent, of the budget as it was in the end, or at first."""
    for row in rows:
        rate, spent = row.of(_RATE), row.of(_SPENT)
        budgets = [b for b in (row.of("budget"), row.of("initial")) if b is not None]
        if rate is None or spent is None or not budgets:
            continue
        readings = [Completion(rate, spent, budget) for budget in budgets]
        yield next((r for r in readings if not r.judge().violated), readings[0])


def amounts(rows: Sequence[Execution]) -> tuple[Entry, ...]:
    """The amounts of the columns, as entries of the form."""
    return tuple(
        Entry(row.number, at, row.name, amount)
        for row in rows
        for at, (role, amount) in row.figures.items()
        if role != _RATE
    )


@cache
def _roles() -> dict[str, str]:
    return {plain(w): role for role, words in load("targets")["execution"].items() for w in words}


def _words(cell: Cell) -> str:
    return BRACKETS.sub("", plain(cell.text)).rstrip("%")


def _filled(row: Row) -> list[tuple[int, Cell]]:
    return [(at, c) for at, c in enumerate(row.cells) if c is not None and c.text.strip()]


def _money(rows: Sequence[Row]) -> Unit | None:
    """The unit of money that a form names last."""
    said = "".join(plain(cell.text) for row in rows for cell in row)
    named = [m["unit"] for m in BRACKETED_UNIT.finditer(said) if m["unit"] in MONEY_UNITS]
    return MONEY_UNITS[named[-1]] if named else None


def _unit(head: Cell | None, role: str, money: Unit) -> Unit:
    """The unit of the figures under a head, where they have none of their own."""
    if role != _RATE:
        return money
    return PERCENT if head is not None and _PERCENT_HEAD in plain(head.text) else BARE


def _figure(cell: Cell, role: str, unit: Unit) -> Figure | None:
    quantity = read_number(cell.text)[1]
    if quantity is None:
        return None
    quantity = replace(quantity, unit=unit) if quantity.unit is BARE else quantity
    told = role != _RATE or quantity.unit is PERCENT
    return Figure(quantity, Anchor.whole(cell), plain(cell.text)) if told else None
