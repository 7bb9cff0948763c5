"""A sheet printed as spreadsheet programs print it: in strips where it is wider than the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from tests.tools.made_pdf import SONG

HEIGHT = 18.0
MARGIN = 50.0
SIZE = 10.0


class Cell(NamedTuple):
    """What stands in a sheet from a row and a column on: its span, and whether it has borders."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    ruled: bool = True
    align: str = "left"


class Sheet(NamedTuple):
    """The cells of a sheet and the widths of its columns."""

    cells: tuple[Cell, ...]
    widths: tuple[float, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.rowspan for cell in self.cells)


def sheet(title: str, unit: str, heads: Sequence[str], body: Sequence[Sequence[str]]) -> Sheet:
    """A sheet with a title in the middle, the unit at its right end, heads (``above/below`` under
    a common head) and rows."""
    width = len(heads)
    cells = [
        Cell(0, 0, title, 1, width, ruled=False, align="middle"),
        Cell(1, 0, "部门：某市水务局", ruled=False),
        Cell(1, width - 1, unit, ruled=False, align="right"),
    ]
    for column, head in enumerate(heads):
        above, _, below = head.partition("/")
        if not below:
            cells.append(Cell(2, column, above, 2, align="middle"))
            continue
        cells.append(Cell(3, column, below, align="middle"))
        together = [c for c, other in enumerate(heads) if other.startswith(above + "/")]
        if column == together[0]:
            cells.append(Cell(2, column, above, 1, len(together), align="middle"))
    for row, texts in enumerate(body, 4):
        cells += [Cell(row, column, text) for column, text in enumerate(texts)]
    longest = [max(len(row[column]) for row in (heads, *body)) for column in range(width)]
    return Sheet(tuple(cells), tuple(SIZE * length + 20 for length in longest))


def printed(
    *sheets: Sheet,
    cuts: Sequence[int] = (),
    rows: int = 1000,
    over: bool = False,
    again: int = 0,
    nudged: float = 0.0,
) -> bytes:
    """The file of sheets that are cut before the columns ``cuts`` and after every so many rows.

    The strips follow each other, or with ``over`` what stands side by side does. The first columns
    stand ``again`` on every page. The strips after the first stand lower by ``nudged``.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(1200, 800), invariant=1)
    for each in sheets:
        edges = [0, *cuts, len(each.widths)]
        strips = list(pairwise(edges))
        bands = [(top, min(top + rows, each.rows)) for top in range(0, each.rows, rows)]
        pages = (
            [(strip, band) for band in bands for strip in strips]
            if over
            else [(strip, band) for strip in strips for band in bands]
        )
        for strip, band in pages:
            _page(canvas, each, strip, band, again if strip[0] else 0, nudged if strip[0] else 0)
            canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(
    canvas: Canvas,
    each: Sheet,
    strip: tuple[int, int],
    band: tuple[int, int],
    again: int,
    lower: float,
) -> None:
    left = MARGIN
    for columns in ((0, again), strip) if again else (strip,):
        width = sum(each.widths[columns[0] : columns[1]])
        _part(canvas, each, columns, band, (left, 800 - MARGIN - lower))
        left += width


def _part(
    canvas: Canvas,
    each: Sheet,
    columns: tuple[int, int],
    band: tuple[int, int],
    corner: tuple[float, float],
) -> None:
    """The columns of some rows, from a corner of the page on: what reaches beyond is cut off."""
    starts = [sum(each.widths[:column]) for column in range(len(each.widths) + 1)]
    x, y = corner[0] - starts[columns[0]], corner[1] + HEIGHT * band[0]
    right, bottom = x + starts[columns[1]], y - HEIGHT * band[1]
    canvas.setLineWidth(0.5)
    for cell in each.cells:
        if cell.ruled:
            box = (starts[cell.column] + x, starts[cell.column + cell.colspan] + x)
            rows = (y - HEIGHT * cell.row, y - HEIGHT * (cell.row + cell.rowspan))
            for side in _sides(*box, *rows, (corner[0], right, corner[1], bottom)):
                canvas.line(*side)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(corner[0], bottom, right - corner[0], corner[1] - bottom)
    canvas.clipPath(path, stroke=0)
    canvas.setFont(SONG, SIZE)
    for cell in each.cells:
        low, high = starts[cell.column] + x, starts[cell.column + cell.colspan] + x
        middle = y - HEIGHT * (cell.row + cell.rowspan / 2) - SIZE * 0.35
        length = stringWidth(cell.text, SONG, SIZE)
        at = {
            "left": low + 2,
            "middle": (low + high - length) / 2,
            "right": high - 2 - length,
        }[cell.align]
        canvas.drawString(at, middle, cell.text)
    canvas.restoreState()


def _sides(
    x0: float, x1: float, top: float, bottom: float, page: tuple[float, float, float, float]
) -> Iterator[tuple[float, float, float, float]]:
    """The sides of a cell, as far as they are on the page."""
    left, right, high, low = page
    a, b = max(x0, left), min(x1, right)
    c, d = min(top, high), max(bottom, low)
    if a < b and c > d:
        yield from ((a, y, b, y) for y in (top, bottom) if low <= y <= high)
        yield from ((x, c, x, d) for x in (x0, x1) if left <= x <= right)
