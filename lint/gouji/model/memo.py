"""Results kept from one reading of a draft to the next, by what they were made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """Remembers what was made of the very same objects the last time.

    Objects are the same if they are identical, not merely equal, so looking one up costs nothing;
    they are held as long as what was made of them. What one round does not ask for is forgotten
    when the next one ends.
    """

    def __init__(self) -> None:
        self._now: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}
        self._before: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}

    def of(self, kind: str, parts: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives for these parts: made now, or remembered.

        :param kind: names what is made, since the same parts may be used for several things.
        """
        key = (kind, *map(id, parts))
        entry = self._now.get(key) or self._before.get(key) or (parts, make())
        self._now[key] = entry
        made: T = entry[1]
        return made

    def same(self, place: str, value: T) -> T:
        """What stood at a place the last time if it is equal to ``value``, else ``value``.

        What was made of it is then found again.
        """
        key = ("same", place)
        before = self._before.get(key)
        kept: T = before[1] if before is not None and before[1] == value else value
        self._now[key] = ((), kept)
        return kept

    def sweep(self) -> None:
        """End a round."""
        self._before, self._now = self._now, {}
