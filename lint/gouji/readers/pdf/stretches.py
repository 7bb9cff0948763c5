"""Strings of a font as what they show: glyphs put together in stretches.

A stretch is what can be told at one go: glyphs of like width that follow each other without a gap
and on one level. It is taken apart only where a page asks for single glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from operator import truediv
from typing import Final, Generic, TypeAlias, TypeVar

from gouji.model.record import Record
from gouji.readers.pdf.syntax import REMEMBERED, Moves, steps

# the longest string that is remembered
_SHORT: Final = 400
# steps to so many bytes are words of tables, which come again; longer ones are of prose
_SHORT_STEPS: Final = 300

# what stands side by side when it is shown: the characters; the width of each glyph in ems (or its
# advance down the line in vertical writing); whether word spacing applies; and in vertical writing
# where the glyph hangs from its origin, in ems
Shown: TypeAlias = tuple[str, tuple[float, ...], bool, float, float]
# the same of one glyph, with whether it stands alone
Glyph: TypeAlias = tuple[str, float, bool, bool, float, float]

# glyphs of a stretch differ in width by no more than this factor and are no wider than this: so
# none lies under another, and no gap is taken for a space
_LIKE: Final = 2.8
_WIDEST: Final = 1.2
# and each begins where the one before it ends, to this part of its width
_NEAR: Final = 0.1


def stands_alone(text: str, width: float) -> bool:
    """Whether a glyph is no part of a stretch whatever its neighbours are."""
    return len(text) != 1 or text.isspace() or not 0 < width <= _WIDEST


def stretches(glyphs: Sequence[Glyph]) -> tuple[Shown, ...]:
    """Glyphs that follow each other, put together where they make a stretch."""
    if len(glyphs) == 1:
        [(text, width, _, space, across, down)] = glyphs
        return ((text, (width,), space, across, down),)
    if not glyphs:
        return ()
    texts, widths, alone, spaces, acrosses, downs = zip(*glyphs, strict=True)
    if True not in alone and _are_alike(min(widths), max(widths)):
        return (("".join(texts), widths, False, 0.0, 0.0),)
    cuts = [k for k, (one, other) in enumerate(pairwise(glyphs), 1) if _are_parted(one, other)]
    return tuple(
        ("".join(texts[k:end]), widths[k:end], spaces[k], acrosses[k], downs[k])
        for k, end in pairwise([0, *cuts, len(glyphs)])
    )


def _are_parted(one: Glyph, other: Glyph) -> bool:
    return one[2] or other[2] or not _are_alike(one[1], other[1])


def _are_alike(width: float, other: float) -> bool:
    return width <= _LIKE * other and other <= _LIKE * width


V = TypeVar("V")


class Remembered(dict[bytes, V], Generic[V]):
    """Strings as written to what is made of them, once each: most are written many times."""

    def __init__(self, make: Callable[[bytes], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, written: bytes) -> V:
        made = self._make(written)
        if len(self) < REMEMBERED and len(written) <= _SHORT:
            self[written] = made
        return made


class Level(Record):
    """Glyphs on one level, each after a step from where the one before it began; in points."""

    steps: tuple[float, ...]
    widths: tuple[float, ...]
    # what makes a stretch: from which glyph to before which, and its text
    parts: tuple[tuple[int, int, str], ...]
    # whether word spacing applies to the last glyph
    space: bool


class Stepped(Record):
    """Steps to strings: how many; what they show together, if they are a glyph each, on one level;
    and the leading that the last of the steps sets."""

    count: int
    level: Level | None
    leading: float | None


class Steps(dict[tuple[bytes, bytes, float, float], Stepped]):
    """A string, steps to others as written, how long an em is and how many points one of such units
    is, to what they show, each worked out once as the strings are."""

    def __init__(self, glyphs: Callable[[bytes], Sequence[Glyph]]) -> None:
        super().__init__()
        self._glyphs = Remembered(glyphs)
        self._moves = Moves()

    def __missing__(self, key: tuple[bytes, bytes, float, float]) -> Stepped:
        first, written, em, unit = key
        moves, digits = steps(written)
        rights, ups, leads = zip(*map(self._moves.__getitem__, moves), strict=True)
        glyphs = list(map(self._glyphs.__getitem__, (first, *digits)))
        level = None
        if not any(ups) and set(map(len, glyphs)) == {1}:
            level = _level(rights, list(chain.from_iterable(glyphs)), em, unit)
        leading = [-up for up, leads_on in zip(ups, leads, strict=True) if leads_on]
        stepped = Stepped(len(moves), level, leading[-1] if leading else None)
        if len(self) < REMEMBERED and len(written) <= _SHORT_STEPS:
            self[key] = stepped
        return stepped

    def one_by_one(self, written: bytes) -> Iterator[tuple[float, float, bytes]]:
        """How far to the right and up each string begins from where the one before it began, and
        its digits."""
        for move, digits in zip(*steps(written), strict=True):
            right, up, _ = self._moves[move]
            yield right, up, digits


def _level(rights: Sequence[float], glyphs: Sequence[Glyph], em: float, unit: float) -> Level:
    texts, widths, alone, spaces, *_ = zip(*glyphs, strict=True)
    # how long an em would be for a glyph to begin where the one before it ends
    ems = list(map(truediv, rights, widths)) if True not in alone else []
    if ems and _are_alike(min(widths), max(widths)) and _are_near(em, min(ems), max(ems)):
        cuts: list[int] = []
    else:
        cuts = [
            k
            for k, ((one, other), step) in enumerate(zip(pairwise(glyphs), rights, strict=True), 1)
            if _are_parted(one, other) or not _are_near(em, step / one[1], step / one[1])
        ]
    parts = tuple(
        (start, end, "".join(texts[start:end])) for start, end in pairwise([0, *cuts, len(glyphs)])
    )
    return Level(
        tuple([right * unit for right in rights]),
        tuple([width * (em * unit) for width in widths]),
        parts,
        spaces[-1],
    )


def _are_near(em: float, least: float, most: float) -> bool:
    return (1 - _NEAR) * em <= least and most <= (1 + _NEAR) * em


# where no font is set
UNSEEN: Final = Steps(lambda _: ())
