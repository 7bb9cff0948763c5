"""A row whose cells run over several lines and are cut by the turn of a page, made one again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from gouji.model.blocks import GridCell
from gouji.model.place import SourceText
from gouji.model.record import replace
from gouji.model.regex import regex
from gouji.model.tree import CellKind
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain

_BEGUN = regex(r"[-−－]?\d[\d,]*\.?\d*")  # of a figure
# What begins with a number, a code, "其中" or a mark of a note is a row of its own.
_ANEW = regex(r"[\d一二三四五六七八九十（(*※·•—]|其中|注|备注|说明|合|总|小计|本年|上年|年[初末]")

_Cells: TypeAlias = Sequence[GridCell | None]
_Piece: TypeAlias = tuple[GridCell, GridCell]


def mended(above: _Cells, below: _Cells) -> tuple[GridCell | None, ...] | None:
    """The last row of a page with the rest of it that stands on the next; None where the first
    row there is one of its own."""
    pairs = [(a, b) for a, b in zip(above, below, strict=True) if b is not None and plain(b.text)]
    if not pairs or not all(_alike(a, b) for a, b in zip(above, below, strict=True)):
        return None
    begun = [(a, b) for a, b in pairs if a is not None and plain(a.text)]
    if len(begun) < len(pairs) or not (_cut_figures(begun) or _cut_names(above, begun)):
        return None
    made: list[GridCell | None] = []
    for index, (a, b) in enumerate(zip(above, below, strict=True)):
        if a is None or b is None or not plain(b.text):
            made.append(a)
        elif index and a is above[index - 1]:
            made.append(made[-1])
        else:
            made.append(replace(a, source=SourceText.join((a.source, b.source))))
    return tuple(made)


def _alike(a: GridCell | None, b: GridCell | None) -> bool:
    """Whether two cells cover the same columns of one row."""
    if a is None or b is None:
        return a is b
    return a.rowspan == b.rowspan == 1 and (a.column, a.colspan) == (b.column, b.colspan)


def _cut_figures(pieces: Sequence[_Piece]) -> bool:
    """Whether pieces are no figures one by one (``1,205,3`` and ``00.00``) but are together."""
    texts = [(plain(a.text), plain(b.text)) for a, b in pieces]
    figures = [(a, b) for a, b in texts if _BEGUN.fullmatch(a)]
    return (
        any(not (_is_figure(a) and _is_figure(b)) for a, b in figures)
        and all(_is_figure(a + b) for a, b in figures)
        and not any(_is_figure(b) for a, b in texts if (a, b) not in figures)
    )


def _cut_names(above: _Cells, pieces: Sequence[_Piece]) -> bool:
    """Whether nothing but the last words of names are left of a row that has figures."""
    has_figures = any(c is not None and _is_figure(c.text) for c in above)
    return has_figures and all(_is_rest(a, b) for a, b in pieces)


def _is_rest(a: GridCell, b: GridCell) -> bool:
    words = plain(b.text)
    if any(map(str.isdigit, words)) or _ANEW.match(words):
        return False
    last, first = a.source.runs[-1:], b.source.runs[:1]
    if a.box is None or not last or not first or not (last[0].edges and first[0].edges):
        return False
    # The line above has no room for two more characters.
    return a.box.x1 - last[0].edges[-1] < 2 * (first[0].edges[1] - first[0].edges[0])


def _is_figure(text: str) -> bool:
    return read_number(text)[0] is CellKind.AMOUNT
