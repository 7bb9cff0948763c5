"""One thing named alike in neighbouring sections of the prose, and the amounts given for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gouji.model.figure import Figure
from gouji.model.regex import regex
from gouji.model.statements import Agreement
from gouji.parsing.plain import plain
from gouji.parsing.prose.sentences import Mention

# Words that do not change what a name means.
_FILLING = regex(r"当年|本年|全年|涉及|金额|资金|预算|决算|安排|共计|合计|共")
# Names that mean another thing in every section: a fund's own basic expenditure, its own total.
_OF_THE_SECTION = regex(
    r"(?:基本支出|项目支出|人员经费|公用经费|收入|支出|拨款|结转|结余|总计|三公|（[类款项]）)$"
)
_SHORTEST = 6


def restatements(mentions: Iterable[Mention], booked: Iterable[Figure]) -> Iterator[Agreement]:
    """Amounts of one specific name in different sections under one heading.

    Of two that differ the one that no table has (``booked`` are the figures of the tables) is
    doubted first.
    """
    known = {figure.base for figure in booked}
    seen: dict[tuple[object, ...], Mention] = {}
    for mention in mentions:
        if mention.role != "amount" or mention.figure.quantity.unit.dimension != "money":
            continue
        name = _FILLING.sub("", plain(mention.subject[-1])) if mention.subject else ""
        section = mention.figure.anchor.node.address.rpartition(" › ")[0]
        above = section.rpartition(" › ")[0]
        if len(name) < _SHORTEST or not above or _OF_THE_SECTION.search(name):
            continue
        key = (name, above, mention.year, mention.basis in (None, "budget"))
        first = seen.setdefault(key, mention)
        if first is not mention and _section(first) != section:
            pair = (mention.figure, first.figure)
            if pair[0].base in known and pair[1].base not in known:
                pair = (first.figure, mention.figure)
            yield Agreement(*pair)


def _section(mention: Mention) -> str:
    return mention.figure.anchor.node.address.rpartition(" › ")[0]
