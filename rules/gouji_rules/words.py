"""Spelling that tells no two names apart."""

from __future__ import annotations

from gouji import regex

_UNSEEN = regex(r"[\s“”\"]")
_COMMON = regex(r"20\d{2}年(?:度)?|部门|单位|（[^（）]*）")


def squeezed(text: str) -> str:
    """A text without spaces and quotes, its brackets full width."""
    return _UNSEEN.sub("", text).replace("(", "（").replace(")", "）")


def bare_title(title: str) -> str:
    """A title without year, department words and brackets, for comparing."""
    return _COMMON.sub("", squeezed(title))


def shortened(short: str, full: str) -> bool:
    """Whether the letters of one stand in the other in the same order (区财政局 for 某市某区财政局)."""
    rest = iter(full)
    return all(letter in rest for letter in short)


_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}


def narrow(text: str) -> str:
    """A text with its full-width digits as ASCII; every character keeps its place."""
    return text.translate(_DIGITS)
