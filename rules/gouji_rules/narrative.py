"""TIE: statements of one thing that do not agree: text and tables, words and figures."""

from __future__ import annotations

from gouji import Agreement, Comparison, Finding, Findings, Rule, hookimpl, rule
from gouji_rules.units import ten_thousandfold


def _same_scale(agreement: Agreement) -> bool:
    """Mixed units are a rule of their own."""
    return not ten_thousandfold(agreement)


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
    """
    if agreement.judge().violated:
        yield Finding(
            agreement.stated,
            stated=agreement.stated,
            reference=agreement.reference,
            witnesses=agreement.witnesses,
        )


@rule(
    "TIE002",
    zh="“{word}”与数字不符：{left} 对 {right}",
    en="“{word}” contradicts the figures: {left} against {right}",
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
        )


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [disagreement, wrong_direction]
