"""Which columns of a table make up one list of rows, and which rows a list certainly holds."""

from __future__ import annotations

from gouji.model.relation import Outcome
from gouji.model.statements import Agreement
from tests.test_tables import only_table, outcomes


def broken(text: str) -> set[str]:
    """The totals that their parts do not make up."""
    return {place for place, outcome in outcomes(text).items() if outcome is Outcome.VIOLATED}


NEWSPAPER = """一般公共预算财政拨款基本支出决算表
单位：万元
| 人员经费 | < | < | 公用经费 | < | < | < | < | < |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 |
| 301 | 工资福利支出 | 90.00 | 302 | 商品和服务支出 | 20.00 | 30217 | 公务接待费 | 4.00 |
| 30101 | 基本工资 | 60.00 | 30201 | 办公费 | 9.00 | 30299 | 其他商品和服务支出 | 2.00 |
| 30102 | 津贴补贴 | 30.00 | 30211 | 差旅费 | 5.00 | 310 | 资本性支出 | 3.00 |
| | | | | | | 31002 | 办公设备购置 | 3.00 |
| 人员经费合计 | < | 90.00 | 公用经费合计 | < | < | < | < | 23.00 |
"""


def test_a_list_that_goes_on_in_the_next_columns_is_one_list():
    staff, public = only_table(NEWSPAPER).panels
    assert [r.head.code for r in staff.rows] == ["301", "30101", "30102", ""]
    assert [r.head.code for r in public.rows] == [
        *("302", "30201", "30211", "30217", "30299", "310", "31002", "")
    ]
    assert not broken(NEWSPAPER)
    assert broken(NEWSPAPER.replace("公务接待费 | 4.00", "公务接待费 | 4.50")) == {
        "302 商品和服务支出 › 金额"
    }
    assert broken(NEWSPAPER.replace("| 23.00 |", "| 24.00 |")) == {"公用经费合计 › 金额"}


FOUR_SIDED = """2025年部门综合预算收支总表
单位：万元
| 收入 | < | 支出 | < | < | < |
| --- | --- | --- | --- | --- | --- |
| 项目 | 预算数 | 支出功能分类（按大类） | 预算数 | 部门支出经济分类（按大类） | 预算数 |
| 一、部门预算 | 50.00 | 一、部门预算 | 50.00 | 一、部门预算 | 50.00 |
| 1、财政拨款 | 45.00 | 1、教育支出 | 30.00 | 1、人员经费和公用经费支出 | 42.00 |
| 2、其他收入 | 5.00 | 2、卫生健康支出 | 20.00 | （1）工资福利支出 | 40.00 |
| | | | | （2）商品和服务支出 | 2.00 |
| | | | | 2、专项业务经费支出 | 8.00 |
| 收入总计 | 50.00 | 支出总计 | 50.00 | 支出总计 | 50.00 |
"""


def test_numbered_names_after_figures_begin_a_list_of_their_own():
    assert len(only_table(FOUR_SIDED).panels) == 3
    assert not broken(FOUR_SIDED)
    assert broken(FOUR_SIDED.replace("卫生健康支出 | 20.00", "卫生健康支出 | 21.00")) == {
        "部门预算 #2 › 预算数"
    }
    assert broken(FOUR_SIDED.replace("商品和服务支出 | 2.00", "商品和服务支出 | 3.00")) == {
        "人员经费和公用经费支出 › 预算数"
    }


WITH_COUNTS = """“三公”经费、会议费和培训费支出决算表
单位：万元
| “三公”经费 | < | < | 会议费 |
| --- | --- | --- | --- |
| 合计 | 因公出国（境）费 | 公务接待费 | ^ |
| {} | 3.00 | 2.00 | 1.00 |
| 项目 | 统计数 | 项目 | 统计数 |
| 因公出国（境）团组数（个） | 1 | 国内公务接待批次（个） | 21 |
| 因公出国（境）人次数（人） | 2 | 会议次数（个） | 4 |
"""


def test_a_header_within_the_body_begins_another_list():
    assert not broken(WITH_COUNTS.format("5.00"))
    assert broken(WITH_COUNTS.format("6.00")) == {"第1行 › 合计"}


BY_UNIT = """机关运行经费预算表
单位：万元
| 单位编码 | 单位名称 | 2025年 |
| --- | --- | --- |
| | 合计 | 30.00 |
| 101 | 示例县教育局 | 30.00 |
| 101001 | 示例县教育局本级 | {} |
| 101002 | 示例县第一小学 | 10.00 |
"""


def test_units_are_parts_of_the_unit_whose_code_theirs_begin_with():
    assert [r.head.parent for r in only_table(BY_UNIT).rows] == [None, None, 1, 1]
    assert not broken(BY_UNIT.format("20.00"))
    assert broken(BY_UNIT.format("21.00")) == {"示例县教育局 › 2025年"}


SERIAL = """机关运行经费预算表
单位：万元
| 序号 | 单位名称 | 2025年 |
| --- | --- | --- |
| 1 | 示例县教育局本级 | 20.00 |
| {} | 示例县第一小学 | 11.00 |
| | 合计 | 30.00 |
"""


def test_rows_with_serial_numbers_are_all_there_is():
    assert broken(SERIAL.format("2")) == {"合计 › 2025年"}
    assert not broken(SERIAL.format("3"))
    assert not broken(SERIAL.format(""))


UNNAMED = """项目汇总表
单位：万元
| 项目名称 | 上年 | 本年 | 上半年 | 下半年 |
| --- | --- | --- | --- | --- |
| 宣传培训 | 11.00 | 12.00 | 5.00 | 7.00 |
| 专项普查 | 21.00 | 23.00 | 10.00 | 13.00 |
| 设备更新 | 4.00 | 5.00 | 2.00 | {} |
| 合计 | 36.00 | 40.00 | 17.00 | 23.00 |
"""


def test_the_other_columns_bear_out_which_rows_make_up_a_total():
    assert not broken(UNNAMED.format("3.00"))
    assert broken(UNNAMED.format("4.00")) == {"合计 › 下半年"}
    assert not broken(UNNAMED.format("4.00").replace("| 17.00 |", "| 18.00 |"))


TWO_TABLES = """2025年“三公”经费及会议费预算表
单位：万元
| 单位名称 | 合计 | “三公”经费 | < | < | 会议费 |
| --- | --- | --- | --- | --- | --- |
| ^ | ^ | 小计 | 因公出国（境）费 | 公务接待费 | ^ |
| 合计 | 9.00 | 5.00 | 3.00 | 2.00 | 4.00 |

“三公”经费支出预算表
单位：万元
| 项目 | 2025年预算数 |
| --- | --- |
| 合计 | {} |
| 因公出国（境）费 | 3.00 |
| 公务接待费 | 2.00 |
"""


def test_a_total_that_holds_meetings_too_is_not_that_of_the_three_public_expenses():
    assert Outcome.VIOLATED not in outcomes(TWO_TABLES.format("5.00"), Agreement).values()
    assert Outcome.VIOLATED in outcomes(TWO_TABLES.format("9.00"), Agreement).values()


WITHOUT_CARRIED = """2025年部门预算支出总表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 205 | 教育支出 | 50.00 |
| | 合计 | 50.00 |

2025年部门预算支出明细表（不含上年结转）
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 205 | 教育支出 | 44.00 |
| | 合计 | 44.00 |
"""


def test_a_table_that_leaves_something_out_is_not_held_against_the_whole():
    assert not outcomes(WITHOUT_CARRIED, Agreement)
    whole = WITHOUT_CARRIED.replace("（不含上年结转）", "")
    assert Outcome.VIOLATED in outcomes(whole, Agreement).values()


PROJECTS = """2025年一般公共预算项目支出表
单位：万元
| 科目编码 | 单位名称（科目、项目） | 金额 |
| --- | --- | --- |
| | 合计 | {total} |
| 2050201 | 学前教育 | {first} |
| 2050201 | 校舍维修 | 30.00 |
| 2050202 | 小学教育 | 20.00 |
| 2050202 | 课桌更新 | 20.00 |
"""


def test_items_and_their_projects_are_not_added_together():
    assert not broken(PROJECTS.format(total="50.00", first="30.00"))
    assert broken(
        PROJECTS.format(total="97.00", first="25.00").replace("| 20.00 |", "| 21.00 |", 1)
    )
    assert not broken(PROJECTS.format(total="55.00", first="30.00"))


PURCHASES = """政府采购预算表
单位：万元
| 采购类别 | 金额 |
| --- | --- |
| A货物 | 10.00 |
| B工程 | 5.00 |
| C服务 | {} |
| 合计 | 20.00 |
"""


def test_goods_works_and_services_are_all_that_can_be_bought():
    assert not broken(PURCHASES.format("5.00"))
    assert broken(PURCHASES.format("6.00")) == {"合计 › 金额"}
    assert not broken(PURCHASES.format("6.00").replace("B工程", "B车辆"))


PIECE = """附件
单位：万元
| 七、教育支出 | 10.00 |
| --- | --- |
| 八、卫生健康支出 | 5.00 |
| 本年支出合计 | 90.00 |
"""


def test_a_piece_of_a_table_is_not_added_up():
    assert not broken(PIECE)
