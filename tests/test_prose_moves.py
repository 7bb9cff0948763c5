"""Changes in prose: what it is that moved, where the words leave it open."""

from __future__ import annotations

import pytest

from gouji.model.relation import Outcome
from tests.test_accounts_prose import read as accounts
from tests.test_sentences import outcomes, read, violated


def test_a_change_told_in_a_later_sentence_may_be_of_the_whole() -> None:
    text = (
        "财政拨款收入490.00万元，其中：本年收入480.00万元，上年结转10.00万元。本年收入中，一般公共预算460.00万元，政府性基金20.00万元。"
        "与上年对比增加25.00万元，增长{}%。"
    )
    assert not violated(read(text.format("5.38")))
    assert [r.kind_name for r in violated(read(text.format("6.38")))] == ["growth"]


def test_both_sides_of_a_fund_are_not_those_of_all_money() -> None:
    text = (
        "收入预算总计120.00万元。支出预算总计120.00万元。",
        "财政拨款收、支总预算115.00万元。与上年相比，财政拨款收、支总计各增加3.00万元，增长{}%。",
    )
    assert ("growth", Outcome.HOLDS) in outcomes(read(text[0], text[1].format("2.68")))
    wrong = read(text[0], text[1].format("3.68"))
    assert [r.kind_name for r in violated(wrong)] == ["growth"]


def test_what_was_not_exceeded_did_not_grow() -> None:
    said = read("本年度“三公”经费决算数20.00万元，决算数未超过预算数，主要是因为压减支出。")
    assert not said.relations
    assert not said.reasons


def test_the_last_part_of_a_list_goes_on_after_its_use() -> None:
    text = (
        "“三公”经费预算32.50万元，比2024年减少{}万元。",
        "（一）因公出国（境）费0万元，预算数与2024年持平。",
        "（二）公务用车购置及运行费25.60万元，其中，公务用车购置费5.60万元，预算数比2024年减少8.70万元，主要原因：更新车辆；"
        "公务用车运行维护费20.00万元，主要用于公务用车的燃料费等支出。预算数比2024年增加1.00万元。",
        "（三）公务接待费6.90万元，主要用于公务接待。预算数比2024年减少3.50万元。",
    )
    assert not violated(read(*(t.format("11.20") for t in text)))
    wrong = violated(read(*(t.format("12.20") for t in text)))
    assert [r.kind_name for r in wrong] == ["sum"]


@pytest.mark.parametrize(
    "part", ["（其中追加80.00万元）", "，其中追加80.00万元", "（含追加80.00万元）"]
)
def test_what_a_change_contains_is_not_the_change(part: str) -> None:
    assert not violated(read(f"2025年收入预算200.00万元，比上年增长100%{part}。"))
    text = "2025年收入预算{}万元，比上年100.00万元增长100%" + part + "。"
    assert not violated(read(text.format("200.00")))
    assert [r.kind_name for r in violated(read(text.format("210.00")))] == ["growth"]


def test_an_amount_in_brackets_after_a_rate_is_its_change() -> None:
    text = "2025年培训费预算30.00万元，比上年增长50%（增加{}万元）。"
    assert not violated(read(text.format("10.00")))
    assert [r.kind_name for r in violated(read(text.format("12.00")))] == ["growth"]


def test_two_years_are_the_same() -> None:
    text = "行政运行2025年预算数为9.54万元，2024年预算数为{}万元，两年持平。"
    assert not violated(read(text.format("9.54")))
    assert [r.kind_name for r in violated(read(text.format("9.45")))] == ["comparison"]


def test_what_stands_beside_one_side_of_a_fund_is_its_other_side() -> None:
    text = (
        "2023年度收入总计120.00万元，支出总计120.00万元。",
        "财政拨款收入总计115.00万元，支出总计115.00万元。与上年相比，财政拨款收、支总计各增加3.00万元，增长{}%。",
    )
    assert ("growth", Outcome.HOLDS) in outcomes(read(text[0], text[1].format("2.68")))
    assert [r.kind_name for r in violated(read(text[0], text[1].format("3.68")))] == ["growth"]


def test_a_share_of_all_procurement() -> None:
    text = "2025年政府采购预算80.00万元，其中：货物类50.00万元，服务类30.00万元。其中面向中小企业采购20.00万元，占采购总额的{}%。"
    assert not violated(read(text.format("25.00")))
    assert [r.kind_name for r in violated(read(text.format("35.00")))] == ["share"]


def test_nothing_is_no_share_that_tells_of_what_it_is() -> None:
    said = read(
        "收入预算。一般公共预算拨款526.83万元，占100.00%，同比增加9.00万元；政府性基金预算拨款0.00万元，占0.00%，同比持平；"
        "单位资金0.00万元，占0.00%，同比持平。",
        "“三公”经费预算2.20万元，同比减少0.59万元，下降21.15%。",
    )
    assert not violated(said)


def test_what_it_was_may_be_told_without_a_pause() -> None:
    text = "2025年“三公”经费预算12.60万元；与上年12.00万元相比增加{}万元，增长5.00%。"
    assert {o for _, o in outcomes(read(text.format("0.60")))} == {Outcome.HOLDS}
    assert "change" in [r.kind_name for r in violated(read(text.format("0.80")))]


def test_a_list_after_last_years_figure_is_of_this_year() -> None:
    text = (
        "2025年收入总预算3655.28万元，比上年增长4.10%（上年3511.32万元）。其中，经费拨款3455.28万元，较上年增加143.96万元，增长{}%；"
        "上年结转200.00万元，与上年一致。"
    )
    assert not violated(read(text.format("4.35")))
    assert [r.kind_name for r in violated(read(text.format("5.35")))] == ["growth"]


def test_the_price_of_one_is_what_is_spoken_of_next() -> None:
    said = read(
        "孤儿基本生活保障标准由每人每月1500元提高到1600元。城市低保标准提高至每人每月720元，较上年690元提高30元，增幅4.35%。"
    )
    assert not violated(said)


@pytest.mark.parametrize(
    "text",
    [
        "2025年机关运行经费203.17万元，比上年增加8.05万元，增长{}%（上年195.12万元）。",
        "2025年机关运行经费203.17万元，增长{}%（上年195.12万元），主要是人员增加。",
        "2025年机关运行经费203.17万元，较上年（195.12万元）增长{}%。",
        "2025年机关运行经费203.17万元，比2024年增长{}%（2024年为195.12万元）。",
        "2025年机关运行经费203.17万元，同比2024年增长{}%（2024年为195.12万元）。",
    ],
)
def test_what_a_change_is_told_against_stands_in_brackets(text: str) -> None:
    listed = "其中：人员经费200.00万元，公用经费3.17万元。"
    assert ("growth", Outcome.HOLDS) in outcomes(read(text.format("4.13") + listed))
    for wrong in (text.format("5.13"), text.format("4.13").replace("195.12", "185.12")):
        assert len(violated(read(wrong + listed))) == 1


def test_a_figure_in_brackets_may_be_of_the_same_year() -> None:
    said = read(
        "2025年项目支出200.00万元，比上年增长100.00%（2025年200.00万元，2024年100.00万元）。"
    )
    assert not violated(said)


def test_what_was_before_may_be_told_before_what_moved_is_named() -> None:
    text = "2020年收入总计80.00万元，支出总计80.00万元。与2019年度{}万元相比，收、支总计各增加5.00万元，增长6.67%。"
    assert ("change", Outcome.HOLDS) in outcomes(read(text.format("75.00")))
    assert {r.kind_name for r in violated(read(text.format("85.00")))} >= {"change"}


def test_income_alone_is_all_that_was_told_of_it_before() -> None:
    said = (
        "2021年度收入总计80.00万元，支出总计80.00万元。与2020年相比，收入增加5.00万元，增长{}%；支出增加5.00万元，增长6.67%。",
        "本年收入合计60.00万元，其中：财政拨款收入60.00万元。",
    )
    assert not violated(read(*(t.format("6.67") for t in said)))
    assert [r.kind_name for r in violated(read(*(t.format("6.97") for t in said)))] == ["growth"]


def test_a_part_is_not_of_the_year_that_its_whole_is_compared_with() -> None:
    text = (
        "2019年“三公”经费预算数90.00万元，决算数80.00万元；上年决算数85.00万元。其中：",
        "1、公务用车购置及运行维护费预算数85.00万元，决算数77.00万元，同比下降{}%，较上年减少3.00万元。",
        "2、公务接待费预算数5.00万元，决算数3.00万元。",
    )
    assert not violated(read(*(t.format("3.75") for t in text), year=2019))
    assert [r.kind_name for r in violated(read(*(t.format("4.75") for t in text), year=2019))] == [
        "growth"
    ]


def test_after_its_use_how_much_of_the_budget_was_spent() -> None:
    text = "教育支出年初预算80.00万元，决算60.00万元，主要用于学校运转，完成年初预算的{}%。"
    assert not violated(read(text.format("75.00")))
    assert [r.kind_name for r in violated(read(text.format("85.00")))] == ["completion"]


def test_all_income_is_one_thing_in_all_sections() -> None:
    sections = (
        "2023年总收入80.00万元，总支出75.00万元，年终结余5.00万元。",
        "2023年决算总收入比2022年决算70.00万元增加10.00万元，同比增长{}%。",
    )
    assert not violated(accounts(*(s.format("14.29") for s in sections)))
    wrong = violated(accounts(*(s.format("12.50") for s in sections)))
    assert [r.kind_name for r in wrong] == ["growth"]


def test_a_year_and_the_year_before_are_one_base() -> None:
    text = "2022年收入总额80.00万元，比2021年70.00万元增加10.00万元，同比增长{}%。"
    assert not violated(read(text.format("14.29")))
    assert [r.kind_name for r in violated(read(text.format("12.50")))] == ["growth"]


def test_a_paragraph_of_its_own_tells_how_its_item_moved() -> None:
    text = (
        "1、文化支出（类）2025年预算80.00万元，比2024年预算70.00万元增加10.00万元，增长14.29%。其中：",
        "文化和旅游（款）2025年预算{}万元，比2024年预算70.00万元增加10.00万元，增长14.29%。",
    )
    assert not violated(read(*(t.format("80.00") for t in text)))
    wrong = violated(read(*(t.format("60.00") for t in text)))
    assert [r.kind_name for r in wrong] == ["change"]


def test_what_a_whole_with_parts_was_before() -> None:
    text = "公务用车运行维护费2025年预算数6.00万元，其中：公务用车加油4.00万元，其他2.00万元，与2024年预算数{}万元持平。"
    assert not violated(read(text.format("6.00")))
    assert [r.kind_name for r in violated(read(text.format("7.00")))] == ["comparison"]


def test_a_comparable_basis_is_no_name() -> None:
    text = "一般公共预算收入80.00亿元，同比增长5.00%，按可比口径增长9.00%。其中：税收收入60.00亿元，占比{}%；非税收入20.00亿元。"
    assert not violated(read(text.format("75.00")))
    assert [r.kind_name for r in violated(read(text.format("65.00")))] == ["share"]


def test_a_comma_may_stand_after_what_it_was_before() -> None:
    text = "2017年收入预算80.00万元，比2016年{}万元，增加10.00万元，增长14.29%。"
    assert not violated(read(text.format("70.00")))
    wrong = violated(read(text.format("75.00")))
    assert [r.kind_name for r in wrong] == ["change"]
