"""``gouji rules`` and ``gouji rule``: the rules listed and explained."""

from __future__ import annotations

from collections.abc import Iterator

from gouji import messages
from gouji.cli_common import (
    FAILED,
    OK,
    complain,
    did_you_mean,
    echo,
    language_by_all,
    plugins,
)
from gouji.docstrings import in_language
from gouji.plugins import Plugin
from gouji.reporters.ink import Line, Piece, line, pad, width
from gouji.rule import Option, Rule


def show_rules(lang: str | None, *, builtin_only: bool) -> int:
    """List all rules."""
    language = language_by_all(lang)
    if language is None:
        return FAILED
    loaded = plugins(language, builtin_only=builtin_only)
    codes = max((len(rule.code) for rule in loaded.rules), default=0)
    names = max((len(rule.name) for rule in loaded.rules), default=0)
    severities = max(
        (width(messages.term(str(r.severity), language)) for r in loaded.rules), default=0
    )
    echo(_listed(rule, (codes, names, severities), language) for rule in loaded.rules)
    return FAILED if loaded.failures else OK


def show_plugins(lang: str | None, *, builtin_only: bool) -> int:
    """List the plugins with their origin, version and what they hand over."""
    language = language_by_all(lang)
    if language is None:
        return FAILED
    loaded = plugins(language, builtin_only=builtin_only)
    names = max((width(p.name) for p in loaded.plugins), default=0)
    origins = {p.name: _origin(p, language) for p in loaded.plugins}
    columns = max(map(width, origins.values()), default=0)
    echo(
        line(
            Piece(pad(plugin.name, names), "bold"),
            f"  {pad(origins[plugin.name], columns)}  ",
            messages.ui("plugin-rules", language, count=len(plugin.rules)),
            f"  {_families(plugin.rules)}",
            _presets(plugin, language),
        )
        for plugin in loaded.plugins
    )
    return FAILED if loaded.failures else OK


def _origin(plugin: Plugin, language: str) -> str:
    """Distribution, version and module of a plugin."""
    builtin = f" ({messages.ui('plugin-builtin', language)})" if plugin.builtin else ""
    return f"{plugin.distribution} {plugin.version}{builtin}  {plugin.module}"


def _families(rules: tuple[Rule, ...]) -> str:
    return " ".join(sorted({rule.family for rule in rules}))


def _presets(plugin: Plugin, language: str) -> str:
    if not plugin.presets:
        return ""
    names = messages.ui("list", language).join(f"{plugin.name}:{n}" for n in plugin.presets)
    return "  " + messages.ui("plugin-presets", language, names=names)


def _listed(rule: Rule, columns: tuple[int, int, int], language: str) -> Line:
    codes, names, severities = columns
    severity = pad(messages.term(str(rule.severity), language), severities)
    off = "" if rule.default else f"  ({messages.ui('off', language)})"
    return line(
        Piece(f"{rule.code:{codes}}", "bold"),
        f"  {rule.name:{names}}  ",
        Piece(severity, str(rule.severity)),
        f"  {rule.summary[language]}",
        Piece(off, "dim"),
    )


def show_rule(name: str, lang: str | None, *, builtin_only: bool) -> int:
    """Explain one rule."""
    language = language_by_all(lang)
    if language is None:
        return FAILED
    loaded = plugins(language, builtin_only=builtin_only)
    rule = loaded.find(name)
    if rule is None:
        text = messages.ui("no-such-rule", language, name=name)
        names = [word for each in loaded.rules for word in (each.name, each.code)]
        complain(text + did_you_mean(name, names, language))
        return FAILED
    return echo(_explained(rule, language))


def _explained(rule: Rule, language: str) -> Iterator[Line]:
    severity = str(rule.severity)
    yield line(
        Piece(f"{rule.code} {rule.name}", "bold"),
        "  ",
        Piece(messages.term(severity, language), severity),
        "" if rule.default else f"  ({messages.ui('off', language)})",
    )
    yield line(rule.summary[language])
    if rule.explanation:
        yield ()
        yield from (line(text) for text in in_language(rule.explanation, language).splitlines())
    yield ()
    yield _headed("message", rule.message[language], language)
    if any(rule.authority):
        yield _headed("authority", "  ".join(filter(None, rule.authority)), language)
    if rule.options:
        yield line(Piece(messages.ui("options", language), "bold"))
        yield from (_option(option, language) for option in rule.options)
    for clean, key in ((False, "wrong-example"), (True, "right-example")):
        examples = [example for example in rule.examples if example.clean is clean]
        if examples:
            yield ()
            yield line(Piece(messages.ui(key, language), "bold"))
        for example in examples:
            yield ()
            yield from (line("    ", text) for text in example.source.splitlines())


def _headed(key: str, text: str, language: str) -> Line:
    colon = messages.ui("colon", language)
    return line(Piece(messages.ui(key, language), "bold"), colon, text)


def _option(option: Option, language: str) -> Line:
    default = messages.ui("default", language, value=option.default)
    name = option.name.replace("_", "-")
    doc = in_language(option.doc, language)
    return line("  ", Piece(name, "bold"), f" ({option.type_name}, {default})  {doc}")
