"""Reviews of performance (绩效自评表): points, scores, the money of the project and its rate."""

from __future__ import annotations

import pytest

from gouji.engine import check
from gouji.examples import reading_of
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.default]

REVIEW = """项目支出绩效自评表
| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 年度资金总额 | 100.00 | 120.00 | {spent} | 10 | {rate} | 9.00 |
| 其中：当年财政拨款 | 100.00 | 100.00 | {own} | — | 95.00% | — |
| 上年结转资金 | 0.00 | 20.00 | 13.00 | — | 65.00% | — |
| 其他资金 | 0.00 | 0.00 | 0.00 | — | — | — |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 养护里程 | ≥300公里 | 320公里 | {points} | 20 |
| 产出指标 | 质量指标 | 合格率 | ≥95% | 98% | 30 | 30 |
| 效益指标 | 社会效益指标 | 出行条件 | 改善 | 达成预期指标 | 30 | {score} |
| 满意度指标 | 满意度指标 | 群众满意度 | ≥90% | 92% | 10 | 10 |
| 总分 | < | < | < | < | {full} | {total} |
"""
RIGHT = {
    "spent": "108.00",
    "rate": "90.00%",
    "own": "95.00",
    "points": "20",
    "score": "28",
    "total": "97.00",
    "full": "100",
}


def found(text: str) -> list[tuple[str, str]]:
    """Code and marked text of every finding."""
    document = parse(reading_of(text), "small.md")
    report = check(document, build_ledger(document), RULES)
    return sorted((d.rule.code, d.place.text.strip()) for d in report.diagnostics)


def test_a_total_row_is_no_point_and_execution_has_its_own():
    assert not found(REVIEW.format(**RIGHT))


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        ({"rate": "80.00%"}, ("PCT003", "80.00%")),
        ({"own": "95.50"}, ("TOT004", "95.50")),
        ({"points": "25"}, ("IND001", "25")),
        ({"score": "32", "total": "101.00"}, ("IND010", "32")),
        ({"total": "96.00"}, ("TOT001", "96.00")),
        ({"full": "110"}, ("TOT001", "110")),
    ],
)
def test_each_figure_of_a_review_is_held(wrong: dict[str, str], finding: tuple[str, str]) -> None:
    assert finding in found(REVIEW.format(**RIGHT | wrong))


def test_the_rate_may_be_of_the_first_budget():
    assert not found(REVIEW.format(**RIGHT | {"rate": "108.00%"}))


POINTS = """项目支出绩效目标表
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 |
| --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | {} |
| 产出指标 | 质量指标 | 合格率 | ≥95% | {} |
| 效益指标 | 社会效益指标 | 知晓率 | ≥90% | {} |
| 加分项 | 加分项 | 获得表彰 | 省级 | 5 |
"""


@pytest.mark.parametrize("points", [(40, 30, 30), (40, 30, 20), ("0.4", "0.3", "0.3")])
def test_points_that_are_right(points: tuple[object, ...]) -> None:
    assert not found(POINTS.format(*points))


def test_points_that_the_form_keeps_are_not_those_of_the_list():
    title, *rows = POINTS.format(40, 20, 20).splitlines()
    assert [code for code, _ in found(POINTS.format(40, 20, 20))] == ["IND001"]
    heads, ruling, *indicators = rows
    form = "| 预算执行（20分） | 年度资金总额 | 100.00 | < | < |"
    assert not found("\n".join((title, form, ruling, heads, *indicators)))


RATING = """部门整体支出绩效评价评分表
| 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 投入 | 20 | 预算配置 | 20 | 在职人员控制率 | 10 | 10 |
| ^ | ^ | ^ | ^ | “三公”经费变动率 | 10 | 10 |
| 过程 | 40 | 预算执行 | 40 | 预算完成率 | 40 | 38 |
| 产出 | 40 | 职责履行 | 40 | 实际完成率 | 40 | 40 |
| 合计 | 100 | | 100 | | 100 | 98 |
| 评价结论 | 良好 | < | < | < | 20 | < |
"""


def test_a_list_ends_at_its_total() -> None:
    assert not found(RATING)
    assert [code for code, _ in found(RATING.replace("| 98 |", "| 96 |"))] == ["TOT001"]


TARGET = """项目支出绩效目标表
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | {name} | {target} | 90 |
"""


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("安全事故", "0"),
        ("安全事故数/起", "≤2"),
        ("培训人数（人）", "≥100"),
        ("群众满意度（百分比）", "≥90"),
        ("完成年度", "2025"),
        ("完成时间", "≤2025.12"),
        ("综合评价指数", "≥3.5"),
    ],
)
def test_a_number_that_needs_no_unit_behind_it(name: str, target: str) -> None:
    assert not found(TARGET.format(name=name, target=target))


def test_a_plan_may_be_exceeded_a_part_of_a_whole_may_not():
    assert found(TARGET.format(name="群众满意度", target="≥120%")) == [("IND002", "≥120%")]
    document = parse(reading_of(TARGET.format(name="税收任务完成率", target="≥120%")), "small.md")
    report = check(document, build_ledger(document), RULES)
    assert [d.severity for d in report.diagnostics] == ["info"]
