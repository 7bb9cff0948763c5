"""One cause, one finding: what one slip of prose breaks is told once."""

from __future__ import annotations

import pytest

from gouji.engine import Report, check
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import read_data
from gouji.reporters import Outcome
from gouji.reporters.text import plain_report

RULES = load(discover(builtin_only=True)).rules


def report(text: str) -> Report:
    document = parse(read_data(text.encode(), ".md"), "draft.md")
    return check(document, build_ledger(document), RULES)


def told(text: str) -> list[tuple[str, str]]:
    return [(d.rule.code, d.place.text) for d in report(text).diagnostics]


TRAVEL = (
    "2023年“三公”经费预算25.41万元，比上年{way}20.97万元，下降45.21%。其中：因公出国（境）费"
    "10.00万元，比上年减少6.11万元；公务用车运行维护费12.00万元，比上年减少14.88万元；"
    "公务接待费3.41万元，比上年增加0.02万元。\n"
)


def test_a_turned_word_of_direction_is_told_once_with_the_sum_that_it_breaks() -> None:
    assert told(TRAVEL.format(way="减少")) == []
    assert told(TRAVEL.format(way="增加")) == [("TIE007", "增加")]


VEHICLES = (
    "车辆1辆，价值{0}万元；其中：执法执勤用车0辆，价值0.00万元；其他车辆1辆，价值{0}万元。"
    "房屋50平方米，价值{1}万元。\n"
)


def test_an_amount_told_of_a_whole_and_of_its_only_part_is_told_once() -> None:
    assert told(VEHICLES.format("17.98", "20.30")) == []
    wrong = ("UNIT005", "179,800.00万元")
    assert told(VEHICLES.format("179,800.00", "20.30")) == [wrong]
    assert told(VEHICLES.format("179,800.00", "179,800.00")) == [wrong, wrong]


SHARES = (
    "2023年一般公共预算支出1024.59万元，其中：城乡社区支出808.06万元，占{}；社会保障和就业支出"
    "128.55万元，占{}；卫生健康支出73.99万元，占{}；住房保障支出13.99万元，占1.37%。\n"
)


def test_figures_wrong_each_by_itself_are_told_each_although_they_share_a_whole() -> None:
    assert told(SHARES.format("78.87%", "12.55%", "7.22%")) == []
    wrong = told(SHARES.format("78.87%", "34.68%", "1.22%"))
    assert wrong == [("PCT001", "34.68%"), ("PCT001", "1.22%")]


def test_a_wrong_whole_is_told_once_for_all_of_its_shares() -> None:
    text = SHARES.format("78.87%", "12.55%", "7.22%").replace("1024.59", "1042.59")
    assert [place for _, place in told(text)] == ["1042.59万元"]


NAMES = ("小学教育", "初中教育", "高中教育", "干部教育", "教师进修")


def items(purposes: tuple[str, ...], reasons: tuple[str, ...]) -> str:
    """A list of items that say what they are for and why they grow."""
    return "\n".join(
        f"{n}.“教育支出（类）普通教育（款）{name}（项）”{n}0.00万元，主要用于{purpose}。"
        f"主要原因是：{reason}经费增加。\n"
        for n, (name, purpose, reason) in enumerate(
            zip(NAMES, purposes, reasons, strict=True), start=1
        )
    )


def test_an_item_copied_with_its_purpose_and_reason_is_told_once() -> None:
    copied = (*NAMES[:3], "高中教育", NAMES[4])
    assert told(items(NAMES, NAMES)) == []
    assert told(items(copied, copied)) == [("TIE006", "高中教育")]
    assert told(items(NAMES, copied)) == [("TIE006", "高中教育")]
    other = (*NAMES[:3], "小学教育", NAMES[4])
    assert [name for _, name in told(items(copied, other))] == ["高中教育", "小学教育"]


def test_no_result_is_printed_of_a_division_by_zero() -> None:
    text = "2024年预算数为0.00万元，2025年预算数为25.00万元，比2024年预算增长100.00%。\n"
    outcome = Outcome((report(text),), (), ())
    lines = [line.rstrip() for line in plain_report(outcome, "zh").splitlines()]
    assert any("PCT004" in line for line in lines)
    assert any(line.lstrip().startswith("÷") for line in lines)
    assert not any(line.endswith("=") for line in lines)


def test_of_a_long_mark_only_the_ends_are_underlined() -> None:
    names = [f"{a}{b}补贴" for a in "春夏秋冬" for b in "甲乙丙丁戊己"]
    rows = [f"| 301{n:02} | {name} | 1.00 |" for n, name in enumerate(names, start=1)]
    heads = [
        "| 科目编码 | 科目名称 | 合计 |",
        "| --- | --- | --- |",
        "| 301 | 工资福利支出 | 24.00 |",
    ]
    table = "\n".join(["2025年一般公共预算基本支出表", "", "单位：万元", "", *heads, *rows])
    listed = "、".join(names[:-1])
    text = f"{table}\n\n人员经费24.00万元，主要包括：{listed}。\n"
    lines = plain_report(Outcome((report(text),), (), ()), "zh").splitlines()
    at = next(n for n, line in enumerate(lines) if "TIE004" in line)
    quoted, mark = lines[at + 2 : at + 4]
    assert "人员经费24.00万元，主要包括：春甲补贴" in quoted and "…" in quoted
    assert quoted.endswith("冬戊补贴。")
    assert 0 < mark.count("^") <= 50


def spending(title: str, column: str, item: str) -> str:
    """A table in which one item is ``item``, in its row alike."""
    rows = (
        ("208", "社会保障和就业支出", "25.87"),
        ("20805", "行政事业单位养老支出", "25.87"),
        ("2080502", "事业单位离退休", "10.00"),
        ("2080505", "机关事业单位基本养老保险缴费支出", item),
        ("", "合计", "25.87"),
    )
    head = f"{title}\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 | {column} |\n| --- | --- | --- | --- |\n"
    return head + "\n".join(f"| {c} | {n} | {a} | {a} |" for c, n, a in rows) + "\n\n"


def places(text: str) -> list[str]:
    return [d.place.address for d in report(text).diagnostics]


def test_an_item_moved_in_its_own_row_is_told_where_another_table_states_it() -> None:
    income = spending("2025年部门收入总表", "一般公共预算拨款收入", "15.87")
    assert told(income + spending("2025年部门支出总表", "基本支出", "15.87")) == []
    wrong = places(income + spending("2025年部门支出总表", "基本支出", "16.87"))
    assert wrong == ["2025年部门支出总表 › 208 05 05 机关事业单位基本养老保险缴费支出 › 合计"]


def test_where_nothing_tells_which_item_is_wrong_their_total_is_pointed_at() -> None:
    wrong = places(spending("2025年部门支出总表", "基本支出", "16.87"))
    assert wrong == ["2025年部门支出总表 › 208 05 行政事业单位养老支出 › 合计"]


BALANCE = """2025年部门收支总表
单位：万元

| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款 | 25.87 | 一、社会保障和就业支出 | {} |
| 二、其他收入 | | 二、卫生健康支出 | |
| 收入总计 | 25.87 | 支出总计 | 25.87 |

"""


def test_of_a_total_and_its_only_item_the_one_is_doubted_that_other_tables_state_otherwise() -> (
    None
):
    table = spending("2025年部门支出总表", "基本支出", "15.87")
    assert told(BALANCE.format("25.87") + table) == []
    item = "2025年部门收支总表 › 社会保障和就业支出 › 预算数"
    assert places(BALANCE.format("27.85") + table) == [item]
    assert places(table + BALANCE.format("27.85")) == [item]


SOURCES = """2025年部门收支总表
单位：万元

| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、部门预算 | 25.87 | 一、部门预算 | 25.87 |
| 1、财政拨款 | 20.87 | 1、社会保障和就业支出 | 15.87 |
| （1）一般公共预算拨款 | 20.87 | 2、卫生健康支出 | 10.00 |
| 2、事业收入 | {nothing} | | |
| 3、其他收入 | {other} | | |
| 本年收入合计 | 25.87 | 本年支出合计 | 25.87 |
| 收入总计 | 25.87 | 支出总计 | 25.87 |
"""


@pytest.mark.parametrize("nothing", ["", "-", "0", "0.00"])
def test_a_part_of_nothing_is_not_doubted_whichever_way_it_is_printed(nothing: str) -> None:
    assert places(SOURCES.format(nothing=nothing, other="5.00")) == []
    wrong = places(SOURCES.format(nothing=nothing, other="6.00"))
    assert wrong == ["2025年部门收支总表 › 其他收入 › 预算数"]
