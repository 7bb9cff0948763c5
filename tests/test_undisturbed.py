"""The collector of cycles rests during work, and is left as it was found."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from gouji.engine import check
from gouji.model.blocks import Reading
from gouji.model.undisturbed import undisturbed
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger


class Ring:
    """What holds itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(params=[True, False], ids=["enabled", "disabled"])
def enabled(request: pytest.FixtureRequest) -> Iterator[bool]:
    was = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was else gc.disable)()


def test_the_collector_rests_and_is_left_as_it_was(enabled: bool) -> None:
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() is enabled


def test_so_it_is_after_an_error(enabled: bool) -> None:
    with pytest.raises(ZeroDivisionError), undisturbed():
        raise ZeroDivisionError
    assert gc.isenabled() is enabled


def test_what_was_frozen_stays_frozen(enabled: bool) -> None:
    held = [[] for _ in range(1000)]
    gc.freeze()
    try:
        with undisturbed(aged=True):
            made = [[] for _ in held]
        assert gc.get_freeze_count() >= len(made)
    finally:
        gc.unfreeze()


def test_what_is_garbage_does_not_pile_up() -> None:
    """Each time something is made that only the collector can free."""
    left: list[weakref.ref[Ring]] = []
    for _ in range(200):
        with undisturbed(aged=True):
            left.append(weakref.ref(Ring()))
    assert sum(each() is not None for each in left) < 50


def test_every_stage_leaves_it_as_it_was(enabled: bool) -> None:
    document = parse(Reading("text", (), ()), "x.txt")
    check(document, build_ledger(document), ())
    assert gc.isenabled() is enabled
