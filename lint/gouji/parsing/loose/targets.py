"""Tables of performance targets (绩效目标表) in text: indicator, target value and points.

Cells of such tables are broken over many lines, so a row is known by its target value and by the
points after it. Points come out complete or not at all: a partial list would make a false sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final

from gouji.model.blocks import Grid, GridCell, Line
from gouji.model.memo import Memo
from gouji.model.place import SourceText
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.loose.build import loose_grid
from gouji.parsing.loose.words import Word, fold, joined
from gouji.vocabulary import load

_TITLE: Final = regex(r"绩效.*(?:目标|指标|自评).*表")
_SUBTITLE: Final = regex(r"^（?20\d\d年?度?）?$")
_STOP: Final = regex(
    r"^第[一二三四五六七八九十]{1,3}部分|^附?表\s*\d+$|^注|^备注：|^（[一二三四五六七八九十]{1,3}）"
    r"|^[一二三四五六七八九十]{1,3}、"
)
_POINTS: Final = regex(r"\d{1,3}(?:\.\d{1,2})?")
_DATE: Final = regex(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?(?:底|前)?")
_DATE_PART: Final = regex(r"[年月日]")
_UNIT: Final = regex(r"[\u4e00-\u9fff%‰㎡]{1,3}(?:/[\u4e00-\u9fff]{1,3})?")
_NUMBER_END: Final = regex(r"\d$")
_HEADER_LINES: Final = 40
_FORM_LINES: Final = 80
_LONGEST_TITLE: Final = 40
_LONGEST_CELL: Final = 24  # characters of a line of the cells after the points


class Targets(Record):
    """A table of targets among the lines: from ``start`` to ``end``."""

    start: int
    end: int
    grid: Grid


class _Item(Record):
    """A row: its words between the row before and its value, the value, the points."""

    before: tuple[tuple[Word, int], ...]  # words and the lines they stand on
    value: tuple[Word, ...]
    points: Word
    line: int  # the line of the points


@lru_cache(maxsize=1)
def _heads() -> dict[str, str]:
    """The heads of such tables and what they hold."""
    found = {fold(h): "other" for h in load("loose")["targets"]["heads"]}
    for role, known in load("tables")["indicators"].items():
        found |= {fold(h): role for h in known}
    return found


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    vocabulary = load("loose")["targets"]
    return regex(vocabulary["level"]), regex(vocabulary["value"])


def targets_at(
    lines: Sequence[Line], split: Sequence[tuple[Word, ...]], index: int, memo: Memo
) -> Targets | None:
    """The table of targets whose title or header stands at a line, if one does."""
    text = _text(split[index])
    if _is_title(text) and text.endswith(("表", "）")):
        start = index + 1
        while start < len(split) and _SUBTITLE.match(_text(split[start])):
            start += 1
        head = _header_after(split, start, memo)
    elif text[:2] in ("一级", "二级", "三级", "指标"):
        start = head = index
    else:
        return None
    if head is None:
        return None
    header = _header_at(split, head, memo)
    if not header[0]:
        return None
    end = head + header[1]
    while end < len(split) and not _ends(_text(split[end])):
        end += 1
    make = partial(_targets, lines, split, (start, head, end), header)
    return memo.of(f"targets {start} {head} {end}", (header, *split[start:end]), make)


def _targets(
    lines: Sequence[Line],
    split: Sequence[tuple[Word, ...]],
    places: tuple[int, int, int],
    header: tuple[list[tuple[str, list[Word]]], int],
) -> Targets:
    """The table between the line of its title or header and the one where it surely ends."""
    start, head, end = places
    heads, length = header
    trailing = _heads()[heads[-1][0]] != "points"
    items, end = _body(split, head + length, end, trailing=trailing)
    grid = _grid(split, (start, head), heads, items)
    return Targets(start, end, grid or loose_grid(lines[start:end]))


def _body(
    split: Sequence[tuple[Word, ...]], body: int, end: int, *, trailing: bool
) -> tuple[list[_Item], int]:
    """The rows of the body and the line after it, which a sentence of prose may follow.

    A sentence may also be a cell, so prose begins only where no target value comes after it.
    """
    sentences = [n for n in range(body, end) if _text(split[n]).endswith("。")]
    for stop in (*sentences, end):
        rest = [(w, n) for n in range(stop, end) for w in split[n]]
        if any(_value_at(rest, i) != i for i in range(len(rest))):
            continue
        items = _items([(w, n) for n in range(body, stop) for w in split[n]])
        if not items:
            return [], stop
        last = items[-1].line + 1
        while trailing and last < stop and len(_text(split[last])) <= _LONGEST_CELL:
            last += 1
        return items, last
    return [], end


def _text(row: Sequence[Word]) -> str:
    return "".join(w.text for w in row)


def _ends(text: str) -> bool:
    return bool(_STOP.match(text)) or _is_title(text)


def _is_title(text: str) -> bool:
    return len(text) < _LONGEST_TITLE and bool(_TITLE.search(text))


def _header_after(split: Sequence[tuple[Word, ...]], start: int, memo: Memo) -> int | None:
    """The first line from ``start`` on that begins a header of indicators."""
    for index in range(start, min(len(split), start + _FORM_LINES)):
        text = _text(split[index])
        if _ends(text):
            return None
        if text[:2] in ("一级", "二级", "三级") and _header_at(split, index, memo)[0]:
            return index
    return None


def _header_at(
    split: Sequence[tuple[Word, ...]], start: int, memo: Memo
) -> tuple[list[tuple[str, list[Word]]], int]:
    """The heads that begin at a line, with their words, and how many lines they take."""
    rows = tuple(split[start : start + _HEADER_LINES])
    return memo.of("heads of targets", rows, partial(_header, rows))


def _header(rows: Sequence[tuple[Word, ...]]) -> tuple[list[tuple[str, list[Word]]], int]:
    pieces: list[Word] = []
    best: tuple[list[tuple[str, list[Word]]], int] = ([], 0)
    for index, row in enumerate(rows):
        pieces.extend(row)
        heads = _cut(pieces)
        roles = {_heads()[h] for h, _ in heads}
        if "name" in roles and ("points" in roles or "target" in roles):
            best = heads, index + 1
    return best


def _cut(pieces: Sequence[Word]) -> list[tuple[str, list[Word]]]:
    """The words grouped into heads, longest first; empty if some word fits into none."""
    groups: list[tuple[str, list[Word]]] = []
    index = 0
    while index < len(pieces):
        for end in range(min(len(pieces), index + 8), index, -1):
            text = "".join(w.text for w in pieces[index:end])
            if text in _heads():
                groups.append((text, list(pieces[index:end])))
                index = end
                break
        else:
            return []
    return groups


def _grid(
    split: Sequence[tuple[Word, ...]],
    at: tuple[int, int],
    heads: Sequence[tuple[str, list[Word]]],
    items: Sequence[_Item],
) -> Grid | None:
    start, head = at
    roles = [_heads()[h] for h, _ in heads]
    if "points" not in roles or "target" not in roles or roles.count("name") != 1:
        return None
    if len(items) < 2:
        return None
    columns = len(heads)
    cells = _form(split, start, head, columns)
    row = head - start
    cells += [
        GridCell(row, c, SourceText.join([w.source for w in held]))
        for c, (_, held) in enumerate(heads)
    ]
    longest = _longest_name(items)
    levels = [c for c, role in enumerate(roles) if role == "level"]
    for number, item in enumerate(items, start=row + 1):
        level, name = _name(item, longest)
        if not name:
            return None
        if level and levels:
            cells.append(GridCell(number, levels[-1], SourceText.join([w.source for w in level])))
        cells.append(GridCell(number, roles.index("name"), joined(name)))
        value = SourceText.join([w.source for w in item.value])
        cells.append(GridCell(number, roles.index("target"), value))
        cells.append(GridCell(number, roles.index("points"), item.points.source))
    cells.sort(key=lambda c: (c.row, c.column))
    page = items[0].points.source.page
    return Grid(row + 1 + len(items), columns, tuple(cells), page)


def _form(split: Sequence[tuple[Word, ...]], start: int, head: int, columns: int) -> list[GridCell]:
    """The form above the indicators: a row for each line, the last cell over the rest."""
    cells: list[GridCell] = []
    for row, index in enumerate(range(start, head)):
        words = split[index]
        few, rest = words[: columns - 1], words[columns - 1 :]
        sources = [w.source for w in few] + ([joined(rest)] if rest else [])
        for column, source in enumerate(sources):
            span = columns - column if column == len(sources) - 1 else 1
            cells.append(GridCell(row, column, source, 1, span))
    return cells


def _items(stream: Sequence[tuple[Word, int]]) -> list[_Item]:
    """The rows, if values and points alternate throughout; nothing otherwise."""
    items: list[_Item] = []
    begin = index = 0
    while index < len(stream):
        value = _value_at(stream, index)
        if value == index:
            if not _is_points(stream, index):
                index += 1
                continue
            # Where no points can have come yet, a bare number is a value without its unit.
            value = index + 1
            if index == begin:
                return []
        points = _next_points(stream, value)
        if points is None:
            return []
        held = tuple(w for w, _ in stream[index:value])
        items.append(_Item(tuple(stream[begin:index]), held, *stream[points]))
        begin = index = points + 1
    return items


def _value_at(stream: Sequence[tuple[Word, int]], index: int) -> int:
    """The end of the target value that begins at a word (the word itself if none does)."""
    texts = [w.text for w, _ in stream[index : index + 8]]
    for end in range(min(6, len(texts)), 0, -1):
        if _DATE.fullmatch("".join(texts[:end])):
            return index + end
    if not _patterns()[1].match(texts[0]):
        return index
    end = 1
    while end < len(texts) and not any(c.isdigit() for t in texts[:end] for c in t) and end < 3:
        end += 1
    if not any(c.isdigit() for c in "".join(texts[:end])):
        return index
    if not _NUMBER_END.search(texts[end - 1]):
        return index + end
    rest = texts[end:]
    if len(rest) > 1 and rest[0].isdigit() and _UNIT.fullmatch(rest[1]):
        return index + end + 2  # the number runs over a line end
    if rest and _UNIT.fullmatch(rest[0]):
        return index + end + 1
    return index + end


def _is_points(stream: Sequence[tuple[Word, int]], index: int) -> bool:
    """Whether a word is a bare number that no word after it makes a date."""
    text = stream[index][0].text
    if not _POINTS.fullmatch(text) or float(text) > 100:
        return False
    after = stream[index + 1][0].text if index + 1 < len(stream) else ""
    return not _DATE_PART.match(after)


def _next_points(stream: Sequence[tuple[Word, int]], start: int) -> int | None:
    """The points after a value: the only bare number before the next value."""
    found: int | None = None
    for index in range(start, len(stream)):
        if _value_at(stream, index) != index:
            break
        if _is_points(stream, index):
            if found is not None:
                return None
            found = index
    return found


def _by_line(words: Sequence[tuple[Word, int]]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for (word, line), before in zip(words, [None, *(n for _, n in words)], strict=False):
        if before != line:
            rows.append([])
        rows[-1].append(word)
    return rows


def _longest_name(items: Sequence[_Item]) -> int:
    return max((len(_text(_by_line(i.before)[-1])) for i in items if i.before), default=0)


def _name(item: _Item, longest: int) -> tuple[list[Word], list[Word]]:
    """The words of the level (数量指标) and those of the name before a value.

    Without a level the name is the last line, and the lines above it that are too wide to be
    anything but the beginning of a broken name.
    """
    words = [w for w, _ in item.before]
    text = _text(words)
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word.text))
    matches = [
        m for m in _patterns()[0].finditer(text) if m.end() in ends[:-1] and m.start() in ends
    ]
    if matches:
        first, last = ends.index(matches[-1].start()), ends.index(matches[-1].end())
        return words[first:last], words[last:]
    rows = _by_line(item.before)
    if not rows:
        return [], []
    name = rows.pop()
    while rows and len(rows[-1]) == 1 and len(_text(rows[-1])) > longest:
        name = [*rows.pop(), *name]
    return [], name
