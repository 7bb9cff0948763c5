"""Parts of hand-written pages that are generated: each is asked for by a comment before it.

``<!-- run -->`` and a console block: the command after ``$`` is run on the bundled example in the
language of the page, and its output put under it; ``<!-- run: 1-9 -1 /WORD/ -->`` keeps these lines and the first paragraph that has the word.
``<!-- file: NAME -->`` and a block: the block is a file of that name when later commands are run.
``<!-- shell -->`` and a block: these lines are run by the shell, in the folder of the commands.
``<!-- source: PATH::NAME -->`` and a block: a file of the repository, or one function of it.
``<!-- table: NAME -->`` up to ``<!-- end -->``: a table out of the program's own texts.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from gouji.cli import main
from gouji.messages import fill
from gouji.vocabulary import load
from tests.docs.words import VALUES, word

_BLOCK: Final = re.compile(
    r"(?P<ask><!-- (?P<what>run|file|shell|source)(?:: (?P<how>[^\n]*?))? -->\n+)"
    r"(?P<open>```\w*\n)(?P<body>.*?)(?P<close>^```$)",
    re.S | re.M,
)
_TABLE: Final = re.compile(
    r"(?P<open><!-- table: (?P<name>[\w-]+) -->\n)(?P<body>.*?)(?P<close>^<!-- end -->$)",
    re.S | re.M,
)
_WITH_PLUGINS: Final = frozenset({"annotate", "check", "rules", "rule"})
_SPACED: Final = re.compile(r"(?<=[\u4e00-\u9fff）]) +(?=[\u4e00-\u9fff（])")
_ELLIPSIS: Final = "…"


def filled(text: str, root: Path, language: str) -> str:
    """A page with its generated parts written anew."""
    text = _TABLE.sub(lambda m: f"{m['open']}{_tables(m['name'], language)}{m['close']}", text)
    if not _BLOCK.search(text):
        return text
    with sandbox(root) as folder:
        return _BLOCK.sub(lambda m: _block(m, root, folder, language), text)


@contextmanager
def sandbox(root: Path) -> Iterator[Path]:
    """A folder to run commands in, as if at the root of the repository: it holds the examples."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(
            root / "docs" / "examples",
            folder / "docs" / "examples",
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def _block(match: re.Match[str], root: Path, folder: Path, language: str) -> str:
    body, how = match["body"], match["how"] or ""
    if match["what"] == "file":
        path = folder / how
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    elif match["what"] == "shell":
        subprocess.run(["sh", "-euc", body], cwd=folder, check=True)
    elif match["what"] == "source":
        body = _source(root, how)
    else:
        command = body.split("\n", 1)[0]
        lines = [command, *_chosen(output(command, language), how)]
        body = "".join(f"{line.rstrip()}\n" for line in lines)
    return f"{match['ask']}{match['open']}{body}{match['close']}"


def output(command: str, language: str) -> list[str]:
    """The lines that a command prints, run in the current folder.

    :raises ValueError: when it is no command of ours, or could not do its work.
    """
    words = shlex.split(command.removeprefix("$ "))
    if not command.startswith("$ gouji ") or len(words) < 2:
        msg = f"not a command of gouji: {command}"
        raise ValueError(msg)
    arguments = [*words[1:], "--lang", language] if "--lang" not in words else words[1:]
    if words[1] in _WITH_PLUGINS:
        arguments.append("--no-plugins")
    done = CliRunner().invoke(
        main, arguments, env={"LC_ALL": "zh_CN" if language == "zh" else "en"}
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if done.exit_code not in (0, 1):
        msg = f"{command}: {done.output}"
        raise ValueError(msg)
    return done.stdout.splitlines()


def _chosen(lines: list[str], how: str) -> list[str]:
    """The lines asked for (``1-9 12 -1 /word/``), an ellipsis where some are left out.

    :raises ValueError: when there is no such line.
    """
    if not how:
        return lines
    kept: set[int] = set()
    for asked in how.split():
        if asked.startswith("/"):
            kept.update(_paragraph(lines, asked.strip("/")))
            continue
        found = re.fullmatch(r"(-?\d+)(?:-(\d+))?", asked)
        if found is None:
            msg = f"not a range of lines: {asked}"
            raise ValueError(msg)
        first = int(found[1])
        first = len(lines) + first + 1 if first < 0 else first
        kept.update(range(first, int(found[2] or first) + 1))
    if not kept <= set(range(1, len(lines) + 1)):
        msg = f"no such lines: {how} of {len(lines)}"
        raise ValueError(msg)
    chosen: list[str] = []
    for number, line in enumerate(lines, start=1):
        if number in kept:
            chosen.append(line)
        elif not chosen or chosen[-1] != _ELLIPSIS:
            chosen.append(_ELLIPSIS)
    return chosen


def _paragraph(lines: list[str], text: str) -> range:
    """The numbers of the lines of the first paragraph that has a text.

    :raises ValueError: when there is none.
    """
    start = 1
    for number, line in enumerate([*lines, ""], start=1):
        if not line.strip():
            if any(text in line for line in lines[start - 1 : number - 1]):
                return range(start, number)
            start = number + 1
    msg = f"no paragraph with {text}"
    raise ValueError(msg)


def _source(root: Path, how: str) -> str:
    """A file of the repository, or one function of it with its decorators.

    :raises ValueError: when it has no such function.
    """
    path, _, name = how.partition("::")
    text = (root / path).read_text(encoding="utf-8")
    if not name:
        return text
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return "".join(lines[first - 1 : node.end_lineno])
    msg = f"{path} has no function {name}"
    raise ValueError(msg)


def _reasons(language: str) -> str:
    """Why something is not checked: the texts of the catalogue."""
    head = "| 原因 | 英文 |" if language == "zh" else "| Reason | In Chinese |"
    other = "en" if language == "zh" else "zh"
    rows = [f"| {e[language]} | {e[other]} |" for e in load("messages")["reason"].values()]
    return "\n".join([head, "|---|---|", *rows]) + "\n"


def _causes(language: str) -> str:
    """The likely causes that are told: the texts of the catalogue."""
    head = "| 原因 |\n|---|" if language == "zh" else "| Cause |\n|---|"
    names = {name: word(VALUES, name, language) for name in VALUES}
    causes = [entry[language] for entry in load("messages")["cause"].values()]
    rows = [f"| {_SPACED.sub('', fill(cause, names, language)).strip()} |" for cause in causes]
    return "\n".join([head, *rows]) + "\n"


_MADE: Final[dict[str, Callable[[str], str]]] = {"reasons": _reasons, "causes": _causes}


def _tables(name: str, language: str) -> str:
    return f"\n{_MADE[name](language)}\n"
