"""The words of the generated pages that the program itself does not have."""

from __future__ import annotations

from typing import Final

Words = dict[str, tuple[str, str]]

FAMILIES: Final[Words] = {
    "TOT": ("合计与平衡", "Totals and balances"),
    "PCT": ("百分比", "Percentages"),
    "UNIT": ("单位", "Units"),
    "TIE": ("文与表、文与文", "Agreement between places"),
    "IND": ("绩效指标", "Performance indicators"),
    "DOC": ("文本结构", "Structure of the document"),
    "CODE": ("科目编码", "Classification codes"),
    "STAFF": ("人员与编制", "Staff and established posts"),
    "PRIV": ("个人信息", "Personal data"),
}
SUBJECTS: Final[Words] = {
    "Document": ("整份文件", "the document"),
    "Section": ("一个部分", "a section"),
    "Heading": ("标题", "a heading"),
    "Paragraph": ("段落", "a paragraph"),
    "Table": ("表", "a table"),
    "Row": ("行", "a row"),
    "Cell": ("单元格", "a cell"),
    "Figure": ("数字", "a figure"),
    "Indicator": ("绩效指标", "a performance indicator"),
    "Targets": ("一份绩效目标", "a list of performance targets"),
    "Absence": ("“没有……支出”一类说明", "a statement that there is no such money"),
    "Sum": ("合计关系", "a sum"),
    "Balance": ("平衡关系", "a balance"),
    "Share": ("占比", "a share"),
    "Shares": ("一组占比", "the shares of one whole"),
    "UnitPrice": ("资产的单价", "what each of several assets is worth"),
    "Average": ("平均数", "what one of many costs"),
    "Completion": ("完成率", "a completion rate"),
    "Change": ("增减额", "a change"),
    "Growth": ("增减率", "a rate of change"),
    "Comparison": ("比较词", "a comparing word"),
    "Disclosure": ("应说明的事项", "something that must be told"),
    "Containment": ("两表中的部分与整体", "a part and its whole in two tables"),
    "Agreement": ("同一数字的两处表述", "one measure stated twice"),
    "Weights": ("一张表的分值", "the points of a table"),
    "BaseYear": ("比较的年度", "the year a budget is compared with"),
    "Naming": ("名称", "a name"),
    "Listing": ("文中列举的科目", "an item listed in prose"),
    "Reasoning": ("增减原因", "the reason for a change"),
    "Staffing": ("原因中的人员增减", "what a reason says of the number of staff"),
}
VALUES: Final[Words] = {
    "stated": ("印出的数", "the stated figure"),
    "right": ("某数", "another figure"),
    "base": ("（某数）", "of the same item"),
    "part": ("某项", "one of the parts"),
    "whole": ("另一总数", "another whole"),
    "difference": ("", "of the change"),
}
LABELS: Final[Words] = {
    "severity": ("级别", "Severity"),
    "looks-at": ("检查对象", "Looks at"),
    "runs": ("启用", "Runs"),
    "by-default": ("默认启用", "by default"),
    "when-selected": ("选用时才启用", "when selected"),
    "preview": ("试行，选用时才启用", "on trial: when selected, or with previews"),
    "authority": ("依据", "Authority"),
    "message": ("报告的内容", "Message"),
    "options": ("设置", "Settings"),
    "found": ("会报告的例子", "What is found"),
    "clean": ("不报告的例子", "What is clean"),
    "marks": ("标出的是报告所指的位置。", "Marked is the place that a finding points at."),
    "says": ("报告", "It says"),
    "family": ("同类规则", "Others of the family"),
    "all": ("全部规则", "all rules"),
    "rules": ("规则", "Rules"),
    "code": ("代码", "Code"),
    "name": ("名称", "Name"),
    "type": ("类型", "Type"),
    "default": ("默认", "Default"),
    "what": ("内容", "What it says"),
    "adjust": ("调整级别或选项，写在 `gouji.toml` 中：", "Set it in `gouji.toml`:"),
    "learned": (
        "推断出来、文中没有明说的关系，报告的级别低一级。",
        "A relation that was inferred, not stated, weighs one severity less.",
    ),
    "generated": (
        "本页由源代码生成（`python -m tests.docs`），请勿直接修改。",
        "Generated from the source by `python -m tests.docs`; do not edit.",
    ),
}


def word(words: Words, key: str, language: str) -> str:
    """A word in a language; the key itself where there is none."""
    return words.get(key, (key, key))[0 if language == "zh" else 1]


def label(key: str, language: str) -> str:
    """A label in a language."""
    return LABELS[key][0 if language == "zh" else 1]
