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
