"""Objects read at one go are those that pdfminer reads, and what is strange is left to it."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import pypdf
import pytest
from pdfminer.pdftypes import PDFObjRef, PDFStream

from gouji.readers.limits import DEFAULT
from gouji.readers.pdf import read_pdf
from gouji.readers.pdf.document import PdfFile
from gouji.readers.pdf.library import opened
from gouji.readers.pdf.records import Budget
from gouji.readers.pdf.wellmade import Strange, WellMade
from tests.tools.made_pdf import chinese, written

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
TEXT = b"BT /F1 12 Tf 9 700 Td (text) Tj ET"


def nothing() -> NoReturn:
    raise AssertionError("pdfminer was asked")


def well_made(data: bytes) -> WellMade:
    return WellMade(data, Budget(DEFAULT), nothing)


def plain(value: Any) -> Any:
    """A value that can be compared with one of the other reader."""
    if isinstance(value, PDFObjRef):
        return "reference", value.objid
    if isinstance(value, PDFStream):
        return "stream", plain(value.attrs), value.get_data()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def assert_same_objects(data: bytes) -> None:
    ours, theirs = well_made(data), opened(data, Budget(DEFAULT))
    numbers = set(ours.identifiers())
    assert numbers
    for number in numbers:
        assert plain(ours.getobj(number)) == plain(theirs.getobj(number)), number
    assert plain(ours.catalog) == plain(theirs.catalog)


def packed() -> bytes:
    """A file with its objects in an object stream, as many programs write it."""
    inside = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> /B [true (a\\)(b)) <4 1> -.5] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Cou#72ier /Encoding /WinAnsiEncoding >>",
    ]
    starts = [sum(len(each) + 1 for each in inside[:k]) for k in range(len(inside))]
    head = b" ".join(b"%d %d" % (k + 1, start) for k, start in enumerate(starts)) + b" "
    held = zlib.compress(head + b"\n".join(inside))
    data = b"%PDF-1.5\n"
    places = [b"\0\0\0\xff"] + [b"\2\0\6" + bytes((k,)) for k in range(len(inside))]
    for number, attributes, content in (
        (5, b"", TEXT),
        (6, b"/Type /ObjStm /N 4 /First %d /Filter /FlateDecode" % len(head), held),
    ):
        places.append(b"\1" + len(data).to_bytes(2, "big") + b"\0")
        data += b"%d 0 obj\n<< /Length %d %s >>\nstream\n" % (number, len(content), attributes)
        data += content + b"\nendstream\nendobj\n"
    start = len(data)
    places.append(b"\1" + start.to_bytes(2, "big") + b"\0")
    data += b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length %d >>" % (4 * 8)
    data += b"\nstream\n" + b"".join(places) + b"\nendstream\nendobj\n"
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_file_of_object_streams_is_well_made() -> None:
    data = packed()
    assert_same_objects(data)
    page = well_made(data).getobj(3)
    assert isinstance(page, dict)
    assert page["B"] == [True, b"a)(b)", b"A", -0.5]
    assert [block.text for block in read_pdf(data).blocks] == ["text"]


def test_the_example_is_well_made(root: Path) -> None:
    assert_same_objects((root / "docs" / "examples" / "budget.pdf").read_bytes())


def test_a_made_file_is_well_made() -> None:
    assert_same_objects(written(b"BT /F2 9 Tf 9 700 Td " + chinese("预算") + b" Tj ET"))


def test_an_updated_file_gives_its_newest_objects() -> None:
    writer = pypdf.PdfWriter(BytesIO(written(TEXT)), incremental=True)
    writer.pages[0].rotate(90)
    out = BytesIO()
    writer.write(out)
    assert_same_objects(out.getvalue())
    (page,) = PdfFile(out.getvalue(), Budget(DEFAULT)).pages()
    assert page.rotate == 90


def test_what_is_null_is_not_there() -> None:
    data = written(TEXT).replace(b"/Count 1", b"/A  null")
    assert_same_objects(data)
    pages = well_made(data).getobj(2)
    assert isinstance(pages, dict)
    assert "A" not in pages


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
def test_real_documents_are_well_made() -> None:
    for path in sorted(CORPUS.rglob("*.pdf")):
        assert_same_objects(path.read_bytes())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"startxref", b"startxxxx"),
        (b"\nxref", b"\nyref"),
        (b"/Root", b"/Toor"),
        (b"trailer", b"tralier"),
        (b" 00000 n", b" 00000 x"),
    ],
)
def test_a_file_with_strange_references_is_left_to_pdfminer(old: bytes, new: bytes) -> None:
    data = written(TEXT)
    assert old in data
    with pytest.raises(Strange):
        well_made(data.replace(old, new))


def test_a_strange_object_is_left_to_pdfminer() -> None:
    data = written(TEXT).replace(b"/Length 34", b"/Length 33")
    assert isinstance(PdfFile(data, Budget(DEFAULT))._document, WellMade)
    assert [block.text for block in read_pdf(data).blocks] == ["text"]
