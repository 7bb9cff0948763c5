"""The rules and settings in force for a document; what the user set in the editor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from gouji.config import Config, ConfigError, Finder, Selection
from gouji.config.requirements import check_requirements
from gouji.engine import Report, Settings
from gouji.model.blocks import Reading
from gouji.model.record import Record
from gouji.plugins import Loaded
from gouji.rule import Rule
from gouji.suppressions import Allowances, Stale

_DEBOUNCE: Final = 200
_MOST: Final = 10_000


class Wishes(Record):
    """What the user set in the editor: a language (None for the editor's own), how long to wait
    after a key stroke in milliseconds, whether to check the files of open folders."""

    language: str | None = None
    debounce: int = _DEBOUNCE
    folders: bool = True

    @classmethod
    def of(cls, settings: object) -> Wishes:
        """The wishes in an editor's ``gouji`` section; odd values are passed over."""
        values: Mapping[str, Any] = settings if isinstance(settings, Mapping) else {}
        language, debounce = values.get("language"), values.get("debounce")
        folders = values.get("checkWorkspace")
        timed = isinstance(debounce, int | float) and 0 <= debounce <= _MOST
        return cls(
            language if language in ("zh", "en") else None,
            int(debounce) if timed and debounce is not None else _DEBOUNCE,
            folders if isinstance(folders, bool) else True,
        )


class Rulebook(Record):
    """Which rules run on a document, with which settings; ``error`` says why none can.

    ``known`` are all rules there are, none if some could not be loaded.
    """

    rules: tuple[Rule, ...] = ()
    settings: Settings | None = None
    config: Config | None = None
    error: ConfigError | None = None
    known: tuple[Rule, ...] = ()

    def allowing(
        self, report: Report, path: Path, reading: Reading
    ) -> tuple[Report, tuple[Stale, ...]]:
        """The report without the findings that the user allows, and the remarks beside the text
        that allow in vain."""
        if self.config is None:
            return report, ()
        allowances = Allowances(date.today(), self.known)
        report = allowances.apply(report, path, self.config.allows, reading.remarks)
        return report, tuple(stale for stale in allowances.stale() if stale.line)


class Rulebooks:
    """The rulebooks of documents; configurations are read again when told to."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._finder = Finder(presets=self.loaded.presets)
        self._known: dict[Path, Rulebook] = {}

    def forget(self) -> None:
        """Read every configuration again when it is next needed."""
        self._finder = Finder(presets=self.loaded.presets)
        self._known.clear()

    def of(self, path: Path) -> Rulebook:
        """The rulebook of a document."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: Path) -> Rulebook:
        try:
            config = self._finder.for_document(path)
            check_requirements(config, self.loaded.plugins)
            missing = bool(self.loaded.failures)
            chosen = Selection.of(config, self.loaded.rules, some_missing=missing)
        except ConfigError as error:
            return Rulebook(error=error)
        known = () if missing else tuple(self.loaded.rules)
        return Rulebook(chosen.rules, chosen.settings, config, known=known)
