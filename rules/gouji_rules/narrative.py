"""TIE: statements of one thing that do not agree: text and tables, words and figures."""

from __future__ import annotations

from gouji import (
    Agreement,
    Comparison,
    Containment,
    Direction,
    Finding,
    Findings,
    Listing,
    Reasoning,
    Rule,
    Suggestion,
    hookimpl,
    restated,
    reversed_word,
    rule,
)
from gouji_rules.units import ten_thousandfold


def _same_scale(agreement: Agreement) -> bool:
    """Mixed units are a rule of their own."""
    return not ten_thousandfold(agreement)


def _as_elsewhere(agreement: Agreement) -> Suggestion | None:
    """What all other statements of the measure say, if there are several as fine as this one.

    In one unit they must be printed with the same decimals: 0.3 is no slip for 2961.68.
    """
    stated, others = agreement.stated, (agreement.reference, *agreement.witnesses)
    finer = all(o.quantity.half_step <= stated.quantity.half_step for o in others)
    alike = all(
        o.quantity.decimals == stated.quantity.decimals
        for o in others
        if o.quantity.unit == stated.quantity.unit
    )
    if len(others) < 2 or len({o.base for o in others}) > 1 or not (finer and alike):
        return None
    return restated(stated, agreement.judge().expected, *others, agreed=True)


@rule(
    "TIE001",
    zh="此处为 {stated}，另一处为 {reference}",
    en="stated as {stated} here, as {reference} elsewhere",
    where=_same_scale,
)
def disagreement(agreement: Agreement) -> Findings:
    """同一数字在表与表、文与表、前文与后文之间应一致。
    One measure must be the same wherever the document states it.

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 201 一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门支出总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | **902.60** |

        2025年部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 201 一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门支出总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |

        2024年度部门决算
        1.教育支出（类）进修及培训（款）培训支出（项）2.57万元，主要用于干部培训。年初预算为2.75万元，支出决算为**2.45万元**。

        2024年度部门决算
        1.教育支出（类）进修及培训（款）培训支出（项）2.57万元，主要用于干部培训。年初预算为2.75万元，支出决算为2.57万元。
    """
    if agreement.judge().violated:
        slight = agreement.stated.interval.meets(agreement.reference.interval)
        yield Finding(
            agreement.stated,
            severity="info" if slight else None,
            stated=agreement.stated,
            reference=agreement.reference,
            witnesses=agreement.witnesses,
            suggestion=_as_elsewhere(agreement),
        )


@rule(
    "TIE002",
    zh="“{word}”与数字不符：{left} 对 {right}",
    en="“{word}” contradicts the figures: {left} against {right}",
    where=lambda comparison: comparison.against is None,
)
def wrong_direction(comparison: Comparison) -> Findings:
    """增加、减少、持平、大于、小于等词应与数字一致。
    Words such as more, less and equal must fit the figures they compare.

        年初预算为10.00万元，支出决算为12.00万元，决算数**小于**预算数的主要原因是人员增加。

        年初预算为10.00万元，支出决算为12.00万元，决算数大于预算数的主要原因是人员增加。
    """
    if comparison.judge().violated and comparison.left and comparison.right:
        yield Finding(
            comparison.word,
            word=comparison.word.text,
            left=comparison.left,
            right=comparison.right,
            suggestion=reversed_word(comparison.word, comparison.left, comparison.right),
        )


@rule(
    "TIE007",
    zh="“{word}”与“{against}”方向相反",
    en="“{word}” and “{against}” go opposite ways",
    where=lambda comparison: comparison.against is not None,
)
def contradicting_directions(comparison: Comparison) -> Findings:
    """同一项增减前后所说的方向应一致。
    Two words about one change must go the same way.

        2025年公务接待费预算1.00万元，比2024年预算1.20万元减少0.20万元，**增长**16.67%。

        2025年公务接待费预算1.00万元，比2024年预算1.20万元减少0.20万元，下降16.67%。

        公务接待费支出决算**减少为**0.00万元，与2024年持平。

        公务接待费支出决算为0.00万元，与2024年持平。
    """
    if comparison.judge().violated and comparison.against is not None:
        yield Finding(
            comparison.word, word=comparison.word.text, against=comparison.against.text.strip()
        )


@rule(
    "TIE008",
    zh="基本支出中的 {part} 大于“三公”经费表中该项的 {whole}",
    en="basic expenditure pays {part} for the item, the table of the three public expenses has {whole}",
    severity="warning",
)
def basic_above_three_public(containment: Containment) -> Findings:
    """基本支出表中的公务接待、公务用车费用不应大于“三公”经费表的同一项。
    What basic expenditure pays for receptions and cars is a part of the three public expenses and
    cannot exceed them.

        2024年度部门决算
        一般公共预算财政拨款基本支出决算表
        单位：万元
        | 科目编码 | 科目名称 | 决算数 |
        | --- | --- | --- |
        | 302 | 商品和服务支出 | 30.00 |
        | 30201 | 办公费 | 22.00 |
        | 30217 | 公务接待费 | **8.00** |
        财政拨款“三公”经费支出决算表
        单位：万元
        | 项目 | 决算数 |
        | --- | --- |
        | 合计 | 0.30 |
        | 公务接待费 | 0.30 |

        2024年度部门决算
        一般公共预算财政拨款基本支出决算表
        单位：万元
        | 科目编码 | 科目名称 | 决算数 |
        | --- | --- | --- |
        | 302 | 商品和服务支出 | 30.00 |
        | 30201 | 办公费 | 22.00 |
        | 30217 | 公务接待费 | 8.00 |
        财政拨款“三公”经费支出决算表
        单位：万元
        | 项目 | 决算数 |
        | --- | --- |
        | 合计 | 9.30 |
        | 公务接待费 | 9.30 |
    """
    if containment.judge().violated:
        yield Finding(containment.part, part=containment.part, whole=containment.whole)


@rule(
    "TIE003",
    zh="“{name}”列在文中，表中没有金额",
    en="{name} is listed in the text, but the table has no amount for it",
    where=lambda listing: listing.listed,
)
def listed_without_amount(listing: Listing) -> Findings:
    """文中“主要包括”所列的经济科目，在基本支出表中应有金额。
    An item that the text lists must have an amount in the table of basic expenditure.

        2025年一般公共预算基本支出表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 301 | 工资福利支出 | 50.00 |
        | 30101 | 基本工资 | 30.00 |
        | 30102 | 津贴补贴 | 20.00 |
        | 30103 | 奖金 | |
        人员经费50.00万元，主要包括：基本工资、津贴补贴、**奖金**。

        2025年一般公共预算基本支出表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 301 | 工资福利支出 | 50.00 |
        | 30101 | 基本工资 | 30.00 |
        | 30102 | 津贴补贴 | 20.00 |
        | 30103 | 奖金 | |
        人员经费50.00万元，主要包括：基本工资、津贴补贴。
    """
    if listing.judge().violated:
        yield Finding(listing.place, name=listing.name)


@rule(
    "TIE004",
    zh="表中“{name}”有 {row}，文中没有列出",
    en="the table has {row} for {name}, which the text does not list",
    severity="warning",
    where=lambda listing: not listing.listed,
)
def amount_not_listed(listing: Listing) -> Findings:
    """基本支出表中有金额的经济科目，文中列举时不应遗漏。
    A list of items without “etc.” should name every item that has an amount.

        2025年一般公共预算基本支出表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 301 | 工资福利支出 | 50.00 |
        | 30101 | 基本工资 | 30.00 |
        | 30102 | 津贴补贴 | 15.00 |
        | 30103 | 奖金 | 5.00 |
        人员经费50.00万元，主要包括：**基本工资、津贴补贴**。

        2025年一般公共预算基本支出表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 301 | 工资福利支出 | 50.00 |
        | 30101 | 基本工资 | 30.00 |
        | 30102 | 津贴补贴 | 15.00 |
        | 30103 | 奖金 | 5.00 |
        人员经费50.00万元，主要包括：基本工资、津贴补贴等。
    """
    if listing.judge().violated and listing.row:
        yield Finding(listing.place, name=listing.name, row=listing.row)


@rule(
    "TIE005",
    zh="数字是{direction}的，原因却说“{word}”",
    en="the figures say {direction}, the reason says “{word}”",
    severity="warning",
)
def contradicting_reason(reasoning: Reasoning) -> Findings:
    """增减原因的方向应与增减数一致；持平而原因只说一个方向，作为提示。
    The reason for a change must move as the figures do; one way for what is level is a remark.

        2024年预算执行数为114.00万元，2025年预算安排110.60万元，比2024年预算执行数减少2.98%。主要原因是：宣传事务经费**增加**。

        2024年预算执行数为114.00万元，2025年预算安排110.60万元，比2024年预算执行数减少2.98%。主要原因是：宣传事务经费减少。

        一般公共预算财政拨款支出120.00万元，与上年持平。主要原因：合同分期付款，**减少**支付。

        一般公共预算财政拨款支出120.00万元，与上年持平。主要原因：人员经费增加，项目经费减少。
    """
    if reasoning.judge().violated:
        level = reasoning.direction is Direction.FLAT
        yield Finding(
            reasoning.word,
            severity="info" if level else None,
            direction=reasoning.direction,
            word=reasoning.word.text,
        )


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        disagreement,
        wrong_direction,
        contradicting_directions,
        basic_above_three_public,
        listed_without_amount,
        amount_not_listed,
        contradicting_reason,
    ]
