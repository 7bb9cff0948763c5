"""Codes and their names: what the rest of the document and the official lists call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from gouji.model.place import Anchor
from gouji.model.statements import Naming
from gouji.model.tree import Cell
from gouji.parsing.coded import CodedRow
from gouji.parsing.items import CLASS_NAMES, CLASSES

_UNDECIDED = "the document gives the code several names"


def namings(rows: Iterable[CodedRow], names: Mapping[str, Counter[str]]) -> list[Naming]:
    """Every named code of every table against the names it has elsewhere."""
    return [_naming(row.cell, row, names[row.classified]) for row in rows if row.cell is not None]


def _naming(cell: Cell, row: CodedRow, stated: Counter[str]) -> Naming:
    code, name = row.classified, row.name
    official = CLASSES.get(code, frozenset())
    why_not = ""
    if name in official:
        known: tuple[str, ...] = (name,)
    elif official and name in CLASS_NAMES:
        known = tuple(sorted(official & set(stated))) or tuple(sorted(official))
    else:
        known, why_not = _by_majority(name, stated)
    return Naming(Anchor.whole(cell), row.code, name, known, why_not=why_not)


def _by_majority(name: str, stated: Counter[str]) -> tuple[tuple[str, ...], str]:
    """The names most rows use; one that is only a shorter form of another is the same name."""
    if len(stated) == 1:
        return (name,), ""
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
