"""Words of growth, decline and no change beside a figure."""

from __future__ import annotations

import re
from functools import cache

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.parsing.prose.words import WINDOW, alternatives, vocabulary


class Word(Record):
    """A direction word and its place in the text it was found in."""

    direction: Direction
    start: int
    end: int
    vague: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    ways = vocabulary()["directions"]
    up, down, vague = (alternatives(ways[each]) for each in ("up", "down", "vague"))
    return {
        "direction": regex(
            rf"(?:(?P<up>(?<![最许很不至])(?:{up}))|(?P<down>(?<![最至不增])(?:{down})))"
            r"(?:(?:额|幅度|幅|率|数|金额|比例|比率|值)(?:为|是|约为|达到|达|约|共|合计)?|"
            r"(?<=幅)(?:为|是|约为|达到|达|约)|(?:了|达|约|近|共|合计))?[，：]?$"
        ),
        "moves": regex(f"{up}|{down}"),
        "became": regex(rf"(?:(?P<up>{up})|(?P<down>{down}))(?:为|到|至)$"),
        "flat": regex(
            rf"(?P<vague>{vague})?(?:保持|均|都|大)?(?P<vague2>{vague})?(?P<word>{alternatives(ways['flat'])})"
        ),
        "still": regex(alternatives(ways["flat"])),
        "gap": regex(rf"(?:的)?(?:{alternatives(ways['gap'])})(?:为|约|是)?$"),
        "moved": regex(rf"^(?:有所|均|都|各|略有|略)?(?:(?P<up>{up})|(?P<down>{down}))"),
    }


def direction_at_end(text: str) -> Word | None:
    """The direction word that the text ends with (增加, 下降了, 增幅为)."""
    start = max(0, len(text) - WINDOW)
    if not _patterns()["moves"].search(text, start):
        return None
    return _way(_patterns()["direction"].search(text, start))


def _way(match: re.Match[str] | None) -> Word | None:
    if match is None:
        return None
    group = "up" if match["up"] else "down"
    return Word(Direction(group), *match.span(group))


def outcome_at_end(text: str) -> Word | None:
    """减少为 or 增加到 at the end of a text: what follows is the new figure."""
    if not text.endswith(("为", "到", "至")):
        return None
    match = _patterns()["became"].search(text)
    if match is None:
        return None
    return Word(Direction.UP if match["up"] else Direction.DOWN, *match.span())


def flat_in(text: str) -> Word | None:
    """A word of no change (持平, 一致) in the text, with its vagueness (基本持平)."""
    if not _patterns()["still"].search(text):
        return None
    match = _patterns()["flat"].search(text)
    if match is None:
        return None
    vague = bool(match["vague"] or match["vague2"])
    return Word(Direction.FLAT, *match.span("word"), vague)


def flat_at_start(text: str) -> bool:
    """Whether the text starts with a word of no change."""
    return _patterns()["flat"].match(text) is not None


def gap_at_end(text: str) -> re.Match[str] | None:
    """A word of a difference without a direction at the end of the text (差值为)."""
    return _patterns()["gap"].search(text)


def moved_at_start(text: str) -> Word | None:
    """A direction word right at the start, after 有所 and the like."""
    return _way(_patterns()["moved"].match(text))


@cache
def _long_ways() -> re.Pattern[str]:
    ways = vocabulary()["directions"]
    return regex(alternatives([w for w in (*ways["up"], *ways["down"]) if len(w) > 1]))


def direction_words(text: str) -> list[Word]:
    """All words of growth and decline in a text, in order."""
    up = vocabulary()["directions"]["up"]
    return [
        Word(Direction.UP if m[0] in up else Direction.DOWN, m.start(), m.end())
        for m in _long_ways().finditer(text)
    ]
