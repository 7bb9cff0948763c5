"""Relations between what a document says in one place and in another: figures, words and names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import comparable
from gouji.model.record import replace
from gouji.model.relation import Direction, Outcome, Relation, Verdict, judge_stated, not_checked


class Agreement(Relation):
    """One measure stated in two places. ``stated`` is the figure to doubt first, ``reference`` the
    one it is held against; ``witnesses`` are further statements of the same measure.

    ``exact`` says that both are given in one breath, so that no rounding can part them.
    """

    kind_name: ClassVar[str] = "agreement"

    stated: Figure
    reference: Figure
    witnesses: tuple[Figure, ...] = ()
    exact: bool = False

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.stated
        yield self.reference
        yield from self.witnesses

    def compare(self) -> Verdict:
        if not comparable(self.stated.quantity, self.reference.quantity):
            return not_checked("units differ")
        verdict = judge_stated(self.stated, self.reference.interval, self.reference.base)
        return replace(verdict, outcome=Outcome.VIOLATED) if self._copied(verdict) else verdict

    def _copied(self, verdict: Verdict) -> bool:
        stated, reference = self.stated.quantity, self.reference.quantity
        alike = (stated.unit, stated.decimals) == (reference.unit, reference.decimals)
        return self.exact and alike and verdict.outcome is Outcome.ROUNDING


class Comparison(Relation):
    """A word that compares two figures (大于, 小于, 持平, 增加, 减少): left against right.

    ``against`` is the other word, where two words about one change go different ways.
    """

    kind_name: ClassVar[str] = "comparison"

    word: Anchor
    direction: Direction
    left: Figure | None
    right: Figure | None
    approximate: bool = False
    against: Anchor | None = None

    @property
    def figures(self) -> Iterator[Figure]:
        return (f for f in (self.left, self.right) if f)

    def compare(self) -> Verdict:
        if self.left is None or self.right is None:
            return not_checked("a side is unknown")
        if self.direction is Direction.FLAT:
            if self.left.interval.meets(self.right.interval):
                same = self.left.base == self.right.base
                return Verdict(Outcome.HOLDS if same else Outcome.ROUNDING)
            if self.approximate:
                return not_checked("an approximate word")
            return Verdict(Outcome.VIOLATED)
        gap = self.left.interval - self.right.interval
        if self.direction is Direction.DOWN:
            gap = -gap
        if gap.low > 0:
            return Verdict(Outcome.HOLDS)
        if self.against is not None and gap.low == gap.high:
            return Verdict(Outcome.VIOLATED)  # words leave no room for rounding
        return Verdict(Outcome.ROUNDING if gap.high >= 0 else Outcome.VIOLATED)


class Containment(Relation):
    """A part stated in one table and its whole in another: part ≤ whole."""

    kind_name: ClassVar[str] = "containment"

    part: Figure
    whole: Figure

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.part
        yield self.whole

    def compare(self) -> Verdict:
        if not comparable(self.part.quantity, self.whole.quantity):
            return not_checked("units differ")
        fits = self.part.interval.low <= self.whole.interval.high
        return Verdict(Outcome.HOLDS if fits else Outcome.VIOLATED)


class Dating(Relation):
    """A figure of the year of the document that prose dates otherwise: ``stated`` is the year it
    is given, ``figure`` the figure, ``reference`` the same figure where it is booked."""

    kind_name: ClassVar[str] = "dating"

    figure: Figure
    stated: int
    year: int
    reference: Figure

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.figure
        yield self.reference

    def compare(self) -> Verdict:
        return Verdict(Outcome.HOLDS if self.stated == self.year else Outcome.VIOLATED)


class BaseYear(Relation):
    """A budget and the year of the budget that its change is counted from: an earlier one.

    ``figure`` is of the budget of ``year``; ``base`` are the words that it is compared with, which
    name the budget of ``base_year``.
    """

    kind_name: ClassVar[str] = "base-year"

    figure: Figure
    base: Anchor
    year: int
    base_year: int

    @property
    def figures(self) -> Iterator[Figure]:
        yield self.figure

    def compare(self) -> Verdict:
        return Verdict(Outcome.VIOLATED if self.year == self.base_year else Outcome.HOLDS)


class Naming(Relation):
    """A name that must be one of ``known``.

    ``of`` is what carries the name: the ``code`` of a row, whose names are those that the rest of
    the document or the official list gives it; the ``official`` name of a code that bears the name
    of another one throughout the document; an ``item`` of prose, whose purpose or reason repeats
    the name of another item; the ``text``, which calls a row of a table by its name.
    """

    kind_name: ClassVar[str] = "naming"

    place: Anchor
    code: str
    name: str
    known: tuple[str, ...]
    of: str = "code"

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def compare(self) -> Verdict:
        return Verdict(Outcome.HOLDS if self.name in self.known else Outcome.VIOLATED)


class Disclosure(Relation):
    """What must be told of an item: ``due`` are the things to tell, ``missing`` those that the text
    does not tell, ``place`` where the amount stands that makes them due; ``of`` what it is about,
    ``three_public`` or a ``project``."""

    kind_name: ClassVar[str] = "disclosure"

    place: Anchor
    due: tuple[str, ...]
    missing: tuple[str, ...]
    of: str = "three_public"

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def compare(self) -> Verdict:
        return Verdict(Outcome.HOLDS if not self.missing else Outcome.VIOLATED)


class Listing(Relation):
    """An item of a list of names in prose (主要包括：基本工资、…) and its row in the table.

    ``listed`` is False for a row with an amount that the list leaves out; ``place`` is then the
    whole list.
    """

    kind_name: ClassVar[str] = "listing"

    place: Anchor
    name: str
    row: Figure | None
    listed: bool = True

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(() if self.row is None else (self.row,))

    def compare(self) -> Verdict:
        if self.row is None:
            return not_checked("the table has no such row")
        filled = bool(self.row.quantity.value)
        return Verdict(Outcome.HOLDS if filled == self.listed else Outcome.VIOLATED)


class Reasoning(Relation):
    """The reason given for a change. ``direction`` is what the figures say, ``said`` what the
    reason says, ``word`` where it says so."""

    kind_name: ClassVar[str] = "reasoning"

    place: Anchor
    direction: Direction
    said: Direction
    word: Anchor

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def compare(self) -> Verdict:
        return Verdict(Outcome.HOLDS if self.direction is self.said else Outcome.VIOLATED)


class Staffing(Relation):
    """Words of a reason that say that staff grew or shrank: ``word`` where it says so, ``against``
    where another reason of the document says the opposite, None where none does."""

    kind_name: ClassVar[str] = "staffing"

    word: Anchor
    against: Anchor | None

    @property
    def figures(self) -> Iterator[Figure]:
        return iter(())

    def compare(self) -> Verdict:
        return Verdict(Outcome.HOLDS if self.against is None else Outcome.VIOLATED)
