"""Reasons given for changes, held against what the figures say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gouji.model.place import FEW_LINES, Anchor
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.model.statements import Reasoning
from gouji.parsing.plain import plain
from gouji.parsing.prose.sentences import Reason

# What moves must be money of the same kind as the figure; staff, tasks or savings may move
# either way.
_STOPS = regex(r"[，。；、,]")
_MONEY = regex(r"(?:经费|支出|预算|资金|费用)$")
# What may stand between the money and the word: 经费较上年有所减少
_MANNER = regex(r"(?:[比较](?:上年|去年)(?:度|同期)?)?(?:有所|相应|大幅|明显|略有)?$")
_PAID = regex(r"^(?:支付|支出|投入|经费|资金)")
# A reason that lies in the year before, or in the budget itself, moves the figures the other way.
_EARLIER = regex(r"(?<![比较与同对])(?:上年|去年|上一年|往年|以前年度|年初预算)(?!结转)")
# What is kept from moving does not move.
_KEPT = regex(r"(?:控制|防止|避免|遏制|杜绝|抑制|减缓|放缓|不再|未|没有|无)[^，。；、]{0,8}$")
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
    text = word.node.source.text
    before = text[max(reason.start, word.start - FEW_LINES) : word.start]
    if _EARLIER.search(plain(before)) or _KEPT.search(plain(before)):
        return False
    clause = _MANNER.sub("", plain(_STOPS.split(before)[-1]))
    money = _MONEY.search(clause) or _PAID.match(text[word.end : reason.end])
    return bool(money) and not _OTHER_SIDE.search(clause)
