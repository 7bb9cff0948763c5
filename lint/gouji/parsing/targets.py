"""Tables of performance targets (绩效目标表): a form above, rows of indicators below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from gouji.model.arithmetic import Sum, SumKind, Weights
from gouji.model.figure import Figure
from gouji.model.ledger import Indicator, Targets
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, Quantity
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel, Row, Table
from gouji.parsing.figures import figure
from gouji.parsing.lattice import Lattice
from gouji.parsing.plain import plain
from gouji.parsing.target_funds import (
    cost_relations,
    entries,
    form_before,
    form_sums,
    funds_of,
    target_value,
)
from gouji.parsing.target_plans import payments_of, plans, progress
from gouji.vocabulary import load

_HEADS = {
    plain(word): role for role, words in load("tables")["indicators"].items() for word in words
}
_BRACKETED_POINTS = regex(r"[（(](?P<points>\d{1,3}(?:\.\d+)?)\s*分[）)]")
_PERCENT_UNIT = regex(r"[（(]?%[）)]?$")
_DIMENSIONS = {name: tuple(words) for name, words in load("targets")["dimensions"].items()}
_SEVERAL_PROJECTS = "the table lists the targets of several projects"
_SEVERAL = frozenset(load("targets")["several"]["heads"])


@lru_cache(maxsize=8192)
def head_role(text: str) -> str | None:
    """What a column of a table of targets holds: level, name, target, points, unit."""
    words = plain(text)
    return _HEADS.get(words) or _HEADS.get(_PERCENT_UNIT.sub("", words))


def indicator_heads(grid: Lattice) -> list[int]:
    """The rows that head a list of indicators: they name an indicator and its target or points."""
    rows = []
    for row in range(len(grid.rows)):
        roles = {head_role(c.text) for c in grid.starts(row)} - {None}
        if roles & {"name", "level"} and roles & {"target", "points"} and len(roles) > 1:
            rows.append(row)
    return rows


def table_targets(table: Table) -> tuple[list[Relation], list[Targets]]:
    """The weights of a table of targets, the sums it states or implies, and its lists of
    indicators."""
    relations: list[Relation] = []
    targets: list[Targets] = []
    for panel in table.panels:
        columns = _positions(panel)
        if "points" not in columns and "target" not in columns:
            continue
        rows = [r for r in panel.rows if _is_indicator(r, columns)]
        form = form_before(table.panels, panel)
        indicators = _indicators(rows, columns)
        payments = payments_of(indicators, form, table.unit)
        listed = _targets(table, panel, indicators, progress(payments))
        targets.append(listed)
        if "points" in columns:
            relations += _weights(table, panel, rows, columns, several=listed.several)
        if not listed.several:
            funds = funds_of(form, table.unit)
            relations += form_sums(entries(form, table.unit))
            relations += cost_relations(indicators, funds)
            relations += plans(payments, funds)
    return relations, targets


def _targets(
    table: Table, panel: Panel, indicators: Sequence[Indicator], rates: tuple[Figure, ...]
) -> Targets:
    """The list of the indicators of a panel."""
    words = "".join({level for i in indicators for level in i.levels})
    return Targets(
        table,
        tuple(indicators),
        frozenset(n for n, known in _DIMENSIONS.items() if any(w in words for w in known)),
        rates,
        any(_SEVERAL.intersection(column.path) for column in panel.columns),
    )


def _indicators(rows: Sequence[Row], columns: dict[str, list[int]]) -> list[Indicator]:
    indicators = []
    above: list[str] = []
    for row in rows:
        above = _levels(row, columns, above)
        indicators.append(_indicator(row, columns, above))
    return indicators


def _levels(row: Row, columns: dict[str, list[int]], above: list[str]) -> list[str]:
    """The levels of a row; what is blank below a level that is not is that of the row above."""
    levels = [_text(row, position) for position in columns.get("level", [])]
    kept = len(above) == len(levels)
    for at, level in enumerate(levels):
        if level and (not kept or level != above[at]):
            kept = False
        elif not level and kept:
            levels[at] = above[at]
    return levels


def _positions(panel: Panel) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, column in enumerate(panel.columns):
        if column.role and column.role.startswith("indicator:"):
            found.setdefault(column.role.partition(":")[2], []).append(position)
    return found


def _text(row: Row, position: int) -> str:
    cell = row.cells[position]
    return "" if cell is None else cell.text.strip()


def _is_indicator(row: Row, columns: dict[str, list[int]]) -> bool:
    named = any(_text(row, p) for p in columns.get("name", columns.get("level", [])))
    filled = any(_text(row, p) for role in ("target", "points") for p in columns.get(role, []))
    return named and filled


def _indicator(row: Row, columns: dict[str, list[int]], levels: Sequence[str]) -> Indicator:
    def cell(role: str) -> Cell | None:
        return next((row.cells[p] for p in columns.get(role, []) if row.cells[p]), None)

    name = cell("name") or cell("level")
    points = cell("points")
    words = plain(name.text) if name else row.head.name
    value, bound = target_value(cell("target"), words, cell("unit"))
    return Indicator(
        tuple(filter(None, levels)),
        words,
        cell("target"),
        None if points is None else figure(points),
        cell("unit"),
        "unit" in columns,
        name,
        value,
        bound,
    )


def _weights(
    table: Table,
    panel: Panel,
    rows: Sequence[Row],
    columns: dict[str, list[int]],
    *,
    several: bool,
) -> Iterator[Relation]:
    """The points of a list; those of several projects only as far as they are told apart."""
    if several:
        lists = [
            next(_points(table, replace(panel, rows=group), group, columns), None)
            for group in _projects(panel, rows)
        ]
        told = [w for w in lists if w is not None]
        held = sum(not w.judge().violated for w in told)
        doubt = held * 2 <= len(told)
        yield from (replace(w, why_not=_SEVERAL_PROJECTS) if doubt else w for w in told)
    else:
        yield from _points(table, panel, rows, columns)
    yield from _captions(panel, columns, columns["points"][-1])


def _projects(panel: Panel, rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows of each project; where its name is blank it is that of the row above."""
    named = [p for p, c in enumerate(panel.columns) if _SEVERAL.intersection(c.path)]
    groups: list[list[Row]] = []
    last = ""
    for row in rows:
        name = "".join(_text(row, p) for p in named)
        if groups and name in ("", last):
            groups[-1].append(row)
        else:
            groups.append([row])
        last = name or last
    return [tuple(group) for group in groups]


def _points(
    table: Table, panel: Panel, rows: Sequence[Row], columns: dict[str, list[int]]
) -> Iterator[Weights]:
    position = columns["points"][-1]
    cells = [c for row in panel.rows if (c := row.cells[position]) is not None]
    points = [f for c in cells if (f := figure(c)) is not None]
    totals = [f for c, f in zip(cells, points, strict=False) if c.row.role]
    listed = [f for f in points if f not in totals and not f.blank]
    why_not = ""
    if len(points) < len(cells) or any(
        not _text(row, position) and row.cells[position] is not None for row in rows
    ):
        why_not = "some points are missing"
    elif len(listed) < 3:
        why_not = "too few points to judge"
    if listed or why_not:
        place = listed[0].anchor if listed else Anchor.whole(table)
        yield Weights(tuple(listed), place, why_not=why_not)


def _captions(panel: Panel, columns: dict[str, list[int]], position: int) -> Iterator[Relation]:
    """``产出指标（50分）`` against the points of its rows."""
    for level in columns.get("level", []):
        groups: dict[str, list[Row]] = {}
        for row in panel.rows:
            if _BRACKETED_POINTS.search(_text(row, level)):
                groups.setdefault(_text(row, level), []).append(row)
        for text, rows in groups.items():
            match = _BRACKETED_POINTS.search(text)
            caption = rows[0].cells[level]
            points = [figure(c) for r in rows if (c := r.cells[position]) is not None]
            if match is None or caption is None or None in points:
                continue
            stated = Decimal(match["points"])
            total = Figure(
                Quantity(stated, 0, BARE),
                Anchor(caption, match.start("points"), match.end("points")),
                plain(text),
            )
            yield Sum(total, tuple(p for p in points if p), SumKind.HIERARCHY)
