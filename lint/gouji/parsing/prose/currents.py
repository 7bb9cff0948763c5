"""What a figure that is said to change is now: the statement that the change is of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gouji.model.figure import Figure
from gouji.model.regex import regex
from gouji.model.tree import DocumentKind
from gouji.parsing.items import expense_of
from gouji.parsing.prose.items import ChangeNote, Item, Statement
from gouji.parsing.prose.readings import (
    ACTUALS,
    BUDGETS,
    NEAR,
    Context,
    compatible,
    lately,
    money,
    parallels,
    year_of,
)
from gouji.parsing.prose.wholes import is_all_money, of_a_fund, whole_name

_SHORTEST = 4  # letters of a name that means one thing within a section
_TELLING = 6  # letters of a name that no two things of a document share
_KIND_OF_TOTAL = regex("总(?:预算)?[计量额数]?$")
_BOTH = ("收入支出总", "收支总")
# Names of nothing but money: what was spoken of last.
_MONEY = frozenset(("费用支出", "经费支出", "费用", "经费"))


def currents_of(item: Item, note: ChangeNote, context: Context, dimension: str) -> list[Figure]:
    """What the figure is now, the most likely one first."""
    own = [s for s in money(item, dimension, note.stated_before) if not _is_base(s, note)]
    if note.basis is not None:
        own.sort(key=lambda s: not (s.basis is not None and compatible(s.basis, note.basis)))
    elif note.base is not None and note.base.basis in BUDGETS and note.base.year is None:
        own.sort(key=lambda s: s.basis in BUDGETS)
    if own:
        return [s.figure for s in (*own, *_whole_before(item, note, dimension))]
    for other in parallels(item, context):
        if other.isolated or not other.statements:
            continue
        found = [s for s in money(other, dimension) if _this_year(other, s, note, context)]
        if found:
            return [s.figure for s in found]
    return (
        _both_sides(item, context, dimension)
        or _spoken_of(item, note, context, dimension)
        or [*_one_side(item, context, dimension), *_elsewhere(item, note, context, dimension)]
    )


def _is_base(statement: Statement, note: ChangeNote) -> bool:
    """Whether a statement is of the year compared with; a budget is compared with an outturn of its
    own year."""
    base = note.base
    if base is None or base.year is None or statement.year != base.year:
        return False
    return not (base.basis in BUDGETS and statement.basis in ACTUALS)


def _this_year(item: Item, statement: Statement, note: ChangeNote, context: Context) -> bool:
    base = note.base.year if note.base else None
    when = year_of(item, statement)
    return when is None or (when != base and when in (context.year, base and base + 1))


def _whole_before(item: Item, note: ChangeNote, dimension: str) -> list[Statement]:
    """The amounts of the whole, if the item ends its list (其中 A 1 万元、B 2 万元，比上年增加…) or
    a later sentence tells the change without a name."""
    listed = item.parent
    if listed is None or listed.parent is None:
        return []
    if note.sentence == item.sentence:
        beside = item.paragraph is listed.parent.paragraph
        if listed.parts[-1] is not item or not beside:
            return []
    return money(listed.parent, dimension, listed.stated_before or None)


def _both_sides(item: Item, context: Context, dimension: str) -> list[Figure]:
    """收、支总计 changed: the figure that 收入总计 and 支出总计 both state, or that of both."""
    key = f"{item.key}总计" if item.key in ("收支", "收入支出") else item.key
    both = next((b for b in _BOTH if b in key), None)
    if both is None:
        return []
    for other in _BOTH:
        for said in _before(item, context):
            if said.owner is None and _total(said.key).endswith(_total(key.replace(both, other))):
                return [s.figure for s in money(said, dimension)[:1]]
    stated: list[Figure] = []
    for side in ("收入总", "支出总"):
        full = key.replace(both, side)
        found = context.scope.by_key.get(full, ())
        if not found and not (of_a_fund(full) and side == "收入总"):
            # 财政拨款收入总计 9 万元，支出总计 9 万元: what stands beside is of the same fund
            alone = context.scope.by_key.get(full[full.index(side) :], ())
            same = item.paragraph if of_a_fund(full) else None
            found = [i for i in alone if same is None or i.paragraph is same]
        stated += [s.figure for i in found[-1:] for s in money(i, dimension)[:1]]
    return stated if len(stated) == 2 and stated[0].base == stated[1].base else []


def _one_side(item: Item, context: Context, dimension: str) -> list[Figure]:
    """收入 or 支出 alone: what the section before said that all of it comes to, if that is one
    amount."""
    side = item.key.removeprefix("总")
    if side not in ("收入", "支出") or item.owner is not None:
        return []
    said = [
        s.figure
        for other in context.scope.items
        if other.sentence <= item.sentence and other.owner is None and other is not item
        if other.key in (f"{side}总计", f"{side}总量", f"总{side}")
        for s in money(other, dimension)[:1]
    ]
    return said[:1] if len({f.base for f in said}) == 1 else []


def _total(key: str) -> str:
    """收支总预算, 收支总计 and 收支总额 by one name."""
    return _KIND_OF_TOTAL.sub("总", key)


def _before(item: Item, context: Context) -> Iterator[Item]:
    """What the paragraph spoke of before the item and gave amounts of, the last first."""
    items = context.scope.items
    at = next((n for n, i in enumerate(items) if i is item), 0)
    near = islice(reversed(items[:at]), NEAR)
    return (i for i in near if i.paragraph is item.paragraph and i.statements)


def _spoken_of(item: Item, note: ChangeNote, context: Context, dimension: str) -> list[Figure]:
    """A shorter name for what the paragraph spoke of last (一般公共预算财政拨款支出 10 万元。与上年
    相比，财政拨款支出增加…), or one that only says it is money."""
    if item.owner is not None or not item.key:
        return []
    last = next(_before(item, context), None)
    while last is not None and last.owner is not None and item.key not in _MONEY:
        last = last.owner
    if last is None or not (item.key in _MONEY or last.key.endswith(item.key)):
        return []
    return [
        s.figure for s in money(last, dimension) if not _is_base(s, note) and s.basis not in BUDGETS
    ]


def _elsewhere(item: Item, note: ChangeNote, context: Context, dimension: str) -> list[Figure]:
    """The amount of that name which the section or the whole document states, if it is one."""
    other = BUDGETS if context.kind is DocumentKind.ACCOUNT else ACTUALS
    known = [
        s for o in _same_thing(item, context) for s in lately(o) if _this_year(o, s, note, context)
    ]
    name = whole_name(item.key, item.label)
    telling = name != item.key or len(name) >= _TELLING or is_all_money(name)
    if not known and telling and item.owner is None:
        year = context.year
        known = [s for s in context.totals.get(name, ()) if s.year is None or s.year == year]
    figures = [s.figure for s in known if s.dimension == dimension and s.basis not in other]
    return figures[:1] if len({f.base for f in figures}) == 1 else []


def _same_thing(item: Item, context: Context) -> Iterator[Item]:
    """Where the section gives the same thing, or the same one of the three public expenses,
    whatever it is a part of."""
    expense = expense_of(item.label)
    if expense is not None:
        yield from (
            o for o in context.scope.items if o is not item and expense_of(o.label) == expense
        )
    elif len(item.key) >= _SHORTEST and item.owner is None:
        yield from (o for o in context.scope.by_key[item.key][-NEAR:] if o is not item)
