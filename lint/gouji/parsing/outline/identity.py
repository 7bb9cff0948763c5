"""What a document is: budget or final account, of which year, of which department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from gouji.model.blocks import Line
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.tree import DocumentKind
from gouji.parsing.plain import plain

_KIND_TITLE: Final = regex(
    r"(?:部门|单位|区级|市级|省级|县级|本级|年度?)(?:部门|单位)?(?P<kind>预算|决算)"
    r"(?=公开|说明|情况|编制|草案|报告|表|信息|$)"
)
_KIND_WORD: Final = regex(r"预算|决算")
_SENTENCE: Final = regex(r"[。；，]")
_YEAR: Final = regex(r"(?<!\d)(20\d{2})(?=年)")
_YEAR_TITLE: Final = regex(
    r"(?<![比较与同对])(20\d{2})年度?(?:[\u4e00-\u9fff（）]{0,20}?)(?:预算|决算|概况)"
)
_FILE_YEAR: Final = regex(r"(?<!\d)(20\d{2}|\d{2})(?=年)|(?<!\d)(20\d{2})(?!\d)")
_ENTITY_LABEL: Final = regex(
    r"(?:编制部门|编制单位|预算主管部门|公开部门|公开单位|填报部门|填报单位|部门名称|单位名称|部门|单位)"
    r"(?:（[^）]{0,6}）)?：(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?=金额单位|单位：|公开|20\d\d|$)"
)
_SECTION_ENTITY: Final = regex(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、)?(?:关于)?(?P<name>[\u4e00-\u9fff（）]{4,36}?)"
    r"(?=20\d\d年|概况|主要职能|机构设置|部门预算|单位预算|部门决算)"
)
_OFFICE: Final = regex(
    r"(?:局|委|委员会|办公室|办事处|厅|部|院|中心|站|所|校|学|会|馆|队|处|社|团|园|室|台|政府|联合会|本级|（本级）|法院|检察院)$"
)
_COVER: Final = 12  # lines; a cover holds no more
_TITLE: Final = 60  # characters; longer lines are no titles
_MONEY_UNITS: Final = frozenset(("元", "万元", "千元", "亿元"))


class Identity(Record):
    """What a document is; None (or UNKNOWN) where it does not say so clearly."""

    kind: DocumentKind
    year: int | None
    entity: str | None


def identify(lines: Sequence[Line], path: str, table_titles: Sequence[str]) -> Identity:
    """The kind, the budget year and the department of a document.

    Cover and titles weigh most, headings less, the file name decides only where they are silent.
    """
    words = [plain(line.text) for line in lines]
    titles = [w for w in words if 0 < len(w) <= _TITLE and not _SENTENCE.search(w)]
    tables = [plain(title) for title in table_titles]
    name = plain(PurePath(path).stem)
    return Identity(
        _kind(words[:_COVER], titles, tables, name),
        _year(words, titles, tables, name),
        _entity(words, titles),
    )


def _clear(votes: Counter[str]) -> str | None:
    """The value with clearly more support than the next."""
    ranked = votes.most_common(2)
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]:
        return None
    return ranked[0][0]


def _kind(
    cover: Sequence[str], titles: Sequence[str], tables: Sequence[str], name: str
) -> DocumentKind:
    votes: Counter[str] = Counter()
    for weight, texts in ((4, [t for t in cover if len(t) <= _TITLE]), (1, titles)):
        for text in texts:
            for match in _KIND_TITLE.finditer(text):
                votes[match["kind"]] += weight
    for text in tables:
        # 年初预算 in a final account is a column, 决算 in a budget title is not to be expected
        found = set(_KIND_WORD.findall(text))
        if "决算" in found:
            votes["决算"] += 1
        elif found:
            votes["预算"] += 0 if "一般公共预算" in text or "政府性基金预算" in text else 1
    kind = _clear(votes)
    if kind is None:
        found = set(_KIND_WORD.findall(name))
        kind = found.pop() if len(found) == 1 else None
    if kind is None:
        return DocumentKind.UNKNOWN
    return DocumentKind.BUDGET if kind == "预算" else DocumentKind.ACCOUNT


def _year(
    words: Sequence[str], titles: Sequence[str], tables: Sequence[str], name: str
) -> int | None:
    votes: Counter[str] = Counter()
    for text in words[:_COVER]:
        # Prose on the first page (比2025年预算增加) is not a title.
        for match in _YEAR_TITLE.finditer(text) if len(text) <= _TITLE else ():
            votes[match[1]] += 4
    for text in (*titles, *tables):
        for match in _YEAR.finditer(text):
            votes[match[1]] += 2 if _YEAR_TITLE.match(text, match.start()) else 1
    year = _clear(votes) or _of_first_title(titles, words, votes)
    if year is not None:
        return int(year)
    found = {m[1] or m[2] for m in _FILE_YEAR.finditer(name)}
    if len(found) != 1:
        return None
    digits = found.pop()
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _of_first_title(titles: Sequence[str], words: Sequence[str], votes: Counter[str]) -> str | None:
    """The year of the title itself, where a heading is dated otherwise: it has as many votes as any
    other, and the whole text names none more often."""
    first = next((m[1] for t in titles[:_COVER] if (m := _YEAR_TITLE.search(t))), None)
    if first is None or votes[first] < max(votes.values()):
        return None
    named = Counter(year for text in words for year in _YEAR.findall(text))
    return first if named[first] == max(named.values()) else None


def _entity(words: Sequence[str], titles: Sequence[str]) -> str | None:
    votes: Counter[str] = Counter()
    for text in words:
        if len(text) > 2 * _TITLE:
            continue
        match = _ENTITY_LABEL.search(text)
        if match and match["name"] not in _MONEY_UNITS and not match["name"].endswith("：万元"):
            votes[match["name"]] += 3
    for text in titles[:_COVER]:
        plain_name = "：" not in text and not _KIND_WORD.search(text)
        if _OFFICE.search(text) and 4 <= len(text) <= 36 and plain_name:
            votes[text.removesuffix("（部门）")] += 3
    for text in titles:
        match = _SECTION_ENTITY.match(text)
        if match and _OFFICE.search(match["name"].removesuffix("（部门）")):
            votes[match["name"].removesuffix("（部门）").removeprefix("关于")] += 1
    return _clear(votes)
