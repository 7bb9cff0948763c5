"""Laws of the text reader: exact places, pages as a hint, nothing but ReadError."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.model.blocks import Line, ReadError
from gouji.readers.text import read_text

SENTENCE = "收入预算 920.60 万元。"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_text(data).blocks if isinstance(block, Line)]


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_only_read_errors(data: bytes) -> None:
    try:
        reading = read_text(data)
    except ReadError as error:
        assert error.key in {"empty", "not-text"}
    else:
        assert reading.blocks


@given(st.lists(st.text(st.sampled_from("收支 \t　a1.\f"), max_size=12), min_size=1, max_size=12))
def test_every_character_is_where_its_run_says(rows: list[str]) -> None:
    text = "\n".join([*rows, "完"])
    source = text.split("\n")
    for block in read_text(text.encode()).blocks:
        assert isinstance(block, Line)
        (run,) = block.source.runs
        assert run.line is not None
        assert run.column is not None
        row = source[run.line - 1]
        assert row[run.column - 1 : run.column - 1 + run.length] == block.text


@pytest.mark.parametrize(
    "encoded",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("gb18030"),
        SENTENCE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
    ],
)
def test_the_encodings_of_chinese_text_are_read(encoded: bytes) -> None:
    assert texts(encoded) == [SENTENCE]


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t\f", codecs.BOM_UTF8])
def test_nothing_to_read_is_said(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(data)
    assert caught.value.key == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n\xd0\xd4\xc5\xd8\x00\x01obj",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00",
    ],
)
def test_binary_files_are_no_text(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(data)
    assert caught.value.key == "not-text"


def test_form_feeds_count_pages() -> None:
    reading = read_text("一\n二\f三\n\f四".encode())
    assert [(b.text, b.page) for b in reading.blocks if isinstance(b, Line)] == [
        ("一", 1),
        ("二", 1),
        ("三", 2),
        ("四", 3),
    ]
    assert len(reading.pages) == 3


def test_page_numbers_and_running_heads_are_not_in_the_flow() -> None:
    pages = [f"某县财政局\n第{n}页的话。\n— {n} —" for n in range(1, 6)]
    assert texts("\f".join(pages).encode()) == [f"第{n}页的话。" for n in range(1, 6)]


def test_a_lone_figure_of_a_table_is_no_page_number() -> None:
    rows = ["数量指标", "18", "时效指标", "6", "质量指标", "13"]
    assert texts("\n\n".join(rows).encode()) == rows


def test_the_unit_line_of_tables_is_no_running_head() -> None:
    pages = [f"编制部门：某局 单位：万元\n项目{n} 1.00" for n in range(4)]
    assert texts("\f".join(pages).encode())[::2] == ["编制部门：某局 单位：万元"] * 4


def test_a_single_leading_blank_marks_a_page_where_nothing_is_indented() -> None:
    reading = read_text(
        "第一部分 概况\n\n话一。\n 第二部分 表\n\n话二。\n\n话三。\n\n话四。\n".encode()
    )
    assert [b.page for b in reading.blocks if isinstance(b, Line)] == [1, 1, 2, 2, 2, 2]
    assert reading.blocks[2].source.runs[0].column == 2  # type: ignore[union-attr]
