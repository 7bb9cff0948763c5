"""What is wrong with a configuration, and where in the file it is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gouji import messages
from gouji.model.record import Record


class Origin(Record):
    """Where a setting comes from: a file and line, or a profile, a preset, the command line."""

    name: str
    line: int | None = None

    def __str__(self) -> str:
        name, here = Path(self.name), Path.cwd()
        inside = name.is_absolute() and name.is_relative_to(here)
        shown = str(name.relative_to(here)) if inside else self.name
        return shown if self.line is None else f"{shown}:{self.line}"


class ConfigError(Exception):
    """A configuration that cannot be used: ``key`` and ``values`` make the one line shown;
    ``nearest`` is the name that may have been meant."""

    def __init__(self, key: str, /, *, nearest: str | None = None, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values
        self.nearest = nearest

    def text(self, language: str) -> str:
        """The one line, in a language."""
        values = dict(self.values_)
        if isinstance(kind := values.get("type"), str):
            values["type"] = messages.term(kind, language)
        text = messages.config_error(self.key, values, language)
        if self.nearest is None:
            return text
        return text + messages.ui("did-you-mean", language, name=self.nearest)


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that is most like a word that is none, in small or capital letters."""
    from difflib import get_close_matches  # noqa: PLC0415

    alike = {name.casefold(): name for name in names}
    found = get_close_matches(word.casefold(), alike, n=1)
    return alike[found[0]] if found else None
