"""What a figure is compared with: 比上年, 较年初预算, 决算数大于预算数."""

from __future__ import annotations

import re
from functools import cache

from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.parsing.prose.directions import Word, direction_at_end, flat_at_start, moved_at_start
from gouji.parsing.prose.leads import PRIOR_WORDS, basis_of, read_lead
from gouji.parsing.prose.words import alternatives, vocabulary

_SAME = regex(r"同比(?=[^，；。]{0,4}$)")
_CUT = regex(r"相比较|相比|比较|相较|对比")
_COMPARED = regex(r"(?:数|的)?(?:差值|差额|相差|差异|基本|大致|大体|总体|保持)")


class Base(Record):
    """What a figure is compared with (比上年, 较年初预算); ``earlier`` marks 上年 and the like,
    ``place`` is where the words stand."""

    raw: str
    year: int | None
    basis: str | None
    comparable: bool = False
    earlier: bool = False
    place: Anchor | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    ways = vocabulary()["directions"]
    time = (
        r"(?:(?:19|20)\d\d年?|上年|上一年|去年|前一年|上期|同期|今年|本年|当年|年初|年度|全年|调整|预算|决算|"
        r"部门预算|执行|计划|基期)"
    )
    return {
        "base": regex(rf"(?P<prep>对比|相比|同比|比|较|与|同|和|跟)(?={time})"),
        "comparable": regex(rf"按?(?:{alternatives(ways['comparable'])})[^，；。]*$"),
        "against": regex(
            r"(?P<left>预算数|决算数|支出决算|执行数|实际支出|决算)[^，；。]{0,8}?"
            rf"(?<!没有)(?<![未不])(?:(?P<up>{alternatives(ways['greater'])})|(?P<down>{alternatives(ways['less'])})|"
            rf"(?P<flat>{alternatives(ways['equal'])}))于?(?P<right>[^，；。]{{0,6}}?(?:预算数|决算数|预算|决算))"
        ),
    }


def against(text: str) -> tuple[str | None, Word, str | None] | None:
    """决算数大于预算数: the basis on the left, the word, the basis on the right."""
    match = _patterns()["against"].search(text) if "算" in text else None
    if match is None:
        return None
    group = next(g for g in ("up", "down", "flat") if match[g])
    if text[: match.start(group)].endswith(("未", "不", "没有")):
        return None  # 决算数未超过预算数: less or as much
    word = Word(Direction(group), *match.span(group))
    return basis_of(match["left"]), word, basis_of(match["right"])


def base_in(text: str, stop: int, year: int | None) -> tuple[int, int, Base] | None:
    """Start, end and meaning of a comparison base (比上年决算数) in ``text[:stop]``."""
    found = _patterns()["base"].search(text, 0, stop)
    if found is None:
        same = _SAME.search(text, 0, stop) if "同比" in text else None
        if same is None:
            return None
        when = year - 1 if year is not None else None
        return same.start(), stop, Base("同比", when, None, earlier=True)
    raw = text[found.end() : stop]
    cut = _CUT.search(raw)
    end = found.end() + (cut.end() if cut else len(raw))
    if cut is None and found["prep"] in "与同和跟" and not _compared(text[end:]):
        return None
    name = raw[: cut.start()] if cut else raw
    lead = read_lead(name, year)
    when = lead.year
    earlier = bool(PRIOR_WORDS.search(name))
    if when is None and year is not None and earlier:
        when = year - 1
    start = found.start()
    before = _patterns()["comparable"].search(text[:start], max(0, start - 12))
    return (
        before.start() if before else start,
        end,
        Base(name, when, lead.basis, before is not None, earlier),
    )


def comparable_at_end(text: str) -> tuple[int, int, Base] | None:
    """Start, end and meaning of 可比口径 and the like, with nothing that names what is compared
    (按可比口径增长 9.2%)."""
    match = _patterns()["comparable"].match(text.lstrip("，"))
    return (0, len(text), Base(match[0], None, None, comparable=True)) if match else None


def _compared(text: str) -> bool:
    """Whether the text goes on as a comparison does."""
    return bool(
        _COMPARED.match(text)
        or flat_at_start(text)
        or direction_at_end(text)
        or moved_at_start(text)
    )
