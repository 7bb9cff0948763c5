"""The ledger of a document: every figure it states, and every relation between them."""

from __future__ import annotations

from gouji.model.ledger import Figure, Indicator, Ledger, Relation
from gouji.model.tree import Document
from gouji.parsing.agreements import agreements
from gouji.parsing.measures import Context, table_figures
from gouji.parsing.sums import table_sums
from gouji.parsing.targets import table_targets


def build_ledger(document: Document) -> Ledger:
    """All figures and relations of a document. Never raises: what is not known is not related."""
    context = Context.of(document)
    figures: list[Figure] = []
    relations: list[Relation] = []
    indicators: list[Indicator] = []
    for table in document.tables:
        relations += table_sums(table)
        figures += table_figures(table, context)
        weights, listed = table_targets(table)
        relations += weights
        indicators += listed
    relations += agreements(figures)
    return Ledger(tuple(figures), tuple(relations), tuple(indicators))
