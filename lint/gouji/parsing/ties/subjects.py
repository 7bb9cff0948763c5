"""What a figure of the prose measures, by the names before it, the headings over it and the tables.

The flow, fund, item and role are told from the words; where they leave several readings open, all
are given, the most likely one first, and whether a figure that fits none of them is a mistake.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from gouji.model.figure import Measure
from gouji.model.regex import regex
from gouji.parsing.items import (
    CLASS_NAMES,
    TOTAL,
    beside_three_public,
    is_average,
    three_public_item,
)
from gouji.parsing.plain import item_name, plain
from gouji.parsing.tables.header import role_of
from gouji.parsing.tables.measures import RUNNING
from gouji.parsing.ties.books import Books
from gouji.parsing.ties.levels import levels_in

_FUNDS = {
    "政府性基金": "government_fund",
    "国有资本经营": "state_capital",
    "一般公共预算": "general",
    "财政专户": "special_account",
    "财政拨款": "fiscal",
    "财政补助": "fiscal",
    "单位资金": "own",
}
_TRANSFER = regex("上级|转移支付|结转|结余|用事业基金|上年")
_CARRIED_IN = regex(
    r"^(?:使用)?(?:上年|年初)(?:财政拨款)?结转(?:和|与|、|及)?(?:结余)?(?:资金|(?:预算)?(?:安排)?的?支出)?$"
)
_ROLES = (
    ("personnel", regex("人员经费(?:支出)?$")),
    ("public", regex("公用经费(?:支出)?$")),
    ("basic", regex("基本支出(?:预算|决算)?$")),
    ("project", regex("项目支出(?:预算|决算)?$")),
)
# The code of an item, whole or in its three parts.
_CODES = regex(
    r"(?<![\d.,])(2\d{6})(?![\d.,])|[（(](2\d\d)[）)][^（）()]*[（(](\d\d)[）)][^（）()]*[（(](\d\d)[）)]"
)
# Words before 基本支出, 人员经费 … that limit it to a fund and to nothing else.
_FUND_WORDS = regex(
    "一般公共预算|政府性基金预算?|国有资本经营预算?|财政专户|单位资金|财政|拨款|补助|安排|预算|决算|支出|基本"
)
_END = r"(?:预算|决算)?(?:总额|合计|总计|总体|总数|数)?"
_TOTAL_NAME = regex(
    r"(?:(?:(?:政府性基金|国有资本经营)(?:预算)?|一般公共预算))?(?:(?:当年|财政)?(?:拨款|补助))?"
    r"(?:(?P<both>收支总(?:预算|决算|计|额|体)?|收入支出总[计额]?|收、支总[计额]?|收支预算(?:总额?)?)"
    rf"|本年(?:度)?(?P<year>收入|支出){_END}|(?P<income>(?:事业|其他|经营|事业单位经营|上级补助|附属单位上缴)?收入){_END}"
    rf"|(?P<spending>支出){_END}|(?P<fund>(?<=拨款)(?:预算)?合计|(?<=预算)(?:拨款)?合计|(?<=预算)|(?<=拨款)))(?:为|是)?$"
)
_RUNNING = regex(
    r"(?:一般公共预算|财政)?(?:拨款)?(?:安排)?的?机关运行经费(?:财政拨款|拨款|支出|预算|决算|安排|合计|总额|共|共计)*$"
)
# All offices that have running costs, by their numbers.
_OFFICES = regex(
    r"[\d零一二三四五六七八九十]+[家个](?:机关|行政单位)[和及、]"
    r"[\d零一二三四五六七八九十]+[家个]参公(?:事业)?单位[^，。；]*机关运行经费"
)
_NOBODY = regex(
    r"(?:本|我|全)?(?:部门|单位|局|委|办|机关)?(?:（部门）|年度|全年|当年|20\d\d年度?|的|汇总|及所属单位)*"
)
_FUND_ONLY = regex(
    r"(?:使用)?(?:政府性基金|国有资本经营)(?:预算)?(?:财政拨款|拨款)?(?:支出|安排的支出)?"
)
# The targets of the whole department are set for all of its money.
_WHOLE_TARGET = regex(r"整体(?:支出|预算)?绩效(?:预算)?目标")
_SOURCES = frozenset(
    ("own", "business", "business_operation", "superior", "affiliated", "other_income")
)
_PUBLIC = regex("三公")

# Readings, year and basis left open, and whether that is certain.
Meaning: TypeAlias = tuple[tuple[Measure, ...], bool]


def meaning(
    subject: tuple[str, ...],
    around: tuple[str, ...],
    books: Books,
    entity: str | None,
    before: str = "",
) -> Meaning | None:
    """What a subject may measure (year and basis left open), and whether that is certain."""
    label = subject[-1]
    if is_average(label):
        return None
    running = _RUNNING.search(label)
    if running is not None:
        sure = _speaks_of_the_whole(label[: running.start()], entity) or bool(
            _OFFICES.search(before)
        )
        return (Measure(RUNNING, "fiscal", TOTAL, TOTAL),), sure
    if _CARRIED_IN.search(label):
        whole = "fiscal" if _fund((label, *around)) == "fiscal" else "all"
        return (Measure("carried_in", whole, TOTAL, TOTAL),), True
    if _FUND_ONLY.fullmatch(label) and label.endswith("安排的支出"):
        return (Measure("expenditure", _fund((label,)), TOTAL, TOTAL),), True
    if _TRANSFER.search(label):
        return None
    if names := _names(label):
        return _item_reading(names, subject, around, books)
    code = _code_told(before, label, books)
    if code is not None:
        return _spent_on(code, subject, around)
    if _is_three_public(subject, around):
        return _three_public_reading(subject)
    role, rest = _role(label)
    named, outer = _fund((label,)), _fund(tuple(reversed(subject[:-1])))
    if named == "fiscal" and outer not in (None, named):
        return None  # 一般公共预算收入 9 万元，其中：财政拨款 8 万元: a part of that fund
    fund = named or outer or _fund(around)
    if role is not None:
        within = [w for w in subject[:-1] if _is_an_item(w, entity)]
        if within:
            return _role_of_item(role, within[-1], fund, books)
        measures, sure = _role_reading(role, fund, around)
        limited = not _speaks_of_the_whole(_FUND_WORDS.sub("", rest), entity)
        return measures, sure and not limited
    if item_name(label) in CLASS_NAMES:
        code = CLASS_NAMES[item_name(label)]
        return _class_reading(code, subject, around, before, books)
    return _total_reading(label, fund, around, entity)


def _names(label: str) -> tuple[str, ...]:
    """The names of a classified item by its levels, from 类 to 项."""
    return tuple([name for _, name in levels_in(label)])


def fund_alone(subject: str) -> str | None:
    """The fund that a statement is about which speaks of nothing else (政府性基金预算支出)."""
    match = _FUND_ONLY.fullmatch(subject)
    return _fund((subject,)) if match else None


def _class_reading(
    code: str, subject: tuple[str, ...], around: tuple[str, ...], before: str, books: Books
) -> Meaning | None:
    """A class (类) by its bare name: of the fund its own words name, or, where only the heading
    names one, of that fund or of a fund within it."""
    own = _fund(tuple(reversed(subject)))
    heading = _fund(around)
    if own is None and heading is None and not _whole_department(around):
        return None
    funds = [own] if own else [heading or "all"]
    if own is None and funds[0] in ("all", "fiscal"):
        funds += ["fiscal", "general"]
    sure = True
    if own is None and any(word in before for word in _FUNDS):
        # A fund named earlier in the sentence (财政拨款支出主要用于：教育支出…) may limit it.
        named = _fund((before,))
        funds = [named, *funds] if named else funds
        sure = any(m.fund == named and m.item == code for m in books.stated)
    readings = dict.fromkeys(Measure("expenditure", f, code, TOTAL) for f in funds)
    return tuple(readings), sure


@lru_cache(maxsize=4096)
def _fund(texts: tuple[str, ...]) -> str | None:
    """The fund the nearest words limit a figure to; None if they name none or several."""
    for text in texts:
        named = {fund for word, fund in _FUNDS.items() if word in text}
        if named:
            inner = named - {"fiscal"} or named
            return next(iter(inner)) if len(inner) == 1 else None
    return None


def _whole_department(around: tuple[str, ...]) -> bool:
    """Whether the nearest heading speaks of all funds together."""
    return (
        bool(around)
        and _fund(around[:1]) is None
        and any(flow in around[0] for flow in ("收支", "收入", "支出"))
    )


def _item_reading(
    names: tuple[str, ...], subject: tuple[str, ...], around: tuple[str, ...], books: Books
) -> Meaning | None:
    code = books.code(names)
    if code is None and len(names) == 1:
        code = CLASS_NAMES.get(names[0])
    if code is None and levels_in(subject[-1])[-1][0] == "项":
        code = books.item(names)
    return None if code is None else _spent_on(code, subject, around)


def _code_told(before: str, name: str, books: Books) -> str | None:
    """The code that stands by the name of an item (2010301 行政运行, 司法（06）行政运行（01）), if
    the tables call it so."""
    told = _CODES.findall(before)
    code = "F" + "".join(told[-1]) if told else ""
    return code if code and books.is_called(code, name) else None


def _spent_on(code: str, subject: tuple[str, ...], around: tuple[str, ...]) -> Meaning:
    """What is spent on an item: of the fund its own words or the heading names, or of any."""
    fund = _fund(tuple(reversed(subject[:-1]))) or _fund(around)
    if fund is not None:
        return (Measure("expenditure", fund, code, TOTAL),), True
    return tuple(Measure("expenditure", f, code, TOTAL) for f in ("general", "fiscal", "all")), True


def _is_three_public(subject: tuple[str, ...], around: tuple[str, ...]) -> bool:
    context = (*subject, *around[:2])
    if not any(_PUBLIC.search(words) for words in context):
        return False
    label = subject[-1]
    return bool(_PUBLIC.search(label) or three_public_item(label) or beside_three_public(label))


def _three_public_reading(
    subject: tuple[str, ...],
) -> Meaning | None:
    label = subject[-1]
    item = three_public_item(label) or beside_three_public(label)
    item = item or (TOTAL if _PUBLIC.search(label) else None)
    if item is None:
        return None
    # 预算数 of the table may be the initial or the adjusted budget
    return (Measure("three_public", "fiscal", item, TOTAL),), True


def _role(label: str) -> tuple[str | None, str]:
    """The role a label ends in (项目支出), and the words before it."""
    for role, pattern in _ROLES:
        match = pattern.search(label)
        if match:
            return role, label[: match.start()]
    return None, label


def _role_reading(role: str, fund: str | None, around: tuple[str, ...]) -> Meaning:
    funds = (fund,) if fund else ("all",) if _whole_department(around) else ("all", "general")
    return tuple(Measure("expenditure", f, TOTAL, role) for f in funds if f), bool(fund) or len(
        funds
    ) == 1


def _is_an_item(whole: str, entity: str | None) -> bool:
    """Whether what a figure is a part of is less than all the money of a fund."""
    if _total_reading(whole, None, (), entity) is not None:
        return False
    return not _speaks_of_the_whole(_FUND_WORDS.sub("", whole), entity)


def _role_of_item(role: str, whole: str, fund: str | None, books: Books) -> Meaning | None:
    """Basic or project expenditure of one item (行政运行 100 万元，其中：基本支出 80 万元)."""
    names = _names(whole) or (whole,)
    code = books.code(names) or CLASS_NAMES.get(item_name(names[-1]))
    if code is None:
        return None
    funds = (fund,) if fund else ("general", "fiscal", "all")
    return tuple(Measure("expenditure", f, code, role) for f in funds), True


def _total_reading(
    label: str, fund: str | None, around: tuple[str, ...], entity: str | None
) -> Meaning | None:
    """收入总计, 支出预算, 收支总预算, 其他收入: the total of a fund, of a source, of everything."""
    if _WHOLE_TARGET.search(label):
        return tuple(Measure(f, "all", TOTAL, TOTAL) for f in ("grand", "expenditure")), True
    if role_of(label) in _SOURCES:
        return (Measure("income", str(role_of(label)), TOTAL, TOTAL),), True
    match = _TOTAL_NAME.search(label)
    if match is None or not _speaks_of_the_whole(label[: match.start()], entity):
        return None
    source = role_of(match.group())
    if source is not None and source in _SOURCES:
        return (Measure("income", source, TOTAL, TOTAL),), True
    whole = fund or "all"
    flows: tuple[str, ...] = ("expenditure", "income", "grand")
    if match["both"]:
        flows = ("grand",)
    elif match["year"]:
        flows = ("income",) if "收入" in match["year"] else ("expenditure",)
    elif match["income"]:
        flows = ("income", "grand")
    elif match["spending"]:
        flows = ("expenditure", "grand")
    elif any("收入" in words and "支出" not in words for words in around[:1]):
        flows = ("income", "grand")
    if whole not in ("all", "fiscal", "general"):
        # such a fund is not carried over
        flows = tuple(f for f in flows if f != "grand") or ("income", "expenditure")
    return tuple(Measure(f, whole, TOTAL, TOTAL) for f in flows), True


def _speaks_of_the_whole(before: str, entity: str | None) -> bool:
    """Whether nothing but the department stands before the name of a total."""
    rest = before.replace(plain(entity), "") if entity else before
    return _NOBODY.fullmatch(rest) is not None
