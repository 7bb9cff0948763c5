"""Data files of the program are parsed once and kept."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
import tomli

from gouji.data import parsed

TEXT = """
words = ["甲", "乙"]
[table]
number = 1
inner = { said = true }
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file in a folder of its own, beside which may be written."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "words.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    found: list[str] = []

    def loads(text: str) -> object:
        found.append(text)
        return tomllib.loads(text)

    monkeypatch.setattr(tomli, "loads", loads)
    return found


def keeping(source: Path) -> list[Path]:
    return sorted((source.parent / "__pycache__").glob("*"))


def test_a_file_is_parsed_once(source: Path, calls: list[str]) -> None:
    assert parsed(source) == parsed(source) == tomllib.loads(TEXT)
    assert calls == [TEXT]
    assert len(keeping(source)) == 1


def test_a_file_that_has_changed_is_parsed_again(source: Path, calls: list[str]) -> None:
    parsed(source)
    source.write_text("more = 1\n" + TEXT, encoding="utf-8")
    assert parsed(source)["more"] == 1
    source.write_text("more = 2\n" + TEXT, encoding="utf-8")
    os.utime(source, ns=(1, 1))
    assert parsed(source)["more"] == 2
    assert len(calls) == 3


@pytest.mark.parametrize("damage", [b"", b"nothing of ours", b"i\x01\x00\x00\x00"])
def test_what_is_damaged_is_made_again(source: Path, calls: list[str], damage: bytes) -> None:
    parsed(source)
    (made,) = keeping(source)
    made.write_bytes(damage)
    assert parsed(source) == parsed(source) == tomllib.loads(TEXT)
    assert len(calls) == 2


def test_where_nothing_can_be_kept_the_file_is_parsed(
    source: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (source.parent / "__pycache__").write_text("in the way", encoding="utf-8")
    assert parsed(source) == parsed(source) == tomllib.loads(TEXT)
    (source.parent / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert parsed(source) == tomllib.loads(TEXT)
    assert len(calls) == 3
    assert keeping(source) == []


def test_all_data_files_are_kept_as_they_are(root: Path, tmp_path: Path) -> None:
    files = [
        *(root / "lint" / "gouji" / "vocabulary").glob("*.toml"),
        *(root / "lint" / "gouji" / "profiles").glob("*.toml"),
    ]
    assert len(files) > 10
    for file in files:
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        assert parsed(copy) == parsed(copy) == tomllib.loads(file.read_text(encoding="utf-8"))
