"""What is found on a PDF page, as flat records: text, pieces of rulings, fills, images.

Coordinates are points from the top left corner of the page, x to the right and y down.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Final, TypeAlias

from msgspec import field

from gouji.model.blocks import Notice
from gouji.model.record import Mutable
from gouji.readers.limits import Limits

# A stretch is text side by side: glyphs that are alike and stand close to each other, from left to
# right. It is a plain tuple, because a document has thousands of them: left, top, right, bottom,
# text, font size, baseline, bold, turn (quarter turns clockwise), and the left and right edges of
# its glyphs. A space, a turned glyph and one that stands for several characters is a stretch of its
# own; so text has as many characters as the stretch has glyphs, unless that is one.
Stretch: TypeAlias = tuple[
    float, float, float, float, str, float, float, bool, int, tuple[float, ...], tuple[float, ...]
]
X0: Final = 0
TOP: Final = 1
X1: Final = 2
BOTTOM: Final = 3
TEXT: Final = 4
SIZE: Final = 5
BASE: Final = 6
BOLD: Final = 7
TURN: Final = 8
LEFTS: Final = 9
RIGHTS: Final = 10

# A ruling: its position across, its two ends along.
Ruling: TypeAlias = tuple[float, float, float]
Rect: TypeAlias = tuple[float, float, float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
# The numbers before an operator.
Numbers: TypeAlias = tuple[float, ...]

# What the eye takes for the middle of a character stands this part of its size above the baseline;
# unlike the font's box this does not depend on what the font says of itself.
MIDDLE: Final = 0.36


class Exhausted(Exception):  # noqa: N818
    """A limit is reached: stop reading this page or file."""

    def __init__(self, limit: str, maximum: int) -> None:
        super().__init__(limit)
        self.limit = limit
        self.maximum = maximum


class Budget(Mutable):
    """What is left of the limits, and the notices of those breached."""

    limits: Limits
    characters: int = 0
    forms: int = 0
    rulings: int = 0
    bytes: int = 0
    decoded: int = 0
    tokens: int = 0
    operations: int = 0
    page_operations: int = 0
    # operations that the page may have, by both its limit and that of the file
    allowed_operations: int = 0
    cells: int = 0
    page: int | None = None
    notices: list[Notice] = field(default_factory=list)

    def start_page(self, number: int) -> None:
        """Renew what is counted by page."""
        self.page, self.forms, self.rulings, self.bytes = number, 0, 0, 0
        self.operations += self.page_operations
        self.page_operations = 0
        self.allowed_operations = min(
            self.limits.page_operations, self.limits.operations - self.operations
        )

    def breach(self, limit: str, maximum: int) -> None:
        """Note once a page that a limit was reached."""
        notice = Notice("limit", self.page, {"limit": limit, "maximum": maximum})
        if notice not in self.notices:
            self.notices.append(notice)

    def damage(self, what: str) -> None:
        """Note once a page that something in it is broken."""
        notice = Notice("damaged-part", self.page, {"part": what})
        if notice not in self.notices:
            self.notices.append(notice)

    def stop(self, limit: str, maximum: int) -> None:
        """Note that a limit was reached, and stop."""
        self.breach(limit, maximum)
        raise Exhausted(limit, maximum)

    def spend_bytes(self, count: int) -> None:
        """Count decoded content of a page."""
        self.bytes += count
        if self.bytes > self.limits.page_bytes:
            self.stop("page_bytes", self.limits.page_bytes)

    def spend_decoded(self, count: int) -> None:
        """Count decoded bytes of all streams."""
        self.decoded += count
        if self.decoded > self.limits.decoded_bytes:
            self.stop("decoded_bytes", self.limits.decoded_bytes)

    def spend_token(self) -> None:
        """Count a step of reading the file's objects."""
        self.tokens += 1
        if self.tokens > self.limits.tokens:
            self.stop("tokens", self.limits.tokens)

    def spend_tokens(self, count: int) -> None:
        """Count several steps of reading the file's objects."""
        self.tokens += count - 1
        self.spend_token()

    def spend_operations(self, count: int) -> None:
        """Count drawing operations."""
        self.page_operations += count
        if self.page_operations > self.allowed_operations:
            if self.page_operations > self.limits.page_operations:
                self.stop("page_operations", self.limits.page_operations)
            self.stop("operations", self.limits.operations)

    def reserve_characters(self) -> int:
        """How many characters a page may show; those it does not use are given back."""
        room = min(self.limits.page_characters, self.limits.characters - self.characters)
        self.characters += room
        return room

    def spend_characters(self, count: int) -> None:
        """Count characters beyond those reserved."""
        self.characters += count
        if self.characters > self.limits.characters:
            self.stop("characters", self.limits.characters)
        self.stop("page_characters", self.limits.page_characters)

    def spend_cells(self, count: int) -> bool:
        """Count cells of grids; whether they may be read."""
        self.cells += count
        if self.cells > self.limits.grid_cells:
            self.breach("grid_cells", self.limits.grid_cells)
            return False
        return True

    def spend_rulings(self, count: int) -> None:
        """Count pieces of rulings of a page."""
        self.rulings += count
        if self.rulings > self.limits.rulings:
            self.stop("rulings", self.limits.rulings)


class PageRecord(Mutable, eq=True):
    """All that is drawn on a page and matters to us."""

    number: int
    width: float
    height: float
    stretches: list[Stretch] = field(default_factory=list)
    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    fills: list[Rect] = field(default_factory=list)
    image_area: float = 0.0
    turned: int = 0


def glyph(
    x0: float, top: float, x1: float, bottom: float,
    text: str, size: float, base: float, bold: bool, turn: int,
) -> Stretch:  # fmt: skip
    """A stretch of one glyph."""
    return x0, top, x1, bottom, text, size, base, bold, turn, (x0,), (x1,)


def glyphs_of(stretch: Stretch) -> list[Stretch]:
    """The glyphs of a stretch, each a stretch of its own."""
    _, top, _, bottom, text, size, base, bold, turn, lefts, rights = stretch
    if len(lefts) == 1:
        return [stretch]
    return [
        (x0, top, x1, bottom, character, size, base, bold, turn, (x0,), (x1,))
        for character, x0, x1 in zip(text, lefts, rights, strict=True)
    ]


def count_of(stretches: Iterable[Stretch]) -> int:
    """How many glyphs stretches have."""
    return sum(map(len, map(itemgetter(LEFTS), stretches)))


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def bounds(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Rect:
    """The rectangle around a rectangle after a transformation."""
    a, b, c, d, e, f = matrix
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def overlap(one: Rect, other: Rect) -> Rect:
    """What two rectangles share; its right side is left of its left side if they share nothing."""
    left, top, right, bottom = one
    x0, y0, x1, y1 = other
    return (
        x0 if x0 > left else left,
        y0 if y0 > top else top,
        x1 if x1 < right else right,
        y1 if y1 < bottom else bottom,
    )
