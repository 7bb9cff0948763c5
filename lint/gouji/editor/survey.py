"""The files of open folders that other programs make: found, checked one by one, remembered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from gouji.editor.checked import FILES, Checked, check_file
from gouji.editor.rulebook import Rulebooks
from gouji.model.record import Record

Stamp = tuple[int, int]


class Known(Record):
    """What was found in a file as it was at a time."""

    stamp: Stamp
    checked: Checked


def files_in(folders: Iterable[Path]) -> list[Path]:
    """The files below folders, hidden ones and lock files of office programs left out."""
    found: dict[Path, None] = {}
    for folder in folders:
        found.update(dict.fromkeys(_walk(folder)))
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n != "node_modules")
        for name in sorted(names):
            if is_file(name):
                yield Path(top, name)


def is_file(name: str) -> bool:
    """Whether a name is that of a document which another program makes."""
    return name.lower().endswith(FILES) and not name.startswith((".", "~$"))


class Survey:
    """What was found in files, by path; a file is checked again only after it has changed."""

    def __init__(self, rulebooks: Rulebooks) -> None:
        self._rulebooks = rulebooks
        self._known: dict[Path, Known] = {}

    def forget(self) -> None:
        """Check every file again when it is next asked for."""
        self._known.clear()

    def drop(self, path: Path) -> None:
        """Forget a file that is gone."""
        self._known.pop(path, None)

    def check(self, path: Path) -> Checked:
        """What is found in a file as it is now."""
        stamp = _stamp(path)
        known = self._known.get(path)
        if known is None or known.stamp != stamp:
            known = Known(stamp, check_file(path, self._rulebooks.of(path)))
            self._known[path] = known
        return known.checked


def _stamp(path: Path) -> Stamp:
    """What changes when a file does; nothing for a file that is not there."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
