"""What a configuration requires: a version of the program, plugins that are there."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.config.errors import ConfigError
from gouji.config.layers import Config, Setting
from gouji.installed import version
from gouji.plugins import Plugin


def check_requirements(config: Config, plugins: Iterable[Plugin]) -> None:
    """See that the program and its plugins are those that the configuration is made for.

    :raises ConfigError: when they are not.
    """
    wanted = config.setting("required-version")
    needed = config.setting("required-plugins")
    if wanted.value is not None:
        _check_version(wanted)
    if needed.value:
        _check_plugins(needed, plugins)


def _check_version(wanted: Setting) -> None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415

    own = version("gouji")
    try:
        fits = SpecifierSet(str(wanted.value)).contains(own, prereleases=True)
    except InvalidSpecifier:
        raise ConfigError("bad-requirement", path=wanted.origin, requirement=wanted.value) from None
    if not fits:
        raise ConfigError("other-version", path=wanted.origin, wanted=wanted.value, version=own)


def _check_plugins(needed: Setting, plugins: Iterable[Plugin]) -> None:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415
    from packaging.utils import canonicalize_name  # noqa: PLC0415

    there = {canonicalize_name(p.distribution): p.version for p in plugins}
    assert isinstance(needed.value, tuple)
    for text in needed.value:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            raise ConfigError("bad-requirement", path=needed.origin, requirement=text) from None
        found = there.get(canonicalize_name(requirement.name))
        if found is None:
            raise ConfigError("missing-plugin", path=needed.origin, wanted=text)
        if not requirement.specifier.contains(found, prereleases=True):
            raise ConfigError("other-plugin", path=needed.origin, wanted=text, version=found)
