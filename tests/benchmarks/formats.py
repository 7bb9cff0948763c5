"""``python -m tests.benchmarks.formats FILE…``: one document in several formats, read and checked.

Milliseconds of CPU, medians of interleaved rounds; workbooks also loaded by openpyxl.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from gouji.readers import read
from tests.scoreboard.lint import lint


def _openpyxl(path: Path) -> object:
    import openpyxl  # noqa: PLC0415

    return openpyxl.load_workbook(path)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.formats")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    work: dict[tuple[Path, str], Callable[[Path], object]] = {}
    for path in options.files:
        work[path, "read"] = read
        work[path, "check"] = lint
        if path.suffix == ".xlsx":
            work[path, "openpyxl"] = _openpyxl
    taken: dict[tuple[Path, str], list[float]] = {key: [] for key in work}
    for _ in range(options.rounds):
        for (path, step), do in work.items():
            start = time.process_time()
            do(path)
            taken[path, step].append(time.process_time() - start)
    for (path, step), seconds in taken.items():
        print(f"{path.name:32}{step:10}{statistics.median(seconds) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
