"""What is shown on a page is read: character for character, and nothing that is hidden."""

from __future__ import annotations

import logging
import re
from base64 import a85encode
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from gouji.model.blocks import Grid, Line
from gouji.readers.limits import DEFAULT
from gouji.readers.pdf import read_pdf, stretches, tounicode
from gouji.readers.pdf.document import PdfFile
from gouji.readers.pdf.fonts import UNMAPPED, Fonts
from gouji.readers.pdf.pages import interpreted
from gouji.readers.pdf.records import BOLD, TEXT, X0, Budget, PageRecord, Stretch, glyphs_of
from gouji.readers.pdf.streams import decoded
from gouji.readers.pdf.syntax import unescape
from tests.tools.made_pdf import SONG, chinese, drawn, stream, written

REAL = Path(__file__).parents[1].parent / "shared" / "corpus" / "real"
JIMSAR = REAL.parent / "jimsar" / "jimsar-2025.pdf"

Character = tuple[str, float, float, float, float]


def records(data: bytes) -> list[PageRecord]:
    budget = Budget(DEFAULT)
    file = PdfFile(data, budget)
    known = Fonts(budget, file.data_of)
    return [interpreted(source, file, known, budget, source.rotate) for source in file.pages()]


def glyphs(record: PageRecord) -> list[Stretch]:
    return [glyph for stretch in record.stretches for glyph in glyphs_of(stretch)]


def shown(content: bytes, **parts: bytes) -> str:
    """The characters on a page of its own, in the order of the file."""
    [record] = records(written(content, **parts))
    return "".join(glyph[TEXT] for glyph in glyphs(record))


def lines(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data).blocks if isinstance(block, Line)]


class Stock(PDFTextDevice):
    """Collects characters with pdfminer's own interpreter, which knows nothing of clips."""

    characters: list[Character]

    def begin_page(self, page, ctm):  # type: ignore[no-untyped-def]
        self.characters = []
        self.height = page.mediabox[3] - page.mediabox[1]

    def render_char(  # type: ignore[no-untyped-def]
        self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate
    ):
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNMAPPED
        width, displacement = font.char_width(cid), font.char_disp(cid)
        item = LTChar(
            matrix, font, fontsize, scaling, rise, text, width, displacement, ncs, graphicstate
        )
        self.characters.append(
            (
                tounicode.ideograph(text),
                item.x0,
                self.height - item.y1,
                item.x1,
                self.height - item.y0,
            )
        )
        return item.adv


def stock(data: bytes) -> list[list[Character]]:
    manager = PDFResourceManager()
    device = Stock(manager)
    interpreter = PDFPageInterpreter(manager, device)
    pages = []
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))):
        interpreter.process_page(page)
        pages.append(device.characters)
    return pages


def same(one: Character, other: Character) -> bool:
    return one[0] == other[0] and all(
        abs(a - b) < 0.01 for a, b in zip(one[1:], other[1:], strict=True)
    )


def unseen(data: bytes) -> list[tuple[int, Character]]:
    """What the stock interpreter has beyond ours; ours must be in it, in the same order."""
    left_out = []
    for record, expected in zip(records(data), stock(data), strict=True):
        ours = [(g[TEXT], *g[:4]) for g in glyphs(record)]
        position = 0
        for character in expected:
            if position < len(ours) and same(ours[position], character):
                position += 1
            else:
                left_out.append((record.number, character))
        assert position == len(ours), f"page {record.number}: {ours[position]}"
    return left_out


def real_files() -> list[Path]:
    return [*sorted(REAL.glob("*.pdf")), *([JIMSAR] if JIMSAR.exists() else [])]


@pytest.mark.skipif(not REAL.exists(), reason="the corpus of real documents is not here")
def test_real_documents_read_as_with_the_stock_interpreter() -> None:
    for path in real_files():
        data = path.read_bytes()
        hidden = unseen(data)
        # only the budget of the commerce commission writes a cell in full on both its pages
        assert {page for page, _ in hidden} <= {3, 4}, path.name


@pytest.mark.parametrize(
    "piece",
    [
        b"q\n0.5 w\n0 0 1 RG\n%d 10 m\n%d 90 l\nS\nQ\n",
        b"q\n1 0 0 1 1 1 cm\n%d 10 m\n%d 90 l\nS\nQ\n",
        b"q\n%d 10 m\n%d 90 l\n1 g\nS\nQ\n",
        b"q 0 0 %d %d re W n\n0 20 m\n500 20 l\nS\nQ\n",
        b"%d 10 m\n%d 90 l\nS\n1 G\n",
        b"BT 1 0 0 1 %d %d Tm /F1 9 Tf (ab) Tj 30 0 Td (c) Tj ET\n",
        b"BT /F1 9 Tf 1 0 0 1 %d %d Tm <41>Tj 9 0 TD<42>Tj 9 3 TD<4344>Tj 9 0 Td <45>Tj T* <46>Tj ET\n",
        b"BT /F1 9 Tf 1 .1 -.1 1 %d %d Tm <41>Tj 9 0 TD<42>Tj 9 0 TD<43>Tj ET\n",
        b"BT /F1 9 Tf 2 Tc 1 0 0 1 %d %d Tm <4120>Tj 9 0 TD<42>Tj 9 0 TD<43>Tj <44>Tj ET\n",
    ],
)
def test_what_is_taken_together_is_drawn_as_one_by_one(piece: bytes) -> None:
    def drawn_by(content: bytes) -> tuple[object, ...]:
        [record] = records(written(content))
        return glyphs(record), record.horizontals, record.verticals

    content = b"".join(piece % (x, x) for x in range(50, 90, 4))
    # a comment stands between operations that would be taken together
    apart = re.sub(rb"(?<=[^\d\s])(?=[\s<(])", b" %\n", content)
    together = drawn_by(content)
    assert any(together)
    assert together == drawn_by(apart)


def test_made_documents_read_as_with_the_stock_interpreter() -> None:
    def page(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.drawString(72, 700, "部门预算 2025")
        canvas.saveState()
        canvas.translate(30, -40)
        canvas.scale(0.8, 1.1)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(72, 650, "1,234.50 (a\\b) é")
        canvas.restoreState()
        text = canvas.beginText(72, 500)
        text.setFont(SONG, 9)
        text.setLeading(14)
        text.setHorizScale(90)
        text.setRise(2)
        text.textLines("一行\n二行\n三行")
        canvas.drawText(text)

    assert unseen(drawn(page)) == []


# -- operators ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 12 Tf 72 700 Td (abc) Tj ET", "abc"),
        (b"BT/F1 12 Tf 72 700 Td<616263>Tj ET", "abc"),
        (b"BT/F1 12 Tf 9 700 Td<>Tj 9 0 TD<61>Tj\n8 0 Td <62> Tj 1..2 0 Td<63>Tj ET", "abc"),
        (b"BT /F1 12 Tf 72 700 Td [(a) -300 (b) 20 <63>] TJ ET", "abc"),
        (b"BT /F1 12 Tf 72 700 Td (a(b)c) Tj (d) Tj ET", "a(b)cd"),
        (rb"BT /F1 12 Tf 72 700 Td (\050\)\\\n) Tj ET", "()\\\ufffd"),
        (b"BT /F1 12 Tf 72 700 Td [(a(b)) 5 (c)] TJ ET", "a(b)c"),
        (b"BT /F1 12 Tf 14 TL 72 700 Td (a) Tj (b) ' 1 2 (c) \" T* (d) Tj ET", "abcd"),
        (b"BT /F1 12 Tf % a remark (x) Tj\n72 700 Td (a) Tj ET", "a"),
        (b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (a) Tj ET EMC", "a"),
        (b"/Span <</Lang (zh-CN) /MCID 1>> BDC BT /F1 12 Tf 72 700 Td (a) Tj ET EMC", "a"),
        (b"/P <</A [1 2] /B <</C (x)>> >> BDC BT /F1 12 Tf 9 700 Td (a) Tj ET EMC", "a"),
        (b"BI /W 1 /H 1 /BPC 8 /CS /G ID (x) Tj \xff EI BT /F1 9 Tf 9 700 Td (a) Tj ET", "a"),
        (b"BT /F#31 12 Tf 72 700 Td (a) Tj ET", "a"),
        (b"BT /F2 12 Tf 72 700 Td " + chinese("预算") + b" Tj ET", "预算"),
    ],
)
def test_strings_are_read_however_they_are_written(content: bytes, text: str) -> None:
    assert shown(content) == text


def test_text_without_ink_is_not_read() -> None:
    assert shown(b"BT /F1 12 Tf 9 700 Td (a) Tj 3 Tr (b) Tj 0 Tr (c) Tj 7 Tr (d) Tj ET") == "ac"


def test_text_outside_the_clip_is_not_read() -> None:
    content = (
        b"q 0 700 595 100 re W n BT /F1 12 Tf 9 750 Td (in) Tj 0 -100 Td (out) Tj ET Q "
        b"BT /F1 12 Tf 9 650 Td (after) Tj ET"
    )
    assert shown(content) == "inafter"


def test_clips_narrow_each_other_until_the_state_is_restored() -> None:
    content = (
        b"q 0 0 100 842 re W n q 50 0 300 842 re W* n BT /F1 10 Tf 20 700 Td (a) Tj "
        b"40 0 Td (b) Tj 60 0 Td (c) Tj ET Q BT /F1 10 Tf 20 600 Td (d) Tj ET Q"
    )
    assert shown(content) == "bd"


def test_a_state_that_is_restored_and_saved_again_is_restored() -> None:
    inside, outside = b"BT /F1 9 Tf 20 50 Td (in) Tj ET", b"BT /F1 9 Tf 20 150 Td (out) Tj ET"
    content = b"q 0 0 99 99 re W n q 0 0 9 9 re W n Q q " + inside + outside + b" Q Q q " + outside
    assert shown(content) == shown(content.replace(b"Q q", b"Q %\nq")) == "inout"
    assert shown(b"Q q Q q " + inside) == "in"


def test_text_beyond_the_crop_box_is_not_read() -> None:
    content = b"BT /F1 12 Tf 9 750 Td (out) Tj 0 -400 Td (in) Tj ET"
    assert shown(content, page=b"/CropBox [0 0 595 500]") == "in"


def test_stroked_letters_are_bold() -> None:
    [record] = records(written(b"BT /F1 12 Tf 9 700 Td (a) Tj 2 Tr (b) Tj ET"))
    assert [glyph[BOLD] for glyph in glyphs(record)] == [False, True]


def test_letters_printed_twice_are_read_once() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (1100) Tj 0.4 0 Td (1100) Tj ET"
    assert lines(written(content)) == ["1100"]


def test_forms_are_read_where_they_are_drawn() -> None:
    form = stream(
        b"BT /F1 12 Tf 0 0 Td (in the form) Tj 0 -300 Td (below its box) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 -20 500 20] /Matrix [1 0 0 1 100 0]"
        b" /Resources << /Font << /F1 3 0 R >> >>",
    )
    data = written(
        b"q 1 0 0 1 0 500 cm /X Do Q BT /F1 12 Tf 0 700 Td (page) Tj ET",
        resources=b"/XObject << /X 5 0 R >>",
        objects=[form],
    )
    [record] = records(data)
    assert "".join(glyph[TEXT] for glyph in glyphs(record)) == "in the formpage"
    assert glyphs(record)[0][X0] == pytest.approx(100)


def test_a_form_that_draws_itself_ends() -> None:
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
    )
    data = written(
        b"BT /F1 12 Tf 9 700 Td (text) Tj ET /X Do",
        resources=b"/XObject << /X 5 0 R >>",
        objects=[form],
    )
    reading = read_pdf(data)
    assert {notice.key for notice in reading.notices} == {"limit"}
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["text"]


def test_operations_that_are_taken_together_do_what_they_do_one_by_one() -> None:
    content = (
        b"q 1 0 0 rg 0 0 0 RG 2 w BT /F1 12 Tf 3 Ts 9 700 Td (a) Tj /F1 8 Tf 9 TL T* (b) Tj ET Q q "
        b"10 10 80 80 re W n 0 20 m 200 20 l S Q q 1 1 1 RG 0 30 m 9 30 l S Q Q q 0 40 m 9 40 l S "
    )
    [together] = records(written(content))
    [apart] = records(written(content.replace(b" ", b" %\n")))
    assert together == apart
    assert len(glyphs(together)) == 2
    assert len(together.horizontals) == 2


@given(st.binary(min_size=1, max_size=60), st.sampled_from([b"", b"\n", b" \t"]))
@example(b"\\", b"")  # the first digit is ">": "<~>…" begins the digits and does not end them
def test_digits_of_base_85_are_read_as_python_reads_them(data: bytes, glue: bytes) -> None:
    digits = glue.join(a85encode(data[k : k + 4]) for k in range(0, len(data), 4))
    held = PDFStream({"Filter": LIT("ASCII85Decode")}, b"<~" + digits + b"~>")
    assert decoded(held, Budget(DEFAULT)) == data


@pytest.mark.parametrize("digits", [b"abc\x80", b"ab!zabc", b"!", b"uuuuu"])
def test_what_is_not_of_base_85_is_damaged(digits: bytes) -> None:
    budget = Budget(DEFAULT)
    assert decoded(PDFStream({"Filter": LIT("ASCII85Decode")}, digits + b"~>"), budget) == b""
    assert [notice.values for notice in budget.notices] == [{"part": "stream"}]


def test_lines_are_drawn_however_they_are_written() -> None:
    corners = [b"10 10", b"90 10", b"90 90", b"10 90", b"10 10"]
    frame = corners[0] + b" m " + b" l ".join(corners[1:]) + b" l S 50 10 m 50 90 l S"
    assert read_grid(frame) == read_grid(frame.replace(b" l", b" %\nl")) == (1, 2)
    assert read_grid(b"x " + frame) == (1, 2)


def read_grid(content: bytes) -> tuple[int, int]:
    (grid,) = [
        block
        for block in read_pdf(written(content + b" BT /F1 12 Tf 20 50 Td (a) Tj ET")).blocks
        if isinstance(block, Grid)
    ]
    return grid.rows, grid.columns


# -- laws -----------------------------------------------------------------------------------


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_content_is_read_without_error(content: bytes) -> None:
    data = written(b"BT /F1 12 Tf 9 700 Td (a) Tj ET\n" + content)
    reading = read_pdf(data)
    assert not any(notice.key == "broken-page" for notice in reading.notices)


_PIECES = st.sampled_from(
    b"q Q BT ET (a) <61 > [ ] << >> Tj TJ /F1 12 -1.5 1..2 --3 Tf Td Tm cm re W n f S BI ID EI Do "
    b"( ) \\ %x ' \" Tz 0 l m".split()
)


@given(st.lists(_PIECES, max_size=60), st.sampled_from([b" ", b"\n", b""]))
@settings(max_examples=150)
def test_any_order_of_operators_is_read_without_error(pieces: list[bytes], glue: bytes) -> None:
    reading = read_pdf(written(b"BT /F1 12 Tf 9 700 Td (a) Tj ET " + glue.join(pieces)))
    assert not any(notice.key == "broken-page" for notice in reading.notices)


_STATE = st.one_of(
    st.floats(-3, 9).map(lambda x: b"%.2f Tc" % x),
    st.floats(-3, 9).map(lambda x: b"%.2f Tw" % x),
    st.floats(20, 150).map(lambda x: b"%.2f Tz" % x),
    st.floats(-5, 5).map(lambda x: b"%.2f Ts" % x),
    st.floats(4, 30).map(lambda x: b"/F1 %.2f Tf" % x),
    st.floats(4, 30).map(lambda x: b"/F2 %.2f Tf" % x),
    st.sampled_from([b"BT", b"0 1 -1 0 30 30 Tm", b"0.9 0 0 1.2 8 9 Tm", b"ET q BT", b"ET Q BT"]),
    st.floats(-20, 20).map(lambda x: b"%.2f -3 TD" % x),
)


@given(st.lists(_STATE, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text_state_places_characters_as_the_stock_interpreter_does(
    states: list[bytes],
) -> None:
    # the stock interpreter forgets character spacing between strings: one string a position
    shows = b"".join(state + b" 3 -5 Td (a b) Tj\n" for state in [b"BT /F1 12 Tf", *states])
    assert unseen(written(b"1 0 0 1 200 400 cm " + shows + b" ET")) == []


_SHOWN = st.sampled_from(
    [b"(1.20 a) Tj", b"<61>Tj 7 0 TD<62>Tj 8 0 Td<2e63>Tj", b"<61>Tj 7.2 0 TD<62>Tj 30 0 TD<63>Tj"]
)
_DRAWN = st.sampled_from([b"20 20 300 90 re S", b"0 0 70 900 re W n", b"60 9 m 60 400 l S"])


@given(st.lists(st.one_of(_STATE, _SHOWN, _DRAWN), max_size=20))
@settings(max_examples=60, deadline=None)
def test_stretches_of_text_are_read_as_glyph_by_glyph(pieces: list[bytes]) -> None:
    first = b"BT /F1 12 Tf 9 700 Td (a) Tj ET BT 30 60 Td "  # the rest may run off the page
    data = written(first + b"\n".join(pieces) + b" (ab) Tj ET")
    reading = read_pdf(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "_WIDEST", 0)  # then every glyph stands alone
        assert reading == read_pdf(data)


@pytest.mark.skipif(not REAL.exists(), reason="the corpus of real documents is not here")
def test_real_documents_are_read_as_glyph_by_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = [read_pdf(path.read_bytes()) for path in real_files()]
    monkeypatch.setattr(stretches, "_WIDEST", 0)
    assert readings == [read_pdf(path.read_bytes()) for path in real_files()]


@given(st.binary(max_size=60))
def test_escapes_bring_any_bytes_through(data: bytes) -> None:
    literal = b"".join(b"\\%03o" % byte for byte in data)
    assert unescape(literal) == data


@given(st.dictionaries(st.integers(0, 0xFFFF), st.characters(codec="utf-16"), max_size=40))
def test_character_maps_are_read_as_written(codes: dict[int, str]) -> None:
    entries = b"".join(
        b"<%04x> <%s>\n" % (code, text.encode("utf-16-be").hex().encode())
        for code, text in codes.items()
    )
    data = b"%d beginbfchar\n%sendbfchar" % (len(codes), entries)
    assert tounicode.parse(data, 1000) == codes


def test_ranges_of_character_maps_are_bounded() -> None:
    data = b"1 beginbfrange <00000000> <7fffffff> <4e00> endbfrange"
    assert len(tounicode.parse(data, 500)) == 500


def test_ranges_count_up_or_list_their_characters() -> None:
    data = b"2 beginbfrange <01> <03> <4e00> <10> <11> [<0041> <00420043>] endbfrange"
    assert tounicode.parse(data, 100) == {1: "一", 2: "丁", 3: "丂", 16: "A", 17: "BC"}


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    assert tounicode.ideograph("⼈⺠") == "人民"
