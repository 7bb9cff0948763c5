"""Which rules run, how severe they are and with which options: layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import field

from gouji.config.errors import ConfigError, Origin, nearest
from gouji.config.keys import SEVERITIES
from gouji.config.layers import Config, Layer, RuleSetting
from gouji.engine import Settings, UnknownSelectorError, fit
from gouji.model.record import Mutable, Record
from gouji.rule import Option, Rule, Severity


class Choice(Record):
    """Whether a rule runs, and what decided it (None for the rule's own default)."""

    rule: Rule
    on: bool
    origin: Origin | None


class Selection(Record):
    """What the rules do for one document, and where each decision comes from."""

    choices: tuple[Choice, ...]
    severities: Mapping[str, tuple[Severity, Origin]]
    options: Mapping[str, Mapping[str, tuple[object, Origin]]]
    rounding: bool

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run."""
        return tuple(choice.rule for choice in self.choices if choice.on)

    @property
    def settings(self) -> Settings:
        """Options and severities as the engine takes them."""
        return Settings(
            {code: {k: v for k, (v, _) in some.items()} for code, some in self.options.items()},
            {code: severity for code, (severity, _) in self.severities.items()},
            self.rounding,
        )

    @classmethod
    def of(cls, config: Config, rules: Sequence[Rule], *, some_missing: bool = False) -> Selection:
        """The selection of a document's configuration. Where ``some_missing`` rules could not be
        loaded, names that fit none may be theirs and are passed over.

        :raises ConfigError: for a rule or an option that is none, or a value of the wrong type.
        :raises UnknownSelectorError: for such a selector on the command line.
        """
        preview = config.setting("preview").value is True
        for layer in config.layers if not some_missing else ():
            _check_selectors(layer, rules)
        for allow in config.allows if not some_missing else ():
            if not _known(allow.rule, rules):
                close = nearest(allow.rule, selectors(rules))
                raise ConfigError(
                    "no-rule-fits", nearest=close, path=allow.origin, selector=allow.rule
                )
        severities: dict[str, tuple[Severity, Origin]] = {}
        options: dict[str, dict[str, tuple[object, Origin]]] = {}
        for layer in config.layers:
            for each in sorted(layer.rules, key=lambda r: len(r.selector)):
                if not some_missing or _known(each.selector, rules):
                    _apply(each, rules, severities, options)
        return cls(
            tuple(_choice(rule, config.layers, preview=preview) for rule in rules),
            severities,
            options,
            config.setting("rounding").value == "info",
        )


class Selections(Mutable):
    """The selections of many documents: like configurations have one, made once."""

    rules: Sequence[Rule]
    some_missing: bool
    _made: dict[tuple[int, ...], tuple[Config, Selection]] = field(default_factory=dict)

    def of(self, config: Config) -> Selection:
        """The selection of a document's configuration; it raises as :meth:`Selection.of` does."""
        # Layers are read once and shared; the configuration kept beside them keeps them alive.
        parts = tuple(map(id, (*config.layers, *config.allows)))
        if parts not in self._made:
            made = Selection.of(config, self.rules, some_missing=self.some_missing)
            self._made[parts] = config, made
        return self._made[parts][1]


def selectors(rules: Sequence[Rule]) -> list[str]:
    """All that selects rules: their names, codes and families."""
    return [*(r.name for r in rules), *(r.code for r in rules), *{r.family for r in rules}]


def _known(selector: str, rules: Sequence[Rule]) -> bool:
    return any(fit(selector, rule) >= 0 for rule in rules)


def _check_selectors(layer: Layer, rules: Sequence[Rule]) -> None:
    """See that every selector fits a rule.

    :raises ConfigError: for one in a file that does not.
    :raises UnknownSelectorError: for one on the command line.
    """
    for name in ("select", "extend-select", "ignore"):
        for selector in layer.texts(name):
            if _known(selector, rules):
                continue
            origin = layer.settings[name].origin
            if origin.name.startswith("--"):
                raise UnknownSelectorError(selector)
            close = nearest(selector, selectors(rules))
            raise ConfigError("no-rule-fits", nearest=close, path=origin, selector=selector)


def _choice(rule: Rule, layers: Sequence[Layer], *, preview: bool) -> Choice:
    """Whether a rule runs: a later layer goes before an earlier one; within a layer the longer
    selector wins, and at equal length ignoring wins."""
    on, origin, named = rule.default, None, False

    def fits(layer: Layer, name: str) -> int:
        return max((fit(selector, rule) for selector in layer.texts(name)), default=-1)

    for layer in layers:
        select, extend = fits(layer, "select"), fits(layer, "extend-select")
        if layer.texts("select"):
            on, origin = select >= 0, layer.settings["select"].origin
        if extend >= 0:
            on, origin = True, layer.settings["extend-select"].origin
        wanted = max(select, extend)
        named = named or wanted >= len(rule.code)
        if fits(layer, "ignore") >= max(wanted, 0):
            on, origin = False, layer.settings["ignore"].origin
    if rule.preview and not preview and not named:
        return Choice(rule, False, None)
    return Choice(rule, on, origin)


def _apply(
    each: RuleSetting,
    rules: Sequence[Rule],
    severities: dict[str, tuple[Severity, Origin]],
    options: dict[str, dict[str, tuple[object, Origin]]],
) -> None:
    """Set a severity or an option for the rules that the selector fits.

    :raises ConfigError: when there is no such rule or option, or the value is of no use.
    """
    meant = [rule for rule in rules if fit(each.selector, rule) >= 0]
    if not meant:
        close = nearest(each.selector, selectors(rules))
        raise ConfigError("unknown-rule", nearest=close, path=each.origin, rule=each.selector)
    if each.key == "severity":
        severity = _severity(each)
        severities.update((rule.code, (severity, each.origin)) for rule in meant)
        return
    exact = next((r for r in meant if each.selector in (r.code, r.name)), None)
    if exact is None:
        raise ConfigError("options-of-many", path=each.origin, rule=each.selector, option=each.key)
    name = each.key.replace("-", "_")
    option = next((o for o in exact.options if o.name == name), None)
    if option is None:
        known = ["severity", *(o.name.replace("_", "-") for o in exact.options)]
        raise ConfigError(
            "unknown-option",
            nearest=nearest(each.key, known),
            path=each.origin,
            rule=exact.name,
            option=each.key,
            known=", ".join(known),
        )
    options.setdefault(exact.code, {})[name] = (_accepted(each, exact, option), each.origin)


def _severity(each: RuleSetting) -> Severity:
    if not isinstance(each.value, str) or each.value not in SEVERITIES:
        close = nearest(each.value, SEVERITIES) if isinstance(each.value, str) else None
        raise ConfigError(
            "wrong-choice",
            nearest=close,
            path=each.origin,
            key=f"rules.{each.selector}.severity",
            choices=", ".join(SEVERITIES),
        )
    return Severity(each.value)


def _accepted(each: RuleSetting, rule: Rule, option: Option) -> object:
    accept: Callable[[object], object] = option.accept
    try:
        return accept(each.value)
    except ValueError:
        raise ConfigError(
            "wrong-type",
            path=each.origin,
            key=f"rules.{rule.name}.{each.key}",
            type=option.type_name,
        ) from None
