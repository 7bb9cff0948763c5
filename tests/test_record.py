"""Records and states behave as slotted dataclasses do."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from pprint import pformat
from typing import ClassVar

import pytest

from gouji.model.record import record, state


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


@record
class Alike:
    """One with as many fields of the same sorts as another."""

    first: int
    second: list[str] = field(default_factory=lambda: ["made"])
    third: str = field(default="3", compare=False)
    fourth: bool = field(default=True, kw_only=True)


def test_records_with_equally_many_fields_keep_names_and_defaults_of_their_own() -> None:
    assert (Base(1).note, Alike(1).third) == ("", "3")
    assert (Base(1).tags, Alike(1).second) == ([], ["made"])
    assert (Base(1).learned, Alike(1).fourth) == (False, True)
    assert list(inspect.signature(Alike).parameters) == ["first", "second", "third", "fourth"]
    with pytest.raises(TypeError, match=r"Alike\.__init__\(\) missing .* 'first'"):
        Alike()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Base\.__init__\(\) missing .* 'x'"):
        Base()  # type: ignore[call-arg]


def test_to_what_asks_for_dataclasses_a_record_is_one() -> None:
    value = Derived(1, ["a"])
    assert is_dataclass(value)
    assert is_dataclass(Derived)
    assert asdict(value) == {"x": 1, "tags": ["a"], "note": "", "learned": False, "y": 2}
    assert pformat(value) == repr(value)
    match value:
        case Derived(1, tags, y=2):
            assert tags == ["a"]
        case _:
            pytest.fail("its fields are matched by place and by name")


def test_a_record_is_refused_that_a_dataclass_would_be() -> None:
    class Shared:
        tags: list[str] = []  # noqa: RUF012

    class Late:
        first: int = 0
        second: int

    for decorate in (record, dataclass):
        with pytest.raises(ValueError, match="default_factory"):
            decorate(Shared)
        with pytest.raises(TypeError, match="default"):
            decorate(Late)


@state
class Gathering:
    name: str
    found: list[str] = field(default_factory=list)
    count: int = 0


def test_a_state_is_set_and_equals_itself_alone() -> None:
    one, other = Gathering("a"), Gathering("a")
    one.count += 1
    one.found.append("x")
    assert repr(one) == "Gathering(name='a', found=['x'], count=1)"
    assert other.found == []
    assert one != replace(one)
    assert len({one, other, one}) == 2
    assert pickle.loads(pickle.dumps(one)).found == ["x"]
    with pytest.raises(AttributeError):
        one.surplus = 1  # type: ignore[attr-defined]
