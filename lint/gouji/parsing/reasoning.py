"""Reasons given for changes, held against what the figures say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gouji.model.place import Anchor
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.model.statements import Reasoning
from gouji.parsing.plain import plain
from gouji.parsing.sentences import Reason

# What moves must be money of the same kind as the figure; staff, tasks or savings may move
# either way.
_MONEY = regex(r"(?:经费|支出|预算|资金|费用)$")
_PAID = regex(r"^(?:支付|支出|投入|经费|资金)")
_OTHER_SIDE = regex(r"结余|结转|收入|完成率|执行率|节约")


def reasonings(reasons: Iterable[Reason]) -> Iterator[Reasoning]:
    """Each reason that says which way money went; others claim nothing that can be held."""
    for reason in reasons:
        subject = plain("".join(reason.subject[-1:]))
        if _OTHER_SIDE.search(subject) and "支出" not in subject:
            continue
        moved = [(d, a) for d, a in reason.words if d is not Direction.FLAT]
        said = {d for d, _ in moved}
        money = [(d, a) for d, a in moved if _moves_money(reason.anchor, a)]
        if len(said) == 1 and money:
            direction, word = money[0]
            yield Reasoning(reason.anchor, reason.direction, direction, word)


def _moves_money(reason: Anchor, word: Anchor) -> bool:
    before = word.node.source.text[reason.start : word.start]
    clause = plain(re.split(r"[，。；、,]", before)[-1])
    money = _MONEY.search(clause) or _PAID.match(word.node.source.text[word.end : reason.end])
    return bool(money) and not _OTHER_SIDE.search(clause)
