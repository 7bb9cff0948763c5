"""What is remembered of a draft changes nothing in what is found in it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.engine import Report, check
from gouji.model.memo import Memo
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import ReadError, Reading, read_data

TEXT = (Path(__file__).parent.parent / "docs/examples/budget.txt").read_text(encoding="utf-8")
RULES = load(discover(builtin_only=True)).rules
TYPED = st.sampled_from(
    ["", "1", "9.00", "，", "。", "\n", "\n\n", "合计", "单位：万元\n", "𠮷", "表九 "]
)
EDITS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12), TYPED), min_size=1, max_size=4
)


PAGE = """<html><body class="page">
<p>收入100.00万元</p>
<table border="1"><tr><td rowspan=2>项目</td><td>合计</td></tr>
<tr><td hidden>1.00</td></tr></table>
<div><table>
<tr><td>a</td><td>b</td></tr>
<tr><td>2.00</td><td>&nbsp;</td><td><b>3</b>\n元</td></tr>
</table></div><p>完</p></body></html>"""
MARKED = st.sampled_from(
    ["", "1", "\n", "<td>", "</td>", "<!--\n-->", "<table>", "</table>", "<tr>", "</div>", "\xa0"]
)
MARKINGS = st.lists(
    st.tuples(st.integers(0, len(PAGE)), st.integers(0, 8), MARKED), min_size=1, max_size=4
)


def found_in(text: str, memo: Memo | None) -> Report:
    document = parse(read_data(text.encode(), ".txt"), "draft.txt", memo)
    return check(document, build_ledger(document, memo), RULES, None, memo)


def told(report: Report) -> list[object]:
    """All that a report says, free of the nodes it speaks of."""
    findings = [
        (
            *(d.rule.code, d.severity, d.place, d.excerpt, d.fingerprint),
            sorted((name, str(value)) for name, value in d.values.items()),
            [(r.name, r.place) for r in d.related],
            d.cause and d.cause.key,
            d.suggestion and (d.suggestion.text, d.suggestion.safe),
        )
        for d in report.diagnostics
    ]
    return [findings, report.checked, report.unchecked, report.crashes, report.kind, report.entity]


@given(EDITS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_remembered_draft_reads_like_a_new_one(edits: list[tuple[int, int, str]]) -> None:
    memo, text = Memo(), TEXT
    found_in(text, memo)
    memo.sweep()
    for start, length, typed in edits:
        text = text[:start] + typed + text[start + length :]
        assert told(found_in(text, memo)) == told(found_in(text, None))
        memo.sweep()
    assert told(found_in(TEXT, memo)) == told(found_in(TEXT, None))


def read_page(text: str, memo: Memo | None) -> Reading | None:
    try:
        return read_data(text.encode(), ".html", memo=memo)
    except ReadError:
        return None


@given(MARKINGS)
@settings(max_examples=200, deadline=None)
def test_a_remembered_page_reads_like_a_new_one(edits: list[tuple[int, int, str]]) -> None:
    memo, text = Memo(), PAGE
    read_page(text, memo)
    memo.sweep()
    for start, length, typed in edits:
        text = text[:start] + typed + text[start + length :]
        assert read_page(text, memo) == read_page(text, None)
        memo.sweep()
    assert read_page(PAGE, memo) == read_page(PAGE, None)


def test_what_is_not_asked_for_is_forgotten() -> None:
    memo, part = Memo(), object()
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert memo.of("a", (part,), make) == memo.of("a", (part,), make) == 0
    assert memo.of("b", (part,), make) == 1
    memo.sweep()
    assert memo.of("a", (part,), make) == 0
    memo.sweep()
    assert memo.of("a", (part,), make) == 0
    assert memo.of("b", (part,), make) == 2
    assert memo.of("a", (object(),), make) == 3


def test_an_equal_value_stays_the_same_object() -> None:
    memo = Memo()
    first = memo.same("here", [1, 2])
    memo.sweep()
    assert memo.same("here", [1, 2]) is first
    assert memo.same("there", [1, 2]) is not first
    memo.sweep()
    assert memo.same("here", [1, 3]) == [1, 3]
