"""A report as bytes and back: what the cache keeps, and what one process hands to another.

It is JSON, which cannot make anything but the values of the model, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from types import ModuleType
from typing import Any, Final, TypeAlias, TypeGuard

from gouji import diagnostics, engine, suggestion, view
from gouji.engine import Report
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
from gouji.model.record import Record, field_names, replace
from gouji.model.tree import Section, Table
from gouji.rule import Rule, Severity

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

Checked: TypeAlias = tuple[Report, tuple[Remark, ...]]  # and what the document says about rules


class Packing:
    """Reports to bytes and back, where these rules are known."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._shapes = {
            name: (each, _keywords(each) if _is_record(each) else ())
            for name, each in _packed_types().items()
        }

    def pack(self, checked: Checked) -> bytes:
        """A report and the remarks of its document as bytes.

        :raises CannotPackError: when they hold a value of a type that is not of the model.
        """
        return dumped(_Encoder().encode(checked))

    def unpack(self, packed: bytes) -> Checked:
        """What was packed.

        :raises Exception: of many kinds, for anything else.
        """
        report, remarks = _Decoder(self._rules, self._shapes).decode(json.loads(packed))
        if not isinstance(report, Report) or not isinstance(remarks, tuple):
            raise TypeError(type(report).__name__)
        return report, remarks


def dumped(value: object) -> bytes:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


class CannotPackError(Exception):
    """A value of a type that is not of the model."""


def _packed_types() -> dict[str, type]:
    """The types that may be packed: the values of the model and of the engine."""
    return {
        name: each
        for module in _MODULES
        for name, each in _types_of(module)
        if _is_record(each) or issubclass(each, Enum)
    }


def _is_record(kind: type) -> TypeGuard[type[Record]]:
    return issubclass(kind, Record)


def _keywords(record: type[Record]) -> tuple[str, ...]:
    """The fields by which a value must be made, where it cannot be made by their order."""
    names = field_names(record)
    return () if set(names) <= set(record.__match_args__) else names


def _types_of(module: ModuleType) -> Iterator[tuple[str, type]]:
    for name, each in vars(module).items():
        if isinstance(each, type) and each.__module__ == module.__name__:
            yield name, each
    if module is engine:
        yield "Severity", Severity


class _Encoder:
    """Values to JSON. A value that occurs several times is written once and stays one value."""

    def __init__(self) -> None:
        self._types = {each: name for name, each in _packed_types().items()}
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
            raise CannotPackError(type(value).__name__)
        return name

    def _object(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            name = self._name(value)
            trimmed: Record = _trimmed(value)
            fields = [self._value(getattr(trimmed, each)) for each in field_names(type(trimmed))]
            self._alive.append(value)
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append([name, *fields])
        return number


def _trimmed(value: Any) -> Any:
    """A node as a place: its text and address, without all that stands under it."""
    if isinstance(value, Table):
        return replace(value, panels=(), captions=(), notes=())
    if isinstance(value, Section):
        return replace(value, parts=())
    if isinstance(value, Report):
        return replace(value, seconds={})
    return value


class _Decoder:
    """JSON to values."""

    def __init__(
        self, rules: Mapping[str, Rule], shapes: Mapping[str, tuple[type, tuple[str, ...]]]
    ) -> None:
        self._rules = rules
        self._shapes = shapes
        self._objects: list[object] = []

    def decode(self, body: dict[str, Any]) -> Any:
        """The value that was encoded.

        :raises Exception: of many kinds, for anything else.
        """
        for name, *fields in body["objects"]:
            kind, keywords = self._shapes[name]
            values = [self._value(f) if type(f) in (dict, list) else f for f in fields]
            made = kind(**dict(zip(keywords, values, strict=True))) if keywords else kind(*values)
            self._objects.append(made)
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
