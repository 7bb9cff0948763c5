"""The command line: commands and their options; the work is done by modules loaded when needed."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

import click

from gouji.language import locale_language

LANGUAGES: Final = click.Choice(["zh", "en"])
_FILE: Final = click.Path(path_type=Path)


def _t(zh: str, en: str) -> str:
    return zh if locale_language(os.environ) == "zh" else en


_lang = click.option(
    "--lang",
    type=LANGUAGES,
    help=_t("显示语言（默认随系统，未知时为中文）。", "Language (default: the locale's, else zh)."),
)
_help = click.help_option("-h", "--help", help=_t("显示本说明。", "Show this message and exit."))
_no_plugins = click.option(
    "--no-plugins",
    is_flag=True,
    help=_t("只用内置规则。", "Use the built-in rules only."),
)


class _Program(click.Group):
    """The program: a console that cannot show a character gets a question mark instead."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **extra)


@click.group(
    "gouji",
    cls=_Program,
    help=_t(
        "勾稽：检查部门预算、部门决算中对不上的数字。",
        "Check Chinese government budgets and final accounts for figures that do not agree.",
    ),
)
@click.version_option(
    package_name="gouji",
    message="%(prog)s %(version)s",
    help=_t("显示版本。", "Show the version and exit."),
)
@_help
def main() -> None:
    """The group of all commands."""


@main.command(help=_t("检查文件、文件夹或通配符所指的文件。", "Check files, folders and globs."))
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=_t("输出格式（默认 text）。", "Format of the report (default: text)."),
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help=_t(
        "只用这些规则：代码、名称或代码开头（PCT,TOT001），逗号分隔。",
        "Run these rules only: codes, names or beginnings of codes (PCT,TOT001).",
    ),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    help=_t("不用这些规则，写法同上。", "Leave these rules out, written the same way."),
)
@_lang
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help=_t(
        "有不轻于此级别的问题时退出状态为 1（默认 error）。",
        "Exit with 1 for findings at or above this severity (default: error).",
    ),
)
@click.option(
    "--output",
    type=_FILE,
    metavar="FILE",
    help=_t("把报告写入文件。", "Write the report to a file."),
)
@click.option("--quiet", "-q", is_flag=True, help=_t("只显示问题。", "Print findings only."))
@_no_plugins
@_help
@click.pass_context
def check(context: click.Context, /, **arguments: Any) -> None:
    """Check documents."""
    from gouji.cli_check import Request, run

    arguments["select"] = _split(arguments["select"])
    arguments["ignore"] = _split(arguments["ignore"])
    context.exit(run(Request(**arguments)))


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


@main.command(help=_t("显示读出的文档结构。", "Print a document as a typed tree."))
@click.argument("file", type=_FILE)
@_lang
@_help
@click.pass_context
def tree(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the typed tree."""
    from gouji.cli_show import show_tree

    context.exit(show_tree(file, lang))


@main.command(
    help=_t(
        "列出数字和勾稽关系，及核对结果和原因。",
        "List figures and relations, with outcome and reason.",
    )
)
@click.argument("file", type=_FILE)
@_lang
@_help
@click.pass_context
def ledger(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the ledger."""
    from gouji.cli_show import show_ledger

    context.exit(show_ledger(file, lang))


@main.command(
    help=_t("显示文档的文本视图（行号稳定）。", "Print the stable text view of a document.")
)
@click.argument("file", type=_FILE)
@_lang
@_help
@click.pass_context
def text(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the text view."""
    from gouji.cli_show import show_text

    context.exit(show_text(file, lang))


@main.command(help=_t("列出所有规则。", "List all rules."))
@_lang
@_no_plugins
@_help
@click.pass_context
def rules(context: click.Context, lang: str | None, no_plugins: bool) -> None:
    """List all rules."""
    from gouji.cli_rules import show_rules

    context.exit(show_rules(lang, builtin_only=no_plugins))


@main.command(help=_t("解释一条规则，附例子。", "Explain a rule, with examples."))
@click.argument("name", metavar="CODE|NAME")
@_lang
@_no_plugins
@_help
@click.pass_context
def rule(context: click.Context, name: str, lang: str | None, no_plugins: bool) -> None:
    """Explain one rule."""
    from gouji.cli_rules import show_rule

    context.exit(show_rule(name, lang, builtin_only=no_plugins))
