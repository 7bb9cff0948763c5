"""The outline of a document: headings make nested sections, the rest stands under them.

Addresses are chains of numbers and titles (``第三部分 › 二 › （一）``); paragraphs are counted
within their section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import field

from gouji.model.blocks import Line
from gouji.model.memo import Memo
from gouji.model.place import SourceText
from gouji.model.record import Mutable
from gouji.model.regex import regex
from gouji.model.tree import Heading, Paragraph, Section, Table
from gouji.parsing.outline.flow import Block, flow, item_level, levels
from gouji.vocabulary import load

_SEPARATOR: Final = " › "
_STOPS: Final = regex(r"[。；！？;!?]")
_SENTENCE: Final = regex(r"[。；，！？：:]")
_WORD: Final = regex(r"[\u4e00-\u9fff]{2}")
_DATE: Final = regex(r"[\d年月日〇零一二三四五六七八九十]+")
_MONEY: Final = regex(r"\d\s*(?:万元|亿元|元|%|％)")
_TRAILING: Final = regex(r"[\s.…·⋯_。]+[-—]?\s*\d{0,4}\s*[-—]?$")
_BRACKETS: Final = str.maketrans("()", "（）")
_VOCABULARY: Final = load("headings")
_TITLE_LEVEL: Final[float] = _VOCABULARY["title"]["level"] - 0.5


class _Open(Mutable):
    """A section being filled."""

    level: float
    address: str
    heading: Heading | None = None
    parts: list[Section | Paragraph | Table] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    paragraphs: int = 0

    def close(self) -> Section:
        return Section(self.heading, tuple(self.parts), self.address)


def outline(items: Sequence[Line | Table], memo: Memo | None = None) -> Section:
    """The sections of a document; the root has no heading and an empty address."""
    memo = memo or Memo()
    blocks = flow(items)
    contents = _contents(blocks)
    stack = [_Open(-1.0, "")]
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            stack[-1].parts.append(block)
            continue
        if index in contents:
            if stack[-1].level != _TITLE_LEVEL or not _is_contents_title(stack[-1]):
                _open(stack, _TITLE_LEVEL, "", SourceText(_VOCABULARY["title"]["contents"]))
            _paragraph(stack[-1], block, memo)
            continue
        found = _heading(blocks, index)
        if found is None:
            if _is_contents_title(stack[-1]):
                _close_to(stack, _TITLE_LEVEL)
            _paragraph(stack[-1], block, memo)
        else:
            level, number = found
            _open(stack, level, number, block.source)
    _close_to(stack, -0.5)
    return stack[0].close()


def _paragraph(section: _Open, block: Block, memo: Memo) -> None:
    section.paragraphs += 1
    address = _join(section.address, f"第{section.paragraphs}段")
    paragraph = Paragraph(block.source, address)
    section.parts.append(memo.same(f"paragraph {address}", paragraph))


def _open(stack: list[_Open], level: float, number: str, source: SourceText) -> None:
    _close_to(stack, level)
    above = stack[-1]
    title = source.text[len(number) :].lstrip("、.． \u3000：:") if number else source.text
    label = _label(number, title)
    above.taken[label] += 1
    if above.taken[label] > 1:
        label = f"{label} #{above.taken[label]}"
    address = _join(above.address, label)
    heading = Heading(
        source, address, _label(number, "") if number else "", title.strip(), len(stack)
    )
    stack.append(_Open(level, address, heading))


def _close_to(stack: list[_Open], level: float) -> None:
    """Close the open sections of this level and below it."""
    while len(stack) > 1 and stack[-1].level >= level:
        closed = stack.pop().close()
        stack[-1].parts.append(closed)


def _join(address: str, label: str) -> str:
    return f"{address}{_SEPARATOR}{label}" if address else label


def _label(number: str, title: str) -> str:
    return "".join((number or title).split()).translate(_BRACKETS)


def _bare_title(text: str) -> str:
    """A title without spaces and the page number that a table of contents puts behind it."""
    return "".join(_TRAILING.sub("", text).split())


def _is_contents_title(section: _Open) -> bool:
    return (
        section.heading is not None
        and _bare_title(section.heading.title) == _VOCABULARY["title"]["contents"]
    )


def _contents(blocks: Sequence[Block | Table]) -> set[int]:
    """The entries of the tables of contents (not their headings)."""
    found: set[int] = set()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        titled = (
            isinstance(block, Block) and _bare_title(block.text) == _VOCABULARY["title"]["contents"]
        )
        start = index + 1 if titled else index
        end = _entries(blocks, start, titled)
        if end - start >= (1 if titled else 3):
            found.update(range(start, end))
            index = end
        else:
            index += 1
    return found


def _entries(blocks: Sequence[Block | Table], start: int, titled: bool) -> int:
    """The end of the run of contents entries from ``start``.

    Under a heading 目录 numbered lines are entries until one of them comes again: there the body
    begins. Without it only lines with leaders are.
    """
    seen: set[str] = set()
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Block):
            return index
        if block.leader:
            seen.add(_bare_title(block.text))
            continue
        entry = titled and item_level(block.text) is not None and not _STOPS.search(block.text)
        if not entry or _bare_title(block.text) in seen:
            return index
        seen.add(_bare_title(block.text))
    return len(blocks)


def _heading(blocks: Sequence[Block | Table], index: int) -> tuple[float, str] | None:
    """The level and the number of the heading that the block is, None if it is prose."""
    block = blocks[index]
    assert isinstance(block, Block)
    text = block.text
    level = item_level(text)
    if level is None:
        return (_TITLE_LEVEL, "") if _is_title(blocks, index) else None
    pattern, listed = levels()[level]
    match = pattern.match(text)
    assert match is not None
    title = text[match.end() :].strip()
    endings = tuple(_VOCABULARY["heading"]["endings"])
    ends_well = title.rstrip("：:。").endswith(endings)
    if len(title) > _VOCABULARY["heading"]["longest"] or _STOPS.search(title[:-1]):
        return None
    if title.endswith(("。", "；", "，", "、")) and not (ends_well and title.endswith("。")):
        return None
    if _MONEY.search(title) and not ends_well:
        return None
    if listed and not ends_well and not _has_body(blocks, index, level):
        return None
    return float(level), match["number"]


def _has_body(blocks: Sequence[Block | Table], index: int, level: int) -> bool:
    """Whether something stands under a list number before the next one of its kind or above."""
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if after is None or isinstance(after, Table):
        return after is not None
    following = item_level(after.text)
    return (following is None and bool(_STOPS.search(after.text))) or (following or -1) > level


def _is_title(blocks: Sequence[Block | Table], index: int) -> bool:
    block = blocks[index]
    assert isinstance(block, Block)
    text = block.text.strip()
    words = _bare_title(text)
    title = _VOCABULARY["title"]
    if not words or len(words) > title["longest"] or _SENTENCE.search(words):
        return False
    if not _WORD.search(words) or _MONEY.search(words):
        return False
    if block.centred or block.large:
        return not _DATE.fullmatch(words)
    return words.endswith(tuple(title["endings"]))
