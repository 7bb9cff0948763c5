"""A budget in the Sichuan way: tables 1 to 5 with sub-tables, unit codes, a unit row above the codes."""

from __future__ import annotations

from dataclasses import replace

from tests.builder import common
from tests.builder.book import (
    Book,
    numeral,
    say,
)
from tests.builder.draft import NO_TAGS, Heading, Num, Part
from tests.builder.facts import (
    BASIC,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
)
from tests.builder.styles.sichuan_tables import tables

KIND = "budget"


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
        *tables(book, carried),
    ]
