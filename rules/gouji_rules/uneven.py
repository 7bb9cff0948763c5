"""UNIT: amounts of one table, or of one document, that are printed in different ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji import Cell, Document, Finding, Findings, Rule, Table, hookimpl, rule

_THOUSAND = 1000


def _amounts(table: Table) -> list[Cell]:
    """The cells of a table that hold amounts other than zero."""
    return [
        cell
        for cell in table.cells
        if cell.quantity is not None
        and cell.quantity.value
        and cell.quantity.unit.dimension == "money"
    ]


def _grouped(cell: Cell) -> bool:
    text = cell.text
    return "," in text or "，" in text


@rule(
    "UNIT006",
    zh="本表金额的千分位分隔符不统一：{amount} 与多数不同{more}",
    en="the table groups thousands in some amounts and not in others: {amount} differs{more}",
    severity="info",
    default=False,
)
def uneven_thousands(table: Table) -> Findings:
    """同一张表中，金额应统一使用或统一不用千分位分隔符。
    A table should group the thousands of all of its amounts, or of none.

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1,920.60 |
        | 208 | 社会保障和就业支出 | 1,020.00 |
        | 221 | 住房保障支出 | **1040.00** |

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1,920.60 |
        | 208 | 社会保障和就业支出 | 1,020.00 |
        | 221 | 住房保障支出 | 940.00 |
    """
    long = [c for c in _amounts(table) if c.quantity and abs(c.quantity.value) >= _THOUSAND]
    grouped = [c for c in long if _grouped(c)]
    plain = [c for c in long if not _grouped(c)]
    fewer = min((grouped, plain), key=len)
    if fewer:
        yield Finding(fewer[0], amount=fewer[0].text.strip(), more=_more(fewer))


@rule(
    "UNIT007",
    zh="本列金额的小数位数不统一：{amount} 与多数的 {decimals} 位不同{more}",
    en="the decimals of the column differ: {amount}, where most amounts have {decimals}{more}",
    severity="info",
    default=False,
)
def decimals_that_differ(table: Table) -> Findings:
    """同一列金额的小数位数应统一。
    The amounts of a column should have the same number of decimals.

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
        | 208 | 社会保障和就业支出 | 20.05 |
        | 221 | 住房保障支出 | **40.5** |

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
        | 208 | 社会保障和就业支出 | 20.05 |
        | 221 | 住房保障支出 | 0 |
    """
    columns: dict[int, list[Cell]] = {}
    for cell in _amounts(table):
        columns.setdefault(cell.column.index, []).append(cell)
    for cells in columns.values():
        decimals = Counter(c.quantity.decimals for c in cells if c.quantity)
        usual, count = decimals.most_common(1)[0]
        others = [c for c in cells if c.quantity and c.quantity.decimals != usual]
        if others and count > len(others):
            yield Finding(
                others[0], amount=others[0].text.strip(), decimals=usual, more=_more(others)
            )


@rule(
    "UNIT008",
    zh="各表金额单位不统一：本表为{unit}，多数表为{usual}{more}",
    en="the tables are in different units: this one in {unit}, most in {usual}{more}",
    severity="info",
    default=False,
)
def uneven_units(document: Document) -> Findings:
    """同一份文件各表的金额单位宜统一。
    The tables of a document should be in one unit.

    有的地方按规定混用（如上海的“三公”经费表用万元，其余用元），所以默认不启用。

    Some places mix units by rule (Shanghai gives the three public expenses in 万元 and all else in 元), so it is off by default.

        2025年部门收入总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
        2025年部门支出总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
        2025年财政拨款支出表
        **单位：元**
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 9206000.00 |

        2025年部门收入总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
        2025年部门支出总表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
    """
    tables = [t for t in document.tables if t.unit is not None and t.unit.dimension == "money"]
    units = Counter(str(t.unit) for t in tables)
    if len(units) > 1:
        usual = units.most_common(1)[0][0]
        others = [t for t in tables if str(t.unit) != usual]
        captions = [p for p in others[0].captions if "单位" in p.text and "元" in p.text]
        place = captions[-1] if captions else others[0]
        yield Finding(place, unit=str(others[0].unit), usual=usual, more=_more(others))


def _more(places: Sequence[object]) -> str:
    return f" (+{len(places) - 1})" if len(places) > 1 else ""


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [uneven_thousands, decimals_that_differ, uneven_units]
