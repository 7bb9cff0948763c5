"""``gouji tree``, ``ledger`` and ``text``: the stages of a document made visible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import asdict

from gouji import messages
from gouji.cli_book import Book, read_book
from gouji.cli_common import FAILED, complain, echo, language_by_all
from gouji.model.figure import Figure
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import Document, Paragraph, Section, Table
from gouji.reporters import Unreadable
from gouji.reporters.ink import Line, Piece, line, pad, width
from gouji.view import View, own_lines

_STYLES = {
    Outcome.HOLDS: "good",
    Outcome.ROUNDING: "info",
    Outcome.VIOLATED: "error",
    Outcome.NOT_CHECKED: "dim",
}


def _open(file: Path, lang: str | None) -> tuple[Book, str] | None:
    """A document and the language; None, after saying why, if there is none."""
    language = language_by_all(lang)
    if language is None:
        return None
    book = read_book(file, language)
    if isinstance(book, Unreadable):
        complain(messages.ui("unreadable", language, path=book.path, reason=book.reason))
        return None
    return book, language


def show_text(file: Path, lang: str | None) -> int:
    """Print the text view."""
    opened = _open(file, lang)
    if opened is None:
        return FAILED
    book, _ = opened
    lines = own_lines(book.reading) or View(book.document).lines
    return echo(line(text) for text in lines)


def show_tree(file: Path, lang: str | None) -> int:
    """Print the typed tree."""
    opened = _open(file, lang)
    if opened is None:
        return FAILED
    book, language = opened
    return echo([*_title(book.document, language), *_section(book.document.body, 0, language)])


def _title(document: Document, language: str) -> Iterator[Line]:
    facts = [
        document.format,
        messages.ui("pages", language, count=len(document.pages)),
        messages.term(str(document.kind), language),
        str(document.year or ""),
        document.entity or "",
    ]
    yield line(Piece(document.path, "bold"), "  ", "  ".join(fact for fact in facts if fact))
    for note in messages.notices(document.notices, language):
        yield line(Piece("! ", "warning"), note)


def _section(section: Section, depth: int, language: str) -> Iterator[Line]:
    indent = "  " * depth
    if section.heading is not None:
        yield line(indent, Piece(section.heading.source.text, "bold"))
        depth += 1
    for part in section.parts:
        if isinstance(part, Section):
            yield from _section(part, depth, language)
        elif isinstance(part, Table):
            yield from _table(part, depth, language)
        else:
            yield from _paragraph(part, depth)


def _paragraph(paragraph: Paragraph, depth: int) -> Iterator[Line]:
    yield line("  " * depth, "¶ ", paragraph.text)


def _table(table: Table, depth: int, language: str) -> Iterator[Line]:
    indent = "  " * depth
    facts = [
        f"[{table.kind}]",
        str(table.unit) if table.unit is not None else messages.ui("no-unit", language),
        str(table.year or ""),
        table.fund or "",
    ]
    page = f"p. {table.pages[0]}" if table.pages else ""
    title = table.title if table.title not in table.label else ""
    head = Piece(f"▦ {table.label}  {title}".rstrip(), "info")
    yield line(indent, head, "  ", "  ".join(fact for fact in (*facts, page) if fact))
    if table.unread:
        reason = messages.reason(table.unread, language)
        yield line(indent, "  ", Piece(f"{messages.ui('not-read', language)}: {reason}", "warning"))
    for panel in table.panels:
        heads = [f"{' / '.join(c.path)}{f' [{c.role}]' if c.role else ''}" for c in panel.columns]
        side = " ".join(word for word in (panel.flow, panel.name) if word)
        yield line(indent, "  ", Piece(" | ".join(heads), "dim"), Piece(f"  {side}", "dim"))
        depths: dict[int, int] = {}
        for row in panel.rows:
            parent = row.head.parent
            depths[row.head.index] = 0 if parent is None else depths.get(parent, 0) + 1
            texts = " | ".join(cell.text for cell in row)
            mark = f" [{row.head.role}]" if row.head.role else ""
            level = "  " * depths[row.head.index]
            yield line(indent, "  ", level, texts, Piece(mark, "dim"))


def show_ledger(file: Path, lang: str | None) -> int:
    """Print every figure and relation, with outcome and reason."""
    opened = _open(file, lang)
    if opened is None:
        return FAILED
    book, language = opened
    return echo([*_figures(book, language), (), *_relations(book, language)])


def _figures(book: Book, language: str) -> Iterator[Line]:
    figures = [figure for figure in book.ledger.figures if not figure.blank]
    yield line(Piece(messages.ui("figures", language, count=len(figures)), "bold"))
    columns = max((width(str(figure)) for figure in figures), default=0)
    for figure in figures:
        number = " " * (columns - width(str(figure))) + str(figure)
        yield line("  ", Piece(number, "bold"), f"  {_origin(figure)}")


def _origin(figure: Figure) -> str:
    measure = figure.measure
    known = (
        []
        if measure is None
        else [f"{name}={value}" for name, value in asdict(measure).items() if value is not None]
    )
    facts = f"[{' '.join(known)}]" if known else ""
    address = figure.anchor.address
    label = figure.label if any(w not in address for w in figure.label.split()) else ""
    return "  ".join(word for word in (label, address, facts) if word)


def _relations(book: Book, language: str) -> Iterator[Line]:
    relations = book.ledger.relations
    yield line(Piece(messages.ui("relations", language, count=len(relations)), "bold"))
    for relation in relations:
        yield from _relation(relation, language)


def _relation(relation: Relation, language: str) -> Iterator[Line]:
    verdict = relation.judge()
    outcome = messages.term(str(verdict.outcome), language)
    kind = messages.term(relation.kind_name, language)
    figures = list(relation.figures)
    address = figures[0].anchor.address if figures else ""
    why = messages.reason(verdict.reason, language) if verdict.reason else ""
    expected = "" if verdict.expected is None else f"→ {verdict.expected}"
    learned = messages.ui("learned", language) if relation.learned else ""
    facts = "  ".join(word for word in (address, expected, why, learned) if word)
    yield line("  ", Piece(pad(outcome, 8), _STYLES[verdict.outcome]), f"{kind}  {facts}")
    shown = ", ".join(f"{figure} {figure.label}".strip() for figure in figures)
    yield line("          ", Piece(shown, "dim"))
