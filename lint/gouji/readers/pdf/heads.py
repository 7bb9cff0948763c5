"""Heads of tables whose columns nothing parts: which columns each of their cells stands over.

A head over one column stands over its figures. One that heads several is set in the middle of
them, and stands over what the rule below it, or the heads below it, tell to be its own. Where this
is not clear, there is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import comb
from typing import Final

from gouji.model.record import Record, replace
from gouji.readers.pdf.columns import Column
from gouji.readers.pdf.pieces import Piece, Row
from gouji.readers.pdf.records import Ruling
from gouji.readers.pdf.rulings import TOLERANCE
from gouji.readers.pdf.wrapped import LEADING

# a head stands in the middle of its columns but for so many ems
_OFF: Final = 2.0
# and so many ems nearer to it than to the middle of others
_NEARER: Final = 1.0
# more ways to share columns out, and more lines, are not those of a head
_MOST_DIVISIONS: Final = 5000
_MOST_LINES: Final = 30


class Block(Record):
    """Text of one cell of a head: pieces, one or more below the other."""

    pieces: tuple[Piece, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    last: float  # the middle of its last line

    @property
    def middle(self) -> float:
        """Half-way from its top to its bottom."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half-way from its left to its right."""
        return (self.x0 + self.x1) / 2


class HeadCell(Record):
    """A block with the rows of the head and the columns it covers, both ends inclusive."""

    block: Block
    row: int
    last_row: int
    first: int = 0
    last: int = 0


class Head(Record):
    """The cells of a head before their columns are known; ``leaves`` head what stands below."""

    rows: int
    leaves: tuple[HeadCell, ...]
    over: tuple[HeadCell, ...]
    # for each cell in ``over``, the x range of what it may stand over, if a rule tells
    ranges: tuple[tuple[float, float] | None, ...]


def head_of(lines: Sequence[Row], shorts: Sequence[Ruling], *, ruled: bool) -> Head | None:
    """What stands between two rules at the top of a table, divided by ``shorts`` between them.

    ``ruled`` tells that a rule stands between any two of its cells, one above the other.
    """
    if len(lines) > _MOST_LINES:
        return None
    blocks = _blocks(lines, shorts, ruled=ruled or bool(shorts))
    return _by_rules(blocks, shorts) if shorts or ruled else _by_lines(blocks)


def _blocks(lines: Sequence[Row], shorts: Sequence[Ruling], *, ruled: bool) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        for piece in line.pieces:
            beneath = [
                k
                for k, block in enumerate(blocks)
                if piece.x0 < block.x1
                and block.x0 < piece.x1
                and (ruled or line.middle - block.last <= LEADING * piece.size)
                and not _parts(shorts, block.last, line.middle, (piece.x0 + piece.x1) / 2)
                and block.last < line.middle
            ]
            if len(beneath) == 1 and (ruled or _alone(piece, line.pieces, blocks[beneath[0]])):
                blocks[beneath[0]] = _with(blocks[beneath[0]], piece, line)
            else:
                blocks.append(
                    Block((piece,), piece.x0, piece.x1, line.top, line.bottom, line.middle)
                )
    return blocks


def _alone(piece: Piece, line: Sequence[Piece], above: Block) -> bool:
    """Whether no other piece of its line stands below a block too."""
    return not any(
        other is not piece and other.x0 < above.x1 and above.x0 < other.x1 for other in line
    )


def _with(block: Block, piece: Piece, line: Row) -> Block:
    return Block(
        (*block.pieces, piece),
        min(block.x0, piece.x0),
        max(block.x1, piece.x1),
        block.top,
        line.bottom,
        line.middle,
    )


def _parts(shorts: Sequence[Ruling], above: float, below: float, x: float) -> bool:
    return any(above < y < below and x0 - TOLERANCE <= x <= x1 + TOLERANCE for y, x0, x1 in shorts)


def _by_rules(blocks: Sequence[Block], shorts: Sequence[Ruling]) -> Head:
    """The head by the rules within it."""
    ys: list[float] = []
    for y, _, _ in sorted(shorts):
        if not ys or y - ys[-1] > TOLERANCE:
            ys.append(y)
    leaves, wide, ranges = [], [], []
    for block in blocks:
        below = above = None
        for rule in sorted(shorts):
            if rule[1] - TOLERANCE <= block.centre <= rule[2] + TOLERANCE:
                if rule[0] < block.middle:
                    above = rule
                elif below is None:
                    below = rule
        row = _level(ys, above[0]) + 1 if above else 0
        cell = HeadCell(block, row, _level(ys, below[0]) if below else len(ys))
        if below is None:
            leaves.append(cell)
        else:
            wide.append(cell)
            ranges.append((below[1], below[2]))
    return Head(len(ys) + 1, tuple(leaves), tuple(wide), tuple(ranges))


def _level(ys: Sequence[float], y: float) -> int:
    return min(range(len(ys)), key=lambda k: abs(ys[k] - y))


def _by_lines(blocks: Sequence[Block]) -> Head | None:
    """The head by what stands below what; None where it has more than two levels."""
    above = [block for block in blocks if _heads_others(block, blocks)]
    leaves = [block for block in blocks if block not in above]
    if not above:
        return Head(1, tuple(HeadCell(block, 0, 0) for block in leaves), (), ())
    middle = max(block.middle for block in above)
    if middle - min(block.middle for block in above) > above[0].pieces[0].size / 2:
        return None
    lowest = max(block.middle for block in leaves)
    parted = (middle + 3 * lowest) / 4
    cells = tuple(HeadCell(block, int(block.middle > parted), 1) for block in leaves)
    wide = tuple(HeadCell(block, 0, 0) for block in above)
    return Head(2, cells, wide, (None,) * len(wide))


def _heads_others(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether others stand below it, or to both sides of what is below it."""
    lower = [other for other in blocks if other.middle > block.bottom]
    if any(other.x0 < block.x1 and block.x0 < other.x1 for other in lower):
        return True
    return any(o.x1 <= block.x0 for o in lower) and any(o.x0 >= block.x1 for o in lower)


class Leaf(Record):
    """A head over figures or names, and the columns below it."""

    cell: HeadCell
    columns: tuple[Column, ...]


def leaves_of(head: Head, lines: Sequence[Row], columns: Sequence[Column]) -> list[Leaf] | None:
    """The heads that stand over the columns of ``lines``, each with its own; None if not clear.

    A head stands in the middle of its cell, what is below it may stand at the left or at the right.
    """
    cells = sorted(head.leaves, key=lambda cell: cell.block.x0)
    held: list[list[Column]] = [[] for _ in cells]
    pieces = [piece for line in lines for piece in line.pieces]
    for column in columns:
        over = [k for k, c in enumerate(cells) if c.block.x0 < column[1] and column[0] < c.block.x1]
        if not over:
            over = _beside(column, cells, pieces)
        if len(over) > 1:
            if not all(len(cells[k].block.pieces[0].text) == 1 for k in over):
                return None
            over = over[:1]
        held[over[0]].append(column)
    leaves: list[Leaf] = []
    for cell, own in zip(cells, held, strict=True):
        if leaves and not (own and leaves[-1].columns) and _are_letters(leaves[-1].cell, cell):
            leaves[-1] = Leaf(_joined(leaves[-1].cell, cell), (*leaves[-1].columns, *own))
        else:
            leaves.append(Leaf(cell, tuple(own)))
    found = []
    for leaf in leaves:
        made = _one_or_more(leaf, lines)
        if made is None:
            return None
        found.append(made)
    return found


def _beside(column: Column, cells: Sequence[HeadCell], pieces: Sequence[Piece]) -> list[int]:
    """The head whose cell holds a column that stands at its left or its right."""
    own = [piece for piece in pieces if column[0] <= piece.x0 and piece.x1 <= column[1]]
    lefts, rights = [piece.x0 for piece in own], [piece.x1 for piece in own]
    at_left = max(lefts) - min(lefts) < max(rights) - min(rights)
    if max(lefts) - min(lefts) == max(rights) - min(rights):
        at_left = not any(piece.is_amount for piece in own)
    if at_left:
        return [
            next((k for k, c in enumerate(cells) if c.block.centre > column[0]), len(cells) - 1)
        ]
    return [max((k for k, c in enumerate(cells) if c.block.centre < column[1]), default=0)]


def _are_letters(one: HeadCell, other: HeadCell) -> bool:
    """Whether two heads are characters of one word, spread over the width of its cell."""
    a, b = one.block.pieces, other.block.pieces
    same = one.row == other.row and one.last_row == other.last_row
    return same and len(b) == 1 and len(b[0].text) == 1 and all(len(p.text) == 1 for p in a)


def _one_or_more(leaf: Leaf, lines: Sequence[Row]) -> Leaf | None:
    """A leaf with what is below it as one column; as several where lines hold these apart, which
    must be names or codes."""
    if len(leaf.columns) < 2:
        return leaf
    first, last = leaf.columns[0][0], leaf.columns[-1][1]
    parted = [
        within
        for line in lines
        if len(within := [p for p in line.pieces if first <= p.x0 and p.x1 <= last]) > 1
    ]
    if not parted:
        return Leaf(leaf.cell, ((first, last),))
    return None if any(p.is_amount for within in parted for p in within) else leaf


def extents(leaves: Sequence[Leaf]) -> list[Column]:
    """The columns below heads, as wide as the heads are."""
    found: list[Column] = []
    for leaf in leaves:
        x0, x1 = leaf.cell.block.x0, leaf.cell.block.x1
        if len(leaf.columns) < 2:
            own = leaf.columns[0] if leaf.columns else (x0, x1)
            found.append((min(own[0], x0), max(own[1], x1)))
        else:
            found += leaf.columns
    return found


def placed_leaves(leaves: Sequence[Leaf]) -> list[HeadCell]:
    """The heads over columns, with these."""
    cells = []
    column = 0
    for leaf in leaves:
        count = max(len(leaf.columns), 1)
        cells.append(replace(leaf.cell, first=column, last=column + count - 1))
        column += count
    return cells


def placed_above(
    head: Head,
    leaves: Sequence[HeadCell],
    columns: Sequence[Column],
    edges: Sequence[float],
) -> list[HeadCell] | None:
    """The heads over several columns, with these; None where that is not clear."""
    cells: list[HeadCell] = []
    runs: dict[tuple[int, int, int], list[HeadCell]] = {}
    for cell, between in zip(head.over, head.ranges, strict=True):
        run = _run(cell, between, leaves, columns, edges)
        if run is None:
            return None
        runs.setdefault((cell.row, *run), []).append(cell)
    for (_, first, last), within in runs.items():
        parted = divided(sorted(within, key=lambda cell: cell.block.x0), edges[first : last + 2])
        if parted is None:
            return None
        cells += [
            replace(cell, first=first + start, last=first + end - 1) for cell, start, end in parted
        ]
    return cells


def _joined(one: HeadCell, other: HeadCell) -> HeadCell:
    """Words of one head that stand apart as one."""
    a, b = one.block, other.block
    block = Block(
        tuple(sorted((*a.pieces, *b.pieces), key=lambda piece: (piece.base, piece.x0))),
        min(a.x0, b.x0),
        max(a.x1, b.x1),
        min(a.top, b.top),
        max(a.bottom, b.bottom),
        max(a.last, b.last),
    )
    return replace(one, block=block, row=min(one.row, other.row))


def _run(
    cell: HeadCell,
    between: tuple[float, float] | None,
    leaves: Sequence[HeadCell],
    columns: Sequence[Column],
    edges: Sequence[float],
) -> tuple[int, int] | None:
    """The first and last of the columns that a head and those beside it share."""
    if between is not None:
        inside = [
            k for k, (x0, x1) in enumerate(columns) if between[0] < (x0 + x1) / 2 < between[1]
        ]
        return (inside[0], inside[-1]) if inside else None
    low = [False] * len(columns)
    for leaf in leaves:
        for k in range(leaf.first, leaf.last + 1):
            low[k] = leaf.row > cell.last_row
    home = [k for k in range(len(columns)) if edges[k] <= cell.block.centre <= edges[k + 1]]
    if not home or not any(low[k] for k in home):
        return None
    first = last = next(k for k in home if low[k])
    while first > 0 and low[first - 1]:
        first -= 1
    while last + 1 < len(columns) and low[last + 1]:
        last += 1
    return first, last


def divided(
    cells: Sequence[HeadCell], edges: Sequence[float]
) -> list[tuple[HeadCell, int, int]] | None:
    """Columns shared out among the heads over them, so that each is in the middle of its own:
    each with the first of its columns and the one after its last. None if not clear."""
    count, heads = len(edges) - 1, len(cells)
    if heads > count:
        return None
    if heads == count:
        return [(cell, k, k + 1) for k, cell in enumerate(cells)]
    if comb(count - 1, heads - 1) > _MOST_DIVISIONS:
        return None
    size = cells[0].block.pieces[0].size
    best: tuple[float, tuple[int, ...]] | None = None
    second = float("inf")
    for cuts in combinations(range(1, count), heads - 1):
        bounds = (0, *cuts, count)
        cost = sum(
            abs(cell.block.centre - (edges[start] + edges[end]) / 2)
            for cell, (start, end) in zip(cells, pairwise(bounds), strict=True)
        )
        if best is None or cost < best[0]:
            second = best[0] if best else second
            best = cost, bounds
        else:
            second = min(second, cost)
    if best is None or best[0] > _OFF * size * heads or second - best[0] < _NEARER * size:
        return None
    return [(cell, start, end) for cell, (start, end) in zip(cells, pairwise(best[1]), strict=True)]
