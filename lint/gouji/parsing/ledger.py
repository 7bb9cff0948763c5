"""The ledger of a document: every figure it states, and every relation between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gouji.model.figure import Figure
from gouji.model.ledger import Absence, Ledger, Targets
from gouji.model.memo import Memo
from gouji.model.relation import Relation
from gouji.model.tree import Document
from gouji.model.undisturbed import undisturbed
from gouji.parsing.prose.sentences import Prose, read_prose
from gouji.parsing.tables.change_columns import table_changes
from gouji.parsing.tables.coded import CodedRow, coded_rows, names_of
from gouji.parsing.tables.figures import Figures
from gouji.parsing.tables.measures import Context, table_figures, unambiguous
from gouji.parsing.tables.share_columns import table_shares
from gouji.parsing.tables.sums import table_sums
from gouji.parsing.tables.targets import table_targets
from gouji.parsing.ties.agreements import agreements
from gouji.parsing.ties.books import Books
from gouji.parsing.ties.budgeted import with_budgets
from gouji.parsing.ties.called import calls
from gouji.parsing.ties.containment import containments
from gouji.parsing.ties.copies import copies
from gouji.parsing.ties.disclosures import annual_amounts, disclosures
from gouji.parsing.ties.listings import listings
from gouji.parsing.ties.naming import namings
from gouji.parsing.ties.projects import projects
from gouji.parsing.ties.reasoning import reasonings
from gouji.parsing.ties.restated import restatements
from gouji.parsing.ties.staffing import staffings
from gouji.parsing.ties.tie_out import SubjectReader, tie_out


@undisturbed()
def build_ledger(document: Document, memo: Memo | None = None) -> Ledger:
    """All figures and relations of a document. Never raises: what is not known is not related.

    ``memo`` holds what was made of its parts the last time.
    """
    memo = memo or Memo()
    context = Context.of(document)
    prose = read_prose(document.paragraphs, year=document.year, kind=document.kind, memo=memo)
    stated: list[Figure] = []
    relations: list[Relation] = []
    targets: list[Targets] = []
    coded: list[CodedRow] = []
    for table in document.tables:
        cells = memo.of("cells", (table,), Figures)
        relations += memo.of("sums", (table,), partial(table_sums, table, cells))
        relations += memo.of("shares", (table,), partial(table_shares, table))
        relations += memo.of("changes", (table,), partial(table_changes, table, cells))
        make = partial(table_figures, table, context, cells)
        stated += memo.of(f"figures {context}", (table,), make)
        aimed, listed = memo.of("targets", (table,), partial(table_targets, table))
        relations += aimed
        targets += listed
        coded += memo.of("coded", (table,), partial(coded_rows, table))
    stated = unambiguous(stated)
    names = names_of(coded)
    books = Books.of(document, stated)
    relations += agreements(books.stated)
    relations += namings(coded, names, document.year)
    relations += calls(prose.mentions, names, books)
    reader = SubjectReader.of(document, books, context)
    relations += with_budgets(prose.relations, prose.mentions, reader)
    relations += containments(books, context)
    relations += disclosures(document, prose.mentions, books, context)
    relations += annual_amounts(document, prose.mentions, context)
    relations += tie_out(prose, reader)
    relations += projects(document, prose.mentions)
    relations += restatements(prose.mentions, stated)
    relations += listings(document)
    relations += reasonings(prose.reasons)
    relations += staffings(prose.reasons)
    relations += copies(prose.mentions)
    figures = (*_once(stated), *(m.figure for m in prose.mentions))
    return Ledger(figures, tuple(relations), tuple(targets), _absences(prose))


def _once(figures: Sequence[Figure]) -> list[Figure]:
    """Each cell once, though it may state several measures, one after another."""
    return [
        each
        for each, before in zip(figures, [None, *figures], strict=False)
        if before is None or before.anchor.node is not each.anchor.node
    ]


def _absences(prose: Prose) -> tuple[Absence, ...]:
    return tuple(Absence(a.subject, a.anchor) for a in prose.absences)
