"""Text of a page under interpretation: shown strings to glyphs in their places.

Positions follow ISO 32000-1, 9.4.4. Text that a clip hides or that has no ink is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from gouji.readers.pdf import syntax
from gouji.readers.pdf.fonts import UNSEEN, Font, Shown
from gouji.readers.pdf.graphics import Directions, Graphics, Pen
from gouji.readers.pdf.records import (
    MIDDLE,
    Budget,
    Matrix,
    Numbers,
    PageRecord,
    Rect,
    bounds,
    multiply,
)
from gouji.readers.pdf.resources import Resources

# render modes that put no ink: invisible, and clip only (9.3.6)
_INVISIBLE: Final = (3, 7)
_FILL_AND_STROKE: Final = (2, 6)
# slope below which text counts as upright
_SLOPE: Final = 1e-4


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
        self.put = page.glyphs.append
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
        self.font = self.resources.font(named[0])
        if len(named) > 1:
            self.size = named[-1]
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
        steps, single, leading = (UNSEEN if font is None else font.steps)[written]
        self.budget.spend_operations(len(steps))
        first = () if font is None else font.hexadecimal[shown]
        if font is not None and single and not self.directions[1] and self._measured(font)[1]:
            self.room -= len(steps)
            self._show(first, steps)
        else:
            self._show(first)
            for right, up, string in steps:
                self._offset((right, up))
                self._show(string)
        if leading is not None:
            self.leading = leading

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
        height = -d * size
        return (
            self.directions,
            upright and not font.vertical and size * scale > 0,
            size * scale * a,
            self.char_space * scale * a,
            self.word_space * scale * a,
            height,
            MIDDLE * height,
            c * self.rise,
            d * self.rise,
            height * font.descent,
            font.bold or self.render in _FILL_AND_STROKE,
            self.render not in _INVISIBLE,
        )

    def _show(
        self,
        shown: tuple[Shown, ...],
        steps: Iterable[tuple[float, float, tuple[Shown, ...]]] = (),
    ) -> None:
        """A string where the one before it ended.

        Where text is upright, there may be steps to more glyphs on the same level: how far to the
        right of where the one before it began each begins.
        """
        font = self.font
        if font is None:
            return
        self.room -= len(shown)
        if self.room < 0:
            self.budget.spend_characters(-self.room)
        pen = self.pen
        if pen is None or pen[0] is not self.directions:
            pen = self._measured(font)
        (
            (a, _, _, _), upright, em, tracking, spacing, height, middle, right_by, up_by,
            below_base, bold, inked,
        ) = pen  # fmt: skip
        if not upright:
            self._show_turned(font, shown)
            return
        left, above, right, below = self.clip
        e, f = self.origin
        base = f + up_by
        bottom = base - below_base
        top = bottom - height
        visible = inked and above <= base - middle <= below
        put = self.put
        origin = e + right_by
        x = origin + self.along * a
        for text, width, space, _, _ in shown:
            x1 = x + width * em
            if visible and left <= (x + x1) / 2 <= right:
                put((x, top, x1, bottom, text, height, base, bold, 0))
            x = x1 + tracking
            if space:
                x += spacing
        if steps:
            for step, _, (glyph,) in steps:
                text, width, space, _, _ = glyph
                e += step * a
                origin = e + right_by
                x1 = origin + width * em
                if visible and left <= (origin + x1) / 2 <= right:
                    put((origin, top, x1, bottom, text, height, base, bold, 0))
            self.origin = e, f
            x = x1 + tracking
            if space:
                x += spacing
        self.along = (x - origin) / a

    def _show_turned(self, font: Font, shown: tuple[Shown, ...]) -> None:
        """Text in any direction, and vertical writing."""
        a, b, c, d = self.directions
        matrix = (a, b, c, d, *self.origin)
        size, scale, rise = self.size, self.scale, self.rise
        turn = _turn(a * size * scale, b * size * scale)
        height = (c * c + d * d) ** 0.5 * abs(size)
        bold = font.bold or self.render in _FILL_AND_STROKE
        visible = self.render not in _INVISIBLE
        left, above, right, below = self.clip
        for text, width, space, across, down in shown:
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
                self.page.glyphs.append((x0, top, x1, bottom, text, height, base, bold, turn))
            self.along += step


def _turn(x: float, y: float) -> int:
    """Quarter turns clockwise of a direction in page coordinates (y down)."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3
