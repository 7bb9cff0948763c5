"""Laws of tables in plain text: a figure stands in its own column, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.arithmetic import Sum
from gouji.model.blocks import Grid, Line
from gouji.model.relation import Outcome
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.parsing.loose.align import Evidence, Figures, Law, align
from gouji.parsing.loose.recover import recover
from gouji.parsing.plain import plain
from gouji.readers.text import read_text

Cells = list[list[str | None]]


def grids(text: str) -> list[Grid]:
    lines = [b for b in read_text(text.encode()).blocks if isinstance(b, Line)]
    return [b for b in recover(lines) if isinstance(b, Grid)]


def cells(grid: Grid) -> Cells:
    """Texts by row and column; None where nothing is said of one column alone."""
    rows: Cells = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.colspan == 1:
            rows[cell.row][cell.column] = cell.text
    return rows


def together(grid: Grid) -> dict[tuple[int, range], str]:
    """What stands in some one of several columns, by row and columns."""
    return {
        (cell.row, range(cell.column, cell.column + cell.colspan)): cell.text
        for cell in grid.cells
        if cell.colspan > 1
    }


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}" if cents else ""


@st.composite
def expenditure(draw: st.DrawFn) -> list[list[str]]:
    """Rows of 支出总表: code, name, total, basic, project; consistent, blanks for zero."""
    rows: list[list[int | str]] = []
    for number in range(draw(st.integers(1, 4))):
        items: list[list[int | str]] = []
        for item in range(draw(st.integers(1, 3))):
            basic, project = draw(
                st.tuples(st.integers(0, 99999), st.integers(0, 99999)).filter(lambda t: sum(t) > 0)
            )
            items.append(
                [
                    f"{201 + number} 01 {item + 1:02d}",
                    f"某事务{number}{'甲乙丙'[item]}",
                    basic + project,
                    basic,
                    project,
                ]
            )
        total = [sum(int(i[c]) for i in items) for c in (2, 3, 4)]
        rows += [
            [f"{201 + number}", f"某支出{number}", *total],
            [f"{201 + number} 01", f"某类{number}事务", *total],
            *items,
        ]
    tops = [r for r in rows if " " not in str(r[0])]
    whole: list[int | str] = ["", "合计", *(sum(int(r[c]) for r in tops) for c in (2, 3, 4))]
    return [[c if isinstance(c, str) else money(c) for c in row] for row in [whole, *rows]]


def spaced(rows: Sequence[Sequence[str]]) -> str:
    """The table as an extractor leaves it: one blank between cells, blank cells gone."""
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


def laid_out(rows: Sequence[Sequence[str]]) -> str:
    """The table with its cells in columns."""
    wide = [10, 24, 14, 14, 14]
    done = []
    for row in rows:
        line = ""
        for cell, room in zip(row, wide, strict=True):
            size = sum(2 if ord(c) > 255 else 1 for c in cell)
            gap = " " * (room - size)
            line += cell + gap if room in wide[:2] else gap + cell
        done.append(line.rstrip())
    return "\n".join(done)


HEADER = "编制部门：某局 单位：万元\n科目编码 科目名称 合计 基本支出 项目支出\n"
LAID_OUT_HEADER = "编制部门：某局 单位：万元\n" + laid_out(
    [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
)


def never_wrong(text: str, wanted: Sequence[Sequence[str]]) -> int:
    """Every cell that is placed is right; how many figures were."""
    (grid,) = grids(text)
    assert not grid.loose
    found = cells(grid)[1:]
    assert len(found) == len(wanted)
    for got, row in zip(found, wanted, strict=True):
        assert all(g is None or g == w for g, w in zip(got, row, strict=True)), (got, row)
    for (line, columns), one in together(grid).items():
        if line:
            assert [w for w in wanted[line - 1][columns.start : columns.stop] if w] == [one]
    return sum(bool(g) for row in found for g in row[2:])


@given(expenditure())
@settings(deadline=None)
def test_a_table_with_its_blanks_gone_is_recovered_or_left_open(rows: list[list[str]]) -> None:
    placed = never_wrong(HEADER + spaced(rows), rows)
    assert placed >= len(rows)  # at least every total


@given(expenditure())
@settings(deadline=None)
def test_a_table_laid_out_in_columns_is_recovered(rows: list[list[str]]) -> None:
    never_wrong(LAID_OUT_HEADER + "\n" + laid_out(rows), rows)


@given(expenditure())
@settings(deadline=None)
def test_a_table_with_tabs_is_recovered(rows: list[list[str]]) -> None:
    header = "单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    never_wrong(header + "\n".join("\t".join(row).rstrip() for row in rows), rows)


FUNDS = """单位：万元
科目编码
科目名称 合计
财政拨款
单位资金
类 款 项
小计
一般公共预
算
政府性基
金预算
※ ※ ※ ※ 1 2 3 4 5
合计 900.00 600.00 600.00 300.00
201 一般公共服务支出 700.00 500.00 500.00 200.00
201 03 办公厅事务 700.00 500.00 500.00 200.00
201 03 01
一个名字很长很长很长的
项目
700.00 500.00 500.00 200.00
208 社会保障支出 200.00 100.00 100.00 100.00
"""
SAID = "一般公共预算拨款 600.00 万元。\n单位资金 300.00 万元。\n政府性基金预算未安排。\n"


def test_broken_heads_are_nested_and_broken_names_joined() -> None:
    (grid,) = grids(FUNDS + SAID)
    rows = cells(grid)
    assert [c and plain(c) for c in rows[1]] == [
        "类",
        "款",
        "项",
        None,
        None,
        "小计",
        "一般公共预算",
        "政府性基金预算",
        None,
    ]
    assert next(c.colspan for c in grid.cells if c.text == "财政拨款") == 3
    assert rows[6] == [
        "201",
        "03",
        "01",
        "一个名字很长很长很长的项目",
        "700.00",
        "500.00",
        "500.00",
        "",
        "200.00",
    ]


def test_without_further_evidence_only_what_is_certain_is_placed() -> None:
    (grid,) = grids(FUNDS)
    total = cells(grid)[3]
    assert total[4:6] == ["900.00", "600.00"]
    assert total[6:8] == [None, None]
    assert total[8] == "300.00"
    assert together(grid)[3, range(6, 8)] == "600.00"


MANY = """一般公共预算项目支出情况表
单位：万元
科目编码 科目名称 合计 工资福利支出 商品和服务支出 对个人和家庭的补助 资本性支出
合计 60.00 60.00
201 一般公共服务支出 60.00 60.00
20103 某事务 60.00 {}
2010301 行政运行 60.00 60.00
"""


def broken_sums(text: str) -> list[str]:
    """The totals that do not agree with their parts."""
    ledger = build_ledger(parse(read_text(text.encode()), "small.txt"))
    sums = [r for r in ledger.relations if isinstance(r, Sum)]
    assert len(sums) >= 4
    return [str(s.total.quantity) for s in sums if s.judge().outcome is Outcome.VIOLATED]


def test_an_amount_without_a_certain_column_still_adds_up() -> None:
    assert broken_sums(MANY.format("60.00")) == []
    in_row, below, above = "60.00 万元", "6.00 万元", "60.00 万元"
    assert sorted(broken_sums(MANY.format("6.00"))) == sorted((in_row, below, above))


@pytest.mark.parametrize("column", range(4))
def test_a_wrong_figure_still_lands_in_its_own_column(column: int) -> None:
    row = ["700.00", "500.00", "500.00", "200.00"]
    wrong = [*row[:column], "710.00", *row[column + 1 :]]
    text = FUNDS.replace(
        "201 一般公共服务支出 " + " ".join(row), "201 一般公共服务支出 " + " ".join(wrong)
    )
    (grid,) = grids(text + SAID)
    assert cells(grid)[4][4:] == [*wrong[:3], "", wrong[3]]


def test_figures_torn_by_blanks_are_mended() -> None:
    text = FUNDS.replace("208 社会保障支出 200.00 100.00", "208 社会保障支出 2 00.00 100. 00")
    (grid,) = grids(text + SAID)
    assert [plain(c or "") for c in cells(grid)[7][4:]] == [
        "200.00",
        "100.00",
        "100.00",
        "",
        "100.00",
    ]


def test_a_repeated_header_continues_the_table() -> None:
    head = FUNDS[: FUNDS.index("合计 900")]
    split = FUNDS.replace("208 社会", head + "208 社会")
    assert [cells(g) for g in grids(split + SAID)] == [cells(g) for g in grids(FUNDS + SAID)]


def test_both_sides_of_a_balance_are_told_apart() -> None:
    text = """单位：万元
收入 支出
项目 预算数 项目 预算数
一、财政拨款收入 100.00 一、一般公共服务支出 60.00
二、事业收入 二、教育支出 50.00
三、其他收入 10.00 三、卫生健康支出
四、住房保障支出
收 入 总 计 110.00 支 出 总 计 110.00
"""
    (grid,) = grids(text)
    assert cells(grid)[2:] == [
        ["一、财政拨款收入", "100.00", "一、一般公共服务支出", "60.00"],
        ["二、事业收入", "", "二、教育支出", "50.00"],
        ["三、其他收入", "10.00", "三、卫生健康支出", ""],
        ["", "", "四、住房保障支出", ""],
        ["收入总计", "110.00", "支出总计", "110.00"],
    ]


def test_the_right_side_begins_in_its_column_where_the_left_has_no_figure() -> None:
    text = (
        "财政拨款收支总表\n单位：万元\n"
        "收入                          支出\n"
        "项目                  预算数  项目                合计\n"
        "一、本年收入          841.12  一、本年支出      841.12\n"
        "一般公共预算资金      791.15  教育支出          561.42\n"
        "政府性基金预算资金     49.97  卫生健康支出      229.73\n"
        "二、上年结转                  城乡社区支出       49.97\n"
        "一般公共预算拨款              二、结转下年\n"
        "收入总计              841.12  支出总计          841.12\n"
    )
    (grid,) = grids(text)
    assert cells(grid)[4:6] == [
        ["二、上年结转", "", "城乡社区支出", "49.97"],
        ["一般公共预算拨款", "", "二、结转下年", ""],
    ]


def test_the_numbers_after_their_name_are_of_the_columns_of_figures() -> None:
    text = (
        "政府性基金预算财政拨款收入支出决算表\n单位：万元\n"
        "项目                              年初结转和结余  本年收入  本年支出                        年末结转和结余\n"
        "功能分类科目编码  科目名称                                  小计      基本支出  项目支出\n"
        "栏次                                           1         2         3         4         5                 6\n"
        "合计                                        5.00     50.00     40.00     10.00     30.00             15.00\n"
        "212               城乡社区支出              5.00     50.00     40.00     10.00     30.00             15.00\n"
    )
    (grid,) = grids(text)
    rows = cells(grid)
    assert rows[1][2:] == [None, None, "小计", "基本支出", "项目支出", None]
    assert rows[-1] == ["212", "城乡社区支出", "5.00", "50.00", "40.00", "10.00", "30.00", "15.00"]


def test_a_total_without_figures_is_the_last_row_of_its_table() -> None:
    text = (
        "国有资本经营预算财政拨款支出决算表\n单位：万元\n项目 本年支出\n功能分类科目编码 科目名称 合计 基本支出 项目支出\n"
        "栏次 1 2 3\n合计\n注：本部门没有国有资本经营预算财政拨款支出，本表为空表。\n"
    )
    document = parse(read_text(text.encode()), "small.txt")
    (table,) = document.tables
    assert [note.text for note in table.notes] == [text.strip().rpartition("\n")[2]]


NUMBERED = """收入支出决算总表
单位：万元
收入 支出
项目 行次 金额 项目 行次 金额
栏次 1 栏次 2
一、财政拨款收入 1 100.00 一、一般公共服务支出 4 60.00
2 二、资源勘探工业信
息等支出
5 {}
总计 3 100.00 总计 6 100.00
"""


def test_numbered_rows_of_both_sides_are_told_apart_by_their_numbers() -> None:
    (grid,) = grids(NUMBERED.format("40.00"))
    assert cells(grid)[3:] == [
        ["一、财政拨款收入", "1", "100.00", "一、一般公共服务支出", "4", "60.00"],
        ["", "2", "", "二、资源勘探工业信息等支出", "5", "40.00"],
        ["总计", "3", "100.00", "总计", "6", "100.00"],
    ]
    (grid,) = grids(NUMBERED.format("40.00").replace("5 40.00", "40.00"))
    assert grid.loose  # a number is missing


def test_the_same_header_under_another_title_is_that_of_another_table() -> None:
    head = "单位：万元\n科目编码 科目名称 合计 基本支出 项目支出\n栏次 1 2 3\n"
    text = (
        f"政府性基金预算支出表\n{head}212 城乡社区支出 50.00 50.00\n合计 50.00 50.00\n"
        f"国有资本经营预算支出表\n{head}合计\n注：本部门没有国有资本经营预算支出，本表为空表。\n"
    )
    document = parse(read_text(text.encode()), "small.txt")
    assert [t.empty for t in document.tables] == [False, True]
    again = text.replace("国有资本经营预算支出表", "政府性基金预算支出表")
    assert len(parse(read_text(again.encode()), "small.txt").tables) == 1


SOURCES = """收入预算796.89万元，其中：财政拨款收入796.89万元；事业收入0.00万元；其他收入0.00万元。
部门收支总表
单位：元
收入 支出
项目 预算数 项目 预算数
一、财政拨款收入 7968860 一、教育支出 7968860
二、事业收入 二、住房保障支出
三、其他收入 三、其他支出
收入总计 7968860 支出总计 7968860
部门收入总表
单位：元
科目编码 科目名称 合计 财政拨款收入 事业收入 其他收入
205 教育支出 7968860 7968860
合计 7968860 7968860
"""


def test_what_is_said_to_be_zero_is_empty() -> None:
    *_, grid = grids(SOURCES)
    assert cells(grid)[-1][2:] == ["7968860", "7968860", "", ""]


def test_a_table_none_of_whose_figures_has_a_place_is_not_understood() -> None:
    text = "部门收入总表\n单位：万元\n科目编码 科目名称 财政拨款收入 事业收入 其他收入\n205 教育支出 796.88\n208 社会保障和就业支出 30.00\n"
    (grid,) = grids(text)
    assert grid.loose or together(grid)


def test_figures_of_five_digits_under_a_broken_name_are_no_code() -> None:
    text = """部门支出总表
单位：元
科目编码 科目名称 合计 基本支出 项目支出
208 05
机关事业单位基本养老保险缴
费
65194 65194
208 08 抚恤 70000 70000
"""
    (grid,) = grids(text)
    rows = [[plain(c or "") for c in row] for row in cells(grid)[1:]]
    assert [row[-3] for row in rows] == ["65194", "70000"]


def test_a_table_that_is_not_understood_is_loose() -> None:
    text = "单位：万元\n项目 闻所未闻的栏 合计\n甲 1.00 2.00\n乙 3.00 4.00\n"
    assert [grid.loose for grid in grids(text)] == [True]


def test_figures_under_a_unit_without_a_known_header_are_loose() -> None:
    text = "单位：万元\n闻所未闻 的栏\n甲 1.00 2.00\n乙 3.00 4.00\n以上是全部情况。\n"
    (grid,) = grids(text)
    assert grid.loose
    assert grid.rows == 4 - 1


def test_prose_is_no_table() -> None:
    text = "收入预算 920.60 万元，其中：\n一般公共预算 583.60 万元，占 63.39%。\n项目支出 1.00 万元。\n"
    assert grids(text) == []


TARGETS = """项目支出绩效目标表
（2025 年）
预算单位 某中心
一级
指标
二级指标 三级指标
指标
值
分值
权重
产出指标 数量指标 培训次数
＞=1
2 次
40
质量指标 验收合格率 ≥98% 30
时效指标 完成时间 2025年
12月 20
"""


def test_targets_give_name_value_and_points() -> None:
    (grid,) = grids(TARGETS)
    rows = [[c and plain(c) for c in row[2:]] for row in cells(grid)]
    assert rows[-4:] == [
        ["三级指标", "指标值", "分值权重"],
        ["培训次数", ">=12次", "40"],
        ["验收合格率", "≥98%", "30"],
        ["完成时间", "2025年12月", "20"],
    ]


def test_points_come_out_complete_or_not_at_all() -> None:
    assert grids(TARGETS.replace("≥98% 30", "≥98%"))[0].loose
    assert grids(TARGETS.replace("≥98% 30", "良好 30"))[0].loose


def test_the_first_target_may_lack_its_unit() -> None:
    text = TARGETS.replace("值\n分值", "值\n指标值设置依据 分值").replace(
        "＞=1\n2 次\n40", "3 计划标准 40"
    )
    (grid,) = grids(text)
    assert [c and plain(c) for c in cells(grid)[-3]][2:] == ["培训次数", "3", None, "40"]


@given(
    st.lists(st.lists(st.integers(0, 500), min_size=3, max_size=3), min_size=2, max_size=5),
    st.data(),
)
@settings(deadline=None)
def test_placing_keeps_order_and_never_contradicts_the_truth(
    parts: list[list[int]], data: st.DataObject
) -> None:
    """Rows of total = a + b + c under a grand total, blanks gone: what is placed is right."""
    whole = [sum(column) for column in zip(*parts, strict=True)]
    truth = [[sum(row), *row] for row in [whole, *parts]]
    rows = [
        Figures(tuple(v for v in row if v), None if i == 0 else 0) for i, row in enumerate(truth)
    ]
    named = data.draw(st.sets(st.integers(1, 3)))
    evidence = Evidence({c: frozenset({whole[c - 1]}) for c in named if whole[c - 1]})
    for row, placing in zip(truth, align(rows, 4, [Law(0, (1, 2, 3))], evidence), strict=True):
        shown = [v for v in row if v]
        placed = [placing.columns[c] for c in sorted(placing.columns)]
        assert placed == sorted(placed)
        assert all(row[c] == 0 or c not in placing.blank for c in range(4))
        assert all(shown[i] == row[c] for c, i in placing.columns.items())


SCRAPS = ["单位：万元", "科目编码 科目名称 合计", "类 款 项", "※ ※ 1 2", "1 2 3", "收入 支出", "项目 预算数", "合计 1.00 1.00", "201 03 某事", "2010301\t某事\t5.00", "其中：某项 -", "一、某收入 2 二、某支出 3", "3.00   4.00", "7", "小计 基本支出", "一级指标 三级指标 指标值 分值", "数量指标 次数 ≥5 10", "＞", "=90%", "绩效目标表", "收入预算 1.00 万元。", "第二部分 表", "表 2"]  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS), max_size=40), st.sampled_from(["\n", "\n\n"]))
@settings(deadline=None)
def test_scraps_of_tables_raise_nothing_and_take_no_prose_after_them(
    scraps: list[str], ending: str
) -> None:
    text = ending.join([*scraps, "收入预算 2.00 万元。"])
    lines = [b for b in read_text(text.encode()).blocks if isinstance(b, Line)]
    blocks = recover(lines)
    last = blocks[-1]
    assert isinstance(last, Line)
    assert last.text == "收入预算 2.00 万元。"
    for grid in (b for b in blocks if isinstance(b, Grid)):
        places = [(c.row, c.column) for c in grid.cells]
        assert len(set(places)) == len(places)
        assert all(c.row + c.rowspan <= grid.rows for c in grid.cells)
        assert all(c.column + c.colspan <= grid.columns for c in grid.cells)


def test_a_published_text_comes_out_whole(corpus: Path) -> None:
    text = (corpus / "jimsar" / "jimsar-2025.txt").read_text(encoding="utf-8")
    found = grids(text)
    assert not any(grid.loose for grid in found)
    assert len(found) == 13


def test_a_heading_of_prose_ends_a_table() -> None:
    text = """
部门预算
一、2016年“三公”经费支出预算表
单位：万元
项目
预算数
公务接待费
9.00
公务用车购置费
0
二、2016年“三公”经费支出预算情况说明
2016年“三公”经费支出预算为9万元。
"""
    (grid,) = grids(text)
    assert not any("说明" in cell.source.text for cell in grid.cells)
