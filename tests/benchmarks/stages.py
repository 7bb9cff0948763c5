"""Where gouji's own time goes, stage by stage."""

from __future__ import annotations

import cProfile
import pstats
import time
from pathlib import Path
from statistics import median
from typing import Final

from gouji.engine import check
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import pdf, read
from gouji.reporters import Outcome
from gouji.reporters.text import Style, text_report

# stages within reading a PDF, by the file in which the time is spent
_FILES: Final = {
    "fonts": ("fonts.py", "stretches.py", "tounicode.py", "cmapdb.py", "encodingdb.py", "pdffont.py"),
    "content": ("content.py", "graphics.py", "text.py", "paths.py", "syntax.py", "records.py"),
    "grid": (
        "grids.py", "rulings.py", "lines.py", "margins.py", "pages.py", "place.py",
        "unruled.py", "regions.py", "stacks.py", "wrapped.py", "columns.py", "heads.py", "pieces.py",
    ),
}  # fmt: skip


def stages(path: Path, rounds: int) -> dict[str, float]:
    """Processor milliseconds of each stage, medians; the parts of reading are shares of it."""
    rules = load(discover(builtin_only=True)).rules
    taken: dict[str, list[float]] = {}
    for _ in range(rounds + 1):  # the first one loads modules and vocabulary
        marks = [time.process_time()]
        reading = read(path)
        marks.append(time.process_time())
        document = parse(reading, str(path))
        marks.append(time.process_time())
        ledger = build_ledger(document)
        marks.append(time.process_time())
        report = check(document, ledger, rules)
        marks.append(time.process_time())
        text_report(Outcome((report,)), Style())
        marks.append(time.process_time())
        names = ("read", "tree", "ledger", "rules", "report")
        for name, start, end in zip(names, marks, marks[1:], strict=False):
            taken.setdefault(name, []).append((end - start) * 1000)
    whole = {name: median(times[1:]) for name, times in taken.items()}
    read_time = whole.pop("read")
    return {
        **{name: share * read_time for name, share in _shares_of_reading(path).items()},
        **whole,
    }


def _shares_of_reading(path: Path) -> dict[str, float]:
    """How the time of reading divides, by profiling it once."""
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024]:
        return {"text": 1.0}
    profile = cProfile.Profile()
    profile.runcall(pdf.read_pdf, data)
    shares = dict.fromkeys(("objects", "fonts", "content", "grid"), 0.0)
    for place, own in _own_times(pstats.Stats(profile)):
        name = Path(place).name
        stage = next((s for s, files in _FILES.items() if name in files), "objects")
        shares[stage] += own
    total = sum(shares.values()) or 1.0
    return {stage: share / total for stage, share in shares.items()}


def _own_times(statistics: pstats.Stats) -> list[tuple[str, float]]:
    """Time by file; built-in functions count for the files that call them."""
    times: list[tuple[str, float]] = []
    for (place, _, _), (_, _, own, _, callers) in statistics.stats.items():  # type: ignore[attr-defined]
        if place == "~":
            times += [(caller[0], spent[2]) for caller, spent in callers.items()]
        else:
            times.append((place, own))
    return times
