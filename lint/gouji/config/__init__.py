"""Configuration: ``gouji.toml`` or ``[tool.gouji]``, found upwards from each document."""

from gouji.config.discovery import Finder, find
from gouji.config.errors import ConfigError, Origin
from gouji.config.keys import FAIL_ON, PROFILES
from gouji.config.layers import Allow, Config
from gouji.config.selection import Selection, Selections

__all__ = [
    "FAIL_ON",
    "PROFILES",
    "Allow",
    "Config",
    "ConfigError",
    "Finder",
    "Origin",
    "Selection",
    "Selections",
    "find",
]
