"""What the language server says: the texts of ``vocabulary/editor.toml``."""

from __future__ import annotations

from gouji.messages import fill
from gouji.vocabulary import load


def text(key: str, language: str, /, **values: object) -> str:
    """A text with its values."""
    return fill(load("editor")[key][language], values, language)
