"""The hooks of pre-commit, run for real in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
import wcwidth

from tests.builder import inject, make, render_pdf
from tests.builder.docx import render_docx
from tests.builder.markdown import render_markdown
from tests.builder.xlsx import render_xlsx

pytestmark = pytest.mark.skipif(
    find_spec("pre_commit") is None or shutil.which("git") is None,
    reason="pre-commit or git is not installed",
)
TERMINAL = 100  # columns


def ran(folder: Path, *command: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Exit status and all that a command prints."""
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def git(folder: Path, *arguments: str) -> str:
    status, out = ran(folder, "git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments)
    assert status == 0, out
    return out.strip()


@pytest.fixture(scope="module")
def hooks(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as it is now, as a repository of hooks."""
    folder = tmp_path_factory.mktemp("hooks")
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environments of hooks."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def drafts(hooks: Path, tmp_path: Path) -> Path:
    """A repository of drafts that uses the hooks."""
    revision = git(hooks, "rev-parse", "HEAD")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks.as_posix()}\n  rev: {revision}\n"
        "  hooks:\n  - id: gouji\n  - id: gouji-annotate\n",
        encoding="utf-8",
    )
    git(tmp_path, "init", "-q")
    return tmp_path


def pre_commit(folder: Path, home: Path, *arguments: str) -> tuple[int, str]:
    git(folder, "add", "-A")
    env = {**os.environ, "PRE_COMMIT_HOME": str(home), "LANG": "zh_CN.UTF-8", "LC_ALL": ""}
    env = {name: value for name, value in env.items() if not name.startswith("PYTHON")}
    env["PYTHONUTF8"] = "1"
    return ran(folder, sys.executable, "-m", "pre_commit", "run", *arguments, env=env)


def put(folder: Path, *, wrong: bool) -> Sequence[str]:
    """A draft in every format; the names of the files."""
    draft = make(2, "xinjiang")
    if wrong:
        draft, _ = inject(draft, "sum_total", 2)
    files = {
        "预算.pdf": render_pdf(draft),
        "预算.docx": render_docx(draft),
        "预算.xlsx": render_xlsx(draft),
        "预算.md": render_markdown(draft).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(files)


def test_a_draft_with_an_error_is_stopped_in_every_format(drafts: Path, home: Path) -> None:
    names = put(drafts, wrong=True)
    status, out = pre_commit(drafts, home)
    assert status == 1, out
    assert "Failed" in out
    for name in names:
        assert any(line.startswith(name) for line in out.splitlines()), (name, out)
    # What pre-commit says of setting itself up, with its paths, is not ours.
    told = [line for line in out.splitlines() if not line.startswith(("错误", "["))]
    assert all(wcwidth.wcswidth(line) <= TERMINAL for line in told), out


def test_a_draft_that_agrees_is_let_through(drafts: Path, home: Path) -> None:
    put(drafts, wrong=False)
    (drafts / "notes.json").write_text("{}", encoding="utf-8")
    status, out = pre_commit(drafts, home)
    assert status == 0, out
    assert "Passed" in out


def test_other_files_are_not_looked_at(drafts: Path, home: Path) -> None:
    (drafts / "data.json").write_text("{}", encoding="utf-8")
    (drafts / "预算.gouji.docx").write_bytes(b"a marked copy")
    status, out = pre_commit(drafts, home)
    assert status == 0 and "Skipped" in out, out


def test_marks_are_made_by_hand_only(drafts: Path, home: Path) -> None:
    put(drafts, wrong=True)
    pre_commit(drafts, home)
    assert not list(drafts.glob("*.gouji.*"))
    status, out = pre_commit(drafts, home, "--hook-stage", "manual", "gouji-annotate")
    assert status == 0, out
    assert {p.name for p in drafts.glob("*.gouji.*")} == {
        "预算.gouji.pdf",
        "预算.gouji.docx",
        "预算.gouji.xlsx",
    }
