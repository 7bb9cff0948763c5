"""Where a piece of text stands: in its file, on its page, and in the logic of the document."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from typing import Final, Protocol

from gouji.model.record import Record

FEW_LINES: Final = 400  # characters


class Box(Record):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class Run(Record):
    """A stretch of characters that stand side by side in the file.

    ``start`` is the offset of its first character in the text it belongs to. Paged formats give
    ``page`` (from 1), ``top``, ``bottom`` and ``edges``: the left edge of every character and the
    right edge of the last. Line-based formats give ``line`` and ``column`` (both from 1). Formats
    made of parts give ``part``, the piece of the package it stands in: ``Sheet1!C5``, or
    ``word/document.xml#p12.t3`` for the third ``w:t`` of the twelfth ``w:p`` of that part, counted
    in document order; ``column`` is then the place within that piece.
    """

    start: int
    length: int
    page: int | None = None
    top: float = 0.0
    bottom: float = 0.0
    edges: tuple[float, ...] = ()
    line: int | None = None
    column: int | None = None
    part: str | None = None

    def box(self, first: int, last: int) -> Box | None:
        """The box of the characters ``first`` (inclusive) to ``last`` (exclusive) of this run."""
        if not self.edges or last <= first:
            return None
        return Box(self.edges[first], self.top, self.edges[last], self.bottom)


class SourceText(Record):
    """Text and where each of its characters came from.

    ``runs`` are in order of ``start`` and do not overlap; characters between runs (a space put in
    where two lines were joined) stand nowhere.
    """

    text: str
    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def spot(self, start: int, end: int) -> Spot:
        """Where the characters ``start`` to ``end`` stand: the first page they touch."""
        if not self.runs:
            return Spot()
        index = max(0, bisect_right(self.runs, start, key=lambda r: r.start) - 1)
        spot: Spot | None = None
        for run in self.runs[index:]:
            first, last = max(start - run.start, 0), min(end - run.start, run.length)
            if run.start >= end and spot is not None:
                break
            if last < first:
                continue
            here = Spot(
                run.page,
                run.box(first, last),
                run.line,
                None if run.column is None else run.column + first,
                run.line,
                None if run.column is None else run.column + last,
                run.part,
            )
            if spot is None:
                spot = here
            elif spot.page == here.page:
                spot = Spot(
                    spot.page,
                    spot.box.union(here.box) if spot.box and here.box else spot.box or here.box,
                    spot.line,
                    spot.column,
                    here.end_line,
                    here.end_column,
                    spot.part,
                )
            else:
                break
        return spot or Spot()

    def slice(self, start: int, end: int) -> SourceText:
        """The part from ``start`` to ``end`` with its places."""
        runs = []
        index = max(0, bisect_right(self.runs, start, key=lambda r: r.start) - 1)
        for run in self.runs[index : bisect_left(self.runs, end, index, key=lambda r: r.start)]:
            first, last = max(start, run.start), min(end, run.start + run.length)
            if last > first:
                skip = first - run.start
                runs.append(
                    Run(
                        first - start,
                        last - first,
                        run.page,
                        run.top,
                        run.bottom,
                        run.edges[skip : skip + last - first + 1],
                        run.line,
                        None if run.column is None else run.column + skip,
                        run.part,
                    )
                )
        return SourceText(self.text[start:end], tuple(runs))

    @staticmethod
    def join(pieces: tuple[SourceText, ...] | list[SourceText], glue: str = "") -> SourceText:
        """The pieces one after another with ``glue`` between them."""
        runs: list[Run] = []
        offset = 0
        for piece in pieces:
            runs.extend(
                Run(
                    r.start + offset,
                    r.length,
                    r.page,
                    r.top,
                    r.bottom,
                    r.edges,
                    r.line,
                    r.column,
                    r.part,
                )
                for r in piece.runs
            )
            offset += len(piece.text) + len(glue)
        return SourceText(glue.join(p.text for p in pieces), tuple(runs))

    @property
    def page(self) -> int | None:
        """The page of the first character, from 1."""
        return self.runs[0].page if self.runs else None


class Spot(Record):
    """A physical place: page and box, lines and columns, the part of a package; from 1."""

    page: int | None = None
    box: Box | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    part: str | None = None

    @property
    def part_name(self) -> str:
        """What a reader can find of ``part``: file, sheet and cell, but no piece of XML."""
        part = self.part or ""
        inner = part.rpartition("]")[2]
        return part if "!" in inner else part.removesuffix(inner)


class Node(Protocol):
    """Anything a place can be in: a heading, a paragraph, a cell."""

    @property
    def source(self) -> SourceText:
        """The text of the node and where it stands."""

    @property
    def address(self) -> str:
        """The logical address of the node."""


class Anchor(Record):
    """The characters ``start`` to ``end`` of a node: the place a finding points at."""

    node: Node
    start: int
    end: int

    @classmethod
    def whole(cls, node: Node) -> Anchor:
        """All of a node."""
        return cls(node, 0, len(node.source.text))

    @property
    def text(self) -> str:
        """The quoted characters."""
        return self.node.source.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The words of its sentence before it, those within the last few lines."""
        start = max(0, self.start - FEW_LINES)
        return self.node.source.text[start : self.start].rpartition("。")[2]

    @property
    def after(self) -> str:
        """The words of its sentence after it, those within the next few lines."""
        return self.node.source.text[self.end : self.end + FEW_LINES].partition("。")[0]

    @property
    def spot(self) -> Spot:
        """Where they stand in the file."""
        return self.node.source.spot(self.start, self.end)

    @property
    def address(self) -> str:
        """The logical address, with the quotation unless the whole node is meant."""
        if self.start == 0 and self.end >= len(self.node.source.text):
            return self.node.address
        # Spaces and the width of digits are layout; an address must not change with them.
        quote = "".join(unicodedata.normalize("NFKC", self.text).split())
        return f"{self.node.address} › “{quote}”"
