"""Splits uniform text into sentences, clauses and quantities, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, POINTS, Quantity, Unit
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.prose.text import PlainText
from gouji.vocabulary import load

_RATES = frozenset((PERCENT.dimension, POINTS.dimension))
_MAX_DIGITS = 24
_BRACKET = 200  # a longer bracket was never closed
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBERING = regex(
    r"(?:（(?:[一二三四五六七八九十]{1,3}|\d{1,2})）|[一二三四五六七八九十]{1,3}、|"
    r"\d{1,3}(?:、(?!\d)|\.(?![\d.])|）)|[一二三四五六七八九十]是|"
    r"第[一二三四五六七八九十]{1,2}[，、]|[①-⑳])"
)
# Beside a quantity that is a threshold (bound) or only near the amount (about).
_BEFORE = regex(
    r"(?P<bound>(?<=[≥≤><＞＜~～])|(?<!平均每[人辆台次户平件套亩年月天个])(?<=单价|单台|超过|至少|最高|最低|上限|\d至|每[人辆台次户平件套亩年月天个])|"
    r"(?<=不低于|不少于|不高于|每[人辆台次户平件套亩年月天个]\S)|(?<=单位价值|单台价值))|"
    r"(?P<about>(?<=[约近逾超])|(?<=约为))"
)
_AFTER = regex(
    r"(?P<bound>(?:（不?含[^（）]{0,6}）)?(?:及|或)?(?:以上|以下|以内|之内|起)(?!降|升|调|浮)|[~～]|-\d|至\d)|"
    r"(?P<about>左右|上下|余(?!额|款)|多(?!支|收|安|于)|以上)"
)
_NO_POINTS = frozenset("别为项之类散配析")  # after 分
_DIVIDING = frozenset("，；。：！？")
_SENTENCE_MARK = regex("[（）。！？：；]")
_CLAUSE_MARK = regex("[（），；。：！？、+和及以]")


class Token(Record):
    """A quantity in the text; ``approximate`` marks 约 and 左右."""

    start: int
    end: int
    quantity: Quantity
    approximate: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage or percentage points."""
        return self.quantity.unit.dimension in _RATES


class Clause(Record):
    """Text between two separators: ``before`` is the separator that opens it, ``after`` the one
    that closes it; ``depth`` counts the brackets around it."""

    start: int
    end: int
    before: str
    after: str
    depth: int
    tokens: tuple[Token, ...]


class Sentence(Record):
    """Clauses up to a full stop, with the numbering that opens it (（一）, 1., 一是)."""

    text: PlainText
    numbering: str
    opens_paragraph: bool
    clauses: tuple[Clause, ...]

    @property
    def start(self) -> int:
        """Where its first clause starts."""
        return self.clauses[0].start if self.clauses else 0


@cache
def _units() -> dict[str, Unit]:
    words = load("prose")["units"]
    units = dict(MONEY_UNITS)
    units |= {u: Unit(u, u, exact=True) for u in words["counts"]}
    units |= {u: Unit(u, u) for u in words["extents"]}
    units["㎡"] = units["m2"] = units["平方米"]
    units["台/套"] = units["台（套）"]
    for name, factor in (("万", 10_000), ("亿", 100_000_000)):
        for unit in [*words["counts"], *words["extents"]]:
            units[name + unit] = Unit(name + unit, units[unit].dimension, Decimal(factor))
    units["%"] = PERCENT
    units["个百分点"] = units["百分点"] = POINTS
    return units


@cache
def _scanner() -> re.Pattern[str]:
    units = sorted(_units(), key=len, reverse=True)
    foreign = "|".join(load("prose")["units"]["foreign"])
    return regex(
        r"(?=[\d\-〔\[【（第A-Za-z百])(?:"  # what none of the following begins with is passed over
        r"(?P<skip>"
        r"[〔\[【（](?:19|20)\d\d[〕\]】）](?:第)?\d+号|"
        r"(?<=（)[235]\d{2}(?:\d{2}){0,2}(?=）)|"  # the code of a classified item
        r"\d+(?:\.\d+){2,}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
        r"(?:19|20)\d\d(?:年度|年末|年底|年)|\d{1,2}月\d{1,2}日|\d+(?:年|月|日|时|号|岁|期|届)|"
        r"第\d+[^，。；、\d]?|(?<![A-Za-z])[A-Za-z]{1,20}[-\d.]{0,20}\d(?![\d.%]|[万亿千百]{1,2}|元)|\d{3,4}-\d{7,8}|1\d{10}(?!\d|\.)|"
        rf"\d+(?:\.\d+)?(?:万|亿)?(?:{foreign})|"
        r"\d+(?:\.\d+)?(?:余|多|几)(?:万|亿|千)?元?|"
        r"\d+(?:\.\d+)?(?:万元|元)[/／](?!台|套)[^\s，。；]{0,6}|"
        r"\d+ [\d ]*(?:\.\d+)?(?:万元|元)?|\d{4,}热线)"
        r"|百分之(?P<hundredth>[零〇一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
        r"|(?P<number>(?<![\d.\-])-?\d++(?:\.\d++)?)(?P<unit>"
        + "|".join(map(re.escape, units))
        + r")?)"
    )


def quantities(text: str) -> Iterator[Token]:
    """The quantities of uniform text in order; years, dates, numbering, thresholds, document and
    telephone numbers are none."""
    for match in _scanner().finditer(text):
        token = None if match["skip"] else _token(text, match)
        if token is not None:
            yield token


def _token(text: str, match: re.Match[str]) -> Token | None:
    start, end = match.span()
    beside = [m.lastgroup for m in (_BEFORE.match(text, start), _AFTER.match(text, end)) if m]
    if "bound" in beside:
        return None
    if match["hundredth"]:
        value = _chinese(match["hundredth"])
        if value is None:
            return None
        return Token(start, end, Quantity(value, _decimals(str(value)), PERCENT), bool(beside))
    number, unit = match["number"], match["unit"]
    if len(number) > _MAX_DIGITS:
        return None
    if unit == "分" and text[end : end + 1] in _NO_POINTS:
        end, unit = end - 1, None
    quantity = Quantity(Decimal(number), _decimals(number), _units()[unit] if unit else BARE)
    return Token(start, end, quantity, bool(beside))


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _chinese(text: str) -> Decimal | None:
    """The value of 四十五点二 or 45.2; None if it is no number below a thousand."""
    if text[0].isdigit():
        return Decimal(text)
    whole, _, fraction = text.partition("点")
    total = digit = 0
    for char in whole:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _CHINESE:
            digit = _CHINESE[char]
        else:
            return None
    digits = "".join(str(_CHINESE[c]) for c in fraction if c in _CHINESE)
    return Decimal(f"{total + digit}.{digits}" if digits else total + digit)


def sentences(text: PlainText) -> tuple[Sentence, ...]:
    """The sentences of a paragraph; a new numbering after ： or ； starts one as well."""
    tokens = tuple(quantities(text.text))
    result: list[Sentence] = []
    at = 0
    for start, end, numbering, opens in _spans(text.text):
        while at < len(tokens) and tokens[at].start < start:
            at += 1  # a part of the numbering
        first = at
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        clauses = tuple(_clauses(text.text, start, end, tokens[first:at]))
        if clauses:
            result.append(Sentence(text, numbering, opens, clauses))
    return tuple(result)


def _spans(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end and numbering of each sentence, and whether it opens the paragraph."""
    start, opens = 0, True
    size = len(text)
    while start < size:
        match = _NUMBERING.match(text, start)
        numbering = match[0] if match else ""
        start += len(numbering)
        end, bracket = size, False
        for mark in _SENTENCE_MARK.finditer(text, start):
            char, after = mark[0], mark.end()
            if char == "（":
                bracket = text.find("）", after, after + _BRACKET) > 0
            elif char == "）":
                bracket = False
            elif not bracket and (char in "。！？" or _NUMBERING.match(text, after)):
                end = after
                break
        yield start, end, numbering, opens
        start, opens = end, False


def _clauses(text: str, start: int, end: int, tokens: tuple[Token, ...]) -> Iterator[Clause]:
    """Clauses between separators; a bracket is one only if a quantity stands in it, and 、 和 only
    right after a quantity."""
    ends = {t.end for t in tokens}
    depth, opened, before = 0, start, ""
    at, bracket_end = start, -1
    first = begun = 0  # tokens that earlier clauses hold, tokens that begin before ``at``
    while mark := _CLAUSE_MARK.search(text, at, end):
        here, char = mark.start(), mark[0]
        at = here + 1
        while begun < len(tokens) and tokens[begun].start < at:
            begun += 1
        if begun and here < tokens[begun - 1].end:
            continue  # a part of a unit
        following = min(tokens[begun].start, end) if begun < len(tokens) else None
        joins = here in ends or here == bracket_end
        deeper, opens = depth, char
        if char == "（":
            close = text.find("）", here, min(end, here + _BRACKET))
            if close < 0 or following is None or following >= close:
                at = close + 1 if close > 0 else at
                bracket_end = at if joins else -1
                continue
            deeper += 1
        elif char == "）" and depth:
            deeper, bracket_end = depth - 1, at
        elif char not in _DIVIDING:
            joined = joins and (char in "、+" or _joins(text, here, following))
            if not joined:
                continue
            opens = char if char in "、+" else "、"
        yield Clause(opened, here, before, char, depth, tokens[first:begun])
        first, depth, opened, before = begun, deeper, at, opens
    if opened < end:
        yield Clause(opened, end, before, "", depth, tokens[first:])


def _joins(text: str, at: int, following: int | None) -> bool:
    """Whether 和, 及 or 以及 right after a quantity leads to another one, which begins at
    ``following``, in the same clause."""
    if following is None or text[at] not in "和及以":
        return False
    if text[at] == "以" and text[at : at + 2] != "以及":
        return False
    return not any(c in text[at:following] for c in "，；。：")
