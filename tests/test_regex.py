"""Expressions compiled when first used, and those whose programs were kept, match as any other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.model.programs import Programs
from gouji.model.regex import regex

EXPRESSIONS: list[tuple[str | bytes, int]] = [
    (r"(?P<digits>\d+)", re.ASCII),
    (r"(?P<year>20\d{2})年(?=(?P<word>预算|决算))", 0),
    (r"^[\u4e00-\u9fff（）]{2,8}?表$", re.MULTILINE),
    (r"(?<![a-z])(a)|(?(1)b|c)\1?", re.IGNORECASE | re.VERBOSE),
    (rb"(?P<x>[\d.]+)++\s+(?:re|f\*?)", 0),
]
COMPILE = re.compile


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python may write compiled modules."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with the programs of the expressions."""
    path = tmp_path / "some.programs"
    programs = Programs(path)
    for expression in EXPRESSIONS:
        programs.compiled(*expression)
    programs.keep()
    return path


def refuse(*_: object) -> re.Pattern[str]:
    raise AssertionError


def test_an_expression_is_what_its_kept_program_makes_of_it(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(re, "compile", refuse)
    programs = Programs(kept)
    for expression in EXPRESSIONS:
        made = programs.compiled(*expression)
        # patterns are equal if their programs are
        assert made == COMPILE(*expression)
        assert made.groupindex == COMPILE(*expression).groupindex
        assert made.groups == COMPILE(*expression).groups
    found = programs.compiled(*EXPRESSIONS[1]).search("2025年预算")
    assert found is not None
    assert (found["year"], found["word"], found.lastgroup) == ("2025", "预算", "word")


def test_programs_of_several_runs_are_kept_together(kept: Path) -> None:
    programs = Programs(kept)
    programs.compiled("another", 0)
    programs.keep()
    assert Programs(kept)._read().keys() == {*EXPRESSIONS, ("another", 0)}
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_nothing_is_written_where_python_may_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    gone = Programs(in_the_way / "some.programs")
    gone.compiled("a+")
    gone.keep()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    forbidden = Programs(tmp_path / "some.programs")
    forbidden.compiled("a+")
    forbidden.keep()
    assert list(tmp_path.iterdir()) == [in_the_way]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_not_believed(kept: Path, data: st.DataObject) -> None:
    whole = kept.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.integers(1, 255))
    broken = kept.with_name("broken.programs")
    for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ damage]) + whole[at + 1 :]):
        broken.write_bytes(damaged)
        programs = Programs(broken)
        assert programs._read() == {}
        assert programs.compiled(*EXPRESSIONS[0]) == COMPILE(*EXPRESSIONS[0])


def test_programs_of_another_python_are_not_used(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version", "another")
    assert Programs(kept)._read() == {}


def test_what_is_no_program_is_compiled_as_ever(kept: Path) -> None:
    programs = Programs(kept)
    programs._kept = {("a+", 0): (0, 0, {}, b"\xff\xff\xff\x7f" * 3)}
    assert programs.compiled("a+") == COMPILE("a+")


def test_what_is_no_expression_is_refused(tmp_path: Path) -> None:
    with pytest.raises(re.error):
        Programs(tmp_path / "some.programs").compiled("(")


def test_the_words_of_expressions_stand_in_the_same_order_in_every_run(tmp_path: Path) -> None:
    """Else the programs of one run would be of no use to the next."""
    script = (
        "import sys\n"
        "from gouji.model import regex\n"
        "from gouji.cli import main\n"
        "main(['check', '--no-cache', '--isolated', sys.argv[1]], standalone_mode=False)\n"
        "print(sorted(map(repr, regex._programs._new)))\n"
    )
    text = tmp_path / "2025年预算.txt"
    text.write_text("2025年收入预算920.60万元，比上年增加3万元，主要用于“办公”。\n", "utf-8")
    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(text)],
            capture_output=True,
            check=True,
            env=os.environ
            | {
                "PYTHONHASHSEED": seed,
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPYCACHEPREFIX": str(tmp_path / "none"),
            },
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert len(said.pop()) > len("[]\n")


def test_an_expression_is_compiled_when_it_is_used() -> None:
    number = regex(r"(?P<digits>\d+) an expression of this test", re.ASCII)
    assert "findall" not in vars(number)
    assert number.findall("1 an expression of this test") == ["1"]
    assert "findall" in vars(number)
    assert dict(number.groupindex) == {"digits": 1}


def test_what_an_expression_does_not_have_is_refused() -> None:
    with pytest.raises(AttributeError):
        regex(b"x").no_such_method  # type: ignore[attr-defined]  # noqa: B018
