"""Prose that final accounts (决算) of several styles share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.builder import common
from tests.builder.account_tables import totals
from tests.builder.book import Book, say
from tests.builder.draft import NO_TAGS, Heading, Num, Part, Piece, Word
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    PROJECT,
    economic_name,
    name_of,
)


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
