"""UNIT: amounts whose unit is missing or cannot be meant."""

from __future__ import annotations

from decimal import Decimal

from gouji import (
    Absent,
    Agreement,
    Document,
    Figure,
    Finding,
    Findings,
    Ledger,
    Paragraph,
    Rule,
    Table,
    UnitPrice,
    hookimpl,
    regex,
    rule,
)
from gouji_rules.places import title_line

_WAN = Decimal(10_000)
_THOUSAND = Decimal(1000)
_ASSETS = regex(r"房屋|车辆|家具|设备|资产|用车|办公用房|土地")
# What a department spends itself, and words of what it only looks after.
_OWN = regex(
    r"财政拨款|财政补助|基本支出|项目支出|三公|公务|出国|采购|运行经费|人员经费|公用经费|收支?总|支出总|事业收入|其他收入|[办公印刷会议培训差旅接待]费"
)
_LOOKED_AFTER = regex(
    r"全[国省市县区州镇乡旗]|辖区|各[县区乡镇]|基础设施|公路|道路|管网|水库|储备|保障性|行政事业性|保险|投资|产值|招商|融资|贷款|税收|债券|征收"
)
# 以下各表金额单位均为万元: the unit is told once, or under the table.
_UNIT_TOLD = regex(r"(?:各表|本表|以下|表中|表内|报表)[^。；]{0,16}单位[^。；]{0,8}元")
# 各为 4125.49，4143.91 万元: the unit of the last of several amounts is that of all.
_SHARED_UNIT = regex(r"(?:[，、,和及与]\s*+[\d,.]++\s*+)++(?:[亿万百千]+元|元)")
# What an amount of money is called; a score, a rate, an area or an index is none.
_MONEY = regex(
    r"(?:（[类款项]）|收入|支出|收支|经费|费用?|预算|决算|拨款|资金|金额|总额|合计|总计|小计|结余|结转|补助|补贴|工资|税金|收益|款项?|采购)"
    r"(?:总?数|安排|情况)?(?:合计|总计|共计|约|共|为|是|达到?|[:：（(])*$"
)

# 60.00万元，占总支出的: an amount right before its share.
_AMOUNT_BEFORE = regex(r"\d\s*[亿万千]?元\s*[，,、（(]?\s*占[^，。；\d]{0,30}$")
# What is said right before a share.
_SHARE = regex(r"(?:占(?:比)?|(?:比重|比例))(?:为|是|达|约)?$")


def ten_thousandfold(agreement: Agreement) -> bool:
    """Whether two statements of one measure differ by a factor of 10,000, 元 against 万元."""
    if agreement.holds():
        return False
    small, large = sorted((agreement.stated, agreement.reference), key=lambda f: abs(f.base))
    if not small.base:
        return False
    # A figure of one or two digits stands for too much to tell a factor from chance.
    if small.quantity.half_step * 100 > abs(small.base):
        return False
    return small.interval.scaled(_WAN).meets(large.interval)


# What the whole budget is stated in, not only an expense of it.
_FLOWS = frozenset(("income", "expenditure", "grand"))
_SMALLER = frozenset(
    "government_fund state_capital special_account own business business_operation superior "
    "affiliated other_income".split()
)


@rule(
    "UNIT001",
    zh="{figure} 是全部预算 {total} 的 {times} 倍；元可能误写为万元",
    en="{figure} is {times} times the whole budget of {total}; 元 may be written as 万元",
    severity="warning",
)
def yuan_as_wan(document: Document, ledger: Ledger, *, times: int = 100) -> Findings:
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
    totals = sorted((f for f in ledger.figures if _of_the_whole(f)), key=lambda f: f.base)
    if not totals:
        raise Absent("the whole budget is unknown")
    for figure in ledger.figures:
        if figure.quantity.unit.symbol != "万元" or not figure.base:
            continue
        others = [f for f in totals[-3:] if f is not figure]
        if not others:
            continue
        whole = others[max(0, len(others) - 2)]  # the largest may be the wrong one
        if abs(figure.base) >= whole.base * times and _own(figure):
            yield Finding(
                figure,
                severity="error" if _ASSETS.search(_about(figure)) else None,
                figure=figure,
                total=whole,
                times=int(abs(figure.base) / whole.base),
            )


def _about(figure: Figure) -> str:
    """The sentence of a figure of the prose; the label of one in a table."""
    node, anchor = figure.anchor.node, figure.anchor
    if not isinstance(node, Paragraph):
        return figure.label
    return anchor.before.rpartition("；")[2] + anchor.after.partition("；")[0]


def _own(figure: Figure) -> bool:
    """Whether a figure is of the department's own money or things, as all in its tables are."""
    if not isinstance(figure.anchor.node, Paragraph):
        return True
    about = _about(figure)
    named = _OWN.search(about) or _ASSETS.search(about)
    return bool(named) and not _LOOKED_AFTER.search(about)


def _of_the_whole(figure: Figure) -> bool:
    """Whether a figure is the total of all income or expenditure, and not of a fund that is the
    smaller part of it; a table without its unit tells no amount."""
    measure = figure.measure
    return (
        measure is not None
        and measure.flow in _FLOWS
        and measure.item == measure.role == "total"
        and measure.fund not in _SMALLER
        and figure.base > 0
        and figure.quantity.unit.dimension == "money"
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
def table_without_unit(table: Table, document: Document) -> Findings:
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
    if table.unit is not None or money or not figures:
        return
    if not any(_UNIT_TOLD.search(p.text) for p in (*table.notes, *document.paragraphs)):
        yield Finding(title_line(table), title=table.title or table.label)


def _amount_without_unit(figure: Figure) -> bool:
    """A number of prose with two decimals, as amounts are printed, and nothing after it."""
    quantity, anchor = figure.quantity, figure.anchor
    bare = quantity.unit.dimension == "bare" and quantity.decimals == 2
    if not bare or not isinstance(anchor.node, Paragraph) or not _MONEY.search(figure.label):
        return False
    # A row of a table that was not recognised ends with its number, a sentence does not.
    after = anchor.node.text[anchor.end :].lstrip()
    return after[:1] in tuple("，。；、,;") and not _SHARED_UNIT.match(after)


def _share_without_sign(figure: Figure) -> bool:
    """A bare number that is said to be a share, of money: an amount stands right before it."""
    node = figure.anchor.node
    bare = figure.quantity.unit.dimension == "bare" and _SHARE.search(figure.label)
    if not bare or not isinstance(node, Paragraph):
        return False
    return bool(_AMOUNT_BEFORE.search(figure.anchor.before))


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


@rule(
    "UNIT005",
    zh="{count} 价值 {value}，每{unit} {price}；元可能误写为万元",
    en="{count} worth {value}, {price} for each {unit}; 元 may be written as 万元",
    severity="warning",
)
def asset_out_of_proportion(price: UnitPrice) -> Findings:
    """资产的价值除以数量，单价不应超出可能的范围。
    The value of assets divided by their number must be a price that is possible.

    每辆车不超过 3000 万元，每平方米房屋、土地不超过 100 万元。

    At most 30 million yuan for a vehicle, one million for a square metre of a building or of land.

        房屋50平方米，价值**97,600.00万元**；车辆2辆，价值**179800万元**。

        房屋50平方米，价值9.76万元；车辆2辆，价值35.96万元。
    """
    if price.judge().violated:
        yield Finding(
            price.value,
            value=price.value,
            count=price.count,
            price=price.price,
            unit=price.count.quantity.unit.symbol,
        )


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        yuan_as_wan,
        mixed_units,
        table_without_unit,
        amount_without_unit,
        share_without_sign,
        asset_out_of_proportion,
    ]
