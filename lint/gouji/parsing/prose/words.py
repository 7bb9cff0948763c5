"""Reads the words before a figure: its name, year and basis, and what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.vocabulary import load

MEASURES = ("支出", "收入", "经费", "费", "资金", "预算", "拨款")  # what names of money end in
_WINDOW = 120
_YEAR = regex(r"(?<!\d)((?:19|20)\d\d)(?:年度|年(?!初|末|底))?(?!\d)")
_BRACKETS = regex(r"（[^（）]{0,30}）")
_SYMBOLS = regex(r"[《》【】\[\]〔〕\s，；。：！？、,.·…—\-_“”（）()]+")
_PRIOR_WORDS = regex(r"上年|上一年|去年|前一年|上期")
_CARRIED = regex(r"上年(?:结转|结余|末)")
_WHOLES = tuple(
    [side + total for side in ("收入支出", "收支", "收入", "支出") for total in ("总计", "总量")]
    + [year + side for year in ("本年", "当年") for side in ("收入", "支出")]
)
_SAME = regex(r"同比(?=[^，；。]{0,4}$)")
_CUT = regex(r"相比较|相比|比较|相较|对比")
_COMPARED = regex(r"(?:数|的)?(?:差值|差额|相差|差异|基本|大致|大体|总体|保持)")
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


class Base(Record):
    """What a figure is compared with (比上年, 较年初预算); ``earlier`` marks 上年 and the like,
    ``place`` is where the words stand."""

    raw: str
    year: int | None
    basis: str | None
    comparable: bool = False
    earlier: bool = False
    place: Anchor | None = None


class Word(Record):
    """A direction word and its place in the text it was found in."""

    direction: Direction
    start: int
    end: int
    vague: bool = False


def alternatives(words: list[str]) -> str:
    """A pattern of the words, longest first."""
    return "|".join(re.escape(w) for w in sorted(dict.fromkeys(words), key=len, reverse=True))


@cache
def vocabulary() -> dict[str, Any]:
    """The words of prose."""
    return load("prose")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary()
    ways, names = words["directions"], words["names"]
    up, down = alternatives(ways["up"]), alternatives(ways["down"])
    vague = alternatives(ways["vague"])
    time = (
        r"(?:(?:19|20)\d\d年?|上年|上一年|去年|前一年|上期|同期|今年|本年|当年|年初|年度|全年|调整|预算|决算|"
        r"部门预算|执行|计划|基期)"
    )
    organisation = alternatives(names["organisations"])
    organisations = f"(?:{organisation})"
    measure = f"(?:{alternatives(names['starts'])})"
    own = alternatives([w for w in names["filler"] if w[0] in "本我" and w[1:2] != "年"])
    bases = [word for kind in words["basis"].values() for word in kind]
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
        "base": regex(rf"(?P<prep>对比|相比|比|较|与|同|和|跟)(?={time})"),
        "comparable": regex(rf"按?(?:{alternatives(ways['comparable'])})[^，；。]*$"),
        "against": regex(
            r"(?P<left>预算数|决算数|支出决算|执行数|实际支出|决算)[^，；。]{0,8}?"
            rf"(?<!没有)(?<![未不])(?:(?P<up>{alternatives(ways['greater'])})|(?P<down>{alternatives(ways['less'])})|"
            rf"(?P<flat>{alternatives(ways['equal'])}))于?(?P<right>[^，；。]{{0,6}}?(?:预算数|决算数|预算|决算))"
        ),
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
        "organisation": regex(organisation),
        "entity": regex(rf"^.{{2,40}}?{organisations}(?=(?:部门|单位|本级|（[^）]*）)?{measure})"),
        "only_entity": regex(rf"^.{{2,40}}{organisations}(?:本级|部门|机关|单位)?$"),
    }


def direction_at_end(text: str) -> Word | None:
    """The direction word that the text ends with (增加, 下降了, 增幅为)."""
    start = max(0, len(text) - _WINDOW)
    if not _patterns()["moves"].search(text, start):
        return None
    match = _patterns()["direction"].search(text, start)
    if match is None:
        return None
    span = match.span("up") if match["up"] else match.span("down")
    return Word(Direction.UP if match["up"] else Direction.DOWN, *span)


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


def gap_at_end(text: str) -> re.Match[str] | None:
    """A word of a difference without a direction at the end of the text (差值为)."""
    return _patterns()["gap"].search(text)


def moved_at_start(text: str) -> Word | None:
    """A direction word right at the start, after 有所 and the like."""
    match = _patterns()["moved"].match(text)
    if match is None:
        return None
    span = match.span("up") if match["up"] else match.span("down")
    return Word(Direction.UP if match["up"] else Direction.DOWN, *span)


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
    earlier = bool(_PRIOR_WORDS.search(name))
    if when is None and year is not None and earlier:
        when = year - 1
    start = found.start()
    before = _patterns()["comparable"].search(text[:start], max(0, start - 12))
    return (
        before.start() if before else start,
        end,
        Base(name, when, lead.basis, before is not None, earlier),
    )


def _compared(text: str) -> bool:
    """Whether the text goes on as a comparison does."""
    return bool(
        _COMPARED.match(text)
        or _patterns()["flat"].match(text)
        or direction_at_end(text)
        or moved_at_start(text)
    )


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
    raw = text[-_WINDOW:]
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
    return bool(_PRIOR_WORDS.match(words)) and not _CARRIED.match(words)


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


@cache
def connectors() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of complete lists, open lists and facets (按经济分类)."""
    words = vocabulary()["connectors"]
    return (
        regex(alternatives(words["complete"])),
        regex(rf"{alternatives(words['open'])}|{words['announced']}"),
        regex(
            alternatives(words["facets"])
            + r"|(?:从|按)[^，；。：]{1,10}(?:看|分|划分|分类)(?=[，：]|$)"
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
