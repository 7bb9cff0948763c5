"""Records: frozen, slotted values, as ``dataclass(frozen=True, slots=True)`` makes them, but soon.

The program has some two hundred of them, and a dataclass writes and compiles eight methods for each
when its module is imported, which took a quarter of the time of checking one document. The methods
of a record are compiled when they are first called; its fields, and ``replace`` and ``fields`` of
``dataclasses``, are those of a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from reprlib import recursive_repr
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")

# a dataclass with fields and slots and without methods
_bare: Final = dataclass(init=False, repr=False, eq=False, slots=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class with annotated fields a record. Methods that it defines itself stay."""
    own = dict(vars(cls))
    if not cls.__doc__:
        cls.__doc__ = f"{cls.__name__}."  # else one is made of the signature
    made = _bare(cls)
    for name, method in _SHARED.items():
        if name not in own:
            setattr(made, name, method)
    for name, write in _WRITTEN.items():
        # a class that defines __eq__ alone has None for its hash
        if own.get(name) is None:
            setattr(made, name, _compiled_later(made, name, write))
    return made


def _compiled_later(
    cls: type, name: str, write: Callable[[type], tuple[str, Mapping[str, object]]]
) -> Callable[..., Any]:
    """A method that compiles itself when it is first called, and is then replaced."""

    def method(*arguments: object, **named: object) -> object:
        source, values = write(cls)
        written: dict[str, Any] = dict(values)
        exec(compile(source, f"<{cls.__qualname__}.{name}>", "exec"), written)
        final = written[name]
        final.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, final)
        return final(*arguments, **named)

    return method


def _init(cls: type) -> tuple[str, Mapping[str, object]]:
    """The slots are set through their descriptors, since the record itself refuses to be set."""
    values: dict[str, object] = {}
    plain = ["self"]
    keywords: list[str] = []
    body: list[str] = []
    for each in _fields(cls):
        values[f"_set_{each.name}"] = getattr(cls, each.name).__set__
        given = each.name
        if not each.init:  # worked out by the record itself, later
            values[f"_default_{each.name}"] = each.default
            body.append(f"_set_{each.name}(self, _default_{each.name})")
            continue
        if each.default is not MISSING:
            values[f"_default_{each.name}"] = each.default
            given += f"=_default_{each.name}"
        elif each.default_factory is not MISSING:
            values[f"_make_{each.name}"] = each.default_factory
            values["_missing"] = MISSING
            given += "=_missing"
            body.append(f"if {each.name} is _missing: {each.name} = _make_{each.name}()")
        (keywords if each.kw_only else plain).append(given)
        body.append(f"_set_{each.name}(self, {each.name})")
    arguments = ", ".join([*plain, *(["*", *keywords] if keywords else [])])
    return f"def __init__({arguments}):\n " + "\n ".join(body or ["pass"]), values


def _eq(cls: type) -> tuple[str, Mapping[str, object]]:
    names = [each.name for each in _fields(cls) if each.compare]
    mine, others = (_tuple(f"{value}.{name}" for name in names) for value in ("self", "other"))
    return (
        "def __eq__(self, other):\n"
        " if other.__class__ is not self.__class__: return NotImplemented\n"
        f" return {mine} == {others}"
    ), {}


def _hash(cls: type) -> tuple[str, Mapping[str, object]]:
    names = [
        each.name for each in _fields(cls) if (each.compare if each.hash is None else each.hash)
    ]
    return f"def __hash__(self):\n return hash({_tuple(f'self.{name}' for name in names)})", {}


def _tuple(items: Any) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _fields(cls: Any) -> tuple[Field[Any], ...]:
    return fields(cls)


@recursive_repr()
def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _setattr(_: object, name: str, value: object) -> None:
    msg = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(msg)


def _delattr(_: object, name: str) -> None:
    msg = f"cannot delete field {name!r}"
    raise FrozenInstanceError(msg)


def _getstate(self: Any) -> list[object]:
    return [getattr(self, each.name) for each in fields(self)]


def _setstate(self: Any, state: list[object]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_SHARED: Final[Mapping[str, Callable[..., Any]]] = {
    "__repr__": _repr,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
_WRITTEN: Final[Mapping[str, Callable[[type], tuple[str, Mapping[str, object]]]]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
}
