"""What a figure of a table measures, so that two statements of one thing can be held together.

A dimension that a table does not tell stays unknown, and unknown is never equal to anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from gouji.model.figure import Figure, Measure
from gouji.model.place import Anchor
from gouji.model.quantity import WAN, Quantity
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.tree import Cell, Column, Document, DocumentKind, Panel, Row, Table
from gouji.parsing.items import (
    CLASS_NAMES,
    TOTAL,
    beside_three_public,
    classified,
    is_counted,
    is_running_cost,
    three_public_item,
)
from gouji.parsing.outline.captions import says_empty
from gouji.parsing.outline.titles import is_less, kind_of
from gouji.parsing.plain import item_name
from gouji.parsing.tables.figures import Figures, figure_columns
from gouji.parsing.tables.header import basis_of, head_word, role_of

_AGAIN = regex(r" #\d+$|^表[\d一二三四五六七八九十-]+ ")
_UNLIMITED = regex(
    r"^(?:20\d\d年度?)?(?:本年|当年|部门)*(?:收入|支出|收支|预算|决算|资金来源|经费来源|资金性质|资金|金额|功能分类)"
    r"(?:预算|决算|合计|总额|来源|数)*$"
)
_YEAR = regex(r"20\d{2}(?=年)")
_CARRIED = regex(r"结转|结余|事业基金")
_CARRIED_IN = regex(r"^(?:上年|年初)(?:财政拨款)?结转(?:和|与|、|及)?(?:结余)?(?:资金)?$")
_FUNDS = frozenset(
    (
        "fiscal general government_fund state_capital special_account own business"
        " business_operation superior affiliated other_income"
    ).split()
)
_SINGLE = _FUNDS - {"fiscal"}
_ROLES = frozenset(("basic", "project", "personnel", "public"))
_BY_FUND = {
    "general": "general",
    "government_fund": "government_fund",
    "state_capital": "state_capital",
    "fiscal_expenditure": "fiscal",
    "expenditure": "all",
    "project": None,
}
RUNNING = "running"  # 机关运行经费
_AMOUNT = "金额"  # a head that any table may have: of the document's own basis


class Context(Record):
    """What all figures of a document share."""

    year: int | None
    basis: str | None

    @classmethod
    def of(cls, document: Document) -> Context:
        """The year and basis of the document itself."""
        bases = {DocumentKind.BUDGET: "budget", DocumentKind.ACCOUNT: "account"}
        return cls(document.year, bases.get(document.kind))


def table_figures(table: Table, context: Context, figures: Figures) -> tuple[Figure, ...]:
    """The figures of a table with what they measure (None where that is not fully known)."""
    found = list(_said_empty(table, context))
    less = any(is_less(caption.text) for caption in table.captions)
    for panel in table.panels:
        heads = [_head(table, panel, position, context) for position in figure_columns(panel)]
        side = _Side.of(panel)
        codes = Counter(row.head.code for row in panel.rows)
        for row in panel.rows:
            if row.head.code and codes[row.head.code] > 1:
                continue  # projects of one item: no row states the item's whole amount
            item, line = _item(row), figures.of(row)
            for head in heads:
                stated = line[head.position]
                if stated is None:
                    continue
                measured = False  # once for every measure that is fully known, else without one
                for untimed in () if less else _measures(table, side, row, item, head):
                    if None not in untimed:
                        measure = Measure(*untimed, *head.time)
                        found.append(_measuring(stated, measure))
                        measured = True
                if not measured:
                    found.append(stated)
    return tuple(found)


def _measuring(figure: Figure, measure: Measure) -> Figure:
    return Figure(figure.quantity, figure.anchor, figure.label, measure, figure.blank)


def unambiguous(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without the measures of tables that a document has several of.

    A document that prints the tables of each of its units states one measure in many ways; only
    where the totals of all such tables agree are they one table told again.
    """
    totals: dict[tuple[str, Measure], dict[str, Figure]] = {}
    for each in figures:
        if each.measure is not None and each.measure.item == TOTAL and table_of(each):
            kind = kind_of(_title_of(each))
            totals.setdefault((kind, each.measure), {})[table_of(each)] = each
    doubtful: set[str] = set()
    for stated in totals.values():
        several = list(stated.values())
        if len({_title_of(f) for f in several}) < len(several) and any(
            not f.interval.meets(several[0].interval) for f in several
        ):
            doubtful |= set(stated)
    if not doubtful:
        return list(figures)
    return [replace(f, measure=None) if table_of(f) in doubtful else f for f in figures]


def table_of(figure: Figure) -> str:
    """The address of the table that a figure stands in, empty for prose."""
    node = figure.anchor.node
    return node.address.partition(" › ")[0] if isinstance(node, Cell) else ""


def _title_of(figure: Figure) -> str:
    """The title of a figure's table without the mark that tells it from others of that title."""
    return _AGAIN.sub("", table_of(figure))


def _said_empty(table: Table, context: Context) -> Iterator[Figure]:
    """The zero that the note of an empty table states."""
    if table.unread or not table.empty or any(table.rows):
        return
    zero = Quantity(Decimal(0), 0, table.unit or WAN)
    fund = _BY_FUND.get(table.kind)
    measure = Measure("expenditure", fund, TOTAL, TOTAL, context.year, context.basis)
    if table.kind == "carry_over":
        measure = Measure("carried_in", "all", TOTAL, TOTAL, context.year, context.basis)
    for note in table.notes:
        if says_empty(note.text) and measure.known:
            yield Figure(zero, Anchor.whole(note), table.title, measure, blank=True)
            return


def _time_of(column: Column, context: Context) -> tuple[int | None, str | None] | None:
    """The year and basis that the column head or the document gives; None for another time."""
    said = (w for w in reversed(column.path) if head_word(w) != _AMOUNT)
    basis = next((b for b in map(basis_of, said) if b), None)
    if basis in ("prior", "change", "rate"):
        return None
    if basis == "account" and context.basis == "budget":
        return None  # last year's outturn printed beside the budget
    basis = context.basis if basis in (None, "budget") and context.basis == "budget" else basis
    years = {int(y) for words in column.path for y in _YEAR.findall(words)}
    if len(years) > 1:
        return None
    return years.pop() if years else context.year, basis or context.basis


class _Head(Record):
    """What the head of a column of figures tells of all figures under it.

    ``time`` is their year and basis; ``unmeasured`` marks those whose measure is not known: of
    another time than the document's or of none that is told, and a 小计 beside the 合计, which is
    of some of the columns only; ``current`` a column of the year's own income.
    """

    position: int
    column: Column
    time: tuple[int | None, str | None]
    unmeasured: bool
    fund: str | None
    role: str | None
    current: bool


def _head(table: Table, panel: Panel, position: int, context: Context) -> _Head:
    column = panel.columns[position]
    time = _time_of(column, context) or (None, None)
    return _Head(
        position,
        column,
        time,
        None in time or _beside_total(panel, column),
        _fund_column(column, _whole(table)),
        _role_column(column),
        any(role_of(word) == "current_income" for word in column.path),
    )


def _whole(table: Table) -> str:
    """The fund that the totals of a table are of."""
    return "fiscal" if table.kind == "fiscal_balance" else "all"


class _Side(Record):
    """A panel and what it holds of amounts carried over: the columns of such amounts, and whether
    a row is of them, so that its grand total is not the year's own."""

    panel: Panel
    carried: tuple[int, ...]
    carries: bool

    @classmethod
    def of(cls, panel: Panel) -> _Side:
        """What is read of a panel once, for all of its rows."""
        columns = tuple(
            position
            for position, column in enumerate(panel.columns)
            if any(role_of(w) == "carried_in" or _CARRIED.search(w) for w in column.path)
        )
        carries = any(
            _CARRIED.search(row.head.name) and any(c.quantity and c.quantity.value for c in row)
            for row in panel.rows
        )
        return cls(panel, columns, carries)

    def carried_by(self, row: Row) -> bool | None:
        """Whether a row holds amounts carried over; None where there is no column for them."""
        if not self.carried:
            return None
        cells = [row.cells[position] for position in self.carried]
        return any(c is not None and c.quantity is not None and c.quantity.value for c in cells)

    def under_carried(self, row: Row) -> bool:
        """Whether a row is a part of an amount carried over."""
        parent = row.head.parent
        return parent is not None and bool(_CARRIED.search(self.panel.rows[parent].head.name))


# Flow, fund, item and role of a measure whose year and basis the column tells.
_Untimed: TypeAlias = tuple[str, str | None, str | None, str | None]


def _measures(
    table: Table, side: _Side, row: Row, item: str | None, head: _Head
) -> Iterator[_Untimed]:
    kind = table.kind
    if head.unmeasured:
        return
    if kind in ("balance", "fiscal_balance"):
        yield from _two_sided(_whole(table), side, row, item, head)
    elif kind == "income":
        carried = side.carried_by(row)
        if item and head.fund and (head.current or not (carried and head.fund == "all")):
            yield "income", head.fund, item, TOTAL
        if item == TOTAL and head.fund == "all" and carried is not None and not head.current:
            yield "grand", head.fund, item, TOTAL
    elif kind in _BY_FUND:
        role, fund = head.role, _BY_FUND[kind]
        if kind == "project":
            fund, role = table.fund, ("project" if role == TOTAL else None)
        if item and role and fund:
            yield "expenditure", fund, item, role
    elif kind == "basic_economic":
        role = "basic" if head.role == TOTAL else head.role
        if item and role in ("basic", "personnel", "public"):
            yield "expenditure", "general", item, role
        if item is None and role == "basic" and row.head.name.endswith("经费合计"):
            part = "personnel" if "人员" in row.head.name else "public"
            yield "expenditure", "general", TOTAL, part
    elif kind == "three_public":
        yield from _three_public(side.panel, row, head.column)


def _beside_total(panel: Panel, column: Column) -> bool:
    path = column.path
    return role_of(path[-1] if path else "") == "subtotal" and any(
        c.path and c.path[:-1] == path[:-1] and role_of(c.path[-1]) == TOTAL for c in panel.columns
    )


def _two_sided(
    whole: str, side: _Side, row: Row, item: str | None, column: _Head
) -> Iterator[_Untimed]:
    flow, fund = side.panel.flow, column.fund
    if flow is None or fund is None:
        return
    head = row.head
    if head.role == "current" or (head.role and not side.carries):
        yield flow, fund, TOTAL, TOTAL
    if head.role == "grand":
        yield "grand", fund, TOTAL, TOTAL
    elif flow == "expenditure":
        if item and item != TOTAL:
            yield "expenditure", fund, item, TOTAL
    elif head.role is None and head.parent is None and _CARRIED_IN.match(head.name):
        yield "carried_in", fund, TOTAL, TOTAL
    elif head.role is None and fund == whole and not side.under_carried(row):
        source = role_of(head.name)
        above = () if head.parent is None else (side.panel.rows[head.parent].head.name,)
        if source in _FUNDS and not _is_part_of_fund(source, above):
            yield "income", source, TOTAL, TOTAL


def _fund_column(column: Column, whole: str) -> str | None:
    """The fund a column is limited to; ``whole`` for a total, None for a word not known and for
    what was carried over."""
    if any(_CARRIED.search(word) for word in column.path):
        return None
    for depth, word in enumerate(reversed(column.path)):
        role = role_of(word)
        if role in _FUNDS:
            within = column.path[: len(column.path) - 1 - depth]
            return None if _is_part_of_fund(role, within) else role
        if role == TOTAL:
            return whole
        if depth == 0 and role != "subtotal" and basis_of(word) is None:
            return None
        if depth and role is None and basis_of(word) is None and not _UNLIMITED.search(word):
            return None  # 其他资金 › 小计: the whole of a group that is not known
    return whole


def _is_part_of_fund(role: str, above: Sequence[str]) -> bool:
    """Whether 财政拨款 is printed within one fund (一般公共预算，其中：财政拨款): a part of that
    fund, not what all of them have of it."""
    return role == "fiscal" and any(role_of(word) in _SINGLE for word in above)


def _role_column(column: Column) -> str | None:
    """``total``, ``basic`` … of a column of expenditure; None for columns that say less."""
    if not column.path:
        return None
    if any(_CARRIED.search(word) for word in column.path):
        return None  # the part that earlier years pay
    if any("收入" in word and "支出" not in word for word in column.path):
        return None
    leaf = column.path[-1]
    roles = [role_of(word) for word in column.path]
    if roles[-1] in _ROLES:
        return roles[-1]
    if roles[-1] not in ("total", "subtotal") and basis_of(leaf) is None:
        return None
    return next((r for r in reversed(roles) if r in _ROLES), TOTAL)


def _item(row: Row) -> str | None:
    """The classified item of a row, ``total`` for a total, None if it is neither."""
    head = row.head
    if head.code:
        return classified(head.code)
    if head.role:
        return (
            TOTAL
            if head.role in ("grand", "total", "current") and "经费" not in head.name
            else None
        )
    return CLASS_NAMES.get(item_name(head.name))


def _three_public(panel: Panel, row: Row, column: Column) -> Iterator[_Untimed]:
    """Items stand in rows (one total column) or in columns (one row of figures)."""
    if is_running_cost(row.head.name) or any(is_running_cost(head_word(w)) for w in column.path):
        yield from _running_cost(row, column)
        return
    named = _expense(row.head.name) or (TOTAL if "三公" in row.head.name else None)
    across = next((i for i in map(_expense, reversed(column.path)) if i), None)
    leaf = column.path[-1] if column.path else ""
    total = role_of(leaf) in ("total", "subtotal") or (
        basis_of(leaf) is not None and any(role_of(w) == TOTAL for w in column.path)
    )
    if across is None and (total or basis_of(leaf)) and not _holds_others(panel, row, column):
        item = named or (TOTAL if row.head.role or (total and not row.head.name) else None)
        if item:
            yield "three_public", "fiscal", item, TOTAL
    elif named is None and across and (not row.head.name or row.head.role):
        yield "three_public", "fiscal", across, TOTAL


def _expense(name: str) -> str | None:
    """Which of the three public expenses, or of those told beside them, a name means."""
    return three_public_item(name) or beside_three_public(head_word(name))


def _holds_others(panel: Panel, row: Row, column: Column) -> bool:
    """Whether a total may be of more than the three public expenses: 会议费 stands beside them."""
    if row.head.role:
        outer = [r.head.name for r in panel.rows if r.head.parent is None and not r.head.role]
        public = any(three_public_item(name) or "三公" in name for name in outer)
        if public and any(map(_is_other, outer)):
            return True
    depth = next(
        (d for d, w in enumerate(column.path) if role_of(w) in ("total", "subtotal")), None
    )
    if depth is None:
        return False
    above = column.path[:depth]
    beside = (
        c.path[depth] for c in panel.columns if c.path[:depth] == above and len(c.path) > depth
    )
    return any(map(_is_other, beside))


def _is_other(name: str) -> bool:
    """Whether a row or a column is of an expense that is none of the three."""
    word = head_word(name)
    known = role_of(word) or basis_of(word) or three_public_item(word) or is_running_cost(word)
    return not known and "三公" not in word and not is_counted(word)


def _running_cost(row: Row, column: Column) -> Iterator[_Untimed]:
    """机关运行经费 beside the three public expenses, as a row or as a column."""
    leaf = column.path[-1] if column.path else ""
    if is_running_cost(row.head.name):
        whole = role_of(leaf) == TOTAL or basis_of(leaf) is not None
    else:
        whole = not row.head.name or bool(row.head.role)
    if whole:
        yield RUNNING, "fiscal", TOTAL, TOTAL
