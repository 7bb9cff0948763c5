"""CODE: classification codes and their names."""

from __future__ import annotations

from gouji import Finding, Findings, Naming, Rule, hookimpl, rule


@rule(
    "CODE001",
    zh="科目 {code} 写为“{name}”，应为“{expected}”",
    en="code {code} is named {name}; its name is {expected}",
    authority="《政府收支分类科目》",
    where=lambda naming: naming.of == "code",
)
def code_and_name(naming: Naming) -> Findings:
    """科目编码与科目名称应对应，同一编码在各表中应是同一名称。
    A classification code must carry its own name, the same in every table.

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 208 | **卫生健康支出** | 20.00 |
        | 221 | 住房保障支出 | 30.00 |

        2025年部门支出总表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 208 | 社会保障和就业支出 | 20.00 |
        | 221 | 住房保障支出 | 30.00 |
    """
    if naming.judge().violated:
        yield Finding(
            naming.place, code=naming.code, name=naming.name, expected="／".join(naming.known)
        )


@rule(
    "CODE002",
    zh="科目 {code} 写为“{name}”，那是另一科目的名称；其名称是“{expected}”",
    en="code {code} is named {name}, which is another code's name; its own is {expected}",
    severity="warning",
    authority="《政府收支分类科目》",
    where=lambda naming: naming.of == "official",
)
def name_of_another_code(naming: Naming) -> Findings:
    """科目编码在全文中都用另一科目的名称的，应核对编码。
    A code that bears another code's official name throughout the document should be looked at.

    检查 2018 年以来的部门预算支出经济分类和 2020 年以来的部分功能分类款级科目；简称、地方自设的名称不报告。

    It knows the departmental economic classification since 2018 and many of the functional one's second level
    since 2020. Short names and names of a place's own are not reported.

        2025年一般公共预算基本支出表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 303 | 对个人和家庭的补助 | 20.00 |
        | 30311 | **住房公积金** | 20.00 |

        2025年一般公共预算基本支出表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 302 | 商品和服务支出 | 20.00 |
        | 30213 | 维修(护)费 | 10.00 |
        | 30239 | 公务交通补贴 | 10.00 |
    """
    if naming.judge().violated:
        yield Finding(
            naming.place, code=naming.code, name=naming.name, expected="／".join(naming.known)
        )


@rule(
    "CODE003",
    zh="此处科目称为“{name}”，表中是“{expected}”",
    en="the item is called {name} here, {expected} in the tables",
    severity="warning",
    where=lambda naming: naming.of == "text",
)
def name_in_text(naming: Naming) -> Findings:
    """文字中的科目名称（类、款、项）应与表中一致。
    An item must be called in the text as it is in the tables, at its own level.

        2024年度部门决算
        支出决算表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 207 | 文化旅游体育与传媒支出 | 20.00 |
        | 20703 | 体育 | 20.00 |
        | 2070308 | 群众体育 | 20.00 |
        1.**文化体育与传媒支出**（类）体育（款）群众体育（项）20.00万元，主要用于全民健身。

        2024年度部门决算
        支出决算表
        单位：万元

        | 科目编码 | 科目名称 | 合计 |
        | --- | --- | --- |
        | 207 | 文化旅游体育与传媒支出 | 20.00 |
        | 20703 | 体育 | 20.00 |
        | 2070308 | 群众体育 | 20.00 |
        1.文化旅游体育与传媒支出（类）体育（款）群众体育（项）20.00万元，主要用于全民健身。
    """
    if naming.judge().violated:
        yield Finding(naming.place, name=naming.name, expected="／".join(naming.known))


@rule(
    "TIE006",
    zh="“{name}”是另一科目的名称，本项是“{code}”",
    en="{name} is the name of another item; this one is {code}",
    severity="warning",
    where=lambda naming: naming.of == "item",
)
def copied_from_another_item(naming: Naming) -> Findings:
    """逐项说明中的用途、原因不应照抄另一科目。
    The purpose and the reason of an item must not be those of another item.

        1.“教育支出（类）普通教育（款）小学教育（项）”10.00万元，主要用于小学教育。
        2.“教育支出（类）普通教育（款）初中教育（项）”20.00万元，主要用于初中教育。
        3.“教育支出（类）普通教育（款）高中教育（项）”30.00万元，主要用于高中教育。
        4.“教育支出（类）进修及培训（款）干部教育（项）”40.00万元，主要用于**高中教育**。
        5.“教育支出（类）进修及培训（款）教师进修（项）”50.00万元，主要用于教师进修。

        1.“教育支出（类）普通教育（款）小学教育（项）”10.00万元，主要用于小学教育。
        2.“教育支出（类）普通教育（款）初中教育（项）”20.00万元，主要用于初中教育。
        3.“教育支出（类）普通教育（款）高中教育（项）”30.00万元，主要用于高中教育。
        4.“教育支出（类）进修及培训（款）干部教育（项）”40.00万元，主要用于干部教育。
        5.“教育支出（类）进修及培训（款）教师进修（项）”50.00万元，主要用于教师进修。
    """
    if naming.judge().violated:
        yield Finding(naming.place, code=naming.code, name=naming.name)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [code_and_name, name_of_another_code, name_in_text, copied_from_another_item]
