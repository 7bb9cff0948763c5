"""The pages of the rules: one for each rule from its docstring, and an index by family."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji import Rule, messages
from gouji.diagnostics import message
from gouji.docstrings import Example, in_language
from gouji.rule import Option
from gouji.testing import diagnostics
from tests.docs.example import example_html
from tests.docs.words import FAMILIES, SUBJECTS, label, word


def rule_page(rule: Rule, rules: Sequence[Rule], language: str) -> str:
    """The page of one rule."""
    lines = [
        f"<!-- {label('generated', language)} -->",
        "",
        f"# {rule.code} {rule.name}",
        "",
        rule.summary[language],
        *_explanation(rule, language),
        "",
        *_facts(rule, language),
        "",
        f"## {label('message', language)}",
        "",
        f"> {rule.message[language]}",
        "",
        *_examples(rule, clean=False, language=language),
        *_examples(rule, clean=True, language=language),
        *_options(rule, language),
        *_family(rule, rules, language),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _file(rule: Rule, language: str) -> str:
    """The page of a rule beside another page of rules."""
    return f"{rule.code}.md" if language == "zh" else f"{rule.code}.{language}.md"


def _explanation(rule: Rule, language: str) -> Iterator[str]:
    if rule.explanation:
        yield ""
        yield in_language(rule.explanation, language)


def _facts(rule: Rule, language: str) -> Iterator[str]:
    severity = messages.term(str(rule.severity), language)
    subject = word(SUBJECTS, rule.subject.__name__, language)
    if rule.kinds:
        subject += f" ({', '.join(f'`{kind}`' for kind in rule.kinds)})"
    runs = "preview" if rule.preview else "by-default" if rule.default else "when-selected"
    name, address = rule.authority
    authority = f"[{name}]({address})" if name and address else name or "—"
    colon = messages.ui("colon", language)
    for key, fact in (
        ("severity", f"{severity} (`{rule.severity}`)"),
        ("looks-at", subject),
        ("runs", label(runs, language)),
        ("authority", authority),
    ):
        yield f"* **{label(key, language)}**{colon}{fact}"


def _examples(rule: Rule, *, clean: bool, language: str) -> Iterator[str]:
    examples = [example for example in rule.examples if example.clean is clean]
    if not examples:
        return
    yield f"## {label('clean' if clean else 'found', language)}"
    yield ""
    if not clean:
        yield label("marks", language)
        yield ""
    for example in examples:
        yield example_html(example)
        yield ""
        for said in _said(rule, example, language):
            yield f"{label('says', language)}{messages.ui('colon', language)}{said}"
            yield ""


def _said(rule: Rule, example: Example, language: str) -> list[str]:
    """What the rule says of an example."""
    if example.clean:
        return []
    return list(dict.fromkeys(message(d, language) for d in diagnostics(rule, example.source)))


def _toml(value: object) -> str:
    """A default as it would stand in a configuration file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(v) for v in value)}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _options(rule: Rule, language: str) -> Iterator[str]:
    yield f"## {label('options', language)}"
    yield ""
    if rule.options:
        heads = (label(key, language) for key in ("name", "type", "default", "what"))
        yield f"| {' | '.join(heads)} |"
        yield "|---|---|---|---|"
        yield from (_option(option, language) for option in rule.options)
        yield ""
    yield label("adjust", language)
    yield ""
    yield "```toml"
    yield f"[rules.{rule.name}]"
    yield f'severity = "{rule.severity}"'
    for option in rule.options:
        yield f"{option.name.replace('_', '-')} = {_toml(option.default)}"
    yield "```"
    yield ""


def _option(option: Option, language: str) -> str:
    name = option.name.replace("_", "-")
    cells = (f"`{name}`", option.type_name, f"`{_toml(option.default)}`")
    said = (*cells, in_language(option.doc, language))
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in said)} |"


def _family(rule: Rule, rules: Sequence[Rule], language: str) -> Iterator[str]:
    others = [other for other in rules if other.family == rule.family and other is not rule]
    if not others:
        return
    yield f"## {label('family', language)}"
    yield ""
    for other in others:
        yield f"* [{other.code} {other.name}]({_file(other, language)}) {other.summary[language]}"
    yield ""


def _family_title(rules: Sequence[Rule], language: str) -> str:
    """What a family is called; a new one by the first line of its module."""
    family = rules[0].family
    if family in FAMILIES:
        return f"{family} {word(FAMILIES, family, language)}"
    first = (sys.modules[rules[0].module].__doc__ or "").strip().splitlines()
    return first[0].rstrip(".") if first else family


def index_page(rules: Sequence[Rule], language: str) -> str:
    """The table of all rules by family."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule)
    lines = [
        f"<!-- {label('generated', language)} -->",
        "",
        f"# {label('rules', language)}",
        "",
        _counted(rules, language),
        "",
    ]
    for members in families.values():
        heads = (label(key, language) for key in ("code", "name", "severity", "what"))
        lines += [f"## {_family_title(members, language)}", ""]
        lines += [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        lines += [_listed(rule, language) for rule in members]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _counted(rules: Sequence[Rule], language: str) -> str:
    off = sum(1 for rule in rules if rule.preview or not rule.default)
    if language == "zh":
        return (
            f"共 {len(rules)} 条，其中 {off} 条默认不启用。代码与名称都可用于 `--select`、`--ignore` "
            f"和配置；代码的开头（如 `PCT`）指一整类。{label('learned', language)}"
        )
    return (
        f"{len(rules)} rules, {off} of them off by default. Codes and names serve alike for "
        f"`--select`, `--ignore` and the configuration; the beginning of a code (`PCT`) means a "
        f"family. {label('learned', language)}"
    )


def _listed(rule: Rule, language: str) -> str:
    severity = messages.term(str(rule.severity), language)
    off = "" if rule.default and not rule.preview else f" ({messages.ui('off', language)})"
    summary = rule.summary[language].replace("|", "\\|")
    return (
        f"| [{rule.code}]({_file(rule, language)}) | `{rule.name}` | {severity} | {summary}{off} |"
    )
