"""Patterns of paths and of logical addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from gouji.model.regex import regex

_WILD: Final = regex(r"\*\*/|\*\*|\*|\?")
_PATH: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_ANY: Final = {"**/": ".*/", "**": ".*", "*": ".*", "?": "."}


def _translated(pattern: str, wild: dict[str, str]) -> re.Pattern[str]:
    parts, end = [], 0
    for found in _WILD.finditer(pattern):
        parts += [re.escape(pattern[end : found.start()]), wild[found[0]]]
        end = found.end()
    return re.compile("".join([*parts, re.escape(pattern[end:])]), re.DOTALL)


@lru_cache(maxsize=256)
def _path_pattern(pattern: str) -> re.Pattern[str]:
    return _translated(pattern, _PATH)


def path_matches(pattern: str, path: str) -> bool:
    """Whether a path, its parts set apart by ``/``, fits a pattern: ``*`` is any part of a name,
    ``**`` any folders. A pattern without ``/`` fits a name in any folder; a folder fits all that
    is in it."""
    pattern = pattern.removeprefix("./")
    if "/" not in pattern.rstrip("/"):
        pattern = f"**/{pattern}"
    fits = _path_pattern(pattern).fullmatch(path) if not pattern.endswith("/") else None
    return bool(fits or _path_pattern(pattern.rstrip("/") + "/**").fullmatch(path))


def plainly(address: str) -> str:
    """An address without what is only layout: the width of characters, spaces."""
    return "".join(unicodedata.normalize("NFKC", address).split())


@lru_cache(maxsize=256)
def _address_pattern(pattern: str) -> re.Pattern[str]:
    return _translated(plainly(pattern), _ANY)


def address_matches(pattern: str, address: str) -> bool:
    """Whether a logical address fits a pattern, in which only ``*`` and ``?`` are wild. A pattern
    also fits all that stands below the address it names."""
    plain = plainly(address)
    regex = _address_pattern(pattern)
    if regex.fullmatch(plain):
        return True
    return any(regex.fullmatch(plain, 0, found.start()) for found in re.finditer("›", plain))
