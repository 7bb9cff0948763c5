"""Configuration: found from each document, layer on layer, every mistake told with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from gouji import Finding, Findings, Paragraph, Rule, Severity, rule
from gouji.config import PROFILES, ConfigError, Finder, Selection
from gouji.config.globs import address_matches, path_matches
from gouji.config.keys import ALLOW, KEYS, OVERRIDE
from gouji.config.positions import key_lines
from gouji.config.requirements import check_requirements
from gouji.config.schema import schema
from gouji.config.template import template
from gouji.plugins import Plugin, discover, load
from gouji.reporters.formats import FORMATS
from gouji.vocabulary import load as load_words

BUILTIN = load(discover(builtin_only=True)).rules


@rule("AAA001", zh="甲", en="one")
def first(
    paragraph: Paragraph,
    *,
    limit: int = 3,
    share: Decimal = Decimal("0.5"),
    words: tuple[str, ...] = ("一",),
    strictly: bool = False,
) -> Findings:
    """甲。
    One.

    :param limit: how many
    :param share: how much
    :param words: which
    :param strictly: whether
    """
    yield Finding(paragraph)


@rule("AAA002", zh="乙", en="two", severity="warning", default=False)
def second(paragraph: Paragraph) -> Findings:
    """乙。
    Two.
    """
    yield Finding(paragraph)


@rule("BBB001", zh="丙", en="three", preview=True)
def third(paragraph: Paragraph) -> Findings:
    """丙。
    Three.
    """
    yield Finding(paragraph)


RULES = (first, second, third)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def selection(document: Path, rules: tuple[Rule, ...] = RULES, **extra: Any) -> Selection:
    """What a document's configuration makes of the rules."""
    return Selection.of(Finder(**extra).for_document(document), rules)


def running(document: Path, **extra: Any) -> list[str]:
    return [rule.code for rule in selection(document, **extra).rules]


def complaint(document: Path, language: str = "zh", **extra: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        selection(document, **extra)
    return caught.value.text(language)


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    write(tmp_path / "gouji.toml", 'ignore = ["AAA"]')
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\nx = 1")
    write(tmp_path / "b" / "pyproject.toml", '[tool.gouji]\nselect = ["AAA002"]')
    assert running(tmp_path / "a" / "x.txt") == []
    assert running(tmp_path / "b" / "c" / "x.txt") == ["AAA002"]
    assert running(tmp_path / "a" / "x.txt", isolated=True) == ["AAA001"]
    assert running(tmp_path / "a" / "x.txt", file=tmp_path / "b" / "pyproject.toml") == ["AAA002"]


def test_a_file_goes_before_what_it_extends(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", 'select = ["AAA"]\nfail-on = "info"\n[rules.first]\nlimit = 7')
    write(tmp_path / "d" / "gouji.toml", 'extend = "../base.toml"\nignore = ["first"]')
    document = tmp_path / "d" / "x.txt"
    config = Finder().for_document(document)
    assert running(document) == ["AAA002"]
    assert config.text("fail-on") == "info"
    assert str(config.setting("fail-on").origin).endswith("base.toml:2")
    assert selection(document).settings.options == {"AAA001": {"limit": 7}}


def test_a_preset_of_a_plugin_is_extended(tmp_path: Path) -> None:
    presets: Mapping[str, Mapping[str, Any]] = {"acme:hard": {"select": ["AAA002"]}}
    write(tmp_path / "gouji.toml", '\nextend = ["acme:hard"]')
    assert running(tmp_path / "x.txt", presets=presets) == ["AAA002"]
    write(tmp_path / "gouji.toml", '\nextend = ["acme:hadr"]')
    told = complaint(tmp_path / "x.txt", presets=presets)
    assert told.endswith(
        "gouji.toml:2：没有名为“acme:hadr”的预设（可用：acme:hard）；是否指“acme:hard”？"
    )


def test_a_circle_of_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "gouji.toml", 'extend = "other.toml"')
    write(tmp_path / "other.toml", 'extend = "gouji.toml"')
    assert "循环" in complaint(tmp_path / "x.txt")


def test_the_longer_selector_wins_and_a_later_layer_before_an_earlier(tmp_path: Path) -> None:
    document = tmp_path / "x.txt"
    write(tmp_path / "gouji.toml", 'ignore = ["AAA"]\nextend-select = ["first"]')
    assert running(document) == ["AAA001"]
    write(tmp_path / "gouji.toml", 'ignore = ["AAA"]\nextend-select = ["AAA"]')
    assert running(document) == []
    write(tmp_path / "base.toml", 'ignore = ["AAA001"]')
    write(tmp_path / "gouji.toml", 'extend = "base.toml"\nselect = ["AAA"]')
    assert running(document) == ["AAA001", "AAA002"]


def test_rules_on_trial_run_when_asked_for(tmp_path: Path) -> None:
    document = tmp_path / "x.txt"
    write(tmp_path / "gouji.toml", 'select = ["BBB"]')
    assert running(document) == []
    write(tmp_path / "gouji.toml", 'select = ["BBB"]\npreview = true')
    assert running(document) == ["BBB001"]
    write(tmp_path / "gouji.toml", 'select = ["third"]')
    assert running(document) == ["BBB001"]


def test_severities_by_family_and_by_rule(tmp_path: Path) -> None:
    text = '[rules.second]\nseverity = "error"\n[rules.AAA]\nseverity = "info"'
    write(tmp_path / "gouji.toml", text)
    assert selection(tmp_path / "x.txt").settings.severities == {
        "AAA001": Severity.INFO,
        "AAA002": Severity.ERROR,
    }


def test_options_have_the_types_of_the_signature(tmp_path: Path) -> None:
    text = '[rules.AAA001]\nlimit = 1\nshare = 0.25\nwords = ["二"]\nstrictly = true'
    write(tmp_path / "gouji.toml", text)
    assert selection(tmp_path / "x.txt").settings.options["AAA001"] == {
        "limit": 1,
        "share": Decimal("0.25"),
        "words": ("二",),
        "strictly": True,
    }


def test_settings_for_some_paths_only(tmp_path: Path) -> None:
    write(
        tmp_path / "gouji.toml",
        '[[overrides]]\npaths = "drafts/**"\nignore = ["AAA"]\nfail-on = "never"\n'
        '[[overrides]]\npaths = ["*决算*"]\n[overrides.rules.first]\nseverity = "info"\n',
    )
    assert running(tmp_path / "drafts" / "a" / "x.txt") == []
    assert running(tmp_path / "x.txt") == ["AAA001"]
    assert Finder().for_document(tmp_path / "drafts" / "x.txt").text("fail-on") == "never"
    assert selection(tmp_path / "2025" / "决算.txt").severities
    assert not selection(tmp_path / "x.txt").severities


MISTAKES = [
    ("\nselct = []", "gouji.toml:2：没有“selct”这个设置", "select"),
    ("x = 1", "gouji.toml:1：没有“x”这个设置", None),
    ('select = "AAA"', "gouji.toml:1：“select”的类型不对，应为字符串列表", None),
    ("\n\npreview = 1", "gouji.toml:3：“preview”的类型不对，应为true 或 false", None),
    ('fail-on = "eror"', "gouji.toml:1：“fail-on”只能是 error, warning, info, never", "error"),
    ('profile = "strct"', "“profile”只能是", "strict"),
    ('select = [\n  "AAA001",\n  "frist",\n]', "gouji.toml:1：没有规则符合“frist”", "first"),
    ("rules = 1", "gouji.toml:1：“rules”的类型不对", None),
    ("[rules.frist]\nlimit = 1", "gouji.toml:2：没有名为“frist”的规则", "first"),
    ("[rules.first]\n# 说明\nlimt = 1", "gouji.toml:3：规则 first 没有“limt”这个选项", "limit"),
    ('[rules.first]\nlimit = "3"', "gouji.toml:2：“rules.first.limit”的类型不对，应为整数", None),
    ("[rules.first]\nlimit = true", "gouji.toml:2：“rules.first.limit”的类型不对，应为整数", None),
    (
        '[rules.first]\nseverity = "warn"',
        "gouji.toml:2：“rules.first.severity”只能是",
        "warning",
    ),
    ("[rules.AAA]\nlimit = 1", "gouji.toml:2：“AAA”是一组规则", None),
    ('[[overrides]]\nignore = ["AAA"]', "gouji.toml:1：缺少“paths”", None),
    ('[[overrides]]\npaths = ["a"]\nprofile = "draft"', "gouji.toml:3：没有“profile”", None),
    ('[[allow]]\nrule = "AAA"', "gouji.toml:1：缺少“reason”", None),
    ('[[allow]]\nrule = "AAA"\nreason = " "', "gouji.toml:3：必须写明原因", None),
    (
        '[[allow]]\nrule="A"\nreason="x"\n[[allow]]\nrule="A"\nreason="x"\nuntil = "2025"',
        "gouji.toml:7：“allow.until”的类型不对，应为日期",
        None,
    ),
    ('extend = "nothing.toml"', "gouji.toml:1：没有可用的配置文件", None),
    ("x = 1\n= broken", "gouji.toml:2：不能读取", None),
    ("x = 1\nx = 2", "gouji.toml:2：不能读取", None),
    ("\n[[rules]]\nx = 1", "gouji.toml:2：“rules”的类型不对，应为由表组成的表", None),
    ('ignore = ["aaa"]', "gouji.toml:1：没有规则符合“aaa”", "AAA"),
]


@pytest.mark.parametrize(("text", "told", "meant"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(
    tmp_path: Path, text: str, told: str, meant: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "gouji.toml", text)
    line = complaint(tmp_path / "x.txt")
    assert told in line
    assert "\n" not in line
    assert line.endswith(f"是否指“{meant}”？") if meant else "是否指" not in line


def test_rules_of_a_plugin_that_is_missing_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "gouji.toml", 'ignore = ["ZZZ"]\n[rules.their-rule]\nlimit = 1')
    config = Finder().for_document(tmp_path / "x.txt")
    with pytest.raises(ConfigError):
        Selection.of(config, RULES)
    assert [r.code for r in Selection.of(config, RULES, some_missing=True).rules] == ["AAA001"]


ACME = Plugin("acme", "acme", "acme-rules", "1.4", False, (), {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('required-version = ">=0.1"\nrequired-plugins = ["Acme_Rules>=1.2"]', None),
        ('required-version = ">=99"', "gouji.toml:1：要求 gouji >=99"),
        ('required-version = "new"', "读不懂版本要求“new”"),
        ('required-plugins = ["acme-rules>=2"]', "要求插件 acme-rules>=2，现为 1.4"),
        ('\nrequired-plugins = ["other"]', "gouji.toml:2：要求插件 other，没有装上"),
        ('required-plugins = ["?"]', "读不懂版本要求“?”"),
    ],
)
def test_required_version_and_plugins(tmp_path: Path, text: str, told: str | None) -> None:
    write(tmp_path / "gouji.toml", text)
    config = Finder().for_document(tmp_path / "x.txt")
    if told is None:
        check_requirements(config, [ACME])
        return
    with pytest.raises(ConfigError) as caught:
        check_requirements(config, [ACME])
    assert told in caught.value.text("zh")


@pytest.mark.parametrize("name", PROFILES)
def test_the_profiles_fit_the_rules(tmp_path: Path, name: str) -> None:
    chosen = selection(tmp_path / "x.txt", BUILTIN, profile=name)
    assert {r.code for r in chosen.rules} >= {"TOT001", "PCT001", "TIE001"}
    assert (name == "strict") is chosen.rounding


def test_a_profile_lies_under_what_the_file_says(tmp_path: Path) -> None:
    write(tmp_path / "gouji.toml", 'profile = "disclosure"\n[rules.PRIV001]\nseverity = "info"')
    chosen = selection(tmp_path / "x.txt", BUILTIN)
    assert chosen.settings.severities["PRIV001"] is Severity.INFO
    assert chosen.settings.severities["PRIV002"] is Severity.ERROR
    draft = selection(tmp_path / "x.txt", BUILTIN, profile="draft")
    assert "PRIV002" not in draft.settings.severities
    assert draft.settings.severities["DOC004"] is Severity.INFO


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_says_what_holds_anyway(tmp_path: Path, language: str) -> None:
    text = template((*BUILTIN, first), language)
    assert tomli.loads(text) == {}
    # uncommented, every line is a setting that is accepted and changes nothing
    lines = [line[2:] for line in text.splitlines() if re.match(r"# (\[|[\w-]+ = )", line)]
    whole = "\n".join(line for line in lines if not line.startswith("extend = "))
    write(tmp_path / "gouji.toml", whole)
    config = Finder().for_document(tmp_path / "x.txt")
    assert {key for layer in config.layers for key in layer.settings} >= KEYS.keys() - {
        "extend",
        "rules",
        "overrides",
        "allow",
    }
    with_it, without = (
        selection(tmp_path / "x.txt", (*BUILTIN, first)),
        selection(tmp_path / "x.txt", (*BUILTIN, first), isolated=True),
    )
    assert [c.on for c in with_it.choices] == [c.on for c in without.choices]
    assert all(with_it.settings.severities[r.code] is r.severity for r in BUILTIN)
    assert with_it.settings.options["AAA001"] == {o.name: o.default for o in first.options}


def test_the_schema_for_editors_is_not_stale() -> None:
    shipped = files("gouji.config").joinpath("gouji.schema.json").read_text(encoding="utf-8")
    made = "gouji config --schema --no-plugins > lint/gouji/config/gouji.schema.json"
    assert shipped == schema(BUILTIN), made


@pytest.mark.parametrize(("text", "told", "meant"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_the_schema_refuses_what_the_program_refuses(
    text: str, told: str, meant: str | None
) -> None:
    try:
        table = json.loads(json.dumps(tomli.loads(text), default=str))
    except tomli.TOMLDecodeError:
        return
    # names of rules may be a plugin's, files may be anywhere, dates are strings in JSON
    beyond = ("没有规则符合", "没有名为", "配置文件", "必须写明", "until")
    valid = Draft7Validator(json.loads(schema(RULES))).is_valid(table)
    assert valid is any(words in told for words in beyond)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_setting_is_explained(language: str) -> None:
    texts = load_words("messages")["setting"]
    for name in {*KEYS, *ALLOW, *OVERRIDE}:
        assert texts[name][language]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*.txt", "a/b/x.txt", True),
        ("drafts", "drafts/a/x.txt", True),
        ("drafts/", "drafts/x.txt", True),
        ("a/*.txt", "a/x.txt", True),
        ("a/*.txt", "a/b/x.txt", False),
        ("a/**/*.txt", "a/x.txt", True),
        ("./a/**", "a/b/x.txt", True),
        ("**/2025/*", "x/2025/a.pdf", True),
        ("drafts", "my-drafts/x.txt", False),
        ("[公开].txt", "[公开].txt", True),
        ("x?.txt", "x1.txt", True),
    ],
)
def test_patterns_of_paths(pattern: str, path: str, fits: bool) -> None:
    assert path_matches(pattern, path) is fits


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*", True),
        ("表3", True),
        ("表3 › *", True),
        ("表3›201 03 06 政务公开［审批］", True),
        ("表3 › * › 基本支出", True),
        ("表3 › 201 03 07 *", False),
        ("表", False),
    ],
)
def test_patterns_of_addresses(pattern: str, fits: bool) -> None:
    assert address_matches(pattern, "表3 › 201 03 06 政务公开[审批] › 基本支出") is fits


keys = st.from_regex(r"[a-z][a-z-]{0,5}", fullmatch=True)
values = st.sampled_from(
    ['"a # b"', "1", "true", "[1, 2]", '[\n  "]",  # [\n  "x",\n]', '"""\na = 1\n"""', "{ b = 1 }"]
)


@given(st.lists(st.tuples(keys, values), unique_by=lambda pair: pair[0], max_size=8))
def test_the_line_of_every_key_is_known(pairs: list[tuple[str, str]]) -> None:
    text = "\n# first\n" + "".join(f"\n{key} = {value}\n" for key, value in pairs)
    assert tomli.loads(text).keys() == dict(pairs).keys()
    found = key_lines(text)
    lines = text.split("\n")
    assert set(found) == {(key,) for key, _ in pairs}
    for (key,), line in found.items():
        assert lines[line - 1].startswith(f"{key} = ")


def test_lines_in_tables_and_arrays_of_tables() -> None:
    text = 'a.b = 1\n[x."y z"]\nk = 1\n[[t]]\nk = 1\n[t.s]\nk = 2\n[[t]]\nk = 3\n'
    assert key_lines(text) == {
        ("a",): 1,
        ("a", "b"): 1,
        ("x", "y z"): 2,
        ("x", "y z", "k"): 3,
        ("t", 0): 4,
        ("t", 0, "k"): 5,
        ("t", 0, "s"): 6,
        ("t", 0, "s", "k"): 7,
        ("t", 1): 8,
        ("t", 1, "k"): 9,
    }


@pytest.mark.parametrize("name", ["configuration.md", "configuration.en.md"])
def test_the_documentation_shows_what_works(root: Path, tmp_path: Path, name: str) -> None:
    text = (root / "docs" / name).read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    write(tmp_path / "gouji.toml", example)
    chosen = selection(tmp_path / "x.txt", BUILTIN)
    assert chosen.settings.options == {"UNIT001": {"times": 50}}
    for key in {*KEYS, *ALLOW, *OVERRIDE}:
        assert f"`{key}`" in text or f"[{key}" in text
    for profile in PROFILES:
        assert f"`{profile}`" in text


@pytest.mark.parametrize("name", ["formats.md", "formats.en.md"])
def test_the_documentation_lists_every_format(root: Path, name: str) -> None:
    text = (root / "docs" / name).read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert {word for row in rows for word in re.findall(r"`(\w+)`", row)} == set(FORMATS)
