"""The outline of a document for an editor: its sections and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from gouji.editor.checked import Book, Checked
from gouji.editor.places import Encoding, Grounds
from gouji.model.place import Anchor, Node, Spot
from gouji.model.record import Record
from gouji.model.tree import Paragraph, Section, Table
from gouji.parsing.plain import plain


def symbols(checked: Checked, encoding: Encoding) -> list[types.DocumentSymbol]:
    """The outline of a document: each part runs to where the next one begins."""
    if checked.book is None:
        return []
    outline = _Outline(checked.book, Grounds(checked.lines, encoding))
    return list(outline.parts(checked.book.document.body, len(checked.lines)))


class _Outline(Record):
    book: Book
    grounds: Grounds

    def parts(self, section: Section, last: int) -> Iterator[types.DocumentSymbol]:
        """The sections and tables right below a section that ends on line ``last``."""
        begun = [(part, self.first(part)) for part in section.parts]
        placed = [(part, line) for part, line in begun if line is not None]
        for index, (part, line) in enumerate(placed):
            follows = placed[index + 1][1] - 1 if index + 1 < len(placed) else last
            if not isinstance(part, Paragraph):
                yield self.symbol(part, line, max(line, follows))

    def symbol(self, part: Section | Table, first: int, last: int) -> types.DocumentSymbol:
        """One entry with those below it."""
        full = self.grounds.whole_lines(first, last)
        if isinstance(part, Section):
            head = part.heading
            kind, detail = types.SymbolKind.Namespace, None
            name = "" if head is None else head.source.text.strip()
            children = list(self.parts(part, last))
            own = Spot() if head is None else self.spot(head)
        else:
            kind = types.SymbolKind.Array
            detail = part.title if part.title != part.label else None
            name, children, own = part.label, [], self.title(part)
        inside = own.line is not None and first <= own.line and (own.end_line or 0) <= last
        chosen = self.grounds.range(own) if inside else self.grounds.whole_lines(first, first)
        return types.DocumentSymbol(
            name or "…",
            kind,
            full,
            chosen,
            detail if detail != name else None,
            None,
            None,
            children,
        )

    def title(self, table: Table) -> Spot:
        """Where the title of a table stands."""
        title = plain(table.title)
        for caption in table.captions:
            words = plain(caption.source.text)
            if title and words and (title in words or words in title):
                return self.spot(caption)
        return self.spot(table)

    def first(self, part: Section | Table | Paragraph) -> int | None:
        """The line on which a part begins; None for what stands nowhere."""
        nodes: Sequence[Node]
        if isinstance(part, Section):
            if part.heading is not None:
                return self.spot(part.heading).line
            lines = [self.first(each) for each in part.parts]
            return min((line for line in lines if line is not None), default=None)
        nodes = [*part.captions, *part.cells, *part.notes] if isinstance(part, Table) else [part]
        spots = (self.spot(node).line for node in nodes)
        return min((line for line in spots if line is not None), default=None)

    def spot(self, node: Node) -> Spot:
        """Where a node stands."""
        return self.book.spot(Anchor.whole(node))
