"""Paths of a PDF page: the straight pieces along the axes and the rectangles in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from gouji.readers.pdf.records import Matrix, PageRecord, Rect, bounds, overlap

# points by which a line may lean and still be a ruling
_LEAN: Final = 0.5
# filled rectangles at most this thick are drawn lines, thicker ones if they are long bars
_THIN: Final = 3.0
_SLENDER: Final = 2.0
_THICK: Final = 6.0
_LONG: Final = 8.0
# a corner where two thin lines meet
_CORNER: Final = 1.5


class Path:
    """The path under construction, in page coordinates."""

    __slots__ = ("rects", "subpaths")

    def __init__(self) -> None:
        # points with whether a straight line leads to them
        self.subpaths: list[list[tuple[float, float, bool]]] = []
        self.rects: list[Rect] = []

    def __bool__(self) -> bool:
        return bool(self.subpaths or self.rects)

    def clear(self) -> None:
        """Begin anew."""
        if self.subpaths:
            self.subpaths = []
        if self.rects:
            self.rects = []

    def move(self, x: float, y: float) -> None:
        """Begin a subpath."""
        self.subpaths.append([(x, y, False)])

    def line(self, x: float, y: float, straight: bool = True) -> None:
        """Go on to a point."""
        if self.subpaths:
            self.subpaths[-1].append((x, y, straight))
        else:
            self.move(x, y)

    def lines(self, points: list[tuple[float, float, bool]]) -> None:
        """Go on to several points."""
        if not self.subpaths:
            self.move(*points[0][:2])
            points = points[1:]
        self.subpaths[-1] += points

    def close(self) -> None:
        """Go back to where the subpath began."""
        if self.subpaths and self.subpaths[-1]:
            x, y, _ = self.subpaths[-1][0]
            self.subpaths[-1].append((x, y, True))

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """Add a rectangle given in user space."""
        a, b, c, d, e, f = matrix
        right, top = x + width, y + height
        if not b and not c:
            x0, y0, x1, y1 = a * x + e, d * y + f, a * right + e, d * top + f
            self.rects.append(
                (
                    x0 if x0 < x1 else x1,
                    y0 if y0 < y1 else y1,
                    x1 if x0 < x1 else x0,
                    y1 if y0 < y1 else y0,
                )
            )
            return
        if not a and not d:
            self.rects.append(bounds(matrix, x, y, right, top))
            return
        corners = ((x, y), (right, y), (right, top), (x, top))
        points = [(a * px + c * py + e, b * px + d * py + f, True) for px, py in corners]
        self.subpaths.append([*points, points[0]])

    def box(self) -> Rect | None:
        """The rectangle around the path."""
        found: Rect | None = None
        for rect in chain(self.rects, map(_around, self.subpaths)):
            found = rect if found is None else _union(found, rect)
        return found

    def filled_rects(self) -> list[Rect]:
        """The rectangles it fills; other shapes are none of our business."""
        found = list(self.rects)
        for points in self.subpaths:
            corners = {(round(x, 1), round(y, 1)) for x, y, _ in points}
            if len(points) in (4, 5) and len(corners) == 4:
                xs = sorted({x for x, _ in corners})
                ys = sorted({y for _, y in corners})
                if len(xs) == 2 and len(ys) == 2:
                    found.append((xs[0], ys[0], xs[1], ys[1]))
        return found


def _around(points: Sequence[tuple[float, float, bool]]) -> Rect:
    xs, ys, _ = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _union(one: Rect, other: Rect) -> Rect:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def stroke(path: Path, page: PageRecord, clip: Rect, width: float) -> None:
    """Record the rulings that stroking the path draws; very thick strokes paint areas."""
    if width > _THICK:
        return
    for rect in path.rects:
        _sides(page, clip, width / 2, rect)
    for points in path.subpaths:
        x0, y0, _ = points[0]
        for x1, y1, straight in points[1:]:
            if straight:
                _ruling(page, clip, width / 2, x0, y0, x1, y1)
            x0, y0 = x1, y1


def _sides(page: PageRecord, clip: Rect, half: float, rect: Rect) -> None:
    """Record the sides of a rectangle as far as they show within the clip."""
    x0, y0, x1, y1 = rect
    left, top, right, bottom = clip
    low, high = left if left > x0 else x0, right if right < x1 else x1
    if low < high:
        for y in (y0, y1):
            if top - half <= y <= bottom + half:
                page.horizontals.append((y, low, high))
    low, high = top if top > y0 else y0, bottom if bottom < y1 else y1
    if low < high:
        for x in (x0, x1):
            if left - half <= x <= right + half:
                page.verticals.append((x, low, high))


def fill(path: Path, page: PageRecord, clip: Rect) -> None:
    """Record the rulings and areas that filling the path draws."""
    for rect in path.filled_rects():
        x0, y0, x1, y1 = overlap(rect, clip)
        if x1 < x0 or y1 < y0:
            continue
        width, height = x1 - x0, y1 - y0
        if width <= _CORNER and height <= _CORNER:
            page.horizontals.append(((y0 + y1) / 2, x0, x1))
            page.verticals.append(((x0 + x1) / 2, y0, y1))
        elif _is_line(height, width):
            page.horizontals.append(((y0 + y1) / 2, x0, x1))
        elif _is_line(width, height):
            page.verticals.append(((x0 + x1) / 2, y0, y1))
        elif width > _THIN and height > _THIN:
            page.fills.append((x0, y0, x1, y1))


def _is_line(thickness: float, length: float) -> bool:
    if thickness <= _THIN:
        return length >= _SLENDER * thickness
    return thickness <= _THICK and length >= _LONG * thickness


def _ruling(
    page: PageRecord, clip: Rect, half: float, x0: float, y0: float, x1: float, y1: float
) -> None:
    """Record a straight line if it runs along an axis and shows within the clip."""
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    left, top, right, bottom = clip
    if y1 - y0 <= _LEAN and x1 - x0 > y1 - y0:
        y = (y0 + y1) / 2
        low, high = left if left > x0 else x0, right if right < x1 else x1
        if low < high and top - half <= y <= bottom + half:
            page.horizontals.append((y, low, high))
    elif x1 - x0 <= _LEAN:
        x = (x0 + x1) / 2
        low, high = top if top > y0 else y0, bottom if bottom < y1 else y1
        if low < high and left - half <= x <= right + half:
            page.verticals.append((x, low, high))
