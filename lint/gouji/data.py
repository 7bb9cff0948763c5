"""Data files that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gouji.model.kept import keep, place_beside, recall


def parsed(source: Path) -> dict[str, Any]:
    """What a TOML file of the program says; it holds no dates and no fractions.

    It is kept as parsed, and parsed again when the file is another by its time or its size.

    :raises OSError: when the file cannot be read.
    """
    about = source.stat()
    mark = (about.st_mtime_ns, about.st_size)
    place = place_beside(source, ".data")
    data: dict[str, Any] | None = recall(place, mark)
    if data is None:
        import tomli  # noqa: PLC0415 - to load it takes as long as to read all that is kept

        data = tomli.loads(source.read_text(encoding="utf-8"))
        keep(place, mark, data)
    return data
