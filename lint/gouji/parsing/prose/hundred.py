"""The shares of one list taken together: those of all parts of a whole make 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.model.arithmetic import Share, Shares
from gouji.model.record import Record
from gouji.model.relation import Relation
from gouji.parsing.hundred import adjusted
from gouji.parsing.prose.divisions import known_complete
from gouji.parsing.prose.items import Breakdown, Item, ShareNote
from gouji.parsing.prose.leads import read_lead


class Told(Record):
    """A share as the text gives it, and the relation it was read as."""

    item: Item
    note: ShareNote
    relation: Relation


def together(told: Sequence[Told]) -> Iterator[Relation]:
    """The relations of all shares of a section, and one more for each list of shares that leaves
    nothing out."""
    lists: dict[tuple[object, ...], list[Told]] = {}
    for each in told:
        lists.setdefault(_list_of(each), []).append(each)
    for listed in lists.values():
        yield from adjusted([t.relation for t in listed])
        if _leaves_nothing_out(listed):
            yield Shares(tuple(t.note.figure for t in listed))


def _list_of(told: Told) -> tuple[object, ...]:
    """What shares of one list have in common: the list or the sentence, and the whole they name."""
    name = read_lead(told.note.name, None).key or told.note.name
    if told.item.parent is not None:
        return (id(told.item.parent), name)
    return (told.note.sentence, name)


def _leaves_nothing_out(listed: Sequence[Told]) -> bool:
    """Whether the shares are those of all parts of one whole, and not all of them can be held
    against amounts, which says more."""
    items = [t.item for t in listed]
    if len(items) < 2 or len({id(i) for i in items}) < len(items):
        return False
    if all(isinstance(t.relation, Share) and t.relation.part and t.relation.whole for t in listed):
        return False
    parent = items[0].parent
    names, whole = [i.key for i in items], read_lead(listed[0].note.name, None).key
    if parent is None:
        return known_complete(names, whole)
    owner = parent.parent
    if parent.unread or (owner is not None and (owner.owner is not None or owner.shares)):
        return False  # of the whole of the whole
    if known_complete(names, whole or (owner.key if owner else "")):
        return True
    return parent.kind == "complete" and _each_has_one(parent, items) and not _mainly(listed)


def _each_has_one(listed: Breakdown, items: Sequence[Item]) -> bool:
    """Whether the parts without a share are zero."""
    rest = [p for p in listed.parts if all(p is not i for i in items)]
    return all(not any(s.figure.quantity.value for s in p.statements) for p in rest)


def _mainly(listed: Sequence[Told]) -> bool:
    """Whether the words allow for parts that are not listed (主要, 等)."""
    first, last = listed[0].note.figure.anchor, listed[-1].note.figure.anchor
    if first.node is not last.node:
        return True
    text = first.node.source.text
    start = text.rfind("。", 0, first.start) + 1
    return "主要" in text[start : last.end] or text[last.end : last.end + 1] == "等"
