"""A budget in the Jiangxi way: short codes under long ones, flat heads, one sentence by purpose, function and economy."""

from __future__ import annotations

from tests.builder import common
from tests.builder.book import Book, Column, class_list, say, sides, tree, values
from tests.builder.draft import Cell, Heading, Part, Row
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    name_of,
)
from tests.builder.phrases import Manner, Words, changed, each, figure, listed, uncertain
from tests.builder.sheets import (
    Sheets,
    depth_of,
    economic_rows,
    fiscal_rows,
    money,
    padded,
    total_row,
)

KIND = "budget"
ECONOMIC = (
    ("工资福利支出", "301"),
    ("商品和服务支出", "302"),
    ("对个人和家庭的补助", "303"),
    ("资本性支出", "310"),
)


def _none(_: str) -> int:
    return 0


def _lead(code: str, name: str) -> list[Cell]:
    """类 201, 款 03, 项 2010301, each further in."""
    short = code[3:] if len(code) == 5 else code
    depth = depth_of(code)
    return [Cell(padded(short, depth)), Cell(padded(name, depth))]


def _tables(book: Book) -> list[Part]:
    f = book.facts
    sheets = Sheets(book, f"填报部门：{f.entity}", "表{n}")
    year = f"{f.year}年预算数"
    sheets.add(
        "balance",
        "收支预算总表",
        [
            ("收入", "项目"),
            ("收入", "预算数"),
            ("支出", "项目（按支出功能科目）"),
            ("支出", "预算数"),
        ],
        _balance(book),
        (5, 2, 5, 2),
    )
    fiscal = "财政拨款"
    incomes = [
        Column(("合计",), f.sum, total=True),
        Column(("上年结转",), _none),
        Column((fiscal, "小计"), lambda c: f.sum(c, fund=FISCAL), total=True),
        Column((fiscal, "一般公共预算拨款收入"), lambda c: f.sum(c, fund=GENERAL)),
        Column((fiscal, "政府性基金预算拨款收入"), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column((fiscal, "国有资本经营预算收入"), _none),
        *[
            Column((n,), _none)
            for n in (
                "教育收费资金收入",
                "事业收入",
                "事业单位经营收入",
                "附属单位上缴收入",
                "上级补助收入",
            )
        ],
        Column(("其他收入",), lambda c: f.sum(c, fund=OWN)),
        Column(("使用非财政拨款结余",), _none),
    ]
    item = "支出功能分类科目"

    def by_code(
        key: str, title: str, columns: list[Column], items: list[str], top: str = "", note: str = ""
    ) -> None:
        paths = [(item, "科目编码"), (item, "科目名称")]
        rows = [total_row(book, columns, [Cell("**"), Cell("合计")])] if items else []
        rows += (
            [
                Row(
                    f"{c} {name_of(c)}",
                    (
                        *_lead(c, name_of(c)),
                        *values(book, columns, c, "leaf" if len(c) == 7 else "node"),
                    ),
                    c,
                )
                for c in tree(items)
            ]
            if items
            else [Row("", tuple(Cell() for _ in range(2 + len(columns))))]
        )
        sheets.add(
            key,
            title,
            [*paths, *[(top, *c.path) if top else c.path for c in columns]],
            rows,
            (2, 5, *[2.2] * len(columns)),
            (note,) if note else (),
        )

    by_code("income", "部门收入总表", incomes, f.items())
    by_code(
        "expenditure",
        "部门支出总表",
        [
            *common.split_columns(f),
            *[
                Column((n,), _none)
                for n in ("上缴上级支出", "事业单位经营支出", "对附属单位补助支出")
            ],
        ],
        f.items(),
    )
    sheets.add(
        "fiscal",
        "财政拨款收支总表",
        [
            ("收入", "项目"),
            ("收入", "预算数"),
            *[
                ("支出", x)
                for x in (
                    "项目（按支出功能科目）",
                    "合计",
                    "一般公共预算财政拨款",
                    "政府性基金预算财政拨款",
                    "国有资本经营预算",
                )
            ],
        ],
        fiscal_rows(book),
        (4, 2, 4, 2, 2, 2, 2),
    )
    by_code(
        "general",
        "一般公共预算支出表",
        common.split_columns(f, fund=GENERAL),
        f.items(fund=GENERAL),
        year,
    )
    columns = [
        Column(
            (f"{f.year}年基本支出", "合计"),
            lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL),
            total=True,
        ),
        Column(
            (f"{f.year}年基本支出", "人员经费"), lambda e: common.basic_part(f, e, common.PERSONNEL)
        ),
        Column(
            (f"{f.year}年基本支出", "公用经费"), lambda e: common.basic_part(f, e, common.PUBLIC)
        ),
    ]
    rows = economic_rows(book, columns, lambda c, n: [Cell(c), Cell(padded(n, int(len(c) > 3)))])
    sheets.add(
        "basic",
        "一般公共预算基本支出表",
        [
            ("支出经济分类科目", "科目编码"),
            ("支出经济分类科目", "科目名称"),
            *[c.path for c in columns],
        ],
        [total_row(book, columns, [Cell("**"), Cell("合计")]), *rows],
        (2, 5, 2.4, 2.4, 2.4),
    )
    _public(sheets)
    items = f.items(fund=GOVERNMENT_FUND)
    by_code(
        "government_fund",
        "政府性基金预算支出表",
        common.split_columns(f, fund=GOVERNMENT_FUND),
        items,
        year,
        "注：若为空表，则为该部门（单位）无政府性基金收支。",
    )
    by_code(
        "state_capital",
        "国有资本经营预算支出表",
        common.split_columns(f),
        [],
        year,
        "注：若为空表，则为该部门（单位）无国有资本经营预算收支。",
    )
    sheets.made.append(common.indicator_table(f, "项目绩效目标表"))
    return sheets.made


def _balance(book: Book) -> tuple[Row, ...]:
    f = book.facts
    left = [
        ("一、财政拨款收入", [money(book, f.sum(fund=FISCAL), "node")]),
        ("（一）一般公共预算收入", [money(book, f.sum(fund=GENERAL), "leaf")]),
        ("（二）政府性基金预算收入", [money(book, f.sum(fund=GOVERNMENT_FUND), "leaf")]),
        ("（三）国有资本经营预算收入", [money(book, 0)]),
        ("二、教育收费资金收入", [money(book, 0)]),
        ("三、事业收入", [money(book, 0)]),
        ("四、其他收入", [money(book, f.sum(fund=OWN), "leaf")]),
    ]
    right = [(n, [money(book, f.sum(c), "leaf")]) for c, n in class_list() if f.sum(c)]
    size = max(len(left), len(right))
    left += [("", [Cell()])] * (size - len(left))
    right += [("", [Cell()])] * (size - len(right))
    left += [
        ("本年收入合计", [money(book, f.sum(), "total")]),
        ("五、使用非财政拨款结余", [money(book, 0)]),
        ("六、上年结转（结余）", [money(book, 0)]),
    ]
    right += [
        ("本年支出合计", [money(book, f.sum(), "total")]),
        ("年末结转结余", [money(book, 0)]),
        ("", [Cell()]),
    ]
    left.append(("收入总计", [money(book, f.sum(), "grand")]))
    right.append(("支出总计", [money(book, f.sum(), "grand")]))
    return sides(left, right, (2, 2))


def _public(sheets: Sheets) -> None:
    """No 小计 over the cars: the total is the sum of four columns."""
    book, f = sheets.book, sheets.book.facts
    p = common.three_public(f)
    amounts = (p.total, p.abroad, p.reception, p.running, p.buying)
    tags = ("rowtotal", "row", "row", "row", "row")
    cells = [money(book, a, t) for a, t in zip(amounts, tags, strict=True)]
    again = [money(book, a) for a in amounts]
    paths = [
        ("单位编码",),
        ("单位名称",),
        ("合计",),
        ("因公出国（境）费",),
        ("公务接待费",),
        ("公务用车运行维护费",),
        ("公务用车购置",),
    ]
    rows = [
        Row("合计", (Cell("**"), Cell("合计"), *cells)),
        Row(f.entity, (Cell("301001"), Cell(f.entity), *again)),
    ]
    sheets.add("three_public", "一般公共预算“三公”经费支出表", paths, rows)


def _prose(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    total, prior = f.sum(), f.sum(what="prior")
    manner = Manner("较上年预算安排", same="与上年预算安排持平")
    plain = Manner("较上年预算安排", same="与上年预算安排持平", rate=False, certain=False)

    def told(name: str, now: int, before: int) -> Words:
        return (name, figure(book, now), "万元，", *uncertain(changed(book, now, before, plain)))

    def kinds(role: str) -> Words:
        pairs = [(n, f.sum(economic=c, role=role)) for n, c in ECONOMIC]
        return uncertain(listed(book, pairs, mark="、"))

    def both(c: str = "", **which: object) -> tuple[int, int]:
        now, before = (f.sum(c, what=w, **which) for w in ("amount", "prior"))  # type: ignore[arg-type]
        return now, before

    incomes = [(n, *both(fund=x)) for n, x in (("财政拨款收入", FISCAL), ("其他收入", OWN))]
    functions = [(n, *both(c)) for c, n in class_list() if any(both(c))]
    economics = [(n, *both(economic=c)) for n, c in ECONOMIC if any(both(economic=c))]
    projects = f.sum(role=PROJECT)
    basic = told("基本支出", *both(role=BASIC))
    words: Words = (*basic, "，其中：", *kinds(BASIC))
    if projects:
        words = (*words, "；", *told("项目支出", *both(role=PROJECT)), "，其中：", *kinds(PROJECT))
    parts: list[Part] = [
        Heading(f"一、{year}年部门预算收支情况说明", 2),
        Heading("（一）收入预算情况", 3),
        say(
            f"{year}年{f.entity}收入预算总额为{{t}}万元，{{c}}，其中：{{l}}；教育收费资金收入0万元，上年结转（结余）0万元。",
            t=book.tied(total),
            c=changed(book, total, prior, manner),
            l=each(incomes, told),
        ),
        Heading("（二）支出预算情况", 3),
        say(
            f"{year}年{f.entity}支出预算总额为{{t}}万元，{{c}}。",
            t=book.tied(total),
            c=changed(book, total, prior, manner),
        ),
        say("其中：按支出项目类别划分：{w}。", w=words),
        say("按支出功能科目划分：{l}。", l=each(functions, told)),
        say("按支出经济分类划分：{l}。", l=uncertain(each(economics, told))),
        Heading("（三）财政拨款支出情况", 3),
        say(
            f"{year}年{f.entity}财政拨款支出预算总额为{{t}}万元，{{c}}。按支出功能科目划分：{{l}}。按支出项目类别划分：基本支出{{a}}万元，占财政拨款支出的{{s}}%。",
            t=book.tied(f.sum(fund=FISCAL)),
            c=changed(book, *both(fund=FISCAL), manner),
            l=listed(
                book,
                [(n, f.sum(c, fund=FISCAL)) for c, n in class_list()],
                f.sum(fund=FISCAL),
                mark="；",
                share="，占财政拨款支出的",
            ),
            a=book.wan(f.sum(fund=FISCAL, role=BASIC)),
            s=book.share(f.sum(fund=FISCAL, role=BASIC), f.sum(fund=FISCAL)),
        ),
    ]
    fund = f.sum(fund=GOVERNMENT_FUND)
    parts += [
        Heading("（四）政府性基金情况", 3),
        say(f"{year}年政府性基金预算支出{{a}}万元。", a=book.tied(fund))
        if fund
        else say("本部门没有使用政府性基金预算拨款安排的支出。"),
        Heading("（五）国有资本经营情况", 3),
        say("本部门没有使用国有资本经营预算拨款安排的支出。"),
        *_matters(book),
    ]
    return parts


def _matters(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    p, q = common.three_public(f), common.three_public(f, "prior")
    rows = (
        ("因公出国（境）费", p.abroad, q.abroad),
        ("公务接待费", p.reception, q.reception),
        ("公务用车运行维护费", p.running, q.running),
        ("公务用车购置", p.buying, q.buying),
    )
    manner = Manner(
        "比上年", up=("增", "增长"), down=("减", "下降"), same="比上年增减0万元", rate=False
    )
    parts: list[Part] = [
        Heading("（六）机关运行经费等重要事项的说明", 3),
        say(
            f"{year}年部门机关运行费预算{{a}}万元，{{c}}，主要原因是{f.reason}。按照财政部对部门预算公开中机关运行费口径要求，机关运行费为部门公用经费。",
            a=book.wan(cost),
            c=changed(
                book,
                cost,
                before,
                Manner(f"比{year - 1}年预算", ("增加", "上升"), same=f"与{year - 1}年预算持平"),
            ),
        ),
        Heading("（七）政府采购情况", 3),
        common.procurement(
            book,
            "{year}年部门所属各单位政府采购总额{total}万元，其中：政府采购货物预算{goods}万元、政府采购工程预算{works}万元、政府采购服务预算{services}万元。",
        ),
        Heading("（八）国有资产占有使用情况", 3),
        say(
            f"截至{year - 1}年12月31日，部门{{v}}。{year}年部门预算安排购置车辆{1 if p.buying else 0}辆，安排购置单价50万元以上通用设备0台，单价100万元以上专用设备0台。",
            v=common.vehicles(f, ("一般公务用车", "执法执勤用车", "其他用车")),
        ),
        Heading(f"二、{year}年“三公”经费预算情况说明", 2),
        say(
            f"{year}年{f.entity}“三公”经费一般公共预算安排{{t}}万元，其中：",
            t=figure(book, p.total),
        ),
    ]
    for name, now, prior in rows:
        words = uncertain(changed(book, now, prior, manner))
        parts.append(
            say(f"{name}{{a}}万元，{{c}}，主要原因是{f.reason}。", a=figure(book, now), c=words)
        )
    return parts


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算", 0),
        Heading(f"第一部分{facts.entity}概况", 1),
        Heading("一、部门主要职责", 2),
        say("贯彻执行国家和省有关方针政策和法律法规，承办县委、县政府交办的其他事项。"),
        Heading("二、机构设置及人员情况", 2),
        common.staff_sentence(
            facts,
            "编制人数{posts}人，实有人数{total}人，其中：在职{working}人，退休{retired}人，离休{old}人。",
        ),
        Heading(f"第二部分{facts.entity}{facts.year}年部门预算情况说明", 1),
        *_prose(book),
        Heading(f"第三部分{facts.entity}{facts.year}年部门预算表", 1),
        *_tables(book),
        Heading("第四部分名词解释", 1),
        say("（一）财政拨款：指省级财政当年拨付的资金。"),
    ]
