"""The whole things that prose gives amounts of, by name, over the whole document."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.regex import regex
from gouji.parsing.items import TOTAL, expense_of
from gouji.parsing.prose.items import Item, Scope, Statement

THREE_PUBLIC = "三公"
_SHORTEST = 4
# 支出合计 and 本年支出合计 are one thing: all the money of the year where no fund limits it.
_OF_THE_YEAR = {
    "收入": "本年收入",
    "支出": "本年支出",
    "本年收入": "本年收入",
    "本年支出": "本年支出",
}
_ALL_OF = {
    f"{a}{b}": f"{side}总计"
    for side in ("收入", "支出")
    for a, b in (("总", side), (side, "总计"), (side, "总量"))
}
_FUND = regex("财政|一般公共预算|政府性基金|国有资本|专户|拨款")


def whole_name(key: str, label: str) -> str:
    """What a whole thing is filed under: its name, or one name for all that it is called."""
    if expense_of(label) == TOTAL:
        return THREE_PUBLIC
    return _OF_THE_YEAR.get(key) or _ALL_OF.get(key, key)


def is_all_money(key: str) -> bool:
    """Whether a name is of all income or all expenditure, of the year or with what is carried."""
    return key in _OF_THE_YEAR or key in _ALL_OF


def of_a_fund(key: str) -> bool:
    """Whether a name limits what it is of to a fund."""
    return bool(_FUND.search(key))


def wholes_of(scopes: Sequence[Scope]) -> dict[str, list[Statement]]:
    """The last amount of each whole thing wherever it is spoken of."""
    wholes: dict[str, list[Statement]] = {}
    for scope in scopes:
        limited = False
        for item in scope.items:
            if item.owner is not None or not item.key:
                continue
            limited = limited or of_a_fund(item.key)
            name = whole_name(item.key, item.label)
            of_all = is_all_money(item.key)
            if (of_all and not limited) or (not of_all and _named(item, name)):
                said = [s for s in item.statements if s.dimension == "money"]
                wholes.setdefault(name, []).extend(said[-1:])
    return wholes


def _named(item: Item, name: str) -> bool:
    return len(item.key) >= _SHORTEST or name != item.key
