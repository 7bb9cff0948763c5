"""Marks in workbooks: comments on cells, and colours laid over them by conditional formats, so that
styles, formulas and calculated values stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from gouji.annotators import AnnotateError, Mark
from gouji.annotators.notes_xlsx import Notes
from gouji.annotators.package import Element, Parts
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.rule import Severity

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REF: Final = regex(r"(?P<letters>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})")
_COLOURS: Final = {
    Severity.ERROR: "FFFF9A94",
    Severity.WARNING: "FFFFD65C",
    Severity.INFO: "FF9ED1FF",
}
# The rule of our conditional formats: always true, and known by its words.
_ALWAYS: Final = '"gouji"<>""'
# What may follow conditional formats in a sheet (ISO/IEC 29500-1, 18.3.1.99).
_AFTER_FORMATS: Final = (
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
    "colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
# What may follow differential formats in the styles (18.8.39).
_AFTER_DIFFERENTIAL: Final = "tableStyles colors extLst".split()


class _Sheet(Record):
    """A sheet: its part, its tree, and the marks on each of its cells."""

    part: str
    root: Element
    marks: dict[str, list[Mark]]


def annotated_xlsx(data: bytes, marks: Sequence[Mark]) -> bytes:
    """The workbook with its comments and coloured cells.

    :raises AnnotateError: ``damaged-output`` for a package that cannot be rewritten.
    """
    parts = Parts(data)
    if not parts.main:
        raise AnnotateError("damaged-output", reason="workbook")
    sheets = _sheets(parts, marks)
    formats = _Formats(parts)
    for sheet in sheets:
        notes = Notes(parts, sheet.part, sheet.root)
        gone = notes.remove_ours() | _uncolour(sheet.root)
        if sheet.marks:
            notes.add({ref: "\n\n".join(m.text for m in ms) for ref, ms in sheet.marks.items()})
            _colour(sheet, formats)
        if sheet.marks or gone:
            parts.touch(sheet.part)
    return parts.finished()


def _sheets(parts: Parts, marks: Sequence[Mark]) -> list[_Sheet]:
    """All worksheets with their marks; marks without a cell are on the first."""
    root = parts.xml(parts.main)
    targets = parts.targets(parts.main)
    sheets: dict[str, _Sheet] = {}
    for entry in root.iter(_tag(root, "sheet")):
        kind, part = targets.get(entry.get(_RELATION, ""), ("", ""))
        if kind == "worksheet" and part in parts:
            sheets.setdefault(entry.get("name", ""), _Sheet(part, parts.xml(part), {}))
    first = next(iter(sheets.values()), None)
    for mark in marks:
        title, _, ref = (mark.pieces[0].part or "" if mark.pieces else "").rpartition("!")
        sheet = sheets.get(title, first)
        if sheet is not None:
            place = ref if _REF.fullmatch(ref) and title in sheets else "A1"
            sheet.marks.setdefault(place, []).append(mark)
    return list(sheets.values())


def _tag(root: Element, name: str) -> str:
    """A name in the namespace of a root (transitional and strict files have different ones)."""
    return f"{{{etree.QName(root).namespace}}}{name}"


def _uncolour(root: Element) -> bool:
    """Take our conditional formats of an earlier run away; whether there were any."""
    found = False
    for formatting in list(root.iter(_tag(root, "conditionalFormatting"))):
        for rule in list(formatting):
            formula = rule.find(_tag(root, "formula"))
            if formula is not None and (formula.text or "").replace(" ", "") == _ALWAYS:
                formatting.remove(rule)
                found = True
        if not len(formatting):
            root.remove(formatting)
    return found


def _colour(sheet: _Sheet, formats: _Formats) -> None:
    """A conditional format for each severity over the cells that have it."""
    root = sheet.root
    rules = root.iter(_tag(root, "cfRule"))
    priority = max((_number(each.get("priority")) for each in rules), default=0)
    following = [child for child in root if etree.QName(child).localname in _AFTER_FORMATS]
    for severity in Severity:
        refs = [ref for ref, marks in sheet.marks.items() if _heaviest(marks) is severity]
        if not refs:
            continue
        priority += 1
        formatting = etree.Element(_tag(root, "conditionalFormatting"), sqref=" ".join(refs))
        rule = etree.SubElement(formatting, _tag(root, "cfRule"), type="expression")
        rule.set("dxfId", str(formats.of(severity)))
        rule.set("priority", str(priority))
        etree.SubElement(rule, _tag(root, "formula")).text = _ALWAYS
        if following:
            following[0].addprevious(formatting)
        else:
            root.append(formatting)


def _heaviest(marks: Sequence[Mark]) -> Severity:
    return min((mark.severity for mark in marks), key=lambda severity: severity.rank)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


class _Formats:
    """The differential formats of the workbook's styles that give cells our colours."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._part = parts.target(parts.main, "styles")

    def of(self, severity: Severity) -> int:
        """The index of the format of a severity; it is added if it is not there."""
        if not self._part:
            raise AnnotateError("damaged-output", reason="styles")
        root = self._parts.xml(self._part)
        formats = root.find(_tag(root, "dxfs"))
        if formats is None:
            formats = etree.Element(_tag(root, "dxfs"))
            following = [c for c in root if etree.QName(c).localname in _AFTER_DIFFERENTIAL]
            if following:
                following[0].addprevious(formats)
            else:
                root.append(formats)
        wanted = etree.Element(_tag(root, "dxf"))
        fill = etree.SubElement(
            etree.SubElement(wanted, _tag(root, "fill")), _tag(root, "patternFill")
        )
        etree.SubElement(fill, _tag(root, "bgColor"), rgb=_COLOURS[severity])
        for index, there in enumerate(formats):
            if _written(there) == _written(wanted):
                return index
        formats.append(wanted)
        formats.set("count", str(len(formats)))
        self._parts.touch(self._part)
        return len(formats) - 1


def _written(element: Element) -> list[tuple[str, dict[str, str]]]:
    """What an element says, however it is written."""
    return [(str(each.tag), {str(k): str(v) for k, v in each.items()}) for each in element.iter()]
