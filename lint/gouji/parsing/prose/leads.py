"""The words before a figure: its name, its year and its basis."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.prose.words import WINDOW, alternatives, vocabulary

_YEAR = regex(r"(?<!\d)((?:19|20)\d\d)(?:年度|年(?!初|末|底))?(?!\d)")
_BRACKETS = regex(r"（[^（）]{0,30}）")
_SYMBOLS = regex(r"[《》【】\[\]〔〕\s，；。：！？、,.·…—\-_“”（）()]+")
PRIOR_WORDS = regex(r"上年|上一年|去年|前一年|上期")
_CARRIED = regex(r"上年(?:结转|结余|末)")
_WHOLES = tuple(
    [side + total for side in ("收入支出", "收支", "收入", "支出") for total in ("总计", "总量")]
    + [year + side for year in ("本年", "当年") for side in ("收入", "支出")]
)
_BASIS = "\ue001"
_HELD = 0xE100


class Lead(Record):
    """The words that name a figure. ``key`` is the bare name, empty if there is none of its own;
    ``label`` is the name as printed, without year and edges; ``bare`` tells that the words hold
    nothing but year and basis, not even the name of an office."""

    raw: str
    label: str
    key: str
    year: int | None = None
    basis: str | None = None
    bare: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary()
    names = words["names"]
    organisation = alternatives(names["organisations"])
    organisations = f"(?:{organisation})"
    bodies = alternatives([*names["organisations"], *names["bodies"]])
    measure = f"(?:{alternatives(names['starts'])})"
    own = alternatives([w for w in names["filler"] if w[0] in "本我" and w[1:2] != "年"])
    bases = [word for kind in words["basis"].values() for word in kind]
    return {
        "protected": regex(alternatives(names["protected"])),
        "filler": regex(
            f"{alternatives([*_WHOLES, *names['protected']])}|"
            f"{alternatives([w for w in names['filler'] if len(w) > 1])}"
        ),
        "first edge": regex(r"(?:[由从按即为是共各约达了对的和及与数因至均]|在(?!职))+"),
        "last edge": regex(r"[中在为是共各均约达了的数]+$"),
        "before label": regex(
            rf"(?:[，；：、是为的共由从在即]|{own}|其中|年(?:度|末|底|初|中)?|"
            + alternatives(bases)
            + r")+(?=.{2})"
        ),
        "after label": regex(
            r"(?:(?<!人)数|[为是共约达的：，]|金额|合计为|情况(?:说明)?|"
            + alternatives([w for w in bases if w != "预算"])
            + r")+$"
        ),
        "organisation": regex(bodies),
        "entity": regex(rf"^.{{2,40}}?(?:{bodies})(?=(?:部门|单位|本级|（[^）]*）)?{measure})"),
        "only_entity": regex(rf"^.{{2,40}}{organisations}(?:本级|部门|机关|单位)?$"),
    }


@cache
def _bases() -> tuple[re.Pattern[str], dict[str, str | None]]:
    """The words of a basis, the basis of each, and the longer names that mean none by them."""
    words = vocabulary()
    meant: dict[str, str | None] = dict.fromkeys(words["names"]["protected"])
    listed = [alternatives(words["names"]["protected"])]
    for basis in ("initial", "adjusted", "execution", "account", "budget"):
        listed.append(alternatives(words["basis"][basis]))
        for word in words["basis"][basis]:
            meant.setdefault(word, basis)
    return regex("|".join(listed)), meant


def basis_of(text: str) -> str | None:
    """The basis that the words name: initial, adjusted, execution, account or budget."""
    pattern, meant = _bases()
    return next((b for m in pattern.finditer(text) if (b := meant[m[0]])), None)


@lru_cache(maxsize=8192)
def read_lead(text: str, year: int | None) -> Lead:
    """The name, year and basis in the words before a figure."""
    raw = text[-WINDOW:]
    basis = basis_of(raw)
    name = _without_basis(raw) if basis else raw
    label, when = raw, None
    for match in _YEAR.finditer(name):
        when = int(match[1])
    if when is not None:
        name, label = _after_year(name), _after_year(raw)
    elif year is not None and _is_prior(_SYMBOLS.sub("", raw)):
        when = year - 1
    label = _tidy(label)
    key = _key(name)
    bare = not key and not _core(_YEAR.sub("", name))
    return Lead(raw, label, key, when, basis, bare)


def _without_basis(text: str) -> str:
    """A text with a mark in the place of each word of a basis."""
    pattern, meant = _bases()
    return pattern.sub(lambda m: _BASIS if meant[m[0]] else m[0], text)


def _tidy(label: str) -> str:
    """A name as printed without its edges: 为, 共, a basis at the end; 一般公共预算 stays whole."""
    patterns = _patterns()
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return chr(_HELD + len(held) - 1)

    label = patterns["protected"].sub(hold, label)
    before = patterns["before label"].match(label)
    start = before.end() if before else 0
    after = patterns["after label"].search(label, start)
    label = label[start : after.start() if after else None]
    for at, name in enumerate(held):
        label = label.replace(chr(_HELD + at), name)
    return label.strip("，；。：、 ")


def _after_year(text: str) -> str:
    """The name after the last year, or, without one, the name before it (三公经费2024年预算).

    Words before the year belong to the name only if they qualify it (编报绩效目标的2024年度项目).
    """
    years = list(_YEAR.finditer(text))
    if not years:
        return text
    last = years[-1]
    before, after = text[: last.start()], text[last.end() :]
    named = _key(_without_basis(after)) and not before.endswith("的")
    return after if named else before + after


def _is_prior(words: str) -> bool:
    """Whether words before a figure mean the year before (上年), and no balance out of it."""
    return bool(PRIOR_WORDS.match(words)) and not _CARRIED.match(words)


def _key(text: str) -> str:
    """The name without what does not tell two figures apart."""
    patterns = _patterns()
    text = text.replace(_BASIS, "")
    if not patterns["organisation"].search(text):
        return _core(text)
    text = _core(patterns["entity"].sub("", text))
    return "" if patterns["only_entity"].match(text) else text


@lru_cache(maxsize=8192)
def _core(text: str) -> str:
    patterns = _patterns()
    text = text.replace(_BASIS, "")
    text = _SYMBOLS.sub("", _BRACKETS.sub("", text))
    text = patterns["filler"].sub(_kept, text)
    text = text.replace("当年收入", "本年收入").replace("当年支出", "本年支出")
    while True:
        first, last = patterns["first edge"].match(text), patterns["last edge"].search(text)
        if not (first or last):
            return text
        text = text[first.end() if first else 0 : last.start() if last else None]


def _kept(match: re.Match[str]) -> str:
    """A word that fills the name up is left out, a longer name that holds it is not."""
    return match[0] if match[0] in _held_names() else ""


@cache
def _held_names() -> frozenset[str]:
    return frozenset((*_WHOLES, *vocabulary()["names"]["protected"]))
