"""What is measured: each tool does its work on one file. Run in a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

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
    "pdfplumber tables": _pdfplumber,
    "pdfminer pages": _pdfminer,
    "pypdfium2 chars+paths": _pypdfium2,
}


def prepared(name: str) -> Work:
    """A tool ready to work: its libraries loaded, nothing read yet."""
    logging.disable(logging.CRITICAL)
    return TOOLS[name]()
