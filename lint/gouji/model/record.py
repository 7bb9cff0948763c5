"""Records and states: slotted values as ``dataclass(slots=True)`` makes them, but soon.

The program has some two hundred of them, and a dataclass writes and compiles up to eight methods
for each when its module is imported, which took a quarter of the time of checking one document.
Here all share their methods. The one that cannot be shared is ``__init__``, whose parameters are
the fields: it is compiled once for all classes with so many fields, and only names are changed.
To ``fields``, ``replace`` and the like of ``dataclasses`` a record or state is a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import (  # type: ignore[attr-defined]
    _FIELD,  # the mark of a field that is neither ClassVar nor InitVar
    MISSING,
    Field,
    FrozenInstanceError,
    dataclass,
    field,
    fields,
)
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class with annotated fields a record: frozen, equal by the fields that compare.

    Methods that the class defines itself stay.

    :raises TypeError: when a field without a default follows one with a default.
    :raises ValueError: when a default could be changed.
    """
    return _slotted(cls, _OF_RECORDS)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def state(cls: type[T]) -> type[T]:
    """Make a class with annotated fields a state: its fields may be set, it equals itself alone.

    It raises what :func:`record` raises.
    """
    return _slotted(cls, _OF_STATES)


def _slotted(cls: type[T], methods: Mapping[str, Callable[..., Any]]) -> type[T]:
    own = {name: value for name, value in vars(cls).items() if name not in _OF_THE_UNSLOTTED}
    declared = {
        name: _declared(name, annotation, own.pop(name, MISSING))
        for name, annotation in own.get("__annotations__", {}).items()
        if "ClassVar" not in str(annotation)
    }
    inherited: dict[str, Field[Any]] = {}
    for base in reversed(cls.__mro__[1:]):
        inherited |= getattr(base, "__dataclass_fields__", {})
    every = inherited | declared
    if own.get("__hash__") is None:  # as in a class that defines __eq__ alone
        own.pop("__hash__", None)
    namespace = {
        **methods,
        **own,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__ or f"{cls.__name__}.",
        "__slots__": tuple(name for name in declared if name not in inherited),
        "__match_args__": tuple(f.name for f in every.values() if f.init and not f.kw_only),
        "__dataclass_fields__": every,
        "__dataclass_params__": _PARAMS,
        "__compared__": _values_of([f.name for f in every.values() if f.compare]),
    }
    metaclass: Any = type(cls)
    made: type[T] = metaclass(cls.__name__, cls.__bases__, namespace)
    if "__init__" not in own:
        made.__init__ = _init(made, every.values())  # type: ignore[method-assign]
    return made


def _declared(name: str, annotation: Any, default: Any) -> Field[Any]:
    """A field that a class declares: its default is a value, or says more of it."""
    made: Field[Any] = default if isinstance(default, Field) else field(default=default)
    if type(made.default).__hash__ is None:
        msg = f"the default of {name} could be changed: use default_factory"
        raise ValueError(msg)
    made.name = name
    made.type = annotation
    made.kw_only = made.kw_only is True
    made._field_type = _FIELD  # type: ignore[attr-defined]
    return made


def _init(cls: type, every: Iterable[Field[Any]]) -> FunctionType:
    """``__init__``: it sets the slots through their descriptors, since a record refuses to."""
    plain = [f for f in every if f.init and not f.kw_only]
    keywords = [f for f in every if f.init and f.kw_only]
    worked_out = [f for f in every if not f.init]  # by the value itself, later
    given = [*plain, *keywords]
    scope: dict[str, Any] = {"missing": MISSING}
    factories = []
    for number, each in enumerate([*given, *worked_out]):
        scope[f"set{number}"] = getattr(cls, each.name).__set__
        if not each.init:
            scope[f"value{number}"] = each.default
        elif each.default_factory is not MISSING:
            scope[f"make{number}"] = each.default_factory
            factories.append(number)
    code = _setting(len(plain), len(keywords), len(worked_out), tuple(factories))
    code = code.replace(co_varnames=("self", *[each.name for each in given]))
    defaults = tuple([f.default for f in plain if _is_optional(f)])
    if any(map(_is_optional, plain[: len(plain) - len(defaults)])):
        msg = f"in {cls.__name__}, a field without a default follows one with a default"
        raise TypeError(msg)
    made = FunctionType(code, scope, "__init__", defaults)
    made.__kwdefaults__ = {f.name: f.default for f in keywords if _is_optional(f)}
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _is_optional(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


@cache
def _setting(plain: int, keywords: int, worked_out: int, factories: tuple[int, ...]) -> CodeType:
    """The code of ``__init__`` of all classes with so many fields, which it numbers.

    :param factories: the numbers of those whose default is made.
    """
    names = [f"field{n}" for n in range(plain + keywords)]
    parameters = ["self", *names[:plain], *(["*", *names[plain:]] if keywords else [])]
    body = [f"if field{n} is missing: field{n} = make{n}()" for n in factories]
    body += [f"set{n}(self, field{n})" for n in range(len(names))]
    body += [f"set{n}(self, value{n})" for n in range(len(names), len(names) + worked_out)]
    scope: dict[str, Any] = {}
    source = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(body or ["pass"])
    exec(compile(source, f"<{__name__}>", "exec"), scope)
    code: CodeType = scope["__init__"].__code__
    return code


def _values_of(names: list[str]) -> Callable[[Any], tuple[object, ...]]:
    """What gives the values of fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return staticmethod(lambda self: tuple(getattr(self, name) for name in names))


def _eq(self: Any, other: Any) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    values = self.__compared__
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


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


_OF_STATES: Final[Mapping[str, Callable[..., Any]]] = {"__repr__": _repr}
_OF_RECORDS: Final[Mapping[str, Callable[..., Any]]] = {
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
# what a class holds whose instances have a dictionary
_OF_THE_UNSLOTTED: Final = frozenset({"__dict__", "__weakref__"})


@dataclass(init=False, repr=False, eq=False)
class _Dataclass:
    """What records and states pass for."""


_PARAMS: Final = vars(_Dataclass)["__dataclass_params__"]
