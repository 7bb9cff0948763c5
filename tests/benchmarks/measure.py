"""Measuring: every run in a fresh process, the tools in turn, medians over the rounds.

A run gives the processor time of the work, of the whole process, and its peak memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
_TOOLS = Path(__file__).parent / "tools.py"


@dataclass(frozen=True, slots=True)
class Sample:
    """Processor seconds of the work and of the whole process, and peak memory in MB."""

    work: float
    process: float
    memory: float


def sample(tool: str, path: Path) -> Sample:
    """Run a tool once in a fresh process."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("lint", "rules"))
    }
    # all tools run from compiled modules, as installed programs do
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(_TOOLS), tool, str(path)]
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
