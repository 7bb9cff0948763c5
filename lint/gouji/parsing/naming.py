"""Codes and their names: what the rest of the document and the official lists call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gouji.model.place import Anchor
from gouji.model.relation import Outcome
from gouji.model.statements import Naming
from gouji.model.tree import Cell, Document, Row, Table
from gouji.parsing.items import CLASS_NAMES, classified, other_name
from gouji.parsing.plain import item_name

_UNDECIDED = "the document gives the code several names"


def namings(document: Document) -> list[Naming]:
    """Every named code of every table against the names it has elsewhere."""
    rows = list(_coded_rows(document))
    names: dict[str, Counter[str]] = {}
    for _, row in rows:
        names.setdefault(classified(row.head.code), Counter())[item_name(row.head.name)] += 1
    made = [
        _naming(cell, row, names[classified(row.head.code)])
        for table, row in rows
        if (cell := _name_cell(row)) is not None
    ]
    return made if document.year is None else list(_officially(made, document.year))


def _officially(made: Sequence[Naming], year: int) -> Iterator[Naming]:
    """The namings; where the document agrees on a name that is another code's, the first one is
    held against the official list."""
    told: set[tuple[str, str]] = set()
    for naming in made:
        key = naming.code, item_name(naming.place.text)
        own = other_name(*key, year)
        if own is None or key in told or naming.judge().outcome is not Outcome.HOLDS:
            yield naming
            continue
        told.add(key)
        yield replace(naming, name=key[1], known=(own,), of="official")


def _coded_rows(document: Document) -> Iterator[tuple[Table, Row]]:
    for table in document.tables:
        if table.kind == "project":
            continue  # names of projects stand beside the codes of their items
        for row in table.rows:
            if row.head.code and row.head.name:
                yield table, row


def _name_cell(row: Row) -> Cell | None:
    """The cell that names the code of a row: the first name behind the code, if there is one."""
    cells = list(row)
    code = next((i for i, c in enumerate(cells) if c.column.role == "code"), 0)
    names = [c for c in (*cells[code:], *cells[:code]) if c.column.role == "name"]
    return next((c for c in names if c.text.strip()), None)


def _naming(cell: Cell, row: Row, stated: Counter[str]) -> Naming:
    code, name = classified(row.head.code), item_name(row.head.name)
    official = {n for n, c in CLASS_NAMES.items() if c == code}
    why_not = ""
    if name in official:
        known: tuple[str, ...] = (name,)
    elif official and name in CLASS_NAMES:
        known = tuple(sorted(official & set(stated))) or tuple(sorted(official))
    else:
        known, why_not = _by_majority(name, stated)
    return Naming(Anchor.whole(cell), row.head.code, name, known, why_not=why_not)


def _by_majority(name: str, stated: Counter[str]) -> tuple[tuple[str, ...], str]:
    """The names most rows use; one that is only a shorter form of another is the same name."""
    same = {n for n in stated if n in name or name in n}
    others = [n for n in stated if n not in same]
    if not others:
        return (name,), ""
    own, most = sum(stated[n] for n in same), max(stated[n] for n in others)
    if own > most:
        return (name,), ""
    if own == most or most < 2:
        return (name, *others), _UNDECIDED
    return tuple(n for n in others if stated[n] == most), ""
