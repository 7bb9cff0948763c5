"""The commented ``gouji.toml`` that ``gouji init`` writes: every setting, each with its default."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji import messages
from gouji.config.keys import KEYS, Key, Kind
from gouji.docstrings import in_language
from gouji.rule import Rule

_EXAMPLES = {
    "extend": '"../gouji.toml"',
    "language": '"zh"',
    "baseline": '"gouji-baseline.json"',
    "required-version": '">=0.1"',
}


def template(rules: Sequence[Rule], language: str) -> str:
    """The text of the file; all settings are commented out, so that nothing changes by it."""
    return "\n".join([*_lines(rules, language), ""])


def _lines(rules: Sequence[Rule], language: str) -> Iterator[str]:
    yield f"# {messages.setting('schema', language)}"
    for key in KEYS.values():
        if key.kind in (Kind.TABLE, Kind.TABLES):
            continue
        yield ""
        choices = f" ({', '.join(key.choices)})" if key.choices else ""
        yield f"# {messages.setting(key.name, language)}{choices}"
        yield f"# {key.name} = {_value(key)}"
    yield from _tables(rules, language)


def _value(key: Key) -> str:
    return _EXAMPLES.get(key.name) or toml_value(key.default)


def toml_value(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _tables(rules: Sequence[Rule], language: str) -> Iterator[str]:
    yield ""
    yield f"# {messages.setting('rules', language)}"
    for rule in rules:
        yield ""
        yield f"# {rule.code} {rule.summary[language]}"
        yield f"# [rules.{rule.name}]"
        yield f'# severity = "{rule.severity}"'
        for option in rule.options:
            name = option.name.replace("_", "-")
            yield f"# {name} = {toml_value(option.default)}  # {in_language(option.doc, language)}"
    yield ""
    yield f"# {messages.setting('overrides', language)}"
    yield "# [[overrides]]"
    yield '# paths = ["drafts/**"]'
    yield '# fail-on = "never"'
    yield ""
    yield f"# {messages.setting('allow', language)}"
    yield "# [[allow]]"
    yield '# rule = "wrong-share"'
    example = messages.setting("reason-example", language)
    yield f"# reason = {toml_value(example)}"
    yield '# at = "*"'
    yield '# paths = ["2025/**"]'
    yield "# until = 2099-12-31"
