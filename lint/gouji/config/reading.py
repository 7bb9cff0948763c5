"""One configuration file, profile or preset read and checked, as a layer and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from gouji.config.errors import ConfigError, Origin, nearest
from gouji.config.keys import ALLOW, KEYS, OVERRIDE, Key
from gouji.config.layers import Allow, Layer, Override, RuleSetting, Setting
from gouji.config.positions import Path as KeyPath
from gouji.config.positions import key_lines
from gouji.data import parsed
from gouji.model.record import Record

# importlib.resources would do the same, and takes longer to load than to read them
_PROFILES = Path(__file__).parents[1] / "profiles"
_APART = ("rules", "overrides", "allow")  # settings that become more than a value


class Source(Record):
    """The settings table of a file with the lines of its keys."""

    name: str
    folder: Path
    table: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    prefix: KeyPath = ()

    def origin(self, *key: str | int) -> Origin:
        """Where a key is written."""
        path = (*self.prefix, *key)
        # where a table is wanted there may be a list of tables, known by its first
        return Origin(self.name, self.lines.get(path, self.lines.get((*path, 0))))


class Said(Record):
    """All that one source says."""

    layer: Layer
    extend: tuple[Setting, ...]
    overrides: tuple[Override, ...]
    allows: tuple[Allow, ...]


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """A TOML file as a table, and its text.

    :raises ConfigError: when it cannot be read.
    """
    import tomli  # noqa: PLC0415 - where no file is read it is not needed

    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomli.loads(text, parse_float=Decimal), text
    except tomli.TOMLDecodeError as error:
        where = Origin(str(path), error.lineno)
        raise ConfigError("bad-toml", path=where, reason=error.msg) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError("bad-toml", path=Origin(str(path)), reason=reason) from error


def own_file(path: Path) -> Source:
    """A ``gouji.toml``.

    :raises ConfigError: when it cannot be read.
    """
    table, text = read_toml(path)
    return Source(str(path), path.parent, table, key_lines(text))


def project_file(path: Path) -> Source | None:
    """The table ``[tool.gouji]`` of a ``pyproject.toml``, None if it has none.

    :raises ConfigError: when it cannot be read.
    """
    table, text = read_toml(path)
    tool = table.get("tool", {})
    if not isinstance(tool, dict) or "gouji" not in tool:
        return None
    lines = key_lines(text)
    if not isinstance(tool["gouji"], dict):
        place = Origin(str(path), lines.get(("tool", "gouji")))
        raise ConfigError("wrong-type", path=place, key="tool.gouji", type="table")
    return Source(str(path), path.parent, tool["gouji"], lines, ("tool", "gouji"))


def profile(name: str) -> Source:
    """A profile that comes with the program."""
    return Source(f"profile {name}", Path(), parsed(_PROFILES / f"{name}.toml"), {})


def read(source: Source) -> Said:
    """All that a source says, checked as far as that can be done without the rules.

    :raises ConfigError: for an unknown key, a value of the wrong type, a missing key.
    """
    values = _values(source, (), source.table, KEYS)
    overrides = [
        _override(source, ("overrides", index), table)
        for index, table in enumerate(source.table.get("overrides", ()))
    ]
    allows = [
        _allow(source, ("allow", index), table)
        for index, table in enumerate(source.table.get("allow", ()))
    ]
    extended = values.pop("extend", None)
    names = extended.value if extended and isinstance(extended.value, tuple) else ()
    return Said(
        Layer(values, tuple(_rules(source, (), source.table))),
        tuple(Setting(name, extended.origin) for name in names) if extended else (),
        tuple(overrides),
        tuple(allows),
    )


def _located(origin: Origin, prefix: KeyPath, check: Callable[[], object]) -> object:
    """What ``check`` gives; its complaint gets the place and the whole name of the key."""
    try:
        return check()
    except ConfigError as error:
        # the place tells which table of a list it is
        names = (str(part) for part in prefix if not isinstance(part, int))
        key = ".".join((*names, str(error.values_.pop("key", ""))))
        raise ConfigError(
            error.key, nearest=error.nearest, path=origin, key=key, **error.values_
        ) from None


def _values(
    source: Source, at: KeyPath, table: Mapping[str, Any], keys: Mapping[str, Key]
) -> dict[str, Setting]:
    """The plain settings of a table, each with its place."""
    values = {}
    for name, value in table.items():
        origin = source.origin(*at, name)
        if name not in keys:
            known = ", ".join(keys)
            close = nearest(name, keys)
            raise ConfigError("unknown-key", nearest=close, path=origin, key=name, known=known)
        key = keys[name]
        accepted = _located(origin, at, partial(key.accept, value))
        if name not in _APART:
            values[name] = Setting(accepted, origin)
    for key in keys.values():
        if key.required and key.name not in table:
            raise ConfigError("missing-key", path=source.origin(*at), key=key.name)
    return values


def _rules(source: Source, at: KeyPath, table: Mapping[str, Any]) -> Iterator[RuleSetting]:
    for selector, options in table.get("rules", {}).items():
        for key, value in options.items():
            origin = source.origin(*at, "rules", selector, key)
            yield RuleSetting(selector, key, value, origin)


def _override(source: Source, at: KeyPath, table: Mapping[str, Any]) -> Override:
    values = _values(source, at, table, OVERRIDE)
    paths = values.pop("paths").value
    assert isinstance(paths, tuple)
    layer = Layer(values, tuple(_rules(source, at, table)))
    return Override(source.folder, paths, layer, source.origin(*at))


def _allow(source: Source, at: KeyPath, table: Mapping[str, Any]) -> Allow:
    values = _values(source, at, table, ALLOW)

    def value(name: str) -> Any:
        return values[name].value if name in values else ALLOW[name].default

    if not value("reason").strip():
        raise ConfigError("no-reason", path=source.origin(*at, "reason"))
    until: date | None = value("until")
    return Allow(
        value("rule"),
        value("reason"),
        value("at"),
        value("paths"),
        until,
        source.folder,
        source.origin(*at),
    )
