"""Suggested fixes: only what is certain, and nothing else in the file changed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from gouji.fixes import FixError, fixed, suggestions_of
from tests.builder import inject, make, render_text
from tests.builder.docx import package, paragraph, run
from tests.builder.html import render_html
from tests.builder.inject import CannotPlantError
from tests.builder.markdown import render_markdown
from tests.marking import Checked, checked

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# 583.60 + 337.00 = 920.60 confirms part and whole; 337.00 / 920.60 = 36.61 %
SHARES = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.16%。"
)
RIGHT = SHARES.replace("36.16%", "36.61%")
# nothing confirms the two figures that the rate rests on
ALONE = "2025年预算数为583.60万元，比上年预算增加161.97万元，增长27.75%。"
TARGETS = """项目支出绩效目标表

| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | 培训场次 | ＞=10场 | 50 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95% | 40 |
"""


def put(document: Checked, *, unsafe: bool = False) -> bytes:
    """The file with its fixes."""
    suggestions = suggestions_of(document.report.diagnostics, unsafe=unsafe)
    return fixed(document.reading.format, document.data, suggestions, "draft").data


def test_a_share_of_two_confirmed_figures_is_certain() -> None:
    document = checked(SHARES.encode(), ".txt")
    (suggestion,) = [d.suggestion for d in document.report.diagnostics if d.suggestion]
    assert suggestion.safe
    assert (suggestion.place.text, suggestion.text) == ("36.16", "36.61")
    assert put(document).decode() == RIGHT


def test_a_rate_of_figures_that_nothing_confirms_is_to_be_verified() -> None:
    document = checked(ALONE.encode(), ".txt")
    (suggestion,) = [d.suggestion for d in document.report.diagnostics if d.suggestion]
    assert not suggestion.safe
    assert put(document).decode() == ALONE
    assert put(document, unsafe=True).decode() == ALONE.replace("27.75%", "38.42%")


def test_nothing_is_suggested_where_a_figure_that_it_rests_on_is_in_doubt() -> None:
    doubtful = SHARES.replace("单位资金337.00", "单位资金373.00")  # the sum does not hold any more
    document = checked(doubtful.encode(), ".txt")
    assert document.report.diagnostics
    assert not suggestions_of(document.report.diagnostics)


def test_nothing_is_suggested_where_the_word_may_be_wrong_instead_of_the_rate() -> None:
    # 0.33 / (1.06 - 0.33) = 45.21 %: an increase it was
    text = "2025年预算数为1.06万元，比上年预算减少0.33万元，下降45.21%。"
    document = checked(text.encode(), ".txt")
    assert not suggestions_of(document.report.diagnostics, unsafe=True)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"], ids=lambda name: name
)
def test_encoding_and_line_ends_stay(encoding: str, newline: str) -> None:
    lines = ["一、收入情况", "", SHARES, "  末行\t", "㐀𠀀"]
    data = newline.join(lines).encode(encoding)
    expected = newline.join(RIGHT if line == SHARES else line for line in lines).encode(encoding)
    assert put(checked(data, ".txt")) == expected


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [("３６．１６％", "３６．６１％"), ("36.16 %", "36.61 %"), ("36.16％", "36.61％")],
)
def test_a_figure_is_printed_anew_as_it_was(printed: str, wanted: str) -> None:
    data = SHARES.replace("36.16%", printed).encode()
    assert put(checked(data, ".txt")).decode() == SHARES.replace("36.16%", wanted)


def test_signs_in_two_characters_become_one() -> None:
    document = checked(TARGETS.encode(), ".md", "IND004")
    assert put(document).decode() == TARGETS.replace("＞=", "≥")


def test_characters_that_are_written_in_another_way_are_left_alone() -> None:
    page = f"<html><body><p>{SHARES.replace('36.16', '&#51;6.16')}</p></body></html>".encode()
    document = checked(page, ".html")
    assert suggestions_of(document.report.diagnostics)
    assert put(document) == page


@pytest.mark.parametrize("style", ["xinjiang", "central-budget"])
def test_a_safe_fix_brings_the_right_document_back(style: str) -> None:
    kinds = ("narrative_share", "narrative_growth", "narrative_amount", "direction_word")
    mended = 0
    for seed, kind in enumerate(kinds):
        right = make(seed, style)
        try:
            wrong, _ = inject(right, kind, seed)
        except CannotPlantError:
            continue
        document = checked(render_text(wrong).encode(), ".txt")
        if suggestions_of(document.report.diagnostics):
            assert put(document).decode() == render_text(right), kind
            mended += 1
    assert mended


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_markdown_and_html_are_mended_in_place(suffix: str) -> None:
    right = make(0, "xinjiang")
    wrong, _ = inject(right, "narrative_share", 0)
    if suffix == ".md":
        bad, good = render_markdown(wrong).encode(), render_markdown(right).encode()
    else:
        bad, good = render_html(wrong), render_html(right)
    document = checked(bad, suffix)
    assert suggestions_of(document.report.diagnostics)
    assert put(document) == good


def word_file(*pieces: str) -> bytes:
    return package(paragraph("".join(run(piece, "<w:b/>") for piece in pieces)))


def body(data: bytes) -> ET.Element:
    with ZipFile(BytesIO(data)) as archive:
        return ET.fromstring(archive.read("word/document.xml"))


def test_a_word_document_gets_tracked_changes() -> None:
    data = word_file(SHARES[:-6], SHARES[-6:-4], SHARES[-4:])  # the figure is in pieces
    changed = put(checked(data, ".docx"))
    root = body(changed)
    deleted = "".join(t.text or "" for t in root.iter(W + "delText"))
    (inserted,) = ["".join(t.text or "" for t in i.iter(W + "t")) for i in root.iter(W + "ins")]
    assert (deleted, inserted) == ("36.16", "36.61")
    assert {c.get(W + "author") for c in (*root.iter(W + "ins"), *root.iter(W + "del"))} == {
        "gouji"
    }
    assert all(r.find(f"{W}rPr/{W}b") is not None for r in root.iter(W + "r"))


def test_a_tracked_change_reads_right_when_accepted_and_as_before_when_rejected() -> None:
    data = word_file(SHARES)
    changed = put(checked(data, ".docx"))
    assert not checked(changed, ".docx").report.diagnostics
    root = body(changed)
    for parent in list(root.iter()):
        for insertion in parent.findall(W + "ins"):
            parent.remove(insertion)
    kept = [t.text or "" for t in root.iter() if t.tag in (W + "t", W + "delText")]
    assert "".join(kept) == SHARES


def test_a_format_that_cannot_be_changed_is_told() -> None:
    with pytest.raises(FixError) as caught:
        fixed("pdf", b"", (), "draft.pdf")
    assert caught.value.key == "no-fixes"


# the command line


def gouji(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "zh", "--isolated"])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "说明.txt"
    path.write_text(f"{SHARES}\n{ALONE}\n", encoding="utf-8")
    return path


def test_fix_changes_the_file_and_reports_what_is_left(draft: Path) -> None:
    result = gouji("check", draft, "--fix")
    assert draft.read_text(encoding="utf-8") == f"{RIGHT}\n{ALONE}\n"
    assert result.exit_code == 1
    assert "27.75%" in result.stdout and "36.16%" not in result.stdout
    assert "已修改 1 处" in result.stderr


def test_unsafe_fixes_are_put_in_only_when_asked_for(draft: Path) -> None:
    result = gouji("check", draft, "--fix", "--unsafe-fixes")
    assert draft.read_text(encoding="utf-8") == f"{RIGHT}\n{ALONE.replace('27.75', '38.42')}\n"
    assert result.exit_code == 0


def test_diff_shows_and_changes_nothing(draft: Path) -> None:
    before = draft.read_bytes()
    result = gouji("check", draft, "--diff", "--fix")
    assert draft.read_bytes() == before
    assert f"-{SHARES}" in result.stdout.splitlines()
    assert f"+{RIGHT}" in result.stdout.splitlines()
    assert result.exit_code == 1


def test_without_suggestions_diff_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(RIGHT, encoding="utf-8")
    result = gouji("check", path, "--diff")
    assert (result.stdout, result.exit_code) == ("", 0)


def test_a_suggestion_is_told_with_its_finding(draft: Path) -> None:
    out = gouji("check", draft).stdout
    assert "36.16 → 36.61" in out
    assert "27.75 → 38.42（须核实）" in out


def test_standard_input_is_shown_changed_but_not_changed(draft: Path) -> None:
    text = draft.read_bytes()
    command = ["check", "-", "--stdin-filename", str(draft), "--lang", "zh", "--isolated"]
    shown = CliRunner().invoke(main, [*command, "--diff"], input=text)
    assert f"+{RIGHT}" in shown.stdout.splitlines()
    assert shown.exit_code == 1
    refused = CliRunner().invoke(main, [*command, "--fix"], input=text)
    assert "标准输入不能直接修改" in refused.stderr
    assert refused.exit_code == 2
    assert draft.read_bytes() == text
