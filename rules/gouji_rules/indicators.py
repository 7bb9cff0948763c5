"""IND: performance targets (绩效目标) whose points or target values cannot be right."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from gouji import (
    Anchor,
    Finding,
    Findings,
    Indicator,
    Rule,
    Suggestion,
    Weights,
    hookimpl,
    rule,
)

_LAW = "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）"
_NUMBER_ONLY = re.compile(r"^(?:>=|<=|[≥≤=><＝])?\s*\d+(?:\.\d+)?$")
_PERCENT = re.compile(r"^(?P<sign>>=|<=|[≥≤=><＝])?\s*(?P<value>\d+(?:\.\d+)?)\s*%$")
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
    """
    if indicator.target is None or indicator.has_unit_column:
        return
    named = re.search(
        r"[（(][^（()）]*(?:%|个|次|人|元|项|场|天|份|件|家)[^（()）]*[）)]", indicator.name
    )
    if _NUMBER_ONLY.match(_folded(indicator.target.text)) and not named:
        yield Finding(
            Anchor.whole(indicator.target), name=indicator.name, target=indicator.target.text
        )


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


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_weights,
        target_above_hundred,
        target_without_unit,
        comparison_in_two_characters,
    ]
