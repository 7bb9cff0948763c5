"""The money of a project in its row, its form and the prose about it, as small documents."""

from __future__ import annotations

import pytest

from gouji.engine import check
from gouji.examples import reading_of
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.code == "TIE001"]

ROWS = """2025年部门预算
2025年项目支出表
单位：元
| 单位名称 | 项目名称 | 合计 | 财政拨款 | 其他资金 |
| --- | --- | --- | --- | --- |
| | 合计 | 1500000.00 | 1400000.00 | 100000.00 |
| 示例局 | “数字档案”建设项目 | {row} | 900000.00 | 100000.00 |
| 示例局 | 设备维修 | 500000.00 | 500000.00 | |
"""
FORM = """项目支出绩效目标表

| 项目名称 | 数字档案建设 | < | < | < |
| --- | --- | --- | --- | --- |
| 项目资金（万元） | 年度资金总额 | {form} | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |
"""
TEXT = """一、数字档案建设项目经费情况说明

年度预算安排{text}万元，其中：软件开发60.00万元。
"""


def told(row: str, form: str, text: str) -> list[str]:
    """The places told when a project's money is stated so in its row, its form and the prose."""
    said = ROWS.format(row=row) + FORM.format(form=form) + TEXT.format(text=text)
    document = parse(reading_of(said), "small.md")
    return [d.place.text for d in check(document, build_ledger(document), RULES).diagnostics]


def test_a_project_is_worth_the_same_everywhere():
    assert told("1000000.00", "100.00", "100.00") == []
    assert told("1000000.00", "110.00", "100.00") == ["110.00"]
    assert told("1000000.00", "100.00", "101.00") == ["101.00万元"]


def test_one_source_of_a_project_may_be_meant():
    assert told("1000000.00", "90.00", "90.00") == []


@pytest.mark.parametrize("other", ["设备维修", "数字档案建设二期"])
def test_other_projects_are_not_compared(other: str):
    said = ROWS.format(row="1000000.00") + TEXT.format(text="77.00").replace("数字档案建设", other)
    document = parse(reading_of(said), "small.md")
    found = check(document, build_ledger(document), RULES).diagnostics
    assert [d.place.text for d in found] == (["77.00万元"] if other == "设备维修" else [])


def test_a_name_of_several_projects_is_not_judged():
    twice = ROWS.format(row="1000000.00").replace("设备维修", "数字档案建设")
    document = parse(reading_of(twice + FORM.format(form="77.00")), "small.md")
    assert not check(document, build_ledger(document), RULES).diagnostics
