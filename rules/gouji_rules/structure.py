"""DOC: tables and notes that contradict each other or the document."""

from __future__ import annotations

import re
from itertools import pairwise

from gouji import (
    Absent,
    Anchor,
    BaseYear,
    Cell,
    Dating,
    Document,
    Finding,
    Findings,
    Heading,
    Paragraph,
    Rule,
    Table,
    hookimpl,
    rule,
)
from gouji_rules.words import bare_title

_EMPTY = re.compile(r"为空表|空表|无数据|没有数据")
# What says so of this very table, not of one item of it, of another table or of tables in general.
_SAYS_EMPTY = re.compile(
    r"[本此该]表[^，。；]{0,12}(?:为空|空表|无数据|没有数据)|(?:故|因此|所以)[^，。；表]{0,6}(?:空表|无数据|没有数据)"
    r"|^(?:备?注|说明)?[:：]?(?:空表|无数据|没有数据)(?:[，。；]|$)"
)
# 若为空表，则为该部门无政府性基金收支: a remark of the template, under empty and filled tables alike
_IF_EMPTY = re.compile(r"(?:若|如|如果|当)[^，。；]{0,10}(?:空表|无数据|没有数据)")
_CORE = (
    "balance",
    "income",
    "expenditure",
    "fiscal_balance",
    "general",
    "basic_economic",
    "government_fund",
    "state_capital",
    "three_public",
    "carry_over",
)
_DATED = re.compile(r"(?:预算|决算|收支|经费|基金|拨款).*(?:说明|情况|表)")
# Words of a title that speaks of another time than the document's: what became of an earlier budget,
# what is left of it, what this one is compared with.
_LOOKS_BACK = re.compile(
    r"总结|回顾|完成|执行|绩效|评价|上年|变化|截至|资产|比较|对比|对照|相比|增减|结转|结余|调整|[与较对比]\s*20\d\d"
)
_PAST_TABLE = re.compile(r"总结|完成|执行|评价|自评|上年|截至|结转|结余")
# The year of a table stands before what the table is of, or alone: no date, no span of years, no
# project that bears a year in its name.
_YEAR_OF_TABLE = re.compile(
    r"(?<![\d-])(?P<year>20\d{2})\s*年(?:度|(?!\s*\d{1,2}\s*月))"
    r"(?=\s*(?:$|[）)]|[省市区县]?级|本级|部门|单位|金额|整体|项目支出|绩效|预算|决算|收[入支]|支出|财政|一般公共|政府|国有|[“\"]?三公|基本支出|机关运行))"
)
_DIGITS = 11
# The digit before is looked at last: a pattern that begins with a digit is found faster.
_MOBILE = re.compile(r"1(?<!\d1)[3-9]\d(?:\d{8}|([ -])\d{4}\1\d{4})(?![\d.]|\s*[万亿]?元)")
# What else has eleven digits.
_OTHER_NUMBER = re.compile(
    r"(?:编码|编号|代码|账号|卡号|文号|单号|证号|序号|户号)[^，。；\d]{0,6}$"
)
# A longer line than this is no title.
_TITLE = 60
_CUT_YEAR = re.compile(r"(?<![\d.〔（(近前后第])20\d?\s*年度?(?=\s*(?:部门|单位)?(?:预算|决算))")
_YEAR = re.compile(r"(?P<year>20\d{2})\s*年?")


@rule(
    "DOC001",
    zh="注明是空表，但表中有金额（如 {example}）",
    en="the note calls the table empty, but it holds amounts such as {example}",
    on=_CORE,
)
def note_on_filled_table(table: Table) -> Findings:
    """有数据的表不应注明“本表为空表”。
    A table with figures must not be noted as empty.

        2025年“三公”经费预算表
        单位：万元

        | 项目 | 合计 |
        | --- | --- |
        | 合计 | 3.00 |
        | 公务接待费 | 3.00 |
        **注：本部门2025年无“三公”经费预算，故本表为空表。**

        2025年政府性基金预算支出表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | | 合计 | |
        注：本部门2025年无政府性基金预算，故本表为空表。
    """
    if table.unread:
        raise Absent(table.unread)
    words = [(n, re.sub(r"\s", "", n.text)) for n in table.notes]
    named = re.compile(re.escape(bare_title(table.title)) + r"[^，。；]{0,4}(?:为空|空表|无数据)")
    notes = [
        n
        for n, text in words
        if (_SAYS_EMPTY.search(text) or (table.title and named.search(bare_title(text))))
        and not _IF_EMPTY.search(text)
    ]
    filled = (c for c in table.cells if c.quantity is not None and c.quantity.value)
    if notes and (first := next(filled, None)):
        yield Finding(notes[-1], example=f"{first.row.name} {first.quantity}".strip())


@rule(
    "DOC002",
    zh="“{name}”与上面一行重复",
    en="{name} repeats the row above",
    where=lambda table: table.kind != "targets",
)
def repeated_row(table: Table) -> Findings:
    """同一科目的同一行不应出现两次。
    One item must not have the same row twice.

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 20.00 | 10.00 | 10.00 |
        | 20103 | 政府办公厅（室）及相关机构事务 | 20.00 | 10.00 | 10.00 |
        | 2010301 | 行政运行 | 10.00 | 10.00 | |
        | **2010301** | 行政运行 | 10.00 | 10.00 | |

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 20.00 | 10.00 | 10.00 |
        | 20103 | 政府办公厅（室）及相关机构事务 | 20.00 | 10.00 | 10.00 |
        | 2010301 | 行政运行 | 10.00 | 10.00 | |
        | 2010302 | 一般行政管理事务 | 10.00 | | 10.00 |
    """
    for panel in table.panels:
        for before, row in pairwise(panel.rows):
            # What is bought or planned may be listed twice; an item of a classification may not.
            item = row.head.code or (row.head.name and table.kind in _CORE)
            if not item or row.head.name != before.head.name:
                continue
            amounts = any(c.quantity is not None and c.quantity.value for c in row)
            if amounts and [c.text for c in row] == [c.text for c in before]:
                yield Finding(Anchor.whole(next(iter(row))), name=row.head.name)


@rule(
    "DOC003",
    zh="表题写的是 {stated} 年，本文件是 {expected} 年的",
    en="the table is dated {stated}, the document is of {expected}",
)
def wrong_year_of_table(table: Table, document: Document) -> Findings:
    """表题、表注的年份应与文件的年度一致。
    The year of a table's title must be the year of the document.

        2025年部门预算
        **2024年部门支出总表**
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |

        2025年部门预算
        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    past = document.kind == "budget" and any(_PAST_TABLE.search(c.text) for c in table.captions)
    coming = document.kind == "account" and any("目标" in c.text for c in table.captions)
    titles = () if past or coming else table.captions
    said = [n for n in table.notes if _EMPTY.search(re.sub(r"\s", "", n.text))]
    for line, pattern in (*((t, _YEAR_OF_TABLE) for t in titles), *((n, _YEAR) for n in said)):
        match = pattern.search(line.text)
        alone = len(set(_years(line.text))) == 1 and "也" not in line.text
        if match and int(match["year"]) != document.year and alone:
            yield Finding(
                Anchor(line, 0, len(line.text)), stated=match["year"], expected=str(document.year)
            )


@rule(
    "DOC004",
    zh="标题写的是 {stated} 年，本文件是 {expected} 年的",
    en="the heading is dated {stated}, the document is of {expected}",
    severity="warning",
)
def wrong_year_of_heading(heading: Heading, document: Document) -> Findings:
    """情况说明各标题的年份应与文件的年度一致。
    The year in a heading must be the year of the document.

        2025年部门预算
        一、2025年收入预算情况说明
        收入预算100.00万元。
        二、**2024年支出预算情况说明**
        支出预算100.00万元。

        2025年部门预算
        一、2024年工作总结
        各项工作完成良好。
        二、2025年支出预算情况说明
        支出预算100.00万元。
        三、收支预算与2024年度对比情况
        支出预算比上年增加。
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    years = {int(y) for y in _years(heading.title)}
    about = _DATED.search(heading.title) and not _LOOKS_BACK.search(heading.title)
    # A budget may tell what the year before it has come to.
    about = about and not (document.kind == "budget" and "决算" in heading.title)
    if about and len(years) == 1 and document.year - 1 in years:
        stated = str(document.year - 1)
        own = heading.title.replace(stated, str(document.year))
        if any(s.heading and s.heading.title == own for s in document.sections):
            return  # one section for each of two years
        start = heading.source.text.index(stated)
        place = Anchor(heading, start, start + len(stated))
        yield Finding(place, stated=stated, expected=str(document.year))


@rule(
    "DOC015",
    zh="年份不完整：“{text}”，本文件是 {expected} 年的",
    en="an incomplete year: “{text}”; the document is of {expected}",
)
def incomplete_year(document: Document) -> Findings:
    """封面、目录和标题中的年份应写全四位数。
    A year in the contents and in headings must have its four digits.

        2025年度部门决算
        目录
        第一部分 部门概况
        第二部分 **202 年度**部门决算表

        2025年度部门决算
        目录
        第一部分 部门概况
        第二部分 2025 年度部门决算表
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    nodes: list[Heading | Paragraph] = [s.heading for s in document.sections if s.heading]
    nodes += document.paragraphs
    for node in nodes:
        text = node.source.text
        for match in _CUT_YEAR.finditer(text) if len(text) < _TITLE else ():
            yield Finding(
                Anchor(node, *match.span()), text=match.group(), expected=str(document.year)
            )


@rule(
    "DOC011",
    zh="{figure} 是 {expected} 年的数，文中写为 {stated} 年",
    en="{figure} is the figure of {expected}, the text dates it {stated}",
    severity="warning",
)
def wrong_year_of_figure(dating: Dating) -> Findings:
    """文字中的年份应与所述数字的年度一致。
    The year in the text must be the year of the figure it gives.

        2025年部门预算
        2025年部门收支总表
        单位：万元
        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2024年部门收支总预算**920.60万元**。

        2025年部门预算
        2025年部门收支总表
        单位：万元
        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门收支总预算920.60万元。
    """
    if dating.judge().violated:
        yield Finding(
            dating.figure,
            figure=dating.figure,
            expected=str(dating.year),
            stated=str(dating.stated),
            reference=dating.reference,
        )


def _years(text: str) -> list[str]:
    return [m["year"] for m in _YEAR.finditer(text)]


@rule(
    "DOC012",
    zh="{figure} 是 {year} 年的预算，却与同一年的预算比较：“{base}”",
    en="{figure} is of the budget of {year}, and is compared with that very budget: “{base}”",
    severity="warning",
)
def compared_with_own_year(comparison: BaseYear) -> Findings:
    """预算的增减应与以前年度比较，不应与本年预算自身比较。
    A change of a budget is counted from an earlier year, not from that budget itself.

        2025年预算数为30.00万元，**比2025年预算**增加10.00万元。

        2025年预算数为30.00万元，比2024年预算增加10.00万元。
    """
    if comparison.judge().violated:
        yield Finding(
            comparison.base,
            figure=comparison.figure,
            year=comparison.year,
            base=comparison.base.text,
        )


@rule(
    "PRIV001",
    zh="公开了手机号码 {number}",
    en="the mobile number {number} is made public",
    severity="warning",
    authority="《中华人民共和国个人信息保护法》第二十五条",
)
def personal_number(paragraph: Paragraph) -> Findings:
    """公开文件不应载有个人手机号码。
    A published document should not hold a personal mobile number.

        部门联系人：张三，联系电话：**13800000000**。

        部门联系电话：0991-1234567。
    """
    for match in _MOBILE.finditer(paragraph.text):
        if _OTHER_NUMBER.search(paragraph.text[: match.start()]):
            continue
        place = Anchor(paragraph, *match.span())
        yield Finding(place, number=_masked(match.group()), private=True)


@rule(
    "PRIV002",
    zh="表中公开了手机号码 {number}",
    en="a table makes the mobile number {number} public",
    severity="warning",
    authority="《中华人民共和国个人信息保护法》第二十五条",
    where=lambda cell: len(cell.source.text) >= _DIGITS,
)
def personal_number_in_table(cell: Cell) -> Findings:
    """公开的表格不应载有个人手机号码。
    A published table should not hold a personal mobile number.

        项目支出绩效目标表

        | 联系人 | 张三 | 联系电话 | **13800000000** | |
        | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |

        项目支出绩效目标表

        | 联系人 | 张三 | 联系电话 | 0991-1234567 | |
        | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |
    """
    match = _MOBILE.search(cell.text)
    if match and "." not in cell.text:
        place = Anchor(cell, *match.span())
        yield Finding(place, number=_masked(match.group()), private=True)


def _masked(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        note_on_filled_table,
        repeated_row,
        wrong_year_of_table,
        wrong_year_of_heading,
        wrong_year_of_figure,
        incomplete_year,
        compared_with_own_year,
        personal_number,
        personal_number_in_table,
    ]
