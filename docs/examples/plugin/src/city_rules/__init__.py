"""CITY: what an invented city asks of its departments beyond the law."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gouji import Absent, Finding, Findings, Growth, Paragraph, Rule, Share, hookimpl, rule

TEMPLATE = "《示例市部门预算公开文本格式（2025 年）》"


@rule(
    "CITY001",
    zh="增减率 {stated} 超过 {limit}%，没有说明原因",
    en="the rate of change {stated} is above {limit}%, and no reason is given",
    severity="warning",
    authority=TEMPLATE,
)
def change_without_reason(
    growth: Growth,
    *,
    limit: Decimal = Decimal(30),
    words: tuple[str, ...] = ("原因", "由于", "因为"),
) -> Findings:
    """增减幅度较大的，应说明原因。
    A large change must be explained.

    在写明增减率的段落的其余部分中寻找原因。

    The reason is looked for in the rest of the paragraph that states the rate.

        2025年公务接待费预算1.20万元，比2024年预算0.80万元增加0.40万元，增长**50.00%**。

        2025年公务接待费预算1.20万元，比2024年预算0.80万元增加0.40万元，增长50.00%，主要原因是接待任务增加。

        2025年公务接待费预算1.00万元，比2024年预算0.80万元增加0.20万元，增长25.00%。

    :param limit: 不需要说明原因的最大增减率（%）。The highest rate, in percent, that needs no reason.
    :param words: 引出原因的词语。Words that begin a reason.
    """
    place = growth.stated.anchor
    if not isinstance(place.node, Paragraph):
        raise Absent("the rate is not stated in a paragraph")
    rest = place.node.text[place.end :]
    if growth.stated.quantity.value > limit and not any(word in rest for word in words):
        yield Finding(growth.stated, stated=growth.stated, limit=limit)


@rule(
    "CITY002",
    zh="占比 {stated} 应保留 {decimals} 位小数",
    en="the share {stated} must be given with {decimals} decimals",
    severity="info",
    authority=TEMPLATE,
)
def uneven_decimals(share: Share, *, decimals: int = 2) -> Findings:
    """百分比应保留两位小数。
    Percentages must have two decimals.

        收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占**36.6%**。

        收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。

    :param decimals: 小数位数。How many digits stand after the point.
    """
    if share.stated.quantity.decimals != decimals:
        yield Finding(share.stated, stated=share.stated, decimals=decimals)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this plugin."""
    return [change_without_reason, uneven_decimals]


@hookimpl
def lint_presets() -> dict[str, dict[str, Any]]:
    """Settings that a user takes up by ``extend = "city:publication"``."""
    return {
        "publication": {
            "fail-on": "warning",
            "rules": {"change-without-reason": {"severity": "error", "limit": 20}},
        }
    }
