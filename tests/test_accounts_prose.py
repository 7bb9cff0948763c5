"""The narrative of final accounts: what its sections say of one thing, held together."""

from __future__ import annotations

import pytest

from gouji.model.place import SourceText
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import DocumentKind, Paragraph
from gouji.parsing.items import expense_of
from gouji.parsing.prose.sentences import Prose, read_prose


def read(*sections: str) -> Prose:
    """A final account of 2023, a section each with its paragraphs on lines."""
    nodes = [
        Paragraph(SourceText(line), f"{number} › 第{at}段")
        for number, section in enumerate(sections, 1)
        for at, line in enumerate(section.split("\n"), 1)
    ]
    return read_prose(nodes, year=2023, kind=DocumentKind.ACCOUNT)


def violated(prose: Prose) -> list[Relation]:
    return [r for r in prose.relations if not r.holds()]


EXPENDITURE = "2023年度支出合计2000.00万元，其中：基本支出1500.00万元，占75.00%；项目支出500.00万元，占25.00%。"
FUND = "2023年度政府性基金预算财政拨款年初结转和结余0万元，本年收入15.00万元，本年支出15.00万元，年末结转和结余0万元。"
EXPENSES = (
    "2023年度“三公”经费支出决算中，因公出国（境）费支出决算0万元，占0%；公务用车购置及运行费支出决算8.00万元，占80.00%；"
    "公务接待费支出决算2.00万元，占20.00%。"
)

TRUE = [
    ("“三公”经费支出预算为44.00万元，支出决算为22.00万元，决算数未超过预算数。",),
    (
        "公务用车购置及运行维护费支出8.00万元，其中公务用车购置年初预算数为0万元，决算数为0万元；公务用车运行维护费支出年初预算数为9.00万元，决算数为8.00万元。",
    ),
    (
        "2023年决算收入2100.00万元，完成预算的100%。2023年决算支出2050.00万元，比年初预算增加250.00万元，增长13.89%。",
    ),
    (
        "“三公”经费实际支出18.00万元。其中：公务用车运行维护费16.00万元，公务用车保有量6辆，车均运维费2.67万元；公务接待费2.00万元，"
        "国内公务接待18批次、150人次，人均133.33元。",
    ),
    (
        "2023年度收、支总计640.00万元，其中：年初财政拨款结转和结余10.00万元，本年收入630.00万元；本年支出631.00万元，"
        "年末财政拨款结转和结余9.00万元。",
    ),
    (
        "政府性基金预算收入70.00万元；年初结转和结余0万元；支出70.00万元，其中基本支出0万元，项目支出70.00万元；年末结转和结余0万元。",
    ),
    (
        "资产总计900.00万元，负债总计20.00万元，净资产880.00万元。比上年资产总计增加10.00万元，增长1.12%。",
    ),
    (
        "公务接待费年初预算3.00万元，决算2.20万元，预决算差异率-26.67%；公务用车运行费年初预算0万元，决算0万元，预决算差异率0%。",
    ),
    (EXPENDITURE, "一般公共预算财政拨款支出1900.00万元，占本年支出合计的95.00%。", FUND),
    (
        f"{EXPENSES}\n2.公务用车购置及运行费支出8.00万元。\n其中：公务用车购置支出0万元。更新公务用车0辆。\n公务用车运行支出8.00万元。",
    ),
    (
        "2.公务用车购置及运行费支出8.00万元。其中：\n公务用车购置支出0万元。\n公务用车运行支出8.00万元。年末公务用车保有量4辆，"
        "全年运行费支出8.00万元，平均每辆2.00万元。",
    ),
    ("因公出国（境）经费支出0万元，完成预算0%，决算数与预算数持平。",),
    (
        "2023年度收、支总计（含结转和结余）2100.00万元。与2022年度决算相比，收支各增加100.00万元，增长5.00%。",
    ),
    ("2023年度收入、支出决算总计2100.00万元。与上年相比，收、支总计各增加100.00万元，增长5.00%。",),
    (
        "其他收入10.00万元，为在财政拨款收入之外取得的收入。较2022年度决算数增加1.00万元，增长11.11%。",
    ),
    ("结余分配10.00万元。结余分配事项：提取专用结余。与上年相比，增加2.00万元，增长25%。",),
    ("公务车运行维护费15.00万元，主要用于巡查。费用支出较年初预算数减少5.00万元，下降25.00%。",),
    ("公务接待费支出决算2.00万元。", "公务接待费支出3.00万元。"),
]

FALSE = [
    (
        (
            "2023年总收入**500.00万元**，与2022年相比，增加50.00万元；其中：本年收入合计450.00万元，使用非财政拨款结余0万元，"
            "年初结转结余40.00万元。",
        ),
        "490.00 万元",
    ),
    (
        (
            "公务接待费支出预算为30.00万元，支出决算为16.50万元，完成预算的55.00%，决算数小于预算数的主要原因是厉行节约，与上年相比"
            "减少3.50万元，减少**15.00%**，减少的主要原因是厉行节约。",
        ),
        "17.50%",
    ),
    (("公务接待费年初预算3.00万元，决算2.20万元，预决算差异率**-36.67%**，主要原因是厉行节约。",), "-26.67%"),
    (
        (
            "公务用车运行维护费**20.00万元**。公务用车运行维护费中，公务用车加油8.00万元，公务用车维修6.00万元，公务用车保险4.00"
            "万元，公务用车其他支出1.00万元。",
        ),
        "19.00 万元",
    ),
    (
        (
            "收入总计650.00万元，其中：本年收入合计640.00万元，使用非财政拨款结余0万元，年初结转和结余10.00万元。\n"
            "与2022年度相比，本年收入合计减少60.00万元，下降**9.00%**。",
        ),
        "8.57%",
    ),
    (
        (
            "2023年度“三公”经费预算为50.00万元，支出决算为40.00万元。",
            "“三公”经费支出决算中，公务接待费支出决算30.00万元，占75.00%；公务用车购置及运行维护费支出决算10.00万元，"
            "占**85.00%**。",
        ),
        "25.00%",
    ),
    (("一般公共预算财政拨款支出1900.00万元，占本年支出合计的**96.00%**。", EXPENDITURE, FUND), "95.00%"),
    ((EXPENSES, "“三公”经费预算为12.00万元，支出决算为10.00万元。", "“三公”经费支出决算数比2022年减少2.00万元，下降**15.00%**。"), "16.67%"),
    ((f"{EXPENSES}\n“三公”经费决算数比上年减少，其中：公务接待费支出决算减少0.50万元，下降**25.00%**。",), "20.00%"),
    ((f"{EXPENSES}\n3.公务接待费支出**3.00万元**。",), "2.00 万元"),
    (("2.公务用车购置及运行费支出**8.00万元**。\n其中：公务用车购置支出0万元。\n公务用车运行支出7.00万元。",), "7.00 万元"),
    (("支出决算为1000.00万元，完成预算88.15%，决算数**大于**预算数的主要原因是结转下年。",), None),
    (("支出决算为1000.00万元，完成预算**88.15%**，决算数与预算数**持平**。",), None),
    (("财政拨款收入总计**2300.00万元**，支出总计2200.00万元。",), "2200.00 万元"),
    ((FUND.replace("本年支出15.00", "本年支出12.00").replace("结余0万元，", "结余**0万元**，"),), "-3 万元"),
    (("一般公共预算财政拨款支出1900.00万元。与2022年度相比，财政拨款支出增加100.00万元，增长**5.00%**。",), "5.56%"),
    (("2023年度财政拨款支出决算3500.00万元。与2023年度财政拨款支出年初预算3100.00万元相比，完成年初预算的**113.90%**。",), "112.90%"),
    (("2023年度支出126.12万元。与2023年年初预算数110.00万元相比，增加**18.12万元**。",), "16.12 万元"),
    (("国内公务接待86批次，612人次，共计支出**7.25万元**，具体内容包括：检查3.15万元、考察4.20万元。",), "7.35 万元"),
]  # fmt: skip


@pytest.mark.parametrize("sections", TRUE)
def test_true_accounts_are_not_violated(sections: tuple[str, ...]) -> None:
    prose = read(*sections)
    assert prose.mentions
    assert not violated(prose)


@pytest.mark.parametrize(("sections", "expected"), FALSE)
def test_false_accounts_are_violated(sections: tuple[str, ...], expected: str | None) -> None:
    places = [part for text in sections for part in text.split("**")[1::2]]
    (relation,) = violated(read(*(text.replace("**", "") for text in sections)))
    verdict = relation.judge()
    if expected is None:
        assert any(f.anchor.text in (*places, "88.15%") for f in relation.figures)
    else:
        assert (next(relation.figures).anchor.text, str(verdict.expected)) == (places[0], expected)


def test_the_share_of_a_whole_that_only_a_fund_states_is_not_checked() -> None:
    prose = read("一般公共预算财政拨款支出1900.00万元，占本年支出合计的95.00%。", FUND)
    (share,) = [r for r in prose.relations if r.kind_name == "share"]
    assert share.judge().outcome is Outcome.NOT_CHECKED


@pytest.mark.parametrize(
    ("name", "expense"),
    [
        ("2023年度“三公”经费财政拨款支出", None),
        ("“三公”经费财政拨款支出决算", "total"),
        ("公务接待费", "reception"),
        ("国内公务接待费", None),
        ("公务用车购置及运行维护费", "vehicles"),
        ("公车运行维护费", "vehicle_running"),
        ("车均运行维护费", None),
        ("下属单位公务接待费", None),
    ],
)
def test_full_names_of_the_three_public_expenses(name: str, expense: str | None) -> None:
    assert expense_of(name) == expense
