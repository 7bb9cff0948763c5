"""How wholes are divided: which names together are all the parts of something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gouji.model.figure import Figure
from gouji.model.quantity import YI
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.prose.items import Item
from gouji.parsing.prose.words import alternatives, vocabulary

_SEVERAL = 3  # parts of one division, below which others may have been left out
_ANNOUNCED = 24  # letters in which a list is announced
# Totals that may hold what is carried over beside the parts of the year.
_WITH_CARRIED = regex("总计|总量|收支")
_CARRIED = regex("结转|结余")
_LEFT_OVER = regex("(?:年末|年终|期末).{0,6}(?:结转|结余)|结转下年|结余分配")
_NO_ASSET = regex("总?负债|净资产|所有者权益")
_COUNTED = ("vehicles", "posts")
_OF_SPENDING = ("基本支出", "项目支出")
# What a whole region spends is never listed in full.
_OF_A_REGION = regex("全[国省市区县州旗盟镇乡]|地方")
_THE_REST = regex("其他(?:支出|费用|经费|资产|固定资产|项目|资金|用房|房屋|用地)?")
_CODE = regex(r"(?<!\d)(?:\d{7}|\d{5}|\d{3})(?!\d)")


class _Slot(Record):
    """An alternative of the vocabulary: words that must and words that must not occur."""

    has: tuple[str, ...]
    lacks: tuple[str, ...]

    def fits(self, name: str) -> bool:
        for word in self.has:
            if word not in name:
                return False
        return not any(word in name for word in self.lacks)


class _Set(Record):
    """The slots of a known whole; ``whole`` are words one of which its name must hold."""

    slots: tuple[tuple[_Slot, ...], ...]
    whole: tuple[str, ...]


def _slot(text: str) -> _Slot:
    first, *lacks = text.split("-")
    return _Slot(tuple(first.split("+")), tuple(lacks))


@cache
def _sets() -> tuple[_Set, ...]:
    return tuple(
        _Set(
            tuple(tuple(_slot(a) for a in slot) for slot in each["slots"]),
            tuple(each.get("whole", ())),
        )
        for each in vocabulary()["complete"]
    )


@cache
def _nested() -> tuple[tuple[tuple[_Slot, ...], tuple[_Slot, ...]], ...]:
    return tuple(
        (tuple(map(_slot, each["outer"])), tuple(map(_slot, each["inner"])))
        for each in vocabulary()["nested"]
    )


def known_complete(names: Sequence[str], whole: str) -> bool:
    """Whether the names are all parts of a known whole (货物, 工程, 服务 of 政府采购), or a thing
    and its negation (计容, 不计容)."""
    if len(names) == 2 and any(b in (f"不{a}", f"非{a}") for a in names for b in names):
        return True
    if len(names) == 2 and _opposite(*names):
        return True
    for known in _sets():
        slots = known.slots
        if len(slots) != len(names) or (known.whole and not any(w in whole for w in known.whole)):
            continue
        filled = [any(s.fits(n) for s in slot) for slot in slots for n in names]
        rows = [filled[i * len(names) : (i + 1) * len(names)] for i in range(len(slots))]
        if all(sum(row) == 1 for row in rows) and all(
            any(row[j] for row in rows) for j in range(len(names))
        ):
            return True
    return False


def _opposite(first: str, second: str) -> bool:
    for a, b in ((first, second), (second, first)):
        for sign in "不非":
            at = b.find(sign)
            if at >= 0 and b[:at] + b[at + 1 :] == a:
                return True
    return False


def inner_parts(names: Sequence[str]) -> set[int]:
    """The parts that stand inside another listed part (购置 beside 购置及运行)."""
    inside: set[int] = set()
    for outer, inner in _nested():
        if any(s.fits(n) for s in outer for n in names):
            inside |= {i for i, n in enumerate(names) if any(s.fits(n) for s in inner)}
    return inside if len(inside) < len(names) else set()


def are_classes(names: Sequence[str]) -> bool:
    """Whether all are classes of one classification, none of which can be a part of another."""
    classes = vocabulary()["classes"]["functional"]
    return all(any(name.startswith(c) for c in classes) for name in names)


@cache
def _divisions() -> dict[str, re.Pattern[str]]:
    """Patterns of the names of one division: sources of income, uses of cars …"""
    listed = vocabulary()["divisions"]
    return {kind: regex(alternatives(words)) for kind, words in listed.items()}


def leaves_income(part: str, whole: str) -> bool:
    """Whether what is named next can be no part of a whole: expenditure is none of income."""
    income = "收入" in whole and "支出" not in whole
    return income and "支出" in part and "收入" not in part


def leaves_assets(part: str, whole: str) -> bool:
    """Whether what is named next is no asset: what is owed, or what is left when it is paid."""
    return whole.endswith("资产") and _NO_ASSET.match(part) is not None


def leaves_spending(part: str, before: str, whole: str) -> bool:
    """Whether what is named next is left over and so no part of what was spent in the year, of
    which the last part is ``before``."""
    spent = whole.endswith("本年支出") or before.endswith(_OF_SPENDING)
    return spent and _LEFT_OVER.search(part) is not None


def leaves_nothing_out(listed: Sequence[tuple[Item, Figure]], whole: Figure) -> bool:
    """Whether 其中 lists all parts of a whole though no word says so: several of one division in
    one sentence, or listed with their codes, or down to the others (其他)."""
    parts = [part for part, _ in listed]
    names = [part.key for part in parts]
    counted = whole.quantity.unit.exact
    if counted and len(names) > 1 and names[-1].startswith("其他"):
        return True
    if len(names) < _SEVERAL or _mainly(whole, listed[0][1], listed[-1][1]):
        return False
    if _coded_alike(parts):
        return True
    carries = _WITH_CARRIED.search(whole.label) is not None
    spent = [n for n in names if not _LEFT_OVER.search(n)] if carries else names
    classes = len(spent) > 1 and are_classes(spent)
    if any(part.doubtful for part in parts) and not classes:
        return False
    if len({part.sentence for part in parts}) > 1 or _of_a_region(whole):
        return False
    if carries and not any(_CARRIED.search(name) for name in names):
        return False
    rest = _THE_REST.fullmatch(names[-1])
    return classes or bool(rest) or _of_one_division(names, counted=counted)


def _of_a_region(whole: Figure) -> bool:
    return whole.quantity.unit == YI or bool(_OF_A_REGION.search(whole.label))


def _coded_alike(parts: Sequence[Item]) -> bool:
    """Whether the parts are items of one classification, named with their codes."""
    codes = [_CODE.findall(part.raw) for part in parts]
    return all(len(found) == 1 for found in codes) and len({len(c) for (c,) in codes}) == 1


def _of_one_division(names: Sequence[str], *, counted: bool) -> bool:
    """Whether all names are of one division: for what is counted, of the uses of cars or the
    kinds of posts."""
    return any(
        all(map(known.search, names))
        for kind, known in _divisions().items()
        if (kind in _COUNTED) is counted
    )


def _mainly(whole: Figure, first: Figure, last: Figure) -> bool:
    """Whether the words leave room for other parts (主要, 等)."""
    begin = first.anchor.start if first.anchor.node is whole.anchor.node else None
    announced = whole.anchor.node.source.text[whole.anchor.end : begin]
    after = last.anchor.node.source.text
    return "主要" in announced[-_ANNOUNCED:] or after.startswith("等", last.anchor.end)
