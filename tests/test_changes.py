"""Columns of changes, rates of change and completions in tables."""

from __future__ import annotations

from gouji.model.arithmetic import Change, Completion, Growth
from gouji.model.relation import Outcome, Relation
from tests.test_tables import outcomes


def broken(text: str, kind: type[Relation]) -> set[str]:
    return {place for place, outcome in outcomes(text, kind).items() if outcome is Outcome.VIOLATED}


TWO_YEARS = """2025年一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 2024年执行数 | 2025年预算数 | < | < | 2025年预算数比2024年执行数 | < |
| --- | --- | --- | --- | --- | --- | --- | --- |
| ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | 增减额 | 增减% |
| 205 | 教育支出 | 100.00 | 80.00 | 60.00 | 20.00 | -20.00 | {rate} |
| 208 | 社会保障和就业支出 | 50.00 | 60.00 | 55.00 | 5.00 | {change} | 20.00 |
| 210 | 卫生健康支出 | 40.00 | 44.00 | 30.00 | 14.00 | 4.00 | 10.00 |
| 221 | 住房保障支出 | | 16.00 | 16.00 | | 16.00 | 100.00 |
| | 合计 | 190.00 | 200.00 | 161.00 | 39.00 | 10.00 | 5.26 |
"""


def test_which_columns_a_change_is_between_follows_from_the_rows():
    right = TWO_YEARS.format(rate="-20.00", change="10.00")
    assert not broken(right, Change) | broken(right, Growth)
    wrong = TWO_YEARS.format(rate="-25.00", change="12.00")
    assert broken(wrong, Change) == {"208 社会保障和就业支出 › 增减额"}
    assert broken(wrong, Growth) == {"205 教育支出 › 增减%"}


def test_a_rate_on_nothing_is_no_relation():
    assert "221 住房保障支出 › 增减%" not in outcomes(
        TWO_YEARS.format(rate="1", change="1"), Growth
    )


ONE_ROW = """2025年“三公”经费支出表
单位：万元
| 项目 | {earlier} | {later} | {head} |
| --- | --- | --- | --- |
| 公务接待费 | 2.00 | 3.00 | {stated} |
"""


def test_two_columns_of_different_times_leave_no_doubt():
    years = ONE_ROW.format(earlier="2024年预算数", later="2025年预算数", head="增减%", stated="{}")
    assert not broken(years.format("50.00"), Growth)
    assert broken(years.format("33.33"), Growth) == {"公务接待费 › 增减%"}
    stages = ONE_ROW.format(earlier="预算数", later="决算数", head="完成预算%", stated="{}")
    assert not broken(stages.format("150.00"), Completion)
    assert broken(stages.format("66.67"), Completion) == {"公务接待费 › 完成预算%"}


def test_a_change_on_last_year_is_not_one_on_the_budget():
    table = ONE_ROW.format(earlier="预算数", later="决算数", head="比上年增减%", stated="-8.00")
    assert not outcomes(table, Growth)


BY_ITEM = """2025年“三公”经费支出表
单位：万元
| 单位名称 | 上年预算数 | < | 本年预算数 | < | 增减情况 | < |
| --- | --- | --- | --- | --- | --- | --- |
| ^ | 公务接待费 | 会议费 | 公务接待费 | 会议费 | 公务接待费 | 会议费 |
| 示例县教育局 | 2.00 | 1.00 | 3.00 | 5.00 | 1.00 | {} |
"""


def test_a_change_under_an_item_is_that_of_the_item():
    assert not broken(BY_ITEM.format("4.00"), Change)
    assert broken(BY_ITEM.format("3.00"), Change) == {"示例县教育局 › 增减情况·会议费"}
