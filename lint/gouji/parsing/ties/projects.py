"""The money of a project wherever a document states it: its row in a table of projects, its form
of targets, and the prose about it.

They are held together by the project's name alone, so a name that stands for several projects, or
an amount that may be a part of another, is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from gouji.model.figure import Figure
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.statements import Agreement
from gouji.model.tree import Document, DocumentKind, Panel, Paragraph, Row, Section, Table
from gouji.parsing.plain import plain
from gouji.parsing.prose.sentences import Mention
from gouji.parsing.tables.figures import Figures, added_columns
from gouji.parsing.tables.header import head_word
from gouji.parsing.tables.target_funds import form_before, funds_of

_HEAD = "项目名称"
_MARKS = regex(r"[\s“”‘’\"'《》〈〉()（）【】\[\]—－\-·、，。：:；/]|项目$|经费$")
_NAMED = regex(
    r"^(?:项目名称：(?P<own>.{3,80})|(?P<head>.{3,60}?)(?:项目)?(?:经费|支出|资金)?情况的?说明)$"
)
_BUDGET = regex(
    r"(?:20\d\d年度?)?[本该]?(?:项目)?(?:年度|当年|本年|全年)?总?(?:预算|资金|经费|金额)(?:安排|申请)?总?"
    r"(?:规模|金额|总额|额|资金|经费|数)?(?:为|是|：|共|共计|合计)*"
)
_PARTIAL = "parts may overlap"


class _Stated(Record):
    """What one place says of a project: all its money, and amounts that are parts of it.

    ``limited`` where it may leave out money from other sources.
    """

    total: Figure
    others: tuple[Figure, ...] = ()
    limited: bool = False


def projects(document: Document, mentions: Iterable[Mention]) -> Iterator[Relation]:
    """Each project's money in its form and in the prose held against its row, or against each
    other."""
    if document.kind is not DocumentKind.BUDGET:
        return  # accounts print budget and outturn side by side
    rows = _by_name(_rows(document.tables))
    forms = _by_name(_forms(document.tables))
    texts = _by_name(_texts(document.body, mentions))
    for name in dict.fromkeys((*rows, *forms, *texts)):
        reference, *others = (found[name] for found in (rows, forms, texts) if name in found)
        if reference is not None:
            yield from (_agreement(other, reference) for other in others if other is not None)


def _by_name(found: Iterable[tuple[str, _Stated]]) -> Mapping[str, _Stated | None]:
    """What is said of each name; None of a name that stands for several amounts."""
    result: dict[str, _Stated | None] = {}
    for name, stated in found:
        first = result.setdefault(_folded(name), stated)
        if first is not None and not first.total.interval.meets(stated.total.interval):
            result[_folded(name)] = None
    result.pop("", None)
    return result


def _folded(name: str) -> str:
    folded = plain(name)
    while (shorter := _MARKS.sub("", folded)) != folded:
        folded = shorter
    return folded


def _agreement(stated: _Stated, reference: _Stated) -> Relation:
    """The two totals; where one is only of some sources, a part of the other may be meant."""
    pairs = [(stated.total, f) for f in (reference.total, *reference.others)]
    pairs += [(f, reference.total) for f in stated.others]
    agreeing = next((p for p in pairs if p[0].interval.meets(p[1].interval)), None)
    if agreeing is not None:
        return Agreement(*agreeing)
    limited = stated.limited or reference.limited
    return Agreement(stated.total, reference.total, why_not=_PARTIAL if limited else "")


def _rows(tables: Iterable[Table]) -> Iterator[tuple[str, _Stated]]:
    """The rows of tables that have a column for the names of projects."""
    for table in tables:
        for panel in table.panels:
            column = _name_column(panel)
            if column is None:
                continue
            amounts, figures = _amount_columns(panel), Figures()
            if not amounts:
                continue
            total, *others = amounts
            limited = table.fund not in (None, "all")
            for row in panel.rows:
                cell, amount = row.cells[column], figures.of(row)[total]
                if cell is not None and cell.text.strip() and amount is not None and amount.base:
                    parts = [f for p in others if (f := figures.of(row)[p]) is not None and f.base]
                    yield cell.text, _Stated(amount, tuple(parts), limited)


def _name_column(panel: Panel) -> int | None:
    found = [
        position
        for position, column in enumerate(panel.columns)
        if column.path and head_word(column.path[-1]) == _HEAD
    ]
    return found[0] if len(found) == 1 else None


def _amount_columns(panel: Panel) -> list[int]:
    """The column of a project's whole money, then the others; nothing if it is not certain."""
    columns = [p for p in added_columns(panel) if panel.columns[p].unit.dimension == "money"]
    totals = [p for p in columns if panel.columns[p].role == "total"]
    if len(totals) == 1:
        return [totals[0], *(p for p in columns if p != totals[0])]
    return columns if len(columns) == 1 else []


def _forms(tables: Iterable[Table]) -> Iterator[tuple[str, _Stated]]:
    """The forms above lists of indicators."""
    for table in tables:
        for form in {
            id(f): f for p in table.panels if (f := form_before(table.panels, p))
        }.values():
            funds = funds_of(form, table.unit)
            names = [name for row in form.rows for name in _names(row)]
            if funds.total is not None and funds.total.base and len(names) == 1:
                yield names[0], _Stated(funds.total, tuple(f for f in funds.parts if f.base))


def _names(row: Row) -> Iterator[str]:
    cells = [c for c in row if c.text.strip()]
    for label, value in pairwise(cells):
        if plain(label.text).rstrip("：") == _HEAD:
            yield value.text


def _texts(body: Section, mentions: Iterable[Mention]) -> Iterator[tuple[str, _Stated]]:
    """What the prose under the name of a project says of its budget, where it says one amount."""
    amounts: dict[int, list[Figure]] = {}
    for mention in mentions:
        figure = mention.figure
        node = figure.anchor.node
        if figure.quantity.unit.dimension != "money":
            continue
        if _BUDGET.fullmatch(plain(figure.anchor.before)):
            amounts.setdefault(id(node), []).append(figure)
    for name, paragraphs in _told(body):
        said = [f for p in paragraphs for f in amounts.get(id(p), ())]
        if said and len({f.base for f in said}) == 1:
            yield name, _Stated(said[0])


def _naming(text: str) -> re.Match[str] | None:
    """What names a project, and nothing else."""
    words = plain(text)
    return _NAMED.match(words) if words.startswith(_HEAD) or words.endswith("说明") else None


def _told(section: Section) -> Iterator[tuple[str, list[Paragraph]]]:
    """The names of projects and the paragraphs about each."""
    name, about = "", list[Paragraph]()
    if section.heading and (match := _naming(section.heading.title)):
        name = match["own"] or match["head"]
    for part in section.parts:
        if isinstance(part, Paragraph):
            match = _naming(part.text)
            if match and match["own"]:
                yield name, about
                name, about = match["own"], []
            about.append(part)
        elif isinstance(part, Section):
            inner = list(_told(part))
            yield from inner
            if not any(n for n, _ in inner):
                about += [p for _, several in inner for p in several]
    yield name, about
