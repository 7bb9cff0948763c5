"""Rules that judge words: what looks wrong and is right, beside what is wrong."""

from __future__ import annotations

import pytest

from gouji.engine import check
from gouji.examples import reading_of
from gouji.parsing.document import parse
from gouji.parsing.ledger import build_ledger
from gouji.plugins import discover, load

RULES = [rule for rule in load(discover(builtin_only=True)).rules if rule.default]
BUDGET = "示例县交通运输局2025年部门预算\n"
ACCOUNT = "示例县交通运输局2024年度部门决算\n"
DISTRICT = "示例市示例区2025年区级部门预算\n"


def found(text: str) -> list[str]:
    """The codes of all findings above a remark."""
    document = parse(reading_of(text), "small.md")
    report = check(document, build_ledger(document), RULES)
    return sorted(d.rule.code for d in report.diagnostics if d.severity != "info")


def table(title: str, note: str = "") -> str:
    return f"""{title}
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 201 | 一般公共服务支出 | 920.60 |
{note}
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (BUDGET + table("2024年部门支出总表"), ["DOC003"]),
        (BUDGET + table("部门支出总表（2024年）"), ["DOC003"]),
        (ACCOUNT + table("支出决算表\n公开日期：2025年9月"), []),
        (BUDGET + table("国有资产占有情况表（截至2024年12月31日）"), []),
        (BUDGET + table("2024年结转项目支出表"), []),
        (BUDGET + table("2023年度项目支出绩效自评表"), []),
        (ACCOUNT + table("项目支出绩效自评表（2023年养护工程）"), []),
        (ACCOUNT + table("2025年重点项目绩效目标表"), []),
    ],
)
def test_the_year_of_a_table_is_that_of_its_title(text: str, codes: list[str]) -> None:
    assert [c for c in found(text) if c == "DOC003"] == codes


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (("2024年财政拨款收支预算情况说明", "2025年支出预算情况说明"), ["DOC004"]),
        (("部门预算与2024年预算比较情况说明", "2025年支出预算情况说明"), []),
        (("2024年收支预算情况", "2025年收支预算情况"), []),
        (("2024年结转资金预算安排情况", "2025年支出预算情况说明"), []),
    ],
)
def test_a_heading_may_compare_two_years(headings: tuple[str, ...], codes: list[str]) -> None:
    text = "".join(f"{n}、{h}\n预算100.00万元。\n" for n, h in zip("一二", headings, strict=True))
    assert found(BUDGET + text) == codes


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("注：本部门无此项预算，故本表为空表。", ["DOC001"]),
        ("注：没有数据的单位应公开空表。", []),
        ("注：因公出国（境）费无数据。", []),
        ("注：政府性基金预算支出表为空表。", []),
    ],
)
def test_a_note_says_that_its_own_table_is_empty(note: str, codes: list[str]) -> None:
    assert found(BUDGET + table("2025年部门支出总表", note)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("财政拨款收入：指市级财政当年拨付的资金。", ["DOC007"]),
        ("财政拨款收入：指单位从省级财政部门取得的财政拨款。", ["DOC007"]),
        ("教育支出100.00万元，其中市级财政拨款20.00万元。", []),
        ("根据市级财政部门统一要求编制预算。", []),
        ("上年结转资金20.00万元，为省级财政拨款结转。", []),
    ],
)
def test_a_level_is_judged_where_a_term_is_explained(text: str, codes: list[str]) -> None:
    assert found(DISTRICT + text) == codes


TARGETS = """编制部门：示例县教育局
{title}
| {label} | {name} | < | < | < |
| --- | --- | --- | --- | --- |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 90 |
"""


@pytest.mark.parametrize(
    ("title", "label", "name", "codes"),
    [
        ("部门整体支出绩效目标表", "部门名称", "示例县卫生健康局", ["DOC008"]),
        ("部门整体支出绩效目标表", "部门名称", "205001-示例县教育局", []),
        ("部门整体支出绩效目标表", "部门名称", "年度履职目标", []),
        ("项目支出绩效目标表", "预算单位", "示例县特殊教育学校", []),
    ],
)
def test_a_project_may_be_that_of_a_unit(
    title: str, label: str, name: str, codes: list[str]
) -> None:
    assert found(TARGETS.format(title=title, label=label, name=name)) == codes


CONTENTS = (
    "目录\n一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n四、{}\n第二部分 部门决算表\n"
)
TABLES = "".join(table(t) for t in ("收入支出决算总表", "收入决算表", "支出决算表"))


@pytest.mark.parametrize(
    ("entry", "more", "codes"),
    [
        ("财政拨款“三公”经费支出决算表", "", ["DOC009"]),
        ("“三公”经费支出决算表", table("一般公共预算财政拨款“三公”经费支出决算表"), []),
        ("国有资本经营预算支出决算表", "国有资本经营预算支出决算表\n本表无数据。\n", []),
    ],
)
def test_each_entry_of_the_contents_is_answered(entry: str, more: str, codes: list[str]) -> None:
    text = ACCOUNT + CONTENTS.format(entry) + TABLES + more
    assert [c for c in found(text) if c == "DOC009"] == codes


@pytest.mark.parametrize(
    "text",
    [
        "部门整体支出绩效自评得分为95.60，评价等级为优。",
        "评价基准日为2024.12，数据来源为财务报表。",
        "办公用房建筑面积1234.56，均为自有。",
        "三年收入分别为1200.50，1300.20和1400.80万元。",
        "投入占20、过程占30、产出占30、效益占20，共计100分。",
        "全年争取上级专项资金13500000000元；项目编码为18900001234。",
    ],
)
def test_numbers_that_are_no_amounts_need_no_unit(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize("number", ["13800000000", "138 0000 0000", "138-0000-0000"])
def test_a_mobile_number_is_found_however_it_is_parted(number: str) -> None:
    assert found(f"联系电话：{number}（张三）。") == ["PRIV001"]


WHOLE = """2025年部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 120.60 | 一、交通运输支出 | 120.60 |
| 收入总计 | 120.60 | 支出总计 | 120.60 |
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("房屋价值976000.00万元。", ["UNIT001"]),
        ("全县实现招商引资到位资金1500000.00万元。", []),
        ("资产原值合计450000.00万元，其中公共基础设施449000.00万元。", []),
        ("全县行政事业性国有资产总额850000.00万元。", []),
    ],
)
def test_what_a_department_looks_after_may_exceed_its_budget(text: str, codes: list[str]) -> None:
    assert found(BUDGET + WHOLE + text) == codes


FUND = """2025年{}支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 212 | 城乡社区支出 | 1.00 |
| 合计 | < | 1.00 |
"""


@pytest.mark.parametrize(("title", "codes"), [("部门", ["UNIT001"]), ("政府性基金预算", [])])
def test_the_total_of_a_fund_is_not_the_whole_budget(title: str, codes: list[str]) -> None:
    assert found(BUDGET + FUND.format(title) + "房屋价值120.60万元。") == codes


def test_the_income_of_one_source_is_not_the_whole_budget() -> None:
    assert not found(
        BUDGET
        + """部门收支总表
单位：万元
| 收入 | < | 支出 | < |
| --- | --- | --- | --- |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款 | 805.82 | 一、教育支出 | 800.00 |
| 二、其他收入 | 2.14 | 二、住房保障支出 | 7.96 |
"""
    )


@pytest.mark.parametrize(
    ("change", "reason", "codes"),
    [
        ("增加", "项目经费减少", ["TIE005"]),
        ("增加", "项目经费比上年减少", ["TIE005"]),
        ("增加", "上年受疫情影响，会议费支出减少", []),
        ("增加", "上年因资金紧张减少支出，部分款项在本年支付", []),
        ("减少", "上年支付了以前年度欠款，支出增加较多", []),
        ("减少", "年初预算增加了项目支出，实际未实施", []),
        ("减少", "控制经费增长", []),
        ("减少", "未增加接待支出", []),
    ],
)
def test_a_reason_may_lie_in_the_year_before(change: str, reason: str, codes: list[str]) -> None:
    assert found(f"项目支出120.00万元，比上年{change}20.00万元，主要原因是{reason}。") == codes


BASIC = """示例县教育局2025年部门预算
2025年一般公共预算基本支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 301 | 工资福利支出 | 56.50 |
| 30101 | 基本工资 | 30.00 |
| 30102 | 津贴补贴 | 20.00 |
| 30103 | 奖金 | 5.00 |
| 30112 | 其他社会保障缴费 | 1.50 |
| 30199 | 其他工资福利支出 | |
人员经费{}
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("56.50万元，主要包括：基本工资、津贴补贴、奖金、其他工资福利支出。", ["TIE003", "TIE004"]),
        ("56.50万元，主要包括：基本工资、津贴补贴、其他社会保障缴费。", ["TIE004"]),
        ("56.50万元，主要包括：基本工资、津贴补贴。", []),
        ("指用于保障人员的支出，包括基本工资、津贴补贴、奖金、其他工资福利支出等。", []),
    ],
)
def test_a_list_of_the_main_items_names_the_largest(text: str, codes: list[str]) -> None:
    assert found(BASIC.format(text)) == codes


PENSIONS = """示例县教育局2024年度部门决算
支出决算表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 208 | 社会保障和就业支出 | 20.00 |
| 20805 | 行政事业单位养老支出 | 20.00 |
| 2080505 | 机关事业单位基本养老保险缴费支出 | 20.00 |
1.社会保障和就业支出（类）{}（款）{}（项）20.00万元。
"""


@pytest.mark.parametrize(
    ("group", "item", "codes"),
    [
        ("行政事业单位养老支出", "机关基本养老保险缴费", []),
        ("行政事业单位离退休", "机关事业单位基本养老保险缴费支出", ["CODE003"]),
    ],
)
def test_an_item_may_be_called_by_a_short_form(group: str, item: str, codes: list[str]) -> None:
    assert found(PENSIONS.format(group, item)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("截至2023年12月31日，本部门共有车辆2辆。", ["DOC019"]),
        ("截至2023年底，在职人员30人。", ["DOC019"]),
        ("截至2024年12月31日，本部门共有车辆2辆。", []),
        ("截至2023年12月31日共有车辆3辆，2024年报废1辆。", []),
        ("截至2023年12月31日，示例路改造工程已完工验收。", []),
    ],
)
def test_an_account_counts_at_the_end_of_its_year(text: str, codes: list[str]) -> None:
    assert found(ACCOUNT + text) == codes
