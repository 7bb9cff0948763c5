"""A sheet printed wider than its pages is read and checked as the sheet it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.diagnostics import Diagnostic
from gouji.engine import check
from gouji.model.tree import Document, Table
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers.pdf import read_pdf
from tests.tools.printed import Sheet, printed, sheet

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.default]

HEADS = [
    "科目编码",
    "科目名称",
    "合计",
    "基本支出/小计",
    "基本支出/人员经费",
    "基本支出/公用经费",
    "项目支出",
    "上缴上级支出",
]
PARTS = {
    "2010101": ("行政运行", 300, 120, 40, 0),
    "2010102": ("一般行政管理事务", 0, 15, 25, 7),
    "2080501": ("行政单位离退休", 80, 5, 0, 0),
    "2080502": ("事业单位离退休", 60, 2, 30, 1),
    "2210201": ("住房公积金", 90, 0, 0, 0),
}
GROUPS = {
    "201": "一般公共服务支出",
    "20101": "人大事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
}


def amounts(code: str, spent: dict[str, tuple[int, ...]]) -> list[str]:
    """The figures of a row: the sum of the items of its code, by column."""
    personnel, public, project, handed = (
        sum(values[k] for item, values in spent.items() if item.startswith(code)) for k in range(4)
    )
    basic = personnel + public
    row = (basic + project + handed, basic, personnel, public, project, handed)
    return [f"{value:,}.00" if value else "" for value in row]


def spending(title: str = "2025年部门支出总表", **wrong: str) -> Sheet:
    """A table of expenditure, with other figures at some places (``r4c3``, from the total row)."""
    spent = {code: values[1:] for code, values in PARTS.items()}
    names = GROUPS | {code: values[0] for code, values in PARTS.items()}
    body = [["", "合计", *amounts("", spent)]]
    body += [[code, names[code], *amounts(code, spent)] for code in sorted(names)]
    for place, text in wrong.items():
        row, column = map(int, place[1:].split("c"))
        body[row][column] = text
    return sheet(title, "单位：万元", HEADS, body)


def document(data: bytes) -> Document:
    return parse(read_pdf(data), "sheet.pdf")


def diagnostics(data: bytes) -> list[Diagnostic]:
    read = document(data)
    return list(check(read, build_ledger(read), RULES).diagnostics)


def told(table: Table) -> object:
    """What a table says, wherever it is printed."""
    rows = [
        (row.head.address, [(cell.column.path, cell.column.unit, cell.text) for cell in row])
        for row in table.rows
    ]
    return table.title, table.unit, table.kind, rows


cuts = st.sets(st.integers(2, len(HEADS) - 1), min_size=1, max_size=3).map(sorted)


# A page that holds one row, or a strip of it, is no table; so let there be two at least.
rows_of_a_page = st.integers(6, 20).filter(lambda rows: 16 % rows != 1)


@given(cuts, rows_of_a_page, st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_strips_read_as_the_sheet(places: list[int], rows: int, over: bool, again: bool) -> None:
    (whole,) = document(printed(spending(), rows=rows)).tables
    data = printed(spending(), cuts=places, rows=rows, over=over, again=2 if again else 0)
    (table,) = document(data).tables
    assert told(table) == told(whole)
    assert not diagnostics(data)


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("rows", [9, 20])
@pytest.mark.parametrize("again", [0, 2])
def test_sheets_one_after_another_stay_apart(over: bool, rows: int, again: int) -> None:
    titles = ["2025年部门支出总表", "2025年一般公共预算支出表", "2025年政府性基金预算支出表"]
    sheets = [spending(title) for title in titles]
    read = document(printed(*sheets, cuts=(3, 6), rows=rows, over=over, again=again))
    assert [table.title for table in read.tables] == titles
    assert all(len(table.panels[0].columns) == len(HEADS) for table in read.tables)


@pytest.mark.parametrize(("over", "page"), [(False, 5), (True, 4)])
def test_one_wrong_figure_is_told_on_its_page(over: bool, page: int) -> None:
    (found,) = diagnostics(printed(spending(r3c5="136.00"), cuts=(4,), rows=6, over=over))
    assert (found.rule.code, found.place.page, found.place.text) == ("TOT002", page, "136.00")


def test_tables_with_equal_rows_and_titles_of_their_own_stay_apart() -> None:
    body = [["合计", "30.00", "20.00", "10.00"], ["某局", "30.00", "20.00", "10.00"]]
    heads = ["单位", "合计", "基本支出", "项目支出"]
    first = sheet("2025年部门支出总表", "单位：万元", heads, body)
    second = sheet("2025年一般公共预算支出表", "单位：万元", ["科目", *heads[1:]], body)
    third = sheet("2025年“三公”经费支出表", "单位：万元", heads[1:], [row[1:] for row in body])
    tables = document(printed(first, second, third)).tables
    assert [len(table.panels[0].columns) for table in tables] == [4, 4, 3]
    assert len({table.title for table in tables}) == 3


def test_parts_with_rows_at_other_heights_are_not_joined() -> None:
    read = document(printed(spending(), cuts=(4,), nudged=7))
    assert all(len(table.panels[0].columns) < len(HEADS) for table in read.tables)


def test_income_and_expenditure_on_two_pages_are_one_table() -> None:
    body = [
        ["一、财政拨款收入", "300.00", "一、一般公共服务支出", "260.00"],
        ["二、事业收入", "20.00", "二、住房保障支出", "60.00"],
        ["收入总计", "320.00", "支出总计", "{}"],
    ]
    heads = ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]

    def balance(total: str) -> bytes:
        rows = [[text.format(total) for text in row] for row in body]
        return printed(sheet("2025年部门收支总表", "单位：万元", heads, rows), cuts=(2,))

    assert not diagnostics(balance("320.00"))
    assert {d.rule.code for d in diagnostics(balance("330.00"))} == {"TIE001"}
    (table,) = document(balance("320.00")).tables
    assert [panel.flow for panel in table.panels] == ["income", "expenditure"]
