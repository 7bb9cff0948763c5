"""The header of a table in text: broken heads put together and nested.

Heads are broken over lines in arbitrary places, so the header is read as one string and cut into
heads of the vocabulary. Heads come in reading order, upper rows first: a head is put under the
leftmost open head that may stand over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from msgspec import field

from gouji.model.blocks import GridCell, Line
from gouji.model.place import SourceText
from gouji.model.record import Mutable, Record
from gouji.model.regex import regex
from gouji.parsing.loose.words import Word, fold, words
from gouji.vocabulary import load

_YEAR: Final = regex(r"20\d{2}年(?:度)?")
_TRIES: Final = 40
_LONGEST: Final = 24
_LONGEST_TEXT: Final = 700  # characters; no header is longer, and cutting is recursive
_MOST_WORDS: Final = 200


class Node(Mutable):
    """A head and the heads under it."""

    text: str
    source: SourceText
    line: int = 0  # the line of the header it begins on
    left: int = 0  # the display column it begins at
    children: list[Node] = field(default_factory=list)

    @property
    def leaves(self) -> list[Node]:
        """The leaf heads under it (itself if there are none)."""
        return [leaf for c in self.children for leaf in c.leaves] if self.children else [self]

    @property
    def depth(self) -> int:
        """How many rows of heads it takes."""
        return 1 + max((c.depth for c in self.children), default=0)


class Header(Record):
    """The heads of a table from left to right, and the row that numbers the columns."""

    roots: tuple[Node, ...]
    ordinals: tuple[Word, ...]
    key: str

    @property
    def leaves(self) -> list[Node]:
        """The columns."""
        return [leaf for root in self.roots for leaf in root.leaves]

    @property
    def kinds(self) -> list[str]:
        """``code``, ``name``, ``number``, ``note`` or ``figure`` for every column."""
        return [kind_of(leaf.text) for leaf in self.leaves]

    @property
    def numbered(self) -> list[int]:
        """The columns that the ordinals stand in: all, or, after 栏次, those of figures only."""
        kinds = self.kinds
        if len(self.ordinals) == len(kinds):
            return list(range(len(kinds)))
        return [column for column, kind in enumerate(kinds) if kind == "figure"]

    def cells(self) -> tuple[int, list[GridCell]]:
        """The number of header rows and their cells."""
        depth = max(root.depth for root in self.roots)
        cells: list[GridCell] = []

        def place(node: Node, row: int, column: int) -> int:
            span = len(node.leaves)
            tall = 1 if node.children else depth - row
            cells.append(GridCell(row, column, node.source, tall, span))
            start = column
            for child in node.children:
                start = place(child, row + 1, start)
            return column + span

        column = 0
        for root in self.roots:
            column = place(root, 0, column)
        rows = depth
        if self.ordinals:
            numbered = self.numbered
            cells += [
                GridCell(depth, c, w.source) for c, w in zip(numbered, self.ordinals, strict=True)
            ]
            rows += 1
        return rows, sorted(cells, key=lambda c: (c.row, c.column))


@lru_cache(maxsize=1)
def heads() -> frozenset[str]:
    """All heads of the vocabulary, folded."""
    found = {fold(h) for h in load("loose")["heads"]}
    for known in load("tables")["roles"].values():
        found |= {fold("".join(h.split())) for h in known}
    return frozenset(found)


@lru_cache(maxsize=1)
def _prefixes() -> frozenset[str]:
    return frozenset(h[:n] for h in heads() for n in range(1, len(h) + 1))


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((regex(g["head"]), regex(g["children"])) for g in load("loose")["group"])


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    vocabulary = load("loose")
    return tuple((kind, regex(vocabulary[kind])) for kind in ("code", "number", "note", "name"))


@lru_cache(maxsize=1024)
def kind_of(head: str) -> str:
    """What a column holds by its head: ``code``, ``name``, ``number`` (of the row), ``note`` or
    ``figure``."""
    return next((kind for kind, pattern in _kinds() if pattern.fullmatch(head)), "figure")


@lru_cache(maxsize=1024)
def is_total(head: str) -> bool:
    """Whether a head names a total of its neighbours."""
    return re.fullmatch(load("loose")["total"], head) is not None


def may_begin(line: Sequence[Word]) -> bool:
    """Whether a line can be the first of a header."""
    return _begins(line[0].text) if line else False


@lru_cache(maxsize=4096)
def _begins(word: str) -> bool:
    text = _YEAR.sub("", word)
    return bool(text) and (
        text[:_LONGEST] in _prefixes() or any(text.startswith(h) for h in heads() if len(h) > 1)
    )


def ordinal_row(line: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a row that numbers the columns (``※ ※ 1 2 3``), else nothing."""
    vocabulary = load("loose")["ordinal"]
    marks = {fold(c) for c in vocabulary["marks"]} | set("甲乙丙丁")
    row = [w for w in line if w.text not in vocabulary["labels"]]
    index = 0
    while index < len(row) and set(row[index].text) <= marks:
        index += 1
    numbers = [w.text for w in row[index:]]
    counts = len(numbers) >= 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
    few = index > 0 and numbers == ["1"]
    return tuple(row) if counts or few else ()


def read_header(lines: Sequence[Line], ordinals: tuple[Word, ...]) -> Header | None:
    """The header that the lines make, None if it is not understood.

    Of several ways to cut the string into heads the first is taken whose columns agree with the
    row of ordinals.
    """
    pieces = [w for line in lines for w in words(line)]
    text = "".join(w.text for w in pieces)
    if len(text) > _LONGEST_TEXT or len(pieces) > _MOST_WORDS:
        return None
    source = SourceText.join([w.source for w in pieces])
    seams: dict[int, tuple[int, int]] = {}  # where words begin: line and column
    offset = 0
    for number, line in enumerate(lines):
        for word in words(line):
            seams[offset] = (number, word.left)
            offset += len(word.text)
    laid_out = _is_laid_out(lines)
    stacked = _stacked(lines) if laid_out else []
    if stacked:
        placed = Header(tuple(_by_place(_nest(stacked, laid_out=True))), ordinals, text)
        if _fits(placed) and _in_order(placed):
            return placed
    for cuts in islice(_cuts(text, frozenset(seams)), _TRIES):
        begins = [max(s for s in seams if s <= a) for a, _ in cuts]
        nodes = [
            Node(text[a:b], source.slice(a, b), *seams[seam])
            for (a, b), seam in zip(cuts, begins, strict=True)
        ]
        roots = _nest(nodes, laid_out=laid_out)
        header = Header(tuple(roots), ordinals, text) if roots else None
        if header and _fits(header) and (not laid_out or _in_order(header)):
            return header
    return None


def _is_laid_out(lines: Sequence[Line]) -> bool:
    """Whether words stand apart by more than a blank, so that their places tell of columns."""
    rows = [words(line) for line in lines]
    return any(b.left - a.right > 1 for row in rows for a, b in pairwise(row))


def _by_place(nodes: Sequence[Node]) -> list[Node]:
    """The heads of each group from left to right."""
    for node in nodes:
        node.children = _by_place(node.children)
    return sorted(nodes, key=lambda n: min(leaf.left for leaf in n.leaves))


def _in_order(header: Header) -> bool:
    """Whether the columns follow each other from left to right on the page."""
    places = [leaf.left for leaf in header.leaves]
    return all(a < b for a, b in pairwise(places))


def _stacked(lines: Sequence[Line]) -> list[Node]:
    """The heads of a header laid out by columns: words that stand under each other are one head.

    Nothing if a head is not in the vocabulary.
    """
    rows = [words(line) for line in lines]
    stacks: list[list[tuple[int, Word]]] = []
    for number, row in enumerate(rows):
        for word in row:
            under = [s for s in stacks if 0 < number - s[-1][0] <= 2 and _goes_on(s, word)]
            if under:
                max(under, key=lambda s: _overlap(s[-1][1], word)).append((number, word))
            else:
                stacks.append([(number, word)])
    nodes = [
        Node(
            "".join(w.text for _, w in s),
            SourceText.join([w.source for _, w in s]),
            s[0][0],
            min(w.left for _, w in s),
        )
        for s in stacks
    ]
    known = all(_YEAR.sub("", n.text) in heads() for n in nodes)
    return nodes if known else []


def _goes_on(stack: Sequence[tuple[int, Word]], word: Word) -> bool:
    text = _YEAR.sub("", "".join(w.text for _, w in stack)) + word.text
    return text in _prefixes() and _overlap(stack[-1][1], word) > 0


def _overlap(above: Word, below: Word) -> int:
    """How many columns two words share."""
    return min(above.right, below.right) - max(above.left, below.left) + (above.left == below.left)


def _fits(header: Header) -> bool:
    kinds = header.kinds
    figures = kinds.count("figure")
    if not figures or kinds[0] in ("figure", "number") or "note" in kinds[:-1]:
        return False
    if not header.ordinals:
        return True
    numbered = [w.text.isdigit() for w in header.ordinals]
    if len(header.ordinals) != len(kinds):
        return all(numbered) and len(numbered) == figures
    return all(numbered) or [k == "figure" for k in kinds] == numbered


def _cuts(text: str, seams: frozenset[int]) -> Iterator[list[tuple[int, int]]]:
    """The ways to cut a string into heads, the fewest pieces first at every position."""
    dead: set[int] = set()

    def walk(start: int) -> Iterator[list[tuple[int, int]]]:
        if start == len(text):
            yield []
            return
        if start in dead:
            return
        found = False
        year = _YEAR.match(text, start)
        lead = year.end() if year else start
        for end in range(min(len(text), lead + _LONGEST), lead, -1):
            # a head begins where a word begins, unless it stands alone
            if text[lead:end] in heads() and (end in seams or end == len(text) or end - lead > 1):
                for rest in walk(end):
                    found = True
                    yield [(start, end), *rest]
        if not found:
            dead.add(start)

    return walk(0)


def _allows(parent: Node, child: Node) -> bool:
    name = _YEAR.sub("", parent.text)
    return any(
        head.fullmatch(name) and children.fullmatch(_YEAR.sub("", child.text))
        for head, children in _groups()
    )


def _nest(nodes: Sequence[Node], *, laid_out: bool) -> list[Node]:
    """Heads in reading order put under each other."""
    roots: list[Node] = []
    levels: list[list[Node]] = [roots]
    row = 0  # the level of the heads over the one before
    for node in nodes:
        home = _home(levels, node, row, laid_out=laid_out)
        if home is None:
            roots.append(node)
            row = 0
            continue
        row, parent = home
        parent.children.append(node)
        while len(levels) <= row + 1:
            levels.append([])
        levels[row + 1].append(node)
    return roots


def _home(
    levels: list[list[Node]], node: Node, row: int, *, laid_out: bool
) -> tuple[int, Node] | None:
    """The leftmost head that may stand over the node, has none of its name yet, and has no head
    to its right that was given children already. It begins on an earlier line. Where places tell
    of columns, the last of such heads that does not begin right of the node.

    Heads of one row come together, so the row of the head before is tried first.
    """
    for depth in sorted(range(len(levels)), key=lambda d: (d != row, d < row, d)):
        level = levels[depth]
        last = max((i for i, n in enumerate(level) if n.children), default=0)
        homes = [p for p in level[last:] if _may_hold(p, node)]
        if homes:
            over = [p for p in homes if laid_out and p.left <= node.left]
            return depth, over[-1] if over else homes[0]
    return None


def _may_hold(parent: Node, node: Node) -> bool:
    taken = any(c.text == node.text for c in parent.children)
    fits = parent.line < node.line and _allows(parent, node)
    return fits and not taken and not _second_label(parent, node)


def _second_label(parent: Node, node: Node) -> bool:
    """Whether the node would begin a second side: a label after columns of figures."""
    return kind_of(node.text) in ("code", "name") and any(
        kind_of(c.text) == "figure" for c in parent.children
    )
