"""Markdown: headings, paragraphs, pipe tables, with places in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.blocks import Grid, Line, ReadError, Reading
from gouji.readers import read_data
from tests.builder import STYLES, make
from tests.builder.markdown import render_markdown


def read(text: str) -> Reading:
    return read_data(text.encode(), ".md")


def lines(text: str) -> list[str]:
    return [b.text for b in read(text).blocks if isinstance(b, Line)]


def grid(text: str) -> Grid:
    (found,) = (b for b in read(text).blocks if isinstance(b, Grid))
    return found


def texts(found: Grid) -> list[list[str]]:
    return [[c.text for c in found.cells if c.row == r] for r in range(found.rows)]


class TestBlocks:
    """Lines of text."""

    def test_headings(self) -> None:
        assert lines("# 一、收入 #\n\n支出\n===\n决算\n---\n#无\n") == [
            "一、收入",
            "支出",
            "决算",
            "#无",
        ]

    def test_the_lines_of_a_paragraph_go_on(self) -> None:
        ends = [
            b.ends_paragraph
            for b in read("收入预算\n3.00 万元。\n\n支出  \n决算").blocks
            if isinstance(b, Line)
        ]
        assert ends == [False, True, None, True]

    def test_items_quotes_and_fences(self) -> None:
        text = "- 甲\n- 乙\n1. 丙\n\n> 丁\n\n```\n戊 **x**\n```\n\n***\n"
        assert lines(text) == ["甲", "乙", "1. 丙", "丁", "戊 **x**"]

    def test_settings_at_the_top_are_no_text(self) -> None:
        assert lines("---\ntitle: 预算\n---\n收入\n") == ["收入"]

    def test_markup_within_a_line(self) -> None:
        text = "**收入**预算*3.00*万元，~~旧~~`x`[表 1](a.md)![图](b.png)\\*5*3 a_b_c &amp;[^1]<b>粗</b>"
        assert lines(text) == ["收入预算3.00万元，旧x表 1*5*3 a_b_c &粗"]

    def test_html_is_read_as_html(self) -> None:
        first, second = read(
            '<p align="center">表 1</p>\n\n<table><tr><td rowspan="2">甲\n\n<td>1<tr><td>2</table>\n'
        ).blocks
        assert isinstance(first, Line)
        assert isinstance(second, Grid)
        assert second.cells[0].rowspan == 2


class TestTables:
    """Pipe tables."""

    def test_cells(self) -> None:
        found = grid(
            "| 项目 | 预算数 |\n|:--|--:|\n| **收入** | 3.00 |\n| 甲\\|乙 |\n支出 | 1 | 多\n\n后"
        )
        assert texts(found) == [["项目", "预算数"], ["收入", "3.00"], ["甲|乙", ""], ["支出", "1"]]

    def test_a_header_of_paths_is_a_merged_header(self) -> None:
        found = grid(
            "| 科目 | 支出/合计 | 支出/其中/基本 | 支出/其中/项目 |\n|-|-|-|-|\n| 201 | 3 | 1 | 2 |"
        )
        assert [
            (c.row, c.column, c.rowspan, c.colspan, c.text) for c in found.cells if c.row < 3
        ] == [
            (0, 0, 3, 1, "科目"),
            (0, 1, 1, 3, "支出"),
            (1, 1, 2, 1, "合计"),
            (1, 2, 1, 2, "其中"),
            (2, 2, 1, 1, "基本"),
            (2, 3, 1, 1, "项目"),
        ]

    def test_a_slash_alone_makes_no_levels(self) -> None:
        assert texts(grid("| 项目/名称 | 金额 |\n|-|-|\n| 甲 | 1 |"))[0] == ["项目/名称", "金额"]

    def test_a_blank_header_is_none(self) -> None:
        assert texts(grid("| | |\n|-|-|\n| 甲 | 1 |")) == [["甲", "1"]]

    def test_cells_joined_to_the_ones_above(self) -> None:
        found = grid("| 甲 | 1 |\n|-|-|\n| 乙 | 2 |\n| ^^ | 3 |")
        assert [(c.rowspan, c.text) for c in found.cells if c.column == 0] == [(1, "甲"), (2, "乙")]

    def test_a_line_with_a_bar_is_no_table(self) -> None:
        assert lines("甲 | 乙\n丙") == ["甲 | 乙", "丙"]


@pytest.mark.parametrize("style", STYLES)
def test_every_run_can_be_found_again_in_the_file(style: str) -> None:
    text = render_markdown(make(3, style))
    source_lines = text.split("\n")
    for block in read(text).blocks:
        for source in (
            [block.source] if isinstance(block, Line) else [c.source for c in block.cells]
        ):
            for r in source.runs:
                assert r.line is not None
                assert r.column is not None
                words = source_lines[r.line - 1][r.column - 1 : r.column - 1 + r.length]
                assert words in (source.text[r.start : r.start + r.length], "&")


NASTY = ("|", "-", "\n", "*", "**", "_", "`", "[", "](", ")", "<table>", "<td>", "\\", "#", "甲", "1", " ", "---",
         "^^", "/", "&amp;", "<!--", "```", "\r\n", "~~", ">")  # fmt: skip


@given(pieces=st.lists(st.sampled_from(NASTY), max_size=60))
@settings(max_examples=200)
def test_any_text_gives_a_reading_or_a_reason(pieces: list[str]) -> None:
    try:
        assert read("".join(pieces)).format == "markdown"
    except ReadError as error:
        assert error.key


@pytest.mark.parametrize(
    "piece", ["*a", "[a", "![a](", "_a ", "`", "| a ", "<!--", "<b ", "<table>\n", "**a\n"]
)
def test_a_large_file_of_one_piece_is_read_in_proportion_to_its_size(piece: str) -> None:
    # 200 KB: with the square of its length this would take minutes
    assert read("收入\n" + piece * (200_000 // len(piece))).format == "markdown"
