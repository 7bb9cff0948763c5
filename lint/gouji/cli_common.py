"""What commands share: exit statuses, one-line errors, language, configuration, plugins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from gouji import messages
from gouji.config import Config, ConfigError, find
from gouji.language import locale_language
from gouji.plugins import Loaded, discover, load
from gouji.reporters.ink import Line, paint, wants_colour
from gouji.view import visible

OK: Final = 0
FINDINGS: Final = 1
FAILED: Final = 2


def complain(line: str) -> None:
    """One line on standard error; whatever it quotes is shown, not sent."""
    click.echo(f"gouji: {visible(line)}", err=True)


def language_of(option: str | None, config: Config | None = None) -> str:
    """The language: the option's, the configuration's, the locale's."""
    return option or (config.language if config else None) or locale_language(os.environ)


def configuration(lang: str | None) -> Config | None:
    """The configuration for the current folder; None, after saying why, if it cannot be used."""
    try:
        return find(Path.cwd())
    except ConfigError as error:
        complain(messages.config_error(error.key, error.values_, language_of(lang)))
        return None


def plugins(language: str, *, builtin_only: bool) -> Loaded:
    """All rules; plugins that could not be loaded are named on standard error."""
    loaded = load(discover(builtin_only=builtin_only))
    for failure in loaded.failures:
        name = f"{failure.plugin} ({failure.distribution})"
        complain(messages.ui("plugin-failed", language, plugin=name, reason=failure.reason))
    return loaded


def echo(lines: Iterable[Line]) -> int:
    """Print styled lines; the exit status."""
    text = paint(lines, colour=wants_colour(sys.stdout, os.environ))
    click.echo(text, nl=False, color=True)
    return OK


def language_by_all(lang: str | None) -> str | None:
    """The language by option, configuration and locale; None if the configuration is no use."""
    config = configuration(lang)
    return None if config is None else language_of(lang, config)


def shown_path(path: Path | str) -> str:
    """A path as text that can be written anywhere; bytes that are no text are shown as such."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
