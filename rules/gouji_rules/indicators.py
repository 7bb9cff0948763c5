"""IND: performance targets (绩效目标) whose points or target values cannot be right."""

from __future__ import annotations

from itertools import pairwise

from gouji import (
    Absent,
    Finding,
    Findings,
    Ledger,
    Rule,
    Sum,
    SumKind,
    Targets,
    Weights,
    hookimpl,
    rule,
)
from gouji_rules.target_values import LAW, folded

_CORE = "《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）"
_REVIEW = "《项目支出绩效评价管理办法》（财预〔2020〕10号）"
_DIMENSIONS = {"output": "产出", "cost": "成本", "benefit": "效益", "satisfaction": "满意度"}
_SEVERAL = "the table lists the targets of several projects"


@rule(
    "IND001",
    zh="分值合计为 {total}，应为 100，或在预算执行率占 10 分时为 90",
    en="the points add to {total}; 100 is wanted, or 90 where budget execution holds 10",
    authority=LAW,
)
def wrong_weights(weights: Weights) -> Findings:
    """同一绩效目标表的分值应合计 100 分；预算执行率另占 10 分的，合计 90 分。
    The points of one table of targets add to 100, or to 90 where 10 are kept for execution.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | **40** |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 30 |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 25 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 40 |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 30 |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 20 |
    """
    if weights.judge().violated:
        yield Finding(weights.place, total=weights.sum, points=weights.points)


@rule(
    "IND005",
    zh="指标“{name}”重复，指标值都是 {target}",
    en="the indicator {name} is listed twice, each time with the target {target}",
    severity="info",
    authority=LAW,
)
def repeated_indicator(targets: Targets) -> Findings:
    """同一绩效目标表中，同一指标不应重复设置。
    A table of targets should not list one indicator twice.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 45 |
        | 产出指标 | 数量指标 | **培训场次** | ≥10场 | 45 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 45 |
        | 产出指标 | 数量指标 | 培训人次 | ≥10场 | 45 |
    """
    if targets.several:
        raise Absent(_SEVERAL)
    seen = set()
    for indicator in targets.indicators:
        target = folded(indicator.target.text) if indicator.target else ""
        key = (indicator.levels, indicator.name, target)
        if key in seen and indicator.name and target and indicator.named:
            yield Finding(indicator.named, name=indicator.name, target=target)
        seen.add(key)


@rule(
    "IND006",
    zh="成本指标为 {parts}，超过项目资金 {total}",
    en="the target for the cost is {parts}, above the funds of the project of {total}",
    severity="warning",
    on=SumKind.COST,
    authority=_CORE,
)
def cost_above_funds(cost: Sum) -> Findings:
    """项目总成本一类的成本指标不应超过项目的年度资金。
    The cost that a target allows a project must stay within its funds of the year.

        项目支出绩效目标表

        | 项目名称 | 示例项目 | < | < | < |
        | --- | --- | --- | --- | --- |
        | 项目资金（万元） | 年度资金总额 | 100.00 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 成本指标 | 经济成本指标 | 项目总成本 | ≤**120万元** | 90 |

        项目支出绩效目标表

        | 项目名称 | 示例项目 | < | < | < |
        | --- | --- | --- | --- | --- |
        | 项目资金（万元） | 年度资金总额 | 100.00 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 成本指标 | 经济成本指标 | 项目总成本 | ≤100万元 | 45 |
        | 成本指标 | 经济成本指标 | 每人培训费 | ≤550元 | 45 |
    """
    if cost.judge().violated:
        yield Finding(cost.parts[0], parts=cost.parts, total=cost.total)


@rule(
    "IND007",
    zh="没有{missing}指标，本文件的其他绩效目标表都有",
    en="no indicators of {missing}, which all other tables of targets here have",
    severity="info",
    default=False,
    authority=_CORE,
)
def missing_dimension(targets: Targets, ledger: Ledger) -> Findings:
    """绩效目标表缺少本文件其他绩效目标表都有的成本、产出、效益或满意度指标。
    A table of targets lacks indicators of a dimension (cost, output, benefit, satisfaction) that all
    others have.

    至少有两张其他绩效目标表才作比较。

    It is compared with two or more others.

        甲项目支出绩效目标表
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% |
        乙项目支出绩效目标表
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 会议场次 | ≥10场 |
        | 效益指标 | 社会效益指标 | 参与率 | ≥90% |
        **丙项目支出绩效目标表**
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 检查次数 | ≥10次 |
        | 产出指标 | 质量指标 | 合格率 | ≥90% |

        甲项目支出绩效目标表
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% |
        乙项目支出绩效目标表
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 会议场次 | ≥10场 |
        | 效益指标 | 社会效益指标 | 参与率 | ≥90% |
    """
    if targets.several:
        raise Absent(_SEVERAL)
    alike = [t for t in ledger.targets if "output" in t.dimensions and not t.several]
    others = [t.dimensions for t in alike if t.table is not targets.table]
    if "output" not in targets.dimensions or len(others) < 2:
        return
    lacking = frozenset.intersection(*others) - targets.dimensions
    if lacking:
        named = "、".join(word for key, word in _DIMENSIONS.items() if key in lacking)
        yield Finding(targets.table, missing=named)


@rule(
    "IND008",
    zh="各期支付数合计 {expected}，项目资金为 {total}",
    en="the payments of the year add to {expected}, the funds of the project are {total}",
    severity="warning",
    on=SumKind.PLAN,
    authority=LAW,
)
def payments_and_funds(plan: Sum) -> Findings:
    """绩效目标表中各季度的支付数应加总为项目资金。
    The payments that a table of targets plans for the quarters must add to the funds of the project.

        项目支出绩效目标表

        | 项目名称 | 示例项目 | < | < | < |
        | --- | --- | --- | --- | --- |
        | 项目资金（万元） | 年度资金总额 | 100.00 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 成本指标 | 经济成本指标 | 第一季度支付金额 | =**25.00万元** | 20 |
        | 成本指标 | 经济成本指标 | 第二季度支付金额 | =25.00万元 | 20 |
        | 成本指标 | 经济成本指标 | 第三季度支付金额 | =25.00万元 | 20 |
        | 成本指标 | 经济成本指标 | 第四季度支付金额 | =35.00万元 | 30 |

        项目支出绩效目标表

        | 项目名称 | 示例项目 | < | < | < |
        | --- | --- | --- | --- | --- |
        | 项目资金（万元） | 年度资金总额 | 100.00 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 成本指标 | 经济成本指标 | 第一季度支付金额 | =25.00万元 | 20 |
        | 成本指标 | 经济成本指标 | 第二季度支付金额 | =25.00万元 | 20 |
        | 成本指标 | 经济成本指标 | 第三季度支付金额 | =25.00万元 | 20 |
        | 成本指标 | 经济成本指标 | 第四季度支付金额 | =25.00万元 | 30 |
    """
    verdict = plan.judge()
    if verdict.violated:
        yield Finding(plan.parts[0], total=plan.total, parts=plan.parts, expected=verdict.expected)


@rule(
    "IND009",
    zh="累计支付进度 {stated}，低于前一期的 {prior}，或超过 100%",
    en="cumulative payments of {stated}: below {prior} of the period before, or above 100%",
    severity="warning",
    authority=LAW,
)
def falling_progress(targets: Targets) -> Findings:
    """累计支付进度应逐期不减，并不超过 100%。
    Cumulative progress of payments cannot fall, nor exceed 100%.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 时效指标 | 一季度累计支付进度 | ≥25% | 30 |
        | 产出指标 | 时效指标 | 二季度累计支付进度 | ≥60% | 30 |
        | 产出指标 | 时效指标 | 三季度累计支付进度 | ≥**55%** | 30 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 时效指标 | 一季度累计支付进度 | ≥25% | 30 |
        | 产出指标 | 时效指标 | 二季度累计支付进度 | ≥55% | 30 |
        | 产出指标 | 时效指标 | 三季度累计支付进度 | ≥75% | 30 |
    """
    for before, rate in pairwise(targets.progress):
        if rate.base < before.base or rate.base > 100:
            yield Finding(rate, stated=rate, prior=before)


@rule(
    "IND010",
    zh="得分为 {parts}，超过分值 {total}",
    en="a score of {parts}, above the points of {total}",
    on=SumKind.SCORE,
    authority=_REVIEW,
)
def score_above_points(score: Sum) -> Findings:
    """绩效自评表中指标的得分不应超过其分值。
    What an indicator scores cannot exceed its points.

        项目支出绩效自评表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分 |
        | --- | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 40 | 40 |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 30 | **35** |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 20 | 18 |

        项目支出绩效自评表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分 |
        | --- | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 40 | 40 |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 30 | 30 |
        | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 20 | 18 |
        | 加分项 | 表彰 | 获得表彰 | 省级 | 3 | 5 |
    """
    if score.judge().violated:
        yield Finding(score.parts[0], parts=score.parts, total=score.total)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_weights,
        repeated_indicator,
        cost_above_funds,
        missing_dimension,
        payments_and_funds,
        falling_progress,
        score_above_points,
    ]
