"""What is installed beside the program: entry points and versions of distributions.

``importlib.metadata`` tells the same, and reads metadata as letters are read, which takes longer to
load than to check a short document. It is asked where distributions are not in folders.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path

from gouji.model.record import Record

_ENDINGS = (".dist-info", ".egg-info")


class EntryPoint(Record):
    """What a distribution offers under a name: a module, or ``module:attribute``."""

    name: str
    value: str
    distribution: str = ""
    version: str = ""

    @property
    def module(self) -> str:
        """The module, without what is taken from it."""
        return self._parts()[0]

    def load(self) -> object:
        """Import what it names."""
        module, attribute = self._parts()
        found: object = import_module(module)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
        return found

    def _parts(self) -> tuple[str, str]:
        module, _, attribute = self.value.partition("[")[0].partition(":")
        return module.strip(), attribute.strip()


def entry_points(group: str) -> list[EntryPoint]:
    """The entry points of a group in all distributions; of two of one name the first on the path
    counts."""
    if not _all_in_folders():
        return _entry_points_by_library(group)
    found = []
    for folder in _distributions().values():
        offered = list(_of_group(_text(folder, "entry_points.txt"), group))
        if offered:
            about = _about(folder)
            found += [EntryPoint(*pair, about["Name"], about["Version"]) for pair in offered]
    return found


def version(name: str) -> str:
    """The version of a distribution.

    :raises importlib.metadata.PackageNotFoundError: when it is not installed.
    """
    folder = _distributions().get(_normalised(name)) if _all_in_folders() else None
    found = _about(folder)["Version"] if folder else ""
    if not found:
        from importlib import metadata  # noqa: PLC0415

        found = metadata.version(name)
    return found


def _all_in_folders() -> bool:
    """Whether what is installed is in folders, and found there by Python's own finder."""
    return not any(
        hasattr(finder, "find_distributions") for finder in sys.meta_path if finder != PathFinder
    ) and not any(place.endswith(".egg") or Path(place).is_file() for place in sys.path)


def _distributions() -> dict[str, Path]:
    """The folders of metadata by the names of their distributions."""
    found: dict[str, Path] = {}
    for place in sys.path:
        with suppress(OSError), os.scandir(place or os.curdir) as entries:
            for entry in entries:
                if entry.name.endswith(_ENDINGS):
                    name, _, _ = entry.name.rpartition(".")[0].partition("-")
                    found.setdefault(_normalised(name), Path(entry.path))
    return found


def _normalised(name: str) -> str:
    return name.replace("_", "-").replace(".", "-").lower()


def _of_group(text: str, group: str) -> Iterator[tuple[str, str]]:
    """Names and values of the entry points of a group."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def _about(folder: Path) -> dict[str, str]:
    """Name and version of a distribution, from the first lines of its metadata."""
    text = _text(folder, "METADATA") or _text(folder, "PKG-INFO")
    lines = [line.partition(": ") for line in text.partition("\n\n")[0].splitlines()]
    return {"Name": "", "Version": ""} | {key: value for key, _, value in lines}


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _entry_points_by_library(group: str) -> list[EntryPoint]:
    from importlib import metadata  # noqa: PLC0415

    return [
        EntryPoint(p.name, p.value, p.dist.name if p.dist else "", p.dist.version if p.dist else "")
        for p in metadata.entry_points(group=group)
    ]
