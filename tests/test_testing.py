"""``gouji.testing``: small documents from Markdown, and what a rule or a plugin must bear out."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

import gouji.testing
from gouji import Findings, Paragraph, Share, Sum, hookimpl, rule
from gouji.testing import (
    assert_examples,
    assert_found,
    assert_message,
    assert_plugin,
    diagnostics,
    sample,
)
from gouji_rules import percentages
from gouji_rules.percentages import wrong_share
from gouji_rules.totals import wrong_footing

SHARES = "收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占{}。"
TABLE = """
    # 第二部分 部门预算表
    部门支出总表
    单位：万元

    | 科目编码 | 科目名称 | 支出 | < | < |
    | ^ | ^ | 合计 | 基本支出 | 项目支出 |
    | --- | --- | --- | --- | --- |
    | 201 | 一般公共服务支出 | 80.00 | 60.00 | 20.00 |
    | 208 | 社会保障和就业支出 | 20.00 | 20.00 | |
    | | 合计 | **110.00** | 80.00 | 20.00 |
"""


@rule("ZZZ901", zh="不", en="no")
def breaks(paragraph: Paragraph) -> Findings:
    """出错。
    Breaks.
    """
    raise RuntimeError(paragraph.text)
    yield


@rule("ZZZ902", zh="{stated}", en="{stated}")
def with_an_option(share: Share, *, decimals: int = 2) -> Findings:
    """有选项。
    Has an option.

    :param decimals: how many.
    """
    yield from ()


def plugin(rules: object = (), **more: Any) -> ModuleType:
    """A module that hands over what it is told to."""

    @hookimpl
    def lint_rules() -> object:
        return rules

    module = ModuleType("some_plugin")
    vars(module).update(lint_rules=lint_rules, **more)
    return module


def test_a_table_in_markdown_is_a_typed_table_with_its_captions_and_merged_heads() -> None:
    made = sample(TABLE)
    (table,) = made.document.tables
    assert (table.title, str(table.unit)) == ("部门支出总表", "万元")
    (panel,) = table.panels
    assert panel.columns[2].path == ("支出", "合计")
    assert [row.head.code for row in panel.rows] == ["201", "208", ""]
    assert any(isinstance(r, Sum) and not r.holds() for r in made.ledger.relations)


def test_a_mark_of_a_title_is_passed_over_and_its_place_is_that_of_the_words() -> None:
    (section,) = (s for s in sample(TABLE).document.sections if s.heading)
    assert section.heading is not None
    assert (section.heading.number, section.heading.title) == ("第二部分", "部门预算表")
    spot = section.heading.source.spot(0, 1)
    assert (spot.line, spot.column) == (2, 3)


def test_a_sample_is_read_alike_however_far_it_is_indented() -> None:
    flush = "\n".join(line.strip() for line in TABLE.splitlines())
    places = [[d.place for d in diagnostics(wrong_footing, text)] for text in (TABLE, flush)]
    assert places[0] == places[1]
    assert [place.text for place in places[0]] == ["110.00"]


def test_a_rule_finds_just_what_is_bold() -> None:
    assert_found(wrong_share, SHARES.format("**36.16%**"))
    assert_found(wrong_share, SHARES.format("36.61%"))
    assert_found(wrong_footing, TABLE)


@pytest.mark.parametrize(
    ("share", "problem"),
    [("36.16%", "outside of the marks: “36.16%”"), ("**36.61%**", "nothing found at “36.61%”")],
)
def test_what_a_rule_does_not_bear_out_is_told(share: str, problem: str) -> None:
    with pytest.raises(AssertionError, match=problem) as told:
        assert_found(wrong_share, SHARES.format(share))
    assert str(told.value).startswith("wrong-share: ")


def test_a_message_is_compared_in_either_language() -> None:
    text = SHARES.format("36.16%")
    assert_message(wrong_share, text, "占比写为 36.16%，按 337.00 万元 ÷ 920.60 万元 应为 36.61%")
    with pytest.raises(AssertionError, match=r"gives 36\.61%"):
        assert_message(wrong_share, text, "something else", language="en")


def test_options_are_taken_as_a_configuration_would_give_them() -> None:
    with pytest.raises(ValueError, match="no option places"):
        assert_found(with_an_option, "", places=2)
    with pytest.raises(ValueError, match="int"):
        assert_found(with_an_option, "", decimals="2")


def test_a_rule_that_fails_says_where() -> None:
    with pytest.raises(AssertionError, match="breaks failed at 第1段: RuntimeError: 某局"):
        diagnostics(breaks, "某局")
    with pytest.raises(AssertionError, match="the rule failed"):
        assert_found(breaks, "某局")


def test_a_rule_without_examples_is_refused() -> None:
    with pytest.raises(AssertionError, match="no example with a mark"):
        assert_examples(wrong_share, with_an_option)


def test_a_plugin_that_keeps_to_the_hooks_gives_its_rules() -> None:
    assert wrong_share in assert_plugin(percentages)


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        (ModuleType("empty_plugin"), "empty_plugin hands over no rules"),
        (plugin(), "some_plugin hands over no rules"),
        (plugin(["PCT001"]), "hands over str, not Rule"),
        (plugin([wrong_share, wrong_share]), "the code PCT001 is taken twice"),
        (plugin([with_an_option]), "no example with a mark"),
        (plugin([wrong_share], lint_rulez=hookimpl(lambda: [])), "unknown hook 'lint_rulez'"),
    ],
)
def test_a_plugin_that_does_not_is_told_why(module: ModuleType, problem: str) -> None:
    with pytest.raises(AssertionError, match=problem):
        assert_plugin(module)


def test_everything_promised_is_there_and_documented() -> None:
    for name in gouji.testing.__all__:
        assert getattr(gouji.testing, name).__doc__
