"""The rows of a lattice read: the label of each, and its cells by leaf column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gouji.model.blocks import GridCell
from gouji.model.quantity import BARE, Quantity, Unit
from gouji.model.tree import Cell, CellKind, Column, RowHead
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.parsing.tables.figures import holds_figures
from gouji.parsing.tables.lattice import Lattice
from gouji.parsing.tables.rows import Label, read_label


def label_of(
    grid: Lattice, row: int, codes: list[int], names: list[int], carried: list[str]
) -> tuple[Label, list[str]]:
    """The label of a row, and the codes that the next row carries on."""
    cells = [grid.rows[row][c] for c in codes]
    texts = ["" if c is None else plain(c.text) for c in cells]
    texts = ["" if t in ("类", "款", "项") else t for t in texts]
    spanned = {id(c): c for c in cells if c is not None}
    if len(spanned) == 1 and len(cells) > 1 and not texts[0].isdigit():
        # one wide cell over the code columns holds words (合计)
        name_cells = [*spanned.values(), *(grid.rows[row][c] for c in names)]
        return read_label([], _joined(name_cells)), carried
    if texts and not texts[0] and any(t.isdigit() for t in texts) and carried:
        filled = next(i for i, t in enumerate(texts) if t)
        texts = carried[:filled] + texts[filled:]
    if len(codes) == 1 and carried and texts[0].isdigit() and len(texts[0]) < 3:
        texts = [_in_full(grid, row, codes[0], carried[0][:3] + texts[0].zfill(2)) or texts[0]]
    if any(t.isdigit() for t in texts):
        carried = [t for t in texts if t]
    digits = (
        [t for t in dict.fromkeys(texts) if t.isdigit()]
        if len(codes) == 1
        else [t for t in texts if t.isdigit()]
    )
    words = [t for t in texts if t and not t.isdigit()]
    name = _joined([grid.rows[row][c] for c in names])
    return read_label(digits, name or "".join(dict.fromkeys(words))), carried


def _in_full(grid: Lattice, row: int, column: int, code: str) -> str:
    """The code of a 款 printed short under its 类 (201, 03), if the next row is an item of it."""
    below = (grid.rows[r][column] for r in range(row + 1, len(grid.rows)))
    following = next((plain(c.text) for c in below if c is not None and c.text.strip()), "")
    return code if len(following) > len(code) and following.startswith(code) else ""


def _joined(cells: Sequence[GridCell | None]) -> str:
    filled = {id(c): c.text.strip() for c in cells if c is not None}
    return "·".join(filter(None, filled.values()))


@lru_cache(maxsize=32768)
def _printed(text: str, unit: Unit, coarse: int | None) -> Quantity | None:
    """The number of a cell in the unit of its column; equal cells share one."""
    bare = read_number(text)[1]
    return None if bare is None else Quantity(bare.value, bare.decimals, unit, coarse)


def cells_of(
    grid: Lattice, row: int, head: RowHead, columns: Sequence[Column]
) -> list[Cell | None]:
    """The cells of a row by column, None where a span hides one."""
    cells: list[Cell | None] = []
    here, above = grid.rows[row], grid.rows[row - 1] if row else None
    previous: GridCell | None = None
    for position, column in enumerate(columns):
        cell = here[column.index]
        if cell is None or cell is previous:
            cells.append(None)
            continue
        previous = cell
        source = cell.source
        if not holds_figures(column):
            kind = CellKind.TEXT if source.text.strip() else CellKind.BLANK
            cells.append(Cell(source, head, column, kind))
            continue
        if above is not None and above[column.index] is cell:
            cells.append(None)  # a cell that reaches down is counted once
            continue
        kind, quantity = read_number(source.text)
        if quantity is None:
            cells.append(Cell(source, head, column, kind))
            continue
        if quantity.unit is BARE:
            # 增减额 is taken of printed figures: it is less sure than its last digit says
            coarse = quantity.decimals - 1 if column.role == "basis:change" else None
            quantity = _printed(source.text, column.unit, coarse)
        covered = _covered(columns, position, here)
        over = _together(covered) if covered else column
        cells.append(Cell(source, head, over, kind, quantity, len(covered) or 1))
    return cells


def _covered(
    columns: Sequence[Column], position: int, here: Sequence[GridCell | None]
) -> Sequence[Column]:
    """The columns of figures that the cell under one and after it stands over, nothing if one head
    does too."""
    cell = here[columns[position].index]
    if position + 1 == len(columns) or here[columns[position + 1].index] is not cell:
        return ()
    under = [c for c in columns[position:] if here[c.index] is cell and holds_figures(c)]
    return under if any(c.path != under[0].path for c in under) else ()


def _together(columns: Sequence[Column]) -> Column:
    """Several columns as one, for what they hold together."""
    first, last = columns[0], columns[-1]
    return Column(first.index, (), f"{first.label}…{last.label}", None, first.unit)
