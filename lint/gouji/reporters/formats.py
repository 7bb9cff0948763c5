"""The formats of the report: which there are, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from gouji.reporters import Outcome

# name → module and function, loaded when the format is asked for
_MADE_BY: Final = MappingProxyType(
    {
        "text": "text:plain_report",
        "concise": "concise:concise_report",
        "json": "json:json_report",
        "sarif": "sarif:sarif_report",
        "github": "github:github_report",
        "gitlab": "gitlab:gitlab_report",
        "junit": "junit:junit_report",
        "rdjson": "rdjson:rdjson_report",
        "checkstyle": "checkstyle:checkstyle_report",
        "csv": "worklist:csv_worklist",
        "xlsx": "worklist:xlsx_worklist",
        "markdown": "markdown:markdown_report",
    }
)
FORMATS: Final = tuple(_MADE_BY)
# formats with a place for suppressions that do nothing
TELL_STALE: Final = frozenset({"text", "json", "sarif", "markdown"})
_SUFFIXES: Final = MappingProxyType(
    {".json": "json", ".sarif": "sarif", ".csv": "csv", ".xlsx": "xlsx", ".md": "markdown"}
)


def format_of(path: PurePath) -> str:
    """The format that the suffix of a file suggests, else text."""
    return _SUFFIXES.get(path.suffix.lower(), "text")


def made(form: str, outcome: Outcome, language: str) -> str | bytes:
    """The report in a format."""
    module, _, function = _MADE_BY[form].partition(":")
    make: Callable[[Outcome, str], str | bytes]
    make = getattr(import_module(f"gouji.reporters.{module}"), function)
    return make(outcome, language)
