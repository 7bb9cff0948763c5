"""The part of the grammar that reads lists: connectors (其中, 包括) and 分别为."""

from __future__ import annotations

import re

from gouji.model.quantity import BARE, Quantity, comparable
from gouji.model.regex import regex
from gouji.parsing.items import is_average
from gouji.parsing.prose.cues import connectors, may_open_list
from gouji.parsing.prose.directions import direction_at_end
from gouji.parsing.prose.figures import FigureReader
from gouji.parsing.prose.items import Breakdown, Item, ShareNote, both_sides
from gouji.parsing.prose.leads import Lead, read_lead
from gouji.parsing.prose.tokens import Clause, Token

_EACH = regex(r"(?P<names>.*?)(?:分别|依次)(?:为|是|安排|达到|支出)?$")
_EACH_SHARE = regex(
    r"，?(?:各|分别|依次)?占(?P<name>[^，]{0,40}?)的?(?:比重|比例|比)?(?:分别)?(?:为|是)?"
)
_COUNTED = regex(
    r"(?:等)?(?:[一二三四五六七八九十两]|\d+)?(?:项|种方式|种形式|种|类|者|方面|部分)?$"
)
_AT_START = frozenset(("分别为", "分别是", "依次为", "即"))
_OF = regex(r"[^，；。]{0,8}?由")
_INSIDE = regex(r"（[^（）]{0,60}）")
_SIDES = ("收入", "支出")
_PARTS = regex(r"组成|构成")
_ADDED = regex(r"^(?:再)?加上?|^加")
# 三公经费 9 万元，具体情况：
_DETAILS = regex(r"具体(?:情况|构成|组成|安排)?(?:为|是)?")
# 收入构成：一般公共预算拨款 9 万元
_SIDE_MADE_OF = regex(r"(收入|支出)(?:预算|决算)?(?:构成|组成)(?:情况)?")
# 实际采购 9 万元，节约资金 1 万元。其中：…
_SAVED = regex("节约|节支|节省")
_DIVIDED = regex("(?:划分|分类|分|来?看)?")
_WHOSE = regex("^(?:部门|单位)")
_NEAR = 40
_RECENT = 3  # sentences
_NAME_BREAK = regex(r"、|以及|和|及|与")


def _all_of(side: str) -> tuple[str, ...]:
    """What all income, or all expenditure, is called."""
    return side, f"总{side}", f"{side}总计", f"{side}总量"


class ListReader(FigureReader):
    """Opens lists of parts and lays out figures that are named together."""

    def _connect(self, clauses: tuple[Clause, ...], position: int, start: int) -> int:
        """Open the list that a connector at or near the start of the clause announces; returns
        where the rest of the clause starts."""
        clause = clauses[position]
        first = clause.tokens[0].start if clause.tokens else clause.end
        head = self.text[start:first]
        if "（" in head:
            head = _INSIDE.sub(lambda m: "□" * len(m[0]), head)
        complete, opened, facet = connectors()
        if match := facet.match(head):
            self._facet(self.text[:start])
            return start + match.end()
        anew = None if clause.tokens else facet.search(head)
        if anew and _DIVIDED.fullmatch(head, anew.end()):
            self._named_whole(head[: anew.start()])
            if self.current is not None:
                self._push(self.current, "maybe")
                return clause.end
        if may_open_list(head) and (match := opened.search(head)):
            return self._connect_open(clauses, position, start, match)
        if match := complete.search(head):
            return self._connect_complete(clause, start, match)
        if clause.after == "：" and _DETAILS.fullmatch(head) and self.current is not None:
            self._list("open")
            return clause.end
        if clause.after == "：" and (side := _SIDE_MADE_OF.fullmatch(head)):
            return self._made_of(clause, side[1])
        if head.startswith("由") and self._parts_follow(clauses, position):
            self._list("complete")
            return start + 1
        return start

    def _connect_open(
        self, clauses: tuple[Clause, ...], position: int, start: int, match: re.Match[str]
    ) -> int:
        """其中, 主要包括: the list may leave parts out."""
        clause, before = clauses[position], match.string[: match.start()]
        if before and match[0] != "其中":
            listed = not clause.tokens and clause.after in "：，"
            if not listed and read_lead(before, self.year).key:
                return start
            self._named_whole(before)
        if match[0] == "其中" and clause.before == "；":
            self._leave_part(clause)
        if match[0].startswith("主要") and not self._listed_after(clauses, position):
            return start
        if match[0].endswith("如下") and not before and self._beside_others():
            self.current = None  # 具体情况如下 is said of the whole, which has no amount
        self._list("open")
        rest = start + match.end()
        of = _OF.match(match.string[match.end() :])
        if of and self._parts_follow(clauses, position):
            self.frames[-1].breakdown.kind = "complete"
            return rest + of.end()
        return rest

    def _lists_after(self, clause: Clause) -> None:
        """An amount right before a colon is the whole of what is listed after it."""
        last = clause.tokens[-1] if clause.tokens else None
        if last is None or clause.after != "：" or last.end != clause.end:
            return
        if self.current is not None and self.current.statements and not last.is_rate:
            self._list("open")

    def _leave_part(self, clause: Clause) -> None:
        """；其中 is said of the whole of the parts before it, not of the last of them, if these are
        told in one breath (货物 3 万元、服务 7 万元；其中…) or what follows is more than it."""
        part = self.current
        if part is None or not part.statements or not self.frames:
            return
        listed = self.frames[-1].breakdown
        if self.frames[-1].style != "inline" or part not in listed.parts[1:]:
            return
        last = part.statements[-1].figure.quantity
        alike = [t.quantity for t in clause.tokens[:1] if comparable(t.quantity, last)]
        exceeds = any(q.interval.low > last.interval.high for q in alike)
        if part.separator in "、+" or exceeds:
            self.frames.pop()
            self.current = listed.parent

    def _beside_others(self) -> bool:
        """Whether the item spoken of last is one of several that the last sentence told, and no
        list of which has a whole."""
        last = self.current
        if last is None or last.parent is not None or last.sentence >= self.index:
            return False
        told = (i for i in self.scope.items[-_NEAR:] if i.sentence == last.sentence)
        return sum(item.owner is None for item in told) > 1

    def _connect_complete(self, clause: Clause, start: int, match: re.Match[str]) -> int:
        """包括, 分别为, 即: the list leaves nothing out."""
        before = match.string[: match.start()]
        if before and (match[0] in _AT_START or not (clause.tokens or clause.after == "：")):
            return start
        side = read_lead(before, self.year).key
        whole = self._side_of(side) if side in _SIDES else None
        if whole is not None:
            self._close_lists()
            self.current = whole
        elif before:
            self._named_whole(before)
        self._list("complete")
        if side in _SIDES and self.current is None:
            self.sides.append(self.frames[-1].breakdown)
        return start + match.end()

    def _made_of(self, clause: Clause, side: str) -> int:
        """收入构成：what all income before comes to is divided."""
        self._close_lists()
        self.current = self._side_of(side)
        self._list("open")
        return clause.end

    def _side_of(self, side: str) -> Item | None:
        """收支总预算 8 万元。收入包括…；支出包括…: what each side comes to."""
        for item in reversed(self.scope.items[-_NEAR:]):
            if item.sentence < self.index - _RECENT:
                break
            key = _WHOSE.sub("", item.key)
            named = key in _all_of(side) or both_sides(item.raw)
            if item.statements and named:
                return item
        return None

    def _listed_after(self, clauses: tuple[Clause, ...], position: int) -> bool:
        """Whether named amounts follow the connector, as in a list, and not only words."""
        clause = clauses[position]
        following = clauses[position + 1 : position + 2] if not clause.tokens else (clause,)
        if not clause.tokens and clause.after != "：":
            return False
        if not following:
            return True
        for each in following:
            for token in each.tokens[:1]:
                gap = self.text[each.start : token.start]
                return bool(read_lead(gap, self.year).key) and not direction_at_end(gap)
        return False

    def _parts_follow(self, clauses: tuple[Clause, ...], position: int) -> bool:
        for clause in clauses[position : position + 12]:
            tail = clause.tokens[-1].end if clause.tokens else clause.start
            if _PARTS.search(self.text[tail : clause.end]):
                return True
            if clause.after in "；。":
                return False
        return False

    def _list(self, kind: str) -> None:
        """Open a list of parts of the current item; what one of many costs has none."""
        if self.current is not None and is_average(self.current.raw):
            self.current = None
        if self.current is not None and _SAVED.match(self.current.label):
            self.current = self._spent(self.current)
        top = self.frames[-1] if self.frames else None
        if self.brackets and top is not None and top.style == "paren":
            top.breakdown.kind = kind
            return
        if top is not None and top.style == "inline" and self._announced(top.breakdown):
            self.frames.pop()  # 100 万元：其中…
        self._push(self.current, kind)
        self.pending = None

    def _spent(self, saved: Item) -> Item | None:
        """What was spent beside what was saved of the budget: that is what a list divides."""
        near = [i for i in self.scope.items[-_NEAR:] if i.sentence == saved.sentence]
        beside = (i for i in reversed(near) if i is not saved and i.owner is saved.owner)
        return next((i for i in beside if i.statements), None)

    def _announced(self, listed: Breakdown) -> bool:
        """Whether a list of the item spoken of still waits for its parts."""
        return not listed.parts and listed.parent is self.current

    def _facet(self, before: str) -> None:
        """按经济分类, 从对象看: another list of the same whole."""
        if self.current is None and self.frames:
            self.current = self.frames[-1].whole
        if self.frames and self.frames[-1].style == "inline":
            whole = self.frames.pop().breakdown.parent
            self.current = whole or self.current
        elif self.current is not None and (
            self.current.shares or connectors()[2].search(before.rpartition("。")[2])
        ):
            self.current = None  # a part of something said before, which the list may be of
        if self.current is not None:
            self._push(self.current, "maybe")
        elif not self.frames:  # what is divided is not told: it is none of the parts
            self._push(None, "none")

    def _figures(
        self, clauses: tuple[Clause, ...], position: int, start: int, stop: int, tokens: list[Token]
    ) -> int:
        run = self._run(clauses, position)
        gap = self.carry + self.text[start : tokens[0].start]
        if len(run) > 1 and len(tokens) == 1 and self._distribute(gap, run):
            return position + len(run)
        self._simple(start, stop, tokens)
        return position + 1

    def _run(self, clauses: tuple[Clause, ...], position: int) -> list[Token]:
        """Quantities that follow each other without a word between: 8、8、10 or 3万元和2万元."""
        first = clauses[position]
        run = list(first.tokens[-1:])
        if not run or run[0].end != first.end or first.after not in "、+和及以":
            return run
        for clause in clauses[position + 1 : position + _NEAR]:
            if clause.before not in "、+" or len(clause.tokens) != 1:
                break
            token = clause.tokens[0]
            if (
                self.text[clause.start : token.start].strip("和及以与")
                or token.is_rate != run[0].is_rate
            ):
                break
            run.append(token)
            if token.end != clause.end:
                break
        return run

    def _distribute(self, gap: str, run: list[Token]) -> bool:
        """A、B和C分别为 x、y和z, 各占 p、q和r; amounts without names are anonymous parts."""
        if run[0].is_rate:
            shares = _EACH_SHARE.fullmatch(gap)
            beside = self.frames[-1].breakdown.parts if self.frames else []
            told = [part for part in beside if part.sentence == self.index]
            each = told if len(told) == len(run) else self.each
            if shares and len(run) == len(each):
                for item, token in zip(each, run, strict=True):
                    figure = self._figure(token, item.label)
                    item.shares.append(
                        ShareNote(figure, shares["name"], len(item.statements), self.index)
                    )
            return True
        match = _EACH.match(gap)
        anonymous = (
            not gap
            and bool(self.frames)
            and self.frames[-1].breakdown.kind == "complete"
            and not self._in_list()
        )
        if match is None and not anonymous:
            return self._series(gap, run)
        names = match["names"] if match else ""
        listed = [n for n in _NAME_BREAK.split(_COUNTED.sub("", names.strip("，：、"))) if n]
        if direction_at_end(gap) or direction_at_end(names):
            return True
        if len(listed) != len(run):
            if len(listed) > 1:
                if self._in_list():
                    self.frames[-1].breakdown.unread = True
                return True
            listed = []
        self._lay_out(listed, run, names.startswith("各") or anonymous or not names)
        return True

    def _lay_out(self, names: list[str], run: list[Token], complete: bool) -> None:
        if not (self.frames and self.frames[-1].style == "inline"):
            self._push(self.current, "complete" if complete and not names else "maybe")
        whole = self.current
        parent = self.frames[-1].breakdown.parent
        self.each = []
        for number, token in enumerate(run):
            lead = read_lead(names[number], self.year) if names else Lead("", "", "")
            item = self._item(
                Lead(lead.raw, lead.label or "", lead.key, lead.year, lead.basis), new=True
            )
            quantity = token.quantity
            if quantity.unit == BARE and parent is not None and parent.statements:
                quantity = Quantity(
                    quantity.value, quantity.decimals, parent.statements[-1].figure.quantity.unit
                )
            self._state(item, token, lead, quantity)
            self.each.append(item)
        self.current = self.each[-1]
        if not names:
            self.frames.pop()
            self.current = whole

    def _series(self, gap: str, run: list[Token]) -> bool:
        """本年度财政拨款 90、89.97、89.97: figures of several columns in a row."""
        if len(run) < 3 or any(t.quantity.unit != BARE for t in run):
            return False
        lead = read_lead(gap, self.year)
        if not lead.key:
            return False
        item = self._item(lead)
        for token in run:
            self._state(item, token, lead)
        return True
