"""Tables as small documents: what the columns mean, which row is part of which, what adds up."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from gouji.examples import reading_of
from gouji.model.arithmetic import Balance, Growth, Share, Sum, Weights
from gouji.model.blocks import Grid, GridCell
from gouji.model.place import Box, Run, SourceText
from gouji.model.relation import Outcome, Relation
from gouji.model.statements import Naming
from gouji.model.tree import Document, Table
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.parsing.tables.lattice import Lattice, continues, lattice


def document(text: str) -> Document:
    """A small document of captions and pipe tables."""
    return parse(reading_of(text), "small.md")


def only_table(text: str) -> Table:
    """The one table of a small document."""
    (table,) = document(text).tables
    return table


def outcomes(text: str, kind: type[Relation] = Sum) -> dict[str, Outcome]:
    """The worst outcome of a kind of relation at each total, by its address."""
    worst: dict[str, Outcome] = {}
    for relation in build_ledger(document(text)).relations:
        if isinstance(relation, kind):
            place = next(relation.figures).anchor.address.partition(" › ")[2]
            found = (worst.get(place, Outcome.HOLDS), relation.judge().outcome)
            worst[place] = max(found, key=list(Outcome).index)
    return worst


FUNCTIONAL = """2025年部门支出总表
单位：万元
| 功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- | --- | --- |
| 类 | 款 | 项 | ^ | ^ | ^ | ^ |
| ※ | ※ | ※ | ※ | 1 | 2 | 3 |
| 总计 | | | | 34.33 | 24.33 | 10.00 |
| 208 | | | 社会保障和就业支出 | 24.33 | 24.33 | |
| 208 | 05 | | 行政事业单位养老支出 | 24.33 | 24.33 | |
| 208 | 05 | 5 | 养老保险缴费 | 16.22 | 16.22 | |
| 208 | 05 | 06 | 职业年金缴费 | 8.11 | 8.11 | |
| 221 | | | 住房保障支出 | 10.00 | | 10.00 |
"""


OVER_SEVERAL = """2025年部门支出总表
单位：万元
| 科目编码 | 科目名称 | 合计 | 基本支出 | < | 项目支出 |
| --- | --- | --- | --- | --- | --- |
| ^ | ^ | ^ | 人员经费 | 公用经费 | ^ |
| | 总计 | 30.00 | 24.00 | < | 6.00 |
| 208 | 社会保障和就业支出 | 20.00 | 18.00 | < | 2.00 |
| 221 | 住房保障支出 | 10.00 | {} | | 4.00 |
"""


def test_a_cell_over_several_columns_holds_their_amount_together():
    assert set(outcomes(OVER_SEVERAL.format("6.00")).values()) == {Outcome.HOLDS}
    found = outcomes(OVER_SEVERAL.format("5.00"))
    assert found["总计 › 人员经费…公用经费"] is Outcome.VIOLATED
    assert found["221 住房保障支出 › 合计"] is Outcome.VIOLATED


OF_WHICH = """2025年部门支出总表
单位：万元
| 项目 | 合计 |
| --- | --- |
| 基本支出 | 70.00 |
| 其中：人员经费 | {} |
| 公用经费 | 20.00 |
| 项目支出 | 30.00 |
| 合计 | 100.00 |
"""


def test_a_row_without_a_mark_after_of_which_may_stand_beside_the_whole():
    assert Outcome.VIOLATED not in outcomes(OF_WHICH.format("50.00")).values()
    assert Outcome.VIOLATED in outcomes(OF_WHICH.format("75.00")).values()


FLAT = """2025年“三公”经费支出表
单位：万元
| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | 公务用车购置费 | 公务用车运行费 |
| --- | --- | --- | --- | --- | --- |
| {} | 10.00 | 20.00 | {} | 30.00 | 40.00 |
"""


def test_columns_of_purchase_and_running_of_vehicles_are_parts_of_the_one_of_both():
    assert set(outcomes(FLAT.format("100.00", "70.00")).values()) == {Outcome.HOLDS}
    assert Outcome.VIOLATED in outcomes(FLAT.format("101.00", "70.00")).values()
    assert Outcome.VIOLATED in outcomes(FLAT.format("110.00", "80.00")).values()


def test_a_head_that_names_a_total_below_another_head_is_no_row():
    table = only_table("""2025年部门收入总表
| 科目编码 | 科目名称 | 本年收入 |
| --- | --- | --- |
| ^ | ^ | 小计 |
| 201 | 一般公共服务支出 | 20.00 |
| 208 | 社会保障和就业支出 | 10.00 |
""")
    assert table.panels[0].columns[-1].path == ("本年收入", "小计")
    assert [row.head.code for row in table.rows] == ["201", "208"]


def test_title_unit_year_and_kind_come_from_the_captions():
    table = only_table(FUNCTIONAL)
    assert (table.title, str(table.unit), table.year) == ("2025年部门支出总表", "万元", 2025)
    assert table.kind == "expenditure"


def test_codes_in_three_columns_make_one_code_and_a_hierarchy():
    rows = list(only_table(FUNCTIONAL).rows)
    assert [r.head.code for r in rows] == ["", "208", "20805", "2080505", "2080506", "221"]
    assert [r.head.parent for r in rows] == [None, None, 1, 2, 2, None]


def test_columns_are_known_by_their_heads():
    (panel,) = only_table(FUNCTIONAL).panels
    assert [c.role for c in panel.columns] == [
        *("code", "code", "code", "name", "total", "basic", "project")
    ]


def test_a_table_that_adds_up_holds_everywhere():
    found = outcomes(FUNCTIONAL)
    assert set(found.values()) == {Outcome.HOLDS}
    assert {
        "总计 › 合计",
        "208 社会保障和就业支出 › 合计",
        "208 05 行政事业单位养老支出 › 基本支出",
    } <= set(found)


def test_one_wrong_item_breaks_its_parent_and_its_row():
    wrong = outcomes(FUNCTIONAL.replace("| 16.22 | 16.22 |", "| 18.22 | 16.22 |"))
    broken = {place for place, outcome in wrong.items() if outcome is Outcome.VIOLATED}
    assert broken == {"208 05 行政事业单位养老支出 › 合计", "208 05 05 养老保险缴费 › 合计"}


def test_the_last_cent_of_rounded_parts_is_rounding():
    text = FUNCTIONAL.replace("| 总计 | | | | 34.33 |", "| 总计 | | | | 34.34 |")
    assert outcomes(text)["总计 › 合计"] is Outcome.ROUNDING


TWO_SIDED = """2025年部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 90.00 | 一、一般公共服务支出 | 60.00 |
| 1.一般公共预算 | 80.00 | 二、公共安全支出 | 40.00 |
| 2.政府性基金预算 | 10.00 | | |
| 二、其他收入 | 5.00 | | |
| 本年收入合计 | 95.00 | 本年支出合计 | 100.00 |
| 上年结转 | 5.00 | | |
| 收入总计 | 100.00 | 支出总计 | 100.00 |
"""


def test_a_two_sided_table_splits_into_its_sides():
    income, spending = only_table(TWO_SIDED).panels
    assert (income.flow, spending.flow) == ("income", "expenditure")
    assert [r.head.name for r in spending.rows][:2] == ["一般公共服务支出", "公共安全支出"]
    assert [r.head.parent for r in income.rows] == [None, 0, 0, None, None, None, None]


def test_a_grand_total_is_the_years_total_and_what_is_carried_over():
    found = outcomes(TWO_SIDED)
    assert found["本年收入合计 › 预算数"] is Outcome.HOLDS
    assert found["收入总计 › 预算数"] is Outcome.HOLDS


def test_the_sides_must_balance():
    assert set(outcomes(TWO_SIDED, Balance).values()) == {Outcome.HOLDS}
    wrong = TWO_SIDED.replace("支出总计 | 100.00", "支出总计 | 110.00")
    assert set(outcomes(wrong, Balance).values()) == {Outcome.VIOLATED}


THREE_PUBLIC = """2025年“三公”经费表
单位：万元
| 合计 | < | 因公出国（境）费 | < | 公务用车购置及运行费 | < | 公务接待费 | < |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
| 9.00 | 7.00 | | | 8.00 | 6.50 | 1.00 | 0.50 |
"""


def test_repeated_leaves_are_read_once_each():
    assert outcomes(THREE_PUBLIC) == {
        "第1行 › 合计·预算数": Outcome.HOLDS,
        "第1行 › 合计·决算数": Outcome.HOLDS,
    }


def test_a_reading_that_breaks_most_rows_is_not_checked():
    text = """某表
单位：万元
| 项目名称 | 合计 | 甲 | 乙 |
| --- | --- | --- | --- |
| 一、子 | 10.00 | 3.00 | 4.00 |
| 二、丑 | 20.00 | 5.00 | 6.00 |
| 三、寅 | 30.00 | 7.00 | 8.00 |
| 四、卯 | 40.00 | 9.00 | 9.00 |
"""
    assert set(outcomes(text).values()) == {Outcome.NOT_CHECKED}


def test_points_of_a_target_table_are_found_below_its_form():
    text = """项目支出绩效目标表
| 项目名称 | 某项目 | < | 预算数 | 100.00 |
| --- | --- | --- | --- | --- |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| 产出指标 | 数量指标 | 场次 | ≥10场 | 50 |
| ^ | 质量指标 | 合格率 | ≥95% | 30 |
| 效益指标 | 社会效益 | 知晓率 | ≥90% | 10 |
"""
    ledger = build_ledger(document(text))
    (weights,) = [r for r in ledger.relations if isinstance(r, Weights)]
    assert weights.sum == 90
    assert weights.judge().outcome is Outcome.HOLDS
    assert [i.name for i in ledger.indicators] == ["场次", "合格率", "知晓率"]


def test_the_quarters_of_a_plan_add_to_its_total():
    table = """2025年用款计划表
单位：万元
| 事项 | 合计 | 一季度 | 二季度 | 三季度 | 四季度 |
| --- | --- | --- | --- | --- | --- |
| 示例项目 | {total} | 20.00 | 30.00 | 25.00 | 25.00 |
"""
    assert set(outcomes(table.format(total="100.00")).values()) == {Outcome.HOLDS}
    assert set(outcomes(table.format(total="110.00")).values()) == {Outcome.VIOLATED}


TARGETS = """项目支出绩效目标表

| 项目名称 | 示例项目 | < | < | < |
| --- | --- | --- | --- | --- |
| {form} |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 45 |
| 成本指标 | 经济成本指标 | 项目总成本 | {cost} | 45 |
"""


def cost(form: str, target: str) -> Outcome | None:
    """What the target for the cost comes to against the funds of the form; None if it is none."""
    text = TARGETS.format(form=form, cost=target)
    sums = [r for r in build_ledger(document(text)).relations if isinstance(r, Sum)]
    return sums[0].judge().outcome if sums else None


def test_a_cost_is_held_against_the_funds_of_the_form_in_their_units():
    assert cost("年度资金总额（万元） | 100.00 | < | < | <", "≤100万元") is Outcome.HOLDS
    assert cost("年度资金总额（万元） | 100.00 | < | < | <", "不超过120万元") is Outcome.VIOLATED
    assert cost("年度预算总额 | 1000000元 | < | < | <", "≤120万元") is Outcome.VIOLATED
    assert cost("项目资金（万元） | 资金总额： | 100.00 | < | <", "1200000元") is Outcome.VIOLATED


def test_a_cost_is_not_judged_where_the_year_is_not_alone_or_the_unit_unknown():
    assert cost("年度资金总额 | 100.00 | < | < | <", "≤120万元") is Outcome.NOT_CHECKED
    form = "年度资金总额（万元） | 100.00 | 中期资金总额（万元） | 300.00 | <"
    assert cost(form, "≤120万元") is Outcome.NOT_CHECKED
    assert cost("年度资金总额（万元） | 100.00 | < | < | <", "≥120万元") is None
    assert cost("年度资金总额（万元） | 100.00 | < | < | <", "≤120") is None


FORM_ROWS = """项目资金（万元） | 年度资金总额 | {} | 其中：财政拨款 | {} |
| ^ | 其他资金 | {} | < | <"""
FORM_BELOW = """项目资金（万元） | 项目资金总额 | {} | 年度资金总额 | 30.00 |
| ^ | 其中：财政资金 | {} | 其中：当年财政拨款 | 20.00 |
| ^ | 其他资金 | {} | 上年结转资金 | 10.00"""


@pytest.mark.parametrize("form", [FORM_ROWS, FORM_BELOW])
def test_the_money_of_a_project_is_what_its_sources_make(form: str):
    def found(*amounts: str) -> list[Outcome]:
        text = TARGETS.format(form=form.format(*amounts), cost="≥1")
        relations = build_ledger(document(text)).relations
        return [r.judge().outcome for r in relations if isinstance(r, Sum)]

    assert set(found("100.00", "90.00", "10.00")) == {Outcome.HOLDS}
    assert Outcome.VIOLATED in found("100.00", "90.00", "20.00")


def test_sources_that_may_leave_one_out_are_only_bounded():
    def found(total: str) -> list[Outcome]:
        form = f"项目资金（万元） | 年度资金总额 | {total} | 其中：财政拨款 | 90.00"
        relations = build_ledger(document(TARGETS.format(form=form, cost="≥1"))).relations
        return [r.judge().outcome for r in relations if isinstance(r, Sum)]

    assert found("90.00") == found("100.00") == [Outcome.HOLDS]
    assert found("80.00") == [Outcome.VIOLATED]


PLAN = """项目支出绩效目标表

| 项目资金（万元） | 年度资金总额 | 100.00 | < | < | < |
| --- | --- | --- | --- | --- | --- |
{plan}
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 备注 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 | |
"""
BESIDE = "| 上半年支付计划 | {} | 下半年支付计划 | {} | < | < |"
BELOW = """| 用款计划 | 一季度 | 二季度 | 三季度 | 四季度 | |
| 金额 | {} | {} | {} | {} | |"""
CUMULATIVE = """| 支付计划 | 一季度 | 二季度 | 三季度 | 四季度 | |
| 累计进度 | {} | {} | {} | {} | |"""


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        (BESIDE.format(40, 60), Outcome.HOLDS),
        (BESIDE.format(40, 70), Outcome.VIOLATED),
        (BESIDE.format("40万元", "600000元"), Outcome.HOLDS),
        (BELOW.format(10, 20, 30, 40), Outcome.HOLDS),
        (BELOW.format(10, 20, 30, 50), Outcome.VIOLATED),
    ],
)
def test_a_plan_of_payments_in_the_form_adds_to_the_funds(plan: str, outcome: Outcome) -> None:
    sums = [r for r in build_ledger(document(PLAN.format(plan=plan))).relations if r.figures]
    assert [r.judge().outcome for r in sums if isinstance(r, Sum)] == [outcome]


def test_payments_that_rise_to_the_funds_count_from_the_beginning():
    plan = BELOW.format(25, 50, 75, 100)
    relations = build_ledger(document(PLAN.format(plan=plan))).relations
    assert not [r for r in relations if isinstance(r, Sum)]


def test_cumulative_progress_is_read_from_the_form():
    text = PLAN.format(plan=CUMULATIVE.format("25%", "50%", "45%", "100%"))
    (targets,) = build_ledger(document(text)).targets
    assert [str(rate) for rate in targets.progress] == ["25%", "50%", "45%", "100%"]


def test_a_level_that_is_blank_is_that_of_the_row_above():
    text = """项目支出绩效目标表
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | 场次 | ≥10场 | 40 |
| | | 人次 | ≥10人次 | 20 |
| 效益指标 | | 知晓率 | ≥90% | 30 |
"""
    (targets,) = build_ledger(document(text)).targets
    levels = [i.levels for i in targets.indicators]
    assert levels == [("产出指标", "数量指标"), ("产出指标", "数量指标"), ("效益指标",)]
    assert targets.dimensions == {"output", "benefit"}


SHARES = """2025年部门支出构成表
单位：万元
| 项目 | 金额 | 占比（%） |
| --- | --- | --- |
| 工资福利支出 | 20000.00 | {first} |
| 商品和服务支出 | 20000.00 | 33.33 |
| 资本性支出 | 20000.00 | {last} |
| 合计 | 60000.00 | 100.00 |
"""


def test_a_column_of_shares_follows_from_the_amounts_and_the_last_may_be_adjusted():
    assert (
        Outcome.VIOLATED not in outcomes(SHARES.format(first="33.33", last="33.34"), Share).values()
    )
    wrong = outcomes(SHARES.format(first="33.33", last="35.34"), Share)
    assert wrong["资本性支出 › 占比（%）"] is Outcome.VIOLATED
    assert list(wrong.values()).count(Outcome.VIOLATED) == 1


def test_a_column_of_shares_that_mostly_do_not_fit_is_not_judged():
    unfit = outcomes(SHARES.format(first="0.50", last="0.20"), Share)
    assert set(unfit.values()) == {Outcome.NOT_CHECKED}


def namings(year: int, name: str) -> list[str]:
    """What a name of 30113 is held against in a document of a year."""
    text = f"""{year}年一般公共预算基本支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 301 | 工资福利支出 | 10.00 |
| 30113 | {name} | 10.00 |
"""
    made = build_ledger(document(text)).relations
    return [r.of for r in made if isinstance(r, Naming) and r.code == "30113"]


def test_a_name_is_held_against_the_official_list_of_its_years():
    assert namings(2025, "医疗费") == ["official"]
    assert namings(2017, "医疗费") == ["code"]
    assert namings(2025, "住房公积金（单位部分）") == ["code"]
    assert namings(2025, "住房补贴") == ["code"]


def unknown_columns(seed: int, heads: tuple[str, ...]) -> list[list[Decimal]]:
    """The rows of a table whose first column is the sum of the others."""
    random = Random(seed)
    rows = []
    for _ in range(random.randint(8, 20)):
        parts = [Decimal(random.randint(0, 90000)) / 100 for _ in heads[1:]]
        rows.append([sum(parts, Decimal(0)), *parts])
    return rows


def printed(heads: tuple[str, ...], rows: list[list[Decimal]]) -> str:
    """The table of such rows."""
    lines = [f"| 事项 | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    for number, row in enumerate(rows, 1):
        lines.append(f"| 事项{number:02} | " + " | ".join(f"{v:.2f}" for v in row) + " |")
    return "2025年资金安排情况表\n单位：万元\n\n" + "\n".join(lines)


def learned(text: str) -> list[Sum]:
    """The sums that were learned from the figures of a table and are broken."""
    made = build_ledger(document(text)).relations
    return [r for r in made if isinstance(r, Sum) and r.learned and r.judge().violated]


HEADS = [("核定数", "已下达", "待下达"), ("下达数", "甲类", "乙类", "丙类")]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("seed", range(12))
def test_a_sum_between_unknown_columns_is_learned_and_its_exception_found(
    seed: int, heads: tuple[str, ...]
) -> None:
    rows = unknown_columns(seed, heads)
    assert not learned(printed(heads, rows))
    at = seed % len(rows)
    rows[at][seed % len(heads)] += Decimal("12.34")
    (broken,) = learned(printed(heads, rows))
    assert f"事项{at + 1:02}" in broken.total.anchor.address


def test_two_rows_are_never_enough_and_a_column_beside_may_explain_an_exception():
    heads = ("期末数", "期初数", "增加数", "减少数")
    rows = [[*row, Decimal(0)] for row in unknown_columns(1, heads[:3])]
    rows[3][0] -= 5
    rows[3][3] += 5
    assert not learned(printed(heads, rows))
    few = unknown_columns(2, HEADS[0])[:4]
    few[0][0] += 5
    assert not learned(printed(HEADS[0], few))


SEVERAL = """2024年项目支出绩效目标表
| 单位名称 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- | --- | --- | --- |
| 某局 | 甲项目 | 成本指标 | 经济成本指标 | 项目总成本 | ≤50万元 | 10 |
| ^ | ^ | 产出指标 | 数量指标 | 次数 | ≥10次 | 40 |
| ^ | ^ | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 40 |
| 某局 | 乙项目 | 成本指标 | 经济成本指标 | 项目总成本 | ≤80万元 | 10 |
| | | 产出指标 | 数量指标 | 次数 | ≥10次 | 40 |
| | | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 40 |
| 某局 | 丙项目 | 成本指标 | 经济成本指标 | 项目总成本 | ≤80万元 | 10 |
| | | 产出指标 | 数量指标 | 次数 | ≥10次 | 40 |
| | | 效益指标 | 社会效益指标 | 知晓率 | ≥90% | {last} |
"""


def points_of_projects(last: str) -> list[Outcome]:
    made = build_ledger(document(SEVERAL.format(last=last))).relations
    return [r.judge().outcome for r in made if isinstance(r, Weights)]


def test_the_points_of_several_projects_in_one_table_are_added_for_each():
    assert points_of_projects("40") == [Outcome.HOLDS] * 3
    assert points_of_projects("35") == [Outcome.HOLDS, Outcome.HOLDS, Outcome.VIOLATED]


def test_points_of_several_projects_that_cannot_be_told_apart_are_not_judged():
    blurred = SEVERAL.replace("乙项目", "").replace("丙项目", "").format(last="40")
    made = build_ledger(document(blurred)).relations
    assert {r.judge().outcome for r in made if isinstance(r, Weights)} == {Outcome.NOT_CHECKED}


FORM = """项目支出绩效自评表
（2023年度）
| 项目支出绩效自评表 | < | < | < |
| --- | --- | --- | --- |
| 项目名称 | {name} | < | < |
| 项目资金 | 年度资金总额 | {funds} | < |
| 一级指标 | 三级指标 | 年度指标值 | 分值 |
| 产出指标 | 检查次数 | ≥120次 | 60 |
| 效益指标 | 知晓率 | ≥90% | 40 |
"""


def test_a_form_that_begins_again_is_another_table():
    forms = FORM.format(name="甲项目", funds="20.00") + FORM.format(name="乙项目", funds="30.00")
    assert len(document(forms).tables) == 2
    rest = FORM.replace(
        "| 项目名称 | {name} | < | < |\n| 项目资金 | 年度资金总额 | {funds} | < |\n", ""
    )
    assert len(document(FORM.format(name="甲项目", funds="20.00") + rest).tables) == 1


SPREADSHEET = """
| 项目支出表 | < | < | < |
| --- | --- | --- | --- |
| 附件1-1 | | | |
| 公开06表 | | | |
| | | | 单位：万元 |
| 项目 | 合计 | 一般公共预算 | 政府性基金预算 |
| 培训 | 5.00 | 4.00 | 1.00 |
"""


def test_number_and_unit_of_a_table_printed_into_narrow_cells_above_it_are_captions():
    table = only_table(SPREADSHEET)
    assert (table.title, str(table.unit)) == ("项目支出表", "万元")
    assert [column.label for column in table.panels[0].columns][1:3] == ["合计", "一般公共预算"]


COUNTED = """资产情况表
| 资产总额 | | |
| --- | --- | --- |
| 一、流动资产 | 2 | 8.00 |
| 二、固定资产 | 3 | 5.00 |
| （一）房屋 | 4 | 3.00 |
| （二）车辆 | 5 | 2.00 |
"""


def test_rows_counted_under_no_head_are_not_figures():
    assert set(outcomes(COUNTED).values()) == {Outcome.HOLDS}


NUMBERED = """收入决算表
| 项目 | < | 合计 | 财政拨款 | 事业收入 | 其他收入 |
| --- | --- | --- | --- | --- | --- |
| 类款项 | 栏次 | 1 | 2 | 3 | 4 |
| ^ | 合计 | 9.00 | 6.00 | 2.00 | 1.00 |
"""


def test_a_row_that_numbers_the_columns_holds_no_figures_whatever_stands_before_it():
    (row,) = only_table(NUMBERED).rows
    assert row.head.name.endswith("合计")


CARRIED_FUNDS = """财政拨款收支总表
| 项目 | 金额 |
| --- | --- |
| 一、一般公共预算财政拨款 | 48.00 |
| 二、政府性基金预算财政拨款 | 2.00 |
| 本年收入合计 | 50.00 |
| 年初财政拨款结转和结余 | 3.00 |
| 一般公共预算财政拨款 | 2.00 |
| 政府性基金预算财政拨款 | 1.00 |
| 总计 | 53.00 |
"""


def test_funds_below_what_was_carried_over_are_its_parts():
    rows = {row.head.index: row.head.parent for row in only_table(CARRIED_FUNDS).rows}
    assert (rows[3], rows[4], rows[5], rows[6]) == (None, 3, 3, None)
    assert Outcome.VIOLATED not in outcomes(CARRIED_FUNDS).values()


RATIOS = """支出预算表
| 科目编码 | 科目名称 | 2025年预算数 | 2024年预算数 | 本年比上年增减 | < |
| --- | --- | --- | --- | --- | --- |
| ^ | ^ | ^ | ^ | 金额 | 比例 |
| 合计 | | 480.00 | 390.00 | 90.00 | 23.08% |
| 208 | 社会保障和就业支出 | 95.00 | 90.00 | 5.00 | {} |
| 213 | 农林水支出 | 385.00 | 300.00 | 85.00 | 28.33% |
"""


def test_a_column_of_percentages_is_one_of_rates_whatever_its_head_says():
    assert Outcome.VIOLATED not in outcomes(RATIOS.format("5.56%")).values()
    grown = outcomes(RATIOS.format("6.56%"), Growth)
    assert [place for place, found in grown.items() if found is Outcome.VIOLATED] == [
        "208 社会保障和就业支出 › 比例"
    ]


SPACED = """支出总表
| 科目编码 | | 科目名称 | | 合计 | | 支出类别 | < | < | < |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| ^ | | ^ | | ^ | | 基本支出 | | 项目支出 | |
| 208 | | 社会保障和就业支出 | | 9.00 | | 5.00 | | 4.00 | |
"""


def test_columns_that_only_part_the_others_hold_nothing():
    (panel,) = only_table(SPACED).panels
    assert [column.label for column in panel.columns] == [
        *("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    ]
    assert set(outcomes(SPACED).values()) == {Outcome.HOLDS}


def page_of(number: int, *rows: str, width: int = 8) -> Lattice:
    """A piece of a table with borders, on one page: the columns have room for some characters."""
    texts = [row.split("|") for row in rows]
    cells = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            left = 10.0 * width * c
            edges = tuple(left + 10 * k for k in range(len(text) + 1))
            runs = (Run(0, len(text), number, edges=edges),) if text else ()
            box = Box(left, 10.0 * r, left + 10 * width, 10.0 * r + 10)
            cells.append(GridCell(r, c, SourceText(text, runs), box=box))
    borders = tuple(10.0 * width * c for c in range(len(texts[0]) + 1))
    return lattice(Grid(len(rows), len(texts[0]), tuple(cells), number, edges=borders))


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("工程|1,205,3|95,000.", "|00.00|00", "工程|1,205,300.00|95,000.00"),
        ("五十万元以上设|7|150.00", "备||", "五十万元以上设备|7|150.00"),
        ("信息中心|7|150.00", "城区||", ""),
        ("工程|1,205.30|95.00", "|5.00|", ""),
        ("工程|5.00|5.00", "（一）道路||", ""),
        ("工程||5.00", "|6.00|", ""),
    ],
)
def test_a_row_cut_by_the_turn_of_a_page_is_one(above: str, below: str, whole: str) -> None:
    joined = continues(page_of(1, "项目|合计|其他", above), page_of(2, below, "服务|2.00|"), 1)
    assert joined is not None
    assert ["|".join(joined.texts(n)) for n in range(1, len(joined.rows))] == [
        *([whole] if whole else [above, below]),
        "服务|2.00|",
    ]


def test_rows_below_the_header_that_a_page_prints_again_with_it_are_not_added_twice():
    first, second = (page_of(1, "项目|合计", "总额|5.00", rest) for rest in ("甲|2.00", "乙|3.00"))
    joined = continues(first, second, 1)
    assert joined is not None
    assert [row[0].text for row in joined.rows if row[0]] == ["项目", "总额", "甲", "乙"]
