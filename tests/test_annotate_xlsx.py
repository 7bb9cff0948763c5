"""Marks in Excel: comments on cells and colours over them; formulas and values stay."""

from __future__ import annotations

import warnings
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest

from gouji.annotators import AnnotateError, Mark, annotated
from gouji.model.place import Run
from gouji.rule import Severity
from tests.builder import inject, make
from tests.builder.xlsx import render_xlsx
from tests.marking import checked, texts

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def mark_on(place: str, text: str = "对不上", severity: Severity = Severity.ERROR) -> Mark:
    return Mark((Run(0, 1, column=1, part=place),), severity, text, text)


def opened(data: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl wants a default style to be named
        return openpyxl.load_workbook(BytesIO(data))


def comments(data: bytes) -> dict[str, tuple[str, str]]:
    """By sheet and cell: the author of a comment and its words."""
    book = opened(data)
    return {
        f"{sheet.title}!{cell.coordinate}": (cell.comment.author, cell.comment.text)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def coloured(data: bytes) -> dict[str, str]:
    """By sheet and cell: the colour that a conditional format gives it."""
    book = opened(data)
    return {
        f"{sheet.title}!{cell}": rule.dxf.fill.bgColor.rgb
        for sheet in book
        for formats in sheet.conditional_formatting
        for rule in formats.rules
        for cell in str(formats.sqref).split()
    }


def cells(data: bytes) -> dict[str, bytes]:
    """The rows of every sheet as they are written: formulas, values and styles."""
    found = {}
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                rows = ET.fromstring(archive.read(name)).find(S + "sheetData")
                assert rows is not None
                found[name] = ET.tostring(rows)
    return found


def workbook(*, comment: bool = False, formula: bool = True) -> bytes:
    """A workbook of two sheets, as openpyxl writes it."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "收支总表"
    first["A1"], first["B1"] = "项目", "预算数"
    first["A2"], first["B2"] = "合计", "=SUM(B3:B4)" if formula else 3
    first["B3"], first["B4"] = 1, 2
    if comment:
        first["B2"].comment = openpyxl.comments.Comment("请核对", "审核人")
        first["A1"].comment = openpyxl.comments.Comment("表头", "审核人")
    book.create_sheet("支出 'A'!表")["C5"] = 5
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_mark_is_a_comment_and_a_colour_on_its_cell() -> None:
    places = ["收支总表!B2", "支出 'A'!表!C5"]
    copy = annotated("xlsx", workbook(), [mark_on(place) for place in places], ())
    assert comments(copy) == dict.fromkeys(places, ("gouji", "对不上"))
    assert coloured(copy).keys() == set(places)


def test_severities_have_colours_of_their_own() -> None:
    marks = [
        mark_on("收支总表!B2", "a", Severity.ERROR),
        mark_on("收支总表!B3", "b", Severity.WARNING),
        mark_on("收支总表!B4", "c", Severity.INFO),
        mark_on("收支总表!B4", "d", Severity.ERROR),
    ]
    copy = annotated("xlsx", workbook(), marks, ())
    colours = coloured(copy)
    assert colours["收支总表!B2"] == colours["收支总表!B4"] != colours["收支总表!B3"]
    assert comments(copy)["收支总表!B4"] == ("gouji", "c\n\nd")


def test_formulas_values_and_styles_of_cells_are_untouched() -> None:
    data = workbook(comment=True)
    copy = annotated("xlsx", data, [mark_on("收支总表!B2"), mark_on("收支总表!B3")], ())
    assert cells(copy) == cells(data)


def test_comments_of_others_stay_and_ours_stands_behind_them() -> None:
    data = workbook(comment=True)
    once = annotated("xlsx", data, [mark_on("收支总表!B2")], ())
    author, words = comments(once)["收支总表!B2"]
    assert author == "审核人" and words.startswith("请核对") and words.endswith("对不上")
    assert comments(once)["收支总表!A1"] == comments(data)["收支总表!A1"]
    assert comments(annotated("xlsx", once, [], ())) == comments(data)
    assert not coloured(annotated("xlsx", once, [], ()))


@pytest.mark.parametrize("comment", [False, True])
def test_a_second_run_replaces_our_marks(comment: bool) -> None:
    marks = [mark_on("收支总表!B2"), mark_on("收支总表!B4", "另一处", Severity.INFO)]
    once = annotated("xlsx", workbook(comment=comment), marks, ())
    twice = annotated("xlsx", once, marks[1:], ())
    alone = annotated("xlsx", workbook(comment=comment), marks[1:], ())
    assert comments(twice) == comments(alone)
    assert coloured(twice) == coloured(alone)
    assert annotated("xlsx", twice, marks[1:], ()) == annotated(
        "xlsx", annotated("xlsx", twice, marks[1:], ()), marks[1:], ()
    )


def test_every_finding_of_a_workbook_is_on_its_cell() -> None:
    draft, _ = inject(make(5, "xinjiang"), "row_total", 5)
    document = checked(render_xlsx(draft), ".xlsx")
    places = {d.anchor.spot.part for d in document.report.diagnostics if d.anchor.text}
    found = comments(document.copy)
    assert places and places - {None} <= found.keys()
    assert coloured(document.copy).keys() == found.keys()
    again = checked(document.copy, ".xlsx")
    assert texts(again.reading) == texts(document.reading)


def test_without_marks_the_file_stays_as_it_is() -> None:
    data = workbook(comment=True)
    assert annotated("xlsx", data, [], ()) == data


def test_what_is_no_package_is_refused_in_words() -> None:
    with pytest.raises(AnnotateError) as caught:
        annotated("xlsx", b"PK\x03\x04 nothing", [], ())
    assert caught.value.key == "damaged-output"
