"""One cause, one finding: what one wrong figure breaks is told once, at that figure.

A wrong cell breaks its row, its column, its parent and every place that states it again. The cell
that explains most of the broken relations and takes part in fewest that hold is taken for the
cause; the other relations are listed with it as consequences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.causes import slip
from gouji.model.ledger import (
    Agreement,
    Balance,
    Cause,
    Figure,
    Outcome,
    Relation,
    Sum,
    total_of,
)
from gouji.model.quantity import Quantity
from gouji.model.tree import Cell
from gouji.rule import Finding, Rule

_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on its way to becoming a diagnostic: its rule, the relation it is about, the
    likely cause, and the other relations that the same cause breaks."""

    rule: Rule
    finding: Finding
    relation: Relation | None = None
    cause: Cause | None = None
    consequences: tuple[Relation, ...] = ()


def consolidate(found: Sequence[Found], relations: Iterable[Relation]) -> list[Found]:
    """The findings, one for each cause; those about no relation stay as they are."""
    broken = [f for f in found if f.relation is not None and any(f.relation.figures)]
    if len(broken) < 2:
        return list(found)
    holding = _holding(relations, broken)
    groups = _one_row(_same_gap(_covered(broken, holding)))
    lone = [f for f in found if f not in broken]
    return lone + [_told_once(group) for group in groups]


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings of one cause; ``suspect`` is the figure that explains them, if there are several."""

    members: tuple[Found, ...]
    suspect: Figure | None = None


def _key(figure: Figure) -> _Key:
    return id(figure.anchor.node), figure.anchor.start


def _holding(relations: Iterable[Relation], broken: Sequence[Found]) -> Counter[_Key]:
    """In how many relations that hold each figure of a broken one takes part."""
    wanted = {_key(f) for each in broken if each.relation for f in each.relation.figures}
    counts: Counter[_Key] = Counter()
    for relation in relations:
        keys = {_key(f) for f in relation.figures if f.quantity.value} & wanted
        if keys and relation.judge().outcome in (Outcome.HOLDS, Outcome.ROUNDING):
            counts.update(keys)
    return counts


def _covered(broken: Sequence[Found], holding: Counter[_Key]) -> list[_Group]:
    """Greedily, the figure that explains most of what is left."""
    left = list(broken)
    groups: list[_Group] = []
    while left:
        fails: defaultdict[_Key, list[Found]] = defaultdict(list)
        figures: dict[_Key, Figure] = {}
        for each in left:
            for figure in _suspects(each):
                key = _key(figure)
                figures.setdefault(key, figure)
                if each not in fails[key]:
                    fails[key].append(each)
        best = max(
            fails,
            key=lambda k: (len(fails[k]), -holding[k], _is_primary(figures[k], fails[k])),
            default=None,
        )
        if best is None or len(fails[best]) < 2:
            groups += [_Group((each,)) for each in left]
            break
        groups.append(_Group(tuple(fails[best]), figures[best]))
        left = [each for each in left if each not in fails[best]]
    return groups


def _suspects(found: Found) -> Iterable[Figure]:
    relation = found.relation
    if isinstance(relation, Agreement):
        return (relation.stated, relation.reference)
    return () if relation is None else relation.figures


def _is_primary(figure: Figure, members: Sequence[Found]) -> int:
    return sum(_key(next(iter(m.relation.figures))) == _key(figure) for m in members if m.relation)


def _row(figure: Figure) -> object:
    node = figure.anchor.node
    return id(node.row) if isinstance(node, Cell) else None


def _same_gap(groups: Sequence[_Group]) -> list[_Group]:
    """Disagreements of two tables by one and the same amount are one: the innermost item's."""
    result: list[_Group] = []
    alike: defaultdict[tuple[object, ...], list[_Group]] = defaultdict(list)
    for group in groups:
        mark = _gap(group)
        if mark is None:
            result.append(group)
        else:
            alike[mark].append(group)
    for several in alike.values():
        innermost = max(several, key=lambda g: len(_code(g)))
        rest = [m for g in several if g is not innermost for m in g.members]
        result.append(replace(innermost, members=(*innermost.members, *rest)))
    return result


def _gap(group: _Group) -> tuple[object, ...] | None:
    relation = group.members[0].relation
    if not isinstance(relation, Agreement):
        return None
    nodes = [f.anchor.node for f in (relation.stated, relation.reference)]
    if not all(isinstance(node, Cell) for node in nodes):
        return None
    tables = [node.address.partition(" › ")[0] for node in nodes]
    return (abs(relation.stated.base - relation.reference.base), *sorted(tables))


def _code(group: _Group) -> str:
    relation = group.members[0].relation
    if not isinstance(relation, Agreement):
        return ""
    node = relation.stated.anchor.node
    return node.row.code if isinstance(node, Cell) else ""


def _one_row(groups: Sequence[_Group]) -> list[_Group]:
    """Groups about the same row (a total and its columns changed together) are one."""
    result: list[_Group] = []
    rows: dict[object, int] = {}
    for group in groups:
        first = group.suspect or _first(group.members[0])
        row = _row(first)
        if row is not None and row in rows:
            earlier = result[rows[row]]
            result[rows[row]] = replace(earlier, members=(*earlier.members, *group.members))
            continue
        if row is not None:
            rows[row] = len(result)
        result.append(group)
    return result


def _first(found: Found) -> Figure:
    assert found.relation is not None
    return next(iter(found.relation.figures))


def _told_once(group: _Group) -> Found:
    """The member that says it best, pointed at the suspect, the others as consequences."""
    members = group.members
    if group.suspect is None:
        told = members[0]
    else:
        told = max(members, key=lambda m: _says_well(m, group.suspect))
    others = tuple(m.relation for m in members if m is not told and m.relation is not None)
    if group.suspect is not None and _key(_first(told)) != _key(group.suspect):
        told = _pointed_at(told, group.suspect)
    return replace(told, consequences=others)


def _says_well(found: Found, suspect: Figure | None) -> int:
    """How well a finding tells what is wrong with the suspect: it is about it, or it can say what
    the suspect should be."""
    if suspect is None or found.relation is None:
        return 0
    if _key(_first(found)) == _key(suspect):
        return 2
    return int(_would_be(suspect, found.relation) is not None)


def _pointed_at(told: Found, suspect: Figure) -> Found:
    """The finding with its place at the part that is wrong, and what the part should be."""
    right = None if told.relation is None else _would_be(suspect, told.relation)
    if right is None:
        return told
    key = slip(suspect.quantity, right) or "part"
    finding = told.finding.moved_to(suspect)
    return replace(told, finding=finding, cause=Cause(key, {"stated": suspect, "right": right}))


def _would_be(suspect: Figure, relation: Relation) -> Quantity | None:
    """What a part must be for its relation to hold."""
    key = _key(suspect)
    if isinstance(relation, Sum):
        gap = relation.total.base - total_of(relation.parts)[1]
    elif isinstance(relation, Balance):
        gap = total_of(relation.left)[1] - total_of(relation.right)[1]
        if any(_key(f) == key for f in relation.left):
            gap = -gap
    elif isinstance(relation, Agreement):
        return suspect.quantity.rounded_like(relation.stated.base)
    else:
        return None
    return suspect.quantity.rounded_like(suspect.base + gap) if gap != Decimal(0) else None
