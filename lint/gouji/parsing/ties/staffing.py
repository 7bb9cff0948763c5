"""What reasons say of the number of staff: as a whole it does not grow and shrink in one year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gouji.model.place import Anchor
from gouji.model.regex import regex
from gouji.model.relation import Direction
from gouji.model.statements import Staffing
from gouji.parsing.prose.sentences import Reason

_CLAUSE = regex(r"[^，。；、,;：:（）()]+")
_LEAD = (
    r"(?:主要原因|原因|主要|因为?|由于|系|是|[一二三四五]是|本年度?|今年|"
    r"[我本](?:部门|单位|局|办|委|院|校))*+"
)
# Any other name before the staff (退休人员, 临聘人员) makes them a part, which may move otherwise.
_STAFF = r"(?:在职|在编|在岗|实有)*(?:干部|职工|人员)(?:职工|数量|人数)*"
_WAY = r"(?:(?P<up>增加|新增|增多)|(?P<down>减少))"
_HEADS = r"了?\d+[人名]"
# Money for staff moves for many reasons, unless it is said by how many heads.
_MOVES = tuple(
    regex(rf"{_LEAD}(?P<words>{words})")
    for words in (
        rf"{_STAFF}(?:[较比](?:上年度?|去年))?(?:有所)?{_WAY}(?:{_HEADS}|$|导致|造成|引起|使|所致)",
        rf"{_STAFF}(?:编制|预算|经费){_WAY}{_HEADS}",
        rf"{_WAY}{_STAFF}{_HEADS}",
    )
)
_RETIRED = regex(r"退休|离休|遗属|抚恤")


def staffings(reasons: Iterable[Reason]) -> Iterator[Staffing]:
    """Each reason by which staff grew or shrank, held against the others of the document. Where
    both are said, the way said less often is told, of two said as often the later one."""
    said: dict[Direction, list[Anchor]] = {}
    for reason in reasons:
        if _RETIRED.search("".join(reason.subject)):
            continue
        for direction, words in _words_on_staff(reason.anchor):
            said.setdefault(direction, []).append(words)
    ways = sorted(said.values(), key=len, reverse=True)
    for way in ways:
        against = ways[0][0] if way is not ways[0] else None
        yield from (Staffing(words, against) for words in way)


def _words_on_staff(reason: Anchor) -> Iterator[tuple[Direction, Anchor]]:
    """The clauses of a reason that say which way the number of staff went."""
    for clause in _CLAUSE.finditer(reason.text):
        words = "".join(clause[0].split())
        if not any(name in words for name in ("干部", "职工", "人员")):
            continue
        found = next(filter(None, (moves.match(words) for moves in _MOVES)), None)
        if found is not None:
            way = Direction.UP if found["up"] else Direction.DOWN
            at = reason.start + clause.start()
            printed = [m.start() for m in re.finditer(r"\S", clause[0])]
            start, end = printed[found.start("words")], printed[found.end("words") - 1] + 1
            yield way, Anchor(reason.node, at + start, at + end)
