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

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.model.arithmetic import (
        Average,
        Balance,
        Change,
        Completion,
        Growth,
        Share,
        Shares,
        Sum,
        SumKind,
        UnitPrice,
        Weights,
        total_of,
    )
    from gouji.model.figure import Figure, Measure, percent
    from gouji.model.ledger import Absence, Indicator, Ledger, Targets
    from gouji.model.place import Anchor
    from gouji.model.quantity import MONEY_UNITS, Interval, Quantity, Unit, comparable
    from gouji.model.record import replace
    from gouji.model.regex import regex
    from gouji.model.relation import Cause, Direction, Outcome, Relation, Verdict
    from gouji.model.statements import (
        Agreement,
        BaseYear,
        Comparison,
        Containment,
        Dating,
        Disclosure,
        Listing,
        Naming,
        Reasoning,
        Staffing,
    )
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
    from gouji.suggestion import Suggestion, restated, reversed_word

__all__ = [
    "MONEY_UNITS",
    "Absence",
    "Absent",
    "Agreement",
    "Anchor",
    "Average",
    "Balance",
    "BaseYear",
    "Cause",
    "Cell",
    "CellKind",
    "Change",
    "Column",
    "Comparison",
    "Completion",
    "Containment",
    "Dating",
    "Direction",
    "Disclosure",
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
    "Shares",
    "Staffing",
    "Suggestion",
    "Sum",
    "SumKind",
    "Table",
    "Targets",
    "Unit",
    "UnitPrice",
    "Value",
    "Verdict",
    "Weights",
    "comparable",
    "hookimpl",
    "percent",
    "regex",
    "replace",
    "restated",
    "reversed_word",
    "rule",
    "total_of",
]

_HOMES = (
    "gouji.model.figure",
    "gouji.model.relation",
    "gouji.model.arithmetic",
    "gouji.model.statements",
    "gouji.model.ledger",
    "gouji.model.place",
    "gouji.model.quantity",
    "gouji.model.record",
    "gouji.model.regex",
    "gouji.model.tree",
    "gouji.plugins",
    "gouji.rule",
    "gouji.suggestion",
)


class _Package(ModuleType):
    """This package: its names are loaded when one of them is first asked for, so that programs
    which need none of them (``gouji --version``) do not wait for them."""

    def __getattr__(self, name: str) -> object:
        if name in __all__:
            for home in map(import_module, _HOMES):
                if hasattr(home, name):
                    value: object = getattr(home, name)
                    self.__dict__[name] = value
                    return value
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    def __setattr__(self, name: str, value: object) -> None:
        # importing the module gouji.rule would put it in the place of the decorator of that name
        if name not in __all__ or not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
