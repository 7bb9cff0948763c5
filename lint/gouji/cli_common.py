"""What commands share: exit statuses, one-line errors, language, configuration, plugins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from gouji import messages
from gouji.config import Config, ConfigError, Finder
from gouji.config.discovery import language_in
from gouji.config.errors import nearest
from gouji.config.requirements import check_requirements
from gouji.config.selection import selectors
from gouji.language import locale_language
from gouji.model.record import Record
from gouji.plugins import Loaded, discover, is_builtin, load
from gouji.reporters.ink import Line, paint, wants_colour
from gouji.rule import Rule
from gouji.view import visible

OK: Final = 0
FINDINGS: Final = 1
FAILED: Final = 2


def complain(line: str) -> None:
    """One line on standard error; whatever it quotes is shown, not sent."""
    click.echo(f"gouji: {visible(line)}", err=True)


def language_of(option: str | None, config: Config | None = None) -> str:
    """The language: the option's, the configuration's, the locale's."""
    said = config.text("language") if config else None
    return option or said or locale_language(os.environ)


class Session(Record):
    """What a command works with: plugins, configurations, the current folder's one, language."""

    loaded: Loaded
    finder: Finder
    config: Config
    language: str
    some_missing: bool

    def configured(self, path: Path) -> Config:
        """The configuration for a document.

        :raises ConfigError: when it cannot be used.
        """
        config = self.finder.for_document(path)
        check_requirements(config, self.loaded.plugins)
        return config


def open_session(
    lang: str | None,
    *,
    builtin_only: bool = False,
    file: Path | None = None,
    profile: str | None = None,
    isolated: bool = False,
) -> Session | None:
    """Plugins and configuration; None, after saying why, if the configuration is no use."""
    loaded = load(discover(builtin_only=builtin_only))
    finder = Finder(loaded.presets, file, profile or "", isolated)
    try:
        config = finder.in_folder(Path.cwd())
        if not builtin_only:
            check_requirements(config, loaded.plugins)
    except ConfigError as error:
        complain(error.text(language_of(lang)))
        return None
    language = language_of(lang, config)
    _name_failures(loaded, language)
    left_out = builtin_only and not all(map(is_builtin, discover()))
    return Session(loaded, finder, config, language, left_out or bool(loaded.failures))


def _name_failures(loaded: Loaded, language: str) -> None:
    for failure in loaded.failures:
        name = f"{failure.plugin} ({failure.distribution})"
        complain(messages.ui("plugin-failed", language, plugin=name, reason=failure.told[language]))


def plugins(language: str, *, builtin_only: bool) -> Loaded:
    """All rules; plugins that could not be loaded are named on standard error."""
    loaded = load(discover(builtin_only=builtin_only))
    _name_failures(loaded, language)
    return loaded


def did_you_mean(word: str, names: Iterable[str], language: str) -> str:
    """The name that may be meant by a word that is none, as the end of a sentence."""
    close = nearest(word, names)
    return "" if close is None else messages.ui("did-you-mean", language, name=close)


def no_rule_fits(selector: str, rules: Sequence[Rule], language: str) -> str:
    """That a selector of the command line fits no rule, and which may be meant."""
    text = messages.ui("unknown-selector", language, selector=selector)
    return text + did_you_mean(selector, selectors(rules), language)


def echo(lines: Iterable[Line]) -> int:
    """Print styled lines; the exit status."""
    text = paint(lines, colour=wants_colour(sys.stdout, os.environ))
    click.echo(text, nl=False, color=True)
    return OK


def language_by_all(lang: str | None) -> str | None:
    """The language by option, configuration and locale; None if the configuration is no use."""
    try:
        said = language_in(Path.cwd())
    except ConfigError as error:
        complain(error.text(language_of(lang)))
        return None
    return lang or said or language_of(None)


def shown_path(path: Path | str) -> str:
    """A path as text that can be written anywhere; bytes that are no text are shown as such."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
