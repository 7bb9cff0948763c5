"""IND: performance targets (绩效目标) whose points or target values cannot be right."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise

from gouji import (
    Absent,
    Anchor,
    Finding,
    Findings,
    Indicator,
    Ledger,
    Rule,
    Suggestion,
    Sum,
    SumKind,
    Targets,
    Weights,
    hookimpl,
    rule,
)

_LAW = "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）"
_CORE = "《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）"
_DIMENSIONS = {"output": "产出", "cost": "成本", "benefit": "效益", "satisfaction": "满意度"}
_SEVERAL = "the table lists the targets of several projects"
_NUMBER_ONLY = re.compile(r"^(?:>=|<=|[≥≤=><＝])?\s*\d+(?:\.\d+)?$")
_PERCENT = re.compile(
    r"^(?P<sign>>=|<=|[≥≤=><＝])?\s*(?P<value>\d+(?:\.\d+)?)\s*(?:%|[（(]%[）)])$"
)
# Rates that cannot exceed one hundred: a part of a whole.
_BOUNDED = re.compile(
    r"(?:满意|合格|及时|完成|达标|覆盖|准确|知晓|认可|到位|出勤|执行|通过|规范|按时|正确|有效|公开|办结|验收|达成|支持|认知)(?:度|率)"
)
_TWO_CHARACTERS = re.compile(r"(?P<more>[>＞〉]\s?[=＝])|[<＜〈]\s?[=＝]")
_GROWING = re.compile(
    r"(?:增长|增幅|提高|提升|下降|降低|超额|同比|比上年)(?:率|度|幅度|比例|百分比)?$"
)


def _folded(text: str) -> str:
    """Target values are written with ＞=, 〉=, ≥ and full-width digits."""
    return unicodedata.normalize("NFKC", text).replace("〉", ">").replace(" ", "")


@rule(
    "IND001",
    zh="分值合计为 {total}，应为 100，或在预算执行率占 10 分时为 90",
    en="the points add to {total}; 100 is wanted, or 90 where budget execution holds 10",
    authority=_LAW,
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
    "IND002",
    zh="“{name}”的指标值 {target} 超过 100%",
    en="the target {target} of {name} exceeds 100%",
    authority=_LAW,
)
def target_above_hundred(indicator: Indicator) -> Findings:
    """满意度、合格率、及时率一类指标的目标值不能超过 100%。
    A target that is a part of a whole (satisfaction, pass rate) cannot exceed 100%.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 质量指标 | 培训合格率 | **≥105%** | 90 |
        | 产出指标 | 时效指标 | 完成及时率 | **=110.00(%)** | 10 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 90 |
        | 效益指标 | 经济效益指标 | 销售额增长率 | ≥105% | 10 |
    """
    if indicator.target is None:
        return
    match = _PERCENT.match(_folded(indicator.target.text))
    bounded = _BOUNDED.search(indicator.name) and not _GROWING.search(indicator.name)
    if (
        match
        and bounded
        and Decimal(match["value"]) > 100
        and match["sign"] not in ("<", "<=", "≤")
    ):
        yield Finding(
            Anchor.whole(indicator.target), name=indicator.name, target=indicator.target.text
        )


@rule(
    "IND003",
    zh="“{name}”的指标值 {target} 没有计量单位",
    en="the target {target} of {name} has no unit of measure",
    severity="warning",
    authority=_LAW,
)
def target_without_unit(indicator: Indicator) -> Findings:
    """定量指标的目标值应写明计量单位或百分号。
    A target that is a number must have its unit of measure or a percent sign.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | **≥10** | 50 |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 40 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位 | 分值 |
        | --- | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10 | 场 | 50 |
        | 产出指标 | 质量指标 | 培训合格率 | ≥95 | % | 40 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位 | 分值 |
        | --- | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10 | 场 | 50 |
        | 产出指标 | 质量指标 | 培训合格率 | **＞=98** | | 40 |
    """
    if indicator.target is None or _has_unit_cell(indicator):
        return
    named = re.search(
        r"[（(][^（()）]*(?:%|个|次|人|元|项|场|天|份|件|家)[^（()）]*[）)]", indicator.name
    )
    if _NUMBER_ONLY.match(_folded(indicator.target.text)) and not named:
        yield Finding(
            Anchor.whole(indicator.target), name=indicator.name, target=indicator.target.text
        )


def _has_unit_cell(indicator: Indicator) -> bool:
    """Whether a column of units says what the target is in; a rate with a blank there has none."""
    rate = _BOUNDED.search(indicator.name) and not _GROWING.search(indicator.name)
    blank = indicator.unit is not None and not indicator.unit.text.strip()
    return indicator.has_unit_column and not (blank and rate)


@rule(
    "IND004",
    zh="指标值中的“{written}”应写为“{sign}”",
    en="{written} in a target value should be written {sign}",
    severity="info",
    default=False,
)
def comparison_in_two_characters(indicator: Indicator) -> Findings:
    """指标值中的大于等于、小于等于应写为“≥”“≤”一个字符。
    At least and at most are one character each in target values.

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | **＞=**10场 | 90 |

        项目支出绩效目标表

        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | --- | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |
    """
    if indicator.target is None:
        return
    for match in _TWO_CHARACTERS.finditer(indicator.target.text):
        place = Anchor(indicator.target, match.start(), match.end())
        sign = "≥" if match["more"] else "≤"
        yield Finding(
            place,
            written=match[0],
            sign=sign,
            suggestion=Suggestion(place, sign, agreed=True),
        )


@rule(
    "IND005",
    zh="指标“{name}”重复，指标值都是 {target}",
    en="the indicator {name} is listed twice, each time with the target {target}",
    severity="info",
    authority=_LAW,
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
        target = _folded(indicator.target.text) if indicator.target else ""
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
    authority=_LAW,
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
    authority=_LAW,
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


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_weights,
        target_above_hundred,
        target_without_unit,
        comparison_in_two_characters,
        repeated_indicator,
        cost_above_funds,
        missing_dimension,
        payments_and_funds,
        falling_progress,
    ]
