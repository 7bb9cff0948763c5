"""Names of classified items in prose (类, 款, 项), held against the tables.

Its names and its amount together tell which row a sentence speaks of; where the row is certain
and one of the names is not the row's, the text calls it by a wrong or an old name, or by a name of
another level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Interval
from gouji.model.record import Record
from gouji.model.statements import Naming
from gouji.model.tree import Paragraph
from gouji.parsing.plain import item_name, plain
from gouji.parsing.prose.sentences import Mention
from gouji.parsing.ties.books import Books
from gouji.parsing.ties.levels import LEVELS, levels_in

_DIGITS = {"类": 3, "款": 5, "项": 7}
_REACH = 240  # letters before an amount that may hold its name
# How much of a name must be alike for a row to be meant that shares no name with the text.
_ALIKE = 0.6
_TELLING_DIGITS = 4


class _Amounts(Record):
    """The amounts of the codes of one level, by the least and the most that each can stand for, in
    order of size."""

    booked: tuple[tuple[Decimal, Decimal, str], ...]
    lows: tuple[Decimal, ...]
    widest: Decimal

    @classmethod
    def of(cls, booked: Iterable[tuple[Decimal, Decimal, str]]) -> _Amounts:
        ordered = tuple(sorted(booked))
        lows = tuple([low for low, _, _ in ordered])
        return cls(ordered, lows, max([high - low for low, high, _ in ordered]))

    def codes(self, stated: Interval) -> set[str]:
        """The codes that have an amount which may be the stated one."""
        first = bisect_left(self.lows, stated.low - self.widest)
        last = bisect_right(self.lows, stated.high)
        return {code for _, high, code in self.booked[first:last] if high >= stated.low}


class _Rows(Record):
    """The names that the tables give to each code, and the amounts of the codes by their length."""

    names: Mapping[str, Counter[str]]
    amounts: Mapping[int, _Amounts]

    @classmethod
    def of(cls, names: Mapping[str, Counter[str]], books: Books) -> _Rows:
        amounts: defaultdict[int, list[tuple[Decimal, Decimal, str]]] = defaultdict(list)
        for measure, stated in books.stated.items():
            item = measure.item
            if measure.flow != "expenditure" or item is None or item not in names:
                continue
            for quantity in [f.quantity for f in stated]:
                if quantity.value:
                    _, _, interval = quantity.worth
                    amounts[len(item)].append((interval.low, interval.high, item))
        return cls(names, {length: _Amounts.of(booked) for length, booked in amounts.items()})

    def called(self, code: str, digits: int) -> Counter[str]:
        """The names of a code's class, group or item."""
        return self.names.get(code[: digits + 1]) or Counter()

    def fitting(self, chain: Iterable[tuple[int, str]], code: str) -> int:
        """How many of the names, by their levels, are those of a code and of what it lies in."""
        return sum(name in self.called(code, digits) for digits, name in chain)

    def coded(self, digits: int) -> Iterator[str]:
        """The codes of one level."""
        return (code for code in self.names if len(code) == digits + 1)


class _Said:
    """The names of classified items in paragraphs, each paragraph read once."""

    def __init__(self) -> None:
        self._names: dict[int, list[tuple[int, int, str]]] = {}

    def place(self, name: str, before: Anchor) -> Anchor | None:
        """Where a name stands in the text before a place, the nearest."""
        node = before.node
        if not isinstance(node, Paragraph):
            return None
        names = self._names.get(id(node))
        if names is None:
            found = [match.span("name") for match in LEVELS.finditer(node.text)]
            names = [(start, end, item_name(node.text[start:end])) for start, end in found]
            self._names[id(node)] = names
        for start, end, words in reversed(names):
            if before.start - _REACH < end <= before.start and words.endswith(name):
                begin = _start(name, node.text, start, end)
                if begin is not None:
                    return Anchor(node, begin, end)
        return None


def _start(name: str, text: str, start: int, end: int) -> int | None:
    """Where a name that ends some words begins in them."""
    if text.endswith(name, start, end):
        return end - len(name)
    for begin in range(end - 1, start - 1, -1):
        begins = plain(text[begin])[:1] == name[:1]
        if begins and item_name(text[begin:end]) == name:
            return begin
    return None


def calls(
    mentions: Iterable[Mention], names: Mapping[str, Counter[str]], books: Books
) -> Iterator[Naming]:
    """Each name of a classified item that an amount of the prose is given for; ``names`` are those
    that the tables give to each code."""
    rows, said = _Rows.of(names, books), _Said()
    told: set[tuple[str, tuple[str, ...]]] = set()
    for mention in mentions:
        money = mention.figure.quantity.unit.dimension == "money"
        if mention.role != "amount" or not money or not mention.subject:
            continue
        chain = [(_DIGITS[level], name) for level, name in levels_in(mention.subject[-1])]
        if not chain or chain != sorted(chain, key=lambda c: c[0]):
            continue
        for naming in _held(chain, mention.figure, rows, said):
            if naming.judge().violated:
                key = (naming.name, naming.known)
                if key in told:
                    continue  # the same slip in every item of the group
                told.add(key)
            yield naming


def _held(
    chain: list[tuple[int, str]], figure: Figure, rows: _Rows, said: _Said
) -> Iterator[Naming]:
    code = _meant(chain, figure, rows)
    if code is None:
        return
    for digits, name in chain:
        known = rows.called(code, digits)
        place = said.place(name, figure.anchor)
        if place is None or not known:
            continue
        same = any(_same(name, each, digits) for each in known)
        names = (name,) if same else tuple(n for n, _ in known.most_common())
        yield Naming(place, code[1:], name, names, of="text")


def _same(name: str, known: str, digits: int) -> bool:
    """Whether a name is the known one, or a short form of it: in a class's a missing word is an old
    name (文化体育与传媒支出), below it none."""
    if name in known or known in name:
        return True
    rest = iter(known)
    return digits > _DIGITS["类"] and all(letter in rest for letter in name)


def _meant(chain: list[tuple[int, str]], figure: Figure, rows: _Rows) -> str | None:
    """The code of the one row that has the amount and most of the names; none where the names are
    all those of another row, whose amount may be the wrong one."""
    deepest = chain[-1][0]
    amounts = rows.amounts.get(deepest + 1)
    scored: dict[int, list[str]] = {}
    for code in amounts.codes(figure.interval) if amounts else ():
        scored.setdefault(rows.fitting(chain, code), []).append(code)
    if not scored:
        return None
    best = max(scored)
    if len(scored[best]) > 1:
        return None
    (code,) = scored[best]
    if best < len(chain) and any(rows.fitting(chain, c) == len(chain) for c in rows.coded(deepest)):
        return None
    own = chain[-1][1]
    alike = max((_shared(own, n) for n in rows.called(code, deepest)), default=0.0)
    # What lies in the same class and group, and has the same amount, needs not be alike.
    placed = best == len(chain) - 1 == 2 and _telling(figure)
    return code if placed or (alike >= _ALIKE and (best or len(chain) == 1)) else None


def _telling(figure: Figure) -> bool:
    """Whether two different amounts would hardly be alike in all of these digits."""
    digits = figure.quantity.value.normalize().as_tuple().digits
    return len(digits) >= _TELLING_DIGITS


def _shared(one: str, other: str) -> float:
    """How many letters two names share, of the longer one's."""
    if one == other:
        return 1.0
    return sum((Counter(one) & Counter(other)).values()) / max(len(one), len(other))
