"""Settings as layers: what one file, profile or preset says, and all of them on top of another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath

from msgspec import field

from gouji.config.errors import Origin
from gouji.config.globs import address_matches, path_matches
from gouji.config.keys import KEYS
from gouji.model.record import Record, replace


class Setting(Record):
    """A value and where it comes from."""

    value: object
    origin: Origin


class RuleSetting(Record):
    """A value for a rule, or for all rules that a selector fits: a severity or an option."""

    selector: str
    key: str
    value: object
    origin: Origin


class Layer(Record):
    """What one place says; ``select`` and ``ignore`` are still by the names it uses."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    rules: tuple[RuleSetting, ...] = ()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, empty if it is not set."""
        setting = self.settings.get(name)
        return setting.value if setting and isinstance(setting.value, tuple) else ()


def _relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, parts set apart by ``/``."""
    path, folder = path.absolute(), folder.absolute()
    return PurePath(path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


class Override(Record):
    """A layer for the documents whose path, as seen from ``folder``, fits one of the patterns."""

    folder: Path
    paths: tuple[str, ...]
    layer: Layer
    origin: Origin

    def concerns(self, path: Path) -> bool:
        """Whether a document is meant."""
        return any(path_matches(p, _relative(path, self.folder)) for p in self.paths)


class Allow(Record):
    """Findings that are accepted, and why: by rule, logical address and path, until a day."""

    rule: str
    reason: str
    at: str
    paths: tuple[str, ...]
    until: date | None
    folder: Path
    origin: Origin

    def concerns(self, path: Path) -> bool:
        """Whether a document may hold such findings."""
        relative = _relative(path, self.folder)
        return not self.paths or any(path_matches(p, relative) for p in self.paths)

    def covers(self, address: str) -> bool:
        """Whether a logical address is meant."""
        return address_matches(self.at, address)


class Config(Record):
    """All that is set for a document: layers from the bottom up, the command line last."""

    folder: Path
    files: tuple[Path, ...] = ()
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()
    allows: tuple[Allow, ...] = ()

    def with_layer(self, layer: Layer) -> Config:
        """The configuration with one more layer on top."""
        return replace(self, layers=(*self.layers, layer))

    def for_path(self, path: Path) -> Config:
        """The configuration for one document: overrides that concern it become layers."""
        wanted = tuple(o.layer for o in self.overrides if o.concerns(path))
        return replace(self, layers=(*self.layers, *wanted), overrides=())

    def setting(self, name: str) -> Setting:
        """The value in force and where it comes from; the default's origin has no name."""
        for layer in reversed(self.layers):
            if name in layer.settings:
                return layer.settings[name]
        return Setting(KEYS[name].default, Origin(""))

    def text(self, name: str) -> str | None:
        """A string in force, None if there is none."""
        value = self.setting(name).value
        return value if isinstance(value, str) else None
