"""What marks say and which characters they cover: diagnostics on their way into a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gouji import messages
from gouji.annotators import Mark
from gouji.diagnostics import Diagnostic, message
from gouji.model.place import Anchor, Run, SourceText
from gouji.model.tree import Cell, Document, Row, Table
from gouji.reporters.arithmetic import Step, steps


def marks_of(
    diagnostics: Iterable[Diagnostic], document: Document, language: str
) -> tuple[Mark, ...]:
    """The marks of one document, in the order of its diagnostics."""
    beside = _Beside(document)
    return tuple(
        Mark(beside.pieces(d.anchor), d.severity, note(d, language), d.fingerprint)
        for d in diagnostics
    )


def note(diagnostic: Diagnostic, language: str) -> str:
    """The text of a mark: what is wrong, the arithmetic, the cause, where else to look."""
    rule = diagnostic.rule
    severity = messages.term(str(diagnostic.severity), language)
    lines = [f"{severity} {rule.code} {rule.name}", message(diagnostic, language)]
    lines += _arithmetic(diagnostic, language)
    if diagnostic.cause is not None:
        lines.append(_labelled("cause", messages.cause(diagnostic.cause, language), language))
    if diagnostic.learned:
        lines.append(_labelled("note", messages.ui("learned", language), language))
    for related in diagnostic.related:
        where = f"{related.figure}  {related.place.address}"
        lines.append(_labelled("see", where, language))
    return "\n".join(lines)


def _labelled(key: str, text: str, language: str) -> str:
    return f"{messages.ui(f'label-{key}', language)}{messages.ui('colon', language)}{text}"


def _arithmetic(diagnostic: Diagnostic, language: str) -> Iterator[str]:
    relation = diagnostic.relation
    work = [] if relation is None else steps(relation, language)
    line = " ".join(part for step in work if (part := _step(step)))
    if line:
        yield _labelled("sum", line, language)


def _step(step: Step) -> str:
    if step.quantity is None:
        return f"({step.remark})" if step.remark else ""
    return f"{step.operator} {step.quantity}".strip()


class _Beside:
    """The pieces of a place, or of what stands beside a place without characters."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rows: dict[int, Row] | None = None

    def pieces(self, anchor: Anchor) -> tuple[Run, ...]:
        """The runs that an anchor covers; of a blank cell those of its row, of a table without a
        title those of its first row; none where nothing is found."""
        node = anchor.node
        candidates: Iterable[SourceText] = ()
        if own := node.source.slice(anchor.start, anchor.end).runs:
            return own
        if node.source.runs:
            return node.source.runs[:1]
        if isinstance(node, Cell):
            row = self._row(node)
            candidates = (cell.source for cell in row or ())
        elif isinstance(node, Table):
            captions = [caption.source for caption in node.captions]
            candidates = (*captions, *(cell.source for cell in node.cells))
        return next((source.runs for source in candidates if source.runs), ())

    def _row(self, cell: Cell) -> Row | None:
        if self._rows is None:
            rows = (row for table in self._document.tables for row in table.rows)
            self._rows = {id(each): row for row in rows for each in row}
        return self._rows.get(id(cell))
