"""Text of a page under interpretation: shown strings to glyphs in their places.

Positions follow ISO 32000-1, 9.4.4. Text that a clip hides or that has no ink is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from gouji.readers.pdf import syntax
from gouji.readers.pdf.fonts import Font, Shown
from gouji.readers.pdf.graphics import Graphics, Pen
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
# how far it is from the beginning of one string to that of the next, right and up, and that string
Stepped: TypeAlias = tuple[Numbers, tuple[Shown, ...]]
# slope below which text counts as upright
_SLOPE: Final = 1e-4


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
        # text matrix times current matrix, and how far along the line the next glyph stands
        self.text: Matrix = base
        self.along = 0.0
        self.resources = Resources.empty()
        self.pens: dict[tuple[object, ...], Pen] = {}

    def _begin_text(self, _: Numbers) -> None:
        self.text = self.ctm
        self.along = 0.0

    def _matrix(self, n: Numbers) -> None:
        if len(n) >= 6:
            a, b, c, d, e, f = n[-6:]
            self.along = 0.0
            self.text = multiply((a, b, c, d, e, f), self.ctm)

    def _offset(self, n: Numbers) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.text
            self.text = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)
        self.along = 0.0

    def _offset_leading(self, n: Numbers) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            self.leading = -y
            a, b, c, d, e, f = self.text
            self.text = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)
        self.along = 0.0

    def _next_line(self, _: Numbers) -> None:
        self._offset((0.0, -self.leading))

    def _set_font(self, written: bytes, n: Numbers) -> None:
        self.font = self.resources.font(written)
        if n:
            self.size = n[-1]
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
        font, numbers = self.font, self.operands
        if font is not None:
            self._show(font.hexadecimal[shown])
        if not written:
            return
        steps = syntax.STEP.findall(written)
        self.budget.spend_operations(len(steps))
        if font is None:
            for offset, _, _ in steps:
                self._offset(numbers[offset])
        else:
            strings = font.hexadecimal
            self._show_all([(numbers[step], strings[digits]) for step, _, digits in steps], 0.0)
        leading = [offset for offset, operator, _ in steps if operator == b"D"]
        if leading:
            self.leading = -numbers[leading[-1]][1]

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
        shape = self.text[:4]
        if self.pen is not None and self.pen[0] == shape:
            return self.pen
        key = (
            shape, self.size, self.scale, self.char_space, self.word_space, self.rise,
            self.render, id(font),
        )  # fmt: skip
        self.pen = pen = self.pens.get(key)
        if pen is None:
            self.pen = self.pens[key] = pen = self._pen(font)
        return pen

    def _pen(self, font: Font) -> Pen:
        a, b, c, d = self.text[:4]
        size, scale = self.size, self.scale
        upright = abs(b) <= _SLOPE * abs(a) and abs(c) <= _SLOPE * abs(d) and a > 0 > d
        height = -d * size
        return (
            (a, b, c, d),
            upright and not font.vertical and size * scale > 0,
            size * scale * a,
            self.char_space * scale * a,
            self.word_space * scale * a,
            height,
            c * self.rise,
            d * self.rise,
            height * font.descent,
            font.bold or self.render in _FILL_AND_STROKE,
            self.render not in _INVISIBLE,
        )

    def _show(self, shown: tuple[Shown, ...]) -> None:
        """A string where the one before it ended."""
        self._show_all((((0.0, 0.0), shown),), self.along)

    def _show_all(self, pieces: Iterable[Stepped], along: float) -> None:
        """Strings, each after a step from where the one before it began."""
        font = self.font
        if font is None:
            return
        _, upright, em, tracking, spacing, height, right_by, up_by, below_base, bold, inked = (
            self._measured(font)
        )
        a, b, c, d, e, f = self.text
        left, above, right, below = self.clip
        put = self.page.glyphs.append
        for (right_step, up_step), shown in pieces:
            self.room -= len(shown)
            if self.room < 0:
                self.budget.spend_characters(-self.room)
            e, f = e + right_step * a + up_step * c, f + right_step * b + up_step * d
            if not upright:
                self.text, self.along = (a, b, c, d, e, f), along
                self._show_turned(font, shown)
                along = 0.0
                continue
            base = f + up_by
            bottom = base - below_base
            top = bottom - height
            visible = inked and above <= base - MIDDLE * height <= below
            origin = e + right_by
            x = origin + along * a
            for text, width, space, _, _ in shown:
                x1 = x + width * em
                if visible and left <= (x + x1) / 2 <= right:
                    put((x, top, x1, bottom, text, height, base, bold, 0))
                x = x1 + tracking
                if space:
                    x += spacing
            self.along = (x - origin) / a
            along = 0.0
        self.text = (a, b, c, d, e, f)

    def _show_turned(self, font: Font, shown: tuple[Shown, ...]) -> None:
        """Text in any direction, and vertical writing."""
        a, b, c, d, _, f = self.text
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
                box = bounds(self.text, x, y + advance, x + size, y)
                step = advance + self.char_space
            else:
                advance = width * size * scale
                low = font.descent * size + rise
                box = bounds(self.text, self.along, low, self.along + advance, low + size)
                step = (advance / scale if scale else 0.0) + self.char_space
                step += self.word_space if space else 0.0
                step *= scale
            x0, top, x1, bottom = box
            if visible and left <= (x0 + x1) / 2 <= right and above <= (top + bottom) / 2 <= below:
                middle = (top + bottom) / 2 + MIDDLE * height
                base = f + d * rise if turn == 0 and not font.vertical else middle
                self.page.glyphs.append((x0, top, x1, bottom, text, height, base, bold, turn))
            self.along += step


def _turn(x: float, y: float) -> int:
    """Quarter turns clockwise of a direction in page coordinates (y down)."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3
