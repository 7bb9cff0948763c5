"""``gouji check --watch``: the check made again whenever a file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

_Stamp = tuple[int, int]


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def watch(
    files: Callable[[], Iterable[Path]], check: Callable[[], object], wait: Callable[[], object]
) -> None:
    """Check once, then again after every ``wait`` that finds a file new, changed or gone.

    Ends when ``wait`` raises ``KeyboardInterrupt``.
    """

    def stamps() -> dict[Path, _Stamp | None]:
        return {path: _stamp(path) for path in files()}

    seen: dict[Path, _Stamp | None] | None = None
    try:
        while True:
            if (now := stamps()) != seen:
                check()
                # what counts may be known only now: the configurations of the documents
                seen = {**stamps(), **now}
            wait()
    except KeyboardInterrupt:
        return
