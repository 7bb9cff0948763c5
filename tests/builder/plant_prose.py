"""Mistakes in prose: percentages, directions, years, units and names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

from tests.builder.draft import Draft, Heading, Layout, Num, Para, Piece, Word, plain, prose
from tests.builder.facts import codes
from tests.builder.sites import (
    CannotPlantError,
    Planted,
    Planter,
    Site,
    Truth,
    choose,
    pick,
    planted,
    put,
    sites,
    truth,
    with_part,
)

_CENT = Decimal("0.01")
_OPPOSITES = {
    "增加": "减少",
    "减少": "增加",
    "增长": "下降",
    "下降": "增长",
    "上升": "下降",
    "提高": "降低",
    "降低": "提高",
    "大于": "小于",
    "小于": "大于",
    "高于": "低于",
    "低于": "高于",
}


def rate(tag: str) -> Planter:
    """Another percentage."""

    def plant(kind: str, draft: Draft, random: Random) -> Planted:
        site = pick(random, draft, tag)
        assert isinstance(site.piece, Num)
        gap = Decimal(random.randint(300, 3000)) / 100 + site.piece.value / 20
        new = replace(site.piece, value=site.piece.value + gap.quantize(_CENT))
        return planted(draft, kind, site, new)

    return plant


def other_rate(tag: str, told: Callable[[Num, list[Num]], Decimal | None]) -> Planter:
    """The percentage that a usual slip gives: ``told`` works it out from the right one and the
    figures of the paragraph before it, the nearest first."""

    def options(draft: Draft) -> Iterator[tuple[Site, Num]]:
        for site in sites(draft, tag):
            part = draft.parts[site.part]
            assert isinstance(part, Para) and isinstance(site.piece, Num)
            before = [p for p in reversed(part.pieces[: site.index]) if isinstance(p, Num)]
            wrong = told(site.piece, before)
            if wrong is None:
                continue
            value = wrong.quantize(_CENT, ROUND_HALF_UP)
            if value > 0 and abs(value - site.piece.value) > max(1, site.piece.value / 20):
                yield site, replace(site.piece, value=value)

    def plant(kind: str, draft: Draft, random: Random) -> Planted:
        return planted(draft, kind, *choose(random, options(draft)))

    return plant


def of_current_year(_: Num, before: list[Num]) -> Decimal | None:
    """The change over this year's figure instead of last year's."""
    change = before[0] if before and "change" in before[0].tags else None
    now = next((n for n in before if "tied" in n.tags), None)
    return change.value / now.value * 100 if change and now and now.value else None


def amount_again(_: Num, before: list[Num]) -> Decimal | None:
    """The amount of the change once more."""
    return before[0].value if before and "change" in before[0].tags else None


def rest(right: Num, _: list[Num]) -> Decimal | None:
    """What is saved instead of what is spent."""
    return 100 - right.value if right.value < 100 else None


def quotient(right: Num, _: list[Num]) -> Decimal | None:
    """The quotient printed as a percentage."""
    return right.value / 100 if right.value >= 20 else None


def neighbour(right: Num, before: list[Num]) -> Decimal | None:
    """The percentage of the item before."""
    return next((n.value for n in before if n.tags & right.tags), None)


def shares_swapped(kind: str, draft: Draft, random: Random) -> Planted:
    """The shares of two items in each other's place."""
    shares = [s for s in sites(draft, "share") if isinstance(s.piece, Num)]
    pairs = [
        (a, b)
        for a, b in pairwise(shares)
        if a.part == b.part
        and isinstance(a.piece, Num)
        and isinstance(b.piece, Num)
        and abs(a.piece.value - b.piece.value) > max(1, b.piece.value / 20)
    ]
    one, other = choose(random, pairs)
    return put(put(draft, one, other.piece), other, one.piece), truth(draft, kind, one, other.piece)


def direction(kind: str, draft: Draft, random: Random) -> Planted:
    """A word of direction turned round."""
    site = pick(random, draft, "direction")
    assert isinstance(site.piece, Word)
    return planted(draft, kind, site, replace(site.piece, text=_OPPOSITES[site.piece.text]))


def both_directions(kind: str, draft: Draft, random: Random) -> Planted:
    """Both words of a change turned round, where the rate tells that they are wrong."""
    first, second = choose(random, _telling_pairs(draft))
    turned = [replace(s.piece, text=_OPPOSITES[s.piece.text]) for s in (first, second)]  # type: ignore[union-attr]
    return put(put(draft, first, turned[0]), second, turned[1]), truth(
        draft, kind, first, turned[0]
    )


def _telling_pairs(draft: Draft) -> Iterator[tuple[Site, Site]]:
    words = list(sites(draft, "direction"))
    for one, other in pairwise(words):
        part = draft.parts[one.part]
        if one.part != other.part or not isinstance(part, Para):
            continue
        between = [p for p in part.pieces[one.index : other.index] if isinstance(p, Num)]
        rates = [p for p in part.pieces[other.index :] if isinstance(p, Num)][:1]
        before = [p for p in part.pieces[: one.index] if isinstance(p, Num)][-1:]
        if len(between) != 1 or not rates or not before or "tied" not in before[0].tags:
            continue
        up = one.piece.text in ("增加",)  # type: ignore[union-attr]
        gap, now = between[0].value, before[0].value
        prior = now + gap if up else now - gap
        if "growth" in rates[0].tags and (
            prior <= 0 or abs(gap / prior * 100 - rates[0].value) > max(1, rates[0].value / 20)
        ):
            yield one, other


def unit_word(kind: str, draft: Draft, random: Random) -> Planted:
    """元 for 万元, or the other way round."""
    site = pick(random, draft, "unit")
    assert isinstance(site.piece, Word)
    new = replace(site.piece, text={"万元": "元", "元": "万元"}[site.piece.text])
    return planted(draft, kind, site, new)


def unit_lost(kind: str, draft: Draft, random: Random) -> Planted:
    """An amount without its unit."""
    site = pick(random, draft, "unit")
    assert isinstance(site.piece, Word)
    return planted(draft, kind, site, replace(site.piece, text=""))


def year_of_heading(kind: str, draft: Draft, random: Random) -> Planted:
    """A heading of last year."""
    year = str(draft.year)
    places = [
        (i, p)
        for i, p in enumerate(draft.parts)
        if isinstance(p, Heading) and p.level and year in p.text
    ]
    index, heading = choose(random, places)
    new = heading.text.replace(year, str(draft.year - 1))
    return with_part(draft, index, replace(heading, text=new)), Truth(
        kind, "", "", "", new, year, str(draft.year - 1)
    )


def year_of_total(kind: str, draft: Draft, random: Random) -> Planted:
    """A total that stands alone in its paragraph, dated a year back; an item may be of that year."""
    year = f"{draft.year}年"
    places = []
    for i, part in enumerate(draft.parts):
        if not isinstance(part, Para):
            continue
        numbers = [p for p in part.pieces if isinstance(p, Num)]
        text = plain(part)
        total = not any(word in text for word in ("（项）", "基本支出", "运行经费", "持平"))
        alone = len(numbers) == 1 and "tied" in numbers[0].tags
        if total and alone and text.count(year) == 1:
            places.append((i, part))
    index, part = choose(random, places)
    old = f"{draft.year - 1}年"
    pieces = tuple(p.replace(year, old) if isinstance(p, str) else p for p in part.pieces)
    return with_part(draft, index, Para(pieces)), Truth(kind, "", "", "", plain(part), year, old)


def item_named(kind: str, draft: Draft, random: Random) -> Planted:
    """An item of the prose under the name of another item of its class."""
    names = {str(c): str(n) for c, n in codes()["functional"].items() if len(c) == 7}
    told = "".join(plain(p) for p in draft.parts if isinstance(p, Para))
    places: list[tuple[int, int, str, str]] = []
    for i, part in enumerate(draft.parts):
        for k, piece in enumerate(part.pieces if isinstance(part, Para) else ()):
            for code, name in names.items():
                if isinstance(piece, str) and f"（款）{name}（项）" in piece:
                    others = [
                        n
                        for c, n in names.items()
                        if c[:5] == code[:5] and c != code and f"{n}（项）" not in told
                    ]
                    places += [(i, k, name, other) for other in others]
    i, k, name, other = choose(random, places)
    part = draft.parts[i]
    assert isinstance(part, Para)
    piece = part.pieces[k]
    assert isinstance(piece, str)
    new = piece.replace(f"（款）{name}（项）", f"（款）{other}（项）")
    pieces = (*part.pieces[:k], new, *part.pieces[k + 1 :])
    return with_part(draft, i, Para(pieces)), Truth(kind, "", "", "", plain(part), name, other)


def fund_denied(kind: str, draft: Draft, random: Random) -> Planted:
    """An amount of a fund whose table is empty."""
    table = next((t for t in draft.tables if t.key == "government_fund" and t.notes), None)
    where = next(
        (i for i, p in enumerate(draft.parts) if isinstance(p, Para) and _denies(plain(p))), None
    )
    if table is None or where is None:
        raise CannotPlantError(kind)
    part = draft.parts[where]
    assert isinstance(part, Para)
    amount = Num(Decimal(random.randint(1000, 90000)) / 100)
    word = {"budget": "预算", "account": "决算"}[draft.kind]
    subject = f"{draft.entity}{draft.year}年政府性基金预算支出{word}"
    pieces: tuple[Piece, ...] = (subject, amount, Word("万元"), "。")
    new = prose(pieces, Layout(spaced=False))
    told = Truth(kind, table.title, "", "", new, plain(part), new)
    return with_part(draft, where, Para(pieces)), told


def _denies(text: str) -> bool:
    return "国有资本" not in text and any(
        w in text for w in ("没有使用政府性基金", "无政府性基金", "没有政府性基金")
    )
