"""The settings there are: their names, what values they take, and where they may stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gouji.config.errors import ConfigError, nearest
from gouji.language import LANGUAGES
from gouji.model.record import Record
from gouji.rule import Severity

FAIL_ON: Final = (*(str(s) for s in Severity), "never")
PROFILES: Final = ("default", "strict", "draft", "disclosure")
ROUNDING: Final = ("silent", "info")


class Kind(StrEnum):
    """What values a setting takes."""

    TEXT = "string"
    TEXTS = "list of strings"
    TEXT_OR_TEXTS = "string or list of strings"
    SWITCH = "bool"
    DATE = "date"
    TABLE = "table of tables"
    TABLES = "list of tables"


class Key(Record):
    """A setting. ``choices`` are all the words it takes, none for any; ``default`` is what holds
    where nothing is set; ``by_path`` tells whether ``[[overrides]]`` may change it."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    default: object = None
    by_path: bool = False
    required: bool = False

    def accept(self, value: object) -> object:
        """A value out of a file, lists as tuples.

        :raises ConfigError: when it is of another type or none of the choices.
        """
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        tables = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        fits = {
            Kind.TEXT: isinstance(value, str),
            Kind.TEXTS: texts,
            Kind.TEXT_OR_TEXTS: texts or isinstance(value, str),
            Kind.SWITCH: isinstance(value, bool),
            Kind.DATE: type(value) is date,
            Kind.TABLE: isinstance(value, dict)
            and all(isinstance(item, dict) for item in value.values()),
            Kind.TABLES: tables,
        }
        if self.choices and (not isinstance(value, str) or value not in self.choices):
            close = nearest(value, self.choices) if isinstance(value, str) else None
            choices = ", ".join(self.choices)
            raise ConfigError("wrong-choice", nearest=close, key=self.name, choices=choices)
        if not fits[self.kind]:
            raise ConfigError("wrong-type", key=self.name, type=str(self.kind))
        if self.kind is Kind.TEXT_OR_TEXTS and isinstance(value, str):
            return (value,)
        return tuple(value) if isinstance(value, list) else value


def _by_name(*keys: Key) -> Mapping[str, Key]:
    return MappingProxyType({key.name: key for key in keys})


KEYS: Final = _by_name(
    Key("extend", Kind.TEXT_OR_TEXTS, default=()),
    Key("profile", Kind.TEXT, PROFILES, "default"),
    Key("select", Kind.TEXTS, default=(), by_path=True),
    Key("extend-select", Kind.TEXTS, default=(), by_path=True),
    Key("ignore", Kind.TEXTS, default=(), by_path=True),
    Key("preview", Kind.SWITCH, default=False, by_path=True),
    Key("rounding", Kind.TEXT, ROUNDING, "silent", by_path=True),
    Key("fail-on", Kind.TEXT, FAIL_ON, "error", by_path=True),
    Key("language", Kind.TEXT, LANGUAGES),
    Key("baseline", Kind.TEXT),
    Key("required-version", Kind.TEXT),
    Key("required-plugins", Kind.TEXTS, default=()),
    Key("rules", Kind.TABLE, by_path=True),
    Key("overrides", Kind.TABLES),
    Key("allow", Kind.TABLES),
)
OVERRIDE: Final = _by_name(
    Key("paths", Kind.TEXT_OR_TEXTS, required=True),
    *(key for key in KEYS.values() if key.by_path),
)
ALLOW: Final = _by_name(
    Key("rule", Kind.TEXT, required=True),
    Key("reason", Kind.TEXT, required=True),
    Key("at", Kind.TEXT, default="*"),
    Key("paths", Kind.TEXT_OR_TEXTS, default=()),
    Key("until", Kind.DATE),
)
SEVERITIES: Final = tuple(str(severity) for severity in Severity)
