"""gouji (勾稽): a linter for Chinese government department budgets and final accounts.

This module is the public API for authors of rules; everything named in ``__all__`` is stable.
A rule is one function::

    @rule("PCT001", zh="占比写为 {stated}，应为 {expected}", en="stated as {stated}, is {expected}")
    def wrong_share(share: Share) -> Findings:
        ...

and a plugin is a module that hands its rules over::

    @hookimpl
    def lint_rules() -> list[Rule]:
        return [wrong_share]
"""

from gouji.model.ledger import (
    Absence,
    Agreement,
    Balance,
    Cause,
    Change,
    Comparison,
    Completion,
    Dating,
    Direction,
    Figure,
    Growth,
    Indicator,
    Ledger,
    Listing,
    Measure,
    Naming,
    Outcome,
    Reasoning,
    Relation,
    Share,
    Sum,
    SumKind,
    Verdict,
    Weights,
    percent,
    total_of,
)
from gouji.model.place import Anchor
from gouji.model.quantity import MONEY_UNITS, Interval, Quantity, Unit, comparable
from gouji.model.tree import (
    Cell,
    CellKind,
    Column,
    Document,
    DocumentKind,
    Heading,
    Panel,
    Paragraph,
    Row,
    RowHead,
    Section,
    Table,
)
from gouji.plugins import hookimpl
from gouji.rule import Absent, Finding, Findings, Rule, Severity, Value, rule

__all__ = [
    "MONEY_UNITS",
    "Absence",
    "Absent",
    "Agreement",
    "Anchor",
    "Balance",
    "Cause",
    "Cell",
    "CellKind",
    "Change",
    "Column",
    "Comparison",
    "Completion",
    "Dating",
    "Direction",
    "Document",
    "DocumentKind",
    "Figure",
    "Finding",
    "Findings",
    "Growth",
    "Heading",
    "Indicator",
    "Interval",
    "Ledger",
    "Listing",
    "Measure",
    "Naming",
    "Outcome",
    "Panel",
    "Paragraph",
    "Quantity",
    "Reasoning",
    "Relation",
    "Row",
    "RowHead",
    "Rule",
    "Section",
    "Severity",
    "Share",
    "Sum",
    "SumKind",
    "Table",
    "Unit",
    "Value",
    "Verdict",
    "Weights",
    "comparable",
    "hookimpl",
    "percent",
    "rule",
    "total_of",
]
