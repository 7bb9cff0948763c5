"""The header as a tree, and the sums it states across a row (cross-footing).

Under a merged head whose first child is 小计 or 合计 the other children are its parts; among
siblings, 合计 is the sum of the rest. Heads that repeat one set of leaves (预算数 | 决算数 under
every item) are read once per leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import field

from gouji.model.record import Mutable, Record
from gouji.model.tree import Column, Panel
from gouji.parsing.items import three_public_item
from gouji.parsing.tables.figures import figure_columns
from gouji.parsing.tables.header import basis_of, head_word, role_of

_TOTALS = frozenset(("total", "subtotal"))
_NOT_PARTS = frozenset(("prior", "change", "rate"))
# Columns that a flat header prints beside the column they are parts of.
_INSIDE = {
    "personnel": "basic",
    "public": "basic",
    "general": "fiscal",
    "government_fund": "fiscal",
    "state_capital": "fiscal",
    "vehicle_purchase": "vehicles",
    "vehicle_running": "vehicles",
}
_KNOWN = frozenset(
    (
        "basic project personnel public operating turn_over subsidy_down fiscal general"
        " government_fund state_capital special_account own business business_operation superior"
        " affiliated other_income carried_in"
    ).split()
)


class _Node(Mutable):
    word: str
    column: int | None = None
    children: list[_Node] = field(default_factory=list)


class Equation(Record):
    """A total column and the columns that make it up, by position in the panel.

    ``known`` when every part is a column the vocabulary knows as a part of such a total.
    """

    total: int
    parts: tuple[int, ...]
    known: bool = False
    partial: bool = False


def equations(panel: Panel) -> tuple[Equation, ...]:
    """The sums that the header of a panel states between its columns."""
    found: list[Equation] = []
    for layer in _layers(panel):
        root = _tree(panel.columns, layer)
        found += [e for e in _sums(root) if len(e.parts) > 1 or e.partial]
    return tuple(found)


def _layers(panel: Panel) -> list[list[tuple[int, tuple[str, ...]]]]:
    """Columns of figures with their header paths, apart for each repeated leaf (预算数, 决算数)."""
    paths = [(i, panel.columns[i].path) for i in figure_columns(panel)]
    leaves = {path[-1] for _, path in paths if path}
    repeated = len(leaves) > 1 and all(
        sum(p[-1:] == (leaf,) for _, p in paths) > 1 and basis_of(leaf) for leaf in leaves
    )
    if not repeated:
        return [paths]
    return [[(i, p[:-1]) for i, p in paths if p[-1:] == (leaf,)] for leaf in sorted(leaves)]


def _tree(columns: Sequence[Column], paths: list[tuple[int, tuple[str, ...]]]) -> _Node:
    root = _Node("")
    for position, path in paths:
        node = root
        for depth, word in enumerate(path):
            last = node.children[-1] if node.children else None
            if last is not None and last.word == word and last.column is None:
                node = last
            else:
                fresh = _Node(word)
                node.children.append(fresh)
                node = fresh
            if depth == len(path) - 1:
                if node.children or node.column is not None:
                    fresh = _Node(word)
                    node.children.append(fresh)
                    node = fresh
                node.column = position
        if not path:
            root.children.append(_Node("", position))
    while len(root.children) == 1 and root.children[0].column is None:
        root = root.children[0]
    return root


def _is_total(node: _Node) -> bool:
    if node.column is None:
        return False
    word = head_word(node.word)
    return role_of(node.word) in _TOTALS or word.endswith(("合计", "小计", "总计", "总额"))


def _value(node: _Node) -> tuple[int, ...] | None:
    """The columns that add to what a node stands for: itself, its 小计, or all of its leaves."""
    if node.column is not None:
        return (node.column,)
    totals = [c for c in node.children if _is_total(c)]
    if totals:
        return _value(totals[0])
    parts = [_value(c) for c in node.children if not _beside(c)]
    if any(p is None for p in parts):
        return None
    return tuple(column for part in parts if part for column in part)


def _beside(node: _Node) -> bool:
    """Whether a column stands beside the others without being a part of their total."""
    return node.word.startswith("其中") or basis_of(node.word) in _NOT_PARTS


def _sums(node: _Node) -> Iterator[Equation]:
    siblings = _nested(node.children)
    totals = [c for c in siblings if _is_total(c)]
    if totals and siblings[0] is totals[0]:
        yield from _sum_of(totals[0], [c for c in siblings if c is not totals[0]])
    elif len(totals) == 1 and siblings[-1] is totals[0]:
        yield from _sum_of(totals[0], siblings[:-1])
    for child in siblings:
        if child.column is not None and child.children:
            yield from _sum_of(_Node(child.word, child.column), child.children)
        elif child.children:
            yield from _sums(child)


def _nested(children: list[_Node]) -> list[_Node]:
    """Siblings with flat parts (人员经费 beside 基本支出, 购置费 beside 购置及运行费) put under the
    column they belong to."""
    leaves = [c for c in children if c.column is not None]
    owners = {_part_of(c): c for c in leaves if not _is_total(c)}
    inside: dict[int, list[_Node]] = {}
    for leaf in leaves:
        owner = owners.get(_INSIDE.get(_part_of(leaf) or "", ""))
        if owner is not None and owner is not leaf:
            inside.setdefault(id(owner), []).append(leaf)
    moved = {id(leaf) for several in inside.values() for leaf in several}
    return [
        _Node(c.word, c.column, inside[id(c)]) if id(c) in inside else c
        for c in children
        if id(c) not in moved
    ]


def _part_of(node: _Node) -> str | None:
    """What a column is a part of its total as: its role, or one of the three public expenses."""
    return role_of(node.word) or three_public_item(node.word)


def _sum_of(total: _Node, others: list[_Node]) -> Iterator[Equation]:
    if total.column is None or any(_is_total(c) for c in others):
        return
    parts: list[int] = []
    added = [c for c in others if not _beside(c)]
    for child in added:
        value = _value(child)
        if value is None:
            return
        parts += value
    if parts:
        items = [three_public_item(c.word) for c in added]
        roles = {role_of(c.word) for c in added}
        known = (
            roles <= _KNOWN
            or (roles == {"quarter"} and len(added) == 4)
            or (None not in items and len(set(items)) == len(items))
        )
        yield Equation(total.column, tuple(parts), known)
