"""Prose and tables held together, as small documents and their findings."""

from __future__ import annotations

import pytest

from gouji.engine import check
from gouji.examples import reading_of
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.default]

TABLES = """2025年部门预算
2025年部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 583.60 | 201 一般公共服务支出 | 848.05 |
| 二、单位资金 | 337.00 | 221 住房保障支出 | 72.55 |
| 收入总计 | 920.60 | 支出总计 | 920.60 |
2025年部门支出总表
单位：元
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- |
| | 合计 | 9206012 | 3156990 | 6049022 |
| 201 | 一般公共服务支出 | 8480512 | 2641490 | 5839022 |
| 20103 | 政府办公厅（室）及相关机构事务 | 8480512 | 2641490 | 5839022 |
| 2010306 | 政务公开审批 | 8480512 | 2641490 | 5839022 |
| 221 | 住房保障支出 | 725500 | 515500 | 210000 |
2025年政府性基金预算支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| | 合计 | |
注：本部门2025年没有政府性基金预算安排的支出，本表为空表。
"""


def found(prose: str, tables: str = TABLES) -> list[tuple[str, str]]:
    """What is found in the tables and a piece of prose: rules and quoted places."""
    document = parse(reading_of(tables + prose), "small.md")
    report = check(document, build_ledger(document), RULES)
    return [(d.rule.code, d.place.text) for d in report.diagnostics if d.severity != "info"]


def test_figures_that_agree_in_other_units_are_silent():
    assert not found("2025年部门支出预算920.60万元，其中：基本支出315.70万元，项目支出604.90万元。")


def test_a_total_in_prose_must_be_the_total_of_the_table():
    assert found("2025年部门支出预算902.60万元。") == [("TIE001", "902.60万元")]


def test_an_item_is_known_by_its_names():
    item = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）政务公开审批（项）"
    assert not found(f"{item}：2025年预算数为848.05万元。")
    assert found(f"{item}：2025年预算数为484.05万元。") == [("TIE001", "484.05万元")]


def test_last_years_figures_are_not_held_against_this_years_tables():
    assert not found("2024年部门支出预算700.00万元。")


def test_what_the_words_leave_open_is_not_checked():
    assert not found("某项目总投资5000.00万元，已完成300.00万元。")


def test_money_of_a_fund_whose_table_is_empty_is_found():
    assert found("2025年政府性基金预算支出59.90万元。") == [("TIE001", "59.90万元")]


def test_no_money_of_a_fund_whose_table_is_empty_is_silent():
    assert not found("2025年没有使用政府性基金预算拨款安排的支出。")


def test_yuan_for_wanyuan_is_told_as_such():
    assert found("2025年部门支出预算920.60元。") == [("UNIT002", "920.60元")]


def test_one_wrong_cell_is_one_finding_at_that_cell():
    wrong = TABLES.replace("| 848.05 |", "| 884.05 |")
    assert found("", wrong) == [("TIE001", "884.05")]


def test_one_wrong_amount_of_the_prose_is_one_finding_at_that_amount():
    text = "2025年部门支出预算920.60万元，其中：基本支出351.70万元，占34.29%；项目支出604.90万元，占65.71%。"
    assert [place for _, place in found(text)] == ["351.70万元"]


SLIPPED = """2025年部门预算
2025年一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 201 | 一般公共服务支出 | 21.00 |
| 205 | 教育支出 | 34.00 |
| 206 | 科学技术支出 | 48.00 |
| 208 | 社会保障和就业支出 | 59.00 |
| 210 | 卫生健康支出 | 11.00 |
2025年一般公共预算基本支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 301 | 工资福利支出 | 50.00 |
| 30101 | 基本工资 | 50.00 |
| 30103 | 奖金 | |
"""


def test_a_table_whose_rows_have_slipped_is_told_once_and_a_list_beside_it_for_itself():
    items = ("一般公共服务支出", "教育支出", "科学技术支出", "社会保障和就业支出", "卫生健康支出")
    said = "".join(
        f"{n}（类）{a}万元。\n" for n, a in zip(items, (11, 21, 34, 48, 59), strict=True)
    )
    heading = "二、一般公共预算支出情况说明\n"
    told = found(f"{heading}{said}人员经费50.00万元，主要包括：基本工资、奖金。\n", SLIPPED)
    assert [rule for rule, _ in told] == ["TIE001", "TIE003"]


RUNNING = """2025年部门预算
2025年部门“三公”经费和机关运行经费预算表
单位：万元
| “三公”经费预算数 | < | < | 机关运行经费预算数 |
| --- | --- | --- | --- |
| 合计 | 因公出国（境）费 | 公务接待费 | ^ |
| 1.00 | | 1.00 | 171.01 |
"""


def test_running_costs_in_prose_are_those_beside_the_three_public_expenses():
    assert not found("2025年本部门机关运行经费预算为171.01万元。", RUNNING)
    assert found("2025年本部门机关运行经费预算为171.10万元。", RUNNING) == [
        ("TIE001", "171.10万元")
    ]
    offices = "2025年下属1家机关和4家参公事业单位财政拨款的机关运行经费预算为{}万元。"
    assert not found(offices.format("171.01"), RUNNING)
    assert found(offices.format("17.10"), RUNNING) == [("TIE001", "17.10万元")]


def test_running_costs_of_one_office_are_not_those_of_all():
    assert not found("2025年局本级机关运行经费预算为100.00万元。", RUNNING)


def test_the_basic_expenditure_of_an_item_is_not_that_of_the_department():
    item = "政务公开审批848.05万元，其中：基本支出264.15万元，项目支出583.90万元。"
    assert not found(f"一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）{item}")
    heading = "一、2025年部门支出预算情况\n2025年支出预算920.60万元，其中："
    assert not found(f"{heading}基本支出315.70万元，项目支出604.90万元。")
    assert found(f"{heading}基本支出351.70万元，项目支出568.90万元。")


def test_a_paragraph_that_ends_with_a_comma_goes_on_in_the_next():
    assert not found("住房保障支出72.55万元，其中：基本支出51.55万元，\n项目支出21.00万元。\n")
    assert found("住房保障支出72.55万元，其中：基本支出51.55万元，\n项目支出12.00万元。\n")


def test_details_that_follow_a_list_are_of_its_whole():
    lead = (
        "“三公”经费支出中，公务接待费16.30万元，公务用车购置及运行维护费9.40万元。具体情况如下：\n"
    )
    assert not found(lead + "1.公务接待费16.30万元，比上年增加1.50万元，增长10.14%。\n")


def test_what_stands_beside_a_whole_is_no_part_of_it():
    staff = "实有教职工62人，其中副高级职称4人，中级职称28人，初级职称30人"
    assert not found(f"{staff}，退休职工28人。")
    assert found("实有教职工62人，其中副高级职称4人，中级职称82人。") == [("TOT006", "62人")]


def test_the_unit_of_the_last_of_several_amounts_is_that_of_all():
    assert not found("2024年两项收入各是125.49，143.91万元。")
    assert found("2024年其他收入125.49，另有结转143.91万元。") == [("UNIT004", "125.49")]


def test_a_budget_may_tell_what_the_year_before_has_come_to():
    assert not found("一、2024年“三公”经费决算情况\n公务接待费1.00万元。\n")
    assert found("一、2024年“三公”经费预算情况\n公务接待费1.00万元。\n") == [("DOC004", "2024")]
    title = "某局2025年“三公”经费预算说明\n"  # no title of a whole budget
    assert not found("二、2024年“三公”经费决算情况\n公务接待费1.00万元。\n", title)


def test_a_share_or_an_amount_left_blank_is_residue_told_once_a_paragraph():
    blank = "公务接待费5.00万元，占三公经费%，比上年减少 万元，下降 %，原因是厉行节约。"
    assert [code for code, _ in found(blank)] == ["DOC005"]
    assert not found("公务接待费5.00万元，占三公经费的100%，比上年减少1.00万元，下降16.67%。")


CARRIED = """2024年部门预算
2024年部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 280.00 | 一、农林水支出 | 320.00 |
| 本年收入合计 | 280.00 | 本年支出合计 | 320.00 |
| 上年结转 | 40.00 | 结转下年 | |
| 收入总计 | 320.00 | 支出总计 | 320.00 |
2024年一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 213 | 农林水支出 | 320.00 |
| 21301 | 农业农村 | 320.00 |
| 2130101 | 行政运行 | 130.00 |
| 2130108 | 病虫害控制 | 190.00 |
| | 合计 | 320.00 |
（三）一般公共预算当年拨款具体使用情况
"""


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("2025年部门支出总表", True),
        ("某市青松岭林场2025年支出预算总表", True),
        ("单位公务支出预算明细表", False),
        ("2025年部门会议费支出表", False),
        ("教育支出明细表", False),
    ],
)
def test_the_total_of_some_costs_is_not_held_against_all_expenditure(
    title: str, whole: bool
) -> None:
    tables = (
        """2025年部门预算
2025年部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 90.00 | 一、一般公共服务支出 | 90.00 |
| 收入总计 | 90.00 | 支出总计 | 90.00 |
"""
        + f"""{title}
单位：万元
| 项目 | 合计 | 公务接待费 | 会议费 |
| --- | --- | --- | --- |
| 局机关 | 5.00 | 2.00 | 3.00 |
| 信息中心 | 2.00 | 1.00 | 1.00 |
| 合计 | 7.00 | 3.00 | 4.00 |
"""
    )
    assert [code for code, _ in found("", tables)] == (["TIE001"] if whole else [])


def test_the_years_own_appropriations_are_not_held_against_what_was_carried_over_too():
    item = "农林水支出（类）农业农村（款）病虫害控制（项）2024年预算数为150.00万元。"
    assert not found(item, CARRIED)
    own = CARRIED.replace("280.00", "320.00").replace("40.00", "0.00")
    assert found(item, own) == [("TIE001", "150.00万元")]


def test_income_is_known_where_nothing_was_carried_over():
    tables = """2024年部门预算
2024年财政拨款收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算资金 | 280.00 | 城乡社区支出 | 320.00 |
| 政府性基金预算资金 | 40.00 | | |
| 上年结转 | {} | 结转下年 | |
| 收入合计 | 320.00 | 支出合计 | 320.00 |
二、收入情况
"""
    income = "2024年一般公共预算财政拨款收入270.00万元。政府性基金预算收入40.00万元。"
    assert found(income, tables.format("")) == [("TIE001", "270.00万元")]
    assert not found(income, tables.format("10.00").replace("320", "330"))
    fund = "2024年政府性基金预算收入50.00万元。"
    assert found(fund, tables.format("")) == [("TIE001", "50.00万元")]


def test_expenditure_after_the_income_of_a_fund_is_that_of_the_fund():
    assert not found("2024年全县医疗保险基金收入125000万元，支出118000万元。")
    assert found("2025年部门收入预算920.60万元，支出902.60万元。") == [("TIE001", "902.60万元")]


GRANTS = """2025年部门预算
2025年部门收支总表
单位：万元
| 收入 | < | 支出 | < | < | < | < |
| --- | --- | --- | --- | --- | --- | --- |
| 项目 | 金额 | 项目 | 合计 | 一般公共预算 | < | 政府性基金 |
| ^ | ^ | ^ | ^ | 小计 | 其中：财政拨款 | ^ |
| 一、一般公共预算 | 300.00 | 一、教育支出 | 300.00 | 300.00 | 280.00 | |
| 其中：财政拨款 | 280.00 | 二、城乡社区支出 | 50.00 | | | 50.00 |
| 二、政府性基金 | 50.00 | | | | | |
| 收入总计 | 350.00 | 支出总计 | 350.00 | 300.00 | 280.00 | 50.00 |
2025年财政拨款收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 金额 | 项目 | 金额 |
| 一、一般公共预算 | 300.00 | 一、教育支出 | 300.00 |
| 其中：财政拨款 | 280.00 | 二、城乡社区支出 | 50.00 |
| 二、政府性基金 | 50.00 | | |
| 收入总计 | 350.00 | 支出总计 | 350.00 |
二、收支情况
"""


def test_what_one_fund_has_of_appropriations_is_not_all_of_them():
    assert not found("", GRANTS)
    assert not found("2025年一般公共预算收入300.00万元，其中：财政拨款280.00万元。", GRANTS)
    assert found("2025年财政拨款收入320.00万元。", GRANTS) == [("TIE001", "320.00万元")]


def test_a_budget_of_the_beginning_of_the_year_and_of_both_sides():
    assert not found("2025年政府性基金收支预算50.00万元。", GRANTS)
    assert found("2025年政府性基金收支预算55.00万元。", GRANTS) == [("TIE001", "55.00万元")]
    assert found("2025年政府性基金预算支出年初预算为55.00万元。", GRANTS) == [
        ("TIE001", "55.00万元")
    ]


def test_an_item_is_known_by_the_code_beside_its_name():
    for item in (
        "2010306 政务公开审批",
        "一般公共服务支出（201）政府办公厅（03）政务公开审批（06）",
    ):
        assert not found(f"{item}848.05万元。主要用于业务。")
        assert found(f"{item}484.05万元。主要用于业务。") == [("TIE001", "484.05万元")]
    assert not found("2010306 政务公开484.05万元。")  # whose code that is remains open


def test_an_item_is_known_by_the_names_that_the_heading_leaves():
    item = "（一）一般公共服务支出（类）\n1. 政府办公厅（室）及相关机构事务（款）政务公开审批（项）支出{}万元，与上年预算数相同。"
    assert not found(item.format("848.05"))
    assert found(item.format("484.05")) == [("TIE001", "484.05万元")]


def test_what_one_of_many_costs_is_not_the_expense():
    tables = """2023年度部门决算
“三公”经费支出决算表
单位：万元
| 合计 | 公务用车运行维护费 | 公务接待费 |
| --- | --- | --- |
| 5.30 | 3.10 | 2.20 |
三、“三公”经费实物量情况
"""
    each = "2023年本部门国内公务接待12批次96人，人均接待费229.17元，车均维护费1.55万元。"
    assert not found(each, tables)


def test_rows_are_named_by_their_unit_or_item():
    tables = """2024年部门预算
2024年部门收入总体情况表
单位：万元
| 类 | 款 | 项 | 单位代码 | 单位（科目名称） | 总计 | 一般公共预算 | 其他收入 | 上年结转 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| | | | | 合计 | 100.00 | 60.00 | 40.00 | 0.00 |
| 205 | 02 | 01 | 024001 | 学前教育 | 100.00 | 60.00 | 40.00 | 0.00 |
二、收入情况
"""
    assert not found("2024年收入合计100.00万元。", tables)
    assert found("2024年收入合计110.00万元。", tables) == [("TIE001", "110.00万元")]


MEETINGS = """2025年部门预算
2025年“三公”经费、会议费、培训费预算表
单位：万元
| 项目 | 2024年预算 | 2025年预算 |
| --- | --- | --- |
| 合计 | 66.00 | 66.60 |
| 一、“三公”经费小计 | 30.00 | 30.00 |
| 1.因公出国（境）费 | 0.00 | 0.00 |
| 2.公务用车购置及运行费 | 20.00 | 20.00 |
| 3.公务接待费 | 10.00 | 10.00 |
| 二、会议费 | 12.00 | 12.00 |
| 三、培训费 | 24.00 | 24.60 |
"""


def test_meetings_and_training_stand_beside_the_three_public_expenses():
    said = "一、“三公”经费、会议费、培训费情况\n“三公”经费预算30.00万元。会议费预算{}万元，培训费预算24.60万元。\n"
    assert not found(said.format("12.00"), MEETINGS)
    assert found(said.format("15.00"), MEETINGS) == [("TIE001", "15.00万元")]
    limited = "一、“三公”经费情况\n一般公共预算安排的会议费15.00万元。\n"
    assert not found(limited, MEETINGS)
