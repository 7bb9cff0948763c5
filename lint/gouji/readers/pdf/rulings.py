"""Rulings: drawn pieces of lines to the long lines they make up, and the nets these form."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from gouji.model.record import Record
from gouji.readers.pdf.records import Rect, Ruling

# points within which lines count as one and ends as meeting; double frames fall together
TOLERANCE: Final = 3.0
# dashes are shorter than this, and the gaps between them are bridged if not longer than that
_DASH: Final = 10.0
_DASH_GAP: Final = 8.0
_DASHES: Final = 6


class Net(Record):
    """Horizontal and vertical rulings that hang together."""

    horizontals: tuple[Ruling, ...]
    verticals: tuple[Ruling, ...]


def merged(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one direction joined to whole rulings, in order of position, then of start."""
    held: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for position, low, high in pieces:
        held[position].append((low, high))
    whole: list[Ruling] = []
    cluster: list[float] = []
    for position in sorted(held):
        if cluster and position - cluster[-1] > TOLERANCE:
            whole += _joined(cluster, held)
            cluster = []
        cluster.append(position)
    if cluster:
        whole += _joined(cluster, held)
    return whole


def _joined(
    cluster: Sequence[float], held: Mapping[float, Sequence[tuple[float, float]]]
) -> list[Ruling]:
    """Join pieces whose positions count as one."""
    places = set(cluster)
    position = sum(places) / len(places)
    pieces = list(chain.from_iterable(map(held.__getitem__, cluster)))
    apart = sorted(set(pieces))  # sides of cells that touch are drawn twice
    bridge = _bridge(pieces, apart)
    found: list[Ruling] = []
    start, end = apart[0]
    for low, high in apart:
        if low > end + bridge:
            found.append((position, start, end))
            start, end = low, high
        elif high > end:
            end = high
    found.append((position, start, end))
    return [ruling for ruling in found if ruling[2] - ruling[1] >= TOLERANCE]


def _bridge(pieces: Sequence[tuple[float, float]], apart: Sequence[tuple[float, float]]) -> float:
    """How long a gap between pieces may be: wider where many short pieces make a dashed line."""
    if len(pieces) < _DASHES:
        return TOLERANCE
    lengths = [high - low for low, high in pieces]
    if min(lengths) > _DASH or median(lengths) > _DASH:
        return TOLERANCE
    gaps = [b[0] - a[1] for a, b in pairwise(apart) if b[0] > a[1]]
    if not gaps:
        return TOLERANCE
    return max(TOLERANCE, min(_DASH_GAP, 1.5 * median(gaps)))


def median(values: Iterable[float]) -> float:
    """The middle one of values, or half-way between the two in the middle."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def nets(horizontals: Sequence[Ruling], verticals: Sequence[Ruling]) -> list[Net]:
    """Group rulings that cross or touch; those that touch nothing are nets of their own."""
    parent = list(range(len(horizontals) + len(verticals)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    positions = [vertical[0] for vertical in verticals]
    offset = len(horizontals)
    for index, (y, x0, x1) in enumerate(horizontals):
        first = bisect_left(positions, x0 - TOLERANCE)
        for other in range(first, len(verticals)):
            x, y0, y1 = verticals[other]
            if x > x1 + TOLERANCE:
                break
            if y0 - TOLERANCE <= y <= y1 + TOLERANCE:
                parent[root(index)] = root(offset + other)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, ruling in enumerate(horizontals):
        groups.setdefault(root(index), ([], []))[0].append(ruling)
    for index, ruling in enumerate(verticals):
        groups.setdefault(root(offset + index), ([], []))[1].append(ruling)
    return [Net(tuple(across), tuple(down)) for across, down in groups.values()]


def edges_of(areas: Iterable[Rect]) -> tuple[list[Ruling], list[Ruling]]:
    """The sides of rectangles as rulings, horizontal and vertical."""
    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for x0, y0, x1, y1 in areas:
        horizontals += [(y0, x0, x1), (y1, x0, x1)]
        verticals += [(x0, y0, y1), (x1, y0, y1)]
    return horizontals, verticals


def closed(net: Net) -> Net:
    """The net with the sides that were left open: where most rulings end together, a side is
    meant even if it is not drawn."""
    verticals = [*net.verticals, *_missing(net.horizontals, net.verticals)]
    horizontals = [*net.horizontals, *_missing(net.verticals, net.horizontals)]
    return Net(tuple(sorted(horizontals)), tuple(sorted(verticals)))


def _missing(along: Sequence[Ruling], across: Sequence[Ruling]) -> list[Ruling]:
    """The sides at which the rulings ``along`` end together beyond all of ``across``: most of them,
    or the outermost two, between which others may only divide a head."""
    if not across or len(along) < 2:
        return []
    first = min(ruling[0] for ruling in across)
    last = max(ruling[0] for ruling in across)
    outermost = {min(along)[0], max(along)[0]}
    found: list[Ruling] = []
    for ends in (
        [(r[1], r[0]) for r in along if r[1] < first - TOLERANCE],
        [(r[2], r[0]) for r in along if r[2] > last + TOLERANCE],
    ):
        if len(ends) < 2:
            continue
        middle = median(end for end, _ in ends)
        places = {place for end, place in ends if abs(end - middle) <= TOLERANCE}
        if len(places) > 1 and (len(places) * 2 > len(along) or outermost <= places):
            found.append((middle, min(places), max(places)))
    return found
