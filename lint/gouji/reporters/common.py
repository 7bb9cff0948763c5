"""What several reports need: a place in words, a suggestion, addresses and texts made safe."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from gouji import messages
from gouji.diagnostics import Diagnostic, Position
from gouji.model.figure import Figure
from gouji.model.quantity import Quantity
from gouji.model.regex import regex
from gouji.view import UNSAFE, visible

# What JSON lets through but a terminal would obey; within JSON it stands in strings only.
_OBEYED: Final = regex(r"(?!\n)" + UNSAFE.pattern)
_NOT_XML: Final = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_RIGHT: Final = ("expected", "reference")  # values that say what should stand at the place


def number(place: Position, language: str) -> str:
    """The page of a paged file, the line of any other."""
    if place.page is not None and (place.box is not None or place.line is None):
        return messages.ui("page", language, page=place.page)
    return "" if place.line is None else messages.ui("line", language, line=place.line)


def place_in_words(place: Position, language: str) -> str:
    """Page or line, and the logical address."""
    return "  ".join(filter(None, (number(place, language), place.address)))


def suggestion(diagnostic: Diagnostic, language: str) -> str:
    """What to change the place to, as far as the finding knows; empty if it does not."""
    if diagnostic.rounding:
        return ""
    if diagnostic.suggestion is not None:
        return messages.ui("change-to", language, right=diagnostic.suggestion.text)
    cause = diagnostic.cause
    candidates: list[object] = [] if cause is None else [cause.values.get("right")]
    candidates += [diagnostic.values.get(name) for name in _RIGHT]
    right = next((c for c in candidates if isinstance(c, Figure | Quantity)), None)
    return "" if right is None else messages.ui("change-to", language, right=right)


def posix(path: str) -> str:
    """A path with its parts set apart by ``/``."""
    return PurePath(path).as_posix()


def uri(path: str) -> str:
    """A path as a URI: a relative reference, or ``file:`` for an absolute path."""
    pure = PurePath(path)
    quoted = quote(pure.as_posix(), errors="replace")
    if not pure.is_absolute():
        return quoted
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def json_text(value: Any) -> str:
    """A value as JSON; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def xml_text(text: object) -> str:
    """A text within an XML element."""
    return escape(visible(str(text)).translate(_NOT_XML))


def xml_attribute(text: object) -> str:
    """A text as the value of an XML attribute, with its quotes."""
    return quoteattr(visible(str(text)).translate(_NOT_XML))
