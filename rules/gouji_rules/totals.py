"""TOT: totals that do not equal their parts."""

from __future__ import annotations

from gouji import (
    Average,
    Balance,
    Change,
    Finding,
    Findings,
    Rule,
    Sum,
    SumKind,
    hookimpl,
    restated,
    rule,
)

_LAW = "《中华人民共和国会计法》第十四条；《部门决算管理办法》（财库〔2021〕36号）"


def _complete(relation: Sum) -> bool:
    return not relation.partial


def _totals(relation: Sum) -> Findings:
    verdict = relation.judge()
    if verdict.violated:
        yield Finding(
            relation.total,
            total=relation.total,
            parts=relation.parts,
            expected=verdict.expected,
        )


@rule(
    "TOT001",
    zh="合计写为 {total}，各行相加应为 {expected}",
    en="the total is stated as {total}; its rows add to {expected}",
    on=SumKind.FOOTING,
    where=_complete,
    authority=_LAW,
)
def wrong_footing(total: Sum) -> Findings:
    """一列的合计应等于各行之和。
    The total of a column must equal the sum of its rows.

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
        | 208 | 社会保障和就业支出 | 20.00 | 20.00 | |
        | | 合计 | **110.00** | 80.00 | 20.00 |

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
        | 208 | 社会保障和就业支出 | 20.00 | 20.00 | |
        | | 合计 | 100.00 | 80.00 | 20.00 |
    """
    yield from _totals(total)


@rule(
    "TOT002",
    zh="本行合计写为 {total}，各列相加应为 {expected}",
    en="the row total is stated as {total}; its columns add to {expected}",
    on=SumKind.CROSS_FOOTING,
    where=_complete,
    authority=_LAW,
)
def wrong_cross_footing(total: Sum) -> Findings:
    """一行的合计应等于各列之和。
    The total of a row must equal the sum of its columns.

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
        | 208 | 社会保障和就业支出 | **25.00** | 20.00 | |

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | --- | --- | --- | --- | --- |
        | 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
        | 208 | 社会保障和就业支出 | 20.00 | 20.00 | |
    """
    yield from _totals(total)


@rule(
    "TOT003",
    zh="“{total}”应等于下级科目之和 {expected}",
    en="{total} must equal the sum of the items below it, {expected}",
    on=SumKind.HIERARCHY,
    where=_complete,
    authority="《政府收支分类科目》",
)
def wrong_hierarchy(total: Sum) -> Findings:
    """上级科目（类、款）的金额应等于所属下级科目之和。
    An item of a classification must equal the sum of the items below it.

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 208 | 社会保障和就业支出 | **24.87** |
        | 20805 | 行政事业单位养老支出 | 25.87 |
        | 2080502 | 事业单位离退休 | 10.00 |
        | 2080505 | 机关事业单位基本养老保险缴费支出 | 15.87 |

        部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 208 | 社会保障和就业支出 | 25.87 |
        | 20805 | 行政事业单位养老支出 | 25.87 |
        | 2080502 | 事业单位离退休 | 10.00 |
        | 2080505 | 机关事业单位基本养老保险缴费支出 | 15.87 |
    """
    yield from _totals(total)


@rule(
    "TOT004",
    zh="总数写为 {total}，所列各项相加为 {expected}",
    en="the whole is stated as {total}; the items listed add to {expected}",
    on=SumKind.BREAKDOWN,
    where=_complete,
    authority=_LAW,
)
def wrong_breakdown(total: Sum) -> Findings:
    """文字中列明的各项应加总为其总数。
    The items that a sentence lists must add to the whole it names.

        2025年政府采购预算**6.41万元**，其中：政府采购货物预算2.11万元，政府采购工程预算0.00万元，政府采购服务预算9.30万元。

        2025年政府采购预算6.41万元，其中：政府采购货物预算2.11万元，政府采购工程预算0.00万元，政府采购服务预算4.30万元。
    """
    yield from _totals(total)


@rule(
    "TOT005",
    zh="收入总计 {left} 与支出总计 {right} 不相等",
    en="total income {left} does not equal total expenditure {right}",
    authority="《中华人民共和国预算法》第十二条",
)
def unbalanced(balance: Balance) -> Findings:
    """收入总计应等于支出总计。
    Total income must equal total expenditure.

        部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 100.00 | 一、一般公共服务支出 | 90.00 |
        | 收入总计 | **100.00** | 支出总计 | 90.00 |

        部门收支总表
        单位：万元

        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 100.00 | 一、一般公共服务支出 | 100.00 |
        | 收入总计 | 100.00 | 支出总计 | 100.00 |
    """
    if balance.judge().violated:
        yield Finding(balance.left[0], left=balance.left[0], right=balance.right[0])


@rule(
    "TOT006",
    zh="其中各项 {parts} 超过总数 {total}",
    en="the parts {parts} exceed the whole {total}",
    where=lambda relation: relation.partial and relation.kind not in (SumKind.COST, SumKind.SCORE),
)
def part_exceeds_whole(total: Sum) -> Findings:
    """“其中”所列的部分不能大于总数。
    What "of which" lists cannot exceed its whole.

        面向中小企业预留政府采购项目预算金额**64.98万元**，其中，预留给小型和微型企业的政府采购项目预算为465.49万元。

        面向中小企业预留政府采购项目预算金额664.98万元，其中，预留给小型和微型企业的政府采购项目预算为465.49万元。
    """
    if total.judge().violated:
        yield Finding(total.total, total=total.total, parts=total.parts)


@rule(
    "TOT007",
    zh="增减额写为 {stated}，按 {current} 与 {prior} 相减应为 {expected}",
    en="the change is stated as {stated}; {current} against {prior} gives {expected}",
)
def wrong_change(change: Change) -> Findings:
    """增减额应等于本期数与上期数之差。
    A stated change must equal the difference of the two figures.

        2025年预算数为30.00万元，2024年预算数为20.00万元，比2024年预算增加**12.00万元**。

        2025年预算数为30.00万元，2024年预算数为20.00万元，比2024年预算增加10.00万元。
    """
    verdict = change.judge()
    if verdict.violated and change.current and change.prior:
        yield Finding(
            change.stated,
            stated=change.stated,
            current=change.current,
            prior=change.prior,
            expected=verdict.expected,
            suggestion=restated(change.stated, verdict.expected, change.current, change.prior),
        )


@rule(
    "TOT008",
    zh="平均数写为 {stated}，按 {amount} ÷ {count} 应为 {expected}",
    en="the average is stated as {stated}; {amount} / {count} gives {expected}",
    severity="warning",
)
def wrong_average(average: Average) -> Findings:
    """人均、车均等平均数应等于金额除以数量。
    What one of many costs must equal the amount divided by their number.

        公务接待费2.00万元，国内公务接待18批次、150人次，人均**153.33元**。

        公务接待费2.00万元，国内公务接待18批次、150人次，人均133.33元。
    """
    verdict = average.judge()
    if verdict.violated:
        yield Finding(
            average.stated,
            stated=average.stated,
            amount=average.amount,
            count=average.count,
            expected=verdict.expected,
            suggestion=restated(average.stated, verdict.expected, average.amount, average.count),
        )


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_footing,
        wrong_cross_footing,
        wrong_hierarchy,
        wrong_breakdown,
        unbalanced,
        part_exceeds_whole,
        wrong_change,
        wrong_average,
    ]
