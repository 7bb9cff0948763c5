"""A final account in the Shandong way: nine tables with line numbers, 类款项 in one cell, rates on the first budget."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builder import account_tables, common
from tests.builder.book import Book, Column, numeral, say, sides, tree, values
from tests.builder.draft import Cell, Heading, Part, Row
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
from tests.builder.phrases import (
    Manner,
    Words,
    against,
    changed,
    completed,
    figure,
    listed,
    uncertain,
)
from tests.builder.sheets import Sheets

KIND = "account"
USES = ("副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "其他用车")


def _tables(book: Book) -> list[Part]:
    f = book.facts
    sheets = Sheets(book, f"部门：{f.entity}", "公开{n:02}表")
    left, right = account_tables.balance_sides(book)
    _numbered(
        sheets,
        "balance",
        "收入支出决算总表",
        [(k, [c]) for k, c in left],
        [(k, [c]) for k, c in right],
        ("金额",),
    )

    def by_code(
        key: str, title: str, columns: list[Column], items: list[str], empty: str = ""
    ) -> None:
        paths = [("项目", "功能分类科目编码"), ("项目", "科目名称"), *[c.path for c in columns]]
        numbers = Row(
            "栏次", (Cell("栏次", 1, 2), *(Cell(str(n)) for n in range(1, len(columns) + 1)))
        )
        if items:
            # 合计 stands first, over all items
            rows = [
                Row("合计", (Cell("合计", 1, 2), *values(book, columns, "", "total")), "total"),
                *[
                    Row(
                        f"{c} {name_of(c)}",
                        (
                            Cell(c),
                            Cell(name_of(c)),
                            *values(book, columns, c, "leaf" if len(c) == 7 else "node"),
                        ),
                        c,
                    )
                    for c in tree(items)
                ],
            ]
        else:
            rows = [Row("合计", (Cell("合计", 1, 2), *[Cell()] * len(columns)))]
        note = (
            empty
            or f"注：本表反映部门本年度{title.removesuffix('决算表')}情况。本表金额转换成万元时，因四舍五入可能存在尾差。"
        )
        sheets.add(key, title, paths, [numbers, *rows], (2, 4, *[2.2] * len(columns)), (note,))

    by_code(
        "income", "收入决算表", account_tables.income_columns(f), account_tables.income_items(f)
    )
    by_code("expenditure", "支出决算表", account_tables.expenditure_columns(f), f.items())
    lists = account_tables.fiscal_sides(book)
    parts = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    _numbered(sheets, "fiscal", "财政拨款收入支出决算总表", *lists, ("合计", *parts))
    general = [
        Column(("本年支出", "小计" if c.total else c.path[0]), c.amount, c.total)
        for c in common.split_columns(f, fund=GENERAL)
    ]
    by_code("general", "一般公共预算财政拨款支出决算表", general, f.items(fund=GENERAL))
    sheets.add(
        "basic",
        "一般公共预算财政拨款基本支出决算表",
        [
            (h, x)
            for h in ("人员经费", "公用经费")
            for x in ("经济分类科目编码", "科目名称", "金额")
        ],
        account_tables.two_sided_economic(book, lambda c: [Cell(c)]),
        (1.5, 4, 2, 1.5, 4, 2),
    )
    paths, rows = account_tables.public_table(book, "", pairs=False)
    numbers = Row("栏次", tuple(Cell(str(n)) for n in range(1, len(paths) + 1)))
    sheets.add("three_public", "财政拨款“三公”经费支出决算表", paths, [numbers, *rows])
    for key, title, items in (
        ("government_fund", "政府性基金预算财政拨款", f.items(fund=GOVERNMENT_FUND)),
        ("state_capital", "国有资本经营预算财政拨款", []),
    ):
        note = (
            ""
            if items
            else f"注：本部门本年度没有{title}收入，也没有使用{title}安排的支出，故本表为空。"
        )
        by_code(key, f"{title}收入支出决算表", account_tables.fund_columns(f), items, note)
    return sheets.made


def _numbered(
    sheets: Sheets,
    key: str,
    title: str,
    left: Sequence[tuple[str, Sequence[Cell]]],
    right: Sequence[tuple[str, Sequence[Cell]]],
    heads: tuple[str, ...],
) -> None:
    """Two lists with 行次 and a row of column numbers."""
    a = [(k, [Cell(str(n)), *c]) for n, (k, c) in enumerate(left, 1)]
    b = [(k, [Cell(str(n + len(left))), *c]) for n, (k, c) in enumerate(right, 1)]
    paths = [("收入", x) for x in ("项目", "行次", "金额")]
    paths += [("支出", x) for x in ("项目", "行次", *heads)]
    first = Row(
        "栏次",
        (
            Cell("栏次"),
            Cell(),
            Cell("1"),
            Cell("栏次"),
            Cell(),
            *(Cell(str(n + 2)) for n in range(len(heads))),
        ),
    )
    sheets.add(
        key,
        title,
        paths,
        [first, *sides(a, b, (3, 2 + len(heads)))],
        (4, 1, 2, 4, 1, *[2] * len(heads)),
    )


def _prose(book: Book) -> list[Part]:
    f, t = book.facts, account_tables.totals(book.facts)
    year, last = f.year, f.year - 1
    each_side = Manner(f"与{last}年度相比，收、支总计各", same=f"与{last}年度持平")
    prior = f.sum(what="prior") + t.opening
    parts: list[Part] = [
        Heading("一、收入支出决算总体情况说明", 2),
        say(
            f"{year}年度收、支总计均为{{t}}万元。{{c}}。主要是{f.reason}。",
            t=book.tied(t.total),
            c=changed(book, t.total, prior, each_side),
        ),
        Heading("二、收入决算情况说明", 2),
        Heading("（一）收入决算结构情况", 3),
        say(
            "本年收入合计{t}万元，其中：{l}；上级补助收入0.00万元，占0.00%；事业收入0.00万元，占0.00%；经营收入0.00万元，占0.00%。",
            t=book.tied(t.income),
            l=listed(
                book,
                [("财政拨款收入", t.fiscal_income), ("其他收入", t.other_income)],
                t.income,
                mark="；",
            ),
        ),
        Heading("（二）收入决算具体情况", 3),
    ]
    said = Manner(f"与{last}年度决算数相比，", same=f"与{last}年度决算数持平")
    incomes = [("财政拨款收入", t.fiscal_income, FISCAL), ("其他收入", t.other_income, OWN)]
    for n, (name, now, fund) in enumerate(incomes, 1):
        words = uncertain(changed(book, now, f.sum(fund=fund, what="prior"), said))
        parts.append(
            say(f"{n}、{name}{{a}}万元。{{c}}。主要是{f.reason}。", a=figure(book, now), c=words)
        )
    parts += [
        say("3、上级补助收入0.00万元。与上年决算数持平。"),
        Heading("三、支出决算情况说明", 2),
        Heading("（一）支出决算结构情况", 3),
        say(
            "本年支出合计{t}万元，其中：{l}；上缴上级支出0.00万元，占0.00%；经营支出0.00万元，占0.00%。",
            t=book.tied(f.sum()),
            l=listed(
                book,
                [("基本支出", f.sum(role=BASIC)), ("项目支出", f.sum(role=PROJECT))],
                f.sum(),
                mark="；",
            ),
        ),
        Heading("（二）支出决算具体情况", 3),
    ]
    for n, (name, role) in enumerate((("基本支出", BASIC), ("项目支出", PROJECT)), 1):
        now, before = f.sum(role=role), f.sum(role=role, what="prior")
        parts.append(
            say(
                f"{n}、{name}{{a}}万元。{{c}}。主要是{f.reason}。",
                a=figure(book, now),
                c=uncertain(changed(book, now, before, said)),
            )
        )
    fiscal, earlier = t.fiscal_income + f.opening, f.sum(fund=FISCAL, what="prior") + f.opening
    return [
        *parts,
        Heading("四、财政拨款收入支出决算总体情况说明", 2),
        say(
            f"{year}年度财政拨款收、支总计均为{{t}}万元。{{c}}。主要是{f.reason}。",
            t=book.tied(fiscal),
            c=changed(
                book,
                fiscal,
                earlier,
                Manner(f"与{last}年度相比，财政拨款收、支总计各", same=f"与{last}年度持平"),
            ),
        ),
        *_general(book),
        *_public_prose(book),
        *_matters(book),
    ]


def _general(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    total, prior, planned = (f.sum(fund=GENERAL, what=w) for w in ("amount", "prior", "planned"))
    pairs = [
        (f"{name_of(c)}（类）", f.sum(c, fund=GENERAL))
        for c in sorted({i[:3] for i in f.items(fund=GENERAL)})
    ]
    parts: list[Part] = [
        Heading("五、一般公共预算财政拨款支出决算情况说明", 2),
        Heading("（一）一般公共预算财政拨款支出决算总体情况", 3),
        say(
            f"{year}年度一般公共预算财政拨款支出{{t}}万元，占本年支出的{{s}}%。{{c}}。主要是{f.reason}。",
            t=book.tied(total),
            s=book.share(total, f.sum()),
            c=changed(
                book,
                total,
                prior,
                Manner(f"与{f.year - 1}年度相比，一般公共预算财政拨款支出", same="与上年持平"),
            ),
        ),
        Heading("（二）一般公共预算财政拨款支出决算结构情况", 3),
        say(
            f"{year}年度一般公共预算财政拨款支出{{t}}万元，主要用于以下方面：{{l}}。",
            t=book.tied(total),
            l=listed(book, pairs, total, mark="；"),
        ),
        Heading("（三）一般公共预算财政拨款支出决算具体情况", 3),
        say(
            f"{year}年度一般公共预算财政拨款支出{{l}}。{{d}}。其中：",
            l=completed(book, total, planned),
            d=against(book, total, planned, f.reason, budget="年初预算数", account="决算数"),
        ),
    ]
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        now, before = f.sum(i, fund=GENERAL), f.sum(i, fund=GENERAL, what="planned")
        words: Words = (
            *completed(book, now, before),
            "，" if before else "。",
            *against(book, now, before, f.reason, budget="年初预算数", account="决算数"),
        )
        parts.append(say(f"{n}、{common.item_name(i)}。{{w}}。", w=words))
    basic = f.sum(fund=GENERAL, role=BASIC)
    used = [
        [economic_name(e) for e in f.economics(role=BASIC, fund=GENERAL) if e.startswith(p)]
        for p in (common.PERSONNEL, common.PUBLIC)
    ]
    return [
        *parts,
        Heading("六、一般公共预算财政拨款基本支出决算情况说明", 2),
        say(
            f"{year}年度一般公共预算财政拨款基本支出决算{{t}}万元，包括人员经费和公用经费，支出具体情况如下：",
            t=book.tied(basic),
        ),
        say(
            "（一）人员经费{a}万元，主要包括：" + "、".join(used[0]) + "。",
            a=book.tied(f.sum(fund=GENERAL, role=BASIC, economic=common.PERSONNEL)),
        ),
        say(
            "（二）公用经费{a}万元，主要包括：" + "、".join(used[1]) + "。",
            a=book.tied(f.sum(fund=GENERAL, role=BASIC, economic=common.PUBLIC)),
        ),
    ]


def _public_prose(book: Book) -> list[Part]:
    f = book.facts
    p, q = common.three_public(f), common.three_public(f, "planned")

    def told(name: str, now: int, planned: int) -> Words:
        words = against(book, now, planned, f.reason, budget="年初预算数", account="决算数")
        return (name, *completed(book, now, planned, account="支出决算为"), "，", *words)

    rows = [
        ("因公出国（境）费", p.abroad, q.abroad),
        ("公务用车购置及运行维护费", p.cars, q.cars),
        ("公务接待费", p.reception, q.reception),
    ]
    parts: list[Part] = [
        Heading("七、财政拨款“三公”经费支出决算情况说明", 2),
        Heading("（一）“三公”经费财政拨款支出决算总体情况说明", 3),
        say(
            f"{f.year}年度“三公”经费财政拨款支出{{l}}。{{d}}。",
            l=completed(book, p.total, q.total),
            d=against(book, p.total, q.total, f.reason, budget="年初预算数", account="决算数"),
        ),
        Heading("（二）“三公”经费财政拨款支出决算具体情况说明", 3),
    ]
    for n, (name, now, planned) in enumerate(rows, 1):
        share = (
            ("，占“三公”经费支出总额的", book.share(now, p.total), "%") if p.total and now else ()
        )
        parts.append(say(f"{n}、{{w}}。", w=told(name, now, planned)))
        if share:
            parts.append(say(f"{name}支出{{a}}万元{{s}}。", a=figure(book, now), s=share))
    return parts


def _matters(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    cost, before = common.operating_cost(f), common.operating_cost(f, "planned")
    goods, works, services = f.procurement
    total = goods + works + services
    fund = f.sum(fund=GOVERNMENT_FUND)
    return [
        Heading("八、政府性基金预算财政拨款收入支出决算情况说明", 2),
        say(f"{year}年度政府性基金预算财政拨款支出{{a}}万元。", a=book.tied(fund))
        if fund
        else say("本部门无政府性基金预算财政拨款收入、支出。"),
        Heading("九、国有资本经营预算财政拨款收入支出决算情况说明", 2),
        say("本部门无国有资本经营预算财政拨款收入、支出。"),
        Heading("十、其他重要事项情况说明", 2),
        Heading("（一）机关运行经费支出情况说明", 3),
        say(
            f"{year}年度机关运行经费支出{{a}}万元，{{c}}。主要原因是{f.reason}。",
            a=book.tied(cost),
            c=changed(book, cost, before, Manner("比年初预算数", same="与年初预算数持平")),
        ),
        Heading("（二）政府采购支出情况说明", 3),
        say(
            f"{year}年度政府采购支出总额{{t}}万元，其中：政府采购货物支出{{a}}万元、政府采购工程支出{{b}}万元、政府采购服务支出{{c}}万元。授予中小企业合同金额{{m}}万元，占政府采购支出总额的{{s}}%，其中：授予小微企业合同金额{{n}}万元，占授予中小企业合同金额的{{r}}%。",
            t=book.wan(total, "procurement"),
            a=book.wan(goods, *(["procurement"] if goods else [])),
            b=book.wan(works, *(["procurement"] if works else [])),
            c=book.wan(services, "procurement"),
            m=book.wan(total - total // 5),
            s=book.share(total - total // 5, total),
            n=book.wan(total // 2),
            r=book.share(total // 2, total - total // 5),
        ),
        Heading("（三）国有资产占用情况说明", 3),
        say(
            f"截至{year}年12月31日，本部门{{v}}；单价100万元（含）以上设备（不含车辆）0台（套）。",
            v=common.vehicles(f, USES),
        ),
        Heading("（四）预算绩效情况说明", 3),
        say(
            f"根据预算绩效管理要求，本部门对{year}年度一般公共预算项目支出全面开展绩效自评，共涉及项目{{n}}个，涉及预算资金{{a}}万元，占一般公共预算项目支出总额的100%。",
            n=str(len([a for a in f.atoms if a.role == PROJECT and a.fund == GENERAL])),
            a=book.wan(f.sum(fund=GENERAL, role=PROJECT)),
        ),
    ]


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.year}年度{facts.entity}部门决算", 0),
        Heading("第一部分部门概况", 1),
        Heading("一、部门职责", 2),
        say("贯彻执行国家、省有关方针政策和法律法规，组织拟订本行业发展规划、政策并监督实施。"),
        Heading(f"第二部分{facts.year}年度部门决算表", 1),
        *_tables(book),
        Heading(f"第三部分{facts.year}年度部门决算情况说明", 1),
        *_prose(book),
        Heading("第四部分名词解释", 1),
        say("一、财政拨款收入：指单位从本级财政部门取得的财政预算资金。"),
        say(
            f"{numeral(2)}、年初结转和结余：指单位以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金。"
        ),
    ]
