"""A district budget in the Shanghai way: prose in 万元 first, then tables in 元."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    economic_rows,
    functional_rows,
    head,
    numeral,
    say,
    sides,
    split_code,
)
from tests.builder.draft import Cell, Heading, Num, Para, Part, Row, TableSpec, Word
from tests.builder.facts import BASIC, FISCAL, GENERAL, GOVERNMENT_FUND, OWN, Facts, name_of

KIND = "budget"
CODE = (
    ("项目", "功能分类科目编码", "类"),
    ("项目", "功能分类科目编码", "款"),
    ("项目", "功能分类科目编码", "项"),
)


def _moved(book: Book, now: int, prior: int, *, rate: bool = False) -> tuple[object, ...]:
    before = f"比{book.facts.year - 1}年预算" + ("执行数" if rate else "")
    difference = now - prior
    if not book.wan(difference).value:
        return (before, "持平")
    if rate:
        word = Word("增加" if difference > 0 else "减少", frozenset({"direction"} if prior else ()))
        growth = book.share(abs(difference), prior or abs(difference))
        return (before, word, Num(growth.value, 2, frozenset({"growth"} if prior else ())), "%")
    return (before, "增加" if difference > 0 else "减少", book.wan(abs(difference)), "万元")


def _prose(book: Book) -> list[Part]:
    f = book.facts
    total, fiscal, general, fund, own = (
        f.sum(),
        f.sum(fund=FISCAL),
        f.sum(fund=GENERAL),
        f.sum(fund=GOVERNMENT_FUND),
        f.sum(fund=OWN),
    )
    prior = {x: f.sum(fund=x, what="prior") for x in (GENERAL, GOVERNMENT_FUND)}
    before = sum(prior.values())
    parts: list[Part] = [
        Heading(f"{f.year}年部门预算编制说明", 1),
        say(
            f"{f.year}年，{f.entity}收入预算{{t}}万元，其中：财政拨款收入{{f}}万元，{{c}}；事业收入{{z}}万元；"
            "事业单位经营收入{z}万元；其他收入{o}万元。",
            t=book.tied(total),
            f=book.tied(fiscal),
            c=_moved(book, fiscal, before),
            z=book.wan(0),
            o=book.tied(own) if own else book.wan(0),
        ),
        say(
            "支出预算{t}万元，其中：财政拨款支出预算{f}万元，{c}。财政拨款支出预算中，一般公共预算拨款支出预算{g}万元，{d}；"
            "政府性基金拨款支出预算{p}万元，{e}；国有资本经营预算拨款支出预算{z}万元，比{y}年预算持平。",
            t=book.tied(total),
            f=book.tied(fiscal),
            c=_moved(book, fiscal, before),
            g=book.tied(general),
            d=_moved(book, general, prior[GENERAL]),
            p=book.tied(fund) if fund else book.wan(0),
            e=_moved(book, fund, prior[GOVERNMENT_FUND]),
            z=book.wan(0),
            y=str(f.year - 1),
        ),
        say(f"财政拨款收入支出变动的主要原因是{f.reason}。"),
        say("财政拨款支出主要内容如下："),
    ]
    for n, i in enumerate(f.items(fund=FISCAL), 1):
        now, last = f.sum(i, fund=FISCAL), f.sum(i, fund=FISCAL, what="prior")
        parts.append(
            say(
                f"{n}.“{common.item_name(i)}”{{a}}万元，主要用于{name_of(i)}。{f.year - 1}年当年预算执行数为{{p}}万元，"
                f"{f.year}年预算安排{{a}}万元，{{c}}。主要原因是：{f.reason}。",
                a=book.tied(now),
                p=book.wan(last),
                c=_moved(book, now, last, rate=True),
            )
        )
    return parts


def _tables(book: Book) -> list[Part]:
    f = book.facts
    entity = f"编制部门：{f.entity}"
    made: list[Part] = []
    classes = sorted({i[:3] for i in f.items()})

    def add(
        key: str,
        title: str,
        paths: Sequence[tuple[str, ...]],
        rows: tuple[Row, ...],
        widths: tuple[float, ...],
        notes: tuple[str, ...] = (),
        unit: str = "",
    ) -> None:
        made.append(
            TableSpec(
                key,
                f"{f.year}年部门{title}",
                head(paths),
                rows,
                unit or book.unit,
                "",
                entity,
                notes,
                widths,
                True,
            )
        )

    def money(amount: int, *tags: str) -> Cell:
        return book.cell(amount, *(tags if amount else ()))

    total, fiscal, general, fund = (
        f.sum(),
        f.sum(fund=FISCAL),
        f.sum(fund=GENERAL),
        f.sum(fund=GOVERNMENT_FUND),
    )
    left = [
        ("一、财政拨款收入", [money(fiscal, "leaf", "node")]),
        ("1. 一般公共预算资金", [money(general)]),
        ("2. 政府性基金", [money(fund)]),
        ("3. 国有资本经营预算", [money(0)]),
        ("二、事业收入", [money(0)]),
        ("三、事业单位经营收入", [money(0)]),
        ("四、其他收入", [money(f.sum(fund=OWN), "leaf")]),
    ]
    right = [
        (f"{numeral(n)}、{name_of(c)}", [money(f.sum(c), "leaf")]) for n, c in enumerate(classes, 1)
    ]
    blank: tuple[str, list[Cell]] = ("", [Cell()])
    size = max(len(left), len(right)) + 1
    left += [blank] * (size - len(left)) + [("收入总计", [money(total, "grand", "total")])]
    right += [blank] * (size - len(right)) + [("支出总计", [money(total, "grand", "total")])]
    add(
        "balance",
        "财务收支预算总表",
        [
            ("本年收入", "项目"),
            ("本年收入", "预算数"),
            ("本年支出", "项目"),
            ("本年支出", "预算数"),
        ],
        sides(left, right, (2, 2)),
        (4, 3, 4, 3),
    )
    name = ("项目", "功能分类科目名称")
    columns = [
        Column(("收入预算", "合计"), f.sum, total=True),
        Column(("收入预算", "财政拨款收入"), lambda c: f.sum(c, fund=FISCAL)),
        Column(("收入预算", "事业收入"), lambda _: 0),
        Column(("收入预算", "事业单位经营收入"), lambda _: 0),
        Column(("收入预算", "其他收入"), lambda c: f.sum(c, fund=OWN)),
    ]

    def by_code(key: str, title: str, columns: list[Column], items: list[str]) -> None:
        rows = functional_rows(book, items, columns, code=split_code)
        add(
            key,
            title,
            [*CODE, name, *[c.path for c in columns]],
            rows,
            (1, 1, 1, 6, *[3] * len(columns)),
        )

    by_code("income", "收入预算总表", columns, f.items())
    by_code("expenditure", "支出预算总表", common.split_columns(f, top=("支出预算",)), f.items())
    left = [
        ("一、一般公共预算资金", [money(general, "leaf")]),
        ("二、政府性基金", [money(fund, "leaf")]),
        ("三、国有资本经营预算", [money(0)]),
    ]
    right = []
    for n, c in enumerate([c for c in classes if f.sum(c, fund=FISCAL)], 1):
        right.append(
            (
                f"{numeral(n)}、{name_of(c)}",
                [
                    money(f.sum(c, fund=FISCAL), "leaf", "rowtotal"),
                    money(f.sum(c, fund=GENERAL), "leaf"),
                    money(f.sum(c, fund=GOVERNMENT_FUND), "leaf"),
                    money(0),
                ],
            )
        )
    size = max(len(left), len(right))
    left += [blank] * (size - len(left)) + [("收入总计", [money(fiscal, "grand", "total")])]
    right += [blank] * (size - len(right))
    right.append(
        (
            "支出总计",
            [
                money(fiscal, "grand", "total", "rowtotal"),
                money(general, "total"),
                money(fund, "total"),
                money(0),
            ],
        )
    )
    add(
        "fiscal",
        "财政拨款收支预算总表",
        [
            ("财政拨款收入", "项目"),
            ("财政拨款收入", "预算数"),
            ("财政拨款支出", "项目"),
            ("财政拨款支出", "合计"),
            ("财政拨款支出", "一般公共预算"),
            ("财政拨款支出", "政府性基金预算"),
            ("财政拨款支出", "国有资本经营预算"),
        ],
        sides(left, right, (2, 5)),
        (4, 3, 5, 3, 3, 3, 3),
    )
    by_code(
        "general",
        "一般公共预算支出功能分类预算表",
        common.split_columns(f, fund=GENERAL, top=("一般公共预算支出",)),
        f.items(fund=GENERAL),
    )
    for key, what, amount in (
        ("government_fund", "政府性基金", fund),
        ("state_capital", "国有资本经营", 0),
    ):
        columns = common.split_columns(
            f, fund=GOVERNMENT_FUND if amount else "none", top=(f"{what}预算支出",)
        )
        title = f"{what}预算支出功能分类预算表"
        if amount:
            by_code(key, title, columns, f.items(fund=GOVERNMENT_FUND))
        else:
            rows = (Row("合计", (Cell("合计", 1, 4), Cell(), Cell(), Cell())),)
            note = f"注:本部门{f.year}年无{what}预算财政拨款安排的预算，故本表为空表。"
            add(
                key,
                title,
                [*CODE, name, *[c.path for c in columns]],
                rows,
                (1, 1, 1, 6, 3, 3, 3),
                (note,),
            )
    top = "一般公共预算基本支出"
    columns = [
        Column((top, "合计"), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL), total=True),
        Column((top, "人员经费"), lambda e: common.basic_part(f, e, common.PERSONNEL)),
        Column((top, "公用经费"), lambda e: common.basic_part(f, e, common.PUBLIC)),
    ]
    paths = [
        ("项目", "部门预算经济分类科目编码", "类"),
        ("项目", "部门预算经济分类科目编码", "款"),
        ("项目", "经济分类科目名称"),
        *[c.path for c in columns],
    ]
    add(
        "basic",
        "一般公共预算基本支出部门预算经济分类预算表",
        paths,
        economic_rows(book, columns, split=True),
        (1, 1, 5, 3, 3, 3),
    )
    made.append(_public(f, entity))
    return made


def _public(f: Facts, entity: str) -> TableSpec:
    wan = Book(f)
    p = common.three_public(f)
    top = f"{f.year}年“三公”经费预算数"
    paths = [
        (top, "合计"),
        (top, "因公出国(境)费"),
        (top, "公务接待费"),
        *[(top, "公务用车购置及运行费", x) for x in ("小计", "购置费", "运行费")],
        (f"{f.year}年机关运行经费预算数",),
    ]
    amounts = (
        p.total,
        p.abroad,
        p.reception,
        p.cars,
        p.buying,
        p.running,
        common.operating_cost(f),
    )
    tags = ("rowtotal", "row", "row", "rowtotal", "row", "row", "alone")
    cells = tuple(wan.cell(a, *([t] if a else [])) for a, t in zip(amounts, tags, strict=True))
    return TableSpec(
        "three_public",
        "部门“三公”经费和机关运行经费预算表",
        head(paths),
        (Row("", cells),),
        "万元",
        "",
        entity,
        (),
        (),
        True,
    )


def _others(book: Book) -> list[Part]:
    f = book.facts
    p, q = common.three_public(f), common.three_public(f, "prior")

    def line(amount: int, before: int) -> tuple[object, ...]:
        return (
            book.wan(amount, *(["tied"] if amount else [])),
            "万元，",
            *_moved(book, amount, before),
            f"，主要原因是{f.reason}",
        )

    uses = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
    parts: list[Part] = [
        Heading("其他相关情况说明", 1),
        Heading(f"一、{f.year}年“三公”经费预算情况说明", 2),
        say(
            f"{f.year}年“三公”经费预算数为{{t}}万元，{{c}}。其中：",
            t=book.wan(p.total, *(["tied"] if p.total else [])),
            c=_moved(book, p.total, q.total),
        ),
        say("（一）因公出国（境）费{l}。", l=line(p.abroad, q.abroad)),
        say(
            "（二）公务用车购置及运行费{l}。其中：公务用车购置费{b}；公务用车运行费{r}。",
            l=line(p.cars, q.cars),
            b=line(p.buying, q.buying),
            r=line(p.running, q.running),
        ),
        say("（三）公务接待费{l}。", l=line(p.reception, q.reception)),
        Heading("二、机关运行经费预算", 2),
        say(
            f"{f.year}年{f.entity}财政拨款的机关运行经费预算为{{a}}万元。",
            a=book.tied(common.operating_cost(f)),
        ),
        Heading("三、政府采购预算情况", 2),
        common.procurement(
            book,
            "{year}年度本部门政府采购预算{total}万元，其中：政府采购货物预算{goods}万元、政府采购工程预算{works}万元、政府采购服务预算{services}万元。",
        ),
        Heading("四、国有资产占有使用情况", 2),
        say(
            f"截至{f.year - 1}年8月31日，{f.entity}{{v}}；单价100万元（含）以上设备（不含车辆）0台（套）。",
            v=common.vehicles(f, uses),
        ),
    ]
    return parts


def write(facts: Facts, unit: str = "元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    prose = Book(facts)
    tables = Book(facts, unit, 2 if facts.year % 2 or unit != "元" else 0)
    terms: list[Para] = [
        say(
            "（一）财政拨款收入：是区级预算主管部门及所属预算单位本年度从本级财政部门取得的财政拨款。"
        ),
        say("（二）其他收入：指除上述“财政拨款收入”、“事业收入”、“事业单位经营收入”等以外的收入。"),
        say("（三）机关运行经费：指使用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。"),
    ]
    return [
        Heading(f"{facts.place}{facts.year}年区级部门预算", 0),
        say(f"预算主管部门：{facts.entity}"),
        Heading(f"{facts.entity}主要职能", 1),
        say(f"{facts.entity}是主管本行业的区政府工作部门，完成区委、区政府交办的其他任务。"),
        Heading(f"{facts.entity}机构设置", 1),
        say(f"{facts.entity}部门预算是包括本部以及下属1家预算单位的综合收支计划。"),
        Heading("名词解释", 1),
        *terms,
        *_prose(prose),
        *_tables(tables),
        *_others(prose),
    ]
