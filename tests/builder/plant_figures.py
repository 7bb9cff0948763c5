"""Mistakes in single figures: another value, a slip of the hand, a total in the place of a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.builder.draft import Draft, Num, TableSpec
from tests.builder.sites import (
    Planted,
    Planter,
    Site,
    choose,
    clearly_other,
    moved,
    pick,
    planted,
    sites,
)

# Figures that a relation of the document holds.
HELD = ("total", "leaf", "node", "rowtotal", "tied")


def number(*tags: str, least: int = 50) -> Planter:
    """Another value for a figure with one of the tags."""

    def plant(kind: str, draft: Draft, random: Random) -> Planted:
        site = pick(random, draft, *tags)
        assert isinstance(site.piece, Num)
        return planted(draft, kind, site, moved(random, site.piece, least=least))

    return plant


def held(draft: Draft) -> Iterator[tuple[Site, Num]]:
    """The figures that a relation holds."""
    for tag in HELD:
        for site in sites(draft, tag):
            if isinstance(site.piece, Num) and site.piece.value:
                yield site, site.piece


def digit_swap(kind: str, draft: Draft, random: Random) -> Planted:
    """Two neighbouring digits swapped."""
    site, new = choose(random, ((s, new) for s, num in held(draft) for new in _swaps(num)))
    return planted(draft, kind, site, new)


def _swaps(num: Num) -> Iterator[Num]:
    digits = f"{num.value:.{num.decimals}f}"
    for i in range(len(digits) - 1):
        a, b = digits[i], digits[i + 1]
        if "." in (a, b) or a == b or (i == 0 and b == "0"):
            continue
        value = Decimal(digits[:i] + b + a + digits[i + 2 :])
        if clearly_other(value, num.value, _step(num)):
            yield replace(num, value=value)


def decimal_shift(kind: str, draft: Draft, random: Random) -> Planted:
    """The point one place too far left or right."""
    site, new = choose(random, ((s, new) for s, num in held(draft) for new in _shifts(num)))
    return planted(draft, kind, site, new)


def _shifts(num: Num) -> Iterator[Num]:
    for places in (1, -1):
        value = num.value.scaleb(places).quantize(_step(num), ROUND_HALF_UP)
        if value and clearly_other(value, num.value, _step(num)):
            yield replace(num, value=value)


def sign_flip(kind: str, draft: Draft, random: Random) -> Planted:
    """A minus before a figure."""
    site, num = choose(
        random, ((s, n) for s, n in held(draft) if clearly_other(-n.value, n.value, _step(n)))
    )
    return planted(draft, kind, site, replace(num, value=-num.value))


def unit_magnitude(kind: str, draft: Draft, random: Random) -> Planted:
    """An amount of 元 where 万元 are meant."""
    site = pick(
        random, draft, "tied", where=lambda s: isinstance(s.piece, Num) and s.piece.value >= 1
    )
    assert isinstance(site.piece, Num)
    value = (site.piece.value * 10_000).quantize(Decimal("0.01"))
    return planted(draft, kind, site, replace(site.piece, value=value))


def total_pasted(kind: str, draft: Draft, random: Random) -> Planted:
    """The total of its column in the place of an item."""
    site, new = choose(random, _pasted(draft))
    return planted(draft, kind, site, new)


def _pasted(draft: Draft) -> Iterator[tuple[Site, Num]]:
    for site in sites(draft, "leaf"):
        table = draft.parts[site.part]
        if site.row < 0 or not isinstance(table, TableSpec):
            continue
        total = next((r for r in table.rows if r.key == "total"), None)
        from_right = site.index - len(table.rows[site.row].cells)
        cell = None if total is None else total.cells[from_right].content
        assert isinstance(site.piece, Num)
        if isinstance(cell, Num) and clearly_other(cell.value, site.piece.value, _step(cell)):
            yield site, replace(site.piece, value=cell.value)


def _step(num: Num) -> Decimal:
    return Decimal(1).scaleb(-num.decimals)
