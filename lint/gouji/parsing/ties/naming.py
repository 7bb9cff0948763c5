"""Codes and their names: what the rest of the document and the official lists call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gouji.model.place import Anchor
from gouji.model.record import replace
from gouji.model.relation import Outcome
from gouji.model.statements import Naming
from gouji.model.tree import Cell
from gouji.parsing.items import CLASS_NAMES, CLASSES, other_name
from gouji.parsing.plain import item_name
from gouji.parsing.tables.coded import CodedRow

_UNDECIDED = "the document gives the code several names"


def namings(
    rows: Iterable[CodedRow], names: Mapping[str, Counter[str]], year: int | None
) -> list[Naming]:
    """Every named code of every table against the names it has elsewhere, and against the official
    list of the year."""
    made = [_naming(row.cell, row, names[row.classified]) for row in rows if row.cell is not None]
    return made if year is None else list(_officially(made, year))


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
