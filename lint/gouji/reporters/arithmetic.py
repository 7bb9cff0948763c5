"""The arithmetic behind a finding: what was added, divided or compared, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gouji import messages
from gouji.model.arithmetic import (
    Average,
    Balance,
    Change,
    Completion,
    Growth,
    Share,
    Shares,
    Sum,
    UnitPrice,
    Weights,
    total_of,
)
from gouji.model.figure import Figure
from gouji.model.quantity import Quantity
from gouji.model.record import Record
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Agreement, Comparison, Containment

_MOST: Final = 12  # addends listed one by one
_COMPARED: Final = {Direction.UP: "≤", Direction.DOWN: "≥", Direction.FLAT: "≠"}


class Step(Record):
    """One line: an operator, a quantity, the figure it is printed as, a remark."""

    operator: str
    quantity: Quantity | None
    figure: Figure | None = None
    remark: str = ""


def _figure(operator: str, figure: Figure) -> Step:
    return Step(operator, figure.quantity, figure)


def _sum(figures: tuple[Figure, ...], like: Quantity | None = None) -> Quantity:
    """The sum of figures in the unit of ``like`` (else of the first), with all of its decimals."""
    _, total = total_of(figures)
    model = like or figures[0].quantity
    exact = (total / model.unit.factor).normalize()
    exponent = exact.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return Quantity(exact, max(decimals, model.decimals, 0), model.unit)


def _addends(
    figures: tuple[Figure, ...], language: str, like: Quantity | None = None
) -> list[Step]:
    """The addends that are not zero, the last ones pooled if they are many, and their sum."""
    steps = [_figure("+", figure) for figure in figures if figure.quantity.value]
    zeros = len(figures) - len(steps)
    if len(steps) > _MOST + 1:
        rest = tuple(step.figure for step in steps[_MOST:] if step.figure)
        remark = messages.ui("more", language, count=len(rest))
        steps = [*steps[:_MOST], Step("+", _sum(rest), None, remark)]
    if zeros:
        steps.append(Step("", None, None, messages.ui("zeros", language, count=zeros)))
    if not figures:
        return steps
    first = Step("", steps[0].quantity, steps[0].figure, steps[0].remark)
    if len(steps) == 1:
        return [first]
    return [first, *steps[1:], Step("=", _sum(figures, like))]


def _result(relation: Relation) -> list[Step]:
    """What comes out, nothing where that cannot be said: nothing is divided by zero."""
    expected = relation.judge().expected
    return [] if expected is None else [Step("=", expected)]


def _quotient(relation: Share) -> list[Step]:
    steps = []
    if relation.part is not None and relation.whole is not None:
        steps = [_figure("", relation.part), _figure("÷", relation.whole)]
    elif isinstance(relation, Completion) and relation.part and relation.excess:
        part, excess = relation.part, relation.excess
        sign = "+" if excess.base < 0 else "−"
        remark = f"= {part} {sign} {str(excess).removeprefix('-')}"
        steps = [_figure("", part), Step("÷", relation.budget, None, remark)]
    return [*steps, *_result(relation)]


def _difference(relation: Change) -> list[Step]:
    if relation.current is None or relation.prior is None:
        return []
    first, second = relation.current, relation.prior
    if relation.direction is Direction.DOWN:
        first, second = second, first
    return [_figure("", first), _figure("−", second), *_result(relation)]


def _growth(relation: Growth) -> list[Step]:
    result = _result(relation)
    if relation.current is not None and relation.prior is not None:
        steps = [
            _figure("", relation.current),
            _figure("−", relation.prior),
            _figure("÷", relation.prior),
        ]
        return [*steps, *result]
    steps = [_figure("", relation.difference)] if relation.difference is not None else []
    if relation.prior is not None:
        return [*steps, _figure("÷", relation.prior), *result]
    if relation.current is not None and relation.difference is not None:
        prior = relation.current.base - relation.difference.base * (relation.direction.sign or 1)
        base = relation.current.quantity.rounded_like(prior)
        sign = "−" if relation.direction is not Direction.DOWN else "+"
        remark = f"= {relation.current} {sign} {relation.difference}"
        return [*steps, Step("÷", base, None, remark), *result]
    return []


def _two(left: Figure | None, operator: str, right: Figure | None) -> list[Step]:
    return [] if left is None or right is None else [_figure("", left), _figure(operator, right)]


def steps(relation: Relation, language: str) -> list[Step]:
    """The arithmetic of a violated relation."""
    match relation:
        case Sum():
            return _addends(relation.parts, language, relation.total.quantity)
        case Weights(points=parts) | Shares(rates=parts):
            return _addends(parts, language)
        case Balance():
            if len(relation.left) == len(relation.right) == 1:
                return _two(relation.left[0], "≠", relation.right[0])
            return [*_addends(relation.left, language), *_addends(relation.right, language)]
        case Share():
            return _quotient(relation)
        case Average():
            return _two(relation.amount, "÷", relation.count)
        case UnitPrice():
            return [*_two(relation.value, "÷", relation.count), Step("=", relation.price)]
        case Change():
            return _difference(relation)
        case Growth():
            return _growth(relation)
        case Comparison(against=None):
            return _two(relation.left, _COMPARED[relation.direction], relation.right)
        case Containment():
            return _two(relation.part, ">", relation.whole)
        case Agreement():
            return [
                *_two(relation.stated, "≠", relation.reference),
                *_witnesses(relation.witnesses),
            ]
    return []


def _witnesses(figures: Iterable[Figure]) -> list[Step]:
    return [_figure("", figure) for figure in figures]
