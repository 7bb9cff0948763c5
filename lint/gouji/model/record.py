"""Records: the values of the program, and what it fills while it works.

They are structs of msgspec. The program has some two hundred of them and makes tens of thousands
for one document, which takes dataclasses several times as long; and it would take these a tenth of
the time of a short run to write and compile their methods.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

from msgspec import NODEFAULT, Struct, field, structs

R = TypeVar("R", bound="Record")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True):
    """A value: its fields do not change, and it equals what is of its class and has equal ones."""


class Remembering(Record, frozen=True, eq=False):
    """A record that keeps what was worked out of it.

    It is kept in fields whose names begin with an underscore and that have a default: nobody gives
    them, and they are neither compared nor shown.
    """

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = _values_of(type(self))
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        return hash(_values_of(type(self))(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in field_names(type(self)))
        return f"{type(self).__qualname__}({shown})"

    def _keep(self, name: str, value: object) -> None:
        """Keep a value under the name of a field."""
        structs.force_setattr(self, name, value)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
class Mutable(Struct, eq=False):
    """What is filled while some work goes on: its fields may be set, and it equals itself alone."""


@cache
def field_names(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a record, without those in which it keeps what was worked out."""
    return tuple(name for name in kind.__struct_fields__ if not name.startswith("_"))


def replace(value: R, **changes: Any) -> R:
    """The same record with other values in some fields; what was worked out of it is forgotten."""
    forgotten = _forgotten(type(value)) if isinstance(value, Remembering) else {}
    return structs.replace(value, **forgotten, **changes)


@cache
def _forgotten(kind: type[Struct]) -> dict[str, object]:
    kept = [each for each in structs.fields(kind) if each.name.startswith("_")]
    assert all(each.default is not NODEFAULT for each in kept)
    return {each.name: each.default for each in kept}


@cache
def _values_of(kind: type[Struct]) -> Callable[[Any], Any]:
    """What gives the values by which records of a kind are compared."""
    return attrgetter(*field_names(kind))
