"""The interpreter of content streams: what is shown on a page, as flat records.

It scans the operations and hands them to the graphics and text state; forms are interpreted where
they are drawn. Curves, shadings, colours and images are read over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from gouji.readers.pdf import paths, syntax
from gouji.readers.pdf.records import Numbers, bounds, multiply, overlap
from gouji.readers.pdf.resources import Form, Image, Resources
from gouji.readers.pdf.text import Text

_MOST_OPERANDS: Final = 100_000
_NAMED_OPERATORS: Final = frozenset((b"Do", b"cs", b"CS", b"scn", b"SCN", b"Tf"))
_GENERAL: Final = _NAMED_OPERATORS | {b"Tj", b"TJ", b"'", b'"'}
# of the usual operators, those after which it makes no difference that they are given again
_SETTINGS: Final = frozenset(b"Q q,Q\nq,Q\rq,w,g,G,k,K,rg,RG,Tc,Tw,Tz,TL,Ts,Tr,Tf,BT".split(b","))


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
        numbers = self.operands
        usual = numbers.usual
        pending: list[syntax.Operand] = []
        for (
            image, written, operator, lines, name, number, named, _, between, digits, steps,
            string, array, dashes, after, token,
        ) in syntax.operations(data, self.budget.spend_operations):  # fmt: skip
            if operator:
                if pending or operator in _GENERAL:
                    self._general(operator, [*pending, *numbers[written]])
                elif operator == b"Tm":
                    self._place(written)
                elif operator in _NUMERIC:
                    _NUMERIC[operator](self, numbers[written])
                if lines:
                    self._lines(lines)
            elif token:
                pending += syntax.operand(token) if len(pending) < _MOST_OPERANDS else ()
                continue
            elif named or image:
                self._named(name, named or b"BI", numbers[number])
            pending.clear()
            if between:
                self._usual(usual[between])
            if digits or steps:
                self._show_steps(digits, steps)
            elif string or array or dashes:
                self._go_on(string, array, dashes, between)
            if after:
                self._usual(usual[after])

    def _usual(self, operations: Sequence[tuple[bytes, tuple[Any, ...]]]) -> None:
        """Usual operations one after another."""
        self.budget.spend_operations(len(operations))
        for operator, operands in operations:
            _USUAL[operator](self, operands)

    def _go_on(self, string: bytes, array: bytes, dashes: bytes, between: bytes) -> None:
        """What else was found together with an operation: something shown, or more lines."""
        if string:
            self._show_elements((string[1:-1],))
        elif array:
            self._show_array(array)
        elif dashes:
            self._dashes(dashes, between)

    def _dashes(self, written: bytes, between: bytes) -> None:
        """More lines, each followed by the same usual operations as the one before."""
        operations = self.operands.usual[between]
        dashes = syntax.dashes(written, between)
        self.budget.spend_operations(len(dashes) * (2 + len(operations)))
        operators = [operator for operator, _ in operations]
        if operators[:1] == [b"S"] and _SETTINGS.issuperset(operators[1:]):
            # the first time they have set all that they set: what is stroked is stroked alike
            self._segments(dashes)
            self._stroke(())
            return
        for x0, y0, x1, y1 in dashes:
            self._segments([(x0, y0, x1, y1)])
            for operator, operands in operations:
                _USUAL[operator](self, operands)

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
            self._set_font((written, *numbers))
            return
        name = syntax.name(written)
        if operator == b"BI":  # an image that stands in the content has no name
            self.page.image_area += self._unit_area()
        elif operator == b"Do":
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
        kept = self.directions, self.origin, self.along, self.path, self.stack
        self.stack, self.path = [], paths.Path()
        self.ctm = multiply(form.matrix, self.ctm)
        if form.box is not None:
            self.clip = overlap(self.clip, bounds(self.ctm, *form.box))
        try:
            self.run(data, form.resources(self.resources))
        finally:
            self.directions, self.origin, self.along, self.path, self.stack = kept
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
_USUAL: Final[dict[bytes, Callable[[Interpreter, Any], None]]] = _NUMERIC | {
    b"Tf": Interpreter._set_font
}
