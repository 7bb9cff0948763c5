"""The grammar of prose: follows the subject through clauses and gathers what is said of it.

A clause without a subject inherits it; 其中 opens a list of parts of the last amount; a list ends
with its sentence, or with its numbering; a clause of reasons ends the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gouji.model.ledger import Direction, Figure
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, Quantity
from gouji.parsing.prose_items import (
    AgainstNote,
    Breakdown,
    Cause,
    ChangeNote,
    CompletionNote,
    Item,
    Scope,
    ShareNote,
    Statement,
)
from gouji.parsing.prose_words import (
    Base,
    Lead,
    Word,
    absence,
    against,
    alternatives,
    base_in,
    causes,
    connectors,
    direction_at_end,
    flat_in,
    moved_at_start,
    read_lead,
    vocabulary,
)
from gouji.parsing.tokens import Clause, Sentence, Token

_SHARE = re.compile(
    r"(?P<lead>[^，]*?)(?:各|分别)?占(?P<name>(?!用)[^，]{0,40}?)的?(?:比重|比例|比)?(?:为|约|达到|达)?$"
)
_COMPLETION = re.compile(
    r"(?P<lead>.*?)(?:(?:完成|达到|为|占|是)(?P<name>[^，]{0,20}?(?:预算|计划|任务)(?:安排)?数?)的?|"
    r"(?P<rate>[^，]{0,12}?(?:完成率|执行率|支出进度|执行进度))(?:为|达到|达|是)?)$"
)
_EACH = re.compile(r"(?P<names>.*?)(?:分别|依次)(?:为|是|安排|达到|支出)?$")
_COUNTED = re.compile(
    r"(?:等)?(?:[一二三四五六七八九十两]|\d+)?(?:项|种方式|种形式|种|类|者|方面|部分)?$"
)
_PARTS = re.compile(r"组成|构成")
_ADDED = re.compile(r"^(?:再)?加上?|^加")
_TOTAL = re.compile(
    r"^(?:以上|上述|各项|总计|合计|共计|两项|三项)*(?:总计|合计|共计|小计)(?:为|金额|预算)*$"
)
_VERB = re.compile(
    r"^(?:本年|今年|当年|主要|是|一是|二是|继续|相应|同时|及|和)*(?:新增|增加|减少|追加|调整|压减|核减|购置|下降|增长|调增|调减|支付|用于|安排用于)"
)
_OPENS_WHOLE = re.compile(r"^(?:(?:19|20)\d\d年|与|按|截至|经|本部门|我部门)")
_GAP = re.compile(r"(?:的)?(?:差值|差额|相差|相比|比较)")
_BUDGET_OF = re.compile(
    r"(?P<lead>.*?)(?:完成|为|占)(?P<name>[^，]{0,16}?(?:预算|计划|任务)(?:安排)?数?)$"
)
_NEAR = 40
_NAME_BREAK = re.compile(r"、|以及|和|及|与")


@dataclass(slots=True)
class _Frame:
    """An open list; ``style`` is inline, paren, paragraph, or the style of its numbering."""

    breakdown: Breakdown
    style: str


@dataclass(slots=True)
class _Bracket:
    current: Item | None
    frames: int
    cause: str


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


class Reader:
    """Reads the sentences of one section into items."""

    def __init__(self, scope: Scope, year: int | None) -> None:
        self.scope, self.year = scope, year
        self.text = ""
        self.sentence: Sentence | None = None
        self.index = 0
        self.current: Item | None = None
        self.frames: list[_Frame] = []
        self.brackets: list[_Bracket] = []
        self.base: Base | None = None
        self.pending: Lead | None = None
        self.carry = ""
        self.cause: str = ""
        self.cause_at = 0
        self.fresh = False
        self.colon = False
        self.after_cause = False
        self.each: list[Item] = []
        self.separator = ""

    # -- sentences ---------------------------------------------------------------------------

    def read(self, sentences: Iterable[tuple[int, Sentence]]) -> None:
        """Read the sentences of the section in order."""
        for index, sentence in sentences:
            self._open(index, sentence)
            clauses = sentence.clauses
            position = 0
            while position < len(clauses):
                position = self._clause(clauses, position)
            self._end_cause(clauses[-1].end)
            self._broken(clauses[-1])
            self.colon = clauses[-1].after == "："

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

    def _open(self, index: int, sentence: Sentence) -> None:
        self.index, self.sentence, self.text = index, sentence, sentence.text.text
        self.base, self.cause, self.carry, self.after_cause = None, "", "", False
        self.brackets.clear()
        awaiting = self._close_inline()
        self.fresh = sentence.opens_paragraph
        if not (self.colon or sentence.numbering):
            self.pending = None if sentence.opens_paragraph else self.pending
        if sentence.numbering:
            self._numbered(numbering_style(sentence.numbering), awaiting)
        elif sentence.opens_paragraph:
            self._paragraph(awaiting)

    def _close_inline(self) -> Breakdown | None:
        """Close the lists of the last sentence; one that still waits for its parts is returned."""
        awaiting: Breakdown | None = None
        while self.frames and self.frames[-1].style in {"inline", "paren"}:
            frame = self.frames.pop()
            awaiting = None
            if not frame.breakdown.parts and self.colon:
                awaiting = frame.breakdown
            if frame.breakdown.parent is not None:
                self.current = frame.breakdown.parent
        return awaiting

    def _numbered(self, style: str, awaiting: Breakdown | None) -> None:
        for depth, frame in enumerate(self.frames):
            if frame.style == style:
                del self.frames[depth + 1 :]
                break
        else:
            if self.frames and self.frames[-1].style == "paragraph" and awaiting is None:
                self.frames[-1].style = style  # the paragraphs of the list are numbered
            else:
                self.frames.append(_Frame(awaiting or Breakdown(None, "none"), style))
        self.current, self.pending = None, None

    def _paragraph(self, awaiting: Breakdown | None) -> None:
        if awaiting is not None:
            self.frames.append(_Frame(awaiting, "paragraph"))
            self.current = None
            return
        start = self.sentence.start if self.sentence else 0
        if self.frames and self.frames[-1].style == "paragraph":
            if _OPENS_WHOLE.match(self.text, start):
                self.frames.pop()
            self.current = None

    # -- clauses -----------------------------------------------------------------------------

    def _clause(self, clauses: tuple[Clause, ...], position: int) -> int:
        """Read a clause; returns the position of the next one to read."""
        clause = clauses[position]
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
            self.brackets.append(_Bracket(self.current, len(self.frames), self.cause))
            if self.pending is not None:  # 产出指标（50 分）: the bracket states the name before it
                self.current = self._item(self.pending)
                self.brackets[-1].current, self.pending = self.current, None
            elif self.current is not None and not self.cause:
                self._push(self.current, "maybe", "paren")

    def _close_inner(self) -> None:
        """A semicolon ends a list inside a list."""
        if len(self.frames) < 2 or any(f.style != "inline" for f in self.frames[-2:]):
            return
        inner = self.frames[-1].breakdown
        if inner.parts and inner.parent in self.frames[-2].breakdown.parts:
            self.frames.pop()
            if len(inner.parts) == 1:
                inner.kind = "open"
            self.current = inner.parent

    def _push(self, parent: Item | None, kind: str, style: str = "inline") -> Breakdown:
        breakdown = Breakdown(
            parent,
            kind,
            len(parent.statements) if parent else 0,
            len(parent.changes) if parent else 0,
        )
        if parent is not None:
            parent.breakdowns.append(breakdown)
        self.frames.append(_Frame(breakdown, style))
        return breakdown

    def _connect(self, clauses: tuple[Clause, ...], position: int, start: int) -> int:
        """Open the list that a connector at or near the start of the clause announces; returns
        where the rest of the clause starts."""
        clause = clauses[position]
        first = clause.tokens[0].start if clause.tokens else clause.end
        head = self.text[start:first]
        complete, opened, facet = connectors()
        if match := facet.match(head):
            self._facet()
            return start + match.end()
        if match := opened.search(head):
            if match.start() and (clause.tokens or clause.after not in "：，"):
                lead = read_lead(head[: match.start()], self.year)
                if lead.key and match[0] != "其中":
                    return start
            elif match.start():
                self.pending = read_lead(head[: match.start()], self.year)
            if (
                match.start()
                and match[0] != "其中"
                and not self._named_whole(head[: match.start()])
            ):
                return start
            if match[0].startswith("主要") and not self._listed_after(clauses, position):
                return start
            self._list("open")
            rest = start + match.end()
            if of := re.match(r"[^，；。]{0,8}?由", self.text[rest:first]):
                if self._parts_follow(clauses, position):
                    self.frames[-1].breakdown.kind = "complete"
                    return rest + of.end()
            return rest
        if match := complete.search(head):
            if match[0] in {"分别为", "分别是", "依次为"} and match.start():
                return start
            if match[0] == "即" and match.start():
                return start
            if match.start() and not self._named_whole(head[: match.start()]):
                return start
            self._list("complete")
            return start + match.end()
        if re.match("由", head) and self._parts_follow(clauses, position):
            self._list("complete")
            return start + 1
        if self.frames and _ADDED.match(head) and self.current is not None:
            return start
        return start

    def _named_whole(self, text: str) -> bool:
        """Make the whole that a connector names the current item (支出预算包括)."""
        lead = read_lead(re.sub(r"中$", "", text), self.year)
        if not lead.key:
            return True
        if self.current is not None and self.current.key == lead.key:
            return True
        known = self.scope.by_key.get(lead.key)
        self._close_lists()
        if known and known[-1].statements:
            self.current = known[-1]
        else:
            self.current = None
            self.pending = lead
        return True

    def _close_lists(self) -> None:
        while self.frames and self.frames[-1].style == "inline":
            self.frames.pop()

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
        """Open a list of parts of the current item."""
        if self.brackets and self.frames and self.frames[-1].style == "paren":
            self.frames[-1].breakdown.kind = kind
            return
        self._push(self.current, kind)
        self.pending = None

    def _facet(self) -> None:
        """按经济分类, 从对象看: another list of the same whole."""
        if self.frames and self.frames[-1].style == "inline":
            whole = self.frames.pop().breakdown.parent
            self.current = whole or self.current
        if self.current is not None:
            self._push(self.current, "maybe")

    # -- reasons -----------------------------------------------------------------------------

    def _cause_in(self, body: str) -> tuple[int, int, str] | None:
        reason, use = causes()
        found = [
            (m.start(), m.end(), k)
            for m, k in ((reason.search(body), "reason"), (use.search(body), "use"))
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
        rest = re.sub(r"^[是为：，]+", "", rest)
        closed = self.current is not None and bool(self.current.changes)
        spent = bool(tokens) and tokens[0].quantity.unit.dimension == "money"
        if spent and closed and kind == "reason" and not _VERB.match(rest):
            self._isolated(end, clauses, position)

    def _isolated(self, start: int, clauses: tuple[Clause, ...], position: int) -> None:
        """Read 主要是 A 10 万元，比上年减少…: a claim of its own inside a reason."""
        outer, frames = self.current, self.frames
        if outer is None or not outer.changes:
            return
        parts = Breakdown(outer, "maybe", len(outer.statements), len(outer.changes))
        self.frames = [_Frame(parts, "inline")]
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
            starts = bool(lead.key) and not _VERB.match(gap) and (word is None or word.start > 1)
            money = clause.tokens[0].quantity.unit.dimension == "money" or self._in_list()
            if clause.before == "；" and starts and money:
                self._end_cause(clause.start)
                self.after_cause = True
                return True
            return False
        if clause.before == "；" and absence().search(text) and self._in_list():
            self._end_cause(clause.start)
            return True
        if clause.before in "，；" and clause.tokens and not clause.depth:
            gap = self.text[clause.start : clause.tokens[0].start]
            base = base_in(gap, len(gap), self.year)
            unclaimed = self.current is not None and not self.current.changes
            if base is not None and base[0] == 0 and unclaimed and self.cause == "use":
                self._end_cause(clause.start)
                return True
        if (
            clause.before in "，；"
            and re.match("其中", text)
            and clause.tokens
            and self.cause == "use"
        ):
            self._end_cause(clause.start)
            return True
        return False

    def _in_list(self) -> bool:
        return bool(self.frames) and bool(self.frames[-1].breakdown.parts)

    def _end_cause(self, end: int) -> None:
        if self.cause == "reason" and self.current is not None and self.sentence is not None:
            anchor = self.sentence.text.anchor(self.cause_at, end)
            self.current.causes.append(Cause(anchor, len(self.current.changes)))
        self.cause = ""

    # -- words without figures ---------------------------------------------------------------

    def _words(self, start: int, stop: int, after: str) -> None:
        text = self.carry + self.text[start:stop]
        self.carry = ""
        if not text:
            return
        if text in {"占", "各占", "占比", "占比为"}:
            self.carry = text
            return
        if self._flat(start, stop) or self._against(start, stop):
            return
        if match := absence().search(self.text[start:stop]):
            self._absent(start, match)
            return
        base = base_in(text, len(text), self.year)
        if base is not None and base[1] >= len(text) - 1:
            self.base = base[2]
            return
        if text.endswith("中") and (lead := read_lead(text[:-1], self.year)).key:
            self._named_whole(text[:-1])
            known = self.current is not None and self.current.key == lead.key
            if known:
                self._push(self.current, "maybe")
            return
        lead = read_lead(text, self.year)
        measured = lead.label.endswith(tuple(vocabulary()["names"]["measures"]))
        heading = bool(self.sentence and self.sentence.numbering) and self.current is None
        if lead.key and len(lead.key) < 60 and (after in "：（" or measured or heading):
            self.pending = lead
            if heading and after in "。：" or (measured and after == "。"):
                self._item(lead)
                self.pending = None

    def _flat(self, start: int, stop: int) -> bool:
        """与上年持平: a change of nothing."""
        text = self.text[start:stop]
        word = flat_in(text)
        if word is None:
            return False
        base = base_in(text, word.start, self.year)
        lead = read_lead(text[: base[0]] if base else text[: word.start], self.year)
        last = self.current.changes[-1] if self.current and self.current.changes else None
        if base is None and last is not None and last.prior is not None and last.undirected:
            last.direction, last.undirected, last.vague = Direction.FLAT, False, word.vague
            last.word = self._anchor(start + word.start, start + word.end)
            return True
        if base is None and self.base is None:
            return False
        item = self._subject(lead)
        if item is None:
            return True
        note = self._note(item, base[2] if base else self.base, word, start, lead)
        note.vague = word.vague
        return True

    def _against(self, start: int, stop: int) -> bool:
        found = against(self.text[start:stop])
        if found is None or self.current is None:
            return False
        left, word, right = found
        self.current.againsts.append(
            AgainstNote(
                self._anchor(start + word.start, start + word.end),
                word.direction,
                left,
                right,
                len(self.current.statements),
            )
        )
        return True

    def _absent(self, start: int, match: re.Match[str]) -> None:
        """未安排: a part of nothing."""
        if not match["not"] or not self.frames:
            return
        lead = read_lead(self.text[start : start + match.start()], self.year)
        if lead.key:
            item = self._item(lead)
            item.absent = self._anchor(start, start + match.end())

    # -- figures -----------------------------------------------------------------------------

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
            if re.fullmatch(r"[，]?(?:各|分别|依次)?占(?:比)?(?:分别)?(?:为)?", gap) and len(
                run
            ) == len(self.each):
                for item, token in zip(self.each, run, strict=True):
                    item.shares.append(
                        ShareNote(
                            self._figure(token, item.label), "", len(item.statements), self.index
                        )
                    )
                return True
            return True
        match = _EACH.search(gap)
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

    def _simple(self, start: int, stop: int, tokens: list[Token]) -> None:
        at = start
        for number, token in enumerate(tokens):
            gap_start = at
            gap = self.carry + self.text[at : token.start]
            shift = gap_start - len(self.carry)
            self.carry = ""
            following = self.text[
                token.end : tokens[number + 1].start if number + 1 < len(tokens) else stop
            ]
            self._token(gap, shift, token, following)
            at = token.end
        if at < stop:
            self._tail(at, stop)

    def _tail(self, start: int, stop: int) -> None:
        """The words after the last figure of a clause."""
        if self._flat(start, stop) or self._against(start, stop):
            return
        listed = self.frames[-1].breakdown if self.frames else None
        if (
            listed is not None
            and listed.kind == "complete"
            and _PARTS.search(self.text, start, stop)
        ):
            self.frames.pop()  # 由 A 10 万元、B 5 万元组成
            self.current = listed.parent or self.current

    def _token(self, gap: str, shift: int, token: Token, following: str) -> None:
        if token.is_rate and self._rate(gap, token):
            return
        word = direction_at_end(gap)
        stop = word.start if word else len(gap)
        base = base_in(gap, stop, self.year)
        if word is not None:
            lead = read_lead(gap[: base[0]] if base else gap[:stop], self.year)
            self._change(lead, base[2] if base else None, word, shift, token)
            return
        gap_word = re.search(
            rf"(?:的)?(?:{alternatives(vocabulary()['directions']['gap'])})(?:为|约|是)?$", gap
        )
        if gap_word and self.current is not None and not token.is_rate:
            self._gap(gap, gap_word, shift, token, base)
            return
        if token.is_rate:
            return
        if self._prior(gap, token, following, base):
            return
        if base is not None and gap[base[0]] in "比较":
            self._unread()
            return
        of = _BUDGET_OF.match(gap)
        if of and following.startswith("的") and self.current is not None:
            name = read_lead(of["name"], self.year)
            self._subject(read_lead(of["lead"], self.year))
            self._state(self.current, token, name)
            self.carry = f"完成{of['name']}"  # 完成年初预算80万元的125%
            return
        self._statement(gap, token)

    def _rate(self, gap: str, token: Token) -> bool:
        match = _COMPLETION.match(gap)
        if match and not ("占" in gap and read_lead(match["name"] or "", self.year).key):
            name = match["name"] or match["rate"] or ""
            item = self._subject(read_lead(match["lead"], self.year))
            if item is not None:
                basis = read_lead(name, self.year).basis
                if match["rate"] or basis not in {"initial", "adjusted"}:
                    basis = "budget"
                item.completions.append(
                    CompletionNote(
                        self._figure(token, item.label), basis, len(item.statements), self.index
                    )
                )
            return True
        match = _SHARE.match(gap)
        if match:
            item = self._subject(read_lead(match["lead"], self.year))
            if item is not None:
                name = match["name"].strip("，：的")
                item.shares.append(
                    ShareNote(
                        self._figure(token, item.label), name, len(item.statements), self.index
                    )
                )
            return True
        return False

    def _change(self, lead: Lead, base: Base | None, word: Word, shift: int, token: Token) -> None:
        item = self._subject(lead)
        if item is None:
            return
        last = item.changes[-1] if item.changes else None
        figure = self._figure(token, item.label)
        anchor = self._anchor(shift + word.start, shift + word.end)
        together = last is not None and last.sentence == self.index and base is None
        if (
            last is not None
            and token.is_rate
            and last.rate is None
            and together
            and last.direction is not Direction.FLAT
        ):
            last.rate, last.rate_direction, last.rate_word = figure, word.direction, anchor
            return
        if (
            last is not None
            and not token.is_rate
            and last.difference is None
            and together
            and last.rate is not None
        ):
            last.rate_direction, last.rate_word = last.direction, last.word
            last.difference, last.direction, last.word = figure, word.direction, anchor
            return
        if (
            last is not None
            and last.prior is not None
            and last.difference is None
            and last.rate is None
            and last.undirected
        ):
            note = last
            note.direction, note.word, note.undirected = word.direction, anchor, False
            if note.prior is not None and note.prior.quantity.unit == BARE:
                note.prior = Figure(
                    Quantity(
                        note.prior.quantity.value, note.prior.quantity.decimals, token.quantity.unit
                    ),
                    note.prior.anchor,
                    note.prior.label,
                )
        else:
            note = self._note(item, base or self.base or self._list_base(item), word, shift, lead)
        if token.is_rate:
            note.rate, note.rate_direction, note.rate_word = figure, word.direction, anchor
        else:
            note.difference = figure

    def _list_base(self, item: Item) -> Base | None:
        owner = item.owner
        return owner.changes[-1].base if owner is not None and owner.changes else None

    def _note(
        self, item: Item, base: Base | None, word: Word, shift: int, lead: Lead
    ) -> ChangeNote:
        note = ChangeNote(
            base,
            word.direction,
            self._anchor(shift + word.start, shift + word.end),
            self.index,
            len(item.statements),
            lead.basis,
        )
        item.changes.append(note)
        return note

    def _gap(
        self,
        gap: str,
        word: re.Match[str],
        shift: int,
        token: Token,
        base: tuple[int, int, Base] | None,
    ) -> None:
        """差值为 0.9 万元: a difference without a direction."""
        item = self.current
        if item is None:
            return
        last = item.changes[-1] if item.changes else None
        if last is None or not last.undirected or last.difference is not None:
            last = self._note(
                item,
                base[2] if base else None,
                Word(Direction.UP, word.start(), word.end()),
                shift,
                Lead("", "", ""),
            )
            last.undirected = True
        if base is not None and last.base is None:
            last.base = base[2]
        last.difference = self._figure(token, item.label)

    def _prior(
        self, gap: str, token: Token, following: str, base: tuple[int, int, Base] | None
    ) -> bool:
        """比2024年的2190万元压减: an amount inside the base is the prior figure."""
        rest = following.lstrip("的，")
        if base is None:
            found = re.search(r"(?:与|同|和|比|较)(?=[^，；。]{2,16}$)", gap)
            compared = _GAP.match(rest) or flat_in(rest[:6])
            if not (found and compared):
                return False
            lead = read_lead(gap[found.end() :], self.year)
            start, meaning = found.start(), Base(lead.raw, lead.year, lead.basis)
        else:
            start, meaning = base[0], base[2]
        word = moved_at_start(rest)
        compared = _GAP.match(rest) or flat_in(rest[:8])
        if word is None and not compared and not direction_at_end(rest):
            return False
        item = self._subject(read_lead(gap[:start], self.year))
        if item is None:
            return True
        note = self._note(
            item, meaning, word or Word(Direction.UP, 0, 0), token.end, Lead("", "", "")
        )
        note.prior, note.undirected = self._figure(token, item.label), True
        if meaning.year is None and not meaning.earlier and meaning.basis is not None:
            said = Statement(note.prior, None, meaning.basis, self.index, token.approximate)
            item.statements.insert(max(0, len(item.statements) - 1), said)
            note.stated_before = len(item.statements)
        return True

    def _statement(self, gap: str, token: Token) -> None:
        lead = read_lead(gap, self.year)
        stripped = gap.strip("，：、")
        if (
            _VERB.match(stripped)
            and not re.match(r"购置(?:费|经费)?$|用于|购置[^，]{0,6}费", stripped)
            and direction_at_end(stripped[:4])
        ):
            self._unread()
            return
        if token.quantity.unit == BARE and not lead.basis and not self._columns(lead):
            return
        if _TOTAL.match(stripped):
            self._restate(token, lead)
            return
        if _ADDED.match(stripped) and self.current is not None and not self._in_list():
            self._plus(gap, token)
            return
        item = self._subject(lead, states=True)
        if item is not None:
            self._state(item, token, lead)

    def _columns(self, lead: Lead) -> bool:
        return bool(re.match(r"年初|全年|执行|编制", lead.raw.lstrip("，、"))) or not self.frames

    def _restate(self, token: Token, lead: Lead) -> None:
        """合计 X at the end of a list says its whole again."""
        if self.frames and self.frames[-1].breakdown.parts and self.frames[-1].style == "inline":
            breakdown = self.frames.pop().breakdown
            breakdown.extra.append(self._figure(token, "合计"))
            self.current = breakdown.parent
            return
        if self.current is not None:
            self._state(self.current, token, lead)

    def _plus(self, gap: str, token: Token) -> None:
        """A 1 亿元，加上 B 2 亿元、C 3 亿元，收入总量 6 亿元: the whole comes last."""
        first = self.current
        if first is None or not first.statements:
            return
        breakdown = Breakdown(None, "plus")
        self.frames.append(_Frame(breakdown, "inline"))
        breakdown.parts.append(first)
        item = self._item(read_lead(_ADDED.sub("", gap), self.year), new=True)
        self._state(item, token, read_lead(gap, self.year))

    # -- items -------------------------------------------------------------------------------

    def _subject(self, lead: Lead, *, states: bool = False) -> Item | None:
        """The item that a clause speaks of: by its name, or the one spoken of before."""
        pending, self.pending = self.pending, None
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

    @staticmethod
    def _narrower(pending: Lead, lead: Lead) -> bool:
        return len(lead.key) <= 1

    def _item(self, lead: Lead, *, new: bool = False) -> Item:
        if self.fresh and self.sentence and not self.sentence.numbering:
            while self.frames and self.frames[-1].style not in {"inline", "paren", "paragraph"}:
                self.frames.pop()
        self.fresh = False
        breakdown = self.frames[-1].breakdown if self.frames else None
        if (
            breakdown is not None
            and breakdown.kind == "plus"
            and re.search(r"总量|总计|合计|总额", lead.raw)
        ):
            self.frames.pop()
            item = Item(lead.key, lead.label, lead.raw, self.index)
            item.breakdowns.append(breakdown)
            breakdown.parent, breakdown.kind = item, "complete"
            self.scope.add(item)
            self.current = item
            return item
        if breakdown is not None and not new:
            for part in breakdown.parts[-_NEAR:]:
                if part.key == lead.key and lead.key and part.sentence == self.index:
                    self.current = part
                    return part
        item = Item(lead.key, lead.label, lead.raw, self.index, breakdown)
        item.doubtful, item.separator = self.after_cause, self.separator
        if breakdown is not None:
            breakdown.parts.append(item)
        self.scope.add(item)
        self.current = item
        return item

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
                lead.raw if lead.key else "",
            )
        )

    def _unread(self) -> None:
        if self.frames:
            self.frames[-1].breakdown.unread = True

    def _figure(self, token: Token, label: str) -> Figure:
        return Figure(token.quantity, self._anchor(token.start, token.end), label)

    def _anchor(self, start: int, end: int) -> Anchor:
        assert self.sentence is not None
        return self.sentence.text.anchor(start, end)
