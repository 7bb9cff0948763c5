"""DOC: tables and notes that contradict each other or the document."""

from __future__ import annotations

from itertools import pairwise

from gouji import (
    Absent,
    Anchor,
    Cell,
    Figure,
    Finding,
    Findings,
    Paragraph,
    Rule,
    Table,
    hookimpl,
    regex,
    rule,
)
from gouji_rules.words import bare_title

# What says so of this very table, not of one item of it, of another table or of tables in general.
_SAYS_EMPTY = regex(
    r"[本此该]表[^，。；]{0,12}(?:为空|空表|无数据|没有数据)|(?:故|因此|所以)[^，。；表]{0,6}(?:空表|无数据|没有数据)"
    r"|^(?:备?注|说明)?[:：]?(?:空表|无数据|没有数据)(?:[，。；]|$)"
)
# 若为空表，则为该部门无政府性基金收支: a remark of the template, under empty and filled tables alike
_IF_EMPTY = regex(r"(?:若|如|如果|当)[^，。；]{0,10}(?:空表|无数据|没有数据)")
_CALLED_EMPTY = regex(r"[^，。；]{0,4}(?:为空|空表|无数据)")
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
_DIGITS = 11
# The digit before is looked at last: a pattern that begins with a digit is found faster.
_MOBILE = regex(r"1(?<!\d1)[3-9]\d(?:\d{8}|([ -])\d{4}\1\d{4})(?![\d.]|\s*[万亿]?元)")
# What else has eleven digits.
_OTHER_NUMBER = regex(r"(?:编码|编号|代码|账号|卡号|文号|单号|证号|序号|户号)[^，。；\d]{0,6}$")


def _calls_empty(title: str, words: str) -> bool:
    """Whether the words say of the table of this title that it is empty."""
    return any(_CALLED_EMPTY.match(said) for said in words.split(title)[1:])


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
    words = [(n, "".join(n.text.split())) for n in table.notes]
    title = bare_title(table.title)
    notes = [
        n
        for n, text in words
        if (_SAYS_EMPTY.search(text) or (title and _calls_empty(title, bare_title(text))))
        and not _IF_EMPTY.search(text)
    ]
    filled = (c for c in table.cells if c.quantity is not None and c.quantity.value)
    if notes and (first := next(filled, None)):
        assert first.quantity is not None
        yield Finding(
            notes[-1], example=Figure(first.quantity, Anchor.whole(first), first.row.name)
        )


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
        personal_number,
        personal_number_in_table,
    ]
