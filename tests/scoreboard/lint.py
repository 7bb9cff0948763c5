"""One document through the whole program, and its diagnostics as plain rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gouji.diagnostics import plain
from gouji.engine import check
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import read
from gouji.rule import Rule
from tests.words import squeezed

# 100.00% and 100.0% are one figure in two variants of a document.
_ZEROS = re.compile(r"\.0+(?=%)")


@dataclass(frozen=True, slots=True)
class Row:
    """A diagnostic as the scoreboard sees it. ``around`` is the whole text it stands in."""

    rule: str
    severity: str
    address: str
    page: int | None
    text: str
    around: str
    values: str

    @property
    def identity(self) -> tuple[str, str]:
        """What stays the same of it when pages and paragraphs move."""
        in_table = "表" in self.address.partition(" › ")[0]
        return self.rule, squeezed(
            self.address if in_table else _ZEROS.sub("", unicodedata.normalize("NFKC", self.text))
        )

    def __str__(self) -> str:
        page = f"p{self.page} " if self.page else ""
        return f"{self.severity} {self.rule} {page}{self.address} {self.values[:120]}"


@dataclass(frozen=True, slots=True)
class Linted:
    """The rows of one document, and how many relations were judged and how many not."""

    rows: tuple[Row, ...]
    judged: int
    not_judged: int


@cache
def rules() -> Sequence[Rule]:
    """The built-in rules that run by default."""
    return [rule for rule in load(discover(builtin_only=True)).rules if rule.default]


def lint(path: Path) -> Linted:
    """Check one file as ``gouji check`` does."""
    document = parse(read(path), path.name)
    report = check(document, build_ledger(document), rules())
    rows = tuple(
        Row(
            d.rule.code,
            str(d.severity),
            d.place.address,
            d.place.page,
            d.place.text,
            d.anchor.node.source.text,
            " ".join(f"{k}={plain(v)}" for k, v in d.values.items()),
        )
        for d in report.diagnostics
    )
    totals = report.totals
    return Linted(rows, totals.made, totals.not_checked)
