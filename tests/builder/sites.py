"""Where a mistake can be planted: the figures and words of a draft, and how one is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

from tests.builder.draft import (
    Cell,
    Draft,
    Layout,
    Num,
    Para,
    Part,
    Piece,
    TableSpec,
    Word,
    cell_text,
    place,
    plain,
)

T = TypeVar("T")


class CannotPlantError(Exception):
    """The draft holds no place where this kind of mistake would be certain."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was changed and where: a table's row and column, or a paragraph of prose."""

    kind: str
    table: str
    row: str
    column: str
    sentence: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Site:
    """A piece of the draft: part, body row (-1 in prose), and cell or piece."""

    part: int
    row: int
    index: int
    piece: Num | Word


def sites(draft: Draft, tag: str) -> Iterator[Site]:
    """The figures and words that carry a tag."""
    for p, part in enumerate(draft.parts):
        if isinstance(part, Para):
            for i, piece in enumerate(part.pieces):
                if not isinstance(piece, str) and tag in piece.tags:
                    yield Site(p, -1, i, piece)
        elif isinstance(part, TableSpec):
            for r, row in enumerate(part.rows):
                for c, cell in enumerate(row.cells):
                    if isinstance(cell.content, (Num, Word)) and tag in cell.content.tags:
                        yield Site(p, r, c, cell.content)


def put(draft: Draft, site: Site, piece: Piece) -> Draft:
    """The draft with another piece at a site."""
    part = draft.parts[site.part]
    new: Part
    if isinstance(part, Para):
        new = Para((*part.pieces[: site.index], piece, *part.pieces[site.index + 1 :]))
    else:
        assert isinstance(part, TableSpec)
        row = part.rows[site.row]
        cell = replace(row.cells[site.index], content=piece)
        row = replace(row, cells=(*row.cells[: site.index], cell, *row.cells[site.index + 1 :]))
        new = replace(part, rows=(*part.rows[: site.row], row, *part.rows[site.row + 1 :]))
    return with_part(draft, site.part, new)


def with_part(draft: Draft, index: int, part: Part) -> Draft:
    """The draft with another part at an index."""
    return replace(draft, parts=(*draft.parts[:index], part, *draft.parts[index + 1 :]))


def truth(draft: Draft, kind: str, site: Site, new: Piece) -> Truth:
    """What a new piece at a site changes in the draft as it was."""
    part = draft.parts[site.part]
    old_text, new_text = (cell_text(Cell(p), Layout(zero="0.00")) for p in (site.piece, new))
    if isinstance(part, TableSpec):
        row = part.rows[site.row]
        starts = [c for _, c, _ in place(tuple(r.cells for r in part.rows[: site.row + 1]))]
        column = part.column_label(starts[-len(row.cells) + site.index])
        return Truth(kind, part.title, row.label, column, "", old_text, new_text)
    assert isinstance(part, Para)
    return Truth(kind, "", "", "", plain(part), old_text, new_text)


def moved(random: Random, num: Num, *, least: int = 50) -> Num:
    """Another value, at least 1 % and ``least`` units of the last digit away, never below zero."""
    step = Decimal(1).scaleb(-num.decimals)
    gap = max(abs(num.value) * Decimal(random.randint(2, 40)) / 100, step * least)
    gap = gap.quantize(step, ROUND_HALF_UP)
    up = random.random() < 0.5 or num.value - gap <= step * least
    return replace(num, value=num.value + gap if up else num.value - gap)


def pick(
    random: Random, draft: Draft, *tags: str, where: Callable[[Site], bool] = lambda _: True
) -> Site:
    """One of the sites with any of the tags.

    :raises CannotPlantError: if there is none.
    """
    return choose(random, (s for tag in tags for s in sites(draft, tag) if where(s)))


def choose(random: Random, options: Iterable[T]) -> T:
    """One of the options.

    :raises CannotPlantError: if there is none.
    """
    every = list(options)
    if not every:
        raise CannotPlantError
    return random.choice(every)


Planted = tuple[Draft, Truth]
Planter = Callable[[str, Draft, Random], Planted]


def planted(draft: Draft, kind: str, site: Site, new: Piece) -> Planted:
    """The draft with a new piece at a site, and its truth."""
    return put(draft, site, new), truth(draft, kind, site, new)


def clearly_other(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether two values differ by more than any rounding explains."""
    return abs(one - other) >= max(abs(other) / 100, 50 * step)
