"""Changes in prose: what it is that moved, where the words leave it open."""

from __future__ import annotations

from gouji.model.relation import Outcome
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
