"""Findings allowed for a reason: in the configuration, beside the place; none forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from gouji import Finding, Findings, Paragraph, rule
from gouji.cli_book import read_book
from gouji.config import Allow, Origin
from gouji.engine import Report, check
from gouji.model.blocks import Remark
from gouji.plugins import discover, load
from gouji.readers.remarks import is_remark, remarks
from gouji.readers.text import read_text
from gouji.reporters import Unreadable
from gouji.suppressions import Allowances, Stale, noted
from tests.small import document, ledger, paragraph

TODAY = date(2026, 6, 30)


@rule("DOC901", zh="有“{word}”", en="“{word}”")
def anything(paragraph: Paragraph) -> Findings:
    """任何段落。
    Any paragraph.
    """
    yield Finding(paragraph, word=paragraph.text)


def report() -> Report:
    """Findings in three paragraphs, on lines 2, 4 and 6."""
    nodes = [paragraph(t, f"第一部分 › 第{n}段", line=2 * n) for n, t in enumerate("甲乙丙", 1)]
    return check(document(*nodes), ledger(), [anything])


def allow(at: str = "*", until: date | None = None, paths: tuple[str, ...] = ()) -> Allow:
    return Allow("DOC", "已核实", at, paths, until, Path("/x"), Origin("gouji.toml", 7))


def applied(
    *allows: Allow, beside: tuple[Remark, ...] = (), path: str = "/x/a.txt"
) -> tuple[Report, tuple[Stale, ...]]:
    allowances = Allowances(TODAY)
    result = allowances.apply(report(), Path(path), allows, beside)
    return result, allowances.stale()


def left(result: Report) -> str:
    return "".join(d.place.text for d in result.diagnostics)


def test_a_finding_is_allowed_by_its_logical_address() -> None:
    result, stale = applied(allow("第一部分 › 第2段"))
    assert left(result) == "甲丙"
    assert [(d.place.text, reason) for d, reason in result.allowed] == [("乙", "已核实")]
    assert stale == ()


def test_an_address_with_stars_allows_all_that_fits() -> None:
    assert left(applied(allow("第一部分 › *"))[0]) == ""
    assert left(applied(allow("第一部分"))[0]) == ""
    assert left(applied(allow("第二部分 › *"))[0]) == "甲乙丙"


@pytest.mark.parametrize(
    ("until", "kept", "key"),
    [(TODAY, "", None), (date(2026, 6, 29), "甲乙丙", "expired")],
)
def test_the_last_day_still_counts(until: date, kept: str, key: str | None) -> None:
    result, stale = applied(allow(until=until))
    assert left(result) == kept
    assert [s.key for s in stale] == ([key] if key else [])


def test_what_is_of_no_use_is_reported_where_it_could_have_been() -> None:
    _, stale = applied(allow("第9段"))
    assert [(s.key, s.origin) for s in stale] == [("unused", "gouji.toml:7")]
    _, stale = applied(allow("第9段", paths=("b.txt",)))
    assert stale == ()


def test_other_documents_are_not_meant() -> None:
    assert left(applied(allow(paths=("b.txt",)))[0]) == "甲乙丙"
    assert left(applied(allow(paths=("a.*",)))[0]) == ""


def test_one_suppression_may_serve_several_documents() -> None:
    allowances = Allowances(TODAY)
    one = allow("第一部分 › 第2段")
    for path in ("/x/a.txt", "/x/b.txt"):
        allowances.apply(report(), Path(path), [one])
    assert allowances.stale() == ()


def test_a_remark_allows_at_its_place() -> None:
    remark = Remark("gouji: allow anything — 已核实", 4, 5, 3)
    result, stale = applied(beside=(remark,))
    assert left(result) == "甲丙"
    assert [reason for _, reason in result.allowed] == ["已核实"]
    assert stale == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("gouji: allow DOC901", "no-reason"),
        ("gouji: allow DOC901 —  ", "no-reason"),
        ("gouji: allow DOC901 until tomorrow — 原因", "no-date"),
        ("gouji: alow DOC901 — 原因", "unknown"),
        ("gouji: allow DOC901 until 2026-01-01 — 原因", "expired"),
        ("gouji: allow TOT — 原因", "unused"),
    ],
)
def test_a_remark_that_does_nothing_is_reported(text: str, key: str) -> None:
    result, stale = applied(beside=(Remark(text, 4, 4, 3),))
    assert left(result) == "甲乙丙"
    assert [(s.key, s.origin) for s in stale] == [(key, "small.txt:3")]
    for language in ("zh", "en"):
        assert "small.txt:3" in stale[0].text(language)


@pytest.mark.parametrize(
    "text",
    [
        "gouji: allow wrong-share, TOT001 — 原因 甲",
        "gouji：allow wrong-share，TOT001：原因 甲",
        "gouji: allow wrong-share 、 TOT001 -- 原因\n甲",
        "gouji: allow wrong-share,TOT001 - 原因 甲",
    ],
)
def test_the_ways_to_write_a_remark(text: str) -> None:
    found, wrong = noted([Remark(text, 1, 1, 1)], "a.md")
    assert [(n.rule, n.reason) for n in found] == [
        ("wrong-share", "原因 甲"),
        ("TOT001", "原因 甲"),
    ]
    assert wrong == []


def test_a_remark_that_names_no_rule_says_which_is_meant() -> None:
    allowances = Allowances(TODAY, [anything])
    told = Remark("gouji: allow anythin, DOC901 — 原因", 4, 4, 3)
    result = allowances.apply(report(), Path("/x/a.txt"), (), [told])
    assert left(result) == "甲丙"
    (stale,) = allowances.stale()
    assert (stale.key, stale.line, stale.nearest) == ("no-rule", 3, "anything")
    assert stale.text("en").endswith(
        "no rule fits “anythin”; it has no effect; is “anything” meant?"
    )


def test_other_comments_are_none_of_our_business() -> None:
    assert noted([Remark("请核对", 1, 1, 1), Remark("todo: gouji", 1, 1, 1)], "a.md") == ([], [])


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("<!-- x -->\n一\n二\n\n三", (2, 3)),
        ("一\n\n<!-- x -->\n\n| a |\n| b |\n", (5, 6)),
        ("一 <!-- x --> 二\n三", (1, 1)),
        ("一\n<!-- x -->", (2, 2)),
        ("<!-- x -->\n<!-- y -->\n一", (3, 3)),
        ("<!-- x\n-->\n一", (3, 3)),
        ("<!-- x -->\n<table>\n<tr><td>\n\n1</td></tr>\n</table>\n<p>二", (2, 6)),
        ("<!-- x -->\n<div><div>一</div>\n</div>\n二", (2, 3)),
        ("<!-- x -->\n<br>\n二", (2, 2)),
    ],
)
def test_the_lines_a_comment_is_about(text: str, about: tuple[int, int]) -> None:
    remark = remarks(text)[0]
    assert (remark.line, remark.end_line) == about
    assert remark.text == "x"


def test_a_remark_in_a_text_file_is_no_text() -> None:
    reading = read_text("一。\n<!-- gouji: allow TOT — 原因 -->\n二。\n".encode())
    assert "gouji" not in "".join(b.source.text for b in reading.blocks if hasattr(b, "source"))
    (remark,) = reading.remarks
    assert (remark.text, remark.line, remark.own_line) == ("gouji: allow TOT — 原因", 3, 2)
    assert not is_remark("<!-- 别的 -->")


def test_a_comment_of_word_allows_in_its_paragraph(tmp_path: Path) -> None:
    word = Document()
    word.add_paragraph("2025年部门预算")
    wrong = "收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.16%。"
    word.add_paragraph(wrong)
    noted_one = word.add_paragraph("")
    runs = [noted_one.add_run(wrong[:20]), noted_one.add_run(wrong[20:])]
    word.add_comment(
        runs[:1], text="gouji: allow wrong-share — 已与财政核对", author="张", initials="z"
    )
    word.add_comment(runs[1:], text="请再看", author="李", initials="l")
    word.save(str(tmp_path / "a.docx"))
    book = read_book(tmp_path / "a.docx", "zh")
    assert not isinstance(book, Unreadable)
    assert [remark.text for remark in book.reading.remarks] == [
        "gouji: allow wrong-share — 已与财政核对",
        "请再看",
    ]
    rules = [r for r in load(discover(builtin_only=True)).rules if r.code == "PCT001"]
    found = check(book.document, book.ledger, rules)
    assert len(found.diagnostics) == 2
    allowances = Allowances(TODAY)
    result = allowances.apply(found, tmp_path / "a.docx", (), book.reading.remarks)
    assert [reason for _, reason in result.allowed] == ["已与财政核对"]
    assert len(result.diagnostics) == 1
    assert result.allowed[0][0].place.order > result.diagnostics[0].place.order
    assert allowances.stale() == ()


def test_a_comment_of_word_that_does_nothing_is_told_with_what_it_is_about(tmp_path: Path) -> None:
    word = Document()
    for text in ("2025年部门预算", "本部门2025年收入预算920.60万元，比上年增加。"):
        word.add_comment([word.add_paragraph(text).add_run("")], text="gouji: allow TOT001")
    word.save(str(tmp_path / "a.docx"))
    book = read_book(tmp_path / "a.docx", "zh")
    assert not isinstance(book, Unreadable)
    _, wrong = noted(book.reading.remarks, "a.docx")
    assert [stale.origin for stale in wrong] == [
        "a.docx “2025年部门预算”",
        "a.docx “本部门2025年收入预算920.…”",
    ]
