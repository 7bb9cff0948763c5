"""What a figure of a table measures, so that two statements of one thing can be held together.

A dimension that a table does not tell stays unknown, and unknown is never equal to anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.model.figure import Figure, Measure
from gouji.model.place import Anchor
from gouji.model.quantity import WAN, Quantity
from gouji.model.record import record
from gouji.model.tree import Cell, Column, Document, DocumentKind, Panel, Row, Table
from gouji.parsing.captions import says_empty
from gouji.parsing.figures import figure, figure_columns
from gouji.parsing.header import basis_of, head_word, role_of
from gouji.parsing.items import CLASS_NAMES, classified, three_public_item
from gouji.parsing.plain import item_name
from gouji.parsing.titles import kind_of

_AGAIN = re.compile(r" #\d+$|^表[\d一二三四五六七八九十-]+ ")
_UNLIMITED = re.compile(
    r"^(?:20\d\d年度?)?(?:本年|当年|部门)*(?:收入|支出|收支|预算|决算|资金来源|经费来源|资金性质|资金|金额|功能分类)"
    r"(?:预算|决算|合计|总额|来源|数)*$"
)
_CARRIED = re.compile(r"结转|结余|事业基金")
_CARRIED_IN = re.compile(r"^(?:上年|年初)(?:财政拨款)?结转(?:和|与|、|及)?(?:结余)?(?:资金)?$")
_FUNDS = frozenset(
    (
        "fiscal general government_fund state_capital special_account own business"
        " business_operation superior affiliated other_income"
    ).split()
)
_ROLES = frozenset(("basic", "project", "personnel", "public"))
_BY_FUND = {
    "general": "general",
    "government_fund": "government_fund",
    "state_capital": "state_capital",
    "fiscal_expenditure": "fiscal",
    "expenditure": "all",
    "project": None,
}
TOTAL = "total"
_AMOUNT = "金额"  # a head that any table may have: of the document's own basis


@record
class Context:
    """What all figures of a document share."""

    year: int | None
    basis: str | None

    @classmethod
    def of(cls, document: Document) -> Context:
        """The year and basis of the document itself."""
        bases = {DocumentKind.BUDGET: "budget", DocumentKind.ACCOUNT: "account"}
        return cls(document.year, bases.get(document.kind))


def table_figures(table: Table, context: Context) -> Iterator[Figure]:
    """The figures of a table with what they measure (None where that is not fully known)."""
    yield from _said_empty(table, context)
    for panel in table.panels:
        positions = [(i, panel.columns[i]) for i in figure_columns(panel)]
        timed = [(i, column, _time_of(column, context)) for i, column in positions]
        codes = Counter(row.head.code for row in panel.rows)
        for row in panel.rows:
            if row.head.code and codes[row.head.code] > 1:
                continue  # projects of one item: no row states the item's whole amount
            for position, column, time in timed:
                stated = figure(row.cells[position])
                if stated is None:
                    continue
                if time is None:
                    yield stated
                    continue
                measures = [
                    measure
                    for untimed in _measures(table, panel, row, column)
                    if (measure := _timed(untimed, *time)).known
                ]
                yield replace(stated, measure=measures[0]) if measures else stated
                for extra in measures[1:]:
                    yield replace(stated, measure=extra)


def unambiguous(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without the measures of tables that a document has several of.

    A document that prints the tables of each of its units states one measure in many ways; only
    where the totals of all such tables agree are they one table told again.
    """
    totals: dict[tuple[str, Measure], dict[str, Figure]] = {}
    for each in figures:
        if each.measure is not None and each.measure.item == TOTAL and _table_of(each):
            kind = kind_of(_title_of(each))
            totals.setdefault((kind, each.measure), {})[_table_of(each)] = each
    doubtful: set[str] = set()
    for stated in totals.values():
        several = list(stated.values())
        if len({_title_of(f) for f in several}) < len(several) and any(
            not f.interval.meets(several[0].interval) for f in several
        ):
            doubtful |= set(stated)
    return [replace(f, measure=None) if _table_of(f) in doubtful else f for f in figures]


def _table_of(figure: Figure) -> str:
    node = figure.anchor.node
    return node.address.partition(" › ")[0] if isinstance(node, Cell) else ""


def _title_of(figure: Figure) -> str:
    """The title of a figure's table without the mark that tells it from others of that title."""
    return _AGAIN.sub("", _table_of(figure))


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
    years = {int(y) for words in column.path for y in re.findall(r"20\d{2}(?=年)", words)}
    if len(years) > 1:
        return None
    return years.pop() if years else context.year, basis or context.basis


def _timed(measure: Measure, year: int | None, basis: str | None) -> Measure:
    """The measure at a time."""
    return Measure(measure.flow, measure.fund, measure.item, measure.role, year, basis)


def _measures(table: Table, panel: Panel, row: Row, column: Column) -> Iterator[Measure]:
    kind = table.kind
    if _beside_total(panel, column):
        return  # a 小计 beside the 合计 is of some of the columns only
    if kind in ("balance", "fiscal_balance"):
        yield from _two_sided(table, panel, row, column)
    elif kind == "income":
        item = _item(row)
        fund = _fund_column(column)
        carried = _carried_columns(panel, row)
        current = any(role_of(word) == "current_income" for word in column.path)
        if item and fund and (current or not (carried and fund == "all")):
            yield Measure("income", fund, item, TOTAL)
        if item == TOTAL and fund == "all" and carried is not None and not current:
            yield Measure("grand", fund, item, TOTAL)
    elif kind in _BY_FUND:
        item, role, fund = _item(row), _role_column(column), _BY_FUND[kind]
        if kind == "project":
            fund, role = table.fund, ("project" if role == TOTAL else None)
        if item and role and fund:
            yield Measure("expenditure", fund, item, role)
    elif kind == "basic_economic":
        item, role = _item(row), _role_column(column)
        role = "basic" if role == TOTAL else role
        if item and role in ("basic", "personnel", "public"):
            yield Measure("expenditure", "general", item, role)
        if item is None and role == "basic" and row.head.name.endswith("经费合计"):
            part = "personnel" if "人员" in row.head.name else "public"
            yield Measure("expenditure", "general", TOTAL, part)
    elif kind == "three_public":
        yield from _three_public(row, column)


def _beside_total(panel: Panel, column: Column) -> bool:
    path = column.path
    return role_of(path[-1] if path else "") == "subtotal" and any(
        c.path and c.path[:-1] == path[:-1] and role_of(c.path[-1]) == TOTAL for c in panel.columns
    )


def _two_sided(table: Table, panel: Panel, row: Row, column: Column) -> Iterator[Measure]:
    whole = "fiscal" if table.kind == "fiscal_balance" else "all"
    fund = _fund_column(column, whole)
    if panel.flow is None or fund is None:
        return
    head = row.head
    if head.role == "current" or (head.role and not _carries(panel)):
        yield Measure(panel.flow, fund, TOTAL, TOTAL)
    if head.role == "grand":
        yield Measure("grand", fund, TOTAL, TOTAL)
    elif panel.flow == "expenditure":
        item = _item(row)
        if item and item != TOTAL:
            yield Measure("expenditure", fund, item, TOTAL)
    elif head.role is None and head.parent is None and _CARRIED_IN.match(head.name):
        yield Measure("carried_in", fund, TOTAL, TOTAL)
    elif head.role is None and fund == whole and not _under_carried(panel, row):
        source = role_of(head.name)
        if source in _FUNDS:
            yield Measure("income", source, TOTAL, TOTAL)


def _carried_columns(panel: Panel, row: Row) -> bool | None:
    """Whether a row holds amounts carried over; None where the table has no column for them."""
    cells = [
        cell
        for column, cell in zip(panel.columns, row.cells, strict=True)
        if any(role_of(w) == "carried_in" or _CARRIED.search(w) for w in column.path)
    ]
    if not cells:
        return None
    return any(c is not None and c.quantity is not None and c.quantity.value for c in cells)


def _under_carried(panel: Panel, row: Row) -> bool:
    parent = row.head.parent
    return parent is not None and bool(_CARRIED.search(panel.rows[parent].head.name))


def _carries(panel: Panel) -> bool:
    """Whether a side holds amounts carried over, so that its grand total is not the year's own."""
    return any(
        _CARRIED.search(row.head.name) and any(c.quantity and c.quantity.value for c in row)
        for row in panel.rows
    )


def _fund_column(column: Column, whole: str = "all") -> str | None:
    """The fund a column is limited to; ``whole`` for a total, None for a word not known and for
    what was carried over."""
    if any(_CARRIED.search(word) for word in column.path):
        return None
    for depth, word in enumerate(reversed(column.path)):
        role = role_of(word)
        if role in _FUNDS:
            return role
        if role == TOTAL:
            return whole
        if depth == 0 and role != "subtotal" and basis_of(word) is None:
            return None
        if depth and role is None and basis_of(word) is None and not _UNLIMITED.search(word):
            return None  # 其他资金 › 小计: the whole of a group that is not known
    return whole


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


def _three_public(row: Row, column: Column) -> Iterator[Measure]:
    """Items stand in rows (one total column) or in columns (one row of figures)."""
    named = three_public_item(row.head.name)
    across = next((i for i in map(three_public_item, reversed(column.path)) if i), None)
    leaf = column.path[-1] if column.path else ""
    total = role_of(leaf) in ("total", "subtotal") or (
        basis_of(leaf) is not None and any(role_of(w) == TOTAL for w in column.path)
    )
    if across is None and (total or basis_of(leaf)):
        item = named or (TOTAL if row.head.role or (total and not row.head.name) else None)
        if item:
            yield Measure("three_public", "fiscal", item, TOTAL)
    elif named is None and across and (not row.head.name or row.head.role):
        yield Measure("three_public", "fiscal", across, TOTAL)
