"""One spelling for comparing names: no spaces, one kind of bracket, quote and digit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from gouji.model.regex import regex

_SPACE = regex(r"[\s\u3000\u00a0]+")
_QUOTES = regex("[“”„‟\"'‘’「」『』＂＇]")
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


_NOISE = regex(r"（(?:境|役|护|补助|类|款|项|小计|合计)）")


@lru_cache(maxsize=65536)
def item_name(text: str) -> str:
    """The name of an item for comparing: like :func:`plain`, optional bracketed words left out."""
    return _NOISE.sub("", plain(text))
