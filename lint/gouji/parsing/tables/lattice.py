"""A grid as a lattice of positions, and grids that continue over pages joined into one.

A lattice answers "which cell covers row r, column c"; a cell with spans covers several positions.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.blocks import Grid, GridCell
from gouji.model.record import Remembering, replace
from gouji.parsing.plain import plain
from gouji.parsing.tables.seam import mended

# Borders of one column drift by this much between pages of one table (points).
_DRIFT = 3.0


class Lattice(Remembering):
    """Rows of positions; each holds the cell that covers it, or None where nothing does."""

    rows: tuple[tuple[GridCell | None, ...], ...]
    columns: int
    pages: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()
    loose: bool = False
    _starts: dict[int, Sequence[GridCell]] | None = None

    def starts(self, row: int) -> Sequence[GridCell]:
        """The cells whose first row is ``row``, from left to right."""
        known = self._starts
        if known is None:
            known = {}
            self._keep("_starts", known)
        found = known.get(row)
        if found is None:  # many ask, so once
            here = self.rows[row]
            above = self.rows[row - 1] if row else (None,) * self.columns
            found = known[row] = [
                cell
                for cell, left, higher in zip(here, (None, *here), above, strict=False)
                if cell is not None and cell is not left and cell is not higher
            ]
        return found

    def texts(self, row: int) -> tuple[str, ...]:
        """The plain text at every position of a row."""
        return tuple("" if c is None else plain(c.text) for c in self.rows[row])


def lattice(grid: Grid) -> Lattice:
    """The lattice of one grid."""
    positions: list[list[GridCell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.rowspan == cell.colspan == 1:
            if cell.row < grid.rows and cell.column < grid.columns:
                positions[cell.row][cell.column] = cell
            continue
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
            for column in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                positions[row][column] = cell
    pages = (grid.page, *grid.beside) if grid.page else ()
    return Lattice(tuple(map(tuple, positions)), grid.columns, pages, grid.edges, grid.loose)


def without_spacing(grid: Lattice) -> Lattice:
    """The lattice without the columns in which nothing begins that says anything: they are there
    for the looks of a page."""
    used: set[int] = set()
    for row in grid.rows:
        for column, cell in enumerate(row):
            if cell and (not column or cell is not row[column - 1]) and cell.text.strip():
                used.add(column)
        if len(used) == grid.columns:
            return grid
    kept = sorted(used)
    made: dict[int, GridCell] = {}
    for row in grid.rows:
        places = [row[column] for column in kept]
        for column, cell in enumerate(places):
            if cell and id(cell) not in made:
                across = sum(other is cell for other in places)
                made[id(cell)] = replace(cell, column=column, colspan=across)
    rows = tuple(
        tuple(cell and made[id(cell)] for cell in (row[c] for c in kept)) for row in grid.rows
    )
    return Lattice(rows, len(kept), grid.pages, (), grid.loose)


def continues(first: Lattice, second: Lattice, header_rows: int) -> Lattice | None:
    """``first`` followed by ``second`` as one table, or None where the columns do not agree.

    ``header_rows`` is how many rows of ``first`` are its header; a repetition of them at the top
    of ``second`` is dropped. A row that the page turn cuts is one.
    """
    if first.loose or second.loose:
        return None
    if first.edges and second.edges:
        united = _united(first.edges, second.edges)
        if united is None:
            return None
        first, second = _spread(first, united), _spread(second, united)
    elif first.columns != second.columns:
        return None
    repeated = _repeated(first, second, header_rows)
    rest = second.rows[repeated:]
    whole = mended(first.rows[-1], rest[0]) if first.edges and rest else None
    rows = first.rows + rest if whole is None else (*first.rows[:-1], whole, *rest[1:])
    return Lattice(rows, first.columns, first.pages + second.pages, first.edges)


def _repeated(first: Lattice, second: Lattice, header_rows: int) -> int:
    """How many rows are printed again: the header, and first rows that it was set to hold too."""
    count = 0
    while (
        header_rows
        and count < min(len(first.rows), len(second.rows))
        and first.texts(count) == second.texts(count)
        and any(first.texts(count))
    ):
        count += 1
    return count


def _united(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...] | None:
    """The borders of both, if the frames agree and one set of borders refines the other."""
    if abs(one[0] - other[0]) > 2 * _DRIFT or abs(one[-1] - other[-1]) > 2 * _DRIFT:
        return None
    fine, coarse = (one, other) if len(one) >= len(other) else (other, one)
    inner = coarse[1:-1]
    if all(min(abs(x - y) for y in fine) <= _DRIFT for x in inner):
        return tuple(fine)
    return None


def _spread(grid: Lattice, edges: tuple[float, ...]) -> Lattice:
    """The same lattice over a finer set of borders."""
    if len(edges) == len(grid.edges):
        return replace(grid, edges=edges)
    nearest = [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in grid.edges]
    nearest[0], nearest[-1] = 0, len(edges) - 1
    rows = []
    for row in grid.rows:
        spread: list[GridCell | None] = []
        for column, cell in enumerate(row):
            spread += [cell] * (nearest[column + 1] - nearest[column])
        rows.append(tuple(spread))
    return Lattice(tuple(rows), len(edges) - 1, grid.pages, edges)
