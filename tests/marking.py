"""What the tests of marks and fixes share: a document checked from its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gouji.annotators import Mark, annotated
from gouji.annotators.notes import marks_of
from gouji.engine import Report, check, select_rules
from gouji.model.blocks import Line, Reading
from gouji.model.tree import Document
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import read_data
from gouji.rule import Rule, Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """A document and what the built-in rules find in it."""

    data: bytes
    reading: Reading
    document: Document
    report: Report

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of its findings, in Chinese."""
        return marks_of(self.report.diagnostics, self.document, "zh")

    @property
    def copy(self) -> bytes:
        """The marked copy."""
        return annotated(self.reading.format, self.data, self.marks, self.reading.pages)


@cache
def rules() -> tuple[Rule, ...]:
    """The built-in rules that run by default."""
    return select_rules(load(discover(builtin_only=True)).rules)


def checked(data: bytes, suffix: str, *also: str) -> Checked:
    """A document of a format, checked with the default rules and those named."""
    reading = read_data(data, suffix)
    document = parse(reading, f"draft{suffix}")
    extra = [r for r in load(discover(builtin_only=True)).rules if r.code in also]
    report = check(document, build_ledger(document), [*rules(), *extra])
    return Checked(data, reading, document, report)


def texts(reading: Reading) -> list[str]:
    """All that a document says, block by block."""
    return [
        block.text if isinstance(block, Line) else " | ".join(cell.text for cell in block.cells)
        for block in reading.blocks
    ]


def mark_on(line: Line, severity: Severity = Severity.ERROR, text: str = "对不上") -> Mark:
    """A mark over a whole line."""
    return Mark(line.source.runs, severity, text, f"key-{line.text[:8]}")
