"""Marks in Word: comments anchored on the exact characters; what is written stays as it is."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.annotators import AnnotateError, Mark, annotated
from gouji.model.place import Run
from gouji.model.tree import Cell, Paragraph
from gouji.readers import read_data
from gouji.rule import Severity
from tests.builder import inject, make
from tests.builder.docx import package, paragraph, render_docx, run
from tests.marking import checked, texts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOUCHED = {
    "[Content_Types].xml",
    "word/document.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
}


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(data: bytes) -> str:
    """All characters of the document's body."""
    root = ET.fromstring(parts(data)["word/document.xml"])
    return "".join(text.text or "" for text in root.iter(W + "t"))


def comments(data: bytes) -> dict[str, tuple[str, str, str]]:
    """By id: the author of a comment, its words, and the characters it is anchored on."""
    held = parts(data)
    anchored: dict[str, str] = {}
    open_now: set[str] = set()
    for element in ET.fromstring(held["word/document.xml"]).iter():
        number = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            open_now.add(number)
        elif element.tag == W + "commentRangeEnd":
            open_now.discard(number)
        elif element.tag == W + "commentReference":
            anchored.setdefault(number, "")
        elif element.tag == W + "t":
            for each in open_now:
                anchored[each] = anchored.get(each, "") + (element.text or "")
    found = {}
    for comment in ET.fromstring(held.get("word/comments.xml", b"<none/>")):
        number = comment.get(W + "id", "")
        words = "".join(t.text or "" for t in comment.iter(W + "t"))
        found[number] = (comment.get(W + "author", ""), words, anchored[number])
    assert anchored.keys() == found.keys()
    return found


@pytest.fixture(scope="module")
def faulty() -> bytes:
    draft, _ = inject(make(5, "xinjiang"), "sum_total", 5)
    draft, _ = inject(draft, "narrative_share", 5)
    return render_docx(draft)


def test_every_finding_is_a_comment_on_its_own_characters(faulty: bytes) -> None:
    document = checked(faulty, ".docx")
    anchored = sorted(text for _, _, text in comments(document.copy).values())
    assert anchored == sorted(d.anchor.text for d in document.report.diagnostics)
    nodes = [type(d.anchor.node) for d in document.report.diagnostics]
    assert {Cell, Paragraph} <= set(nodes)


def test_the_copy_reads_the_same_and_has_the_same_findings(faulty: bytes) -> None:
    document = checked(faulty, ".docx")
    again = checked(document.copy, ".docx")
    assert texts(again.reading) == texts(document.reading)
    assert [d.fingerprint for d in again.report.diagnostics] == [
        d.fingerprint for d in document.report.diagnostics
    ]


def test_parts_that_hold_no_comments_are_copied_byte_for_byte(faulty: bytes) -> None:
    before, after = parts(faulty), parts(checked(faulty, ".docx").copy)
    assert after.keys() - before.keys() <= TOUCHED
    assert all(after[name] == data for name, data in before.items() if name not in TOUCHED)


def test_a_second_run_replaces_our_comments_and_leaves_those_of_others(faulty: bytes) -> None:
    once = checked(faulty, ".docx").copy
    theirs = rewritten(once, "word/comments.xml", 'w:author="gouji"', 'w:author="审核人"')
    assert "审核人" in {author for author, _, _ in comments(theirs).values()}
    twice = checked(theirs, ".docx").copy
    thrice = checked(twice, ".docx").copy
    assert len(comments(twice)) == 2 * len(comments(once))
    assert sorted(comments(thrice).values()) == sorted(comments(twice).values())
    assert set(comments(theirs).values()) <= set(comments(thrice).values())


def rewritten(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with words of one part exchanged."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for part, content in parts(data).items():
            if part == name:
                assert old in content.decode()
                archive.writestr(part, content.decode().replace(old, new).encode())
            else:
                archive.writestr(part, content)
    return out.getvalue()


def test_comments_on_what_is_right_now_are_gone(faulty: bytes) -> None:
    clean = annotated("docx", checked(faulty, ".docx").copy, [], ())
    assert comments(clean) == {}
    assert b"commentRange" not in parts(clean)["word/document.xml"]


def test_without_marks_the_file_stays_as_it_is(faulty: bytes) -> None:
    assert annotated("docx", faulty, [], ()) == faulty


def test_a_mark_without_a_place_is_a_comment_on_the_first_paragraph(faulty: bytes) -> None:
    mark = Mark((), Severity.WARNING, "缺少一张表", "key")
    found = comments(annotated("docx", faulty, [mark], ()))
    assert [words for _, words, _ in found.values()] == ["缺少一张表"]


@st.composite
def runs_and_ranges(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int]]]:
    """The runs of a paragraph, and stretches of its characters, which may overlap."""
    pieces = draw(
        st.lists(st.text("合计 12.5万元，", min_size=1, max_size=6), min_size=1, max_size=5)
    )
    whole = sum(map(len, pieces))
    places = st.tuples(st.integers(0, whole - 1), st.integers(1, whole))
    ranges = draw(st.lists(places.filter(lambda r: r[0] < r[1]), min_size=1, max_size=5))
    return pieces, ranges


@settings(max_examples=60, deadline=None)
@given(runs_and_ranges())
def test_any_stretches_of_any_runs_are_anchored_exactly(
    given_: tuple[list[str], list[tuple[int, int]]],
) -> None:
    pieces, ranges = given_
    data = package(paragraph("".join(run(piece) for piece in pieces)))
    whole = "".join(pieces)
    marks = []
    for number, (first, last) in enumerate(ranges):
        covered, start = [], 0
        for index, piece in enumerate(pieces, start=1):
            a, b = max(first - start, 0), min(last - start, len(piece))
            if a < b:
                place = f"word/document.xml#p1.t{index}"
                covered.append(Run(0, b - a, column=a + 1, part=place))
            start += len(piece)
        marks.append(Mark(tuple(covered), Severity.ERROR, str(number), str(number)))
    copy = annotated("docx", data, marks, ())
    found = {words: text for _, words, text in comments(copy).values()}
    assert found == {str(n): whole[a:b] for n, (a, b) in enumerate(ranges)}
    assert written(copy) == written(data)


def test_a_run_keeps_its_look_on_both_sides_of_a_cut() -> None:
    data = package(paragraph(run("占36.16%。", "<w:b/>")))
    piece = Run(0, 6, column=2, part="word/document.xml#p1.t1")
    copy = annotated("docx", data, [Mark((piece,), Severity.ERROR, "不对", "k")], ())
    document = ET.fromstring(parts(copy)["word/document.xml"])
    runs = [r for r in document.iter(W + "r") if r.find(W + "t") is not None]
    assert [r.findtext(W + "t") for r in runs] == ["占", "36.16%", "。"]
    assert all(r.find(f"{W}rPr/{W}b") is not None for r in runs)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"no package"])
def test_what_is_no_package_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(AnnotateError) as caught:
        annotated("docx", data, [], ())
    assert caught.value.key == "damaged-output"


def test_a_copy_is_read_by_us_as_a_word_document(faulty: bytes) -> None:
    assert read_data(checked(faulty, ".docx").copy, ".docx").format == "docx"
