"""The interpreter of content streams: what is shown on a page, as flat records.

It keeps the parts of the graphics state that tell where text and rulings are and whether they are
seen (ISO 32000-1, 8.4 and 9.3): matrices, clip, white or not, text state. Curves, shadings, colours
and images are read over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from gouji.readers.pdf import paths, syntax
from gouji.readers.pdf.fonts import Font, Shown
from gouji.readers.pdf.records import (
    MIDDLE,
    Budget,
    Matrix,
    PageRecord,
    Rect,
    bounds,
    multiply,
    overlap,
)
from gouji.readers.pdf.resources import Form, Image, Resources

_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# render modes that put no ink: invisible, and clip only (9.3.6)
_INVISIBLE: Final = (3, 7)
_FILL_AND_STROKE: Final = (2, 6)
# a colour this light is white paper to the eye
_WHITE: Final = 0.985
# slope below which text counts as upright
_SLOPE: Final = 1e-4


class Interpreter:
    """Draws content streams into a page record."""

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
        self.render = 0
        # text matrix times current matrix, and how far along the line the next glyph stands
        self.text: Matrix = base
        self.along = 0.0
        self.resources = Resources.empty()

    # -- scanning ---------------------------------------------------------------------------

    def run(self, data: bytes, resources: Resources) -> None:
        """Interpret a content stream."""
        self.budget.spend_bytes(len(data))
        outer, self.resources = self.resources, resources
        depth = len(self.stack)
        operands: list[syntax.Operand] = []
        position: int | None = 0
        while position is not None:
            position = self._scan(data, position, operands)
        while len(self.stack) > depth:
            self._restore([])
        self.resources = outer

    def _scan(self, data: bytes, start: int, operands: list[syntax.Operand]) -> int | None:
        """Interpret from ``start``; gives the place to go on from after an interruption."""
        numeric = _NUMERIC.get
        numbers = syntax.numbers
        for match in syntax.OPERATION.finditer(data, start):
            kind = match.lastindex
            if kind == syntax.OPERATOR or kind == syntax.THEN_HEX:
                written, operator, shown = match.group(1, 2, 3)
                handler = numeric(operator)
                if handler is not None and not operands:
                    handler(self, numbers(written) if written else [])
                elif operator == b"BI":
                    self.page.image_area += self._unit_area()
                    operands.clear()
                    return syntax.after_inline_image(data, match.end(syntax.OPERATOR))
                elif operands or operator in _GENERAL:
                    self._general(operator, operands + numbers(written))
                    operands.clear()
                if shown is not None and self.font is not None:
                    self._show(self.font.hexadecimal(shown))
            elif kind == syntax.HEX:
                if self.font is not None:
                    self._show(self.font.hexadecimal(match[kind]))
            elif kind == syntax.LITERAL:
                if self.font is not None:
                    self._show(self.font.literal(match[kind][1:-1]))
            elif kind == syntax.ARRAY:
                self._show_array(match[kind])
            elif kind == syntax.FONT_SIZE:
                self._set_font(match[syntax.FONT], numbers(match[kind]))
            elif kind == syntax.NAMED:
                self._named(match[syntax.NAME], match[kind])
                operands.clear()
            elif kind == syntax.TOKEN:
                value, end = syntax.operand(data, match[kind], match.start(kind))
                if value is not None and len(operands) < _MOST_OPERANDS:
                    operands.append(value)
                if end != match.end():
                    return end
            else:
                operands.clear()
        return None

    def _general(self, operator: bytes, operands: list[syntax.Operand]) -> None:
        """An operation whose operands came one by one."""
        numbers = [value for value in operands if isinstance(value, float)]
        handler = _NUMERIC.get(operator)
        if handler is not None:
            handler(self, numbers)
        elif operator in (b"Tj", b"TJ"):
            self._show_elements(operands)
        elif operator in (b"'", b'"'):
            if operator == b'"' and len(numbers) >= 2:
                self.word_space, self.char_space = numbers[-2:]
            self._next_line([])
            self._show_elements([v for v in operands if isinstance(v, bytes)])
        elif operator == b"Tf" and operands:
            named = [v for v in operands if isinstance(v, syntax.Name)]
            if named:
                self._set_font(named[-1].encode("latin-1"), numbers)
        elif operator in _NAMED_OPERATORS:
            named = [v for v in operands if isinstance(v, syntax.Name)]
            if named:
                self._named(named[-1].encode("latin-1"), operator)

    def _named(self, written: bytes, operator: bytes) -> None:
        """An operation whose operand is a name."""
        name = syntax.name(written)
        if operator == b"Do":
            self._draw(name)
        elif operator == b"cs":
            self.fill_space, self.white_fill = self.resources.colour_space(name), False
        elif operator == b"CS":
            self.stroke_space, self.white_stroke = self.resources.colour_space(name), False
        elif operator == b"scn":
            self.white_fill = False
        elif operator == b"SCN":
            self.white_stroke = False

    # -- graphics state ---------------------------------------------------------------------

    def _save(self, _: list[float]) -> None:
        if len(self.stack) < _DEEPEST_STACK:
            self.stack.append(
                (
                    self.ctm, self.clip, self.line_width, self.white_stroke, self.white_fill,
                    self.stroke_space, self.fill_space, self.font, self.size, self.char_space,
                    self.word_space, self.leading, self.rise, self.scale, self.render,
                )
            )  # fmt: skip

    def _restore(self, _: list[float]) -> None:
        if self.stack:
            (
                self.ctm, self.clip, self.line_width, self.white_stroke, self.white_fill,
                self.stroke_space, self.fill_space, self.font, self.size, self.char_space,
                self.word_space, self.leading, self.rise, self.scale, self.render,
            ) = self.stack.pop()  # fmt: skip

    def _concatenate(self, n: list[float]) -> None:
        if len(n) >= 6:
            a, b, c, d, e, f = n[-6:]
            self.ctm = multiply((a, b, c, d, e, f), self.ctm)

    def _width(self, n: list[float]) -> None:
        if n:
            self.line_width = n[-1]

    def _fill_colour(self, n: list[float]) -> None:
        self.white_fill = _is_white(n, self.fill_space)

    def _stroke_colour(self, n: list[float]) -> None:
        self.white_stroke = _is_white(n, self.stroke_space)

    def _fill_device(self, n: list[float]) -> None:
        self.fill_space = "Device"
        self.white_fill = _is_white(n, "Device")

    def _stroke_device(self, n: list[float]) -> None:
        self.stroke_space = "Device"
        self.white_stroke = _is_white(n, "Device")

    # -- paths --------------------------------------------------------------------------------

    def _move(self, n: list[float]) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.move(a * x + c * y + e, b * x + d * y + f)

    def _line(self, n: list[float]) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.line(a * x + c * y + e, b * x + d * y + f)

    def _curve(self, n: list[float]) -> None:
        if len(n) >= 4:
            x, y = n[-2:]
            a, b, c, d, e, f = self.ctm
            self.path.line(a * x + c * y + e, b * x + d * y + f, straight=False)

    def _rectangle(self, n: list[float]) -> None:
        if len(n) >= 4:
            self.path.rectangle(self.ctm, *n[-4:])

    def _close(self, _: list[float]) -> None:
        self.path.close()

    def _clip(self, _: list[float]) -> None:
        self.clip_pending = True

    def _end_path(self, _: list[float]) -> None:
        if self.clip_pending:
            box = self.path.box()
            if box is not None:
                self.clip = overlap(self.clip, box)
            self.clip_pending = False
        if self.path:
            self.path = paths.Path()

    def _stroke(self, n: list[float]) -> None:
        if self.path and not self.white_stroke:
            a, b = self.ctm[:2]
            before = len(self.page.horizontals) + len(self.page.verticals)
            paths.stroke(
                self.path, self.page, self.clip, self.line_width * (a * a + b * b) ** 0.5
            )
            self._count_rulings(before)
        self._end_path(n)

    def _close_stroke(self, n: list[float]) -> None:
        self.path.close()
        self._stroke(n)

    def _fill(self, n: list[float]) -> None:
        if self.path and not self.white_fill:
            before = len(self.page.horizontals) + len(self.page.verticals)
            paths.fill(self.path, self.page, self.clip)
            self._count_rulings(before)
        self._end_path(n)

    def _fill_stroke(self, n: list[float]) -> None:
        if self.white_stroke:
            self._fill(n)
        else:
            self._stroke(n)

    def _close_fill_stroke(self, n: list[float]) -> None:
        self.path.close()
        self._fill_stroke(n)

    def _count_rulings(self, before: int) -> None:
        now = len(self.page.horizontals) + len(self.page.verticals)
        self.budget.spend_rulings(now - before)

    # -- text -----------------------------------------------------------------------------------

    def _begin_text(self, _: list[float]) -> None:
        self.text = self.ctm
        self.along = 0.0

    def _matrix(self, n: list[float]) -> None:
        if len(n) >= 6:
            a, b, c, d, e, f = n[-6:]
            self.text = multiply((a, b, c, d, e, f), self.ctm)
            self.along = 0.0

    def _offset(self, n: list[float]) -> None:
        if len(n) >= 2:
            x, y = n[-2:]
            a, b, c, d, e, f = self.text
            self.text = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)
        self.along = 0.0

    def _offset_leading(self, n: list[float]) -> None:
        if n:
            self.leading = -n[-1]
        self._offset(n)

    def _next_line(self, _: list[float]) -> None:
        self._offset([0.0, -self.leading])

    def _set_font(self, written: bytes, n: list[float]) -> None:
        self.font = self.resources.font(syntax.name(written))
        if n:
            self.size = n[-1]

    def _set_char_space(self, n: list[float]) -> None:
        if n:
            self.char_space = n[-1]

    def _set_word_space(self, n: list[float]) -> None:
        if n:
            self.word_space = n[-1]

    def _set_scale(self, n: list[float]) -> None:
        if n:
            self.scale = n[-1] / 100

    def _set_leading(self, n: list[float]) -> None:
        if n:
            self.leading = n[-1]

    def _set_rise(self, n: list[float]) -> None:
        if n:
            self.rise = n[-1]

    def _set_render(self, n: list[float]) -> None:
        if n:
            self.render = int(n[-1])

    def _show_array(self, written: bytes) -> None:
        font = self.font
        if font is None:
            return
        for element in syntax.ELEMENT.finditer(written):
            kind = element.lastindex
            if kind == 1:
                self._show(font.hexadecimal(element.group(1)))
            elif kind == 2:
                self._show(font.literal(element.group(2)))
            else:
                for number in syntax.numbers(element.group(3)):
                    self._kern(number)

    def _show_elements(self, elements: list[syntax.Operand]) -> None:
        font = self.font
        if font is None:
            return
        for element in elements:
            if isinstance(element, float):
                self._kern(element)
            elif isinstance(element, bytes):
                if element.startswith(b"<"):
                    self._show(font.hexadecimal(element[1:]))
                else:
                    self._show(font.literal(element))

    def _kern(self, amount: float) -> None:
        step = amount * 0.001 * self.size
        self.along -= step if self.font and self.font.vertical else step * self.scale

    def _show(self, shown: tuple[Shown, ...]) -> None:
        font = self.font
        a, b, c, d, e, f = self.text
        if font is None or not shown:
            return
        budget = self.budget
        budget.characters += len(shown)
        if budget.characters > budget.limits.characters:
            budget.stop("characters", budget.limits.characters)
        upright = abs(b) <= _SLOPE * abs(a) and abs(c) <= _SLOPE * abs(d) and a > 0 > d
        if font.vertical or not upright or self.size * self.scale <= 0:
            self._show_turned(font, shown)
            return
        size, scale = self.size, self.scale
        em = size * scale * a
        tracking = self.char_space * scale * a
        spacing = self.word_space * scale * a
        height = -d * size
        base = f + d * self.rise
        bottom = base - height * font.descent
        top = bottom - height
        left, above, right, below = self.clip
        visible = self.render not in _INVISIBLE and above <= base - MIDDLE * height <= below
        bold = font.bold or self.render in _FILL_AND_STROKE
        add = self.page.glyphs.append
        origin = e + c * self.rise
        x = origin + self.along * a
        for text, width, space, _, _ in shown:
            x1 = x + width * em
            if visible and left <= (x + x1) / 2 <= right:
                add((x, top, x1, bottom, text, height, base, bold, 0))
            x = x1 + tracking
            if space:
                x += spacing
        self.along = (x - origin) / a

    def _show_turned(self, font: Font, shown: tuple[Shown, ...]) -> None:
        """Text in any direction, and vertical writing."""
        a, b, c, d, e, f = self.text
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
            if (
                visible
                and left <= (x0 + x1) / 2 <= right
                and above <= (top + bottom) / 2 <= below
            ):
                middle = (top + bottom) / 2 + MIDDLE * height
                base = f + d * rise if turn == 0 and not font.vertical else middle
                self.page.glyphs.append((x0, top, x1, bottom, text, height, base, bold, turn))
            self.along += step

    # -- objects ------------------------------------------------------------------------------

    def _unit_area(self) -> float:
        """How much of the visible page the unit square covers, where images are drawn."""
        x0, y0, x1, y1 = overlap(bounds(self.ctm, 0, 0, 1, 1), self.clip)
        return max(0.0, x1 - x0) * max(0.0, y1 - y0)

    def _draw(self, name: str) -> None:
        drawn = self.resources.drawable(name)
        if isinstance(drawn, Image):
            self.page.image_area += self._unit_area()
        elif isinstance(drawn, Form):
            self._draw_form(drawn)

    def _draw_form(self, form: Form) -> None:
        limits, budget = self.budget.limits, self.budget
        budget.forms += 1
        if budget.forms > limits.forms:
            budget.stop("forms", limits.forms)
        if form.depth > limits.form_depth:
            budget.breach("form_depth", limits.form_depth)
            return
        data = form.data()
        if not data:
            return
        self._save([])
        kept = self.text, self.along, self.path, self.stack
        self.stack, self.path = [], paths.Path()
        self.ctm = multiply(form.matrix, self.ctm)
        if form.box is not None:
            self.clip = overlap(self.clip, bounds(self.ctm, *form.box))
        try:
            self.run(data, form.resources(self.resources))
        finally:
            self.text, self.along, self.path, self.stack = kept
            self._restore([])


def _turn(x: float, y: float) -> int:
    """Quarter turns clockwise of a direction in page coordinates (y down)."""
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3


def _is_white(n: list[float], space: str) -> bool:
    """Whether colour components give white: all full, or no ink of four."""
    if len(n) == 4:
        return max(n) <= 1 - _WHITE
    if space in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return False
    return len(n) in (1, 3) and min(n) >= _WHITE


_DEEPEST_STACK: Final = 1000
_MOST_OPERANDS: Final = 100_000
_NAMED_OPERATORS: Final = frozenset((b"Do", b"cs", b"CS", b"scn", b"SCN"))
_GENERAL: Final = _NAMED_OPERATORS | {b"Tj", b"TJ", b"'", b'"', b"Tf"}
_ = Interpreter
_NUMERIC: Final[dict[bytes, Callable[[Interpreter, list[float]], None]]] = {
    b"q": _._save,
    b"Q": _._restore,
    b"cm": _._concatenate,
    b"w": _._width,
    b"g": _._fill_device,
    b"rg": _._fill_device,
    b"k": _._fill_device,
    b"sc": _._fill_colour,
    b"scn": _._fill_colour,
    b"G": _._stroke_device,
    b"RG": _._stroke_device,
    b"K": _._stroke_device,
    b"SC": _._stroke_colour,
    b"SCN": _._stroke_colour,
    b"m": _._move,
    b"l": _._line,
    b"c": _._curve,
    b"v": _._curve,
    b"y": _._curve,
    b"re": _._rectangle,
    b"h": _._close,
    b"W": _._clip,
    b"W*": _._clip,
    b"n": _._end_path,
    b"S": _._stroke,
    b"s": _._close_stroke,
    b"f": _._fill,
    b"F": _._fill,
    b"f*": _._fill,
    b"B": _._fill_stroke,
    b"B*": _._fill_stroke,
    b"b": _._close_fill_stroke,
    b"b*": _._close_fill_stroke,
    b"BT": _._begin_text,
    b"Tm": _._matrix,
    b"Td": _._offset,
    b"TD": _._offset_leading,
    b"T*": _._next_line,
    b"Tc": _._set_char_space,
    b"Tw": _._set_word_space,
    b"Tz": _._set_scale,
    b"TL": _._set_leading,
    b"Ts": _._set_rise,
    b"Tr": _._set_render,
}
