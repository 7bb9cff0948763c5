"""The figures that broken relations share: which one explains most of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Final, TypeAlias

from gouji.mending import needed
from gouji.model.figure import Figure
from gouji.model.record import record
from gouji.model.relation import Cause, Outcome, Relation
from gouji.model.statements import Agreement, Containment, Listing
from gouji.rule import Finding, Rule

Key: TypeAlias = tuple[int, int]
# Of a figure, the strongest least: how many findings it explains, in how many relations that hold
# it takes part, how many are about it, where it stands among all.
_Rank: TypeAlias = tuple[int, int, int, int, Key]
_NONE: Final[_Rank] = (0, 0, 0, 0, (0, 0))


@record
class Found:
    """A finding on its way to becoming a diagnostic: its rule, the relation it is about, the
    likely cause, and the other relations that the same cause breaks."""

    rule: Rule
    finding: Finding
    relation: Relation | None = None
    cause: Cause | None = None
    consequences: tuple[Relation, ...] = ()

    # Two findings are two, whatever they say: to compare all they rest on would take long.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@record
class Group:
    """Findings of one cause; ``suspect`` is the figure that explains them, if there are several."""

    members: tuple[Found, ...]
    suspect: Figure | None = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def key_of(figure: Figure) -> Key:
    """What is one for all figures that are one printed figure."""
    return id(figure.anchor.node), figure.anchor.start


def first_of(found: Found) -> Figure:
    """The figure that a relation is about."""
    assert found.relation is not None
    return next(iter(found.relation.figures))


def suspects(found: Found) -> Iterable[Figure]:
    """The figures that may be what is wrong."""
    relation = found.relation
    if isinstance(relation, Agreement):
        return (relation.stated, relation.reference)
    if isinstance(relation, Listing):
        return ()  # the list is wrong, not the amount
    if isinstance(relation, Containment):
        return (relation.whole,)  # the part is one of many in its own table
    return () if relation is None else relation.figures


def holding(relations: Iterable[Relation], broken: Sequence[Found]) -> Counter[Key]:
    """In how many relations that hold each figure of a broken one takes part."""
    wanted = {key_of(f) for each in broken if each.relation for f in each.relation.figures}
    nodes = {node for node, _ in wanted}
    counts: Counter[Key] = Counter()
    for relation in relations:
        keys = {
            key
            for f in relation.figures
            if id(f.anchor.node) in nodes and f.quantity.value and (key := key_of(f)) in wanted
        }
        if keys and relation.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING):
            counts.update(keys)
    return counts


def covered(broken: Sequence[Found], held: Counter[Key]) -> Iterator[Group]:
    """Greedily, the figure that explains most of what is left, of several the one that takes part
    in fewest relations that hold; findings that no figure explains together stand alone."""
    suspicion = _Suspicion(broken, held)
    while (group := suspicion.strongest()) is not None:
        suspicion.settle(group.members)
        yield group
    for each in suspicion.left:
        yield Group((each,))


class _Suspicion:
    """Which of the findings that are left each figure explains. A figure is ranked anew only when
    one of its findings is settled, so that many findings take no longer than each by itself."""

    def __init__(self, broken: Sequence[Found], held: Counter[Key]) -> None:
        self.left = dict.fromkeys(broken)
        self._held = held
        self._touched: dict[Found, dict[Key, Figure]] = {}
        self._explained: dict[Key, dict[Found, int]] = {}
        self._groups: dict[Key, Group] = {}
        self._ranks: dict[Key, _Rank] = {}
        self._heap: list[_Rank] = []
        order = count()
        for each in broken:
            touched = self._touched.setdefault(each, {})
            for figure in suspects(each):
                key = key_of(figure)
                if key not in touched:
                    touched[key] = figure
                    self._explained.setdefault(key, {})[each] = next(order)
        for key in self._explained:
            self._rank(key)

    def strongest(self) -> Group | None:
        """The figure that explains most, if it explains more than one finding."""
        while self._heap:
            rank = self._heap[0]
            group = self._groups[rank[-1]]
            if self._ranks[rank[-1]] is rank:
                return group if len(group.members) > 1 else None
            heappop(self._heap)
        return None

    def settle(self, members: Iterable[Found]) -> None:
        """Leave out what is explained."""
        changed: dict[Key, None] = {}
        for each in members:
            del self.left[each]
            for key in self._touched[each]:
                del self._explained[key][each]
                changed[key] = None
        for key in changed:
            self._rank(key)

    def _rank(self, key: Key) -> None:
        explained = self._explained[key]
        if not explained:
            self._ranks[key] = _NONE
            return
        first = next(iter(explained))
        figure = self._touched[first][key]
        members = _mended(figure, list(explained))
        primary = sum(key_of(first_of(each)) == key for each in members)
        rank = -len(members), self._held[key], -primary, explained[first], key
        self._ranks[key], self._groups[key] = rank, Group(tuple(members), figure)
        heappush(self._heap, rank)


def _mended(figure: Figure, members: list[Found]) -> list[Found]:
    """The most of these that one value of the figure would mend: what needs another value of it
    has another cause."""
    if len(members) < 2:
        return members
    wanted = [(m, needed(m.relation, figure) if m.relation else None) for m in members]
    known = [interval for _, interval in wanted if interval is not None]
    if not known:
        return members
    # what intervals have in common begins where one of them does
    lows, highs = sorted([i.low for i in known]), sorted([i.high for i in known])
    value = max((i.low for i in known), key=lambda v: bisect_right(lows, v) - bisect_left(highs, v))
    return [m for m, interval in wanted if interval is None or interval.contains(value)]
