"""Examples of rules made to run: a block of a docstring becomes a document, the rule judges it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from gouji.docstrings import Example, Mark
from gouji.engine import Settings, check
from gouji.model.blocks import Grid, GridCell, Line, Reading
from gouji.model.place import Run, SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.rule import Rule

_RULE_LINE: Final = regex(r"\|(\s*:?-+:?\s*\|)+")
_TITLE_MARK: Final = regex(r"\s*#{1,6}\s+")
_LEFT: Final = "<"
_ABOVE: Final = "^"


class Failure(Record):
    """An example that does not say what its rule does."""

    rule: str
    example: Example
    problem: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.problem}\n{self.example.source}"


def _piece(text: str, line: int, column: int) -> SourceText:
    """Text with its place, spaces around it left out."""
    stripped = text.strip()
    column += len(text) - len(text.lstrip())
    runs = (Run(0, len(stripped), line=line, column=column),) if stripped else ()
    return SourceText(stripped, runs)


def _cells(text: str, line: int) -> list[SourceText]:
    """The cells of one line of a pipe table."""
    cells, column = [], text.index("|") + 2
    for part in text.strip().strip("|").split("|"):
        cells.append(_piece(part, line, column))
        column += len(part) + 1
    return cells


def _span(rows: list[list[SourceText]], row: int, column: int) -> tuple[int, int]:
    """How many rows and columns a cell covers: followed by ``<`` to the right, ``^`` below."""
    across = 1
    while column + across < len(rows[row]) and rows[row][column + across].text == _LEFT:
        across += 1
    down = 1
    while (
        row + down < len(rows)
        and column < len(rows[row + down])
        and rows[row + down][column].text == _ABOVE
    ):
        down += 1
    return down, across


def _grid(lines: list[tuple[int, str]]) -> Grid:
    """A pipe table as a grid."""
    rows = [_cells(text, number) for number, text in lines if not _RULE_LINE.fullmatch(text)]
    cells = []
    for row, sources in enumerate(rows):
        for column, source in enumerate(sources):
            if source.text not in (_LEFT, _ABOVE):
                rowspan, colspan = _span(rows, row, column)
                cells.append(GridCell(row, column, source, rowspan, colspan))
    return Grid(len(rows), max(map(len, rows), default=0), tuple(cells))


def _blocks(text: str) -> Iterator[Line | Grid]:
    table: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.lstrip().startswith("|"):
            table.append((number, line.strip()))
            continue
        if table:
            yield _grid(table)
            table = []
        if line.strip():
            mark = _TITLE_MARK.match(line)
            start = mark.end() if mark else 0
            yield Line(_piece(line[start:], number, start + 1), ends_paragraph=True)


def reading_of(text: str) -> Reading:
    """A small document written as prose lines and pipe tables.

    Every line of prose is a paragraph or a title; titles are known by their words and numbering
    (第三部分, 一、), a ``#`` before them is passed over. A cell ``<`` belongs to the one on its
    left, a cell ``^`` to the one above.
    """
    return Reading("markdown", (), tuple(_blocks(text)))


def _inside(mark: Mark, line: int | None, start: int | None, end: int | None) -> bool:
    if line is None or start is None or end is None:
        return False
    return mark.line == line and mark.column <= start and end <= mark.end_column


def run_example(rule: Rule, example: Example, options: Mapping[str, object] | None = None) -> str:
    """What is wrong with an example, empty if its rule finds just what is marked."""
    document = parse(reading_of(example.text), "example")
    settings = Settings(options={rule.code: options or {}})
    report = check(document, build_ledger(document), [rule], settings)
    if report.crashes:
        return f"the rule failed: {report.crashes[0].error}"
    places = [d.place for d in report.diagnostics]
    for place in places:
        if not any(_inside(m, place.line, place.column, place.end_column) for m in example.marks):
            return f"a finding outside of the marks: “{place.text}” ({place.address})"
    for mark in example.marks:
        if not any(_inside(mark, p.line, p.column, p.end_column) for p in places):
            marked = example.text.splitlines()[mark.line - 1][mark.column - 1 : mark.end_column - 1]
            return f"nothing found at “{marked}”"
    return ""


def run_examples(rule: Rule) -> list[Failure]:
    """The examples of a rule that do not hold; a rule must have one of each sort."""
    failures = [
        Failure(rule.name, example, problem)
        for example in rule.examples
        if (problem := run_example(rule, example))
    ]
    for clean, sort in ((False, "with a mark"), (True, "without a mark")):
        if not any(example.clean is clean for example in rule.examples):
            failures.append(Failure(rule.name, Example("", "", ()), f"no example {sort}"))
    return failures
