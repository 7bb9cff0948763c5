"""One cause, one finding: what one wrong figure breaks is told once, at that figure.

A wrong cell breaks its row, its column, its parent and every place that states it again. The cell
that explains most of the broken relations and takes part in fewest that hold is taken for the
cause; the other relations are listed with it as consequences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.causes import slip
from gouji.model.arithmetic import Balance, Sum, total_of
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.relation import Cause, Relation
from gouji.model.statements import Agreement, Comparison
from gouji.model.tree import Cell, Paragraph, Table
from gouji.rule import Severity
from gouji.suspicion import Found, Group, covered, first_of, holding, key_of, suspects

# So many disagreements with one table have one cause.
_SLIPPED = 5


def consolidate(
    found: Sequence[Found], relations: Iterable[Relation], tables: Iterable[Table] = ()
) -> list[Found]:
    """The findings, one for each cause.

    ``relations`` are all relations of the document, those that hold among them; ``tables`` its
    tables, whose captions are pointed at when the unit of a whole table is wrong.
    """
    lone: list[Found] = []
    broken: list[Found] = []
    for each in found:
        of_figures = each.relation is not None and any(each.relation.figures)
        (broken if of_figures else lone).append(each)
    if not broken or len(found) < 2:
        return list(found)
    captions = {t.address: _unit_caption(t) for t in tables}
    mixed, rest = _mixed_units(broken, captions)
    groups = _one_word(_one_row(_same_gap(covered(rest, holding(relations, rest)))))
    whole, groups = _one_table(groups)
    told = [*mixed, *whole, *(_told_once(group) for group in groups)]
    return _with_lone(told, lone)


def _row(figure: Figure) -> object:
    node = figure.anchor.node
    return id(node.row) if isinstance(node, Cell) else None


def _mixed_units(
    broken: Sequence[Found], captions: Mapping[str, Paragraph | None]
) -> tuple[list[Found], list[Found]]:
    """Statements that all differ by 10,000 from one table: its unit is wrong, told once there."""
    scaled = [f for f in broken if isinstance(f.relation, Agreement) and _ten_thousandfold(f)]
    tables = Counter(t for f in scaled for t in _tables(f))
    if not tables or tables.most_common(1)[0][1] < 2:
        return [], list(broken)
    name = tables.most_common(1)[0][0]
    members = dict.fromkeys(f for f in scaled if name in _tables(f))
    rest = [f for f in broken if f not in members]
    told = _told_once(Group(tuple(members)))
    caption = captions.get(name)
    if caption is not None:
        told = replace(told, finding=told.finding.moved_to(caption))
    return [told], rest


def _ten_thousandfold(found: Found) -> bool:
    relation = found.relation
    assert isinstance(relation, Agreement)
    return slip(relation.stated.quantity, relation.reference.quantity) == "unit"


def _tables(found: Found) -> set[str]:
    """The tables that the two sides of a disagreement stand in."""
    relation = found.relation
    if not isinstance(relation, Agreement):
        return set()
    return {_table(f) for f in suspects(found)} - {""}


def _unit_caption(table: Table) -> Paragraph | None:
    """The caption line that says the unit of a table."""
    return next((p for p in table.captions if "单位" in p.text and "元" in p.text), None)


def _same_gap(groups: Iterable[Group]) -> list[Group]:
    """Disagreements by one and the same amount are one: that of the innermost item, in the table
    that takes part in all of them."""
    result: list[Group] = []
    alike: defaultdict[Decimal, list[Group]] = defaultdict(list)
    for group in groups:
        relation = group.members[0].relation
        if isinstance(relation, Agreement):
            alike[abs(relation.stated.base - relation.reference.base)].append(group)
        else:
            result.append(group)
    for several in alike.values():
        members = [m for g in several for m in g.members]
        shared = Counter(t for m in members for t in _tables(m)).most_common(1)
        if len(several) == 1 or not shared or shared[0][1] < len(several):
            result += several
            continue
        suspects = [f for g in several for f in _blamed(g) if shared[0][0] in _address(f)]
        innermost = max(suspects, key=lambda f: len(_code(f)), default=None)
        result.append(Group(tuple(members), innermost))
    return result


def _blamed(group: Group) -> Iterable[Figure]:
    """The figures a group may be pointed at: its suspect, or either side of its disagreement."""
    return (group.suspect,) if group.suspect is not None else suspects(group.members[0])


def _address(figure: Figure) -> str:
    node = figure.anchor.node
    return node.address if isinstance(node, Cell) else ""


def _table(figure: Figure) -> str:
    return _address(figure).partition(" › ")[0]


def _code(figure: Figure) -> str:
    node = figure.anchor.node
    return node.row.code if isinstance(node, Cell) else ""


def _with_lone(told: list[Found], lone: Sequence[Found]) -> list[Found]:
    """Findings about a single figure or row join what the same figure or row breaks."""
    result = list(told)
    touching: defaultdict[object, dict[int, None]] = defaultdict(dict)
    for index, other in enumerate(told if lone else ()):
        for place in _broken_places(other):
            touching[place][index] = None
    for each in lone:
        at = next((i for i in _touched(each, touching) if result[i] is told[i]), None)
        if at is None:
            result.append(each)
            continue
        other = told[at]
        assert other.relation is not None
        heavier = min(_severity(each), _severity(other), key=lambda s: s.rank)
        result[at] = replace(
            each,
            finding=each.finding.weighing(heavier),
            consequences=(other.relation, *other.consequences),
        )
    return result


def _broken_places(told: Found) -> Iterator[object]:
    """The figures of the broken relations that a finding tells, and the rows they stand in."""
    if told.relation is None:
        return
    for relation in (told.relation, *told.consequences):
        for figure in relation.figures:
            yield key_of(figure)
            yield _row(figure)


def _touched(lone: Found, touching: Mapping[object, Iterable[int]]) -> list[int]:
    """Which findings tell of the figure, or of the row of the figure, that another points at."""
    if lone.relation is not None or _severity(lone) is Severity.INFO:
        return []  # a remark does not explain an error
    anchor = lone.finding.anchor
    node = anchor.node
    places = [(id(node), anchor.start), id(node.row) if isinstance(node, Cell) else None]
    return sorted({i for place in places if place is not None for i in touching.get(place, ())})


def _severity(found: Found) -> Severity:
    return found.finding.severity or found.rule.severity


def _one_row(groups: Sequence[Group]) -> list[Group]:
    """Groups about the same row (a total and its columns changed together) are one."""
    result: list[Group] = []
    rows: dict[object, int] = {}
    for group in groups:
        first = group.suspect or first_of(group.members[0])
        row = _row(first)
        if row is not None and row in rows:
            earlier = result[rows[row]]
            result[rows[row]] = replace(earlier, members=(*earlier.members, *group.members))
            continue
        if row is not None:
            rows[row] = len(result)
        result.append(group)
    return result


def _one_word(groups: Sequence[Group]) -> list[Group]:
    """A word of direction that contradicts another turns the sign of the figure beside it; what
    that sign breaks is told with the word."""
    result = list(groups)
    for group in groups:
        words = group.members[0].relation
        if not isinstance(words, Comparison) or words.against is None:
            continue
        beside = (words.word, words.against)
        turned = [g for g in result if all(_sign_beside(m, beside) for m in g.members)]
        if turned:
            members = (*group.members, *(m for g in turned for m in g.members))
            joined = replace(group, members=members)
            result = [joined if g is group else g for g in result if g not in turned]
    return result


def _sign_beside(found: Found, words: Iterable[Anchor]) -> bool:
    """Whether what is wrong is the sign of a figure that stands in or right after one of words."""
    cause = found.cause
    stated = cause.values.get("stated") if cause is not None and cause.key == "sign" else None
    if not isinstance(stated, Figure):
        return False
    place = stated.anchor
    return any(w.node is place.node and w.start <= place.start <= w.end + 2 for w in words)


def _one_table(groups: Sequence[Group]) -> tuple[list[Found], list[Group]]:
    """Many disagreements with one table are one, with what is wrong in the table itself: its rows
    have slipped, or it is another's table."""
    touching: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for name in set.union(*(_tables(m) for m in group.members)):
            touching[name].append(group)
    name = max(touching, key=lambda n: len(touching[n]), default="")
    alike = dict.fromkeys(touching.get(name, ()))
    if len(alike) < _SLIPPED:
        return [], list(groups)
    first = next(iter(alike))
    alike |= dict.fromkeys(g for g in groups if all(_within(m, name) for m in g.members))
    inside = [f for m in first.members for f in suspects(m) if _table(f) == name]
    members = tuple(m for g in alike for m in g.members)
    told = _told_once(Group(members, inside[0]))
    told = replace(told, cause=Cause("rows-slipped", {"table": name, "count": len(members)}))
    return [told], [g for g in groups if g not in alike]


def _within(found: Found, table: str) -> bool:
    """Whether a finding is about figures, all of which stand in one table."""
    return {_table(f) for f in suspects(found)} == {table}


def _told_once(group: Group) -> Found:
    """The member that says it best, pointed at the suspect, the others as consequences."""
    members = group.members
    if group.suspect is None:
        told = members[0]
    else:
        told = max(members, key=lambda m: _says_well(m, group.suspect))
    others = tuple(m.relation for m in members if m is not told and m.relation is not None)
    if group.suspect is not None and key_of(first_of(told)) != key_of(group.suspect):
        told = _pointed_at(told, group.suspect)
    return replace(told, consequences=others)


def _says_well(found: Found, suspect: Figure | None) -> int:
    """How well a finding tells what is wrong with the suspect: it is about it, or it can say what
    the suspect should be; what the document states itself comes before what its figures suggest."""
    if suspect is None or found.relation is None:
        return 0
    if found.relation.learned:
        return -1
    if key_of(first_of(found)) == key_of(suspect):
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
    key = key_of(suspect)
    if isinstance(relation, Sum):
        gap = relation.total.base - total_of(relation.parts)[1]
    elif isinstance(relation, Balance):
        gap = total_of(relation.left)[1] - total_of(relation.right)[1]
        if any(key_of(f) == key for f in relation.left):
            gap = -gap
    elif isinstance(relation, Agreement):
        return suspect.quantity.rounded_like(relation.stated.base)
    else:
        return None
    if gap == Decimal(0):
        return None
    # A decrease stands in a sum with its sign, in the text without it.
    own = next((f for f in relation.figures if key_of(f) == key), suspect)
    sign = -1 if own.base == -suspect.base else 1
    return suspect.quantity.rounded_like(suspect.base + sign * gap)
