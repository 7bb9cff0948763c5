"""Styles of a Word document: what a paragraph inherits (numbering, size, bold)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from gouji.model.record import Record
from gouji.readers.docx.names import PPR, RPR, VAL, W, number, switch, value

_NUMBERING: Final = W + "numPr"
_DEEPEST: Final = 32  # styles based on styles; a longer chain is a loop
_DEFAULT_SIZE: Final = 10.0  # points, where nothing is said (ECMA-376, 17.3.2.38)


class Look(Record):
    """What a style says of a paragraph.

    ``num_id`` is None where nothing is said of numbering; ``size`` is in points.
    """

    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    num_id: str | None = None
    level: int | None = None
    contents: bool = False


def look_of(properties: ET.Element | None, run: ET.Element | None) -> Look:
    """What paragraph properties and run properties say themselves."""
    numbering = properties.find(_NUMBERING) if properties is not None else None
    half_points = number(run, "sz") if run is not None else 0
    num_id = level = None
    if numbering is not None:
        num_id = value(numbering, "numId")
        level = number(numbering, "ilvl") if value(numbering, "ilvl") is not None else None
    return Look(
        half_points / 2 if half_points > 0 else None,
        switch(run, "b"),
        switch(run, "vanish"),
        num_id,
        level,
    )


class Styles:
    """The styles by id, each with what it inherits."""

    def __init__(self, root: ET.Element | None) -> None:
        self._elements: dict[str, ET.Element] = {}
        self._looks: dict[str, Look] = {}
        self._default = ""
        self.base = Look(_DEFAULT_SIZE)
        if root is None:
            return
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default = name
        run = root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
        self.base = _over(look_of(None, run), self.base)

    def look(self, name: str | None) -> Look:
        """What a paragraph of a style looks like; None means the default style."""
        name = self._default if name is None or name not in self._elements else name
        if name not in self._looks:
            self._looks[name] = self._resolved(name)
        return self._looks[name]

    def _resolved(self, name: str) -> Look:
        chain: list[ET.Element] = []
        style = self._elements.get(name)
        while style is not None and len(chain) < _DEEPEST:
            chain.append(style)
            style = self._elements.get(value(style, "basedOn") or "")
        look = self.base
        for style in reversed(chain):
            look = _over(look_of(style.find(PPR), style.find(RPR)), look)
        names = [name, *(value(style, "name") or "" for style in chain)]
        contents = any(n.lower().startswith("toc") for n in names)
        return Look(look.size, look.bold, look.hidden, look.num_id, look.level, contents)


def _over(own: Look, under: Look) -> Look:
    """A look on top of the one it is based on."""
    return Look(
        under.size if own.size is None else own.size,
        under.bold if own.bold is None else own.bold,
        under.hidden if own.hidden is None else own.hidden,
        under.num_id if own.num_id is None else own.num_id,
        under.level if own.level is None else own.level,
        own.contents or under.contents,
    )


def style_of(properties: ET.Element | None) -> str | None:
    """The id of the style that paragraph properties name."""
    style = properties.find(W + "pStyle") if properties is not None else None
    return None if style is None else style.get(VAL)
