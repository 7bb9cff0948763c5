"""Tables in text that has no rulings, recovered as grids.

A table is found by its header (heads of the vocabulary, or a row that numbers the columns) and
runs until a caption, a heading or a sentence. Rows are read from codes, names and figures; which
column a figure stands in is decided in :mod:`gouji.parsing.loose.align`. A table that is not
understood becomes a loose grid, so that it is counted as not checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from functools import partial
from typing import Final

from gouji.model.blocks import Grid, Line
from gouji.model.memo import Memo
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.loose.build import build, loose_grid
from gouji.parsing.loose.evidence import Witness, witness
from gouji.parsing.loose.header import (
    Header,
    heads,
    is_total,
    may_begin,
    ordinal_row,
    read_header,
)
from gouji.parsing.loose.rows import number_of, rows_of
from gouji.parsing.loose.targets import targets_at
from gouji.parsing.loose.words import Word, amounts_tail, words

_UNIT: Final = regex(r"单位：(?:人民币)?(?:亿|百万|千|万)?元(?:$|[^\u4e00-\u9fff])")
_CAPTION: Final = regex(r"单位：|部门：|部门名称：|^附?表\s*\d+$|表$")
_STOP: Final = regex(
    r"[。；！？]|^第[一二三四五六七八九十]{1,3}部分|^附?表\s*\d+$|^注|^备注：|单位：|^（20\d\d年度?）$"
)
_NAMING: Final = regex(r"(?:部门|单位|名称)(?:（[^（）]*）)?：")
_TITLE: Final = regex(r"(?:表|表（续）|续表)$")
_HEADING: Final = regex(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_OF_PROSE: Final = regex(_HEADING.pattern + r"\S*说明$")
_BODY: Final = regex(
    r"^(?:[1-9]\d{2}(?:\d{2}){0,2}$|[1-9]\d{2}[\u4e00-\u9fff]|[一二三四五六七八九十]{1,3}、|\d、|\d\.(?!\d))"
)
_LONGEST_HEADER: Final = 80
_LONGEST_LABEL: Final = 40
_CAPTIONS: Final = 4  # lines above a header


class _Found(Record):
    """A table among the lines: where it begins and ends, its header and the lines of its body."""

    start: int
    end: int
    header: Header | None
    body: tuple[Line, ...]
    grid: Grid | None = None  # the table itself where it is read already


def recover(lines: Sequence[Line], memo: Memo | None = None) -> list[Line | Grid]:
    """The lines with the tables among them as grids; captions and notes stay lines."""
    memo = memo or Memo()
    split = [memo.of("words", (line,), partial(words, line)) for line in lines]
    tables: list[_Found] = []
    index = 0
    while index < len(lines):
        found = (
            _targets_at(lines, split, index, memo)
            or _table_at(lines, split, index, memo)
            or _unknown_at(split, index)
        )
        if found is not None:
            tables.append(found)
            index = found.end
        else:
            index += 1
    known = witness(split, memo)
    names = memo.same("names", _names(tables, memo))
    result: list[Line | Grid] = []
    index = 0
    for table in tables:
        result.extend(lines[index : table.start])
        grid = _grid(lines, table, known, names, memo)
        result.append(memo.same(f"grid {number_of(lines[table.start])}", grid))
        index = table.end
    result.extend(lines[index:])
    return result


def _grid(
    lines: Sequence[Line], table: _Found, known: Witness, names: Mapping[str, str], memo: Memo
) -> Grid:
    if table.grid is not None:
        return table.grid
    grid = build(table.header, table.body, known, names, memo) if table.header else None
    return grid or loose_grid(lines[table.start : table.end])


def _names(tables: Sequence[_Found], memo: Memo) -> dict[str, str]:
    """The names of classification codes in tables where nothing else stands beside them."""
    names: dict[str, str] = {}
    for table in tables:
        kinds = table.header.kinds if table.header else []
        if "code" in kinds and kinds.count("name") == 1:
            for row in rows_of(table.body, kinds.count("code"), 1, memo):
                if row.digits:
                    names.setdefault(row.digits, row.label)
    return names


def _targets_at(
    lines: Sequence[Line], split: Sequence[tuple[Word, ...]], start: int, memo: Memo
) -> _Found | None:
    found = targets_at(lines, split, start, memo)
    return _Found(found.start, found.end, None, (), found.grid) if found else None


def _table_at(
    lines: Sequence[Line], split: Sequence[tuple[Word, ...]], start: int, memo: Memo
) -> _Found | None:
    """The table whose header begins at a line, if one does."""
    if not may_begin(split[start]):
        return None
    captioned = any(_CAPTION.search(_text(split[i])) for i in range(max(0, start - 2), start))
    end, ordinals = _header_end(split, start)
    if end <= start or not (captioned or ordinals):
        return None
    head = lines[start:end]
    key = (*head, lines[end])
    header = memo.of(f"header {bool(ordinals)}", key, partial(read_header, head, ordinals))
    body_start = end + bool(ordinals)
    body, stop = _body(lines, split, body_start, start, end)
    if header is None:
        rows = sum(1 for line in body if amounts_tail(words(line)) < len(words(line)))
        return _Found(start, stop, None, ()) if rows >= 2 or ordinals else None
    if not body and not ordinals:
        return None
    return _Found(start, stop, header, tuple(body))


def _unknown_at(split: Sequence[tuple[Word, ...]], start: int) -> _Found | None:
    """What stands under a unit of money and holds figures, but has no header that is known."""
    if start == 0 or not _UNIT.search(_text(split[start - 1])):
        return None
    end = index = start
    figures = 0
    while index < len(split) and not _ends(split, index):
        if amounts_tail(split[index]) < len(split[index]):
            figures += 1
            end = index + 1
        index += 1
    return _Found(start, end, None, ()) if figures > 1 else None


def _text(row: Sequence[Word]) -> str:
    return "".join(w.text for w in row)


def _header_end(split: Sequence[tuple[Word, ...]], start: int) -> tuple[int, tuple[Word, ...]]:
    """The end of the header lines, and the row of ordinals there (or nothing)."""
    for index in range(start, min(len(split), start + _LONGEST_HEADER)):
        ordinals = ordinal_row(split[index])
        if ordinals:
            return index, ordinals
        text = _text(split[index])
        if (
            _STOP.search(text)
            or "：" in text
            or _is_caption(split[index])
            or len(text) > 4 * _LONGEST_LABEL
        ):
            return start, ()
        if _is_body(split[index]):
            return index, ()
    return start, ()


def _is_body(row: Sequence[Word]) -> bool:
    """Whether a line cannot be a part of a header: it has a code, a numbering or a figure."""
    return bool(_BODY.match(row[0].text)) or any(
        w.is_amount and ("." in w.text or "," in w.text) for w in row
    )


def _body(
    lines: Sequence[Line],
    split: Sequence[tuple[Word, ...]],
    start: int,
    header_start: int,
    header_end: int,
) -> tuple[list[Line], int]:
    """The lines of the body and the index after it; repeated headers are left out."""
    key = "".join(_text(split[i]) for i in range(header_start, header_end))
    own = {_text(split[i]) for i in range(max(0, header_start - _CAPTIONS), header_start)}
    body: list[Line] = []
    index = end = start
    while index < len(lines):
        row = split[index]
        skipped = _repeated(split, index, key, own)
        if skipped:
            index += skipped
            continue
        if _ends(split, index):
            break
        body.append(lines[index])
        index += 1
        if _is_body(row) or amounts_tail(row) < len(row) or is_total(_text(row)):
            end = index
    # labels without figures at the end may be the title of what follows
    while body and lines[end - 1] is not body[-1]:
        body.pop()
    return body, end


def _repeated(split: Sequence[tuple[Word, ...]], index: int, key: str, captions: Set[str]) -> int:
    """How many lines from here repeat the header (with captions of the table before it), 0 if none
    do: under another title the same header is that of another table."""
    row = split[index]
    if ordinal_row(row):
        return 1
    if len(row) > 1 and all(w.text in heads() for w in row) and all(w.text in key for w in row):
        return 1
    start = index
    while start < len(split) and start - index < _CAPTIONS and _is_caption(split[start]):
        text = _text(split[start])
        if _TITLE.search(text) and text not in captions and "续" not in text:
            return 0
        start += 1
    if start < len(split) and key.startswith(split[start][0].text):
        text = ""
        for end in range(start, min(len(split), start + _LONGEST_HEADER)):
            text += _text(split[end])
            if text == key:
                return end + 1 - index
            if not key.startswith(text):
                break
    return 0


def _is_caption(row: Sequence[Word]) -> bool:
    text = _text(row)
    return "单位：" in text or bool(_TITLE.search(text)) or bool(re.match(r"^附?表\d+$", text))


def _ends(split: Sequence[tuple[Word, ...]], index: int) -> bool:
    """Whether a line is no longer a part of the table."""
    row = split[index]
    text = _text(row)
    if _STOP.search(text) or _OF_PROSE.match(text):
        return True
    figures = amounts_tail(row) < len(row)
    if figures or _is_code(row):
        return False
    if _TITLE.search(text) and len(text) > 5:
        return True
    return ("，" in text and len(text) > _LONGEST_LABEL // 2) or len(text) > 2 * _LONGEST_LABEL


def _is_code(row: Sequence[Word]) -> bool:
    return row[0].is_code or bool(re.match(r"[1-9]\d{2}[\u4e00-\u9fff]", row[0].text))
