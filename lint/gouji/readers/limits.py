"""How much a reader is willing to read: one value, so that no input can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of reading. A breach leaves the rest unread and is told in a notice.

    ``file_bytes``: size of the file. ``pages``: pages that are read. ``stream_bytes``: one decoded
    stream. ``page_bytes``: all decoded content of one page, forms counted each time they are
    drawn. ``characters``: characters of the whole file. ``rulings``: line pieces of one page.
    ``crossings``: places on a page where rulings may cross, horizontal times vertical ones.
    ``forms`` and ``form_depth``: forms drawn on one page, and how deep they nest.
    ``font_codes``: codes a font may map or give a width.
    """

    file_bytes: int = 256_000_000
    pages: int = 3_000
    stream_bytes: int = 32_000_000
    page_bytes: int = 32_000_000
    characters: int = 5_000_000
    rulings: int = 100_000
    crossings: int = 1_000_000
    forms: int = 2_000
    form_depth: int = 16
    font_codes: int = 70_000


DEFAULT: Final = Limits()
