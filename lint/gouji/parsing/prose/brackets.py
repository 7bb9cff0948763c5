"""The part of the grammar that reads a figure in brackets beside the change it belongs to."""

from __future__ import annotations

from gouji.model.record import replace
from gouji.model.relation import Direction
from gouji.parsing.prose.bases import Base
from gouji.parsing.prose.directions import Word
from gouji.parsing.prose.items import ChangeNote, Item
from gouji.parsing.prose.leads import PRIOR_WORDS, Lead, read_lead
from gouji.parsing.prose.readings import compatible
from gouji.parsing.prose.statements import StatementReader
from gouji.parsing.prose.tokens import Token


class BracketReader(StatementReader):
    """Reads the rate of a change, and what it is compared with, in brackets."""

    def _bracketed(self, gap: str, token: Token) -> bool:
        """减少 2 万元（-6.25%）: a rate in brackets right after an amount of change; its sign is a
        direction."""
        last = self.current.changes[-1] if self.current and self.current.changes else None
        if gap or last is None or last.difference is None or last.rate is not None:
            return False
        if last.undirected or not self.text.endswith("（", 0, token.start):
            return False
        if last.difference.anchor.end != self._anchor(token.start - 1, token.start).start:
            return False
        rate, fell = self._figure(token, last.difference.label), token.quantity.value < 0
        last.rate = replace(rate, quantity=-rate.quantity) if fell else rate
        last.rate_direction = Direction.DOWN if fell else last.direction
        last.rate_word = last.word
        return True

    def _prior_in_brackets(self, gap: str, token: Token) -> bool:
        """增长 4.10%（上年 195.12 万元）, 较上年（195.12 万元）增长: the amount compared with, in
        brackets right after the change or the words of comparison."""
        opened = token.start - len(gap) - 1
        item = self.current
        if item is None or opened < 0 or self.text[opened] != "（":
            return False
        bracket = self._anchor(opened, opened + 1).start
        figure, base = self._figure(token, item.label), self.base
        if not gap and base is not None and base.place is not None and base.place.end == bracket:
            if base.earlier:
                word, nothing = Word(Direction.UP, 0, 0), Lead("", "", "")
                note = self._note(item, base, word, opened, nothing)
                note.prior, note.undirected = figure, True
            return base.earlier
        lead = read_lead(gap, self.year)
        last = item.changes[-1] if item.changes else None
        if last is None or last.prior is not None or not self._earlier(gap, lead, last.base):
            return False
        told = [f for f in (last.difference, last.rate) if f is not None]
        if last.undirected or all(f.anchor.end != bracket for f in told):
            return False
        last.prior = figure
        return True

    def _earlier(self, gap: str, lead: Lead, base: Base | None) -> bool:
        """Whether words name the time that a change is told against, and nothing else."""
        if lead.key or not lead.bare:
            return False
        if base is not None and (
            base.year not in (None, lead.year) or not compatible(lead.basis, base.basis)
        ):
            return False
        past = lead.year is not None and self.year is not None and lead.year < self.year
        return past or PRIOR_WORDS.search(gap) is not None

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
            year=lead.year,
        )
        item.changes.append(note)
        return note
