"""Plugins: the hook that hands rules over, and loading that keeps a broken plugin from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final

import pluggy

from gouji import messages
from gouji.installed import EntryPoint, entry_points
from gouji.model.record import Record
from gouji.rule import Rule, Text

GROUP: Final = "lint.rules.v1"
_PROJECT: Final = "gouji"
_CALLED: Final = (FunctionType, MethodType, classmethod, staticmethod)

hookspec: Final = pluggy.HookspecMarker(_PROJECT)
hookimpl: Final = pluggy.HookimplMarker(_PROJECT)


class Hooks:
    """What a plugin may implement."""

    @hookspec
    def lint_rules(self) -> list[Rule]:
        """交出本插件的规则；在读取任何文件之前调用一次，检查时不再调用。
        Hand over the rules of this plugin; called once, before any document is read, never again.
        """
        raise NotImplementedError

    @hookspec
    def lint_presets(self) -> Mapping[str, Mapping[str, Any]]:
        """交出若干套命名的设置，内容与 ``gouji.toml`` 相同；用 ``extend = "插件:名称"`` 采用。
        Hand over settings by name, as ``gouji.toml`` would hold them.

        A user takes one up by ``extend = "plugin:name"``. Called once, before any document is read.
        """
        raise NotImplementedError


class PluginError(Exception):
    """A plugin that cannot be used; ``key`` and ``values`` make the reason."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values


class Failure(Record):
    """A plugin that was left out: its entry point, its distribution, and why."""

    plugin: str
    distribution: str
    told: Text

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.told.en


class Plugin(Record):
    """A plugin that was loaded: its entry point, where it comes from, and what it handed over."""

    name: str
    module: str
    distribution: str
    version: str
    builtin: bool
    rules: tuple[Rule, ...]
    presets: Mapping[str, Mapping[str, Any]]


class Loaded(Record):
    """The rules of all plugins that could be loaded, by code, and the plugins that could not."""

    rules: tuple[Rule, ...]
    failures: tuple[Failure, ...] = ()
    plugins: tuple[Plugin, ...] = ()

    @property
    def presets(self) -> dict[str, Mapping[str, Any]]:
        """The presets of all plugins, as ``plugin:name``."""
        return {
            f"{p.name}:{name}": preset for p in self.plugins for name, preset in p.presets.items()
        }

    def find(self, name: str) -> Rule | None:
        """The rule with this code or name."""
        return next((r for r in self.rules if name in (r.code, r.name)), None)


def is_builtin(point: EntryPoint) -> bool:
    """Whether an entry point is one of our own distribution."""
    return point.distribution == _PROJECT


def discover(*, builtin_only: bool = False) -> list[EntryPoint]:
    """The entry points of all plugins: ours first, so that a stranger's cannot take our codes."""
    points = [p for p in entry_points(GROUP) if is_builtin(p) or not builtin_only]
    return sorted(points, key=lambda p: (not is_builtin(p), p.distribution, p.name))


class _Manager(pluggy.PluginManager):
    """Takes for hooks of a module what is marked as one.

    pluggy looks up every name in a module as it would in an object of any class.
    """

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """The options of a hook; None for what is none."""
        if isinstance(plugin, ModuleType):
            found = vars(plugin).get(name)
            if not (isinstance(found, _CALLED) and hasattr(found, f"{_PROJECT}_impl")):
                return None
        return super().parse_hookimpl_opts(plugin, name)


def _handed(manager: pluggy.PluginManager, hook: str, name: str) -> list[Any] | None:
    """What the plugin of this name gives to a hook; None if it does not implement it."""
    implementations = getattr(manager.hook, hook).get_hookimpls()
    own = [impl for impl in implementations if impl.plugin_name == name]
    return [impl.function() for impl in own] or None


def _taken(manager: pluggy.PluginManager, point: EntryPoint) -> Plugin:
    """Load one plugin, register it, and take its rules and presets.

    :raises PluginError: when it does not keep to the hooks.
    """
    plugin = point.load()
    name = f"{point.distribution}:{point.name}"
    if manager.register(plugin, name=name) is None:
        raise PluginError("blocked")
    manager.check_pending()
    handed = _handed(manager, "lint_rules", name)
    settings = _handed(manager, "lint_presets", name)
    if handed is None and settings is None:
        raise PluginError("no-hook")
    rules: list[Any] = [rule for some in handed or () for rule in some]
    presets: dict[str, Any] = {k: v for some in settings or () for k, v in some.items()}
    if odd := [v for v in presets.values() if not isinstance(v, Mapping)]:
        raise PluginError("no-mapping", type=type(odd[0]).__name__)
    if strange := [r for r in rules if not isinstance(r, Rule)]:
        raise PluginError("no-rule", type=type(strange[0]).__name__)
    return Plugin(
        point.name,
        point.module,
        point.distribution,
        point.version,
        is_builtin(point),
        tuple(rules),
        presets,
    )


def _refuse_duplicates(rules: Iterable[Rule], point: EntryPoint, owners: dict[str, str]) -> None:
    """Note who owns each code and name.

    :raises PluginError: when one is taken already, naming both plugins.
    """
    taken: dict[str, str] = {}
    for rule in rules:
        for key in (rule.code, rule.name):
            if owner := owners.get(key) or taken.get(key):
                raise PluginError("taken", name=key, owner=owner)
            taken[key] = point.name
    owners.update(taken)


def load(points: Iterable[EntryPoint]) -> Loaded:
    """Load plugins one by one; one that fails is named and the rest goes on."""
    manager = _Manager(_PROJECT)
    manager.add_hookspecs(Hooks)
    owners: dict[str, str] = {}
    loaded: list[Plugin] = []
    failures: list[Failure] = []
    for point in points:
        name = f"{point.distribution}:{point.name}"
        try:
            plugin = _taken(manager, point)
            _refuse_duplicates(plugin.rules, point, owners)
        # A plugin is a stranger's code: whatever it raises is its own failure, never ours.
        except Exception as error:  # noqa: BLE001
            if manager.has_plugin(name):
                manager.unregister(name=name)
            failures.append(Failure(point.name, point.distribution, _described(error)))
        else:
            loaded.append(plugin)
    rules = sorted((r for plugin in loaded for r in plugin.rules), key=lambda r: r.code)
    return Loaded(tuple(rules), tuple(failures), tuple(loaded))


def _described(error: Exception) -> Text:
    """Why a plugin cannot be used; what a stranger raised is in his own words."""
    if isinstance(error, PluginError):
        zh, en = (messages.plugin_error(error.key, error.values_, lang) for lang in ("zh", "en"))
        return Text(zh, en)
    words = " ".join(str(error).split())
    name = type(error).__name__
    return Text(*[f"{name}: {words}" if words else name] * 2)
