"""What is measured: each tool does its work on one file.

    python tests/benchmarks/tools.py TOOL FILE

runs one tool and prints its sample. It is a script so that nothing else is loaded with it.
"""

# ruff: noqa: PLC0415 - a tool loads what it needs, and nothing for the others

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final, TypeAlias

_REPEATED: Final = 3

Work: TypeAlias = Callable[[Path], object]


def _load() -> Work:
    from gouji.parsing.document import parse
    from gouji.readers import read

    return lambda path: parse(read(path), str(path))


def _check() -> Work:
    from gouji.engine import check
    from gouji.parsing.document import parse
    from gouji.parsing.ledger import build_ledger
    from gouji.plugins import discover, load
    from gouji.readers import read
    from gouji.reporters import Outcome
    from gouji.reporters.text import Style, text_report

    rules = load(discover(builtin_only=True)).rules

    def work(path: Path) -> str:
        document = parse(read(path), str(path))
        report = check(document, build_ledger(document), rules)
        return text_report(Outcome((report,)), Style())

    return work


def _command() -> Work:
    def work(path: Path) -> None:
        from gouji.cli import main

        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            main(["check", "--no-cache", "--isolated", str(path)], standalone_mode=False)

    return work


def _pdfplumber() -> Work:
    import pdfplumber

    def work(path: Path) -> int:
        with pdfplumber.open(path) as document:
            return sum(len(page.extract_tables()) for page in document.pages)

    return work


def _pdfminer() -> Work:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    return lambda path: sum(1 for _ in extract_pages(path, laparams=LAParams()))


def _pypdfium2() -> Work:
    import pypdfium2

    def work(path: Path) -> int:
        found = 0
        document = pypdfium2.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                text.get_text_range(index, 1)
                text.get_charbox(index)
                found += 1
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
                item.get_bounds()
                found += 1
        return found

    return work


TOOLS: Final[dict[str, Callable[[], Work]]] = {
    "gouji load": _load,
    "gouji check": _check,
    "gouji command": _command,
    "pdfplumber tables": _pdfplumber,
    "pdfminer pages": _pdfminer,
    "pypdfium2 chars+paths": _pypdfium2,
}


def peak_memory() -> float:
    """The most memory that this process ever held, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")  # unlike getrusage, not inherited from the parent
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main(tool: str, path: Path) -> None:
    """Run a tool and print its sample.

    The process is that of a first run; the work is timed again when everything is loaded.
    """
    logging.disable(logging.CRITICAL)
    work = TOOLS[tool]()
    work(path)
    process, memory = time.process_time(), peak_memory()
    times = []
    for _ in range(_REPEATED):
        start = time.process_time()
        work(path)
        times.append(time.process_time() - start)
    # the middle one; the module of statistics would load more than some of the tools
    print(json.dumps([sorted(times)[_REPEATED // 2], process, memory]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
