"""Measuring: every run in a fresh process, the tools in turn, medians over the rounds.

A run gives the processor time of the work, of the whole process, and its peak memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Sample:
    """Processor seconds of the work and of the whole process, and peak memory in MB."""

    work: float
    process: float
    memory: float


def peak_memory() -> float:
    """The most memory that this process ever held, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")  # unlike getrusage, not inherited from the parent
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def run(tool: str, path: Path) -> None:
    """Run a tool once in this process and print its sample."""
    from tests.benchmarks.tools import prepared  # noqa: PLC0415

    work = prepared(tool)
    start = time.process_time()
    work(path)
    end = time.process_time()
    print(json.dumps([end - start, end, peak_memory()]))


def sample(tool: str, path: Path) -> Sample:
    """Run a tool once in a fresh process."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "lint", "rules"))
    }
    command = [sys.executable, "-m", "tests.benchmarks", "--one", tool, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, env=environment, cwd=ROOT)
    return Sample(*json.loads(done.stdout))


def medians(
    tools: Sequence[str], paths: Sequence[Path], rounds: int
) -> dict[tuple[str, Path], Sample]:
    """Interleaved rounds: every tool on every file, again and again."""
    samples: dict[tuple[str, Path], list[Sample]] = {}
    for _ in range(rounds):
        for path in paths:
            for tool in tools:
                samples.setdefault((tool, path), []).append(sample(tool, path))
    return {
        key: Sample(
            median(s.work for s in several),
            median(s.process for s in several),
            median(s.memory for s in several),
        )
        for key, several in samples.items()
    }
