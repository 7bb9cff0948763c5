"""DOC: the list of contents (目录) held against what the document has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji import (
    Absent,
    Anchor,
    Document,
    Finding,
    Findings,
    Heading,
    Paragraph,
    Rule,
    Section,
    hookimpl,
    regex,
    rule,
)
from gouji_rules.words import bare_title, shortened, squeezed

_ENTRY = regex(
    r"^\s*+(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\s*[.．、]|表\s*[\d一二三四五六七八九十]+[:：]?)?"
    r"\s*+(?P<title>.*?表)[\s….·\d]*$"
)
# 部门预算表, 部门决算公开表: the title of the part that holds the tables.
_PART_TITLE = regex(r"^第[一二三四五六七八九十]+部分|(?:部门|单位)(?:预算|决算)(?:公开)?(?:报)?表$")
# A longer line than this is no title.
_TITLE = 60
# How much of a title must be alike.
_ALIKE = 0.8


@rule(
    "DOC009",
    zh="目录列有“{title}”，正文中没有这张表",
    en="the contents list {title}, but the document has no such table",
    severity="warning",
)
def missing_table(section: Section, document: Document) -> Findings:
    """目录所列的表应在正文中公开。
    A table that the contents list must be in the document.

        目录
        一、收入支出决算总表
        二、收入决算表
        三、支出决算表
        四、**财政拨款“三公”经费支出决算表**
        收入支出决算总表
        单位：万元
        | 项目 | 决算数 |
        | --- | --- |
        | 一、财政拨款收入 | 1.00 |
        收入决算表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1.00 |
        支出决算表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1.00 |

        目录
        一、收入支出决算总表
        二、收入决算表
        三、支出决算表
        收入支出决算总表
        单位：万元
        | 项目 | 决算数 |
        | --- | --- |
        | 一、财政拨款收入 | 1.00 |
        收入决算表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1.00 |
        支出决算表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 1.00 |
    """
    if section.heading is None or squeezed(section.heading.title) != "目录":
        return
    nodes = list(_entries(section))
    listed = [
        (node, match)
        for node in nodes
        if (match := _ENTRY.match(node.source.text))
        and not _PART_TITLE.search(squeezed(match["title"]))
    ]
    missing = _unanswered([bare_title(m["title"]) for _, m in listed], _titles(document, nodes))
    # Where most entries are not found their titles are worded otherwise than the tables.
    if len(missing) * 2 > len(listed) or len(listed) < 3:
        raise Absent("the contents name the tables otherwise")
    for node, match in (listed[i] for i in missing):
        yield Finding(Anchor(node, match.start("title"), match.end("title")), title=match["title"])


def _entries(section: Section) -> Iterator[Paragraph | Heading]:
    """The lines of the contents: paragraphs, and headings with nothing under them."""
    for part in section.parts:
        if isinstance(part, Paragraph):
            yield part
        elif isinstance(part, Section) and part.heading is not None:
            if not part.parts:
                yield part.heading
            elif not any(isinstance(p, Section) and p.parts for p in part.parts):
                yield from _entries(part)


def _titles(document: Document, entries: list[Paragraph | Heading]) -> set[str]:
    """What tables, headings and lines outside the contents are called."""
    inside = {id(node) for node in entries}
    words = [
        s.heading.title for s in document.sections if s.heading and id(s.heading) not in inside
    ]
    words += [p.text for p in document.paragraphs if id(p) not in inside]
    return {bare_title(t.title) for t in document.tables} | {
        bare_title(w) for w in words if "表" in w and len(w) < _TITLE
    }


def _unanswered(entries: list[str], titles: set[str]) -> list[int]:
    """Which entries no title answers; each title answers one, first the one it equals."""
    free = titles - set(entries)
    missing = []
    for index, entry in enumerate(entries):
        if entry in titles:
            continue
        answer = next((t for t in sorted(free) if _alike(entry, t)), None)
        if answer is None:
            missing.append(index)
        else:
            free.discard(answer)
    return missing


def _alike(one: str, other: str) -> bool:
    if not other or shortened(one, other) or shortened(other, one):
        return bool(other)
    shared = sum((Counter(one) & Counter(other)).values())
    return shared >= _ALIKE * max(len(one), len(other))


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [missing_table]
