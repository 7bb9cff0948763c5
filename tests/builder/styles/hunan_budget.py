"""A budget in the Hunan way: wide matrices by economic class, rows by unit, flat 其中 columns, 预算公开 phrasing."""

from __future__ import annotations

from tests.builder import common
from tests.builder.book import Book, class_list, say
from tests.builder.draft import Heading, Num, Part
from tests.builder.facts import BASIC, GENERAL, GOVERNMENT_FUND, OWN, PROJECT, Facts
from tests.builder.phrases import Manner, changed, each, figure, listed, uncertain
from tests.builder.styles.hunan_tables import tables

KIND = "budget"


def _prose(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    total, prior = f.sum(), f.sum(what="prior")
    general = f.sum(fund=GENERAL)
    amount = Manner("", rate=False, same="与上年持平", certain=False)
    last = Manner("较去年", rate=False, same="与去年持平", certain=False)
    classes = [(n, f.sum(c)) for c, n in class_list()]
    parts: list[Part] = [
        Heading("二、部门收支总体情况", 2),
        say(
            f"（一）收入预算：包括一般公共预算、政府性基金、国有资本经营预算等财政拨款收入，以及经营收入、事业收入等单位资金。{year}年本部门收入预算{{t}}万元，其中，{{l}}。收入{{c}}，主要是{f.reason}。",
            t=book.tied(total),
            l=listed(
                book,
                [
                    ("一般公共预算拨款", general),
                    ("政府性基金预算拨款", f.sum(fund=GOVERNMENT_FUND)),
                    ("国有资本经营预算拨款", 0),
                    ("财政专户管理资金", 0),
                    ("单位资金收入", f.sum(fund=OWN)),
                ],
                zeros=True,
            ),
            c=changed(book, total, prior, last),
        ),
        say(
            f"（二）支出预算：{year}年本部门支出预算{{t}}万元，其中，{{l}}。支出{{c}}，其中基本支出{{b}}，项目支出{{p}}，主要是{f.reason}。",
            t=book.tied(total),
            l=listed(book, classes),
            c=changed(book, total, prior, last),
            b=changed(book, f.sum(role=BASIC), f.sum(role=BASIC, what="prior"), amount),
            p=changed(book, f.sum(role=PROJECT), f.sum(role=PROJECT, what="prior"), amount),
        ),
        Heading("三、一般公共预算拨款支出", 2),
        say(
            f"{year}年本部门一般公共预算拨款支出预算{{t}}万元，其中，{{l}}。具体安排情况如下：",
            t=book.tied(general),
            l=listed(
                book, [(n, f.sum(c, fund=GENERAL)) for c, n in class_list()], general, mark="；"
            ),
        ),
        say(
            f"（一）基本支出：{year}年本部门基本支出预算数{{a}}万元，主要是为保障部门正常运转、完成日常工作任务而发生的各项支出，包括用于基本工资、津贴补贴等人员经费{{b}}万元以及办公费、印刷费、水电费、办公设备购置等公用经费{{c}}万元。",
            a=book.tied(f.sum(role=BASIC, fund=GENERAL)),
            b=book.tied(f.sum(role=BASIC, fund=GENERAL, economic=common.PERSONNEL)),
            c=book.tied(f.sum(role=BASIC, fund=GENERAL, economic=common.PUBLIC)),
        ),
    ]
    projects = [a for a in f.atoms if a.role == PROJECT and a.fund == GENERAL]
    if projects:
        parts.append(
            say(
                f"（二）项目支出：{year}年本部门项目支出预算数{{a}}万元，主要是部门为完成特定行政工作任务或事业发展目标而发生的支出，其中：{{l}}等方面。",
                a=book.tied(sum(a.amount for a in projects)),
                l=tuple(
                    x
                    for i, a in enumerate(projects)
                    for x in (
                        "；" if i else "",
                        f"{a.project}支出",
                        book.wan(a.amount),
                        "万元，主要用于相关业务工作",
                    )
                ),
            )
        )
    fund = f.sum(fund=GOVERNMENT_FUND)
    parts += [
        Heading("四、政府性基金预算支出", 2),
        say(
            f"{year}年本部门政府性基金预算支出{{a}}万元，其中，{{l}}。",
            a=book.tied(fund),
            l=listed(
                book,
                [(n, f.sum(c, fund=GOVERNMENT_FUND)) for c, n in class_list()],
                fund,
                mark="；",
            ),
        )
        if fund
        else say("本部门无政府性基金安排的支出，故政府性基金预算支出表为空表。"),
        Heading("五、其他重要事项的情况说明", 2),
        *_matters(book),
    ]
    return parts


def _matters(book: Book) -> list[Part]:
    f = book.facts
    year = f.year
    p, q = common.three_public(f), common.three_public(f, "prior")
    cost, before = common.operating_cost(f), common.operating_cost(f, "prior")
    names = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
    whole = changed(
        book,
        p.total,
        q.total,
        Manner(f"“三公”经费预算较{year - 1}年", same=f"“三公”经费预算与{year - 1}年持平"),
    )
    rows = [("公务接待费", p.reception, q.reception), ("公务用车运行费", p.running, q.running)]
    parts: list[Part] = [
        say(
            f"（一）机关运行经费：本部门{year}年机关运行经费当年一般公共预算拨款{{a}}万元，{{c}}，主要原因是{f.reason}。",
            a=book.tied(cost),
            c=changed(book, cost, before, Manner("比上一年")),
        ),
        say(
            f"（二）“三公”经费预算：本部门{year}年“三公”经费预算数为{{t}}万元，其中，公务接待费{{a}}万元，公务用车购置及运行费{{b}}万元（其中，公务用车购置费{{c}}万元，公务用车运行费{{d}}万元），因公出国（境）费{{e}}万元。{year}年{{w}}，其中：{{l}}，主要原因是{f.reason}。",
            t=figure(book, p.total),
            a=figure(book, p.reception),
            b=figure(book, p.cars),
            c=figure(book, p.buying),
            d=figure(book, p.running),
            e=figure(book, p.abroad),
            w=whole,
            l=each(
                rows,
                lambda n, a, b: uncertain(
                    (n, *changed(book, a, b, Manner("", same="与上年持平", rate=False)))
                ),
            ),
        ),
        say(
            f"（三）一般性支出情况：{year}年本部门会议费预算{{a}}万元，拟召开3次会议，人数150人，内容为年度工作会议；培训费预算{{b}}万元，拟开展2次培训，人数80人，内容为业务培训；拟举办0次节庆、晚会、论坛、赛事等活动，经费预算0万元。",
            a=book.wan(f.sum(economic="30215")),
            b=book.wan(f.sum(economic="30216")),
        ),
        common.procurement(
            book,
            "（四）政府采购情况：{year}年本部门政府采购预算总额{total}万元，其中，货物类采购预算{goods}万元；工程类采购预算{works}万元；服务类采购预算{services}万元。",
        ),
        say(
            f"（五）国有资产占用使用及新增资产配置情况：截至{year - 1}年12月底，本部门{{v}}；单位价值50万元以上通用设备1台，单位价值100万元以上专用设备0台。{year}年拟新增配置公务用车0辆，新增配备单位价值50万元以上通用设备0台。",
            v=common.vehicles(f, names),
        ),
    ]
    total = f.sum()
    parts.append(
        say(
            f"（六）预算绩效目标说明：本部门所有支出实行绩效目标管理。纳入{year}年部门整体支出绩效目标的金额为{{t}}万元，其中，基本支出{{a}}万元，项目支出{{b}}万元，具体绩效目标详见报表。",
            t=book.tied(total),
            a=book.tied(f.sum(role=BASIC)),
            b=book.tied(f.sum(role=PROJECT)) if f.sum(role=PROJECT) else Num(book.wan(0).value),
        )
    )
    return parts


def write(facts: Facts, unit: str = "万元") -> list[Part]:
    """The parts of the document, with tables in ``unit``."""
    book = Book(facts, unit)
    return [
        Heading(f"{facts.entity}{facts.year}年部门预算公开", 0),
        Heading(f"第一部分{facts.year}年部门预算说明", 1),
        Heading("一、部门基本概况", 2),
        say("（一）职能职责：贯彻执行国家有关法律法规和方针政策，拟订本行业发展规划并组织实施。"),
        common.staff_sentence(
            facts,
            "（二）机构设置：本部门内设股室5个，编制人数{posts}人，实有人数{total}人，其中：在职{working}人，退休{retired}人，离休{old}人。",
        ),
        *_prose(book),
        Heading("六、名词解释", 2),
        say(
            "1、机关运行经费：是指各部门的公用经费，包括办公及印刷费、邮电费、差旅费、会议费、福利费、日常维修费、专用材料及一般设备购置费。"
        ),
        Heading(f"第二部分{facts.year}年部门预算表", 1),
        *tables(book),
    ]
