"""The rules of the city: their examples, their options, their words."""

from __future__ import annotations

import city_rules
from gouji.testing import assert_found, assert_message, assert_plugin

RISE = "2025年公务接待费预算1.20万元，比2024年预算0.80万元增加0.40万元，增长{rate}。"


def test_the_plugin_keeps_to_the_hooks_and_its_examples_hold() -> None:
    assert [rule.code for rule in assert_plugin(city_rules)] == ["CITY001", "CITY002"]


def test_the_limit_is_an_option() -> None:
    assert_found(city_rules.change_without_reason, RISE.format(rate="**50.00%**"), limit=49)
    assert_found(city_rules.change_without_reason, RISE.format(rate="50.00%"), limit=50)


def test_the_words_of_a_reason_are_an_option() -> None:
    text = RISE.format(rate="**50.00%**") + "主要原因是接待任务增加。"
    assert_found(city_rules.change_without_reason, text, words=["系"])


def test_the_message_names_the_rate_and_the_limit() -> None:
    assert_message(
        city_rules.change_without_reason,
        RISE.format(rate="50.00%"),
        "增减率 50.00% 超过 30%，没有说明原因",
    )
    assert_message(
        city_rules.change_without_reason,
        RISE.format(rate="50.00%"),
        "the rate of change 50.00% is above 30%, and no reason is given",
        language="en",
    )
