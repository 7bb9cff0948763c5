"""Several processes: many documents are told about as they would be one after another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cache import folder
from gouji.cli import main
from gouji.cli_workers import Job, processes, side_by_side
from gouji.engine import Settings
from tests.builder import inject, make, render_pdf, render_text

SEVERAL = 6


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents with mistakes, one that is none, and one that allows its mistake."""
    monkeypatch.chdir(tmp_path)
    for seed in range(SEVERAL):
        draft, _ = inject(make(seed, "xinjiang"), "narrative_share", seed)
        (tmp_path / f"{seed}.txt").write_text(render_text(draft), encoding="utf-8")
    draft, _ = inject(make(7, "shandong-account"), "sum_total", 7)
    (tmp_path / "7.pdf").write_bytes(render_pdf(draft))
    (tmp_path / "8.pdf").write_bytes(b"no document")
    (tmp_path / "9.md").write_text(
        "<!-- gouji: allow PCT001 — 核对过 -->\n2025年收入预算920.60万元，其中：财政拨款583.60万元，"
        "占63.39%；单位资金337.00万元，占36.16%。\n",
        encoding="utf-8",
    )
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("check", ".", *arguments), prog_name="gouji")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "csv"])
def test_several_processes_tell_what_one_tells(documents: Path, form: str) -> None:
    one = check("--format", form, "--no-cache", "--jobs", "1")
    several = check("--format", form, "--no-cache", "--jobs", "3")
    assert several.stdout == one.stdout
    assert several.stderr == one.stderr
    assert "8.pdf" in several.stderr
    assert several.exit_code == one.exit_code == 2


def test_what_several_processes_find_is_kept(documents: Path) -> None:
    first = check("--jobs", "3")
    assert len(list(folder().glob("*/*.json"))) == SEVERAL + 2
    assert check("--jobs", "1").stdout == first.stdout


def test_only_many_documents_are_divided() -> None:
    assert processes(1, None) <= 1
    assert processes(10_000, None) == processes(20_000, None) >= 1
    assert processes(10_000, 5) == 5
    assert processes(3, 5) == 3


def test_no_processes_are_not_enough(documents: Path) -> None:
    refused = check("--jobs", "0")
    assert refused.exit_code == 2
    assert refused.stderr


class Deadly(Settings):
    """What ends the process that receives it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


def test_what_a_dead_process_leaves_is_for_the_first_to_check(documents: Path) -> None:
    good = Job(documents / "0.txt", "zh", ("PCT001",), Settings())
    bad = Job(documents / "1.txt", "zh", ("PCT001",), Deadly())
    assert all(isinstance(each, bytes) for each in side_by_side([good] * 2, 2, builtin_only=True))
    answers = list(side_by_side([bad, good, good], 1, builtin_only=True))
    assert answers == [None, None, None]
