"""The sums a table states: down its columns, through its codes and numbering, across its rows.

A sum is only as sure as the reading of the table it rests on. Where a reading breaks most of what
it is tried on, the reading is wrong and not the document: the relations are then kept as not
checked, with that reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from gouji.model.arithmetic import Balance, Sum, SumKind
from gouji.model.figure import Figure
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import Panel, Row, RowHead, Table
from gouji.parsing.items import three_public_item
from gouji.parsing.tables.columns import Equation, equations
from gouji.parsing.tables.figures import Figures, added_columns, added_together, figure_columns
from gouji.parsing.tables.learned import learned

_CARRIED = regex(r"结转|结余|事业基金|弥补收支差额|专用结余")
_FIRST = regex(r"（?(?:一|1|\d{3,})(?![\d十])")  # of a numbering, or the code of a unit
_MISREAD = "most rows do not fit this reading of the table"
_UNSURE = "which rows make up the total is not certain"
_REPEATED = "one code stands on several rows"
_BLANK_TOTAL = "the total is blank"
_UNFILLED = "none of the parts is filled in"
_WORDS = "a cell could not be read as a figure"
_BOUGHT = ("货物", "工程", "服务")
_MANY = 100
_COLUMNS = 3  # of different totals that bear a reading of the rows out


def table_sums(table: Table, figures: Figures) -> list[Relation]:
    """All sums and balances of one table."""
    relations: list[Relation] = []
    for panel in table.panels:
        amounts = _Amounts(panel, figures)
        down = _believed(list(_hierarchy(panel, amounts)))
        for reading in _footings(panel, amounts):
            down += reading
        relations += down if _headed(panel) else _if_holding(down)
        relations += _cross_footings(panel, figures)
    relations += _balances(table, figures)
    return relations


class _Amounts:
    """What the rows of a panel hold in the columns that add up, and in those that do so together
    where a cell stands over several."""

    def __init__(self, panel: Panel, figures: Figures) -> None:
        lanes = added_together(panel)
        self._held = {id(row): figures.over(row, lanes) for row in panel.rows}

    def sums(
        self,
        total: Row,
        parts: Iterable[Row],
        kind: SumKind,
        *,
        partial: bool = False,
        why_not: str = "",
    ) -> list[Sum | None]:
        """A row as the sum of others, lane by lane."""
        held = [self._held[id(row)] for row in (total, *parts)]
        return [
            _sum(whole, listed, kind, partial=partial, why_not=why_not)
            for whole, *listed in zip(*held, strict=True)
        ]

    def told_again(self, rows: Iterable[Row]) -> bool:
        """Whether an item is followed by rows of its own code that make it up: its projects."""
        groups: dict[str, list[list[Figure | None]]] = {}
        for row in rows:
            if row.head.code:
                groups.setdefault(row.head.code, []).append(self._held[id(row)])
        return any(
            whole is not None
            and whole.base
            and whole.base == sum(f.base for f in parts if f is not None)
            for group in groups.values()
            if len(group) > 1
            for whole, *parts in zip(*group, strict=True)
        )


def _sum(
    total: Figure | None,
    parts: Sequence[Figure | None],
    kind: SumKind,
    *,
    partial: bool = False,
    why_not: str = "",
) -> Sum | None:
    """A sum, not checked if a part is unreadable or none is filled in; None where there is nothing
    to add."""
    if total is None or not parts:
        return None
    # Blank parts add nothing; leaving them out keeps the arithmetic readable.
    stated = [f for f in parts if f is not None and not f.blank]
    if not (total.quantity.value or any(f.quantity.value for f in stated)):
        return None
    if not why_not:
        if not all(parts):
            why_not = _WORDS
        elif total.blank:
            why_not = _BLANK_TOTAL
        elif not stated:
            why_not = _UNFILLED
    added = stated or [f for f in parts if f is not None][:1]
    return Sum(total, tuple(added), kind, partial, why_not=why_not)


def _believed(sums: Sequence[Sum]) -> list[Sum]:
    """The sums, or the same marked not checked if most of the telling ones are broken."""
    outcomes = [s.judge().outcome for s in sums if s.total.quantity.value]
    broken = outcomes.count(Outcome.VIOLATED)
    judged = len(outcomes) - outcomes.count(Outcome.NOT_CHECKED)
    if broken > 2 and broken * 2 > judged:
        return [replace(s, why_not=s.why_not or _MISREAD) for s in sums]
    return list(sums)


def _headed(panel: Panel) -> bool:
    """Whether anything stands over the figures: a piece of a table, whose first rows stand on
    another page or were not read, has no head."""
    return any(panel.columns[c].path for c in figure_columns(panel))


def _if_holding(sums: Sequence[Sum]) -> list[Sum]:
    return [s if s.holds() else replace(s, why_not=s.why_not or _UNSURE) for s in sums]


def _children(panel: Panel) -> dict[int, list[Row]]:
    result: dict[int, list[Row]] = {}
    for row in panel.rows:
        if row.head.parent is not None:
            result.setdefault(row.head.parent, []).append(row)
    return result


def _hierarchy(panel: Panel, amounts: _Amounts) -> Iterator[Sum]:
    for parent, children in _children(panel).items():
        owner = panel.rows[parent]
        partial = any(c.head.of_which for c in children) and not _is_whole(owner.head, children)
        unsure = "" if _sure_children(owner.head, children) or partial else _UNSURE
        made = [
            amounts.sums(owner, reading, SumKind.HIERARCHY, partial=partial, why_not=unsure)
            for reading in _code_readings(children)
        ]
        own = made[0]
        if partial:
            named = _surely_of_which(children)
            own = amounts.sums(owner, named, SumKind.HIERARCHY, partial=True)
        for *lane, surely in zip(*made, own, strict=True):
            sums = [s for s in lane if s is not None]
            held = next((s for s in sums if s.holds()), None)
            if held is not None:
                yield held
            elif partial and sums and surely is not None and surely.holds():
                yield replace(sums[0], why_not=_UNSURE)
            elif sums:
                yield sums[0] if len(sums) == 1 else replace(sums[0], why_not=_REPEATED)


def _surely_of_which(children: Sequence[Row]) -> Sequence[Row]:
    """The parts that 其中 names up to the first row without a mark of its own, which may as well
    stand beside the whole (基本支出, 其中：人员经费, 公用经费, 项目支出)."""
    marked = takewhile(lambda c: c.head.of_which or c.head.code or c.head.numbering, children)
    return list(marked) or children


def _code_readings(children: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows that may be added: where a code stands on several rows, the first may be the item
    and the others its projects."""
    rows = Counter(c.head.code for c in children if c.head.code)
    if len(rows) == rows.total():
        return [children]
    heads = {c.head.code: c for c in reversed(children)}
    first = [c for c in children if not c.head.code or c is heads[c.head.code]]
    rest = [c for c in children if rows[c.head.code] < 2 or c is not heads[c.head.code]]
    return [children, first, rest]


def _sure_children(owner: RowHead, children: list[Row]) -> bool:
    coded = [c for c in children if c.head.code]
    if owner.code:
        return len(coded) == len(children)
    return bool(coded) or _in_sequence(children) or _is_whole(owner, children)


def _is_whole(owner: RowHead, children: list[Row]) -> bool:
    """Whether these parts are known to be all there can be (公务用车 = 购置 + 运行)."""
    if three_public_item(owner.name) != "vehicles":
        return False
    items = sorted(three_public_item(c.head.name) or "" for c in children)
    return items == ["vehicle_purchase", "vehicle_running"]


def _in_sequence(rows: Sequence[Row]) -> bool:
    """Whether the rows are numbered one after another from one, so that none is missing."""
    numbered = [r.head for r in rows if r.head.numbering]
    return len(numbered) == len(rows) > 0 and _FIRST.match(numbered[0].numbering) is not None


class _Block(Record):
    """A total row and the top rows that may make it up."""

    total: Row
    before: tuple[Row, ...]  # top rows since the last total
    # totals and other top rows above it; of very many totals only the last is of more than is
    # before it
    earlier: tuple[Row, ...]
    all_before: tuple[Row, ...]


def _footings(panel: Panel, amounts: _Amounts) -> Iterator[list[Sum]]:
    rows = panel.rows
    top = [r for r in rows if r.head.parent is None]
    totals = [r for r in top if r.head.role]
    if totals and top[0] is totals[0] and len(top) > 1:
        second = totals[1].head.index if len(totals) > 1 else len(rows)
        listed = tuple(r for r in top[1:] if not r.head.role and r.head.index < second)
        if listed:
            groups = [r for r in listed if not r.head.code]
            coded = [r for r in listed if r.head.code]
            if groups and coded and coded[0].head.index < groups[0].head.index:
                groups = []
            parts = tuple(groups) if groups and coded else listed
            yield _footing(panel, amounts, totals[0], [parts])
        totals = totals[1:] if listed else totals
        top = [r for r in top if not listed or r.head.index >= second]
    since: list[Row] = []
    every: list[Row] = []
    earlier: list[Row] = []
    for row in top:
        if not row.head.role:
            since.append(row)
            every.append(row)
            continue
        whole = len(earlier) < _MANY or row is totals[-1]
        above = (earlier, every) if whole else (earlier[-1:], since)
        block = _Block(row, tuple(since), *map(tuple, above))
        readings = _readings(block)
        if readings:
            yield _footing(panel, amounts, row, readings)
        earlier.append(row)
        since = []


def _readings(block: _Block) -> list[tuple[Row, ...]]:
    """The ways a total may be meant, the likeliest first."""
    last = block.earlier[-1:]
    options: list[tuple[Row, ...]] = []
    if block.total.head.role == "grand" and last:
        options.append((*last, *block.before))
    if block.before:
        options.append(block.before)
    if last and block.before:
        options.append((*last, *block.before))
    if len(block.earlier) > 1 and not block.before:
        options.append(block.earlier)
    if block.all_before and block.all_before != block.before:
        options.append(block.all_before)
    return list({tuple(map(id, rows)): rows for rows in options}.values())


def _footing(
    panel: Panel, amounts: _Amounts, total: Row, readings: Sequence[Sequence[Row]]
) -> list[Sum]:
    """The sums of a total row under the reading that fits most of its columns."""
    best: list[Sum] = []
    best_score: tuple[int, int] | None = None
    told_again = any(map(amounts.told_again, readings))
    if told_again:
        readings = [rows for whole in readings for rows in _code_readings(whole)]
    for rank, rows in enumerate(readings):
        unsure = _REPEATED if told_again else "" if _sure_parts(panel, rows) else _UNSURE
        sums = [s for s in amounts.sums(total, rows, SumKind.FOOTING) if s is not None]
        holding = sum(s.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING) for s in sums)
        if unsure:
            sums = _borne_out(sums, unsure)
        if best_score is None or (holding, -rank) > best_score:
            best, best_score = sums, (holding, -rank)
    return best


def _borne_out(sums: Sequence[Sum], unsure: str) -> list[Sum]:
    """Sums of rows that may not be all there is: one that is broken is judged where several other
    columns of different figures bear the reading out."""
    broken = [s for s in sums if not s.why_not and not s.holds()]
    bearing = {s.total.base for s in sums if s.holds() and sum(bool(p.base) for p in s.parts) > 1}
    telling = len(broken) == 1 and len(bearing) >= _COLUMNS
    return [
        s if s.holds() else replace(s, learned=True) if telling else replace(s, why_not=unsure)
        for s in sums
    ]


def _sure_parts(panel: Panel, rows: Sequence[Row]) -> bool:
    """Whether it is certain that exactly these rows make up a total."""
    plain_rows = [r for r in rows if not r.head.role and not r.head.code]
    if not plain_rows:
        return True
    if any(r.head.code for r in rows):
        return False
    items = [r for r in plain_rows if not _CARRIED.search(r.head.name)]
    if not items:
        return any(r.head.role for r in rows)  # what was carried over is never all there is
    goes_on = any(r.head.role for r in rows) and all(r.head.numbering for r in items)
    return goes_on or _in_sequence(items) or _three_public(items) or _purchases(items)


def _three_public(rows: Sequence[Row]) -> bool:
    """Whether the rows are different outer items of the three public expenses; a missing one is
    missing in the table too."""
    items = [three_public_item(r.head.name) for r in rows]
    outer = {"abroad", "reception", "vehicles"}
    return 2 <= len(items) == len(set(items)) and set(items) <= outer


def _purchases(rows: Sequence[Row]) -> bool:
    """Whether the rows are the three things that can be bought: 货物, 工程 and 服务."""
    kinds = [next((k for k in _BOUGHT if k in r.head.name), "") for r in rows]
    return sorted(kinds) == sorted(_BOUGHT)


def _cross_footings(panel: Panel, figures: Figures) -> list[Relation]:
    relations: list[Relation] = []
    believed: list[Equation] = []
    for equation in equations(panel):
        sums = [s for row in panel.rows if (s := _across(row, equation, figures)) is not None]
        judged = _believed_across(sums, equation.known)
        relations += judged
        if judged == sums:
            believed.append(equation)
    for equation in learned(panel, believed, figures):
        sums = [s for row in panel.rows if (s := _across(row, equation, figures)) is not None]
        relations += [replace(s, learned=True) for s in sums]
    return relations


def _across(row: Row, equation: Equation, figures: Figures) -> Sum | None:
    return _sum(
        figures.of(row)[equation.total],
        figures.among(row, equation.parts),
        SumKind.CROSS_FOOTING,
        partial=equation.partial,
    )


def _believed_across(sums: list[Sum], known: bool) -> list[Relation]:
    """An equation between columns is meant if it holds on most rows; a known one always."""
    telling = [s for s in sums if s.total.quantity.value and not s.why_not]
    broken = sum(not s.holds() for s in telling)
    alone = len(telling) == 1
    if broken == 0 or broken * 2 < len(telling) or (known and (alone or broken < len(telling))):
        return list(sums)
    return [replace(s, why_not=s.why_not or _MISREAD) for s in sums]


def _balances(table: Table, figures: Figures) -> list[Relation]:
    """Income = expenditure where the two sides of a table close with their grand totals."""
    sides = {p.flow: p for p in table.panels if p.flow}
    if len(sides) != 2 or len(table.panels) != 2:
        return []
    income = _closing(sides["income"], figures)
    spending = _closing(sides["expenditure"], figures)
    if income is None or spending is None or income.blank or spending.blank:
        return []
    return [Balance((income,), (spending,))]


def _closing(panel: Panel, figures: Figures) -> Figure | None:
    """The figure of the last grand total of a side, in its total column."""
    grand = [r for r in panel.rows if r.head.role == "grand"]
    if not grand:
        last = [r for r in panel.rows if r.head.role == "total"]
        grand = last if len(last) == 1 and last[0] is panel.rows[-1] else []
    if not grand:
        return None
    columns = added_columns(panel)
    meant = [c for c in columns if panel.columns[c].role == "total"] or columns
    if len(meant) != 1 and panel.columns[meant[0]].role != "total":
        return None
    return figures.of(grand[-1])[meant[0]]
