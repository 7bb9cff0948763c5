"""Which figure is to blame for the relations that are broken.

What one value of a figure would mend may all have that figure for its cause; where the figures of
a row have moved together, so may the row. Of those that would mend most, the one is taken that the
rest of the document bears out least.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from typing import Final, TypeAlias

from gouji.evidence import Evidence, Key, key_of, row_of
from gouji.mending import needed, same_place
from gouji.model.arithmetic import Balance, Sum, total_of
from gouji.model.figure import Figure
from gouji.model.quantity import Interval, Quantity
from gouji.model.record import Record
from gouji.model.relation import Cause, Relation
from gouji.model.statements import Agreement, Containment, Listing
from gouji.rule import Finding, Rule

# Of a suspect, the strongest least: how much it explains, how little speaks for it from beyond its
# table and in all, how many findings are about it, where it stands among all.
_Rank: TypeAlias = tuple[int, int, int, int, int, Key]
_NONE: Final[_Rank] = (0, 0, 0, 0, 0, (0, 0))
_MANY: Final = 500
_ROW: Final = -1  # where the key of a figure tells where it starts, that of a row has this


class Found(Record, eq=False):
    """A finding on its way to becoming a diagnostic: its rule, the relation it is about, the
    likely cause, and the other relations that the same cause breaks."""

    rule: Rule
    finding: Finding
    relation: Relation | None = None
    cause: Cause | None = None
    consequences: tuple[Relation, ...] = ()


class Group(Record, eq=False):
    """Findings of one cause; ``suspect`` is the figure that explains them, if it is known."""

    members: tuple[Found, ...]
    suspect: Figure | None = None


def first_of(found: Found) -> Figure:
    """The figure that a relation is about."""
    assert found.relation is not None
    return next(iter(found.relation.figures))


def suspects(found: Found) -> tuple[Figure, ...]:
    """The figures that may be what is wrong: of very many, the one that the relation is about."""
    figures = tuple(_doubtful(found))
    return figures if len(figures) <= _MANY else figures[:1]


def _doubtful(found: Found) -> Iterable[Figure]:
    relation = found.relation
    if isinstance(relation, Agreement):
        return (relation.stated, relation.reference)
    if isinstance(relation, Listing):
        return ()  # the list is wrong, not the amount
    if isinstance(relation, Containment):
        return (relation.whole,)  # the part is one of many in its own table
    if isinstance(relation, Sum):
        # a part of nothing may be printed as a zero or left blank, and a blank is no part
        return (relation.total, *(part for part in relation.parts if part.base))
    return () if relation is None else relation.figures


def would_be(suspect: Figure, relation: Relation) -> Quantity | None:
    """What a figure must be for a relation that it is a part of to hold."""
    own = next((f for f in relation.figures if same_place(f, suspect)), None)
    if isinstance(relation, Sum):
        gap = relation.total.base - total_of(relation.parts)[1]
        if own is relation.total:
            gap = -gap
    elif isinstance(relation, Balance):
        gap = total_of(relation.left)[1] - total_of(relation.right)[1]
        if any(f is own for f in relation.left):
            gap = -gap
    elif isinstance(relation, Agreement):
        other = relation.reference if own is relation.stated else relation.stated
        return suspect.quantity.rounded_like(other.base)
    else:
        return None
    if gap == Decimal(0):
        return None
    # A decrease stands in a sum with its sign, in the text without it.
    sign = -1 if own is not None and own.base == -suspect.base else 1
    return suspect.quantity.rounded_like(suspect.base + sign * gap)


def blamed(broken: Sequence[Found], evidence: Evidence) -> Iterator[Group]:
    """Greedily, what explains most of what is left, of several what is borne out least."""
    suspicion = _Suspicion(broken, evidence)
    while (group := suspicion.strongest()) is not None:
        suspicion.settle(group.members)
        yield group
    for each in suspicion.left:
        yield Group((each,))


class _Suspect(Record):
    """A figure, or the figures of a row that have moved by one amount, and what that explains."""

    figures: tuple[Figure, ...]
    members: tuple[Found, ...]
    in_row: bool = False

    def strength(self, evidence: Evidence) -> tuple[int, int, int, int]:
        """How much it explains, and how little speaks for it, the strongest least."""
        doubts = any(
            evidence.states(f, would_be(f, m.relation))
            for f in self.figures
            for m in self.members
            if m.relation is not None and any(same_place(f, g) for g in m.relation.figures)
        )
        row = row_of(self.figures[0]) if self.in_row else None
        borne_out = [evidence.bears_out(f, row) for f in self.figures]
        mine = {key_of(f) for f in self.figures}
        primary = sum(key_of(first_of(m)) in mine for m in self.members)
        return (
            -len(self.members) - doubts,
            sum(outside for outside, _ in borne_out),
            sum(every for _, every in borne_out),
            -primary,
        )


class _Suspicion:
    """Which of the findings that are left each suspect explains. One is ranked anew only when one
    of its findings is settled, so that many findings take no longer than each by itself."""

    def __init__(self, broken: Sequence[Found], evidence: Evidence) -> None:
        self.left = dict.fromkeys(broken)
        self._evidence = evidence
        self._touched: dict[Found, dict[Key, Figure]] = {}
        self._explained: dict[Key, dict[Found, int]] = {}
        self._rows: defaultdict[Key, dict[Key, Figure]] = defaultdict(dict)
        self._suspects: dict[Key, _Suspect] = {}
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
                    if row_of(figure) is not None:
                        self._rows[_row_key(figure)].setdefault(key, figure)
        for key in (*self._explained, *self._rows):
            self._rank(key)

    def strongest(self) -> Group | None:
        """What explains most; without a suspect if it is not the only one that may."""
        while self._heap:
            rank = self._heap[0]
            if self._ranks[rank[-1]] is rank:
                suspect = self._suspects[rank[-1]]
                known = rank[3] < 0 or self._stands_out(rank, suspect)
                return Group(suspect.members, suspect.figures[0] if known else None)
            heappop(self._heap)
        return None

    def _stands_out(self, rank: _Rank, suspect: _Suspect) -> bool:
        """Whether a figure that no finding is about is to blame rather than any other: none would
        explain the same as well, and one sum alone is against it only by what other tables say."""
        first = suspect.members[0]
        touched = self._touched[first]
        keys = {*touched, *map(_row_key, touched.values())} - {rank[-1]}
        others = [k for k in keys if self._ranks.get(k, _NONE) is not _NONE]
        if any(
            self._ranks[k][:3] == rank[:3] and self._suspects[k].members == suspect.members
            for k in others
        ):
            return False
        doubted = self._ranks.get(key_of(first_of(first)), _NONE)
        alone = rank[0] == -1 and not isinstance(first.relation, Agreement)
        return not alone or doubted[1] > rank[1]

    def settle(self, members: Iterable[Found]) -> None:
        """Leave out what is explained."""
        changed: dict[Key, None] = {}
        for each in members:
            del self.left[each]
            for key, figure in self._touched[each].items():
                del self._explained[key][each]
                changed[key] = None
                if row_of(figure) is not None:
                    changed[_row_key(figure)] = None
        for key in changed:
            self._rank(key)

    def _rank(self, key: Key) -> None:
        suspect = self._row(key) if key[1] == _ROW else self._figure(key)
        if suspect is None:
            self._ranks[key] = _NONE
            return
        place = self._explained[key_of(suspect.figures[0])][suspect.members[0]]
        rank = (*suspect.strength(self._evidence), place, key)
        self._ranks[key], self._suspects[key] = rank, suspect
        heappush(self._heap, rank)

    def _figure(self, key: Key) -> _Suspect | None:
        explained = self._explained[key]
        if not explained:
            return None
        figure = self._touched[next(iter(explained))][key]
        return _Suspect((figure,), tuple(_mended(figure, list(explained))))

    def _row(self, key: Key) -> _Suspect | None:
        figures = {k: f for k, f in self._rows[key].items() if self._explained[k]}
        if len(figures) < 2:
            return None
        return _moved_together([(f, list(self._explained[k])) for k, f in figures.items()])


def _row_key(figure: Figure) -> Key:
    return id(row_of(figure)), _ROW


def _shared(intervals: Sequence[Interval]) -> Decimal | None:
    """The value that most of the intervals have in common: it begins where one of them does."""
    lows, highs = sorted([i.low for i in intervals]), sorted([i.high for i in intervals])
    return max(
        (i.low for i in intervals),
        key=lambda v: bisect_right(lows, v) - bisect_left(highs, v),
        default=None,
    )


def _mended(figure: Figure, members: list[Found]) -> list[Found]:
    """The most of these that one value of the figure would mend: what needs another value of it
    has another cause."""
    if len(members) < 2:
        return members
    wanted = [(m, needed(m.relation, figure) if m.relation else None) for m in members]
    value = _shared([interval for _, interval in wanted if interval is not None])
    if value is None:
        return members
    return [m for m, interval in wanted if interval is None or interval.contains(value)]


def _moved_together(figures: Sequence[tuple[Figure, list[Found]]]) -> _Suspect | None:
    """The figures of one row as one suspect: each is off by one amount, and the row adds up."""
    row = row_of(figures[0][0])
    gaps: list[tuple[Figure, Found, Interval]] = []
    for figure, members in figures:
        here = Interval(figure.base, figure.base)
        for each in members:
            assert each.relation is not None
            if all(row_of(f) is row for f in each.relation.figures):
                return None
            wanted = needed(each.relation, figure)
            if wanted is not None:
                gaps.append((figure, each, wanted - here))
    gap = _shared([interval for _, _, interval in gaps])
    if gap is None:
        return None
    fitting = [(f, m) for f, m, interval in gaps if interval.contains(gap)]
    moved = {key_of(f): f for f, _ in fitting}
    if len(moved) < 2:
        return None
    return _Suspect(tuple(moved.values()), tuple(dict.fromkeys(m for _, m in fitting)), True)
