"""Lists of item names in prose against the rows of the table that hold amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.regex import regex
from gouji.model.statements import Listing
from gouji.model.tree import Document, Paragraph, Table
from gouji.parsing.plain import item_name
from gouji.parsing.tables.figures import at, figure_columns
from gouji.parsing.tables.header import role_of

_LIST = regex(
    r"(?P<group>人员经费|(?:日常)?公用经费)(?![^。；]{0,8}指)[^。；：]{0,40}?(?:主要)?包括[:：]?(?P<names>[^。；;:：]{4,600})"
)
_NAME = regex(r"[^、，,]+")
_OPEN = regex(r"等(?:支出|费用|方面|项目|经费)*\s*$")
_PERSONNEL = ("301", "303")
_ITEM_DIGITS = 5
# A list that shares less with the table than this is about something else.
_ALIKE = 0.6
# More blank rows than these are no slips: the list names the classification, not the amounts.
_SLIPS = 2
_MAIN = "the list names the main items"
_BOILERPLATE = "the list names the classification, not the amounts"


def listings(document: Document) -> list[Listing]:
    """Every name of every list of economic items against the table of basic expenditure."""
    tables = [t for t in document.tables if t.kind == "basic_economic" and not t.unread]
    if len(tables) != 1:
        return []
    found: list[Listing] = []
    for paragraph in document.paragraphs:
        if "包括" in paragraph.text:
            for match in _LIST.finditer(paragraph.text):
                found += _listing(paragraph, match, tables[0])
    return found


def _listing(paragraph: Paragraph, match: re.Match[str], table: Table) -> Iterator[Listing]:
    rows = _rows(table, personnel="人员" in match["group"])
    start = match.start("names")
    names = [
        (item_name(m.group()), Anchor(paragraph, start + m.start(), start + m.end()))
        for m in _NAME.finditer(match["names"])
    ]
    known = [(name, place) for name, place in names if name in rows]
    if len(known) < _ALIKE * len(names) or not known:
        return
    blank = sum(not rows[name].quantity.value for name, _ in known)
    why_not = _BOILERPLATE if blank > _SLIPS else ""
    for name, place in known:
        yield Listing(place, name, rows[name], why_not=why_not)
    if _OPEN.search(match["names"]) or len(known) < len(names):
        return
    listed = {name for name, _ in known}
    left_out = {n: r for n, r in rows.items() if n not in listed and r.quantity.value}
    least = min(rows[name].base for name in listed)
    # A list of the main items names the largest; one that lacks a single item has a gap.
    smaller = all(row.base < least for row in left_out.values())
    main = _MAIN if len(left_out) > 1 and smaller else ""
    whole = Anchor(paragraph, start, match.end("names"))
    for name, row in left_out.items():
        yield Listing(whole, name, row, listed=False, why_not=main)


def _rows(table: Table, *, personnel: bool) -> dict[str, Figure]:
    """The innermost items of one group, by name; a name of two codes keeps the filled row."""
    rows: dict[str, Figure] = {}
    for panel in table.panels:
        column = _total_column(panel.columns[c].path for c in figure_columns(panel))
        positions = figure_columns(panel)
        for row in panel.rows:
            code = row.head.code
            if len(code) != _ITEM_DIGITS or (code[:3] in _PERSONNEL) is not personnel:
                continue
            figure = at(row, positions[column])
            name = item_name(row.head.name)
            if figure is not None and not (name in rows and rows[name].quantity.value):
                rows[name] = figure
    return rows


def _total_column(paths: Iterable[tuple[str, ...]]) -> int:
    """Which of the columns of figures holds totals; the first if none says so."""
    for index, path in enumerate(paths):
        if path and role_of(path[-1]) == "total":
            return index
    return 0
