"""DOC: the tables that a document has: those that must be published, and none of them twice."""

from __future__ import annotations

from typing import Final

from gouji import (
    Absent,
    Document,
    DocumentKind,
    Finding,
    Findings,
    Paragraph,
    Rule,
    Table,
    hookimpl,
    rule,
)
from gouji_rules.words import squeezed

_REGULATION: Final = "《地方预决算公开操作规程》（财预〔2016〕143号）"
# The tables that every department publishes, by kind, as a budget and as a final account calls them.
_CORE: Final = {
    "balance": ("部门收支总体情况表", "收入支出决算总表"),
    "income": ("部门收入总体情况表", "收入决算表"),
    "expenditure": ("部门支出总体情况表", "支出决算表"),
    "fiscal_balance": ("财政拨款收支总体情况表", "财政拨款收入支出决算总表"),
    "general": ("一般公共预算支出情况表", "一般公共预算财政拨款支出决算表"),
    "basic_economic": (
        "一般公共预算基本支出情况表",
        "一般公共预算财政拨款基本支出决算表",
    ),
    "three_public": (
        "一般公共预算“三公”经费支出情况表",
        "一般公共预算财政拨款“三公”经费支出决算表",
    ),
    "government_fund": (
        "政府性基金预算支出情况表",
        "政府性基金预算财政拨款收入支出决算表",
    ),
}
# A document with fewer of them publishes its tables in another file.
_MOST_MISSING: Final = 2


@rule(
    "DOC017",
    zh="没有{titles}；没有数据也应列出空表并说明",
    en="there is no {titles}; without figures it should be shown empty, with a note",
    severity="info",
    authority=_REGULATION,
)
def missing_core_table(document: Document) -> Findings:
    """部门预算、决算应公开收支、财政拨款收支等八张表，没有数据的列出空表并说明。
    A department publishes eight tables; one without figures is shown empty, with a note.

        2025年部门预算
        **2025年部门收支总体情况表**
        单位：万元
        | 收入 | 预算数 | 支出 | 预算数 |
        | --- | --- | --- | --- |
        | 一、财政拨款收入 | 100.00 | 一、教育支出 | 100.00 |
        2025年部门收入总体情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        2025年部门支出总体情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        2025年财政拨款收支总体情况表
        单位：万元
        | 收入 | 预算数 | 支出 | 预算数 |
        | --- | --- | --- | --- |
        | 一、一般公共预算拨款 | 100.00 | 一、教育支出 | 100.00 |
        2025年一般公共预算支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        2025年一般公共预算基本支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 301 | 工资福利支出 | 100.00 |

        2025年部门预算
        2025年部门收支总体情况表
        单位：万元
        | 收入 | 预算数 | 支出 | 预算数 |
        | --- | --- | --- | --- |
        | 一、财政拨款收入 | 100.00 | 一、教育支出 | 100.00 |
        其余各表见附件。
    """
    if document.kind is DocumentKind.UNKNOWN:
        raise Absent("the kind of the document is unknown")
    there = {table.kind for table in document.tables}
    account = document.kind is DocumentKind.ACCOUNT
    missing = [titles[account] for kind, titles in _CORE.items() if kind not in there]
    if len(missing) > _MOST_MISSING:
        return
    if any(table.kind == "other" and not table.empty for table in document.tables):
        raise Absent("a table is of no known kind")
    if missing:
        yield Finding(_title(document.tables[0]), titles="、".join(missing))


@rule(
    "DOC018",
    zh="“{title}”与前面的同名表内容完全相同",
    en="{title} repeats an earlier table of its name cell by cell",
    severity="info",
)
def repeated_table(document: Document) -> Findings:
    """同一张表不应重复出现。
    A table should not stand in a document twice.

        一般公共预算支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        | 208 | 社会保障和就业支出 | 20.00 |
        政府性基金预算支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 212 | 城乡社区支出 | 3.00 |
        **一般公共预算支出情况表**
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        | 208 | 社会保障和就业支出 | 20.00 |

        一般公共预算支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 205 | 教育支出 | 100.00 |
        | 208 | 社会保障和就业支出 | 20.00 |
        政府性基金预算支出情况表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 212 | 城乡社区支出 | 3.00 |
    """
    titled: dict[str, list[Table]] = {}
    for table in document.tables:
        if table.title and not table.empty:
            titled.setdefault(squeezed(table.title), []).append(table)
    for alike in titled.values():
        seen: set[tuple[str, ...]] = set()
        for table in alike if len(alike) > 1 else ():
            content = tuple(squeezed(cell.text) for cell in table.cells)
            if content in seen:
                yield Finding(_title(table), title=table.title)
            seen.add(content)


def _title(table: Table) -> Paragraph | Table:
    """Where a table's title stands, or the table."""
    titles = [c for c in table.captions if squeezed(table.title) in squeezed(c.text)]
    return titles[-1] if titles else table


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [missing_core_table, repeated_table]
