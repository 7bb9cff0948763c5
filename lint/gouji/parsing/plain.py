"""One spelling for comparing names: no spaces, one kind of bracket, quote and digit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from gouji.model.regex import regex

_SPACE = regex(r"[\s\u3000\u00a0]+")
_QUOTES = regex("[“”„‟\"'‘’「」『』＂＇]")
_WIDE = tuple(zip("，：；！？（）　", ",:;!?() ", strict=True))
_BRACKETS = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", ":": "："}
)


def compatible(text: str) -> str:
    """Text in the form NFKC of Unicode: ASCII for full-width letters, digits and signs."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    # mostly these are all that differs, and folding takes a search for each Chinese letter
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """``text`` without spaces and quotes, ASCII letters and digits, full-width brackets."""
    if text.isascii() and text.isalnum():
        return text
    return _QUOTES.sub("", _SPACE.sub("", compatible(text))).translate(_BRACKETS)


_NOISE = regex(r"（(?:境|役|护|补助|类|款|项|小计|合计)）")


@lru_cache(maxsize=65536)
def item_name(text: str) -> str:
    """The name of an item for comparing: like :func:`plain`, optional bracketed words left out."""
    return _NOISE.sub("", plain(text))
