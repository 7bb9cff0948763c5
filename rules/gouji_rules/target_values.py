"""IND: target values of performance targets (绩效指标值): their size, their unit, their signs."""

from __future__ import annotations

import unicodedata

from gouji import Anchor, Finding, Findings, Indicator, Rule, Suggestion, hookimpl, regex, rule

LAW = "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）"
_NUMBER_ONLY = regex(r"^(?:>=|<=|[≥≤=><＝])?\s*\d+(?:\.\d+)?$")
_ALL = 100
# Rates that cannot exceed one hundred: a part of a whole.
_BOUNDED = regex(
    r"(?:满意|合格|及时|完成|达标|覆盖|准确|知晓|认可|到位|出勤|执行|通过|规范|按时|正确|有效|公开|办结|验收|达成|支持|认知)(?:度|率)"
)
# Rates whose whole is a plan, which may be exceeded, or another quantity than that of the part.
_OPEN_ABOVE = regex(
    r"(?<!按时)(?<!及时)(?<!按期)(?<!如期)(?:完成|执行|达成|到位)率|(?:拨备|利息|偿债|流动性|资本)覆盖率"
)
# 培训人数（人）, 事故数/起: the name tells the unit.
_NAMED_UNIT = regex(
    r"[（(][^（()）]*(?:%|个|次|人|元|项|场|天|份|件|家|百分|公里|平方米|亩|吨|台|辆|起|期|户)[^（()）]*[）)]"
    r"|[/／][\u4e00-\u9fff]{1,3}$"
)
# What a number alone is understood of: nothing at all, a year or a month, a ratio, a rank.
_NO_UNIT_WANTED = regex(r"(?:[≥≤=><]*0(?:\.0+)?|[≥≤=><]*20\d{2}(?:\.(?:0?[1-9]|1[0-2]))?)$")
_PURE_NUMBER = regex(r"比$|系数|指数|得分|评分|分数|排名|名次|等级|级别|版本")
_TWO_CHARACTERS = regex(r"(?P<more>[>＞〉]\s?[=＝])|[<＜〈]\s?[=＝]")
_GROWING = regex(r"(?:增长|增幅|提高|提升|下降|降低|超额|同比|比上年)(?:率|度|幅度|比例|百分比)?$")


def folded(text: str) -> str:
    """Target values are written with ＞=, 〉=, ≥ and full-width digits."""
    return unicodedata.normalize("NFKC", text).replace("〉", ">").replace(" ", "")


@rule(
    "IND002",
    zh="“{name}”的指标值 {target} 超过 100%",
    en="the target {target} of {name} exceeds 100%",
    authority=LAW,
)
def target_above_hundred(indicator: Indicator) -> Findings:
    """满意度、合格率、及时率一类指标的目标值不能超过 100%；可以超额的完成率、执行率，作为提示。
    A target that is a part of a whole (satisfaction, pass rate) cannot exceed 100%; a plan may be
    exceeded, so that its rate of completion is a remark.

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
    value, target = indicator.value, indicator.target
    if value is None or target is None or value.quantity.unit.dimension != "percent":
        return
    bounded = _BOUNDED.search(indicator.name) and not _GROWING.search(indicator.name)
    if bounded and value.quantity.value > _ALL and indicator.bound not in ("<", "≤"):
        yield Finding(
            Anchor.whole(target),
            severity="info" if _OPEN_ABOVE.search(indicator.name) else None,
            name=indicator.name,
            target=target.text,
        )


@rule(
    "IND003",
    zh="“{name}”的指标值 {target} 没有计量单位",
    en="the target {target} of {name} has no unit of measure",
    severity="warning",
    authority=LAW,
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
    target = folded(indicator.target.text)
    if _NUMBER_ONLY.match(target) and not (
        _NO_UNIT_WANTED.match(target)
        or _PURE_NUMBER.search(indicator.name)
        or _NAMED_UNIT.search(indicator.name)
    ):
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


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [target_above_hundred, target_without_unit, comparison_in_two_characters]
