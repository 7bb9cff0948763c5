"""Pages as a whole: lines in reading order, running lines taken out, and what cannot be read."""

from __future__ import annotations

import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gouji.model.blocks import Grid, Line, ReadError, Reading
from gouji.readers import Limits, read
from gouji.readers.pdf import read_pdf
from tests.tools.made_pdf import assemble, chinese, drawn, stream, written

SHARED = Path(__file__).parents[1].parent / "shared" / "corpus"
REAL = SHARED / "real"
needs_corpus = pytest.mark.skipif(
    not REAL.exists(), reason="the corpus of real documents is not here"
)


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def error_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf(data)
    return caught.value.key


# -- lines ------------------------------------------------------------------------------------


def test_lines_come_from_top_to_bottom_whatever_the_order_of_the_file() -> None:
    content = b"BT /F2 12 Tf " + b" ".join(
        b"1 0 0 1 72 %d Tm %s Tj" % (y, chinese(text))
        for y, text in ((600, "第三行"), (700, "第一行"), (650, "第二行"))
    )
    assert lines(read_pdf(written(content + b" ET"))) == ["第一行", "第二行", "第三行"]


@given(st.floats(-2.5, 2.5), st.sampled_from([9, 10.5, 12]))
@settings(max_examples=20, deadline=None)
def test_digits_on_a_baseline_of_their_own_stay_in_their_line(shift: float, size: float) -> None:
    content = b"BT /F2 12 Tf 72 700 Td %s Tj ET BT /F1 %g Tf 132 %g Td (2106.66) Tj ET" % (
        chinese("支出合计为"),
        size,
        700 + shift,
    )
    content += b" BT /F2 12 Tf %g 700 Td %s Tj ET" % (132 + 7 * 0.6 * size, chinese("万元。"))
    content += b" BT /F2 12 Tf 72 684 Td %s Tj ET" % chinese("下一行")
    assert lines(read_pdf(written(content))) == ["支出合计为2106.66万元。", "下一行"]


def test_gaps_are_spaces_only_where_they_are_wide() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "编制部门")
        canvas.drawString(300, 700, "单位：万元")
        canvas.drawString(72, 650, "预算")
        canvas.drawString(72 + 24 + 4, 650, "2025")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 600, "Grand")
        canvas.drawString(72 + canvas.stringWidth("Grand") + 4, 600, "total")

    assert lines(read_pdf(drawn(page))) == ["编制部门 单位：万元", "预算2025", "Grand total"]


def test_a_line_begins_where_its_first_character_stands() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "  正文")

    [line] = read_pdf(drawn(page)).blocks
    assert isinstance(line, Line)
    assert line.text == "正文"
    assert line.box is not None
    assert line.box.x0 > 72
    [run] = line.source.runs
    assert len(run.edges) == 3
    assert run.edges[0] == pytest.approx(line.box.x0)


def test_size_and_weight_of_a_line_are_kept() -> None:
    content = b"BT /F1 16 Tf 72 700 Td 2 Tr (head) Tj 0 Tr 0.5 0 0 0.5 72 650 Tm (text) Tj ET"
    head, text = read_pdf(written(content)).blocks
    assert isinstance(head, Line)
    assert isinstance(text, Line)
    assert (head.size, head.bold) == (16, True)
    assert (text.size, text.bold) == (8, False)


# -- running lines ---------------------------------------------------------------------------


def _body(canvas: Canvas, number: int) -> None:
    canvas.drawString(72, 740, f"第{number}页的第一段")
    canvas.drawString(72, 400, "正文")


@pytest.mark.parametrize("form", ["{}", "- {} -", "—{}—", "第{}页", "第 {} 页 共 5 页", "{}/5"])
def test_page_numbers_are_not_text(form: str) -> None:
    def numbered(number: int):  # type: ignore[no-untyped-def]
        def page(canvas: Canvas) -> None:
            _body(canvas, number)
            canvas.drawCentredString(300, 40, form.format(number))

        return page

    found = lines(read_pdf(drawn(*(numbered(k) for k in range(1, 6)))))
    assert len(found) == 10
    assert all("段" in text or text == "正文" for text in found)


def test_headers_and_footers_are_not_text() -> None:
    def numbered(number: int):  # type: ignore[no-untyped-def]
        def page(canvas: Canvas) -> None:
            _body(canvas, number)
            canvas.drawString(200, 800, "某某市财政局2025年部门预算")
            canvas.drawString(400, 30, f"某某市财政局 {number}")

        return page

    found = lines(read_pdf(drawn(*(numbered(k) for k in range(1, 5)))))
    assert not any("财政局" in text for text in found)


def test_a_number_that_does_not_count_pages_is_text() -> None:
    def page(text: str):  # type: ignore[no-untyped-def]
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 400, "本年支出")
            canvas.drawString(72, 60, text)

        return draw

    assert "317" in lines(read_pdf(drawn(page("317"), page("以上"))))


def test_units_above_the_tables_of_every_page_are_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(400, 790, "单位：万元")
        for y in (785, 765, 745):
            canvas.line(60, y, 460, y)
        for x in (60, 260, 460):
            canvas.line(x, 785, x, 745)

    assert lines(read_pdf(drawn(page, page, page, page))) == ["单位：万元"] * 4


# -- what cannot be read ----------------------------------------------------------------------


def _scan(canvas: Canvas) -> None:
    pixels = BytesIO(b"P5 2 2 255\n" + bytes((0, 90, 180, 255)))
    canvas.drawImage(ImageReader(pixels), 0, 0, 595, 842)


def test_a_scanned_page_is_told_and_the_others_are_read() -> None:
    reading = read_pdf(drawn(lambda canvas: canvas.drawString(72, 700, "正文"), _scan))
    assert lines(reading) == ["正文"]
    assert [(notice.key, notice.page) for notice in reading.notices] == [("image-page", 2)]


def test_a_file_of_scans_has_no_text() -> None:
    assert error_of(drawn(_scan, _scan)) == "no-text"


def test_files_that_are_no_pdf_say_so() -> None:
    assert error_of(b"") == "empty"
    assert error_of(b"PK\x03\x04 something else") == "not-a-pdf"
    assert error_of(b"%PDF-1.7\n%nothing follows") == "damaged"


def _encrypted(user: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
    canvas.drawString(72, 700, "text")
    canvas.save()
    return out.getvalue()


def test_a_file_with_a_password_says_so_and_one_for_its_owner_only_is_read() -> None:
    assert error_of(_encrypted("secret")) == "encrypted"
    assert lines(read_pdf(_encrypted(""))) == ["text"]


def test_pages_beyond_the_limit_are_told() -> None:
    pages = [lambda canvas: canvas.drawString(72, 700, "正文")] * 4
    reading = read_pdf(drawn(*pages), Limits(pages=2))
    assert len(reading.pages) == 2
    [notice] = reading.notices
    assert (notice.key, notice.values) == ("limit", {"limit": "pages", "maximum": 2})


def test_a_stream_is_unpacked_no_further_than_the_limit() -> None:
    content = zlib.compress(b"BT /F1 12 Tf 72 700 Td (text) Tj ET" + b" " * 5_000_000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content, b"/Filter /FlateDecode"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    reading = read_pdf(assemble(objects), Limits(stream_bytes=1000))
    assert lines(reading) == ["text"]
    assert [notice.values["limit"] for notice in reading.notices] == ["stream_bytes"]


def test_characters_beyond_the_limit_are_told() -> None:
    data = drawn(lambda canvas: [canvas.drawString(72, 700 - 20 * k, "正文") for k in range(9)])
    reading = read_pdf(data, Limits(characters=6))
    assert [notice.values["limit"] for notice in reading.notices] == ["characters"]
    assert lines(reading) == ["正文"] * 3


def test_a_page_tree_that_loops_ends() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(b"BT /F1 12 Tf 72 700 Td (text) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    assert lines(read_pdf(assemble(objects))) == ["text"]


def test_a_page_tree_may_be_deep() -> None:
    deep = 3000
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (k + 3) for k in range(deep)]
    objects += [
        b"<< /Type /Page /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>"
        % (deep + 3, deep + 4),
        stream(b"BT /F1 12 Tf 72 700 Td (text) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    assert lines(read_pdf(assemble(objects))) == ["text"]


MADE = drawn(
    lambda canvas: canvas.drawString(72, 700, "收入支出总计2995.39万元"),
    lambda canvas: canvas.grid([60, 160, 260], [600, 620, 640]),
)


@given(st.lists(st.tuples(st.integers(0, len(MADE) - 1), st.integers(0, 255)), max_size=30))
@settings(max_examples=150, deadline=None)
def test_flipped_bytes_raise_nothing_but_read_errors(flips: list[tuple[int, int]]) -> None:
    data = bytearray(MADE)
    for place, value in flips:
        data[place] = value
    _read_or_refuse(bytes(data))


@given(st.binary(max_size=500), st.integers(0, len(MADE)))
@settings(max_examples=100, deadline=None)
def test_any_bytes_raise_nothing_but_read_errors(noise: bytes, cut: int) -> None:
    _read_or_refuse(b"%PDF-1.7\n" + noise)
    _read_or_refuse(MADE[:cut] + noise)


def _read_or_refuse(data: bytes) -> None:
    try:
        reading = read_pdf(data)
    except ReadError as error:
        assert error.key in {"damaged", "no-text", "not-a-pdf", "encrypted", "empty"}
    else:
        assert reading.pages


# -- files ------------------------------------------------------------------------------------


def test_files_are_told_apart_by_content(tmp_path: Path) -> None:
    disguised = tmp_path / "budget.txt"
    disguised.write_bytes(MADE)
    assert read(disguised).format == "pdf"
    other = tmp_path / "budget.xyz"
    other.write_bytes(b"something")
    for path, key in ((other, "unsupported"), (tmp_path / "none.pdf", "unreadable")):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert caught.value.key == key


def test_importing_the_readers_loads_no_library_of_a_format() -> None:
    program = "import sys, gouji.readers; print([m for m in sys.modules if 'pdfminer' in m])"
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(root / "lint")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# -- real documents ---------------------------------------------------------------------------


@needs_corpus
def test_a_cell_written_on_two_pages_is_read_once() -> None:
    path = next(REAL.glob("*商务委员会*"))
    text = [text for text in lines(read(path)) if "应急机制，协调重要商品储备" in text]
    assert len(text) == 1


@needs_corpus
def test_figures_of_the_final_account_stand_where_they_are_printed() -> None:
    path = next(REAL.glob("*财政局*"))
    text = "".join(lines(read(path)))
    for part in (
        "本年收入合计2946.25万元，其中：财政拨款收入2940.05万元，占99.79%；其他收入6.2万元",
        "年初预算为62.29万元，支出决算为60.99万元。决算数小于预算数",
        "服务采购金额246.47万元",
    ):
        assert part in text


@needs_corpus
def test_every_table_of_the_real_documents_is_a_grid() -> None:
    expected = {"万里街道": 20, "商务委员会": 12, "财政局": 16}
    for name, fewest in expected.items():
        reading = read(next(REAL.glob(f"*{name}*")))
        grids = [block for block in reading.blocks if isinstance(block, Grid)]
        assert len(grids) >= fewest, name
        for grid in grids:
            assert sum(cell.rowspan * cell.colspan for cell in grid.cells) == (
                grid.rows * grid.columns
            )
        assert reading.notices == ()
