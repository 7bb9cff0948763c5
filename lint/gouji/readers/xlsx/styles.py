"""Cell styles of a workbook: number format, borders, font."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

from gouji.model.record import Record
from gouji.readers.xlsx.formats import BUILTIN

_SIDES: Final = ("left", "right", "top", "bottom", "start", "end")
_NO_LINE: Final = (None, "none")


class CellStyle(Record):
    """How a cell shows what it holds; ``size`` in points."""

    code: str = "General"
    bordered: bool = False
    size: float = 0.0
    bold: bool = False


class CellStyles:
    """The styles by the index that cells give."""

    def __init__(self, root: ET.Element | None) -> None:
        self._plain = CellStyle()
        self._styles: list[CellStyle] = []
        if root is None:
            return
        codes = dict(BUILTIN)
        for element in _children(root, "numFmts"):
            codes[_int(element.get("numFmtId"))] = element.get("formatCode", "General")
        fonts = [_font(font) for font in _children(root, "fonts")]
        borders = [_drawn(border) for border in _children(root, "borders")]
        for xf in _children(root, "cellXfs"):
            font, border = _int(xf.get("fontId")), _int(xf.get("borderId"))
            size, bold = fonts[font] if font < len(fonts) else (0.0, False)
            self._styles.append(
                CellStyle(
                    codes.get(_int(xf.get("numFmtId")), "General"),
                    border < len(borders) and borders[border],
                    size,
                    bold,
                )
            )

    def of(self, index: str | None) -> CellStyle:
        """The style of an index; a plain one where there is none."""
        number = _int(index)
        return self._styles[number] if number < len(self._styles) else self._plain


def _children(root: ET.Element, name: str) -> Iterator[ET.Element]:
    for child in root:
        if child.tag.endswith("}" + name):
            yield from child


def _int(text: str | None) -> int:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0


def _font(font: ET.Element) -> tuple[float, bool]:
    size, bold = 0.0, False
    for child in font:
        if child.tag.endswith("}sz"):
            try:
                size = min(float(child.get("val", "0")), 1000.0)
            except ValueError:
                size = 0.0
        elif child.tag.endswith("}b"):
            bold = child.get("val", "1") in ("1", "true")
    return size, bold


def _drawn(border: ET.Element) -> bool:
    """Whether a border has a line on any side."""
    return any(
        side.tag.rpartition("}")[2] in _SIDES and side.get("style") not in _NO_LINE
        for side in border
    )
