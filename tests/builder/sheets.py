"""Collecting the tables of a style, and the rows that several provinces print in their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from tests.builder.book import Book, Column, class_list, head, sides, tree, values
from tests.builder.draft import Cell, Part, Row, TableSpec
from tests.builder.facts import (
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    Facts,
    economic_name,
    name_of,
)

Code = Callable[[str], list[Cell]]
Paths = Sequence[tuple[str, ...]]


@dataclass(slots=True)
class Sheets:
    """Tables as they are added, each with the unit and the captions of the style."""

    book: Book
    entity: str = ""
    number: str = ""  # "表{n}", or nothing
    made: list[Part] = field(default_factory=list)

    def add(
        self,
        key: str,
        title: str,
        paths: Paths,
        rows: Iterable[Row],
        widths: Sequence[float] = (),
        notes: tuple[str, ...] = (),
        unit: str | None = None,
    ) -> None:
        """One more table."""
        number = self.number.format(n=len(self.made) + 1) if self.number else ""
        self.made.append(
            TableSpec(
                key,
                title,
                head(paths),
                tuple(rows),
                self.book.unit if unit is None else unit,
                number,
                self.entity,
                notes,
                tuple(widths),
                len(paths) > 7,
            )
        )


def money(book: Book, amount: int, *tags: str) -> Cell:
    """A cell whose tags count only if the amount is not nil."""
    return book.cell(amount, *(tags if amount else ()))


def padded(text: str, depth: int) -> str:
    """A name indented by its depth, as word processors do it."""
    return "　" * depth + text


def depth_of(code: str) -> int:
    """0 for 类, 1 for 款, 2 for 项."""
    return {3: 0, 5: 1}.get(len(code), 2)


def offices(facts: Facts) -> list[tuple[str, str, Facts]]:
    """The units (单位) of the department with their codes, each with its own share of the facts."""
    names = (f"{facts.entity}本级", f"{facts.place}服务中心", f"{facts.place}信息中心")
    count = 2 + facts.year % 2
    found = []
    for n, name in enumerate(names[:count]):
        own = tuple(a for i, a in enumerate(facts.atoms) if i % count == n)
        found.append((f"30100{n + 1}", name, replace(facts, atoms=own)))
    return found


def code_rows(
    book: Book,
    items: Sequence[str],
    columns: Sequence[Column],
    lead: Callable[[str, str], list[Cell]],
    *,
    names: Callable[[str], str] = name_of,
    item: int = 7,
    levels: Sequence[int] = (3, 5, 7),
    node: str = "node",
    start: str = "",
) -> list[Row]:
    """Rows by code: ``lead`` makes the cells before the amounts from code and name."""
    return [
        Row(
            f"{c} {names(c)}",
            (*lead(c, names(c)), *values(book, columns, c, "leaf" if len(c) == item else node)),
            c,
        )
        for c in tree(items)
        if len(c) in levels and c.startswith(start)
    ]


def total_row(
    book: Book, columns: Sequence[Column], lead: list[Cell], label: str = "合计", tag: str = "total"
) -> Row:
    """The row of totals."""
    return Row(label, (*lead, *values(book, columns, "", tag)), "total")


def economic_codes(facts: Facts, *, role: str = "basic", fund: str = "general") -> list[str]:
    """The economic items with spending and their classes, in order."""
    used = facts.economics(role=role, fund=fund)
    return sorted({*used, *(e[:3] for e in used)})


def economic_rows(
    book: Book, columns: Sequence[Column], lead: Callable[[str, str], list[Cell]]
) -> list[Row]:
    """Rows by economic classification, classes before their items."""
    return [
        Row(
            f"{c} {economic_name(c)}",
            (
                *lead(c, economic_name(c)),
                *values(book, columns, c, "leaf" if len(c) == 5 else "node"),
            ),
            c,
        )
        for c in economic_codes(book.facts)
    ]


def fiscal_rows(book: Book) -> tuple[Row, ...]:
    """财政拨款收支总表: the sources, and each class used by fund."""
    f = book.facts

    def row(name: str, c: str, tag: str) -> tuple[str, list[Cell]]:
        a, b = f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND)
        return name, [
            money(book, a + b, tag, "rowtotal"),
            money(book, a, tag),
            money(book, b, tag),
            money(book, 0),
        ]

    left = [
        ("一、本年收入", [money(book, f.sum(fund=FISCAL))]),
        ("（一）一般公共预算拨款", [money(book, f.sum(fund=GENERAL))]),
        ("（二）政府性基金预算拨款", [money(book, f.sum(fund=GOVERNMENT_FUND))]),
        ("二、上年结转", [money(book, 0)]),
    ]
    right = [row("一、本年支出", "", "node")]
    right += [row(n, c, "leaf") for c, n in class_list() if f.sum(c, fund=FISCAL)]
    size = max(len(left), len(right))
    left += [("", [Cell()])] * (size - len(left))
    right += [("", [Cell()] * 4)] * (size - len(right))
    left.append(("收入总计", [money(book, f.sum(fund=FISCAL), "grand")]))
    right.append(row("支出总计", "", "grand"))
    return sides(left, right, (2, 5))


GOVERNMENT = {
    "30101": ("50101", "工资奖金津补贴"),
    "30102": ("50101", "工资奖金津补贴"),
    "30103": ("50101", "工资奖金津补贴"),
    "30108": ("50102", "社会保障缴费"),
    "30109": ("50102", "社会保障缴费"),
    "30110": ("50102", "社会保障缴费"),
    "30111": ("50102", "社会保障缴费"),
    "30112": ("50102", "社会保障缴费"),
    "30113": ("50103", "住房公积金"),
    "301": ("50199", "其他工资福利支出"),
    "30212": ("50207", "因公出国（境）费用"),
    "30213": ("50209", "维修（护）费"),
    "30215": ("50202", "会议费"),
    "30216": ("50203", "培训费"),
    "30217": ("50206", "公务接待费"),
    "30218": ("50204", "专用材料购置费"),
    "30226": ("50205", "委托业务费"),
    "30227": ("50205", "委托业务费"),
    "30231": ("50208", "公务用车运行维护费"),
    "30299": ("50299", "其他商品和服务支出"),
    "302": ("50201", "办公经费"),
    "30302": ("50905", "离退休费"),
    "30301": ("50905", "离退休费"),
    "303": ("50999", "其他对个人和家庭补助"),
    "31013": ("50303", "公务用车购置"),
    "310": ("50306", "设备购置"),
}


def government(code: str) -> tuple[str, str]:
    """The 政府预算支出经济分类 to which an item of the departments' classification belongs."""
    return GOVERNMENT.get(code) or GOVERNMENT[code[:3]]
