"""DOC: years of tables, headings, figures and dates that are not those of the document."""

from __future__ import annotations

from gouji import (
    Absent,
    Anchor,
    BaseYear,
    Dating,
    Document,
    Finding,
    Findings,
    Heading,
    Paragraph,
    Rule,
    Table,
    hookimpl,
    regex,
    rule,
)
from gouji_rules.words import narrow

_EMPTY = regex(r"空表|无数据|没有数据")
_DATED = regex(r"(?:预算|决算|收支|经费|基金|拨款).*(?:说明|情况|表)")
# Words of a title that speaks of another time than the document's: what became of an earlier budget,
# what is left of it, what this one is compared with.
_LOOKS_BACK = regex(
    r"总结|回顾|完成|执行|绩效|评价|上年|变化|截至|资产|比较|对比|对照|相比|增减|结转|结余|调整|[与较对比]\s*20\d\d"
)
_PAST_TABLE = regex(r"总结|完成|执行|评价|自评|上年|截至|结转|结余")
# The year of a table stands before what the table is of, or alone: no date, no span of years, no
# project that bears a year in its name.
_YEAR_OF_TABLE = regex(
    r"(?<![\d-])(?P<year>20\d{2})\s*年(?:度|(?!\s*\d{1,2}\s*月))"
    r"(?=\s*(?:$|[）)]|[省市区县]?级|本级|部门|单位|金额|整体|项目支出|绩效|预算|决算|收[入支]|支出|财政|一般公共|政府|国有|[“\"]?三公|基本支出|机关运行))"
)
# A longer line than this is no title.
_TITLE = 60
_CUT_YEAR = regex(r"(?<![\d.〔（(近前后第])20\d?\s*年度?(?=\s*(?:部门|单位)?(?:预算|决算))")
_YEAR = regex(r"(?P<year>20\d{2})\s*年?")
# What an account counts at the end of its year, and the day of the count.
_COUNTED = regex(r"车辆|用车|设备|房屋|固定资产|资产总额|在职|在编|实有")
_AS_OF = regex(r"截[至止]到?\s*(?P<year>20\d{2})\s*年\s*(?:12\s*月(?:\s*31\s*日|\s*底)|年?[底末])")


@rule(
    "DOC003",
    zh="表题写的是 {stated} 年，本文件是 {expected} 年的",
    en="the table is dated {stated}, the document is of {expected}",
)
def wrong_year_of_table(table: Table, document: Document) -> Findings:
    """表题、表注的年份应与文件的年度一致。
    The year of a table's title must be the year of the document.

        2025年部门预算
        **2024年部门支出总表**
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |

        2025年部门预算
        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 920.60 |
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    past = document.kind == "budget" and any(_PAST_TABLE.search(c.text) for c in table.captions)
    coming = document.kind == "account" and any("目标" in c.text for c in table.captions)
    titles = () if past or coming else table.captions
    said = [n for n in table.notes if _EMPTY.search("".join(n.text.split()))]
    for line, pattern in (*((t, _YEAR_OF_TABLE) for t in titles), *((n, _YEAR) for n in said)):
        text = narrow(line.text)
        match = pattern.search(text)
        alone = len(set(_years(text))) == 1 and "也" not in text
        if match and int(match["year"]) != document.year and alone:
            yield Finding(
                Anchor(line, 0, len(line.text)), stated=match["year"], expected=str(document.year)
            )


@rule(
    "DOC004",
    zh="标题写的是 {stated} 年，本文件是 {expected} 年的",
    en="the heading is dated {stated}, the document is of {expected}",
    severity="warning",
)
def wrong_year_of_heading(heading: Heading, document: Document) -> Findings:
    """情况说明各标题的年份应与文件的年度一致。
    The year in a heading must be the year of the document.

        2025年部门预算
        一、2025年收入预算情况说明
        收入预算100.00万元。
        二、**2024年支出预算情况说明**
        支出预算100.00万元。

        2025年部门预算
        一、2024年工作总结
        各项工作完成良好。
        二、2025年支出预算情况说明
        支出预算100.00万元。
        三、收支预算与2024年度对比情况
        支出预算比上年增加。
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    title = narrow(heading.title)
    years = {int(y) for y in _years(title)}
    about = _DATED.search(title) and not _LOOKS_BACK.search(title)
    # A budget, or what may be one, may tell what the year before it has come to.
    about = about and (document.kind == "account" or "决算" not in title)
    if about and len(years) == 1 and document.year - 1 in years:
        stated = str(document.year - 1)
        own = title.replace(stated, str(document.year))
        if any(s.heading and narrow(s.heading.title) == own for s in document.sections):
            return  # one section for each of two years
        start = narrow(heading.source.text).index(stated)
        place = Anchor(heading, start, start + len(stated))
        yield Finding(place, stated=stated, expected=str(document.year))


@rule(
    "DOC015",
    zh="年份不完整：“{text}”，本文件是 {expected} 年的",
    en="an incomplete year: “{text}”; the document is of {expected}",
)
def incomplete_year(document: Document) -> Findings:
    """封面、目录和标题中的年份应写全四位数。
    A year in the contents and in headings must have its four digits.

        2025年度部门决算
        目录
        第一部分 部门概况
        第二部分 **202 年度**部门决算表

        2025年度部门决算
        目录
        第一部分 部门概况
        第二部分 2025 年度部门决算表
    """
    if document.year is None:
        raise Absent("the year of the document is unknown")
    nodes: list[Heading | Paragraph] = [s.heading for s in document.sections if s.heading]
    nodes += document.paragraphs
    for node in nodes:
        if len(node.source.text) >= _TITLE:
            continue
        for match in _CUT_YEAR.finditer(narrow(node.source.text)):
            yield Finding(
                Anchor(node, *match.span()), text=match.group(), expected=str(document.year)
            )


@rule(
    "DOC011",
    zh="{figure} 是 {expected} 年的数，文中写为 {stated} 年",
    en="{figure} is the figure of {expected}, the text dates it {stated}",
    severity="warning",
)
def wrong_year_of_figure(dating: Dating) -> Findings:
    """文字中的年份应与所述数字的年度一致。
    The year in the text must be the year of the figure it gives.

        2025年部门预算
        2025年部门收支总表
        单位：万元
        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2024年部门收支总预算**920.60万元**。

        2025年部门预算
        2025年部门收支总表
        单位：万元
        | 收入 | < | 支出 | < |
        | --- | --- | --- | --- |
        | 项目 | 预算数 | 项目 | 预算数 |
        | 一、财政拨款收入 | 920.60 | 一、一般公共服务支出 | 920.60 |
        | 收入总计 | 920.60 | 支出总计 | 920.60 |
        2025年部门收支总预算920.60万元。
    """
    if dating.judge().violated:
        yield Finding(
            dating.figure,
            figure=dating.figure,
            expected=str(dating.year),
            stated=str(dating.stated),
            reference=dating.reference,
        )


def _years(text: str) -> list[str]:
    return [m["year"] for m in _YEAR.finditer(text)]


@rule(
    "DOC012",
    zh="{figure} 是 {year} 年的预算，却与同一年的预算比较：“{base}”",
    en="{figure} is of the budget of {year}, and is compared with that very budget: “{base}”",
    severity="warning",
)
def compared_with_own_year(comparison: BaseYear) -> Findings:
    """预算的增减应与以前年度比较，不应与本年预算自身比较。
    A change of a budget is counted from an earlier year, not from that budget itself.

        2025年预算数为30.00万元，**比2025年预算**增加10.00万元。

        2025年预算数为30.00万元，比2024年预算增加10.00万元。
    """
    if comparison.judge().violated:
        yield Finding(
            comparison.base,
            figure=comparison.figure,
            year=comparison.year,
            base=comparison.base.text,
        )


@rule(
    "DOC019",
    zh="“{text}”不是本年度的数，本文件是 {expected} 年的",
    en="“{text}” is not of this year; the document is of {expected}",
    severity="warning",
)
def count_of_another_year(paragraph: Paragraph, document: Document) -> Findings:
    """决算所说的车辆、设备、房屋、人员数应截至本年末。
    What an account counts of cars, equipment, buildings and staff must be at the end of its year.

        2024年度部门决算
        **截至2023年12月31日**，本部门共有车辆2辆。

        2024年度部门决算
        截至2024年12月31日，本部门共有车辆2辆。
        截至2023年12月31日共有车辆3辆，2024年报废1辆。
    """
    if document.year is None or document.kind != "account":
        return
    text = narrow(paragraph.text)
    stated = {int(year) for year in _years(text)}
    match = _AS_OF.search(text) if max(stated, default=0) < document.year else None
    if match and _COUNTED.search(paragraph.text):
        place = Anchor(paragraph, *match.span())
        yield Finding(place, text=match.group(), expected=str(document.year))


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_year_of_table,
        wrong_year_of_heading,
        incomplete_year,
        wrong_year_of_figure,
        compared_with_own_year,
        count_of_another_year,
    ]
