"""The page of the commands: what ``--help`` says of each."""

from __future__ import annotations

from typing import Final

from gouji.cli import main
from tests.docs.fill import output
from tests.docs.words import label

_INTRO: Final = {
    "zh": ("# 命令", "每个命令的 `--help`。语言随系统，或由 `--lang` 指定。"),
    "en": (
        "# Commands",
        "What `--help` says of each command, in the language of the locale or of `--lang`.",
    ),
}


def commands_page(language: str) -> str:
    """The page of the commands."""
    title, intro = _INTRO[language]
    lines = [f"<!-- {label('generated', language)} -->", "", title, "", intro]
    for name in sorted(main.commands):
        lines += ["", f"## gouji {name}", "", "```text"]
        lines += [line.rstrip() for line in output(f"$ gouji {name} --help", language)]
        lines.append("```")
    return "\n".join(lines) + "\n"
