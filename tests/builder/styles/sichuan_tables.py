"""The tables of a budget in the Sichuan way, 1 to 5 with sub-tables."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    class_list,
    head,
    numeral,
    sides,
    split_code,
    values,
)
from tests.builder.draft import Cell, Part, Row, TableSpec
from tests.builder.facts import (
    BASIC,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    economic_name,
    name_of,
)

UNIT_CODE = "301001"
CODE = (
    ("项目", "科目编码", "类"),
    ("项目", "科目编码", "款"),
    ("项目", "科目编码", "项"),
    ("项目", "单位代码"),
    ("项目", "单位名称（科目）"),
)


def _money(book: Book, amount: int, *tags: str) -> Cell:
    return book.cell(amount, *(tags if amount else ()))


def _rows(book: Book, columns: list[Column], items: list[str]) -> tuple[Row, ...]:
    """The total, the unit, and one row for every item (items only, as these tables are printed)."""
    f = book.facts
    blank = [Cell()] * 3
    total = Row(
        "合计", (*blank, Cell(), Cell("合计"), *values(book, columns, "", "total")), "total"
    )
    unit = Row(f.entity, (*blank, Cell(UNIT_CODE), Cell(f.entity), *values(book, columns, "", "")))
    lines = [
        Row(
            f"{i} {name_of(i)}",
            (*split_code(i), Cell(UNIT_CODE), Cell(name_of(i)), *values(book, columns, i, "leaf")),
            i,
        )
        for i in sorted(items)
    ]
    return (total, unit, *lines)


def _economic(book: Book, columns: list[Column]) -> tuple[Row, ...]:
    f = book.facts
    used = f.economics(role=BASIC, fund=GENERAL)
    total = Row(
        "合计", (Cell(), Cell(), Cell(), Cell("合计"), *values(book, columns, "", "total")), "total"
    )
    lines = [
        Row(
            f"{e} {economic_name(e)}",
            (
                Cell(e[:3]),
                Cell(e[3:] or None),
                Cell(UNIT_CODE if len(e) > 3 else None),
                Cell(economic_name(e)),
                *values(book, columns, e, "leaf" if len(e) > 3 else "node"),
            ),
            e,
        )
        for e in sorted(set(used) | {e[:3] for e in used})
    ]
    return (total, *lines)


def _balance(book: Book, carried: int) -> tuple[Row, ...]:
    f = book.facts
    total, general, fund = f.sum(), f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND)
    left = [
        ("一、一般公共预算拨款收入", [_money(book, general - carried, "leaf")]),
        ("二、政府性基金预算拨款收入", [_money(book, fund, "leaf")]),
        ("三、国有资本经营预算拨款收入", [_money(book, 0)]),
        ("四、事业收入", [_money(book, 0)]),
        ("五、事业单位经营收入", [_money(book, 0)]),
        ("六、其他收入", [_money(book, f.sum(fund=OWN), "leaf")]),
    ]
    right = [
        (f"{numeral(n)}、{name}", [_money(book, f.sum(c), "leaf")])
        for n, (c, name) in enumerate(class_list(), 1)
    ]
    left += [("", [Cell()])] * (len(right) - len(left))
    left += [
        ("本年收入合计", [_money(book, total - carried, "total")]),
        ("七、用事业基金弥补收支差额", [_money(book, 0)]),
        ("八、上年结转", [_money(book, carried)]),
        ("收入总计", [_money(book, total, "grand")]),
    ]
    right += [
        ("本年支出合计", [_money(book, total, "total")]),
        ("二十六、事业单位结余分配", [_money(book, 0)]),
        ("二十七、结转下年", [_money(book, 0)]),
        ("支出总计", [_money(book, total, "grand")]),
    ]
    return sides(left, right, (2, 2))


def _fiscal(book: Book, carried: int) -> tuple[Row, ...]:
    f = book.facts
    general, fund = f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND)
    left = [
        ("一、本年收入", [_money(book, general + fund - carried, "node")]),
        ("一般公共预算拨款收入", [_money(book, general - carried)]),
        ("政府性基金预算拨款收入", [_money(book, fund)]),
        ("国有资本经营预算拨款收入", [_money(book, 0)]),
        ("二、上年结转", [_money(book, carried)]),
        ("一般公共预算拨款收入", [_money(book, carried)]),
    ]

    def row(name: str, a: int, b: int, tag: str) -> tuple[str, list[Cell]]:
        return name, [
            _money(book, a + b, tag, "rowtotal"),
            _money(book, a, tag),
            _money(book, b, tag),
            _money(book, 0),
        ]

    right = [row("一、本年支出", general, fund, "node")]
    right += [
        row(name, f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND), "leaf")
        for c, name in class_list()
    ]
    right += [row("二、结转下年", 0, 0, "closing")]
    left += [("", [Cell()])] * (len(right) - len(left))
    left.append(("收入总计", [_money(book, general + fund, "grand")]))
    right.append(row("支出总计", general, fund, "grand"))
    return sides(left, right, (2, 5))


def tables(book: Book, carried: int) -> list[Part]:
    f = book.facts
    made: list[Part] = []

    def add(
        key: str,
        number: str,
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
                f"表{number}",
                f"部门：{f.entity}",
                notes,
                widths,
                len(paths) > 8,
            )
        )

    def by_code(key: str, number: str, title: str, columns: list[Column], items: list[str]) -> None:
        add(
            key,
            number,
            title,
            [*CODE, *[c.path for c in columns]],
            _rows(book, columns, items),
            (1, 1, 1, 1.5, 5, *[2.2] * len(columns)),
        )

    four = [
        ("收入", "项目"),
        ("收入", f"{f.year}年预算数"),
        ("支出", "项目"),
        ("支出", f"{f.year}年预算数"),
    ]
    add("balance", "1", "部门收支总表", four, _balance(book, carried), (5, 2, 5, 2))
    mine = f.running
    columns = [
        Column(("合计",), f.sum, total=True),
        Column(("上年结转",), lambda c: carried if mine.startswith(c) else 0),
        Column(
            ("一般公共预算拨款收入",),
            lambda c: f.sum(c, fund=GENERAL) - (carried if mine.startswith(c) else 0),
        ),
        Column(("政府性基金预算拨款收入",), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column(("事业收入",), lambda _: 0),
        Column(("其他收入",), lambda c: f.sum(c, fund=OWN)),
    ]
    by_code("income", "1-1", "部门收入总表", columns, f.items())
    by_code(
        "expenditure",
        "1-2",
        "部门支出总表",
        [*common.split_columns(f), Column(("上缴上级支出",), lambda _: 0)],
        f.items(),
    )
    add(
        "fiscal",
        "2",
        "财政拨款收支预算总表",
        [
            ("收入", "项目"),
            ("收入", f"{f.year}年预算数"),
            *[
                ("支出", x)
                for x in ("项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
            ],
        ],
        _fiscal(book, carried),
        (4, 2, 4, 2, 2, 2, 2),
    )
    by_code(
        "general",
        "3",
        "一般公共预算支出预算表",
        common.split_columns(f, fund=GENERAL),
        f.items(fund=GENERAL),
    )
    columns = [
        Column(
            ("基本支出", "合计"), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL), total=True
        ),
        Column(("基本支出", "人员经费"), lambda e: common.basic_part(f, e, common.PERSONNEL)),
        Column(("基本支出", "公用经费"), lambda e: common.basic_part(f, e, common.PUBLIC)),
    ]
    paths = [
        ("项目", "科目编码", "类"),
        ("项目", "科目编码", "款"),
        ("项目", "单位代码"),
        ("项目", "单位名称（科目）"),
        *[c.path for c in columns],
    ]
    add(
        "basic",
        "3-1",
        "一般公共预算基本支出预算表",
        paths,
        _economic(book, columns),
        (1, 1, 1.6, 5, 2, 2, 2),
    )
    projects = [a for a in f.atoms if a.role == PROJECT and a.fund == GENERAL]
    lines = [
        Row(
            "合计",
            (
                Cell(),
                Cell(),
                Cell(),
                Cell(),
                Cell("合计"),
                _money(book, sum(a.amount for a in projects), "total"),
            ),
            "total",
        )
    ]
    for i in sorted({a.item for a in projects}):
        lines.append(
            Row(
                f"{i} {name_of(i)}",
                (
                    *split_code(i),
                    Cell(),
                    Cell(name_of(i)),
                    _money(book, sum(a.amount for a in projects if a.item == i), "node"),
                ),
            )
        )
        lines += [
            Row(
                a.project,
                (*split_code(i), Cell(UNIT_CODE), Cell(a.project), _money(book, a.amount, "leaf")),
            )
            for a in projects
            if a.item == i
        ]
    if projects:
        add(
            "projects",
            "3-2",
            "一般公共预算项目支出预算表",
            [*[p[1:] for p in CODE[:3]], ("单位代码",), ("单位名称（科目、项目）",), ("金额",)],
            tuple(lines),
            (1, 1, 1, 1.5, 6, 2.5),
        )
    add("three_public", "3-3", "一般公共预算“三公”经费支出预算表", *_public(book))
    if f.sum(fund=GOVERNMENT_FUND):
        by_code(
            "government_fund",
            "4",
            "政府性基金支出预算表",
            common.split_columns(f, fund=GOVERNMENT_FUND),
            f.items(fund=GOVERNMENT_FUND),
        )
    else:
        add(
            "government_fund",
            "4",
            "政府性基金支出预算表",
            [*CODE, *[(x,) for x in ("合计", "基本支出", "项目支出")]],
            (Row("合计", (Cell(), Cell(), Cell(), Cell(), Cell("合计"), Cell(), Cell(), Cell())),),
            (),
            ("注：本表无数据。",),
        )
    made.append(common.indicator_table(f, "部门预算项目绩效目标表"))
    return made


def _public(book: Book) -> tuple[list[tuple[str, ...]], tuple[Row, ...], tuple[float, ...]]:
    f = book.facts
    p = common.three_public(f)
    cars = "公务用车购置及运行费"
    paths = [
        ("单位编码",),
        ("单位名称（科目）",),
        ("合计",),
        ("因公出国（境）费用",),
        (cars, "小计"),
        (cars, "公务用车购置费"),
        (cars, "公务用车运行费"),
        ("公务接待费",),
    ]
    amounts = (p.total, p.abroad, p.cars, p.buying, p.running, p.reception)

    def line(code: str | None, name: str, tagged: bool) -> Row:
        tags = (
            [("rowtotal",), ("row",), ("rowtotal",), ("row",), ("row",), ("row",)]
            if tagged
            else [()] * 6
        )
        return Row(
            name,
            (
                Cell(code),
                Cell(name),
                *[_money(book, a, *t) for a, t in zip(amounts, tags, strict=True)],
            ),
            name,
        )

    return paths, (line(None, "合计", True), line(UNIT_CODE, f.entity, False)), ()
