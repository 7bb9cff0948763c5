"""Running headers, running footers and page numbers: lines that are of the page, not the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import takewhile
from typing import Final

from gouji.model.blocks import Grid, Line
from gouji.model.record import Record
from gouji.model.regex import regex

# share of the page's height, at the top and at the bottom, in which running lines stand
_ZONE: Final = 0.13
# running lines at each end of a page, at most
_LINES: Final = 2
# a running line stands apart from the text by this part of its own height
_APART: Final = 0.5
# a running line is on this share of the pages, and on so many at least
_SHARE: Final = 0.5
_PAGES: Final = 3
# text beside a page number must be this long to be known again
_KNOWN: Final = 5
_DASHES: Final = r"[-—–‐−－·•~～_|\s]*"
_NUMBER: Final = regex(
    rf"^{_DASHES}(?:第\s*)?(\d{{1,4}})(?:\s*页)?(?:\s*[/／,，、]?\s*(?:共|of)?\s*(\d{{1,4}})\s*页?)?{_DASHES}$"
)
_BARE: Final = regex(r"^\d{1,4}$")
_AT_END: Final = regex(rf"^{_DASHES}\d{{1,4}}{_DASHES}(?=\D)|(?<=\D){_DASHES}\d{{1,4}}{_DASHES}$")

Block = Line | Grid


class Layout(Record):
    """The blocks of a page from top to bottom, with the height of the page."""

    number: int
    height: float
    blocks: tuple[Block, ...]


def without_running_lines(pages: Sequence[Layout]) -> list[Layout]:
    """The pages without their running lines and page numbers."""
    candidates = [(page, index) for page in pages for index in _outermost(page)]
    running = _page_numbers(candidates) | _repeated(candidates, len(pages))
    dropped = {place for page in pages for place in _outer(page, running)}
    return [
        Layout(
            page.number,
            page.height,
            tuple(b for k, b in enumerate(page.blocks) if (page.number, k) not in dropped),
        )
        for page in pages
    ]


def _outer(page: Layout, running: Set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The running lines of a page outside of which nothing else stands."""
    for order in (range(len(page.blocks)), range(len(page.blocks) - 1, -1, -1)):
        yield from takewhile(running.__contains__, ((page.number, k) for k in order))


def _outermost(page: Layout) -> list[int]:
    """The lines in the margins, from the edges of the page inwards up to two at each."""
    blocks = page.blocks
    found: list[int] = []
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        for k in list(order)[:_LINES]:
            block = blocks[k]
            if not isinstance(block, Line) or block.box is None:
                break
            at_top = order.step > 0
            inside = (
                block.box.bottom <= _ZONE * page.height
                if at_top
                else block.box.top >= (1 - _ZONE) * page.height
            )
            if not inside:
                break
            if k not in found:
                found.append(k)
    return found


def _line(page: Layout, index: int) -> Line:
    block = page.blocks[index]
    assert isinstance(block, Line)
    return block


def _page_numbers(candidates: Sequence[tuple[Layout, int]]) -> set[tuple[int, int]]:
    """Lines that are nothing but a page number; a bare number must count as the pages do."""
    bare: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for page, index in candidates:
        text = _line(page, index).text.strip()
        match = _NUMBER.match(text)
        if match is None:
            continue
        if _BARE.match(text):
            bare[int(text) - page.number].append((page.number, index))
        else:
            found.add((page.number, index))
    for difference, places in bare.items():
        if len(places) >= 2 or difference == 0:
            found.update(places)
    return found


def _repeated(candidates: Sequence[tuple[Layout, int]], pages: int) -> set[tuple[int, int]]:
    """Lines that stand on most pages at the same height, apart from the text."""
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page, index in candidates:
        line = _line(page, index)
        key = _AT_END.sub("", line.text).strip()
        if len(key) < _KNOWN:
            key = line.text.strip()
        if line.box is None or not _stands_apart(page, index):
            continue
        groups[key, round(line.box.top / 4)].append((page.number, index))
    merged: Counter[tuple[str, int]] = Counter()
    for (key, height), places in groups.items():
        for near in (height - 1, height, height + 1):
            merged[key, near] += len({number for number, _ in places})
    return {
        place
        for key, places in groups.items()
        if merged[key] >= max(_PAGES, _SHARE * pages)
        for place in places
    }


def _stands_apart(page: Layout, index: int) -> bool:
    """Whether a line keeps a distance from the text on its inner side."""
    box = _line(page, index).box
    assert box is not None
    inner = index + 1 if box.top < page.height / 2 else index - 1
    if not 0 <= inner < len(page.blocks):
        return True
    other = page.blocks[inner].box
    if other is None:
        return True
    gap = other.top - box.bottom if inner > index else box.top - other.bottom
    return gap >= _APART * (box.bottom - box.top)
