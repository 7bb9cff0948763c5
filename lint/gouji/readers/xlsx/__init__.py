"""The XLSX reader: the sheets of a workbook as the tables of one document.

Numbers read as the sheet shows them. Hidden sheets, rows and columns are passed over and told of.
Notices: ``hidden-sheet`` (``sheet``), ``hidden-rows`` and ``hidden-columns`` (``sheet``,
``count``), ``uncalculated`` (``sheet``, ``count``), ``sheet-limit`` (``sheet``, ``maximum``).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

from gouji.model.blocks import Grid, Line, Notice, ReadError, Reading
from gouji.readers.archive import Package, elements_of
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.xlsx.layout import blocks_of
from gouji.readers.xlsx.sheet import Shared, Sheet, inline_text, read_sheet
from gouji.readers.xlsx.styles import CellStyles

__all__ = ["read_xlsx"]

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRINGS: Final = frozenset(("si",))


def read_xlsx(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """Read a workbook.

    :raises ReadError: ``damaged``, ``encrypted``, ``too-large-inside`` or ``no-content``.
    """
    return xlsx_of(Package(data, limits), limits)


def xlsx_of(package: Package, limits: Limits) -> Reading:
    """Read a workbook from its package."""
    name = package.main_part()
    root = package.xml(name) if name else None
    if root is None:
        raise ReadError("damaged", reason="workbook")
    targets = package.targets(name)
    kinds = dict(targets.values())
    shared = Shared(
        _strings(package, kinds.get("sharedStrings", ""), limits),
        CellStyles(package.xml(kinds.get("styles", ""))),
        any(e.get("date1904") in ("1", "true") for e in _named(root, "workbookPr")),
    )
    blocks: list[Line | Grid] = []
    notices: list[Notice] = []
    left = limits.cells
    for entry in _named(root, "sheet"):
        title = entry.get("name", "")
        kind, part = targets.get(entry.get(_RELATION, ""), ("", ""))
        if kind != "worksheet":
            continue
        if entry.get("state", "visible") != "visible":
            notices.append(Notice("hidden-sheet", values={"sheet": title}))
            continue
        sheet = read_sheet(package, part, title, shared, limits, left)
        left -= sum(len(row) for row in sheet.rows.values())
        blocks += blocks_of(sheet, limits)
        notices += _notices(sheet, limits)
    if not blocks:
        raise ReadError("no-content")
    return Reading("xlsx", (), tuple(blocks), tuple(notices))


def _named(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if element.tag.endswith("}" + name))


def _strings(package: Package, part: str, limits: Limits) -> list[str]:
    if not part:
        return []
    items = elements_of(package, part, limits.xml_bytes, _STRINGS)
    return [inline_text(element) for _, element in items]


def _notices(sheet: Sheet, limits: Limits) -> Iterator[Notice]:
    """What of a sheet was not read."""
    if sheet.skipped_rows:
        yield Notice("hidden-rows", values={"sheet": sheet.name, "count": sheet.skipped_rows})
    if count := sheet.skipped_columns():
        yield Notice("hidden-columns", values={"sheet": sheet.name, "count": count})
    if sheet.uncalculated:
        yield Notice("uncalculated", values={"sheet": sheet.name, "count": sheet.uncalculated})
    if sheet.cut:
        yield Notice("sheet-limit", values={"sheet": sheet.name, "maximum": limits.cells})
