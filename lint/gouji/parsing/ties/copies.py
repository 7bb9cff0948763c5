"""Purposes and reasons copied from another item.

Where the items of a list mostly repeat their own names (主要用于X；主要原因是：X经费增加), one that
repeats the name of another item was copied from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.statements import Naming
from gouji.model.tree import Paragraph
from gouji.parsing.plain import item_name
from gouji.parsing.prose.sentences import Mention
from gouji.parsing.ties.levels import levels_in

_PURPOSE = regex(r"主要用于(?P<name>[^，。；、,;]+)")
_REASON = regex(
    r"主要原因是[:：]?(?P<name>[^，。；、,;]+?)(?:经费|支出|预算)?(?:增加|减少|保持不变|持平|不变|下降|增长)"
)
# How many of a list must repeat their own names before one that does not is a copy.
_HABIT = 0.6
_FEWEST = 4


class _Item(Record):
    """A paragraph about one classified item, and the names it may be called by."""

    paragraph: Paragraph
    names: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """项, 款 and 项 together, and each alone."""
        inner = self.names[-2:]
        return (*inner, "".join(inner))


def copies(mentions: Iterable[Mention]) -> Iterator[Naming]:
    """The purpose and the reason of every item of a list, held against the item's own name."""
    sections: dict[str, list[_Item]] = {}
    seen: set[int] = set()
    for mention in mentions:
        node = mention.figure.anchor.node
        if id(node) in seen or not isinstance(node, Paragraph):
            continue
        if names := _names(mention):
            seen.add(id(node))
            section = node.address.rpartition(" › ")[0]
            sections.setdefault(section, []).append(_Item(node, names))
    for items in sections.values():
        told: set[tuple[int, str]] = set()  # an item copied as a whole was copied once
        for pattern in (_PURPOSE, _REASON):
            for naming in _copied(items, pattern):
                key = (id(naming.place.node), naming.name)
                if key not in told:
                    told.add(key)
                    yield naming


def _names(mention: Mention) -> tuple[str, ...]:
    levels = levels_in(mention.subject[-1]) if mention.subject else ()
    return tuple(name for _, name in levels) if len(levels) == 3 else ()


def _copied(items: list[_Item], pattern: re.Pattern[str]) -> Iterator[Naming]:
    stated = [(i, m) for i in items if (m := pattern.search(i.paragraph.text)) is not None]
    faithful = sum(_fits(item_name(m["name"]), item) for item, m in stated)
    if len(stated) < _FEWEST or faithful < _HABIT * len(stated):
        return
    for item, match in stated:
        name = item_name(match["name"])
        if _fits(name, item) or not any(name in other.own for other in items):
            continue
        place = Anchor(item.paragraph, match.start("name"), match.end("name"))
        yield Naming(place, item.names[-1], name, (item.names[-1],), of="item")


def _fits(name: str, item: _Item) -> bool:
    return name in item.own or item.names[-1] in name
