"""Rows of a table in text made a regular grid: figures aligned to the columns of the header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from gouji.model.blocks import Grid, GridCell, Line
from gouji.model.memo import Memo
from gouji.model.place import SourceText
from gouji.parsing.loose.align import Evidence, Figures, Law, Placing, align, in_units
from gouji.parsing.loose.evidence import Witness
from gouji.parsing.loose.header import Header, Node, is_total
from gouji.parsing.loose.rows import (
    Pair,
    Raw,
    decimals_of,
    number_of,
    numbered_sides,
    rows_of,
    two_sided,
)
from gouji.parsing.loose.words import FIELD, Word, fold, joined, words

_EMPTY: Final = SourceText("")
_GRAND: Final = ("总计", "合计", "收入总计", "支出总计", "收支总计")


def build(
    header: Header, body: Sequence[Line], known: Witness, names: Mapping[str, str], memo: Memo
) -> Grid | None:
    """The grid of a table, None if its rows are not understood.

    ``names`` are the names that other tables give to classification codes.
    """
    heads = [leaf.text for leaf in header.leaves]
    evidence = known.of(heads, memo.of("decimals", tuple(body), partial(decimals_of, body)))
    # all that it rests on: its lines, and what the rest of the document says of its columns
    line = number_of(body[0]) if body else 0
    parts = (header, *body, memo.same(f"evidence {line}", evidence), names)
    return memo.of("grid", parts, partial(_build, header, body, known, names, memo))


def _build(
    header: Header, body: Sequence[Line], known: Witness, names: Mapping[str, str], memo: Memo
) -> Grid | None:
    sides = sides_of(header.kinds)
    if len(sides) == 1:
        kinds = header.kinds
        raws = rows_of(body, kinds.count("code"), kinds.count("name"), memo)
        columns: list[list[Raw | None]] = [list(raws)]
    elif len(sides) == 2:
        read = numbered_sides if "number" in header.kinds else two_sided
        pairs = memo.of(f"pairs {read.__name__}", tuple(body), partial(read, body))
        if pairs is None:
            return None
        columns = [_side(pairs, 0), _side(pairs, 1)]
    else:
        return None
    first, cells = header.cells()
    decimals = memo.of("decimals", tuple(body), partial(decimals_of, body))
    count = len(columns[0])
    for side, rows in zip(sides, columns, strict=True):
        held = _side_cells(
            header, side, rows, decimals=decimals, known=known, names=names, first=first
        )
        if held is None:
            return None
        cells += held
    page = body[0].page if body else None
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid(first + count, len(header.leaves), tuple(cells), page)


def loose_grid(lines: Sequence[Line]) -> Grid:
    """The words of lines that are not understood, in order."""
    rows = [words(line) for line in lines]
    cells = tuple(
        GridCell(r, c, word.source) for r, row in enumerate(rows) for c, word in enumerate(row)
    )
    return Grid(len(rows), max(map(len, rows), default=0), cells, lines[0].page, loose=True)


def sides_of(kinds: Sequence[str]) -> list[range]:
    """The columns of each side: a new one begins where labels follow figures."""
    starts = [0] + [
        c
        for c in range(1, len(kinds))
        if kinds[c] in ("code", "name") and kinds[c - 1] not in ("code", "name")
    ]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(kinds)], strict=True)]


def _side(pairs: Sequence[Pair], side: int) -> list[Raw | None]:
    return [pair.right if side else pair.left for pair in pairs]


def _side_cells(
    header: Header,
    side: range,
    rows: Sequence[Raw | None],
    *,
    decimals: int,
    known: Witness,
    names: Mapping[str, str],
    first: int,
) -> list[GridCell] | None:
    kinds = header.kinds
    figures = [c for c in side if kinds[c] == "figure"]
    labels = [c for c in side if kinds[c] in ("code", "name")]
    heads = [header.leaves[c].text for c in figures]
    present = [raw for raw in rows if raw is not None]
    coded = any(kinds[c] == "code" for c in side)
    if not _readable(present, len(figures), decimals, coded=coded):
        return None
    laws = laws_of(header, figures)
    placed = _place(present, len(figures), decimals, laws, known.of(heads, decimals))
    if any(r.figures for r in present) and not any(p.columns or p.among for p in placed):
        return None  # the table would look empty
    placings = iter(placed)
    cells: list[GridCell] = []
    for index, raw in enumerate(rows, start=first):
        if raw is None:
            cells += [GridCell(index, c, _EMPTY) for c in side]
            continue
        placing = next(placings)
        cells += _label_cells(raw, index, labels, kinds, names)
        if raw.number is not None:
            cells += [GridCell(index, c, raw.number.source) for c in side if kinds[c] == "number"]
        for several, place in placing.among.items():
            span = figures[several[-1]] - figures[several[0]] + 1
            source = raw.figures[place].source
            cells.append(GridCell(index, figures[several[0]], source, colspan=span))
        for position, column in enumerate(figures):
            if position in placing.columns:
                word = raw.figures[placing.columns[position]]
                cells.append(GridCell(index, column, word.source))
            elif position in placing.blank:
                cells.append(GridCell(index, column, _EMPTY))
    return cells


def _readable(rows: Sequence[Raw], columns: int, decimals: int, *, coded: bool) -> bool:
    """Whether the rows are rows: figures that fit into the columns, with labels before them."""
    filled = [r for r in rows if r.figures]
    bad = sum(
        len(r.figures) > columns or not all(_is_figure(f, decimals) for f in r.figures)
        for r in filled
    )
    bare = sum(not r.label and not r.code for r in filled) if columns > 1 else 0
    hollow = sum(bool(r.code) and not r.figures for r in rows) if coded and filled else 0
    return (bad + bare + hollow) * 20 <= len(rows)


def _is_figure(word: Word, decimals: int) -> bool:
    """Whether a word is a figure like the others: no code (01), and with their decimals."""
    if not word.is_amount or (len(word.text) > 1 and word.text.isdigit() and word.text[0] == "0"):
        return False
    return not decimals or bool(word.decimals) or not word.value or "%" in word.text


def _label_cells(
    raw: Raw, row: int, labels: Sequence[int], kinds: Sequence[str], names: Mapping[str, str]
) -> list[GridCell]:
    codes = [c for c in labels if kinds[c] == "code"]
    texts = [c for c in labels if kinds[c] == "name"]
    cells: list[GridCell] = []
    if len(codes) == 1 and len(raw.code) > 1:
        cells.append(GridCell(row, codes[0], joined(raw.code)))
    else:
        sources = [w.source for w in raw.code] + [_EMPTY] * len(codes)
        cells += [GridCell(row, c, s) for c, s in zip(codes, sources, strict=False)]
    pieces = raw.pieces if len(texts) < 2 else _named(raw, len(texts), names)
    for column, text in enumerate(texts):
        last = column == len(texts) - 1
        own = pieces[column : column + 1] if not last else pieces[column:]
        held = [w for piece in own for w in piece]
        cells.append(GridCell(row, text, joined(held) if held else _EMPTY))
    return cells


def _named(raw: Raw, columns: int, names: Mapping[str, str]) -> list[list[Word]]:
    """The pieces of a label over several columns of text: the name known for the code first."""
    known = names.get(raw.digits)
    flat = [w for piece in raw.pieces for w in piece]
    if known:
        for end in range(1, len(flat) + 1):
            if "".join(w.text for w in flat[:end]) == known:
                return [flat[:end], flat[end:]]
    if len(raw.pieces) > columns:
        return [flat]
    return raw.pieces


def laws_of(header: Header, figures: Sequence[int]) -> list[Law]:
    """The sums of the header: the total of each group of heads is the sum of the others."""
    positions = {id(header.leaves[c]): p for p, c in enumerate(figures)}
    laws: list[Law] = []

    def visit(nodes: Sequence[Node]) -> None:
        for node in nodes:
            visit(node.children)
        held = [n for n in nodes if all(id(leaf) in positions for leaf in n.leaves)]
        totals = [n for n in held if not n.children and is_total(n.text)]
        if len(totals) != 1 or len(held) < 2 or any("其中" in n.text for n in held):
            return
        parts = [p for n in held if n is not totals[0] for p in _parts(n, positions)]
        laws.append(Law(positions[id(totals[0])], tuple(parts)))

    visit(header.roots)
    return laws


def _parts(node: Node, positions: Mapping[int, int]) -> list[int]:
    """The columns that stand for a head: its subtotal, or all of its parts."""
    if not node.children:
        return [positions[id(node)]]
    totals = [c for c in node.children if not c.children and is_total(c.text)]
    if len(totals) == 1:
        return [positions[id(totals[0])]]
    return [p for child in node.children for p in _parts(child, positions)]


def _place(
    rows: Sequence[Raw], columns: int, decimals: int, laws: Sequence[Law], evidence: Evidence
) -> list[Placing]:
    parents = _parents(rows)
    most = max((f.decimals for r in rows for f in r.figures if f.is_amount), default=0)
    scale = max(decimals, most)
    laid_out = _is_laid_out(rows)
    figures = []
    for raw, (parent, footing) in zip(rows, parents, strict=True):
        fits = len(raw.figures) <= columns and all(f.is_amount for f in raw.figures)
        values = tuple(in_units(f.value, scale) for f in raw.figures) if fits else ()
        edges = tuple(f.right for f in raw.figures) if fits and laid_out else ()
        figures.append(Figures(values, parent, footing and fits, edges, raw.lines[0].page))
    placings = align(figures, columns, laws, evidence)
    unread = Placing({}, frozenset())
    return [
        unread if raw.figures and not f.values else placing
        for raw, f, placing in zip(rows, figures, placings, strict=True)
    ]


def _is_laid_out(rows: Sequence[Raw]) -> bool:
    """Whether the figures stand in columns: apart by more than a blank, or by tabs."""
    pairs = [
        b.right - len(b.text) - a.right if b.right - a.right < FIELD else FIELD
        for row in rows
        for a, b in zip(row.figures, row.figures[1:], strict=False)
        if b.start > a.start
    ]
    return bool(pairs) and sum(gap > 1 for gap in pairs) * 10 >= len(pairs) * 9


def _parents(rows: Sequence[Raw]) -> list[tuple[int | None, bool]]:
    """The row each row is a part of, and whether the parts are complete."""
    totals = [i for i, r in enumerate(rows) if not r.code and fold(r.label) in _GRAND]
    total = next((i for i in totals if rows[i].figures), None)
    by_code: dict[str, int] = {}
    result: list[tuple[int | None, bool]] = []
    for index, row in enumerate(rows):
        if index == total:
            result.append((None, False))
            continue
        digits = row.digits
        if not digits:
            result.append((total, False))
            continue
        above = next(
            (by_code[digits[:n]] for n in (5, 3) if n < len(digits) and digits[:n] in by_code), None
        )
        by_code[digits] = index
        result.append((above if above is not None else total, True))
    return result
