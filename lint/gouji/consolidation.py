"""One cause, one finding: what one wrong figure breaks is told once, at that figure.

A wrong cell breaks its row, its column, its parent and every place that states it again. What is
broken by one figure is told at that figure, with the other relations as consequences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from gouji.causes import slip
from gouji.evidence import Evidence, Key, key_of, row_of
from gouji.model.arithmetic import UnitPrice
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.record import replace
from gouji.model.relation import Cause, Relation
from gouji.model.statements import Agreement, Comparison, Containment
from gouji.model.tree import Cell, Paragraph, Table
from gouji.parsing.tables.measures import table_of
from gouji.rule import Severity
from gouji.suspicion import Found, Group, blamed, first_of, suspects, would_be

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
    if not broken:
        return _once_a_sentence(found)
    tables = list(tables)
    captions = {t.address: _unit_caption(t) for t in tables}
    mixed, rest = _mixed_units(broken, captions)
    evidence = Evidence.of(relations, [f.relation for f in rest if f.relation], tables)
    groups = _one_word(_one_row(_same_gap(blamed(rest, evidence), evidence)))
    emptied, groups = _emptied(groups, tables)
    whole, groups = _one_table(groups)
    told = [*mixed, *emptied, *whole, *(_told_once(group) for group in groups)]
    return _once_a_sentence(_with_lone(told, lone))


def _once_a_sentence(told: Iterable[Found]) -> list[Found]:
    """What is wrong with an amount by itself is told once where its sentence states it again, of
    the part that is all there is (车辆 9 万元，其中：轿车 0 万元，其他车辆 9 万元)."""
    result: list[Found] = []
    first: dict[object, int] = {}
    for each in told:
        anchor = each.finding.anchor
        figure = next((f for f in _figures(each) if f.anchor == anchor), None)
        alone = each.relation is None or isinstance(each.relation, UnitPrice)
        if not alone or figure is None or not isinstance(anchor.node, Paragraph):
            result.append(each)
            continue
        sentence = anchor.node.text.count("。", 0, anchor.start)
        key = each.rule.code, id(anchor.node), sentence, figure.quantity
        at = first.setdefault(key, len(result))
        if at == len(result):
            result.append(each)
        else:
            own = (each.relation,) if each.relation else ()
            consequences = (*result[at].consequences, *own, *each.consequences)
            result[at] = replace(result[at], consequences=consequences)
    return result


def _figures(found: Found) -> list[Figure]:
    return [value for value in found.finding.values.values() if isinstance(value, Figure)]


def _mixed_units(
    broken: Sequence[Found], captions: Mapping[str, Paragraph | None]
) -> tuple[list[Found], list[Found]]:
    """Statements that all differ by 10,000 from one table: its unit is wrong, told once there."""
    sides = ((f, _sides(f)) for f in broken)
    scaled = [f for f, pair in sides if pair is not None and slip(*pair) == "unit"]
    tables = Counter(t for f in scaled for t in _standing_in(f))
    if not tables or tables.most_common(1)[0][1] < 2:
        return [], list(broken)
    name = tables.most_common(1)[0][0]
    members = dict.fromkeys(f for f in scaled if name in _standing_in(f))
    rest = [f for f in broken if f not in members]
    told = _told_once(Group(tuple(members)))
    caption = captions.get(name)
    if caption is not None:
        told = replace(told, finding=told.finding.moved_to(caption))
    return [told], rest


def _sides(found: Found) -> tuple[Quantity, Quantity] | None:
    """The two figures that a finding holds against each other, if they may be one amount."""
    match found.relation:
        case Agreement(stated=one, reference=other) | Containment(part=one, whole=other):
            return one.quantity, other.quantity
    return None


def _standing_in(found: Found) -> set[str]:
    """The tables that the figures of a finding stand in."""
    return set() if found.relation is None else {table_of(f) for f in found.relation.figures} - {""}


def _tables(found: Found) -> set[str]:
    """The tables that the two sides of a disagreement stand in."""
    relation = found.relation
    if not isinstance(relation, Agreement):
        return set()
    return {table_of(f) for f in suspects(found)} - {""}


def _unit_caption(table: Table) -> Paragraph | None:
    """The caption line that says the unit of a table."""
    return next((p for p in table.captions if "单位" in p.text and "元" in p.text), None)


def _same_gap(groups: Iterable[Group], evidence: Evidence) -> list[Group]:
    """Disagreements by one and the same amount are one: that of the innermost item, in the table
    that takes part in all of them; of two such tables, in the one that others bear out less."""
    result: list[Group] = []
    alike: defaultdict[Decimal, list[Group]] = defaultdict(list)
    for group in groups:
        relation = group.members[0].relation
        if isinstance(relation, Agreement):
            alike[abs(relation.stated.base - relation.reference.base)].append(group)
        else:
            result.append(group)
    for several in alike.values():
        touching = [set.union(*(_tables(m) for m in group.members)) for group in several]
        shared = sorted(set.intersection(*touching))
        if len(several) == 1 or not shared:
            result += several
            continue
        members = tuple(m for group in several for m in group.members)
        inside: dict[str, list[Figure]] = {table: [] for table in shared}
        for figure in (f for m in members for f in suspects(m) if table_of(f) in inside):
            inside[table_of(figure)].append(figure)
        table = min(shared, key=lambda t: sum(evidence.bears_out(f)[0] for f in inside[t]))
        result.append(Group(members, max(inside[table], key=lambda f: len(_code(f)))))
    return result


def _code(figure: Figure) -> str:
    row = row_of(figure)
    return "" if row is None else row.code


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
    anchor = told.finding.anchor
    if anchor == Anchor.whole(anchor.node):
        yield anchor.node.address  # the caption of a table
    for relation in (told.relation, *told.consequences):
        denied = isinstance(relation, Agreement) and any(not f.base for f in relation.figures)
        for figure in relation.figures:
            yield key_of(figure)
            row = row_of(figure)
            if row is not None:
                yield id(row)
                if denied:
                    yield table_of(figure)


def _touched(lone: Found, touching: Mapping[object, Iterable[int]]) -> list[int]:
    """Which findings tell of the figure, or of the row of the figure, that another points at."""
    if lone.relation is not None or _severity(lone) is Severity.INFO:
        return []  # a remark does not explain an error
    anchor = lone.finding.anchor
    node = anchor.node
    places: list[object] = [(id(node), anchor.start)]
    if isinstance(node, Cell):
        places.append(id(node.row))
    elif isinstance(node, Paragraph):
        # the title of a table, or a note of it that denies what it shows to be there
        shown = {table_of(f) for f in lone.finding.values.values() if isinstance(f, Figure)} - {""}
        places += [node.address, *(t for t in shown if node.address.startswith(f"{t} › "))]
    return sorted({i for place in places for i in touching.get(place, ())})


def _severity(found: Found) -> Severity:
    return found.finding.severity or found.rule.severity


def _one_row(groups: Sequence[Group]) -> list[Group]:
    """Groups about the same row (a total and its columns changed together) are one."""
    result: list[Group] = []
    rows: dict[int, int] = {}
    for group in groups:
        first = group.suspect or first_of(group.members[0])
        row = row_of(first)
        if row is not None and id(row) in rows:
            earlier = result[rows[id(row)]]
            result[rows[id(row)]] = replace(earlier, members=(*earlier.members, *group.members))
            continue
        if row is not None:
            rows[id(row)] = len(result)
        result.append(group)
    return result


def _one_word(groups: Sequence[Group]) -> list[Group]:
    """A word of direction that contradicts another turns the sign of the figure beside it; what
    that sign breaks is told with the word."""
    signs: defaultdict[Key, list[Group]] = defaultdict(list)
    for group in groups:
        wrong = list(map(_wrong_sign, group.members))
        if wrong[0] is not None and None not in wrong:
            signs[wrong[0]].append(group)
    result = {group: group for group in groups}
    for group in groups:
        words = group.members[0].relation
        if not isinstance(words, Comparison) or words.against is None or group not in result:
            continue
        beside = {
            (id(word.node), start)
            for word in (words.word, words.against)
            for start in range(word.start, word.end + 3)  # in the word, or right after it
        }
        turned = [
            each
            for key in sorted(beside & signs.keys())
            for each in signs[key]
            if each in result and beside.issuperset(map(_wrong_sign, each.members))
        ]
        for each in turned:
            del result[each]
        if turned:
            members = (*group.members, *(m for each in turned for m in each.members))
            result[group] = replace(group, members=members)
    return list(result.values())


def _wrong_sign(found: Found) -> Key | None:
    """The figure whose sign alone is wrong, if that is the cause."""
    cause = found.cause
    stated = cause.values.get("stated") if cause is not None and cause.key == "sign" else None
    return key_of(stated) if isinstance(stated, Figure) else None


def _emptied(groups: Sequence[Group], tables: Iterable[Table]) -> tuple[list[Found], list[Group]]:
    """What disagrees with a table that has no figures, nor a note that says so, is told once, at
    its title; one that is noted as empty is as sure of that as what disagrees with it."""
    result: list[Found] = []
    left = list(groups)
    for table in tables:
        if not left or not table.empty or table.notes:
            continue
        alike = [g for g in left if all(table.address in _tables(m) for m in g.members)]
        if not alike:
            continue
        members = tuple(m for g in alike for m in g.members)
        told = _told_once(Group(members))
        title = next((p for p in table.captions if table.title in p.text), None)
        finding = told.finding if title is None else told.finding.moved_to(title)
        cause = Cause("table-emptied", {"table": table.title or table.label, "count": len(members)})
        result.append(replace(told, finding=finding, cause=cause))
        left = [g for g in left if g not in alike]
    return result, left


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
    inside = [f for m in first.members for f in suspects(m) if table_of(f) == name]
    members = tuple(m for g in alike for m in g.members)
    told = _told_once(Group(members, inside[0]))
    told = replace(told, cause=Cause("rows-slipped", {"table": name, "count": len(members)}))
    return [told], [g for g in groups if g not in alike]


def _within(found: Found, table: str) -> bool:
    """Whether a finding is about figures, all of which stand in one table."""
    return {table_of(f) for f in suspects(found)} == {table}


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
    return int(would_be(suspect, found.relation) is not None)


def _pointed_at(told: Found, suspect: Figure) -> Found:
    """The finding with its place at the part that is wrong, and what the part should be."""
    right = None if told.relation is None else would_be(suspect, told.relation)
    if right is None:
        return told
    key = slip(suspect.quantity, right) or "part"
    finding = told.finding.moved_to(suspect)
    return replace(told, finding=finding, cause=Cause(key, {"stated": suspect, "right": right}))
