"""The recipes and the extension for editors, tried with the editors themselves where they are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BAD = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.16%。\n"
)
EGLOT = ("--eval", "(package-initialize)", "--eval", "(require 'eglot)")
NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")


def run(*command: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, capture_output=True, text=True, check=False, timeout=300, **more
    )


def nvim() -> str:
    """Neovim, if there is one that the recipe is for."""
    found = os.environ.get("GOUJI_NVIM") or shutil.which("nvim")
    if found is None:
        pytest.skip("Neovim is not here")
    version = re.search(r"v(\d+)\.(\d+)", run(found, "--version").stdout)
    if version is None or (int(version[1]), int(version[2])) < (0, 11):
        pytest.skip("Neovim is older than 0.11")
    return found


def test_the_recipe_for_neovim(root: Path, tmp_path: Path) -> None:
    program = nvim()
    (tmp_path / "config" / "lsp").mkdir(parents=True)
    shutil.copy(root / "docs" / "editors" / "neovim.lua", tmp_path / "config/lsp/gouji.lua")
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "gouji.toml").write_text('language = "en"\n', encoding="utf-8")
    (drafts / "draft.txt").write_text(BAD, encoding="utf-8")
    environment = {
        **os.environ,
        "GOUJI_DRAFT": str(drafts / "draft.txt"),
        "GOUJI_PYTHON": sys.executable,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "LANG": "en_US.UTF-8",
    }
    command = [program, "--headless", "-u", "NONE", "--cmd", f"set rtp^={tmp_path / 'config'}"]
    command += ["--cmd", "filetype on", "-l", str(root / "tests" / "editors" / "neovim.lua")]
    result = run(*command, env=environment, cwd=drafts)
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen["marked"] == "36.16%"
    assert "A stated share must equal" in seen["hover"]
    assert 'rule = "wrong-share"' in seen["config"]
    assert 'reason = "as agreed"' in seen["config"]
    assert seen["page"] == "# PCT001 wrong-share"
    assert not seen["writable"]
    assert seen["clean"]


def test_the_recipe_for_emacs(root: Path, tmp_path: Path) -> None:
    program = shutil.which("emacs")
    if program is None or run(program, "--batch", *EGLOT).returncode:
        pytest.skip("Emacs with eglot is not here")
    page = (root / "docs" / "editors" / "README.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"```elisp\n(.*?)```", page, re.DOTALL)
    (tmp_path / "recipe.el").write_text(recipe, encoding="utf-8")
    command = tmp_path / "bin" / "gouji"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gouji "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "draft.txt").write_text(f"\U00020000\U00020bb7局{BAD}", encoding="utf-8")
    environment = {
        **os.environ,
        "GOUJI_DRAFT": str(drafts / "draft.txt"),
        "GOUJI_RECIPE": str(tmp_path / "recipe.el"),
        "HOME": str(tmp_path),
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "LANG": "en_US.UTF-8",
    }
    script = str(root / "tests" / "editors" / "emacs.el")
    result = run(program, "--batch", *EGLOT, "-l", script, env=environment, cwd=drafts)
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen["marked"] == "36.16%"
    assert "A stated share must equal" in seen["hover"]
    assert "占36.61%。" in seen["fixed"]


@pytest.fixture
def extension(root: Path, tmp_path: Path) -> Path:
    """A copy of the extension with what it needs installed."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("node is not here")
    folder = tmp_path / "vscode"
    built = shutil.ignore_patterns("node_modules", "out", "*.vsix")
    shutil.copytree(root / "docs" / "editors" / "vscode", folder, ignore=built)
    installed = run(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
    if any(sign in installed.stderr for sign in NO_NETWORK):
        pytest.skip("the npm registry cannot be reached")
    assert installed.returncode == 0, installed.stderr
    return folder


def test_the_extension_for_vs_code(extension: Path) -> None:
    tools = extension / "node_modules" / ".bin"
    checked = run(str(tools / "tsc"), "--noEmit", cwd=extension)
    assert checked.returncode == 0, checked.stdout
    packed = run(str(tools / "vsce"), "package", cwd=extension)
    assert packed.returncode == 0, packed.stderr
    assert [file.name for file in extension.glob("*.vsix")] == ["gouji-0.1.0.vsix"]


def test_the_extension_speaks_both_languages(root: Path) -> None:
    folder = root / "docs" / "editors" / "vscode"
    english, chinese = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("package.nls.json", "package.nls.zh-cn.json")
    )
    assert english.keys() == chinese.keys()
    manifest = (folder / "package.json").read_text(encoding="utf-8")
    assert set(re.findall(r'"%([\w.]+)%"', manifest)) == english.keys()
    source = (folder / "src" / "extension.ts").read_text(encoding="utf-8")
    said = set(re.findall(r"""l10n\.t\(\s*(?:"([^"\n]+)"|'([^'\n]+)')""", source))
    bundle = json.loads((folder / "l10n" / "bundle.l10n.zh-cn.json").read_text(encoding="utf-8"))
    assert {one or other for one, other in said} == bundle.keys()
