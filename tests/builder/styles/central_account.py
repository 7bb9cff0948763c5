"""A final account in the way of the central ministries (财决公开 01 to 09): 行次 columns, 栏次 rows."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import account_prose, account_tables, common
from tests.builder.book import Book, Column, functional_rows, head, joined_code, numeral, say
from tests.builder.draft import Cell, Heading, Part, Row, TableSpec
from tests.builder.facts import GENERAL, GOVERNMENT_FUND, Facts

KIND = "account"
USES = ("副部（省）级及以上领导用车", "机要通信用车", "执法执勤用车", "其他用车")


def _numbered(
    left: list[tuple[str, list[Cell]]], right: list[tuple[str, list[Cell]]]
) -> tuple[Row, ...]:
    """Both sides with their line numbers (行次), and the 栏次 row on top."""
    size = len(left)
    wide = (len(left[0][1]), len(right[0][1]))
    marks = [str(n + 1) for n in range(wide[0] + wide[1])]
    rows = [
        Row(
            "栏次",
            (
                Cell("栏次"),
                Cell(),
                *map(Cell, marks[: wide[0]]),
                Cell("栏次"),
                Cell(),
                *map(Cell, marks[wide[0] :]),
            ),
        )
    ]
    for n, ((a, x), (b, y)) in enumerate(zip(left, right, strict=True), 1):
        rows.append(
            Row(
                f"{a} | {b}",
                (Cell(a or None), Cell(str(n)), *x, Cell(b or None), Cell(str(size + n)), *y),
            )
        )
    return tuple(rows)


def _tables(book: Book) -> list[Part]:
    f = book.facts
    made: list[Part] = []

    def add(
        key: str,
        title: str,
        paths: Sequence[tuple[str, ...]],
        rows: tuple[Row, ...],
        widths: tuple[float, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        made.append(
            TableSpec(
                key,
                title,
                head(paths),
                rows,
                book.unit,
                f"公开{len(made) + 1:02}表",
                f"部门：{f.entity}",
                notes,
                widths,
                len(paths) > 7,
            )
        )

    def by_code(key: str, title: str, columns: list[Column], items: list[str], *notes: str) -> None:
        lines = functional_rows(book, items, columns, code=joined_code) if items else ()
        marks = Row("栏次", (Cell("栏次", 1, 2), *[Cell(str(n + 1)) for n in range(len(columns))]))
        total = (
            lines[-1:] if lines else (Row("合计", (Cell("合计", 1, 2), *[Cell()] * len(columns))),)
        )
        paths = [("项目", "功能分类科目编码"), ("项目", "科目名称"), *[c.path for c in columns]]
        add(key, title, paths, (marks, *total, *lines[:-1]), (2, 5, *[2.2] * len(columns)), notes)

    left, right = account_tables.balance_sides(book)
    paths = [
        ("收入", "项目"),
        ("收入", "行次"),
        ("收入", "决算数"),
        ("支出", "项目（按功能分类）"),
        ("支出", "行次"),
        ("支出", "决算数"),
    ]
    add(
        "balance",
        "收入支出决算总表",
        paths,
        _numbered([(n, [c]) for n, c in left], [(n, [c]) for n, c in right]),
        (5, 1, 2, 5, 1, 2),
    )
    by_code(
        "income", "收入决算表", account_tables.income_columns(f), account_tables.income_items(f)
    )
    by_code("expenditure", "支出决算表", account_tables.expenditure_columns(f), f.items())
    names = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    paths = [
        ("收入", "项目"),
        ("收入", "行次"),
        ("收入", "金额"),
        ("支出", "项目（按功能分类）"),
        ("支出", "行次"),
        *[("支出", n) for n in names],
    ]
    add(
        "fiscal",
        "财政拨款收入支出决算总表",
        paths,
        _numbered(*account_tables.fiscal_sides(book)),
        (4, 1, 2, 4, 1, 2, 2, 2, 2),
    )
    columns = [
        Column(("本年支出", *c.path), c.amount, c.total)
        for c in common.split_columns(f, fund=GENERAL)
    ]
    by_code("general", "一般公共预算财政拨款支出决算表", columns, f.items(fund=GENERAL))
    side = [("人员经费", "科目编码"), ("人员经费", "科目名称"), ("人员经费", "决算数")]
    other = [("公用经费", p[1]) for p in side] * 2
    add(
        "basic",
        "一般公共预算财政拨款基本支出决算表",
        side + other,
        account_tables.two_sided_economic(book, lambda c: [Cell(c)], public=2),
        (1.4, 4, 2) * 3,
    )
    wide, rows = account_tables.public_table(book, "", pairs=False)
    marks = Row("栏次", tuple(Cell(str(n + 1)) for n in range(12)))
    add("three_public", "财政拨款“三公”经费支出决算表", wide, (marks, *rows))
    fund = f.items(fund=GOVERNMENT_FUND)
    note = f"注：{f.entity}{f.year}年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"
    by_code(
        "government_fund",
        "政府性基金预算财政拨款收入支出决算表",
        account_tables.fund_columns(f),
        fund,
        *(() if fund else (note,)),
    )
    note = f"注：{f.entity}{f.year}年度没有使用国有资本经营预算财政拨款安排的支出。"
    columns = [Column(("本年支出", n), lambda _: 0) for n in ("合计", "基本支出", "项目支出")]
    by_code("state_capital", "国有资本经营预算财政拨款支出决算表", columns, [], note)
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
        say(f"{year}年度政府性基金预算财政拨款支出{{a}}万元。", a=book.tied(fund))
        if fund
        else say(f"{entity}{year}年度没有使用政府性基金预算财政拨款安排的支出。")
    )
    return [
        Heading(f"{entity}{year}年度部门决算", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、部门职责", 2),
        say("拟订行业发展战略、规划和政策，并组织实施。"),
        Heading(f"第二部分{year}年度部门决算表", 1),
        *_tables(book),
        Heading(f"第三部分{year}年度部门决算情况说明", 1),
        *account_prose.overall(book, heading),
        *account_prose.general(book, heading, lambda n, i: f"{n}.{common.item_name(i)}。"),
        *account_prose.public(book, heading),
        heading("政府性基金预算财政拨款收入支出决算情况说明"),
        said,
        heading("其他重要事项的情况说明"),
        *account_prose.matters(book, USES),
        Heading("第四部分名词解释", 1),
        say("一、财政拨款收入：指中央财政当年拨付的资金。"),
    ]
