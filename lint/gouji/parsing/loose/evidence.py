"""What the rest of a document says of a column: figures named like it, or that there are none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final

from gouji.model.memo import Memo
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.parsing.loose.align import Evidence, in_units
from gouji.parsing.loose.words import Word, fold

_FILLERS: Final = regex(r"（[^（）]*）|预算|拨款|资金|安排|的|财政(?!专户)|核拨|[“]")
_LEAD: Final = regex(
    r"^(?:其中：?|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]+）|\d{1,2}[.、](?!\d))+"
)
_NONE: Final = regex(
    r"(?:没有使用|无|没有|未安排)(?P<a>[\u4e00-\u9fff]{3,24}?)(?:支出|的|$)"
    r"|(?:^|[。；，、])(?P<b>[\u4e00-\u9fff（）]{3,24}?)(?:未安排|为零|为0)"
)
_PROSE: Final = regex(r"(?P<name>[\u4e00-\u9fff（）]{2,24}?)(?P<value>\d[\d,]*\.\d+)万?元")
# Names of anything: totals, and what is left of 财政拨款收入.
_ANYTHING: Final = ("收入", "支出", "合计", "总计", "小计")
_CODED: Final = regex(r"^[1-9]\d{2}(?:\d{2}){0,2}")


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """A name without numbering, brackets and words that come and go (预算, 拨款, 资金 …)."""
    bare = _LEAD.sub("", "".join(fold(name).split()))
    return _FILLERS.sub("", bare)


class Witness(Record):
    """The labels of a document: the values named with each, and those said to have none."""

    values: dict[str, set[str]]
    empty: frozenset[str]

    def of(self, heads: Sequence[str], decimals: int) -> Evidence:
        """The evidence for columns with these heads."""
        values = {
            column: frozenset(_units(v, decimals) for v in self.values.get(core(head), ()))
            for column, head in enumerate(heads)
        }
        empty = frozenset(c for c, head in enumerate(heads) if self._says_none(core(head)))
        return Evidence(values, empty)

    def _says_none(self, name: str) -> bool:
        """Whether what is said of a name is that there is none of it: nothing, or zero."""
        said = self.values.get(name, set())
        return name in self.empty and name not in _ANYTHING and not any(map(_value, said))


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _units(text: str, decimals: int) -> int:
    return in_units(_value(text), decimals)


def witness(rows: Sequence[tuple[Word, ...]], memo: Memo) -> Witness:
    """What the lines of a document, in words, say of names that can be column heads."""
    values: dict[str, set[str]] = {}
    empty: set[str] = set()
    for row in rows:
        said, none = memo.of("witness", (row,), partial(_said, row))
        for name, those in said.items():
            values.setdefault(name, set()).update(those)
        empty |= none
    return Witness(values, frozenset(empty))


def _said(row: Sequence[Word]) -> tuple[dict[str, set[str]], set[str]]:
    """What one line says: values by name, and names said to have none."""
    values: dict[str, set[str]] = {}
    empty: set[str] = set()
    _from_row(row, values, empty)
    text = "".join(w.text for w in row)
    for match in _NONE.finditer(text):
        empty.add(core(match["a"] or match["b"]))
    for match in _PROSE.finditer(text):
        values.setdefault(core(match["name"]), set()).add(match["value"])
    return values, empty


def _from_row(row: Sequence[Word], values: dict[str, set[str]], empty: set[str]) -> None:
    """Labels of a row of a table, with the figure after them or without one."""
    coded = any(w.is_code for w in row)
    for before, word, after in zip([None, *row], row, [*row[1:], None], strict=False):
        if word.is_amount or word.is_piece:
            continue
        name = core(word.text)
        if after is not None and after.is_amount and not after.is_code and after.value:
            values.setdefault(name, set()).add(after.text)
        elif before is not None and before.is_code:
            continue  # the name of a class of expenditure, not of a column
        elif _LEAD.match(word.text) or (coded and not _CODED.match(word.text)):
            empty.add(name)
