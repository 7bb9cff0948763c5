"""What one of many costs, held against what all of them cost and how many there are."""

from __future__ import annotations

import pytest

from gouji.model.relation import Outcome
from tests.test_accounts_prose import read as accounts
from tests.test_sentences import outcomes, read, violated


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("公务接待费1.30万元，国内公务接待22批次、156人次，人均{}元。", "83.33", "86.33"),
        (
            "公务用车运行维护费52.00万元，公务用车保有量26辆，平均每辆运行维护费{}万元。",
            "2.00",
            "2.20",
        ),
        ("公务用车运行维护费5.10万元，公务用车保有量3辆，平均每辆{}万元。", "1.70", "1.90"),
        ("公务用车购置费36.00万元，购置执法执勤车2辆，均价{}万元。", "18.00", "16.00"),
        ("公务用车运行维护费33.00万元，车均运行维护费{}万元。公务用车保有量11辆。", "3.00", "3.30"),
        ("公务接待费预算3.00万元，支出决算1.30万元，接待156人次，人均{}元。", "83.33", "92.31"),
    ],
)
def test_an_average_follows_from_an_amount_and_a_number(text: str, right: str, wrong: str) -> None:
    assert ("average", Outcome.HOLDS) in outcomes(read(text.format(right)))
    assert [r.kind_name for r in violated(read(text.format(wrong)))] == ["average"]


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费1.30万元，接待156人次，人均不超过150元。",
        "公务接待费1.30万元，接待156人次，人均150元以内。",
        "人大工作经费64.32万元，其中代表268名，按年人均2400元测算。",
        "人均公用经费2.10万元。",
        "公务接待费1.30万元，接待156人次，人均约80元。",
    ],
)
def test_limits_and_averages_of_unknown_numbers_are_not_held_against_any(text: str) -> None:
    assert not violated(read(text))


def test_the_price_of_each_is_no_part_of_what_all_cost() -> None:
    text = (
        "公务用车购置及运行维护费{}万元。其中：公务用车购置费36.00万元，购置执法执勤车2辆，均价18.00万元；"
        "公务用车运行维护费256.30万元，公务用车保有量65辆，单车运行费3.94万元。"
    )
    assert not violated(read(text.format("292.30")))
    assert [r.kind_name for r in violated(read(text.format("295.30")))] == ["sum"]


def test_an_average_may_name_an_expense_that_another_section_tells() -> None:
    sections = (
        "公务车购置费150.00万元，主要用于更新车辆。\n公务接待费30.00万元，主要用于接待。",
        "公务用车购置6辆，公务车保有量为80辆；国内公务接待260批次2100人。人均接待费{}元，车均购置费25.00万元。",
    )
    right = accounts(*(s.format("142.86") for s in sections))
    assert outcomes(right).count(("average", Outcome.HOLDS)) == 2
    wrong = violated(accounts(*(s.format("152.86") for s in sections)))
    assert [r.kind_name for r in wrong] == ["average"]


@pytest.mark.parametrize(
    "text",
    [
        "机关运行经费187.65万元，实有人数60人，其中在职45人，人均机关运行经费3.13万元。",
        "公务接待费1.30万元；公务用车保有量26辆，车均运行费2.00万元。",
        "办公设备购置10.00万元，采购电脑15台，均价0.50万元，打印机5台，均价0.50万元。",
        "购置车辆3辆，其中轿车2辆均价18.00万元，越野车1辆25.00万元，合计61.00万元。",
        "公用经费支出120.00万元，在职45人，退休10人，人均2.10万元。",
    ],
)
def test_the_amount_or_the_number_may_be_another(text: str) -> None:
    assert not violated(read(text))
