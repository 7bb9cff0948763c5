"""Pieces of a document in the units of its style: cells, sentences, changes, tables by code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.builder.draft import Cell, Num, Para, Piece, Row, Word
from tests.builder.facts import Facts, codes, economic_name, name_of

_SLOT = re.compile(r"\{(\w+)\}")
_CENT = Decimal("0.01")
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def numeral(n: int) -> str:
    """A Chinese ordinal from 1 to 99."""
    tens, ones = divmod(n, 10)
    if n <= 10:
        return NUMERALS[n - 1]
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def scaled(amount: int, unit: str, decimals: int) -> Decimal:
    """An amount in 分 as printed in ``unit``."""
    factor = {"元": 100, "万元": 1_000_000}[unit]
    return (Decimal(amount) / factor).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """A percentage with two decimals."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: header path and the amount for a code prefix; ``total`` marks 合计."""

    path: tuple[str, ...]
    amount: Callable[[str], int]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The facts and the units they are printed in."""

    facts: Facts
    unit: str = "万元"
    decimals: int = 2
    change_base: str = "比上年预算"
    prose: int = 2  # decimals of amounts in prose

    def cell(self, amount: int, *tags: str) -> Cell:
        """A table cell with an amount."""
        return Cell(Num(scaled(amount, self.unit, self.decimals), self.decimals, frozenset(tags)))

    def wan(self, amount: int, *tags: str) -> Num:
        """An amount for prose, in 万元."""
        return Num(scaled(amount, "万元", self.prose), self.prose, frozenset(tags))

    def tied(self, amount: int) -> Num:
        """An amount for prose that also stands elsewhere."""
        return self.wan(amount, "tied")

    def share(self, part: int, whole: int) -> Num:
        """A share in prose."""
        return Num(percent(part, whole), 2, frozenset({"share"}))

    def change(
        self, now: int, prior: int, *, up: str = "增长", down: str = "下降"
    ) -> tuple[Piece, ...]:
        """比上年预算增加 X 万元，增长 Y%."""
        difference = now - prior
        words: list[Piece] = [self.change_base]
        if not scaled(abs(difference), "万元", 2):
            return ("与" + self.change_base.removeprefix("比") + "持平",)
        word, rate = ("增加", up) if difference > 0 else ("减少", down)
        growth = (
            Num(Decimal(100), 2)
            if not prior
            else Num(percent(abs(difference), prior), 2, frozenset({"growth"}))
        )
        known = {"direction"} if prior else set()
        words += [
            Word(word, frozenset(known)),
            self.wan(abs(difference), *(["change"] if prior else [])),
        ]
        return (*words, "万元，", Word(rate, frozenset(known)), growth, "%")

    def zero_change(self) -> tuple[Piece, ...]:
        """增加 0.00 万元，增长 0.00%, as some templates print it."""
        return ("增加", Num(Decimal(0)), "万元，增长", Num(Decimal(0)), "%")


def say(template: str, **values: object) -> Para:
    """A paragraph from a template; ``{name}`` slots take pieces or tuples of pieces.

    The 万元 or 元 after a slot becomes a word of its own, which can be planted with a mistake.
    """
    pieces: list[Piece] = []
    position = 0

    def put(value: object) -> None:
        if isinstance(value, tuple):
            for inner in value:
                put(inner)
        elif isinstance(value, (Num, Word, str)):
            pieces.append(value)
        else:
            pieces.append(str(value))

    for slot in _SLOT.finditer(template):
        put(template[position : slot.start()])
        put(values[slot[1]])
        position = slot.end()
    put(template[position:])
    return Para(tuple(_units_apart([p for p in pieces if p != ""])))


def _units_apart(pieces: list[Piece]) -> list[Piece]:
    apart: list[Piece] = []
    for piece in pieces:
        before = apart[-1] if apart else None
        if isinstance(piece, str) and isinstance(before, Num):
            for unit in ("万元", "元"):
                if piece.startswith(unit):
                    tags = {"unit"} if "tied" in before.tags and before.value else set()
                    apart += [Word(unit, frozenset(tags)), piece[len(unit) :]]
                    break
            else:
                apart.append(piece)
        else:
            apart.append(piece)
    return [p for p in apart if p != ""]


def head(paths: Sequence[tuple[str, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Header rows from header paths: equal prefixes merge, short paths reach down."""
    depth = max(map(len, paths))
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def fill(low: int, high: int, level: int) -> None:
        start = low
        while start < high:
            path = paths[start]
            if len(path) == level + 1:
                rows[level].append(Cell(path[level], depth - level))
                start += 1
                continue
            end = start
            while (
                end < high
                and len(paths[end]) > level + 1
                and paths[end][: level + 1] == path[: level + 1]
            ):
                end += 1
            rows[level].append(Cell(path[level], 1, end - start))
            fill(start, end, level + 1)
            start = end

    fill(0, len(paths), 0)
    return tuple(map(tuple, rows))


def tree(items: Sequence[str]) -> list[str]:
    """Items with their sections and classes, parents first."""
    every = set(items) | {i[:5] for i in items} | {i[:3] for i in items}
    return sorted(every)


def split_code(code: str) -> list[Cell]:
    """A functional code in three columns."""
    return [Cell(code[:3]), Cell(code[3:5] or None), Cell(code[5:] or None)]


def joined_code(code: str) -> list[Cell]:
    """A functional code in one column."""
    return [Cell(code)]


def values(book: Book, columns: Sequence[Column], code: str, tag: str) -> list[Cell]:
    """The amounts of one row, with the tags of the relations each is in."""
    cells = []
    others = [c.amount(code) for c in columns if not c.total]
    for column in columns:
        amount = column.amount(code)
        tags = {tag} if tag and amount else set()
        if column.total and [o for o in others if o] and amount:
            tags.add("rowtotal")
        cells.append(book.cell(amount, *tags))
    return cells


def functional_rows(
    book: Book,
    items: Sequence[str],
    columns: Sequence[Column],
    *,
    code: Callable[[str], list[Cell]],
    extra: int = 0,
    total_label: str = "合计",
    total_first: bool = False,
) -> tuple[Row, ...]:
    """The body of a table by functional classification, with its total row."""
    rows = [
        Row(
            f"{c} {name_of(c)}",
            (
                *code(c),
                Cell(name_of(c)),
                *[Cell()] * extra,
                *values(book, columns, c, "leaf" if len(c) == 7 else "node"),
            ),
            c,
        )
        for c in tree(items)
    ]
    wide = len(code("201"))
    if total_first:
        lead = [*[Cell()] * wide, Cell(total_label), *[Cell()] * extra]
    else:
        lead = [Cell(total_label, 1, wide + 1 + extra)]
    total = Row(total_label, (*lead, *values(book, columns, "", "total")), "total")
    return (total, *rows) if total_first else (*rows, total)


def economic_rows(
    book: Book,
    columns: Sequence[Column],
    *,
    split: bool,
    total_label: str = "合计",
    total_first: bool = False,
) -> tuple[Row, ...]:
    """The body of a table of basic spending by economic classification."""
    used = book.facts.economics(role="basic", fund="general")
    rows = []
    for c in sorted(set(used) | {e[:3] for e in used}):
        cells = [Cell(c[:3]), Cell(c[3:] or None)] if split else [Cell(c)]
        tag = "leaf" if len(c) == 5 else "node"
        rows.append(
            Row(
                f"{c} {economic_name(c)}",
                (*cells, Cell(economic_name(c)), *values(book, columns, c, tag)),
                c,
            )
        )
    wide = 2 if split else 1
    lead = (
        [*[Cell()] * wide, Cell(total_label)] if total_first else [Cell(total_label, 1, wide + 1)]
    )
    total = Row(total_label, (*lead, *values(book, columns, "", "total")), "total")
    return (total, *rows) if total_first else (*rows, total)


def class_list() -> list[tuple[str, str]]:
    """All classes of the balance table in official order."""
    return [(c, str(n)) for c, n in codes()["classes"].items()]


def sides(
    left: Sequence[tuple[str, Sequence[Cell]]],
    right: Sequence[tuple[str, Sequence[Cell]]],
    width: tuple[int, int],
) -> tuple[Row, ...]:
    """Two lists side by side (收入 | 支出), the shorter one filled up with blanks."""
    rows = []
    for i in range(max(len(left), len(right))):
        a = left[i] if i < len(left) else ("", [])
        b = right[i] if i < len(right) else ("", [])
        blank_a = [Cell()] * (width[0] - 1 - len(a[1]))
        blank_b = [Cell()] * (width[1] - 1 - len(b[1]))
        rows.append(
            Row(
                f"{a[0]} | {b[0]}".strip(" |"),
                (Cell(a[0] or None), *a[1], *blank_a, Cell(b[0] or None), *b[1], *blank_b),
            )
        )
    return tuple(rows)


def level(
    lists: Sequence[tuple[str, Sequence[Cell]]], size: int
) -> list[tuple[str, Sequence[Cell]]]:
    """A list filled up with empty rows to ``size``."""
    return [*lists, *[("", [])] * (size - len(lists))]
