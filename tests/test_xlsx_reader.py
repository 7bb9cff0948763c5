"""Workbooks read as they show: number formats, merged ranges, hidden parts, sheets as tables."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.blocks import Grid, Line, ReadError, Reading
from gouji.readers import read_data
from gouji.readers.limits import Limits
from gouji.readers.xlsx.formats import number_text
from tests.builder import STYLES, make
from tests.builder.xlsx import number_cell, render_xlsx, sheet_xml, text_cell, workbook

B = 1  # the style of a bordered cell


def read(
    *rows: str, merges: tuple[str, ...] = (), columns: str = "", formats: tuple[str, ...] = ()
) -> Reading:
    return read_data(
        workbook({"表1": sheet_xml(list(rows), list(merges), columns)}, formats), ".xlsx"
    )


def grid(reading: Reading) -> Grid:
    (found,) = (b for b in reading.blocks if isinstance(b, Grid))
    return found


def lines(reading: Reading) -> list[str]:
    return [b.text for b in reading.blocks if isinstance(b, Line)]


def texts(found: Grid) -> list[list[str]]:
    return [[c.text for c in found.cells if c.row == r] for r in range(found.rows)]


def head(row: int) -> str:
    return text_cell(f"A{row}", "项目", B) + text_cell(f"B{row}", "预算数", B)


HEAD = head(1)


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("34.3", "0.00", "34.30"),
        ("0.285", "0.00", "0.29"),
        ("0.28499999999999998", "0.00", "0.29"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("-3", "#,##0.00;[Red]-#,##0.00", "-3.00"),
        ("-3", "#,##0.00_);(#,##0.00)", "(3.00)"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        ("0", "0.00;-0.00;", ""),
        ("-0.001", "0.00", "0.00"),
        ("0.3839", "0.00%", "38.39%"),
        ("0.1+", "0.00", "0.1+"),
        ("30000000000000004e-17", "General", "0.3"),
        ("848.05", "General", "848.05"),
        ("13800000000", "General", "13800000000"),
        ("12345678.9", "0.00,", "12345.68"),
        ("123456", "0!.0000", "12.3456"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("9", '0"人"', "9人"),
        ("9", "00", "09"),
        ("2.5", "0.##", "2.5"),
        ("2", "0.##", "2"),
        ("1500", '[>=1000]#,##0"元";0.00', "1,500元"),
        ("7", '[>=1000]#,##0"元";0.00', "7.00"),
        ("45709", "yyyy/m/d", "2025/2/21"),
        ("45709", 'yyyy"年"m"月"d"日"', "2025年2月21日"),
        ("45709", "[$-804]aaaa", "星期五"),
        ("45709.75", "yyyy-mm-dd hh:mm", "2025-02-21 18:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("5", "@", "5"),
        ("1e400", "0.00", "1e400"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(stored: str, code: str, shown: str) -> None:
    assert number_text(stored, code) == shown


@given(
    cents=st.integers(-(10**12), 10**12),
    decimals=st.integers(0, 4),
    grouped=st.booleans(),
)
def test_a_format_rounds_to_its_decimals(cents: int, decimals: int, grouped: bool) -> None:
    value = Decimal(cents).scaleb(-3)
    point = "." + "0" * decimals if decimals else ""
    shown = number_text(str(value), f"{'#,##0' if grouped else '0'}{point}")
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert Decimal(shown.replace(",", "")) == rounded
    assert len(shown.partition(".")[2]) == decimals
    assert ("," in shown) == (grouped and abs(rounded) >= 1000)


@given(stored=st.text(max_size=12), code=st.text(max_size=30))
@settings(max_examples=300)
def test_no_format_breaks_the_reader(stored: str, code: str) -> None:
    assert isinstance(number_text(stored, code), str)
    assert isinstance(number_text("-12345.678", code), str)


class TestSheet:
    """A sheet as captions, a table and notes."""

    def test_rows_above_the_borders_are_captions_and_below_them_notes(self) -> None:
        reading = read(
            text_cell("A1", "收支总表"),
            text_cell("A2", "编制部门：某局") + text_cell("B2", "单位：万元"),
            text_cell("A3", "项目", B) + text_cell("B3", "预算数", B),
            text_cell("A4", "收入", B) + number_cell("B4", 34.3, 2),
            text_cell("A5", "注：含上年结转。"),
            merges=("A1:B1",),
            formats=("0.00",),
        )
        assert [type(b) for b in reading.blocks] == [Line, Line, Grid, Line]
        assert lines(reading) == ["收支总表", "编制部门：某局  单位：万元", "注：含上年结转。"]
        assert texts(grid(reading)) == [["项目", "预算数"], ["收入", "34.30"]]

    def test_without_borders_labels_and_lone_texts_are_captions(self) -> None:
        reading = read(
            text_cell("A1", "收支总表"),
            text_cell("A2", "编制部门：某局") + text_cell("C2", "单位：万元"),
            text_cell("A3", "项目") + text_cell("B3", "合计") + text_cell("C3", "基本支出"),
            text_cell("A4", "收入") + number_cell("B4", 3) + number_cell("C4", 3),
            text_cell("A5", "其中："),
            text_cell("A6", "拨款") + number_cell("B6", 3) + number_cell("C6", 3),
            text_cell("A7", "说明：数字保留整数。"),
        )
        assert lines(reading) == ["收支总表", "编制部门：某局  单位：万元", "说明：数字保留整数。"]
        assert grid(reading).rows == 4

    def test_without_borders_a_merged_title_below_a_blank_row_begins_another_table(self) -> None:
        def table(top: int, title: str) -> list[str]:
            return [
                text_cell(f"A{top}", title),
                text_cell(f"C{top + 1}", "单位：万元"),
                *(text_cell(f"A{top + n}", "收入") + number_cell(f"B{top + n}", n) for n in (2, 3)),
            ]

        reading = read(
            *table(1, "收入总表"), "", "", *table(7, "支出总表"), merges=("A1:C1", "A7:C7")
        )
        assert lines(reading) == ["收入总表", "单位：万元", "支出总表", "单位：万元"]

    def test_a_table_without_captions_is_called_as_its_sheet(self) -> None:
        assert lines(read(HEAD, text_cell("A2", "收入", B) + number_cell("B2", 3, B))) == ["表1"]

    def test_merged_ranges_are_spans(self) -> None:
        reading = read(
            text_cell("A1", "科目", B) + text_cell("B1", "支出", B) + '<c r="C1" s="1"/>',
            '<c r="A2" s="1"/>' + text_cell("B2", "基本", B) + text_cell("C2", "项目", B),
            text_cell("A3", "201", B) + number_cell("B3", 1, B) + number_cell("C3", 2, B),
            merges=("A1:A2", "B1:C1"),
        )
        found = [(c.row, c.column, c.rowspan, c.colspan) for c in grid(reading).cells][:4]
        assert found == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]

    def test_two_tables_of_one_sheet_are_two(self) -> None:
        body = text_cell("A{}", "收入", B) + '<c r="B{}" s="1"><v>1</v></c>'
        rows = [
            text_cell("A1", "表一"),
            head(2),
            body.replace("{}", "3"),
            text_cell("A4", "表二"),
            head(5),
            body.replace("{}", "6"),
        ]
        assert [type(b) for b in read(*rows).blocks] == [Line, Grid, Line, Grid]

    def test_a_place_is_the_sheet_and_the_cell(self) -> None:
        reading = read(HEAD, text_cell("A2", "收入", B) + number_cell("B2", 34.3, B))
        assert grid(reading).cells[3].source.spot(0, 4).part == "表1!B2"
        xml = sheet_xml([HEAD, head(2)], [])
        quoted = read_data(workbook({"1 号's": xml}), ".xlsx")
        assert grid(quoted).cells[0].source.spot(0, 2).part == "'1 号''s'!A1"


class TestHidden:
    """What is hidden is passed over, and said so."""

    def test_rows_and_columns(self) -> None:
        reading = read(
            HEAD + text_cell("C1", "备注", B),
            text_cell("A2", "收入", B) + number_cell("B2", 3, B) + text_cell("C2", "内部", B),
            f'<row r="3" hidden="1">{text_cell("A3", "草稿", B)}{number_cell("B3", 9, B)}</row>',
            text_cell("A4", "支出", B) + number_cell("B4", 3, B),
            columns='<col min="3" max="3" hidden="1"/>',
        )
        assert texts(grid(reading)) == [["项目", "预算数"], ["收入", "3"], ["支出", "3"]]
        told = {n.key: n.values for n in reading.notices}
        assert told == {
            "hidden-rows": {"sheet": "表1", "count": 1},
            "hidden-columns": {"sheet": "表1", "count": 1},
        }

    def test_a_merge_over_hidden_rows_covers_what_is_left(self) -> None:
        reading = read(
            text_cell("A1", "科目", B) + text_cell("B1", "甲", B),
            f'<row r="2" hidden="1"><c r="A2" s="1"/>{text_cell("B2", "乙", B)}</row>',
            '<c r="A3" s="1"/>' + text_cell("B3", "丙", B),
            merges=("A1:A3",),
        )
        assert grid(reading).cells[0].rowspan == 2

    def test_sheets(self) -> None:
        xml = sheet_xml([HEAD, head(2)], [])
        reading = read_data(
            workbook({"表1": xml, "草稿": xml}, hidden=frozenset(("草稿",))), ".xlsx"
        )
        assert [(n.key, n.values) for n in reading.notices] == [("hidden-sheet", {"sheet": "草稿"})]
        assert sum(isinstance(b, Grid) for b in reading.blocks) == 1


class TestValues:
    """Sorts of cells."""

    def test_a_formula_reads_as_its_last_result(self) -> None:
        cell = '<c r="B2" s="2"><f>SUM(B3:B9)</f><v>12.5</v></c>'
        assert (
            texts(grid(read(HEAD, text_cell("A2", "合计", B) + cell, formats=("0.00",))))[1][1]
            == "12.50"
        )

    def test_a_formula_that_was_never_calculated_is_no_figure(self) -> None:
        reading = read(HEAD, text_cell("A2", "合计", B) + '<c r="B2" s="1"><f>SUM(B3:B9)</f></c>')
        assert texts(grid(reading))[1][1] == "=SUM(B3:B9)"
        assert [n.key for n in reading.notices] == ["uncalculated"]

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ('<c r="B2" s="1" t="e"><v>#REF!</v></c>', "#REF!"),
            ('<c r="B2" s="1" t="b"><v>1</v></c>', "TRUE"),
            ('<c r="B2" s="1" t="str"><f>A1</f><v>甲_x000a_乙</v></c>', "甲\n乙"),
            (
                '<c r="B2" s="1" t="inlineStr"><is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>乙</t></r></is></c>',
                "甲乙",
            ),
        ],
    )
    def test_what_is_no_number(self, cell: str, text: str) -> None:
        assert texts(grid(read(HEAD, text_cell("A2", "合计", B) + cell)))[1][1] == text


class TestBadInput:
    """One reason, or a notice; never more time or memory than the limits allow."""

    @staticmethod
    def reason(data: bytes, limits: Limits | None = None) -> str:
        with pytest.raises(ReadError) as caught:
            read_data(data, ".xlsx", limits or Limits())
        return caught.value.key

    def test_an_empty_sheet(self) -> None:
        assert self.reason(workbook({"表1": sheet_xml([], [])})) == "no-content"

    def test_a_million_empty_rows(self) -> None:
        empty = "".join(f'<row r="{n}" spans="1:2"/>' for n in range(3, 1_000_003))
        xml = sheet_xml([HEAD, text_cell("A2", "收入", B) + number_cell("B2", 3, B)], [])
        full = xml.replace("</sheetData>", f"{empty}</sheetData>")
        assert grid(read_data(workbook({"表1": full}), ".xlsx")).rows == 2

    def test_more_cells_than_the_limit(self) -> None:
        rows = [text_cell(f"A{n}", "收入", B) + number_cell(f"B{n}", n, B) for n in range(1, 60)]
        data = workbook({"表1": sheet_xml(rows, [])})
        reading = read_data(data, ".xlsx", Limits(cells=50))
        assert [n.key for n in reading.notices] == ["sheet-limit"]
        assert grid(reading).rows < 59

    def test_a_sheet_whose_corners_are_far_apart(self) -> None:
        rows = [
            f'<row r="{n}"><c r="{column}{n}" s="1" t="str"><v>甲</v></c></row>'
            for n, column in enumerate(("A", "ZZ", "XFD", "AAA"), start=1)
        ]
        far = text_cell("XFE9", "乙", B)
        assert grid(read(*rows)).columns == 4
        assert self.reason(workbook({"表1": sheet_xml([*rows, far], [])})) == "damaged"

    def test_merges_that_overlap_or_are_no_ranges(self) -> None:
        reading = read(HEAD, head(2), merges=("A1:B1", "A1:A2", "B9", "C3:A1", "?"))
        first = grid(reading).cells[0]
        assert (first.rowspan, first.colspan) == (1, 2)

    def test_a_row_without_end(self) -> None:
        assert (
            self.reason(workbook({"表1": sheet_xml(["<c/>" * 1_100_000], [])}))
            == "too-large-inside"
        )

    def test_merges_without_end(self) -> None:
        merges = tuple(f"A{n}:XFD{n + 1}" for n in range(1, 60_000))
        assert grid(read(HEAD, head(2), merges=merges)).rows == 2

    def test_entities_and_broken_xml(self) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml([HEAD], [])
        assert self.reason(workbook({"表1": bomb})) == "damaged"
        assert self.reason(workbook({"表1": "<worksheet><row>"})) == "damaged"

    def test_links_to_elsewhere_are_not_followed(self) -> None:
        data = BytesIO()
        book = workbook({"表1": sheet_xml([HEAD, head(2)], [])})
        with ZipFile(BytesIO(book)) as old, ZipFile(data, "w") as new:
            for info in old.infolist():
                content = old.read(info).replace(
                    b'Target="worksheets/sheet1.xml"',
                    b'Target="http://localhost:9/sheet1.xml" TargetMode="External"',
                )
                new.writestr(info.filename, content)
        assert self.reason(data.getvalue()) == "no-content"

    @given(cuts=st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=8)), max_size=4))
    @settings(max_examples=60)
    def test_damage_gives_a_reading_or_a_reason(self, cuts: list[tuple[int, bytes]]) -> None:
        with ZipFile(BytesIO(render_xlsx(make(1, STYLES[0])))) as archive:
            data = bytearray(archive.read("xl/worksheets/sheet1.xml"))
        for at, junk in cuts:
            start = at % len(data)
            data[start : start + len(junk)] = junk
        try:
            xml = bytes(data).decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
            assert read_data(workbook({"表1": xml}), ".xlsx").format == "xlsx"
        except ReadError as error:
            assert error.key
