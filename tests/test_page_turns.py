"""Tables without rulings that a page turn cuts go on, however wide the texts of each page are."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from gouji.engine import check
from gouji.model.tree import Document
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers.pdf import read_pdf
from tests.tools.made_pdf import SONG, drawn

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.default]

HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = [
    ("", "合计", "90.00", "60.00", "30.00"),
    ("208", "社会保障和就业支出", "50.00", "30.00", "20.00"),
    ("20805", "行政事业单位养老支出", "50.00", "30.00", "20.00"),
    ("2080505", "机关事业单位基本养老保险缴费支出", "50.00", "30.00", "20.00"),
    ("221", "住房保障支出", "40.00", "30.00", "10.00"),
    ("22102", "住房改革支出", "40.00", "30.00", "10.00"),
    ("2210201", "住房公积金", "15.00", "15.00", ""),
    ("2210203", "购房补贴", "25.00", "15.00", "10.00"),
]
LEFTS = (60, 130)
RIGHTS = (400, 470, 540)


def cut(rows: int, last: str = "25.00") -> Document:
    """The table with the first rows on one page and the others on the next."""

    def page(canvas: Canvas) -> None:
        canvas.setFont(SONG, 10)
        canvas.drawString(230, 780, "2025年部门支出总表")
        canvas.drawRightString(540, 760, "单位：万元")
        lines = [HEADS, *ROWS[:-1], (*ROWS[-1][:2], last, *ROWS[-1][3:])]
        y = 730
        for number, line in enumerate(lines):
            if number == rows:
                canvas.showPage()
                canvas.setFont(SONG, 10)
                y = 780
            for x, text in zip(LEFTS, line, strict=False):
                canvas.drawString(x, y, text)
            for x, text in zip(RIGHTS, line[2:], strict=True):
                canvas.drawRightString(x, y, text)
            y -= 18

    return parse(read_pdf(drawn(page)), "cut.pdf")


def told(document: Document) -> list[tuple[str, str]]:
    report = check(document, build_ledger(document), RULES)
    return [(d.rule.code, d.place.text) for d in report.diagnostics]


@pytest.mark.parametrize("rows", [4, 5, 6])
def test_what_follows_on_the_next_page_is_of_the_same_table(rows: int) -> None:
    document = cut(rows)
    (table,) = document.tables
    assert len(table.rows) == len(ROWS)
    assert not told(document)
    assert told(cut(rows, "26.00")) == [("TOT002", "26.00")]
