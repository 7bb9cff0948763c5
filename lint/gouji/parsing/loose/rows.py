"""Rows of a table in text: codes, names and figures, with cells broken over lines put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from msgspec import field

from gouji.model.blocks import Line
from gouji.model.memo import Memo
from gouji.model.record import Mutable, Record
from gouji.model.regex import regex
from gouji.parsing.loose.words import FIELD, Word, amounts_tail, mend, words

_NUMBERED: Final = regex(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、.](?!\d)"
)
_NUMBERING: Final = regex(r"\d{1,2}[.、]")
_CODED: Final = regex(r"([1-9]\d{2}(?:\d{2}){0,2})(?=\D)")


class Raw(Mutable):
    """A row of one side as read: its code, the pieces of its label, its figures.

    A piece is a stretch of label that surely stands in one cell.
    """

    code: tuple[Word, ...] = ()
    pieces: list[list[Word]] = field(default_factory=list)
    figures: tuple[Word, ...] = ()
    lines: list[Line] = field(default_factory=list)
    number: Word | None = None  # of the row, in tables that number them (行次)

    @property
    def label(self) -> str:
        """The label without blanks."""
        return "".join(w.text for piece in self.pieces for w in piece)

    @property
    def digits(self) -> str:
        """The code without blanks."""
        return "".join(w.text for w in self.code)


def decimals_of(lines: Iterable[Line]) -> int:
    """The decimals that nearly all figures at the ends of lines have, 0 if they differ."""
    counts: Counter[int] = Counter()
    for line in lines:
        row = words(line)
        for word in row[amounts_tail(row) :]:
            if word.is_amount and "." in word.text:
                counts[word.decimals] += 1
    if not counts:
        return 0
    (decimals, often), total = counts.most_common(1)[0], sum(counts.values())
    return decimals if often * 5 >= total * 4 else 0


def number_of(line: Line) -> int:
    """The line's number in the file (0 if unknown)."""
    return (line.source.runs[0].line or 0) if line.source.runs else 0


def usual_gap(lines: Sequence[Line]) -> int:
    """The usual distance of one line to the next."""
    gaps = Counter(number_of(b) - number_of(a) for a, b in pairwise(lines))
    return gaps.most_common(1)[0][0] if gaps else 1


def split_code(row: Sequence[Word], most: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The code that begins a row, of up to ``most`` words, and the rest."""
    if not row or not row[0].is_code or most == 0:
        return (), tuple(row)
    taken = 1
    while taken < min(most, len(row)) and len(row[0].text) == 3:
        named = taken + 1 < len(row) and not row[taken + 1].is_piece
        short = len(row[taken].text) == 1 and row[taken].text.isdigit() and named
        if not row[taken].is_subcode and not short:
            break
        taken += 1
    return tuple(row[:taken]), tuple(row[taken:])


def rows_of(lines: Sequence[Line], codes: int, names: int, memo: Memo) -> list[Raw]:
    """The rows of a one-sided table, worked out once."""
    make = partial(one_sided, lines, codes, names)
    return memo.of(f"rows {codes} {names}", tuple(lines), make)


def one_sided(lines: Sequence[Line], codes: int, names: int) -> list[Raw]:
    """The rows of a table with one column of labels (and codes before it)."""
    decimals = decimals_of(lines)
    gap = usual_gap(lines)
    rows: list[Raw] = []
    current: Raw | None = None
    before: Line | None = None
    for line in lines:
        waits = current is not None and current.code and current.pieces and not current.figures
        alone = waits and _only_figures(words(line))
        code, rest = split_code(words(line), 3 if codes and not alone else 0)
        if current is not None and _is_more_code(current, words(line), codes):
            current.code += words(line)
            current.lines.append(line)
            continue
        cut = amounts_tail(rest)
        label = list(rest[:cut])
        figures = mend(rest[cut:], line, decimals)
        fresh = bool(code) or current is None or bool(label and current.figures)
        if label and not code and current is not None and not current.figures:
            fresh = _is_new_label(current, codes, label[0])
        if not fresh and figures and not label and current is not None and current.figures:
            fresh = False
        if fresh:
            current = Raw(code)
            rows.append(current)
        assert current is not None
        if label:
            _add_label(current, label, names=names, before=before, line=line, gap=gap)
        current.figures += figures
        current.lines.append(line)
        before = line
    return _wrapped_labels(rows) if not codes else rows


def _only_figures(row: Sequence[Word]) -> bool:
    """Whether a line under a label without figures holds these, though the first has the digits of
    a code (65194 65194): a code alone is one word, or goes on with its 款 (208 05)."""
    return len(row) > 1 and not amounts_tail(row) and not row[1].is_subcode


def _is_more_code(current: Raw, row: Sequence[Word], codes: int) -> bool:
    """Whether a line is the 款 or 项 of a code whose cells stand on lines of their own."""
    begun = bool(current.code) and not current.pieces and not current.figures
    return begun and len(row) == 1 and row[0].is_subcode and len(current.code) < codes


def _is_new_label(current: Raw, codes: int, first: Word) -> bool:
    """Whether a label begins a row of its own although the row before has no figures."""
    if not codes:
        return True
    return bool(_NUMBERED.match(first.text)) or (not current.code and first.text.startswith("其中"))


def _add_label(
    row: Raw, label: list[Word], *, names: int, before: Line | None, line: Line, gap: int
) -> None:
    if names < 2:
        (row.pieces[0] if row.pieces else _new(row)).extend(label)
        return
    goes_on = (
        row.pieces
        and before is row.lines[-1]
        and gap > 1
        and number_of(line) - number_of(before) >= gap
    )
    if goes_on:
        row.pieces[-1].append(label[0])
        label = label[1:]
    row.pieces.extend([w] for w in label)


def _new(row: Raw) -> list[Word]:
    row.pieces.append([])
    return row.pieces[-1]


def _wrapped_labels(rows: list[Raw]) -> list[Raw]:
    """In a table without codes: a line of figures alone ends a label broken over two lines."""
    result: list[Raw] = []
    for row in rows:
        alone = bool(row.figures) and len(row.lines) > 1 and not amounts_tail(words(row.lines[-1]))
        if alone and result and not result[-1].figures and not _NUMBERED.match(row.label):
            above = result.pop()
            merged = Raw((), [[w for p in (*above.pieces, *row.pieces) for w in p]], row.figures)
            merged.lines = [*above.lines, *row.lines]
            result.append(merged)
        else:
            result.append(row)
    return result


class Pair(Record):
    """A row of a two-sided table; None where a side has nothing."""

    left: Raw | None
    right: Raw | None


def two_sided(lines: Sequence[Line]) -> list[Pair] | None:
    """The rows of a table with two sides, None if more than a few are not understood."""
    decimals = decimals_of(lines)
    pairs: list[Pair] = []
    lost = 0
    split = [_segments(words(line), line, decimals) for line in lines]
    coded = sum(bool(s) and _starts_with_code(s[-1]) for s in split) * 2 > len(lines)
    margin = _right_margin(split)
    if margin is not None:
        split = [_segments(words(line), line, decimals, margin) for line in lines]
    for segments in split:
        if len(segments) == 2:
            pairs.append(Pair(*segments))
        elif len(segments) == 1:
            side = _side(segments[0], pairs, coded) if margin is None else None
            if margin is not None and segments[0].pieces[0]:
                side = int(segments[0].pieces[0][0].left >= margin)
            if side is None:
                lost += 1
                continue
            pairs.append(Pair(segments[0], None) if side == 0 else Pair(None, segments[0]))
        else:
            lost += 1
    return pairs if lost * 20 <= len(lines) else None


def numbered_sides(lines: Sequence[Line]) -> list[Pair] | None:
    """The rows of a table with two sides whose rows are numbered (行次), the right side after the
    left one: their numbers tell them apart wherever lines are broken. None if they do not."""
    if not decimals_of(lines):
        return None  # a figure might be taken for a number
    left: list[Raw] = []
    right: list[Raw] = []
    first = 0  # the number of the first row on the right
    label: list[Word] = []
    for line in lines:
        for word in words(line):
            number = int(word.text) if word.text.isdigit() else 0
            if len(left) == 1 and not first and number > 1:
                first = number
            begun = left if number == len(left) + 1 and number != first else right
            if number and number == len(begun) + (1 if begun is left else first):
                begun.append(Raw(number=word, pieces=[label], lines=[line]))
                last, label = begun[-1], []
            elif not (word.is_amount or word.is_piece):
                label.append(word)
            elif label or not left:
                return None  # a figure of a row without its number
            else:
                last.figures += (word,)
    if label or len(left) != len(right):
        return None
    return [Pair(*sides) for sides in zip(left, right, strict=True)]


def _right_margin(split: Sequence[Sequence[Raw]]) -> int | None:
    """The column in which the labels of the right side begin, in text laid out by columns: there
    they begin even where the left side has no figure to end its label."""
    begins = Counter(
        segments[1].pieces[0][0].left
        for segments in split
        if len(segments) == 2 and segments[0].figures and segments[1].pieces[0]
    )
    column, often = begins.most_common(1)[0] if begins else (0, 0)
    return column if often > 2 and often == begins.total() and column < FIELD else None


def _starts_with_code(row: Raw) -> bool:
    return bool(row.pieces and row.pieces[0]) and bool(
        row.pieces[0][0].is_code or _CODED.match(row.pieces[0][0].text)
    )


def _segments(
    row: Sequence[Word], line: Line, decimals: int, margin: int | None = None
) -> list[Raw]:
    """Labels with the figures after them, from left to right; ``margin`` is where the right side
    is known to begin."""
    segments: list[Raw] = []
    figures: list[Word] = []
    for index, word in enumerate(row):
        after = row[index + 1] if index + 1 < len(row) else None
        code = word.is_code and after is not None and not after.is_amount and not after.is_piece
        number = _NUMBERING.fullmatch(word.text) and after is not None and not after.is_piece
        if (word.is_amount or word.is_piece) and not code and not number:
            figures.append(word)
            if not segments:
                segments.append(Raw(pieces=[[]], lines=[line]))
            continue
        begins = (
            code
            or word.left == margin
            or bool(number)
            or bool(_NUMBERED.match(word.text))
            or bool(_CODED.match(word.text))
        )
        if not segments or figures or (begins and segments[-1].pieces[0]):
            if segments:
                segments[-1].figures = mend(figures, line, decimals)
            figures = []
            segments.append(Raw(pieces=[[]], lines=[line]))
        segments[-1].pieces[0].append(word)
    if segments:
        segments[-1].figures = mend(figures, line, decimals)
    return segments


def _side(row: Raw, pairs: Sequence[Pair], coded: bool) -> int | None:
    """The side of a row that has only one: 0 left, 1 right, None unknown."""
    if coded:
        return int(_starts_with_code(row))
    match = _NUMBERED.match(row.label)
    if match:
        nexts = [_next_number([p.left for p in pairs]), _next_number([p.right for p in pairs])]
        fits = [side for side in (0, 1) if match.group() in nexts[side]]
        if len(fits) == 1:
            return fits[0]
    income, spending = "收入" in row.label, "支出" in row.label
    if income != spending:
        return 1 if spending else 0
    return None


_CHINESE: Final = "零一二三四五六七八九十"


def _next_number(rows: Sequence[Raw | None]) -> set[str]:
    """The numberings that may come next on a side: one more than the last of each kind."""
    found: set[str] = set()
    last: dict[str, int] = {}
    for row in rows:
        match = _NUMBERED.match(row.label) if row else None
        if match is None:
            continue
        text = match.group()
        digits = re.sub(r"[、.（）]", "", text)
        value = int(digits) if digits.isdigit() else _value(digits)
        last[re.sub(r"[一二三四五六七八九十\d]+", "{}", text)] = value
    for shape, value in last.items():
        number = str(value + 1) if shape.endswith((".", "{}、")) else ""
        found.add(shape.replace("{}", number or _chinese(value + 1)))
        found.add(shape.replace("{}", _chinese(value + 1)))
    return found


def _value(digits: str) -> int:
    if "十" not in digits:
        return _CHINESE.index(digits[-1])
    tens, _, ones = digits.partition("十")
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _CHINESE[tens % 10] + "十")
    return head + (_CHINESE[ones] if ones or not tens else "")
