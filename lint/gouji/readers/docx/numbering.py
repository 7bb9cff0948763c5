"""Automatic numbering: the labels that Word writes before paragraphs (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.docx.names import VAL, W, number, switch, value
from gouji.readers.docx.numerals import numeral

_LEVELS: Final = 9
_PLACE: Final = regex(r"%([1-9])")


class _Level(Record):
    """One level of a list: how its number is printed and where it starts anew."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level whose number starts this one anew; None: any above
    legal: bool = False
    between: str = " "
    style: str | None = None


class Numbering:
    """The lists of a document and their counters; labels must be asked for in reading order."""

    def __init__(self, root: ET.Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles: dict[tuple[str, str], int] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: ET.Element) -> None:
        abstract = {a.get(W + "abstractNumId", ""): a for a in root.iter(W + "abstractNum")}
        by_style = {s: a for a in abstract.values() if (s := value(a, "styleLink"))}
        for num in root.iter(W + "num"):
            num_id = num.get(W + "numId", "")
            name = value(num, "abstractNumId") or ""
            body = abstract.get(name)
            if body is not None and (link := value(body, "numStyleLink")):
                body = by_style.get(link, body)
            self._lists[num_id] = name
            for level in body.findall(W + "lvl") if body is not None else ():
                self._level(num_id, level)
            for override in num.findall(W + "lvlOverride"):
                index = _index(override)
                if (own := override.find(W + "lvl")) is not None:
                    self._level(num_id, own)
                if value(override, "startOverride") is not None:
                    self._starts[num_id, index] = number(override, "startOverride", 1)

    def _level(self, num_id: str, element: ET.Element) -> None:
        between = {"space": " ", "nothing": ""}.get(value(element, "suff") or "tab", " ")
        restart = value(element, "lvlRestart")
        level = _Level(
            _form(element),
            value(element, "lvlText") or "",
            number(element, "start"),
            None if restart is None else number(element, "lvlRestart"),
            bool(switch(element, "isLgl")),
            between,
            value(element, "pStyle"),
        )
        self._levels[num_id, _index(element)] = level
        if level.style:
            self._styles[num_id, level.style] = _index(element)

    def level_of_style(self, num_id: str, style: str | None) -> int:
        """The level that a list keeps for a style, 0 if it keeps none."""
        return self._styles.get((num_id, style or ""), 0)

    def label(self, num_id: str, index: int) -> str:
        """The label of the next paragraph of a list, with what stands between it and the text."""
        level = self._levels.get((num_id, index))
        if level is None or not 0 <= index < _LEVELS:
            return ""
        counters = self._counters.setdefault(self._lists[num_id], [None] * _LEVELS)
        before = counters[index]
        if (num_id, index) not in self._begun:
            self._begun.add((num_id, index))
            if (num_id, index) in self._starts:
                before = self._starts[num_id, index] - 1
        counters[index] = level.start if before is None else before + 1
        for below in range(index + 1, _LEVELS):
            under = self._levels.get((num_id, below), _Level())
            if under.restart is None or index < under.restart:
                counters[below] = None
        if level.form == "bullet":
            return ""
        text = _PLACE.sub(
            lambda match: self._number(num_id, counters, int(match[1]) - 1, level), level.text
        )
        between = "" if text[-1:] in "、，）．。" else level.between
        return text + between if text.strip() else ""

    def _number(self, num_id: str, counters: list[int | None], index: int, asking: _Level) -> str:
        level = self._levels.get((num_id, index), _Level())
        count = counters[index]
        form = "decimal" if asking.legal else level.form
        return numeral(level.start if count is None else count, form)


def _index(element: ET.Element) -> int:
    text = element.get(W + "ilvl", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _form(level: ET.Element) -> str:
    """The number format; Word writes custom ones in a choice with a plain one to fall back on."""
    found = next(level.iter(W + "numFmt"), None)
    return "decimal" if found is None else found.get(VAL, "decimal")
