"""Row heads: codes, names, numbering, and which row is a part of which.

Trust, in this order: classification codes, numbering (一、 → （一） → 1. → （1）), "其中：",
total labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.plain import plain
from gouji.parsing.tables.header import role_of as role_of_head
from gouji.vocabulary import load

_TOTALS = {plain(word): role for role, words in load("tables")["totals"].items() for word in words}
_HEADS_SOURCES = regex(r"^(?:本年|当年)收入$|^(?:上年|年初)结转")
_CARRIED_FISCAL = regex(r"^(?:上年|年初|年末)(?:财政拨款)?结转")
_FISCAL = frozenset(("general", "government_fund", "state_capital"))
_CODE = regex(r"\d{3}(?:\d{2}){0,2}")
_LEADING_CODE = regex(
    r"^(?P<open>（)?(?P<code>[2-5]\d{2}(?:\d{2}){0,2})(?(open)）)(?P<name>[^\d）].*)$"
)
_NUMBERINGS = (
    regex(r"^(?P<n>[一二三四五六七八九十]{1,3})、"),
    regex(r"^（(?P<n>[一二三四五六七八九十]{1,3})）"),
    regex(r"^(?P<n>\d{1,2})[.、．](?!\d)"),
    regex(r"^（(?P<n>\d{1,2})）"),
)
_FIRST = frozenset("一二三四五六七八九十（")  # of a numbering, or a digit
_OF_WHICH = regex(r"^(?:其中|其中：|其：)：?")
_DIGITS = "一二三四五六七八九"
_CURRENT_TOTAL = regex(r"^本年(?:收入|支出)(?:合计|小计|总计)$")
_GRAND_TOTAL = regex(r"^(?:收入|支出|收支)?总计$")


class Label(Record):
    """The words of one row: code, name, numbering level (0 一、 … 3 （1）), ordinal, total role;
    and the number it bears in a column of serial numbers or of codes of units (单位编码)."""

    code: str
    name: str
    numbering: str = ""
    level: int | None = None
    ordinal: int = 0
    of_which: bool = False
    role: str | None = None
    number: str = ""

    @property
    def text(self) -> str:
        """How the row is called in addresses: ``201 03 06 政务公开审批``."""
        code = " ".join(filter(None, (self.code[:3], self.code[3:5], self.code[5:7])))
        return " ".join(filter(None, (code, self.name)))


def chinese_number(text: str) -> int:
    """The value of 一 … 九十九."""
    if "十" not in text:
        return _DIGITS.find(text) + 1
    tens, _, ones = text.partition("十")
    return 10 * (_DIGITS.find(tens) + 1 if tens else 1) + (_DIGITS.find(ones) + 1 if ones else 0)


def read_label(codes: list[str], name: str) -> Label:
    """The label of a row from the texts of its code columns and its name columns."""
    code = read_code(codes)
    words = plain(name)
    if not code:
        match = _LEADING_CODE.match(words)
        if match:
            code, words = match["code"], match["name"].lstrip("、.-—_·")
    of_which = bool(_OF_WHICH.match(words))
    words = _OF_WHICH.sub("", words)
    numbered = words[:1] in _FIRST or words[:1].isdigit()
    for level, pattern in enumerate(_NUMBERINGS) if numbered else ():
        match = pattern.match(words)
        if match:
            number = match["n"]
            ordinal = int(number) if number.isdigit() else chinese_number(number)
            rest = words[match.end() :]
            return Label(code, rest, match.group(0), level, ordinal, of_which)
    return Label(code, words, of_which=of_which, role=None if code else role_of(words))


def role_of(words: str) -> str | None:
    """``grand``, ``current`` or ``total`` if a row of this name holds a total."""
    if _GRAND_TOTAL.match(words):
        return "grand"
    if _CURRENT_TOTAL.match(words):
        return "current"
    return _TOTALS.get(words)


def read_code(codes: list[str]) -> str:
    """One classification code from the texts of its columns (类, 款, 项), ``""`` if there is none.

    款 and 项 printed without their leading zero are padded (301, 7 → 30107).
    """
    parts = [plain(c) for c in codes]
    parts = [p for p in parts if p]
    if not parts or not all(p.isdigit() for p in parts):
        return ""
    if len(parts) == 1:
        return parts[0] if _CODE.fullmatch(parts[0]) else ""
    if len(parts[-1]) > 3 and parts[-1].startswith(parts[0]):
        return parts[-1]  # full codes repeated per level
    code = parts[0] + "".join(p.zfill(2) for p in parts[1:])
    return code if _CODE.fullmatch(code) else ""


def parents(labels: list[Label]) -> list[int | None]:
    """The row each row is a part of, by index; None for the outermost rows and totals."""
    if any(label.code for label in labels):
        return _by_code(labels)
    if nested(labels):
        return _by_unit(labels)
    return _by_numbering(labels)


def in_series(labels: Sequence[Label]) -> bool:
    """Whether the rows that are no totals bear the numbers 1, 2, 3 …, and the totals none."""
    listed = [label.number for label in labels if not label.role]
    alone = not any(label.number for label in labels if label.role)
    return alone and listed == [str(n) for n in range(1, len(listed) + 1)]


def nested(labels: Sequence[Label]) -> bool:
    """Whether the rows that are no totals bear codes of units, each once, the longer ones all
    within the shortest."""
    listed = [label.number for label in labels if not label.role]
    shortest = min(map(len, listed), default=0)
    outer = {number for number in listed if len(number) == shortest}
    return (
        shortest > 2
        and len(outer) < len(set(listed)) == len(listed)
        and all(number.isdigit() and number[:shortest] in outer for number in listed)
    )


def _by_unit(labels: Sequence[Label]) -> list[int | None]:
    result: list[int | None] = []
    for index, label in enumerate(labels):
        above = (i for i in range(index - 1, -1, -1) if _within(labels[i], label))
        result.append(next(above, None))
    return result


def _within(outer: Label, inner: Label) -> bool:
    return bool(outer.number) and _contains(outer.number, inner.number)


def _by_code(labels: list[Label]) -> list[int | None]:
    result: list[int | None] = []
    stack: list[int] = []
    group: int | None = None
    whole: int | None = None  # the row whose parts a following "其中" lists
    for index, label in enumerate(labels):
        if label.role:
            stack, group, whole = [], None, index
            result.append(None)
        elif label.of_which and not label.code:
            result.append(whole)
        elif not label.code:
            # A row without a code among coded ones names the unit whose rows follow, or a project
            # under the item above.
            deeper = stack and index + 1 < len(labels) and not _opens_group(labels, index)
            if deeper or (stack and index + 1 == len(labels)):
                result.append(stack[-1])
            else:
                stack, group = [], index
                result.append(None)
            whole = index
        else:
            whole = index
            while stack and not _contains(labels[stack[-1]].code, label.code):
                stack.pop()
            result.append(stack[-1] if stack else group)
            stack.append(index)
    return result


def _opens_group(labels: list[Label], index: int) -> bool:
    """Whether the coded row after ``index`` is as high as the first coded row of the table."""
    following = next((x.code for x in labels[index + 1 :] if x.code or x.role), "")
    first = next((x.code for x in labels if x.code), "")
    return bool(following) and len(following) <= len(first)


def _contains(outer: str, inner: str) -> bool:
    return len(outer) < len(inner) and inner.startswith(outer)


def _inside(labels: list[Label], owner: int | None, label: Label) -> bool:
    """Whether a row names a fund that is a part of the fund named by the numbered row above, or
    of what was carried over."""
    if owner is None:
        return False
    if labels[owner].level is None:
        carried = _CARRIED_FISCAL.match(labels[owner].name)
        return carried is not None and role_of_head(label.name) in _FISCAL
    if _HEADS_SOURCES.match(labels[owner].name):
        return role_of_head(label.name) is not None
    return role_of_head(labels[owner].name) == "fiscal" and role_of_head(label.name) in _FISCAL


def _by_numbering(labels: list[Label]) -> list[int | None]:
    result: list[int | None] = []
    outer: dict[int, int] = {}  # numbering level → the last row numbered at that level
    owner: int | None = None  # the row whose parts a following "其中" lists
    listing = False  # inside such a list
    adopter: int | None = None  # an unnumbered row broken down by the series that follows it
    for index, label in enumerate(labels):
        parent: int | None = None
        if label.role:
            outer, owner, listing, adopter = {}, None, False, None
        elif label.of_which and label.level is None:
            listing, parent = True, owner
        elif label.level is None:
            if listing or _inside(labels, owner, label):
                parent = owner
            else:
                outer, owner, adopter = {}, index, index
        else:
            listing = False
            higher = [level for level in outer if level < label.level]
            if higher:
                parent = outer[max(higher)]
            elif label.ordinal == 1 or (adopter is not None and label.level in outer):
                parent = adopter
            outer = {level: row for level, row in outer.items() if level < label.level}
            outer[label.level] = owner = index
        result.append(parent)
    return result
