"""Points (分值) and scores (得分) of a list of indicators: what they add to, what bounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from gouji.model.arithmetic import Sum, SumKind, Weights, total_of
from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, Quantity, Unit
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Panel, Row, Table
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.parsing.tables.figures import figure
from gouji.parsing.tables.rows import role_of
from gouji.vocabulary import load

_BRACKETED_POINTS = regex(r"[（(](?P<points>\d{1,3}(?:\.\d+)?)\s*分[）)]")
_SEVERAL_PROJECTS = "the table lists the targets of several projects"
_SOME_MISSING = "some points are missing"
_TOO_FEW = "too few points to judge"
_MISREAD = "most rows do not fit this reading of the table"
SEVERAL = frozenset(load("targets")["several"]["heads"])
_EXTRA = tuple(load("targets")["points"]["extra"])
# A point is a point; one printed more coarsely than the others may be rounded.
_POINTS, _ROUNDED = Unit("分", "points", exact=True), Unit("分", "points")
_PART = "小计"
_FULL, _KEPT = Decimal(100), Decimal(10)


@cache
def _heads(role: str) -> frozenset[str]:
    """The heads of the columns of a role."""
    return frozenset(plain(word) for word in load("tables")["indicators"][role])


class Listed(Record):
    """A list of indicators: its rows, the positions of its columns by role, the form above it."""

    table: Table
    panel: Panel
    rows: tuple[Row, ...]
    columns: dict[str, list[int]]
    form: Panel | None
    several: bool


def text_of(row: Row, position: int) -> str:
    """The words of a row in a column."""
    cell = row.cells[position]
    return "" if cell is None else cell.text.strip()


def point_relations(listed: Listed) -> Iterator[Relation]:
    """The points of a list; those of several projects only as far as they are told apart."""
    if listed.several:
        weights = [
            next(_weights(listed, replace(listed.panel, rows=group), group), None)
            for group in _projects(listed.panel, listed.rows)
        ]
        told = [w for w in weights if w is not None]
        held = sum(not w.judge().violated for w in told)
        doubt = held * 2 <= len(told)
        yield from (replace(w, why_not=_SEVERAL_PROJECTS) if doubt else w for w in told)
    else:
        listed = _ended(listed)
        yield from _weights(listed, listed.panel, listed.rows)
        yield from _scores(listed)
    yield from _captions(listed.panel, listed.columns)


def _ended(listed: Listed) -> Listed:
    """A list up to its total: comments follow, or the form of the next project."""
    rows = listed.panel.rows
    for at, row in enumerate(rows):
        if _is_total(row, listed.columns) and not any(_PART in cell.text for cell in row):
            kept = {id(r) for r in rows[: at + 1]}
            panel = replace(listed.panel, rows=rows[: at + 1])
            return replace(listed, panel=panel, rows=tuple(r for r in listed.rows if id(r) in kept))
    return listed


def _projects(panel: Panel, rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows of each project; where its name is blank it is that of the row above."""
    named = [p for p, c in enumerate(panel.columns) if SEVERAL.intersection(c.path)]
    groups: list[list[Row]] = []
    last = ""
    for row in rows:
        name = "".join(text_of(row, p) for p in named)
        if groups and name in ("", last):
            groups[-1].append(row)
        else:
            groups.append([row])
        last = name or last
    return [tuple(group) for group in groups]


def _weights(listed: Listed, panel: Panel, rows: Sequence[Row]) -> Iterator[Weights]:
    position = listed.columns["points"][-1]
    single = [
        r
        for r in panel.rows
        if not _is_total(r, listed.columns) and not _is_extra(r, listed.columns)
    ]
    cells = [c for r in single if (c := r.cells[position]) is not None]
    points = [f for c in cells if (f := figure(c)) is not None]
    told = tuple(f for f in points if not f.blank)
    why_not = ""
    if len(points) < len(cells) or any(
        not text_of(row, position) and row.cells[position] is not None for row in rows
    ):
        why_not = _SOME_MISSING
    elif len(told) < 3:
        why_not = _TOO_FEW
    if told or why_not:
        place = told[0].anchor if told else Anchor.whole(listed.table)
        yield Weights(told, place, _wanted(told, listed.form), why_not=why_not)


def _wanted(points: Sequence[Figure], form: Panel | None) -> tuple[Decimal, ...]:
    """What the points must add to: all there are, or what the form above does not keep for budget
    execution; weights may be given as parts of one."""
    full = Decimal(1) if all(p.quantity.value < 1 for p in points) else _FULL
    kept = (_KEPT, *_points_of_form(form)) if full == _FULL else (full / _KEPT,)
    return (full, *(full - each for each in dict.fromkeys(kept)))


def _points_of_form(form: Panel | None) -> Iterator[Decimal]:
    """The points of a form, under a head that says so or in brackets (预算执行情况（20分）)."""
    for value in _under(form, "points"):
        yield value.quantity.value
    for row in form.rows if form is not None else ():
        for cell in row:
            for match in _BRACKETED_POINTS.finditer(cell.text):
                yield Decimal(match["points"])


def _under(form: Panel | None, role: str) -> Iterator[Figure]:
    """The figures of a form in the columns whose head has a role."""
    heads = _heads(role)
    under: set[int] = set()
    for row in form.rows if form is not None else ():
        cells = [(at, c) for at, c in enumerate(row.cells) if c is not None and c.text.strip()]
        for at, cell in cells:
            value = read_number(cell.text)[1] if at in under else None
            if value is not None:
                yield Figure(value, Anchor.whole(cell), plain(cell.text))
        under |= {at for at, cell in cells if plain(cell.text) in heads}


def _is_total(row: Row, columns: dict[str, list[int]]) -> bool:
    """Whether a row adds up others: it says so where an indicator has its level or its name."""
    named = (*columns.get("level", ()), *columns.get("name", ()))
    return bool(row.head.role) or any(role_of(plain(text_of(row, p))) for p in named)


def _is_extra(row: Row, columns: dict[str, list[int]]) -> bool:
    """Whether a row gives or takes points beside the full mark (加分项)."""
    named = (*columns.get("level", ()), *columns.get("name", ()))
    return any(text_of(row, p).startswith(_EXTRA) for p in named)


def _scores(listed: Listed) -> Iterator[Relation]:
    """Each score within its points, and all scores within the total that the list states."""
    position = listed.columns.get("score", [None])[-1]
    if position is None:
        return
    at = listed.columns["points"][-1]
    pairs = [(figure(r.cells[at]), figure(r.cells[position])) for r in listed.rows]
    bounds = [
        Sum(points, (score,), SumKind.SCORE, partial=True)
        for row, (points, score) in zip(listed.rows, pairs, strict=True)
        if points and score and points.base and not score.blank
        if not _is_total(row, listed.columns) and not _is_extra(row, listed.columns)
    ]
    broken = sum(b.judge().violated for b in bounds)
    doubt = _MISREAD if broken * 2 > len(bounds) else ""
    yield from (replace(b, why_not=doubt) for b in bounds)
    totals = [r for r in listed.panel.rows if _is_total(r, listed.columns)]
    if len(totals) == 1 and totals[0] is listed.panel.rows[-1]:
        yield from _scored(listed, totals[0], position, "score")
        points = tuple(figure_ for figure_, _ in pairs if figure_ is not None)
        if total_of(points)[1] in _wanted(points, listed.form):
            yield from _scored(listed, totals[0], at, "points")


def _scored(listed: Listed, row: Row, position: int, role: str) -> Iterator[Sum]:
    """The total of the scores or points: those of the list, and that of budget execution in the
    form."""
    total = figure(row.cells[position])
    others = [r for r in listed.panel.rows if r is not row]
    scores = [figure(r.cells[position]) for r in others if r.cells[position] is not None]
    parts = tuple(f for f in scores if f is not None and not f.blank)
    if total is None or total.blank or len(parts) < 3:
        return
    of_form = tuple(_under(listed.form, role))
    finest = max(f.quantity.decimals for f in (*parts, *of_form))
    total = _score(total, exact=total.quantity.decimals >= finest)
    readings = [
        tuple(_score(f, exact=f.quantity.decimals in (0, finest)) for f in each)
        for each in (parts, *((*parts, f) for f in of_form), (*parts, *of_form))
    ]
    fitting = (p for p in readings if total_of(p)[0].meets(total.interval))
    points = [figure(r.cells[listed.columns["points"][-1]]) for r in others]
    full = total_of(tuple(p for p in points if p is not None))[1] == _FULL
    # Where the list does not hold all points, the score of budget execution must be known too.
    known = len(parts) == len(scores) == len(others) and (full or of_form)
    why_not = "" if known else _SOME_MISSING
    yield Sum(total, next(fitting, readings[-1]), SumKind.FOOTING, why_not=why_not)


def _score(points: Figure, *, exact: bool) -> Figure:
    unit = _POINTS if exact else _ROUNDED
    return replace(points, quantity=replace(points.quantity, unit=unit))


def _captions(panel: Panel, columns: dict[str, list[int]]) -> Iterator[Relation]:
    """``产出指标（50分）`` against the points of its rows."""
    position = columns["points"][-1]
    for level in columns.get("level", []):
        groups: dict[str, list[Row]] = {}
        for row in panel.rows:
            if _BRACKETED_POINTS.search(text_of(row, level)):
                groups.setdefault(text_of(row, level), []).append(row)
        for text, rows in groups.items():
            match = _BRACKETED_POINTS.search(text)
            caption: Cell | None = rows[0].cells[level]
            points = [figure(c) for r in rows if (c := r.cells[position]) is not None]
            if match is None or caption is None or None in points:
                continue
            stated = Decimal(match["points"])
            total = Figure(
                Quantity(stated, 0, BARE),
                Anchor(caption, match.start("points"), match.end("points")),
                plain(text),
            )
            yield Sum(total, tuple(p for p in points if p), SumKind.HIERARCHY)
