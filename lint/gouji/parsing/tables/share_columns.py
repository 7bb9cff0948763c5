"""Columns of shares (占比, 比重): each row's share of the total row, and what the shares add to."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model.arithmetic import Share
from gouji.model.quantity import PERCENT
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import Column, Panel, Row, Table
from gouji.parsing.hundred import adjusted
from gouji.parsing.plain import plain
from gouji.parsing.tables.figures import added_columns, at
from gouji.parsing.tables.header import head_word
from gouji.vocabulary import load

_HEADS = frozenset(plain(word) for word in load("tables")["shares"]["heads"])
_FEW = 2  # readings that hold by chance


def table_shares(table: Table) -> list[Relation]:
    """The shares that the columns of a table state, against the amounts of their rows."""
    return [r for panel in table.panels for r in _panel_shares(panel)]


def _panel_shares(panel: Panel) -> Iterator[Relation]:
    totals = [row for row in panel.rows if row.head.role]
    for position, column in enumerate(panel.columns):
        if not _is_share(column):
            continue
        readings = (
            [_read(panel, totals[0], position, amount) for amount in added_columns(panel)]
            if len(totals) == 1
            else []
        )
        best = max(readings, key=_held, default=[])
        if _held(best) >= _FEW and _held(best) * 2 > len(_telling(best)):
            yield from _told(panel, best)
        else:
            stated = (at(row, position) for row in panel.rows)
            yield from (Share(f, None, None) for f in stated if f and f.quantity.value)


def _is_share(column: Column) -> bool:
    return bool(column.path) and head_word(column.path[-1]) in _HEADS


def _read(panel: Panel, total: Row, position: int, amount: int) -> list[Share]:
    """The shares of a column as shares of an amount of the total row."""
    whole, shares = at(total, amount), []
    for row in panel.rows:
        stated, part = at(row, position), at(row, amount)
        if stated is None or part is None or stated.blank or part.blank:
            continue
        if stated.quantity.unit is PERCENT and stated.quantity.value:
            shares.append(Share(stated, part, whole))
    return shares


def _telling(shares: list[Share]) -> list[Share]:
    """The shares that can be judged, the 100 % of the total itself apart."""
    apart = [s for s in shares if s.part and s.whole and s.part.anchor != s.whole.anchor]
    return [s for s in apart if s.judge().outcome is not Outcome.NOT_CHECKED]


def _held(shares: list[Share]) -> int:
    """How many of the telling shares hold."""
    return sum(not s.judge().violated for s in _telling(shares))


def _told(panel: Panel, shares: list[Share]) -> Iterator[Relation]:
    """The shares, those of the outermost items together."""
    top = {row.head.address for row in panel.rows if row.head.parent is None and not row.head.role}
    outer = [s for s in shares if s.stated.anchor.address.rpartition(" › ")[0] in top]
    yield from adjusted(outer)
    yield from (s for s in shares if s not in outer)
