"""``gouji config`` and ``gouji init``: the settings in force and their origins; a file to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from gouji import messages
from gouji.cli_common import (
    FAILED,
    OK,
    complain,
    echo,
    language_by_all,
    open_session,
    plugins,
    shown_path,
)
from gouji.config import Config, ConfigError, Origin, Selection
from gouji.config.keys import KEYS, Kind
from gouji.config.schema import schema
from gouji.config.template import template, toml_value
from gouji.model.record import Record
from gouji.reporters.ink import Line, Piece, line, pad, width


class ConfigRequest(Record):
    """What the command line asks for."""

    file: Path | None = None
    schema: bool = False
    profile: str | None = None
    lang: str | None = None
    config_file: Path | None = None
    isolated: bool = False
    no_plugins: bool = False


def show_config(request: ConfigRequest) -> int:
    """Print the settings in force for a document, or for the current folder."""
    session = open_session(
        request.lang,
        builtin_only=request.no_plugins,
        file=request.config_file,
        profile=request.profile,
        isolated=request.isolated,
    )
    if session is None:
        return FAILED
    if request.schema:
        click.echo(schema(session.loaded.rules), nl=False)
        return OK
    try:
        config = session.config if request.file is None else session.configured(request.file)
        selection = Selection.of(config, session.loaded.rules, some_missing=session.some_missing)
    except ConfigError as error:
        complain(error.text(session.language))
        return FAILED
    return echo(_lines(config, selection, session.language))


def _lines(config: Config, selection: Selection, language: str) -> Iterator[Line]:
    for file in config.files:
        yield line(Piece(shown_path(file), "bold"))
    if not config.files:
        yield line(Piece(messages.ui("config-none", language), "dim"))
    yield ()
    yield from _table(_setting_rows(config, language), language)
    yield ()
    on = len(selection.rules)
    yield line(messages.ui("config-rules", language, on=on, off=len(selection.choices) - on))
    yield from _table(_rule_rows(selection, language), language)
    for allow in config.allows:
        yield line(f"  allow {allow.rule}  {allow.at}  ", allow.reason, f"  {allow.origin}")


def _setting_rows(config: Config, language: str) -> list[tuple[str, str, Origin]]:
    """The plain settings; lists that add up have a row for each place that adds to them."""
    rows = []
    for name, key in KEYS.items():
        if key.kind in (Kind.TABLE, Kind.TABLES) or name == "extend":
            continue
        settings = [config.setting(name)]
        if name in ("extend-select", "ignore"):
            settings = [each.settings[name] for each in config.layers if name in each.settings]
        for setting in settings:
            none = setting.value is None
            value = messages.ui("not-set", language) if none else toml_value(setting.value)
            rows.append((name, value, setting.origin))
    return rows


def _rule_rows(selection: Selection, language: str) -> list[tuple[str, str, Origin]]:
    """What is set for rules: those switched by a setting, severities, options."""
    rows = []
    for choice in selection.choices:
        rule = choice.rule
        if choice.origin is not None and choice.on is not rule.default:
            word = messages.ui("rule-on" if choice.on else "rule-off", language)
            rows.append((f"{rule.code} {rule.name}", word, choice.origin))
        if rule.code in selection.severities:
            severity, origin = selection.severities[rule.code]
            value = toml_value(str(severity))
            rows.append((f"rules.{rule.name}.severity", value, origin))
        for name, (option, origin) in selection.options.get(rule.code, {}).items():
            key = f"rules.{rule.name}.{name.replace('_', '-')}"
            rows.append((key, toml_value(option), origin))
    return rows


def _table(rows: list[tuple[str, str, Origin]], language: str) -> Iterator[Line]:
    names = max((width(name) for name, _, _ in rows), default=0)
    values = max((width(value) for _, value, _ in rows), default=0)
    for name, value, origin in rows:
        where = str(origin) or messages.ui("origin-default", language)
        yield line(f"  {pad(name, names)}  ", Piece(pad(value, values), "bold"), f"  {where}")


def write_template(file: Path, lang: str | None, *, builtin_only: bool) -> int:
    """Write the commented configuration; a file that is there is left alone."""
    language = language_by_all(lang)
    if language is None:
        return FAILED
    text = template(plugins(language, builtin_only=builtin_only).rules, language)
    name = shown_path(file)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        complain(messages.ui("exists", language, path=name))
        return FAILED
    except OSError as error:
        reason = error.strerror or str(error)
        complain(messages.ui("cannot-write", language, path=name, reason=reason))
        return FAILED
    return echo([line(messages.ui("written", language, path=name))])
