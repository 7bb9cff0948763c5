"""Plugins: the hook that hands rules over, and loading that keeps a broken plugin from the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import pluggy

from gouji.rule import Rule

GROUP: Final = "lint.rules.v1"
_PROJECT: Final = "gouji"

hookspec: Final = pluggy.HookspecMarker(_PROJECT)
hookimpl: Final = pluggy.HookimplMarker(_PROJECT)


class Hooks:
    """What a plugin may implement."""

    @hookspec
    def lint_rules(self) -> list[Rule]:
        """Hand over the rules of this plugin. Called once, before any document is read."""
        raise NotImplementedError


class PluginError(Exception):
    """A plugin that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A plugin that was left out: its entry point, its distribution, and why."""

    plugin: str
    distribution: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules of all plugins that could be loaded, by code, and the plugins that could not."""

    rules: tuple[Rule, ...]
    failures: tuple[Failure, ...] = ()

    def find(self, name: str) -> Rule | None:
        """The rule with this code or name."""
        return next((r for r in self.rules if name in (r.code, r.name)), None)


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""


def is_builtin(point: EntryPoint) -> bool:
    """Whether an entry point is one of our own distribution."""
    return _distribution(point) == _PROJECT


def discover(*, builtin_only: bool = False) -> list[EntryPoint]:
    """The entry points of all plugins: ours first, so that a stranger's cannot take our codes."""
    unique = {(_distribution(p), p.name, p.value): p for p in entry_points(group=GROUP)}
    points = [p for p in unique.values() if is_builtin(p) or not builtin_only]
    return sorted(points, key=lambda p: (not is_builtin(p), _distribution(p), p.name))


def _rules_of(manager: pluggy.PluginManager, point: EntryPoint) -> list[Rule]:
    """Load one plugin, register it, and take its rules.

    :raises PluginError: when it does not keep to the hook.
    """
    plugin = point.load()
    name = f"{_distribution(point)}:{point.name}"
    if manager.register(plugin, name=name) is None:
        msg = "blocked"
        raise PluginError(msg)
    manager.check_pending()
    implementations = [
        impl for impl in manager.hook.lint_rules.get_hookimpls() if impl.plugin_name == name
    ]
    if not implementations:
        msg = "implements no hook lint_rules"
        raise PluginError(msg)
    handed: list[Any] = [impl.function() for impl in implementations]
    rules: list[Any] = [rule for some in handed for rule in some]
    if strange := [r for r in rules if not isinstance(r, Rule)]:
        msg = f"lint_rules returned {type(strange[0]).__name__}, not Rule"
        raise PluginError(msg)
    return rules


def _refuse_duplicates(rules: list[Rule], point: EntryPoint, owners: dict[str, str]) -> None:
    """Note who owns each code and name.

    :raises PluginError: when one is taken already, naming both plugins.
    """
    taken: dict[str, str] = {}
    for rule in rules:
        for key in (rule.code, rule.name):
            if owner := owners.get(key) or taken.get(key):
                msg = f"{key} is a rule of plugin {owner} already"
                raise PluginError(msg)
            taken[key] = point.name
    owners.update(taken)


def load(points: Iterable[EntryPoint]) -> Loaded:
    """Load plugins one by one; one that fails is named and the rest goes on."""
    manager = pluggy.PluginManager(_PROJECT)
    manager.add_hookspecs(Hooks)
    owners: dict[str, str] = {}
    loaded: list[Rule] = []
    failures: list[Failure] = []
    for point in points:
        name = f"{_distribution(point)}:{point.name}"
        try:
            rules = _rules_of(manager, point)
            _refuse_duplicates(rules, point, owners)
        # A plugin is a stranger's code: whatever it raises is its own failure, never ours.
        except Exception as error:  # noqa: BLE001
            if manager.has_plugin(name):
                manager.unregister(name=name)
            reason = str(error) if isinstance(error, PluginError) else _describe(error)
            failures.append(Failure(point.name, _distribution(point), reason))
        else:
            loaded.extend(rules)
    return Loaded(tuple(sorted(loaded, key=lambda r: r.code)), tuple(failures))


def _describe(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
