"""The lines around a table that belong to it: title, unit, entity, year above; notes below."""

from __future__ import annotations

from gouji.model.blocks import Line
from gouji.model.quantity import MONEY_UNITS, Unit
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.plain import plain
from gouji.vocabulary import load

_WORDS = load("tables")["captions"]
_LONGEST_TITLE = 60
_TITLE = regex(
    r"^(?P<number>[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])?"
    r"(?P<words>.*?表(?:（[^（）]*(?:人员经费|公用经费|工资福利|商品和服务|个人和家庭|经济分类)[^（）]*）"
    r"|[-—－–]{1,2}(?!\d)[^\d，。；：、（）—-]{2,20})*)(?:（[^（）]{1,20}）|[-—]\d+|续|\d)*$"
)
_LABEL = regex(
    r"^(?:附?件?(?:公开)?(?:预算|决算|财决)?公?开?)?表?(?:附?表)?[0-9一二三四五六七八九十]{1,3}(?:-\d+)?(?:表|：)?$"
)
_TABLE_NUMBER = regex(r"表(?P<number>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:-\d+)*)$")
_SUBTITLE = regex(r"^（?\d{4}年?度?（?[^\d]{0,6}）?$")
_CONTINUED = regex(r"^（?续表?）?\d*$")
_UNIT = regex(r"(?:单位|计量单位)：(?:人民币)?(?P<unit>百万元|万元|千元|亿元|元|万)")
_UNIT_ALONE = regex(r"(?:^（?(?:人民币)?|表（)(?P<unit>百万元|万元|千元|亿元|元)）?$")
_YEAR = regex(r"(?P<year>20\d{2})年?度?")
_NO_DATA = "无数据|没有数据|无相关数据"
_EMPTY = regex(rf"空表|表.*?(?:为空(?!表)|{_NO_DATA})|(?:{_NO_DATA}).*?表")
# 若为空表，则为该部门无政府性基金收支: printed under every such table.
_CONDITIONAL = regex(r"(?:^|[，。；：])(?:若|如|如果|当)[^，。；]{0,10}(?:空表|为空|无数据)")
_PART = regex(r"^第[一二三四五六七八九十]+(?:部分|章)")
_NOT_A_TITLE = regex(r"[。；！？]$|见表|如下表|下表|详见|附表$|^注")


class Caption(Record):
    """What the lines above a table say: the lines themselves, oldest first, and what they mean."""

    lines: tuple[Line, ...] = ()
    title: str = ""
    number: str = ""
    unit: Unit | None = None
    year: int | None = None


def unit_of(text: str) -> Unit | None:
    """The money unit named by a caption such as ``单位：万元``."""
    words = plain(text)
    match = _UNIT.search(words) or _UNIT_ALONE.search(words)
    return MONEY_UNITS[match["unit"]] if match else None


def title_of(text: str) -> str:
    """The title of a table in a line such as ``三、2024年部门支出总表（续）``, or ``""``."""
    words = plain(text)
    if len(words) > _LONGEST_TITLE or _NOT_A_TITLE.search(words):
        return ""
    match = _TITLE.match(words)
    return match["words"] if match else ""


def is_label(text: str) -> bool:
    """Whether a line only numbers a table (表3, 公开01表)."""
    return bool(_LABEL.match(plain(text)))


def year_of(text: str) -> int | None:
    """The year named in a title."""
    match = _YEAR.search(plain(text))
    return int(match["year"]) if match else None


def is_caption(text: str) -> bool:
    """Whether a line says what a table is, rather than something of the document."""
    words = plain(text)
    if not words or len(words) > 2 * _LONGEST_TITLE or _PART.match(words):
        return False
    return bool(
        title_of(text)
        or _LABEL.match(words)
        or _SUBTITLE.match(words)
        or _CONTINUED.match(words)
        or unit_of(text)
        or says_whose(text)
    )


def says_whose(text: str) -> bool:
    """Whether a line names the department or the unit of a table (编制单位：某局)."""
    words = plain(text)
    return any(words.startswith(w) for w in _WORDS["entity"])


def is_year(text: str) -> bool:
    """Whether a line names a year and nothing else (2024年, （2024年度）)."""
    return bool(_SUBTITLE.match(plain(text)))


def is_note(text: str) -> bool:
    """Whether a line under a table speaks of it."""
    words = plain(text)
    return any(words.startswith(w) for w in _WORDS["note"]) or says_empty(text)


def says_empty(text: str) -> bool:
    """Whether a note says that a table has no figures."""
    words = plain(text)
    return bool(_EMPTY.search(words)) and not _CONDITIONAL.search(words)


def read_caption(lines: tuple[Line, ...]) -> Caption:
    """What the caption lines of one table mean."""
    title = number = ""
    unit: Unit | None = None
    year: int | None = None
    for line in lines:
        words = plain(line.text)
        found = title_of(line.text)
        if found and not _LABEL.match(words) and not (title and len(found) < 4):
            title = found
        label = _TABLE_NUMBER.search(words) if len(words) <= 12 else None
        if label:
            number = label["number"]
        unit = unit_of(line.text) or unit
        year = year_of(line.text) or year
    return Caption(lines, title, number, unit, year)
