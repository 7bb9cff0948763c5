"""A county budget in the Xinjiang way: eleven tables, then prose, then target tables; 万元."""

from __future__ import annotations

from decimal import Decimal

from tests.builder import common
from tests.builder.book import (
    Book,
    numeral,
    say,
)
from tests.builder.draft import Heading, Num, Part, Piece
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
from tests.builder.styles.xinjiang_tables import tables

KIND = "budget"
ZERO = Num(Decimal(0))


def _sections(book: Book) -> list[Part]:
    f = book.facts
    year, entity = str(f.year), f.entity
    total, general = f.sum(), f.sum(fund=GENERAL)
    parts: list[Part] = []
    count = 0

    def section(title: str) -> None:
        nonlocal count
        count += 1
        parts.append(Heading(f"{numeral(count)}、{title}", 2))

    about = f"关于{entity}{year}年"
    section(f"{about}收支预算情况总体说明")
    parts.append(
        say(
            f"按照全口径预算的原则，{entity}{year}年所有收入和支出均纳入部门预算管理。收支总预算{{t}}万元。",
            t=book.tied(total),
        )
    )
    parts.append(
        say(
            "收入预算包括："
            + "、".join(
                common.fund_name(x).removesuffix("预算") + ("预算" if x != OWN else "")
                for x in f.funds()
            )
            + "。"
        )
    )
    parts.append(
        say(
            "支出预算包括："
            + "、".join(name_of(c) for c in sorted({i[:3] for i in f.items()}))
            + "。"
        )
    )
    section(f"{about}收入预算情况说明")
    parts.append(say(f"{entity}部门收入预算{{t}}万元，其中：", t=book.tied(total)))
    for fund in (GENERAL, GOVERNMENT_FUND, OWN):
        now, prior = f.sum(fund=fund), f.sum(fund=fund, what="prior")
        name = common.fund_name(fund)
        if now:
            parts.append(
                say(
                    f"{name}{{a}}万元，占{{s}}%，{{c}}，主要原因是{f.reason}。",
                    a=book.tied(now),
                    s=book.share(now, total),
                    c=book.change(now, prior),
                )
            )
        else:
            parts.append(say(f"{name}未安排。"))
    parts.append(say("国有资本经营预算未安排。"))
    section(f"{about}支出预算情况说明")
    parts.append(say(f"{entity}{year}年支出预算{{t}}万元，其中：", t=book.tied(total)))
    parts += _roles(book, None, total)
    section(f"{about}财政拨款收支预算情况的总体说明")
    parts += _fiscal_prose(book)
    section(f"{about}一般公共预算当年拨款情况说明")
    parts.append(Heading("（一）一般公共预算当年拨款规模变化情况", 3))
    parts.append(
        say(f"{entity}{year}年一般公共预算拨款合计{{t}}万元，其中：", t=book.tied(general))
    )
    parts += _roles(book, GENERAL, None)
    parts.append(Heading("（二）一般公共预算当年拨款结构情况", 3))
    classes = sorted({i[:3] for i in f.items(fund=GENERAL)})
    for n, c in enumerate(classes, 1):
        now = f.sum(c, fund=GENERAL)
        parts.append(
            say(
                f"{n}、{name_of(c)}（类）{{a}}万元，占{{s}}%。",
                a=book.tied(now),
                s=book.share(now, general),
            )
        )
    parts.append(Heading("（三）一般公共预算当年拨款具体使用情况", 3))
    for n, i in enumerate(f.items(fund=GENERAL), 1):
        now, prior = f.sum(i, fund=GENERAL), f.sum(i, fund=GENERAL, what="prior")
        parts.append(
            say(
                f"{n}、{common.item_name(i)}：{year}年预算数为{{a}}万元，{{c}}，主要原因是{f.reason}。",
                a=book.tied(now),
                c=book.change(now, prior),
            )
        )
    section(f"{about}一般公共预算基本支出情况说明")
    parts += _basic_prose(book)
    section(f"{about}政府性基金预算拨款情况说明")
    extra = f.sum(fund=GOVERNMENT_FUND)
    if extra:
        parts.append(say(f"{entity}{year}年政府性基金预算拨款{{a}}万元。", a=book.tied(extra)))
    else:
        parts.append(
            say(
                f"{entity}{year}年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。"
            )
        )
    section(f"{about}国有资本经营预算拨款情况说明")
    parts.append(
        say(
            f"{entity}{year}年没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表。"
        )
    )
    section(f"{about}财政拨款“三公”经费预算情况说明")
    parts += _public_prose(book)
    section("其他重要事项的情况说明")
    parts += _other_matters(book)
    return parts


def _roles(book: Book, fund: str | None, whole: int | None) -> list[Part]:
    f = book.facts
    parts: list[Part] = []
    for name, role in (("基本支出", BASIC), ("项目支出", PROJECT)):
        now, prior = f.sum(role=role, fund=fund), f.sum(role=role, fund=fund, what="prior")
        share: tuple[Piece, ...] = ("，占", book.share(now, whole), "%") if whole else ()
        if now:
            parts.append(
                say(
                    f"{name}{{a}}万元{{s}}，{{c}}，主要原因是{f.reason}。",
                    a=book.tied(now),
                    s=share,
                    c=book.change(now, prior),
                )
            )
        else:
            parts.append(say(f"{name}未安排。"))
    return parts


def _fiscal_prose(book: Book) -> list[Part]:
    f = book.facts
    general, fund = f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND)
    parts: list[Part] = [
        say(f"{f.year}年财政拨款收支总预算{{t}}万元。", t=book.tied(general + fund))
    ]
    if fund:
        parts.append(
            say(
                "收入预算包括：一般公共预算拨款{a}万元，政府性基金预算拨款{b}万元。",
                a=book.tied(general),
                b=book.tied(fund),
            )
        )
    else:
        parts.append(say("收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算。"))
        parts.append(say("收入预算包括：一般公共预算拨款{a}万元。", a=book.tied(general)))
    pieces: list[object] = []
    for c in sorted({i[:3] for i in f.items(fund=GENERAL)}):
        pieces += [
            "；" if pieces else "",
            f"{name_of(c)}",
            book.tied(f.sum(c, fund=GENERAL)),
            f"万元，主要用于{name_of(c)}方面",
        ]
    parts.append(say("一般公共预算支出包括：{list}。", list=tuple(pieces)))
    return parts


def _basic_prose(book: Book) -> list[Part]:
    f = book.facts
    parts: list[Part] = [
        say(
            f"{f.entity}{f.year}年一般公共预算基本支出{{t}}万元，其中：",
            t=book.tied(f.sum(role=BASIC, fund=GENERAL)),
        )
    ]
    for name, prefix in (("人员经费", common.PERSONNEL), ("公用经费", common.PUBLIC)):
        used = [e for e in f.economics(role=BASIC, fund=GENERAL) if e.startswith(prefix)]
        parts.append(
            say(
                f"{name}{{a}}万元，主要包括：" + "、".join(map(economic_name, used)) + "。",
                a=book.tied(f.sum(economic=prefix, role=BASIC, fund=GENERAL)),
            )
        )
    return parts


def _public_prose(book: Book) -> list[Part]:
    f = book.facts
    p, q = common.three_public(f), common.three_public(f, "prior")
    pairs = (
        ("因公出国（境）费", p.abroad, q.abroad),
        ("公务用车购置费", p.buying, q.buying),
        ("公务用车运行费", p.running, q.running),
        ("公务接待费", p.reception, q.reception),
    )
    listing: list[object] = []
    changes: list[object] = []
    for name, now, prior in pairs:
        comma, semicolon = ("，", "；") if listing else ("", "")
        listing += [comma, name, book.tied(now) if now else ZERO, "万元"]
        change = book.change(now, prior)
        moved = book.zero_change() if len(change) == 1 else change[1:]
        changes += [semicolon, name, moved, f"，主要原因是{f.reason}"]
    whole = book.change(p.total, q.total)
    head_words: tuple[object, ...] = (
        ("比上年预算", book.zero_change()) if len(whole) == 1 else whole
    )
    return [
        say(
            f"{f.entity}{f.year}年财政拨款“三公”经费数为{{t}}万元，其中：{{l}}。",
            t=book.tied(p.total) if p.total else ZERO,
            l=tuple(listing),
        ),
        say(
            f"{f.year}年财政拨款“三公”经费预算{{c}}，其中：{{l}}。", c=head_words, l=tuple(changes)
        ),
    ]


def _other_matters(book: Book) -> list[Part]:
    f = book.facts
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    own = f.sum(role=PROJECT, fund=OWN)
    return [
        Heading("(一) 单位运行经费情况", 3),
        say(
            f"{f.entity}{f.year}年的机关运行经费财政拨款预算{{a}}万元，{{c}}，主要原因是{f.reason}。",
            a=book.tied(cost),
            c=book.change(cost, before),
        ),
        Heading("(二) 政府采购情况", 3),
        common.procurement(
            book,
            "{year}年，{entity}政府采购预算{total}万元，其中：政府采购货物预算{goods}万元，"
            "政府采购工程预算{works}万元，政府采购服务预算{services}万元。",
        ),
        Heading("(三) 国有资产占用使用情况", 3),
        say(
            f"截至{f.year - 1}年底，{f.entity}{{v}}。",
            v=common.vehicles(f, ("一般公务用车", "执法执勤用车", "其他车辆")),
        ),
        Heading("(四) 预算绩效情况", 3),
        say(
            f"{f.year}年，当年预算安排项目共{{n}}个，其中：财政拨款项目涉及预算金额{{a}}万元；非财政拨款项目涉及预算金额{{b}}万元。具体情况见下表：",
            n=str(len([a for a in f.atoms if a.role == PROJECT])),
            a=book.wan(f.sum(role=PROJECT, fund=FISCAL)),
            b=book.wan(own),
        ),
        common.indicator_table(f, "项目支出绩效目标表"),
    ]


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算公开", 0),
        Heading(f"第一部分{facts.year}年部门概况", 1),
        Heading("一、主要职能", 2),
        say(
            "贯彻执行国家有关法律、法规和方针、政策，负责本行业的管理和服务工作；完成县委、县政府交办的其他任务。"
        ),
        Heading("二、机构设置及人员情况", 2),
        common.staff_sentence(
            facts,
            "{entity}编制数{posts}，实有人数{total}人，其中：在职{working}人；退休{retired}人；离休{old}人。",
        ),
        Heading(f"第二部分{facts.year}年部门预算公开表", 1),
        *tables(book),
        Heading(f"第三部分{facts.year}年部门预算情况说明", 1),
        *_sections(book),
        Heading("第四部分名词解释", 1),
        say("一、财政拨款：指由一般公共预算、政府性基金预算、国有资本经营预算安排的财政拨款数。"),
        say("二、基本支出：包括人员经费、公用经费（定额）。"),
        say(
            "三、项目支出：部门（单位）为完成其特定的行政任务或事业发展目标，在基本支出预算之外编制的年度项目支出计划。"
        ),
        say(f"{facts.entity}"),
    ]
