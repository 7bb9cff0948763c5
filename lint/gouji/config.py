"""Configuration: ``gouji.toml`` or ``[tool.gouji]`` in ``pyproject.toml``, found and validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import tomli

from gouji.engine import Settings
from gouji.rule import Rule, Severity

LANGUAGES: Final = ("zh", "en")
FAIL_ON: Final = (*(str(s) for s in Severity), "never")
_KEYS: Final = ("select", "ignore", "language", "fail-on", "rules")


class ConfigError(Exception):
    """A configuration that cannot be used: ``key`` and ``values`` make the one line shown."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says; ``rules`` still by the names it uses."""

    path: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    language: str | None = None
    fail_on: str | None = None
    rules: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def settings(self, rules: Sequence[Rule]) -> Settings:
        """The options and severities of rules, checked against the rules there are.

        :raises ConfigError: for an unknown rule or option, or a value of the wrong type.
        """
        options: dict[str, dict[str, object]] = {}
        severities: dict[str, Severity] = {}
        for name, table in self.rules.items():
            rule = next((r for r in rules if name in (r.code, r.name)), None)
            if rule is None:
                raise ConfigError("unknown-rule", path=self.path, rule=name)
            for key, value in table.items():
                if key == "severity":
                    severities[rule.code] = Severity(
                        _choice(self.path, f"rules.{name}.severity", value, tuple(Severity))
                    )
                else:
                    options.setdefault(rule.code, {})[_option_name(key)] = self._option(
                        rule, key, value
                    )
        return Settings(options, severities)

    def _option(self, rule: Rule, key: str, value: object) -> object:
        option = next((o for o in rule.options if o.name == _option_name(key)), None)
        if option is None:
            known = ", ".join(["severity", *(o.name.replace("_", "-") for o in rule.options)])
            raise ConfigError(
                "unknown-option", path=self.path, rule=rule.name, option=key, known=known
            )
        try:
            return option.accept(value)
        except ValueError:
            raise ConfigError(
                "wrong-type", path=self.path, key=f"rules.{rule.name}.{key}", type=option.type_name
            ) from None


def _option_name(key: str) -> str:
    return key.replace("-", "_")


def _choice(path: Path | None, key: str, value: object, choices: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise ConfigError("wrong-choice", path=path, key=key, choices=", ".join(choices))
    return value


def _strings(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError("wrong-type", path=path, key=key, type="list of strings")
    return tuple(value)


def _read(path: Path) -> dict[str, Any]:
    """A TOML file as a table.

    :raises ConfigError: when it cannot be read.
    """
    try:
        return tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ConfigError("bad-toml", path=path, reason=" ".join(str(error).split())) from error


def _parse(path: Path, table: Any) -> Config:
    if not isinstance(table, dict):
        raise ConfigError("wrong-type", path=path, key="tool.gouji", type="table")
    for key in table:
        if key not in _KEYS:
            raise ConfigError("unknown-key", path=path, key=key, known=", ".join(_KEYS))
    rules = table.get("rules", {})
    if not isinstance(rules, dict) or not all(isinstance(v, dict) for v in rules.values()):
        raise ConfigError("wrong-type", path=path, key="rules", type="table of tables")
    language, fail_on = table.get("language"), table.get("fail-on")
    return Config(
        path,
        _strings(path, "select", table.get("select", [])),
        _strings(path, "ignore", table.get("ignore", [])),
        None if language is None else _choice(path, "language", language, LANGUAGES),
        None if fail_on is None else _choice(path, "fail-on", fail_on, FAIL_ON),
        rules,
    )


def find(start: Path) -> Config:
    """The configuration of the nearest folder upwards that has one; empty if none has.

    :raises ConfigError: when it cannot be used.
    """
    for folder in (start, *start.parents):
        own, project = folder / "gouji.toml", folder / "pyproject.toml"
        if own.is_file():
            return _parse(own, _read(own))
        if project.is_file():
            tool = _read(project).get("tool", {})
            if isinstance(tool, dict) and "gouji" in tool:
                return _parse(project, tool["gouji"])
    return Config()
