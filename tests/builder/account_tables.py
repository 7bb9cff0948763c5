"""Tables that final accounts (决算) of several styles share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.builder import common
from tests.builder.book import Book, Column, numeral
from tests.builder.draft import Cell, Row
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    codes,
    economic_name,
)

INCOMES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)


def money(book: Book, amount: int, *tags: str) -> Cell:
    """A cell whose tags count only if the amount is not nil."""
    return book.cell(amount, *(tags if amount else ()))


@dataclass(frozen=True, slots=True)
class Totals:
    """The grand figures of an account, in 分."""

    income: int
    fiscal_income: int
    other_income: int
    expenditure: int
    opening: int
    closing: int

    @property
    def total(self) -> int:
        """总计."""
        return self.income + self.opening


def totals(f: Facts) -> Totals:
    """The grand figures."""
    fiscal, other = f.income(fund=FISCAL), f.income(fund=OWN)
    return Totals(
        fiscal + other, fiscal, other, f.sum(), f.opening + f.opening_own, f.closing + f.closing_own
    )


def balance_sides(book: Book) -> tuple[list[tuple[str, Cell]], list[tuple[str, Cell]]]:
    """收入支出决算总表: both lists, of equal length, the totals at the end."""
    f, t = book.facts, totals(book.facts)
    amounts = dict.fromkeys(INCOMES, 0)
    amounts[INCOMES[0]] = f.income(fund=GENERAL)
    amounts[INCOMES[1]] = f.income(fund=GOVERNMENT_FUND)
    amounts[INCOMES[7]] = t.other_income
    left = [
        (f"{numeral(n)}、{k}", money(book, a, "leaf"))
        for n, (k, a) in enumerate(amounts.items(), 1)
    ]
    names = codes()["classes"]
    right = [
        (f"{numeral(n)}、{k}", money(book, f.sum(c), "leaf"))
        for n, (c, k) in enumerate(names.items(), 1)
    ]
    left += [("", Cell())] * (len(right) - len(left))
    left += [
        ("本年收入合计", money(book, t.income, "total")),
        ("使用非财政拨款结余（含专用结余）", money(book, 0)),
        ("年初结转和结余", money(book, t.opening)),
        ("总计", money(book, t.total, "grand", "total")),
    ]
    right += [
        ("本年支出合计", money(book, t.expenditure, "total")),
        ("结余分配", money(book, 0)),
        ("年末结转和结余", money(book, t.closing)),
        ("总计", money(book, t.total, "grand", "total")),
    ]
    return left, right


def fiscal_sides(book: Book) -> tuple[list[tuple[str, list[Cell]]], list[tuple[str, list[Cell]]]]:
    """财政拨款收入支出决算总表: both lists, of equal length."""
    f = book.facts
    general, fund = f.income(fund=GENERAL), f.income(fund=GOVERNMENT_FUND)
    left: list[tuple[str, list[Cell]]] = [
        ("一、一般公共预算财政拨款", [money(book, general, "leaf")]),
        ("二、政府性基金预算财政拨款", [money(book, fund, "leaf")]),
        ("三、国有资本经营预算财政拨款", [money(book, 0)]),
    ]
    right: list[tuple[str, list[Cell]]] = []

    def row(name: str, a: int, b: int, tag: str, *more: str) -> tuple[str, list[Cell]]:
        return name, [
            money(book, a + b, tag, "rowtotal", *more),
            money(book, a, tag),
            money(book, b, tag),
            money(book, 0),
        ]

    for n, (c, k) in enumerate(codes()["classes"].items(), 1):
        right.append(
            row(
                f"{numeral(n)}、{k}", f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND), "leaf"
            )
        )
    left += [("", [Cell()])] * (len(right) - len(left))
    left.append(("本年收入合计", [money(book, general + fund, "total")]))
    right.append(row("本年支出合计", f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND), "total"))
    left += [
        ("年初财政拨款结转和结余", [money(book, f.opening)]),
        ("一、一般公共预算财政拨款", [money(book, f.opening)]),
        ("二、政府性基金预算财政拨款", [money(book, 0)]),
        ("三、国有资本经营预算财政拨款", [money(book, 0)]),
    ]
    right += [row("年末财政拨款结转和结余", f.closing, 0, "closing")] + [("", [Cell()] * 4)] * 3
    left.append(("总计", [money(book, general + fund + f.opening, "grand", "total")]))
    right.append(
        row("总计", f.sum(fund=GENERAL) + f.closing, f.sum(fund=GOVERNMENT_FUND), "grand", "total")
    )
    return left, right


def income_columns(f: Facts) -> list[Column]:
    """收入决算表."""

    def none(_: str) -> int:
        return 0

    return [
        Column(("本年收入合计",), lambda c: f.income(c, fund=(*FISCAL, OWN)), total=True),
        Column(("财政拨款收入",), lambda c: f.income(c, fund=FISCAL)),
        *[Column((n,), none) for n in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")],
        Column(("其他收入",), lambda c: f.income(c, fund=OWN)),
    ]


def expenditure_columns(f: Facts) -> list[Column]:
    """支出决算表."""
    return [
        Column(("本年支出合计",), f.sum, total=True),
        Column(("基本支出",), lambda c: f.sum(c, role=BASIC)),
        Column(("项目支出",), lambda c: f.sum(c, role=PROJECT)),
        *[Column((n,), lambda _: 0) for n in ("上缴上级支出", "经营支出", "对附属单位补助支出")],
    ]


def income_items(f: Facts) -> list[str]:
    """The items that income is filed under."""
    every = {*f.items(), f.running, f.first_own}
    return sorted(i for i in every if f.income(i, fund=(*FISCAL, OWN)))


def two_sided_economic(
    book: Book, code: Callable[[str], list[Cell]], public: int = 1
) -> tuple[Row, ...]:
    """一般公共预算财政拨款基本支出决算表 with personnel left and public spending right, which runs
    over as many lists side by side as ``public`` says."""
    f = book.facts
    used: dict[str, str] = codes()["economic"]

    def lines(prefix: tuple[str, ...]) -> list[list[Cell]]:
        found = []
        for c in used:
            if c.startswith(prefix):
                amount = f.sum(economic=c, role=BASIC, fund=GENERAL)
                tag = "leaf" if len(c) == 5 else "node"
                found.append([*code(c), Cell(economic_name(c)), money(book, amount, tag)])
        return found

    left, right = lines(common.PERSONNEL), lines(common.PUBLIC)
    wide = len(right[0])
    step = -(-len(right) // public)
    lists = [left, *(right[n * step : (n + 1) * step] for n in range(public))]
    size = max(map(len, lists))
    lists = [[*each, *[[Cell()] * wide] * (size - len(each))] for each in lists]
    rows = [
        Row(" | ".join(map(_label, beside)), tuple(cell for cells in beside for cell in cells))
        for beside in zip(*lists, strict=True)
    ]
    sums = [f.sum(economic=p, role=BASIC, fund=GENERAL) for p in (common.PERSONNEL, common.PUBLIC)]
    rows.append(
        Row(
            "人员经费合计 | 公用经费合计",
            (
                Cell("人员经费合计", 1, wide - 1),
                money(book, sums[0], "total"),
                Cell("公用经费合计", 1, wide * public - 1),
                money(book, sums[1], "total"),
            ),
        )
    )
    return tuple(rows)


def _label(cells: list[Cell]) -> str:
    return " ".join(c.content for c in cells if isinstance(c.content, str))


PUBLIC_PATHS: tuple[tuple[str, ...], ...] = (
    ("合计",),
    ("因公出国（境）费",),
    ("公务用车购置及运行费", "小计"),
    ("公务用车购置及运行费", "公务用车购置费"),
    ("公务用车购置及运行费", "公务用车运行费"),
    ("公务接待费",),
)


def public_table(
    book: Book, title: str, *, pairs: bool
) -> tuple[list[tuple[str, ...]], tuple[Row, ...]]:
    """三公 in one row: budget and account beside each other for every item, or one after the other."""
    f = book.facts
    budget, account = (common.three_public(f, w) for w in ("planned", "amount"))

    def amounts(p: common.ThreePublic) -> list[Cell]:
        every = (p.total, p.abroad, p.cars, p.buying, p.running, p.reception)
        tags = ("rowtotal", "row", "rowtotal", "row", "row", "row")
        return [money(book, a, t) for a, t in zip(every, tags, strict=True)]

    a, b = amounts(budget), amounts(account)
    if pairs:
        paths = [(title, *path, x) for path in PUBLIC_PATHS for x in ("预算数", "决算数")]
        return paths, (Row("", tuple(c for pair in zip(a, b, strict=True) for c in pair)),)
    paths = [(x, *path) for x in ("预算数", "决算数") for path in PUBLIC_PATHS]
    return paths, (Row("", (*a, *b)),)


def fund_columns(f: Facts) -> list[Column]:
    """政府性基金预算财政拨款收入支出决算表."""

    def amount(role: str | None) -> Callable[[str], int]:
        return lambda c: f.sum(c, fund=GOVERNMENT_FUND, role=role)

    return [
        Column(("年初结转和结余",), lambda _: 0),
        Column(("本年收入",), amount(None)),
        Column(("本年支出", "小计"), amount(None)),
        Column(("本年支出", "基本支出"), amount(BASIC)),
        Column(("本年支出", "项目支出"), amount(PROJECT)),
        Column(("年末结转和结余",), lambda _: 0),
    ]
