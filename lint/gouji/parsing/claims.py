"""Turns what prose says of an item into relations: shares, completions, changes, comparisons.

Where the words leave several readings open, the first one that holds is taken: a claim is violated
only if it is wrong under each of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from gouji.model.ledger import (
    Agreement,
    Change,
    Comparison,
    Completion,
    Direction,
    Figure,
    Growth,
    Outcome,
    Relation,
    Share,
    Sum,
    SumKind,
)
from gouji.model.quantity import BARE, PERCENT, Quantity
from gouji.model.tree import DocumentKind
from gouji.parsing.prose_items import ChangeNote, CompletionNote, Item, Scope, ShareNote, Statement
from gouji.parsing.prose_words import Base, read_lead

_NEAR = 40
_LAST = 12
_DEEP = 8
_BUDGETS = frozenset(("initial", "adjusted", "budget"))
_ACTUALS = frozenset(("account", "execution"))


@dataclass(slots=True)
class Context:
    """What the readings of a section may look up: its items, the year, and the whole document."""

    scope: Scope
    year: int | None
    kind: DocumentKind
    totals: dict[str, list[Statement]] = field(default_factory=dict)
    earlier: tuple[Statement, ...] = ()


def settle(readings: Sequence[Relation], approximate: bool = False) -> Relation:
    """The first reading that holds, or the first of all; an approximate figure violates nothing."""
    first = readings[0]
    for reading in readings:
        if reading.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING):
            return reading
    if approximate and first.judge().violated:
        return replace(first, why_not="an approximate figure")
    return first


def claims_of(item: Item, context: Context) -> Iterator[Relation]:
    """The relations that the words about one item state."""
    for completion in item.completions:
        yield _completion(item, completion)
    for note in item.changes:
        yield from _changes(item, note, context)
    yield from _againsts(item)
    yield from _agreements(item, context)


def compatible(basis: str | None, other: str | None) -> bool:
    """Whether two bases can mean the same: unknown fits all, 预算 fits 年初预算 and 调整预算."""
    if basis is None or other is None or basis == other:
        return True
    return (basis in _BUDGETS and other in _BUDGETS and "budget" in (basis, other)) or (
        basis in _ACTUALS and other in _ACTUALS
    )


def money(item: Item, dimension: str, before: int | None = None) -> list[Statement]:
    """The statements of an item in one dimension, the last one first."""
    return [s for s in reversed(lately(item, before)) if s.dimension == dimension]


def lately(item: Item, before: int | None = None) -> list[Statement]:
    """The last statements of an item, of those before a point: older ones are not referred to."""
    end = len(item.statements) if before is None else before
    return item.statements[max(0, end - _LAST) : end]


def parallels(item: Item, context: Context) -> Iterator[Item]:
    """Other mentions of the same thing in the section: same name, same whole; nearest first."""
    owner = item.owner
    for other in islice(reversed(context.scope.by_key.get(item.key, ())), _NEAR):
        if other is item or not item.key:
            continue
        theirs = other.owner
        if (owner is None) == (theirs is None) and (
            owner is None or theirs is None or owner is theirs or owner.key == theirs.key
        ):
            yield other


def year_of(item: Item, statement: Statement) -> int | None:
    """The year of a statement: its own, or that of the whole it is a part of."""
    when, breakdown = statement.year, item.parent
    for _ in range(_DEEP):
        if when is not None or breakdown is None or breakdown.parent is None:
            break
        whole = breakdown.parent
        stated = lately(whole, breakdown.stated_before) or lately(whole)
        when = next((s.year for s in reversed(stated) if s.year), None)
        breakdown = whole.parent
    return when


# -- completion ------------------------------------------------------------------------------


def _completion(item: Item, note: CompletionNote) -> Relation:
    said = lately(item, note.stated_before)
    amounts = [s for s in said if s.dimension == "money"]
    actual = [s for s in reversed(amounts) if s.basis not in _BUDGETS]
    budgets = [
        s for s in reversed(amounts) if s.basis in _BUDGETS and compatible(s.basis, note.basis)
    ]
    if not actual:
        return Completion(note.figure, None, None)
    readings: list[Relation] = [
        Completion(note.figure, a.figure, b.figure)
        for b in budgets
        for a in actual[:2]
        if _near(a, b)
    ]
    if not readings:
        over = _over_budget(item, note)
        if over is not None:
            readings = [Completion(note.figure, actual[0].figure, None, excess=signed(over))]
        else:
            return Completion(note.figure, actual[0].figure, None)
    return _saving(settle(readings, _approximate(item)))


def _saving(relation: Relation) -> Relation:
    """A completion that holds only because its budget is printed coarsely, while the rate is to the
    digit the part of the budget that was *not* spent: the budget is then read as finely as the
    actual figure."""
    if not isinstance(relation, Completion) or relation.part is None or relation.whole is None:
        return relation
    verdict, whole, part = relation.judge(), relation.whole.quantity, relation.part.quantity
    if verdict.outcome is not Outcome.ROUNDING or verdict.expected is None:
        return relation
    complement = 100 - verdict.expected.value
    if complement != relation.stated.quantity.value or whole.decimals >= part.decimals:
        return relation
    finer = Quantity(whole.value, part.decimals, whole.unit)
    return replace(relation, whole=replace(relation.whole, quantity=finer))


def _near(actual: Statement, budget: Statement) -> bool:
    return actual.year is None or budget.year is None or actual.year == budget.year


def _over_budget(item: Item, note: CompletionNote) -> ChangeNote | None:
    """决算数较预算数多 55.93 万元: the budget is not printed but follows."""
    for change in item.changes:
        base = change.base
        if base is not None and base.year is None and base.basis in _BUDGETS and change.difference:
            if compatible(base.basis, note.basis):
                return change
    return None


# -- changes ---------------------------------------------------------------------------------


def _changes(item: Item, note: ChangeNote, context: Context) -> Iterator[Relation]:
    approximate = _approximate(item)
    figure = note.difference or note.rate
    dimension = note.difference.quantity.unit.dimension if note.difference else "money"
    currents = _currents(item, note, context, dimension)
    prior = note.prior or _prior(item, note, context, dimension)
    prior = _in_unit(prior, currents)
    comparable = note.base.comparable if note.base else False
    if note.direction is Direction.FLAT and note.difference is None:
        current = _first(c for c in currents if c is not prior)
        yield Comparison(note.word, Direction.FLAT, current, prior, approximate=note.vague)
        return
    if figure is None:
        if note.prior is None:
            return
        yield Comparison(note.word, note.direction, _first(currents), prior)
        return
    difference = signed(note)
    conflict = _conflict(note, difference)
    if note.difference is not None and difference is not None:
        readings = _change_readings(note, currents, prior)
        relation = settle(readings, approximate)
        if comparable and relation.judge().violated:
            relation = replace(relation, why_not="another basis of comparison")
        yield relation
    if note.rate is not None and note.rate.quantity.unit == PERCENT:
        readings = list(_growth_readings(note, currents, prior, conflict=conflict))
        relation = settle(readings, approximate)
        if comparable and relation.judge().violated:
            relation = replace(relation, why_not="another basis of comparison")
        if conflict:
            yield _conflicting(note, relation)
        yield relation


def _first(figures: Iterable[Figure]) -> Figure | None:
    return next(iter(figures), None)


def _in_unit(prior: Figure | None, currents: Sequence[Figure]) -> Figure | None:
    """A prior figure printed without a unit (比上年2.08减少) takes that of the current one."""
    if prior is None or prior.quantity.unit != BARE or not currents:
        return prior
    unit = currents[0].quantity.unit
    return replace(prior, quantity=Quantity(prior.quantity.value, prior.quantity.decimals, unit))


def signed(note: ChangeNote) -> Figure | None:
    """The stated difference with its sign: negative for a decrease."""
    if note.difference is None:
        return None
    if note.direction is Direction.DOWN:
        return replace(note.difference, quantity=-note.difference.quantity)
    return note.difference


def _currents(item: Item, note: ChangeNote, context: Context, dimension: str) -> list[Figure]:
    """What the figure is now, the most likely one first."""
    own = [
        s
        for s in money(item, dimension, note.stated_before)
        if not (note.base and note.base.year is not None and s.year == note.base.year)
    ]
    if note.basis is not None:
        own.sort(key=lambda s: not (s.basis is not None and compatible(s.basis, note.basis)))
    elif note.base is not None and note.base.basis in _BUDGETS and note.base.year is None:
        own.sort(key=lambda s: s.basis in _BUDGETS)
    if own:
        return [s.figure for s in (*own, *_whole_before(item, dimension))]
    base = note.base.year if note.base else None
    for other in parallels(item, context):
        if other.isolated or not other.statements:
            continue
        found = [
            s
            for s in money(other, dimension)
            if (when := year_of(other, s)) is None
            or (when != base and when in (context.year, base and base + 1))
        ]
        if found:
            return [s.figure for s in found]
    return _both_sides(item, context, dimension)


def _whole_before(item: Item, dimension: str) -> list[Statement]:
    """The amounts of the whole, if the item ends its list: 其中 A 1 万元、B 2 万元，比上年增加…"""
    listed = item.parent
    if listed is None or listed.parent is None or listed.parts[-1] is not item:
        return []
    return money(listed.parent, dimension, listed.stated_before or None)


def _both_sides(item: Item, context: Context, dimension: str) -> list[Figure]:
    """收、支总计 changed: the figure that 收入总计 and 支出总计 both state."""
    stated: list[Figure] = []
    for both in ("收入支出总", "收支总"):
        if both not in item.key:
            continue
        for side in ("收入总", "支出总"):
            key = item.key.replace(both, side)
            short = key[key.index(side) :]
            found = context.scope.by_key.get(key) or context.scope.by_key.get(short) or []
            stated += [s.figure for i in found[-1:] for s in money(i, dimension)[:1]]
    return stated if len(stated) == 2 and stated[0].base == stated[1].base else []


def _prior(item: Item, note: ChangeNote, context: Context, dimension: str) -> Figure | None:
    """The figure compared with, if the text states it."""
    base = note.base
    own = money(item, dimension, note.stated_before)
    if note.undirected and (base is None or not (base.year or base.earlier)):
        budgets = [s.figure for s in own if s.basis in _BUDGETS]
        return budgets[0] if len(own) == 2 and len(budgets) == 1 else None
    if base is None:
        years = sorted({s.year for s in own if s.year is not None})
        if len(years) != 2 or len(own) != 2 or years[1] - years[0] != 1:
            return None
        return next(s.figure for s in own if s.year == years[0])
    if base.year is None:
        if base.earlier or base.basis not in _BUDGETS:
            return None
        found = [s for s in own if s.basis in _BUDGETS and compatible(s.basis, base.basis)]
        return found[0].figure if len({s.figure.base for s in found}) == 1 else None
    return _stated_in(own, item, base) or _first(
        figure
        for other in parallels(item, context)
        if (figure := _stated_in(money(other, dimension), other, base)) is not None
    )


def _stated_in(statements: Sequence[Statement], item: Item, base: Base) -> Figure | None:
    for statement in statements:
        if year_of(item, statement) == base.year and compatible(statement.basis, base.basis):
            return statement.figure
    return None


def _change_readings(
    note: ChangeNote, currents: Sequence[Figure], prior: Figure | None
) -> list[Relation]:
    assert note.difference is not None
    if prior is None or not currents:
        return [Change(note.difference, note.direction, _first(currents), prior)]
    readings: list[Relation] = []
    for current in currents:
        if current is prior:
            continue
        directions = [note.direction]
        if note.undirected:
            directions = [Direction.UP, Direction.DOWN]
        readings += [Change(note.difference, d, current, prior) for d in directions]
    return readings or [Change(note.difference, note.direction, None, prior)]


def _positive(figure: Figure) -> Figure:
    return replace(figure, quantity=-figure.quantity) if figure.quantity.value < 0 else figure


def _growth_readings(
    note: ChangeNote, currents: Sequence[Figure], prior: Figure | None, *, conflict: bool
) -> Iterator[Relation]:
    assert note.rate is not None
    rate, direction, difference = note.rate, note.rate_direction or note.direction, note.difference
    if difference is not None and difference.quantity.value < 0 and rate.quantity.value < 0:
        difference, rate = _positive(difference), _positive(rate)  # 减少-2.3，下降-4.5%
        yield from _plain_growth(rate, direction, difference, currents, prior)
        other = Direction.UP if direction is Direction.DOWN else Direction.DOWN
        yield from _plain_growth(rate, other, difference, currents, prior)
        return
    if difference is not None and difference.quantity.value < 0 and not conflict:
        difference = _positive(difference)  # 增加-2.3万元，下降4.5%
    yield from _plain_growth(rate, direction, difference, currents, prior)
    if conflict:
        yield from _plain_growth(rate, note.direction, difference, currents, prior)


def _plain_growth(
    rate: Figure,
    direction: Direction,
    difference: Figure | None,
    currents: Sequence[Figure],
    prior: Figure | None,
) -> Iterator[Relation]:
    nows = [c for c in currents if c is not prior]
    empty = True
    if prior is not None:
        for current in nows:
            empty = False
            yield Growth(rate, direction, current, prior)
    if difference is not None:
        for current in nows:
            empty = False
            yield Growth(rate, direction, current, None, difference)
        if prior is not None:
            empty = False
            yield Growth(rate, direction, None, prior, difference)
    if empty:
        yield Growth(rate, direction, _first(nows), prior, difference)


def _conflict(note: ChangeNote, difference: Figure | None) -> bool:
    """Whether amount and rate of one change go different ways: 减少 0.33 万元，增长 45.21%."""
    if difference is None or note.rate is None or note.rate_direction is None:
        return False
    sign = note.rate_direction.sign * (1 if note.rate.quantity.value > 0 else -1)
    if not difference.quantity.value or not note.rate.quantity.value:
        return False
    if (
        note.difference is not None
        and note.difference.quantity.value < 0
        and note.rate.quantity.value < 0
    ):
        return False
    return (difference.quantity.value > 0) != (sign > 0)


def _conflicting(note: ChangeNote, growth: Relation) -> Relation:
    """The comparison that the two directions break, at the word that does not fit the figures."""
    assert note.difference is not None and note.rate is not None
    kept = isinstance(growth, Growth) and growth.holds() and growth.direction is note.rate_direction
    stated = signed(note)
    assert stated is not None
    if kept or note.rate_word is None:
        word, figure, up = note.word, note.rate, stated.quantity.value > 0
        value = abs(note.rate.quantity.value)
        if up:
            value = -value
        left = replace(figure, quantity=Quantity(value, figure.quantity.decimals, PERCENT))
    else:
        word, left = note.rate_word, stated
        up = stated.quantity.value < 0
    zero = replace(
        left, quantity=Quantity(left.quantity.value * 0, 0, left.quantity.unit), label="0"
    )
    return Comparison(word, Direction.UP if up else Direction.DOWN, left, zero)


# -- comparisons and agreements --------------------------------------------------------------


def _againsts(item: Item) -> Iterator[Relation]:
    for note in item.againsts:
        said = [s for s in lately(item) if s.dimension == "money"]
        lefts = [s.figure for s in said if s.basis is not None and compatible(s.basis, note.left)]
        rights = [s.figure for s in said if s.basis is not None and compatible(s.basis, note.right)]
        if not lefts or not rights:
            yield Comparison(note.word, note.direction, _first(lefts), _first(rights))
            continue
        yield settle(
            [
                Comparison(note.word, note.direction, left, right)
                for left in reversed(lefts)
                for right in reversed(rights)
                if left is not right
            ]
            or [Comparison(note.word, note.direction, None, None)],
            _approximate(item),
        )


def _agreements(item: Item, context: Context) -> Iterator[Relation]:
    """One item, year and basis stated twice in a paragraph."""
    seen: dict[tuple[object, ...], Statement] = {}
    for statement in item.statements:
        basis, when = statement.basis, statement.year
        if basis is None and when is None and statement is item.statements[0]:
            basis = "budget" if context.kind is DocumentKind.BUDGET else None
            when = context.year
        if basis is None or (basis == "account" and when is None):
            continue
        key = (statement.dimension, when or context.year, basis, statement.figure.anchor.node)
        first = seen.setdefault(key, statement)
        if first is statement or (statement.named and statement.named != first.named):
            continue
        if not (first.approximate or statement.approximate):
            yield Agreement(statement.figure, first.figure)


# -- shares ----------------------------------------------------------------------------------


def shares_of(items: Sequence[Item], context: Context) -> Iterator[Relation]:
    """The shares of a section; those of one list whose whole is not named are judged together."""
    loose: dict[tuple[object, ...], list[tuple[Item, ShareNote]]] = {}
    for item in items:
        for note in item.shares:
            wholes = _wholes(item, note, context)
            if wholes:
                yield _share(item, note, wholes)
            elif _part(item, note) is None:
                yield Share(note.figure, None, None)
            else:
                key = _group(item, note)
                loose.setdefault(key, []).append((item, note))
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
    return settle(readings, _approximate(item))


def _wholes(item: Item, note: ShareNote, context: Context) -> list[Figure]:
    """The figures that the share may be of, the most likely one first; none if unknown."""
    owner, name = item.owner, read_lead(note.name, context.year)
    if not name.key:
        if name.basis in _BUDGETS and not note.name.startswith("比"):
            return []
        if note.name.strip("比重例为的"):
            return _called(item, note, context)
        return _stated_before(item) if owner is not None else []
    for _ in range(_DEEP):
        if owner is None:
            break
        if _names(owner, name.key) and owner.statements:
            return _figures(owner)
        owner = owner.owner
    for other in context.scope.by_key.get(name.key, ()):
        if other is not item and other.statements:
            return _figures(other)
    known = context.totals.get(name.key, [])
    if len({(s.figure.base, s.year) for s in known}) == 1:
        return [known[0].figure]
    for other in _before(note, context):
        ends = len(name.key) >= 2 and other.key.endswith(name.key)
        if other is not item and other.owner is None and ends and other.statements:
            return _figures(other)
    return []


def _before(note: ShareNote, context: Context) -> list[Item]:
    """The last items up to the sentence of a share, the nearest first."""
    items = context.scope.items
    end = bisect_right(items, note.sentence, key=lambda i: i.sentence)
    return items[max(0, end - 12) : end][::-1]


def _called(item: Item, note: ShareNote, context: Context) -> list[Figure]:
    """The figures of what is called by a bare word (占总规模): the item before that ends with it."""
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
            return _figures(other)
    return []


def _names(item: Item, name: str) -> bool:
    """Whether a name is short for the item: its letters occur there in order."""
    if item.key == name or (
        len(name) >= 2 and (item.key.endswith(name) or name.endswith(item.key) and item.key)
    ):
        return True
    letters = iter(item.key)
    return len(name) >= 4 and all(c in letters for c in name.removesuffix("额"))


def _stated_before(item: Item) -> list[Figure]:
    """The statements of the whole of a list, those made before the list began first."""
    breakdown = item.parent
    if breakdown is None or breakdown.parent is None:
        return []
    owner = breakdown.parent
    before = reversed(lately(owner, breakdown.stated_before))
    after = owner.statements[breakdown.stated_before : breakdown.stated_before + _LAST]
    return [s.figure for s in (*before, *after)]


def _figures(item: Item) -> list[Figure]:
    return [s.figure for s in reversed(lately(item))]


def _grouped(group: list[tuple[Item, ShareNote]], context: Context) -> Iterator[Relation]:
    """Shares of one unknown whole: it is found if their parts add up to a stated total, or if all
    of them but one agree on it."""
    parts = [(_part(item, note), note) for item, note in group]
    stated = [(p.figure, n.figure) for p, n in parts if p is not None]
    whole = _evident(stated, group, context)
    for part, figure in stated:
        yield Share(figure, part, whole)
    listed = group[0][0].parent
    if (
        whole is not None
        and _hundred([f for _, f in stated])
        and (listed is None or not listed.parent)
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
    items = context.scope.items
    begin = bisect_left(items, first - _NEAR, key=lambda i: i.sentence)
    end = bisect_right(items, last + 3, key=lambda i: i.sentence)
    near = [s for item in items[begin:end] if item.owner is None for s in lately(item)][-_NEAR:]
    stated_near = (*reversed(near), *reversed(context.earlier))
    candidates = [
        s.figure for s in stated_near if s.dimension == dimension and s.figure not in parts
    ]
    total = _total(parts)
    if total is not None:
        candidates.append(total)
    for candidate in candidates:
        fits = sum(
            Share(f, p, candidate).judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING)
            for p, f in stated
        )
        adds = total is not None and total.interval.meets(candidate.interval)
        hundred = candidate is not total or _hundred([f for _, f in stated])
        if (fits >= 2 and fits >= len(stated) - 1 and hundred) or (
            adds and fits >= len(stated) / 2 and fits and hundred
        ):
            return candidate
        if candidate is total and fits and complete_pair(group):
            return candidate
    return None


def complete_pair(group: list[tuple[Item, ShareNote]]) -> bool:
    """Whether the parts are 基本支出 and 项目支出, which make up all expenditure."""
    names = [item.key for item, _ in group]
    return (
        len(names) == 2
        and any("基本支出" in n for n in names)
        and any("项目支出" in n for n in names)
    )


def _hundred(rates: Sequence[Figure]) -> bool:
    total = sum(r.quantity.value for r in rates)
    slack = sum(r.quantity.half_step for r in rates) * 2
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


def _approximate(item: Item) -> bool:
    """Whether a figure of the item or of its whole is printed as 约."""
    owner = item.owner
    return any(s.approximate for s in lately(item)) or bool(
        owner and any(s.approximate for s in lately(owner))
    )
