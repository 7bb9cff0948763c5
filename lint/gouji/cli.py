"""The command line: commands and their options; the work is done by modules loaded when needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from gouji.cli_words import Help, OneOf, Place, Program, Words
from gouji.language import LANGUAGES, locale_language

_LANG: Final = "gouji.lang"
_FILE: Final = click.Path(path_type=Path)
_FAIL_ON: Final = ("error", "warning", "info", "never")
_PROFILES: Final = ("default", "strict", "draft", "disclosure")
# the formats of gouji.reporters.formats, which --help need not load; a test holds them together
_FORMATS: Final = (
    "text",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
    "csv",
    "xlsx",
    "markdown",
)
_SHELLS: Final = ("bash", "zsh", "fish")
_F = TypeVar("_F", bound=Callable[..., Any])


def _option(*names: str, words: str, **extra: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=Words, words=words, **extra)


def _flag(*names: str, words: str) -> Callable[[_F], _F]:
    return _option(*names, words=words, is_flag=True)


def _argument(name: str, metavar: str, **extra: Any) -> Callable[[_F], _F]:
    return click.argument(name, cls=Place, metavar=metavar, **extra)


def _said(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The language asked for here or before the command."""
    if value:
        context.meta[_LANG] = value
    return value or context.meta.get(_LANG)


_lang = _option("--lang", words="lang", type=OneOf(LANGUAGES), callback=_said)
_help = click.option("-h", "--help", cls=Help)
_no_plugins = _flag("--no-plugins", words="no-plugins")
_config_file = _option("--config", "config_file", words="config-file", type=_FILE, metavar="FILE")
_isolated = _flag("--isolated", words="isolated")
_profile = _option("--profile", words="profile", type=OneOf(_PROFILES))


def _rule_names(context: click.Context, parameter: click.Parameter, so_far: str) -> list[Any]:
    """Codes and names of rules for the shell, after a comma too."""
    from gouji.plugins import discover, load

    done, comma, part = so_far.rpartition(",")
    rules = load(discover()).rules
    language = locale_language(os.environ)
    words = {name: rule.summary[language] for rule in rules for name in (rule.code, rule.name)}
    return [
        CompletionItem(f"{done}{comma}{word}", help=text)
        for word, text in words.items()
        if word.lower().startswith(part.lower())
    ]


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _rules(name: str) -> Callable[[_F], _F]:
    return _option(
        f"--{name}",
        words=f"check-{name}",
        multiple=True,
        metavar="RULES",
        shell_complete=_rule_names,
        callback=lambda context, parameter, values: _split(values),
    )


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from gouji.installed import version

        click.echo(f"gouji {version('gouji')}")
        context.exit()


@click.group("gouji", cls=Program)
@_option(
    "--version",
    words="version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
)
@_option(
    "--lang", words="lang", type=OneOf(LANGUAGES), callback=_said, is_eager=True, expose_value=False
)
@_help
def main() -> None:
    """The group of all commands."""


@main.command()
@_argument("paths", "PATHS...", nargs=-1, required=True, type=click.Path())
@_option("--format", "formats", words="check-format", type=OneOf(_FORMATS), multiple=True)
@_option("--output", "outputs", words="check-output", type=_FILE, metavar="FILE", multiple=True)
@_rules("select")
@_rules("extend-select")
@_rules("ignore")
@_flag("--preview", words="check-preview")
@_profile
@_option("--fail-on", words="check-fail-on", type=OneOf(_FAIL_ON))
@_option("--baseline", words="check-baseline", type=_FILE, metavar="FILE")
@_flag("--write-baseline", words="check-write-baseline")
@_flag("--statistics", words="check-statistics")
@_flag("--show-checked", words="check-show-checked")
@_flag("--timing", words="check-timing")
@_flag("--explain", words="check-explain")
@_flag("--watch", words="check-watch")
@_flag("--fix", words="check-fix")
@_flag("--diff", words="check-diff")
@_flag("--unsafe-fixes", words="check-unsafe-fixes")
@_flag("--together", words="check-together")
@_option("--stdin-filename", words="check-stdin-filename", type=_FILE, metavar="FILE")
@_flag("--no-cache", words="check-no-cache")
@_option("--jobs", "-j", words="check-jobs", type=click.IntRange(min=1), metavar="N")
@_flag("--quiet", "-q", words="check-quiet")
@_lang
@_config_file
@_isolated
@_no_plugins
@_help
@click.pass_context
def check(context: click.Context, /, **arguments: Any) -> None:
    """Check documents."""
    from gouji.cli_check import Request, run

    context.exit(run(Request(**arguments)))


@main.command()
@_argument("paths", "PATHS...", nargs=-1, required=True, type=click.Path())
@_option("--output", "-o", words="annotate-output", type=_FILE, metavar="FILE")
@_flag("--force", words="annotate-force")
@_rules("select")
@_rules("ignore")
@_profile
@_lang
@_config_file
@_isolated
@_no_plugins
@_help
@click.pass_context
def annotate(context: click.Context, /, **arguments: Any) -> None:
    """Mark findings in copies of documents."""
    from gouji.cli_annotate import Request, run

    context.exit(run(Request(**arguments)))


@main.command()
@_argument("file", "FILE", type=_FILE)
@_lang
@_help
@click.pass_context
def tree(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the typed tree."""
    from gouji.cli_show import show_tree

    context.exit(show_tree(file, lang))


@main.command()
@_argument("file", "FILE", type=_FILE)
@_lang
@_help
@click.pass_context
def ledger(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the ledger."""
    from gouji.cli_show import show_ledger

    context.exit(show_ledger(file, lang))


@main.command()
@_argument("file", "FILE", type=_FILE)
@_lang
@_help
@click.pass_context
def text(context: click.Context, file: Path, lang: str | None) -> None:
    """Print the text view."""
    from gouji.cli_show import show_text

    context.exit(show_text(file, lang))


@main.command()
@_flag("--plugins", words="rules-plugins")
@_lang
@_no_plugins
@_help
@click.pass_context
def rules(context: click.Context, plugins: bool, lang: str | None, no_plugins: bool) -> None:
    """List all rules, or the plugins they come from."""
    from gouji.cli_rules import show_plugins, show_rules

    show = show_plugins if plugins else show_rules
    context.exit(show(lang, builtin_only=no_plugins))


@main.command()
@_argument("name", "CODE|NAME", shell_complete=_rule_names)
@_lang
@_no_plugins
@_help
@click.pass_context
def rule(context: click.Context, name: str, lang: str | None, no_plugins: bool) -> None:
    """Explain one rule."""
    from gouji.cli_rules import show_rule

    context.exit(show_rule(name, lang, builtin_only=no_plugins))


@main.command()
@_argument("file", "[FILE]", type=_FILE, required=False)
@_flag("--schema", words="config-schema")
@_profile
@_lang
@_config_file
@_isolated
@_no_plugins
@_help
@click.pass_context
def config(context: click.Context, /, **arguments: Any) -> None:
    """Show the settings in force."""
    from gouji.cli_config import ConfigRequest, show_config

    context.exit(show_config(ConfigRequest(**arguments)))


@main.command()
@_argument("file", "[FILE]", type=_FILE, required=False)
@_lang
@_no_plugins
@_help
@click.pass_context
def init(context: click.Context, file: Path | None, lang: str | None, no_plugins: bool) -> None:
    """Write a commented configuration."""
    from gouji.cli_config import write_template

    context.exit(write_template(file or Path("gouji.toml"), lang, builtin_only=no_plugins))


@main.command()
@_lang
@_no_plugins
@_help
@click.pass_context
def server(context: click.Context, lang: str | None, no_plugins: bool) -> None:
    """Serve an editor."""
    from gouji.cli_server import serve

    context.exit(serve(lang, builtin_only=no_plugins))


@main.command()
@_lang
@_help
@click.pass_context
def clean(context: click.Context, lang: str | None) -> None:
    """Empty the cache."""
    from gouji.cli_clean import clean_cache

    context.exit(clean_cache(lang))


@main.command()
@_argument("shell", "bash|zsh|fish", type=OneOf(_SHELLS))
@_lang
@_help
def completion(shell: str, lang: str | None) -> None:
    """Print the script for shell completion."""
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    script = maker(main, {}, "gouji", "_GOUJI_COMPLETE").source()
    # click's script for fish cuts a value at its commas, which several rules have between them
    click.echo(script.replace('string split ","', 'string split -m 1 ","'))
