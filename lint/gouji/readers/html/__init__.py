"""The HTML reader: the article of a page to lines and grids, with line and column in the source.

Nothing that a page refers to is fetched.
"""

from __future__ import annotations

import re
from typing import Final

from gouji.model.blocks import ReadError, Reading
from gouji.model.memo import Memo
from gouji.model.regex import regex
from gouji.readers.html.article import article_of
from gouji.readers.html.elements import tree_of
from gouji.readers.html.flow import Flow
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pieces import Places, decoded, remarks_in

__all__ = ["looks_like_html", "read_html"]

_DECLARED: Final = regex(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})|encoding=[\"']([\w-]{2,20})")
_DECLARED_WITHIN: Final = 4096
_START: Final = regex(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)",
    re.DOTALL | re.IGNORECASE,
)


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as a page does, whatever the file is called."""
    return _START.match(data.removeprefix(b"\xef\xbb\xbf")[:_DECLARED_WITHIN]) is not None


def read_html(data: bytes, limits: Limits = DEFAULT, memo: Memo | None = None) -> Reading:
    """Read a page; ``memo`` holds what its tables were read as the last time.

    :raises ReadError: ``empty``, ``not-text``, ``too-large-inside`` or ``no-content``.
    """
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = (match[1] or match[2]).decode().lower() if match else ""
    text = decoded(data, declared)
    if len(text) > limits.characters:
        raise ReadError("too-large-inside", part="html", maximum=limits.characters)
    places = Places(text)
    blocks = Flow(places, limits, memo).read(article_of(tree_of(text)))
    if not blocks:
        raise ReadError("no-content")
    return Reading("html", (), tuple(blocks), remarks=remarks_in(text))
