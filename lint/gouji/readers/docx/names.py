"""The names of WordprocessingML (ECMA-376, part 1, 17) that the reader knows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

VAL: Final = W + "val"
P: Final = W + "p"
PPR: Final = W + "pPr"
RUN: Final = W + "r"
RPR: Final = W + "rPr"
T: Final = W + "t"
TABLE: Final = W + "tbl"
ROW: Final = W + "tr"
CELL: Final = W + "tc"
SDT: Final = W + "sdt"
SDT_CONTENT: Final = W + "sdtContent"
BOX: Final = W + "txbxContent"
ALTERNATE: Final = MC + "AlternateContent"

# What wraps content without changing it; tracked insertions are taken.
WRAPPERS: Final = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "sdtContent", "dir", "bdo")
)
# Tracked deletions are dropped.
DELETED: Final = frozenset((W + "del", W + "moveFrom"))


def value(parent: ET.Element | None, name: str) -> str | None:
    """The ``w:val`` of a child, None if there is no such child; no ``w:val`` means ``"on"``."""
    if parent is None:
        return None
    child = parent.find(W + name)
    return None if child is None else child.get(VAL, "on")


def number(parent: ET.Element | None, name: str, default: int = 0) -> int:
    """The ``w:val`` of a child as a number."""
    text = value(parent, name) or ""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else default


def switch(parent: ET.Element | None, name: str) -> bool | None:
    """Whether a property is on; None where it is not said."""
    said = value(parent, name)
    return None if said is None else said not in ("0", "false", "off")


def content_of(element: ET.Element) -> ET.Element | None:
    """What holds the content of a wrapper: its own children, those of a control, of a choice."""
    if element.tag == SDT:
        return element.find(SDT_CONTENT)
    return chosen(element) if element.tag == ALTERNATE else element


def chosen(alternate: ET.Element) -> ET.Element | None:
    """The branch of ``mc:AlternateContent`` that has text to read: a choice, else the fallback."""
    branches = [*alternate.findall(MC + "Choice"), *alternate.findall(MC + "Fallback")]
    with_text = (b for b in branches if next(b.iter(T), None) is not None)
    return next(with_text, branches[0] if branches else None)
