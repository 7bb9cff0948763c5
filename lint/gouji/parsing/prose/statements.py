"""The part of the grammar that files what a figure states: of which item, or of which list."""

from __future__ import annotations

from gouji.model.quantity import BARE
from gouji.model.regex import regex
from gouji.parsing.prose.cues import tells_action
from gouji.parsing.prose.directions import direction_at_end
from gouji.parsing.prose.items import Breakdown, Item
from gouji.parsing.prose.leads import Lead, read_lead
from gouji.parsing.prose.state import Frame, State
from gouji.parsing.prose.tokens import Token

_ADDED = regex(r"^(?:再)?加上?|^加")
_TOTAL = regex(
    r"^(?:以上|上述|各项|总计|合计|共计|两项|三项)*(?:总计|合计|共计|小计)(?:为|金额|预算)*$"
)
_PURCHASE = regex(r"购置(?:费|经费)?$|用于|购置[^，]{0,6}费")
_UNIT_PRICE = regex(r"元[/／][^，；。：]{1,6}[，、](?:总计|合计|共计|小计|共)?$")
_BASIC = "基本支出"
_SPENT = regex("支出|预算|经费")
_NEAR = 24
_MONEY_DECIMALS = 2  # as amounts are printed


class StatementReader(State):
    """Files figures that state an amount, a total or a count."""

    def _statement(self, gap: str, token: Token) -> None:
        lead = read_lead(gap, self.year)
        stripped = gap.strip("，：、")
        if (
            tells_action(stripped)
            and not _PURCHASE.match(stripped)
            and direction_at_end(stripped[:4])
        ):
            self._unread()
            return
        # What may be an amount without its unit is kept: what follows is about it.
        like_money = token.quantity.decimals == _MONEY_DECIMALS and lead.key
        bare = token.quantity.unit == BARE and not like_money
        if bare and not lead.basis and not self._columns(lead):
            return
        if _TOTAL.match(stripped):
            self._restate(token, lead)
            return
        if _ADDED.match(stripped) and self.current is not None and not self._in_list():
            self._plus(gap, token)
            return
        if lead.key == _BASIC and self._undivided():
            self._push(self.current, "maybe")  # 支出 9 万元，基本支出 5 万元；项目支出 4 万元
        item = self._nameless_part(lead) or self._subject(lead, states=True)
        if item is not None:
            self._state(item, token, lead)

    def _undivided(self) -> bool:
        """Whether expenditure was spoken of just before, and no list of its parts has begun."""
        whole = self.current
        if whole is None or whole.sentence != self.index or whole.owner is not None:
            return False
        inside = any(frame.style in {"inline", "paren"} for frame in self.frames)
        spent = _SPENT.search(whole.raw) and "收入" not in whole.raw
        money = any(s.dimension == "money" for s in whole.statements)
        return bool(spent) and money and not inside and _BASIC not in whole.key

    def _nameless_part(self, lead: Lead) -> Item | None:
        """其中：当年预算安排 80 万元: words without a name are one where a list has begun."""
        if lead.key or self.pending is not None or not self.frames:
            return None
        frame, raw = self.frames[-1], lead.raw.strip("，：、；")
        if frame.style != "inline" or self.current is not frame.breakdown.parent or not raw:
            return None
        return self._item(Lead(lead.raw, raw, raw, lead.year, None), new=True)

    def _columns(self, lead: Lead) -> bool:
        columns = lead.raw.lstrip("，、").startswith(("年初", "全年", "执行", "编制"))
        return columns or not self.frames

    def _restate(self, token: Token, lead: Lead) -> None:
        """合计 X at the end of a list says its whole again."""
        before = self.text[max(0, token.start - _NEAR) : token.start]
        if _UNIT_PRICE.search(before):
            self._unread()  # 0.5 万元/人，共计 2 万元
            return
        if self._in_list() and self.frames[-1].style == "inline":
            breakdown = self.frames[-1].breakdown
            if not self._counted(breakdown, token):
                self.frames.pop()
                breakdown.extra.append(self._figure(token, "合计"))
                self.current = breakdown.parent
                return
        if self.current is not None:
            self._state(self.current, token, lead)

    def _counted(self, listed: Breakdown, token: Token) -> bool:
        """Whether a total may be of the part spoken of, which has been counted only (设备 3 台，
        共计 20 万元): where other parts have amounts it may as well be that of the list."""
        dimension, part = token.quantity.unit.dimension, self.current
        if part is None or part is not listed.parts[-1] or not part.statements:
            return False
        if any(s.dimension == dimension for s in part.statements):
            return False
        listed.unread |= any(s.dimension == dimension for p in listed.parts for s in p.statements)
        return True

    def _plus(self, gap: str, token: Token) -> None:
        """A 1 亿元，加上 B 2 亿元、C 3 亿元，收入总量 6 亿元: the whole comes last."""
        first = self.current
        if first is None or not first.statements:
            return
        breakdown = Breakdown(None, "plus")
        self.frames.append(Frame(breakdown, "inline"))
        breakdown.parts.append(first)
        item = self._item(read_lead(_ADDED.sub("", gap), self.year), new=True)
        self._state(item, token, read_lead(gap, self.year))
