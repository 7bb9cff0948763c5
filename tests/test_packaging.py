"""The package and what is written about it: what is shipped, promised and shown is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
import tomli
from click.testing import CliRunner

from gouji import Rule
from gouji.cli import main
from gouji.examples import run_examples
from gouji.plugins import GROUP, discover
from gouji.vocabulary import load

READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_both_packages_and_their_data(root: Path, wheel: Path) -> None:
    shipped = set(names(wheel))
    for source in ("lint/gouji", "rules/gouji_rules"):
        for path in (root / source).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                parent = root / Path(source).parts[0]
                assert path.relative_to(parent).as_posix() in shipped
    assert {"gouji/py.typed", "gouji/reporters/gouji-1.schema.json"} <= shipped


def test_the_wheel_takes_no_name_that_is_not_ours(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gouji", "gouji_rules"}


def test_every_module_of_rules_is_an_entry_point(root: Path) -> None:
    project = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = {
        f"gouji_rules.{path.stem}"
        for path in (root / "rules" / "gouji_rules").glob("*.py")
        if "@hookimpl" in path.read_text(encoding="utf-8")
    }
    assert set(project["entry-points"][GROUP].values()) == modules


def test_the_installed_entry_points_are_those_of_the_project(root: Path) -> None:
    project = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {point.name: point.value for point in discover(builtin_only=True)}
    assert installed == project["entry-points"][GROUP]


def test_the_version_is_said_once_and_the_changelog_knows_it(root: Path) -> None:
    project = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.M)[0] == project["version"]


def block(text: str, marker: str) -> str:
    """The fenced block after a marker."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", text, re.S)
    assert found is not None, marker
    return found[1]


def test_both_readmes_give_the_same_commands_and_picture(root: Path) -> None:
    english, chinese = ((root / name).read_text(encoding="utf-8") for name in READMES)
    for marker in ("picture", "example", "tests"):
        assert block(english, marker) == block(chinese, marker)


def test_the_picture_is_what_the_program_prints(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    first, *picture = block(
        (root / "README.md").read_text(encoding="utf-8"), "picture"
    ).splitlines()
    assert first.startswith("$ gouji ")
    result = CliRunner().invoke(main, [*first.split()[2:], "--lang", "zh", "--no-plugins"])
    printed = result.stdout.splitlines()
    assert [line for line in picture if line != "…" and line not in printed] == []


def test_the_plugin_that_contributing_shows_works(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.S)
    assert found is not None
    module: dict[str, object] = {"__name__": "shown_plugin"}
    exec(compile(found[1], "CONTRIBUTING.md", "exec", dont_inherit=True), module)
    rules = [value for value in module.values() if isinstance(value, Rule)]
    assert [str(failure) for rule in rules for failure in run_examples(rule)] == []
    assert len(rules) == 1


def test_every_text_is_there_in_both_languages() -> None:
    for section, entries in load("messages").items():
        for key, entry in entries.items():
            assert set(entry) == {"zh", "en"}, (section, key)
            fields = [set(re.findall(r"\{(\w+)[:}]", entry[lang])) for lang in ("zh", "en")]
            assert fields[0] == fields[1], (section, key)


def test_every_key_that_the_code_raises_has_its_text(root: Path) -> None:
    texts = load("messages")
    for pattern, section in (
        (r"ReadError\(\s*\"([\w-]+)\"", "read-error"),
        (r"Notice\(\s*\"([\w-]+)\"", "notice"),
        (r"ConfigError\(\s*\"([\w-]+)\"", "config"),
        (r"Cause\(\s*\"([\w-]+)\"", "cause"),
        (r"\bui\(\s*\"([\w-]+)\"", "ui"),
        (r"\bkind_name: ClassVar\[str\] = \"(?!relation\")([\w-]+)\"", "term"),
    ):
        for path in (root / "lint").rglob("*.py"):
            for key in re.findall(pattern, path.read_text(encoding="utf-8")):
                assert key in texts[section], (path.name, key)


@pytest.mark.parametrize("example", ["budget.pdf", "budget.txt"])
def test_reasons_for_not_checking_are_given_in_chinese(root: Path, example: str) -> None:
    path = root / "docs" / "examples" / example
    result = CliRunner().invoke(
        main, ["check", str(path), "--format", "json", "--lang", "zh", "--no-plugins"]
    )
    (document,) = json.loads(result.stdout)["documents"]
    assert document["not_checked"]
    assert [r for r in document["not_checked"] if r["reason"].isascii()] == []
