"""The words before a figure: the name they give it, its year and its basis."""

from __future__ import annotations

import pytest

from gouji.parsing.prose.leads import read_lead


@pytest.mark.parametrize(
    ("words", "label", "key"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）2023年预算数为", "教育支出（类）普通教育（款）小学教育（项）", "教育支出普通教育小学教育"),
        ("“三公”经费2023年预算", "“三公”经费预算", "三公经费"),
        ("公务接待费2023年预算数", "公务接待费", "公务接待费"),
        ("示例局2023年收入预算", "收入预算", "收入"),
        ("编报绩效目标的2023年度项目", "编报绩效目标的项目", "编报绩效目标的项目"),
        ("2023年预算数为", "", ""),
    ],
)  # fmt: skip
def test_a_name_may_stand_before_its_year(words: str, label: str, key: str) -> None:
    lead = read_lead(words, 2024)
    assert (lead.label, lead.key, lead.year) == (label, key, 2023)
