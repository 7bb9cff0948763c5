"""Which columns the figures of a row stand in, when blank cells have vanished from the text.

The figures of a row keep their order, so a row of k figures is one of the increasing choices of k
columns. Choices are narrowed by what the table says of itself, in this order: a column that is
blank in the parent row is blank in its parts; the sums of the header (合计 = parts) hold; parts add
up to their parent; what other places of the document say of a column. What stays open is not
placed. A wrong figure breaks the same sums wherever it stands, so the choice that breaks fewest is
taken, and only if no other breaks as few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from math import comb, prod
from typing import Final

from msgspec import field

from gouji.model.record import Record

_MOST: Final = 6000  # choices of columns looked at for one row
_STATES: Final = 5000  # combinations of choices looked at for one parent
_ROUNDS: Final = 4
_DRIFT: Final = 1  # columns by which the ends of figures in one column differ

Choice = tuple[int, ...]  # the column of every figure that is not zero


class Law(Record):
    """A sum of the header: one column is the sum of others."""

    total: int
    parts: tuple[int, ...]


class Figures(Record):
    """The figures of a row in order, in units of the last decimal, and the row it is a part of."""

    values: tuple[int, ...]
    parent: int | None = None
    footing: bool = True  # whether it is one of the parts that make the parent
    edges: tuple[int, ...] = ()  # where each figure ends on its line, in text laid out by columns
    page: int | None = None  # columns lie elsewhere on each page


class Placing(Record):
    """Where figures stand: column → index of the figure; ``blank`` columns are known to be empty.

    ``among`` holds the figures that stand in some one of several neighbouring columns, alone
    there. Columns in none of them are not known.
    """

    columns: Mapping[int, int]
    blank: frozenset[int]
    among: Mapping[range, int] = field(default_factory=dict)


class Evidence(Record):
    """What other places say of columns: values named there, and columns said to be empty."""

    values: Mapping[int, frozenset[int]]
    empty: frozenset[int] = frozenset()


def in_units(value: Decimal, decimals: int) -> int:
    """A value as a whole number of units of the last decimal."""
    return int(value.scaleb(decimals))


def align(
    rows: Sequence[Figures], columns: int, laws: Sequence[Law], evidence: Evidence
) -> list[Placing]:
    """The columns of the figures of every row, as far as they are certain."""
    said = tuple(sorted(evidence.values.items()))
    return list(_aligned(tuple(rows), columns, tuple(laws), said, evidence.empty))


# Of all that is done to read a text this takes longest, and rests on numbers alone: a table that
# has not changed is not worked out again while another one is typed.
@lru_cache(maxsize=64)
def _aligned(
    rows: tuple[Figures, ...],
    columns: int,
    laws: tuple[Law, ...],
    said: tuple[tuple[int, frozenset[int]], ...],
    empty: frozenset[int],
) -> tuple[Placing, ...]:
    evidence = Evidence(dict(said), empty)
    ends = {
        page: _column_ends([r for r in rows if r.page == page], columns)
        for page in {row.page for row in rows}
    }
    choices = [
        _laid_out(row, ends[row.page], laws) or list(_choices(row.values, columns)) for row in rows
    ]
    raw = [list(c) for c in choices]
    for index in _parents_first(rows):
        _narrow(rows, raw, choices, index, laws=laws, columns=columns)
        if rows[index].parent is None and len(choices[index]) > 1:
            choices[index] = _by_evidence(rows[index], choices[index], evidence)
    for _ in range(_ROUNDS):
        before = [len(c) for c in choices]
        _by_footing(rows, choices, columns)
        for index in _parents_first(rows):
            _narrow(rows, choices, choices, index, laws=laws, columns=columns)
        if before == [len(c) for c in choices]:
            break
    return tuple(
        _placing(row.values, found, columns) for row, found in zip(rows, choices, strict=True)
    )


def _column_ends(rows: Sequence[Figures], columns: int) -> list[int]:
    """Where the figures of each column end, by the rows that fill all columns.

    Empty unless these rows agree and the columns stand clear of each other.
    """
    full = [row.edges for row in rows if len(row.edges) == columns]
    if not full:
        return []
    ends = [sorted(edges) for edges in zip(*full, strict=True)]
    if any(e[-1] - e[0] > 2 * _DRIFT for e in ends):
        return []
    middle = [e[len(e) // 2] for e in ends]
    clear = all(b - a > 4 * _DRIFT for a, b in pairwise(middle))
    return middle if clear else []


def _laid_out(row: Figures, ends: Sequence[int], laws: Sequence[Law]) -> list[Choice]:
    """The one choice that the layout of a row shows, nothing if it does not fit the columns."""
    if not ends or not row.edges or len(row.edges) != len(row.values):
        return []
    choice: list[int] = []
    for edge, value in zip(row.edges, row.values, strict=True):
        near = [c for c, end in enumerate(ends) if abs(end - edge) <= _DRIFT]
        if len(near) != 1:
            return []
        if value:
            choice.append(near[0])
    if choice != sorted(set(choice)) or _lacks_total(tuple(choice), laws):
        return []
    return [tuple(choice)]


def _choices(values: Sequence[int], columns: int) -> Iterator[Choice]:
    """The choices of columns for the figures that are not zero, leaving room for the zeros."""
    if len(values) > columns:
        return
    filled = [i for i, v in enumerate(values) if v]
    if comb(columns, len(filled)) > _MOST:
        return
    for choice in combinations(range(columns), len(filled)):
        ends = zip((-1, *choice), (*choice, columns), strict=True)
        gaps = zip((-1, *filled), (*filled, len(values)), strict=True)
        if all(b - a >= d - c for (a, b), (c, d) in zip(ends, gaps, strict=True)):
            yield choice


def _parents_first(rows: Sequence[Figures]) -> list[int]:
    def depth(index: int) -> int:
        steps = 0
        parent = rows[index].parent
        while parent is not None and steps <= len(rows):
            steps += 1
            parent = rows[parent].parent
        return steps

    return sorted(range(len(rows)), key=depth)


def _narrow(
    rows: Sequence[Figures],
    source: Sequence[list[Choice]],
    choices: list[list[Choice]],
    index: int,
    *,
    laws: Sequence[Law],
    columns: int,
) -> None:
    """Keep the choices within the columns of the parent, then those that break fewest sums."""
    kept = source[index]
    parent = rows[index].parent
    if parent is not None and choices[parent]:
        used = {c for choice in choices[parent] for c in choice}
        kept = [c for c in kept if used.issuperset(c)] or kept
    if len(kept) > 1 and laws:
        # a total is printed wherever one of its parts is
        kept = [c for c in kept if not _lacks_total(c, laws)] or kept
        broken = [_broken(_vector(rows[index].values, c, columns), laws) for c in kept]
        fewest = min(broken)
        kept = [c for c, n in zip(kept, broken, strict=True) if n == fewest]
    choices[index] = kept


def _lacks_total(choice: Choice, laws: Sequence[Law]) -> bool:
    return any(law.total not in choice and not set(choice).isdisjoint(law.parts) for law in laws)


def _vector(values: Sequence[int], choice: Choice, columns: int) -> list[int]:
    vector = [0] * columns
    for column, value in zip(choice, (v for v in values if v), strict=True):
        vector[column] = value
    return vector


def _broken(vector: Sequence[int], laws: Sequence[Law]) -> int:
    """How many sums of the header a row breaks beyond rounding."""
    count = 0
    for law in laws:
        addends = [vector[p] for p in law.parts]
        gap = abs(sum(addends) - vector[law.total])
        count += 2 * gap > sum(map(bool, addends)) + 1
    return count


def _by_footing(rows: Sequence[Figures], choices: list[list[Choice]], columns: int) -> None:
    """Keep the choices under which the parts add up to their parent, column by column."""
    families: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.parent is not None and row.footing:
            families.setdefault(row.parent, []).append(index)
    for parent, parts in families.items():
        members = [parent, *parts]
        if len(parts) < 2 or all(len(choices[m]) <= 1 for m in members):
            continue
        if any(not choices[m] for m in members):
            continue
        best = _best_footings(rows, choices, parent, parts, columns)
        if best:
            for place, member in enumerate(members):
                held = {combo[place] for combo in best}
                choices[member] = [c for c in choices[member] if c in held]


def _best_footings(
    rows: Sequence[Figures],
    choices: Sequence[list[Choice]],
    parent: int,
    parts: Sequence[int],
    columns: int,
) -> list[tuple[Choice, ...]]:
    """The combinations of choices (parent first) that the sums prove, none if they prove none."""
    if prod(len(choices[m]) for m in (parent, *parts)) > _STATES:
        return []
    sums: dict[tuple[int, ...], list[tuple[Choice, ...]]] = {(0,) * columns: [()]}
    for part in parts:
        grown: dict[tuple[int, ...], list[tuple[Choice, ...]]] = {}
        vectors = [(c, _vector(rows[part].values, c, columns)) for c in choices[part]]
        for total, combos in sums.items():
            for choice, vector in vectors:
                key = tuple(a + b for a, b in zip(total, vector, strict=True))
                grown.setdefault(key, []).extend((*combo, choice) for combo in combos)
        sums = grown
    openly = _open_columns(rows, choices, (parent, *parts), columns)
    closed = sorted(set(range(columns)).difference(openly))
    fits: list[_Fit] = []
    for choice in choices[parent]:
        whole = _vector(rows[parent].values, choice, columns)
        for total, combos in sums.items():
            missed = _misses(whole, total, openly, closed, len(parts) + 1)
            fits.extend(_Fit((choice, *combo), *missed) for combo in combos)
    return [fit.choices for fit in _proved(fits)]


class _Fit(Record):
    """A combination of choices, how many open columns it breaks and by how much in all, and
    whether the columns that are settled hold."""

    choices: tuple[Choice, ...]
    broken: int
    gap: int
    sound: bool


def _misses(
    whole: Sequence[int],
    total: Sequence[int],
    openly: Sequence[int],
    closed: Sequence[int],
    slack: int,
) -> tuple[int, int, bool]:
    gaps = [abs(whole[c] - total[c]) for c in openly]
    sound = all(2 * abs(whole[c] - total[c]) <= slack for c in closed)
    return sum(2 * gap > slack for gap in gaps), sum(gaps), sound


def _proved(fits: Sequence[_Fit]) -> list[_Fit]:
    """The combinations that the sums leave: those that break nothing; or the one column of one
    wrong figure, if what is settled holds; or that miss by far less than any other."""
    fewest = min(fit.broken for fit in fits)
    best = [fit for fit in fits if fit.broken == fewest]
    if fewest == 0 or (fewest == 1 and best[0].sound):
        return best
    nearest, *others = sorted(fits, key=lambda fit: fit.gap)
    return [nearest] if others and others[0].gap >= 2 * nearest.gap else []


def _open_columns(
    rows: Sequence[Figures], choices: Sequence[list[Choice]], members: Sequence[int], columns: int
) -> list[int]:
    """The columns in which the choices of some row differ."""
    found: set[int] = set()
    for member in members:
        vectors = [_vector(rows[member].values, c, columns) for c in choices[member]]
        found |= {c for c in range(columns) if len({v[c] for v in vectors}) > 1}
    return sorted(found)


def _by_evidence(row: Figures, choices: list[Choice], evidence: Evidence) -> list[Choice]:
    """Choose by columns that other places call empty, or name with this very value."""
    values = [v for v in row.values if v]
    possible = [c for c in choices if not evidence.empty.intersection(c)] or choices
    if len(possible) == 1:
        return possible
    exact = [
        choice
        for choice in possible
        if all(
            value in evidence.values.get(column, ()) or all(o[i] == column for o in choices)
            for i, (column, value) in enumerate(zip(choice, values, strict=True))
        )
    ]
    return exact if len(exact) == 1 else possible


def _placing(values: Sequence[int], choices: Sequence[Choice], columns: int) -> Placing:
    """What all choices left agree on."""
    if not choices:
        return Placing({}, frozenset())
    filled = [i for i, v in enumerate(values) if v]
    placed: dict[int, int] = {}
    among: dict[range, int] = {}
    for place, index in enumerate(filled):
        found = {choice[place] for choice in choices}
        if len(found) == 1:
            placed[found.pop()] = index
        else:
            among[range(min(found), max(found) + 1)] = index
    used = {c for choice in choices for c in choice}
    if len(choices) == 1:
        placed |= _zeros(values, choices[0], columns)
    alone = {r: i for r, i in among.items() if _alone(r, among)}
    used.update(column for several in alone for column in several)
    return Placing(placed, frozenset(set(range(columns)) - used - set(placed)), alone)


def _alone(columns: range, among: Iterable[range]) -> bool:
    """Whether no other figure may stand in one of these columns."""
    others = (r for r in among if r != columns)
    return all(r.stop <= columns.start or columns.stop <= r.start for r in others)


def _zeros(values: Sequence[int], choice: Choice, columns: int) -> dict[int, int]:
    """Printed zeros and dashes put into free columns between the others.

    They could stand in others of the blank columns: a zero and a blank are one amount.
    """
    placed: dict[int, int] = {}
    filled = iter(choice)
    column = -1
    ends = dict(zip((i for i, v in enumerate(values) if v), choice, strict=True))
    for index, value in enumerate(values):
        if value:
            column = next(filled)
            continue
        left = next((ends[i] - (i - index) for i in range(index, len(values)) if i in ends), None)
        column = min(column + 1, columns - (len(values) - index))
        placed[column if left is None else min(column, left)] = index
    return placed
