"""Text without what only looks: for comparing what a document says in two layouts."""

from __future__ import annotations

import unicodedata


def squeezed(text: str) -> str:
    """Text without spaces, quotes, thousands separators and the width of characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and c not in ",“”\"'")
