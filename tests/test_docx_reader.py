"""Word documents read as they print: numbering, changes, fields, boxes, merged cells."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.blocks import Grid, GridCell, Line, ReadError, Reading
from gouji.model.place import SourceText
from gouji.readers import read_data
from gouji.readers.docx.numerals import numeral
from gouji.readers.limits import Limits
from tests.builder import STYLES, make
from tests.builder.docx import STYLES as WORD_STYLES
from tests.builder.docx import package, paragraph, part, render_docx, run, zipped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(body: str, **parts: str) -> Reading:
    return read_data(package(body, **parts), ".docx")


def lines(body: str, **parts: str) -> list[str]:
    return [b.text for b in read(body, **parts).blocks if isinstance(b, Line)]


def grids(body: str) -> list[Grid]:
    return [b for b in read(body).blocks if isinstance(b, Grid)]


def cell(content: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or paragraph('')}</w:tc>"


def words(text: str, properties: str = "") -> str:
    return cell(paragraph(run(text)), properties)


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def covered(grid: Grid) -> dict[tuple[int, int], str]:
    """The text at every position of a grid; no position is covered twice."""
    found: dict[tuple[int, int], str] = {}
    for c in grid.cells:
        for r in range(c.row, c.row + c.rowspan):
            for k in range(c.column, c.column + c.colspan):
                assert (r, k) not in found
                found[r, k] = c.text
    return found


def shape(c: GridCell) -> tuple[int, int, int, int, str]:
    return c.row, c.column, c.rowspan, c.colspan, c.text


class TestNumbering:
    """Automatic numbers are part of the text."""

    @staticmethod
    def numbering(*levels: tuple[str, str], overrides: str = "") -> str:
        lvls = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        return part(
            "numbering",
            f'<w:abstractNum w:abstractNumId="5">{lvls}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="5"/>{overrides}</w:num>',
        )

    @staticmethod
    def item(text: str, level: int = 0, num: int = 1) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
        return paragraph(run(text), properties=numbered)

    def test_levels_count_and_start_anew(self) -> None:
        numbering = self.numbering(
            ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
        )
        body = "".join(
            self.item(*each)
            for each in (
                ("收入", 0),
                ("预算", 1),
                ("说明", 2),
                ("说明", 2),
                ("决算", 1),
                ("支出", 0),
                ("预算", 1),
            )
        )
        assert lines(body, numbering=numbering) == [
            *("一、收入", "（一）预算", "1.说明", "2.说明", "（二）决算", "二、支出", "（一）预算"),
        ]

    def test_prose_between_the_items_of_a_list_does_not_end_it(self) -> None:
        numbering = self.numbering(("chineseCounting", "%1、"))
        body = self.item("收入") + paragraph(run("收入预算 3.00 万元。")) + self.item("支出")
        assert lines(body, numbering=numbering)[2] == "二、支出"

    def test_a_label_quotes_the_numbers_above_it(self) -> None:
        numbering = self.numbering(("decimal", "%1"), ("decimal", "%1.%2"))
        body = self.item("收入") + self.item("预算", 1) + self.item("决算", 1)
        assert lines(body, numbering=numbering) == ["1收入", "1.1预算", "1.2决算"]

    def test_lists_of_one_definition_count_on_unless_told_to_start(self) -> None:
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        body = self.item("收入") + self.item("支出", num=2)
        levels = (("decimal", "%1."),)
        assert lines(body, numbering=self.numbering(*levels))[1] == "2.支出"
        assert lines(body, numbering=self.numbering(*levels, overrides=start))[1] == "1.支出"

    def test_a_level_starts_anew_when_it_is_used_not_before(self) -> None:
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
        numbering = self.numbering(("decimal", "%1"), ("decimal", "%1.%2"), overrides=start)
        body = self.item("收入") + self.item("预算", 1, 2) + self.item("支出", 0, 2)
        assert lines(body, numbering=numbering) == ["1收入", "1.1预算", "7支出"]

    def test_a_heading_style_numbers_its_paragraphs(self) -> None:
        numbering = self.numbering(("chineseCounting", "第%1部分"))
        styles = WORD_STYLES.replace(
            '<w:name w:val="heading 1"/>',
            '<w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
        )
        off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
        body = (
            paragraph(run("概况"), "Heading1")
            + paragraph(run("目录"), "Heading1", off)
            + paragraph(run("预算表"), "Heading1")
        )
        assert lines(body, numbering=numbering, styles=styles) == [
            "第一部分概况",
            "目录",
            "第二部分预算表",
        ]

    def test_bullets_are_no_text(self) -> None:
        numbering = self.numbering(("bullet", "\uf06c"))
        assert lines(self.item("收入"), numbering=numbering) == ["收入"]

    def test_a_label_stands_nowhere_and_the_words_after_it_in_their_run(self) -> None:
        numbering = self.numbering(("chineseCounting", "（%1）"))
        (line,) = read(self.item("收入 3.00 万元"), numbering=numbering).blocks
        assert isinstance(line, Line)
        assert [(r.start, r.length, r.part) for r in line.source.runs] == [
            (3, 10, "word/document.xml#p1.t1")
        ]

    @pytest.mark.parametrize(
        ("number", "form", "text"),
        [
            (10, "chineseCounting", "十"),
            (21, "chineseCountingThousand", "二十一"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (12, "ideographDigital", "一二"),
            (3, "chineseLegalSimplified", "叁"),
            (2, "ideographTraditional", "乙"),
            (20, "decimalEnclosedCircleChinese", "⑳"),
            (27, "lowerLetter", "aa"),
            (1994, "upperRoman", "MCMXCIV"),
            (7, "decimalZero", "07"),
            (5, "decimalFullWidth", "５"),
            (4, "unheardOf", "4"),
        ],
    )
    def test_numerals(self, number: int, form: str, text: str) -> None:
        assert numeral(number, form) == text


class TestChanges:
    """Tracked changes are read as accepted."""

    def test_insertions_are_taken_and_deletions_dropped(self) -> None:
        body = paragraph(
            run("收入预算 ")
            + "<w:del><w:r><w:delText>3.00</w:delText></w:r></w:del>"
            + f"<w:ins>{run('4.00')}</w:ins>"
            + f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run(' 万元')}</w:moveTo>"
        )
        assert lines(body) == ["收入预算 4.00 万元"]

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self) -> None:
        deleted = "<w:rPr><w:del/></w:rPr>"
        body = paragraph(run("收入预算"), properties=deleted) + paragraph(run(" 3.00 万元。"))
        assert lines(body) == ["收入预算 3.00 万元。"]

    def test_a_deleted_row_is_gone(self) -> None:
        body = table(
            row(words("合计"), words("3.00")),
            row(words("基本支出"), words("1.00"), properties="<w:del/>"),
            row(words("项目支出"), words("3.00"), properties="<w:ins/>"),
        )
        (grid,) = grids(body)
        assert [c.text for c in grid.cells] == ["合计", "3.00", "项目支出", "3.00"]


class TestWords:
    """What stands within a paragraph."""

    def test_wrappers_of_words_change_nothing(self) -> None:
        body = paragraph(
            f'<w:hyperlink r:id="rId9">{run("收入")}</w:hyperlink>'
            f"<w:smartTag>{run('预算')}</w:smartTag>"
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' 3.00')}</w:sdtContent></w:sdt>"
            f"<w:customXml>{run(' 万元')}</w:customXml>"
        )
        assert lines(body) == ["收入预算 3.00 万元"]

    def test_characters_that_are_elements(self) -> None:
        body = paragraph(
            run("单位")
            + "<w:r><w:tab/></w:r>"
            + run("A")
            + "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"
            + run("1")
            + '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
        )
        assert lines(body) == ["单位\tA-1☑"]

    def test_a_line_break_leaves_open_whether_a_paragraph_begins(self) -> None:
        first, second = read(paragraph(run("一、收入") + "<w:r><w:br/></w:r>" + run("说明"))).blocks
        assert isinstance(first, Line)
        assert isinstance(second, Line)
        assert (first.text, first.ends_paragraph) == ("一、收入", None)
        assert (second.text, second.ends_paragraph) == ("说明", True)

    def test_hidden_words_are_not_read(self) -> None:
        assert lines(paragraph(run("收入") + run("内部", "<w:vanish/>"))) == ["收入"]

    def test_a_field_shows_its_result(self) -> None:
        body = paragraph(
            run("合计 ")
            + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("3.00")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>'
            + f'<w:fldSimple w:instr=" DOCPROPERTY x ">{run(" 万元")}</w:fldSimple>'
        )
        assert lines(body) == ["合计 3.00 万元"]

    def test_a_field_left_open_hides_nothing_after_it(self) -> None:
        body = paragraph(run("甲") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
        assert lines(body + paragraph(run("乙"))) == ["甲", "乙"]

    def test_the_entries_of_a_table_of_contents_have_leaders(self) -> None:
        body = (
            paragraph(run("目录"))
            + paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                + run("一、收入")
                + "<w:r><w:tab/></w:r>"
                + run("3")
            )
            + paragraph(run("二、支出") + "<w:r><w:tab/></w:r>" + run("4"))
            + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        )
        assert lines(body) == ["目录", "一、收入……3", "二、支出……4"]

    def test_boxes_follow_their_paragraph_and_are_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph(run('表 1'))}</w:txbxContent>"
        body = paragraph(
            run("第一部分")
            + '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert lines(body) == ["第一部分", "表 1"]

    def test_footnotes_follow_the_body(self) -> None:
        notes = part(
            "footnotes",
            f'<w:footnote w:id="-1">{paragraph(run("———"))}</w:footnote>'
            f'<w:footnote w:id="2">{paragraph(run("含上年结转。"))}</w:footnote>',
        )
        body = paragraph(run("收入") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph(
            run("支出")
        )
        assert lines(body, footnotes=notes) == ["收入", "支出", "含上年结转。"]

    def test_size_and_weight_come_from_the_style_or_the_run(self) -> None:
        body = paragraph(run("概况"), "Heading1") + paragraph(run("说明", '<w:sz w:val="21"/>'))
        found = [(b.size, b.bold) for b in read(body).blocks if isinstance(b, Line)]
        assert found == [(16.0, True), (10.5, False)]

    def test_an_embedded_object_is_told(self) -> None:
        (notice,) = read(paragraph(run("表 1") + "<w:r><w:object/></w:r>")).notices
        assert (notice.key, notice.values) == ("docx-embedded", {"count": 1})


class TestTables:
    """Rows of cells as grids."""

    def test_merged_cells(self) -> None:
        body = table(
            row(
                words("科目", '<w:vMerge w:val="restart"/>'),
                words("支出", '<w:gridSpan w:val="2"/>'),
            ),
            row(cell(properties="<w:vMerge/>"), words("基本支出"), words("项目支出")),
            row(words("201"), words("1.00"), words("2.00")),
        )
        (grid,) = grids(body)
        assert list(map(shape, grid.cells))[:2] == [(0, 0, 2, 1, "科目"), (0, 1, 1, 2, "支出")]
        assert len(covered(grid)) == grid.rows * grid.columns == 9

    def test_a_merge_ends_where_a_row_does_not_continue_it(self) -> None:
        body = table(
            row(words("甲", '<w:vMerge w:val="restart"/>'), words("1")),
            row(cell(properties="<w:vMerge/>"), words("2")),
            row(words("乙"), words("3")),
            row(words("丙", "<w:vMerge/>"), words("4")),
        )
        (grid,) = grids(body)
        assert [shape(c)[2:] for c in grid.cells if c.column == 0] == [
            (2, 1, "甲"),
            (1, 1, "乙"),
            (1, 1, "丙"),
        ]

    def test_columns_left_free_before_a_row(self) -> None:
        body = table(
            row(words("甲"), words("1"), words("2")),
            row(words("3"), properties='<w:gridBefore w:val="2"/>'),
        )
        (grid,) = grids(body)
        assert (grid.columns, shape(grid.cells[-1])) == (3, (1, 2, 1, 1, "3"))

    def test_rows_and_cells_in_content_controls(self) -> None:
        control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
        body = control(
            table(row(words("甲"), control(words("1"))), control(row(words("乙"), words("2"))))
        )
        (grid,) = grids(body)
        assert [c.text for c in grid.cells] == ["甲", "1", "乙", "2"]

    def test_the_lines_of_a_cell_are_one_text(self) -> None:
        name = cell(paragraph(run("一般公共")) + paragraph(run("预算")))
        figures = cell(paragraph(run("1.00")) + paragraph(run("2.00")))
        (grid,) = grids(table(row(name, figures), row(words("甲"), words("1"))))
        assert [c.text for c in grid.cells][:2] == ["一般公共预算", "1.00 2.00"]

    def test_a_table_within_a_cell_is_a_table_of_its_own(self) -> None:
        inner = table(row(words("内"), words("1")), row(words("里"), words("2")))
        body = table(
            row(words("外"), cell(inner + paragraph(run("说明")))), row(words("甲"), words("1"))
        )
        outer, nested = grids(body)
        assert [c.text for c in outer.cells][:2] == ["外", "说明"]
        assert [c.text for c in nested.cells] == ["内", "1", "里", "2"]

    def test_a_frame_around_text_is_no_table(self) -> None:
        body = table(row(cell(paragraph(run("收入")) + paragraph(run("支出")))))
        assert lines(body) == ["收入", "支出"]

    def test_a_blank_cell_has_a_place(self) -> None:
        (grid,) = grids(table(row(words("甲"), cell()), row(words("乙"), words("1"))))
        assert grid.cells[1].source.spot(0, 0).part == "word/document.xml#p2"


def sources(reading: Reading) -> Iterator[SourceText]:
    for block in reading.blocks:
        if isinstance(block, Line):
            yield block.source
        else:
            yield from (c.source for c in block.cells)


@pytest.mark.parametrize("style", STYLES)
def test_every_run_can_be_found_again_in_the_file(style: str) -> None:
    data = render_docx(make(3, style))
    with ZipFile(BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    texts = {
        f"word/document.xml#p{n}.t{m}": t.text or ""
        for n, p in enumerate(root.iter(W + "p"), start=1)
        for m, t in enumerate(p.iter(W + "t"), start=1)
    }
    for source in sources(read_data(data, ".docx")):
        for r in source.runs:
            if r.length:
                assert r.part is not None
                assert r.column is not None
                words_there = texts[r.part][r.column - 1 : r.column - 1 + r.length]
                assert source.text[r.start : r.start + r.length] == words_there


class TestBadInput:
    """One reason, no exception of another kind, no end of time or memory."""

    @staticmethod
    def reason(data: bytes, limits: Limits | None = None) -> str:
        with pytest.raises(ReadError) as caught:
            read_data(data, ".docx", limits or Limits())
        return caught.value.key

    def changed(self, name: str, content: bytes) -> bytes:
        buffer = BytesIO()
        with (
            ZipFile(BytesIO(package(paragraph(run("收入"))))) as old,
            ZipFile(buffer, "w", 8) as new,
        ):
            for info in old.infolist():
                new.writestr(info.filename, content if info.filename == name else old.read(info))
        return buffer.getvalue()

    def test_no_package(self) -> None:
        assert self.reason(b"hello") == "not-office"
        assert self.reason(b"PK\x03\x04 and then nothing") == "damaged"
        assert self.reason(package(paragraph(run("收入")))[:-40]) == "damaged"

    def test_a_package_of_something_else(self) -> None:
        assert self.reason(zipped({"a.txt": "hello"})) == "unsupported"

    def test_broken_xml(self) -> None:
        assert self.reason(self.changed("word/document.xml", b"<w:document>")) == "damaged"
        assert self.reason(self.changed("word/styles.xml", b"<")) == "damaged"

    def test_entities_are_refused_before_they_grow_or_fetch(self) -> None:
        bomb = (
            b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;">'
            b'<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document>&c;&f;</w:document>'
        )
        assert self.reason(self.changed("word/document.xml", bomb)) == "damaged"
        wide = bomb.decode().encode("utf-16")
        assert self.reason(self.changed("word/document.xml", wide)) == "damaged"

    def test_a_part_that_inflates_beyond_the_limit(self) -> None:
        bomb = self.changed("word/document.xml", b"<a>" + b" " * 3_000_000 + b"</a>")
        assert len(bomb) < 10_000
        assert self.reason(bomb, Limits(xml_bytes=1_000_000)) == "too-large-inside"

    def test_more_elements_than_any_document_has(self) -> None:
        assert self.reason(package(paragraph("") * 400), Limits(elements=500)) == "too-large-inside"

    def test_spans_wider_than_any_table(self) -> None:
        wide = table(row(words("甲", '<w:gridSpan w:val="900"/>')) * 20)
        assert self.reason(package(wide), Limits(cells=10_000)) == "too-large-inside"

    def test_a_size_that_lies(self) -> None:
        data = bytearray(package(paragraph(run("收入")) * 50))
        entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
        data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")  # the size once inflated
        assert self.reason(bytes(data)) == "damaged"

    def test_a_password(self) -> None:
        locked = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600
        locked += "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
        assert self.reason(locked) == "encrypted"

    def test_an_old_format_without_the_program_that_reads_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        old = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "WordDocument".encode("utf-16-le")
        assert self.reason(old) == "legacy"

    def test_nothing_in_it(self) -> None:
        assert self.reason(package(paragraph(""))) == "no-content"

    def test_tables_nested_without_end(self) -> None:
        body = paragraph(run("甲"))
        for _ in range(100):
            body = table(row(cell(body), words("1")))
        reading = read(paragraph(run("收入")) + body)
        assert [n.key for n in reading.notices] == ["docx-nested"]

    @given(
        cuts=st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=8)), max_size=4),
        inside=st.booleans(),
    )
    @settings(max_examples=60)
    def test_damage_gives_a_reading_or_a_reason(
        self, cuts: list[tuple[int, bytes]], inside: bool
    ) -> None:
        with ZipFile(BytesIO(render_docx(make(1, STYLES[0])))) as archive:
            document = archive.read("word/document.xml")
        data = bytearray(document if inside else self.changed("word/document.xml", document))
        for at, junk in cuts:
            start = at % len(data)
            data[start : start + len(junk)] = junk
        file = self.changed("word/document.xml", bytes(data)) if inside else bytes(data)
        try:
            assert read_data(file, ".docx").format == "docx"
        except ReadError as error:
            assert error.key
