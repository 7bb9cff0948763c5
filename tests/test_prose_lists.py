"""Lists in prose: what announces them, what they are parts of, and where they end."""

from __future__ import annotations

import pytest

from gouji.model.arithmetic import Sum
from gouji.model.relation import Outcome
from tests.test_sentences import outcomes, read, violated


@pytest.mark.parametrize(
    "text",
    [
        "政府采购预算总额80.00万元：货物预算30.00万元、工程预算10.00万元、服务预算{}万元。",
        "“三公”经费预算80.00万元中，因公出国（境）费30.00万元，公务接待费10.00万元，公务用车购置及运行费{}万元。",
        "2025年安排80.00万元，具体构成为：因公出国（境）费30.00万元，减少2.00万元；公务接待费10.00万元，减少1.00万元；"
        "公务用车购置及运行费{}万元，减少3.00万元。",
        "“三公”经费预算80.00万元，具体情况：因公出国（境）费30.00万元；公务接待费10.00万元；公务用车购置及运行费{}万元。",
    ],
)
def test_what_announces_a_list(text: str) -> None:
    assert ("sum", Outcome.HOLDS) in outcomes(read(text.format("40.00")))
    assert [r.kind_name for r in violated(read(text.format("45.00")))] == ["sum"]


def test_among_which_after_a_semicolon_is_said_of_the_whole() -> None:
    text = (
        "政府采购预算总额80.00万元：货物预算30.00万元、工程预算10.00万元、服务预算40.00万元；"
        "其中一般公共预算拨款政府采购{}万元：货物预算25.00万元、工程预算10.00万元、服务预算35.00万元。"
    )
    said = read(text.format("70.00"))
    assert [len(r.parts) for r in said.relations if isinstance(r, Sum)] == [3, 1, 3]
    assert not violated(said)
    assert [r.kind_name for r in violated(read(text.format("75.00")))] == ["sum"]


def test_among_which_after_a_semicolon_may_be_said_of_the_last_part() -> None:
    text = "“三公”经费预算80.00万元，其中：公务接待费30.00万元，公务用车购置及运行费50.00万元；其中：公务用车购置费{}万元，公务用车运行费20.00万元。"
    assert not violated(read(text.format("30.00")))
    assert len(violated(read(text.format("25.00")))) == 1


def test_a_total_after_a_number_of_things_is_what_they_are_worth() -> None:
    said = read(
        "共有车辆50台，共计1,200.00万元，其中：执法执勤用车40台，特种专业技术用车10台；通用设备10台（套），共计900.00万元，"
        "专用设备3台（套）、共计600.00万元。"
    )
    assert not violated(said)
    assert [m.subject[-1] for m in said.mentions if m.role == "amount"] == [
        "有车辆",
        "通用设备",
        "专用设备",
    ]


def test_what_one_of_many_costs_has_no_parts() -> None:
    assert not violated(
        read("国内公务接待支出4.32万元，288人次，人均150.00元；其中外宾接待支出0.32万元，16人次。")
    )


def test_a_total_after_the_price_of_one_is_no_part() -> None:
    said = read(
        "“三公”经费预算98.00万元，其中：",
        "因公出国（境）费7.00万元，主要原因是压减出访。拟出访2人，费用3.5万元/人，共计7万元。公务用车购置及运行费87.00万元。"
        "公务接待费4.00万元。",
    )
    (total,) = [r for r in said.relations if isinstance(r, Sum)]
    assert (len(total.parts), total.holds()) == (3, True)


def test_a_rate_goes_with_the_amount_that_is_compared_alike() -> None:
    text = "项目支出80.00万元，同比增加20.00万元，同比增长{}%。"
    assert ("growth", Outcome.HOLDS) in outcomes(read(text.format("33.33")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["growth"]


def test_the_smallest_rate_has_a_direction() -> None:
    (relation,) = violated(read("公务接待费比上年减少0.04万元，增长0.01%。"))
    assert relation.kind_name == "comparison"


@pytest.mark.parametrize(
    "text",
    [
        "财政拨款收支总预算{}万元。收入包括：一般公共预算拨款60.00万元、上年结转20.00万元；支出包括：教育支出50.00万元、"
        "卫生健康支出30.00万元。",
        "收入包括：一般公共预算拨款收入60.00万元、上年结转20.00万元；支出包括：教育支出50.00万元、卫生健康支出30.00万元。"
        "收支总预算{}万元。",
    ],
)
def test_what_both_sides_come_to(text: str) -> None:
    said = read(text.format("80.00"))
    assert outcomes(said) == [("sum", Outcome.HOLDS)] * 2
    assert [r.kind_name for r in violated(read(text.format("85.00")))] == ["sum"] * 2


def test_a_side_that_is_stated_itself_is_what_its_list_comes_to() -> None:
    said = read("收支总预算80.00万元。收入70.00万元。收入包括：拨款60.00万元、事业收入10.00万元。")
    assert not violated(said)


def test_shares_that_are_told_together_are_of_the_whole_they_name() -> None:
    text = "全市采购规模为80.00亿元。其中，货物、工程、服务采购规模分别为20.00亿元、20.00亿元和40.00亿元，占全市采购规模的25.00%、{}%和50.00%。"
    assert outcomes(read(text.format("25.00"))).count(("share", Outcome.HOLDS)) == 3
    assert [r.kind_name for r in violated(read(text.format("20.00")))] == ["share"]


@pytest.mark.parametrize(
    "text",
    [
        "填报绩效目标的项目30个，占全部项目40个的{}%。",
        "填报绩效目标的项目支出30.00万元，占项目支出预算40.00万元的{}%。",
    ],
)
def test_a_share_of_a_whole_that_stands_with_it(text: str) -> None:
    assert outcomes(read(text.format("75.00"))) == [("share", Outcome.HOLDS)]
    assert [r.kind_name for r in violated(read(text.format("70.00")))] == ["share"]


def test_a_whole_is_divided_in_one_way_after_another() -> None:
    said = read(
        "部门支出预算总额为80.00万元，其中：",
        "按支出项目类别划分：基本支出50.00万元，占支出预算总额的62.50%，其中：工资福利支出40.00万元、商品和服务支出10.00万元；"
        "项目支出30.00万元，占支出预算总额的37.50%，其中：商品和服务支出20.00万元、资本性支出10.00万元。",
        "按支出功能科目划分：教育支出60.00万元，占支出预算总额的75.00%；住房保障支出20.00万元，占支出预算总额的25.00%。",
    )
    assert {o for _, o in outcomes(said)} == {Outcome.HOLDS}
    assert sorted(k for k, _ in outcomes(said)) == ["share"] * 4 + ["sum"] * 4


@pytest.mark.parametrize(
    "text",
    [
        "2024年支出预算80.00万元，其中：教育支出50.00万元，社会保障和就业支出10.00万元，住房保障支出{}万元。",
        "收入预算80.00万元，其中：一般公共预算拨款50.00万元，事业收入10.00万元，其他收入{}万元。",
        "基本支出80.00万元，其中：工资福利支出50.00万元、商品和服务支出10.00万元、对个人和家庭的补助{}万元。",
        "共有车辆80辆，其中，机要通信用车50辆、执法执勤用车10辆、特种专业技术用车{}辆。",
    ],
)
def test_several_parts_of_one_division_leave_nothing_out(text: str) -> None:
    text = text if "辆" not in text else text.replace(".00", "")
    right, wrong = ("20", "15") if "辆" in text else ("20.00", "15.00")
    assert not violated(read(text.format(right)))
    assert [r.kind_name for r in violated(read(text.format(wrong)))] == ["sum"]


@pytest.mark.parametrize(
    "text",
    [
        "支出预算80.00万元，其中：教育支出50.00万元，住房保障支出10.00万元。",
        "支出预算80.00万元，主要用于以下方面：教育支出50.00万元，社会保障和就业支出10.00万元，住房保障支出10.00万元。",
        "支出预算80.00万元，其中：教育支出50.00万元，社会保障和就业支出10.00万元，住房保障支出10.00万元等。",
        "收入总计80.00万元，其中：一般公共预算拨款50.00万元，事业收入10.00万元，其他收入10.00万元。",
        "项目支出80.00万元，其中：会议费50.00万元，培训费10.00万元，差旅费10.00万元。",
    ],
)
def test_lists_that_may_leave_parts_out(text: str) -> None:
    assert not violated(read(text))


def test_the_side_of_a_fund_is_not_that_of_all_money() -> None:
    said = read(
        "收入预算100.00万元。支出预算100.00万元。财政拨款收支总预算80.00万元。收入包括：一般公共预算拨款60.00万元、上年结转20.00万元；"
        "支出包括：教育支出50.00万元、卫生健康支出30.00万元。"
    )
    assert not violated(said)
    sums = [r for r in said.relations if isinstance(r, Sum)]
    assert [r.total.label for r in sums] == ["财政拨款收支总预算"] * 2


def test_each_side_is_all_that_both_come_to() -> None:
    text = "2023年度收入、支出预算总计80.00万元，其中：（一）收入预算总计{}万元。（二）支出预算总计80.00万元。"
    assert not violated(read(text.format("80.00")))
    assert len(violated(read(text.format("70.00")))) == 1


def test_a_sentence_may_complete_the_list_before_it() -> None:
    text = "基本支出80.00万元，其中：人员经费60.00万元，主要包括基本工资、津贴补贴。公用经费{}万元，主要包括办公费。"
    assert not violated(read(text.format("20.00")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["sum"]
    other = "基本支出80.00万元，其中：人员经费60.00万元，主要包括基本工资。会议费25.00万元。"
    assert not violated(read(other))


def test_items_with_codes_leave_nothing_out() -> None:
    paragraphs = (
        "2023年一般公共预算支出80.00万元，其中：",
        "（1）行政运行（2010301）50.00万元，较上年增加5.00万元，原因是人员增加；",
        "（2）一般行政管理事务（2010302）20.00万元，较上年持平；",
        "（3）住房公积金（2210201）{}万元，较上年持平。",
    )
    assert not violated(read(*(p.format("10.00") for p in paragraphs)))
    assert len(violated(read(*(p.format("15.00") for p in paragraphs)))) == 1


def test_paragraphs_divided_by_semicolons_end_with_a_full_stop() -> None:
    said = read(
        "收入预算合计80.00万元，其中：",
        "一般公共预算收入60.00万元，占75.00%；",
        "上年结转20.00万元，占25.00%。",
        "支出预算合计90.00万元，其中：",
        "基本支出50.00万元，占62.50%；",
        "项目支出30.00万元，占37.50%。",
    )
    assert {r.kind_name for r in violated(said)} == {"sum", "share"}
    assert {f.label for r in violated(said) for f in r.figures} == {
        "支出预算合计",
        "基本支出",
        "项目支出",
    }


def test_a_list_after_a_reason_has_parts_of_its_own() -> None:
    text = (
        "收入预算80.00万元，其中：拨款收入60.00万元、上年结转20.00万元，比上年增加5.00万元，主要原因是人员增加；"
        "支出预算80.00万元，其中：一般公共预算拨款{}万元、政府性基金0.00万元、上年结转20.00万元。"
    )
    assert not violated(read(text.format("60.00")))
    assert [r.kind_name for r in violated(read(text.format("65.00")))] == ["sum"]


def test_a_rate_in_brackets() -> None:
    text = (
        "会议费10.00万元，较上年减少5.00万元（{}%）。培训费8.00万元，较上年增加2.00万元（33.33%）。"
    )
    assert outcomes(read(text.format("-33.33"))).count(("growth", Outcome.HOLDS)) == 2
    assert outcomes(read(text.format("33.33"))).count(("growth", Outcome.HOLDS)) == 2
    assert [r.kind_name for r in violated(read(text.format("-23.33")))] == ["growth"]


def test_expenditure_is_no_part_of_income() -> None:
    said = read(
        "全市一般公共预算收入80.00亿元，下降15.2%，其中：税收收入50.00亿元，下降20.8%；全市一般公共预算支出160.00亿元，下降3.5%。"
    )
    assert not violated(said)
    assert [len(r.parts) for r in said.relations if isinstance(r, Sum)] == [1]


def test_the_whole_of_shares_is_one_that_all_of_them_fit() -> None:
    text = (
        "2025年支出预算3067.49万元，比上年减少124.00万元。",
        "2025年财政拨款支出预算主要用于以下方面：一般公共服务支出3015.03万元，占本年财政拨款支出{}%；社会保障和就业支出3.24万元，"
        "占本年财政拨款支出0.11%；卫生健康支出1.96万元，占本年财政拨款支出0.06%；住房保障支出2.72万元，占本年财政拨款支出0.09%。",
    )
    assert not violated(read(text[0], text[1].format("99.74")))
    assert violated(read(text[0], text[1].format("97.74")))


def test_what_is_left_over_is_no_part_of_what_was_spent() -> None:
    said = read(
        "年初结转和结余12.00万元，本年收入300.00万元，本年支出290.00万元，其中基本支出0.00万元，项目支出290.00万元，年末结转和结余22.00万元。",
        "支出总计312.00万元，其中：本年支出290.00万元，其中：基本支出20.00万元，项目支出270.00万元，年末结转和结余22.00万元。",
    )
    assert not violated(said)
    assert sorted(len(r.parts) for r in said.relations if isinstance(r, Sum)) == [2, 2, 2]


@pytest.mark.parametrize(
    "retired", ["；退休人员64人。", "；离退休人员64人，其中：离休2人、退休62人。", "。"]
)
def test_kinds_of_posts_leave_nobody_out(retired: str) -> None:
    text = (
        "实有在职人员121人，其中：行政人员58人、参照公务员法管理事业人员26人、事业人员{}人"
        + retired
    )
    assert not violated(read(text.format(37)))
    assert [r.kind_name for r in violated(read(text.format(27)))] == ["sum"]
    assert not violated(read("实有人数185人，其中：行政58人、参公26人、事业37人；离退休64人。"))
    assert not violated(read("实有人数185人，其中：行政58人、参公26人、事业37人，离退休60人。"))


def test_a_paragraph_of_its_own_may_say_how_the_whole_is_divided() -> None:
    said = read(
        "2025年支出预算6100.00万元，比上年增加100.00万元。",
        "按经济科目划分",
        "工资福利支出3500.00万元，占57.38%；",
        "商品和服务支出1800.00万元，占29.51%；",
        "对个人和家庭的补助800.00万元，占13.11%。",
    )
    assert outcomes(said).count(("share", Outcome.HOLDS)) == 3
    assert ("sum", Outcome.HOLDS) in outcomes(said)


def test_what_a_region_spends_is_not_listed_in_full() -> None:
    said = read(
        "全省财政支出80.00万元，其中：教育支出20.00万元，科学技术支出10.00万元，卫生健康支出10.00万元。"
    )
    assert not violated(said)


def test_the_three_public_expenses_need_no_announcement() -> None:
    paragraphs = (
        "2023年“三公”经费预算80.00万元，较上年预算增加3.00万元。",
        "1、因公出国（境）费0万元，比上年预算数持平。",
        "2、公务接待费30.00万元，比上年预算数减少2.00万元。",
        "3、公务用车购置及运行维护费{}万元，比上年预算数增加5.00万元。",
    )
    right = read(*(p.format("50.00") for p in paragraphs))
    assert outcomes(right).count(("sum", Outcome.HOLDS)) == 2
    assert [r.kind_name for r in violated(read(*(p.format("55.00") for p in paragraphs)))] == [
        "sum"
    ]


def test_a_name_within_a_sentence_is_no_heading() -> None:
    paragraphs = (
        "“三公”经费预算80.00万元，较上年只减不增，严控“三公”经费支出预算。其中：",
        "1、因公出国（境）费10.00万元。",
        "2、公务接待费30.00万元。",
        "3、公务用车购置及运行费{}万元。",
    )
    assert not violated(read(*(p.format("40.00") for p in paragraphs)))
    assert len(violated(read(*(p.format("45.00") for p in paragraphs)))) == 1


def test_how_it_is_arranged_is_no_name_of_a_whole() -> None:
    paragraphs = (
        "一般公共预算拨款支出预算80.00万元，其中，教育支出60.00万元；住房保障支出20.00万元。具体安排情况如下：",
        "（一）基本支出：2023年年初预算数为60.00万元，主要用于运转。",
        "（二）项目支出：2023年年初预算数为{}万元，主要用于专项。",
    )
    assert not violated(read(*(p.format("20.00") for p in paragraphs)))
    assert len(violated(read(*(p.format("25.00") for p in paragraphs)))) == 1


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("2023年安排购置车辆3辆，其中机要通信用车1辆、其他用车{}辆。", "2", "1"),
        (
            "“三公”经费80.00万元。其中，因公出国（境）费用没有；公务用车运行维护费50.00万元；公务用车购置10.00万元；公务接待费{}万元。",
            "20.00",
            "15.00",
        ),
    ],
)
def test_what_is_left_is_the_rest_and_what_there_is_not_is_nothing(
    text: str, right: str, wrong: str
) -> None:
    assert not violated(read(text.format(right)))
    assert [r.kind_name for r in violated(read(text.format(wrong)))] == ["sum"]


def test_the_numbers_of_a_list_may_divide_what_is_before_them_in_several_ways() -> None:
    text = (
        "2024年支出预算80.00万元。1.按支出性质分：基本支出50.00万元；项目支出30.00万元。"
        "2.按经济分类：工资福利支出40.00万元；商品和服务支出30.00万元；资本性支出{}万元。"
    )
    right = read(text.format("10.00"))
    assert outcomes(right).count(("sum", Outcome.HOLDS)) == 2
    assert [r.kind_name for r in violated(read(text.format("15.00")))] == ["sum"]


def test_a_list_of_all_economic_classes_may_be_announced_in_many_words() -> None:
    text = "基本支出80.00万元，支出具体情况如下：工资福利支出50.00万元，商品和服务支出20.00万元，资本性支出{}万元。"
    assert not violated(read(text.format("10.00")))
    assert [r.kind_name for r in violated(read(text.format("15.00")))] == ["sum"]


def test_who_is_retired_is_retired_in_one_of_two_ways() -> None:
    text = "离退休人员45人，其中：离休1人，退休{}人。"
    assert not violated(read(text.format("44")))
    assert [r.kind_name for r in violated(read(text.format("41")))] == ["sum"]


def test_the_rest_of_a_floor_area_leaves_nothing_out() -> None:
    text = (
        "房屋面积460.00平方米，其中办公用房200.00平方米，业务用房250.00平方米，其他用房{}平方米。"
    )
    assert not violated(read(text.format("10.00")))
    assert [r.kind_name for r in violated(read(text.format("5.00")))] == ["sum"]


def test_the_income_of_a_total_is_what_its_list_comes_to() -> None:
    text = "2025年部门预算总收入80.00万元，比上年增加3.00万元，收入包括一般公共预算拨款收入50.00万元，事业收入{}万元。"
    assert not violated(read(text.format("30.00")))
    assert [r.kind_name for r in violated(read(text.format("35.00")))] == ["sum"]


def test_the_shares_of_a_list_may_follow_it_together() -> None:
    text = "营养改善计划80.00万元，其中中央补助40.00万元，省级补助20.00万元，县级配套20.00万元，分别占{}%、25.00%、25.00%。"
    assert not violated(read(text.format("50.00")))
    assert [r.kind_name for r in violated(read(text.format("60.00")))] == ["share"]


def test_money_carried_over_completes_a_total() -> None:
    text = "收入总计80.00万元，其中：本年收入合计70.00万元，年初结转和结余{}万元；支出总计80.00万元，其中：本年支出合计75.00万元，年末结转和结余5.00万元。"
    assert ("balance", Outcome.HOLDS) in outcomes(read(text.format("10.00")))
    wrong = violated(read(text.format("15.00")))
    assert [r.kind_name for r in wrong] == ["sum", "balance"]


def test_procurement_may_be_of_two_kinds() -> None:
    text = "政府采购预算80.00万元，其中：货物类50.00万元，服务类{}万元。"
    assert not violated(read(text.format("30.00")))
    assert [r.kind_name for r in violated(read(text.format("20.00")))] == ["sum"]


def test_the_three_public_expenses_of_four_kinds_are_no_lists_of_each_other() -> None:
    text = "“三公”经费6万元。其中因公出国（境）费0万元，公务用车购置费{}万元，公务用车运行维护费3万元，公务接待费3万元。"
    assert not violated(read(text.format("0")))
    assert [r.kind_name for r in violated(read(text.format("7")))] == ["sum"]


def test_what_is_divided_by_its_form_is_the_whole() -> None:
    text = "政府采购预算80.00万元，比上年增加5.00万元。按采购组织形式：政府集中采购50.00万元，占{}%；分散采购30.00万元，占37.5%。"
    assert not violated(read(text.format("62.5")))
    assert [r.kind_name for r in violated(read(text.format("52.5")))] == ["share"]


def test_a_side_may_be_said_to_be_made_of_its_parts() -> None:
    text = (
        "2024年收入总计80.00万元，支出总计80.00万元。",
        "收入构成：财政拨款收入60.00万元，占75.00%；事业收入{}万元，占25.00%。",
        "支出构成：按支出功能分类，教育支出50.00万元，卫生健康支出10.00万元，住房保障支出20.00万元。"
        "按支出性质分类，基本支出50.00万元，项目支出30.00万元。",
    )
    right = read(*(t.format("20.00") for t in text))
    assert not violated(right)
    assert outcomes(right).count(("sum", Outcome.HOLDS)) == 3
    assert {r.kind_name for r in violated(read(*(t.format("25.00") for t in text)))} == {
        "sum",
        "share",
    }


def test_the_last_part_is_not_divided_anew() -> None:
    said = read(
        "按支出功能分类，教育支出50.00万元，卫生健康支出10.00万元，住房保障支出20.00万元。按支出性质分类，基本支出50.00万元，"
        "项目支出30.00万元。"
    )
    assert not violated(said)


def test_both_sides_of_an_outturn() -> None:
    text = (
        "收入支出决算总额为80.00万元。其中：收入总计80.00万元，包括财政拨款收入70.00万元、年初结转和结余10.00万元；支出总计{}万元，"
        "包括教育支出75.00万元、年末结转和结余5.00万元。"
    )
    assert not violated(read(text.format("80.00")))
    assert violated(read(text.format("85.00")))


def test_what_follows_an_inner_list_of_a_sum_may_be_of_either() -> None:
    text = "一般公共预算收入50.00万元，加上转移支付收入20.00万元，其中：一般转移支付15.00万元，专项转移支付5.00万元，上年结余10.00万元，收入合计为80.00万元。"
    assert not violated(read(text))


def test_old_names_of_sources_leave_nothing_out() -> None:
    text = "2016年预算收入80.00万元，其中：经费拨款50.00万元，纳入预算管理的行政事业性收费20.00万元，罚没收入{}万元。"
    assert not violated(read(text.format("10.00")))
    assert [r.kind_name for r in violated(read(text.format("15.00")))] == ["sum"]


def test_basic_and_project_expenditure_need_no_announcement() -> None:
    text = "2017年部门经费预算80.00万元，基本支出50.00万元，其中工资福利支出40.00万元，商品和服务支出10.00万元；项目支出{}万元。"
    assert not violated(read(text.format("30.00")))
    assert [r.kind_name for r in violated(read(text.format("35.00")))] == ["sum"]
    assert not violated(read("2017年收入80.00万元，基本支出50.00万元，项目支出20.00万元。"))


def test_what_was_saved_is_not_divided() -> None:
    text = "实际采购金额80.00万元，节约资金5.00万元，节约率5.88%。其中：货物类50.00万元，服务类{}万元。"
    assert not violated(read(text.format("30.00")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["sum"]


def test_a_name_may_stand_before_how_it_is_divided() -> None:
    text = "支出总额80.00万元；年末结余5.00万元。支出总额按支出性质分：基本支出50.00万元，项目支出30.00万元，分别占支出总额的{}%和37.50%。"
    assert not violated(read(text.format("62.50")))
    assert [r.kind_name for r in violated(read(text.format("52.50")))] == ["share"]


def test_all_kinds_of_expenditure_and_all_levels_of_funds() -> None:
    text = "支出预算80.00万元，其中：人员支出40.00万元，对个人和家庭补助支出10.00万元，公用支出10.00万元，项目支出{}万元。"
    assert not violated(read(text.format("20.00")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["sum"]
    text = "公共卫生补助80.00万元（中央50.00万元、省级20.00万元、县级{}万元）。"
    assert not violated(read(text.format("10.00")))
    assert [r.kind_name for r in violated(read(text.format("15.00")))] == ["sum"]


def test_classes_with_what_is_carried_forward_make_a_total() -> None:
    text = "支出总计80.00万元，其中：教育支出50.00万元，卫生健康支出10.00万元，住房保障支出{}万元，年末结转和结余5.00万元。"
    assert not violated(read(text.format("15.00")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["sum"]


def test_the_share_of_an_office_is_of_what_all_of_it_receives() -> None:
    text = (
        "2023年示例乡部门收入预算总额为80.00万元，较上年预算安排增加5.00万元。其中：财政拨款收入70.00万元，占收入预算总额的{}%，"
        "较上年预算安排增加5.00万元；其他收入10.00万元，占收入预算总额的12.50%。"
    )
    assert not violated(read(text.format("87.50")))
    assert [r.kind_name for r in violated(read(text.format("77.50")))] == ["share"]


def test_a_list_of_budgets_and_outturns_is_not_of_what_is_left() -> None:
    assert not violated(
        read(
            "年初预算90.00万元，实际支出80.00万元，结转10.00万元。其中：基本支出年初预算50.00万元，实际支出45.00万元；项目支出年初预算40.00万元，"
            "实际支出35.00万元。"
        )
    )
    text = "年末结转和结余10.00万元，其中：基本支出结转4.00万元，项目支出结转{}万元。"
    assert not violated(read(text.format("6.00")))
    assert violated(read(text.format("8.00")))


def test_numbers_may_list_basic_and_project_expenditure() -> None:
    text = "2017年支出预算80.00万元。（1）基本支出50.00万元，占62.50%，其中：工资福利支出40.00万元。（2）项目支出{}万元，占{}%。"
    assert not violated(read(text.format("30.00", "37.50")))
    assert [r.kind_name for r in violated(read(text.format("35.00", "37.50")))] == ["sum", "share"]
    assert [r.kind_name for r in violated(read(text.format("30.00", "27.50")))] == ["share"]


def test_a_share_of_a_total_that_its_list_ends_with() -> None:
    text = "医院总收入80.00万元，同比下降3.00%。其中：医疗收入60.00万元，占总收入的{}%；财政补助收入20.00万元，占总收入的25.00%。"
    assert not violated(read(text.format("75.00")))
    assert [r.kind_name for r in violated(read(text.format("65.00")))] == ["share"]


def test_all_that_a_department_receives_is_what_its_list_comes_to() -> None:
    text = "2024年部门收入总计80.00万元，较2023年70.00万元增加10.00万元。收入包括：一般公共预算收入60.00万元，上年结转{}万元。"
    assert not violated(read(text.format("20.00")))
    assert [r.kind_name for r in violated(read(text.format("25.00")))] == ["sum"]


def test_what_is_owned_and_owed() -> None:
    text = "年末资产总额80.00万元，负债总额30.00万元，净资产{}万元。"
    assert outcomes(read(text.format("50.00"))) == [("balance", Outcome.HOLDS)]
    assert [r.kind_name for r in violated(read(text.format("45.00")))] == ["balance"]


def test_what_is_owed_is_no_part_of_what_is_owned() -> None:
    text = "年末资产总额80.00万元，其中固定资产60.00万元，负债总额30.00万元，净资产{}万元。"
    assert ("balance", Outcome.HOLDS) in outcomes(read(text.format("50.00")))
    assert not violated(read(text.format("50.00")))
    assert [r.kind_name for r in violated(read(text.format("40.00")))] == ["balance"]
    assert not violated(read("固定资产净值80.00万元，负债30.00万元，净资产70.00万元。"))
