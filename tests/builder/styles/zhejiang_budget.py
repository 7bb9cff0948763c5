"""A budget in the Zhejiang way: last year's outturn beside the budget, 增减 and 增减%, codes in the name cell."""

from __future__ import annotations

from decimal import Decimal

from tests.builder import common
from tests.builder.book import Book, Column, class_list, numeral, percent, say, sides, tree, values
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
    name_of,
)
from tests.builder.phrases import Manner, changed, figure, listed, reasoned, uncertain
from tests.builder.sheets import Sheets, economic_codes, government, money, offices, total_row

KIND = "budget"


def _none(_: str) -> int:
    return 0


def _named(code: str, name: str) -> list[Cell]:
    return [Cell(f"{'　' * (len(code) // 2 - 1)}[{code}]{name}")]


def _general_rows(book: Book) -> list[Row]:
    """上年执行数, this year's budget by role, 增减额 and 增减%."""
    f = book.facts

    def row(label: str, lead: list[Cell], c: str, tag: str) -> Row:
        now, before = f.sum(c, fund=GENERAL), f.sum(c, fund=GENERAL, what="prior")
        basic, project = (f.sum(c, fund=GENERAL, role=r) for r in (BASIC, PROJECT))
        # 增减 are printed as the difference of the printed figures
        a, b = book.cell(now).content, book.cell(before).content
        assert isinstance(a, Num) and isinstance(b, Num)
        gap = Cell(Num(a.value - b.value, a.decimals))
        rate = Cell(Num(percent(now - before, before), 2)) if before else Cell("—")
        cells = [
            money(book, before),
            money(book, now, tag, "rowtotal"),
            money(book, basic, tag),
            money(book, project, tag),
        ]
        return Row(label, (*lead, *cells, gap, rate), c or "total")

    rows = [
        row(f"{c} {name_of(c)}", _named(c, name_of(c)), c, "leaf" if len(c) == 7 else "node")
        for c in tree(f.items(fund=GENERAL))
    ]
    return [*rows, row("合计", [Cell("合计")], "", "total")]


def _tables(book: Book) -> list[Part]:
    f = book.facts
    sheets = Sheets(book, f"部门：{f.entity}", "表{n:02}")
    sheets.add(
        "balance",
        "部门收支预算总表",
        [
            ("收入", "项目"),
            ("收入", "预算数"),
            ("支出（按功能分类）", "项目"),
            ("支出（按功能分类）", "预算数"),
            ("支出（按支出用途）", "项目"),
            ("支出（按支出用途）", "预算数"),
        ],
        _balance(book),
        (4, 2, 4, 2, 4, 2),
    )
    columns = [
        Column(("合计",), f.sum, total=True),
        Column(("一般公共预算",), lambda c: f.sum(c, fund=GENERAL)),
        Column(("政府性基金预算",), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column(("国有资本经营预算",), _none),
        Column(("财政专户管理资金",), _none),
        Column(("其他资金", "小计"), lambda c: f.sum(c, fund=OWN), total=True),
        Column(("其他资金", "事业收入"), _none),
        Column(("其他资金", "其他收入"), lambda c: f.sum(c, fund=OWN)),
        Column(("上年结转结余",), _none),
    ]
    rows = []
    for _, name, part in offices(f):
        mine = [
            part.sum(),
            part.sum(fund=GENERAL),
            part.sum(fund=GOVERNMENT_FUND),
            0,
            0,
            part.sum(fund=OWN),
            0,
            part.sum(fund=OWN),
            0,
        ]
        rows.append(Row(name, (Cell(name), *[money(book, a, "leaf") for a in mine])))
    sheets.add(
        "income_by_unit",
        "部门收入预算总表",
        [("单位",), *[c.path for c in columns]],
        [*rows, total_row(book, columns, [Cell("合计")])],
        (5, *[2.2] * 9),
    )
    spent = [
        Column(("合计",), f.sum, total=True),
        Column(("基本支出", "小计"), lambda c: f.sum(c, role=BASIC), total=True),
        Column(("基本支出", "人员支出"), lambda c: f.sum(c, role=BASIC, economic=common.PERSONNEL)),
        Column(
            ("基本支出", "日常公用支出"), lambda c: f.sum(c, role=BASIC, economic=common.PUBLIC)
        ),
        Column(("项目支出",), lambda c: f.sum(c, role=PROJECT)),
        Column(("事业单位经营支出",), _none),
    ]
    body = [
        Row(
            f"{c} {name_of(c)}",
            (*_named(c, name_of(c)), *values(book, spent, c, "leaf" if len(c) == 7 else "node")),
            c,
        )
        for c in tree(f.items())
    ]
    sheets.add(
        "expenditure",
        "部门支出预算总表",
        [("功能分类科目",), *[c.path for c in spent]],
        [total_row(book, spent, [Cell("合计")]), *body],
        (6, *[2.2] * 6),
    )
    sheets.add(
        "fiscal",
        "财政拨款收支预算总表",
        [
            ("收入", "项目"),
            ("收入", "预算数"),
            *[
                ("支出", x)
                for x in ("项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
            ],
        ],
        _fiscal(book),
        (4, 2, 4, 2, 2, 2, 2),
    )
    now = f"{f.year}年预算数"
    gap = f"{f.year}年预算数比{f.year - 1}年执行数"
    sheets.add(
        "general",
        "一般公共预算支出表",
        [
            ("功能分类科目",),
            (f"{f.year - 1}年执行数",),
            *[(now, x) for x in ("小计", "基本支出", "项目支出")],
            (gap, "增减额"),
            (gap, "增减%"),
        ],
        _general_rows(book),
        (6, *[2.3] * 6),
    )
    _basic(sheets)
    _fund(sheets)
    _public(sheets)
    sheets.made.append(common.indicator_table(f, "部门项目支出绩效目标表"))
    return sheets.made


def _balance(book: Book) -> tuple[Row, ...]:
    f = book.facts
    left = [
        ("一、一般公共预算", f.sum(fund=GENERAL), "leaf"),
        ("二、政府性基金预算", f.sum(fund=GOVERNMENT_FUND), "leaf"),
        ("三、国有资本经营预算", 0, ""),
        ("四、财政专户管理资金", 0, ""),
        ("五、其他收入", f.sum(fund=OWN), "leaf"),
    ]
    middle = [
        (f"{numeral(n)}、{name}", f.sum(c), "leaf")
        for n, (c, name) in enumerate(((c, n) for c, n in class_list() if f.sum(c)), 1)
    ]
    right = [
        ("一、人员支出", f.sum(role=BASIC, economic=common.PERSONNEL), "leaf"),
        ("二、日常公用支出", f.sum(role=BASIC, economic=common.PUBLIC), "leaf"),
        ("三、项目支出", f.sum(role=PROJECT), "leaf"),
        ("四、事业单位经营支出", 0, ""),
    ]
    size = max(map(len, (left, middle, right)))
    total = f.sum()
    ends = (
        (
            ("本年收入合计", total, "total"),
            ("六、上年结转结余", 0, ""),
            ("收入总计", total, "grand"),
        ),
        (("本年支出合计", total, "total"), ("结转下年", 0, ""), ("支出总计", total, "grand")),
        (("本年支出合计", total, "total"), ("结转下年", 0, ""), ("支出总计", total, "grand")),
    )
    lists = [
        [(n, [money(book, a, *([t] if t else []))]) for n, a, t in x]
        + [("", [Cell()])] * (size - len(x))
        + [(n, [money(book, a, *([t] if t else []))]) for n, a, t in end]
        for x, end in zip((left, middle, right), ends, strict=True)
    ]
    both = sides(lists[0], lists[1], (2, 2))
    return tuple(
        Row(f"{row.label} | {name}".strip(" |"), (*row.cells, Cell(name or None), *cells))
        for row, (name, cells) in zip(both, lists[2], strict=True)
    )


def _fiscal(book: Book) -> tuple[Row, ...]:
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
        ("一、一般公共预算", [money(book, f.sum(fund=GENERAL), "leaf")]),
        ("二、政府性基金预算", [money(book, f.sum(fund=GOVERNMENT_FUND), "leaf")]),
        ("三、国有资本经营预算", [money(book, 0)]),
    ]
    right = [row(f"{numeral(n)}、{name}", c, "leaf") for n, (c, name) in enumerate(class_list(), 1)]
    left += [("", [Cell()])] * (len(right) - len(left))
    left.append(("收入总计", [money(book, f.sum(fund=FISCAL), "grand", "total")]))
    right.append(row("支出总计", "", "grand"))
    return sides(left, right, (2, 5))


def _basic(sheets: Sheets) -> None:
    """Both economic classifications beside each other, classes of the departments' one as subtotals."""
    book, f = sheets.book, sheets.book.facts
    columns = [
        Column(("合计",), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL), total=True),
        Column(("人员支出",), lambda e: common.basic_part(f, e, common.PERSONNEL)),
        Column(("日常公用支出",), lambda e: common.basic_part(f, e, common.PUBLIC)),
    ]
    rows = []
    for e in economic_codes(f):
        other = [Cell(), Cell()] if len(e) == 3 else list(map(Cell, government(e)))
        cells = values(book, columns, e, "leaf" if len(e) == 5 else "node")
        rows.append(
            Row(f"{e} {economic_name(e)}", (Cell(e), Cell(economic_name(e)), *other, *cells), e)
        )
    paths = [
        *[
            (h, x)
            for h in ("部门预算支出经济分类", "政府预算支出经济分类")
            for x in ("编码", "名称")
        ],
        *[(f"{f.year}年预算数", *c.path) for c in columns],
    ]
    sheets.add(
        "basic",
        "一般公共预算基本支出表",
        paths,
        [total_row(book, columns, [Cell(), Cell("合计"), Cell(), Cell()]), *rows],
        (1.5, 4, 1.5, 4, 2.4, 2.4, 2.4),
    )


def _fund(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts
    columns = common.split_columns(f, fund=GOVERNMENT_FUND)
    items = f.items(fund=GOVERNMENT_FUND)
    paths = [("功能分类科目",), *[c.path for c in columns]]
    if not items:
        sheets.add(
            "government_fund",
            "政府性基金预算支出表",
            paths,
            [Row("合计", (Cell("合计"), Cell(), Cell(), Cell()))],
            (6, 2.5, 2.5, 2.5),
            ("注：本部门没有政府性基金预算拨款安排的支出，故本表无数据。",),
        )
        return
    body = [
        Row(
            f"{c} {name_of(c)}",
            (*_named(c, name_of(c)), *values(book, columns, c, "leaf" if len(c) == 7 else "node")),
            c,
        )
        for c in tree(items)
    ]
    sheets.add(
        "government_fund",
        "政府性基金预算支出表",
        paths,
        [*body, total_row(book, columns, [Cell("合计")])],
        (6, 2.5, 2.5, 2.5),
    )


def _public(sheets: Sheets) -> None:
    """Items in rows; last year, this year, the rate."""
    book, f = sheets.book, sheets.book.facts
    p, q = common.three_public(f), common.three_public(f, "prior")
    rows = []
    for label, now, before, tag in (
        ("1.因公出国（境）费", p.abroad, q.abroad, "leaf"),
        ("2.公务接待费", p.reception, q.reception, "leaf"),
        ("3.公务用车购置及运行费", p.cars, q.cars, "node"),
        ("其中：公务用车购置费", p.buying, q.buying, "leaf"),
        ("公务用车运行费", p.running, q.running, "leaf"),
        ("合计", p.total, q.total, "total"),
    ):
        rate = (
            Cell(Num(percent(now - before, before), 2))
            if before
            else Cell(Num(Decimal(0)) if not now else "—")
        )
        rows.append(Row(label, (Cell(label), money(book, before), money(book, now, tag), rate)))
    sheets.add(
        "three_public",
        "一般公共预算“三公”经费支出表",
        [("项目",), (f"{f.year - 1}年预算数",), (f"{f.year}年预算数",), ("增减（%）",)],
        rows,
        (6, 2.5, 2.5, 2),
    )


def _prose(book: Book) -> list[Part]:
    f = book.facts
    year, total = f.year, f.sum()
    general, prior = f.sum(fund=GENERAL), f.sum(fund=GENERAL, what="prior")
    manner = Manner("比上年执行数", same="与上年执行数持平", rate=False)
    pairs = [
        ("一般公共预算拨款收入", general),
        ("政府性基金预算拨款收入", f.sum(fund=GOVERNMENT_FUND)),
        ("其他收入", f.sum(fund=OWN)),
    ]
    classes = [
        (f"{n.removesuffix('支出')}（类）支出", f.sum(c, fund=GENERAL)) for c, n in class_list()
    ]
    roles = [
        ("人员支出", f.sum(role=BASIC, economic=common.PERSONNEL)),
        ("日常公用支出", f.sum(role=BASIC, economic=common.PUBLIC)),
        ("项目支出", f.sum(role=PROJECT)),
    ]
    parts: list[Part] = [
        Heading(f"（一）关于{f.entity}{year}年收支预算情况的总体说明", 2),
        say(
            f"按照综合预算的原则，{f.entity}所有收入和支出均纳入部门预算管理。收入包括：一般公共预算拨款收入、其他收入；支出包括：一般公共服务支出、社会保障和就业支出等。{year}年收支总预算{{t}}万元。",
            t=book.tied(total),
        ),
        Heading(f"（二）关于{f.entity}{year}年收入预算情况说明", 2),
        say(
            f"{f.entity}{year}年收入预算{{t}}万元，其中：{{l}}。",
            t=book.tied(total),
            l=listed(book, pairs, total, mark="；", share="，占"),
        ),
        Heading(f"（三）关于{f.entity}{year}年支出预算情况说明", 2),
        say(
            f"{f.entity}{year}年支出预算{{t}}万元，其中：{{l}}。按支出功能分类，包括{{m}}。",
            t=book.tied(total),
            l=listed(book, roles, total, mark="；", share="，占"),
            m=listed(book, [(n, f.sum(c)) for c, n in class_list()], mark="、"),
        ),
        Heading(f"（四）关于{f.entity}{year}年一般公共预算当年拨款情况说明", 2),
        say(
            f"1.一般公共预算当年拨款规模变化情况。{f.entity}{year}年一般公共预算当年拨款{{t}}万元，{{c}}。",
            t=book.tied(general),
            c=reasoned(changed(book, general, prior, manner), "", f.reason),
        ),
        say(
            "2.一般公共预算当年拨款结构情况。{l}。",
            l=listed(book, classes, general, mark="；", share="，占"),
        ),
        say("3.一般公共预算当年拨款具体使用情况。"),
    ]
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        now, before = f.sum(i, fund=GENERAL), f.sum(i, fund=GENERAL, what="prior")
        parts.append(
            say(
                f"（{n}）{common.item_name(i)}{{a}}万元，主要用于日常工作和专项业务，{{c}}。",
                a=book.tied(now),
                c=reasoned(uncertain(changed(book, now, before, manner)), "", f.reason),
            )
        )
    basic = f.sum(fund=GENERAL, role=BASIC)
    cost = common.operating_cost(f)
    fund = f.sum(fund=GOVERNMENT_FUND)
    return [
        *parts,
        Heading(f"（五）关于{f.entity}{year}年一般公共预算基本支出情况说明", 2),
        say(f"{f.entity}{year}年一般公共预算基本支出{{t}}万元，其中：", t=book.tied(basic)),
        say(
            "人员支出{a}万元，主要包括：基本工资、津贴补贴、奖金、社会保障缴费、住房公积金等；",
            a=book.tied(basic - cost),
        ),
        say(
            "日常公用支出{a}万元，主要包括：办公费、水费、电费、差旅费、公务接待费等。",
            a=book.tied(cost),
        ),
        Heading(f"（六）关于{f.entity}{year}年政府性基金预算支出情况说明", 2),
        say(f"{f.entity}{year}年政府性基金预算支出{{a}}万元。", a=book.tied(fund))
        if fund
        else say(f"{f.entity}{year}年没有政府性基金预算拨款安排的支出。"),
        *_public_prose(book),
    ]


def _public_prose(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    p, q = common.three_public(f), common.three_public(f, "prior")
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    manner = Manner("比上年预算数", same="与上年预算数持平", bracketed=True)
    parts: list[Part] = [
        Heading(f"（七）关于{f.entity}{year}年一般公共预算“三公”经费预算情况说明", 2),
        say(
            f"{f.entity}{year}年“三公”经费预算数为{{t}}万元，{{c}}，具体如下：",
            t=figure(book, p.total),
            c=changed(book, p.total, q.total, manner),
        ),
    ]
    for name, now, old in (
        ("因公出国（境）费用", p.abroad, q.abroad),
        ("公务接待费", p.reception, q.reception),
    ):
        parts.append(
            say(
                f"{name}：{year}年安排{{a}}万元，{{c}}。主要用于相关业务工作的支出。",
                a=figure(book, now),
                c=uncertain(changed(book, now, old, manner)),
            )
        )
    parts += [
        say(
            f"公务用车购置及运行维护费：{year}年安排{{a}}万元，其中：公务用车购置支出{{b}}万元，主要用于车辆更新；公务用车运行维护费支出{{d}}万元，主要用于公务用车燃油费、维修费、保险费等支出。",
            a=figure(book, p.cars),
            b=figure(book, p.buying),
            d=figure(book, p.running),
        ),
        Heading("（八）其他重要事项的情况说明", 2),
        say(
            f"1.机关运行经费情况。{year}年{f.entity}本级等机关运行经费财政拨款预算{{a}}万元，{{c}}。",
            a=book.wan(cost),
            c=reasoned(
                changed(book, cost, before, Manner("比上年预算", same="与上年预算持平")),
                "",
                f.reason,
            ),
        ),
        common.procurement(
            book,
            "2.政府采购情况。{year}年{entity}各单位政府采购预算总额{total}万元，其中：政府采购货物预算{goods}万元、政府采购工程预算{works}万元、政府采购服务预算{services}万元。",
        ),
        say(
            f"3.国有资产占有使用情况。截至{year - 1}年12月31日，{f.entity}所属各预算单位{{v}}。单价100万元以上设备0台（套）。",
            v=common.vehicles(f, ("主要领导干部用车", "机要通信用车", "其他用车")),
        ),
        say(
            f"4.绩效目标设置情况。{year}年{f.entity}其他运转类（公用除外）项目、特定目标类项目均实行绩效目标管理，涉及一般公共预算当年拨款{{a}}万元。",
            a=book.wan(f.sum(fund=GENERAL, role=PROJECT)),
        ),
    ]
    return parts


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算", 0),
        Heading("一、部门概况", 1),
        say("主要职责：贯彻执行国家有关法律法规和方针政策，起草有关规范性文件并组织实施。"),
        common.staff_sentence(
            facts,
            "人员编制{posts}名，实有人数{total}人，其中：在职{working}人，退休{retired}人，离休{old}人。",
        ),
        Heading(f"二、{facts.year}年部门预算安排情况说明", 1),
        *_prose(book),
        Heading("三、名词解释", 1),
        say("一般公共预算拨款收入：指财政当年拨付的资金。"),
        Heading(f"四、{facts.year}年部门预算表", 1),
        *_tables(book),
    ]
