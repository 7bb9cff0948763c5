"""Names of classified items in prose (类, 款, 项), held against the tables.

Its names and its amount together tell which row a sentence speaks of; where the row is certain
and one of the names is not the row's, the text calls it by a wrong or an old name, or by a name of
another level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.record import record
from gouji.model.statements import Naming
from gouji.model.tree import Document, Paragraph
from gouji.parsing.books import Books
from gouji.parsing.copies import LEVELS
from gouji.parsing.items import classified
from gouji.parsing.plain import item_name
from gouji.parsing.sentences import Mention

_DIGITS = {"类": 3, "款": 5, "项": 7}
_REACH = 240  # letters before an amount that may hold its name
# How much of a name must be alike for a row to be meant that shares no name with the text.
_ALIKE = 0.6


@record
class _Rows:
    """The names that the tables give to each code, and the amounts of each code."""

    names: Mapping[str, Counter[str]]
    amounts: Mapping[str, tuple[Figure, ...]]

    @classmethod
    def of(cls, document: Document, books: Books) -> _Rows:
        names: dict[str, Counter[str]] = {}
        for table in document.tables:
            if table.kind == "project":
                continue  # names of projects stand beside the codes of their items
            for row in table.rows:
                if row.head.code and row.head.name:
                    code = classified(row.head.code)
                    names.setdefault(code, Counter())[item_name(row.head.name)] += 1
        amounts: dict[str, tuple[Figure, ...]] = {}
        for measure, stated in books.stated.items():
            if measure.flow == "expenditure" and measure.item in names:
                amounts[measure.item] = (*amounts.get(measure.item, ()), *stated)
        return cls(names, amounts)

    def called(self, code: str, digits: int) -> Counter[str]:
        """The names of a code's class, group or item."""
        return self.names.get(code[: digits + 1], Counter())


def calls(mentions: Iterable[Mention], document: Document, books: Books) -> Iterator[Naming]:
    """Each name of a classified item that an amount of the prose is given for."""
    rows = _Rows.of(document, books)
    told: set[tuple[str, tuple[str, ...]]] = set()
    for mention in mentions:
        money = mention.figure.quantity.unit.dimension == "money"
        if mention.role != "amount" or not money or not mention.subject:
            continue
        chain = [
            (_DIGITS[m["level"]], item_name(m["name"]))
            for m in LEVELS.finditer(mention.subject[-1])
        ]
        if not chain or chain != sorted(chain, key=lambda c: c[0]):
            continue
        for naming in _held(chain, mention.figure, rows):
            if naming.judge().violated:
                key = (naming.name, naming.known)
                if key in told:
                    continue  # the same slip in every item of the group
                told.add(key)
            yield naming


def _held(chain: list[tuple[int, str]], figure: Figure, rows: _Rows) -> Iterator[Naming]:
    code = _meant(chain, figure, rows)
    if code is None:
        return
    for digits, name in chain:
        known = rows.called(code, digits)
        place = _place(name, figure)
        if place is None or not known:
            continue
        same = any(name in each or each in name for each in known)
        names = (name,) if same else tuple(n for n, _ in known.most_common())
        yield Naming(place, code[1:], name, names, of="text")


def _meant(chain: list[tuple[int, str]], figure: Figure, rows: _Rows) -> str | None:
    """The code of the one row that has the amount and most of the names."""
    deepest = chain[-1][0]
    scored: dict[int, list[str]] = {}
    for code, amounts in rows.amounts.items():
        if len(code) != deepest + 1 or not any(_is(figure, a) for a in amounts):
            continue
        score = sum(name in rows.called(code, digits) for digits, name in chain)
        scored.setdefault(score, []).append(code)
    if not scored:
        return None
    best = max(scored)
    if len(scored[best]) > 1:
        return None
    (code,) = scored[best]
    own = chain[-1][1]
    alike = max((_shared(own, n) for n in rows.called(code, deepest)), default=0.0)
    return code if alike >= _ALIKE and (best or len(chain) == 1) else None


def _is(figure: Figure, amount: Figure) -> bool:
    return bool(amount.quantity.value) and figure.interval.meets(amount.interval)


def _shared(one: str, other: str) -> float:
    """How many letters two names share, of the longer one's."""
    return sum((Counter(one) & Counter(other)).values()) / max(len(one), len(other))


def _place(name: str, figure: Figure) -> Anchor | None:
    """Where the text before an amount gives a name."""
    node = figure.anchor.node
    if not isinstance(node, Paragraph):
        return None
    begin = max(0, figure.anchor.start - _REACH)
    before = node.source.text[begin : figure.anchor.start]
    for match in reversed(list(LEVELS.finditer(before))):
        end = match.end("name")
        for start in range(end - 1, match.start("name") - 1, -1):
            if item_name(before[start:end]) == name:
                return Anchor(node, begin + start, begin + end)
    return None
