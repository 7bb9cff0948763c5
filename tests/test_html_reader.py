"""Web pages: the article and its tables, without furniture, with places in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.blocks import Grid, Line, ReadError, Reading
from gouji.readers import read_data
from tests.builder import STYLES, make
from tests.builder.html import render_html


def read(body: str, encoding: str = "utf-8") -> Reading:
    return read_data(f"<html><body>{body}</body></html>".encode(encoding), ".html")


def lines(body: str) -> list[str]:
    return [b.text for b in read(body).blocks if isinstance(b, Line)]


def grid(body: str) -> Grid:
    (found,) = (b for b in read(body).blocks if isinstance(b, Grid))
    return found


class TestText:
    """White space, entities and blocks as a browser shows them."""

    def test_white_space_is_one_space_and_none_between_chinese_lines(self) -> None:
        assert lines("<p>  收入预算\n   3.00  万元，\n占比 </p>") == ["收入预算3.00 万元，占比"]

    def test_entities(self) -> None:
        assert lines("<p>指标值&gt;=98&#37;&nbsp;&amp;&#x4e00;</p>") == ["指标值>=98% &一"]

    def test_blocks_end_lines_and_inline_elements_do_not(self) -> None:
        assert lines("<div>收入<b>预算</b><span>3</span><p>支出</p>决算</div>") == [
            "收入预算3",
            "支出",
            "决算",
        ]

    def test_a_line_break_leaves_open_whether_a_paragraph_begins(self) -> None:
        first, second = read("<p>一、收入<br>说明</p>").blocks
        assert isinstance(first, Line)
        assert isinstance(second, Line)
        assert (first.ends_paragraph, second.ends_paragraph) == (None, True)

    def test_unclosed_elements(self) -> None:
        assert lines("<p>收入<p>支出<ul><li>甲<li>乙</ul>") == ["收入", "支出", "甲", "乙"]

    def test_the_items_of_an_ordered_list_are_numbered(self) -> None:
        assert lines('<ol start="2"><li>甲<li>乙</ol>') == ["2. 甲", "3. 乙"]

    def test_what_is_not_shown_is_not_read(self) -> None:
        body = '<p>收入</p><p style="display: none">9</p><p hidden>9</p><!-- 9 --><script>"<p>9</p>"</script><del>9</del>'
        assert lines(body) == ["收入"]

    def test_headings_are_larger_and_bold(self) -> None:
        head, text = read("<h2>收入</h2><p>支出</p>").blocks
        assert isinstance(head, Line)
        assert isinstance(text, Line)
        assert head.size > text.size
        assert (head.bold, text.bold) == (True, False)


class TestArticle:
    """Furniture around the article is not read."""

    PAGE = (
        '<div class="top-nav"><a>首页 3.00 万元</a></div><div id="footer">版权 2020</div>'
        '<div class="{}"><p>收入预算 3.00 万元，支出预算 3.00 万元。</p><table><tr><td>合计</td><td>3</td></tr>'
        "<tr><td>甲</td><td>3</td></tr></table></div><aside>相关</aside>"
    )

    @pytest.mark.parametrize("name", ["TRS_Editor", "article-content", "anything"])
    def test_whatever_it_is_called(self, name: str) -> None:
        first, second = read(self.PAGE.format(name)).blocks
        assert isinstance(first, Line)
        assert isinstance(second, Grid)

    def test_a_name_never_hides_most_of_the_page(self) -> None:
        assert lines('<div class="header main"><p>收入预算 3.00 万元。</p></div>') == [
            "收入预算 3.00 万元。"
        ]

    def test_a_small_article_is_not_taken_for_the_whole(self) -> None:
        assert lines('<div class="article">甲</div><p>收入预算 3.00 万元。</p>') == [
            "甲",
            "收入预算 3.00 万元。",
        ]


class TestTables:
    """Rows and spans."""

    def test_spans(self) -> None:
        found = grid(
            '<table><tr><th rowspan="2">科目<th colspan="2">支出<tr><td>基本<td>项目'
            "<tr><td>201<td>1<td>2</table>"
        )
        assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in found.cells] == [
            (0, 0, 2, 1, "科目"),
            (0, 1, 1, 2, "支出"),
            (1, 1, 1, 1, "基本"),
            (1, 2, 1, 1, "项目"),
            (2, 0, 1, 1, "201"),
            (2, 1, 1, 1, "1"),
            (2, 2, 1, 1, "2"),
        ]

    def test_a_row_span_of_zero_or_too_many_ends_with_the_table(self) -> None:
        for span in ("0", "99"):
            found = grid(f'<table><tr><td rowspan="{span}">甲<td>1<tr><td>2</table>')
            assert found.cells[0].rowspan == 2

    def test_a_caption_stands_above(self) -> None:
        first, second = read("<table><caption>收支总表</caption><tr><td>甲<td>1</table>").blocks
        assert isinstance(first, Line)
        assert first.text == "收支总表"
        assert isinstance(second, Grid)

    def test_tables_that_arrange_the_page_are_no_tables(self) -> None:
        body = "<table><tr><td><p>收入</p><table><tr><td>甲<td>1</table><td>侧</table>"
        assert [type(b) for b in read(body).blocks] == [Line, Grid, Line]

    def test_the_lines_of_a_cell_are_one_text(self) -> None:
        found = grid("<table><tr><td>一般公共<br>预算<td>1.00<br/>2.00</table>")
        assert [c.text for c in found.cells] == ["一般公共预算", "1.00 2.00"]


class TestEncodings:
    """By the byte order mark, by declaration, by trying."""

    TEXT = "<p>收入预算，镕</p>"

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [("gbk", "gb18030"), ("gb2312", "gbk"), ("GB18030", "gb18030"), ("utf-8", "utf-8")],
    )
    def test_declared(self, declared: str, encoding: str) -> None:
        page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{self.TEXT}'
        (line,) = read_data(page.encode(encoding), ".html").blocks
        assert isinstance(line, Line)
        assert line.text == "收入预算，镕"

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
    def test_not_declared_or_declared_wrongly(self, encoding: str) -> None:
        for head in ("", '<meta charset="utf-8">', '<meta charset="nonsense">'):
            (line,) = read_data(f"{head}{self.TEXT}".encode(encoding), ".html").blocks
            assert isinstance(line, Line)
            assert line.text == "收入预算，镕"


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    data = "<html><table><tr><td>收入<td>3</table></html>".encode()
    assert read_data(data, ".xls").format == read_data(data, "").format == "html"


@pytest.mark.parametrize("style", STYLES)
def test_every_run_can_be_found_again_in_the_file(style: str) -> None:
    data = render_html(make(3, style))
    source_lines = data.decode().split("\n")
    for block in read_data(data, ".html").blocks:
        for source in (
            [block.source] if isinstance(block, Line) else [c.source for c in block.cells]
        ):
            for r in source.runs:
                assert r.line is not None
                assert r.column is not None
                words = source_lines[r.line - 1][r.column - 1 : r.column - 1 + r.length]
                assert words == source.text[r.start : r.start + r.length] or words == "&"


NASTY = ("<", "</", "<td", "<table>", "<tr>", '<td colspan="1000" rowspan="60000">', "<p>", "<!--", "&", "&#",
         "</p>", "<div ", '"', "'", ">", "<script>", "甲", "1.00", "<li>", "<br>", "-->", "=")  # fmt: skip


@given(pieces=st.lists(st.sampled_from(NASTY), max_size=60))
@settings(max_examples=200)
def test_any_tag_soup_gives_a_reading_or_a_reason(pieces: list[str]) -> None:
    try:
        reading = read("".join(pieces))
    except ReadError as error:
        assert error.key
        return
    for block in reading.blocks:
        if isinstance(block, Grid):
            taken: set[tuple[int, int]] = set()
            for c in block.cells:
                places = {
                    (r, k)
                    for r in range(c.row, c.row + c.rowspan)
                    for k in range(c.column, c.column + c.colspan)
                }
                assert not places & taken
                taken |= places


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<td><table>", "<a '", '<a "', "&#1", "<div>", "<p><b>"]
)
def test_a_large_file_of_one_piece_is_read_in_proportion_to_its_size(piece: str) -> None:
    # 400 KB: with the square of its length this would take minutes
    assert read("<p>收入</p>" + piece * (400_000 // len(piece))).format == "html"
