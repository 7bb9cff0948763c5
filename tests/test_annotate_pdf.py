"""Marks in PDF: highlights that every viewer shows, behind the untouched bytes of the file."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from gouji.annotators import AnnotateError, Mark, annotated
from gouji.model.blocks import Line
from gouji.model.place import Box
from gouji.readers import read_data
from gouji.rule import Severity
from tests.builder import inject, make, render_pdf
from tests.marking import checked, mark_on, texts
from tests.tools.made_pdf import written

SCALE = 2  # pixels to a point


def page_of(matrix: str, marked: str, other: str = "") -> bytes:
    """A page with a line of text, and another one lower down, set by a text matrix; in Latin, which
    a viewer draws without a font of the machine."""
    lines = b"BT /F1 14 Tf %s Tm (%s) Tj ET\n" % (matrix.encode(), marked.encode())
    if other:
        lines += b"BT /F1 14 Tf %s Tm 0 -90 Td (%s) Tj ET" % (matrix.encode(), other.encode())
    return lines


def picture(data: bytes) -> list[list[tuple[int, ...]]]:
    """The first page as a viewer shows it, by rows of pixels."""
    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
    width, height = image.size
    raw = image.tobytes()
    return [
        [tuple(raw[at : at + 3]) for at in range(3 * y * width, 3 * (y + 1) * width, 3)]
        for y in range(height)
    ]


def around(one: bytes, other: bytes) -> Box:
    """The box, in points, of all that differs between the pictures of two files."""
    first, second = picture(one), picture(other)
    different = [
        (x, y)
        for y, (a, b) in enumerate(zip(first, second, strict=True))
        if a != b
        for x, (p, q) in enumerate(zip(a, b, strict=True))
        if p != q
    ]
    xs, ys = [x for x, _ in different], [y for _, y in different]
    return Box(min(xs) / SCALE, min(ys) / SCALE, (max(xs) + 1) / SCALE, (max(ys) + 1) / SCALE)


UPRIGHT = "1 0 0 1 60 300"
TURNED = "0 1 -1 0 150 60"  # written from the bottom to the top


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", [UPRIGHT, TURNED])
@pytest.mark.parametrize("boxes", [b"", b"/CropBox [30 20 380 400]"])
def test_the_highlight_lies_over_its_characters_however_the_page_is_turned(
    rotate: int, matrix: str, boxes: bytes
) -> None:
    entries = b"/Rotate %d %s" % (rotate, boxes)
    size = (400.0, 420.0)

    def made(*lines: str) -> bytes:
        data = written(page_of(matrix, *lines), size=size, page=entries)
        return data.replace(b"[0 0 400 420]", b"[9 7 400 420]")

    both, blank, alone = made("Total 120", "Sum"), made(" "), made("Total 120")
    reading = read_data(both, ".pdf")
    line = next(b for b in reading.blocks if isinstance(b, Line) and "Total" in b.text)
    copy = annotated("pdf", both, [mark_on(line)], reading.pages)
    ink, mark = around(blank, alone), around(both, copy)
    assert mark.x0 <= ink.x0 + 1 and mark.top <= ink.top + 1
    assert mark.x1 >= ink.x1 - 1 and mark.bottom >= ink.bottom - 1
    spare = 8
    assert mark.x0 > ink.x0 - spare and mark.top > ink.top - spare
    assert mark.x1 < ink.x1 + spare and mark.bottom < ink.bottom + spare


def annotations(data: bytes) -> list[tuple[str, str]]:
    """Author and words of all annotations."""
    found = []
    for page in PdfReader(BytesIO(data)).pages:
        for each in page.get("/Annots", []):
            entry = each.get_object()
            found.append((str(entry.get("/T", "")), str(entry.get("/Contents", ""))))
    return found


@pytest.fixture(scope="module")
def faulty() -> bytes:
    draft, _ = inject(make(3, "xinjiang"), "sum_total", 3)
    return render_pdf(draft)


def test_a_copy_begins_with_the_bytes_of_its_original_and_reads_the_same(faulty: bytes) -> None:
    document = checked(faulty, ".pdf")
    copy = document.copy
    assert document.marks
    assert copy.startswith(faulty)
    assert texts(read_data(copy, ".pdf")) == texts(document.reading)
    assert len(annotations(copy)) == len(document.marks)


def test_a_mark_says_what_is_wrong_with_the_arithmetic(faulty: bytes) -> None:
    document = checked(faulty, ".pdf")
    said = annotations(document.copy)
    for diagnostic in document.report.diagnostics:
        assert any(diagnostic.rule.code in words for _, words in said)
    assert {author for author, _ in said} == {"gouji"}


def test_every_mark_has_an_appearance_of_its_own(faulty: bytes) -> None:
    for page in PdfReader(BytesIO(checked(faulty, ".pdf").copy)).pages:
        for each in page.get("/Annots", []):
            entry = each.get_object()
            assert entry["/Subtype"] == "/Highlight"
            assert b" l h f" in entry["/AP"]["/N"].get_data()


def with_remark(data: bytes) -> bytes:
    """The file with a note of somebody else, appended with a cross-reference stream."""
    writer = PdfWriter(BytesIO(data), incremental=True)
    note = Text(rect=(50, 50, 70, 70), text="请核对", title_bar="审核人")
    writer.add_annotation(0, note)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_second_run_replaces_our_marks_and_leaves_those_of_others(faulty: bytes) -> None:
    once = checked(faulty, ".pdf").copy
    noted = with_remark(once)
    twice = checked(noted, ".pdf").copy
    assert twice.startswith(noted)
    assert sorted(annotations(twice)) == sorted(annotations(noted))


def test_marks_of_what_is_right_now_are_gone(faulty: bytes) -> None:
    once = checked(faulty, ".pdf").copy
    assert annotations(annotated("pdf", once, [], ())) == []


def test_without_marks_the_file_stays_as_it_is(faulty: bytes) -> None:
    assert annotated("pdf", faulty, [], ()) == faulty


def test_a_mark_without_a_place_stands_on_the_first_page(faulty: bytes) -> None:
    mark = Mark((), Severity.WARNING, "缺少一张表", "key")
    assert len(annotations(annotated("pdf", faulty, [mark], ()))) == 1


def test_an_encrypted_file_is_refused_in_words(faulty: bytes) -> None:
    writer = PdfWriter(BytesIO(faulty))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(AnnotateError) as caught:
        annotated("pdf", out.getvalue(), [Mark((), Severity.ERROR, "x", "k")], ())
    assert caught.value.key == "encrypted-output"


@pytest.mark.parametrize("cut", [200, 2000])
def test_a_broken_file_is_refused_in_words(faulty: bytes, cut: int) -> None:
    with pytest.raises(AnnotateError) as caught:
        annotated("pdf", faulty[:-cut], [Mark((), Severity.ERROR, "x", "k")], ())
    assert caught.value.key == "damaged-output"
