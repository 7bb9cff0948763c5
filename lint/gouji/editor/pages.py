"""Pages about rules, and explanations of findings, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gouji import messages
from gouji.diagnostics import Diagnostic, message
from gouji.docstrings import in_language
from gouji.editor.links import rule_page
from gouji.editor.texts import text
from gouji.model.relation import Relation
from gouji.reporters.arithmetic import Step, steps
from gouji.rule import Rule

_SPECIAL: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~"})


def page_of(rule: Rule, language: str) -> str:
    """All there is to know of a rule."""
    return "\n\n".join(_page(rule, language)) + "\n"


def _page(rule: Rule, language: str) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield rule.summary[language]
    if rule.explanation:
        yield in_language(rule.explanation, language)
    yield text("message", language, text=_quoted(rule.message[language]))
    yield text("severity", language, text=messages.term(str(rule.severity), language))
    if any(rule.authority):
        yield text("authority", language, text="  ".join(filter(None, rule.authority)))
    if rule.options:
        yield f"## {text('options', language)}"
        yield "\n".join(
            "* "
            + text(
                "option",
                language,
                name=option.name.replace("_", "-"),
                type=option.type_name,
                default=str(option.default),
                doc=in_language(option.doc, language),
            )
            for option in rule.options
        )
    for clean, key in ((False, "wrong-examples"), (True, "right-examples")):
        examples = [example for example in rule.examples if example.clean is clean]
        if examples:
            yield f"## {text(key, language)}"
        yield from (_block(example.source.splitlines()) for example in examples)


def explanation(diagnostic: Diagnostic, language: str, *, linked: bool) -> str:
    """A finding explained: what, why, the arithmetic, and the rule behind it."""
    return "\n\n".join(_explanation(diagnostic, language, linked=linked))


def _explanation(diagnostic: Diagnostic, language: str, *, linked: bool) -> Iterator[str]:
    rule = diagnostic.rule
    yield f"**{_quoted(message(diagnostic, language))}**"
    if diagnostic.relation is not None and (work := arithmetic(diagnostic.relation, language)):
        yield _block(work)
    if diagnostic.cause is not None:
        why = messages.cause(diagnostic.cause, language)
        yield text("cause", language, text=_quoted(why))
    if diagnostic.learned:
        yield text("learned", language)
    name = f"{rule.code} {rule.name}"
    if linked:
        name = f"[{name}]({rule_page(rule.code, language)})"
    yield f"{name} · {messages.term(str(diagnostic.severity), language)}"
    yield rule.summary[language]
    if rule.explanation:
        yield in_language(rule.explanation, language)
    if any(rule.authority):
        yield text("authority", language, text="  ".join(filter(None, rule.authority)))


def arithmetic(relation: Relation, language: str) -> list[str]:
    """The arithmetic of a relation, a line for each step, numbers set flush right."""
    work = steps(relation, language)
    numbers = [_number(step) for step in work]
    widest = max(map(len, numbers), default=0)
    return [
        f"{step.operator:1} {number:>{widest}} {_rest(step)}".rstrip()
        for step, number in zip(work, numbers, strict=True)
    ]


def _number(step: Step) -> str:
    if step.quantity is None:
        return ""
    number = f"{step.quantity.value:,.{step.quantity.decimals}f}"
    return f"{number}%" if step.quantity.unit.dimension == "percent" else number


def _rest(step: Step) -> str:
    """The unit, and what the figure is called."""
    unit = step.quantity.unit if step.quantity is not None else None
    symbol = "" if unit is None or unit.dimension == "percent" else unit.symbol
    words = step.remark or (step.figure.label if step.figure is not None else "")
    return f"{symbol}  {words}"


def _quoted(words: str) -> str:
    """Text of a document as Markdown that shows it and does nothing else."""
    return words.translate(_SPECIAL)


def _block(lines: list[str]) -> str:
    fence = "```"
    while any(fence in line for line in lines):
        fence += "`"
    return "\n".join([f"{fence}text", *lines, fence])
