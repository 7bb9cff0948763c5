"""Suggestions: what should stand at a place instead, where the right value is certain."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from gouji.evidence import Key, key_of
from gouji.model.arithmetic import Balance, Change, Growth, Share, Sum
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.relation import Cause, Outcome, Relation
from gouji.model.statements import Agreement
from gouji.vocabulary import load

_NUMBER: Final = regex(r"[0-9][0-9,]*(?:\.[0-9]+)?|[０-９][０-９，]*(?:．[０-９]+)?")
_SIGNS: Final = "-－−+＋（("
_WIDE: Final = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NARROW: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
# Relations that pin their figures down when they hold; a comparison (more, less) does not.
_TELLING: Final = (Sum, Balance, Agreement, Change, Growth, Share)

# The share is right of another whole: either the percentage or the words may be meant.
_TWO_WAYS: Final = frozenset(("other-whole",))


class Suggestion(Record):
    """Characters and what should stand there instead.

    ``rests_on`` are the figures that ``text`` was worked out from: it is right if they are.
    ``agreed`` says that they confirm each other already (two statements of one amount). Whether
    the suggestion is ``safe`` is found out by what the rest of the document says.
    """

    place: Anchor
    text: str
    rests_on: tuple[Figure, ...] = ()
    agreed: bool = False
    safe: bool = False


def restated(
    figure: Figure, value: Quantity | None, *rests_on: Figure | None, agreed: bool = False
) -> Suggestion | None:
    """The number of a figure printed anew, as it is printed now: decimals, commas, width.

    None where it is not plain how to: no value or nothing, another sign, a number broken by spaces.
    """
    if value is None or value.value <= 0 or figure.quantity.value < 0:
        return None
    text = figure.anchor.text
    found = list(_NUMBER.finditer(text))
    if len(found) != 1 or any(sign in text[: found[0].start()] for sign in _SIGNS):
        return None
    printed = found[0][0]
    plain = printed.translate(_NARROW)
    if Decimal(plain.replace(",", "")) != figure.quantity.value:
        return None
    grouping = "," if "," in plain else ""
    new = f"{value.value:{grouping}.{value.decimals}f}"
    new = new if printed == plain else new.translate(_WIDE)
    if new == printed:
        return None
    start = figure.anchor.start + found[0].start()
    place = Anchor(figure.anchor.node, start, start + len(printed))
    return Suggestion(place, new, tuple(f for f in rests_on if f is not None), agreed)


def reversed_word(word: Anchor, *rests_on: Figure | None) -> Suggestion | None:
    """A word of direction turned round (增加, 减少); None if it has no plain opposite."""
    for one, other in load("opposites")["pairs"]:
        if word.text in (one, other):
            text = other if word.text == one else one
            return Suggestion(word, text, tuple(f for f in rests_on if f is not None))
    return None


class Touching:
    """The relations of a document by the figures they speak of."""

    def __init__(self, relations: Sequence[Relation]) -> None:
        self._relations = relations

    def of(self, suggestion: Suggestion) -> Iterator[Relation]:
        """Those that speak of what a suggestion replaces or rests on, in order."""
        keys = {key_of(figure) for figure in suggestion.rests_on}
        place = suggestion.place
        starts = self._starts.get(id(place.node), [])
        index = bisect_right(starts, place.start)
        if index:
            keys.add((id(place.node), starts[index - 1]))  # the figure that covers the place
        for index in sorted({i for key in keys for i in self._by_figure.get(key, ())}):
            yield self._relations[index]

    @cached_property
    def _by_figure(self) -> Mapping[Key, Sequence[int]]:
        touching: defaultdict[Key, list[int]] = defaultdict(list)
        for index, relation in enumerate(self._relations):
            for figure in relation.figures:
                touching[key_of(figure)].append(index)
        return touching

    @cached_property
    def _starts(self) -> Mapping[int, Sequence[int]]:
        """Where the figures of each node start."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        for node, start in sorted(self._by_figure):
            starts[node].append(start)
        return starts


def settled(
    suggestion: Suggestion | None,
    about: Relation | None,
    touching: Touching,
    cause: Cause | None = None,
) -> Suggestion | None:
    """A suggestion weighed against the rest of the document.

    It is safe if each figure that it rests on takes part in another relation that holds. None is
    left of it if one of them takes part in a relation that is broken, or what it replaces in one
    that holds: then it is not plain which figure is wrong. A relation that is broken by the figure
    replaced, or that speaks of just the same figures, tells nothing against it. Where the cause
    leaves two ways to put it right, nothing is suggested either; where two statements of one thing
    do not differ by a slip of the hand, it is not safe.
    """
    if suggestion is None or (cause is not None and cause.key in _TWO_WAYS):
        return None
    needed = {key_of(figure) for figure in suggestion.rests_on}
    replaced = suggestion.place
    confirmed: set[Key] = set()
    for relation in touching.of(suggestion):
        figures = [f for f in relation.figures if f.quantity.value]
        keys = {key_of(f) for f in figures}
        itself = any(_covers(f, replaced) for f in figures)
        if relation is about or not (itself or keys & needed) or relation.learned:
            continue
        outcome = relation.judge().outcome
        if outcome is Outcome.VIOLATED and not itself and not needed <= keys:
            return None
        if outcome in (Outcome.HOLDS, Outcome.ROUNDING) and _telling(relation):
            if itself:
                return None
            confirmed |= keys & needed
    # another amount altogether may be another thing altogether
    doubtful = isinstance(about, Agreement) and cause is None
    borne_out = suggestion.agreed or (bool(needed) and needed <= confirmed)
    return replace(suggestion, safe=borne_out and not doubtful)


def _telling(relation: Relation) -> bool:
    partial = isinstance(relation, Sum) and relation.partial
    return isinstance(relation, _TELLING) and not partial


def _covers(figure: Figure, place: Anchor) -> bool:
    anchor = figure.anchor
    return anchor.node is place.node and anchor.start <= place.start < anchor.end
