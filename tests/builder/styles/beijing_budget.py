"""A budget in the Beijing way: prose first, 万元 to six decimals, rows by unit and by year, two codes a row."""

from __future__ import annotations

from dataclasses import replace

from tests.builder import common
from tests.builder.book import Book, Column, class_list, numeral, percent, say, sides, values
from tests.builder.draft import NO_TAGS, Cell, Heading, Num, Part, Row
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
from tests.builder.phrases import Manner, Words, changed, figure, listed, uncertain
from tests.builder.sheets import (
    Sheets,
    code_rows,
    fiscal_rows,
    government,
    money,
    offices,
    total_row,
)

KIND = "budget"
FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")


def _none(_: str) -> int:
    return 0


def _unshared(words: Words) -> Words:
    """Words whose shares are of a whole that the prose does not state."""
    return tuple(
        replace(w, tags=NO_TAGS) if isinstance(w, Num) and "share" in w.tags else w for w in words
    )


def _balance(book: Book) -> tuple[Row, ...]:
    f = book.facts
    names = (
        "一、一般公共预算拨款收入",
        "二、政府性基金预算拨款收入",
        "三、国有资本经营预算拨款收入",
        "四、财政专户管理资金收入",
    )
    amounts = (f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND), 0, 0)
    left = [(n, [money(book, a, "leaf")]) for n, a in zip(names, amounts, strict=True)]
    left += [
        ("五、事业收入", [money(book, 0)]),
        ("六、其他收入", [money(book, f.sum(fund=OWN), "leaf")]),
    ]
    right = [
        (f"{numeral(n)}、{name}", [money(book, f.sum(c), "leaf")])
        for n, (c, name) in enumerate(((c, n) for c, n in class_list() if f.sum(c)), 1)
    ]
    size = max(len(left), len(right))
    left += [("", [Cell()])] * (size - len(left))
    right += [("", [Cell()])] * (size - len(right))
    left += [("本年收入合计", [money(book, f.sum(), "total")]), ("上年结转结余", [money(book, 0)])]
    right += [("本年支出合计", [money(book, f.sum(), "total")]), ("年终结转结余", [money(book, 0)])]
    left.append(("收入总计", [money(book, f.sum(), "grand")]))
    right.append(("支出总计", [money(book, f.sum(), "grand")]))
    return sides(left, right, (2, 2))


def _income_columns(f: Facts) -> list[Column]:
    now = "本年收入"
    others = ("财政专户管理资金", "事业收入", "事业单位经营收入", "上级补助收入")
    return [
        Column(("合计",), f.sum, total=True),
        Column((now, "小计"), f.sum, total=True),
        Column((now, FUNDS[0]), lambda c: f.sum(c, fund=GENERAL)),
        Column((now, FUNDS[1]), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column((now, FUNDS[2]), _none),
        *[Column((now, n), _none) for n in others],
        Column((now, "其他收入"), lambda c: f.sum(c, fund=OWN)),
        Column(("上年结转结余", "小计"), _none, total=True),
        *[Column(("上年结转结余", n), _none) for n in FUNDS],
    ]


def _tables(book: Book) -> list[Part]:
    f = book.facts
    sheets = Sheets(book, f"部门名称：{f.entity}", "预算{n:02}表")
    sheets.add(
        "balance",
        "收支总体情况表",
        [
            ("收入", "项目"),
            ("收入", f"{f.year}年预算"),
            ("支出", "项目"),
            ("支出", f"{f.year}年预算"),
        ],
        _balance(book),
        (5, 2.5, 5, 2.5),
    )
    columns = _income_columns(f)
    rows = [
        Row(name, (Cell(code), Cell(name), *values(book, _income_columns(part), "", "leaf")))
        for code, name, part in offices(f)
    ]
    sheets.add(
        "income_by_unit",
        "收入总体情况表",
        [("部门（单位）代码",), ("部门（单位）名称",), *[c.path for c in columns]],
        [*rows, total_row(book, columns, [Cell("合计", 1, 2)])],
        (2, 4, *[2.4] * len(columns)),
    )
    split = [
        *common.split_columns(f),
        *[Column((n,), _none) for n in ("事业单位经营支出", "上缴上级支出")],
    ]
    sheets.add(
        "expenditure",
        "支出总体情况表",
        [("科目编码",), ("科目名称",), *[c.path for c in split]],
        [
            *code_rows(book, f.items(), split, lambda c, n: [Cell(c), Cell(n)]),
            total_row(book, split, [Cell("合计", 1, 2)]),
        ],
        (2, 5, *[2.5] * len(split)),
    )
    _projects(sheets)
    _purchases(sheets)
    heads = ("项目", "合计", *(f"{n}财政拨款" for n in FUNDS))
    sheets.add(
        "fiscal",
        "财政拨款收支总体情况表",
        [("收入", "项目"), ("收入", f"{f.year}年预算"), *[("支出", x) for x in heads]],
        fiscal_rows(book),
        (4, 2.5, 4, 2.5, 2.5, 2.5, 2.5),
    )
    general = common.split_columns(f, fund=GENERAL)
    sheets.add(
        "general",
        "一般公共预算财政拨款支出表",
        [
            ("科目编码",),
            ("科目名称",),
            ("合计",),
            ("本年支出", "基本支出"),
            ("本年支出", "项目支出"),
        ],
        [
            *code_rows(book, f.items(fund=GENERAL), general, lambda c, n: [Cell(c), Cell(n)]),
            total_row(book, general, [Cell("合计", 1, 2)]),
        ],
        (2, 5, 2.5, 2.5, 2.5),
    )
    _economic(sheets)
    for n, items in zip(FUNDS[1:], (f.items(fund=GOVERNMENT_FUND), []), strict=True):
        columns = common.split_columns(f, fund=GOVERNMENT_FUND)
        body = code_rows(book, items, columns, lambda c, n: [Cell(c), Cell(n)])
        last = (
            total_row(book, columns, [Cell("合计", 1, 2)])
            if items
            else Row("合计", (Cell("合计", 1, 2), Cell(), Cell(), Cell()))
        )
        sheets.add(
            "government_fund" if n == FUNDS[1] else "state_capital",
            f"{n}财政拨款支出表",
            [("科目编码",), ("科目名称",), *[c.path for c in columns]],
            [*body, last],
            (2, 5, 2.5, 2.5, 2.5),
            () if items else (f"注：本部门无{n}财政拨款安排的支出，故本表无数据。",),
        )
    _public(sheets)
    sheets.made.append(common.indicator_table(f, "项目支出绩效目标表"))
    return sheets.made


def _projects(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts

    def columns(name: str | None) -> list[Column]:
        def amount(fund: str | tuple[str, ...] | None) -> int:
            return f.sum(role=PROJECT, fund=fund, project=name)

        return [
            Column(("合计",), lambda _: amount(None), total=True),
            Column(("本年拨款", "小计"), lambda _: amount(FISCAL), total=True),
            Column(("本年拨款", FUNDS[0]), lambda _: amount(GENERAL)),
            Column(("本年拨款", FUNDS[1]), lambda _: amount(GOVERNMENT_FUND)),
            Column(("本年拨款", FUNDS[2]), _none),
            Column(("财政拨款结转结余", FUNDS[0]), _none),
            Column(("单位资金",), lambda _: amount(OWN)),
        ]

    kinds = ("其他运转类", "特定目标类")
    units = [(code, name, part) for code, name, part in offices(f)]
    rows = []
    for code, unit, part in units:
        names = [a.project for a in part.atoms if a.role == PROJECT]
        for n, name in enumerate(names):
            cells = values(book, columns(name), "", "leaf")
            rows.append(Row(name, (Cell(f"{code}-{unit}"), Cell(kinds[n % 2]), Cell(name), *cells)))
    if rows:
        sheets.add(
            "projects",
            "项目支出表",
            [("单位",), ("类型",), ("项目名称",), *[c.path for c in columns(None)]],
            [*rows, total_row(book, columns(None), [Cell("合计", 1, 3)])],
            (4, 2, 4, *[2.4] * 7),
        )


def _purchases(sheets: Sheets) -> None:
    book = sheets.book
    goods, works, services = book.facts.procurement
    rows = [
        Row(n, (Cell(n), money(book, a, "leaf")))
        for n, a in (("A货物", goods), ("B工程", works), ("C服务", services))
    ]
    last = Row("合计", (Cell("合计"), money(book, goods + works + services, "total")), "total")
    sheets.add(
        "procurement", "政府采购预算明细表", [("采购类别",), ("金额",)], [*rows, last], (4, 3)
    )


def _economic(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts
    columns = [
        Column(("合计",), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL), total=True),
        Column(("人员经费",), lambda e: common.basic_part(f, e, common.PERSONNEL)),
        Column(("公用经费",), lambda e: common.basic_part(f, e, common.PUBLIC)),
    ]
    mine, theirs = "部门预算支出经济分类科目", "政府预算支出经济分类科目"
    rows = [
        Row(
            f"{e} {economic_name(e)}",
            (
                Cell(e),
                Cell(economic_name(e)),
                *map(Cell, government(e)),
                *values(book, columns, e, "leaf"),
            ),
        )
        for e in f.economics(role=BASIC, fund=GENERAL)
    ]
    sheets.add(
        "basic",
        "一般公共预算财政拨款基本支出表",
        [
            *[(h, x) for h in (mine, theirs) for x in ("科目编码", "科目名称")],
            *[("金额", *c.path) for c in columns],
        ],
        [*rows, total_row(book, columns, [Cell("合计", 1, 4)])],
        (1.6, 4, 1.6, 4, 2.5, 2.5, 2.5),
    )


def _public(sheets: Sheets) -> None:
    book, f = sheets.book, sheets.book.facts
    cars = "公务用车购置和运行维护费"
    paths = [
        ("年度",),
        ("“三公”经费财政拨款预算总额",),
        ("因公出国（境）费用",),
        ("公务接待费",),
        (cars, "小计"),
        (cars, "公务用车购置费"),
        (cars, "公务用车运行维护费"),
    ]
    rows = []
    for year, what in ((f.year - 1, "prior"), (f.year, "amount")):
        p = common.three_public(f, what)
        amounts = (p.total, p.abroad, p.reception, p.cars, p.buying, p.running)
        tags = ("rowtotal", "row", "row", "rowtotal", "row", "row")
        cells = [money(book, a, t) for a, t in zip(amounts, tags, strict=True)]
        rows.append(Row(f"{year}年", (Cell(f"{year}年"), *cells)))
    sheets.add(
        "three_public", "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表", paths, rows
    )


def _prose(book: Book) -> list[Part]:
    f = book.facts
    year, entity = f.year, f.entity
    manner = Manner(f"比{year - 1}年", same=f"与{year - 1}年持平", with_prior=True)

    def change(**which: object) -> tuple[object, ...]:
        now, prior = (f.sum(what=w, **which) for w in ("amount", "prior"))  # type: ignore[arg-type]
        return changed(book, now, prior, manner)

    total = f.sum()
    parts: list[Part] = [
        Heading("一、部门预算收支及增减变化情况", 2),
        Heading("（一）收入预算说明", 3),
        say(
            f"{year}年收入预算{{t}}万元，{{c}}，主要原因：{f.reason}。其中：",
            t=book.tied(total),
            c=change(),
        ),
    ]
    for n, (name, fund) in enumerate(
        (
            ("一般公共预算拨款收入", GENERAL),
            ("政府性基金预算拨款收入", GOVERNMENT_FUND),
            ("其他收入", OWN),
        ),
        1,
    ):
        parts.append(
            say(
                f"{n}.{name}{{a}}万元，{{c}}。",
                a=figure(book, f.sum(fund=fund)),
                c=change(fund=fund),
            )
        )
    parts += [
        Heading("（二）支出预算说明", 3),
        say(f"{year}年支出预算{{t}}万元，{{c}}。其中：", t=book.tied(total), c=change()),
    ]
    for n, (name, role) in enumerate((("基本支出预算", BASIC), ("项目支出预算", PROJECT)), 1):
        amount = f.sum(role=role)
        if amount:
            parts.append(
                say(
                    f"{n}.{name}{{a}}万元，占总支出预算{{s}}%，{{c}}，主要原因：{f.reason}。",
                    a=book.tied(amount),
                    s=book.share(amount, total),
                    c=change(role=role),
                )
            )
    parts += [
        Heading("二、主要支出情况", 2),
        say(
            f"{year}年财政拨款支出预算主要用于以下方面：{{l}}。",
            l=_unshared(
                listed(
                    book,
                    [(n, f.sum(c, fund=FISCAL)) for c, n in class_list()],
                    f.sum(fund=FISCAL),
                    mark="；",
                    share="，占本年财政拨款支出",
                )
            ),
        ),
        Heading("三、部门“三公”经费财政拨款预算说明", 2),
        *_public_prose(book, manner),
        Heading("四、其他情况说明", 2),
        *_matters(book),
    ]
    return [*parts, say(f"本说明中{entity}以下简称本部门。")]


def _public_prose(book: Book, manner: Manner) -> list[Part]:
    f = book.facts
    p, q = common.three_public(f), common.three_public(f, "prior")
    parts: list[Part] = [
        say(
            f"{f.year}年“三公”经费财政拨款预算{{t}}万元，{{c}}。其中：",
            t=figure(book, p.total),
            c=changed(book, p.total, q.total, manner),
        )
    ]
    rows = (
        ("因公出国（境）费用", p.abroad, q.abroad),
        ("公务接待费", p.reception, q.reception),
    )
    for n, (name, now, prior) in enumerate(rows, 1):
        parts.append(
            say(
                f"{n}.{name}。{f.year}年预算数{{a}}万元，{{c}}。",
                a=figure(book, now),
                c=uncertain(changed(book, now, prior, manner)),
            )
        )
    parts.append(
        say(
            f"3.公务用车购置和运行维护费。{f.year}年预算数{{a}}万元，其中，公务用车购置费{f.year}年预算数{{b}}万元，{{c}}；"
            f"公务用车运行维护费{f.year}年预算数{{d}}万元，其中：公务用车加油、保险、维修等{{d2}}万元，{{e}}。",
            a=figure(book, p.cars),
            b=figure(book, p.buying),
            c=uncertain(changed(book, p.buying, q.buying, manner)),
            d=figure(book, p.running),
            d2=book.wan(p.running),
            e=uncertain(changed(book, p.running, q.running, manner)),
        )
    )
    return parts


def _matters(book: Book) -> list[Part]:
    f = book.facts
    projects = [a for a in f.atoms if a.role == PROJECT]
    told = max(1, len(projects) - 1)
    parts: list[Part] = [
        Heading("（一）机关运行经费说明", 3),
        say(
            f"{f.year}年本部门1家行政单位以及1家参照公务员法管理的事业单位的机关运行经费财政拨款预算{{a}}万元。",
            a=book.wan(common.operating_cost(f)),
        ),
        Heading("（二）政府采购预算说明", 3),
        common.procurement(
            book,
            "{year}年本部门政府采购预算总额{total}万元，其中：政府采购货物预算{goods}万元，政府采购工程预算{works}万元，政府采购服务预算{services}万元。",
        ),
        Heading("（三）国有资产占用情况说明", 3),
        say(
            f"截至{f.year - 1}年底，本部门固定资产总额1234.567890万元，其中：车辆3辆，账面原值56.340000万元；单价50万元以上的通用设备2台（套），账面原值120.500000万元，单价100万元以上的专用设备0台（套），账面原值0万元。"
        ),
    ]
    if projects:
        amount = sum(a.amount for a in projects[:told])
        parts += [
            Heading("（四）项目支出绩效目标情况说明", 3),
            say(
                f"{f.year}年，本部门填报绩效目标的预算项目{{n}}个，占全部预算项目{{m}}个的{{r}}%。填报绩效目标的项目支出预算{{a}}万元，占本部门全部项目支出预算的{{s}}%。",
                n=str(told),
                m=str(len(projects)),
                r=Num(percent(told, len(projects)), 2),
                a=book.wan(amount),
                s=Num(percent(amount, f.sum(role=PROJECT)), 2),
            ),
        ]
    return parts


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit, 6 if unit == "万元" else 2, prose=6)
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算信息", 0),
        Heading("第一部分部门情况", 1),
        Heading("一、部门机构设置、职责", 2),
        say("本部门负责贯彻落实有关法律法规和政策，组织起草有关规划并组织实施。"),
        Heading("二、人员构成情况", 2),
        common.staff_sentence(
            facts,
            "本部门行政编制{posts}人，实有人数{total}人，其中：在职{working}人，退休{retired}人，离休{old}人。",
        ),
        Heading(f"第二部分{facts.year}年部门预算编制说明", 1),
        *_prose(book),
        Heading("第三部分名词解释", 1),
        say(
            "基本支出：指为保障机构正常运转、完成日常工作任务所必需的开支，其内容包括人员经费和日常公用经费两部分。"
        ),
        Heading(f"第四部分{facts.year}年部门预算报表", 1),
        *_tables(book),
    ]
