"""The grammar of prose: follows the subject through clauses and gathers what is said of it.

A clause without a subject inherits it; 其中 opens a list of parts of the last amount; a list ends
with its sentence, or with its numbering; a clause of reasons ends the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gouji.model.quantity import BARE
from gouji.model.regex import regex
from gouji.parsing.prose.bases import base_in
from gouji.parsing.prose.cues import (
    absences_in,
    connectors,
    may_tell_cause,
    reason_in,
    tells_action,
    use_in,
)
from gouji.parsing.prose.directions import direction_at_end
from gouji.parsing.prose.items import Breakdown, Cause, Item
from gouji.parsing.prose.leads import read_lead
from gouji.parsing.prose.lists import ListReader
from gouji.parsing.prose.state import Bracket, Frame
from gouji.parsing.prose.tokens import Clause, Sentence
from gouji.parsing.prose.words import alternatives, vocabulary

_DIVIDES_ANEW = regex(r"[按从][^，。；]{1,20}(?:(?:划分|分类|来分|分|来看|看)[，,]|[，,]?分为)")
# A clause that tells what the figure before it is: 其他收入 10 万元，为…之外取得的收入。
_EXPLAINS = regex(r"[为是指系]")
# After why an outturn is below its budget: how it moved from the year before.
_HELD_AGAIN = regex(
    r"(?:与|比|较|同)(?:上年|上年度|上一年|20\d\d年度?)(?:决算数|支出数|决算)?(?:相比)?"
)
# A price of one (每人每月 720 元) is no amount.
_UNREAD = regex(r"\d元$")
_NEAR = 40
# 主要用于…，完成年初预算的 98%
_COMPLETED = regex(r"(?:完成|为|占)(?:年初|全年|调整|当年|年度)?预算(?:安排)?数?的?$")


@cache
def _opens_whole() -> re.Pattern[str]:
    """How a paragraph begins that goes on to another thing than the list before it."""
    offices = alternatives(vocabulary()["names"]["organisations"])
    return regex(
        r"^(?:(?:19|20)\d\d年|与|按|截至|经|本部门|我部门|"
        rf"[^，。；：]{{2,40}}?(?:{offices})(?:（[^（）]*）)?(?:本级|部门|机关)?(?:19|20)\d\d年)"
    )


def numbering_style(numbering: str) -> str:
    """What numberings of one list have in common: （一） and （二） are one style."""
    if numbering.startswith("第"):
        return "第一"
    if numbering[-1:] == "是":
        return "一是"
    kind = "9" if any(c.isdigit() and c.isascii() for c in numbering) else "一"
    if "①" <= numbering[:1] <= "⑳":
        return "①"
    return (
        f"（{kind}）"
        if numbering.startswith("（")
        else f"{kind}{numbering[-1:].replace('．', '.')}"
    )


class Reader(ListReader):
    """Reads the sentences of one section into items."""

    def read(self, sentences: Iterable[tuple[int, Sentence]]) -> None:
        """Read the sentences of the section in order."""
        unfinished = False
        for index, sentence in sentences:
            self._open(index, sentence, goes_on=unfinished and not sentence.numbering)
            clauses = sentence.clauses
            position = 0
            while position < len(clauses):
                position = self._clause(clauses, position)
            self.reason_due = self._announces_reason(clauses[-1])
            self.uses = self.cause == "use"
            if not self.reason_due:
                self._end_cause(clauses[-1].end)
            announced = self._announces_list(clauses)
            if not announced:
                self._broken(clauses[-1])
            self.mark = clauses[-1].after
            self.colon = self.mark == "：" or announced
            unfinished = clauses[-1].after == "，"

    def _announces_reason(self, last: Clause) -> bool:
        """Whether a sentence ends with 主要原因：, so that the next one is the reason."""
        if self.cause != "reason" or last.after != "：":
            return False
        because = reason_in(self.text[last.start : last.end])
        return because is not None and last.start + because.end() == last.end

    def _announces_list(self, clauses: tuple[Clause, ...]) -> bool:
        """Whether a paragraph without a stop is no more than the words that open a list of the
        paragraphs after it (按经济科目划分)."""
        words = not clauses[-1].after and not any(clause.tokens for clause in clauses)
        listed = self.frames[-1].breakdown if words and self.frames else None
        return listed is not None and listed.parent is not None and not listed.parts

    def _broken(self, last: Clause) -> None:
        """A paragraph that ends without a full stop, and not with a figure and its unit, may have
        been cut in two: a list that is open there is not judged."""
        figure = bool(last.tokens) and last.tokens[-1].end == last.end
        whole = figure and last.tokens[-1].quantity.unit != BARE
        if last.after or whole:
            return
        for frame in self.frames:
            if frame.style in {"inline", "paren"}:
                frame.breakdown.unread = True

    def _open(self, index: int, sentence: Sentence, *, goes_on: bool) -> None:
        self.index, self.sentence, self.text = index, sentence, sentence.text.text
        if goes_on:  # a paragraph that ends with a comma was cut in two
            self.cause_at = sentence.start
            return
        self.base, self.carry, self.doubted = None, "", []
        self.cause = "reason" if self.reason_due and not sentence.numbering else ""
        self.cause_at = sentence.start
        self.brackets.clear()
        awaiting = self._close_inline()
        self.fresh = sentence.opens_paragraph
        if sentence.opens_paragraph:
            self.sides, self.closed = [], None
        if not (self.colon or sentence.numbering):
            self.pending = None if sentence.opens_paragraph else self.pending
        if sentence.numbering:
            self._numbered(numbering_style(sentence.numbering), awaiting)
        elif sentence.opens_paragraph:
            self._paragraph(awaiting)
        if sentence.opens_paragraph and _DIVIDES_ANEW.match(self.text, sentence.start):
            # What is divided another way is the whole, not the item spoken of last.
            self.current, self.pending = None, None
            self.frames.clear()

    def _close_inline(self) -> Breakdown | None:
        """Close the lists of the last sentence; one that still waits for its parts is returned."""
        awaiting: Breakdown | None = None
        while self.frames and self.frames[-1].style in {"inline", "paren"}:
            frame = self.frames.pop()
            awaiting = None
            if not frame.breakdown.parts and self.colon:
                awaiting = frame.breakdown
            if frame.breakdown.parent is not None:
                self.current = self._interrupted(frame.breakdown) or frame.breakdown.parent
                self.closed = frame.breakdown
            elif frame.breakdown.parts and frame.breakdown.kind == "none":
                self.current = None
        return awaiting

    def _interrupted(self, listed: Breakdown) -> Item | None:
        """The last part of a list that ended telling its use, and has not told how it moved as all
        parts before it have (A 8 万元，与上年持平；B 9 万元，主要用于…。比上年增加 1 万元)."""
        *others, last = listed.parts or (None,)
        waits = self.uses and last is not None and not last.changes
        return last if waits and others and all(part.changes for part in others) else None

    def _numbered(self, style: str, awaiting: Breakdown | None) -> None:
        for depth, frame in enumerate(self.frames):
            if frame.style == style:
                del self.frames[depth + 1 :]
                break
        else:
            if self.frames and self.frames[-1].style == "paragraph" and awaiting is None:
                self.frames[-1].style = style  # the paragraphs of the list are numbered
            else:
                whole = awaiting.parent if awaiting else self.current
                self.frames.append(Frame(awaiting or self._unannounced(), style, whole=whole))
        self.current, self.pending = None, None

    def _unannounced(self) -> Breakdown:
        """A numbered list that no word announces: of what was spoken of last, if its parts are all
        that such a thing has."""
        listed, whole = Breakdown(None, "none"), self.current
        if whole is not None and whole.owner is None and whole.statements:
            listed.stated_before = len(whole.statements)
            listed.changed_before = len(whole.changes)
            whole.breakdowns.append(listed)
            listed.beside = whole
        return listed

    def _paragraph(self, awaiting: Breakdown | None) -> None:
        if awaiting is not None:
            self.frames.append(Frame(awaiting, "paragraph"))
            self.current = None
            return
        start = self.sentence.start if self.sentence else 0
        if self.frames and self.frames[-1].style == "paragraph":
            if self.frames[-1].ended_by(self.mark):
                self.frames.pop()
            elif _opens_whole().match(self.text, start):
                whole = self.frames.pop().breakdown.parent
                if whole is not None and connectors()[2].match(self.text, start):
                    self._push(whole, "maybe", "paragraph")  # 按功能分类：…; 按经济分类：…
            self.current = None

    def _clause(self, clauses: tuple[Clause, ...], position: int) -> int:
        """Read a clause; returns the position of the next one to read."""
        clause = clauses[position]
        if clause.depth != len(self.brackets):
            self._brackets(clause)
        self.separator = clause.before
        if clause.before == "；" and not clause.depth and not self.cause:
            self._close_inner()
        text = self.text[clause.start : clause.end]
        if self.cause and not self._leaves_cause(clause, text):
            return position + 1
        start = clause.start
        start = self._connect(clauses, position, start)
        body = self.text[start : clause.end]
        cause = self._cause_in(body)
        stop = clause.end if cause is None else start + cause[0]
        tokens = [t for t in clause.tokens if t.start >= start and t.end <= stop]
        used = position + 1
        if tokens:
            used = self._figures(clauses, position, start, stop, tokens)
            self._lists_after(clauses[used - 1])
        else:
            self._words(start, stop, clause.after)
        if cause is not None:
            self._begin_cause(start + cause[0], start + cause[1], cause[2], clauses, position)
        return used

    def _brackets(self, clause: Clause) -> None:
        while len(self.brackets) > clause.depth:
            bracket = self.brackets.pop()
            self.current = bracket.current
            del self.frames[bracket.frames :]
            self.cause = bracket.cause
        while len(self.brackets) < clause.depth:
            self.brackets.append(Bracket(self.current, len(self.frames), self.cause))
            if self.pending is not None:  # 产出指标（50 分）: the bracket states the name before it
                self.current = self._item(self.pending)
                self.brackets[-1].current, self.pending = self.current, None
            elif self.current is not None and not self.cause:
                self._push(self.current, "maybe", "paren")

    def _cause_in(self, body: str) -> tuple[int, int, str] | None:
        if not may_tell_cause(body):
            return None
        found = [
            (m.start(), m.end(), kind)
            for m, kind in ((reason_in(body), "reason"), (use_in(body), "use"))
            if m
        ]
        return min(found) if found else None

    def _begin_cause(
        self, start: int, end: int, kind: str, clauses: tuple[Clause, ...], position: int
    ) -> None:
        self.cause, self.cause_at = kind, start
        clause = clauses[position]
        tokens = [t for t in clause.tokens if t.start >= end]
        rest = self.text[end : tokens[0].start] if tokens else ""
        rest = rest.lstrip("是为：，")
        closed = self.current is not None and bool(self.current.changes)
        spent = bool(tokens) and tokens[0].quantity.unit.dimension == "money"
        if spent and closed and kind == "reason" and not tells_action(rest):
            self._isolated(end, clauses, position)

    def _isolated(self, start: int, clauses: tuple[Clause, ...], position: int) -> None:
        """Read 主要是 A 10 万元，比上年减少…: a claim of its own inside a reason."""
        outer, frames = self.current, self.frames
        if outer is None or not outer.changes:
            return
        parts = Breakdown(outer, "maybe", len(outer.statements), len(outer.changes))
        self.frames = [Frame(parts, "inline")]
        outer.breakdowns.append(parts)
        cause, self.cause, self.current = self.cause, "", None
        for at, clause in enumerate(clauses[position : position + _NEAR]):
            begin = start if at == 0 else clause.start
            tokens = [t for t in clause.tokens if t.start >= begin]
            if (at and clause.before in "；。") or clause.depth:
                break
            if tokens:
                self._simple(begin, clause.end, tokens)
        for item in parts.parts:
            item.isolated = True
        self.cause, self.current, self.frames = cause, outer, frames

    def _leaves_cause(self, clause: Clause, text: str) -> bool:
        """Whether the clause goes back from the reason to the claims."""
        if clause.before == "；" and connectors()[1].match(text):
            self._end_cause(clause.start)
            return True
        if clause.before in "；）" and clause.tokens:
            gap = self.text[clause.start : clause.tokens[0].start]
            if clause.before == "；":
                self._close_inner()
            lead = read_lead(gap, self.year)
            word = direction_at_end(gap)
            starts = bool(lead.key) and not tells_action(gap) and (word is None or word.start > 1)
            money = clause.tokens[0].quantity.unit.dimension == "money" or self._in_list()
            if clause.before == "；" and starts and money:
                self._end_cause(clause.start)
                self.doubted = [frame.breakdown for frame in self.frames]
                return True
            return False
        if clause.before == "；" and self._in_list() and any(absences_in(text)):
            self._end_cause(clause.start)
            return True
        if clause.before in "，；" and clause.tokens and not clause.depth:
            gap = self.text[clause.start : clause.tokens[0].start]
            base = base_in(gap, len(gap), self.year)
            unclaimed = self.current is not None and not self.current.changes
            if self.cause == "use" and _COMPLETED.match(gap):
                self._end_cause(clause.start)
                return True
            if base is not None and base[0] == 0 and unclaimed and self.cause == "use":
                self._end_cause(clause.start)
                return True
            goes_on = self.current is not None and self.current.againsts and unclaimed
            if goes_on and _HELD_AGAIN.match(gap) and direction_at_end(gap):
                self._end_cause(clause.start)
                return True
        if (
            clause.before in "，；"
            and text.startswith("其中")
            and clause.tokens
            and self.cause == "use"
        ):
            self._end_cause(clause.start)
            return True
        return False

    def _end_cause(self, end: int) -> None:
        if self.cause == "reason" and self.current is not None and self.sentence is not None:
            anchor = self.sentence.text.anchor(self.cause_at, end)
            self.current.causes.append(Cause(anchor, len(self.current.changes)))
        self.cause = ""

    def _words(self, start: int, stop: int, after: str) -> None:
        text = self.carry + self.text[start:stop]
        self.carry = ""
        if not text:
            return
        if text in {"占", "各占", "占比", "占比为"}:
            self.carry = text
            return
        if _UNREAD.search(text):
            self.current = self.pending = None  # what is said next is of that figure
            return
        if self._flat(start, stop) or self._against(start, stop):
            return
        if match := next(absences_in(self.text[start:stop]), None):
            self._absent(start, match)
            return
        base = base_in(text, len(text), self.year)
        if base is not None and base[1] >= len(text) - 1:
            self.base = self._base_at(base, stop - len(text))
            return
        if text.endswith("中") and (lead := read_lead(text[:-1], self.year)).key:
            self._named_whole(text[:-1])
            known = self.current is not None and self.current.key == lead.key
            if known:
                self._push(self.current, "maybe")
            return
        if self.current is not None and self.current.statements and _EXPLAINS.match(text):
            return
        begins = self.sentence is not None and start == self.sentence.start
        if (
            after == "。" and not begins
        ):  # 结余分配事项：提取专用结余。 describes what was spoken of
            self.pending = None
            return
        lead = read_lead(text, self.year)
        measured = lead.label.endswith(tuple(vocabulary()["names"]["measures"]))
        heading = bool(self.sentence and self.sentence.numbering) and self.current is None
        if lead.key and len(lead.key) < 60 and (after in "：（" or measured or heading):
            self.pending = lead
            opens = self.sentence is not None and start == self.sentence.start
            if (heading and after in "。：") or (measured and opens and after == "。"):
                self._item(lead)
                self.pending = None

    def _absent(self, start: int, match: re.Match[str]) -> None:
        """未安排: a part of nothing."""
        if not match["not"] or not self.frames:
            return
        lead = read_lead(self.text[start : start + match.start()], self.year)
        if lead.key:
            item = self._item(lead)
            item.absent = self._anchor(start, start + match.end())
