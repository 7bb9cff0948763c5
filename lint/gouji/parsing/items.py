"""Classified items by their codes and names: classes (类) and the three public expenses."""

from __future__ import annotations

from functools import lru_cache

from gouji.model.regex import regex
from gouji.parsing.plain import item_name, plain
from gouji.vocabulary import load

TOTAL = "total"
_ITEMS = load("items")
CLASS_NAMES = {
    item_name(name): f"F{code}" for code, names in _ITEMS["functional"].items() for name in names
}
CLASSES = {
    code: frozenset(name for name, other in CLASS_NAMES.items() if other == code)
    for code in CLASS_NAMES.values()
}
_OFFICIAL = tuple(
    (listed["since"], {code: item_name(name) for code, name in listed["names"].items()})
    for listed in load("codes")["list"]
)
_CLASSIFICATIONS = {"2": "F", "3": "E", "5": "G"}
_COUNTED = regex(_ITEMS["counted"]["words"])
_AVERAGE = regex(_ITEMS["averages"]["words"])
_RUNNING = regex(r"机关运行经费(?:财政拨款|拨款|支出|预算|决算)*(?:数|额)?")
_THREE_PUBLIC = [(e["item"], regex(e["words"])) for e in _ITEMS["three_public"]]
_BESIDE = {item: regex(words) for item, words in _ITEMS["beside_three_public"].items()}
_EXPENSES = {item: regex(words) for item, words in _ITEMS["expenses"].items()}


@lru_cache(maxsize=8192)
def three_public_item(name: str) -> str | None:
    """Which of the three public expenses a name means."""
    if is_counted(name) or is_average(name):
        return None
    words = plain(name)
    return next((item for item, pattern in _THREE_PUBLIC if pattern.search(words)), None)


def beside_three_public(name: str) -> str | None:
    """Which expense that stands beside the three public ones a name means (会议费, 培训费)."""
    words = plain(name)
    return next((item for item, known in _BESIDE.items() if known.fullmatch(words)), None)


def is_counted(name: str) -> bool:
    """Whether a name is of things or persons that are counted, not of money."""
    return _COUNTED.search(plain(name)) is not None


@lru_cache(maxsize=8192)
def is_average(name: str) -> bool:
    """Whether a name is of what one of many costs (人均接待费), not of what they cost together."""
    return _AVERAGE.search(name) is not None


@lru_cache(maxsize=8192)
def expense_of(name: str) -> str | None:
    """Which of the three public expenses a name means and nothing less: their total, one of them,
    but not the part that a fund or an office has of it, nor what one car costs."""
    words = plain(name)
    return next((item for item, known in _EXPENSES.items() if known.fullmatch(words)), None)


def is_running_cost(name: str) -> bool:
    """Whether a name means 机关运行经费, the running cost of the offices, and nothing beside it."""
    return _RUNNING.fullmatch(plain(name)) is not None


def other_name(code: str, name: str, year: int) -> str | None:
    """The official name of a code that bears the official name of another code of its list; None
    for any other name, which may be the same one shortened or a place's own."""
    for since, names in _OFFICIAL:
        own = names.get(code)
        if own is None or year < since or name in own or own in name:
            continue
        if any(n == name and len(c) == len(code) for c, n in names.items()):
            return own
    return None


def classified(code: str) -> str:
    """A code with its classification: F functional, E economic (departmental), G governmental."""
    return _CLASSIFICATIONS.get(code[0], "?") + code
