"""Planting one mistake of a kind in a consistent draft, with its truth.

Only certain mistakes are planted: the changed figure stands in a relation that the document states,
and moves by more than any rounding explains (at least 1 % and 50 units of its last digit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.builder.draft import (
    Cell,
    Draft,
    Layout,
    Num,
    Para,
    Part,
    Piece,
    Row,
    TableSpec,
    Word,
    cell_text,
    place,
    plain,
    prose,
)
from tests.builder.facts import codes


class CannotPlantError(Exception):
    """The draft holds no place where this kind of mistake would be certain."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was changed and where: a table's row and column, or a paragraph of prose."""

    kind: str
    table: str
    row: str
    column: str
    sentence: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Site:
    """A piece of the draft: part, body row (-1 in prose), and cell or piece."""

    part: int
    row: int
    index: int
    piece: Num | Word


def _sites(draft: Draft, tag: str) -> Iterator[_Site]:
    for p, part in enumerate(draft.parts):
        if isinstance(part, Para):
            for i, piece in enumerate(part.pieces):
                if not isinstance(piece, str) and tag in piece.tags:
                    yield _Site(p, -1, i, piece)
        elif isinstance(part, TableSpec):
            for r, row in enumerate(part.rows):
                for c, cell in enumerate(row.cells):
                    if isinstance(cell.content, (Num, Word)) and tag in cell.content.tags:
                        yield _Site(p, r, c, cell.content)


def _put(draft: Draft, site: _Site, piece: Piece) -> Draft:
    part = draft.parts[site.part]
    new: Part
    if isinstance(part, Para):
        new = Para((*part.pieces[: site.index], piece, *part.pieces[site.index + 1 :]))
    else:
        assert isinstance(part, TableSpec)
        row = part.rows[site.row]
        cell = replace(row.cells[site.index], content=piece)
        row = replace(row, cells=(*row.cells[: site.index], cell, *row.cells[site.index + 1 :]))
        new = replace(part, rows=(*part.rows[: site.row], row, *part.rows[site.row + 1 :]))
    return _with_part(draft, site.part, new)


def _with_part(draft: Draft, index: int, part: Part) -> Draft:
    return replace(draft, parts=(*draft.parts[:index], part, *draft.parts[index + 1 :]))


def _truth(draft: Draft, kind: str, site: _Site, new: Piece) -> Truth:
    part = draft.parts[site.part]
    old_text, new_text = (cell_text(Cell(p), Layout(zero="0.00")) for p in (site.piece, new))
    if isinstance(part, TableSpec):
        row = part.rows[site.row]
        starts = [c for _, c, _ in place(tuple(r.cells for r in part.rows[: site.row + 1]))]
        column = part.column_label(starts[-len(row.cells) + site.index])
        return Truth(kind, part.title, row.label, column, "", old_text, new_text)
    assert isinstance(part, Para)
    return Truth(kind, "", "", "", plain(part), old_text, new_text)


def _moved(random: Random, num: Num, *, least: int = 50) -> Num:
    """Another value, at least 1 % and ``least`` units of the last digit away, never below zero."""
    step = Decimal(1).scaleb(-num.decimals)
    gap = max(abs(num.value) * Decimal(random.randint(2, 40)) / 100, step * least)
    gap = gap.quantize(step, ROUND_HALF_UP)
    up = random.random() < 0.5 or num.value - gap <= step * least
    return replace(num, value=num.value + gap if up else num.value - gap)


def _pick(
    random: Random, draft: Draft, *tags: str, where: Callable[[_Site], bool] = lambda _: True
) -> _Site:
    sites = [s for tag in tags for s in _sites(draft, tag) if where(s)]
    if not sites:
        raise CannotPlantError(tags)
    return random.choice(sites)


def _in_table(site: _Site) -> bool:
    return site.row >= 0


def _number(*tags: str, least: int = 50) -> Callable[[str, Draft, Random], tuple[Draft, Truth]]:
    def plant(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
        site = _pick(random, draft, *tags)
        assert isinstance(site.piece, Num)
        new = _moved(random, site.piece, least=least)
        return _put(draft, site, new), _truth(draft, kind, site, new)

    return plant


def _rate(tag: str) -> Callable[[str, Draft, Random], tuple[Draft, Truth]]:
    def plant(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
        site = _pick(random, draft, tag)
        assert isinstance(site.piece, Num)
        gap = Decimal(random.randint(300, 3000)) / 100 + site.piece.value / 20
        gap = gap.quantize(Decimal("0.01"))
        new = replace(site.piece, value=site.piece.value + gap)
        return _put(draft, site, new), _truth(draft, kind, site, new)

    return plant


_OPPOSITES = {
    "增加": "减少",
    "减少": "增加",
    "增长": "下降",
    "下降": "增长",
    "上升": "下降",
    "提高": "降低",
    "降低": "提高",
    "大于": "小于",
    "小于": "大于",
    "高于": "低于",
    "低于": "高于",
}


def _direction(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    site = _pick(random, draft, "direction")
    assert isinstance(site.piece, Word)
    new = replace(site.piece, text=_OPPOSITES[site.piece.text])
    return _put(draft, site, new), _truth(draft, kind, site, new)


def _unit_word(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    site = _pick(random, draft, "unit")
    assert isinstance(site.piece, Word)
    new = replace(site.piece, text={"万元": "元", "元": "万元"}[site.piece.text])
    return _put(draft, site, new), _truth(draft, kind, site, new)


def _unit_magnitude(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    site = _pick(
        random, draft, "tied", where=lambda s: isinstance(s.piece, Num) and s.piece.value >= 1
    )
    assert isinstance(site.piece, Num)
    new = replace(site.piece, value=(site.piece.value * 10_000).quantize(Decimal("0.01")))
    return _put(draft, site, new), _truth(draft, kind, site, new)


def _missing_unit(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    places = [
        i
        for i, p in enumerate(draft.parts)
        if isinstance(p, TableSpec)
        and p.unit
        and any(True for s in _sites(draft, "total") if s.part == i)
    ]
    if not places:
        raise CannotPlantError(kind)
    index = random.choice(places)
    table = draft.parts[index]
    assert isinstance(table, TableSpec)
    truth = Truth(kind, table.title, "", "", "", f"单位：{table.unit}", "")
    return _with_part(draft, index, replace(table, unit="")), truth


def _digit_swap(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    options: list[tuple[_Site, Num]] = []
    for tag in ("total", "leaf", "node", "rowtotal", "tied"):
        for site in _sites(draft, tag):
            assert isinstance(site.piece, Num)
            options += [(site, new) for new in _swaps(site.piece)]
    if not options:
        raise CannotPlantError(kind)
    site, new = random.choice(options)
    return _put(draft, site, new), _truth(draft, kind, site, new)


def _swaps(num: Num) -> Iterator[Num]:
    digits = f"{num.value:.{num.decimals}f}"
    least = max(abs(num.value) / 100, Decimal(50).scaleb(-num.decimals))
    for i in range(len(digits) - 1):
        a, b = digits[i], digits[i + 1]
        if "." in (a, b) or a == b or (i == 0 and b == "0"):
            continue
        value = Decimal(digits[:i] + b + a + digits[i + 2 :])
        if abs(value - num.value) >= least:
            yield replace(num, value=value)


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


def _cross_table(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    """Raise an item with all of its ancestors in one table, so that only other tables disagree."""
    chosen: list[tuple[int, TableSpec, Row, int]] = []
    names = (
        ("expenditure", "general")
        if draft.kind == "account"
        else ("income", "expenditure", "general")
    )
    for p, part in enumerate(draft.parts):
        if not isinstance(part, TableSpec) or part.key not in names:
            continue
        for row in part.rows:
            if not _stated_again(draft, part, row.key, *names):
                continue
            for c, cell in enumerate(row.cells):
                if (
                    isinstance(cell.content, Num)
                    and "leaf" in cell.content.tags
                    and "rowtotal" in cell.content.tags
                ):
                    chosen.append((p, part, row, c))
    if not chosen:
        raise CannotPlantError(kind)
    p, table, leaf, total_column = random.choice(chosen)
    old = leaf.cells[total_column].content
    assert isinstance(old, Num)
    column = next(
        c
        for c in range(len(leaf.cells) - 1, total_column, -1)
        if isinstance(n := leaf.cells[c].content, Num) and n.value
    )
    gap = _moved(random, old).value - old.value
    if gap < 0:
        gap = -gap
    middle = [
        c
        for c in range(total_column + 1, column)
        if isinstance(n := leaf.cells[c].content, Num) and n.value == old.value
    ]
    rows = []
    for row in table.rows:
        if row.key == "total" or (row.key and leaf.key.startswith(row.key)):
            cells = list(row.cells)
            shift = len(cells) - len(leaf.cells)
            for c in {total_column, column, *middle}:
                n = cells[c + shift].content
                assert isinstance(n, Num)
                cells[c + shift] = replace(
                    cells[c + shift], content=replace(n, value=n.value + gap)
                )
            row = replace(row, cells=tuple(cells))  # noqa: PLW2901
        rows.append(row)
    new = replace(old, value=old.value + gap)
    site = _Site(p, table.rows.index(leaf), total_column, old)
    return _with_part(draft, p, replace(table, rows=tuple(rows))), _truth(draft, kind, site, new)


def _empty_contradiction(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    """State an amount for a fund whose table is empty."""
    year = draft.year
    for table in draft.tables:
        if table.key == "government_fund" and table.notes:
            amount = Num(Decimal(random.randint(1000, 90000)) / 100)
            word = {"budget": "预算", "account": "决算"}[draft.kind]
            pieces: tuple[Piece, ...] = (
                f"{draft.entity}{year}年政府性基金预算支出{word}",
                amount,
                Word("万元"),
                "。",
            )
            for p, part in enumerate(draft.parts):
                if isinstance(part, Para) and _denies(plain(part), "政府性基金"):
                    truth = Truth(
                        kind,
                        table.title,
                        "",
                        "",
                        plain(Para(pieces)),
                        plain(part),
                        prose(pieces, Layout(spaced=False)),
                    )
                    return _with_part(draft, p, Para(pieces)), truth
    raise CannotPlantError(kind)


def _code_name(kind: str, draft: Draft, random: Random) -> tuple[Draft, Truth]:
    """Give an economic item that one table names the name of another item of its class."""
    names = {str(code): str(name) for code, name in codes()["economic"].items()}
    sites: dict[str, list[_Site]] = {}
    for p, part in enumerate(draft.parts):
        for r, row in enumerate(part.rows if isinstance(part, TableSpec) else ()):
            for c, cell in enumerate(row.cells):
                text = cell.content.strip() if isinstance(cell.content, str) else ""
                code = next((k for k, n in names.items() if n == text and len(k) == 5), None)
                if code is not None and code in row.label.split():
                    sites.setdefault(code, []).append(_Site(p, r, c, Word(text)))
    alone = {code: found[0] for code, found in sites.items() if len(found) == 1}
    if not alone:
        raise CannotPlantError(kind)
    code = random.choice(sorted(alone))
    site = alone[code]
    others = [n for k, n in names.items() if k[:3] == code[:3] and k != code and len(k) == 5]
    wrong = [n for n in others if n not in names[code] and names[code] not in n]
    new = Word(random.choice(wrong))
    return _put(draft, site, new), _truth(draft, kind, site, new)


def _denies(text: str, fund: str) -> bool:
    return (
        fund in text
        and "国有资本" not in text
        and any(w in text for w in ("没有使用", "无政府性基金", "没有政府性基金"))
    )


_PLANTERS: dict[str, Callable[[str, Draft, Random], tuple[Draft, Truth]]] = {
    "sum_total": _number("total"),
    "sum_part": _number("leaf"),
    "row_total": _number("rowtotal"),
    "hierarchy": _number("node"),
    "income_ne_expense": _number("grand"),
    "cross_table": _cross_table,
    "narrative_amount": _number("tied"),
    "narrative_share": _rate("share"),
    "narrative_growth": _rate("growth"),
    "direction_word": _direction,
    "unit_word": _unit_word,
    "unit_magnitude": _unit_magnitude,
    "missing_unit": _missing_unit,
    "weight_sum": _number("weight", least=3),
    "digit_swap": _digit_swap,
    "staff_count": _number("staff", least=2),
    "procurement_sum": _number("procurement"),
    "empty_table_contradiction": _empty_contradiction,
    "code_name": _code_name,
    "payment": _number("payment"),
}
KINDS = tuple(_PLANTERS)


def inject(draft: Draft, kind: str, random: Random | int) -> tuple[Draft, Truth]:
    """The draft with one mistake of ``kind``, and what was done.

    :raises CannotPlantError: when no place of the draft suits this kind.
    """
    if isinstance(random, int):
        random = Random(random)
    return _PLANTERS[kind](kind, draft, random)
