"""DOC: what a document has: the tables and sections that must be published, and none of them twice."""

from __future__ import annotations

from typing import Final

from gouji import (
    Absent,
    Document,
    DocumentKind,
    Finding,
    Findings,
    Heading,
    Paragraph,
    Rule,
    Section,
    Table,
    hookimpl,
    rule,
)
from gouji_rules.places import title_line
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
# Tables of one row, or of none, and a word of their titles: without rulings such a table may not be
# told from text, and its title stands alone.
_SMALL: Final = {"three_public": "三公", "government_fund": "政府性基金"}
# A document with fewer of them publishes its tables in another file.
_MOST_MISSING: Final = 2
# What the text tells of, and the words by which it does.
_TOPICS: Final = {
    "机关运行经费": ("机关运行经费", "运行经费", "公用经费"),
    "政府采购": ("政府采购", "政府集中采购"),
    "名词解释": ("名词解释", "名词说明", "术语解释", "专业名词", "名词释义"),
}
# A document with fewer sections on its figures publishes its text in another file.
_FEWEST: Final = 3


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
    lines = [squeezed(p.text) for p in document.paragraphs]
    there |= {
        kind
        for kind, word in _SMALL.items()
        if any(word in line and line.endswith("表") for line in lines)
    }
    missing = [titles[account] for kind, titles in _CORE.items() if kind not in there]
    if len(missing) > _MOST_MISSING:
        return
    if any(table.kind == "other" and not table.empty for table in document.tables):
        raise Absent("a table is of no known kind")
    if missing:
        yield Finding(title_line(document.tables[0]), titles="、".join(missing))


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
                yield Finding(title_line(table), title=table.title)
            seen.add(content)


@rule(
    "DOC020",
    zh="全文没有关于{topics}的说明",
    en="nothing is said of {topics}",
    severity="info",
    authority=_REGULATION,
)
def missing_section(document: Document) -> Findings:
    """公开的情况说明应包括机关运行经费、政府采购的说明和名词解释。
    The text that is published tells of running costs and procurement, and explains its terms.

        2025年部门预算
        **一、收支预算情况说明**
        2025年收入预算100.00万元，支出预算100.00万元。
        二、“三公”经费预算情况说明
        2025年“三公”经费预算1.00万元。
        三、政府采购情况说明
        2025年政府采购预算10.00万元。
        四、绩效目标设置情况
        2025年编报绩效目标的项目3个。

        2025年部门预算
        一、收支预算情况说明
        2025年收入预算100.00万元，支出预算100.00万元。
        二、机关运行经费情况说明
        本单位为事业单位，没有机关运行经费。
        三、政府采购情况说明
        2025年政府采购预算10.00万元。
        四、名词解释
        基本支出：指保障机构运转的支出。
    """
    headings = [section.heading for section in document.sections if section.heading is not None]
    explained = [h for h in headings if "说明" in h.title or "情况" in h.title]
    if document.kind is DocumentKind.UNKNOWN or len(explained) < _FEWEST:
        return
    texts = [*(h.source.text for h in headings), *(p.text for p in document.paragraphs)]
    said = squeezed("".join(texts))
    missing = [topic for topic, words in _TOPICS.items() if not any(w in said for w in words)]
    if missing and len(missing) < len(_TOPICS):
        yield Finding(explained[0], topics="、".join(missing))


@rule(
    "DOC021",
    zh="“{title}”与前面的同名一节内容完全相同",
    en="{title} repeats an earlier section of its name word by word",
    severity="info",
)
def repeated_section(section: Section) -> Findings:
    """同一节说明不应重复出现。
    A section should not stand in a document twice.

        2025年部门预算
        一、政府采购情况说明
        2025年政府采购预算10.00万元，其中：货物10.00万元。
        **二、政府采购情况说明**
        2025年政府采购预算10.00万元，其中：货物10.00万元。

        2025年部门预算
        一、政府采购情况说明
        2025年政府采购预算10.00万元，其中：货物10.00万元。
        二、政府购买服务情况说明
        2025年政府购买服务预算3.00万元。
    """
    titled: dict[str, list[tuple[Heading, Section]]] = {}
    for part in section.parts:
        if isinstance(part, Section) and part.heading is not None:
            titled.setdefault(squeezed(part.heading.title), []).append((part.heading, part))
    for alike in titled.values():
        seen: set[tuple[str, ...]] = set()
        for heading, part in alike if len(alike) > 1 else ():
            content = tuple(squeezed(p.text) for p in part.parts if isinstance(p, Paragraph))
            if content in seen and len(content) == len(part.parts) > 0:
                yield Finding(heading, title=heading.title)
            seen.add(content)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [missing_core_table, repeated_table, missing_section, repeated_section]
