"""Growth: a document repeated N times, by its pages, by the rows of its tables and by mistakes."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2

from gouji.engine import check
from gouji.model.blocks import Grid, GridCell, Reading
from gouji.model.record import replace
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load
from gouji.readers import read
from gouji.readers.pdf import read_pdf

_MISTAKES = 0.1


def repeated(path: Path, times: int) -> bytes:
    """A PDF whose pages are those of another, so many times over."""
    source = pypdfium2.PdfDocument(path)
    target = pypdfium2.PdfDocument.new()
    for _ in range(times):
        target.import_pages(source)
    out = BytesIO()
    target.save(out)
    return out.getvalue()


def longer(reading: Reading, times: int) -> Reading:
    """A document as read whose tables have their rows so many times over."""
    blocks = [_longer(b, times) if isinstance(b, Grid) else b for b in reading.blocks]
    return replace(reading, blocks=tuple(blocks))


def mistaken(reading: Reading) -> Reading:
    """A document as read with a wrong digit in one of ten amounts of its tables."""
    chance = random.Random(1)
    blocks = [_mistaken(b, chance) if isinstance(b, Grid) else b for b in reading.blocks]
    return replace(reading, blocks=tuple(blocks))


def _mistaken(grid: Grid, chance: random.Random) -> Grid:
    return replace(grid, cells=tuple(_with_wrong_digit(cell, chance) for cell in grid.cells))


def _with_wrong_digit(cell: GridCell, chance: random.Random) -> GridCell:
    text = cell.source.text
    amount = re.search(r"\d(?=\.\d\d)", text)
    if amount is None or chance.random() > _MISTAKES:
        return cell
    at = amount.start()
    wrong = str((int(text[at]) + chance.randint(1, 9)) % 10)
    return replace(cell, source=replace(cell.source, text=text[:at] + wrong + text[at + 1 :]))


def _longer(grid: Grid, times: int) -> Grid:
    return replace(grid, rows=grid.rows * times, cells=tuple(_again(grid, times)))


def _again(grid: Grid, times: int) -> Iterator[GridCell]:
    for turn in range(times):
        for cell in grid.cells:
            yield replace(cell, row=cell.row + turn * grid.rows)


def growth(path: Path, factors: list[int]) -> list[tuple[str, int, float]]:
    """What grew, how many times, and the processor seconds it took."""
    rules = load(discover(builtin_only=True)).rules

    def whole(reading: Reading) -> None:
        document = parse(reading, str(path))
        check(document, build_ledger(document), rules)

    found = []
    reading = read(path)
    whole(reading)
    for factor in factors:
        data = repeated(path, factor)
        found.append(("pages: read", factor, _timed(lambda data=data: read_pdf(data))))
        pages = read_pdf(data)
        found.append(("pages: tree to rules", factor, _timed(lambda p=pages: whole(p))))
        rows = longer(reading, factor)
        found.append(("rows: tree to rules", factor, _timed(lambda r=rows: whole(r))))
        wrong = mistaken(rows)
        found.append(("rows with mistakes", factor, _timed(lambda r=wrong: whole(r))))
    return sorted(found)


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
