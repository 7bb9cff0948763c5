"""The interpreter of content streams: what is shown on a page, as flat records.

It scans the operations and hands them to the graphics and text state; forms are interpreted where
they are drawn. Curves, shadings, colours and images are read over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from gouji.readers.pdf import paths, syntax
from gouji.readers.pdf.records import Numbers, bounds, multiply, overlap
from gouji.readers.pdf.resources import Form, Image, Resources
from gouji.readers.pdf.text import Text

_MOST_OPERANDS: Final = 100_000
_NAMED_OPERATORS: Final = frozenset((b"Do", b"cs", b"CS", b"scn", b"SCN", b"Tf"))
_GENERAL: Final = _NAMED_OPERATORS | {b"Tj", b"TJ", b"'", b'"'}


class Interpreter(Text):
    """Draws content streams into a page record."""

    def run(self, data: bytes, resources: Resources) -> None:
        """Interpret a content stream."""
        self.budget.spend_bytes(len(data))
        outer, self.resources = self.resources, resources
        depth = len(self.stack)
        self._interpret(data)
        while len(self.stack) > depth:
            self._restore(())
        self.resources = outer

    def _interpret(self, data: bytes) -> None:
        numeric = _NUMERIC.get
        numbers = self.operands
        pending: list[syntax.Operand] = []
        for (
            image, written, operator, then_shown, steps, lines,
            shown, array, name, number, named, usual, token,
        ) in syntax.operations(data, self.budget.spend_operations):  # fmt: skip
            if token:
                if len(pending) < _MOST_OPERANDS and (value := syntax.operand(token)) is not None:
                    pending.append(value)
                continue
            if operator:
                handler = numeric(operator)
                if handler is not None and not pending:
                    handler(self, numbers[written])
                elif pending or operator in _GENERAL:
                    self._general(operator, [*pending, *numbers[written]])
                if then_shown or steps or lines:
                    self._go_on(then_shown, steps, lines)
            elif shown:
                self._show_elements((shown[:-1] if shown[:1] == b"<" else shown[1:-1],))
            elif array:
                self._show_array(array)
            elif named:
                self._named(name, named, numbers[number])
            elif image:
                self.page.image_area += self._unit_area()
            pending.clear()
            if usual:
                self._usual(numbers.usual[usual])

    def _usual(self, operations: Sequence[tuple[bytes, Numbers]]) -> None:
        """Usual operations one after another."""
        self.budget.spend_operations(len(operations))
        for operator, numbers in operations:
            handler = _NUMERIC.get(operator)
            if handler is not None:
                handler(self, numbers)
            else:
                self._set_font(operator[1:], numbers)

    def _go_on(self, shown: bytes, steps: bytes, lines: bytes) -> None:
        """What was found together with an operation."""
        if lines:
            self._lines(lines)
        else:
            self._show_steps(shown, steps)

    def _general(self, operator: bytes, operands: list[syntax.Operand]) -> None:
        """An operation whose operands came one by one."""
        numbers = tuple(value for value in operands if isinstance(value, float))
        handler = _NUMERIC.get(operator)
        if handler is not None:
            handler(self, numbers)
        elif operator in (b"Tj", b"TJ"):
            self._show_elements(operands)
        elif operator in (b"'", b'"'):
            if operator == b'"' and len(numbers) >= 2:
                self.word_space, self.char_space = numbers[-2:]
                self.pen = None
            self._next_line(())
            self._show_elements([v for v in operands if isinstance(v, bytes)])
        elif operator in _NAMED_OPERATORS:
            named = [v for v in operands if isinstance(v, syntax.Name)]
            if named:
                self._named(named[-1].encode("latin-1"), operator, numbers)

    def _named(self, written: bytes, operator: bytes, numbers: Numbers) -> None:
        """An operation whose operand is a name, which numbers may follow."""
        if operator == b"Tf":
            self._set_font(written, numbers)
            return
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
        self._save(())
        kept = self.text, self.along, self.path, self.stack
        self.stack, self.path = [], paths.Path()
        self.ctm = multiply(form.matrix, self.ctm)
        if form.box is not None:
            self.clip = overlap(self.clip, bounds(self.ctm, *form.box))
        try:
            self.run(data, form.resources(self.resources))
        finally:
            self.text, self.along, self.path, self.stack = kept
            self._restore(())


_NUMERIC: Final[dict[bytes, Callable[[Interpreter, Numbers], None]]] = {
    b"q": Interpreter._save,
    b"Q": Interpreter._restore,
    b"Q q": Interpreter._renew,
    b"Q\nq": Interpreter._renew,
    b"Q\rq": Interpreter._renew,
    b"cm": Interpreter._concatenate,
    b"w": Interpreter._width,
    b"g": Interpreter._fill_device,
    b"rg": Interpreter._fill_device,
    b"k": Interpreter._fill_device,
    b"sc": Interpreter._fill_colour,
    b"scn": Interpreter._fill_colour,
    b"G": Interpreter._stroke_device,
    b"RG": Interpreter._stroke_device,
    b"K": Interpreter._stroke_device,
    b"SC": Interpreter._stroke_colour,
    b"SCN": Interpreter._stroke_colour,
    b"m": Interpreter._move,
    b"l": Interpreter._line,
    b"c": Interpreter._curve,
    b"v": Interpreter._curve,
    b"y": Interpreter._curve,
    b"re": Interpreter._rectangle,
    b"h": Interpreter._close,
    b"W": Interpreter._clip,
    b"W*": Interpreter._clip,
    b"n": Interpreter._end_path,
    b"S": Interpreter._stroke,
    b"s": Interpreter._close_stroke,
    b"f": Interpreter._fill,
    b"F": Interpreter._fill,
    b"f*": Interpreter._fill,
    b"B": Interpreter._fill_stroke,
    b"B*": Interpreter._fill_stroke,
    b"b": Interpreter._close_fill_stroke,
    b"b*": Interpreter._close_fill_stroke,
    b"BT": Interpreter._begin_text,
    b"Tm": Interpreter._matrix,
    b"Td": Interpreter._offset,
    b"TD": Interpreter._offset_leading,
    b"T*": Interpreter._next_line,
    b"Tc": Interpreter._set_char_space,
    b"Tw": Interpreter._set_word_space,
    b"Tz": Interpreter._set_scale,
    b"TL": Interpreter._set_leading,
    b"Ts": Interpreter._set_rise,
    b"Tr": Interpreter._set_render,
}
