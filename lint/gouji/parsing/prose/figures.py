"""The part of the grammar that reads one figure by the words before it."""

from __future__ import annotations

import re

from gouji.model.figure import Figure
from gouji.model.quantity import BARE, Quantity
from gouji.model.record import replace
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.parsing.prose.bases import Base, against, base_in, comparable_at_end
from gouji.parsing.prose.brackets import BracketReader
from gouji.parsing.prose.directions import (
    Word,
    direction_at_end,
    flat_in,
    gap_at_end,
    moved_at_start,
    outcome_at_end,
)
from gouji.parsing.prose.items import (
    AgainstNote,
    CompletionNote,
    Item,
    ShareNote,
)
from gouji.parsing.prose.leads import Lead, read_lead
from gouji.parsing.prose.tokens import Token
from gouji.parsing.prose.words import MEASURES, WINDOW

_SHARE = regex(
    r"(?P<lead>[^，]*?)(?:各|分别)?占(?P<name>(?!用)[^，]{0,40}?)的?(?:比重|比例|比)?(?:为|约|达到|达)?$"
)
_COMPLETION = regex(
    r"(?P<lead>.*?)(?:(?:完成|达到|为|占|是)(?P<name>[^，]{0,20}?(?:预算|计划|任务)(?:安排)?数?)的?|"
    r"(?P<rate>[^，]{0,12}?(?:完成率|执行率|支出进度|执行进度))(?:为|达到|达|是)?)$"
)
# 两项目整体预算执行率: of what was spoken of one by one
_TOGETHER = regex(r"整体|总体|综合|平均|合计")
_DEVIATION = regex(r"(?:预决算|决算与预算|执行)?差异率(?:为|是)?$")
_PARTS = regex(r"组成|构成")
# 2024年 9 万元，2023年 9 万元，两年持平: the base is the other year told.
_BOTH_YEARS = ("两年", "两个年度")
_NOMINAL = frozenset(("提升", "提高", "增长", "上升"))
_BESIDE = regex(r"(?:与|同|和|比|较|由|从)(?=[^，；。]{2,16}$)")
_BECOMES = regex(r"(?:增加|增长|提高|上升|减少|下降|降低|增|降|减|升)(?:到|至|为)")
# 与上年 12 万元相比增加 0.6 万元
_AGAINST = regex(r"(?:相比|相较|比较|对比)(?=.)")
_GAP = regex(r"(?:的)?(?:差值|差额|相差|相比|比较)")
_BUDGET_OF = regex(
    r"(?P<lead>.*?)(?:完成|为|占)(?P<name>[^，]{0,16}?(?:预算|计划|任务)(?:安排)?数?)$"
)
# Words so many letters before a figure say nothing of it, whatever goes on between.
_FAR = 2 * WINDOW
_RATE_NEXT = regex("的(?:比重|比例)?(?:为|约)?")
_SHARE_OF = regex(r"(?P<lead>[^，]*?)占(?P<name>(?!用)[^，]{1,30})$")


_SHORT = 8
# 比2023年增加 3 万元，同比增长 5%
_AGAIN = "同比"


def _same(base: Base | None, known: Base | None) -> bool:
    """Whether a rate goes with the amount before it: 同比增加 3 万元，同比增长 5%."""
    if base is None or known is None:
        return base is None
    together = base.year is not None and base.year == known.year
    alike = base.basis == known.basis or _AGAIN in (base.raw, known.raw)
    return (together and alike) or base.raw == known.raw


class FigureReader(BracketReader):
    """Reads the figures of a clause into what is said of their subjects."""

    def _simple(self, start: int, stop: int, tokens: list[Token]) -> None:
        at = start
        for number, token in enumerate(tokens):
            gap_start = max(at, token.start - _FAR)
            gap = self.carry + self.text[gap_start : token.start]
            shift = gap_start - len(self.carry)
            self.carry = ""
            following = self.text[
                token.end : tokens[number + 1].start if number + 1 < len(tokens) else stop
            ]
            told = self._told(gap)
            self._token(gap[told:], shift + told, token, following)
            at = token.end
        if at < stop:
            self._tail(at, stop)

    def _tail(self, start: int, stop: int) -> None:
        """The words after the last figure of a clause."""
        if self._flat(start, stop) or self._against(start, stop):
            return
        if self.text[start:stop] == "中" and self.current is not None and self.current.key:
            self._push(self.current, "open")  # 预算 30 万元中，…
            return
        listed = self.frames[-1].breakdown if self.frames else None
        if listed is not None and listed.kind == "complete" and self.text.startswith("等", start):
            listed.kind = "open"
        if (
            listed is not None
            and listed.kind == "complete"
            and _PARTS.search(self.text, start, stop)
        ):
            self.frames.pop()  # 由 A 10 万元、B 5 万元组成
            self.current = listed.parent or self.current

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
        if base is None and self.base is None and not text.startswith(_BOTH_YEARS):
            return False
        item = self.current if base is None and self.base is None else self._subject(lead)
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

    def _token(self, gap: str, shift: int, token: Token, following: str) -> None:
        if not token.is_rate:
            self.share_of = None
        elif self._deviation(gap, token) or self._rate(gap, token) or self._bracketed(gap, token):
            return
        word = direction_at_end(gap)
        stop = word.start if word else len(gap)
        base = base_in(gap, stop, self.year)
        base = base or (comparable_at_end(gap[:stop]) if word else None)
        if word is not None and not (base is None and self._ends_name(gap, word, token)):
            lead = read_lead(gap[: base[0]] if base else gap[:stop], self.year)
            if base is not None and not lead.key:
                lead = self._named_in(base[2]) or lead
            self._change(lead, self._base_at(base, shift), word, shift, token)
            return
        gap_word = gap_at_end(gap)
        if gap_word and self.current is not None and not token.is_rate:
            self._gap(gap, gap_word, shift, token, base)
            return
        if token.is_rate:
            return
        if self._prior(gap, token, following, base) or self._prior_in_brackets(gap, token):
            return
        if self._exceeds(gap, shift, token):
            return
        if base is not None and gap[base[0]] in "比较":
            self._unread()
            return
        outcome = outcome_at_end(gap)
        if outcome is not None:
            gap = gap[: outcome.start]
            if self.base is None:
                at = self._anchor(shift + outcome.start, shift + outcome.end)
                self.outcome = (outcome.direction, at)
        if self._whole_of_rate(gap, token, following):
            return
        self._statement(gap, token)
        self.outcome = None

    def _told(self, gap: str) -> int:
        """The length of 相比 after what the item was before, which is followed by how it moved."""
        last = self.current.changes[-1] if self.current and self.current.changes else None
        again = _AGAINST.match(gap)
        waits = last is not None and last.undirected and last.prior is not None
        return again.end() if again and waits else 0

    def _whole_of_rate(self, gap: str, token: Token, following: str) -> bool:
        """An amount that the rate after it is of: 完成预算 80 万元的 125%，占项目 35 个的 86%."""
        if self.current is None or not following.startswith("的"):
            return False
        share = _SHARE_OF.match(gap) if _RATE_NEXT.fullmatch(following) else None
        if share and read_lead(share["name"], self.year).basis not in {"initial", "adjusted"}:
            self._subject(read_lead(share["lead"], self.year))
            self.share_of = self._figure(token, share["name"])
            self.carry = f"占{share['name']}"
            return True
        of = _BUDGET_OF.match(gap)
        if of is None:
            return False
        name = read_lead(of["name"], self.year)
        self._subject(read_lead(of["lead"], self.year))
        self._state(self.current, token, name)
        self.carry = f"完成{of['name']}"
        return True

    def _ends_name(self, gap: str, word: Word, token: Token) -> bool:
        """Whether a word of direction ends the name of a part (能力提升 80 万元): no whole of the
        list moves, nothing is compared, and what would move is no money."""
        whole = self.frames[-1].breakdown.parent if self.frames else None
        if token.is_rate or whole is None or whole.changes or self.base is not None:
            return False
        named = gap[: word.start]
        return (
            gap[word.start : word.end] in _NOMINAL
            and len(named.strip("，：、其中")) > 1
            and not named.endswith(MEASURES)
        )

    def _exceeds(self, gap: str, shift: int, token: Token) -> bool:
        """决算数大于预算数 55.93 万元: the amount is the difference of the two."""
        found = against(gap)
        if found is None or found[2] is None or not gap.endswith(("数", "数的")):
            return False
        left, word, right = found
        compared = self._against(shift, shift + len(gap))
        if compared and self.current is not None and word.direction is not Direction.FLAT:
            base = Base(gap, None, right)
            lead = Lead("", "", "", None, left)
            note = self._note(self.current, base, word, shift, lead)
            note.difference = self._figure(token, self.current.label)
        return compared

    def _deviation(self, gap: str, token: Token) -> bool:
        """预决算差异率 -11.00%: how far the outturn is above or below the budget, with its sign."""
        match = _DEVIATION.search(gap)
        if match is None:
            return False
        item = self._subject(read_lead(gap[: match.start()], self.year))
        if item is not None:
            word, lead = Word(Direction.UP, 0, 0), Lead("", "", "", None, "account")
            note = self._note(item, Base(match[0], None, "budget"), word, token.start, lead)
            note.rate = self._figure(token, item.label)
        return True

    def _rate(self, gap: str, token: Token) -> bool:
        match = _COMPLETION.match(gap)
        if match and _TOGETHER.search(match["rate"] or ""):
            return True
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
                figure, whole = self._figure(token, item.label), self.share_of
                item.shares.append(ShareNote(figure, name, len(item.statements), self.index, whole))
            self.share_of = None
            return True
        return False

    def _change(self, lead: Lead, base: Base | None, word: Word, shift: int, token: Token) -> None:
        item = (base is None and self._moved_part(lead, word, shift)) or self._subject(lead)
        if item is None:
            return
        if self.beside is not None:
            self._moved(item)
        last = item.changes[-1] if item.changes else None
        figure = self._figure(token, item.label)
        anchor = self._anchor(shift + word.start, shift + word.end)
        together = last is not None and last.sentence == self.index and _same(base, last.base)
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
            note.stated_before = len(item.statements)
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

    def _moved_part(self, lead: Lead, word: Word, shift: int) -> Item | None:
        """增长 100%（其中追加 80 万元）: after a change 其中 tells a part, with a name or without,
        and not by the change told once more."""
        listed = self.frames[-1].breakdown if self.frames and not lead.key else None
        if listed is None or listed.parent is None or listed.parts or not listed.changed_before:
            return None
        told = listed.parent.changes[-1].sentence == self.index
        if not told or listed.kind not in {"open", "complete"} or self.current is not listed.parent:
            return None
        name = self.text[shift + word.start : shift + word.end]
        return self._item(Lead(name, name, name), new=True)

    def _named_in(self, base: Base) -> Lead | None:
        """比上年资产总计增加: the base itself names what grew, another thing spoken of before."""
        lead = read_lead(base.raw, None)
        known = self.scope.by_key.get(lead.key, ()) if len(lead.key) > 1 else ()
        if self.current is None or self.current.key == lead.key or not known:
            return None
        return Lead("", lead.label, lead.key) if known[-1].statements else None

    def _base_at(self, base: tuple[int, int, Base] | None, shift: int) -> Base | None:
        """A base of comparison with its place."""
        if base is None:
            return None
        return replace(base[2], place=self._anchor(shift + base[0], shift + base[1]))

    def _list_base(self, item: Item) -> Base | None:
        owner = item.owner
        return owner.changes[-1].base if owner is not None and owner.changes else None

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
        if not rest and self.text.startswith("，", token.end):
            after = self.text[token.end + 1 : token.end + 1 + _SHORT]
            rest = after if moved_at_start(after) else ""  # 比上年 9 万元，增加 1 万元
        if base is None:
            found = _BESIDE.search(gap)
            moved = found is not None and found[0] in "由从"
            compared = _BECOMES.match(rest) if moved else _GAP.match(rest) or flat_in(rest[:6])
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
            item,
            meaning,
            word or Word(Direction.UP, 0, 0),
            token.end + len(following) - len(rest),
            Lead("", "", ""),
        )
        note.prior, note.undirected = self._figure(token, item.label), True
        self.beside = (item, note) if not gap[:start].strip("，、") else None
        return True

    def _moved(self, item: Item) -> None:
        """与上年 9 万元相比，收、支总计各增加 1 万元: what the year before was is told before what
        moved is named."""
        spoken, note = self.beside or (item, None)
        self.beside = None
        told = note is not None and note.undirected and note.sentence == self.index
        if note is not None and told and spoken is not item and not note.difference:
            spoken.changes.remove(note)
            item.changes.append(note)
