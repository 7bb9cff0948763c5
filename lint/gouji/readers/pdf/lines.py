"""Stretches of text to lines in reading order, with the place of every character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import Final

from gouji.model.blocks import Line
from gouji.model.place import Box, Run, SourceText
from gouji.readers.pdf.records import (
    BASE,
    BOLD,
    LEFTS,
    MIDDLE,
    SIZE,
    TEXT,
    TURN,
    X0,
    X1,
    Stretch,
    count_of,
    glyph,
    glyphs_of,
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
_TURN: Final = itemgetter(TURN)
_PLACE: Final = itemgetter(0, 1)
_SIZE_AND_BASE: Final = itemgetter(SIZE, BASE)


def is_wide(character: str) -> bool:
    """Whether a character belongs to running Chinese text, which has no spaces between words."""
    return character >= _WIDE_FROM or character in _WIDE_SIGNS


def rows(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Group text into lines, from top to bottom, each from left to right."""
    places = list(map(_SIZE_AND_BASE, stretches))
    if places and places.count(places[0]) == len(places):
        return [_in_order(stretches)]
    bands: dict[tuple[float, float], list[Stretch]] = defaultdict(list)
    for place, stretch in zip(places, stretches, strict=True):
        bands[place].append(stretch)
    measured = [(base - MIDDLE * size, -size, band) for (size, base), band in bands.items()]
    measured.sort(key=_PLACE)
    lines: list[list[Stretch]] = []
    middle = size = 0.0
    weight = 0
    for centre, height, band in measured:
        glyphs = count_of(band)
        if lines and abs(centre - middle) < _SAME_LINE * min(size, -height):
            lines[-1].extend(band)
            if glyphs > weight:
                middle, size, weight = centre, -height, glyphs
        else:
            lines.append(band)
            middle, size, weight = centre, -height, glyphs
    return list(map(_in_order, lines))


def _in_order(line: Sequence[Stretch]) -> list[Stretch]:
    """A line from left to right; glyph by glyph where one stretch begins within another."""
    ordered = sorted(line, key=_LEFT)
    for left, right in pairwise(ordered):
        if right[X0] <= left[LEFTS][-1]:
            return sorted(chain.from_iterable(map(glyphs_of, line)), key=_LEFT)
    return ordered


def source_of(line: Sequence[Stretch], page: int) -> SourceText:
    """The text of a line, spaces put in where there are gaps, and where each character stands."""
    stretches = visible(line)
    if not stretches:
        return SourceText("")
    if len(stretches) == 1:
        text, run = _run(stretches, 0, page)
        return SourceText(text, (run,))
    gaps = [
        k
        for k, (left, right) in enumerate(pairwise(stretches), 1)
        if right[X0] - left[X1] > _GAP_WORDS * right[SIZE] and _is_gap(left, right)
    ]
    texts: list[str] = []
    runs: list[Run] = []
    offset = 0
    for start, end in pairwise([0, *gaps, len(stretches)]):
        text, run = _run(stretches[start:end], offset, page)
        texts.append(text)
        runs.append(run)
        offset += run.length + 1
    return SourceText(" ".join(texts), tuple(runs))


def _run(stretches: Sequence[Stretch], start: int, page: int) -> tuple[str, Run]:
    """Stretches side by side as text and where it stands."""
    if len(stretches) == 1:
        [(_, top, right, bottom, text, *_)] = stretches
        edges = _edges(stretches[0])
    else:
        _, tops, rights, bottoms, texts, _, _, _, _, lefts, _ = zip(*stretches, strict=True)
        top, right, bottom, text = min(tops), rights[-1], max(bottoms), "".join(texts)
        edges = tuple(chain.from_iterable(lefts))
        if len(edges) != len(text):
            edges = tuple(chain.from_iterable(map(_edges, stretches)))
    right = max(right, edges[-1])
    return text, Run(start, len(text), page, top, bottom, (*edges, right))


def _edges(stretch: Stretch) -> tuple[float, ...]:
    """The left edges of the characters; a glyph of several is divided among them."""
    text, lefts = stretch[TEXT], stretch[LEFTS]
    if len(text) == len(lefts):
        return lefts
    left, right = stretch[X0], stretch[X1]
    step = (right - left) / max(len(text), 1)
    return tuple(left + step * k for k in range(len(text)))


def line_of(stretches: Sequence[Stretch], page: int) -> Line | None:
    """A line as a block; None if there is nothing but space in it."""
    source = source_of(stretches, page)
    if not source.text:
        return None
    inked = [stretch for stretch in stretches if not stretch[TEXT].isspace()]
    lefts, tops, rights, bottoms, *_ = zip(*inked, strict=True)
    box = Box(min(lefts), min(tops), max(rights), max(bottoms))
    sizes = sorted(chain.from_iterable([s[SIZE]] * len(s[LEFTS]) for s in inked))
    size = sizes[len(sizes) // 2]
    bold = count_of(s for s in inked if s[BOLD])
    return Line(source, page, box, round(size, 2), bold * 2 > len(sizes))


def turned_line(glyphs: Sequence[Stretch], page: int) -> Line | None:
    """The turned text of a page as one line; None if there is none."""
    source = turned(glyphs, page)
    boxes = [box for run in source.runs if (box := run.box(0, run.length))]
    if not boxes:
        return None
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    return Line(source, page, around)


def cell_text(stretches: Sequence[Stretch], page: int) -> SourceText:
    """The text of a cell: its lines joined as one would read them."""
    if not stretches:
        return SourceText("")
    if any(map(_TURN, stretches)):
        upright = [s for s in stretches if not s[TURN]]
        pieces = [cell_text(upright, page), turned([s for s in stretches if s[TURN]], page)]
    elif len(stretches) == 1:
        return source_of(stretches, page)
    else:
        pieces = [source_of(row, page) for row in rows(stretches)]
    return joined([piece for piece in pieces if piece.text])


def joined(pieces: Sequence[SourceText]) -> SourceText:
    """Lines one after another, with a space where words or figures would run together."""
    if not pieces:
        return SourceText("")
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = SourceText.join([whole, piece], _glue(whole.text[-1], piece.text[0]))
    return whole


def turned(glyphs: Sequence[Stretch], page: int) -> SourceText:
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
            for each in inked:
                text, run = _run([each], offset, page)
                texts.append(text)
                runs.append(run)
                offset += run.length
            pieces.append(SourceText("".join(texts), tuple(runs)))
    return joined([piece for piece in pieces if piece.text])


def _flat(turned_glyph: Stretch, turn: int) -> Stretch:
    """A turned glyph as it would stand if the page were turned to read it."""
    x0, top, x1, bottom, text, size, _, bold, *_ = turned_glyph
    if turn == 1:
        place = top, -x1, bottom, -x0
    elif turn == 2:
        place = -x1, -bottom, -x0, -top
    else:
        place = -bottom, x0, -top, x1
    base = (place[1] + place[3]) / 2 + MIDDLE * size
    return glyph(*place, text, size, base, bold, 0)


def visible(line: Sequence[Stretch]) -> Sequence[Stretch]:
    """A line without glyphs printed twice, spaces under other glyphs, and space at the ends."""
    kept = line
    for left, right in pairwise(line):
        if right[X0] - left[LEFTS][-1] < _TWICE * right[SIZE]:
            kept = _once(chain.from_iterable(map(glyphs_of, line)))
            break
    first, last = 0, len(kept)
    while first < last and kept[first][TEXT].isspace():
        first += 1
    while last > first and kept[last - 1][TEXT].isspace():
        last -= 1
    return kept[first:last]


def _once(glyphs: Iterable[Stretch]) -> list[Stretch]:
    """Glyphs without those printed twice, and without spaces under others."""
    kept: list[Stretch] = []
    before = float("-inf")
    for each in glyphs:
        step = each[X0] - before
        if step < _TWICE * each[SIZE]:
            if _printed_twice(kept, each):
                continue
            under = kept[-1]
            hidden = under[TEXT].isspace() and step < _TWICE * (under[X1] - under[X0])
            if hidden and not each[TEXT].isspace():
                kept.pop()
        kept.append(each)
        before = each[X0]
    return kept


def _printed_twice(kept: Sequence[Stretch], again: Stretch) -> bool:
    near = again[X0] - _TWICE * (again[X1] - again[X0])
    for other in kept[-1:-4:-1]:
        if other[X0] <= near:
            return False
        if other[TEXT] == again[TEXT] and abs(other[BASE] - again[BASE]) < _TWICE * again[SIZE]:
            return True
    return False


def _is_gap(left: Stretch, right: Stretch) -> bool:
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
