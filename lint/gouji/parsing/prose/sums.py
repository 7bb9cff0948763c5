"""Turns the lists of prose into sums: a whole and its parts, of amounts and of their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.model.arithmetic import Sum, SumKind, total_of
from gouji.model.figure import Figure
from gouji.model.quantity import Quantity
from gouji.model.record import replace
from gouji.model.regex import regex
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Agreement
from gouji.parsing.items import three_public_item
from gouji.parsing.prose.changes import signed
from gouji.parsing.prose.divisions import (
    are_classes,
    inner_parts,
    known_complete,
    leaves_nothing_out,
)
from gouji.parsing.prose.items import Breakdown, ChangeNote, Item, Statement, both_sides, stem
from gouji.parsing.prose.readings import (
    ACTUALS,
    BUDGETS,
    broken_at,
    compatible,
    lately,
    settle,
    told_beside,
)

_MAX_RUNS = 60
_THREE_PUBLIC = "三公"
_APPROVED = ("initial", "adjusted")
_REST = regex("结转|结余")
_ALL_SPENT = {"基本支出", "项目支出"}
_SIDE = regex("收入|支出")
_NEAR = 6
_HUNDRED = Decimal(100)


def sums_of(item: Item) -> Iterator[Relation]:
    """The sums that the lists of an item state."""
    for breakdown in item.breakdowns:
        # Nothing is a part of itself: such a list is of a whole that the words leave out.
        itself = any(stem(p.key) == stem(item.key) for p in breakdown.parts)
        if breakdown.parts and not itself and not _beside_rest(item, breakdown):
            yield from _amounts(item, breakdown)
            yield from _changes(item, breakdown)


def _beside_rest(item: Item, breakdown: Breakdown) -> bool:
    """Whether a list that follows what is left over is not of that: its parts have an approved
    budget (预算 9 万元，支出 8 万元，结转 1 万元。其中：基本支出年初预算 5 万元，支出 4 万元…)."""
    return _REST.search(item.key) is not None and any(
        s.basis in _APPROVED for part in breakdown.parts for s in part.statements
    )


def _amounts(item: Item, breakdown: Breakdown) -> Iterator[Relation]:
    before = lately(item, breakdown.stated_before) or lately(item)
    before.sort(key=lambda s: not told_beside(s.figure))  # 上年 9 万元 is divided last of all
    done: set[tuple[str, str | None]] = set()
    for whole in reversed(before):
        if whole.dimension in {"percent", "percentage points"} or whole.dimension in {
            d for d, _ in done
        }:
            continue
        # Of parts that give budget and outturn a whole without a basis is of one of the two.
        bases = (ACTUALS, BUDGETS) if whole.basis is None else (ACTUALS | BUDGETS,)
        found = [p for p in (_parts(breakdown, whole, wanted) for wanted in bases) if p]
        parts = found[0] if found else []
        if not parts or (not whole.figure.base and parts[0][0].sentence != whole.sentence):
            continue  # a sentence after 分散采购0元 lists what is more than nothing
        done.add((whole.dimension, whole.basis))
        sides = [_SIDE.match(part.key) for part, _ in parts]
        if both_sides(item.raw) and all(sides) and len({s and s[0] for s in sides}) == len(sides):
            yield from (Sum(whole.figure, (f,), SumKind.BREAKDOWN) for _, f in parts)
            continue
        others = [s for s in before if s.dimension == whole.dimension and s is not whole]
        readings = [(p, _sum(item.key, breakdown, whole, p, others)) for p in found]
        fits = (r for r in readings if r[1] is not None and r[1].holds())
        parts, relation = next(fits, readings[0])
        if relation is not None:
            yield relation
            if isinstance(relation, Sum) and relation.holds() and not relation.partial:
                added = set(map(id, relation.parts))
                listed = [i for i, f in parts if id(f) in added]
                yield from _on_other_bases(listed, whole, others)
    for figure in breakdown.extra:
        yield from _restated(breakdown, figure, before)


def _on_other_bases(
    parts: Sequence[Item], whole: Statement, others: Sequence[Statement]
) -> Iterator[Sum]:
    """What the same parts make on another basis: beside an outturn that adds up the budgets of
    its items, which are no more than the whole budget."""
    for other in others:
        if other.basis is None or compatible(other.basis, whole.basis):
            continue
        said = [
            next((s for s in p.statements if s.basis == other.basis and _same_year(s, other)), None)
            for p in parts
        ]
        figures = tuple(s.figure for s in said if s is not None)
        rough = any(s is None or s.approximate or s.dimension != other.dimension for s in said)
        if not rough and not other.approximate:
            adds = total_of(figures)[0].meets(other.figure.interval)
            yield Sum(other.figure, figures, SumKind.BREAKDOWN, partial=not adds)


def _restated(
    breakdown: Breakdown, figure: Figure, before: Sequence[Statement]
) -> Iterator[Relation]:
    """合计 X after a list: the sum of what is listed, or the whole said again."""
    dimension = figure.quantity.unit.dimension
    parts = [s.figure for p in breakdown.parts for s in p.statements[:1]]
    same = tuple(f for f in parts if f.quantity.unit.dimension == dimension)
    wholes = [s.figure for s in before if s.dimension == dimension]
    readings: list[Relation] = [Agreement(figure, w) for w in reversed(wholes)]
    if same and len(same) == len(breakdown.parts):
        readings.insert(0, Sum(figure, same, SumKind.BREAKDOWN))
    if readings:
        relation = settle(readings)
        if not relation.judge().violated or not breakdown.unread:
            yield relation


def _parts(
    breakdown: Breakdown, whole: Statement, wanted: frozenset[str]
) -> list[tuple[Item, Figure]]:
    """The figure of each part that is of the whole's dimension and basis, the first of one of the
    wanted bases before others."""
    found: list[tuple[Item, Figure]] = []
    for part in breakdown.parts:
        if part.isolated or _told_again(part, breakdown):
            continue
        said = [s for s in part.statements if s.dimension == whole.dimension]
        fitting = [s for s in said if compatible(s.basis, whole.basis) and _same_year(s, whole)]
        if fitting:
            first = next((s for s in fitting if s.basis in wanted), fitting[0])
            found.append((part, first.figure))
        elif said:
            return []
        elif part.absent is not None and not part.statements:
            quantity = Quantity(Decimal(0), 0, whole.figure.quantity.unit)
            found.append((part, Figure(quantity, part.absent, part.label, blank=True)))
        elif not part.statements:
            return []
    return found if any(not figure.blank for _, figure in found) else []


def _told_again(part: Item, breakdown: Breakdown) -> bool:
    """Whether one of the three public expenses was a part of the list before, in another sentence
    (公务用车运行支出 3 万元。…全年运行费支出 3 万元)."""
    expense = three_public_item(part.label)
    return expense is not None and any(
        other.sentence < part.sentence and three_public_item(other.label) == expense
        for other in breakdown.parts
    )


def _same_year(part: Statement, whole: Statement) -> bool:
    return part.year is None or whole.year is None or part.year == whole.year


def _sum(
    of: str,
    breakdown: Breakdown,
    whole: Statement,
    parts: list[tuple[Item, Figure]],
    others: Sequence[Statement],
) -> Relation | None:
    names = [item.key for item, _ in parts]
    inner = inner_parts(names)
    kept = [p for i, p in enumerate(parts) if i not in inner]
    broken = broken_at([i for i, _ in kept])
    adds_up = total_of(tuple(f for _, f in kept))[0].meets(whole.figure.interval)
    if broken and not adds_up and _closed(kept[:broken], of, whole.figure):
        kept = kept[:broken]
        names = [item.key for item, _ in kept]
    figures = tuple(f for _, f in kept)
    adds = total_of(figures)[0].meets(whole.figure.interval)
    if breakdown.unread and not adds:
        return Sum(
            whole.figure,
            figures,
            SumKind.BREAKDOWN,
            partial=True,
            why_not="a part could not be read",
        )
    said = adds or _complete(of, breakdown, kept)
    implied = not said and breakdown.kind != "none" and leaves_nothing_out(kept, whole.figure)
    complete = said or implied
    if breakdown.kind in {"maybe", "none", "plus"} and not complete:
        return None
    readings: list[Relation] = [
        Sum(whole.figure, figures, SumKind.BREAKDOWN, partial=not complete, learned=implied)
    ]
    if not adds:
        readings += _other_readings(of, whole, kept, others, complete=complete)
    relation = settle(readings, whole.approximate or any(_rough(i) for i, _ in kept))
    if (
        isinstance(relation, Sum)
        and relation.partial
        and relation.judge().violated
        and (not _disjoint(names) or _facets(kept, whole))
    ):
        return replace(relation, why_not="parts may overlap")
    return relation


def _closed(parts: Sequence[tuple[Item, Figure]], of: str, whole: Figure) -> bool:
    """Whether a list that a semicolon ends had all the parts of its whole: what follows stands
    beside it (在职 121 人，其中：行政 58 人、参公 26 人、事业 37 人；退休 64 人)."""
    counted = whole.quantity.unit.exact and leaves_nothing_out(parts, whole)
    return counted or known_complete([item.key for item, _ in parts], of)


def _known(of: str, breakdown: Breakdown, names: Sequence[str]) -> bool:
    """Whether the names are known to be all parts of a whole; a list that no word announces is
    taken for one of the three public expenses or of all expenditure only."""
    announced = breakdown.kind != "none" or _THREE_PUBLIC in of or set(names) == _ALL_SPENT
    return announced and known_complete(names, of)


def _facets(parts: Sequence[tuple[Item, Figure]], whole: Statement) -> bool:
    """Whether people or things are counted by one trait and by another (本科 40 人，占 80%；党员 35
    人，占 70%): each has its share, and one may have both."""
    counted = whole.figure.quantity.unit.exact
    return counted and all(item.shares and f.base <= whole.figure.base for item, f in parts)


def _rough(item: Item) -> bool:
    return any(s.approximate for s in item.statements)


def _complete(of: str, breakdown: Breakdown, parts: list[tuple[Item, Figure]]) -> bool:
    """Whether the words, a known set, or shares of 100 % say that nothing is left out."""
    known = _known(of, breakdown, [item.key for item, _ in parts])
    if breakdown.kind == "none":
        return known
    if breakdown.kind == "complete" or known:
        return not any(item.doubtful and breakdown.kind != "complete" for item, _ in parts) or known
    shares = [
        item.shares[0].figure.quantity
        for item, figure in parts
        if item.shares and not item.shares[0].name
    ]
    nonzero = [figure for _, figure in parts if figure.quantity.value]
    if len(shares) >= 2 and len(shares) >= len(nonzero):
        slack = sum(q.half_step for q in shares) * 2
        return abs(sum(q.value for q in shares) - _HUNDRED) <= slack
    return False


def _disjoint(names: Sequence[str]) -> bool:
    return all(names) and not any(
        a in b for i, a in enumerate(names) for j, b in enumerate(names) if i != j
    )


def _other_readings(
    of: str,
    whole: Statement,
    parts: list[tuple[Item, Figure]],
    others: Sequence[Statement],
    *,
    complete: bool,
) -> list[Relation]:
    """Other readings of a list that does not add up: another whole, a part that was no part, parts
    of a part listed on the same level."""
    figures = tuple(f for _, f in parts)
    readings: list[Relation] = [
        Sum(s.figure, figures, SumKind.BREAKDOWN, partial=False) for s in others
    ]
    sure = tuple(f for item, f in parts if not item.doubtful)
    if sure and len(sure) < len(figures):
        readings.append(Sum(whole.figure, sure, SumKind.BREAKDOWN, partial=not complete))
    if broken := broken_at([i for i, _ in parts]):
        readings.append(
            Sum(whole.figure, figures[:broken], SumKind.BREAKDOWN, partial=not complete)
        )
    if not complete and (beyond := _beyond(parts, whole.figure)):
        readings.append(Sum(whole.figure, figures[:beyond], SumKind.BREAKDOWN, partial=True))
    if not complete and (ended := _ended(figures, whole.figure)):
        readings.append(Sum(whole.figure, figures[:ended], SumKind.BREAKDOWN))
    for at, (item, figure) in enumerate(parts[:_MAX_RUNS]):
        readings += [
            Sum(
                whole.figure,
                figures[: at + 1] + figures[end:],
                SumKind.BREAKDOWN,
                partial=not complete,
            )
            for end in _continued(item, figure, figures[at + 1 : at + _MAX_RUNS], at + 1)
        ]
    names = [item.key for item, _ in parts]
    runs = () if are_classes(names) or known_complete(names, of) else _runs(figures)
    for start, end in runs:
        rest = figures[: start + 1] + figures[end:]
        readings.append(Sum(whole.figure, rest, SumKind.BREAKDOWN, partial=not complete))
    return readings


def _beyond(parts: Sequence[tuple[Item, Figure]], whole: Figure) -> int | None:
    """Where a semicolon begins another count, larger than the whole (教师 120 人，其中…；学生 1800
    人)."""
    for at, (item, figure) in enumerate(parts):
        larger = figure.quantity.unit.exact and figure.base > whole.base
        if at and larger and item.separator == "；":
            return at
    return None


def _ended(figures: tuple[Figure, ...], whole: Figure) -> int | None:
    """After how many parts the whole is reached; what follows stands beside it (在职 62 人，其中…；
    退休 28 人)."""
    for end in range(2, len(figures)):
        several = sum(bool(f.quantity.value) for f in figures[:end]) > 1
        if several and total_of(figures[:end])[0].meets(whole.interval):
            return end
    return None


def _continued(item: Item, whole: Figure, after: Sequence[Figure], start: int) -> Iterator[int]:
    """Ends of the parts after an item that go on with the list of its own parts."""
    own = [s.figure for b in item.breakdowns for p in b.parts for s in p.statements[:1]]
    own = [f for f in own if f.quantity.unit.dimension == whole.quantity.unit.dimension]
    if not own:
        return
    for end in range(1, len(after) + 1):
        if total_of((*own, *after[:end]))[0].meets(whole.interval):
            yield start + end


def _runs(figures: tuple[Figure, ...]) -> Iterator[tuple[int, int]]:
    """Parts followed by two or more parts that add up to them: an inner list without brackets."""
    if len(figures) > _MAX_RUNS:
        return
    for start, head in enumerate(figures):
        if not head.quantity.value:
            continue
        for end in range(start + 3, len(figures) + 1):
            inner = figures[start + 1 : end]
            if sum(bool(f.quantity.value) for f in inner) and total_of(inner)[0].meets(
                head.interval
            ):
                yield start, end


# -- changes of parts ------------------------------------------------------------------------


def _changes(item: Item, breakdown: Breakdown) -> Iterator[Relation]:
    if len(breakdown.parts) < 2:
        return
    noted = item.changes[max(0, breakdown.changed_before - _NEAR) : breakdown.changed_before]
    noted = noted or item.changes[-_NEAR:]
    names = [part.key for part in breakdown.parts]
    for note in noted:
        whole = signed(note)
        if whole is None or note.undirected or note.sentence < breakdown.parts[0].sentence - 3:
            continue
        parts = _part_changes(breakdown, note, whole)
        if parts is None:
            continue
        adds = total_of(parts)[0].meets(whole.interval)
        doubtful = any(part.doubtful for part in breakdown.parts)
        sure = breakdown.kind == "complete" and not doubtful
        if adds or ((sure or _known(item.key, breakdown, names)) and not breakdown.unread):
            yield Sum(whole, parts, SumKind.BREAKDOWN)


def _part_changes(
    breakdown: Breakdown, note: ChangeNote, whole: Figure
) -> tuple[Figure, ...] | None:
    found: list[Figure] = []
    for part in breakdown.parts:
        change = next((c for c in part.changes if _same_base(c, note)), None)
        if change is None:
            inner = _inner_changes(part, note, whole)
            if inner is None:
                return None
            found += inner
            continue
        if change.direction is Direction.FLAT and change.difference is None:
            quantity = Quantity(Decimal(0), 0, whole.quantity.unit)
            found.append(Figure(quantity, change.word, part.label, blank=True))
            continue
        figure = signed(change)
        if figure is None or figure.quantity.unit.dimension != whole.quantity.unit.dimension:
            return None
        found.append(figure)
    return tuple(found)


def _inner_changes(part: Item, note: ChangeNote, whole: Figure) -> tuple[Figure, ...] | None:
    """The changes of the parts of a part that does not tell its own (购置及运行费，其中：购置费，
    比上年增加 1 万元；运行费，与上年持平), if they are all it has."""
    for breakdown in part.breakdowns:
        if known_complete([inner.key for inner in breakdown.parts], part.key):
            return _part_changes(breakdown, note, whole)
    return None


def _same_base(part: ChangeNote, whole: ChangeNote) -> bool:
    if part.base is None or whole.base is None:
        return True
    if part.base.year != whole.base.year:
        return False
    return compatible(part.base.basis, whole.base.basis)
