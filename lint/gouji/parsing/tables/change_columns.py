"""Columns that hold one column of a table against another: 增减额, 增减%, 完成预算%.

Which two columns are meant follows from the heads where only two can be, and else from the figures:
it is the pair that fits nearly all of several rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final, TypeAlias

from gouji.model.arithmetic import Change, Completion, Growth
from gouji.model.quantity import PERCENT
from gouji.model.regex import regex
from gouji.model.relation import Direction, Relation
from gouji.model.tree import Column, Panel, Table
from gouji.parsing.tables.figures import Figures, added_columns
from gouji.parsing.tables.header import basis_of, head_word

_FULFILS: Final = regex("完成|执行率|执行进度")
_MOVES: Final = regex("增|减|比上年|较上年|同比|幅|变动|变化")
_YEAR: Final = regex(r"20\d{2}(?=年)")
_MOVED: Final = frozenset(("change", "rate"))
_LAST_YEAR: Final = regex("上年|去年|同期|同比")
_ORDER: Final = ("prior", "budget", "adjusted", "account")
_ROWS: Final = 3  # that bear out which two columns are meant
_EXCEPTIONS: Final = 3  # rows that bear it out for each one that may break it

_Stated: TypeAlias = Change | Growth | Completion
_Pair: TypeAlias = tuple[int, int]  # the later column and the one it is held against


def table_changes(table: Table, figures: Figures) -> list[Relation]:
    """The changes, growths and completions that the columns of a table state."""
    return [r for panel in table.panels for r in _panel_changes(panel, figures)]


def _panel_changes(panel: Panel, figures: Figures) -> Iterator[Relation]:
    amounts = [c for c in added_columns(panel) if _moved(panel.columns[c]) is None]
    for position, column in enumerate(panel.columns):
        depth = _moved(column)
        kind = None if depth is None else _kind(column)
        if depth is None or kind is None:
            continue
        pairs = list(permutations(_compared(panel, column, depth, amounts), 2))
        later = [pair for pair in pairs if _follows(*(panel.columns[c] for c in pair))]
        known = len(pairs) == 2 and len(later) == 1 and _of_years(panel, column, later[0])
        readings = [_read(panel, position, pair, kind, figures) for pair in later or pairs]
        best = max(readings, key=_held, default=[])
        held, broken = _held(best), _broken(best)
        alone = held + broken == 1
        if held >= broken or alone if known else held >= max(_ROWS, _EXCEPTIONS * broken):
            yield from best


def _moved(column: Column) -> int | None:
    """The depth of the head that makes a column one of changes or rates."""
    return next((d for d, word in enumerate(column.path) if basis_of(word) in _MOVED), None)


def _kind(column: Column) -> type[_Stated] | None:
    words = "".join(map(head_word, column.path))
    if column.unit is not PERCENT:
        return Change
    if _FULFILS.search(words):
        return Completion
    return Growth if _MOVES.search(words) else None


def _compared(panel: Panel, column: Column, depth: int, amounts: Sequence[int]) -> Sequence[int]:
    """The columns that may be compared: those of the same item, where it stands under the word of
    change (增减情况 › 公务接待费) or over it (公务接待费 › 增减额)."""
    above, below = column.path[:depth], column.path[depth + 1 :]
    paths = {c: panel.columns[c].path for c in amounts}
    alike = [c for c, path in paths.items() if below and path[-len(below) :] == below]
    beside = [c for c, path in paths.items() if above and path[:depth] == above]
    return next((found for found in (alike, beside) if len(found) > 1), amounts)


def _follows(later: Column, earlier: Column) -> bool:
    """Whether one column is of a later year, or of a later stage, than another by their heads."""
    if 0 < _year(later) != _year(earlier) > 0:
        return _year(later) > _year(earlier)
    stages = _stage(later), _stage(earlier)
    return all(s in _ORDER for s in stages) and _ORDER.index(stages[0]) > _ORDER.index(stages[1])


def _year(column: Column) -> int:
    """The one year that a head names, 0 if there is none."""
    years = {int(y) for word in column.path for y in _YEAR.findall(word)}
    return years.pop() if len(years) == 1 else 0


def _stage(column: Column) -> str:
    """The innermost stage (prior, budget, account) that a head names."""
    return next(filter(None, map(basis_of, reversed(column.path))), "")


def _of_years(panel: Panel, column: Column, pair: _Pair) -> bool:
    """Whether a pair may be what a column compares: 比上年 needs a figure of last year."""
    if not _LAST_YEAR.search("".join(column.path)):
        return True
    later, earlier = (panel.columns[c] for c in pair)
    return _stage(earlier) == "prior" or _year(earlier) < _year(later)


def _read(
    panel: Panel, position: int, pair: _Pair, kind: type[_Stated], figures: Figures
) -> list[_Stated]:
    """What a column states of two others, row by row; nothing where a figure is not printed."""
    found: list[_Stated] = []
    for row in panel.rows:
        line = figures.of(row)
        stated, current, prior = (line[c] for c in (position, *pair))
        if stated is None or current is None or prior is None or stated.blank:
            continue
        if kind is Change:
            found.append(Change(stated, Direction.UP, current, prior))
        elif not prior.base:
            continue  # a rate on nothing says nothing
        elif kind is Growth:
            found.append(Growth(stated, Direction.UP, current, prior))
        else:
            found.append(Completion(stated, current, prior))
    return found


def _held(reading: Sequence[_Stated]) -> int:
    return sum(not r.judge().violated for r in reading if _telling(r))


def _broken(reading: Sequence[_Stated]) -> int:
    return sum(r.judge().violated for r in reading if _telling(r))


def _telling(relation: _Stated) -> bool:
    """Whether no figure is that of another: else any two columns would do."""
    values = [f.base for f in relation.figures]
    return len(set(values)) == len(values) and bool(relation.stated.base)
