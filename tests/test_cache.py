"""The cache: a document that was checked before is told about in the same words, or checked anew."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cache import FOLDER_VARIABLE, Cache, folder
from gouji.cli import main
from gouji.engine import Settings
from gouji.plugins import discover, load
from gouji.readers import DEFAULT
from gouji.rule import Severity

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "budget.pdf"
WRONG = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.16%。\n"
)


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wrong document in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


def gouji(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="gouji")


def entries() -> list[Path]:
    return sorted(folder().glob("*/*.json"))


def changed() -> Iterator[bytes]:
    """The bytes of an entry, damaged in several ways."""
    [entry] = entries()
    whole = entry.read_bytes()
    head, _, body = whole.partition(b"\n")
    yield b""
    yield b"null"
    yield whole[: len(whole) // 2]
    yield whole.replace(b"36.16", b"36.61")
    yield head.replace(b"gouji-cache/1", b"gouji-cache/0") + b"\n" + body
    yield b"[]\n[]"
    yield b"\x80\x04K\x01."  # what pickle would load
    yield json.dumps({"schema": "gouji-cache/1"}).encode() + b"\n{}"


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["pdf", "txt"])
def test_a_checked_document_is_told_about_in_the_same_words(
    document: Path, form: str, language: str, kind: str
) -> None:
    path = str(document if kind == "txt" else EXAMPLE)
    command = ("check", path, "--format", form, "--lang", language)
    fresh = gouji(*command, "--no-cache")
    assert entries() == []
    first = gouji(*command)
    assert len(entries()) == 1
    again = gouji(*command)
    assert fresh.stdout == first.stdout == again.stdout
    assert fresh.exit_code == first.exit_code == again.exit_code


def test_a_checked_document_is_not_read_again(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = gouji("check", document.name)
    monkeypatch.setattr("gouji.cli_check.read_book", None)
    assert gouji("check", document.name).stdout == first.stdout


def test_changed_bytes_are_checked_anew(document: Path) -> None:
    assert gouji("check", document.name).exit_code == 1
    document.write_text(WRONG.replace("36.16", "36.61"), encoding="utf-8")
    assert gouji("check", document.name).exit_code == 0


def test_other_rules_and_settings_are_other_checks(document: Path) -> None:
    assert gouji("check", document.name).exit_code == 1
    assert gouji("check", document.name, "--ignore", "PCT001").exit_code == 0
    document.with_name("gouji.toml").write_text('[rules.PCT001]\nseverity = "info"\n')
    assert gouji("check", document.name).exit_code == 0
    assert len(entries()) == 3


def test_what_the_user_allows_counts_for_checked_documents_too(document: Path) -> None:
    assert gouji("check", document.name).exit_code == 1
    document.with_name("gouji.toml").write_text(
        '[[allow]]\nrule = "PCT001"\nreason = "known"\nfiles = ["wrong.txt"]\n', encoding="utf-8"
    )
    assert (
        gouji("check", document.name).exit_code
        == gouji("check", document.name, "--no-cache").exit_code
    )


def test_damaged_and_foreign_entries_are_as_good_as_none(document: Path) -> None:
    first = gouji("check", document.name)
    for content in list(changed()):
        [entry] = entries()
        entry.write_bytes(content)
        again = gouji("check", document.name)
        assert again.stdout == first.stdout
        assert again.stderr == ""
        assert again.exit_code == first.exit_code


def test_an_entry_under_the_key_of_another_document_is_not_used(document: Path) -> None:
    gouji("check", document.name)
    [entry] = entries()
    right = document.with_name("right.txt")
    right.write_text(WRONG.replace("36.16", "36.61"), encoding="utf-8")
    gouji("check", right.name)
    [other] = [each for each in entries() if each != entry]
    other.write_bytes(entry.read_bytes())
    assert gouji("check", right.name).exit_code == 0


def test_a_cache_that_cannot_be_written_hinders_nothing(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(document / "no folder"))
    result = gouji("check", document.name)
    assert (result.exit_code, result.stderr) == (1, "")


def test_clean_removes_the_cache_and_nothing_else(document: Path) -> None:
    gouji("check", document.name)
    mine = folder() / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    result = gouji("clean", "--lang", "en")
    assert result.exit_code == 0
    assert "(1 result)" in result.stdout
    assert entries() == []
    assert (mine / "notes.txt").exists()
    assert gouji("clean").exit_code == 0


def test_only_the_user_may_look_into_the_cache(document: Path) -> None:
    gouji("check", document.name)
    [entry] = entries()
    if os.name == "posix":
        assert entry.parent.stat().st_mode & 0o077 == 0
        assert entry.stat().st_mode & 0o077 == 0


def test_the_key_rests_on_name_bytes_rules_and_settings() -> None:
    loaded = load(discover(builtin_only=True))
    cache = Cache(loaded, DEFAULT)
    rules = loaded.rules
    keys = [
        cache.key("a.txt", b"x", rules, Settings()),
        cache.key("b.txt", b"x", rules, Settings()),
        cache.key("a.txt", b"y", rules, Settings()),
        cache.key("a.txt", b"x", rules[1:], Settings()),
        cache.key("a.txt", b"x", rules, Settings({rules[0].code: {"times": 2}})),
        cache.key("a.txt", b"x", rules, Settings(severities={rules[0].code: Severity.INFO})),
    ]
    assert len(set(keys)) == len(keys)
    assert keys[0] == Cache(loaded, DEFAULT).key("a.txt", b"x", rules, Settings())
