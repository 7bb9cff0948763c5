"""Header rows of a table: where the body begins, what stands over each column, what it means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gouji.model.blocks import GridCell
from gouji.model.quantity import BARE, MONEY_UNITS, PERCENT, Unit
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.tree import CellKind
from gouji.parsing.numbers import read_number
from gouji.parsing.plain import plain
from gouji.parsing.tables.lattice import Lattice
from gouji.vocabulary import load

_VOCABULARY = load("tables")
LABEL_ROLES = frozenset(("code", "name", "ordinal", "note"))
_NUMBERED = regex(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]|其中：)"
)
_CODE = regex(r"^[2-5]\d{2}(?:\d{2}){0,2}(?=$|[^\d,.%年])")
_ORDINAL = regex(r"^(?:※|\d{1,2}|栏次|行次|[类款项]|[甲乙丙丁]|[A-Z]|—+|-+|[\d=+()（）*×/÷-]+)?$")
_YEAR_WORD = regex(r"^20\d{2}年?度?$")
_DECORATION = regex(
    r"^(?:20\d{2}年?度?|当年|本年度|本年)(?=.)|（(?:单位：)?(?:百万|万|千|亿)?元）|^[一二三四五六七八九十]{1,2}、|^\d[.、]|(?:[\d=+×*/-]|（\d+）)+$"
)
_UNIT_CODE = regex(r"^(?!.*(?:科目|分类|功能|经济)).*(?:单位|部门|项目)")
_NAMES_BY = regex(
    r"^(?:收入|支出)?项目（?按|^(?:预算)?(?:单位|部门|科目|项目)名称（"
    r"|(?:科目|分类|单位|部门)(?:（[^（）]*）)?名称$|^(?:预算)?(?:单位|部门)（科目(?:名称)?）$"
)
_OF_WHICH = regex(r"^其中：?")
_TOTAL_WORDS = frozenset(w for words in _VOCABULARY["totals"].values() for w in words)
_ROLE_OF: dict[str, str] = {
    plain(word): role for role, words in _VOCABULARY["roles"].items() for word in words
}
_BASIS_OF: dict[str, str] = {
    plain(word): basis for basis, words in _VOCABULARY["basis"].items() for word in words
}
_UNIT = regex(r"（(?:单位：)?(?P<unit>百万元|万元|千元|亿元|元|%)）")


class Head(Record):
    """What stands over one leaf column: words from the top down, and what they mean."""

    path: tuple[str, ...]
    role: str | None
    basis: str | None
    unit: Unit

    @property
    def is_label(self) -> bool:
        """Whether the column names rows rather than holding figures."""
        return self.role in LABEL_ROLES


def is_total_word(text: str) -> bool:
    """Whether a row or column of this name holds a total."""
    return plain(text) in _TOTAL_WORDS


@lru_cache(maxsize=8192)
def head_word(text: str) -> str:
    """A column head without year, unit, numbering and ``其中``."""
    words = _OF_WHICH.sub("", plain(text))
    previous = None
    while previous != words:
        previous, words = words, _DECORATION.sub("", words)
    return words or plain(text)


@lru_cache(maxsize=8192)
def role_of(text: str) -> str | None:
    """The meaning of one head by vocabulary."""
    words = head_word(text)
    known = _ROLE_OF.get(plain(text)) or _ROLE_OF.get(words)
    if known is None and words.endswith(("收入资金", "预算资金")):
        return _ROLE_OF.get(words.removesuffix("资金"))
    if known is None and words.endswith(("合计", "总计")):
        return "total"
    if known is None and words.endswith(("编码", "代码")):
        return "ordinal" if _UNIT_CODE.search(words) else "code"
    if known is None and _NAMES_BY.search(words):
        return "name"
    return known


@lru_cache(maxsize=8192)
def basis_of(text: str) -> str | None:
    """Which figures (budget, account, prior year, change, rate) a head announces."""
    words = head_word(text)
    found = _BASIS_OF.get(words)
    if found:
        return found
    if "%" in words or words.endswith(("率", "占比", "比重", "幅度")):
        return "rate"
    if words.startswith(("比上年", "较上年", "比去年", "增减", "增加")):
        return "change"
    if words.startswith(("上年", "去年")) and "结转" not in words and "结余" not in words:
        return "prior"
    return None


def body_start(grid: Lattice) -> int:
    """The index of the first row that is not header (the number of rows if there is none)."""
    for row in range(len(grid.rows)):
        if _is_body(grid, row):
            return row
    return len(grid.rows)


def is_ordinal_row(cells: Sequence[GridCell]) -> bool:
    """Whether a row only numbers the columns (栏次, 1 2 3, ※, 类 款 项)."""
    some = False
    for cell in cells:
        words = plain(cell.text)
        if not _ORDINAL.match(words):
            return _counts(cells)
        some = some or bool(words)
    return some


def _counts(cells: Sequence[GridCell]) -> bool:
    """Whether a row numbers its columns 1, 2, 3, 4 … behind whatever it says first."""
    last = cells[-1].text.strip()
    if not last.isdecimal() or not 4 <= int(last) < 100:
        return False
    numbers = [words for c in cells if (words := plain(c.text)).isdecimal()]
    return numbers == [str(n) for n in range(1, int(last) + 1)]


def _is_body(grid: Lattice, row: int) -> bool:
    cells = grid.starts(row)
    filled = [c for c in cells if c.text.strip()]
    if not filled:
        return row > 0 and bool(cells) and not _within_header_span(grid, row)
    if is_ordinal_row(cells):
        return False
    for cell in filled:
        words = plain(cell.text)
        kind, quantity = read_number(cell.text)
        if quantity is not None and kind is CellKind.AMOUNT and not _YEAR_WORD.match(words):
            small = quantity.decimals == 0 and abs(quantity.value) < 100 and "," not in words
            if not small or len(filled) <= 2:
                return True
            # small whole numbers beside a name: a row of figures
            if any(not _ORDINAL.match(plain(c.text)) for c in filled):
                return row > 0
        if cell.column <= grid.columns // 2 and cell.colspan <= 3 and _CODE.match(words):
            return True
    first = plain(filled[0].text)
    if _NUMBERED.match(first) and filled[0].colspan < grid.columns:
        return row > 0
    total = len(filled) == 1 and is_total_word(first) and filled[0].column <= 3
    return row > 0 and total and not _within_header_span(grid, row)


def _within_header_span(grid: Lattice, row: int) -> bool:
    """Whether a header cell from above reaches into this row."""
    return any(
        cell is not None and grid.rows[row - 1][column] is cell and cell.text.strip()
        for column, cell in enumerate(grid.rows[row])
    )


def read_heads(grid: Lattice, first: int, body: int) -> tuple[Head, ...]:
    """The heads of all columns from the header rows ``first`` to ``body`` (exclusive)."""
    rows = [r for r in range(first, body) if not is_ordinal_row(grid.starts(r)) or _names(grid, r)]
    # A total may share the last header row with 类 款 项.
    if body < len(grid.rows) and [t for t in grid.texts(body) if t in ("类", "款", "项")]:
        rows.append(body)
    return tuple(_head(grid, rows, column, body) for column in range(grid.columns))


def inner_heads(grid: Lattice, first: int, body: range) -> list[int]:
    """The rows of a body that head a list of their own (项目 | 统计数) below the one before it."""
    said = {words for row in range(first, body.start) for words in grid.texts(row)}
    heads = [r for r in body if _heads_a_list(grid, r) and not said.issuperset(grid.texts(r))]
    return [
        r
        for r in heads
        if _any_figures(grid, range(body.start, r)) and _any_figures(grid, range(r + 1, body.stop))
    ]


def _heads_a_list(grid: Lattice, row: int) -> bool:
    """Whether a row holds nothing but heads of the vocabulary: of names, and of something else."""
    roles: set[str] = set()
    for cell in grid.starts(row):
        if cell.text.strip():
            role = role_of(cell.text) or basis_of(cell.text)
            if role is None:
                return False
            roles.add(role)
    return "name" in roles and bool(roles - LABEL_ROLES)


def _any_figures(grid: Lattice, rows: range) -> bool:
    cells = (cell for row in rows for cell in grid.starts(row))
    return any(read_number(cell.text)[0] is CellKind.AMOUNT for cell in cells)


def _names(grid: Lattice, row: int) -> bool:
    return any(plain(c.text) in ("类", "款", "项") for c in grid.starts(row))


def _head(grid: Lattice, rows: list[int], column: int, body: int) -> Head:
    path: list[str] = []
    previous: GridCell | None = None
    for row in rows:
        cell = grid.rows[row][column]
        if cell is None or cell is previous:
            continue
        words = plain(cell.text)
        if row == body and words not in ("类", "款", "项"):
            continue
        if words and not _is_ordinal_word(words) and (not path or path[-1] != words):
            path.append(words)
        previous = cell
    return head_of(tuple(path))


def _is_ordinal_word(words: str) -> bool:
    return words not in ("类", "款", "项", "行次") and bool(_ORDINAL.match(words))


def head_of(path: tuple[str, ...]) -> Head:
    """The meaning of a header path: the innermost word that has one decides."""
    role = next((r for r in map(role_of, reversed(path)) if r), None)
    basis = next((b for b in map(basis_of, reversed(path)) if b), None)
    unit = BARE
    for words in path:
        match = _UNIT.search(words)
        if match:
            unit = PERCENT if match["unit"] == "%" else MONEY_UNITS[match["unit"]]
    if basis == "rate":
        unit = PERCENT
    return Head(path, role, basis, unit)
