"""What takes long to make of the program's own files, kept from one run to the next.

It is kept as Python keeps compiled modules: beside these, and only where Python may write. What is
kept is a value that ``marshal`` knows, with a mark of what it was made of.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any
from zlib import crc32

_CHECKSUM = 4  # bytes


def place_beside(source: str | Path, suffix: str) -> Path | None:
    """Where something made of a file is kept; None where Python keeps nothing."""
    with suppress(NotImplementedError):
        return Path(cache_from_source(str(source))).with_suffix(suffix)
    return None


def recall(place: Path | None, mark: object) -> Any:
    """What was kept in a place under this mark; None if there is nothing, or it is damaged."""
    try:
        data = place.read_bytes() if place is not None else b""
    except OSError:
        return None
    body = data[_CHECKSUM:]
    if not body or crc32(body) != int.from_bytes(data[:_CHECKSUM]):
        return None
    then, value = marshal.loads(body)
    return value if then == mark else None


def keep(place: Path | None, mark: Any, value: Any) -> None:
    """Keep a value in a place, as a whole, if that can be written."""
    if place is None or sys.dont_write_bytecode:
        return
    body = marshal.dumps((mark, value))
    unfinished = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(crc32(body).to_bytes(_CHECKSUM) + body)
        unfinished.replace(place)
