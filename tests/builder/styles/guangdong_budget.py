"""A budget in the way of the south: codes in one column (2080502), carry-over rows, 万元."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    economic_rows,
    functional_rows,
    head,
    joined_code,
    numeral,
    say,
    sides,
)
from tests.builder.draft import Cell, Heading, Part, Row, TableSpec
from tests.builder.facts import (
    BASIC,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    Facts,
    economic_name,
    name_of,
)

KIND = "budget"


def _money(book: Book, amount: int, *tags: str) -> Cell:
    return book.cell(amount, *(tags if amount else ()))


def _balance(book: Book, carried: int) -> tuple[Row, ...]:
    f = book.facts
    total = f.sum()
    classes = sorted({i[:3] for i in f.items()})
    left = [
        ("一、一般公共预算拨款", [_money(book, f.sum(fund=GENERAL) - carried, "leaf")]),
        ("二、政府性基金预算拨款", [_money(book, f.sum(fund=GOVERNMENT_FUND), "leaf")]),
        ("三、国有资本经营预算拨款", [_money(book, 0)]),
        ("四、财政专户拨款", [_money(book, 0)]),
        ("五、其他资金", [_money(book, f.sum(fund=OWN), "leaf")]),
    ]
    right = [
        (f"{numeral(n)}、{name_of(c)}", [_money(book, f.sum(c), "leaf")])
        for n, c in enumerate(classes, 1)
    ]
    blank: tuple[str, list[Cell]] = ("", [Cell()])
    size = max(len(left), len(right))
    left += [blank] * (size - len(left))
    right += [blank] * (size - len(right))
    left += [
        ("本年收入合计", [_money(book, total - carried, "total")]),
        (f"{numeral(6)}、上年结转", [_money(book, carried)]),
        ("收入总计", [_money(book, total, "grand")]),
    ]
    right += [
        ("本年支出合计", [_money(book, total, "total")]),
        ("结转下年", [_money(book, 0)]),
        ("支出总计", [_money(book, total, "grand")]),
    ]
    return sides(left, right, (2, 2))


def _tables(book: Book, carried: int) -> list[Part]:
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
                f"{f.year}年{title}",
                head(paths),
                rows,
                book.unit,
                f"表{numeral(len(made) + 1)}",
                f"单位名称：{f.entity}",
                notes,
                widths,
                len(paths) > 7,
            )
        )

    def by_code(key: str, title: str, columns: list[Column], items: list[str]) -> None:
        rows = functional_rows(book, items, columns, code=joined_code, total_first=True)
        paths = [("功能科目编码",), ("功能科目名称",), *[c.path for c in columns]]
        add(key, title, paths, rows, (1.6, 5, *[2.2] * len(columns)))

    add(
        "balance",
        "部门收支总体情况表",
        [
            ("收入", "项目"),
            ("收入", f"{f.year}年预算"),
            ("支出", "项目"),
            ("支出", f"{f.year}年预算"),
        ],
        _balance(book, carried),
        (5, 2, 5, 2),
    )
    columns = [
        Column(("合计",), f.sum, total=True),
        Column(("上年结转",), lambda c: carried if f.running.startswith(c) else 0),
        Column(
            ("一般公共预算",),
            lambda c: f.sum(c, fund=GENERAL) - (carried if f.running.startswith(c) else 0),
        ),
        Column(("政府性基金预算",), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column(("国有资本经营预算",), lambda _: 0),
        Column(("财政专户管理资金",), lambda _: 0),
        Column(("其他资金",), lambda c: f.sum(c, fund=OWN)),
    ]
    by_code("income", "部门收入总体情况表", columns, f.items())

    by_code("expenditure", "部门支出总体情况表", common.split_columns(f), f.items())
    top = "一般公共预算支出"
    deep = [
        Column((top, "合计"), lambda c: f.sum(c, fund=GENERAL), total=True),
        Column((top, "基本支出", "小计"), lambda c: f.sum(c, fund=GENERAL, role=BASIC)),
        Column(
            (top, "基本支出", "人员经费"),
            lambda c: f.sum(c, fund=GENERAL, role=BASIC, economic=common.PERSONNEL),
        ),
        Column(
            (top, "基本支出", "公用经费"),
            lambda c: f.sum(c, fund=GENERAL, role=BASIC, economic=common.PUBLIC),
        ),
        Column((top, "项目支出"), lambda c: f.sum(c, fund=GENERAL, role="project")),
    ]
    by_code("general", "一般公共预算支出情况表（按功能分类科目）", deep, f.items(fund=GENERAL))
    one = [Column(("一般公共预算基本支出",), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL))]
    add(
        "basic",
        "一般公共预算基本支出情况表（按支出经济分类科目）",
        [("经济科目编码",), ("经济科目名称",), one[0].path],
        economic_rows(book, one, split=False, total_first=True),
        (2, 6, 3),
    )
    add(
        "three_public",
        "财政拨款安排的行政经费及“三公”经费预算表",
        [("项目",), ("本年预算",)],
        _public(book),
        (6, 3),
    )
    fund = f.items(fund=GOVERNMENT_FUND)
    if fund:
        by_code(
            "government_fund",
            "政府性基金预算支出情况表",
            common.split_columns(f, fund=GOVERNMENT_FUND),
            fund,
        )
    else:
        add(
            "government_fund",
            "政府性基金预算支出情况表",
            [("功能科目编码",), ("功能科目名称",), ("合计",), ("基本支出",), ("项目支出",)],
            (Row("", (Cell(), Cell(), Cell(), Cell(), Cell())),),
            (1.6, 5, 2, 2, 2),
            ("注：本表无数据，本部门没有政府性基金预算安排的支出。",),
        )
    made.append(common.indicator_table(f, "部门预算项目支出绩效目标表"))
    return made


def _public(book: Book) -> tuple[Row, ...]:
    f = book.facts
    p = common.three_public(f)
    lines = [
        ("机关运行经费", common.operating_cost(f), "alone"),
        ("“三公”经费", p.total, "node"),
        ("其中：（一）因公出国（境）支出", p.abroad, "leaf"),
        ("（二）公务用车购置及运行维护支出", p.cars, "node"),
        ("1.公务用车购置", p.buying, "leaf"),
        ("2.公务用车运行维护费", p.running, "leaf"),
        ("（三）公务接待费支出", p.reception, "leaf"),
    ]
    return tuple(Row(n, (Cell(n), _money(book, a, t)), n) for n, a, t in lines)


def _prose(book: Book, carried: int) -> list[Part]:
    f = book.facts
    total, prior = f.sum(), f.sum(what="prior")
    year = f.year

    def section(n: int, title: str) -> Heading:
        return Heading(f"{numeral(n)}、{title}", 2)

    def up(now: int, before: int) -> tuple[object, ...]:
        return book.change(now, before)

    p, q = common.three_public(f), common.three_public(f, "prior")
    cost, cost_before = common.operating_cost(f), common.operating_cost(f, "prior")
    pieces: list[object] = []
    for name, now, before in (
        ("因公出国（境）费", p.abroad, q.abroad),
        ("公务用车购置费", p.buying, q.buying),
        ("公务用车运行维护费", p.running, q.running),
        ("公务接待费", p.reception, q.reception),
    ):
        pieces += [
            "；" if pieces else "",
            name,
            book.wan(now, *(["tied"] if now else [])),
            "万元，",
            *up(now, before),
        ]
    basic, project = f.sum(role=BASIC), f.sum(role="project")
    roles: list[object] = []
    for name, amount, tag in (("基本支出", basic, "；"), ("项目支出", project, "")):
        if amount:
            roles += [name, book.tied(amount), "万元，占", book.share(amount, total), "%", tag]
        else:
            roles += [name, book.wan(0), "万元", tag]
    personnel = f.sum(role=BASIC, fund=GENERAL, economic=common.PERSONNEL)
    return [
        Heading("第三部分部门预算情况说明", 1),
        section(1, "部门预算收支增减变化情况"),
        say(
            f"{year}年本部门收入预算{{t}}万元，{{c}}，主要原因是{f.reason}；支出预算{{t}}万元，{{c}}，主要原因是{f.reason}。",
            t=book.tied(total),
            c=up(total, prior),
        ),
        *([say("收入预算中，上年结转{a}万元。", a=book.tied(carried))] if carried else []),
        say("支出预算{t}万元，按用途划分：{r}。", t=book.tied(total), r=tuple(roles)),
        section(2, "一般公共预算支出情况"),
        say(
            "一般公共预算支出{t}万元，{c}。按功能分类科目，主要包括：{l}。",
            t=book.tied(f.sum(fund=GENERAL)),
            c=up(f.sum(fund=GENERAL), f.sum(fund=GENERAL, what="prior")),
            l=tuple(
                x
                for n, c in enumerate(sorted({i[:3] for i in f.items(fund=GENERAL)}))
                for x in (
                    "、" if n else "",
                    f"{name_of(c)}",
                    book.tied(f.sum(c, fund=GENERAL)),
                    "万元，占",
                    book.share(f.sum(c, fund=GENERAL), f.sum(fund=GENERAL)),
                    "%",
                )
            ),
        ),
        section(3, "一般公共预算基本支出情况"),
        say(
            "一般公共预算基本支出{t}万元，其中：人员经费{a}万元，主要包括"
            + "、".join(
                economic_name(e)
                for e in f.economics(role=BASIC, fund=GENERAL)
                if e.startswith(common.PERSONNEL)
            )
            + "；公用经费{b}万元，主要包括"
            + "、".join(
                economic_name(e)
                for e in f.economics(role=BASIC, fund=GENERAL)
                if e.startswith(common.PUBLIC)
            )
            + "。",
            t=book.tied(f.sum(role=BASIC, fund=GENERAL)),
            a=book.tied(personnel),
            b=book.tied(cost),
        ),
        section(4, "“三公”经费安排情况"),
        say(
            f"{year}年本部门财政拨款安排“三公”经费{{t}}万元，{{c}}。其中：{{l}}。",
            t=book.wan(p.total, *(["tied"] if p.total else [])),
            c=up(p.total, q.total),
            l=tuple(pieces),
        ),
        section(5, "机关运行经费安排情况"),
        say(
            f"{year}年，本部门机关运行经费安排{{a}}万元，{{c}}，主要原因是{f.reason}。",
            a=book.tied(cost),
            c=up(cost, cost_before),
        ),
        section(6, "政府采购情况"),
        common.procurement(
            book,
            "{year}年本部门政府采购安排{total}万元，其中：货物类采购预算{goods}万元，工程类采购预算{works}万元，服务类采购预算{services}万元。",
        ),
        section(7, "政府性基金预算情况"),
        say(f"{year}年政府性基金预算支出{{a}}万元。", a=book.tied(f.sum(fund=GOVERNMENT_FUND)))
        if f.sum(fund=GOVERNMENT_FUND)
        else say(f"{year}年本部门没有政府性基金预算安排的支出。"),
        section(8, "国有资产占有使用情况"),
        say(
            f"截至{year - 1}年12月31日，本部门{{v}}。",
            v=common.vehicles(f, ("一般公务用车", "执法执勤用车", "特种专业技术用车", "其他用车")),
        ),
    ]


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit, change_base="比上年")
    running = facts.sum(facts.running, fund=GENERAL, role=BASIC)
    carried = running // 4 if facts.year % 2 else 0
    return [
        Heading(f"{facts.year}年{facts.entity}部门预算", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、部门主要职责", 2),
        say("负责本行业的管理和服务工作，拟订发展规划并组织实施。"),
        Heading("二、机构设置", 2),
        common.staff_sentence(
            facts,
            "本部门编制{posts}名，实有人数{total}人，其中：在职{working}人，退休{retired}人，离休{old}人。",
        ),
        Heading("第二部分部门预算表", 1),
        *_tables(book, carried),
        *_prose(book, carried),
        Heading("第四部分名词解释", 1),
        say("基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ]
