"""The graphics state of a page under interpretation: matrices, clip, paths, white or not.

Colours matter only in so far as white lines on white paper are not seen (ISO 32000-1, 8.4–8.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from gouji.readers.pdf import paths, syntax
from gouji.readers.pdf.fonts import Font
from gouji.readers.pdf.records import (
    Budget,
    Matrix,
    Numbers,
    PageRecord,
    Rect,
    bounds,
    multiply,
    overlap,
)

# a colour this light is white paper to the eye
_WHITE: Final = 0.985
# colour spaces in which full components are not white
_INKS: Final = ("Separation", "DeviceN", "Indexed", "Pattern", "Lab")
_DEEPEST_STACK: Final = 1000

# a matrix without its shift
Directions: TypeAlias = tuple[float, float, float, float]
# what the text state makes of every string until it changes: the directions and scales it is for;
# whether steps to the right keep to a level, whether it runs upright, whether glyphs stand close to
# each other; in page points em, extra space between characters and words, height, height of the
# middle above the baseline, shift to the right and up, depth of the font's box under the baseline;
# bold, and whether there is ink
Pen: TypeAlias = tuple[
    Directions,
    bool, bool, bool,
    float, float, float, float, float, float, float, float,
    bool, bool,
]  # fmt: skip


class Graphics:
    """The graphics state, and the operators that change it or draw paths."""

    def __init__(self, page: PageRecord, budget: Budget, base: Matrix, clip: Rect) -> None:
        self.page = page
        self.budget = budget
        self.ctm = base
        self.clip = clip
        self.path = paths.Path()
        self.clip_pending = False
        self.line_width = 1.0
        self.white_stroke = self.white_fill = False
        self.stroke_space = self.fill_space = "DeviceGray"
        self.stack: list[tuple[Any, ...]] = []
        self.font: Font | None = None
        self.size = 0.0
        self.char_space = self.word_space = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.render = 0.0
        self.pen: Pen | None = None

    def _save(self, _: Numbers) -> None:
        if len(self.stack) < _DEEPEST_STACK:
            self.stack.append(
                (
                    self.ctm, self.clip, self.line_width, self.white_stroke, self.white_fill,
                    self.stroke_space, self.fill_space, self.font, self.size, self.char_space,
                    self.word_space, self.leading, self.rise, self.scale, self.render, self.pen,
                )
            )  # fmt: skip

    def _restore(self, _: Numbers) -> None:
        if self.stack:
            self._resume(self.stack.pop())

    def _renew(self, n: Numbers) -> None:
        """Restore and save again: Q q."""
        if self.stack:
            self._resume(self.stack[-1])
        else:
            self._save(n)

    def _resume(self, state: tuple[Any, ...]) -> None:
        (
            self.ctm, self.clip, self.line_width, self.white_stroke, self.white_fill,
            self.stroke_space, self.fill_space, self.font, self.size, self.char_space,
            self.word_space, self.leading, self.rise, self.scale, self.render, self.pen,
        ) = state  # fmt: skip

    def _concatenate(self, n: Numbers) -> None:
        if len(n) >= 6:
            a, b, c, d, e, f = n[-6:]
            self.ctm = multiply((a, b, c, d, e, f), self.ctm)

    def _width(self, n: Numbers) -> None:
        if n:
            self.line_width = n[-1]

    def _fill_colour(self, n: Numbers) -> None:
        self.white_fill = _is_white(n, self.fill_space)

    def _stroke_colour(self, n: Numbers) -> None:
        self.white_stroke = _is_white(n, self.stroke_space)

    def _fill_device(self, n: Numbers) -> None:
        self.fill_space = "Device"
        self.white_fill = _is_white(n, "Device")

    def _stroke_device(self, n: Numbers) -> None:
        self.stroke_space = "Device"
        self.white_stroke = _is_white(n, "Device")

    def _move(self, n: Numbers) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.move(a * x + c * y + e, b * x + d * y + f)

    def _line(self, n: Numbers) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.line(a * x + c * y + e, b * x + d * y + f)

    def _lines(self, written: bytes) -> None:
        """Several lines, each written as x y l."""
        words = written.split()
        self.budget.spend_operations(len(words) // 3)
        a, b, c, d, e, f = self.ctm
        points = zip(syntax.floats(words[::3]), syntax.floats(words[1::3]), strict=True)
        self.path.lines([(a * x + c * y + e, b * x + d * y + f, True) for x, y in points])

    def _segments(self, ends: Sequence[Rect]) -> None:
        """Several lines that do not go on from each other."""
        a, b, c, d, e, f = self.ctm
        self.path.subpaths += [
            [
                (a * x0 + c * y0 + e, b * x0 + d * y0 + f, False),
                (a * x1 + c * y1 + e, b * x1 + d * y1 + f, True),
            ]
            for x0, y0, x1, y1 in ends
        ]

    def _curve(self, n: Numbers) -> None:
        if len(n) >= 4:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.line(a * x + c * y + e, b * x + d * y + f, straight=False)

    def _rectangle(self, n: Numbers) -> None:
        if len(n) >= 4:
            self.path.rectangle(self.ctm, *n[-4:])

    def _close(self, _: Numbers) -> None:
        self.path.close()

    def _clip(self, _: Numbers) -> None:
        self.clip_pending = True

    def _end_path(self, _: Numbers) -> None:
        if self.clip_pending:
            box = self.path.box()
            if box is not None:
                self.clip = overlap(self.clip, box)
            self.clip_pending = False
        self.path.clear()

    def _stroke(self, n: Numbers) -> None:
        if self.path and not self.white_stroke:
            a, b = self.ctm[:2]
            before = len(self.page.horizontals) + len(self.page.verticals)
            paths.stroke(self.path, self.page, self.clip, self.line_width * (a * a + b * b) ** 0.5)
            self._count_rulings(before)
        self._end_path(n)

    def _close_stroke(self, n: Numbers) -> None:
        self.path.close()
        self._stroke(n)

    def _fill(self, n: Numbers) -> None:
        if self.path and not self.white_fill:
            before = len(self.page.horizontals) + len(self.page.verticals)
            paths.fill(self.path, self.page, self.clip)
            self._count_rulings(before)
        self._end_path(n)

    def _fill_stroke(self, n: Numbers) -> None:
        if self.white_stroke:
            self._fill(n)
        else:
            self._stroke(n)

    def _close_fill_stroke(self, n: Numbers) -> None:
        self.path.close()
        self._fill_stroke(n)

    def _count_rulings(self, before: int) -> None:
        now = len(self.page.horizontals) + len(self.page.verticals)
        self.budget.spend_rulings(now - before)

    def _unit_area(self) -> float:
        """How much of the visible page the unit square covers, where images are drawn."""
        x0, y0, x1, y1 = overlap(bounds(self.ctm, 0, 0, 1, 1), self.clip)
        return max(0.0, x1 - x0) * max(0.0, y1 - y0)


def _is_white(n: Numbers, space: str) -> bool:
    """Whether colour components give white: all full, or no ink of four."""
    if len(n) == 4:
        return max(n) <= 1 - _WHITE
    if space in _INKS:
        return False
    return len(n) in (1, 3) and min(n) >= _WHITE
