"""Rows of tables that carry a classification code and a name, and what names each code is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from gouji.model.record import Record
from gouji.model.tree import Cell, Row, Table
from gouji.parsing.items import classified
from gouji.parsing.plain import item_name


class CodedRow(Record):
    """A row with its code, the code with its classification, the bare name, and the cell with the
    name (None where the name stands beside the code)."""

    code: str
    classified: str
    name: str
    cell: Cell | None


def coded_rows(table: Table) -> tuple[CodedRow, ...]:
    """The coded rows of a table. Names of projects stand beside the codes of their items: they are
    none."""
    if table.kind == "project":
        return ()
    return tuple(
        CodedRow(head.code, classified(head.code), item_name(head.name), _name_cell(row))
        for row in table.rows
        if (head := row.head).code and head.name
    )


def _name_cell(row: Row) -> Cell | None:
    """The cell that names the code of a row: the first name behind the code, if there is one."""
    coded, before = False, None
    for cell in row:
        role = cell.column.role
        if role == "code":
            coded = True
        elif role == "name" and cell.text.strip():
            if coded:
                return cell
            before = before or cell
    return before


def names_of(rows: Iterable[CodedRow]) -> dict[str, Counter[str]]:
    """How often each code is given each name."""
    names: dict[str, Counter[str]] = {}
    for row in rows:
        names.setdefault(row.classified, Counter())[row.name] += 1
    return names
