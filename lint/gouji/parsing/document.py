"""Blocks to a typed document: tables taken together with their captions, the rest outlined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from gouji.model.blocks import Grid, Line, Notice, Reading
from gouji.model.memo import Memo
from gouji.model.place import SourceText
from gouji.model.record import Record, replace
from gouji.model.tree import Document, DocumentKind, Section, Table
from gouji.model.undisturbed import undisturbed
from gouji.parsing.outline.captions import (
    is_caption,
    is_label,
    is_note,
    is_year,
    read_caption,
    title_of,
)
from gouji.parsing.outline.identity import identify
from gouji.parsing.outline.sections import outline
from gouji.parsing.plain import plain
from gouji.parsing.tables.build import build_table
from gouji.parsing.tables.header import body_start, role_of
from gouji.parsing.tables.lattice import Lattice, continues, lattice
from gouji.parsing.tables.strips import without_strips

_CAPTION_LINES = 8
_NOTE_LINES = 4


class _Framed(Record):
    """A lattice with the lines around it that belong to it."""

    grid: Lattice
    above: tuple[Line, ...]
    below: tuple[Line, ...] = ()


@undisturbed()
def parse(reading: Reading, path: str, memo: Memo | None = None) -> Document:
    """The typed tree of a file as read. Never raises: what is not understood stays untyped.

    ``memo`` holds what was made of its parts the last time.
    """
    blocks: Sequence[Line | Grid] = reading.blocks
    if memo is None:
        memo = Memo()
    else:
        blocks = [memo.same(f"block {_line_of(block)}", block) for block in blocks]
    if not any(isinstance(b, Grid) and not b.loose for b in blocks):
        # most of the time of loading goes into its patterns, and most documents have grids
        from gouji.parsing.loose.recover import recover  # noqa: PLC0415

        blocks = recover([line for b in blocks for line in _lines_of(b)], memo)
    elif reading.format == "pdf":
        blocks = without_strips(blocks)
    items = _named(_joined(_framed(blocks, memo)), memo)
    lines = [item for item in items if isinstance(item, Line)]
    titles = [item.title for item in items if isinstance(item, Table)]
    captions = [
        Line(p.source, p.source.page) for t in items if isinstance(t, Table) for p in t.captions
    ]
    identity = identify([*lines, *captions], path, titles)
    body: Section = outline(items, memo)
    return Document(
        path=path,
        format=reading.format,
        pages=reading.pages,
        kind=_kind(identity.kind, items),
        year=identity.year,
        entity=identity.entity,
        body=body,
        notices=(
            *reading.notices,
            *(_unread(reading.blocks, items) if reading.format == "pdf" else ()),
        ),
    )


def _lines_of(block: Line | Grid) -> list[Line]:
    """A line; or those of a grid that only tells that there is one."""
    if isinstance(block, Line):
        return [block]
    rows: dict[int, list[SourceText]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell.source)
    return [Line(SourceText.join(row, " "), block.page) for row in rows.values()]


def _unread(blocks: Sequence[Line | Grid], items: Sequence[Line | Table]) -> list[Notice]:
    """What is said of tables on pages that could not be read, or were lost."""
    tables = [item for item in items if isinstance(item, Table)]
    pages = {page for table in tables if table.unread == "loose" for page in table.pages[:1]}
    named = {page for table in tables for page in table.pages}
    lost = {b.page for b in blocks if isinstance(b, Grid) and b.loose and b.page not in named}
    return [Notice("unread-table", page) for page in sorted(p for p in pages | lost if p)]


def _line_of(block: Line | Grid) -> int | None:
    """The line on which a block begins, in formats that have lines."""
    sources = [block.source] if isinstance(block, Line) else [cell.source for cell in block.cells]
    return next((source.runs[0].line for source in sources if source.runs), None)


def _kind(known: DocumentKind, items: Sequence[Line | Table]) -> DocumentKind:
    """The kind by the titles or, failing that, by what the columns of the tables hold."""
    if known is not DocumentKind.UNKNOWN:
        return known
    panels = [p for t in items if isinstance(t, Table) for p in t.panels]
    words = [w for p in panels for c in p.columns for w in c.path]
    if any("决算" in w for w in words):
        return DocumentKind.ACCOUNT
    return DocumentKind.BUDGET if any("预算数" in w for w in words) else known


def _framed(blocks: Sequence[Line | Grid], memo: Memo) -> list[Line | _Framed]:
    """Grids with their captions and notes taken from the lines around them."""
    items: list[Line | _Framed] = []
    for block in blocks:
        if isinstance(block, Line):
            items.append(block)
            continue
        above: list[Line] = []
        titled = False
        while items and len(above) < _CAPTION_LINES:
            last = items[-1]
            if not isinstance(last, Line) or not _belongs_above(last, block):
                break
            titles = bool(title_of(last.text)) and not is_label(last.text)
            if titled and titles:
                break  # a table has one title; another above it belongs to something else
            years = [i for i in items[-2:] if isinstance(i, Line) and is_year(i.text)]
            if titled and len(years) > 1:
                break  # years one under the other are the rows of a table without figures
            titled = titled or titles
            above.insert(0, last)
            items.pop()
        items.append(_Framed(memo.of("lattice", (block,), partial(lattice, block)), tuple(above)))
    return _with_notes(items)


def _belongs_above(line: Line, grid: Grid) -> bool:
    near = line.page is None or grid.page is None or grid.page - line.page <= 1
    return near and is_caption(line.text)


def _with_notes(items: Sequence[Line | _Framed]) -> list[Line | _Framed]:
    """The note lines right under each table taken to it."""
    result: list[Line | _Framed] = []
    position = 0
    while position < len(items):
        item = items[position]
        position += 1
        if isinstance(item, _Framed):
            item = replace(item, below=_note_lines(items[position : position + _NOTE_LINES]))
            position += len(item.below)
        result.append(item)
    return result


def _note_lines(following: Sequence[Line | _Framed]) -> tuple[Line, ...]:
    """The first of the lines after a table that are its notes: whole sentences."""
    lines: list[Line] = []
    open_sentence = False
    for item in following:
        if not isinstance(item, Line):
            break
        sentence = "".join(x.text for x in lines) + item.text
        if not (open_sentence or is_note(item.text) or is_note(_sentence(following, item))):
            break
        lines.append(item)
        open_sentence = not plain(sentence).endswith(("。", "）"))
    return tuple(lines)


def _sentence(following: Sequence[Line | _Framed], line: Line) -> str:
    """The line and the one after it, if it may be the first half of a sentence."""
    after = following[list(following).index(line) + 1 :][:1]
    if "。" in line.text or is_caption(line.text) or not after or not isinstance(after[0], Line):
        return line.text
    return line.text + after[0].text


def _joined(items: Sequence[Line | _Framed]) -> list[Line | _Framed]:
    """Tables that run over page ends made one."""
    result: list[Line | _Framed] = []
    for item in items:
        last = result[-1] if result else None
        if isinstance(item, _Framed) and isinstance(last, _Framed):
            joined = _continued(last, item)
            if joined is not None:
                result[-1] = joined
                continue
        result.append(item)
    return result


def _continued(first: _Framed, second: _Framed) -> _Framed | None:
    a, b = first.grid, second.grid
    if first.below or not a.rows or not b.rows:
        return None
    if a.pages and b.pages and b.pages[0] - 1 not in a.pages:
        return None
    if second.above and not _repeats(first, second):
        return None
    joined = continues(a, b, body_start(a))
    if joined is None or _begins_anew(a, b, captioned=bool(second.above)):
        return None
    return _Framed(joined, first.above, second.below)


def _begins_anew(first: Lattice, second: Lattice, *, captioned: bool) -> bool:
    """Whether a grid with the same columns is another table: it has a title of its own inside
    its frame, or, where no borders tell, a header of its own."""
    if _is_form_again(first, second):
        return True
    words = [c for c in second.starts(0) if c.text.strip()]
    if len(words) == 1 and title_of(words[0].text):
        return title_of(words[0].text) != title_of(first.starts(0)[0].text)
    repeated = first.texts(0) == second.texts(0)
    return not (repeated or captioned or first.edges) and body_start(second) > 0


def _is_form_again(first: Lattice, second: Lattice) -> bool:
    """Whether a form begins again for another thing (项目名称 and another name beside it)."""
    for own, other in zip(
        *(map(g.texts, range(len(g.rows))) for g in (first, second)), strict=False
    ):
        if own != other:
            return bool(own and other) and own[0] == other[0] and role_of(own[0]) == "name"
    return False


def _repeats(first: _Framed, second: _Framed) -> bool:
    """Whether the captions of a continuation only repeat those of its beginning."""
    said = {plain(line.text) for line in first.above}
    title = read_caption(first.above).title
    for line in second.above:
        words = plain(line.text)
        same = words in said or (title_of(line.text) in ("", title) and "续" in words)
        if not same and title_of(line.text) != title:
            return False
    return True


def _named(items: Sequence[Line | _Framed], memo: Memo) -> list[Line | Table]:
    """Framed lattices as tables, each with an address of its own."""
    result: list[Line | Table] = []
    taken: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Line):
            result.append(item)
            continue
        parts = (item.grid, item.above, item.below)
        known = (item.grid, *item.above, *item.below)
        table = memo.of(f"table {len(item.above)}", known, partial(build_table, *parts))
        taken[table.label] += 1
        if taken[table.label] > 1:
            label = f"{table.label} #{taken[table.label]}"
            table = memo.of(f"table {label}", known, partial(build_table, *parts, label))
        result.append(table)
    return result
