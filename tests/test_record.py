"""Records behave as frozen, slotted dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import ClassVar

import pytest

from gouji.model.record import record


@record
class Base:
    kind: ClassVar[str] = "base"
    x: int
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    learned: bool = field(default=False, kw_only=True)


@record
class Derived(Base):
    """One with more fields."""

    y: int = 2


@record
class Own:
    x: int

    def __init__(self, *, twice: int) -> None:
        object.__setattr__(self, "x", twice // 2)

    def __repr__(self) -> str:
        return "own"


@dataclass(frozen=True, slots=True)
class Twin:
    kind: ClassVar[str] = "base"
    x: int
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    learned: bool = field(default=False, kw_only=True)


def test_fields_defaults_and_order_are_those_of_a_dataclass() -> None:
    assert [f.name for f in fields(Base)] == [f.name for f in fields(Twin)]  # type: ignore[arg-type]
    assert Base.__match_args__ == Twin.__match_args__  # type: ignore[attr-defined]
    assert repr(Base(1, ["a"], "n")) == repr(Twin(1, ["a"], "n")).replace("Twin", "Base")
    assert Derived(1, [], "", 3, learned=True).y == 3
    assert Base(1).tags is not Base(1).tags


def test_a_record_refuses_what_a_dataclass_refuses() -> None:
    value = Derived(1)
    with pytest.raises(FrozenInstanceError):
        value.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del value.x
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(value, "other", 1)
    with pytest.raises(TypeError):
        Base()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Base(1, [], "", True)  # type: ignore[call-arg]


def test_equality_and_hash_go_by_the_fields_that_compare() -> None:
    assert Base(1, note="a") == Base(1, note="b") != Base(2)
    assert Base(1) != Derived(1)
    assert Base(1).__eq__(1) is NotImplemented
    assert hash(Own(twice=4)) == hash(Own(twice=5))
    with pytest.raises(TypeError):
        hash(Base(1))  # it holds a list
    assert len({Own(twice=2), Own(twice=2), Own(twice=4)}) == 2


def test_records_are_replaced_copied_and_pickled() -> None:
    value = Derived(1, ["a"], "n", 5, learned=True)
    assert replace(value, y=6) == Derived(1, ["a"], "n", 6, learned=True)
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value
        assert again.note == "n"


def test_methods_of_its_own_stay() -> None:
    assert repr(Own(twice=4)) == "own"
    assert Own(twice=4).x == 2


@record
class Doubling:
    x: int
    _doubled: int | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def doubled(self) -> int:
        if self._doubled is None:
            object.__setattr__(self, "_doubled", self.x * 2)
        return self._doubled or 0


def test_what_a_record_works_out_by_itself_is_not_given_and_not_taken_over() -> None:
    value = Doubling(2)
    assert (value.doubled, value._doubled) == (4, 4)
    assert value == Doubling(2)
    assert repr(value) == "Doubling(x=2)"
    assert replace(value, x=3).doubled == 6
    assert pickle.loads(pickle.dumps(value)).doubled == 4
    with pytest.raises(TypeError):
        Doubling(2, 4)  # type: ignore[call-arg]
