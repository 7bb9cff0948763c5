"""Plugins: found by entry point, loaded one by one, a broken one named and left out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PathDistribution
from pathlib import Path
from textwrap import dedent

import pytest

from gouji.installed import EntryPoint
from gouji.plugins import GROUP, Loaded, discover, load

GOOD = """
    from gouji import Finding, Findings, Paragraph, hookimpl, rule

    @rule("{code}", zh="有", en="yes")
    def {name}(paragraph: Paragraph) -> Findings:
        '''有。
        Yes.
        '''
        yield Finding(paragraph)

    @hookimpl
    def lint_rules():
        return [{name}]
"""
Install = Callable[..., None]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of imports, as a package installer would fill it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def install(site: Path, name: str, source: str, distribution: str | None = None) -> None:
    """A distribution with one plugin module."""
    distribution = distribution or name.replace("_", "-")
    (site / f"{name}.py").write_text(dedent(source), encoding="utf-8")
    info = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {name}\n", encoding="utf-8")


def strangers() -> Loaded:
    """What is loaded of the plugins that are not ours."""
    ours = {(p.name, p.value) for p in discover(builtin_only=True)}
    return load(p for p in discover() if (p.name, p.value) not in ours)


def codes(loaded: Loaded) -> list[str]:
    return [rule.code for rule in loaded.rules]


def test_a_plugin_is_found_by_its_entry_point(site: Path) -> None:
    install(site, "good_rules", GOOD.format(code="ZZZ001", name="good"))
    loaded = strangers()
    assert (codes(loaded), loaded.failures) == (["ZZZ001"], ())
    assert loaded.find("good") is loaded.find("ZZZ001") is loaded.rules[0]


def test_without_plugins_only_our_own_remain(site: Path) -> None:
    install(site, "good_rules", GOOD.format(code="ZZZ001", name="good"))
    assert "good_rules" in {point.name for point in discover()}
    assert "good_rules" not in {point.name for point in discover(builtin_only=True)}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import nothing_of_this_name", "ModuleNotFoundError: No module named"),
        ("def broken(:", "SyntaxError"),
        ("raise RuntimeError('at import')", "RuntimeError: at import"),
        ("x = 1", "implements no hook lint_rules"),
        (
            "from gouji import hookimpl\n@hookimpl\ndef lint_rules():\n    raise KeyError('k')",
            "KeyError: 'k'",
        ),
        (
            "from gouji import hookimpl\n@hookimpl\ndef lint_rules():\n    return ['PCT001']",
            "lint_rules returned str, not Rule",
        ),
        (
            "from gouji import hookimpl\n@hookimpl\ndef lint_rules():\n    return None",
            "TypeError",
        ),
        (
            "from gouji import hookimpl\n@hookimpl\ndef lint_rules():\n    return []\n"
            "@hookimpl\ndef lint_rulez():\n    return []",
            "unknown hook 'lint_rulez'",
        ),
        (
            "from gouji import hookimpl\n@hookimpl\ndef lint_rules(document):\n    return []",
            "document",
        ),
        (GOOD.format(code="zzz1", name="bad"), "rule zzz1 (bad): a code is capital letters"),
    ],
)
def test_a_broken_plugin_is_named_and_the_rest_goes_on(
    site: Path, source: str, reason: str
) -> None:
    install(site, "a_broken", source)
    install(site, "b_good", GOOD.format(code="ZZZ001", name="good"))
    loaded = strangers()
    assert codes(loaded) == ["ZZZ001"]
    (failure,) = loaded.failures
    assert (failure.plugin, failure.distribution) == ("a_broken", "a-broken")
    assert reason in failure.reason
    assert "\n" not in failure.reason


@pytest.mark.parametrize(
    ("code", "name", "taken"), [("ZZZ001", "other", "ZZZ001"), ("ZZZ002", "good", "good")]
)
def test_a_code_or_name_taken_already_is_refused_naming_both(
    site: Path, code: str, name: str, taken: str
) -> None:
    install(site, "a_first", GOOD.format(code="ZZZ001", name="good"))
    install(site, "b_second", GOOD.format(code=code, name=name))
    loaded = strangers()
    assert codes(loaded) == ["ZZZ001"]
    (failure,) = loaded.failures
    assert failure.plugin == "b_second"
    assert failure.reason == f"{taken} is a rule of plugin a_first already"


def test_a_plugin_cannot_take_the_code_of_a_built_in_rule(site: Path) -> None:
    install(site, "aaa_first", GOOD.format(code="TOT001", name="mine"))
    loaded = load(discover())
    assert loaded.find("mine") is None
    assert [f.plugin for f in loaded.failures] == ["aaa_first"]


def test_an_entry_point_without_a_distribution_is_loaded_too(site: Path) -> None:
    (site / "lonely.py").write_text(dedent(GOOD.format(code="ZZZ009", name="alone")), "utf-8")
    assert codes(load([EntryPoint("lonely", "lonely")])) == ["ZZZ009"]


def test_a_distribution_that_stands_twice_on_the_path_is_loaded_once(site: Path) -> None:
    install(site, "good_rules", GOOD.format(code="ZZZ001", name="good"))
    (info,) = site.glob("*.dist-info")
    (point,) = PathDistribution(info).entry_points
    assert len([p for p in discover() if p.name == point.name]) == 1
    sys.path.insert(0, str(site))
    try:
        assert len([p for p in discover() if p.name == point.name]) == 1
    finally:
        sys.path.remove(str(site))


def gouji(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = "import sys; sys.path.insert(0, sys.argv.pop(1)); from gouji.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", command, str(site), *arguments, "--lang", "en"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=site,
    )


def test_the_command_line_names_the_broken_plugin_and_checks_with_the_others(
    tmp_path: Path,
) -> None:
    install(tmp_path, "a_broken", "raise RuntimeError('\\x1b[31mred')")
    install(tmp_path, "b_good", GOOD.format(code="ZZZ001", name="good"))
    (tmp_path / "budget.txt").write_text(
        "2025年收入预算920.60万元，比上年增加10.00万元，主要原因是人员增加。\n", encoding="utf-8"
    )
    done = gouji(tmp_path, "check", "budget.txt")
    assert done.returncode == 2
    assert "plugin a_broken (a-broken) could not be loaded" in done.stderr
    assert "\x1b" not in done.stderr
    assert "ZZZ001 good: yes" in done.stdout


def test_no_plugins_is_at_peace_with_a_broken_one(tmp_path: Path) -> None:
    install(tmp_path, "a_broken", "raise RuntimeError")
    install(tmp_path, "b_good", GOOD.format(code="ZZZ001", name="good"))
    assert "ZZZ001" in gouji(tmp_path, "rules").stdout
    done = gouji(tmp_path, "rules", "--no-plugins")
    assert done.returncode == 0, done.stderr
    assert "ZZZ001" not in done.stdout
    assert "TOT001" in done.stdout
