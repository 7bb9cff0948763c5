"""Which language to speak: what the locale says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("zh", "en")


def locale_language(environment: Mapping[str, str]) -> str:
    """The language of the locale: English where it says so, Chinese for all others."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
