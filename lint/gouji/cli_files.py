"""The files that a command line means: paths, folders searched through, globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

SUFFIXES: Final = (
    *(".pdf", ".docx", ".xlsx", ".html", ".htm", ".md", ".txt"),
    *(".docm", ".xlsm", ".doc", ".xls", ".wps", ".et"),
)
STANDARD_INPUT: Final = "-"
# Stands before the suffix in the names of our own marked copies (``draft.gouji.docx``).
MARKED: Final = ".gouji"
_GLOB: Final = frozenset("*?[")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths mean one file."""
    return os.path.realpath(one) == os.path.realpath(other)


def all_files(paths: Sequence[str]) -> Iterator[Path]:
    """The files of all paths, in the order given."""
    for given in paths:
        yield from expand(given)


def expand(given: str) -> Iterator[Path]:
    """The files that a path, a folder or a glob means, in order of name."""
    path = Path(given)
    if path.is_dir():
        yield from _walk(path)
    elif path.exists() or not _GLOB & set(given):
        yield path
    else:
        for found in sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - it may be absolute
            if Path(found).is_file():
                yield Path(found)


def _walk(folder: Path) -> Iterator[Path]:
    """The documents below a folder; hidden ones, lock files of office programs and our marked
    copies left out."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            ours = Path(name).stem.endswith(MARKED)
            if name.lower().endswith(SUFFIXES) and not ours and not name.startswith((".", "~$")):
                yield Path(top, name)
