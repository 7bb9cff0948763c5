"""The measures that the tables of a document state, looked up by everything else.

Funds nest: general ⊂ fiscal ⊂ all. Where two of them have the same total every item is the same in
both, so a figure said of one is held against the tables of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import field

from gouji.model.figure import Figure, Measure
from gouji.model.record import Record
from gouji.model.tree import Document, Panel
from gouji.parsing.items import CLASS_NAMES, TOTAL, classified
from gouji.parsing.plain import item_name

_NESTING = ("general", "fiscal", "all")
_LEVELS = (3, 5, 7)  # digits of 类, 款 and 项


class Books(Record):
    """Statements of the tables by measure, those of amounts carried over apart from the others too,
    and the codes of named items."""

    stated: dict[Measure, list[Figure]]
    carried: dict[Measure, list[Figure]]
    codes: dict[tuple[str, ...], str]
    items: dict[tuple[str, ...], set[str]]
    _sources: dict[Measure, tuple[Figure, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, figures: Iterable[Figure]) -> Books:
        """The books of a document from the figures of its tables."""
        stated: dict[Measure, list[Figure]] = {}
        for each in figures:
            if each.measure is not None:
                stated.setdefault(each.measure, []).append(each)
        carried = {m: told for m, told in stated.items() if m.flow == "carried_in"}
        return cls(stated, carried, _named_codes(document), _item_codes(document))

    def find(self, measure: Measure) -> Figure | None:
        """What the tables state of a measure: the statement most of them agree with."""
        group = self.stated.get(measure)
        if not group:
            return None
        if all(f.quantity == group[0].quantity for f in group):
            return group[0]
        return max(group, key=lambda f: sum(f.interval.meets(other.interval) for other in group))

    def sources(self, measure: Measure) -> tuple[Figure, ...]:
        """Statements of the measure, then of the same measure in funds of the same total."""
        known = self._sources.get(measure)
        if known is None:
            known = self._sources[measure] = tuple(self._all_sources(measure))
        return known

    def _all_sources(self, measure: Measure) -> Iterator[Figure]:
        direct = self.find(measure)
        if direct is not None:
            yield direct
        if measure.fund not in _NESTING:
            return
        total = self.find(_total(measure, measure.fund))
        if total is None:
            return
        for fund in _NESTING:
            if fund == measure.fund:
                continue
            other = self.find(_total(measure, fund))
            if other is not None and other.base == total.base:
                found = self.find(_of_fund(measure, fund))
                if found is not None:
                    yield found

    def code(self, names: tuple[str, ...]) -> str | None:
        """The code of an item by its names from class to item (类, 款, 项)."""
        plain_names = tuple(item_name(n) for n in names)
        found = self.codes.get(plain_names)
        if found is not None or len(plain_names) < 3:
            return found
        # Some tables list items (项) without their classes: the name must then be the only one.
        group = CLASS_NAMES.get(plain_names[0], "?")
        matching = {c for c in self.items.get(plain_names[-1:], ()) if c.startswith(group)}
        return matching.pop() if len(matching) == 1 else None

    def item(self, names: tuple[str, ...]) -> str | None:
        """The code of an item (项) by its own name, and that of what it lies in (款) if it is told,
        where the tables know one of that name."""
        plain_names = tuple(item_name(n) for n in names[-2:])
        matching = self.items.get(plain_names) or self.items.get(plain_names[-1:], set())
        return next(iter(matching)) if len(matching) == 1 else None

    def is_called(self, code: str, name: str) -> bool:
        """Whether the tables give an item (项) this name."""
        return code in self.items.get((item_name(name),), ())


def _total(m: Measure, fund: str) -> Measure:
    return Measure(m.flow, fund, TOTAL, TOTAL, m.year, m.basis)


def _of_fund(m: Measure, fund: str) -> Measure:
    return Measure(m.flow, fund, m.item, m.role, m.year, m.basis)


def _named_codes(document: Document) -> dict[tuple[str, ...], str]:
    """Codes of the coded rows of all tables by their chain of names; ambiguous chains left out."""
    codes: dict[tuple[str, ...], set[str]] = {}
    for table in document.tables:
        for panel in table.panels:
            for chain, code in _chains(panel):
                codes.setdefault(chain, set()).add(classified(code))
    return {chain: next(iter(found)) for chain, found in codes.items() if len(found) == 1}


def _item_codes(document: Document) -> dict[tuple[str, ...], set[str]]:
    """Seven-digit codes by the name of the item, alone and after that of its group (款)."""
    codes: dict[tuple[str, ...], set[str]] = {}
    for table in document.tables:
        for panel in table.panels:
            groups: dict[str, str] = {}
            for row in panel.rows:
                code, name = row.head.code, item_name(row.head.name)
                if len(code) == 5:
                    groups[code] = name
                elif len(code) == 7:
                    for names in ((name,), (groups.get(code[:5], ""), name)):
                        codes.setdefault(names, set()).add(classified(code))
    return codes


def _chains(panel: Panel) -> Iterator[tuple[tuple[str, ...], str]]:
    names: dict[str, str] = {}
    for row in panel.rows:
        code = row.head.code
        if not code:
            continue
        names[code] = item_name(row.head.name)
        chain = [names.get(code[:digits], "") for digits in _LEVELS if digits <= len(code)]
        if all(chain):
            yield tuple(chain), code
