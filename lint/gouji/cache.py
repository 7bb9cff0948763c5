"""The cache: what was found in a document, so that an unchanged document is not checked again.

An entry is two lines of JSON: what it is, and the report as values, which are made anew when it is
read. Its key is a digest of everything that the report rests on: the bytes and the name of the
file, the program and the plugins, the rules and their settings. An entry that is damaged or of
another key is as good as none.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from gouji import diagnostics, engine, suggestion, view
from gouji.engine import Report, Settings
from gouji.model import (
    arithmetic,
    blocks,
    figure,
    ledger,
    place,
    quantity,
    relation,
    statements,
    tree,
)
from gouji.model.blocks import Remark
from gouji.model.tree import Section, Table
from gouji.plugins import Loaded
from gouji.readers.limits import Limits
from gouji.rule import Rule, Severity

_SCHEMA: Final = "gouji-cache/1"
_MODULES: Final = (
    blocks,
    place,
    quantity,
    tree,
    figure,
    relation,
    arithmetic,
    statements,
    ledger,
    view,
    suggestion,
    diagnostics,
    engine,
)
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
        self._rules = {rule.code: rule for rule in loaded.rules}
        state = repr((_SCHEMA, sys.version_info[:3], sorted(_state(loaded)), limits))
        self._state = _digest(state.encode())
        self._folder = folder() / self._state[:16]
        self._shapes = {
            name: (each, _field_names(each) if _is_record(each) else [])
            for name, each in _kept_types().items()
        }

    def key(self, path: str, data: bytes, rules: Sequence[Rule], settings: Settings) -> str:
        """What the report on a file rests on."""
        chosen = repr((path, [rule.code for rule in rules], _settings(settings)))
        return _digest(self._state.encode(), chosen.encode("utf-8", "surrogateescape"), data)

    def get(self, key: str) -> tuple[Report, tuple[Remark, ...]] | None:
        """The report and the remarks kept under a key; None if there are none of use."""
        try:
            head, _, body = (self._folder / f"{key}.json").read_bytes().partition(b"\n")
            if json.loads(head) != {"schema": _SCHEMA, "key": key, "digest": _digest(body)}:
                return None
            report, remarks = _Decoder(self._rules, self._shapes).decode(json.loads(body))
        # Whatever is wrong with an entry, the document can be checked anew.
        except Exception:  # noqa: BLE001
            return None
        if not isinstance(report, Report) or not isinstance(remarks, tuple):
            return None
        return report, remarks

    def put(self, key: str, report: Report, remarks: tuple[Remark, ...]) -> None:
        """Keep a report; one that cannot be kept is not."""
        if report.crashes:
            return
        try:
            body = _dumped(_Encoder().encode((report, remarks)))
            head = _dumped({"schema": _SCHEMA, "key": key, "digest": _digest(body)})
            self._prepare()
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(head + b"\n" + body)
            Path(file.name).replace(self._folder / f"{key}.json")
        except (OSError, _CannotKeep, ValueError, RecursionError):
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


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _settings(settings: Settings) -> list[tuple[str, str]]:
    """Settings in an order of their own."""
    plain = {f.name: getattr(settings, f.name) for f in dataclasses.fields(settings)}
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
    from importlib.metadata import version  # noqa: PLC0415

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


class _CannotKeep(Exception):  # noqa: N818
    """A value of a type that no entry can hold."""


def _kept_types() -> dict[str, type]:
    """The types that an entry may hold: the values of the model and of the engine."""
    return {
        name: each
        for module in _MODULES
        for name, each in _types_of(module)
        if _is_record(each) or issubclass(each, Enum)
    }


def _is_record(kind: type) -> bool:
    return dataclasses.is_dataclass(kind)


def _field_names(record: type) -> list[str]:
    """What a value is made with; what it works out by itself is not kept."""
    return [each.name for each in dataclasses.fields(record) if each.init]


def _types_of(module: ModuleType) -> Iterator[tuple[str, type]]:
    for name, each in vars(module).items():
        if isinstance(each, type) and each.__module__ == module.__name__:
            yield name, each
    if module is engine:
        yield "Severity", Severity


class _Encoder:
    """Values to JSON. A value that occurs several times is written once and stays one value."""

    def __init__(self) -> None:
        self._types = {each: name for name, each in _kept_types().items()}
        self._numbers: dict[int, int] = {}
        self._objects: list[object] = []
        self._alive: list[object] = []  # so that no other value gets the identity of one of them

    def encode(self, value: object) -> dict[str, object]:
        """The value and all that it holds."""
        root = self._value(value)
        return {"objects": self._objects, "root": root}

    def _value(self, value: object) -> object:
        if value is None or type(value) in (bool, int, str, float):
            return value
        if isinstance(value, Decimal):
            return {"d": str(value)}
        if isinstance(value, Enum):
            return {"e": [self._name(value), value.value]}
        if isinstance(value, Rule):
            return {"r": value.code}
        if isinstance(value, tuple):
            return [self._value(item) for item in value]
        if isinstance(value, list):
            return {"l": [self._value(item) for item in value]}
        if isinstance(value, frozenset):
            return {"s": sorted(self._value(item) for item in value)}  # type: ignore[type-var]
        if isinstance(value, Mapping):
            return {"m": [[self._value(k), self._value(v)] for k, v in value.items()]}
        return {"o": self._object(value)}

    def _name(self, value: object) -> str:
        name = self._types.get(type(value))
        if name is None:
            raise _CannotKeep(type(value).__name__)
        return name

    def _object(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            name = self._name(value)
            kept = _trimmed(value)
            fields = [self._value(getattr(kept, each)) for each in _field_names(type(kept))]
            self._alive.append(value)
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append([name, *fields])
        return number


def _trimmed(value: Any) -> Any:
    """A node as a place: its text and address, without all that stands under it."""
    if isinstance(value, Table):
        return dataclasses.replace(value, panels=(), captions=(), notes=())
    if isinstance(value, Section):
        return dataclasses.replace(value, parts=())
    if isinstance(value, Report):
        return dataclasses.replace(value, seconds={})
    return value


class _Decoder:
    """JSON to values."""

    def __init__(
        self, rules: Mapping[str, Rule], shapes: Mapping[str, tuple[type, list[str]]]
    ) -> None:
        self._rules = rules
        self._shapes = shapes
        self._objects: list[object] = []

    def decode(self, body: dict[str, Any]) -> Any:
        """The value that was encoded.

        :raises Exception: of many kinds, for anything else.
        """
        for name, *fields in body["objects"]:
            kind, names = self._shapes[name]
            values = [self._value(f) if type(f) in (dict, list) else f for f in fields]
            self._objects.append(kind(**dict(zip(names, values, strict=True))))
        return self._value(body["root"])

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple([self._value(v) if type(v) in (dict, list) else v for v in value])
        if not isinstance(value, dict):
            return value
        ((kind, held),) = value.items()
        if kind == "o":
            return self._objects[held]
        if kind == "d":
            return Decimal(held)
        if kind == "e":
            return self._shapes[held[0]][0](held[1])
        if kind == "r":
            return self._rules[held]
        if kind == "l":
            return [self._value(item) for item in held]
        if kind == "s":
            return frozenset(self._value(item) for item in held)
        if kind == "m":
            return {self._value(k): self._value(v) for k, v in held}
        raise ValueError(kind)
