"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Write a file; what was there before stays until all of it is written.

    ``like`` is the file whose permissions it gets.

    :raises OSError: when it cannot be written; nothing is left behind then.
    """
    # a link keeps being one: what it points to is written
    path = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if like is not None:
            Path(name).chmod(like.stat().st_mode | stat.S_IWUSR)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
