"""``python -m tests.benchmarks PDF…``: times, memory and ratios, in one run.

--rounds N     interleaved rounds (default 5); figures are medians
--profile      where gouji's time goes, stage by stage
--scale N      how time grows with pages and rows, doubled up to N times
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measure import Sample, medians
from tests.benchmarks.tools import TOOLS

_COMMAND, _PLUMBER, _PDFIUM = "gouji command", "pdfplumber tables", "pypdfium2 chars+paths"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--scale", type=int, metavar="N")
    options = parser.parse_args()
    files = [path.resolve() for path in options.files]
    if options.profile:
        _print_profile(files, options.rounds)
    elif options.scale:
        _print_growth(files, options.scale)
    else:
        _print_comparison(files, medians(list(TOOLS), files, options.rounds))


def _print_comparison(files: Sequence[Path], found: dict[tuple[str, Path], Sample]) -> None:
    print(f"{'':28}{'CPU s':>9}{'process s':>11}{'peak MB':>9}{'x pdfplumber':>14}{'/ pdfium':>10}")
    for path in files:
        print(_short(path))
        _print_tools({tool: found[tool, path] for tool in TOOLS})
    if len(files) > 1:
        print("in total")
        _print_tools({tool: _total([found[tool, path] for path in files]) for tool in TOOLS})


def _total(samples: Sequence[Sample]) -> Sample:
    return Sample(
        sum(s.work for s in samples),
        sum(s.process for s in samples),
        max(s.memory for s in samples),
    )


def _print_tools(found: dict[str, Sample]) -> None:
    for tool, s in found.items():
        faster = found[_PLUMBER].work / s.work
        of_pdfium = s.work / found[_PDFIUM].work
        print(
            f"  {tool:26}{s.work:9.3f}{s.process:11.3f}{s.memory:9.0f}"
            f"{faster:14.1f}{of_pdfium:10.2f}"
        )
    whole = found[_COMMAND].process / found[_PLUMBER].process
    print(f"  whole process, gouji check FILE to pdfplumber: {whole:.2f}")


def _print_profile(files: Sequence[Path], rounds: int) -> None:
    from tests.benchmarks.stages import stages  # noqa: PLC0415

    for path in files:
        found = stages(path, rounds)
        print(_short(path))
        print("  " + "  ".join(f"{stage} {taken:.0f}" for stage, taken in found.items()), "ms")


def _print_growth(files: Sequence[Path], most: int) -> None:
    from tests.benchmarks.scale import growth  # noqa: PLC0415

    factors = [1]
    while factors[-1] * 2 <= most:
        factors.append(factors[-1] * 2)
    for path in files:
        print(_short(path))
        for what, factor, seconds in growth(path, factors):
            print(f"  {what:24} x{factor:<4} {seconds:8.3f} s {seconds / factor:8.3f} s each")


def _short(path: Path) -> str:
    return path.name if len(path.name) <= 40 else f"{path.name[:39]}…"


if __name__ == "__main__":
    main()
