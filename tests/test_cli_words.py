"""The command line in two languages: help, usage and errors say the same in both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from gouji.cli import main
from gouji.cli_words import Spoken, Words, wrapped
from gouji.config import FAIL_ON, PROFILES
from gouji.reporters.formats import FORMATS
from gouji.reporters.ink import width
from gouji.vocabulary import load

CHINESE = re.compile(r"[\u3400-\u9fff]")
MASTER = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": "zh_CN.UTF-8", "COLUMNS": "80"}


def gouji(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env={**MASTER, **environment}, prog_name="gouji")


def commands() -> list[Spoken]:
    spoken = [command for command in main.commands.values() if isinstance(command, Spoken)]
    assert len(spoken) == len(main.commands)
    return [main, *spoken]


def parts(command: click.Command) -> tuple[str, ...]:
    return () if command is main else (command.name or "",)


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.name)
def test_help_is_in_one_language_only(command: Spoken) -> None:
    zh = gouji(*parts(command), "-h")
    en = gouji(*parts(command), "-h", LANG="en_US")
    assert zh.exit_code == en.exit_code == 0
    assert not CHINESE.search(en.stdout)
    assert zh.stdout.startswith("用法：gouji")
    assert en.stdout.startswith("Usage: gouji")
    for word in ("Usage", "Options", "Show", "FILE", "RULES"):
        assert word not in zh.stdout


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.name)
def test_both_languages_name_the_same_options(command: Spoken) -> None:
    names = [
        re.findall(r"(?<![\w-])--?[a-z][\w-]*", gouji(*parts(command), "-h", LANG=lang).stdout)
        for lang in ("zh_CN", "en_US")
    ]
    assert sorted(set(names[0])) == sorted(set(names[1]))
    for option in command.params:
        if isinstance(option, click.Option):
            assert isinstance(option, Words)
            assert set(option.opts) <= set(names[0])


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_fits_the_terminal(command: Spoken, language: str) -> None:
    if command is not main:
        text = gouji(*parts(command), "--lang", language, "-h").stdout
        too_wide = [line for line in text.splitlines() if width(line) > 80]
        # a list of choices is one word
        assert [line for line in too_wide if "[text|" not in line] == []


def test_the_language_may_be_asked_for_anywhere() -> None:
    assert gouji("check", "--lang", "en", "-h").stdout.startswith("Usage")
    assert gouji("check", "-h", "--lang=en").stdout.startswith("Usage")
    assert gouji("check", "-h", "--lang", "de").stdout.startswith("用法")
    assert gouji("--lang", "en", "-h").stdout.startswith("Usage")
    assert "A stated share" in gouji("--lang", "en", "rule", "wrong-share").stdout


ERRORS = [
    (
        ("chekc",),
        "没有“chekc”这个命令；是否指“check”？",
        "no such command: chekc; is “check” meant?",
    ),
    (("zzz",), "没有“zzz”这个命令", "no such command: zzz"),
    (("check",), "缺少参数 文件...", "missing argument PATHS..."),
    (("rule",), "缺少参数 代码|名称", "missing argument CODE|NAME"),
    (("check", "a", "--selct", "x"), "没有“--selct”这个选项；是否指“--select”？", "no such option"),
    (("--bogus",), "没有“--bogus”这个选项", "no such option: --bogus"),
    (("check", "a", "--output"), "选项 --output 缺少值", "option --output needs a value"),
    (("check", "a", "--quiet=1"), "选项 --quiet 不带值", "option --quiet takes no value"),
    (
        ("check", "a", "--fail-on", "eror"),
        "--fail-on 不能是“eror”，只能是 error, warning, info, never；是否指“error”？",
        "--fail-on cannot be “eror”; it must be one of error, warning, info, never",
    ),
    (("rule", "a", "b"), "多余的参数：b", "unexpected arguments: b"),
    (
        ("check", "a", "--format", "json", "--output", "x", "--output", "y"),
        "--format 有 1 个，--output 有 2 个，对应不上",
        "1 formats and 2 outputs cannot be paired",
    ),
]


@pytest.mark.parametrize(("arguments", "zh", "en"), ERRORS, ids=[e[1] for e in ERRORS])
def test_errors_of_usage(arguments: tuple[str, ...], zh: str, en: str) -> None:
    for language, words in (("zh_CN", zh), ("en_US", en)):
        result = gouji(*arguments, LANG=language)
        assert result.exit_code == 2
        first = result.stderr.splitlines()[0]
        assert first.startswith(f"gouji: {words}")
        if language == "en_US":
            assert not CHINESE.search(result.stderr)


def test_no_command_is_the_help() -> None:
    result = gouji()
    assert result.exit_code == 2
    assert result.stderr.startswith("用法：gouji [选项] 命令")


def test_escapes_on_the_command_line_are_shown_and_not_sent() -> None:
    assert "\x1b" not in gouji("\x1b[31m").stderr
    assert "\x1b" not in gouji("check", "a", "--fail-on", "\x1b[31m").stderr


def test_the_choices_are_those_of_the_program() -> None:
    choices = {
        option.opts[0]: tuple(option.type.choices)
        for option in main.commands["check"].params
        if isinstance(option.type, click.Choice)
    }
    assert choices["--format"] == FORMATS
    assert choices["--profile"] == PROFILES
    assert choices["--fail-on"] == FAIL_ON


def test_every_text_of_help_belongs_to_something() -> None:
    used = {command.words or command.name for command in commands()}
    used |= {p.words for c in commands() for p in c.params if isinstance(p, Words)}
    assert used <= set(load("messages")["help"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert "_GOUJI_COMPLETE" in gouji("completion", shell).stdout


@pytest.mark.parametrize("command", ["check", "annotate", "tree", "check --baseline", "config"])
def test_the_shell_completes_files(command: str) -> None:
    assert completed(f"gouji {command} bud") == ["bud"]


def test_fish_completes_rules_after_a_comma(tmp_path: Path) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not here")
    command = tmp_path / "gouji"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gouji "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "budget.pdf").write_bytes(b"")
    path = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    asked = "gouji completion fish | source; complete -C 'gouji check --select TOT001,wrong-sh'"
    asked += "; complete -C 'gouji check bud'"
    result = subprocess.run(
        [fish, "-c", asked], capture_output=True, text=True, check=True, env=path, cwd=tmp_path
    )
    offered = [line.partition("\t")[0] for line in result.stdout.splitlines()]
    assert offered == ["TOT001,wrong-share", "budget.pdf"]


def completed(words: str) -> list[str]:
    environment = {
        "_GOUJI_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    result = CliRunner().invoke(main, [], env={**MASTER, **environment}, prog_name="gouji")
    return [line.partition(",")[2] for line in result.stdout.splitlines()]


def test_the_shell_completes_commands_options_and_rules() -> None:
    assert completed("gouji che") == ["check"]
    assert "--select" in completed("gouji check --sel")
    assert completed("gouji check --select wrong-sh") == ["wrong-share"]
    assert completed("gouji check --select TOT001,wrong-sh") == ["TOT001,wrong-share"]
    assert completed("gouji check --fail-on w") == ["warning"]


@given(st.text(alphabet="收入a1 b", max_size=60), st.integers(12, 60))
def test_wrapping_loses_nothing_and_breaks_no_rule(text: str, columns: int) -> None:
    text = text.replace("入", "入，（收")
    lines = list(wrapped(text, columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines[1:]:
        assert line.lstrip()[:1] not in set("，。）")
    for line in lines[:-1]:
        assert not line.endswith("（")
