"""DOC: what inspectors of published documents look for: residue of templates, missing parts, names
and levels that belong to somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from gouji import (
    Absent,
    Anchor,
    Cell,
    Disclosure,
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
from gouji_rules.places import title_line
from gouji_rules.residue import residue
from gouji_rules.words import shortened, squeezed

_DOUBLED = regex(r"。。+|，，+|；；+|、、+|：：+|，。|。，|；。|、。")
_LEVEL = regex(r"(?P<level>[省市区县])级(?=(?:预算主管部门|财政(?:部门|拨款)?))")
# A term that is explained: what upper levels give or ask for may be told anywhere else.
_EXPLAINED = regex(r"^[^，。；]{2,24}?(?:[:：]|是?指)[^。；]{0,24}$")
_GIVEN = regex(r"级(?:预算主管部门|财政(?:部门)?[^，。；]{0,8}(?:拨付|取得|有经费领拨))")
_OWN_LEVEL = regex(r"(?P<level>[省市区县])级(?:部门|单位)(?:预算|决算)")
_ID = regex(
    r"[1-9](?<!\d[1-9])\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ENTITY_LABEL = regex(
    r"^(?:部门|预算单位|编制单位|填报单位|预算部门|部门（单位）)(?:名称)?(?:（盖章）|（公章）)?$"
)
_OWN_OFFICE = regex(r"（?(?:本级|本部|机关)）?$")
_OFFICE = regex(
    r"(?:局|委|办|厅|部|院|会|中心|政府|队|校|学|园|馆|所|站|处|社|台|室|街道|镇|乡|村)(?:（[^（）]*）|本级|机关|部门)?$"
)
# 某局（部门）共有车辆: how a template lets a department speak of itself.
_SELF = regex(
    r"(?:^|[，。；：日年]\s*)(?P<name>[\u4e00-\u9fff]{2,30}?(?:局|委员会|委|办公室|办事处|办|厅|院|会|中心|政府|队))"
    r"\s*[（(]部门[）)]"
)
_FEW = 5


@rule(
    "DOC005",
    zh="模板文字没有填写或删除：“{text}”{more}",
    en="residue of the template: “{text}”{more}",
)
def template_residue(document: Document) -> Findings:
    """公开文件中不应残留模板的占位符、未选择的选项和填写说明。
    Placeholders, options not chosen and instructions of a template must not stay in a document.

        比上年**增加（减少）**10.00万元，增长5.00%。

        比上年增加10.00万元，增长5.00%。

        编报绩效目标的项目43个。**（绩效目标管理工作情况，以及项目数量、预算金额等）**

        编报绩效目标的项目43个（其中评级为“优”的项目40个等）。
    """
    nodes: list[Paragraph | Heading] = [s.heading for s in document.sections if s.heading]
    nodes += document.paragraphs
    found = [(node, match) for node in nodes for match in residue(node.source.text)]
    if len(found) > _FEW:
        # A template that was never filled in is one mistake, not three hundred.
        groups = [found]
    else:
        groups = [list(each) for _, each in groupby(found, key=lambda each: id(each[0]))]
    for (node, match), *others in groups:
        more = f" (+{len(others)})" if others else ""
        yield Finding(Anchor(node, *match.span()), text=match.group().strip(), more=more)


@rule(
    "DOC006",
    zh="标点重复或连用：“{text}”",
    en="doubled punctuation: “{text}”",
    severity="info",
)
def doubled_punctuation(paragraph: Paragraph) -> Findings:
    """标点符号不应重复或连用。
    Punctuation must not be doubled.

        各项工作已经完成**。。**

        各项工作已经完成。
    """
    for match in _DOUBLED.finditer(paragraph.text):
        yield Finding(Anchor(paragraph, *match.span()), text=match.group())


@rule(
    "DOC007",
    zh="本文件是{own}级的，此处写的是“{text}”{more}",
    en="the document is of level {own}, this says “{text}”{more}",
    severity="warning",
)
def other_level(document: Document) -> Findings:
    """名词解释等处的“市级”“区级”应与文件本身的级次一致。
    The level of government named in the text must be that of the document.

        某市某区2025年区级部门预算
        财政拨款收入：是**市级**预算主管部门从本级财政部门取得的财政拨款。

        某市某区2025年区级部门预算
        财政拨款收入：是区级预算主管部门从本级财政部门取得的财政拨款。
        教育支出100.00万元，其中市级财政拨款20.00万元。
    """
    own = _own_level(document)
    if own is None:
        return
    places = [
        Anchor(paragraph, match.start(), match.end())
        for paragraph in document.paragraphs
        for match in _LEVEL.finditer(paragraph.text)
        if match["level"] != own
        and _explains(paragraph.text, match)
        and not _names_own(paragraph.text, own)
    ]
    if places:
        more = f" (+{len(places) - 1})" if len(places) > 1 else ""
        yield Finding(places[0], own=own, text=places[0].text, more=more)


def _own_level(document: Document) -> str | None:
    """The one level that headings and covers state."""
    titles = [s.heading.title for s in document.sections if s.heading]
    titles += [p.text for p in document.paragraphs[:5]]
    levels = {m["level"] for text in titles for m in _OWN_LEVEL.finditer(text)}
    return levels.pop() if len(levels) == 1 else None


def _explains(text: str, match: re.Match[str]) -> bool:
    """Whether a level stands in the explanation of what a department is given."""
    begins = _EXPLAINED.search(text[: match.start()])
    return bool(begins) and bool(_GIVEN.match(text[match.start() + 1 :]))


def _names_own(text: str, own: str) -> bool:
    """A sentence that names both levels speaks of their relation."""
    return any(m["level"] == own for m in _LEVEL.finditer(text))


@rule(
    "DOC008",
    zh="此处单位名称为“{name}”，本文件是“{entity}”的",
    en="the unit is called {name} here, the document is of {entity}",
    severity="warning",
    on="targets",
)
def other_name(table: Table, document: Document) -> Findings:
    """绩效目标表所填部门名称应与本部门名称一致。
    A table of targets must name the department that the document is of.

        编制部门：示例县政务服务管理局
        2025年部门整体绩效目标表

        | 部门名称 | **示例县政务中心** | < | < | < |
        | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |

        编制部门：示例县政务服务管理局
        2025年部门整体绩效目标表

        | 部门名称 | 示例县政务服务管理局（本级） | < | < | < |
        | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
        | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |
    """
    if not document.entity:
        raise Absent("the department is not named")
    # A project may be that of a unit under the department.
    for name in _named_units(table) if "整体" in table.title else ():
        plain = _OWN_OFFICE.sub("", squeezed(name.text))
        own = squeezed(document.entity)
        if plain and not (plain in own or own in plain or shortened(plain, own)):
            yield Finding(name, name=name.text.strip(), entity=document.entity)


@rule(
    "DOC016",
    zh="此处单位名称为“{name}”，本文件是“{entity}”的",
    en="the department is called {name} here, the document is of {entity}",
    severity="warning",
)
def other_name_in_text(paragraph: Paragraph, document: Document) -> Findings:
    """文字中自称的部门名称应与本部门名称一致。
    What the text calls the department must be the department that the document is of.

        编制部门：示例县政务服务管理局
        截至2024年12月31日，**示例县建设和管理委员会**（部门）共有车辆14辆。

        编制部门：示例县政务服务管理局
        截至2024年12月31日，示例县政务服务管理局（部门）共有车辆14辆。
    """
    text = paragraph.text
    if not document.entity or ("部门）" not in text and "部门)" not in text):
        return
    own = squeezed(document.entity)
    for match in _SELF.finditer(text):
        name = squeezed(match["name"])
        if not (name in own or own in name or shortened(name, own) or shortened(own, name)):
            yield Finding(
                Anchor(paragraph, *match.span("name")),
                name=match["name"],
                entity=document.entity,
            )


def _named_units(table: Table) -> Iterator[Cell]:
    for row in table.rows:
        cells = [c for c in row if c.text.strip()]
        for label, name in pairwise(cells):
            if _ENTITY_LABEL.match(squeezed(label.text)) and _OFFICE.search(squeezed(name.text)):
                yield name


# Tables that many offices have nothing to put into, and those that every office fills in.
_SELDOM = ("government_fund", "state_capital", "three_public", "carry_over")
_ALWAYS = ("balance", "income", "expenditure", "fiscal_balance", "general", "basic_economic")


@rule(
    "DOC010",
    zh="“{title}”没有数据，也没有注明是空表",
    en="{title} has no figures and no note that says so",
    severity="info",
    on=(*_SELDOM, *_ALWAYS),
)
def empty_without_note(table: Table, document: Document) -> Findings:
    """没有数据的表应列出空表并加以说明。
    A table without figures should be shown empty and say so.

        **2025年政府性基金预算支出表**
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | | 合计 | |

        2025年政府性基金预算支出表
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | | 合计 | |
        注：本部门2025年没有政府性基金预算支出，本表为空表。

    收支总表、收入、支出等表不会没有数据：其他表填了数而这样的表空着的，为警告。

    Tables such as those of all income and expenditure are never empty: where others are filled in,
    an empty one is a warning.

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | 80.00 |
        | | 合计 | 80.00 |
        **2025年一般公共预算支出表**
        单位：万元
        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 201 | 一般公共服务支出 | |
        | | 合计 | |
    """
    if table.unread:
        raise Absent(table.unread)
    if not table.empty or table.notes:
        return
    place = title_line(table)
    if table.kind in _SELDOM:
        yield Finding(place, title=table.title or table.label)
    elif sum(any(c.text.strip() for c in row) for row in table.rows) > 1 and _filled_in(document):
        yield Finding(place, severity="warning", title=table.title or table.label)


def _filled_in(document: Document) -> bool:
    """Whether this is no template: a table that is never empty holds amounts."""
    return any(t.kind in _ALWAYS and not t.empty for t in document.tables)


@rule(
    "DOC013",
    zh="“三公”经费说明没有写明{name}",
    en="the text on the three public expenses does not give the {name}",
    severity="info",
    authority="《地方预决算公开操作规程》（财预〔2016〕143号）",
    where=lambda disclosure: disclosure.of == "three_public",
)
def three_public_detail(disclosure: Disclosure) -> Findings:
    """“三公”经费决算应说明车辆购置费、运行费、保有量，国内接待批次、人次，出国团组数、人数。
    An account of the three public expenses must give the cost of buying and of running cars and
    their number, receptions and guests, groups and persons abroad, where money was spent on them.

        2024年度部门决算
        七、“三公”经费支出决算情况说明
        1.公务用车购置及运行维护费支出**18.00万元**。其中：公务用车运行维护费支出18.00万元，公务用车保有量6辆。
        2.公务接待费支出0.50万元，国内公务接待2批次、20人次。

        2024年度部门决算
        七、“三公”经费支出决算情况说明
        1.公务用车购置及运行维护费支出18.00万元。其中：公务用车购置费支出0.00万元，公务用车运行维护费支出18.00万元，公务用车保有量6辆。
        2.公务接待费支出0.50万元，国内公务接待2批次、20人次。
    """
    if disclosure.judge().violated:
        yield Finding(disclosure.place, name="、".join(disclosure.missing))


@rule(
    "DOC014",
    zh="“年度预算安排”没有写明{name}",
    en="the section on the budget of the year does not give {name}",
    severity="warning",
    where=lambda disclosure: disclosure.of == "project",
)
def year_without_amount(disclosure: Disclosure) -> Findings:
    """项目的“年度预算安排”应写明本年度的金额，不能只写总投资和往年安排数。
    The budget of the year of a project must give the amount of this year, not only the total
    investment and what an earlier year was given.

        2026年部门预算
        六、年度预算安排
        本项目可研批复总投资为1200.00万元。2025年安排建设资金**500万元**。

        2026年部门预算
        六、年度预算安排
        本项目可研批复总投资为1200.00万元。2025年安排建设资金500万元，2026年安排300万元。
    """
    if disclosure.judge().violated:
        yield Finding(disclosure.place, name="、".join(disclosure.missing))


@rule(
    "PRIV003",
    zh="公开了身份证号码 {number}",
    en="an identity number is made public: {number}",
    authority="《中华人民共和国个人信息保护法》第二十八条",
)
def identity_number(document: Document) -> Findings:
    """公开文件不应载有公民身份号码。
    A published document must not hold a citizen's identity number.

        联系人身份证号：**11010519491231002X**。

        文件编号：110105194912310021。
    """
    nodes: list[Paragraph | Cell | Heading] = [*document.paragraphs]
    nodes += [
        cell for table in document.tables for cell in table.cells if len(cell.source.text) > 17
    ]
    for node in nodes:
        for match in _ID.finditer(node.source.text):
            if _checks(match.group()):
                number = f"{match.group()[:3]}***********{match.group()[-4:]}"
                yield Finding(Anchor(node, *match.span()), number=number, private=True)


def _checks(number: str) -> bool:
    """The check digit of GB 11643."""
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        template_residue,
        doubled_punctuation,
        other_level,
        other_name,
        other_name_in_text,
        empty_without_note,
        three_public_detail,
        year_without_amount,
        identity_number,
    ]
