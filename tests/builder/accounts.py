"""Tables and prose that final accounts (决算) of several styles share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.builder import common
from tests.builder.book import Book, Column, numeral, say
from tests.builder.draft import NO_TAGS, Cell, Heading, Num, Part, Piece, Row, Word
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    codes,
    economic_name,
    name_of,
)

INCOMES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)


def money(book: Book, amount: int, *tags: str) -> Cell:
    """A cell whose tags count only if the amount is not nil."""
    return book.cell(amount, *(tags if amount else ()))


@dataclass(frozen=True, slots=True)
class Totals:
    """The grand figures of an account, in 分."""

    income: int
    fiscal_income: int
    other_income: int
    expenditure: int
    opening: int
    closing: int

    @property
    def total(self) -> int:
        """总计."""
        return self.income + self.opening


def totals(f: Facts) -> Totals:
    """The grand figures."""
    fiscal, other = f.income(fund=FISCAL), f.income(fund=OWN)
    return Totals(
        fiscal + other, fiscal, other, f.sum(), f.opening + f.opening_own, f.closing + f.closing_own
    )


def balance_sides(book: Book) -> tuple[list[tuple[str, Cell]], list[tuple[str, Cell]]]:
    """收入支出决算总表: both lists, of equal length, the totals at the end."""
    f, t = book.facts, totals(book.facts)
    amounts = dict.fromkeys(INCOMES, 0)
    amounts[INCOMES[0]] = f.income(fund=GENERAL)
    amounts[INCOMES[1]] = f.income(fund=GOVERNMENT_FUND)
    amounts[INCOMES[7]] = t.other_income
    left = [
        (f"{numeral(n)}、{k}", money(book, a, "leaf"))
        for n, (k, a) in enumerate(amounts.items(), 1)
    ]
    names = codes()["classes"]
    right = [
        (f"{numeral(n)}、{k}", money(book, f.sum(c), "leaf"))
        for n, (c, k) in enumerate(names.items(), 1)
    ]
    left += [("", Cell())] * (len(right) - len(left))
    left += [
        ("本年收入合计", money(book, t.income, "total")),
        ("使用非财政拨款结余（含专用结余）", money(book, 0)),
        ("年初结转和结余", money(book, t.opening)),
        ("总计", money(book, t.total, "grand", "total")),
    ]
    right += [
        ("本年支出合计", money(book, t.expenditure, "total")),
        ("结余分配", money(book, 0)),
        ("年末结转和结余", money(book, t.closing)),
        ("总计", money(book, t.total, "grand", "total")),
    ]
    return left, right


def fiscal_sides(book: Book) -> tuple[list[tuple[str, list[Cell]]], list[tuple[str, list[Cell]]]]:
    """财政拨款收入支出决算总表: both lists, of equal length."""
    f = book.facts
    general, fund = f.income(fund=GENERAL), f.income(fund=GOVERNMENT_FUND)
    left: list[tuple[str, list[Cell]]] = [
        ("一、一般公共预算财政拨款", [money(book, general, "leaf")]),
        ("二、政府性基金预算财政拨款", [money(book, fund, "leaf")]),
        ("三、国有资本经营预算财政拨款", [money(book, 0)]),
    ]
    right: list[tuple[str, list[Cell]]] = []

    def row(name: str, a: int, b: int, tag: str, *more: str) -> tuple[str, list[Cell]]:
        return name, [
            money(book, a + b, tag, "rowtotal", *more),
            money(book, a, tag),
            money(book, b, tag),
            money(book, 0),
        ]

    for n, (c, k) in enumerate(codes()["classes"].items(), 1):
        right.append(
            row(
                f"{numeral(n)}、{k}", f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND), "leaf"
            )
        )
    left += [("", [Cell()])] * (len(right) - len(left))
    left.append(("本年收入合计", [money(book, general + fund, "total")]))
    right.append(row("本年支出合计", f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND), "total"))
    left += [
        ("年初财政拨款结转和结余", [money(book, f.opening)]),
        ("一、一般公共预算财政拨款", [money(book, f.opening)]),
        ("二、政府性基金预算财政拨款", [money(book, 0)]),
        ("三、国有资本经营预算财政拨款", [money(book, 0)]),
    ]
    right += [row("年末财政拨款结转和结余", f.closing, 0, "closing")] + [("", [Cell()] * 4)] * 3
    left.append(("总计", [money(book, general + fund + f.opening, "grand", "total")]))
    right.append(
        row("总计", f.sum(fund=GENERAL) + f.closing, f.sum(fund=GOVERNMENT_FUND), "grand", "total")
    )
    return left, right


def income_columns(f: Facts) -> list[Column]:
    """收入决算表."""

    def none(_: str) -> int:
        return 0

    return [
        Column(("本年收入合计",), lambda c: f.income(c, fund=(*FISCAL, OWN)), total=True),
        Column(("财政拨款收入",), lambda c: f.income(c, fund=FISCAL)),
        *[Column((n,), none) for n in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")],
        Column(("其他收入",), lambda c: f.income(c, fund=OWN)),
    ]


def expenditure_columns(f: Facts) -> list[Column]:
    """支出决算表."""
    return [
        Column(("本年支出合计",), f.sum, total=True),
        Column(("基本支出",), lambda c: f.sum(c, role=BASIC)),
        Column(("项目支出",), lambda c: f.sum(c, role=PROJECT)),
        *[Column((n,), lambda _: 0) for n in ("上缴上级支出", "经营支出", "对附属单位补助支出")],
    ]


def income_items(f: Facts) -> list[str]:
    """The items that income is filed under."""
    every = {*f.items(), f.running, f.first_own}
    return sorted(i for i in every if f.income(i, fund=(*FISCAL, OWN)))


def two_sided_economic(book: Book, code: Callable[[str], list[Cell]]) -> tuple[Row, ...]:
    """一般公共预算财政拨款基本支出决算表 with personnel left and public spending right."""
    f = book.facts
    used: dict[str, str] = codes()["economic"]

    def lines(prefix: tuple[str, ...]) -> list[list[Cell]]:
        found = []
        for c in used:
            if c.startswith(prefix):
                amount = f.sum(economic=c, role=BASIC, fund=GENERAL)
                tag = "leaf" if len(c) == 5 else "node"
                found.append([*code(c), Cell(economic_name(c)), money(book, amount, tag)])
        return found

    left, right = lines(common.PERSONNEL), lines(common.PUBLIC)
    blank = [Cell()] * len(right[0])
    size = max(len(left), len(right))
    left += [blank] * (size - len(left))
    right += [blank] * (size - len(right))
    rows = [Row(_label(a) + " | " + _label(b), (*a, *b)) for a, b in zip(left, right, strict=True)]
    wide = len(blank) - 1
    sums = [f.sum(economic=p, role=BASIC, fund=GENERAL) for p in (common.PERSONNEL, common.PUBLIC)]
    rows.append(
        Row(
            "人员经费合计 | 公用经费合计",
            (
                Cell("人员经费合计", 1, wide),
                money(book, sums[0], "total"),
                Cell("公用经费合计", 1, wide),
                money(book, sums[1], "total"),
            ),
        )
    )
    return tuple(rows)


def _label(cells: list[Cell]) -> str:
    return " ".join(c.content for c in cells if isinstance(c.content, str))


PUBLIC_PATHS: tuple[tuple[str, ...], ...] = (
    ("合计",),
    ("因公出国（境）费",),
    ("公务用车购置及运行费", "小计"),
    ("公务用车购置及运行费", "公务用车购置费"),
    ("公务用车购置及运行费", "公务用车运行费"),
    ("公务接待费",),
)


def public_table(
    book: Book, title: str, *, pairs: bool
) -> tuple[list[tuple[str, ...]], tuple[Row, ...]]:
    """三公 in one row: budget and account beside each other for every item, or one after the other."""
    f = book.facts
    budget, account = (common.three_public(f, w) for w in ("planned", "amount"))

    def amounts(p: common.ThreePublic) -> list[Cell]:
        every = (p.total, p.abroad, p.cars, p.buying, p.running, p.reception)
        tags = ("rowtotal", "row", "rowtotal", "row", "row", "row")
        return [money(book, a, t) for a, t in zip(every, tags, strict=True)]

    a, b = amounts(budget), amounts(account)
    if pairs:
        paths = [(title, *path, x) for path in PUBLIC_PATHS for x in ("预算数", "决算数")]
        return paths, (Row("", tuple(c for pair in zip(a, b, strict=True) for c in pair)),)
    paths = [(x, *path) for x in ("预算数", "决算数") for path in PUBLIC_PATHS]
    return paths, (Row("", (*a, *b)),)


def fund_columns(f: Facts) -> list[Column]:
    """政府性基金预算财政拨款收入支出决算表."""

    def amount(role: str | None) -> Callable[[str], int]:
        return lambda c: f.sum(c, fund=GOVERNMENT_FUND, role=role)

    return [
        Column(("年初结转和结余",), lambda _: 0),
        Column(("本年收入",), amount(None)),
        Column(("本年支出", "小计"), amount(None)),
        Column(("本年支出", "基本支出"), amount(BASIC)),
        Column(("本年支出", "项目支出"), amount(PROJECT)),
        Column(("年末结转和结余",), lambda _: 0),
    ]


def completion(
    book: Book, now: int, planned: int, *, budget: str = "年初预算"
) -> tuple[object, ...]:
    """年初预算为 X 万元，支出决算为 Y 万元，完成年初预算的 Z%。决算数小于预算数的主要原因：…."""
    words: list[object] = [
        f"{budget}为",
        book.wan(planned),
        "万元，支出决算为",
        book.tied(now) if now else book.wan(0),
        "万元",
    ]
    if planned:
        rate = book.share(now, planned)
        words += [f"，完成{budget}的", Num(rate.value, 2, frozenset({"completion"})), "%"]
    if book.wan(now).value == book.wan(planned).value:
        return (*words, "。决算数与预算数持平。")
    word = Word("大于" if now > planned else "小于", frozenset({"direction"}))
    return (*words, "。决算数", word, f"预算数的主要原因是{book.facts.reason}。")


def _listing(book: Book, pairs: list[tuple[str, int]], whole: int) -> tuple[object, ...]:
    words: list[object] = []
    for name, amount in pairs:
        if amount:
            words += [
                "；" if words else "",
                name,
                book.tied(amount),
                "万元，占",
                book.share(amount, whole),
                "%",
            ]
    return tuple(words)


def overall(book: Book, heading: Callable[[str], Heading]) -> list[Part]:
    """Sections 一 to 四: totals, income, expenditure, appropriations."""
    f, t = book.facts, totals(book.facts)
    year, last = f.year, f.year - 1
    prior = f.sum(what="prior") + t.opening
    fiscal, before = t.fiscal_income + f.opening, f.sum(fund=FISCAL, what="prior") + f.opening
    other = [("财政拨款收入", t.fiscal_income), ("其他收入", t.other_income)]
    roles = [("基本支出", f.sum(role=BASIC)), ("项目支出", f.sum(role=PROJECT))]
    return [
        heading("收入支出决算总体情况说明"),
        say(
            f"{f.entity}{year}年度收入支出总计{{t}}万元。与{last}年度相比，收入支出总计{{c}}。主要原因是{f.reason}。",
            t=book.tied(t.total),
            c=moved(book, t.total, prior),
        ),
        heading("收入决算情况说明"),
        say(
            "本年收入合计{t}万元，其中：{l}。",
            t=book.tied(t.income),
            l=_listing(book, other, t.income),
        ),
        heading("支出决算情况说明"),
        say(
            "本年支出合计{t}万元，其中：{l}。",
            t=book.tied(t.expenditure),
            l=_listing(book, roles, t.expenditure),
        ),
        heading("财政拨款收入支出决算总体情况说明"),
        say(
            f"{f.entity}{year}年度财政拨款收入支出总计{{t}}万元。与{last}年度相比，财政拨款收入支出总计{{c}}。主要原因是{f.reason}。",
            t=book.tied(fiscal),
            c=moved(book, fiscal, before),
        ),
    ]


def moved(book: Book, now: int, prior: int) -> tuple[Piece, ...]:
    """增加 X 万元，增长 Y%, after the base has been named."""
    words = book.change(now, prior)
    return ("持平",) if len(words) == 1 else words[1:]


def general(
    book: Book, heading: Callable[[str], Heading], item: Callable[[int, str], str]
) -> list[Part]:
    """Sections 五 and 六: the general budget by class and item, and its basic spending."""
    f = book.facts
    total, prior = f.sum(fund=GENERAL), f.sum(fund=GENERAL, what="prior")
    classes = sorted({i[:3] for i in f.items(fund=GENERAL)})
    pairs = [(f"{name_of(c)}（类）", f.sum(c, fund=GENERAL)) for c in classes]
    parts: list[Part] = [
        heading("一般公共预算财政拨款支出决算情况说明"),
        Heading("（一）一般公共预算财政拨款支出决算总体情况", 3),
        say(
            f"一般公共预算财政拨款支出{{t}}万元，占本年支出合计的{{s}}%。与{f.year - 1}年度相比，一般公共预算财政拨款支出{{c}}。主要原因是{f.reason}。",
            t=book.tied(total),
            s=book.share(total, f.sum()),
            c=moved(book, total, prior),
        ),
        Heading("（二）一般公共预算财政拨款支出决算结构情况", 3),
        say(
            "一般公共预算财政拨款支出{t}万元，主要用于以下方面：{l}。",
            t=book.tied(total),
            l=_listing(book, pairs, total),
        ),
        Heading("（三）一般公共预算财政拨款支出决算具体情况", 3),
        say(
            "一般公共预算财政拨款支出{l}其中：",
            l=completion(book, total, f.sum(fund=GENERAL, what="planned")),
        ),
    ]
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        words = completion(book, f.sum(i, fund=GENERAL), f.sum(i, fund=GENERAL, what="planned"))
        parts.append(say(item(n, i) + "{l}", l=words))
    sums = [f.sum(economic=p, role=BASIC, fund=GENERAL) for p in (common.PERSONNEL, common.PUBLIC)]
    used = [
        [economic_name(e) for e in f.economics(role=BASIC, fund=GENERAL) if e.startswith(p)]
        for p in (common.PERSONNEL, common.PUBLIC)
    ]
    return [
        *parts,
        heading("一般公共预算财政拨款基本支出决算情况说明"),
        say(
            "一般公共预算财政拨款基本支出{t}万元。其中：人员经费{a}万元，主要包括："
            + "、".join(used[0])
            + "；公用经费{b}万元，主要包括："
            + "、".join(used[1])
            + "。",
            t=book.tied(sum(sums)),
            a=book.tied(sums[0]),
            b=book.tied(sums[1]),
        ),
    ]


def public(book: Book, heading: Callable[[str], Heading]) -> list[Part]:
    """Section 七: 三公."""
    f = book.facts
    p, q, last = (common.three_public(f, w) for w in ("amount", "planned", "prior"))

    def rate(now: int, planned: int) -> tuple[object, ...]:
        if not planned:
            return ()
        return (
            "，完成预算的",
            Num(book.share(now, planned).value, 2, frozenset({"completion"})),
            "%",
        )

    def figure(now: int) -> Num:
        return book.tied(now) if now else Num(Decimal(0))

    pairs = [
        ("因公出国（境）费", p.abroad, q.abroad, last.abroad),
        ("公务用车购置及运行维护费", p.cars, q.cars, last.cars),
        ("公务接待费", p.reception, q.reception, last.reception),
    ]
    lines: list[object] = []
    changes: list[object] = []
    for name, now, planned, before in pairs:
        lines += [
            "；" if lines else "",
            f"{name}支出决算为",
            figure(now),
            "万元",
            *rate(now, planned),
        ]
        # The base of these rates stands in another paragraph: a wrong one is not certain.
        words = [
            replace(w, tags=NO_TAGS) if isinstance(w, Num) else w for w in moved(book, now, before)
        ]
        changes += ["；" if changes else "", f"{name}支出决算", *words]
    compared: tuple[object, ...] = moved(book, p.total, last.total)
    return [
        heading("财政拨款“三公”经费支出决算情况说明"),
        say(
            "“三公”经费财政拨款支出年初预算为{b}万元，支出决算为{t}万元{r}，其中：{l}。",
            b=figure(q.total),
            t=figure(p.total),
            r=rate(p.total, q.total),
            l=tuple(lines),
        ),
        say(
            f"{f.year}年度“三公”经费财政拨款支出决算数比{f.year - 1}年度{{c}}，其中：{{l}}。"
            if len(compared) > 1
            else f"{f.year}年度“三公”经费财政拨款支出决算数与{f.year - 1}年度{{c}}。其中：{{l}}。",
            c=compared,
            l=tuple(changes),
        ),
    ]


def matters(book: Book, uses: tuple[str, ...]) -> list[Part]:
    """Operating costs, procurement, vehicles."""
    f = book.facts
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    return [
        Heading("（一）机关运行经费支出情况", 3),
        say(
            f"机关运行经费支出{{a}}万元，比{f.year - 1}年度{{c}}。主要原因是{f.reason}。"
            if len(book.change(cost, before)) > 1
            else f"机关运行经费支出{{a}}万元，与{f.year - 1}年度{{c}}。",
            a=book.tied(cost),
            c=moved(book, cost, before),
        ),
        Heading("（二）政府采购支出情况", 3),
        common.procurement(
            book,
            "{entity}{year}年度政府采购金额为{total}万元，其中：货物采购金额{goods}万元、工程采购金额{works}万元、服务采购金额{services}万元。",
        ),
        Heading("（三）国有资产占有使用情况说明", 3),
        say(
            f"截至{f.year}年12月31日，{f.entity}{{v}}。单价100万元（含）以上设备（不含车辆）2台（套）。",
            v=common.vehicles(f, uses),
        ),
    ]
