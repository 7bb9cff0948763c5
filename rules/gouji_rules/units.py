"""UNIT: amounts whose unit is missing or cannot be meant."""

from __future__ import annotations

import re
from decimal import Decimal

from gouji import (
    Absent,
    Agreement,
    Figure,
    Finding,
    Findings,
    Ledger,
    Paragraph,
    Rule,
    Table,
    hookimpl,
    rule,
)
from gouji_rules.words import squeezed

_WAN = Decimal(10_000)
_ASSETS = re.compile(r"房屋|车辆|家具|设备|资产|用车|办公用房|土地")
# What is said right before a share.
_SHARE = re.compile(r"(?:占(?:比)?|(?:比重|比例))(?:为|是|达|约)?$")


def ten_thousandfold(agreement: Agreement) -> bool:
    """Whether two statements of one measure differ by a factor of 10,000, 元 against 万元."""
    one, other = abs(agreement.stated.base), abs(agreement.reference.base)
    if not one or not other or agreement.holds():
        return False
    small, large = sorted((agreement.stated, agreement.reference), key=lambda f: abs(f.base))
    # A figure of one or two digits stands for too much to tell a factor from chance.
    if small.quantity.half_step * 100 > abs(small.base):
        return False
    return small.interval.scaled(_WAN).meets(large.interval)


@rule(
    "UNIT001",
    zh="{figure} 是全部预算 {total} 的 {times} 倍；元可能误写为万元",
    en="{figure} is {times} times the whole budget of {total}; 元 may be written as 万元",
    severity="warning",
    where=lambda figure: figure.quantity.unit.symbol == "万元" and bool(figure.base),
)
def yuan_as_wan(figure: Figure, ledger: Ledger, *, times: int = 100) -> Findings:
    """以万元计的金额远大于全部预算，多半是把元写成了万元。
    An amount in 万元 far above the whole budget is most likely an amount in 元.

    :param times: 金额达到全部预算的多少倍才报告。How many times the whole budget an amount must reach.

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        车辆1辆，价值**179800.00万元**。

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        车辆1辆，价值17.98万元。
    """
    enough = abs(figure.base) / times
    totals = []
    above = 0
    for f in ledger.figures:
        if f.measure is None or f.measure.item != "total" or f is figure or f.base <= 0:
            continue
        if f.quantity.unit.dimension != "money":
            continue  # a table without its unit tells no amount
        totals.append(f)
        above += f.base > enough
        if above > 1:
            return  # the largest total but one is large enough
    if not totals:
        raise Absent("the whole budget is unknown")
    largest = sorted(f.base for f in totals)
    whole = next(f for f in totals if f.base == largest[max(0, len(largest) - 2)])
    if abs(figure.base) < whole.base * times:
        return
    about = figure.anchor.node.source.text
    yield Finding(
        figure,
        severity="error" if _ASSETS.search(figure.label or about) else None,
        figure=figure,
        total=whole,
        times=int(abs(figure.base) / whole.base),
    )


@rule(
    "UNIT002",
    zh="{stated} 与 {reference} 相差一万倍，元与万元混用",
    en="{stated} and {reference} differ by 10,000: 元 and 万元 are mixed up",
    where=ten_thousandfold,
)
def mixed_units(agreement: Agreement) -> Findings:
    """同一数字在两处相差一万倍，多半是元与万元混用。
    One measure that differs by 10,000 between two places mixes up 元 and 万元.

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门支出总表
        单位：元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | **920.60** |

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门支出总表
        单位：元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 9206000.00 |
    """
    yield Finding(agreement.stated, stated=agreement.stated, reference=agreement.reference)


@rule(
    "UNIT003",
    zh="“{title}”没有注明金额单位",
    en="{title} does not say in which unit its amounts are",
    severity="warning",
    on=(
        "balance",
        "income",
        "expenditure",
        "fiscal_balance",
        "fiscal_expenditure",
        "general",
        "basic_economic",
        "government_fund",
        "state_capital",
        "three_public",
        "carry_over",
        "project",
        "by_economic",
    ),
)
def table_without_unit(table: Table) -> Findings:
    """公开表应注明金额单位（元或万元）。
    A published table must say the unit of its amounts.

        **2025年部门支出总表**

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
    """
    if table.unread:
        raise Absent(table.unread)
    money = [c for p in table.panels for c in p.columns if c.unit.dimension == "money"]
    figures = [c for p in table.panels for c in p.columns if c.unit.dimension == "bare"]
    if table.unit is None and not money and figures:
        title = squeezed(table.title or "")
        titles = [p for p in table.captions if title and title in squeezed(p.text)]
        yield Finding(titles[-1] if titles else table, title=table.title or table.label)


def _amount_without_unit(figure: Figure) -> bool:
    """A number of prose with two decimals, as amounts are printed, and nothing after it."""
    quantity, anchor = figure.quantity, figure.anchor
    bare = quantity.unit.dimension == "bare" and quantity.decimals == 2
    if _SHARE.search(figure.label):
        return False
    if not bare or not isinstance(anchor.node, Paragraph):
        return False
    # A row of a table that was not recognised ends with its number, a sentence does not.
    return anchor.node.text[anchor.end :].lstrip()[:1] in tuple("，。；、,;")


def _share_without_sign(figure: Figure) -> bool:
    prose = isinstance(figure.anchor.node, Paragraph)
    return prose and figure.quantity.unit.dimension == "bare" and bool(_SHARE.search(figure.label))


@rule(
    "UNIT004",
    zh="金额 {figure} 后面没有单位",
    en="the amount {figure} has no unit",
    severity="warning",
    where=_amount_without_unit,
)
def amount_without_unit(figure: Figure) -> Findings:
    """文字中的金额应写明单位（元或万元）。
    An amount in prose must have its unit.

        项目支出**604.90**，占65.71%。

        项目支出604.90万元，占65.71%。
    """
    yield Finding(figure, figure=figure)


@rule(
    "UNIT009",
    zh="占比 {figure} 后面没有百分号",
    en="the share {figure} has no percent sign",
    severity="warning",
    where=_share_without_sign,
)
def share_without_sign(figure: Figure) -> Findings:
    """占比应写明百分号。
    A share must have its percent sign.

        本年支出100.00万元，其中：基本支出60.00万元，占**60.00**；项目支出40.00万元，占40.00%。

        本年支出100.00万元，其中：基本支出60.00万元，占60.00%；项目支出40.00万元，占40.00%。
    """
    yield Finding(figure, figure=figure)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [yuan_as_wan, mixed_units, table_without_unit, amount_without_unit, share_without_sign]
