"""Glyphs to lines of text in reading order, with the place of every character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import Final

from gouji.model.blocks import Line
from gouji.model.place import Box, Run, SourceText
from gouji.readers.pdf.records import (
    BASE,
    MIDDLE,
    SIZE,
    TEXT,
    TURN,
    X0,
    X1,
    Glyph,
)

# Glyphs whose middles differ by less than this part of the smaller size are of one line: digits
# set in another font may have a baseline of their own.
_SAME_LINE: Final = 0.5
# Gaps, in parts of the size, that are read as a space: between ideographs, beside one ideograph
# (where layout programs put a little air by themselves), between digits, between others.
_GAP_WIDE: Final = 1.0
_GAP_MIXED: Final = 0.7
_GAP_DIGITS: Final = 0.45
_GAP_WORDS: Final = 0.2
# equal glyphs nearer than this part of their width are one glyph printed twice to look bold
_TWICE: Final = 0.3
_WIDE_FROM: Final = "\u2e80"
_WIDE_SIGNS: Final = frozenset("“”‘’—…·")
_NUMBER_SIGNS: Final = frozenset("0123456789.,-+%")
_LEFT: Final = itemgetter(X0)
_PLACE: Final = itemgetter(0, 1)
_SIZE_AND_BASE: Final = itemgetter(SIZE, BASE)


def is_wide(character: str) -> bool:
    """Whether a character belongs to running Chinese text, which has no spaces between words."""
    return character >= _WIDE_FROM or character in _WIDE_SIGNS


def rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into lines, from top to bottom, each from left to right."""
    places = list(map(_SIZE_AND_BASE, glyphs))
    if places and places.count(places[0]) == len(places):
        return [sorted(glyphs, key=_LEFT)]
    bands: dict[tuple[float, float], list[Glyph]] = defaultdict(list)
    for place, glyph in zip(places, glyphs, strict=True):
        bands[place].append(glyph)
    measured = [(base - MIDDLE * size, -size, band) for (size, base), band in bands.items()]
    measured.sort(key=_PLACE)
    lines: list[list[Glyph]] = []
    middle = size = 0.0
    weight = 0
    for centre, height, band in measured:
        if lines and abs(centre - middle) < _SAME_LINE * min(size, -height):
            lines[-1].extend(band)
            if len(band) > weight:
                middle, size, weight = centre, -height, len(band)
        else:
            lines.append(band)
            middle, size, weight = centre, -height, len(band)
    for line in lines:
        line.sort(key=_LEFT)
    return lines


def source_of(line: Sequence[Glyph], page: int) -> SourceText:
    """The text of a line, spaces put in where there are gaps, and where each character stands."""
    glyphs = visible(line)
    if not glyphs:
        return SourceText("")
    gaps = [
        k
        for k, (left, right) in enumerate(pairwise(glyphs), 1)
        if right[X0] - left[X1] > _GAP_WORDS * right[SIZE] and _is_gap(left, right)
    ]
    if not gaps:
        text, run = _run(glyphs, 0, page)
        return SourceText(text, (run,))
    texts: list[str] = []
    runs: list[Run] = []
    offset = 0
    for start, end in pairwise([0, *gaps, len(glyphs)]):
        text, run = _run(glyphs[start:end], offset, page)
        texts.append(text)
        runs.append(run)
        offset += run.length + 1
    return SourceText(" ".join(texts), tuple(runs))


def _run(glyphs: Sequence[Glyph], start: int, page: int) -> tuple[str, Run]:
    """Glyphs side by side as text and where it stands; a glyph of several characters is divided
    among them."""
    edges: tuple[float, ...]
    edges, tops, rights, bottoms, texts, *_ = zip(*glyphs, strict=True)
    text = "".join(texts)
    length = len(text)
    if length != len(glyphs):
        edges = tuple(chain.from_iterable(map(_edges, edges, rights, texts)))
    right = max(rights[-1], edges[-1])
    return text, Run(start, length, page, min(tops), max(bottoms), (*edges, right))


def _edges(left: float, right: float, text: str) -> list[float]:
    """The left edges of the characters of one glyph."""
    step = (right - left) / max(len(text), 1)
    return [left + step * k for k in range(len(text))]


def line_of(glyphs: Sequence[Glyph], page: int) -> Line | None:
    """A line as a block; None if there is nothing but space in it."""
    source = source_of(glyphs, page)
    if not source.text:
        return None
    inked = [glyph for glyph in glyphs if not glyph[TEXT].isspace()]
    lefts, tops, rights, bottoms, _, sizes, _, bolds, _ = zip(*inked, strict=True)
    box = Box(min(lefts), min(tops), max(rights), max(bottoms))
    size = sorted(sizes)[len(sizes) // 2]
    return Line(source, page, box, round(size, 2), sum(bolds) * 2 > len(inked))


def turned_line(glyphs: Sequence[Glyph], page: int) -> Line | None:
    """The turned text of a page as one line; None if there is none."""
    source = turned(glyphs, page)
    boxes = [box for run in source.runs if (box := run.box(0, run.length))]
    if not boxes:
        return None
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    return Line(source, page, around)


def cell_text(glyphs: Sequence[Glyph], page: int) -> SourceText:
    """The text of a cell: its lines joined as one would read them."""
    if not glyphs:
        return SourceText("")
    if any(g[TURN] for g in glyphs):
        upright = [g for g in glyphs if not g[TURN]]
        pieces = [cell_text(upright, page), turned([g for g in glyphs if g[TURN]], page)]
    else:
        pieces = [source_of(row, page) for row in rows(glyphs)]
    return joined([piece for piece in pieces if piece.text])


def joined(pieces: Sequence[SourceText]) -> SourceText:
    """Lines one after another, with a space where words or figures would run together."""
    whole = SourceText("")
    for piece in pieces:
        if not whole.text:
            whole = piece
            continue
        whole = SourceText.join([whole, piece], _glue(whole.text[-1], piece.text[0]))
    return whole


def turned(glyphs: Sequence[Glyph], page: int) -> SourceText:
    """Text that runs down or up the page: each character keeps its own box."""
    pieces = []
    for turn in (1, 2, 3):
        flat = [(_flat(g, turn), g) for g in glyphs if g[TURN] == turn]
        places = {id(f): g for f, g in flat}
        for row in rows([f for f, _ in flat]):
            inked = [places[id(g)] for g in row if not g[TEXT].isspace()]
            texts: list[str] = []
            runs: list[Run] = []
            offset = 0
            for glyph in inked:
                text, run = _run([glyph], offset, page)
                texts.append(text)
                runs.append(run)
                offset += run.length
            pieces.append(SourceText("".join(texts), tuple(runs)))
    return joined([piece for piece in pieces if piece.text])


def _flat(glyph: Glyph, turn: int) -> Glyph:
    """A turned glyph as it would stand if the page were turned to read it."""
    x0, top, x1, bottom, text, size, _, bold, _ = glyph
    if turn == 1:
        place = top, -x1, bottom, -x0
    elif turn == 2:
        place = -x1, -bottom, -x0, -top
    else:
        place = -bottom, x0, -top, x1
    base = (place[1] + place[3]) / 2 + MIDDLE * size
    return (*place, text, size, base, bold, 0)


def visible(line: Sequence[Glyph]) -> list[Glyph]:
    """A line without glyphs printed twice, spaces under other glyphs, and space at the ends."""
    kept: list[Glyph] = []
    before = float("-inf")
    for glyph in line:
        step = glyph[X0] - before
        if step < _TWICE * glyph[SIZE]:
            if _printed_twice(kept, glyph):
                continue
            under = kept[-1]
            hidden = under[TEXT].isspace() and step < _TWICE * (under[X1] - under[X0])
            if hidden and not glyph[TEXT].isspace():
                kept.pop()
        kept.append(glyph)
        before = glyph[X0]
    first, last = 0, len(kept)
    while first < last and kept[first][TEXT].isspace():
        first += 1
    while last > first and kept[last - 1][TEXT].isspace():
        last -= 1
    return kept[first:last]


def _printed_twice(kept: Sequence[Glyph], glyph: Glyph) -> bool:
    near = glyph[X0] - _TWICE * (glyph[X1] - glyph[X0])
    for other in kept[-1:-4:-1]:
        if other[X0] <= near:
            return False
        if other[TEXT] == glyph[TEXT] and abs(other[BASE] - glyph[BASE]) < _TWICE * glyph[SIZE]:
            return True
    return False


def _is_gap(left: Glyph, right: Glyph) -> bool:
    gap = right[X0] - left[X1]
    size = min(left[SIZE], right[SIZE])
    if gap <= _GAP_WORDS * size:
        return False
    before, after = left[TEXT][-1], right[TEXT][0]
    if before.isspace() or after.isspace():
        return gap > _GAP_WIDE * size * 2
    wide = is_wide(before) + is_wide(after)
    if wide == 2:
        return gap > _GAP_WIDE * size
    if wide == 1:
        return gap > _GAP_MIXED * size
    if before in _NUMBER_SIGNS and after in _NUMBER_SIGNS:
        return gap > _GAP_DIGITS * size
    return True


def _glue(before: str, after: str) -> str:
    """What stands between two lines of a cell when they are read as one."""
    if is_wide(before) or is_wide(after) or before.isspace() or after.isspace():
        return ""
    if before in ",." and after.isdigit():
        return ""  # a figure broken behind its separator
    return " "
