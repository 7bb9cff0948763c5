"""Annotators: findings as marks in a copy of the file, where its readers look.

Nothing here imports a format's library before a file of that format is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gouji.model.blocks import Page
from gouji.model.place import Run
from gouji.model.record import Record
from gouji.rule import Severity

# Who the marks are from. A mark of this author is replaced by the next run, any other is left.
AUTHOR: Final = "gouji"
FORMATS: Final = ("pdf", "docx", "xlsx")


class Mark(Record):
    """One mark: the pieces of the file it covers, how much it weighs, and what it says.

    ``pieces`` is empty where the place has no characters of its own and nothing stands beside it;
    the mark then goes to the beginning of the document. ``key`` identifies it from run to run.
    """

    pieces: tuple[Run, ...]
    severity: Severity
    text: str
    key: str


class AnnotateError(Exception):
    """The file cannot be marked; ``key`` and ``values`` make the message."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values


def annotated(form: str, data: bytes, marks: Sequence[Mark], pages: Sequence[Page]) -> bytes:
    """A copy of a file of the format ``form`` with marks; our marks of an earlier run are gone.

    :raises AnnotateError: when the file cannot be marked; ``missing-library`` when the optional
        library that its format takes is not installed.
    """
    try:
        if form == "pdf":
            from gouji.annotators.pdf import annotated_pdf  # noqa: PLC0415

            return annotated_pdf(data, marks, pages)
        if form == "docx":
            from gouji.annotators.docx import annotated_docx  # noqa: PLC0415

            return annotated_docx(data, marks)
        if form == "xlsx":
            from gouji.annotators.xlsx import annotated_xlsx  # noqa: PLC0415

            return annotated_xlsx(data, marks)
    except ModuleNotFoundError as error:
        extra = "pdf-notes" if form == "pdf" else "office"
        raise AnnotateError("missing-library", name=error.name or "", extra=extra) from error
    raise AnnotateError("no-marks", formats=", ".join(FORMATS))
