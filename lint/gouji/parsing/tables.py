"""Builds a typed table from a lattice and its captions: columns, panels, rows, cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from gouji.model.blocks import GridCell, Line
from gouji.model.place import SourceText
from gouji.model.quantity import BARE, Quantity, Unit
from gouji.model.regex import regex
from gouji.model.tree import Cell, CellKind, Column, Panel, Paragraph, Row, RowHead, Table
from gouji.parsing.captions import Caption, is_caption, is_note, read_caption
from gouji.parsing.figures import holds_figures
from gouji.parsing.header import Head, body_start, is_ordinal_row, read_heads
from gouji.parsing.lattice import Lattice
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.parsing.precision import as_precise
from gouji.parsing.rows import Label, parents, read_label
from gouji.parsing.targets import head_role, indicator_heads
from gouji.parsing.titles import fund_of, kind_of

_A_CODE = regex(r"[235]\d{2}(?:\d{2}){0,2}")
_EMPTY = SourceText("")


def build_table(
    grid: Lattice, above: Sequence[Line], below: Sequence[Line], label: str = ""
) -> Table:
    """The typed table of a lattice with the caption lines above and the note lines below it."""
    first, inner = _inner_captions(grid)
    last, remarks = _inner_notes(grid, first)
    caption = read_caption((*above, *inner))
    address = label or _label(caption)
    captions = _paragraphs(caption.lines, address, "标题")
    notes = _paragraphs(_sentences((*remarks, *below)), address, "注")
    panels: tuple[Panel, ...] = ()
    unread: str | None = "loose" if grid.loose else None
    if not grid.loose:
        panels = as_precise(_all_panels(grid, range(first, last), caption, address))
        if not panels:
            unread = "no columns of figures"
    words = [c.source for c in (grid.starts(0) if grid.rows else ())]
    return Table(
        kind=kind_of(caption.title),
        label=address,
        title=caption.title,
        address=address,
        source=captions[-1].source if captions else (words[0] if words else _EMPTY),
        unit=caption.unit,
        year=caption.year,
        panels=panels,
        captions=captions,
        notes=notes,
        pages=tuple(dict.fromkeys(grid.pages)),
        fund=fund_of(caption.title),
        unread=unread,
    )


def _label(caption: Caption) -> str:
    number = f"表{caption.number}" if caption.number else ""
    return " ".join(filter(None, (number, caption.title))) or "表"


def _paragraphs(lines: Sequence[Line], address: str, what: str) -> tuple[Paragraph, ...]:
    many = len(lines) > 1
    return tuple(
        Paragraph(line.source, f"{address} › {what}{n if many else ''}")
        for n, line in enumerate(lines, 1)
    )


def _sentences(lines: Sequence[Line]) -> list[Line]:
    """Note lines joined to whole sentences."""
    whole: list[Line] = []
    open_sentence = False
    for line in lines:
        if open_sentence:
            source = SourceText.join((whole[-1].source, line.source))
            whole[-1] = Line(source, whole[-1].page, whole[-1].box)
        else:
            whole.append(line)
        open_sentence = not plain(line.text).endswith(("。", "）", "；"))
    return whole


def _as_line(cell: GridCell) -> Line:
    page = cell.source.page
    return Line(cell.source, page, cell.box)


def _only_cell(grid: Lattice, row: int) -> GridCell | None:
    """The one cell with words of a row that spans most of the table, if that is all it holds."""
    cells = [c for c in grid.starts(row) if c.text.strip()]
    if len(cells) == 1 and cells[0].colspan * 2 > grid.columns:
        return cells[0]
    return None


def _inner_captions(grid: Lattice) -> tuple[int, list[Line]]:
    """Leading rows that are captions drawn inside the frame."""
    lines: list[Line] = []
    for row in range(min(4, len(grid.rows))):
        cells = [c for c in grid.starts(row) if c.text.strip()]
        wide = _only_cell(grid, row)
        if wide is not None and is_caption(wide.text):
            lines.append(_as_line(wide))
        elif cells and any("单位：" in plain(c.text) for c in cells) and len(cells) <= 3:
            lines += [_as_line(c) for c in cells]
        elif cells:
            return row, lines
    return len(lines) and min(4, len(grid.rows)), lines


def _inner_notes(grid: Lattice, first: int) -> tuple[int, list[Line]]:
    """Trailing rows that are notes drawn inside the frame."""
    lines: list[Line] = []
    last = len(grid.rows)
    while last > first:
        wide = _only_cell(grid, last - 1)
        if wide is None or not is_note(wide.text):
            break
        lines.insert(0, _as_line(wide))
        last -= 1
    return last, lines


def _all_panels(grid: Lattice, rows: range, caption: Caption, address: str) -> tuple[Panel, ...]:
    """The panels of an ordinary table; of a table of targets its form and its indicator lists."""
    starts = [r for r in indicator_heads(grid) if r in rows]
    if not starts:
        body = body_start(Lattice(grid.rows[rows.start : rows.stop], grid.columns)) + rows.start
        heads = read_heads(grid, rows.start, body)
        return _panels(grid, heads, range(body, rows.stop), caption, address)
    taken: Counter[str] = Counter()
    every = range(grid.columns)
    blank = (Head((), "text", None, BARE),) * grid.columns
    panels = []
    if starts[0] > rows.start:
        form = list(range(rows.start, starts[0]))
        panels.append(_panel(grid, blank, every, form, caption, address, taken, False))
    for start, stop in zip(starts, [*starts[1:], rows.stop], strict=True):
        heads = tuple(_indicator_head(c) for c in grid.rows[start])
        listed = list(range(start + 1, stop))
        panels.append(_panel(grid, heads, every, listed, caption, address, taken, False))
    return tuple(panels)


def _indicator_head(cell: GridCell | None) -> Head:
    words = plain(cell.text) if cell else ""
    role = head_role(words)
    return Head((words,) if words else (), f"indicator:{role}" if role else "text", None, BARE)


def _panels(
    grid: Lattice, heads: tuple[Head, ...], body: range, caption: Caption, address: str
) -> tuple[Panel, ...]:
    rows = [r for r in body if not is_ordinal_row(grid.starts(r))]
    heads = tuple(_by_content(grid, heads, rows))
    taken: Counter[str] = Counter()
    groups = _groups(heads)
    return tuple(
        _panel(grid, heads, group, rows, caption, address, taken, len(groups) > 1)
        for group in groups
    )


def _by_content(grid: Lattice, heads: tuple[Head, ...], rows: list[int]) -> list[Head]:
    """Heads without a meaning get one from what their columns hold."""
    result: list[Head] = []
    for column, head in enumerate(heads):
        if head.role in ("code", "ordinal"):
            result.append(head)
            continue
        kinds: Counter[CellKind] = Counter()
        for row in rows:
            cell = grid.rows[row][column]
            if cell is not None and cell.text.strip():
                kinds[read_number(cell.text)[0]] += 1
        words, amounts = kinds[CellKind.TEXT], kinds[CellKind.AMOUNT]
        if head.role is None and amounts > 1 and not words and _all_codes(grid, column, rows):
            result.append(Head(head.path, "code", None, BARE))
        elif head.role == "name" and amounts and not words:
            result.append(Head(head.path, None, head.basis, head.unit))
        elif words > amounts and head.role not in ("name", "note"):
            named = any(h.role in ("name", "code") for h in result)
            role = "text" if named else "name"
            result.append(Head(head.path, role, None, head.unit))
        else:
            result.append(head)
    return result


def _all_codes(grid: Lattice, column: int, rows: list[int]) -> bool:
    """Whether a column holds classification codes only, of more than one level."""
    texts = {plain(c.text) for c in (grid.rows[r][column] for r in rows) if c is not None}
    texts.discard("")
    return len({len(t) for t in texts}) > 1 and all(_A_CODE.fullmatch(t) for t in texts)


def _groups(heads: tuple[Head, ...]) -> list[range]:
    """The leaf columns of each panel: a new one starts where labels follow figures."""
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


def _figures_follow(heads: tuple[Head, ...], column: int) -> bool:
    return any(_holds_figures(h) for h in heads[column:])


def _flow(heads: Sequence[Head]) -> str | None:
    for head in heads:
        for words in head.path:
            income, spending = "收入" in words, "支出" in words
            if income != spending:
                return "income" if income else "expenditure"
    return None


def _panel(
    grid: Lattice,
    heads: tuple[Head, ...],
    group: range,
    rows: list[int],
    caption: Caption,
    address: str,
    taken: Counter[str],
    several: bool,
) -> Panel:
    flow = _flow([heads[c] for c in group]) if several else None
    columns = _columns(heads, group, caption)
    codes = _first_codes(heads, group)
    names = [c for c in group if heads[c].role in ("name", "indicator:name")]
    filling = [c for c in group if heads[c].role != "ordinal"]
    titles = {words for c in group for words in heads[c].path}
    labels: list[Label] = []
    kept: list[int] = []
    carried: list[str] = []
    for row in rows:
        label, carried = _label_of(grid, row, codes, names, carried)
        cells = grid.rows[row]
        filled = any((cell := cells[c]) is not None and cell.text.strip() for c in filling)
        if filled and not _repeats_head([cells[c] for c in group], titles):
            labels.append(label)
            kept.append(row)
    above = parents(labels)
    built: list[Row] = []
    for index, (label, row, parent) in enumerate(zip(labels, kept, above, strict=True)):
        name = label.text or f"第{index + 1}行"
        taken[name] += 1
        place = f"{address} › {name}" + (f" #{taken[name]}" if taken[name] > 1 else "")
        head = RowHead(
            index,
            place,
            label.code,
            label.name,
            label.numbering,
            parent,
            label.of_which,
            label.role,
        )
        built.append(Row(head, tuple(_cells(grid, row, head, columns, caption.unit))))
    return Panel(tuple(columns), tuple(built), flow, _panel_name(heads, group))


def _first_codes(heads: tuple[Head, ...], group: range) -> list[int]:
    """The first run of code columns; a second one classifies the same row another way."""
    codes: list[int] = []
    for column in group:
        if heads[column].role == "code":
            codes.append(column)
        elif codes:
            break
    return codes


def _panel_name(heads: tuple[Head, ...], group: range) -> str:
    path = heads[group[0]].path
    return path[0] if len(path) > 1 else ""


def _repeats_head(cells: Sequence[GridCell | None], titles: set[str]) -> bool:
    """Whether a row inside the body repeats the header (a page turn within a joined table)."""
    said = 0
    for cell in cells:
        words = plain(cell.text) if cell is not None else ""
        if words and words not in titles:
            return False
        said += bool(words)
    return said > 1


def _label_of(
    grid: Lattice, row: int, codes: list[int], names: list[int], carried: list[str]
) -> tuple[Label, list[str]]:
    cells = [grid.rows[row][c] for c in codes]
    texts = ["" if c is None else plain(c.text) for c in cells]
    texts = ["" if t in ("类", "款", "项") else t for t in texts]
    spanned = {id(c): c for c in cells if c is not None}
    if len(spanned) == 1 and len(cells) > 1 and not texts[0].isdigit():
        # one wide cell over the code columns holds words (合计)
        name_cells = [*spanned.values(), *(grid.rows[row][c] for c in names)]
        return read_label([], _joined(name_cells)), carried
    if texts and not texts[0] and any(t.isdigit() for t in texts) and carried:
        filled = next(i for i, t in enumerate(texts) if t)
        texts = carried[:filled] + texts[filled:]
    if len(codes) == 1 and carried and texts[0].isdigit() and len(texts[0]) < 3:
        texts = [_in_full(grid, row, codes[0], carried[0][:3] + texts[0].zfill(2)) or texts[0]]
    if any(t.isdigit() for t in texts):
        carried = [t for t in texts if t]
    digits = (
        [t for t in dict.fromkeys(texts) if t.isdigit()]
        if len(codes) == 1
        else [t for t in texts if t.isdigit()]
    )
    words = [t for t in texts if t and not t.isdigit()]
    name = _joined([grid.rows[row][c] for c in names])
    return read_label(digits, name or "".join(dict.fromkeys(words))), carried


def _in_full(grid: Lattice, row: int, column: int, code: str) -> str:
    """The code of a 款 printed short under its 类 (201, 03), if the next row is an item of it."""
    below = (grid.rows[r][column] for r in range(row + 1, len(grid.rows)))
    following = next((plain(c.text) for c in below if c is not None and c.text.strip()), "")
    return code if len(following) > len(code) and following.startswith(code) else ""


def _joined(cells: Sequence[GridCell | None]) -> str:
    filled = {id(c): c.text.strip() for c in cells if c is not None}
    return "·".join(filter(None, filled.values()))


def _columns(heads: tuple[Head, ...], group: range, caption: Caption) -> list[Column]:
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


def _common_leaf(heads: tuple[Head, ...], group: range, column: int) -> bool:
    leaf = heads[column].path[-1:]
    return sum(heads[c].path[-1:] == leaf for c in group) > 1


@lru_cache(maxsize=32768)
def _printed(text: str, unit: Unit, coarse: int | None) -> Quantity | None:
    """The number of a cell in the unit of its column; equal cells share one."""
    bare = read_number(text)[1]
    return None if bare is None else Quantity(bare.value, bare.decimals, unit, coarse)


def _cells(
    grid: Lattice, row: int, head: RowHead, columns: list[Column], unit: Unit | None
) -> list[Cell | None]:
    cells: list[Cell | None] = []
    above = grid.rows[row - 1] if row else None
    here = grid.rows[row]
    previous: GridCell | None = None
    for position, column in enumerate(columns):
        cell = here[column.index]
        if cell is None or cell is previous:
            cells.append(None)
            continue
        previous = cell
        source = cell.source
        quantity: Quantity | None = None
        if not holds_figures(column):
            kind = CellKind.TEXT if source.text.strip() else CellKind.BLANK
        elif above is not None and above[column.index] is cell:
            cells.append(None)  # a cell that reaches down is counted once
            continue
        else:
            kind, quantity = read_number(source.text)
            if quantity is not None and quantity.unit is BARE:
                # 增减额 is taken of printed figures: it is less sure than its last digit says
                coarse = quantity.decimals - 1 if column.role == "basis:change" else None
                quantity = _printed(source.text, column.unit, coarse)
        covered = _covered(columns, position, cell) if cell.colspan > 1 and quantity else ()
        over = _together(covered) if covered else column
        cells.append(Cell(source, head, over, kind, quantity, len(covered) or 1))
    return cells


def _covered(columns: Sequence[Column], position: int, cell: GridCell) -> Sequence[Column]:
    """The columns of figures that a cell stands over, nothing if one head does too."""
    end = cell.column + cell.colspan
    under = [c for c in columns[position:] if c.index < end and holds_figures(c)]
    return under if any(c.path != under[0].path for c in under) else ()


def _together(columns: Sequence[Column]) -> Column:
    """Several columns as one, for what they hold together."""
    first, last = columns[0], columns[-1]
    return Column(first.index, (), f"{first.label}…{last.label}", None, first.unit)
