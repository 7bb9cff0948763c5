"""The reports: nothing sent raw, the mark under the figure, JSON as its schema says."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from wcwidth import wcswidth

from gouji import Finding, Findings, Paragraph, Share, Sum, messages, rule
from gouji.engine import Report, check
from gouji.model.arithmetic import Balance, Change, Completion, Growth, Weights
from gouji.model.blocks import Notice
from gouji.model.place import Anchor
from gouji.model.record import replace
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Agreement
from gouji.reporters import Outcome, Unreadable
from gouji.reporters.arithmetic import steps
from gouji.reporters.ink import wants_colour, width
from gouji.reporters.json import json_report
from gouji.reporters.text import Style, cut, text_report
from gouji.view import Excerpt, visible
from tests.small import document, figure, ledger, paragraph, table

NASTY = "\x1b[31m\x07\x9b2J\u202e\u2066\u200b\ufeff\u2028\x00\x7f\ud800"
SENDS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\u2028\ud800-\udfff]"
)
ANSI = re.compile(r"\x1b\[[\d;]*m")


@rule("PCT901", zh="占比写为 {stated}，应为 {expected}", en="share {stated} should be {expected}")
def wrong_share(share: Share) -> Findings:
    """占比。
    Shares.
    """
    verdict = share.judge()
    if verdict.violated:
        yield Finding(share.stated, stated=share.stated, part=share.part, expected=verdict.expected)


@rule("TOT901", zh="合计写为 {total}，各项相加为 {expected}", en="{total} should be {expected}")
def wrong_sum(total: Sum) -> Findings:
    """合计。
    Sums.
    """
    verdict = total.judge()
    if verdict.violated:
        yield Finding(total.total, total=total.total, parts=total.parts, expected=verdict.expected)


@rule("DOC901", zh="有“{word}”，长 {length}", en="“{word}”, {length} long", severity="info")
def anything(paragraph: Paragraph) -> Findings:
    """任何段落。
    Any paragraph.
    """
    yield Finding(paragraph, word=paragraph.text[:20], length=len(paragraph.text))


def share_report(text: str = "收入预算920.60万元，其中单位资金337.00万元，占36.16%。") -> Report:
    node = paragraph(text, "第三部分 › 二 › 第2段", line=12)
    stated, part, whole = figure(node, "36.16%"), figure(node, "337.00"), figure(node, "920.60")
    return check(document(node), ledger(Share(stated, part, whole)), [wrong_share])


def sum_report() -> Report:
    sheet = table(
        "项目 | 合计 | 基本支出",
        "201 一般公共服务支出 | 848.05 | 264.15",
        "208 社会保障和就业支出 | 24.87 | 20.00",
        "221 住房保障支出 | | ",
        "合计 | 1,872.92 | 289.02",
        label="表3 支出总表",
        page=6,
    )
    cells = {cell.text: cell for cell in sheet.cells}
    parts = tuple(figure(cells[n], n) for n in ("848.05", "24.87"))
    return check(
        document(sheet), ledger(Sum(figure(cells["1,872.92"], "1,872.92"), parts)), [wrong_sum]
    )


def shown(*reports: Report, **style: Any) -> str:
    return text_report(Outcome(reports), Style(**style))


def test_the_report_of_a_sentence() -> None:
    assert shown(share_report()).splitlines() == [
        "small.txt  2025  部门预算  某局",
        "",
        "错误 PCT901 wrong-share：占比写为 36.16%，应为 36.61%",
        "  位置  第 12 行  第三部分 › 二 › 第2段",
        "  原文  收入预算920.60万元，其中单位资金337.00万元，占36.16%。",
        "                                                      ^^^^^^",
        "  算式    337.00 万元",
        "        ÷ 920.60 万元",
        "        = 36.61%",
        "  原因  36.16% 的两个数字颠倒，应为 36.61%",
        "",
        "1 个文件，发现错误 1 处；核对 1 项勾稽关系，未能核对 0 项",
    ]


def test_the_report_of_a_table() -> None:
    assert shown(sum_report(), language="en").splitlines() == [
        "small.txt  2025  budget  某局",
        "",
        "error TOT901 wrong-sum: 1872.92 万元 should be 872.92 万元",
        "  at    page 6  表3 支出总表 › 合计 › 合计",
        "  text  合计 | 1,872.92 | 289.02",
        "               ^^^^^^^^",
        "  calc    848.05 万元  201 一般公共服务支出",
        "        +  24.87 万元  208 社会保障和就业支出",
        "        = 872.92 万元",
        "  cause 1872.92 万元 has a digit too many; 872.92 万元 is meant",
        "",
        "1 file, found 1 error; 1 relation checked, 0 not checked",
    ]


def test_quiet_prints_findings_only() -> None:
    report = replace(share_report(), notices=(Notice("image-page", 3),))
    full, quiet = shown(report), shown(report, quiet=True)
    assert "第 3 页是没有文字的图像" in full
    assert "第 3 页" not in quiet
    assert full.splitlines()[-1].startswith("1 个文件")
    assert not quiet.splitlines()[-1]
    assert "PCT901" in quiet
    assert shown(replace(report, diagnostics=()), quiet=True) == ""


def test_what_is_said_of_several_pages_alike_is_said_once() -> None:
    limit = {"limit": "forms", "maximum": 2000}
    notices = (
        *(Notice("image-page", page) for page in (1, 3, 4, 5)),
        Notice("broken-page", 2),
        Notice("limit", None, limit),
    )
    assert list(messages.notices(notices, "zh")) == [
        "第 1、3–5 页是没有文字的图像，未检查",
        "第 2 页已损坏，未能读出",
        "文件超出读取上限（forms：2000），未读完",
    ]
    assert next(messages.notices(notices, "en")) == (
        "pages 1, 3–5: an image without text, not checked"
    )


def test_what_was_not_checked_is_said_with_its_reasons() -> None:
    node = paragraph("占36.16%", line=1)
    unknown = Share(figure(node, "36.16%"), None, None)
    text = shown(check(document(node), ledger(unknown), [wrong_share]))
    assert text == "1 个文件，未发现问题；核对 0 项勾稽关系，未能核对 1 项（部分数未知 1）\n"


def test_files_that_could_not_be_read_are_counted() -> None:
    text = text_report(Outcome((), (Unreadable("a.pdf", "文件是空的"),)), Style())
    assert text.endswith("1 个文件未能读取\n")


def test_colour_adds_escapes_and_nothing_else() -> None:
    report = share_report()
    coloured = shown(report, colour=True)
    assert coloured != shown(report)
    assert ANSI.sub("", coloured) == shown(report)


nasty_text = st.text(min_size=1, max_size=60) | st.just(f"某局{NASTY}预算")


@given(nasty_text, nasty_text)
def test_nothing_of_a_document_is_sent_raw(text: str, path: str) -> None:
    book = document(paragraph(text, f"第1段{text}", line=1), path=path)
    report = replace(
        check(book, ledger(), [anything]),
        entity=text,
        notices=(Notice("broken-page", 1, {"reason": text}),),
    )
    outcome = Outcome((report,), (Unreadable(path, text),))
    assert not SENDS.search(text_report(outcome, Style()))
    assert not SENDS.search(ANSI.sub("", text_report(outcome, Style(colour=True))))
    as_json = json_report(outcome, "zh")
    assert not SENDS.search(as_json)
    (diagnostic,) = json.loads(as_json)["diagnostics"]
    assert diagnostic["text"] == text
    assert diagnostic["path"] == path


@given(st.text())
def test_making_text_visible_moves_no_column(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(visible(text)) == visible(text)
    assert not SENDS.search(visible(text).replace("\n", ""))


words = st.text(alphabet="收入预算a1., \u0301ａ％\x1b", max_size=80)


@given(words, words.filter(bool), words, st.integers(20, 100))
def test_the_mark_stands_under_the_place_and_the_line_fits(
    before: str, marked: str, after: str, room: int
) -> None:
    excerpt = Excerpt(before + marked + after, len(before), len(before) + len(marked))
    left, middle, right = cut(excerpt, room)
    assert width(left) + width(middle) + width(right) <= room
    head, _, tail = middle.partition("…")
    assert middle == marked or (marked.startswith(head) and marked.endswith(tail))
    assert before.endswith(left.removeprefix("…"))
    assert after.startswith(right.removesuffix("…"))
    if width(excerpt.text) <= room:
        assert left + middle + right == excerpt.text


def test_wide_characters_before_the_figure_move_the_mark() -> None:
    lines = shown(share_report()).splitlines()
    (row,) = (n for n, line in enumerate(lines) if line.startswith("  原文"))
    mark = lines[row + 1].index("^")
    assert width(lines[row][: lines[row].index("36.16%")]) == mark


def arithmetic(relation: Relation) -> list[str]:
    return [f"{s.operator}{s.quantity or ''}" for s in steps(relation, "zh")]


@pytest.fixture
def numbers() -> dict[str, Any]:
    """Figures of one sentence by their digits."""
    node = paragraph("30.00 20.00 12.00 57.00% 40.00% 0.00 10.00", line=1)
    return {n: figure(node, n) for n in node.text.split()}


def test_the_arithmetic_of_every_relation(numbers: dict[str, Any]) -> None:
    n = numbers
    current, prior, gap = n["30.00"], n["20.00"], n["12.00"]
    assert arithmetic(Sum(n["10.00"], (current, prior, n["0.00"]))) == [
        "30.00 万元",
        "+20.00 万元",
        "",
        "=50.00 万元",
    ]
    assert arithmetic(Balance((current,), (prior,))) == ["30.00 万元", "≠20.00 万元"]
    assert arithmetic(Completion(n["57.00%"], prior, current)) == [
        "20.00 万元",
        "÷30.00 万元",
        "=66.67%",
    ]
    assert arithmetic(Change(gap, Direction.UP, current, prior)) == [
        "30.00 万元",
        "−20.00 万元",
        "=10.00 万元",
    ]
    assert arithmetic(Change(gap, Direction.DOWN, prior, current)) == [
        "30.00 万元",
        "−20.00 万元",
        "=10.00 万元",
    ]
    assert arithmetic(Growth(n["40.00%"], Direction.UP, current, prior))[-1] == "=50.00%"
    assert arithmetic(Growth(n["40.00%"], Direction.UP, current, difference=n["10.00"])) == [
        "10.00 万元",
        "÷20.00 万元",
        "=50.00%",
    ]
    assert arithmetic(Agreement(current, prior)) == ["30.00 万元", "≠20.00 万元"]
    assert arithmetic(Weights((current, prior), Anchor.whole(current.anchor.node)))[-1] == (
        "=50.00 万元"
    )


def test_many_addends_are_pooled_and_still_add_up() -> None:
    node = paragraph(" ".join(f"{n}.00" for n in range(101, 131)), line=1)
    parts = tuple(figure(node, printed) for printed in node.text.split())
    shown_steps = steps(Sum(parts[0], parts), "zh")
    assert len(shown_steps) == 14
    addends = [s.quantity.value for s in shown_steps[:-1] if s.quantity]
    total = shown_steps[-1].quantity
    assert total is not None
    assert sum(addends) == total.value == Decimal(sum(range(101, 131)))


class Terminal:
    def __init__(self, tty: bool) -> None:
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


@pytest.mark.parametrize(
    ("tty", "environment", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
    ],
)
def test_colour_on_a_terminal_only_unless_asked(
    tty: bool, environment: dict[str, str], colour: bool
) -> None:
    assert wants_colour(Terminal(tty), environment) is colour  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    text = files("gouji.reporters").joinpath("gouji-1.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def outcomes() -> list[Outcome]:
    crashed = check(
        document(paragraph("一", line=1)), ledger(), [replace(anything, fields=frozenset({"x"}))]
    )
    noticed = replace(share_report(), notices=(Notice("image-page", 3), Notice("odd", None, {})))
    return [
        Outcome(()),
        Outcome((share_report(), sum_report())),
        Outcome((noticed, crashed), (Unreadable("a.pdf", "空"),)),
        Outcome((check(document(paragraph("一")), ledger(), [anything]),)),
    ]


@pytest.mark.parametrize("outcome", outcomes(), ids=["empty", "findings", "failures", "no-line"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_json_keeps_to_its_schema(
    outcome: Outcome, language: str, validator: Draft202012Validator
) -> None:
    validator.validate(json.loads(json_report(outcome, language)))


def test_json_says_what_the_text_says() -> None:
    data = json.loads(json_report(Outcome((share_report(), sum_report())), "zh"))
    first, second = data["diagnostics"]
    assert data["schema"] == "gouji/1"
    assert first["values"]["expected"] == {"value": "36.61", "unit": "%", "text": "36.61%"}
    assert (first["line"], first["page"], first["text"]) == (12, None, "36.16%")
    assert [r["text"] for r in first["related"]] == ["337.00"]
    assert (second["page"], second["address"]) == (6, "表3 支出总表 › 合计 › 合计")
    assert [v["value"] for v in second["values"]["parts"]] == ["848.05", "24.87"]
    assert data["documents"][0]["checked"] == {
        "PCT901": {"holds": 0, "rounding": 0, "violated": 1, "not_checked": 0}
    }
    assert data["unreadable"] == data["failures"] == []


def test_the_fingerprint_is_the_same_in_both_languages() -> None:
    outcome = Outcome((share_report(),))
    zh, en = (json.loads(json_report(outcome, lang))["diagnostics"][0] for lang in ("zh", "en"))
    assert zh["message"] != en["message"]
    assert zh["fingerprint"] == en["fingerprint"]


def test_the_width_of_plain_text_is_that_of_the_tables_of_unicode() -> None:
    plain = [*map(chr, range(0x20, 0x7F)), *"“”‘’…—·×÷→›", *map(chr, range(0x3001, 0x3021))]
    plain += [*map(chr, range(0x4E00, 0xA000, 7)), *map(chr, range(0xFF01, 0xFF5F))]
    for character in plain:
        assert width(f"a{character}{character}预") == wcswidth(f"a{character}{character}预")
    assert width("e\u0301 ﾊ") == 3
