"""A budget in the way of the central ministries: last year beside this year, 增减额 and 增减%."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    class_list,
    economic_rows,
    functional_rows,
    head,
    joined_code,
    numeral,
    percent,
    say,
    sides,
    tree,
)
from tests.builder.draft import Cell, Heading, Num, Part, Row, TableSpec
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

KIND = "budget"
USES = ("机要通信用车", "应急保障用车", "特种专业技术用车", "其他用车")


def _money(book: Book, amount: int, *tags: str) -> Cell:
    return book.cell(amount, *(tags if amount else ()))


def _sided(
    book: Book, left: list[tuple[str, Cell]], right: list[tuple[str, Cell]], total: int
) -> tuple[Row, ...]:
    size = max(len(left), len(right))
    left = left + [("", Cell())] * (size - len(left))
    right = right + [("", Cell())] * (size - len(right))
    left += [
        ("本年收入合计", _money(book, total, "total")),
        ("上年结转", _money(book, 0)),
        ("收入总计", _money(book, total, "grand")),
    ]
    right += [
        ("本年支出合计", _money(book, total, "total")),
        ("结转下年", _money(book, 0)),
        ("支出总计", _money(book, total, "grand")),
    ]
    return sides([(n, [c]) for n, c in left], [(n, [c]) for n, c in right], (2, 2))


def _compared(book: Book) -> tuple[Row, ...]:
    """一般公共预算支出表: last year's execution, this year's budget, and what has changed."""
    f = book.facts

    def cells(code: str, tag: str) -> list[Cell]:
        prior = f.sum(code, fund=GENERAL, what="prior")
        basic, project = (f.sum(code, fund=GENERAL, role=r) for r in (BASIC, PROJECT))
        moved = book.cell(basic + project - prior).content
        rate: Cell = Cell(Num(percent(basic + project - prior, prior))) if prior else Cell()
        return [
            _money(book, prior),
            _money(book, basic + project, tag, "rowtotal"),
            _money(book, basic, tag),
            _money(book, project, tag),
            Cell(moved),
            rate,
        ]

    items = f.items(fund=GENERAL)
    rows = [
        Row(
            f"{c} {name_of(c)}",
            (Cell(c), Cell(name_of(c)), *cells(c, "leaf" if len(c) == 7 else "node")),
            c,
        )
        for c in tree(items)
    ]
    return (*rows, Row("合计", (Cell("合计", 1, 2), *cells("", "total")), "total"))


def _public(book: Book) -> tuple[list[tuple[str, ...]], tuple[Row, ...]]:
    f = book.facts
    paths: list[tuple[str, ...]] = []
    cells: list[Cell] = []
    for year, what in ((f.year - 1, "prior"), (f.year, "amount")):
        p = common.three_public(f, what)
        cars = (f"{year}年预算数", "公务用车购置及运行费")
        for path, amount, tag in (
            ((f"{year}年预算数", "合计"), p.total, "rowtotal"),
            ((f"{year}年预算数", "因公出国（境）费"), p.abroad, "row"),
            ((*cars, "小计"), p.cars, "rowtotal"),
            ((*cars, "公务用车购置费"), p.buying, "row"),
            ((*cars, "公务用车运行费"), p.running, "row"),
            ((f"{year}年预算数", "公务接待费"), p.reception, "row"),
        ):
            paths.append(path)
            cells.append(_money(book, amount, tag))
    return paths, (Row("", tuple(cells)),)


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
                f"部门公开表{len(made) + 1}",
                "",
                notes,
                widths,
                len(paths) > 7,
            )
        )

    def by_code(key: str, title: str, columns: list[Column], items: list[str]) -> None:
        paths = [("科目编码",), ("科目名称",), *[c.path for c in columns]]
        add(
            key,
            title,
            paths,
            functional_rows(book, items, columns, code=joined_code),
            (1.6, 5, *[2.2] * len(columns)),
        )

    total, fiscal, general, fund = (
        f.sum(),
        f.sum(fund=FISCAL),
        f.sum(fund=GENERAL),
        f.sum(fund=GOVERNMENT_FUND),
    )
    used = [(c, n) for c, n in class_list() if f.sum(c)]
    left = [
        ("一、一般公共预算拨款收入", _money(book, general, "leaf")),
        ("二、政府性基金预算拨款收入", _money(book, fund, "leaf")),
        ("三、国有资本经营预算拨款收入", _money(book, 0)),
        ("四、事业收入", _money(book, 0)),
        ("五、事业单位经营收入", _money(book, 0)),
        ("六、其他收入", _money(book, f.sum(fund=OWN), "leaf")),
    ]
    right = [
        (f"{numeral(n)}、{name}", _money(book, f.sum(c), "leaf"))
        for n, (c, name) in enumerate(used, 1)
    ]
    four = [("收入", "项目"), ("收入", "预算数"), ("支出", "项目"), ("支出", "预算数")]
    add("balance", "部门收支总表", four, _sided(book, left, right, total), (5, 2, 5, 2))
    columns = [
        Column(("合计",), f.sum, total=True),
        Column(("上年结转",), lambda _: 0),
        Column(("一般公共预算拨款收入",), lambda c: f.sum(c, fund=GENERAL)),
        Column(("政府性基金预算拨款收入",), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column(("事业收入", "金额"), lambda _: 0),
        Column(("事业收入", "其中：教育收费"), lambda _: 0),
        Column(("其他收入",), lambda c: f.sum(c, fund=OWN)),
    ]
    by_code("income", "部门收入总表", columns, f.items())
    columns = [
        *common.split_columns(f),
        *[
            Column((n,), lambda _: 0)
            for n in ("上缴上级支出", "事业单位经营支出", "对附属单位补助支出")
        ],
    ]
    by_code("expenditure", "部门支出总表", columns, f.items())
    left = [
        ("一、本年收入", _money(book, fiscal, "node")),
        ("（一）一般公共预算拨款", _money(book, general, "leaf")),
        ("（二）政府性基金预算拨款", _money(book, fund, "leaf")),
        ("（三）国有资本经营预算拨款", _money(book, 0)),
        ("二、上年结转", _money(book, 0)),
    ]
    right = [("一、本年支出", _money(book, fiscal, "node"))]
    right += [
        (f"（{numeral(n)}）{name}", _money(book, f.sum(c, fund=FISCAL), "leaf"))
        for n, (c, name) in enumerate([u for u in used if f.sum(u[0], fund=FISCAL)], 1)
    ]
    right += [("二、结转下年", _money(book, 0))]
    size = max(len(left), len(right))
    blank: tuple[str, Cell] = ("", Cell())
    left += [blank] * (size - len(left)) + [("收入总计", _money(book, fiscal, "grand"))]
    right += [blank] * (size - len(right)) + [("支出总计", _money(book, fiscal, "grand"))]
    add(
        "fiscal",
        "财政拨款收支总表",
        four,
        sides([(n, [c]) for n, c in left], [(n, [c]) for n, c in right], (2, 2)),
        (5, 2, 5, 2),
    )
    now = f"{f.year}年预算数"
    moved = f"{f.year}年预算数比{f.year - 1}年执行数"
    paths = [
        ("功能分类科目", "科目编码"),
        ("功能分类科目", "科目名称"),
        (f"{f.year - 1}年执行数",),
        (now, "小计"),
        (now, "基本支出"),
        (now, "项目支出"),
        (moved, "增减额"),
        (moved, "增减%"),
    ]
    add("general", "一般公共预算支出表", paths, _compared(book), (1.6, 5, 2, 2, 2, 2, 2, 1.6))
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
    add(
        "basic",
        "一般公共预算基本支出表",
        [
            ("部门预算支出经济分类科目", "科目编码"),
            ("部门预算支出经济分类科目", "科目名称"),
            *[c.path for c in columns],
        ],
        economic_rows(book, columns, split=False),
        (2, 6, 2, 2, 2),
    )
    paths, rows = _public(book)
    add("three_public", "一般公共预算“三公”经费支出表", paths, rows)
    if fund:
        columns = common.split_columns(f, fund=GOVERNMENT_FUND, top=("本年政府性基金预算支出",))
        by_code("government_fund", "政府性基金预算支出表", columns, f.items(fund=GOVERNMENT_FUND))
    else:
        add(
            "government_fund",
            "政府性基金预算支出表",
            [
                ("科目编码",),
                ("科目名称",),
                *[("本年政府性基金预算支出", x) for x in ("合计", "基本支出", "项目支出")],
            ],
            (Row("合计", (Cell("合计", 1, 2), Cell(), Cell(), Cell())),),
            notes=(f"注：{f.entity}{f.year}年没有使用政府性基金预算拨款安排的支出。",),
        )
    return made


def _prose(book: Book) -> list[Part]:
    f = book.facts
    year, entity = f.year, f.entity
    total, general = f.sum(), f.sum(fund=GENERAL)
    parts: list[Part] = []
    count = 0

    def section(title: str) -> None:
        nonlocal count
        count += 1
        parts.append(Heading(f"{numeral(count)}、关于{title}的说明", 2))

    section("收支预算总体情况")
    parts.append(
        say(
            f"按照综合预算的原则，{entity}所有收入和支出均纳入部门预算管理。{entity}{year}年收支总预算{{t}}万元。",
            t=book.tied(total),
        )
    )
    section("部门收入总表")
    incomes = [
        (n, f.sum(fund=k))
        for n, k in (
            ("一般公共预算拨款收入", GENERAL),
            ("政府性基金预算拨款收入", GOVERNMENT_FUND),
            ("其他收入", OWN),
        )
        if f.sum(fund=k)
    ]
    listing = tuple(
        x
        for i, (n, a) in enumerate(incomes)
        for x in ("；" if i else "", n, book.tied(a), "万元，占", book.share(a, total), "%")
    )
    parts.append(
        say(f"{entity}{year}年收入预算{{t}}万元，其中：{{l}}。", t=book.tied(total), l=listing)
    )
    section("部门支出总表")
    roles = [
        (n, f.sum(role=r)) for n, r in (("基本支出", BASIC), ("项目支出", PROJECT)) if f.sum(role=r)
    ]
    listing = tuple(
        x
        for i, (n, a) in enumerate(roles)
        for x in ("；" if i else "", n, book.tied(a), "万元，占", book.share(a, total), "%")
    )
    parts.append(
        say(f"{entity}{year}年支出预算{{t}}万元，其中：{{l}}。", t=book.tied(total), l=listing)
    )
    section("一般公共预算支出表")
    parts.append(Heading("（一）一般公共预算当年拨款规模变化情况", 3))
    prior = f.sum(fund=GENERAL, what="prior")
    change = book.change(general, prior)
    parts.append(
        say(
            f"{entity}{year}年一般公共预算当年拨款{{a}}万元，{{c}}。",
            a=book.tied(general),
            c=change,
        )
    )
    parts.append(Heading("（二）一般公共预算当年拨款具体使用情况", 3))
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        now, last = f.sum(i, fund=GENERAL), f.sum(i, fund=GENERAL, what="prior")
        parts.append(
            say(
                f"{n}.{common.item_name(i)}{year}年预算数为{{a}}万元，{{c}}。主要是{f.reason}。",
                a=book.tied(now),
                c=book.change(now, last),
            )
        )
    section("“三公”经费预算")
    p, q = common.three_public(f), common.three_public(f, "prior")

    def figure(amount: int) -> Num:
        return book.tied(amount) if amount else Num(Decimal(0))

    parts.append(
        say(
            f"{year}年“三公”经费预算数为{{t}}万元，其中：因公出国（境）费{{a}}万元，公务用车购置及运行费{{c}}万元"
            "（其中：公务用车购置费{b}万元，公务用车运行费{r}万元），公务接待费{e}万元。"
            f"{year}年“三公”经费预算比{year - 1}年{{m}}。",
            t=figure(p.total),
            a=figure(p.abroad),
            c=figure(p.cars),
            b=figure(p.buying),
            r=figure(p.running),
            e=figure(p.reception),
            m=_words(book, p.total, q.total),
        )
    )
    parts.append(Heading(f"{numeral(count + 1)}、其他重要事项的情况说明", 2))
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    parts.append(
        say(
            f"{year}年{entity}机关运行经费财政拨款预算{{a}}万元，比{year - 1}年预算{{c}}。",
            a=book.tied(cost),
            c=_words(book, cost, before),
        )
    )
    parts.append(
        common.procurement(
            book,
            "{year}年{entity}政府采购预算总额{total}万元，其中：政府采购货物预算{goods}万元、政府采购工程预算{works}万元、政府采购服务预算{services}万元。",
        )
    )
    parts.append(say(f"截至{year - 1}年7月31日，{entity}{{v}}。", v=common.vehicles(f, USES)))
    return parts


def _words(book: Book, now: int, prior: int) -> tuple[object, ...]:
    change = book.change(now, prior)
    return change[1:] if len(change) > 1 else ("增加", Num(Decimal(0)), "万元")


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit, change_base=f"比{facts.year - 1}年执行数")
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算", 0),
        Heading(f"第一部分{facts.entity}概况", 1),
        say("贯彻执行国家有关方针、政策和决策部署，在履行职责过程中坚持和加强集中统一领导。"),
        Heading(f"第二部分{facts.year}年部门预算表", 1),
        *_tables(book),
        Heading(f"第三部分{facts.year}年部门预算情况说明", 1),
        *_prose(book),
        Heading("第四部分名词解释", 1),
        say("一般公共预算拨款收入：指中央财政当年拨付的资金。"),
    ]
