"""One spelling for comparing names: no spaces, one kind of bracket, quote and digit."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u3000\u00a0]+")
_QUOTES = re.compile("[“”„‟\"'‘’「」『』＂＇]")
_BRACKETS = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", ":": "："}
)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """``text`` without spaces and quotes, ASCII letters and digits, full-width brackets."""
    if text.isascii() and text.isalnum():
        return text
    folded = unicodedata.normalize("NFKC", text)
    return _QUOTES.sub("", _SPACE.sub("", folded)).translate(_BRACKETS)


_NOISE = re.compile(r"（(?:境|役|护|补助|类|款|项|小计|合计)）")


@lru_cache(maxsize=65536)
def item_name(text: str) -> str:
    """The name of an item for comparing: like :func:`plain`, optional bracketed words left out."""
    return _NOISE.sub("", plain(text))
