"""The documentation: what is generated is not stale, links lead somewhere, the site can be built."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import unquote

import pytest
import tomli

from gouji import Rule
from gouji.docstrings import Example, in_language
from gouji.plugins import discover, load
from tests.conftest import ROOT
from tests.docs import generated, language_of, page_name, pages, surplus
from tests.docs.example import example_html
from tests.docs.fill import filled, output, sandbox

DOCS = ROOT / "docs"
RULES = load(discover(builtin_only=True)).rules
PAGES = pages(ROOT)
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.S | re.M)


@cache
def wanted() -> dict[Path, str]:
    """Every generated page as it should be."""
    return generated(ROOT)


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_generated_pages_and_shown_output_are_not_stale(page: Path) -> None:
    """Run ``python -m tests.docs`` where this fails."""
    if page in wanted():
        assert page.read_text(encoding="utf-8") == wanted()[page]


def test_no_generated_page_is_missing_and_none_too_many() -> None:
    assert [name_of(page) for page in wanted() if not page.exists()] == []
    assert surplus(ROOT, wanted()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_of_a_rule_tells_all_there_is(rule: Rule) -> None:
    for language in ("zh", "en"):
        page = (DOCS / "rules" / page_name(rule.code, language)).read_text(encoding="utf-8")
        assert rule.summary[language] in page
        assert rule.message[language] in page
        assert f"`{rule.severity}`" in page
        assert page.count('<div class="example">') == len(rule.examples)
        assert page.count("<mark>") == sum(len(example.marks) for example in rule.examples)
        options = (in_language(option.doc, language) for option in rule.options)
        for text in (*rule.authority, *options):
            assert text in page


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("位数。How many digits.", "位数。", "How many digits."),
        (
            "在段落中找。\n\nLooked for in\nthe paragraph.",
            "在段落中找。",
            "Looked for in\nthe paragraph.",
        ),
        ("How many digits.", "How many digits.", "How many digits."),
        ("在“A。B”之间。", "在“A。B”之间。", "在“A。B”之间。"),
    ],
)
def test_a_text_in_two_languages_is_told_in_that_of_the_reader(text: str, zh: str, en: str) -> None:
    assert (in_language(text, "zh"), in_language(text, "en")) == (zh, en)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_settings_that_a_rules_page_shows_are_accepted(rule: Rule) -> None:
    page = (DOCS / "rules" / f"{rule.code}.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.S)
    assert found is not None
    settings = tomli.loads(found[1], parse_float=Decimal)["rules"][rule.name]
    assert settings.pop("severity") == rule.severity
    options = {option.name.replace("_", "-"): option for option in rule.options}
    assert settings.keys() == options.keys()
    for name, value in settings.items():
        assert options[name].accept(value) == options[name].default


def test_every_page_has_its_counterpart_in_the_other_language() -> None:
    translated = {p.name.split(".")[0] for p in PAGES if language_of(p) == "en"}
    for page in PAGES:
        stem = page.name.split(".")[0]
        if stem in translated:
            assert page.with_name(page_name(stem, "zh")) in PAGES
            assert page.with_name(page_name(stem, "en")) in PAGES


def slug(heading: str) -> str:
    """The anchor that a heading gets, on the site as on a forge."""
    text = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.M)}


@pytest.mark.parametrize(
    "page",
    [*PAGES, *sorted(ROOT.glob("*.md")), DOCS / "examples" / "README.md"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in (unquote(m["target"]) for m in LINK.finditer(text)):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_in_english_link_to_pages_in_english(page: Path) -> None:
    if language_of(page) != "en":
        return
    for target in (m["target"].partition("#")[0] for m in LINK.finditer(page.read_text("utf-8"))):
        file = (page.parent / target).resolve()
        if target.endswith(".md") and not target.endswith(".en.md"):
            assert file.with_name(f"{file.stem}.en.md") not in PAGES, target


def test_every_command_shown_in_a_tutorial_is_one_that_is_run() -> None:
    for page in (DOCS / "tutorials").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        run = re.findall(r"<!-- run(?:: [^\n]*)? -->\n+```console\n", text)
        assert len(run) == text.count("```console\n"), page.name


def test_a_page_is_filled_with_what_the_program_prints() -> None:
    page = (
        "<!-- file: a.txt -->\n```text\n收入预算10.00万元，其中：财政拨款5.00万元，占40%。\n```\n"
        "<!-- run: 1 /wrong-share/ -->\n```console\n$ gouji check a.txt\nstale\n```\n"
    )
    text = filled(page, ROOT, "en")
    assert "stale" not in text
    assert "error PCT001 wrong-share: the share is stated as 40%" in text
    assert filled(text, ROOT, "en") == text


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("$ rm -r .", "not a command"),
        ("$ gouji check missing.txt", "missing.txt"),
    ],
)
def test_a_command_that_does_not_work_is_refused(command: str, problem: str) -> None:
    with sandbox(ROOT), pytest.raises(ValueError, match=problem):
        output(command, "en")


def test_an_example_keeps_its_merged_cells_its_heads_and_its_marks() -> None:
    text = "表\n| 科目 | < | 合计 |\n| 编码 | 名称 | ^ |\n| --- | --- | --- |\n| 201 | 甲<乙 | **1.00** |"
    html = example_html(Example.parse(text))
    assert '<th colspan="2">科目</th><th rowspan="2">合计</th>' in html
    assert "<td>甲&lt;乙</td><td><mark>1.00</mark></td>" in html


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as strictly as can be."""
    pytest.importorskip("mkdocs_static_i18n", reason="the extra “docs” is not installed")
    pytest.importorskip("material", reason="the extra “docs” is not installed")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_site_has_a_page_for_every_rule_in_both_languages(site: Path) -> None:
    for rule in RULES:
        for folder, language in ((site, "zh"), (site / "en", "en")):
            page = (folder / "rules" / f"{rule.code}.html").read_text(encoding="utf-8")
            assert escape(rule.summary[language], quote=False) in page


def test_every_link_of_the_site_leads_to_a_file_of_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        if page.name == "404.html":  # served from anywhere, so its links are absolute
            continue
        for target in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not re.match(r"\w+:|/", target):
                assert (page.parent / unquote(target)).exists(), (page.relative_to(site), target)
