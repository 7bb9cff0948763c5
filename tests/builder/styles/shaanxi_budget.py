"""A budget in the Shaanxi way: four lists side by side, what is planned and carried apart, two years and their
changes by unit, growth in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from tests.builder import common
from tests.builder.book import Book, Column, class_list, percent, say, values
from tests.builder.draft import Cell, Heading, Num, Part, Row
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    economic_name,
)
from tests.builder.sheets import Sheets, code_rows, depth_of, government, money, offices, padded

KIND = "budget"
GROUPS = (
    ("301", "工资福利支出"),
    ("302", "商品和服务支出"),
    ("303", "对个人和家庭的补助"),
    ("310", "资本性支出"),
)
GOVERNMENT_GROUPS = (
    ("501", "机关工资福利支出"),
    ("502", "机关商品和服务支出"),
    ("503", "机关资本性支出"),
    ("509", "对个人和家庭的补助"),
)
Line = tuple[str, Cell]


def _sources(book: Book) -> list[Line]:
    f = book.facts
    rows = (
        ("一、部门预算", f.sum(), "node"),
        ("1、财政拨款", f.sum(fund=FISCAL), "leaf"),
        ("（1）一般公共预算拨款", f.sum(fund=GENERAL), "leaf"),
        ("其中：专项资金列入部门预算的项目", 0, ""),
        ("（2）政府性基金拨款", f.sum(fund=GOVERNMENT_FUND), "leaf"),
        ("（3）国有资本经营预算收入", 0, ""),
        ("2、上级补助收入", 0, ""),
        ("3、事业收入", 0, ""),
        ("其中：纳入财政专户管理的收费", 0, ""),
        ("4、其他收入", f.sum(fund=OWN), "leaf"),
    )
    return [(name, money(book, amount, tag)) for name, amount, tag in rows]


def _uses(book: Book) -> tuple[list[Line], list[Line], list[Line]]:
    """Expenditure by function, by departmental and by governmental economic class."""
    f = book.facts
    whole = ("一、部门预算", money(book, f.sum(), "node"))
    functional = [
        (f"{n}、{name}", money(book, f.sum(c), "leaf"))
        for n, (c, name) in enumerate(class_list(), 1)
    ]
    economic: list[Line] = []
    for n, (name, role) in enumerate(
        (("人员经费和公用经费支出", BASIC), ("专项业务经费支出", PROJECT)), 1
    ):
        economic.append((f"{n}、{name}", money(book, f.sum(role=role), "leaf")))
        economic += [
            (f"（{k}）{group}", money(book, f.sum(economic=c, role=role), "leaf"))
            for k, (c, group) in enumerate(GROUPS, 1)
        ]
    governmental = [
        (f"{n}、{name}", money(book, _governmental(f, c), "leaf"))
        for n, (c, name) in enumerate(GOVERNMENT_GROUPS, 1)
    ]
    return [whole, *functional], [whole, *economic], [whole, *governmental]


def _governmental(facts: Facts, group: str) -> int:
    return sum(a.amount for a in facts.atoms if government(a.economic)[0].startswith(group))


def _balance(sheets: Sheets) -> None:
    book, total = sheets.book, sheets.book.facts.sum()
    lists = [_sources(book), *_uses(book)]
    size = max(map(len, lists))
    nothing = money(book, 0)
    closing: list[list[Line]] = [
        [
            ("本年收入合计", money(book, total, "total")),
            ("上年结转", nothing),
            ("收入总计", money(book, total, "grand")),
        ],
        *[
            [
                ("本年支出合计", money(book, total, "total")),
                ("结转下年", nothing),
                ("支出总计", money(book, total, "grand")),
            ]
        ]
        * 3,
    ]
    filled = [
        [*each, *[("", Cell())] * (size - len(each)), *end]
        for each, end in zip(lists, closing, strict=True)
    ]
    rows = [
        Row(
            " | ".join(name for name, _ in beside),
            tuple(cell for name, amount in beside for cell in (Cell(name or None), amount)),
        )
        for beside in zip(*filled, strict=True)
    ]
    names = ("支出功能分类（按大类）", "部门支出经济分类（按大类）", "政府支出经济分类（按大类）")
    # the heads of the amounts are alike, but each stands beside its own names
    paths = [("收入", "项目"), ("收入", "预算数")]
    paths += [("支出", word) for name in names for word in (name, "预算数")]
    sheets.add("balance", "部门综合预算收支总表", paths, rows, (4, 2) * 4)


def _kinds(facts: Facts) -> list[tuple[str, Callable[[str], int]]]:
    """合计 of what the general budget pays, and its three kinds."""
    f = facts
    return [
        ("合计", lambda e: f.sum(economic=e, fund=GENERAL)),
        ("人员经费支出", lambda e: common.basic_part(f, e, common.PERSONNEL)),
        ("公用经费支出", lambda e: common.basic_part(f, e, common.PUBLIC)),
        ("专项业务经费支出", lambda e: f.sum(economic=e, fund=GENERAL, role=PROJECT)),
    ]


def _by_code(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts

    def part(prefixes: tuple[str, ...]) -> Callable[[str], int]:
        return lambda c: f.sum(c, fund=GENERAL, role=BASIC, economic=prefixes)

    columns = [
        Column(("合计",), lambda c: f.sum(c, fund=GENERAL), total=True),
        Column(("人员经费支出",), part(common.PERSONNEL)),
        Column(("公用经费支出",), part(common.PUBLIC)),
        Column(("专项业务经费支出",), lambda c: f.sum(c, fund=GENERAL, role=PROJECT)),
    ]
    total = Row("合计", (Cell(), Cell("合计"), *values(book, columns, "", "total")), "total")
    rows = code_rows(
        book,
        f.items(fund=GENERAL),
        columns,
        lambda c, name: [Cell(c), Cell(padded(name, depth_of(c)))],
    )
    heads = [c.path for c in columns]
    sheets.add(
        "general",
        "部门综合预算一般公共预算支出明细表（按功能科目分类-不含上年结转）",
        [("功能科目编码",), ("功能科目名称",), *heads],
        [total, *rows],
        (2, 5, *[2.2] * 4),
    )
    columns = [Column((name,), amount, name == "合计") for name, amount in _kinds(f)]
    items = sorted({a.economic for a in f.atoms if a.fund == GENERAL})
    rows = []
    for c in sorted({*items, *(e[:3] for e in items)}):
        other = map(Cell, government(c)) if len(c) > 3 else (Cell(), Cell())
        cells = values(book, columns, c, "leaf" if len(c) > 3 else "node")
        rows.append(
            Row(f"{c} {economic_name(c)}", (Cell(c), Cell(economic_name(c)), *other, *cells))
        )
    total = Row("合计", (Cell(), Cell("合计"), Cell(), Cell(), *values(book, columns, "", "total")))
    sheets.add(
        "by_economic",
        "部门综合预算一般公共预算支出明细表（按支出经济分类科目-不含上年结转）",
        [
            *[(f"{who}经济科目{what}",) for who in ("部门", "政府") for what in ("编码", "名称")],
            *heads,
        ],
        [total, *rows],
        (1.6, 4, 1.6, 4, *[2.2] * 4),
    )


def _years(book: Book, prior: Sequence[int], now: Sequence[int]) -> list[Cell]:
    """The amounts of both years and their changes."""
    changes = [b - a for a, b in zip(prior, now, strict=True)]
    return [money(book, amount) for amount in (*prior, *now, *changes)]


def _public(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts
    whole, cars = "一般公共预算拨款安排的“三公”经费预算", "公务用车购置及运行维护费"

    def heads(top: str) -> list[tuple[str, ...]]:
        return [
            (top, "合计"),
            (top, whole, "小计"),
            (top, whole, "因公出国（境）费用"),
            (top, whole, "公务接待费"),
            (top, whole, cars, "小计"),
            (top, whole, cars, "公务用车购置费"),
            (top, whole, cars, "公务用车运行维护费"),
            (top, "会议费"),
            (top, "培训费"),
        ]

    def amounts(facts: Facts, what: str) -> list[int]:
        p = common.three_public(facts, what)
        more = [facts.sum(economic=e, fund=GENERAL, what=what) for e in ("30215", "30216")]
        public = (p.total, p.abroad, p.reception, p.cars, p.buying, p.running)
        return [p.total + sum(more), *public, *more]

    units = [("301", f.entity, f), *offices(f)]
    rows = [
        Row(
            name,
            (
                Cell(code),
                Cell(name),
                *_years(book, amounts(facts, "prior"), amounts(facts, "amount")),
            ),
        )
        for code, name, facts in units
    ]
    total = replace(rows[0], label="合计", cells=(Cell(), Cell("合计"), *rows[0].cells[2:]))
    sheets.add(
        "three_public",
        "部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表",
        [
            ("单位编码",),
            ("单位名称",),
            *heads(f"{f.year - 1}年"),
            *heads(f"{f.year}年"),
            *heads("增减变化情况"),
        ],
        [total, *rows],
        (1.5, 3, *[1.4] * 27),
    )


def _running(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts
    rows = []
    for number, (_, name, facts) in enumerate(offices(f), 1):
        rows.append(_run(book, str(number), name, facts))
    rows.append(_run(book, "", "合计", f))
    sheets.add(
        "running_cost",
        "机关运行经费预算财政拨款情况统计表",
        [("序号",), ("单位名称",), (f"{f.year - 1}年",), (f"{f.year}年",), ("增减额",), ("增减%",)],
        rows,
        (1, 4, 2, 2, 2, 2),
    )


def _run(book: Book, number: str, name: str, facts: Facts) -> Row:
    prior, now = (common.operating_cost(facts, what) for what in ("prior", "amount"))
    growth = Num(Decimal(0)) if not prior else Num(percent(now - prior, prior))
    tag = "total" if not number else "leaf"
    cells = (money(book, prior, tag), money(book, now, tag), money(book, now - prior))
    return Row(name, (Cell(number or None), Cell(name), *cells, Cell(growth)))


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    sheets = Sheets(book, number="表{n}")
    _balance(sheets)
    _by_code(sheets)
    _public(sheets)
    _running(sheets)
    year, entity = facts.year, facts.entity
    return [
        Heading(f"{entity}{year}年部门综合预算公开", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、主要职责及机构设置", 2),
        say("贯彻执行国家有关法律法规和政策，承担行业管理和服务工作。"),
        Heading("第二部分收支情况", 1),
        Heading("二、部门预算收支说明", 2),
        say(
            f"{year}年{entity}预算收入{{t}}万元，其中：一般公共预算拨款收入{{g}}万元。",
            t=book.tied(facts.sum()),
            g=book.tied(facts.sum(fund=GENERAL)),
        ),
        Heading("第三部分其他说明情况", 1),
        Heading("三、政府采购情况说明", 2),
        common.procurement(
            book,
            "{year}年{entity}政府采购预算共{total}万元，其中：货物类{goods}万元、工程类{works}万元、服务类{services}万元。",
        ),
        Heading("第四部分公开报表", 1),
        *sheets.made,
    ]
