"""A budget in the Sichuan way: tables 1 to 5 with sub-tables, unit codes, a unit row above the codes."""

from __future__ import annotations

from dataclasses import replace

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    class_list,
    head,
    numeral,
    say,
    sides,
    split_code,
    values,
)
from tests.builder.draft import NO_TAGS, Cell, Heading, Num, Part, Row, TableSpec
from tests.builder.facts import (
    BASIC,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    economic_name,
    name_of,
)

KIND = "budget"
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


def _tables(book: Book, carried: int) -> list[Part]:
    f = book.facts
    made: list[Part] = []

    def add(
        key: str,
        number: str,
        title: str,
        paths: list[tuple[str, ...]],
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


def _prose(book: Book, carried: int) -> list[Part]:
    f = book.facts
    year, entity = f.year, f.entity
    total, prior = f.sum(), f.sum(what="prior")
    general = f.sum(fund=GENERAL)
    p, q = common.three_public(f), common.three_public(f, "prior")
    cost = common.operating_cost(f)

    def listing(pairs: list[tuple[str, int]]) -> tuple[object, ...]:
        kept = [(n, a) for n, a in pairs if a]
        return tuple(
            x
            for i, (n, a) in enumerate(kept)
            for x in ("；" if i else "", n, book.tied(a), "万元，占", book.share(a, total), "%")
        )

    incomes = [
        ("上年结转", carried),
        ("一般公共预算拨款收入", general - carried),
        ("政府性基金预算拨款收入", f.sum(fund=GOVERNMENT_FUND)),
        ("其他收入", f.sum(fund=OWN)),
    ]
    roles = [("基本支出", f.sum(role=BASIC)), ("项目支出", f.sum(role=PROJECT))]
    parts: list[Part] = [
        Heading("一、收支预算情况说明", 2),
        say(
            f"按照综合预算的原则，{entity}所有收入和支出均纳入部门预算管理。{year}年收支预算总数{{t}}万元，{{c}}，主要是{f.reason}。",
            t=book.tied(total),
            c=book.change(total, prior),
        ),
        Heading("（一）收入预算情况", 3),
        say(
            f"{entity}{year}年收入预算{{t}}万元，其中：{{l}}。",
            t=book.tied(total),
            l=listing(incomes),
        ),
        Heading("（二）支出预算情况", 3),
        say(
            f"{entity}{year}年支出预算{{t}}万元，其中：{{l}}。",
            t=book.tied(total),
            l=listing(roles),
        ),
        Heading("二、一般公共预算当年拨款情况说明", 2),
    ]
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        parts.append(
            say(
                f"{n}.{common.item_name(i)}：{year}年预算数为{{a}}万元，主要用于保障部门正常运转的支出。",
                a=book.tied(f.sum(i, fund=GENERAL)),
            )
        )
    basic = f.sum(role=BASIC, fund=GENERAL)
    parts += [
        Heading("三、一般公共预算基本支出情况说明", 2),
        say(
            f"{entity}{year}年一般公共预算基本支出{{t}}万元，其中：人员经费{{a}}万元，公用经费{{b}}万元。",
            t=book.tied(basic),
            a=book.tied(basic - cost),
            b=book.tied(cost),
        ),
        Heading("四、“三公”经费财政拨款预算安排情况说明", 2),
        say(
            f"{entity}{year}年“三公”经费财政拨款预算数{{t}}万元，其中：因公出国（境）经费{{a}}万元，公务接待费{{e}}万元，公务用车购置及运行维护费{{c}}万元。",
            t=_figure(book, p.total),
            a=_figure(book, p.abroad),
            e=_figure(book, p.reception),
            c=_figure(book, p.cars),
        ),
    ]
    for n, (name, now, before) in enumerate(
        (
            ("因公出国（境）经费", p.abroad, q.abroad),
            ("公务接待费", p.reception, q.reception),
            ("公务用车购置及运行维护费", p.cars, q.cars),
        ),
        1,
    ):
        # The base of these rates stands in another paragraph: a wrong one is not certain.
        change = tuple(
            replace(w, tags=NO_TAGS) if isinstance(w, Num) else w for w in book.change(now, before)
        )
        parts.append(
            say(
                f"（{numeral(n)}）{name}{{c}}。",
                c=(("较上年预算", *change[1:]) if len(change) > 1 else change),
            )
        )
    parts += [
        Heading("五、其他重要事项的情况说明", 2),
        say(f"{year}年，{entity}机关运行经费财政拨款预算为{{a}}万元。", a=book.tied(cost)),
        common.procurement(
            book,
            "{year}年，{entity}安排政府采购预算{total}万元，其中：货物{goods}万元、工程{works}万元、服务{services}万元。",
        ),
        say(
            f"截至{year - 1}年底，{entity}{{v}}。",
            v=common.vehicles(f, ("应急保障用车", "执法执勤用车", "其他用车")),
        ),
    ]
    return parts


def _figure(book: Book, amount: int) -> Num:
    return book.tied(amount) if amount else book.wan(0)


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit, change_base="比上年预算数")
    carried = facts.sum(facts.running, fund=GENERAL, role=BASIC) // 5 if facts.year % 2 else 0
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、职能简介", 2),
        say("贯彻执行国家有关法律法规和政策，承担行业管理和服务工作。"),
        Heading("二、机构设置", 2),
        common.staff_sentence(
            facts,
            "本部门编制{posts}名，实有人数{total}人，其中：在职{working}人、退休{retired}人、离休{old}人。",
        ),
        Heading(f"第二部分{facts.year}年部门预算情况说明", 1),
        *_prose(book, carried),
        Heading("第三部分名词解释", 1),
        say("上年结转：指以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金。"),
        Heading(f"第四部分{facts.year}年部门预算表", 1),
        *_tables(book, carried),
    ]
