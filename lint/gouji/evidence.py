"""What the rest of a document says of the figures of broken relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from gouji.model.figure import Figure
from gouji.model.quantity import Quantity
from gouji.model.record import Record
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import Cell, RowHead, Table
from gouji.parsing.plain import item_name
from gouji.parsing.tables.measures import table_of

Key: TypeAlias = tuple[int, int]
# Digits that two different amounts of one item hardly share.
_TELLING_DIGITS = 3


def key_of(figure: Figure) -> Key:
    """What is one for all figures that are one printed figure."""
    return id(figure.anchor.node), figure.anchor.start


def row_of(figure: Figure) -> RowHead | None:
    """The row that a figure stands in."""
    node = figure.anchor.node
    return node.row if isinstance(node, Cell) else None


class Evidence(Record):
    """The relations that hold of each figure, and the amounts that rows state by their items."""

    holding: Mapping[Key, Sequence[Relation]]
    stated: Mapping[str, Sequence[tuple[RowHead, Quantity]]]

    @classmethod
    def of(
        cls, relations: Iterable[Relation], broken: Iterable[Relation], tables: Iterable[Table]
    ) -> Evidence:
        """Gather it for the figures of broken relations from all relations and tables."""
        figures = [f for relation in broken for f in relation.figures]
        return cls(_holding(relations, figures), _stated(figures, tables))

    def bears_out(self, figure: Figure, row: RowHead | None = None) -> tuple[int, int]:
        """How much speaks for a figure: what lies beyond its table, relations that hold and other
        rows of the item that state it, and all relations that hold; those within ``row`` aside."""
        held = self.holding.get(key_of(figure), ())
        if row is not None:
            held = [r for r in held if any(row_of(f) is not row for f in _filled(r))]
        table = table_of(figure)
        outside = sum(any(table_of(f) != table for f in _filled(r)) for r in held)
        return outside + self.states(figure, figure.quantity), len(held)

    def states(self, figure: Figure, value: Quantity | None) -> bool:
        """Whether another row of the same item states this value."""
        row = row_of(figure)
        if row is None or value is None or not _telling(value):
            return False
        return any(
            other.address != row.address and said.base == value.base
            for item in _items(row)[:1]
            for other, said in self.stated.get(item, ())
        )


def _filled(relation: Relation) -> Iterator[Figure]:
    return (f for f in relation.figures if not f.blank)


def _telling(value: Quantity) -> bool:
    return len(value.value.normalize().as_tuple().digits) >= _TELLING_DIGITS


def _items(row: RowHead) -> list[str]:
    """The item of a row: its code, if it has one, and its name."""
    return [] if row.role else [item for item in (row.code, item_name(row.name)) if item]


def _holding(
    relations: Iterable[Relation], figures: Iterable[Figure]
) -> Mapping[Key, Sequence[Relation]]:
    wanted = {key_of(f) for f in figures}
    nodes = {node for node, _ in wanted}
    found: defaultdict[Key, list[Relation]] = defaultdict(list)
    for relation in relations:
        keys = {
            key
            for f in relation.figures
            if id(f.anchor.node) in nodes and f.quantity.value and (key := key_of(f)) in wanted
        }
        if keys and relation.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING):
            for each in keys:
                found[each].append(relation)
    return found


def _stated(
    figures: Iterable[Figure], tables: Iterable[Table]
) -> Mapping[str, Sequence[tuple[RowHead, Quantity]]]:
    heads = (row_of(f) for f in figures)
    wanted = {item for head in heads if head is not None for item in _items(head)[:1]}
    found: defaultdict[str, list[tuple[RowHead, Quantity]]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            for item in wanted.intersection(_items(row.head)):
                found[item] += [(row.head, c.quantity) for c in row if c.quantity is not None]
    return found
