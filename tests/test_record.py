"""Records are values, mutable ones are filled, and what a record works out is its own affair."""

from __future__ import annotations

import copy
import pickle
from typing import ClassVar

import pytest
from msgspec import field

from gouji.model.record import Mutable, Record, Remembering, field_names, replace


class Point(Record):
    kind: ClassVar[str] = "point"
    x: int
    tags: tuple[str, ...] = ()


class Named(Point, kw_only=True):
    """One with a field that is given by its name."""

    name: str = ""


class Doubling(Remembering):
    x: int
    y: int = 0
    _doubled: int | None = None

    @property
    def doubled(self) -> int:
        if self._doubled is None:
            self._keep("_doubled", self.x * 2)
        return self._doubled or 0


class Further(Doubling, kw_only=True):
    z: int = 0


class Gathering(Mutable):
    name: str
    found: list[str] = field(default_factory=list)
    count: int = 0


def test_a_record_does_not_change() -> None:
    value = Named(1)
    with pytest.raises(AttributeError):
        value.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del value.x
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(value, "x", 1)
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Named(1, (), "name")  # type: ignore[misc]


def test_records_are_equal_by_class_and_fields() -> None:
    assert Point(1, ("a",)) == Point(1, ("a",)) != Point(2, ("a",))
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Point(1) != Named(1)
    assert Named(1, name="a") != Named(1, name="b")


def test_what_was_worked_out_is_neither_compared_nor_shown() -> None:
    for one, other in ((Doubling(2), Doubling(2)), (Further(2, z=3), Further(2, z=3))):
        assert one.doubled == one._doubled == 4
        assert other._doubled is None
        assert one == other
        assert hash(one) == hash(other)
        assert "_doubled" not in repr(one)
    assert Doubling(2) != Doubling(3)
    assert Doubling(2) != Further(2)
    assert Further(2, z=3) != Further(2, z=4)
    assert repr(Further(2, z=3)) == "Further(x=2, y=0, z=3)"


def test_what_was_worked_out_is_forgotten_when_a_field_is_replaced() -> None:
    value = Further(2, z=1)
    assert value.doubled == 4
    other = replace(value, x=3)
    assert (other.doubled, other.z) == (6, 1)
    assert value.doubled == 4
    assert replace(Point(1, ("a",)), x=2) == Point(2, ("a",))
    with pytest.raises(TypeError):
        replace(Point(1), z=2)


def test_records_are_copied_and_pickled() -> None:
    value = Further(1, 2, z=5)
    assert value.doubled == 2
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value


def test_the_names_of_fields_are_those_that_are_given() -> None:
    assert field_names(Point) == ("x", "tags")
    assert field_names(Named) == ("x", "tags", "name")
    assert field_names(Further) == ("x", "y", "z")


def test_a_mutable_record_is_set_and_equals_itself_alone() -> None:
    one, other = Gathering("a"), Gathering("a")
    one.count += 1
    one.found.append("x")
    assert repr(one) == "Gathering(name='a', found=['x'], count=1)"
    assert (other.found, other.count) == ([], 0)
    assert one != copy.copy(one)
    assert len({one, other, one}) == 2
    with pytest.raises(AttributeError):
        one.surplus = 1  # type: ignore[attr-defined]
