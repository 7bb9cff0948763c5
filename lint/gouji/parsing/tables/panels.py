"""The panels of a table: which of its columns make up one list of rows, and what they hold.

A list that runs over several columns of a page, as newspapers print it (人员经费 | 公用经费 |
公用经费), is one panel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from gouji.model.blocks import GridCell
from gouji.model.quantity import BARE, PERCENT
from gouji.model.record import Record, replace
from gouji.model.regex import regex
from gouji.model.tree import CellKind, Column, Panel, Row, RowHead
from gouji.parsing.numbers import read_number
from gouji.parsing.outline.captions import Caption
from gouji.parsing.plain import plain
from gouji.parsing.tables.cells import cells_of, label_of
from gouji.parsing.tables.header import Head, is_ordinal_row
from gouji.parsing.tables.lattice import Lattice
from gouji.parsing.tables.rows import Label, in_series, nested, parents, read_label

_A_CODE = regex(r"[235]\d{2}(?:\d{2}){0,2}")


class Sheet(Record):
    """What the panels of one table share: its lattice, its caption, the name of its addresses."""

    grid: Lattice
    caption: Caption
    address: str
    taken: Counter[str]  # the names that rows have by now


class _List(Record):
    """Columns of labels and figures, with their rows: positions in the lattice, and labels."""

    columns: range
    rows: tuple[int, ...]
    labels: tuple[Label, ...]

    @property
    def codes(self) -> list[str]:
        return [label.code for label in self.labels if label.code]


def panels(sheet: Sheet, heads: Sequence[Head], body: range) -> tuple[Panel, ...]:
    """The panels under one header."""
    rows = [r for r in body if not is_ordinal_row(sheet.grid.starts(r))]
    heads = _by_content(sheet.grid, heads, rows)
    groups = _groups(heads)
    if len(groups) > 1:
        sheet = replace(sheet, grid=_reaching(sheet.grid, heads, groups, rows))
    lists = [_list(sheet.grid, heads, group, rows) for group in groups]
    several = len(lists) > 1
    return tuple(_panel(sheet, heads, joined, several) for joined in _joined(heads, lists))


def panel_of(sheet: Sheet, heads: Sequence[Head], rows: Sequence[int]) -> Panel:
    """All columns of some rows as one panel."""
    every = range(sheet.grid.columns)
    return _panel(sheet, heads, [_list(sheet.grid, heads, every, rows)], False)


def _by_content(grid: Lattice, heads: Sequence[Head], rows: Sequence[int]) -> list[Head]:
    """Heads without a meaning get one from what their columns hold."""
    held = [_held(grid, column, rows) for column in range(len(heads))]
    result: list[Head] = []
    for column, head in enumerate(heads):
        if head.role in ("code", "ordinal"):
            result.append(head)
            continue
        words, amounts = (held[column].count(kind) for kind in (CellKind.TEXT, CellKind.AMOUNT))
        if head.role is None and amounts > 1 and not words and _all_codes(grid, column, rows):
            result.append(Head(head.path, "code", None, BARE))
        elif head.role is None and amounts > 2 and not words and _runs_on(grid, column, rows):
            result.append(Head(head.path, "ordinal", None, BARE))
        elif head.role == "name" and amounts and not words:
            result.append(Head(head.path, None, head.basis, head.unit))
        elif amounts and not words and _all_percent(grid, column, rows):
            result.append(Head(head.path, head.role, "rate", PERCENT))
        elif words > amounts and head.role not in ("name", "note"):
            more = any(CellKind.AMOUNT in kinds for kinds in held[column + 1 :])
            named = any(h.role in ("name", "code") for h in result)
            second = named and more and _lists_anew(grid, result, column, rows)
            role = "text" if named and not second else "name"
            result.append(Head(head.path, role, None, head.unit))
        else:
            result.append(head)
    return result


def _held(grid: Lattice, column: int, rows: Iterable[int]) -> list[CellKind]:
    return [read_number(cell.text)[0] for cell in _cells(grid, column, rows)]


def _cells(grid: Lattice, column: int, rows: Iterable[int]) -> Iterator[GridCell]:
    return (cell for row in rows if (cell := grid.rows[row][column]) is not None)


def _lists_anew(grid: Lattice, before: Sequence[Head], column: int, rows: Sequence[int]) -> bool:
    """Whether words after columns of figures name the rows of another list: they are numbered, or
    name its total."""
    label = max(c for c, head in enumerate(before) if head.role in ("name", "code"))
    if not any(_holds_figures(head) for head in before[label + 1 :]):
        return False
    labels = [read_label([], cell.text) for cell in _cells(grid, column, rows)]
    return any(x.role for x in labels) or {1, 2} <= {x.ordinal for x in labels}


def _all_codes(grid: Lattice, column: int, rows: Iterable[int]) -> bool:
    """Whether a column holds classification codes only, of more than one level."""
    texts = {plain(cell.text) for cell in _cells(grid, column, rows)}
    texts.discard("")
    return len({len(t) for t in texts}) > 1 and all(_A_CODE.fullmatch(t) for t in texts)


def _all_percent(grid: Lattice, column: int, rows: Iterable[int]) -> bool:
    """Whether a column holds percentages only, whatever its head calls them (比例)."""
    texts = (plain(cell.text) for cell in _cells(grid, column, rows))
    return all(t.endswith("%") for t in texts if read_number(t)[0] is CellKind.AMOUNT)


def _runs_on(grid: Lattice, column: int, rows: Iterable[int]) -> bool:
    """Whether a column counts the rows (2, 3, 4 …), though nothing over it says so."""
    texts = [plain(cell.text) for cell in _cells(grid, column, rows)]
    numbers = [int(text) for text in texts if text.isdecimal()]
    filled = sum(map(bool, texts))
    return len(numbers) == filled and all(b == a + 1 for a, b in pairwise(numbers))


def _groups(heads: Sequence[Head]) -> list[range]:
    """The leaf columns of each list: a new one starts where labels follow figures."""
    starts = [0]
    figures = False
    for column, head in enumerate(heads):
        label = head.role in ("code", "name", "ordinal")
        if label and figures and head.role != "ordinal" and _figures_follow(heads, column):
            starts.append(column)
            figures = False
        elif not head.is_label and head.role != "text":
            figures = True
    ends = [*starts[1:], len(heads)]
    ranges = [range(a, b) for a, b in zip(starts, ends, strict=True)]
    return [r for r in ranges if any(_holds_figures(heads[c]) for c in r)]


def _holds_figures(head: Head) -> bool:
    return not head.is_label and head.role != "text"


def _figures_follow(heads: Sequence[Head], column: int) -> bool:
    return any(_holds_figures(h) for h in heads[column:])


def _list(grid: Lattice, heads: Sequence[Head], group: range, rows: Iterable[int]) -> _List:
    """The rows of a group of columns that hold something, repeated headers left out."""
    codes = _first_codes(heads, group)
    names = [c for c in group if heads[c].role in ("name", "indicator:name")]
    filling = [c for c in group if heads[c].role != "ordinal"]
    serial = [c for c in group if heads[c].role == "ordinal"]
    titles = {words for c in group for words in heads[c].path}
    labels: list[Label] = []
    kept: list[int] = []
    carried: list[str] = []
    for row in rows:
        label, carried = label_of(grid, row, codes, names, carried)
        texts = grid.texts(row)
        filled = any(texts[c] for c in filling)
        if filled and not _repeats_head([texts[c] for c in group if texts[c]], titles):
            number = next((texts[c] for c in serial if texts[c].isdigit()), "")
            labels.append(replace(label, number=number) if number else label)
            kept.append(row)
    return _List(group, tuple(kept), tuple(_counted(labels)))


def _counted(labels: Sequence[Label]) -> Sequence[Label]:
    """Labels numbered by their serial numbers or by the codes of their units, where those tell
    that none is missing."""
    if not in_series(labels) and not nested(labels):
        return labels
    return [x if x.numbering or x.role else replace(x, numbering=x.number) for x in labels]


def _text(cell: GridCell | None) -> str:
    return plain(cell.text) if cell is not None else ""


def _first_codes(heads: Sequence[Head], group: range) -> list[int]:
    """The first run of code columns; a second one classifies the same row another way."""
    codes: list[int] = []
    for column in group:
        if heads[column].role == "code":
            codes.append(column)
        elif codes:
            break
    return codes


def _repeats_head(said: Sequence[str], titles: set[str]) -> bool:
    """Whether a row inside the body repeats the header (a page turn within a joined table)."""
    return len(said) > 1 and titles.issuperset(said)


def _joined(heads: Sequence[Head], lists: Sequence[_List]) -> Iterator[list[_List]]:
    """The lists side by side, those together that continue each other."""
    together: list[_List] = []
    for each in lists:
        if together and not _continues(heads, together[-1], each):
            yield together
            together = []
        together.append(each)
    if together:
        yield together


def _continues(heads: Sequence[Head], first: _List, second: _List) -> bool:
    """Whether a list goes on in the next columns: under the same heads its codes go on too, or
    nothing but its total is left."""
    if [heads[c].path for c in first.columns] != [heads[c].path for c in second.columns]:
        return False
    before, after = first.codes, second.codes
    if not before or not after:
        return bool(before) and all(label.role for label in second.labels)
    return before[0][0] == after[0][0] and max(before) < min(after)


def _panel(sheet: Sheet, heads: Sequence[Head], lists: Sequence[_List], several: bool) -> Panel:
    lists = [*(_within(sheet.grid, each) for each in lists[:-1]), lists[-1]]
    columns = [_columns(heads, each.columns, sheet.caption) for each in lists]
    above = parents([label for each in lists for label in each.labels])
    built: list[Row] = []
    for each, own in zip(lists, columns, strict=True):
        for row, label in zip(each.rows, each.labels, strict=True):
            head = _row_head(sheet, len(built), label, above[len(built)])
            cells = cells_of(sheet.grid, row, head, own)
            built.append(Row(head, tuple(cells)))
    first = lists[0].columns
    flow = _flow([heads[c] for c in first]) if several else None
    path = heads[first[0]].path
    return Panel(tuple(columns[0]), tuple(built), flow, path[0] if len(path) > 1 else "")


def _reaching(
    grid: Lattice, heads: Sequence[Head], groups: Sequence[range], rows: Sequence[int]
) -> Lattice:
    """The lattice with totals that stand before nothing until a figure of the next list, which is
    without a name: their cells reach up to it, though no border tells."""
    made = list(grid.rows)
    for row in rows:
        for own, other in pairwise(groups):
            texts = grid.texts(row)
            named = [c for c in own if texts[c]]
            figure = next((c for c in other if texts[c]), None)
            if not named or figure is None or heads[figure].is_label:
                continue
            total = grid.rows[row][named[0]]
            if total is None or not heads[named[0]].is_label or len({texts[c] for c in named}) > 1:
                continue
            if read_label([], total.text).role:
                reach = range(total.column, figure)
                whole = replace(total, colspan=len(reach))
                made[row] = (
                    *made[row][: reach.start],
                    *(whole for _ in reach),
                    *made[row][figure:],
                )
    return grid if made == list(grid.rows) else replace(grid, rows=tuple(made))


def _within(grid: Lattice, each: _List) -> _List:
    """A list without the rows whose label reaches into the next list, where their figures stand."""
    last = each.columns.stop - 1
    kept = [
        (row, label)
        for row, label in zip(each.rows, each.labels, strict=True)
        if not _text(grid.rows[row][last]) or grid.rows[row][last] is not grid.rows[row][last + 1]
    ]
    return replace(each, rows=tuple(r for r, _ in kept), labels=tuple(x for _, x in kept))


def _row_head(sheet: Sheet, index: int, label: Label, parent: int | None) -> RowHead:
    name = label.text or f"第{index + 1}行"
    sheet.taken[name] += 1
    again = f" #{sheet.taken[name]}" if sheet.taken[name] > 1 else ""
    return RowHead(
        index,
        f"{sheet.address} › {name}{again}",
        label.code,
        label.name,
        label.numbering,
        parent,
        label.of_which,
        label.role,
    )


def _flow(heads: Sequence[Head]) -> str | None:
    for head in heads:
        for words in head.path:
            income, spending = "收入" in words, "支出" in words
            if income != spending:
                return "income" if income else "expenditure"
    return None


def _columns(heads: Sequence[Head], group: range, caption: Caption) -> list[Column]:
    labels: Counter[str] = Counter()
    columns = []
    for index, column in enumerate(group):
        head = heads[column]
        label = "·".join(head.path[-2:] if _common_leaf(heads, group, column) else head.path[-1:])
        labels[label] += 1
        if labels[label] > 1 and label:
            label = f"{label}#{labels[label]}"
        plain_unit = BARE if head.role and head.role.startswith("indicator:") else caption.unit
        unit = head.unit if head.unit is not BARE else plain_unit or BARE
        role = head.role or (None if head.basis is None else f"basis:{head.basis}")
        columns.append(Column(column, head.path, label or f"第{index + 1}列", role, unit))
    return columns


def _common_leaf(heads: Sequence[Head], group: range, column: int) -> bool:
    leaf = heads[column].path[-1:]
    return sum(heads[c].path[-1:] == leaf for c in group) > 1
