"""Prose into figures and relations: what the words of a paragraph say, and whether it is true."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.arithmetic import Sum
from gouji.model.place import SourceText
from gouji.model.relation import Direction, Outcome, Relation
from gouji.model.statements import Agreement, BaseYear, Comparison
from gouji.model.tree import DocumentKind, Paragraph
from gouji.parsing.prose.sentences import Prose, read_prose
from gouji.parsing.prose.text import plain
from gouji.parsing.prose.tokens import quantities
from tests.narratives import audit

NARRATIVES = Path(__file__).parents[2] / "shared" / "corpus" / "narratives_dev.jsonl"

TRUE = [
    "2023年度收入总计4,329.21万元，支出总计4,329.21万元。与2022年度相比，收、支总计各减少123.40万元，下降2.77%。",
    "支出决算为940.05万元，完成年初预算的98.20%。其中：基本支出336.91万元，占35.84%；项目支出603.14万元，占64.16%。",
    "一般公共预算财政拨款支出年初预算为1000.00万元，支出决算为1100.00万元，完成年初预算的110.00%，"
    "决算数大于年初预算数的主要原因是年中追加人员经费120.50万元。",
    "2023年度“三公”经费财政拨款支出预算为20.00万元，支出决算为15.00万元，完成预算的75.00%，其中：因公出国（境）费"
    "支出决算为0万元，占0%；公务用车购置及运行维护费支出决算为10.00万元，占66.67%，完成预算的83.33%；公务接待费"
    "支出决算为5.00万元，占33.33%，完成预算的62.50%。",
    "2024年“三公”经费47.91万元。其中：（一）因公出国（境）费0万元，比2023年预算持平。（二）公务用车购置及运行费"
    "46.56万元，主要原因是购置公务用车。其中：公务用车购置费25万元；公务用车运行费21.56万元。（三）公务接待费1.35万元。",
    "公务用车购置及运行费28万元（公务用车购置费0万元，公务用车运行维护费28万元），较上年无增减。",
    "政府采购支出总额56.78万元，其中：货物支出6.78万元、服务支出50.00万元。授予中小企业合同金额56.78万元，占政府采购"
    "支出总额的100%，其中：授予小微企业合同金额50.00万元，占授予中小企业合同金额的88.06%。",
    "政府采购预算200.00万元，其中：货物类50.00万元、工程类0万元、服务类150.00万元；面向中小企业预留160.00万元，占80%。",
    "编制人数120人，其中：行政编制80人，事业编制40人；实有在职人数110人，其中：行政人员75人，事业人员35人。",
    "人员经费900.00万元，主要包括：基本工资200.00万元、津贴补贴300.00万元；公用经费100.00万元。",
    "全市收入300亿元，加上级补助收入150亿元、上年结余20亿元、调入资金30亿元，收入总计500亿元，收支平衡。",
    "2024年预算数500.00万元，2023年预算数400.00万元，同比增长25.00%。",
    "机关运行经费100.00万元，其中办公费20.00万元、差旅费80.00万元，比上年增加10.00万元，增长11.11%。",
    "本年支出1000.00万元，比2024年执行数增加50.00万元，主要是机构改革新增人员20人，增加经费80万元。",
    "2019年预算安排29万元，比上年增加0.5万元，增长1.75%。",
    "支出按用途划分，基本支出600.00万元，占60%，其中：人员支出500.00万元，日常公用支出100.00万元；项目支出400.00万元，占40%。",
    "2024年项目支出预算100.00万元，其中：当年预算安排80.00万元，上年结转20.00万元。",
    "某局本级2024年预算100.00万元，下属中心2024年预算50.00万元。",
    "支出1000.00万元，其中：办公费10.00万元、印刷费20.00万元，合计30.00万元。",
    "848.05万元中，教育支出10万元，占2%；卫生健康支出20万元，占4%；住房保障支出470万元，占94%。",
    "全市约有房屋13459平方米，其中地上建筑面积约8000平方米，地下建筑面积约5356平方米。",
    "因公出国团组0个，公务接待35批次，300人次，人均接待费用100元，购置单价100万元（含）以上设备0台（套）。",
    "因公出国（境）费用由上年的5.00万元增加到8.00万元，增加3.00万元，增长60.00%。",
    "支出决算为1741.75万元，完成年初预算的103.32%，决算数大于预算数55.93万元，主要原因是工资调标。",
    "“三公”经费财政拨款支出决算为16.95万元。“三公”经费支出决算数比2024年度增加5.07万元，增长42.68%，其中：因公出国（境）费"
    "支出决算为0.00万元，与2024年持平；公务用车购置及运行维护费支出决算增加5.07万元；公务接待费支出决算为0.00万元，与2024年持平。",
    "教育支出（类）支出决算为100.00万元，完成年初预算80.00万元的125.00%。",
    "项目支出500.00万元，比2023年增加100.00万元，增长25.00%。主要原因：新增信息化项目150.00万元，减少维修项目50.00万元。",
    "收入30000.00万元，其中：拨款10000.00万元，占33.33%；事业收入10000.00万元，占33.33%；其他收入10000.00万元，占33.34%。",
    "基本支出占60.50%，项目支出占39.51%。",
    "支出预算包括：工资福利支出占50.00%，商品和服务支出占30.00%等。",
    "支出主要包括：工资福利支出占50.00%，商品和服务支出占30.00%。",
    "支出300.00万元，其中：基本支出200.00万元，占66.67%（其中：人员经费占60.00%，公用经费占6.67%）；项目支出100.00万元，占33.33%。",
    "绩效自评涉及资金861.00万元，占项目支出预算总额1000.00万元的86.10%。",
    "甲项目支出20.00万元，预算25.00万元，预算执行率80.00%；乙项目支出90.00万元，预算100.00万元，预算执行率90.00%，"
    "两项目整体预算执行率为88.00%。",
    "政府采购预算17000元。其中：集中采购17000元，占政府采购预算的100%；分散采购0元，占政府采购预算的0%。"
    "其中：货物类采购10000元，服务类采购7000元。",
    "在职人员50人，其中本科及以上学历40人，占80.00%；中共党员35人，占70.00%。",
    "学校现有教职工120人，其中专任教师100人；在校学生1,800人，其中寄宿生600人。",
    "面向中小企业采购80.00万元，占政府采购支出总额100.00万元的80.00%；其中面向小微企业采购60.00万元，占60.00%。",
]

FALSE = [
    (
        "支出决算为1741.75万元，年初预算1685.82万元，决算数大于预算数**55.39万元**，完成预算的103.32%。",
        "55.93 万元",
    ),
    ("支出决算为90.00万元，完成年初预算的**95.00%**，决算数小于预算数10.00万元。", "90.00%"),
    ("实有人数**10人**，其中：在职9人，增加1人；退休1人；离休2人。", "12 人"),
    ("支出决算为1100.00万元，年初预算为1000.00万元，完成年初预算的**101.00%**。", "110.00%"),
    (
        "收入合计1200.00万元，其中：财政拨款收入1100.00万元，占**91.76%**；其他收入100.00万元，占8.33%。",
        "91.67%",
    ),
    ("会议费支出2.00万元，同比减少0.50万元，下降**25.00%**。", "20.00%"),
    ("公务接待费3.46万元，较上年增加2.4万元，增长**0.24%**。", "226.42%"),
    ("2025年决算为56.12万元，2024年决算数为57.43万元，比2024年决算数减少**1.10%**。", "2.28%"),
    ("教育支出决算为100.00万元，完成年初预算80.00万元的**120.00%**。", "125.00%"),
    ("基本支出700.00万元，占**84.00%**；项目支出300.00万元，占30.00%。", "70.00%"),
    ("支出1,234.56万元，比上年执行数1,200.00万元增加**43.56万元**。", "34.56 万元"),
    ("共有车辆**15辆**，其中，应急保障用车2辆、执法执勤用车10辆、其他用车4辆。", "16 辆"),
    (
        "政府采购**300.00万元**，其中：货物100.00万元、工程50.00万元、服务155.00万元。",
        "305.00 万元",
    ),
    ("地上面积**8013平方米**（其中计容面积7998平方米，不计容面积105平方米）。", "8103 平方米"),
    (
        "收入**504.07万元**，由拨款480.72万元、事业收入2.43万元和上年结转13.35万元组成。",
        "496.50 万元",
    ),
    (
        "绩效自评涉及资金861.00万元，占项目支出预算总额1000.00万元的**68.10%**。",
        "86.10%",
    ),
]

NO_AMOUNT = [
    "2024年", "〔2023〕1号", "沪商规（2024）2号", "2.5.1", "12345热线", "单价100万元（含）以上", "50 万元以上大型设备",
    "2023年8月31日", "100余万元", "13800000000", "200美元", "10元/人", "3-5万元",
]  # fmt: skip


def read(
    *paragraphs: str, year: int | None = None, kind: DocumentKind = DocumentKind.UNKNOWN
) -> Prose:
    nodes = [Paragraph(SourceText(t), f"一 › 第{i}段") for i, t in enumerate(paragraphs, 1)]
    return read_prose(nodes, year=year, kind=kind)


def violated(prose: Prose) -> list[Relation]:
    return [r for r in prose.relations if not r.holds()]


def outcomes(prose: Prose) -> list[tuple[str, Outcome]]:
    return [(r.kind_name, r.judge().outcome) for r in prose.relations]


@pytest.mark.parametrize("text", TRUE)
def test_true_paragraphs_are_not_violated(text: str) -> None:
    prose = read(text)
    assert prose.mentions
    assert not violated(prose)


@pytest.mark.parametrize(("text", "expected"), FALSE)
def test_false_claims_are_violated_at_their_figure(text: str, expected: str) -> None:
    before, stated, after = text.split("**")
    (relation,) = violated(read(before + stated + after))
    first = next(relation.figures)
    assert (first.anchor.start, first.anchor.text) == (len(before), stated)
    assert str(relation.judge().expected) == expected


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_numbers_that_are_no_amounts(text: str) -> None:
    spoken = f"见{text}，"
    tokens = quantities(plain(Paragraph(SourceText(spoken), "段")).text)
    assert [t for t in tokens if t.quantity.unit.dimension == "money"] == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("１，２３４．５０万元", "1234.50 万元"),
        ("1,234.5 0万元", "1234.50 万元"),
        ("920. 60 万 元", "920.60 万元"),
        ("-3.00 亿元", "-3.00 亿元"),
        ("百分之四十五点二", "45.2%"),
        ("5.5％", "5.5%"),
        ("2.1个百分点", "2.1 个百分点"),
        ("0台（套）", "0 台（套）"),
    ],
)
def test_a_token_covers_exactly_what_is_printed(printed: str, value: str) -> None:
    text = plain(Paragraph(SourceText(f"支出 {printed} ，另有"), "段"))
    (token,) = quantities(text.text)
    assert str(token.quantity) == value
    assert text.anchor(token.start, token.end).text == printed


@pytest.mark.parametrize(
    "text",
    [
        "基本支出占60.50%，项目支出占49.50%。",
        "支出预算包括：工资福利支出占50.00%，商品和服务支出占30.00%，对个人和家庭的补助占15.00%。",
        "人员经费占基本支出的80.00%，公用经费占基本支出的25.00%。",
    ],
)
def test_the_shares_of_all_parts_make_a_hundred(text: str) -> None:
    assert [r.kind_name for r in violated(read(text))] == ["shares"]


@pytest.mark.parametrize(
    "text",
    [
        "2025年预算安排30.00万元，与2025年预算相比，增加10.00万元。",
        "2025年项目支出预算30.00万元，较2025年部门预算下降5.00%。",
    ],
)
def test_a_budget_is_not_compared_with_itself(text: str) -> None:
    (relation,) = violated(read(text, year=2025))
    assert isinstance(relation, BaseYear)
    assert relation.base.text.startswith(("与2025年", "较2025年"))


@pytest.mark.parametrize(
    "text",
    [
        "2025年预算30.00万元，比上年预算增加10.00万元。",
        "2025年调整预算数30.00万元，比2025年年初预算数增加10.00万元。",
        "2025年支出决算30.00万元，比2025年预算增加10.00万元。",
        "2025年预算30.00万元，2026年比2025年预算增加10.00万元。",
        "2025年预算30.00万元，比2025年执行数增加10.00万元。",
    ],
)
def test_other_years_and_other_bases_may_be_compared(text: str) -> None:
    assert not [r for r in violated(read(text, year=2025)) if isinstance(r, BaseYear)]


def test_a_subject_is_inherited_with_year_and_basis() -> None:
    prose = read("（一）住房公积金（项）。年初预算为10.00万元，支出决算为9.00万元。", year=2024)
    assert [(m.subject, m.basis, m.role) for m in prose.mentions] == [
        (("住房公积金（项）",), "initial", "amount"),
        (("住房公积金（项）",), "account", "amount"),
    ]


def test_parts_in_the_paragraphs_that_follow() -> None:
    prose = read(
        "某局部门收入预算 920.60 万元，其中：",
        "一般公共预算 583.60 万元，占 63.39%，比上年预算增加 161.97 万元，增长 38.42%，主要原因是本年人员增加 1 人；预算经费增加。",
        "政府性基金预算未安排。",
        "单位资金 337.00 万元，占 36.61%。",
    )
    assert not violated(prose)
    (total,) = [r for r in prose.relations if isinstance(r, Sum)]
    assert [str(f.quantity.value) for f in total.parts] == ["583.60", "0", "337.00"]
    assert total.parts[1].blank
    assert [a.subject for a in prose.absences] == ["政府性基金预算"]
    assert [(m.subject[-2:], m.role) for m in prose.mentions if m.role == "share"] == [
        (("某局部门收入预算", "一般公共预算"), "share"),
        (("某局部门收入预算", "单位资金"), "share"),
    ]


def test_a_figure_stated_twice_in_one_item() -> None:
    prose = read(
        "住房公积金（项）350.35万元，主要用于住房公积金。2023年当年预算执行数为348.52万元，"
        "2024年预算安排352.67万元，比2023年预算执行数增加0.53%。",
        year=2024,
        kind=DocumentKind.BUDGET,
    )
    (relation,) = violated(prose)
    assert isinstance(relation, Agreement)
    assert relation.stated.anchor.text == "352.67万元"


def test_contradicting_directions() -> None:
    (relation,) = violated(read("公务接待费1.00万元，比上年减少0.50万元，增长33.33%。"))
    assert relation.kind_name == "comparison"


def test_moved_and_yet_unchanged() -> None:
    (relation,) = violated(read("公务接待费支出决算减少为0.00万元，与2024年持平。", year=2025))
    assert isinstance(relation, Comparison)
    assert (relation.word.text, relation.against and relation.against.text) == ("减少为", "持平")
    assert not violated(read("公务接待费支出决算减少为1.00万元，厉行节约。", year=2025))


def test_an_outturn_given_twice_in_one_item_is_the_same_to_the_last_digit() -> None:
    said = "职业年金缴费支出（项）120.45万元，主要用于缴费。年初预算为130.00万元，支出决算为120.46万元。"
    (relation,) = violated(read(said, year=2025, kind=DocumentKind.ACCOUNT))
    assert isinstance(relation, Agreement)
    assert relation.stated.anchor.text == "120.46万元"
    assert not violated(
        read(said, year=2025)
    )  # of what kind the document is decides what 120.45 is


def test_the_details_of_a_list_are_not_parts_of_its_last_item() -> None:
    prose = read(
        "“三公”经费支出决算中，公务用车运行费支出决算19.70万元，占98.50%；公务接待费支出决算0.3万元，占1.50%。具体情况如下：",
        "1、公务用车运行费支出19.70万元。",
        "2、公务接待费支出0.3万元。",
    )
    assert not violated(prose)


def test_a_partial_list_is_only_bounded_by_its_whole() -> None:
    prose = read("政府采购预算664.98万元，其中，预留给小微企业465.49万元。")
    assert outcomes(prose) == [("sum", Outcome.HOLDS)]
    assert violated(read("政府采购预算664.98万元，其中，预留给小微企业765.49万元。"))


ITEMS = (
    "一般公共预算支出年初预算为30.00万元，支出决算为25.00万元。其中：",
    "1、行政运行（项）。年初预算为{}万元，支出决算为9.00万元。",
    "2、培训支出（项）。年初预算为20.00万元，支出决算为16.00万元。",
)


def test_the_budgets_of_items_whose_outturns_add_up_are_within_the_whole_budget() -> None:
    def told(initial: str) -> list[Outcome]:
        said = read(*(t.format(initial) for t in ITEMS), kind=DocumentKind.ACCOUNT)
        return sorted(r.judge().outcome for r in said.relations if isinstance(r, Sum))

    assert told("10.00") == [Outcome.HOLDS, Outcome.HOLDS]
    assert told("9.00") == [Outcome.HOLDS, Outcome.HOLDS]  # a budget without an outturn
    assert told("11.00") == [Outcome.HOLDS, Outcome.VIOLATED]


def test_a_word_of_direction_may_end_a_name() -> None:
    text = "项目总预算{}万元，其中支持品牌集聚30.00万元，服务能力提升20.00万元，合计50.00万元。"
    assert violated(read(text.format("50.00"))) == []
    assert violated(read(text.format("40.00"))) != []
    moved = "人员经费50.00万元，比上年增加5.00万元，其中基本工资增长5.00万元。"
    assert violated(read(moved)) == []


def test_an_unknown_base_is_not_checked() -> None:
    prose = read("公务接待费决算8.47万元，完成预算的60.50%，占公用经费的12%。")
    assert {o for _, o in outcomes(prose)} == {Outcome.NOT_CHECKED}


def test_a_reason_keeps_its_words() -> None:
    text = "宣传事务支出110.60万元，比2023年减少3.40万元，下降2.98%，主要原因是：宣传经费增加。"
    (reason,) = read(text).reasons
    assert reason.direction is Direction.DOWN
    assert reason.anchor.text == "主要原因是：宣传经费增加"
    assert [(d, a.text) for d, a in reason.words] == [(Direction.UP, "增加")]


def test_a_reason_may_begin_on_the_next_paragraph() -> None:
    said = read("宣传事务支出110.60万元，比2023年减少3.40万元。主要原因：", "宣传经费增加。")
    assert [r.anchor.text for r in said.reasons] == ["宣传经费增加"]
    other = read("宣传事务支出110.60万元，比2023年减少3.40万元。主要原因：", "二、培训支出增加。")
    assert "培训" not in "".join(r.anchor.text for r in other.reasons)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("某局2025年没有使用政府性基金预算拨款安排的支出。", "政府性基金预算拨款安排的支出"),
        ("政府性基金预算支出情况表为空表。", "政府性基金预算支出情况表"),
        ("本部门无“三公”经费。", "三公经费"),
    ],
)
def test_absences(text: str, subject: str) -> None:
    assert [a.subject for a in read(text).absences] == [subject]


@pytest.mark.skipif(not NARRATIVES.exists(), reason="the audited narratives are not at hand")
def test_audited_narratives(capsys: pytest.CaptureFixture[str]) -> None:
    counts = audit(NARRATIVES)
    report = capsys.readouterr().out
    assert counts["errors found"] == counts["claims ERROR"], report
    assert counts["false alarms"] == 0, report
    assert counts["judged"] >= 0.95 * counts["checkable"], report
    assert len(NARRATIVES.read_text(encoding="utf-8").splitlines()) == len(
        {json.loads(line)["id"] for line in NARRATIVES.read_text(encoding="utf-8").splitlines()}
    )


# -- laws ------------------------------------------------------------------------------------

CENT = Decimal("0.01")
amounts = st.integers(min_value=10_000, max_value=9_999_999).map(lambda n: Decimal(n) * CENT)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


@st.composite
def breakdowns(draw: st.DrawFn) -> tuple[list[str], list[Decimal], str]:
    """A whole, its parts with their shares, and one of the ways to say so."""
    names = ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "其他收入"]
    parts = draw(st.lists(amounts, min_size=2, max_size=5))
    joint = draw(st.sampled_from(["，其中：{}。", "，包括：{}。", "。其中：{}。"]))
    return names[: len(parts)], parts, joint


def told(names: list[str], parts: list[Decimal], joint: str, whole: Decimal) -> str:
    listed = "；".join(
        f"{n}{p}万元，占{rounded(p / sum(parts) * 100)}%" for n, p in zip(names, parts, strict=True)
    )
    return f"2024年本年收入合计{whole}万元" + joint.format(listed)


@given(breakdowns())
def test_a_consistent_breakdown_is_clean(case: tuple[list[str], list[Decimal], str]) -> None:
    names, parts, joint = case
    prose = read(told(names, parts, joint, sum(parts, Decimal(0))))
    judged = [k for k, o in outcomes(prose) if o in (Outcome.HOLDS, Outcome.ROUNDING)]
    assert sorted(judged) == ["share"] * len(parts) + ["sum"]
    assert len(prose.relations) == len(judged)


@given(breakdowns(), st.sampled_from([Decimal(10), Decimal(-7), Decimal("0.9")]))
def test_a_wrong_total_is_found(case: tuple[list[str], list[Decimal], str], by: Decimal) -> None:
    names, parts, joint = case
    prose = read(told(names, parts, joint, sum(parts, by)))
    assert "sum" in [r.kind_name for r in violated(prose)]


@given(amounts, amounts, st.sampled_from(["比上年", "较2023年预算", "与上年相比，"]))
def test_changes_hold_and_a_wrong_rate_is_found(prior: Decimal, gap: Decimal, base: str) -> None:
    now, rate = prior + gap, rounded(gap / prior * 100)
    text = "2024年项目支出{}万元，{}增加{}万元，增长{}%。"
    assert not violated(read(text.format(now, base, gap, rate)))
    wrong = read(text.format(now, base, gap, rounded(rate * 2 + 1)))
    assert [r.kind_name for r in violated(wrong)] == ["growth"]


@given(st.sampled_from(TRUE + [t.replace("**", "") for t, _ in FALSE]), st.randoms())
def test_spacing_and_width_change_nothing(text: str, random: object) -> None:
    wide = text.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%"})
    spaced = text.replace("万元", " 万元 ").replace("，", "， ")
    halved = text.replace("（", "(").replace("）", ")").replace("：", ":")
    wanted = outcomes(read(text))
    for other in (wide, spaced, halved):
        assert outcomes(read(other)) == wanted


pieces = st.sampled_from(
    ["2024年", "其中：", "分别为", "占", "%", "5.5", "3万元", "三公经费", "比上年", "增加", "，", "；", "。", "（", "）", "主要原因是",
     "完成预算的", "持平", "由", "组成", "、", "和", "一、", "（一）", "未安排", "加上", "收入总计", "按经济分类，", "各", "\n", " "]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(pieces, max_size=60).map("".join)))
def test_any_text_gives_prose(text: str) -> None:
    prose = read(*text.split("\n"))
    for relation in prose.relations:
        relation.judge()
    for mention in prose.mentions:
        anchor = mention.figure.anchor
        assert 0 <= anchor.start <= anchor.end <= len(anchor.node.source.text)
