"""A district final account in the Shanghai way: numbered names without codes, nine tables, 万元."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import account_prose, account_tables, common
from tests.builder.book import Book, Column, functional_rows, head, numeral, say, sides, split_code
from tests.builder.draft import Cell, Heading, Part, Row, TableSpec
from tests.builder.facts import GENERAL, GOVERNMENT_FUND, Facts

KIND = "account"
CODE = (
    ("项目", "支出功能分类科目编码", "类"),
    ("项目", "支出功能分类科目编码", "款"),
    ("项目", "支出功能分类科目编码", "项"),
)
USES = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")


def _tables(book: Book) -> list[Part]:
    f = book.facts
    made: list[Part] = []

    def add(
        key: str,
        title: str,
        paths: Sequence[tuple[str, ...]],
        rows: tuple[Row, ...],
        widths: tuple[float, ...] = (),
        note: str = "",
    ) -> None:
        made.append(
            TableSpec(
                key,
                title,
                head(paths),
                rows,
                book.unit,
                notes=(note,) if note else (),
                widths=widths,
            )
        )

    def by_code(key: str, title: str, columns: list[Column], items: list[str]) -> None:
        paths = [*CODE, ("项目", "科目名称"), *[c.path for c in columns]]
        add(
            key,
            title,
            paths,
            functional_rows(book, items, columns, code=split_code),
            (1, 1, 1, 4.5, *[2.2] * len(columns)),
        )

    left, right = account_tables.balance_sides(book)
    add(
        "balance",
        "收入支出决算总表",
        [("收入", "项目"), ("收入", "决算数"), ("支出", "项目"), ("支出", "决算数")],
        sides([(n, [c]) for n, c in left], [(n, [c]) for n, c in right], (2, 2)),
        (4, 2, 4, 2),
    )
    by_code(
        "income", "收入决算表", account_tables.income_columns(f), account_tables.income_items(f)
    )
    by_code("expenditure", "支出决算表", account_tables.expenditure_columns(f), f.items())
    lists = account_tables.fiscal_sides(book)
    add(
        "fiscal",
        "财政拨款收入支出决算总表",
        [
            ("收入", "项目"),
            ("收入", "决算数"),
            *[
                ("支出", x)
                for x in (
                    "项目",
                    "合计",
                    "一般公共预算财政拨款",
                    "政府性基金预算财政拨款",
                    "国有资本经营预算财政拨款",
                )
            ],
        ],
        sides(*lists, (2, 5)),
        (4, 2, 4, 2, 2, 2, 2),
    )
    by_code(
        "general",
        "一般公共预算财政拨款支出决算表",
        common.split_columns(f, fund=GENERAL),
        f.items(fund=GENERAL),
    )
    side = [("经济分类科目编码", "类"), ("经济分类科目编码", "款"), ("科目名称",), ("决算数",)]
    right_side = [
        ("经济分类科目编码 ", "类"),
        ("经济分类科目编码 ", "款"),
        ("科目名称",),
        ("决算数",),
    ]
    add(
        "basic",
        "一般公共预算财政拨款基本支出决算表",
        side + right_side,
        account_tables.two_sided_economic(book, lambda c: [Cell(c[:3]), Cell(c[3:] or None)]),
        (1, 1, 4, 2, 1, 1, 4, 2),
    )
    paths, rows = account_tables.public_table(book, "财政拨款“三公”经费", pairs=True)
    add("three_public", "财政拨款“三公”经费支出决算表", paths, rows)
    for key, title, items in (
        ("government_fund", "政府性基金预算财政拨款", f.items(fund=GOVERNMENT_FUND)),
        ("state_capital", "国有资本经营预算财政拨款", []),
    ):
        columns = account_tables.fund_columns(f)
        full = f"{title}收入支出决算表"
        if items:
            by_code(key, full, columns, items)
        else:
            paths = [*CODE, ("项目", "科目名称"), *[c.path for c in columns]]
            rows = (Row("合计", (Cell("合计", 1, 4), *[Cell()] * 6)),)
            add(key, full, paths, rows, note=f"注：{f.entity}无{title}支出，故本表无数据。")
    return made


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    year, entity = facts.year, facts.entity
    count = 0

    def heading(title: str) -> Heading:
        nonlocal count
        count += 1
        return Heading(f"{numeral(count)}、{title}", 2)

    fund = facts.sum(fund=GOVERNMENT_FUND)
    said = (
        say(f"{entity}{year}年度政府性基金预算财政拨款支出{{a}}万元。", a=book.tied(fund))
        if fund
        else say(f"{entity}{year}年度无政府性基金预算财政拨款收入和支出。")
    )
    return [
        Heading(f"{entity}{year}年度部门决算", 0),
        Heading(f"第一部分{entity}概况", 1),
        Heading("一、主要职能", 2),
        say(f"{entity}是主管本行业工作的区政府工作部门，完成区委、区政府交办的其他任务。"),
        Heading(f"第二部分{entity}{year}年度部门决算表", 1),
        *_tables(book),
        Heading(f"第三部分{entity}{year}年度部门决算情况说明", 1),
        *account_prose.overall(book, heading),
        *account_prose.general(
            book, heading, lambda n, i: f"{n}、{common.item_name(i)}。主要用于：日常工作等支出。"
        ),
        *account_prose.public(book, heading),
        heading("政府性基金预算财政拨款收入支出决算情况说明"),
        said,
        heading("国有资本经营预算财政拨款收入支出决算情况说明"),
        say(f"{entity}{year}年度无国有资本经营预算财政拨款收入和支出。"),
        heading("其他重要事项的情况说明"),
        *account_prose.matters(book, USES),
        Heading("第四部分名词解释", 1),
        say("一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款。"),
        say("二、年初结转和结余：指以前年度尚未完成、结转到本年按有关规定继续使用的资金。"),
    ]
