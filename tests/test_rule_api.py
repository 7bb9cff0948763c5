"""The rule API: what a decorated function becomes, what is refused, and every rule's examples."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gouji import (
    Document,
    Figure,
    Finding,
    Findings,
    Ledger,
    Paragraph,
    Rule,
    Severity,
    Share,
    Table,
    rule,
)
from gouji.docstrings import Docstring, Example, Mark
from gouji.examples import reading_of, run_examples
from gouji.model.blocks import Grid, Line
from gouji.model.record import replace
from gouji.plugins import discover, load

LOADED = load(discover(builtin_only=True))


@rule(
    "DOC901",
    zh="“{word}”出现 {count} 次",
    en="{count} of “{word}”",
    severity="warning",
    authority=("预算法", "http://example.org"),
)
def left_over(paragraph: Paragraph, ledger: Ledger, *, word: str = "XX", most: int = 0) -> Findings:
    """模板残留。
    Residue of a template.

    Templates leave marks
    in the text.

        某局**XX**年预算

        | 项目 | 金额 |
        | 一 | 1.00 |

        某局2025年预算

    :param word: what to
        look for.
    :param most: how often it may occur.
    """
    found = paragraph.text.count(word)
    if found > most:
        yield Finding(paragraph, word=word, count=found)


def test_a_rule_is_an_immutable_value_read_off_its_function() -> None:
    assert isinstance(left_over, Rule)
    assert (left_over.code, left_over.name, left_over.family) == ("DOC901", "left-over", "DOC")
    assert left_over.severity is Severity.WARNING
    assert (left_over.summary.zh, left_over.summary.en) == (
        "模板残留。",
        "Residue of a template.",
    )
    assert left_over.explanation == "Templates leave marks\nin the text."
    assert left_over.subject is Paragraph
    assert left_over.context == ("ledger",)
    assert left_over.authority == ("预算法", "http://example.org")
    with pytest.raises(AttributeError):
        left_over.code = "DOC902"  # type: ignore[misc]


def test_options_are_said_once() -> None:
    word, most = left_over.options
    assert (word.name, word.type, word.default, word.doc) == (
        "word",
        str,
        "XX",
        "what to look for.",
    )
    assert (most.name, most.type, most.default) == ("most", int, 0)


def test_examples_are_the_indented_blocks_and_a_table_goes_with_its_captions() -> None:
    marked, clean = left_over.examples
    assert marked.text == "某局XX年预算\n\n| 项目 | 金额 |\n| 一 | 1.00 |"
    assert marked.marks == (Mark(1, 3, 5),)
    assert clean.clean
    assert clean.text == "某局2025年预算"


def test_bold_marks_do_not_shift_one_another() -> None:
    example = Example.parse("甲**1.00**乙**2.00**\n丙")
    assert example.text == "甲1.00乙2.00\n丙"
    assert example.marks == (Mark(1, 2, 6), Mark(1, 7, 11))


@pytest.mark.parametrize(
    ("option", "given", "taken"),
    [
        ("word", "某某", "某某"),
        ("most", 2, 2),
    ],
)
def test_an_option_accepts_its_own_type(option: str, given: object, taken: object) -> None:
    (found,) = (o for o in left_over.options if o.name == option)
    assert found.accept(given) == taken


@pytest.mark.parametrize(("option", "given"), [("word", 1), ("most", "2"), ("most", True)])
def test_an_option_refuses_other_types(option: str, given: object) -> None:
    (found,) = (o for o in left_over.options if o.name == option)
    with pytest.raises(ValueError, match=found.type_name):
        found.accept(given)


def test_decimals_and_lists_out_of_toml_are_taken_exactly() -> None:
    @rule("DOC902", zh="", en="")
    def widened(table: Table, *, by: Decimal = Decimal(0), names: tuple[str, ...] = ()) -> Findings:
        """放宽。
        Widened.

        :param by: how much.
        :param names: of what.
        """
        yield from ()

    by, names = widened.options
    assert by.accept(1) == Decimal(1)
    assert by.accept(Decimal("0.01")) == Decimal("0.01")
    assert names.accept(["甲", "乙"]) == ("甲", "乙")
    with pytest.raises(ValueError, match="Decimal"):
        by.accept(True)
    with pytest.raises(ValueError, match="list of strings"):
        names.accept(["甲", 1])


def no_docstring(share: Share) -> Findings:
    yield from ()


def no_subject() -> Findings:
    """一。
    One.
    """
    yield from ()


def odd_subject(text: str) -> Findings:
    """一。
    One.
    """
    yield from ()


def odd_context(share: Share, text: str) -> Findings:
    """一。
    One.
    """
    yield from ()


def silent_option(share: Share, *, by: int = 0) -> Findings:
    """一。
    One.
    """
    yield from ()


def option_without_default(share: Share, *, by: int) -> Findings:
    """一。
    One.

    :param by: how much.
    """
    yield from ()


def float_option(share: Share, *, by: float = 0.0) -> Findings:
    """一。
    One.

    :param by: how much.
    """
    yield from ()


def told_but_absent(share: Share) -> Findings:
    """一。
    One.

    :param by: how much.
    """
    yield from ()


def plain(share: Share) -> Findings:
    """一。
    One.
    """
    yield from ()


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (no_docstring, "two summary lines"),
        (no_subject, "first parameter"),
        (odd_subject, "first parameter"),
        (odd_context, "Document or Ledger"),
        (silent_option, ":param by:"),
        (option_without_default, "needs a default"),
        (float_option, "needs a default, and a type"),
        (told_but_absent, "without an option"),
    ],
)
def test_a_malformed_function_is_refused_by_name(function: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        rule("PCT901", zh="", en="")(function)  # type: ignore[arg-type]
    assert f"PCT901 ({function.__name__})" in str(refused.value)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "zh", "en", "on", "problem"),
    [
        ("pct1", "", "", None, "three digits"),
        ("PCT901", "{a}", "{b}", None, "different values"),
        ("PCT901", "{a.b}", "{a.b}", None, "plain names"),
        ("PCT901", "{}", "{}", None, "plain names"),
        ("PCT901", "", "", "balance", "no kind"),
    ],
)
def test_malformed_metadata_is_refused(
    code: str, zh: str, en: str, on: str | None, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        rule(code, zh=zh, en=en, on=on)(plain)


def test_a_finding_drops_values_that_are_unknown() -> None:
    node = next(iter(reading_of("某局").blocks))
    assert isinstance(node, Line)
    finding = Finding(Paragraph(node.source, "第1段"), known=1, unknown=None)
    assert finding.values == {"known": 1}


def grid_of(text: str) -> Grid:
    (grid,) = (block for block in reading_of(text).blocks if isinstance(block, Grid))
    return grid


def test_a_block_becomes_lines_and_grids_with_their_places() -> None:
    reading = reading_of("支出总表\n单位：万元\n| 项目 | 金额 |\n|---|---:|\n| 合计 | 1.00 |\n附注")
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == [
        "支出总表",
        "单位：万元",
        "附注",
    ]
    grid = grid_of("支出总表\n| 项目 | 金额 |\n|---|---:|\n| 合计 | 1.00 |")
    assert (grid.rows, grid.columns) == (2, 2)
    (amount,) = (cell for cell in grid.cells if cell.text == "1.00")
    spot = amount.source.spot(0, 4)
    assert (spot.line, spot.column) == (4, len("| 合计 | ") + 1)


def test_marks_of_merging_become_spans() -> None:
    grid = grid_of("| 科目 | < | 合计 |\n| 编码 | 名称 | ^ |\n| 201 | 教育 | 1.00 |")
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grid.cells}
    assert spans["科目"] == (1, 2)
    assert spans["合计"] == (2, 1)
    assert spans["1.00"] == (1, 1)
    assert len(grid.cells) == 7


def test_a_rule_must_have_examples_of_both_sorts() -> None:
    without = replace(left_over, doc=Docstring.parse("无。\nNone."))
    assert {failure.problem for failure in run_examples(without)} == {
        "no example with a mark",
        "no example without a mark",
    }


@rule("DOC903", zh="", en="")
def nothing_is_wrong(figure: Figure, document: Document) -> Findings:
    """都对。
    All is well.

        某局2025年预算**6.41万元**。
    """
    yield from ()


@rule("DOC904", zh="", en="")
def whole_paragraph(paragraph: Paragraph) -> Findings:
    """整段。
    The whole paragraph.

        某局**XX**年预算草案

        **某局XX年预算草案**
    """
    yield Finding(paragraph)


def problems(one: Rule) -> list[str]:
    return [f.problem for f in run_examples(one) if not f.problem.startswith("no example")]


def test_an_example_that_its_rule_does_not_bear_out_is_told() -> None:
    assert problems(nothing_is_wrong) == ["nothing found at “6.41万元”"]
    (outside,) = problems(whole_paragraph)
    assert outside.startswith("a finding outside of the marks: “某局XX年预算草案”")


def test_a_rule_that_fails_on_its_example_is_told() -> None:
    @rule("DOC905", zh="", en="")
    def fails(paragraph: Paragraph) -> Findings:
        """出错。
        Fails.

            某局
        """
        raise RuntimeError("no")
        yield

    assert problems(fails) == ["the rule failed: RuntimeError: no"]


def test_all_built_in_plugins_load() -> None:
    assert LOADED.failures == ()


@pytest.mark.parametrize("one", LOADED.rules, ids=lambda one: one.name)
def test_the_examples_of_every_rule_hold(one: Rule) -> None:
    assert [str(failure) for failure in run_examples(one)] == []


@pytest.mark.parametrize("one", LOADED.rules, ids=lambda one: one.name)
def test_every_rule_says_what_it_is_about_in_both_languages(one: Rule) -> None:
    assert any("\u4e00" <= c <= "\u9fff" for c in one.summary.zh)
    assert one.summary.en[0].isascii()
    assert one.message.zh != one.message.en
