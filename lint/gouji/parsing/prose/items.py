"""What prose says, item by item: statements, changes, shares and the lists that tie items."""

from __future__ import annotations

from functools import lru_cache

from msgspec import field

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.record import Mutable, Record
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.model.tree import Paragraph
from gouji.parsing.prose.bases import Base

_BOTH_SIDES = regex(
    r"(?:收支|收入支出|收[、，和]支)(?:预算|决算)?总|收入(?:预算|决算)?[、，和]支出(?:预?算?|决算)总"
)
_MONEY_WORDS = regex(r"(?:财政拨款|支出|费用|经费|费)+$")


class Statement(Record):
    """An amount of an item, with the year and basis that the words give it.

    ``named`` is the text before it if that names the item again, not merely the year or basis;
    ``outcome`` the word that says it moved to this amount (减少为).
    """

    figure: Figure
    year: int | None
    basis: str | None
    sentence: int
    approximate: bool = False
    named: str = ""
    outcome: tuple[Direction, Anchor] | None = None

    @property
    def dimension(self) -> str:
        """The dimension of its unit."""
        return self.figure.quantity.unit.dimension


class ChangeNote(Mutable):
    """A change of an item: 比上年增加 X, 增长 Y%; ``year`` is what the words before it name."""

    base: Base | None
    direction: Direction
    word: Anchor
    sentence: int
    stated_before: int
    basis: str | None = None
    difference: Figure | None = None
    rate: Figure | None = None
    rate_direction: Direction | None = None
    rate_word: Anchor | None = None
    prior: Figure | None = None
    vague: bool = False
    undirected: bool = False
    year: int | None = None


class ShareNote(Record):
    """占 X%, with the name of the whole if one is given, and its amount if that stands with it."""

    figure: Figure
    name: str
    stated_before: int
    sentence: int
    whole: Figure | None = None


class CompletionNote(Record):
    """完成预算的 X%, with the basis of the budget."""

    figure: Figure
    basis: str | None
    stated_before: int
    sentence: int


class AgainstNote(Record):
    """决算数大于预算数."""

    word: Anchor
    direction: Direction
    left: str | None
    right: str | None
    stated_before: int


class Cause(Record):
    """The clause that gives a reason (主要原因是…)."""

    anchor: Anchor
    stated_before: int


class Breakdown(Mutable):
    """A list of parts. ``kind``: ``complete`` leaves nothing out, ``open`` may, ``maybe`` is one
    only if it adds up, ``none`` is a mere enumeration. ``stated_before`` counts the statements and
    ``changed_before`` the changes that the whole had when the list began; ``beside`` is what a list
    that no word announces follows."""

    parent: Item | None
    kind: str
    stated_before: int = 0
    changed_before: int = 0
    parts: list[Item] = field(default_factory=list)
    unread: bool = False
    beside: Item | None = None
    extra: list[Figure] = field(default_factory=list)


class Item(Mutable):
    """One thing that prose speaks of, with all it says of it.

    ``separator`` is what divides it from the part before; ``doubtful`` marks a part that follows a
    reason, and ``isolated`` one that stands in it; ``absent`` is the place of 未安排.
    """

    key: str
    label: str
    raw: str
    sentence: int
    parent: Breakdown | None = None
    separator: str = ""
    doubtful: bool = False
    isolated: bool = False
    absent: Anchor | None = None
    paragraph: Paragraph | None = None
    statements: list[Statement] = field(default_factory=list)
    changes: list[ChangeNote] = field(default_factory=list)
    shares: list[ShareNote] = field(default_factory=list)
    completions: list[CompletionNote] = field(default_factory=list)
    againsts: list[AgainstNote] = field(default_factory=list)
    breakdowns: list[Breakdown] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)

    @property
    def owner(self) -> Item | None:
        """The item it is a part of."""
        return self.parent.parent if self.parent else None

    @property
    def path(self) -> tuple[str, ...]:
        """Labels from the outermost whole to this item."""
        labels: list[str] = []
        item: Item | None = self
        while item is not None and len(labels) < 8:
            labels.append(item.label)
            item = item.owner
        return tuple(reversed([label for label in labels if label]))


def both_sides(words: str) -> bool:
    """Whether words name what income and expenditure both come to (收支总预算)."""
    return bool(_BOTH_SIDES.search(words))


@lru_cache(maxsize=8192)
def stem(key: str) -> str:
    """A name without the words that only say it is money: 三公经费财政拨款支出 is 三公."""
    bare = _MONEY_WORDS.sub("", key)
    return bare if len(bare) > 1 else key


class Scope(Mutable):
    """The items of one section of the document, in reading order."""

    address: str
    items: list[Item] = field(default_factory=list)
    by_key: dict[str, list[Item]] = field(default_factory=dict)
    by_stem: dict[str, list[Item]] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """File an item."""
        self.items.append(item)
        if item.key:
            self.by_key.setdefault(item.key, []).append(item)
            self.by_stem.setdefault(stem(item.key), []).append(item)
