"""Tables of performance targets (绩效目标表): a form above, rows of indicators below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gouji.model.figure import Figure
from gouji.model.ledger import Indicator, Targets
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel, Row, Table
from gouji.parsing.plain import plain
from gouji.parsing.tables.figures import figure
from gouji.parsing.tables.lattice import Lattice
from gouji.parsing.tables.target_execution import amounts, executions, rates
from gouji.parsing.tables.target_funds import (
    cost_relations,
    entries,
    form_before,
    form_sums,
    funds_of,
    target_value,
)
from gouji.parsing.tables.target_plans import payments_of, plans, progress
from gouji.parsing.tables.target_points import SEVERAL, Listed, point_relations, text_of
from gouji.vocabulary import load

_HEADS = {
    plain(word): role for role, words in load("tables")["indicators"].items() for word in words
}
_PERCENT_UNIT = regex(r"[（(]?%[）)]?$")
_DIMENSIONS = {name: tuple(words) for name, words in load("targets")["dimensions"].items()}


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
            told = Listed(table, panel, tuple(rows), columns, form, listed.several)
            relations += point_relations(told)
        if not listed.several:
            funds = funds_of(form, table.unit)
            spent = executions(form, table.unit)
            relations += rates(spent)
            relations += form_sums(amounts(spent) or entries(form, table.unit))
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
        any(SEVERAL.intersection(column.path) for column in panel.columns),
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
    levels = [text_of(row, position) for position in columns.get("level", [])]
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


def _is_indicator(row: Row, columns: dict[str, list[int]]) -> bool:
    named = any(text_of(row, p) for p in columns.get("name", columns.get("level", [])))
    filled = any(text_of(row, p) for role in ("target", "points") for p in columns.get(role, []))
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
