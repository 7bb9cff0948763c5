"""The JSON schema of ``gouji.toml`` for editors, made from the settings and rules there are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from gouji import messages
from gouji.config.keys import ALLOW, KEYS, OVERRIDE, SEVERITIES, Key, Kind
from gouji.rule import Option, Rule

_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_TYPES: Final[Mapping[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.TEXTS: _TEXTS,
    Kind.TEXT_OR_TEXTS: {"anyOf": [{"type": "string"}, _TEXTS]},
    Kind.SWITCH: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
}
_OPTIONS: Final[Mapping[Any, dict[str, Any]]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    Decimal: {"type": "number"},
    tuple[str, ...]: _TEXTS,
}


def schema(rules: Sequence[Rule]) -> str:
    """The schema as JSON, with the options of the rules given."""
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "gouji.toml",
        "description": _both("schema"),
        **_table(KEYS),
        "definitions": {"rules": _rules(rules), "severity": {"enum": list(SEVERITIES)}},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _both(key: str) -> str:
    return " / ".join(messages.setting(key, language) for language in ("zh", "en"))


def _table(keys: Mapping[str, Key]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _property(key) for name, key in keys.items()},
        "required": [key.name for key in keys.values() if key.required],
        "additionalProperties": False,
    }


def _property(key: Key) -> dict[str, Any]:
    text = {"description": _both(key.name)}
    if key.name == "rules":
        return {**text, "$ref": "#/definitions/rules"}
    if key.kind is Kind.TABLES:
        inner = OVERRIDE if key.name == "overrides" else ALLOW
        return {**text, "type": "array", "items": _table(inner)}
    kind = {"enum": list(key.choices)} if key.choices else _TYPES[key.kind]
    default = {} if key.default in (None, ()) else {"default": key.default}
    return {**text, **kind, **default}


def _rules(rules: Sequence[Rule]) -> dict[str, Any]:
    """Rules by code and by name with their options; families have a severity only."""
    severity = {"severity": {"$ref": "#/definitions/severity"}}
    named: dict[str, Any] = {
        family: {"type": "object", "properties": severity, "additionalProperties": False}
        for family in sorted({rule.family for rule in rules})
    }
    for rule in rules:
        options = {option.name.replace("_", "-"): _option(option) for option in rule.options}
        for name in (rule.code, rule.name):
            named[name] = {
                "type": "object",
                "description": f"{rule.summary.zh} / {rule.summary.en}",
                "properties": {**severity, **options},
                "additionalProperties": False,
            }
    return {
        "type": "object",
        "properties": named,
        # beginnings of codes, and rules of plugins that this schema does not know
        "additionalProperties": {"type": "object"},
    }


def _option(option: Option) -> dict[str, Any]:
    default = option.default
    plain = list(default) if isinstance(default, tuple) else default
    shown = float(plain) if isinstance(plain, Decimal) else plain
    return {"description": option.doc, **_OPTIONS[option.type], "default": shown}
