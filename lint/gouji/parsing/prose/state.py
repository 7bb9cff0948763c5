"""What the grammar of prose carries from clause to clause: the subject and the open lists."""

from __future__ import annotations

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.quantity import Quantity
from gouji.model.record import Mutable
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.parsing.items import is_average
from gouji.parsing.prose.bases import Base
from gouji.parsing.prose.divisions import (
    known_complete,
    leaves_assets,
    leaves_income,
    leaves_spending,
)
from gouji.parsing.prose.items import (
    Breakdown,
    ChangeNote,
    Item,
    Scope,
    Statement,
    both_sides,
)
from gouji.parsing.prose.leads import Lead, read_lead
from gouji.parsing.prose.tokens import Sentence, Token

_NEAR = 40
# 支出合计: of all that there is, whatever was spoken of before
_WHOLE = regex("[总合共]")


class Frame(Mutable):
    """An open list; ``style`` is inline, paren, paragraph, or the style of its numbering;
    ``divided`` marks one whose paragraphs end with semicolons; ``whole`` is what a numbered list
    follows, which its numbers may divide in several ways (1.按支出性质分：…2.按经济分类：…)."""

    breakdown: Breakdown
    style: str
    divided: bool = False
    whole: Item | None = None

    def ended_by(self, mark: str) -> bool:
        """Whether the mark at the end of its last paragraph ends the list: a full stop after
        semicolons."""
        self.divided |= mark == "；"
        return self.divided and mark == "。"


class Bracket(Mutable):
    """What to go back to when a bracket closes."""

    current: Item | None
    frames: int
    cause: str


class State:
    """The current subject, the open lists, brackets and reasons of a section being read."""

    def __init__(self, scope: Scope, year: int | None) -> None:
        self.scope, self.year = scope, year
        self.text = ""
        self.sentence: Sentence | None = None
        self.index = 0
        self.current: Item | None = None
        self.frames: list[Frame] = []
        self.brackets: list[Bracket] = []
        self.base: Base | None = None
        self.pending: Lead | None = None
        self.carry = ""
        self.share_of: Figure | None = None
        self.outcome: tuple[Direction, Anchor] | None = None
        self.cause: str = ""
        self.cause_at = 0
        self.fresh = False
        self.colon = False
        self.mark = ""
        self.doubted: list[Breakdown] = []
        self.reason_due = False
        self.uses = False
        self.each: list[Item] = []
        self.separator = ""
        self.sides: list[Breakdown] = []
        self.closed: Breakdown | None = None
        self.beside: tuple[Item, ChangeNote] | None = None

    def _push(self, parent: Item | None, kind: str, style: str = "inline") -> Breakdown:
        breakdown = Breakdown(
            parent,
            kind,
            len(parent.statements) if parent else 0,
            len(parent.changes) if parent else 0,
        )
        if parent is not None:
            parent.breakdowns.append(breakdown)
        self.frames.append(Frame(breakdown, style))
        return breakdown

    def _close_lists(self) -> None:
        while self.frames and self.frames[-1].style == "inline":
            self.frames.pop()

    def _close_inner(self) -> None:
        """A semicolon ends a list inside a list; inside a list of paragraphs, if the parts of the
        inner one are divided by commas."""
        if len(self.frames) < 2 or self.frames[-1].style != "inline":
            return
        inner, outer = self.frames[-1].breakdown, self.frames[-2].style
        divided = len(inner.parts) > 1 and all(p.separator in "，、+" for p in inner.parts[1:])
        if outer != "inline" and not (outer == "paragraph" and divided):
            return
        if inner.parts and inner.parent in self.frames[-2].breakdown.parts:
            self.frames.pop()
            if len(inner.parts) == 1:
                inner.kind = "open"
            self.current = inner.parent

    def _in_list(self) -> bool:
        return bool(self.frames) and bool(self.frames[-1].breakdown.parts)

    def _named_whole(self, text: str) -> None:
        """Make the whole that a connector names the current item (支出预算包括)."""
        lead = read_lead(text.removesuffix("中"), self.year)
        if not lead.key:
            return
        if self.current is not None and self.current.key == lead.key:
            return
        known = self.scope.by_key.get(lead.key)
        self._close_lists()
        if known and known[-1].statements:
            self.current = known[-1]
        else:
            self.current = None
            self.pending = lead

    def _subject(self, lead: Lead, *, states: bool = False) -> Item | None:
        """The item that a clause speaks of: by its name, or the one spoken of before."""
        pending, self.pending = self.pending, None
        lead = self._other_side(lead) if pending is None else lead
        if not lead.key:
            if pending is not None:
                return self._item(pending)
            if self.current is None and states:
                return self._item(lead)
            return self.current
        if pending is not None and pending.key and self._narrower(pending, lead):
            lead = Lead(
                lead.raw,
                f"{pending.label}{lead.label}",
                f"{pending.key}{lead.key}",
                lead.year,
                lead.basis,
            )
        if self.current is not None and self.current.key == lead.key:
            return self.current
        for depth in range(len(self.frames) - 1, -1, -1):
            whole = self.frames[depth].breakdown.parent
            if whole is not None and whole.key == lead.key and self.frames[depth].style == "inline":
                del self.frames[depth:]
                self.current = whole
                return whole
        return self._item(lead)

    def _other_side(self, lead: Lead) -> Lead:
        """决算支出 after what was said of 收入 is no basis of it but the other side; 支出 right
        after 医疗保险基金收入 is that of the same fund."""
        current = self.current
        if current is None:
            return lead
        for side, other in (("支出", "收入"), ("收入", "支出")):
            named = side in lead.raw and other not in lead.raw
            if not named or other not in current.key or side in current.key:
                continue
            if not lead.key:
                return Lead(lead.raw, side, side, lead.year, lead.basis)
            beside = current.sentence == self.index and current.parent is None
            if lead.key == side and beside and not _WHOLE.search(lead.raw):
                key, label = (t.replace(other, side) for t in (current.key, current.label))
                return Lead(lead.raw, label, key, lead.year, lead.basis)
        return lead

    @staticmethod
    def _narrower(pending: Lead, lead: Lead) -> bool:
        return len(lead.key) <= 1

    def _item(self, lead: Lead, *, new: bool = False) -> Item:
        if self.fresh and self.sentence and not self.sentence.numbering:
            while self.frames and self.frames[-1].style not in {"inline", "paren", "paragraph"}:
                self.frames.pop()
        self.fresh = False
        while self._left_behind(lead):
            self.frames.pop()
        breakdown = self.frames[-1].breakdown if self.frames else self._completed(lead)
        if is_average(lead.raw):
            breakdown = None
        if (
            breakdown is not None
            and breakdown.kind == "plus"
            and any(word in lead.raw for word in ("总量", "总计", "合计", "总额"))
        ):
            self.frames.pop()
            item = Item(lead.key, lead.label, lead.raw, self.index)
            item.breakdowns.append(breakdown)
            # 加上 B 8 亿元，其中：B1…、C 3 亿元: what stands after an inner list may be of either
            interrupted = any(part.breakdowns for part in breakdown.parts)
            breakdown.parent, breakdown.kind = item, "maybe" if interrupted else "complete"
            self.scope.add(item)
            self.current = item
            return item
        if breakdown is not None and not new:
            for part in breakdown.parts[-_NEAR:]:
                if part.key == lead.key and lead.key and part.sentence == self.index:
                    self.current = part
                    return part
        item = Item(lead.key, lead.label, lead.raw, self.index, breakdown)
        item.paragraph = self.sentence.text.paragraph if self.sentence else None
        item.doubtful = any(listed is breakdown for listed in self.doubted)
        item.separator = self.separator
        if breakdown is not None:
            breakdown.parts.append(item)
        self.scope.add(item)
        self.current = item
        return item

    def _left_behind(self, lead: Lead) -> bool:
        """Whether a name is beside the list: 收入 8，其中税收 6；支出 9, or 本年支出 9，其中
        基本支出 4，项目支出 5，年末结转和结余 1."""
        listed = self.frames[-1].breakdown if self.frames else None
        if listed is None or listed.parent is None or self.frames[-1].style != "inline":
            return False
        whole, before = listed.parent.key, listed.parts[-1].key if listed.parts else ""
        income = self.separator == "；" and leaves_income(lead.key, whole)
        other = income or leaves_assets(lead.key, whole)
        return other or leaves_spending(lead.key, before, whole)

    def _completed(self, lead: Lead) -> Breakdown | None:
        """The list of the sentence before that a name completes: 其中：人员经费 8 万元，主要包括…。
        公用经费 2 万元，主要包括…."""
        listed, self.closed = self.closed, None
        if listed is None or listed.parent is None:
            return None
        names = [*(part.key for part in listed.parts), lead.key]
        return listed if known_complete(names, listed.parent.key) else None

    def _state(
        self, item: Item, token: Token, lead: Lead, quantity: Quantity | None = None
    ) -> None:
        figure = self._figure(token, item.label)
        if quantity is not None:
            figure = Figure(quantity, figure.anchor, figure.label)
        item.statements.append(
            Statement(
                figure,
                lead.year,
                lead.basis,
                self.index,
                token.approximate,
                "" if lead.bare else lead.raw,
                self.outcome,
            )
        )

        if self.sides and both_sides(item.raw):
            for listed in self.sides:  # 收入包括…；支出包括…。收支总预算 8 万元
                listed.parent = item
            item.breakdowns += self.sides
            self.sides = []

    def _unread(self) -> None:
        if self.frames:
            self.frames[-1].breakdown.unread = True

    def _figure(self, token: Token, label: str) -> Figure:
        return Figure(token.quantity, self._anchor(token.start, token.end), label)

    def _anchor(self, start: int, end: int) -> Anchor:
        assert self.sentence is not None
        return self.sentence.text.anchor(start, end)
