"""What a table is by its title: its kind, and the fund it is limited to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from gouji.model.regex import regex
from gouji.parsing.plain import plain
from gouji.vocabulary import load

_KINDS = load("tables")["kind"]
_TITLE = load("tables")["title"]
_YEARS = regex(r"20\d{2}年?度?")
_LESS = regex(r"[-—－]?(?:不含|不包括|不包含|未含)[^（）]*")
_FUNDS = (
    ("government_fund", regex("政府性基金")),
    ("state_capital", regex("国有资本经营")),
    ("general", regex("一般公共预算")),
    ("special_account", regex("财政专户")),
    ("fiscal", regex("财政拨款|财政补助")),
)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NEUTRAL = regex(rf"(?:{_longest_first(_TITLE['neutral'])}|（[^（）]*）|[\d.．-])*$")
_OWNER = regex(rf"(?:{_longest_first([*_TITLE['scopes'], *_TITLE['owners']])})$")


@lru_cache(maxsize=512)
def kind_of(title: str) -> str:
    """The kind of table by its title, ``other`` if no kind fits."""
    words = _LESS.sub("", _YEARS.sub("", plain(title)))
    for kind in _KINDS:
        wanted = all(any(w in words for w in part.split("|")) for part in kind["all"])
        if wanted and not any(w in words for w in kind.get("not", ())) and _is_of_all(words, kind):
            return str(kind["name"])
    return "other"


def _is_of_all(words: str, kind: Mapping[str, str]) -> bool:
    """Whether a title speaks of all that its kind is of, not of some costs or revenues only
    (公务支出, 会议费支出, 事业收入)."""
    ends = [end for word in kind.get("all_of", "").split("|") if (end := words.find(word)) >= 0]
    if "all_of" not in kind or not ends:
        return True
    before = words[: min(ends)]
    named = before[: _start_of(_NEUTRAL, before)]
    return not named or _OWNER.search(named) is not None


def _start_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)


def is_less(caption: str) -> bool:
    """Whether a caption says that its table leaves something out (不含上年结转), so that its totals
    are not those of the same table with it."""
    return _LESS.search(plain(caption)) is not None


@lru_cache(maxsize=512)
def fund_of(title: str) -> str | None:
    """The fund a title limits its table to."""
    words = plain(title)
    return next((fund for fund, pattern in _FUNDS if pattern.search(words)), None)
