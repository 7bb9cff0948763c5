"""However a table is drawn, its cells are read with their spans and their text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from gouji.model.blocks import Grid, Line
from gouji.readers import Limits
from gouji.readers.pdf import read_pdf
from tests.tools.made_pdf import SONG, chinese, drawn, written

LEFT, TOP, WIDTH, HEIGHT = 60, 700, 100, 20
ROWS = [["项目", "合计", "基本支出"], ["教育支出", "1,200.50", "800.00"], ["合计", "1,200.50", "0"]]
XS = [LEFT + WIDTH * k for k in range(4)]
YS = [TOP - HEIGHT * k for k in range(4)]


def grids(data: bytes) -> list[Grid]:
    return [block for block in read_pdf(data).blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def words(canvas: Canvas, rows: list[list[str]] = ROWS) -> None:
    canvas.setFont(SONG, 10)
    for k, row in enumerate(rows):
        for j, text in enumerate(row):
            canvas.drawString(XS[j] + 4, YS[k] - 14, text)


def lines(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def thin_rectangles(canvas: Canvas) -> None:
    for y in YS:
        canvas.rect(XS[0], y - 0.24, XS[-1] - XS[0], 0.48, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x - 0.24, YS[-1], 0.48, YS[0] - YS[-1], stroke=0, fill=1)


def pieces_with_corners(canvas: Canvas) -> None:
    """As word processors do: a piece for each side of each cell, a dot for each corner."""
    for y in YS:
        for x in XS:
            canvas.rect(x, y, 0.48, 0.48, stroke=0, fill=1)
            if x < XS[-1]:
                canvas.rect(x + 0.48, y, WIDTH - 0.48, 0.48, stroke=0, fill=1)
            if y > YS[-1]:
                canvas.rect(x, y - HEIGHT + 0.48, 0.48, HEIGHT - 0.48, stroke=0, fill=1)


def cell_frames(canvas: Canvas) -> None:
    for y in YS[1:]:
        for x in XS[:-1]:
            canvas.rect(x, y, WIDTH, HEIGHT)


def dashes(canvas: Canvas) -> None:
    for y in YS:
        for k in range(XS[0], XS[-1], 5):
            canvas.line(k, y, min(k + 2, XS[-1]), y)
    for x in XS:
        for k in range(YS[-1], YS[0], 5):
            canvas.line(x, k, x, min(k + 2, YS[0]))


def double_frame(canvas: Canvas) -> None:
    lines(canvas)
    canvas.rect(XS[0] - 2, YS[-1] - 2, XS[-1] - XS[0] + 4, YS[0] - YS[-1] + 4)


def thick_frame(canvas: Canvas) -> None:
    lines(canvas)
    canvas.rect(XS[0], YS[0] - 2, XS[-1] - XS[0], 4, stroke=0, fill=1)
    canvas.rect(XS[0], YS[-1] - 2, XS[-1] - XS[0], 4, stroke=0, fill=1)


def open_sides(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        canvas.line(x, YS[0], x, YS[-1])


def backgrounds(canvas: Canvas) -> None:
    for k, y in enumerate(YS[1:]):
        for x in XS[:-1]:
            canvas.setFillGray(0.9 if k % 2 else 0.8)
            canvas.rect(x + 0.5, y + 0.5, WIDTH - 1, HEIGHT - 1, stroke=0, fill=1)
    canvas.setFillGray(0)


@pytest.mark.parametrize(
    "draw",
    [
        lines,
        thin_rectangles,
        pieces_with_corners,
        cell_frames,
        dashes,
        double_frame,
        thick_frame,
        open_sides,
        backgrounds,
    ],
)
def test_a_table_is_read_however_its_borders_are_drawn(draw: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas)
        words(canvas)

    [grid] = grids(drawn(page))
    assert (grid.rows, grid.columns) == (3, 3)
    assert texts(grid) == ROWS
    assert grid.edges == pytest.approx(XS, abs=2)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_turned_by_its_file_is_read_upright(rotate: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(rotate)
        lines(canvas)
        words(canvas)

    [grid] = grids(drawn(page, size=(842, 842)))
    assert texts(grid) == ROWS


@pytest.mark.parametrize("turn", [90, -90])
def test_a_table_drawn_sideways_is_turned_upright(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.translate(-300, -600)
        lines(canvas)
        words(canvas)

    reading = read_pdf(drawn(page))
    [grid] = [block for block in reading.blocks if isinstance(block, Grid)]
    assert texts(grid) == ROWS
    assert reading.pages[0].width > reading.pages[0].height


def test_white_lines_draw_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setStrokeColor(white)
        lines(canvas)
        canvas.drawString(XS[0] + 4, YS[1] + 4, "正文")

    assert grids(drawn(page)) == []


def test_lines_outside_the_clip_draw_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, 40, 40)
        canvas.clipPath(clip, stroke=0)
        lines(canvas)
        canvas.restoreState()
        canvas.drawString(100, 500, "正文")

    assert grids(drawn(page)) == []


def test_a_frame_around_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, 600, 400, 100)
        canvas.drawString(72, 650, "说明")

    blocks = read_pdf(drawn(page)).blocks
    assert [block.text for block in blocks if isinstance(block, Line)] == ["说明"]
    assert len(blocks) == 1


def test_merged_cells_have_spans() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(XS[0], YS[3], XS[3] - XS[0], YS[0] - YS[3])
        canvas.line(XS[1], YS[0], XS[1], YS[3])
        canvas.line(XS[1], YS[1], XS[3], YS[1])
        canvas.line(XS[2], YS[1], XS[2], YS[3])
        canvas.line(XS[0], YS[2], XS[3], YS[2])
        canvas.drawString(XS[0] + 4, YS[1] - 4, "科目")
        canvas.drawString(XS[1] + 60, YS[0] - 14, "支出预算")

    [grid] = grids(drawn(page))
    spans = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells}
    assert spans["科目"] == (0, 0, 2, 1)
    assert spans["支出预算"] == (0, 1, 1, 2)
    assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == grid.rows * grid.columns


def test_lines_of_a_cell_are_joined_as_they_are_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(SONG, 8)
        lines(canvas)
        canvas.drawString(XS[0] + 4, YS[0] - 8, "机关事业单位基本养")
        canvas.drawString(XS[0] + 4, YS[0] - 17, "老保险缴费支出")
        canvas.drawString(XS[1] + 4, YS[0] - 8, "371,514,")
        canvas.drawString(XS[1] + 4, YS[0] - 17, "655.00")
        canvas.drawString(XS[2] + 4, YS[0] - 8, "Grand")
        canvas.drawString(XS[2] + 4, YS[0] - 17, "total")

    [grid] = grids(drawn(page))
    assert texts(grid)[0] == ["机关事业单位基本养老保险缴费支出", "371,514,655.00", "Grand total"]


def test_figures_that_touch_the_next_label_stay_in_their_cell() -> None:
    content = b"".join(b"%d %d m %d %d l S " % (60, y, 360, y) for y in (600, 620, 640))
    content += b"".join(b"%d 600 m %d 640 l S " % (x, x) for x in (60, 160, 260, 360))
    content += b"BT /F1 12 Tf 88.8 625 Td (371,514.00) Tj ET BT /F2 12 Tf 161 625 Td "
    content += chinese("一、支出") + b" Tj ET"
    [grid] = grids(written(content))
    assert texts(grid)[0] == ["371,514.00", "一、支出", ""]


def test_every_character_keeps_its_place() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas)
        words(canvas)

    [grid] = grids(drawn(page))
    for cell in grid.cells:
        assert cell.box is not None
        spot = cell.source.spot(len(cell.text) - 1, len(cell.text))
        assert spot.page == 1
        assert spot.box is not None
        assert cell.box.x0 <= spot.box.x0 <= spot.box.x1 <= cell.box.x1


@given(
    st.lists(st.integers(20, 80), min_size=1, max_size=5),
    st.lists(st.integers(15, 40), min_size=1, max_size=6),
    st.data(),
)
@settings(max_examples=40, deadline=None)
def test_any_net_of_lines_gives_its_cells(
    widths: list[int], heights: list[int], data: st.DataObject
) -> None:
    columns, rows = len(widths), len(heights)
    xs = [50 + sum(widths[:k]) for k in range(columns + 1)]
    ys = [800 - sum(heights[:k]) for k in range(rows + 1)]
    # rows in which the border to the right is left out merge cells pairwise
    open_borders = data.draw(
        st.sets(st.tuples(st.integers(0, rows - 1), st.integers(1, max(1, columns - 1))))
    )
    open_borders = {(r, c) for r, c in open_borders if c < columns}
    parts = [b"%d %d m %d %d l S" % (xs[0], y, xs[-1], y) for y in ys]
    for row in range(rows):
        for column, x in enumerate(xs):
            if (row, column) not in open_borders:
                parts.append(b"%d %d m %d %d l S" % (x, ys[row], x, ys[row + 1]))
    cells = rows * columns - len(open_borders)
    parts.append(b"BT /F1 9 Tf 300 20 Td (text) Tj ET")
    found = grids(written(b"\n".join(parts)))
    if cells == 1:
        assert found == []
        return
    [grid] = found
    assert len(grid.cells) == cells
    assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == grid.rows * grid.columns


# -- tables without vertical lines ---------------------------------------------------------------

AMOUNTS = [["项目", "预算数", "决算数"], ["教育支出", "1,200.50", "800.00"]] + [
    [f"科目{k}", f"{k}00.25", f"{k}0.10"] for k in range(1, 4)
]


def plain(canvas: Canvas, rows: list[list[str]] = AMOUNTS) -> None:
    canvas.setFont(SONG, 10)
    for k, row in enumerate(rows):
        canvas.drawString(XS[0] + 4, TOP - 14 - 20 * k, row[0])
        for j, text in enumerate(row[1:], 2):
            canvas.drawRightString(XS[j] - 4, TOP - 14 - 20 * k, text)


def test_a_table_of_three_rules_is_read_by_its_columns() -> None:
    def page(canvas: Canvas) -> None:
        for y in (TOP, TOP - 20, TOP - 20 * len(AMOUNTS)):
            canvas.line(XS[0], y, XS[-1], y)
        plain(canvas)

    [grid] = grids(drawn(page))
    assert texts(grid) == AMOUNTS


def test_aligned_amounts_are_a_table_even_without_any_line() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "编制部门：某某局      单位：万元")
        plain(canvas)
        canvas.drawString(60, 500, "以上数据为万元，其中教育支出1,200.50万元。")

    data = drawn(page)
    [grid] = grids(data)
    assert texts(grid) == AMOUNTS
    kept = [block.text for block in read_pdf(data).blocks if isinstance(block, Line)]
    assert len(kept) == 2


def test_a_name_of_two_lines_stands_half_above_and_half_below_its_figures() -> None:
    def page(canvas: Canvas) -> None:
        rows = [*AMOUNTS, ["", "5.00", "——"], ["合计", "1,805.75", "860.60"]]
        plain(canvas, rows)
        canvas.drawString(XS[0] + 4, TOP - 14 - 20 * 5 + 6, "一般行政")
        canvas.drawString(XS[0] + 4, TOP - 14 - 20 * 5 - 6, "事务")

    [grid] = grids(drawn(page))
    assert texts(grid)[-2:] == [["一般行政事务", "5.00", "——"], ["合计", "1,805.75", "860.60"]]


def test_the_rest_of_a_name_between_three_rules_belongs_to_the_row_above() -> None:
    rows = [
        *AMOUNTS,
        ["一般公共预算财政", "5.00", "5.00"],
        ["拨款", "", ""],
        ["合计", "9.00", "9.00"],
    ]

    def page(canvas: Canvas) -> None:
        for y in (TOP, TOP - 20, TOP - 20 * len(rows)):
            canvas.line(XS[0], y, XS[-1], y)
        plain(canvas, rows)

    [grid] = grids(drawn(page))
    assert texts(grid) == [*AMOUNTS, ["一般公共预算财政拨款", "5.00", "5.00"], rows[-1]]


def test_heads_at_the_left_of_their_columns_stand_over_figures_at_the_right() -> None:
    def page(canvas: Canvas) -> None:
        plain(canvas, [["", "", ""], *AMOUNTS[1:]])
        for x, text in zip((64, 164, 264), AMOUNTS[0], strict=True):
            canvas.drawString(x, TOP - 14, text)

    [grid] = grids(drawn(page))
    assert texts(grid) == AMOUNTS


def test_a_code_right_after_a_figure_of_money_begins_the_next_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 9)
        for k, code in enumerate(("302", "30201", "30202")):
            canvas.drawString(60, 700 - 16 * k, "工资福利支出")
            canvas.drawRightString(294, 700 - 16 * k, f"{741 - k}.62")
            canvas.drawString(300, 700 - 16 * k, code)
            canvas.drawString(350, 700 - 16 * k, "办公费")
            canvas.drawRightString(540, 700 - 16 * k, f"{k}0.15")

    (grid,) = grids(drawn(draw))
    assert texts(grid)[0] == ["工资福利支出", "741.62", "302", "办公费", "00.15"]


def test_contents_with_page_numbers_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for k in range(6):
            canvas.drawString(72, 700 - 20 * k, f"第{k}部分 部门概况")
            canvas.drawString(480, 700 - 20 * k, str(3 + k))

    assert grids(drawn(page)) == []


def test_a_head_spread_by_spaces_is_one_cell() -> None:
    rows = [["项　目", "预 算 数", "决 算 数"], *AMOUNTS[1:]]
    [grid] = grids(drawn(lambda canvas: plain(canvas, rows)))
    assert texts(grid)[0] == rows[0]


def test_an_area_that_is_no_rectangle_is_told() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(XS[0], YS[2], XS[2] - XS[0], YS[0] - YS[2])
        canvas.line(XS[1], YS[0], XS[1], YS[1])
        canvas.line(XS[1], YS[1], XS[2], YS[1])
        canvas.drawString(XS[1] + 4, YS[0] - 14, "角")
        canvas.drawString(XS[0] + 4, YS[1] - 14, "边")

    reading = read_pdf(drawn(page))
    assert [notice.key for notice in reading.notices] == ["irregular-cells"]
    [grid] = [block for block in reading.blocks if isinstance(block, Grid)]
    assert {cell.text for cell in grid.cells} == {"角", "边", ""}


def test_more_rulings_than_a_table_can_have_are_told() -> None:
    content = b"".join(b"9 %d m 500 %d l S " % (y, y) for y in range(0, 800, 7))
    content += b"".join(b"%d 9 m %d 800 l S " % (x, x) for x in range(0, 500, 7))
    content += b"BT /F1 9 Tf 72 700 Td (text) Tj ET"
    reading = read_pdf(written(content), Limits(crossings=1000))
    assert [notice.values["limit"] for notice in reading.notices] == ["crossings"]
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["text"]


def test_sideways_text_in_an_upright_table_is_read_in_its_cell() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas)
        words(canvas)
        canvas.saveState()
        canvas.translate(XS[0] + 50, YS[3] + 2)
        canvas.rotate(90)
        canvas.setFont(SONG, 6)
        canvas.drawString(0, 0, "产出")
        canvas.restoreState()

    [grid] = grids(drawn(page))
    assert texts(grid)[2][0] == "合计产出"
