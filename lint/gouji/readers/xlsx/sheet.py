"""One worksheet: its cells as shown, without hidden rows and columns, and what is merged."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Final

from msgspec import field

from gouji.model.blocks import ReadError
from gouji.model.record import Mutable, Record
from gouji.model.regex import regex
from gouji.readers.archive import Package, elements_of
from gouji.readers.limits import Limits
from gouji.readers.xlsx.formats import number_text, text_text
from gouji.readers.xlsx.styles import CellStyle, CellStyles

_TAGS: Final = frozenset(("row", "col", "mergeCell"))
_REF: Final = regex(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
_MOST_MERGES: Final = 100_000
_ON: Final = ("1", "true", "on")


class SheetCell(Record):
    """A cell that shows something or has borders."""

    text: str
    style: CellStyle


class Sheet(Mutable):
    """The visible cells by row and column (from 1, as in the file) and the merged ranges."""

    name: str
    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    skipped_rows: int = 0
    uncalculated: int = 0
    cut: bool = False

    def skipped_columns(self) -> int:
        """How many hidden columns hold something."""
        held = {column for row in self.rows.values() for column, c in row.items() if c.text}
        return len(held & self.hidden_columns)


class Shared(Record):
    """What the sheets of a workbook share."""

    strings: list[str]
    styles: CellStyles
    since_1904: bool = False


def read_sheet(
    package: Package, part: str, name: str, shared: Shared, limits: Limits, cells_left: int
) -> Sheet:
    """The cells of a sheet; beyond ``cells_left`` it is cut off."""
    sheet = Sheet(name)
    count = row_number = 0
    for tag, element in elements_of(package, part, limits.package_bytes, _TAGS):
        if tag == "col":
            _hide_columns(sheet, element)
        elif tag == "mergeCell":
            _merge(sheet, element.get("ref", ""))
        elif not sheet.cut:
            row_number = _number(element.get("r"), row_number + 1)
            if not 0 < row_number <= _ROWS or not len(element):
                continue
            hidden = element.get("hidden") in _ON or element.get("ht") == "0"
            read = _cells(element, sheet, shared)
            count += len(read)
            if count > cells_left:
                sheet.cut = True
            elif hidden:
                sheet.hidden_rows.add(row_number)
                sheet.skipped_rows += any(cell.text for cell in read.values())
            elif read:
                sheet.rows[row_number] = read
    return sheet


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 8 and text.isascii() and text.isdigit() else otherwise


def _hide_columns(sheet: Sheet, element: ET.Element) -> None:
    if element.get("hidden") in _ON or element.get("width") == "0":
        first = _number(element.get("min"), 0)
        last = min(_number(element.get("max"), 0), _COLUMNS)
        sheet.hidden_columns.update(range(first, last + 1))


def _merge(sheet: Sheet, ref: str) -> None:
    first, _, last = ref.partition(":")
    one, other = _place(first), _place(last)
    if one and other and len(sheet.merges) < _MOST_MERGES:
        sheet.merges.append((*one, *other))


def _place(ref: str) -> tuple[int, int] | None:
    """The row and the column of a reference such as ``C5``."""
    match = _REF.fullmatch(ref)
    return (int(match[2]), column_of(match[1])) if match else None


def column_of(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(column: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cells(row: ET.Element, sheet: Sheet, shared: Shared) -> dict[int, SheetCell]:
    found: dict[int, SheetCell] = {}
    column = 0
    for cell in row:
        ref = cell.get("r")
        column = column_of(ref.rstrip("0123456789")) if ref and ref.isascii() else column + 1
        if not 0 < column <= _COLUMNS:
            raise ReadError("damaged", reason=f"{sheet.name}: {ref}")
        style = shared.styles.of(cell.get("s"))
        text = _text(cell, style, sheet, shared) if len(cell) else ""
        if text or style.bordered:
            found[column] = SheetCell(text, style)
    return found


def _text(cell: ET.Element, style: CellStyle, sheet: Sheet, shared: Shared) -> str:
    """What a cell shows."""
    kind = cell.get("t", "n")
    stored = formula = None
    for child in cell:
        if child.tag.endswith("}v"):
            stored = child.text
        elif child.tag.endswith("}is"):
            stored = inline_text(child)
        elif child.tag.endswith("}f"):
            formula = child.text or "…"
    if stored is None:
        if formula is None or kind == "str":
            return ""
        sheet.uncalculated += 1
        return f"={formula}"  # never calculated: no number must be read from it
    return _KINDS.get(kind, _numeric)(stored, style, shared)


def _numeric(stored: str, style: CellStyle, shared: Shared) -> str:
    return number_text(stored.strip(), style.code, since_1904=shared.since_1904)


def _string(stored: str, style: CellStyle, shared: Shared) -> str:
    del shared
    return text_text(_printable(stored), style.code)


def _shared_string(stored: str, style: CellStyle, shared: Shared) -> str:
    index = _number(stored.strip(), len(shared.strings))
    text = shared.strings[index] if index < len(shared.strings) else ""
    return _string(text, style, shared)


def _boolean(stored: str, style: CellStyle, shared: Shared) -> str:
    del style, shared
    return "TRUE" if stored.strip() == "1" else "FALSE"


def _plain(stored: str, style: CellStyle, shared: Shared) -> str:
    del style, shared
    return stored.strip()


_KINDS: Final[dict[str, Callable[[str, CellStyle, Shared], str]]] = {
    "s": _shared_string,
    "str": _string,
    "inlineStr": _string,
    "b": _boolean,
    "e": _plain,
    "d": _plain,
}
_ESCAPED: Final = regex(r"_x([0-9A-Fa-f]{4})_")


def _printable(text: str) -> str:
    """Text with its escaped characters (``_x000D_``) made what they are."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def inline_text(element: ET.Element) -> str:
    """The text of a string item: its runs, without phonetic hints."""
    parts = []
    for child in element:
        if child.tag.endswith("}t"):
            parts.append(child.text or "")
        elif child.tag.endswith("}r"):
            parts += [t.text or "" for t in child if t.tag.endswith("}t")]
    return "".join(parts)
