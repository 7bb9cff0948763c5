"""Lines to paragraphs: which line continues the one before it.

The same reasoning serves pages and plain text: an indent starts a paragraph, a line that ends well
before the right margin ends one. Pages are measured in points by their boxes, text in columns by
the display width of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gouji.model.blocks import Line
from gouji.model.place import SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.tree import Table
from gouji.vocabulary import load

_TOKEN: Final = regex(r"[\x21-\x7e]+|[（《“‘]*.[，。、；：！？）》”’]*", re.DOTALL)
_FULL_STOP: Final = "。！？!?"
_OPEN_END: Final = "，、（《“‘—,("
_CLOSING: Final = "，。、；：）》”’％%！？"
_LEADER: Final = regex(r"(?:…{1,}|\.{4,}|·{3,}|⋯{1,}|。{4,}|_{4,})\s*[-—]?\s*\d{0,4}\s*[-—]?$")
_GLUED_SPACE: Final = regex(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_UNIT: Final = regex(r"\s*(?:百万|千|万|亿)?元|\s*[%％]|\s*万")
_LABEL: Final = regex(r"[^，。；：:、\d]{2,12}[：:]")
_LONG: Final = 40  # columns; shorter lines say nothing of the margin
_UNWRAPPED: Final = 130  # columns; no page is that wide
_MIN_LINES: Final = 5
_COLUMNS: Final = regex(r"\S[ \u3000]{3,}\S")


class Block(Record):
    """The lines of one paragraph or title, joined, and how it looks."""

    source: SourceText
    centred: bool = False
    large: bool = False
    leader: bool = False

    @property
    def text(self) -> str:
        """The characters of the block."""
        return self.source.text


class _Shape(Record):
    """A line between its margins, in one unit (points or columns)."""

    line: Line
    source: SourceText  # stripped
    left: float
    right: float
    em: float
    margin_left: float
    margin_right: float | None  # None where lines are not broken by width
    indents: bool  # whether indents can be seen

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def indent(self) -> float:
        """The distance from the left margin in ems."""
        return (self.left - self.margin_left) / self.em

    @property
    def centred(self) -> bool:
        """Whether the line stands in the middle, clear of both margins."""
        if self.margin_right is None or not self.indents:
            return False
        before, after = self.indent, (self.margin_right - self.right) / self.em
        return min(before, after) > 2.5 and abs(before - after) < max(3.0, 0.3 * before)


def flow(items: Sequence[Line | Table]) -> list[Block | Table]:
    """Paragraphs and titles made of the lines; tables keep their places.

    A table between the two halves of one sentence comes after the sentence.
    """
    shapes = _shapes([item for item in items if isinstance(item, Line)])
    body_size = _body_size(shapes)
    result: list[Block | Table] = []
    open_lines: list[_Shape] = []
    floats: list[Table] = []
    position = 0

    def close() -> None:
        if open_lines:
            result.append(_block(open_lines, body_size))
        result.extend(floats)
        open_lines.clear()
        floats.clear()

    for item in items:
        if isinstance(item, Table):
            if open_lines and _is_cut(open_lines[-1]):
                floats.append(item)
            else:
                close()
                result.append(item)
            continue
        shape = shapes[position]
        position += 1
        if not shape.text:
            continue
        if open_lines:
            last = open_lines[-1]
            joins = _continues(last, shape, len(open_lines) == 1)
            if floats:
                joins = joins and shape.indents and shape.indent < 1
            if not joins:
                close()
        open_lines.append(shape)
    close()
    return result


def _block(shapes: Sequence[_Shape], body_size: float) -> Block:
    pieces: list[SourceText] = []
    for shape in shapes:
        if pieces and _needs_space(pieces[-1].text, shape.text):
            pieces[-1] = SourceText(pieces[-1].text + " ", pieces[-1].runs)
        pieces.append(shape.source)
    first = shapes[0]
    return Block(
        SourceText.join(pieces),
        centred=all(s.centred for s in shapes),
        large=body_size > 0 and first.line.size > body_size * 1.15,
        leader=any(_LEADER.search(s.text) for s in shapes),
    )


def _needs_space(before: str, after: str) -> bool:
    """Whether two Latin words meet at the line end."""
    return (
        before[-1:].isascii()
        and before[-1:].isalpha()
        and after[:1].isascii()
        and after[:1].isalpha()
    )


def _is_cut(shape: _Shape) -> bool:
    """Whether the line breaks off in the middle of a sentence at the right margin."""
    ends_open = shape.text[-1] not in _FULL_STOP + "；：;:"
    return ends_open and _is_full(shape, "") and not item_level(shape.text) and not shape.centred


def _continues(a: _Shape, b: _Shape, first: bool) -> bool:
    """Whether line ``b`` goes on with the paragraph whose last line is ``a``."""
    if a.line.ends_paragraph is not None:
        return not a.line.ends_paragraph
    if _LEADER.search(a.text) or _differ(a.line, b.line):
        return False
    if a.centred or b.centred:
        return b.centred and (a.centred or first) and _wraps_title(a, b)
    full = _is_full(a, b.text, _room(a, b, first))
    if item_level(b.text) is not None and not (full and _splits_number(a.text, b.text)):
        return False
    if b.indents and b.indent > 1.2 and not (full and _same_indent(a, b, first)):
        return False
    last = a.text[-1]
    if last in _FULL_STOP:
        return full and b.indents
    if b.text[0] in _CLOSING or last in _OPEN_END or (last.isdigit() and _UNIT.match(b.text)):
        return True
    if _is_open_prose(a):
        return True
    if first and item_level(a.text) is not None and not _has_stop(a.text):
        return full or _wraps_heading(a, b)
    return full


def _is_open_prose(shape: _Shape) -> bool:
    """Whether a line that reaches far to the right breaks off inside a sentence: prose does not
    end without a stop, and a list whose items follow each other on one line is no list of
    paragraphs."""
    if shape.margin_right is None or shape.text[-1] in _FULL_STOP + "：:":
        return False
    if shape.text[-1] in "；;" and "；" not in shape.text[:-1]:
        return False
    reach = shape.right - shape.margin_left
    far = reach > 0.75 * (shape.margin_right - shape.margin_left)
    told = "，" in shape.text or "元、" in shape.text
    return far and told and (item_level(shape.text) is None or _has_stop(shape.text))


def _differ(a: Line, b: Line) -> bool:
    return bool(a.size and b.size) and abs(a.size - b.size) > 0.12 * max(a.size, b.size)


def _same_indent(a: _Shape, b: _Shape, first: bool) -> bool:
    """Whether both lines belong to a block that is indented as a whole."""
    return abs(a.left - b.left) < 0.5 * a.em and not first and a.text[-1] not in _FULL_STOP + "；："


def _splits_number(a: str, b: str) -> bool:
    """Whether a number may run over the line end."""
    return a[-1].isdigit() and b[0].isdigit()


def _has_stop(text: str) -> bool:
    return any(c in "。；！？" for c in text)


def _wraps_heading(a: _Shape, b: _Shape) -> bool:
    """Whether a heading of larger letters, broken early, goes on in a short line."""
    if a.margin_right is None or a.indents:
        return False
    wide = a.right - a.left > 0.72 * (a.margin_right - a.margin_left)
    short = b.right - b.left < 0.6 * (a.margin_right - a.margin_left)
    return wide and short and not any(c in "。；，：" for c in b.text)


def _wraps_title(a: _Shape, b: _Shape) -> bool:
    """Whether a centred title that fills most of its line goes on in a shorter one."""
    if a.margin_right is None or item_level(b.text) is not None or _has_stop(a.text + b.text):
        return False
    if not a.centred and item_level(a.text) is None:
        return False
    span = a.right - a.left
    return span > 0.6 * (a.margin_right - a.margin_left) and b.right - b.left < 0.7 * span


def _is_full(a: _Shape, following: str, slack: float = 1.3) -> bool:
    """Whether the first word of what follows had no room left on the line, give or take ``slack``
    ems."""
    if a.margin_right is None:
        return False
    token = _TOKEN.match(following)
    word = width(token.group()) * a.em / 2 if token else a.em
    return a.right + word > a.margin_right - slack * a.em


def _room(a: _Shape, b: _Shape, first: bool) -> float:
    """The slack within which a line counts as full."""
    if a.indents:
        return 1.3
    if first and _LABEL.match(a.text) and _LABEL.match(b.text):
        return 0.6  # a list of labels and values
    if a.text[-1] in "：:":
        return 1.3
    # Where indents cannot be seen a first line is two ems shorter than it looks.
    return 3.2 if first else 1.3


def _shapes(lines: Sequence[Line]) -> list[_Shape]:
    sources = [_stripped(line.source) for line in lines]
    if any(line.box is not None for line in lines):
        return _page_shapes(lines, sources)
    measured = [
        (width(line.text[: len(line.text) - len(line.text.lstrip())]), width(source.text))
        for line, source in zip(lines, sources, strict=True)
    ]
    # what stands in columns, as rows of tables that were not understood, goes beyond the text
    prose = [
        m
        for line, m in zip(lines, measured, strict=True)
        if m[1] >= _LONG and not _COLUMNS.search(line.text.strip())
    ]
    margin = _text_margin(prose or measured)
    indented = sum(2 <= left <= 12 for left, _ in measured)
    indents = indented * 10 > len(measured)
    lefts = Counter(left for left, span in measured if span >= _LONG)
    common = min((left for left, n in lefts.items() if n * 8 >= sum(lefts.values())), default=0)
    return [
        _Shape(line, source, left, left + span, 2.0, common, margin, indents)
        for line, source, (left, span) in zip(lines, sources, measured, strict=True)
    ]


def _text_margin(measured: Sequence[tuple[int, int]]) -> float | None:
    """The column where lines are broken, None where each line is a paragraph."""
    rights = sorted(left + span for left, span in measured if span >= _LONG)
    if len(rights) < _MIN_LINES:
        return float(rights[-1]) if rights else None
    margin = rights[int(len(rights) * 0.9)]
    near = sum(margin - 8 <= right <= margin + 2 for right in rights)
    if margin > _UNWRAPPED or near * 5 < len(rights):
        return None
    return float(margin)


def _page_shapes(lines: Sequence[Line], sources: Sequence[SourceText]) -> list[_Shape]:
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        if line.box is not None:
            pages.setdefault(line.page, []).append(line)
    margins = {page: _page_margins(held) for page, held in pages.items()}
    full = [margins[page] for page, held in pages.items() if len(held) >= _MIN_LINES]
    usual = Counter((round(a, -1), round(b, -1)) for a, b in full).most_common(1)
    shapes = []
    for line, source in zip(lines, sources, strict=True):
        box = line.box
        if box is None:
            shapes.append(_Shape(line, source, 0, 0, 1.0, 0, None, False))
            continue
        left, right = margins[line.page]
        if len(pages[line.page]) < _MIN_LINES and usual:
            left, right = min(left, usual[0][0][0] + 5), max(right, usual[0][0][1] - 5)
        em = line.size or max(box.bottom - box.top, 1.0)
        shapes.append(_Shape(line, source, box.x0, box.x1, em, left, right, True))
    return shapes


def _page_margins(lines: Sequence[Line]) -> tuple[float, float]:
    boxes = [line.box for line in lines if line.box is not None]
    return min(b.x0 for b in boxes), max(b.x1 for b in boxes)


def _body_size(shapes: Sequence[_Shape]) -> float:
    sizes: Counter[float] = Counter()
    for shape in shapes:
        sizes[round(shape.line.size, 1)] += len(shape.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _stripped(source: SourceText) -> SourceText:
    text = source.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return source if (start, end) == (0, len(text)) else source.slice(start, max(start, end))


@lru_cache(maxsize=65536)
def width(text: str) -> int:
    """Columns of a text; blanks that only set digits off from Chinese characters do not count."""
    indent = len(text) - len(text.lstrip())
    inner = text[:indent] + _GLUED_SPACE.sub("", text[indent:])
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in inner)


@lru_cache(maxsize=1)
def levels() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The numbering patterns, outermost first, and whether they also number lists."""
    return tuple(
        (regex(level["pattern"]), bool(level.get("list"))) for level in load("headings")["level"]
    )


@lru_cache(maxsize=65536)
def item_level(text: str) -> int | None:
    """The level of the numbering a text begins with, None without one."""
    for index, (pattern, _) in enumerate(levels()):
        if pattern.match(text):
            return index
    return None
