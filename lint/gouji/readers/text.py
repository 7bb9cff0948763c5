"""Plain text to lines: decoding, page hints, running heads and page numbers.

The text is often what an extractor left of a PDF: every visual line may be followed by a blank
line, and pages may be marked by form feeds, by printed page numbers, by a single leading blank, or
not at all. Pages are therefore only a hint; lines and columns are exact.
"""

from __future__ import annotations

import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from itertools import pairwise
from typing import Final

from gouji.model.blocks import Line, Page, ReadError, Reading
from gouji.model.place import Run, SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.remarks import is_remark, remarks

_NEWLINE: Final = regex(r"\r\n|\r|\n")
_MARKED_NUMBER: Final = regex(
    r"[-—–－―~·]+\s*(\d{1,4})\s*[-—–－―~·]+|第\s*(\d{1,4})\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?"
    r"|(\d{1,4})\s*[/／]\s*\d{1,4}"
)
_BARE_NUMBER: Final = regex(r"\d{1,4}")
_CAPTION: Final = regex(r"单位\s*[:：]|编制|公开")
_MIN_PAGES: Final = 3  # fewer repetitions could be chance
_MOST_MARKS: Final = 2000  # lone numbers; a longer list is no list of pages
_ODD_SHARE: Final = 50  # one odd character in so many is still text


class _Raw(Record):
    """A line of the file: its text without the line end, and where it stands."""

    text: str
    number: int
    column: int
    gap: int  # blank lines before it
    feeds: int  # form feeds before it


def read_text(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The lines of a text file.

    :raises ReadError: ``empty`` when there is nothing to read, ``not-text`` when it is no text,
        ``too-large-inside`` when it has more characters than the limits allow.
    """
    text = _decode(data)
    if len(text) > limits.characters:
        raise ReadError("too-large-inside", part="text", maximum=limits.characters)
    raws = [raw for raw in _raw_lines(text) if not is_remark(raw.text)]
    if not raws:
        raise ReadError("empty")
    marks = _page_numbers(raws)
    pages = _pages(raws, marks)
    heads = _running_heads(raws, pages, marks)
    lines = tuple(
        _line(raw, page)
        for index, (raw, page) in enumerate(zip(raws, pages, strict=True))
        if index not in marks and index not in heads
    )
    return Reading(
        "text",
        tuple(Page(n) for n in range(1, max(pages) + 1)),
        lines,
        remarks=remarks(_NEWLINE.sub("\n", text)),
    )


def _odd(text: str) -> int:
    """How many characters are none that a text is written with."""
    strange = {c for c in set(text) if unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"}}
    return sum(map(text.count, strange - set("\t\n\r\f\v")))


def _decode(data: bytes) -> str:
    if not data:
        raise ReadError("empty")
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    if data.startswith(BOM_UTF8):
        data, encodings = data[len(BOM_UTF8) :], ("utf-8",)
    elif data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise ReadError("not-text")
    if not text.strip():
        raise ReadError("empty")
    if "\0" in text or _odd(text) * _ODD_SHARE > len(text):
        raise ReadError("not-text")
    return text


def _raw_lines(text: str) -> list[_Raw]:
    """The lines that hold something; a form feed inside a line divides it."""
    raws = []
    gap = feeds = 0
    for number, whole in enumerate(_NEWLINE.split(text), start=1):
        column = 1
        filled = False
        for index, part in enumerate(whole.split("\f")):
            feeds += index > 0
            body = part.rstrip()
            if body.strip():
                raws.append(_Raw(body, number, column, gap, feeds))
                gap = feeds = 0
                filled = True
            column += len(part) + 1
        gap += not filled
    return raws


def _usual_gap(raws: list[_Raw]) -> int:
    return Counter(raw.gap for raw in raws[1:]).most_common(1)[0][0] if len(raws) > 1 else 0


def _page_numbers(raws: list[_Raw]) -> dict[int, int]:
    """Lone lines that are page numbers: index of the line → number.

    A number between dashes or in 第…页 is one by its form. A bare number is one only beside a form
    feed and counting with the pages, or when all of them count up by one, or when set off by more
    blank lines than usual; it could be a figure of a table otherwise.
    """
    marks: dict[int, int] = {}
    bare: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []  # set off by blank lines
    offsets: list[tuple[int, int, int]] = []  # beside a form feed, with the number less the page
    usual = _usual_gap(raws)
    page = 1
    for index, raw in enumerate(raws):
        page += raw.feeds
        stripped = raw.text.strip()
        if match := _MARKED_NUMBER.fullmatch(stripped):
            marks[index] = int(next(g for g in match.groups() if g))
        elif _BARE_NUMBER.fullmatch(stripped):
            number = int(stripped)
            after = raws[index + 1] if index + 1 < len(raws) else None
            bare.append((index, number))
            if raw.gap > usual + 1 or (after is not None and after.gap > usual + 1):
                apart.append((index, number))
            if raw.feeds or (after is not None and after.feeds) or (after is None and page > 1):
                offsets.append((index, number, number - page))
    if marks:
        return marks
    if offsets:
        offset, often = Counter(o for _, _, o in offsets).most_common(1)[0]
        return {i: n for i, n, o in offsets if o == offset} if often > 1 else {}
    if len(bare) >= _MIN_PAGES and all(b[1] == a[1] + 1 for a, b in pairwise(bare)):
        return dict(bare)
    return _rising(apart) if len(apart) <= _MOST_MARKS else {}


def _rising(numbers: list[tuple[int, int]]) -> dict[int, int]:
    """The longest run of candidates whose numbers rise in reading order, as page numbers do."""
    chains: list[list[tuple[int, int]]] = [[]]
    for index, number in numbers:
        longest: list[tuple[int, int]] = []
        for chain in chains:
            if len(chain) > len(longest) and chain[-1][1] < number:
                longest = chain
        chains.append([*longest, (index, number)])
    best = max(chains, key=len)
    return dict(best)


def _pages(raws: list[_Raw], marks: dict[int, int]) -> list[int]:
    """The page of every line, by form feeds, else by leading blanks and printed numbers."""
    if any(raw.feeds for raw in raws):
        page, pages = 1, []
        for raw in raws:
            page += raw.feeds
            pages.append(page)
        return pages
    starts = _blank_starts(raws)
    pages, page = [], 1
    for index in range(len(raws)):
        if index and (index in starts or index - 1 in marks):
            page += 1
        pages.append(page)
        number = marks.get(index)
        if number is not None and number >= page:
            page = number
            pages[-1] = page
    return pages


def _blank_starts(raws: list[_Raw]) -> set[int]:
    """Lines that a single leading blank marks as the first of a page.

    Only where no other line is indented, so that the blank can mean nothing else.
    """
    indents = [len(raw.text) - len(raw.text.lstrip()) for raw in raws]
    starts = {i for i, raw in enumerate(raws) if indents[i] == 1 and raw.text[0] == " "}
    if any(indent > 1 for indent in indents) or len(starts) * 4 > len(raws):
        return set()
    return starts


def _running_heads(raws: list[_Raw], pages: list[int], marks: dict[int, int]) -> set[int]:
    """Lines repeated at the top or the bottom of most pages."""
    ends: dict[int, list[int]] = {}
    for index, page in enumerate(pages):
        if index not in marks:
            ends.setdefault(page, []).append(index)
    dropped: set[int] = set()
    if len(ends) < _MIN_PAGES:
        return dropped
    for end in (0, -1):
        at_end = {rows[end] for rows in ends.values()}
        texts = Counter("".join(raws[index].text.split()) for index in at_end)
        for index in at_end:
            text = "".join(raws[index].text.split())
            often = texts[text] >= _MIN_PAGES and texts[text] * 2 > len(ends)
            if often and not _CAPTION.search(text):
                dropped.add(index)
    return dropped


def _line(raw: _Raw, page: int) -> Line:
    # A lone blank that marks a page is no indent.
    lead = len(raw.text) - len(raw.text.lstrip())
    skip = 1 if lead == 1 and raw.text[0] == " " else 0
    text = raw.text[skip:]
    run = Run(0, len(text), page, line=raw.number, column=raw.column + skip)
    return Line(SourceText(text, (run,)), page)
