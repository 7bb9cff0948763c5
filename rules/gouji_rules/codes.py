"""CODE: classification codes and their names."""

from __future__ import annotations

from gouji import Finding, Findings, Naming, Rule, hookimpl, rule


@rule(
    "CODE001",
    zh="科目 {code} 写为“{name}”，应为“{expected}”",
    en="code {code} is named {name}; its name is {expected}",
    authority="《政府收支分类科目》",
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


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [code_and_name]
