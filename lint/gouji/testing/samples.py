"""Small documents written as Markdown, read, typed and filed as the program does it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from gouji.diagnostics import Diagnostic
from gouji.docstrings import Example
from gouji.engine import Report, Settings, check
from gouji.examples import reading_of
from gouji.model.ledger import Ledger
from gouji.model.record import Record
from gouji.model.tree import Document
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.rule import Rule


class Sample(Record):
    """A small document: its tree and its ledger."""

    document: Document
    ledger: Ledger

    def check(self, rule: Rule, **options: object) -> Report:
        """What one rule finds in it.

        :param options: options of the rule; those not given have their defaults.
        :raises ValueError: for an option that the rule does not have, or of another type.
        """
        settings = Settings(options={rule.code: accepted(rule, options)})
        return check(self.document, self.ledger, [rule], settings)


def accepted(rule: Rule, options: Mapping[str, object]) -> dict[str, object]:
    """The values of options as the rule takes them from a configuration.

    :raises ValueError: for an option that the rule does not have, or of another type.
    """
    known = {option.name: option for option in rule.options}
    if unknown := options.keys() - known.keys():
        msg = f"{rule.name} has no option {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return {name: known[name].accept(value) for name, value in options.items()}


def sample(text: str) -> Sample:
    """A document out of a few lines of Markdown.

    Every line of prose is a paragraph or a title, lines of ``|`` are a table; a cell ``<`` belongs
    to the one on its left, a cell ``^`` to the one above. Indentation common to all lines and bold
    marks are left out.
    """
    document = parse(reading_of(Example.parse(dedent(text)).text), "sample")
    return Sample(document, build_ledger(document))


def diagnostics(rule: Rule, text: str, **options: object) -> tuple[Diagnostic, ...]:
    """What one rule finds in a small document, in reading order.

    :raises ValueError: for an option that the rule does not have, or of another type.
    :raises AssertionError: when the rule fails.
    """
    report = sample(text).check(rule, **options)
    for crash in report.crashes:
        msg = f"{rule.name} failed at {crash.address or 'its subjects'}: {crash.error}"
        raise AssertionError(msg)
    return report.diagnostics
