"""The neutral draft of a document: headings, paragraphs and tables, before any layout.

Numbers stay numbers (``Num``) until a renderer prints them by a ``Layout``, so that one draft can
be printed in many ways and a planted mistake changes exactly one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

NO_TAGS: frozenset[str] = frozenset()
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9%])(?=[\u4e00-\u9fff])")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Num:
    """A number to be printed with ``decimals`` digits; ``tags`` say which relations hold it."""

    value: Decimal
    decimals: int = 2
    tags: frozenset[str] = NO_TAGS


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning of its own: a unit or a direction."""

    text: str
    tags: frozenset[str] = NO_TAGS


Piece = str | Num | Word


@dataclass(frozen=True, slots=True)
class Heading:
    """A title line; level 0 is the title of the document, 1 a part (第一部分), 2 (一、), 3 (（一）)."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of prose."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that starts in its row; it may span further rows and columns."""

    content: Piece | None = None
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: the cells that start here, from left to right; ``label`` names it in a truth.

    ``key`` is the classification code or the name by which rows of different tables are tied.
    """

    label: str
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: captions, header rows, body rows, notes."""

    key: str
    title: str
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    unit: str = "万元"
    number: str = ""
    entity: str = ""
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    landscape: bool = False

    @property
    def columns(self) -> int:
        """The number of leaf columns."""
        return max(c + cell.colspan for _, c, cell in place(self.head))

    @property
    def captions(self) -> tuple[str, ...]:
        """The unit line (with the entity to its left, if any)."""
        unit = f"单位：{self.unit}" if self.unit else ""
        return tuple(part for part in (self.entity, unit) if part)

    def column_label(self, column: int) -> str:
        """The header path of a leaf column, joined by slashes."""
        seen: list[str] = []
        for _, c, cell in place(self.head):
            text = cell.content
            if c <= column < c + cell.colspan and isinstance(text, str) and text not in seen:
                seen.append(text)
        return "/".join(seen)


Part = Heading | Para | TableSpec


@dataclass(frozen=True, slots=True)
class Draft:
    """A document: ``style`` made it, ``kind`` is budget or account."""

    style: str
    kind: str
    entity: str
    year: int
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def tables(self) -> Iterator[TableSpec]:
        """The tables in order."""
        return (part for part in self.parts if isinstance(part, TableSpec))


RULINGS = (
    "cells",  # every cell is framed
    "inner",  # open at its left and right side
    "rows",  # a line above and below each cell, none between columns
    "underlined",  # a line below each cell of a row, not quite as wide
    "framed",  # a frame around the table, and lines between its rows
    "heads",  # rules above, within and below the head, and below the last row
    "boxed heads",  # the cells of the head are framed, a rule is below the last row
    "shell",  # so they are, and a frame is around all rows
    "three",  # a rule above and below the head, and below the last row
    "none",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a draft is printed; no choice here changes what the document says."""

    zero: str = "blank"  # blank, 0.00, 0 or -
    thousands: bool = False
    spaced: bool = True  # spaces between Chinese characters and digits in prose
    fullwidth: bool = False  # full-width digits in prose
    colon: str = "："
    brackets: str = "full"  # full （） or half ()
    width: int = 36  # characters of a line of prose, in full widths
    blank_lines: bool = True
    repeat_header: bool = True
    landscape: bool = True  # whether wide tables lie on landscape pages
    running_head: str = ""
    page_numbers: bool = True
    rows_per_page: int = 28
    ruling: str = "cells"  # how the tables of a PDF are ruled, see RULINGS


def number(num: Num, layout: Layout, *, in_table: bool) -> str:
    """A number as printed."""
    if in_table and not num.value:
        return {"blank": "", "0": "0", "-": "-"}.get(layout.zero, f"{0:.{num.decimals}f}")
    comma = "," if layout.thousands else ""
    return f"{num.value:{comma}.{num.decimals}f}"


def prose(pieces: tuple[Piece, ...] | str, layout: Layout) -> str:
    """Pieces as one line of prose."""
    if isinstance(pieces, str):
        pieces = (pieces,)
    text = "".join(
        number(p, layout, in_table=False)
        if isinstance(p, Num)
        else p
        if isinstance(p, str)
        else p.text
        for p in pieces
    )
    if layout.spaced:
        text = _GAP.sub(" ", text)
    if layout.brackets == "half":
        text = text.replace("（", "(").replace("）", ")")
    return text.translate(_WIDE) if layout.fullwidth else text


def cell_text(cell: Cell, layout: Layout) -> str:
    """The text of a cell."""
    content = cell.content
    if content is None:
        return ""
    if isinstance(content, Num):
        return number(content, layout, in_table=True)
    text = content if isinstance(content, str) else content.text
    if layout.brackets == "half":
        text = text.replace("（", "(").replace("）", ")")
    return text


def captions(table: TableSpec, layout: Layout) -> tuple[str, ...]:
    """The caption lines between the title and the head."""
    return tuple(c.replace("：", layout.colon) for c in table.captions)


def place(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[int, int, Cell]]:
    """Every cell with the row and column where it starts."""
    taken: set[tuple[int, int]] = set()
    for r, cells in enumerate(rows):
        c = 0
        for cell in cells:
            while (r, c) in taken:
                c += 1
            yield r, c, cell
            taken.update((r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan))
            c += cell.colspan


def plain(para: Para) -> str:
    """A paragraph in the default layout without spacing, as quoted in a truth."""
    return prose(para.pieces, Layout(spaced=False))
