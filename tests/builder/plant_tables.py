"""Mistakes in whole rows and tables: items moved, lost or put in twice, units, names, empty tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.builder.draft import Cell, Draft, Num, Row, TableSpec, Word
from tests.builder.facts import codes
from tests.builder.sites import (
    Planted,
    Planter,
    Site,
    Truth,
    choose,
    moved,
    planted,
    sites,
    truth,
    with_part,
)


def _tables(draft: Draft) -> Iterator[tuple[int, TableSpec]]:
    return ((i, p) for i, p in enumerate(draft.parts) if isinstance(p, TableSpec))


def _total_of(table: TableSpec) -> Decimal | None:
    """The first figure of the row of totals."""
    cells = (c.content for r in table.rows if r.key == "total" for c in r.cells)
    return next((n.value for n in cells if isinstance(n, Num)), None)


def _stated_again(draft: Draft, table: TableSpec, key: str, *names: str) -> bool:
    """Whether another table of the same total states the item ``key`` too."""
    return any(
        other.key in names
        and other.title != table.title
        and _total_of(other) == _total_of(table)
        and any(row.key == key for row in other.rows)
        for other in draft.tables
    )


def _total_column(row: Row, tag: str) -> int | None:
    """Where a row states its own total, if it has columns to add."""
    return next(
        (
            c
            for c, cell in enumerate(row.cells)
            if isinstance(cell.content, Num) and {tag, "rowtotal"} <= cell.content.tags
        ),
        None,
    )


def _raised(
    table: TableSpec, row: Row, total: int, gap: Decimal, every: Sequence[Row]
) -> TableSpec:
    """The table with the total of these rows, and what makes it up in ``row``, raised by ``gap``."""
    first = row.cells[total].content
    assert isinstance(first, Num)
    filled = [
        (c, n)
        for c, cell in enumerate(row.cells)
        if c > total and isinstance(n := cell.content, Num) and n.value
    ]
    last = filled[-1][0]
    columns = {total, last, *(c for c, n in filled if n.value == first.value)}
    rows = list(table.rows)
    for r, each in enumerate(rows):
        if any(each is one for one in every):
            cells = list(each.cells)
            shift = len(cells) - len(row.cells)
            for c in columns:
                n = cells[c + shift].content
                assert isinstance(n, Num)
                cells[c + shift] = replace(
                    cells[c + shift], content=replace(n, value=n.value + gap)
                )
            rows[r] = replace(each, cells=tuple(cells))
    return replace(table, rows=tuple(rows))


def _raise(
    kind: str, draft: Draft, random: Random, chosen: tuple[int, TableSpec, Row, int], *, whole: bool
) -> Planted:
    p, table, row, total = chosen
    old = row.cells[total].content
    assert isinstance(old, Num)
    gap = abs(moved(random, old).value - old.value)
    above = [r for r in table.rows if r.key == "total" or (r.key and row.key.startswith(r.key))]
    new = _raised(table, row, total, gap, above if whole else [row])
    site = Site(p, next(i for i, r in enumerate(table.rows) if r is row), total, old)
    return with_part(draft, p, new), truth(draft, kind, site, replace(old, value=old.value + gap))


def cross_table(kind: str, draft: Draft, random: Random) -> Planted:
    """Raise an item with all of its ancestors in one table, so that only other tables disagree."""
    names = ("income", "expenditure", "general")[draft.kind == "account" :]
    chosen = (
        (p, table, row, column)
        for p, table in _tables(draft)
        if table.key in names
        for row in table.rows
        if _stated_again(draft, table, row.key, *names)
        and (column := _total_column(row, "leaf")) is not None
    )
    return _raise(kind, draft, random, choose(random, chosen), whole=True)


def item_raised(tag: str) -> Planter:
    """An item (``leaf``) or a class (``node``) raised in its own row only: the row adds up, the
    column does not."""

    def plant(kind: str, draft: Draft, random: Random) -> Planted:
        chosen = (
            (p, table, row, column)
            for p, table in _tables(draft)
            for row in table.rows
            if row.key and (column := _total_column(row, tag)) is not None
        )
        return _raise(kind, draft, random, choose(random, chosen), whole=False)

    return plant


def _items(draft: Draft) -> Iterator[tuple[int, TableSpec, Row, Site]]:
    """The rows of items that count in a sum of their table, each with one of its figures."""
    seen: set[tuple[int, int]] = set()
    for site in sites(draft, "leaf"):
        table = draft.parts[site.part]
        if isinstance(table, TableSpec) and (site.part, site.row) not in seen:
            row = table.rows[site.row]
            if row.key and all(c.rowspan == 1 for c in row.cells):
                seen.add((site.part, site.row))
                yield site.part, table, row, site


def row_twice(kind: str, draft: Draft, random: Random) -> Planted:
    """An item put in twice."""
    p, table, row, site = choose(random, _items(draft))
    rows = (*table.rows[: site.row], row, *table.rows[site.row :])
    told = Truth(kind, table.title, "", "", "", "", row.label)
    return with_part(draft, p, replace(table, rows=rows)), told


def row_lost(kind: str, draft: Draft, random: Random) -> Planted:
    """An item left out, beside which others of its class stay."""
    chosen = [
        (p, table, row, site)
        for p, table, row, site in _items(draft)
        if isinstance(site.piece, Num)
        and site.piece.value >= 50 * Decimal(1).scaleb(-site.piece.decimals)
        and any(
            r.key[:-2] == row.key[:-2] and r.key != row.key and len(r.key) == len(row.key)
            for r in table.rows
        )
    ]
    p, table, row, site = choose(random, chosen)
    rows = (*table.rows[: site.row], *table.rows[site.row + 1 :])
    told = Truth(kind, table.title, "", "", "", row.label, "")
    return with_part(draft, p, replace(table, rows=rows)), told


def unit_line_lost(kind: str, draft: Draft, random: Random) -> Planted:
    """A table without its unit."""
    p, table = choose(random, _with_totals(draft))
    told = Truth(kind, table.title, "", "", "", f"单位：{table.unit}", "")
    return with_part(draft, p, replace(table, unit="")), told


def unit_line_wrong(kind: str, draft: Draft, random: Random) -> Planted:
    """A table of 万元 said to be in 元, or the other way round; its total stands elsewhere, too."""
    keys = ("balance", "income", "expenditure", "fiscal", "general")
    p, table = choose(random, [(p, t) for p, t in _with_totals(draft) if t.key in keys])
    unit = {"万元": "元", "元": "万元"}[table.unit]
    told = Truth(kind, table.title, "", "", "", f"单位：{table.unit}", f"单位：{unit}")
    return with_part(draft, p, replace(table, unit=unit)), told


def _with_totals(draft: Draft) -> list[tuple[int, TableSpec]]:
    return [
        (i, t)
        for i, t in _tables(draft)
        if t.unit and any(s.part == i for s in sites(draft, "total"))
    ]


def year_of_title(kind: str, draft: Draft, random: Random) -> Planted:
    """The title of a table of last year."""
    year = str(draft.year)
    p, table = choose(random, ((p, t) for p, t in _tables(draft) if year in t.title))
    title = table.title.replace(year, str(draft.year - 1))
    told = Truth(kind, title, "", "", "", year, str(draft.year - 1))
    return with_part(draft, p, replace(table, title=title)), told


def emptied(kind: str, draft: Draft, random: Random) -> Planted:
    """A table without its figures, and without a word about it."""
    names = ("income", "expenditure", "general", "basic")
    p, table = choose(random, ((p, t) for p, t in _tables(draft) if t.key in names and not t.notes))
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(c, content=None) if isinstance(c.content, Num) else c for c in row.cells
            ),
        )
        for row in table.rows
    )
    told = Truth(kind, table.title, "", "", "", "figures", "")
    return with_part(draft, p, replace(table, rows=rows)), told


_AMOUNTS = re.compile(r"(?:^|/)(?:合计|小计|项目支出|本年收入)$")


def filled(kind: str, draft: Draft, random: Random) -> Planted:
    """An amount in a table that is said to be empty."""
    chosen = [
        (p, t)
        for p, t in _tables(draft)
        if t.notes
        and t.key in ("government_fund", "state_capital")
        and not any(isinstance(c.content, Num) and c.content.value for r in t.rows for c in r.cells)
        and not any("若为空表" in note for note in t.notes)
    ]
    p, table = choose(random, chosen)
    amount = Num(Decimal(random.randint(1000, 90000)) / 100)
    labels = [table.column_label(c) for c in range(table.columns)]
    name = next(c for c, label in enumerate(labels) if "名称" in label or "科目" in label)
    cells = tuple(
        Cell(amount if _AMOUNTS.search(label) else "合计" if c == name else None)
        for c, label in enumerate(labels)
    )
    told = Truth(kind, table.title, "合计", "", "", "", str(amount.value))
    return with_part(draft, p, replace(table, rows=(*table.rows, Row("合计", cells)))), told


def code_name(kind: str, draft: Draft, random: Random) -> Planted:
    """Give an economic item that one table names the name of another item of its class."""
    names = {str(code): str(name) for code, name in codes()["economic"].items()}
    found: dict[str, list[Site]] = {}
    for p, part in _tables(draft):
        for r, row in enumerate(part.rows):
            for c, cell in enumerate(row.cells):
                text = cell.content.strip() if isinstance(cell.content, str) else ""
                code = next((k for k, n in names.items() if n == text and len(k) == 5), None)
                if code is not None and code in row.label.split():
                    found.setdefault(code, []).append(Site(p, r, c, Word(text)))
    alone = {code: several[0] for code, several in found.items() if len(several) == 1}
    code = choose(random, sorted(alone))
    others = [n for k, n in names.items() if k[:3] == code[:3] and k != code and len(k) == 5]
    wrong = [n for n in others if n not in names[code] and names[code] not in n]
    return planted(draft, kind, alone[code], Word(random.choice(wrong)))


def over_hundred(kind: str, draft: Draft, random: Random) -> Planted:
    """A rate that is aimed at more than all."""
    site, text = choose(random, _targets(draft, r"(\d+)%"))
    new = re.sub(r"\d+", str(random.choice((105, 113))), text)
    return planted(draft, kind, site, Word(new))


def target_without_unit(kind: str, draft: Draft, random: Random) -> Planted:
    """A target that does not say what it counts."""
    site, text = choose(random, _targets(draft, r"\d+[^\d%]+$"))
    return planted(draft, kind, site, Word(re.sub(r"[^\d]+$", "", text)))


def _targets(draft: Draft, pattern: str) -> Iterator[tuple[Site, str]]:
    for p, table in _tables(draft):
        for r, row in enumerate(table.rows if table.key == "indicators" else ()):
            for c, cell in enumerate(row.cells):
                if isinstance(cell.content, str) and re.search(pattern, cell.content) and c:
                    yield Site(p, r, c, Word(cell.content)), cell.content
