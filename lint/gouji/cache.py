"""The cache: what was found in a document, so that an unchanged document is not checked again.

An entry is two lines of JSON: what it is, and the packed report. Its key is a digest of everything
that the report rests on: the bytes and the name of the file, the program and the plugins, the rules
and their settings. An entry that is damaged or of another key is as good as none.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import structs

from gouji.engine import Settings
from gouji.packed import CannotPackError, Checked, Packing, dumped
from gouji.plugins import Loaded
from gouji.readers.limits import Limits
from gouji.rule import Rule
from gouji.whole import write_whole

_SCHEMA: Final = "gouji-cache/1"
# entries of other versions are forgotten when they were not asked for in so many seconds
_KEPT: Final = 30 * 24 * 3600
FOLDER_VARIABLE: Final = "GOUJI_CACHE_DIR"


def folder() -> Path:
    """The folder of the cache: the user's, unless the environment names another one."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("gouji", appauthor=False)


def clean() -> int:
    """Remove the cache; the number of entries that there were.

    :raises OSError: when it cannot be removed.
    """
    root = folder()
    entries = sum(1 for _ in root.glob("*/*.json"))
    for each in _generations(root):
        shutil.rmtree(each)
    return entries


def _generations(root: Path) -> Iterator[Path]:
    """The folders of entries, one for each version of the program; nothing else is ours."""
    if root.is_dir():
        for each in root.iterdir():
            if each.is_dir() and (each / _SCHEMA.replace("/", "-")).exists():
                yield each


class Cache:
    """Reports of earlier checks, for one version of the program and its plugins."""

    def __init__(self, loaded: Loaded, limits: Limits) -> None:
        self._packing = Packing(loaded.rules)
        state = repr((_SCHEMA, sys.version_info[:3], sorted(_state(loaded)), limits))
        self._state = _digest(state.encode())
        self._folder = folder() / self._state[:16]

    def key(self, path: str, data: bytes, rules: Sequence[Rule], settings: Settings) -> str:
        """What the report on a file rests on."""
        chosen = repr((path, [rule.code for rule in rules], _settings(settings)))
        return _digest(self._state.encode(), chosen.encode("utf-8", "surrogateescape"), data)

    def get(self, key: str) -> Checked | None:
        """The report and the remarks kept under a key; None if there are none of use."""
        try:
            head, _, body = (self._folder / f"{key}.json").read_bytes().partition(b"\n")
            if json.loads(head) != {"schema": _SCHEMA, "key": key, "digest": _digest(body)}:
                return None
            return self._packing.unpack(body)
        # Whatever is wrong with an entry, the document can be checked anew.
        except Exception:  # noqa: BLE001
            return None

    def put(self, key: str, checked: Checked) -> None:
        """Keep a report; one that cannot be kept is not."""
        if checked[0].crashes:
            return
        try:
            body = self._packing.pack(checked)
            head = dumped({"schema": _SCHEMA, "key": key, "digest": _digest(body)})
            self._prepare()
            write_whole(self._folder / f"{key}.json", head + b"\n" + body)
        except (OSError, CannotPackError, ValueError, RecursionError):
            return

    def _prepare(self) -> None:
        """Make the folder, and forget those of other versions not used for long."""
        if self._folder.is_dir():
            return
        self._folder.mkdir(parents=True, mode=0o700)
        (self._folder / _SCHEMA.replace("/", "-")).touch()
        for other in _generations(self._folder.parent):
            if other != self._folder and time.time() - other.stat().st_mtime > _KEPT:
                shutil.rmtree(other, ignore_errors=True)


def _digest(*pieces: bytes) -> str:
    digest = sha256()
    for piece in pieces:
        digest.update(b"%d:" % len(piece))
        digest.update(piece)
    return digest.hexdigest()


def _settings(settings: Settings) -> list[tuple[str, str]]:
    """Settings in an order of their own."""
    plain = structs.asdict(settings)
    return [(name, repr(_sorted(value))) for name, value in sorted(plain.items())]


def _sorted(value: object) -> object:
    if isinstance(value, Mapping):
        return [(key, _sorted(value[key])) for key in sorted(value, key=repr)]
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, value))
    return value


def _state(loaded: Loaded) -> Iterator[str]:
    """The versions of the program, of pdfminer and of the plugins, and the state of their files:
    while they are written, they change and their version does not."""
    from gouji.installed import version  # noqa: PLC0415

    yield f"gouji {version('gouji')}"
    yield f"pdfminer.six {version('pdfminer.six')}"
    for plugin in loaded.plugins:
        yield f"{plugin.distribution} {plugin.version} {plugin.name}"
    yield from _files(Path(__file__).parent)
    for module in sorted({rule.module for rule in loaded.rules}):
        path = getattr(sys.modules.get(module), "__file__", None)
        if path:
            yield from _stamps([Path(path)])


def _files(root: Path) -> Iterator[str]:
    for top, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from _stamps(Path(top, name) for name in names)


def _stamps(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        found = path.stat()
        yield f"{path} {found.st_size} {found.st_mtime_ns}"
