"""Turns stated shares (占 X%) into relations: finds the whole that a share is of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.model.arithmetic import Share, Sum, SumKind
from gouji.model.figure import Figure
from gouji.model.quantity import Quantity
from gouji.model.relation import Outcome, Relation
from gouji.parsing.hundred import adjusted
from gouji.parsing.items import expense_of
from gouji.parsing.prose.hundred import Told, together
from gouji.parsing.prose.items import Item, ShareNote, Statement
from gouji.parsing.prose.leads import read_lead
from gouji.parsing.prose.readings import (
    ACTUALS,
    BUDGETS,
    DEEP,
    LAST,
    NEAR,
    Context,
    approximate,
    broken_at,
    lately,
    settle,
)
from gouji.parsing.prose.wholes import THREE_PUBLIC, whole_name

_NOBODY = frozenset(("部门", "单位", "政府"))  # words before a name that do not limit it
_TELLING = 4  # letters of a name that tells one total from another


def shares_of(items: Sequence[Item], context: Context) -> Iterator[Relation]:
    """The shares of a section; those of one list whose whole is not named are judged together."""
    loose: dict[tuple[object, ...], list[tuple[Item, ShareNote]]] = {}
    told: list[Told] = []
    for item in items:
        for note in item.shares:
            wholes, sure = _wholes(item, note, context)
            if wholes:
                relation = _share(item, note, wholes)
                if not sure and relation.judge().violated:
                    relation = Share(note.figure, _part_figure(item, note), None)
                told.append(Told(item, note, relation))
            elif _part(item, note) is None:
                told.append(Told(item, note, Share(note.figure, None, None)))
            else:
                key = _group(item, note)
                loose.setdefault(key, []).append((item, note))
    yield from together(told)
    for group in loose.values():
        yield from _grouped(group, context)


def _group(item: Item, note: ShareNote) -> tuple[object, ...]:
    name = read_lead(note.name, None).key
    if name:
        return (name,)
    if item.parent is not None:
        return ("", id(item.parent))
    return ("", note.figure.anchor.node.address)


def _part(item: Item, note: ShareNote) -> Statement | None:
    said = [s for s in lately(item, note.stated_before) if s.dimension not in ("percent", "bare")]
    return said[-1] if said else None


def _part_figure(item: Item, note: ShareNote) -> Figure | None:
    part = _part(item, note)
    return part.figure if part else None


def _share(item: Item, note: ShareNote, wholes: Sequence[Figure]) -> Relation:
    part = _part(item, note)
    if part is None:
        return Share(note.figure, None, wholes[0])
    same = [
        w for w in wholes if w.quantity.unit.dimension == part.dimension and w is not part.figure
    ]
    if not same:
        return Share(note.figure, part.figure, None)
    others = [s.figure for s in lately(item) if s.dimension == part.dimension and s is not part]
    readings: list[Relation] = [Share(note.figure, part.figure, whole) for whole in same]
    readings += [
        Share(note.figure, other, whole) for other in others for whole in same if whole is not other
    ]
    return settle(readings, approximate(item))


def _wholes(item: Item, note: ShareNote, context: Context) -> tuple[list[Figure], bool]:
    """The figures that the share may be of, the most likely one first, and whether the words leave
    no doubt; none if unknown."""
    if note.whole is not None:
        return [note.whole], True
    name = read_lead(note.name, context.year)
    if name.key:
        return _named(item, note, name.key, context)
    if name.basis in BUDGETS and not note.name.startswith("比"):
        return [], False
    if note.name.strip("比重例为的"):
        return _called(item, note, context), False
    wholes = _stated_before(item)
    if wholes and item.owner is not None:
        wholes = [*wholes, *_stated_before(item.owner)]  # a share of the whole of the whole
        wholes += _as_owner(item.owner, context)
    return wholes, not _after_break(item)


def _as_owner(owner: Item, context: Context) -> Iterator[Figure]:
    """What the shares of the owner of a list are of, for those of its parts may be of the same."""
    for note in owner.shares:
        name = read_lead(note.name, context.year)
        if note.whole is not None:
            yield note.whole
        elif name.key:
            yield from _named(owner, note, name.key, context)[0]


def _after_break(item: Item) -> bool:
    """Whether a semicolon may have ended the list before the item: 其中：A 5、B 5；C 10，占50%."""
    if item.parent is None or item.separator != "；":
        return False
    at = broken_at(item.parent.parts[:NEAR])
    return bool(at) and all(item is not p for p in item.parent.parts[:at])


def _named(item: Item, note: ShareNote, name: str, context: Context) -> tuple[list[Figure], bool]:
    """The figures of a named whole (占本年支出合计的): of that name, or of one it is short for."""
    said = note.name.strip("，：的")
    owners = list(_owners(item))
    for owner in owners:
        telling = len(said) >= _TELLING or said.startswith("总")
        if telling and owner.label.endswith(said) and owner.statements:
            return figures_of(owner), True
    same = [o for o in context.scope.by_key.get(name, ()) if o is not item and o.statements]
    near = [o for o in same if o.sentence <= note.sentence] or same
    if near:
        return [f for o in near[-1:-4:-1] for f in figures_of(o)], True
    for owner in owners:
        if _short_for(owner, name) and owner.statements:
            rest = owner.key.removesuffix(name)
            return figures_of(owner), len(name) >= _TELLING or rest in _NOBODY
    known = context.totals.get(whole_name(name, name), [])
    if len({(s.figure.base, s.year) for s in known}) == 1:
        return [known[0].figure], True
    for other in _before(note, context):
        ends = len(name) >= 2 and other.key.endswith(name)
        if other is not item and other.owner is None and ends and other.statements:
            return figures_of(other), other.key.removesuffix(name) in _NOBODY
    return [], False


def _owners(item: Item) -> Iterator[Item]:
    """The wholes that an item is in, the nearest first."""
    owner = item.owner
    for _ in range(DEEP):
        if owner is None:
            return
        yield owner
        owner = owner.owner


def _before(note: ShareNote, context: Context) -> list[Item]:
    """The last items up to the sentence of a share, the nearest first."""
    items = context.scope.items
    end = bisect_right(items, note.sentence, key=lambda i: i.sentence)
    return items[max(0, end - 12) : end][::-1]


def _called(item: Item, note: ShareNote, context: Context) -> list[Figure]:
    """The figures of what a bare word calls (占总规模): the item before that holds it."""
    owner = item.owner
    if owner is not None and note.name in owner.raw:
        return _stated_before(item)
    for other in _before(note, context):
        if (
            other is not item
            and other.owner is None
            and note.name in other.raw
            and other.statements
        ):
            return figures_of(other)
    return []


def _short_for(item: Item, name: str) -> bool:
    """Whether a name is short for the item, or the item for it, or its letters occur in order."""
    key = item.key
    if len(name) >= 2 and key.endswith(name):
        return True
    if len(key) >= _TELLING and name.endswith(key):
        return True
    letters = iter(key)
    return len(name) >= _TELLING and all(c in letters for c in name.removesuffix("额"))


def _stated_before(item: Item) -> list[Figure]:
    """The statements of the whole of a list, those made before the list began first."""
    breakdown = item.parent
    if breakdown is None or breakdown.parent is None:
        return []
    owner = breakdown.parent
    before = reversed(lately(owner, breakdown.stated_before))
    after = owner.statements[breakdown.stated_before : breakdown.stated_before + LAST]
    return [s.figure for s in (*before, *after)]


def figures_of(item: Item) -> list[Figure]:
    """The last figures of an item, the newest first."""
    return [s.figure for s in reversed(lately(item))]


def _grouped(group: list[tuple[Item, ShareNote]], context: Context) -> Iterator[Relation]:
    """Shares of one unknown whole: it is found if their parts add up to a stated total, or if all
    of them but one agree on it."""
    parts = [(_part(item, note), note) for item, note in group]
    stated = [(p.figure, n.figure) for p, n in parts if p is not None]
    whole = _evident(stated, group, context)
    yield from adjusted([Share(figure, part, whole) for part, figure in stated])
    listed = group[0][0].parent
    if (
        whole is not None
        and _hundred([f for _, f in stated])
        and (listed is None or not (listed.parent or (listed.beside and complete_pair(group))))
    ):
        parts_ = tuple(part for part, _ in stated)
        if whole.anchor != parts_[0].anchor:
            yield Sum(whole, parts_, SumKind.BREAKDOWN)


def _evident(
    stated: Sequence[tuple[Figure, Figure]], group: list[tuple[Item, ShareNote]], context: Context
) -> Figure | None:
    if len(stated) < 2 or len({p.quantity.unit.dimension for p, _ in stated}) > 1:
        return None
    first, last = group[0][0].sentence, group[-1][0].sentence
    dimension = stated[0][0].quantity.unit.dimension
    parts = [p for p, _ in stated]
    if (expenses := _all_expenses(group, context)) is not None:
        return expenses
    listed = group[0][0].parent
    before = listed.beside if listed is not None and complete_pair(group) else None
    if before is not None:
        return next(iter(figures_of(before)), None)
    telling = [(p, f) for p, f in stated if p.base]  # nothing is 0 % of anything
    items = context.scope.items
    begin = bisect_left(items, first - NEAR, key=lambda i: i.sentence)
    end = bisect_right(items, last + 3, key=lambda i: i.sentence)
    near = [s for item in items[begin:end] if item.owner is None for s in lately(item)][-NEAR:]
    stated_near = (*reversed(near), *reversed(context.earlier))
    candidates = [
        s.figure for s in stated_near if s.dimension == dimension and s.figure not in parts
    ]
    total = _total(parts)
    if total is not None:
        candidates.append(total)
    # A small share fits many wholes: one that fits all comes before one that fits all but one.
    counted = [(_fitting(telling, candidate), candidate) for candidate in candidates]
    for fits, candidate in sorted(counted, key=lambda c: c[0] < len(telling)):
        adds = total is not None and total.interval.meets(candidate.interval)
        hundred = candidate is not total or _hundred([f for _, f in stated])
        if (fits >= 2 and fits >= len(telling) - 1 and hundred) or (
            adds and fits >= len(telling) / 2 and fits and hundred
        ):
            return candidate
        if candidate is total and fits and complete_pair(group):
            return candidate
    return None


def _fitting(stated: Sequence[tuple[Figure, Figure]], whole: Figure) -> int:
    """How many parts have the share of a whole that is stated for them."""
    judged = (Share(share, part, whole).judge().outcome for part, share in stated)
    return sum(outcome in (Outcome.HOLDS, Outcome.ROUNDING) for outcome in judged)


def _all_expenses(group: list[tuple[Item, ShareNote]], context: Context) -> Figure | None:
    """The total of the three public expenses (“三公”经费), if the shares are of them and the
    document states one total."""
    if not {"vehicles", "reception"} <= {expense_of(item.label) for item, _ in group}:
        return None
    year = context.year
    said = [
        s.figure
        for s in context.totals.get(THREE_PUBLIC, ())
        if s.basis in ACTUALS and s.year in (None, year)
    ]
    return said[0] if len({f.base for f in said}) == 1 else None


def complete_pair(group: list[tuple[Item, ShareNote]]) -> bool:
    """Whether the parts are 基本支出 and 项目支出, which make up all expenditure."""
    names = [item.key for item, _ in group]
    return (
        len(names) == 2
        and any("基本支出" in n for n in names)
        and any("项目支出" in n for n in names)
    )


def _hundred(rates: Sequence[Figure]) -> bool:
    total = sum((r.quantity.value for r in rates), start=Decimal(0))
    slack = sum((r.quantity.half_step for r in rates), start=Decimal(0)) * 2
    return abs(total - 100) <= slack


def _total(parts: Sequence[Figure]) -> Figure | None:
    """The sum of parts as a figure that stands where the first part stands."""
    if len({p.quantity.unit for p in parts}) != 1:
        return None
    decimals = max(p.quantity.decimals for p in parts)
    value = sum((p.quantity.value for p in parts), start=parts[0].quantity.value * 0)
    return Figure(
        Quantity(value, decimals, parts[0].quantity.unit),
        parts[0].anchor,
        " + ".join(p.label for p in parts),
    )
