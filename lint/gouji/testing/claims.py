"""What a rule or a plugin must bear out, said as assertions with a reason."""

from __future__ import annotations

from textwrap import dedent
from types import ModuleType
from typing import Final

import pluggy

from gouji.diagnostics import message
from gouji.docstrings import Example
from gouji.examples import run_example, run_examples
from gouji.plugins import Hooks
from gouji.rule import Rule
from gouji.testing.samples import accepted, diagnostics

_LANGUAGES: Final = ("zh", "en")


def assert_examples(*rules: Rule) -> None:
    """The examples of each rule hold, and it has one of each sort: with a mark and without.

    :raises AssertionError: naming every example that does not.
    """
    failures = [str(failure) for rule in rules for failure in run_examples(rule)]
    if failures:
        raise AssertionError("\n\n".join(failures))


def assert_found(rule: Rule, text: str, **options: object) -> None:
    """A rule finds just what is **bold** in a small document; without bold, nothing.

    :raises AssertionError: saying what else it found, or what it did not find.
    :raises ValueError: for an option that the rule does not have, or of another type.
    """
    problem = run_example(rule, Example.parse(dedent(text)), accepted(rule, options))
    if problem:
        msg = f"{rule.name}: {problem}"
        raise AssertionError(msg)


def assert_message(rule: Rule, text: str, expected: str, language: str = "zh") -> None:
    """A rule finds one thing in a small document, and says it in these words.

    :raises AssertionError: with the words it says instead.
    """
    said = [message(diagnostic, language) for diagnostic in diagnostics(rule, text)]
    if said != [expected]:
        msg = f"{rule.name} says {said}, not {[expected]}"
        raise AssertionError(msg)


def assert_plugin(module: ModuleType) -> tuple[Rule, ...]:
    """A module keeps to the hooks, and all examples of its rules hold; its rules.

    :raises AssertionError: when it hands over no rules, things that are no rules, a code or a name
        twice, or a rule without a text in one of the languages.
    """
    rules = _handed(module)
    _once([rule.code for rule in rules], "code")
    _once([rule.name for rule in rules], "name")
    for rule in rules:
        for language in _LANGUAGES:
            if not (rule.summary[language] and rule.message[language]):
                msg = f"{rule.name} lacks a summary or a message in {language}"
                raise AssertionError(msg)
    assert_examples(*rules)
    return rules


def _handed(module: ModuleType) -> tuple[Rule, ...]:
    """The rules that a module's hook hands over."""
    manager = pluggy.PluginManager("gouji")
    manager.add_hookspecs(Hooks)
    try:
        manager.register(module)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise AssertionError(str(error)) from error
    rules = [rule for handed in manager.hook.lint_rules() for rule in handed]
    if not rules:
        msg = f"{module.__name__} hands over no rules"
        raise AssertionError(msg)
    if strange := [thing for thing in rules if not isinstance(thing, Rule)]:
        msg = f"{module.__name__} hands over {type(strange[0]).__name__}, not Rule"
        raise AssertionError(msg)
    return tuple(rules)


def _once(words: list[str], what: str) -> None:
    if twice := {word for word in words if words.count(word) > 1}:
        msg = f"the {what} {', '.join(sorted(twice))} is taken twice"
        raise AssertionError(msg)
