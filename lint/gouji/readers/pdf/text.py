"""Text of a page under interpretation: shown strings to glyphs in their places.

Positions follow ISO 32000-1, 9.4.4. Text that a clip hides or that has no ink is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import add
from typing import Any, Final, TypeAlias

from gouji.readers.pdf import syntax
from gouji.readers.pdf.fonts import Font
from gouji.readers.pdf.graphics import Directions, Graphics, Pen
from gouji.readers.pdf.records import (
    MIDDLE,
    X0,
    X1,
    Budget,
    Matrix,
    Numbers,
    PageRecord,
    Rect,
    bounds,
    glyph,
    glyphs_of,
    multiply,
)
from gouji.readers.pdf.resources import Resources
from gouji.readers.pdf.stretches import UNSEEN, Level, Shown

# render modes that put no ink: invisible, and clip only (9.3.6)
_INVISIBLE: Final = (3, 7)
_FILL_AND_STROKE: Final = (2, 6)
# ems of letters this many times as wide as high may have gaps between them that stand for spaces
_BROAD: Final = 1.5
# slope below which text counts as upright
_SLOPE: Final = 1e-4

# top, bottom, size, baseline, bold
Row: TypeAlias = tuple[float, float, float, float, bool]


class Shapes(dict[bytes, Directions]):
    """The first four numbers of text matrices as written, to the directions that they give under
    a current matrix, each worked out once."""

    def __init__(self, under: Matrix) -> None:
        super().__init__()
        self.under = under
        self.plain = under[:4], under[4:]

    def __missing__(self, written: bytes) -> Directions:
        a, b, c, d = map(float, written.split())
        self[written] = directions = multiply((a, b, c, d, 0.0, 0.0), self.under)[:4]
        return directions


class Text(Graphics):
    """The text state, and the operators that change it or show text."""

    def __init__(
        self,
        page: PageRecord,
        budget: Budget,
        base: Matrix,
        clip: Rect,
        operands: syntax.Operands,
    ) -> None:
        super().__init__(page, budget, base, clip)
        self.operands = operands
        self.room = budget.reserve_characters()
        self.put = page.stretches.append
        # text matrix times current matrix: its directions and scales, and where the line begins;
        # and how far along the line the next glyph stands
        self.directions: Directions = base[:4]
        self.origin = base[4:]
        self.along = 0.0
        self.resources = Resources.empty()
        self.pens: dict[tuple[object, ...], Pen] = {}
        self.shapes = Shapes(base)

    def _begin_text(self, _: Numbers) -> None:
        if self.shapes.under is not self.ctm:
            self.shapes = Shapes(self.ctm)
        self.directions, self.origin = self.shapes.plain
        self.along = 0.0

    def _place(self, written: bytes) -> None:
        """The operator Tm with its operands as written: where a line of text begins."""
        ctm = self.ctm
        if self.shapes.under is not ctm:
            self.shapes = Shapes(ctm)
        try:
            shape, across, up = written.rsplit(None, 2)
            x, y = float(across), float(up)
            self.directions = self.shapes[shape]
        except ValueError:
            self._matrix(self.operands[written])
            return
        a, b, c, d, e, f = ctm
        self.origin = x * a + y * c + e, x * b + y * d + f
        self.along = 0.0

    def _matrix(self, n: Numbers) -> None:
        if len(n) >= 6:
            a, b, c, d, e, f = n[-6:]
            a, b, c, d, e, f = multiply((a, b, c, d, e, f), self.ctm)
            self.directions, self.origin = (a, b, c, d), (e, f)
            self.along = 0.0

    def _offset(self, n: Numbers) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d = self.directions
            e, f = self.origin
            self.origin = e + x * a + y * c, f + x * b + y * d
        self.along = 0.0

    def _offset_leading(self, n: Numbers) -> None:
        if len(n) >= 2:
            self.leading = -n[-1]
        self._offset(n)

    def _next_line(self, _: Numbers) -> None:
        self._offset((0.0, -self.leading))

    def _set_font(self, named: tuple[Any, ...]) -> None:
        """Choose a font by its name, and a size by the last of the numbers that follow it."""
        font = self.resources.font(named[0])
        size = named[-1] if len(named) > 1 else self.size
        if font is not self.font or size != self.size:  # most are named again before each string
            self.font, self.size = font, size
            self.pen = None

    def _set_char_space(self, n: Numbers) -> None:
        if n:
            self.char_space = n[-1]
            self.pen = None

    def _set_word_space(self, n: Numbers) -> None:
        if n:
            self.word_space = n[-1]
            self.pen = None

    def _set_scale(self, n: Numbers) -> None:
        if n:
            self.scale = n[-1] / 100
            self.pen = None

    def _set_leading(self, n: Numbers) -> None:
        if n:
            self.leading = n[-1]

    def _set_rise(self, n: Numbers) -> None:
        if n:
            self.rise = n[-1]
            self.pen = None

    def _set_render(self, n: Numbers) -> None:
        if n:
            self.render = n[-1]
            self.pen = None

    def _show_steps(self, shown: bytes, written: bytes) -> None:
        """A string, and others, each after a step from where the one before it began."""
        font = self.font
        if not written:
            if font is not None:
                self._show(font.hexadecimal[shown])
            return
        em, unit = self.size * self.scale, self.directions[0]
        steps = UNSEEN if font is None else font.steps
        stepped = steps[shown, written, em, unit]
        self.budget.spend_operations(stepped.count)
        level = stepped.level
        if font is None:
            for right, up, _ in steps.one_by_one(written):
                self._offset((right, up))
        elif level and not self.along and (pen := self._measured(font))[1]:
            self._show_level(pen, level)
        else:
            self._show(font.hexadecimal[shown])
            for right, up, digits in steps.one_by_one(written):
                self._offset((right, up))
                self._show(font.hexadecimal[digits])
        if stepped.leading is not None:
            self.leading = stepped.leading

    def _show_array(self, written: bytes) -> None:
        font = self.font
        if font is None:
            return
        for element in syntax.ELEMENT.finditer(written):
            kind = element.lastindex
            if kind == 1:
                self._show(font.hexadecimal[element.group(1)])
            elif kind == 2:
                self._show(font.literal[element.group(2)[1:-1]])
            else:
                for number in self.operands[element.group(3)]:
                    self._kern(number)

    def _show_elements(self, elements: Iterable[syntax.Operand]) -> None:
        font = self.font
        if font is None:
            return
        for element in elements:
            if isinstance(element, float):
                self._kern(element)
            elif isinstance(element, bytes):
                if element.startswith(b"<"):
                    self._show(font.hexadecimal[element[1:]])
                else:
                    self._show(font.literal[element])

    def _kern(self, amount: float) -> None:
        step = amount * 0.001 * self.size
        self.along -= step if self.font and self.font.vertical else step * self.scale

    def _measured(self, font: Font) -> Pen:
        """What all strings shown in the present state have in common."""
        pen = self.pen
        if pen is not None and pen[0] is self.directions:
            return pen
        key = (
            self.directions, font, self.size, self.scale, self.char_space, self.word_space,
            self.rise, self.render,
        )  # fmt: skip
        pen = self.pens.get(key)
        if pen is None:
            pen = self.pens[key] = self._pen(font)
        self.pen = pen
        return pen

    def _pen(self, font: Font) -> Pen:
        a, b, c, d = self.directions
        size, scale = self.size, self.scale
        upright = abs(b) <= _SLOPE * abs(a) and abs(c) <= _SLOPE * abs(d) and a > 0 > d
        upright = upright and not font.vertical and size * scale > 0
        em, height = size * scale * a, -d * size
        tracking = self.char_space * scale * a
        close = upright and 0 < em <= _BROAD * height
        return (
            self.directions,
            close and not b and not c * self.rise,
            upright,
            close and not tracking,
            em,
            tracking,
            self.word_space * scale * a,
            height,
            MIDDLE * height,
            c * self.rise,
            d * self.rise,
            height * font.descent,
            font.bold or self.render in _FILL_AND_STROKE,
            self.render not in _INVISIBLE,
        )

    def _show(self, shown: Iterable[Shown]) -> None:
        """A string where the one before it ended."""
        font = self.font
        if font is None:
            return
        for each in shown:
            self.room -= len(each[1])
        if self.room < 0:
            self.budget.spend_characters(-self.room)
        (
            (a, _, _, _), _, upright, close, em, tracking, spacing, height, middle, right_by, up_by,
            below_base, bold, inked,
        ) = self._measured(font)  # fmt: skip
        if not upright:
            self._show_turned(font, shown)
            return
        left, above, right, below = self.clip
        e, f = self.origin
        base = f + up_by
        bottom = base - below_base
        top = bottom - height
        visible = inked and above <= base - middle <= below
        origin = e + right_by
        x = origin + self.along * a
        for text, widths, space, _, _ in shown if close else _one_by_one(shown):
            if len(widths) == 1:
                x1 = x + widths[0] * em
                if visible and left <= (x + x1) / 2 <= right:
                    self.put((x, top, x1, bottom, text, height, base, bold, 0, (x,), (x1,)))
            else:
                edges = tuple(accumulate((x, *[width * em for width in widths])))
                x1 = edges[-1]
                if visible:
                    self._put(edges[:-1], edges[1:], text, (top, bottom, height, base, bold))
            x = x1 + tracking
            if space:
                x += spacing
        self.along = (x - origin) / a

    def _show_level(self, pen: Pen, level: Level) -> None:
        """Glyphs on one level of upright text, from the beginning of a line on."""
        self.room -= len(level.widths)
        if self.room < 0:
            self.budget.spend_characters(-self.room)
        (
            (a, _, _, _), _, _, _, _, tracking, spacing, height, middle, right_by, up_by,
            below_base, bold, inked,
        ) = pen  # fmt: skip
        _, above, _, below = self.clip
        e, f = self.origin
        base = f + up_by
        bottom = base - below_base
        lefts = tuple(accumulate(level.steps, initial=e + right_by))
        rights = tuple(map(add, lefts, level.widths))
        if inked and above <= base - middle <= below:
            row = bottom - height, bottom, height, base, bold
            for start, end, text in level.parts:
                self._put(lefts[start:end], rights[start:end], text, row)
        self.origin = lefts[-1], f
        x = rights[-1] + tracking
        if level.space:
            x += spacing
        self.along = (x - lefts[-1]) / a

    def _put(
        self, lefts: tuple[float, ...], rights: tuple[float, ...], text: str, row: Row
    ) -> None:
        """Record upright glyphs side by side as far as no clip hides them."""
        left, _, right, _ = self.clip
        x0, x1 = lefts[0], rights[-1]
        top, bottom, size, base, bold = row
        stretch = x0, top, x1, bottom, text, size, base, bold, 0, lefts, rights
        if left <= (x0 + rights[0]) / 2 and (lefts[-1] + x1) / 2 <= right:
            self.put(stretch)
        elif len(lefts) > 1:
            for each in glyphs_of(stretch):
                if left <= (each[X0] + each[X1]) / 2 <= right:
                    self.put(each)

    def _show_turned(self, font: Font, shown: Iterable[Shown]) -> None:
        """Text in any direction, and vertical writing."""
        a, b, c, d = self.directions
        matrix = (a, b, c, d, *self.origin)
        size, scale, rise = self.size, self.scale, self.rise
        turn = _turn(a * size * scale, b * size * scale)
        height = (c * c + d * d) ** 0.5 * abs(size)
        bold = font.bold or self.render in _FILL_AND_STROKE
        visible = self.render not in _INVISIBLE
        left, above, right, below = self.clip
        for text, (width,), space, across, down in _one_by_one(shown):
            if font.vertical:
                advance = width * size
                x, y = -across * size, self.along + down * size + rise
                box = bounds(matrix, x, y + advance, x + size, y)
                step = advance + self.char_space
            else:
                advance = width * size * scale
                low = font.descent * size + rise
                box = bounds(matrix, self.along, low, self.along + advance, low + size)
                step = (advance / scale if scale else 0.0) + self.char_space
                step += self.word_space if space else 0.0
                step *= scale
            x0, top, x1, bottom = box
            if visible and left <= (x0 + x1) / 2 <= right and above <= (top + bottom) / 2 <= below:
                middle = (top + bottom) / 2 + MIDDLE * height
                base = self.origin[1] + d * rise if turn == 0 and not font.vertical else middle
                self.put(glyph(x0, top, x1, bottom, text, height, base, bold, turn))
            self.along += step


def _one_by_one(shown: Iterable[Shown]) -> Iterator[Shown]:
    for text, widths, space, across, down in shown:
        texts = text if len(widths) > 1 else (text,)
        for each, width in zip(texts, widths, strict=True):
            yield each, (width,), space, across, down


def _turn(x: float, y: float) -> int:
    """Quarter turns clockwise of a direction in page coordinates (y down)."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3
