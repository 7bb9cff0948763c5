"""Spelling that tells no two names apart."""

from __future__ import annotations

import re


def squeezed(text: str) -> str:
    """A text without spaces and quotes, its brackets full width."""
    return re.sub(r"[\s“”\"]", "", text).replace("(", "（").replace(")", "）")
