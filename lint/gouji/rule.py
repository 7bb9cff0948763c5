"""Rules as values: the ``@rule`` decorator, what a rule finds, and how it says "not checked"."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Any, Final

from gouji.docstrings import Docstring, Example
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
)
from gouji.model.figure import Figure
from gouji.model.ledger import Absence, Indicator, Ledger, Targets
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Cause, Relation
from gouji.model.statements import (
    Agreement,
    BaseYear,
    Comparison,
    Containment,
    Dating,
    Disclosure,
    Listing,
    Naming,
    Reasoning,
    Staffing,
)
from gouji.model.tree import Cell, Document, Heading, Paragraph, Row, Section, Table
from gouji.suggestion import Suggestion

_CODE: Final = regex(r"[A-Z]+\d{3}")
_OPTION_TYPES: Final = (bool, int, str, Decimal, tuple[str, ...])
_RESERVED: Final = frozenset({"severity"})  # set for every rule by the configuration
RELATIONS: Final = (
    Sum,
    Balance,
    Share,
    Shares,
    UnitPrice,
    Average,
    Completion,
    Change,
    Growth,
    Comparison,
    Containment,
    Agreement,
    Weights,
    Naming,
    Listing,
    Dating,
    Disclosure,
    BaseYear,
    Reasoning,
    Staffing,
)
NODES: Final = (
    Document,
    Section,
    Heading,
    Paragraph,
    Table,
    Row,
    Cell,
    Figure,
    Indicator,
    Targets,
    Absence,
)


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an info."""
        return list(Severity).index(self)

    @property
    def lowered(self) -> Severity:
        """One severity lower; info stays info."""
        return list(Severity)[min(self.rank + 1, 2)]


class Absent(Exception):  # noqa: N818 - it is no error, the check just cannot be made
    """Raised by a rule that lacks something: the check counts as not checked, with the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Value = Figure | tuple[Figure, ...] | Quantity | Decimal | int | str
_SINGLE: Final = (Figure, Quantity, Decimal, int, str)
FindingPlace = Figure | Anchor | Cell | Paragraph | Table | Heading


# it takes the values of its message by their names, which no record does
@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """What a rule found: where, and the values that fill its message.

    Values that are figures, or tuples of figures, become related places by themselves.
    ``private`` says that no report may repeat the characters at the place (a personal number);
    ``suggestion`` is what should stand there, where that is certain.
    """

    place: FindingPlace
    severity: Severity | None
    cause: Cause | None
    private: bool
    suggestion: Suggestion | None
    values: Mapping[str, Value]

    def __init__(
        self,
        place: FindingPlace,
        *,
        severity: str | None = None,
        cause: Cause | None = None,
        private: bool = False,
        suggestion: Suggestion | None = None,
        **values: Value | None,
    ) -> None:
        assign = object.__setattr__
        assign(self, "place", place)
        assign(self, "severity", None if severity is None else Severity(severity))
        assign(self, "cause", cause)
        assign(self, "private", private)
        assign(self, "suggestion", suggestion)
        assign(self, "values", {k: v for k, v in values.items() if v is not None})

    def weighing(self, severity: Severity) -> Finding:
        """The same finding with a severity of its own."""
        return self._with(severity=severity)

    def moved_to(self, place: FindingPlace) -> Finding:
        """The same finding at another place; what was to be put at the first one is let go."""
        return self._with(place=place, suggestion=None)

    def _with(self, **changes: object) -> Finding:
        copy = object.__new__(Finding)
        for each in fields(self):
            value = changes.get(each.name, getattr(self, each.name))
            object.__setattr__(copy, each.name, value)
        return copy

    @property
    def anchor(self) -> Anchor:
        """The characters pointed at."""
        if isinstance(self.place, Figure):
            return self.place.anchor
        return self.place if isinstance(self.place, Anchor) else Anchor.whole(self.place)


Findings = Iterator[Finding]


class Text(Record):
    """One text in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Option(Record):
    """An option of a rule: a keyword-only parameter of its function."""

    name: str
    type: Any
    default: object
    doc: str

    def accept(self, value: object) -> object:
        """A value out of a configuration file, as the rule takes it.

        :raises ValueError: when it is of another type.
        """
        if self.type == tuple[str, ...]:
            if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
                return tuple(value)
        elif self.type is Decimal:
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                return Decimal(value)
        elif type(value) is self.type:
            return value
        raise ValueError(self.type_name)

    @property
    def type_name(self) -> str:
        """How the type is called in documentation and errors."""
        return "list of strings" if self.type == tuple[str, ...] else str(self.type.__name__)


class Rule(Record, eq=False):
    """A rule, immutable: what it is called, what it looks at, what it says, and its check."""

    code: str
    name: str
    severity: Severity
    summary: Text
    message: Text
    subject: type
    context: tuple[str, ...]
    doc: Docstring
    options: tuple[Option, ...]
    kinds: tuple[str, ...]
    default: bool
    authority: tuple[str, str]
    module: str
    fields: frozenset[str]
    function: Callable[..., Findings]
    where: Callable[[Any], bool] | None
    preview: bool = False

    @property
    def explanation(self) -> str:
        """What its docstring says beyond summary, options and examples."""
        return self.doc.explanation

    @property
    def examples(self) -> tuple[Example, ...]:
        """The small documents in its docstring."""
        return self.doc.examples

    @property
    def family(self) -> str:
        """The letters of its code."""
        return self.code.rstrip("0123456789")

    @property
    def on_relation(self) -> bool:
        """Whether it looks at relations of the ledger."""
        return issubclass(self.subject, Relation)

    def business(self, subjects: Sequence[Any]) -> Sequence[Any]:
        """Those of the subjects of its type that are this rule's business (``on``, ``where``)."""
        if kinds := self.kinds:
            subjects = [subject for subject in subjects if subject.kind in kinds]
        if where := self.where:
            subjects = [subject for subject in subjects if where(subject)]
        return subjects

    def accept(self, finding: object) -> Finding:
        """A finding that can be reported: at a place, with values of known types, none missing.

        :raises TypeError: for a place or a value of another type.
        :raises ValueError: when a value of the message is missing.
        """
        if not isinstance(finding, Finding) or not isinstance(finding.place, FindingPlace):
            msg = f"{finding!r:.80} is no finding with a place"
            raise TypeError(msg)
        if missing := self.fields - finding.values.keys():
            msg = f"the finding lacks {sorted(missing)}"
            raise ValueError(msg)
        for name, value in finding.values.items():
            if not all(isinstance(v, _SINGLE) for v in _each(value)):
                msg = f"the value {name} is of a type that no report can print"
                raise TypeError(msg)
        return finding

    def given(
        self, document: Document, ledger: Ledger, options: Mapping[str, object]
    ) -> Callable[[Any], Findings]:
        """The check of one subject, given what else it asks for: it raises :class:`Absent` while
        iterating when it cannot be made."""
        known = {"document": document, "ledger": ledger}
        context = [known[name] for name in self.context]
        if not (context or options):
            return self.function
        return lambda subject: self.function(subject, *context, **options)


def _each(value: Value) -> tuple[Any, ...]:
    """The figures of a tuple; a single value by itself. Nothing else may stand in a tuple."""
    if isinstance(value, tuple):
        return tuple(v if isinstance(v, Figure) else None for v in value)
    return (value,)


def _fields(template: str) -> frozenset[str]:
    """The names that a message template fills in; only plain names are allowed."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    for name in names:
        if not name.isidentifier():
            msg = f"the message may hold plain names only, not {{{name}}}"
            raise ValueError(msg)
    return frozenset(names)


def _annotations(function: Callable[..., Findings]) -> Mapping[str, Any]:
    """What the annotations of parameters stand for.

    Most are names of classes in the module, which need not be evaluated to be understood.

    :raises NameError: for a name that the module lacks.
    """
    names = getattr(function, "__annotations__", {})
    scope = {} if hasattr(function, "__wrapped__") else getattr(function, "__globals__", {})
    found = {name: scope.get(written) for name, written in names.items() if name != "return"}
    if names.get("return") in scope and all(isinstance(each, type) for each in found.values()):
        return found
    return typing.get_type_hints(function)


def _read_signature(
    function: Callable[..., Findings], texts: Mapping[str, str]
) -> tuple[type, tuple[str, ...], tuple[Option, ...]]:
    """Subject type, names of further context parameters, options."""
    hints = _annotations(function)
    positional: list[Any] = []
    options = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            positional.append(hints.get(name))
            continue
        if hints.get(name) not in _OPTION_TYPES or parameter.default is parameter.empty:
            msg = f"option {name} needs a default, and a type that a configuration file can give"
            raise ValueError(msg)
        if name not in texts or name in _RESERVED:
            msg = f"option {name} needs a ':param {name}:' line, and may not be called severity"
            raise ValueError(msg)
        options.append(Option(name, hints[name], parameter.default, texts[name]))
    if not positional or positional[0] not in (*RELATIONS, *NODES):
        msg = "the first parameter must be annotated with a relation or a node"
        raise ValueError(msg)
    names = {Document: "document", Ledger: "ledger"}
    if unknown := [hint for hint in positional[1:] if hint not in names]:
        msg = f"further parameters are Document or Ledger, not {unknown[0]}"
        raise ValueError(msg)
    if surplus := texts.keys() - {option.name for option in options}:
        msg = f"':param' lines without an option: {sorted(surplus)}"
        raise ValueError(msg)
    return positional[0], tuple(names[hint] for hint in positional[1:]), tuple(options)


def _validate(code: str, message: Text, subject: type, kinds: tuple[str, ...]) -> None:
    """Check what the decorator was given.

    :raises ValueError: when it does not fit together.
    """
    if not _CODE.fullmatch(code):
        msg = "a code is capital letters and three digits"
        raise ValueError(msg)
    if different := _fields(message.zh) ^ _fields(message.en):
        msg = f"zh and en name different values: {sorted(different)}"
        raise ValueError(msg)
    if kinds and subject not in (Table, Sum, Document, Cell):
        msg = f"a {subject.__name__} has no kind"
        raise ValueError(msg)


def rule(
    code: str,
    *,
    zh: str,
    en: str,
    severity: str = "error",
    on: str | tuple[str, ...] | None = None,
    where: Callable[[Any], bool] | None = None,
    default: bool = True,
    preview: bool = False,
    authority: str | tuple[str, str] = "",
) -> Callable[[Callable[..., Findings]], Rule]:
    """Make a rule of a function.

    The annotation of its first parameter is what it looks at: a relation or a node. Relations go by
    ``kind_name``: ``Completion`` is a ``Share`` with a name of its own, so a rule on ``Share`` gets
    shares only. Further positional parameters are filled with the ``Document`` or the ``Ledger``;
    keyword-only ones are options.

    :param code: family and three digits (``PCT001``).
    :param zh: the message in Chinese, with ``{names}`` of the values of a finding.
    :param en: the same in English, naming the same values.
    :param severity: ``error``, ``warning`` or ``info``.
    :param on: only subjects of this kind (of table, of sum, of document).
    :param where: only subjects for which this is true; others are not counted.
    :param default: whether it runs without being selected.
    :param preview: whether it is still on trial: it runs when the user asks for previews, or for
        this very rule by its code or name.
    :param authority: the regulation it rests on, or the regulation and its address.
    :raises ValueError: when the rule is not well formed.
    """

    def decorate(function: Callable[..., Findings]) -> Rule:
        try:
            return _build(function)
        except (ValueError, NameError, TypeError) as error:
            msg = f"rule {code} ({function.__name__}): {error}"
            raise ValueError(msg) from error

    def _build(function: Callable[..., Findings]) -> Rule:
        kinds = () if on is None else (on,) if isinstance(on, str) else on
        doc = Docstring.parse(function.__doc__ or "")
        subject, context, options = _read_signature(function, doc.options)
        _validate(code, Text(zh, en), subject, kinds)
        return Rule(
            code=code,
            name=function.__name__.replace("_", "-"),
            severity=Severity(severity),
            summary=Text(doc.zh, doc.en),
            message=Text(zh, en),
            subject=subject,
            context=context,
            doc=doc,
            options=options,
            kinds=kinds,
            default=default,
            authority=(authority, "") if isinstance(authority, str) else authority,
            module=function.__module__,
            fields=_fields(zh),
            function=function,
            where=where,
            preview=preview,
        )

    return decorate
