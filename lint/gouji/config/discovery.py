"""Which configuration a document has: the nearest file upwards, and what that file extends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import field

from gouji.config import reading
from gouji.config.errors import ConfigError, Origin, nearest
from gouji.config.layers import Allow, Config, Layer, Override, Setting
from gouji.config.reading import Said, Source
from gouji.model.record import Mutable

Presets = Mapping[str, Mapping[str, Any]]
_OWN = "gouji.toml"
_PROJECT = "pyproject.toml"


def nearest_source(folder: Path) -> Source | None:
    """The configuration file of the nearest folder upwards that has one.

    :raises ConfigError: when it cannot be read.
    """
    for file in candidates(folder):
        if file.is_file():
            own = file.name == _OWN
            found = reading.own_file(file) if own else reading.project_file(file)
            if found is not None:
                return found
    return None


def candidates(folder: Path) -> Iterator[Path]:
    """The files, there or not, that may configure the documents of a folder, the nearest first."""
    for each in (folder, *folder.parents):
        yield each / _OWN
        yield each / _PROJECT


class _Collector(Mutable):
    """Goes through a source and what it extends, the farthest first."""

    presets: Presets
    layers: list[Layer] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    allows: list[Allow] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def add(self, source: Source, above: tuple[str, ...] = ()) -> None:
        """Take up a source.

        :raises ConfigError: when it, or what it extends, cannot be used.
        """
        said: Said = reading.read(source)
        for wanted in said.extend:
            name = str(wanted.value)
            if ":" in name and name in self.presets:
                inner = Source(name, source.folder, self.presets[name], {})
            elif ":" in name and not (source.folder / name).is_file():
                close = nearest(name, self.presets)
                known = ", ".join(self.presets) or "—"
                raise ConfigError(
                    "no-preset", nearest=close, path=wanted.origin, name=name, known=known
                )
            else:
                inner = self.file(source.folder / name, wanted.origin)
            if inner.name in (*above, source.name):
                raise ConfigError("extends-itself", path=wanted.origin, name=name)
            self.add(inner, (*above, source.name))
        self.layers.append(said.layer)
        self.overrides += said.overrides
        self.allows += said.allows
        self.files.append(Path(source.name))

    @staticmethod
    def file(path: Path, origin: Origin) -> Source:
        """An extended file.

        :raises ConfigError: when there is none, or it is of no use.
        """
        path = path.resolve()
        if not path.is_file():
            raise ConfigError("no-file", path=origin, name=path)
        found = reading.project_file(path) if path.name == _PROJECT else reading.own_file(path)
        if found is None:
            raise ConfigError("no-file", path=origin, name=path)
        return found


def _put_together(source: Source | None, folder: Path, presets: Presets, profile: str) -> Config:
    collector = _Collector(presets)
    if source is not None:
        collector.add(source)
    config = Config(
        folder if source is None else source.folder,
        tuple(collector.files),
        tuple(collector.layers),
        tuple(collector.overrides),
        tuple(collector.allows),
    )
    base = reading.read(reading.profile(profile or config.text("profile") or "default")).layer
    chosen = () if not profile else (_chosen(profile),)
    return Config(
        config.folder,
        config.files,
        (base, *config.layers, *chosen),
        config.overrides,
        config.allows,
    )


def _chosen(profile: str) -> Layer:
    return Layer({"profile": Setting(profile, Origin("--profile"))})


class Finder(Mutable):
    """Configurations by folder, each read once.

    ``file`` is the one file to use instead of looking for one; ``profile`` goes before what files
    say; ``isolated`` looks for no file at all.
    """

    presets: Presets = field(default_factory=dict)
    file: Path | None = None
    profile: str = ""
    isolated: bool = False
    _found: dict[Path, Config] = field(default_factory=dict)

    def in_folder(self, folder: Path) -> Config:
        """The configuration for the documents of a folder.

        :raises ConfigError: when it cannot be used.
        """
        folder = folder.absolute()
        if folder not in self._found:
            self._found[folder] = self._read(folder)
        return self._found[folder]

    def for_document(self, path: Path) -> Config:
        """The configuration for one document.

        :raises ConfigError: when it cannot be used.
        """
        # "a/../b.txt" stands in the folder that the file system says, not the words
        return self.in_folder(path.absolute().parent.resolve()).for_path(path.resolve())

    def files(self) -> Iterator[Path]:
        """The files, there or not, on which the configurations found so far rest."""
        for folder, config in self._found.items():
            yield from config.files
            if not self.isolated and self.file is None:
                yield from candidates(folder)

    def _read(self, folder: Path) -> Config:
        source: Source | None
        if self.isolated:
            source = None
        elif self.file is not None:
            source = _Collector.file(self.file, Origin("--config"))
        else:
            source = nearest_source(folder)
        return _put_together(source, folder, self.presets, self.profile)


def find(folder: Path) -> Config:
    """The configuration for the documents of a folder; of files and profiles alone.

    :raises ConfigError: when it cannot be used.
    """
    return Finder().in_folder(folder)


def language_in(folder: Path) -> str | None:
    """The language that the nearest file upwards sets by itself, None if it sets none.

    :raises ConfigError: when the file cannot be used.
    """
    source = nearest_source(folder.absolute())
    setting = None if source is None else reading.read(source).layer.settings.get("language")
    return None if setting is None else str(setting.value)
