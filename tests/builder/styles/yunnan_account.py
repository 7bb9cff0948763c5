"""A final account in the Yunnan way: eleven tables with column numbers, opening to closing balances in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.builder import account_tables, common
from tests.builder.book import Book, Column, say, sides
from tests.builder.draft import Cell, Heading, Num, Part, Row
from tests.builder.facts import (
    BASIC,
    GENERAL,
    GOVERNMENT_FUND,
    PROJECT,
    Facts,
    economic_name,
    name_of,
)
from tests.builder.phrases import (
    Manner,
    against,
    changed,
    completed,
    each,
    figure,
    listed,
    reasoned,
    uncertain,
)
from tests.builder.sheets import Sheets, code_rows, money, total_row

KIND = "account"
CODE = (("项目", "支出功能分类科目编码"), ("项目", "科目名称"))
OPENING, INCOME, SPENT, CLOSING = "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"


def _none(_: str) -> int:
    return 0


def _numbers(lead: Sequence[str | None], count: int) -> Row:
    """栏次: the numbers of the columns."""
    return Row("栏次", (*map(Cell, lead), *(Cell(str(n)) for n in range(1, count + 1))))


def _balances(f: Facts, fund: str) -> list[Column]:
    """年初 + 本年收入 - 本年支出 = 年末, each by 基本 and 项目."""

    def mine(amount: int) -> Callable[[str], int]:
        return lambda c: amount if f.running.startswith(c) and fund == GENERAL else 0

    def spent(role: str | None) -> Callable[[str], int]:
        return lambda c: f.sum(c, fund=fund, role=role)

    def got(role: str | None) -> Callable[[str], int]:
        # All that is carried over belongs to basic spending.
        if role == PROJECT:
            return spent(PROJECT)
        return lambda c: f.income(c, fund=fund) - (f.sum(c, fund=fund, role=PROJECT) if role else 0)

    def staff(c: str) -> int:
        return f.sum(c, economic=common.PERSONNEL, role=BASIC, fund=fund)

    def office(c: str) -> int:
        return f.sum(c, economic=common.PUBLIC, role=BASIC, fund=fund)

    ending = (CLOSING, "项目支出结转和结余")
    return [
        Column((OPENING, "合计"), mine(f.opening), total=True),
        Column((OPENING, "基本支出结转"), mine(f.opening)),
        Column((OPENING, "项目支出结转和结余"), _none),
        Column((INCOME, "合计"), got(None), total=True),
        Column((INCOME, "基本支出"), got(BASIC)),
        Column((INCOME, "项目支出"), got(PROJECT)),
        Column((SPENT, "合计"), spent(None), total=True),
        Column((SPENT, "基本支出", "小计"), spent(BASIC)),
        Column((SPENT, "基本支出", "人员经费"), staff),
        Column((SPENT, "基本支出", "公用经费"), office),
        Column((SPENT, "项目支出"), spent(PROJECT)),
        Column((CLOSING, "合计"), mine(f.closing), total=True),
        Column((CLOSING, "基本支出结转"), mine(f.closing)),
        Column((*ending, "小计"), _none),
        Column((*ending, "项目支出结转"), _none),
        Column((*ending, "项目支出结余"), _none),
    ]


def _tables(book: Book) -> list[Part]:
    f = book.facts
    sheets = Sheets(book, f"部门：{f.entity}", "公开{n:02}表")

    def by_code(
        key: str, title: str, columns: list[Column], items: list[str], note: str = ""
    ) -> None:
        first = total_row(book, columns, [Cell("合计", 1, 2)]) if items else None
        blank = Row("合计", (Cell("合计", 1, 2), *[Cell()] * len(columns)))
        sheets.add(
            key,
            title,
            [*CODE, *[c.path for c in columns]],
            [
                _numbers((None, "栏次"), len(columns)),
                first or blank,
                *code_rows(book, items, columns, lambda c, n: [Cell(c), Cell(n)]),
            ],
            (2, 4, *[2.2] * len(columns)),
            (note,) if note else (),
        )

    _overall(sheets)
    incomes = account_tables.income_columns(f)
    incomes[3:4] = [
        Column(("事业收入", "小计"), _none),
        Column(("事业收入", "其中：教育收费"), _none),
    ]
    by_code("income", "收入决算表", incomes, account_tables.income_items(f))
    by_code("expenditure", "支出决算表", account_tables.expenditure_columns(f), f.items())
    _fiscal(sheets)
    items = sorted({*f.items(fund=GENERAL), f.running})
    by_code("general_balance", "一般公共预算财政拨款收入支出决算表", _balances(f, GENERAL), items)
    sheets.add(
        "basic",
        "一般公共预算财政拨款基本支出决算表",
        [(h, x) for h in ("人员经费", "公用经费") for x in ("科目编码", "科目名称", "决算数")],
        account_tables.two_sided_economic(book, lambda c: [Cell(c)]),
        (1.5, 4, 2, 1.5, 4, 2),
    )
    _projects(sheets)
    for key, fund in (
        ("government_fund", "政府性基金预算财政拨款"),
        ("state_capital", "国有资本经营预算财政拨款"),
    ):
        used = f.items(fund=GOVERNMENT_FUND) if key == "government_fund" else []
        by_code(
            key,
            f"{fund}收入支出决算表",
            _balances(f, GOVERNMENT_FUND),
            used,
            "" if used else f"注：本部门{f.year}年度无{fund}收入，也无{fund}支出，故本表为空表。",
        )
    _public(sheets, "财政拨款“三公”经费、行政参公单位机关运行经费情况表", with_cost=True)
    _public(sheets, "一般公共预算财政拨款“三公”经费情况表", with_cost=False)
    return sheets.made


def _overall(sheets: Sheets) -> None:
    book = sheets.book
    left, right = account_tables.balance_sides(book)
    lines = [(k, [Cell(str(n)), c]) for n, (k, c) in enumerate(left, 1)]
    other = [(k, [Cell(str(n + len(left))), c]) for n, (k, c) in enumerate(right, 1)]
    first = Row("栏次", (Cell("栏次"), Cell(), Cell("1"), Cell("栏次"), Cell(), Cell("2")))
    sheets.add(
        "balance",
        "收入支出决算表",
        [
            ("收入", "项目"),
            ("收入", "行次"),
            ("收入", "金额"),
            ("支出", "项目（按功能分类）"),
            ("支出", "行次"),
            ("支出", "金额"),
        ],
        [first, *sides(lines, other, (3, 3))],
        (4, 1, 2, 4, 1, 2),
    )


def _fiscal(sheets: Sheets) -> None:
    left, right = account_tables.fiscal_sides(sheets.book)
    lines = [(k, [Cell(str(n)), *c]) for n, (k, c) in enumerate(left, 1)]
    other = [(k, [Cell(str(n + len(left))), *c]) for n, (k, c) in enumerate(right, 1)]
    parts = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    paths = [("收入", x) for x in ("项目", "行次", "金额")]
    paths += [("支出", x) for x in ("项目（按功能分类）", "行次", "合计", *parts)]
    numbers = (None, "1", "栏次", None, "2", "3", "4", "5")
    first = Row("栏次", (Cell("栏次"), *map(Cell, numbers)))
    sheets.add(
        "fiscal",
        "财政拨款收入支出决算表",
        paths,
        [first, *sides(lines, other, (3, 6))],
        (4, 1, 2, 4, 1, 2, 2, 2, 2),
    )


def _projects(sheets: Sheets) -> None:
    """一般公共预算财政拨款项目支出决算表, by economic classification."""
    book, f = sheets.book, sheets.book.facts
    used = f.economics(role=PROJECT, fund=GENERAL)
    rows = [
        Row(
            f"{e} {economic_name(e)}",
            (
                Cell(e),
                Cell(economic_name(e)),
                money(
                    book,
                    f.sum(economic=e, role=PROJECT, fund=GENERAL),
                    "leaf" if len(e) == 5 else "node",
                ),
            ),
            e,
        )
        for e in sorted({*used, *(e[:3] for e in used)})
    ]
    total = f.sum(role=PROJECT, fund=GENERAL)
    rows.append(Row("合计", (Cell("合计", 1, 2), money(book, total, "total")), "total"))
    sheets.add(
        "project_economic",
        "一般公共预算财政拨款项目支出决算表",
        [("科目编码",), ("科目名称",), ("决算数",)],
        rows,
        (2, 5, 2.5),
    )


def _public(sheets: Sheets, title: str, *, with_cost: bool) -> None:
    book, f = sheets.book, sheets.book.facts
    p, q = common.three_public(f), common.three_public(f, "planned")
    cost = common.operating_cost(f)
    no = Cell("—")
    lines: list[tuple[str, tuple[Cell, Cell, Cell]]] = [
        ("一、“三公”经费支出", (no, no, no)),
    ]
    for label, a, b, tag in (
        ("（一）支出合计", q.total, p.total, "total"),
        ("　1．因公出国（境）费", q.abroad, p.abroad, "leaf"),
        ("　2．公务用车购置及运行维护费", q.cars, p.cars, "node"),
        ("　　（1）公务用车购置费", q.buying, p.buying, "leaf"),
        ("　　（2）公务用车运行维护费", q.running, p.running, "leaf"),
        ("　3．公务接待费", q.reception, p.reception, "leaf"),
    ):
        lines.append((label, (money(book, a, tag), money(book, a, tag), money(book, b, tag))))
    lines += [
        ("　　（1）国内接待费", (no, no, money(book, p.reception))),
        ("　　　　其中：外事接待费", (no, no, money(book, 0))),
        ("　　（2）国（境）外接待费", (no, no, money(book, 0))),
        ("（二）相关统计数", (no, no, no)),
    ]
    cars = f.vehicles[0]
    for label, count in (
        ("　1．因公出国（境）团组数（个）", 1 if p.abroad else 0),
        ("　2．因公出国（境）人次数（人）", 3 if p.abroad else 0),
        ("　3．公务用车购置数（辆）", 1 if p.buying else 0),
        ("　4．公务用车保有量（辆）", cars),
        ("　5．国内公务接待批次（个）", 12),
        ("　　　其中：外事接待批次（个）", 0),
        ("　6．国内公务接待人次（人）", 96),
    ):
        lines.append((label, (no, no, Cell(str(count)))))
    if with_cost:
        lines += [
            ("二、机关运行经费", (no, no, money(book, cost, "node"))),
            ("（一）行政单位", (no, no, money(book, cost, "leaf"))),
            ("（二）参照公务员法管理事业单位", (no, no, money(book, 0))),
        ]
    rows = [
        Row(label.strip("　"), (Cell(label), Cell(str(n)), *cells))
        for n, (label, cells) in enumerate(lines, 1)
    ]
    first = Row("栏次", (Cell("栏次"), Cell(), Cell("1"), Cell("2"), Cell("3")))
    note = (
        "注：1．“三公”经费为单位使用当年一般公共预算财政拨款和以前年度结转结余资金安排的实际支出；"
        "2．机关运行经费指行政单位和参照公务员法管理的事业单位运行的公用经费。"
    )
    sheets.add(
        "three_public" if with_cost else "three_public_general",
        title,
        [("项目",), ("行次",), ("年初预算数",), ("全年预算数",), ("决算统计数",)],
        [first, *rows],
        (6, 1, 2, 2, 2),
        (note,),
    )


def _sections(book: Book) -> list[Part]:
    f, t = book.facts, account_tables.totals(book.facts)
    year = f.year
    manner = Manner("与上年相比，", same="与上年持平")
    nothing = [(n, 0) for n in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")]
    total, prior = f.sum(), f.sum(what="prior")

    def share(amount: int, whole: int) -> Num:
        return book.share(amount, whole)

    parts: list[Part] = [
        Heading("一、收入决算情况说明", 2),
        say(
            f"{f.entity}{year}年度收入合计{{t}}万元。其中：{{l}}。",
            t=book.tied(t.income),
            l=listed(
                book,
                [("财政拨款收入", t.fiscal_income), *nothing, ("其他收入", t.other_income)],
                t.income,
                mark="；",
                share="，占总收入的",
                zeros=True,
            ),
        ),
        Heading("二、支出决算情况说明", 2),
        say(
            f"{f.entity}{year}年度支出合计{{t}}万元。其中：{{l}}；上缴上级支出、经营支出、对附属单位补助支出共0.00万元，占总支出的0.00%。{{c}}。",
            t=book.tied(total),
            l=listed(
                book,
                [("基本支出", f.sum(role=BASIC)), ("项目支出", f.sum(role=PROJECT))],
                total,
                mark="；",
                share="，占总支出的",
            ),
            c=(
                *changed(
                    book, total, prior, Manner("与上年相比，支出合计", same="支出合计与上年持平")
                ),
                *(
                    (
                        "。其中：",
                        *each(
                            [
                                (n, f.sum(role=r), f.sum(role=r, what="prior"))
                                for n, r in (("基本支出", BASIC), ("项目支出", PROJECT))
                            ],
                            lambda n, a, b: uncertain((n, *changed(book, a, b, Manner("")))),
                        ),
                    )
                ),
                f"。主要原因是{f.reason}",
            ),
        ),
        Heading("（一）基本支出情况", 3),
    ]
    basic = f.sum(role=BASIC)
    staff = f.sum(role=BASIC, economic=common.PERSONNEL)
    office = f.sum(role=BASIC, economic=common.PUBLIC)
    parts.append(
        say(
            f"{year}年度用于保障{f.entity}机关、下属事业单位等机构正常运转的日常支出{{t}}万元。其中：基本工资、津贴补贴等人员经费支出{{a}}万元，占基本支出的{{s}}%；"
            "办公费、印刷费、水电费、办公设备购置等公用经费支出{b}万元，占基本支出的{r}%。",
            t=book.wan(basic),
            a=book.tied(staff),
            s=share(staff, basic),
            b=book.tied(office),
            r=share(office, basic),
        )
    )
    if f.sum(role=PROJECT):
        parts += [
            Heading("（二）项目支出情况", 3),
            say(
                f"{year}年度用于保障{f.entity}机构、下属事业单位等机构为完成特定的行政工作任务或事业发展目标，用于专项业务工作的经费支出{{t}}万元。其中：基本建设类项目支出0.00万元。",
                t=book.wan(f.sum(role=PROJECT)),
            ),
        ]
    return [*parts, *_general(book, manner), *_public_prose(book)]


def _general(book: Book, manner: Manner) -> list[Part]:
    f = book.facts
    total, prior = f.sum(fund=GENERAL), f.sum(fund=GENERAL, what="prior")
    parts: list[Part] = [
        Heading("三、一般公共预算财政拨款支出决算情况说明", 2),
        Heading("（一）一般公共预算财政拨款支出决算总体情况", 3),
        say(
            f"{f.entity}{f.year}年度一般公共预算财政拨款支出{{t}}万元，占本年支出合计的{{s}}%。{{c}}。",
            t=book.tied(total),
            s=book.share(total, f.sum()),
            c=reasoned(changed(book, total, prior, manner), "", f.reason),
        ),
        Heading("（二）一般公共预算财政拨款支出决算具体情况", 3),
    ]
    for n, c in enumerate(sorted({i[:3] for i in f.items(fund=GENERAL)}), 1):
        now, planned = f.sum(c, fund=GENERAL), f.sum(c, fund=GENERAL, what="planned")
        parts.append(
            say(
                f"{n}.{name_of(c).removesuffix('支出')}（类）支出{{a}}万元，占一般公共预算财政拨款总支出的{{s}}%，{{r}}。主要用于人员支出、日常办公和专项工作；{{d}}。",
                a=book.tied(now),
                s=book.share(now, total),
                r=(
                    "完成年初预算",
                    book.wan(planned),
                    "万元的",
                    Num(book.share(now, planned).value, 2, frozenset({"completion"})),
                    "%",
                ),
                d=against(book, now, planned, f.reason, budget="年初预算数", account="决算数"),
            )
        )
    return parts


def _public_prose(book: Book) -> list[Part]:
    f = book.facts
    p, q, last = (common.three_public(f, w) for w in ("amount", "planned", "prior"))

    def told(name: str, now: int, planned: int) -> tuple[object, ...]:
        if not planned:
            return (
                f"{name}支出年初预算为",
                book.wan(0),
                "万元，决算为",
                figure(book, now),
                "万元，完成年初预算的0.00%" if not now else "万元",
            )
        return (f"{name}支出", *completed(book, now, planned, account="决算为"))

    def moved(name: str, now: int, prior: int) -> tuple[object, ...]:
        words = changed(book, now, prior, Manner("", same="增加0.00万元，增长0.00%"))
        return (f"{name}支出决算", *uncertain(words))

    names = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    now, planned, prior = ((x.abroad, x.buying, x.running, x.reception) for x in (p, q, last))
    rows = list(zip(names, now, planned, strict=True))
    before = list(zip(names, now, prior, strict=True))
    whole = changed(
        book, p.total, last.total, Manner(f"比{f.year - 1}年度", same=f"与{f.year - 1}年度持平")
    )
    return [
        Heading("四、财政拨款“三公”经费支出决算情况说明", 2),
        Heading("（一）财政拨款“三公”经费支出决算总体情况", 3),
        say(
            f"{f.entity}{f.year}年度财政拨款“三公”经费{{t}}。其中：{{l}}。{{d}}。",
            t=told("", p.total, q.total),
            l=each(rows, told),
            d=against(
                book,
                p.total,
                q.total,
                f.reason,
                budget="年初预算数",
                account=f"{f.year}年度财政拨款“三公”经费支出决算数",
            ),
        ),
        say(
            f"{f.year}年度财政拨款“三公”经费支出决算数{{c}}。其中：{{l}}。",
            c=whole,
            l=each(before, moved),
        ),
        Heading("（二）财政拨款“三公”经费支出决算具体情况", 3),
        say(
            f"1.公务用车购置及运行维护费支出{{a}}万元。其中：公务用车购置支出{{b}}万元，购置车辆{1 if p.buying else 0}辆；公务用车运行维护支出{{c}}万元，开支一般公共预算财政拨款的公务用车保有量为{f.vehicles[0]}辆。",
            a=figure(book, p.cars),
            b=figure(book, p.buying),
            c=figure(book, p.running),
        ),
        say(
            "2.公务接待费支出{a}万元。其中：国内接待费支出{b}万元（其中：外事接待费支出0.00万元），共安排国内公务接待12批次（其中：外事接待0批次），接待人次96人（其中：外事接待人次0人）。国（境）外接待费支出0.00万元，共安排国（境）外公务接待0批次，接待人次0人。",
            a=figure(book, p.reception),
            b=book.wan(p.reception),
        ),
    ]


def _matters(book: Book) -> list[Part]:
    f = book.facts
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    return [
        Heading("第四部分其他重要事项及相关口径情况说明", 1),
        Heading("一、机关运行经费支出情况", 2),
        say(
            f"{f.entity}{f.year}年度机关运行经费支出{{a}}万元，{{c}}。",
            a=book.tied(cost),
            c=reasoned(
                changed(book, cost, before, Manner("比上年", same="与上年持平")), "", f.reason
            ),
        ),
        Heading("二、国有资产占用情况", 2),
        say(
            f"截至{f.year}年12月31日，{f.entity}资产总额1200.50万元，其中，流动资产200.10万元，固定资产900.25万元（净值），对外投资及有价证券0.00万元，在建工程0.00万元，无形资产90.05万元，其他资产10.10万元。"
            "与上年相比，本年资产总额增加100.50万元，其中，固定资产增加80.25万元。处置房屋建筑物0.00平方米，账面原值0.00万元；处置车辆1辆，账面原值15.60万元；报废报损资产12项，账面原值8.30万元。"
        ),
        Heading("三、政府采购支出情况", 2),
        _purchases(book),
        Heading("四、相关口径说明", 2),
        say(
            "（一）机关运行经费指行政单位和参照公务员法管理的事业单位使用一般公共预算财政拨款安排的基本支出中的公用经费支出。"
        ),
    ]


def _purchases(book: Book) -> Part:
    f = book.facts
    goods, works, services = f.procurement
    total = goods + works + services
    return say(
        f"{f.year}年度，{f.entity}政府采购支出总额{{t}}万元，其中：政府采购货物支出{{a}}万元；政府采购工程支出{{b}}万元；政府采购服务支出{{c}}万元。"
        "授予中小企业合同金额{t2}万元，占政府采购支出总额的100.00%，其中：授予小微企业合同金额{d}万元，占政府采购支出总额的{s}%。",
        t=book.wan(total, "procurement"),
        a=book.wan(goods, *(["procurement"] if goods else [])),
        b=book.wan(works, *(["procurement"] if works else [])),
        c=book.wan(services, "procurement"),
        t2=book.wan(total),
        d=book.wan(total // 2),
        s=book.share(total // 2, total),
    )


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.entity}{facts.year}年度部门决算", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、主要职能", 2),
        say("贯彻执行国家和省、市有关方针政策和法律法规，承担行业管理和服务工作。"),
        Heading("二、部门基本情况", 2),
        common.staff_sentence(
            facts,
            f"{facts.entity}{facts.year}年末编制{{posts}}人，实有人数{{total}}人，其中：在职{{working}}人，退休{{retired}}人，离休{{old}}人。",
        ),
        Heading(f"第二部分{facts.year}年度部门决算表", 1),
        *_tables(book),
        Heading(f"第三部分{facts.year}年度部门决算情况说明", 1),
        *_sections(book),
        *_matters(book),
        Heading("第五部分名词解释", 1),
        say(
            "“三公”经费：指用一般公共预算财政拨款安排的因公出国（境）费、公务用车购置及运行维护费、公务接待费支出。"
        ),
    ]
