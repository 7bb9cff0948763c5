"""Words that open lists, reasons, uses and statements that there is no such money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.model.regex import regex
from gouji.parsing.prose.words import alternatives, vocabulary


@cache
def connectors() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of complete lists, open lists and facets (按经济分类)."""
    words = vocabulary()["connectors"]
    return (
        regex(alternatives(words["complete"])),
        regex(rf"{alternatives(words['open'])}|{words['announced']}"),
        regex(
            alternatives(words["facets"])
            + r"|(?:从|按)[^，；。：]{1,10}(?:看|分|划分|分类|形式|方式|性质|来源|类型)(?=[，：]|$)"
        ),
    )


@cache
def _opening_words() -> re.Pattern[str]:
    return regex(alternatives(vocabulary()["connectors"]["open"]))


def may_open_list(text: str) -> bool:
    """Whether there is a word without which no text opens a list that may leave parts out: what
    announces one in many words (支出情况如下) ends in one of the short ones."""
    return _opening_words().search(text) is not None


@cache
def _causes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = vocabulary()["causes"]
    return (
        regex(alternatives(words["reason"])),
        regex(r"系|因(?!公)"),
        regex(alternatives([w for w in words["use"] if w != "用于"])),
    )


@cache
def _cause_words() -> re.Pattern[str]:
    words = vocabulary()["causes"]
    return regex(alternatives([*words["reason"], *words["use"], "系", "因"]))


def may_tell_cause(text: str) -> bool:
    """Whether there is a word without which no text tells a reason or a use."""
    return _cause_words().search(text) is not None


def reason_in(text: str) -> re.Match[str] | None:
    """The first word of a reason (主要原因, 系 at the start)."""
    words, opening, _ = _causes()
    found = words.search(text)
    if found is not None and found.start() == 0:
        return found
    return (opening.match(text) if text.startswith(("系", "因")) else None) or found


def use_in(text: str) -> re.Match[str] | None:
    """The first word of a use (主要用于)."""
    return _causes()[2].search(text)


@cache
def _action() -> re.Pattern[str]:
    words = vocabulary()["causes"]
    return regex(f"(?:{alternatives(words['adverbs'])})*(?:{alternatives(words['actions'])})")


def tells_action(text: str) -> bool:
    """Whether the words tell what was done (新增, 追加), rather than name a figure."""
    return bool(_action().match(text))


@cache
def _absence() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Statements that there is no such money, and the words without which there is none."""
    words = vocabulary()["absence"]["words"]
    return (
        regex(
            rf"(?P<not>{alternatives(words)}|(?<=[用费支出])没有$)|(?P<without>没有(?:使用|安排)?|(?<![无有])无(?!法|关|障|偿|形|线))"
            r"(?P<what>[^，；。：]{2,40}(?:支出|收入|经费|拨款|预算(?!单位)|资金|费用|采购|结转结余))|(?P<empty>[^，；。：]{2,40}表)(?:为空表|为空|无数据)"
        ),
        regex(alternatives([*words, "没有", "无", "为空"])),
    )


def may_tell_absence(text: str) -> bool:
    """Whether there is a word without which no text states that there is no such money."""
    return _absence()[1].search(text) is not None


def absences_in(text: str, end: int | None = None) -> Iterator[re.Match[str]]:
    """The statements in ``text[:end]`` that there is no such money."""
    if may_tell_absence(text):
        yield from _absence()[0].finditer(text, 0, len(text) if end is None else end)
