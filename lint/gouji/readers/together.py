"""Several files as one document: prose in Word and tables in Excel are one draft."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.model.blocks import Grid, Line, Notice, Page, Reading, Remark
from gouji.model.place import SourceText
from gouji.model.record import replace


def together(readings: Iterable[tuple[str, Reading]]) -> Reading:
    """One reading of several, in their order; ``part`` of each place begins with ``[name]``.

    So Excel writes a place in another workbook: ``[tables.xlsx]Sheet1!C5``.
    """
    formats: list[str] = []
    pages: list[Page] = []
    blocks: list[Line | Grid] = []
    notices: list[Notice] = []
    remarks: list[Remark] = []
    for name, reading in readings:
        if reading.format not in formats:
            formats.append(reading.format)
        pages += reading.pages
        blocks += (_stamped(block, name) for block in reading.blocks)
        notices += reading.notices
        # A remark on lines does not say of which file they are, and must not pass for another's.
        remarks += (
            replace(remark, parts=frozenset(f"[{name}]{part}" for part in remark.parts))
            for remark in reading.remarks
            if remark.parts
        )
    return Reading("+".join(formats), tuple(pages), tuple(blocks), tuple(notices), tuple(remarks))


def _stamped(block: Line | Grid, name: str) -> Line | Grid:
    if isinstance(block, Line):
        return replace(block, source=_named(block.source, name))
    cells = tuple(replace(cell, source=_named(cell.source, name)) for cell in block.cells)
    return replace(block, cells=cells)


def _named(source: SourceText, name: str) -> SourceText:
    runs = (replace(run, part=f"[{name}]{run.part or ''}") for run in source.runs)
    return SourceText(source.text, tuple(runs))
