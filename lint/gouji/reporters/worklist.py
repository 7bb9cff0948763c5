"""The worklist that reviewers keep: location, problem, present content, suggestion; CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gouji import messages
from gouji.diagnostics import Diagnostic, message
from gouji.model.regex import regex
from gouji.reporters import Outcome
from gouji.reporters.common import place_in_words, suggestion
from gouji.view import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMNS: Final = (
    ("number", 6),
    ("file", 24),
    ("place", 44),
    ("problem", 52),
    ("content", 28),
    ("suggestion", 28),
    ("severity", 8),
    ("rule", 12),
    ("done", 16),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER: Final = regex(r"[-+]?\d[\d,]*(\.\d+)?%?")
_LONGEST: Final = 32_767  # characters in a cell of a worksheet


def _rows(outcome: Outcome, language: str) -> Iterator[list[str]]:
    diagnostics = (d for report in outcome.reports for d in report.diagnostics)
    for count, diagnostic in enumerate(diagnostics, start=1):
        yield [visible(text)[:_LONGEST] for text in (str(count), *_cells(diagnostic, language))]


def _cells(diagnostic: Diagnostic, language: str) -> tuple[str, ...]:
    problem = message(diagnostic, language)
    if diagnostic.cause is not None:
        problem += messages.ui("stop", language) + messages.cause(diagnostic.cause, language)
    return (
        diagnostic.path,
        place_in_words(diagnostic.place, language),
        problem,
        diagnostic.place.text,
        suggestion(diagnostic, language),
        messages.term(str(diagnostic.severity), language),
        diagnostic.rule.code,
        "",
    )


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before it."""
    harmful = text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if harmful else text


def csv_worklist(outcome: Outcome, language: str) -> str:
    """The worklist as CSV; the byte order mark tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([messages.ui(name, language) for name, _ in _COLUMNS])
    for row in _rows(outcome, language):
        writer.writerow([_harmless(text) for text in row])
    return "\ufeff" + out.getvalue()


def xlsx_worklist(outcome: Outcome, language: str) -> bytes:
    """The worklist as a worksheet, with a head that stays and a filter."""
    from openpyxl import Workbook  # noqa: PLC0415 - only this format needs it

    book = Workbook()
    sheet: Any = book.active
    sheet.title = messages.ui("worklist", language)
    rows = [
        [messages.ui(name, language) for name, _ in _COLUMNS],
        *_rows(outcome, language),
    ]
    for index, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(index, column)
            if index > 1 and column == 1:
                cell.value = int(text)
                continue
            cell.value = text
            cell.data_type = "s"  # a string, whatever it begins with
    _laid_out(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _laid_out(sheet: Worksheet) -> None:
    """Widths, wrapping, a bold head that stays, a filter."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column, (_, columns) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = columns
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
