"""Tables that no vertical line divides: rules or lines of text give rows, white gives columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from gouji.model.blocks import Grid, Line
from gouji.parsing.document import parse
from gouji.readers.pdf import read_pdf
from tests.tools.made_pdf import SONG, drawn

LEFT, TOP, PITCH, SIZE = 60.0, 760.0, 20.0, 10.0
HEAD = ["科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["教育支出", "1,200.50", "1,000.00", "200.50"],
    ["住房保障支出", "30.00", "30.00", ""],
    ["其他支出", "9.50", "", "9.50"],
    ["合计", "1,240.00", "1,030.00", "210.00"],
]
WIDTHS = [150.0, 100.0, 100.0, 100.0]
Page = Callable[[Canvas], None]


def edges(widths: Sequence[float] = WIDTHS) -> list[float]:
    return [LEFT + sum(widths[:k]) for k in range(len(widths) + 1)]


def rule(canvas: Canvas, *ys: float, start: int = 0, end: int | None = None) -> None:
    xs = edges()
    for y in ys:
        canvas.line(xs[start], y, xs[end if end is not None else -1], y)


def head(canvas: Canvas, words: Sequence[str], y: float, widths: Sequence[float] = WIDTHS) -> None:
    """Heads in the middle of their columns, on the row that begins at ``y``."""
    xs = edges(widths)
    for k, text in enumerate(words):
        canvas.drawCentredString((xs[k] + xs[k + 1]) / 2, y - 14, text)


def row(canvas: Canvas, cells: Sequence[str], y: float, widths: Sequence[float] = WIDTHS) -> None:
    """A name at the left of its column, figures at the right of theirs."""
    xs = edges(widths)
    canvas.drawString(LEFT + 3, y - 14, cells[0])
    for k, text in enumerate(cells[1:], 1):
        canvas.drawRightString(xs[k + 1] - 3, y - 14, text)


def page_of(*draw: Page) -> Page:
    def page(canvas: Canvas) -> None:
        canvas.setFont(SONG, SIZE)
        for each in draw:
            each(canvas)

    return page


def body(rows: Sequence[Sequence[str]], top: float, *, ruled: bool) -> Page:
    def draw(canvas: Canvas) -> None:
        for k, cells in enumerate(rows):
            row(canvas, cells, top - PITCH * k)
            if ruled:
                rule(canvas, top - PITCH * (k + 1))

    return draw


def headed(top: float, words: Sequence[str] = HEAD) -> Page:
    """A head between two rules."""

    def draw(canvas: Canvas) -> None:
        rule(canvas, top, top - PITCH)
        head(canvas, words, top)

    return draw


def grids(*pages: Page) -> list[Grid]:
    return [block for block in read_pdf(drawn(*pages)).blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {c.text: (c.row, c.column, c.rowspan, c.colspan) for c in grid.cells if c.text}


# -- rows between rules --------------------------------------------------------------------------


def test_a_rule_below_each_row_gives_the_rows() -> None:
    [grid] = grids(page_of(headed(TOP), body(ROWS, TOP - PITCH, ruled=True)))
    assert texts(grid) == [HEAD, *ROWS]


def test_lines_between_two_rules_are_one_row() -> None:
    def name_of_three_lines(canvas: Canvas) -> None:
        for k, text in enumerate(("机关事业单位基本", "养老保险缴费支出", "（补缴）")):
            canvas.drawString(LEFT + 3, TOP - 34 - 13 * k, text)
        row(canvas, ["", "5.00", "5.00", "0.00"], TOP - PITCH - 13)
        rule(canvas, TOP - PITCH - 46)

    rest = body(ROWS, TOP - PITCH - 46, ruled=True)
    [grid] = grids(page_of(headed(TOP), name_of_three_lines, rest))
    name = "机关事业单位基本养老保险缴费支出（补缴）"
    assert texts(grid) == [HEAD, [name, "5.00", "5.00", "0.00"], *ROWS]


def test_a_head_of_several_columns_is_over_the_rule_below_it() -> None:
    def two_levels(canvas: Canvas) -> None:
        rule(canvas, TOP, TOP - 2 * PITCH)
        rule(canvas, TOP - PITCH, start=1)
        xs = edges()
        canvas.drawCentredString((xs[1] + xs[-1]) / 2, TOP - 14, "本年支出")
        canvas.drawCentredString((xs[0] + xs[1]) / 2, TOP - 24, "科目名称")
        head(canvas, ["", *HEAD[1:]], TOP - PITCH)

    [grid] = grids(page_of(two_levels, body(ROWS, TOP - 2 * PITCH, ruled=True)))
    found = spans(grid)
    assert found["科目名称"] == (0, 0, 2, 1)
    assert found["本年支出"] == (0, 1, 1, 3)
    assert found["项目支出"] == (1, 3, 1, 1)
    assert texts(grid)[2:] == ROWS


def test_heads_side_by_side_share_the_columns_that_they_are_in_the_middle_of() -> None:
    rows = [["一、财政拨款", "5.00", "一、教育支出", "4.00"], ["合计", "5.00", "合计", "5.00"]]

    def two_sides(canvas: Canvas) -> None:
        rule(canvas, TOP, TOP - PITCH, TOP - 2 * PITCH)
        xs = edges()
        canvas.drawCentredString((xs[0] + xs[2]) / 2, TOP - 14, "收入")
        canvas.drawCentredString((xs[2] + xs[4]) / 2, TOP - 14, "支出")
        head(canvas, ["项目", "预算数", "项目", "预算数"], TOP - PITCH)
        for k, cells in enumerate(rows, 2):
            row(canvas, [*cells[:2], "", cells[3]], TOP - PITCH * k)
            canvas.drawString(xs[2] + 3, TOP - PITCH * k - 14, cells[2])
            rule(canvas, TOP - PITCH * (k + 1))

    [grid] = grids(page_of(two_sides))
    assert spans(grid)["收入"] == (0, 0, 1, 2)
    assert spans(grid)["支出"] == (0, 2, 1, 2)
    assert texts(grid)[2:] == rows


def test_a_column_without_figures_is_known_by_its_head() -> None:
    rows = [[*cells[:2], "", cells[3]] for cells in ROWS]
    [grid] = grids(page_of(headed(TOP), body(rows, TOP - PITCH, ruled=True)))
    assert texts(grid) == [HEAD, *rows]


def test_captions_between_rules_part_two_tables() -> None:
    middle = TOP - PITCH * 9

    def captions(canvas: Canvas) -> None:
        canvas.drawCentredString((LEFT + edges()[-1]) / 2, middle + 30, "项目支出表")
        canvas.drawRightString(edges()[-1], middle + 12, "单位：万元")

    first = (headed(TOP), body(ROWS, TOP - PITCH, ruled=True))
    second = (headed(middle), body(ROWS[:3], middle - PITCH, ruled=True))
    found = grids(page_of(*first, captions, *second))
    assert [texts(grid) for grid in found] == [[HEAD, *ROWS], [HEAD, *ROWS[:3]]]


def test_a_table_whose_first_row_has_no_rule_above_it_begins_there() -> None:
    def underlined(canvas: Canvas) -> None:
        head(canvas, HEAD, TOP)
        rule(canvas, TOP - PITCH)

    [grid] = grids(page_of(underlined, body(ROWS, TOP - PITCH, ruled=True)))
    assert texts(grid) == [HEAD, *ROWS]


widths = st.lists(st.integers(70, 100), min_size=2, max_size=4)
amounts = st.one_of(st.just(""), st.integers(1, 9_999_999).map(lambda n: f"{n / 100:,.2f}"))


@given(widths, st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_figures_stand_in_ruled_rows_they_are_read_in_their_columns(
    figure_widths: list[int], data: st.DataObject
) -> None:
    across = [110.0, *map(float, figure_widths)]
    words = ["项目", *("年初预算数", "调整数", "决算数", "增减额")[: len(figure_widths)]]
    rows = [
        [name, *(data.draw(amounts) for _ in figure_widths)]
        for name in ("教育支出", "科学技术支出", "其他支出")
    ]
    rows.append(["合计", *("1,234.50" for _ in figure_widths)])

    def page(canvas: Canvas) -> None:
        canvas.setFont(SONG, SIZE)
        xs = edges(across)
        head(canvas, words, TOP, across)
        for k, cells in enumerate(rows, 1):
            row(canvas, cells, TOP - PITCH * k, across)
        for k in range(len(rows) + 2):
            canvas.line(xs[0], TOP - PITCH * k, xs[-1], TOP - PITCH * k)

    [grid] = grids(page)
    assert texts(grid) == [words, *rows]


# -- heads and frames that are drawn -------------------------------------------------------------


def boxes(canvas: Canvas) -> None:
    xs = edges()
    for k in range(len(HEAD)):
        canvas.rect(xs[k], TOP - PITCH, xs[k + 1] - xs[k], PITCH)
    head(canvas, HEAD, TOP)


def test_a_head_in_boxes_gives_the_columns_of_the_rows_below_it() -> None:
    [grid] = grids(page_of(boxes, body(ROWS, TOP - PITCH, ruled=False)))
    assert texts(grid) == [HEAD, *ROWS]


def test_a_frame_around_all_rows_hides_no_columns() -> None:
    def frame(canvas: Canvas) -> None:
        height = PITCH * len(ROWS)
        canvas.rect(LEFT, TOP - PITCH - height, sum(WIDTHS), height)

    [grid] = grids(page_of(boxes, frame, body(ROWS, TOP - PITCH, ruled=False)))
    assert texts(grid) == [HEAD, *ROWS]


def test_lines_at_the_sides_of_ruled_rows_hide_no_columns() -> None:
    def sides(canvas: Canvas) -> None:
        for x in (edges()[0], edges()[-1]):
            canvas.line(x, TOP, x, TOP - PITCH * 5)

    [grid] = grids(page_of(headed(TOP), sides, body(ROWS, TOP - PITCH, ruled=True)))
    assert texts(grid) == [HEAD, *ROWS]


def test_a_line_down_the_middle_makes_no_figure_of_two() -> None:
    def half(canvas: Canvas) -> None:
        for x in (edges()[0], edges()[1], edges()[-1]):
            canvas.line(x, TOP, x, TOP - PITCH * 5)

    [grid] = grids(page_of(headed(TOP), half, body(ROWS, TOP - PITCH, ruled=True)))
    assert texts(grid) == [HEAD, *ROWS]


# -- tables over several pages -------------------------------------------------------------------


def test_rows_without_a_head_go_on_in_the_columns_of_the_page_before() -> None:
    first = page_of(headed(TOP), body(ROWS, TOP - PITCH, ruled=True))
    rest = [["其中：中央资金", "", "", ""], ["总计", "8.00", "", "8.00"]]
    before, after = grids(first, page_of(body(rest, TOP, ruled=True)))
    assert texts(after) == rest
    assert after.edges == before.edges


def test_a_last_row_alone_on_its_page_is_of_the_table_before() -> None:
    first = page_of(headed(TOP), body(ROWS, TOP - PITCH, ruled=False))
    _, after = grids(first, page_of(body([["总计", "8.00", "", "8.00"]], TOP, ruled=False)))
    assert texts(after) == [["总计", "8.00", "", "8.00"]]


# -- what cannot be read -------------------------------------------------------------------------


def unclear(top: float) -> Page:
    """Figures one below the other that claim the same columns."""

    def draw(canvas: Canvas) -> None:
        for k in range(6):
            canvas.drawString(LEFT, top - PITCH * k, f"第{k}项")
            shift = 25 * (k % 2)
            canvas.drawRightString(LEFT + 150 + shift, top - PITCH * k, "1,000.00")
            canvas.drawRightString(LEFT + 195 + shift, top - PITCH * k, "2,000.00")

    return draw


def test_figures_in_columns_that_are_not_clear_are_told() -> None:
    reading = read_pdf(drawn(page_of(boxes), page_of(unclear(TOP))))
    [grid] = [block for block in reading.blocks if isinstance(block, Grid) and block.page == 2]
    assert grid.loose


def test_an_unread_table_is_told_with_its_page() -> None:
    framed = page_of(boxes, body(ROWS, TOP - PITCH, ruled=False))
    document = parse(read_pdf(drawn(framed, page_of(unclear(TOP - 60)))), "x.pdf")
    assert ("unread-table", 2) in [(notice.key, notice.page) for notice in document.notices]


def test_a_table_that_goes_on_where_it_cannot_be_read_is_not_judged_without_its_rest() -> None:
    framed = page_of(boxes, body(ROWS, TOP - PITCH, ruled=False))
    assert all(grid.loose for grid in grids(framed, page_of(unclear(TOP))))


def test_prose_with_amounts_is_no_table_and_nothing_is_told() -> None:
    def prose(canvas: Canvas) -> None:
        for k in range(6):
            text = f"{k}、教育支出{k},200.50万元，比上年增加{k}.00万元，增长{k}.10%。"
            canvas.drawString(LEFT, TOP - PITCH * k, text)

    reading = read_pdf(drawn(page_of(prose)))
    assert all(isinstance(block, Line) for block in reading.blocks)
    assert parse(reading, "x.pdf").notices == ()


def test_a_line_below_a_title_is_not_a_running_line() -> None:
    """Only what nothing else stands outside of runs through the pages."""

    def titled(title: str) -> Page:
        def draw(canvas: Canvas) -> None:
            canvas.drawCentredString(300, 810, title)
            canvas.drawRightString(540, 785, "单位：万元")
            canvas.drawString(60, 700, f"{title}的说明。")

        return page_of(draw)

    blocks = read_pdf(drawn(*(titled(f"{word}支出表") for word in "甲乙丙丁"))).blocks
    assert [b.text for b in blocks if isinstance(b, Line)].count("单位：万元") == 4
