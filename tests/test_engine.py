"""The engine: what it counts, what it isolates, what it selects, how it identifies findings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji import Absent, Document, Finding, Findings, Ledger, Paragraph, Rule, rule
from gouji.engine import Counts, Report, Settings, UnknownSelectorError, check, select_rules
from gouji.model.arithmetic import Completion, Share, Sum, SumKind
from gouji.model.record import replace
from gouji.rule import Severity
from tests.small import document, figure, ledger, paragraph, table, unread

PROSE = "收入预算 920.60 万元，其中：单位资金 337.00 万元，占 {share}。"


@rule("PCT901", zh="写为 {stated}，应为 {expected}", en="{stated} should be {expected}")
def wrong_share(share: Share) -> Findings:
    """占比。
    Shares.
    """
    verdict = share.judge()
    if verdict.violated:
        yield Finding(
            share.stated,
            stated=share.stated,
            part=share.part,
            whole=share.whole,
            expected=verdict.expected,
        )


@rule("DOC901", zh="有“{word}”", en="holds “{word}”", severity="info")
def residue(paragraph: Paragraph, *, word: str = "XX") -> Findings:
    """模板残留。
    Residue.

    :param word: what to look for.
    """
    if word in paragraph.text:
        yield Finding(paragraph, word=word)


@rule("DOC902", zh="", en="")
def always_crashes(paragraph: Paragraph) -> Findings:
    """总是出错。
    Always fails.
    """
    yield Finding(paragraph)
    raise RuntimeError("第一行\n第二行")


@rule("DOC903", zh="", en="")
def needs_tables(paragraph: Paragraph, document: Document, ledger: Ledger) -> Findings:
    """需要表格。
    Needs a table.
    """
    assert ledger.figures == ()
    if not list(document.tables):
        raise Absent("no table")
    yield from ()


@rule("DOC904", zh="{missing}", en="{missing}")
def lacks_a_value(paragraph: Paragraph) -> Findings:
    """少一个值。
    Lacks a value.
    """
    yield Finding(paragraph)


@rule("TOT901", zh="{total}", en="{total}", on=SumKind.FOOTING, where=lambda s: not s.partial)
def wrong_footing(total: Sum) -> Findings:
    """合计。
    Footing.
    """
    if not total.holds():
        yield Finding(total.total, total=total.total)


RULES = (wrong_share, residue, always_crashes, needs_tables, lacks_a_value, wrong_footing)


def share_of(stated: str, line: int = 1, kind: type[Share] = Share) -> tuple[Paragraph, Share]:
    node = paragraph(PROSE.format(share=stated), f"第{line}段", line)
    whole, part = figure(node, "920.60", "收入预算"), figure(node, "337.00", "单位资金")
    return node, kind(figure(node, stated), part, whole)


def run(*books: tuple[Paragraph, Share], rules: tuple[Rule, ...] = (wrong_share,)) -> Report:
    return check(document(*(b[0] for b in books)), ledger(*(b[1] for b in books)), rules)


def test_outcomes_are_counted_by_rule() -> None:
    unknown = share_of("36.61%", 4)
    node, share = unknown
    report = run(
        share_of("36.61%", 1),
        share_of("36.60%", 2),
        share_of("36.16%", 3),
        (node, replace(share, whole=None)),
    )
    assert report.checked == {"PCT901": Counts(holds=1, violated=2, not_checked=1)}
    assert [u.reason for u in report.unchecked] == ["whole unknown"]
    assert report.totals == Counts(holds=1, violated=2, not_checked=1)


def test_agreement_by_rounding_alone_is_silent_and_counted_apart() -> None:
    node = paragraph("合计 920.60，其中 848.05、24.87、13.39、34.30", line=1)
    parts = tuple(figure(node, n) for n in ("848.05", "24.87", "13.39", "34.30"))
    report = check(document(node), ledger(Sum(figure(node, "920.60"), parts)), [wrong_footing])
    assert not report.diagnostics
    assert report.checked["TOT901"] == Counts(rounding=1)


def test_a_rule_on_shares_gets_no_completion_rates() -> None:
    report = run(share_of("36.16%", kind=Completion))
    assert not report.diagnostics
    assert report.checked["PCT901"] == Counts()
    assert [u.reason for u in report.unchecked] == ["no rule looks at it"]


class OddShare(Share):
    """A plugin's own sort of share, without a name of its own."""


def test_a_relation_without_a_name_of_its_own_counts_as_its_parent() -> None:
    report = run(share_of("36.16%", kind=OddShare))
    assert [d.rule.code for d in report.diagnostics] == ["PCT901"]


def test_on_and_where_leave_subjects_out_of_the_count() -> None:
    node = paragraph("合计 9.00，其中 4.00、6.00", line=1)
    total, parts = figure(node, "9.00"), (figure(node, "4.00"), figure(node, "6.00"))
    relations = (
        Sum(total, parts),
        Sum(total, parts, SumKind.BREAKDOWN),
        Sum(total, parts, partial=True),
    )
    report = check(document(node), ledger(*relations), [wrong_footing])
    assert report.checked["TOT901"] == Counts(violated=1)


def test_a_crash_of_one_rule_leaves_the_others_as_they_were() -> None:
    books = share_of("36.16%", 1), share_of("36.61%", 2)
    alone = run(*books, rules=(wrong_share,))
    together = run(*books, rules=(always_crashes, wrong_share))
    assert together.diagnostics == alone.diagnostics
    assert together.checked["PCT901"] == alone.checked["PCT901"]
    assert together.checked["DOC902"] == Counts(not_checked=2)
    (crash,) = together.crashes
    assert (crash.rule.name, crash.address) == ("always-crashes", "第1段")
    assert crash.error == "RuntimeError: 第一行 第二行"


@rule("DOC905", zh="", en="")
def points_nowhere(paragraph: Paragraph) -> Findings:
    """没有位置。
    No place.
    """
    yield Finding(None)  # type: ignore[arg-type]


@rule("DOC906", zh="", en="")
def odd_value(paragraph: Paragraph) -> Findings:
    """不能打印的值。
    A value that cannot be printed.
    """
    yield Finding(paragraph, share=0.5)  # type: ignore[arg-type]


@rule("DOC907", zh="", en="")
def odd_list(paragraph: Paragraph) -> Findings:
    """不能打印的列表。
    A list that cannot be printed.
    """
    yield Finding(paragraph, names=("甲",))  # type: ignore[arg-type]


@rule("DOC908", zh="", en="")
def no_finding(paragraph: Paragraph) -> Findings:
    """不是结果。
    Not a finding.
    """
    yield "甲"  # type: ignore[misc]


@rule("DOC909", zh="", en="", where=lambda paragraph: paragraph.no_such_thing)
def cannot_choose(paragraph: Paragraph) -> Findings:
    """不能选择。
    Cannot choose.
    """
    yield from ()


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (lacks_a_value, "lacks ['missing']"),
        (points_nowhere, "no finding with a place"),
        (odd_value, "the value share"),
        (odd_list, "the value names"),
        (no_finding, "'甲' is no finding"),
        (cannot_choose, "no_such_thing"),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else "",
)
def test_what_cannot_be_reported_is_a_failure_of_its_rule(broken: Rule, error: str) -> None:
    settings = Settings({"DOC901": {"word": "一"}})
    report = check(document(paragraph("一")), ledger(), [broken, residue], settings)
    assert [d.rule.name for d in report.diagnostics] == ["residue"]
    (crash,) = report.crashes
    assert error in crash.error


def test_absent_means_not_checked_with_the_reason() -> None:
    report = check(document(paragraph("一")), ledger(), [needs_tables])
    assert report.checked["DOC903"] == Counts(not_checked=1)
    assert [(u.rule, u.address, u.reason) for u in report.unchecked] == [
        ("DOC903", "第1段", "no table")
    ]


def test_unread_tables_count_as_not_checked() -> None:
    broken = unread(table("项目 | 金额", "一 | 1.00"), "columns unknown")
    report = check(document(broken), ledger(), RULES)
    assert [(u.rule, u.address, u.reason) for u in report.unchecked] == [
        ("", "表1", "columns unknown")
    ]
    assert report.totals.not_checked == 1


def test_a_learned_relation_weighs_one_less() -> None:
    node, share = share_of("36.16%")
    report = run((node, replace(share, learned=True)))
    assert [d.severity for d in report.diagnostics] == [Severity.WARNING]
    assert report.diagnostics[0].learned


def test_settings_reach_the_rule() -> None:
    book = document(paragraph("某某局"))
    assert not check(book, ledger(), [residue]).diagnostics
    settings = Settings({"DOC901": {"word": "某某"}}, {"DOC901": Severity.ERROR})
    (diagnostic,) = check(book, ledger(), [residue], settings).diagnostics
    assert (diagnostic.severity, diagnostic.values) == (Severity.ERROR, {"word": "某某"})


def test_figures_among_the_values_become_related_places() -> None:
    (diagnostic,) = run(share_of("36.16%")).diagnostics
    assert diagnostic.place.text == "36.16%"
    assert [(r.name, r.place.text) for r in diagnostic.related] == [
        ("part", "337.00"),
        ("whole", "920.60"),
    ]


def test_the_likely_cause_is_named() -> None:
    (diagnostic,) = run(share_of("36.16%")).diagnostics
    assert diagnostic.cause is not None
    assert diagnostic.cause.key == "digits-swapped"


def test_places_of_a_text_file_are_its_own_lines() -> None:
    (diagnostic,) = run(share_of("36.16%", line=7)).diagnostics
    place = diagnostic.place
    assert place.line == place.end_line == 7
    assert place.column is not None
    assert place.end_column == place.column + len("36.16%")


def test_places_of_a_paged_file_are_lines_of_the_text_view() -> None:
    sheet = table("项目 | 金额", "一、收入 | 10.00", "合计 | 11.00", page=3)
    cells = {cell.text: cell for cell in sheet.cells}
    wrong = Sum(figure(cells["11.00"], "11.00"), (figure(cells["10.00"], "10.00"),))
    (found,) = check(document(sheet), ledger(wrong), [wrong_footing]).diagnostics
    assert (found.place.page, found.place.line, found.place.column) == (3, 4, len("合计 | ") + 1)
    assert found.excerpt.text == "合计 | 11.00"
    assert found.excerpt.text[found.excerpt.start : found.excerpt.end] == "11.00"


def test_findings_come_in_reading_order() -> None:
    report = run(*(share_of("36.16%", line) for line in (3, 1, 2)))
    assert [d.place.line for d in report.diagnostics] == [1, 2, 3]


def test_the_fingerprint_rests_on_rule_address_and_values_only() -> None:
    def fingerprints(*nodes: Paragraph) -> list[str]:
        return [d.fingerprint for d in check(document(*nodes), ledger(), [residue]).diagnostics]

    (plain,) = fingerprints(paragraph("XX局", "第1段", line=1))
    assert fingerprints(paragraph("XX局", "第1段", line=9)) == [plain]
    assert fingerprints(paragraph("XX局", "第1段", page=4)) == [plain]
    reworded = replace(residue, message=replace(residue.message, zh="别的说法"))
    (other,) = check(document(paragraph("XX局")), ledger(), [reworded]).diagnostics
    assert other.fingerprint == plain
    assert fingerprints(paragraph("XX局", "第2段")) != [plain]
    twice = fingerprints(paragraph("XX局", "第1段", 1), paragraph("XX局", "第1段", 2))
    assert twice[0] == plain
    assert len(set(twice)) == 2


def test_a_changed_value_changes_the_fingerprint() -> None:
    node, share = share_of("36.16%")
    other = replace(share, whole=figure(node, "337.00"))
    assert run((node, share)).diagnostics[0].fingerprint != (
        run((node, other)).diagnostics[0].fingerprint
    )


def codes(rules: tuple[Rule, ...]) -> list[str]:
    return [rule.code for rule in rules]


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        ((), (), ["PCT901", "DOC901", "DOC902", "DOC903", "DOC904", "TOT901"]),
        (("PCT",), (), ["PCT901"]),
        (("wrong-share", "TOT901"), (), ["PCT901", "TOT901"]),
        ((), ("DOC",), ["PCT901", "TOT901"]),
        (("DOC",), ("DOC90",), []),
        (("DOC901",), ("DOC",), ["DOC901"]),
        (("DOC",), ("residue",), ["DOC902", "DOC903", "DOC904"]),
        (("DOC901",), ("DOC901",), []),
        (("residue",), ("DOC901",), []),
    ],
)
def test_the_longer_selector_wins_and_ignoring_wins_at_equal_length(
    select: tuple[str, ...], ignore: tuple[str, ...], chosen: list[str]
) -> None:
    assert codes(select_rules(RULES, select, ignore)) == chosen


def test_rules_that_are_off_by_default_run_when_selected() -> None:
    off = replace(residue, default=False)
    assert codes(select_rules((wrong_share, off))) == ["PCT901"]
    assert codes(select_rules((wrong_share, off), ("DOC",))) == ["DOC901"]


@pytest.mark.parametrize("selector", ["XYZ", "PCT9011", "wrong", "pct", ""])
def test_a_selector_that_fits_no_rule_is_refused(selector: str) -> None:
    with pytest.raises(UnknownSelectorError):
        select_rules(RULES, (selector,))


def decimals() -> st.SearchStrategy[Decimal]:
    return st.decimals("0.01", "99999", places=2)


@given(st.lists(decimals(), min_size=1, max_size=6), st.integers(-3, 3))
def test_every_relation_comes_to_exactly_one_outcome(parts: list[Decimal], cents: int) -> None:
    """What is counted is what there is, and a violated sum is what is found."""
    total = sum(parts) + Decimal(cents) / 100
    node = paragraph(" ".join(f"{n:.2f}" for n in (total, *parts)), line=1)

    def each() -> Iterator[str]:
        yield from node.text.split()

    first, *rest = (figure(node, printed) for printed in each())
    report = check(document(node), ledger(Sum(first, tuple(rest))), [wrong_footing])
    counts = report.checked["TOT901"]
    assert counts.made + counts.not_checked == 1
    assert counts.violated == len(report.diagnostics)
    assert (counts.holds == 1) == (cents == 0)
