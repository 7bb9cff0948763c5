"""Laws of the outline: paragraphs joined, headings nested, no character lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gouji.model.blocks import Line
from gouji.model.place import Box, Run, SourceText
from gouji.model.tree import DocumentKind, Paragraph, Section, Table
from gouji.parsing.document import parse
from gouji.parsing.outline.identity import identify
from gouji.parsing.outline.sections import outline
from gouji.readers.text import read_text

PIECES = ["第一部分 概况", "一、收入", "（一）情况", "1、某支出 1.00 万元，占 5%。", "目 录", "其中：", "  话，", "话到此为止。", "2025", "三公经费……5", "① 表"]  # fmt: skip


def lines_of(text: str) -> list[Line]:
    return [b for b in read_text(text.encode()).blocks if isinstance(b, Line)]


def walk(section: Section) -> list[SourceText]:
    found = [section.heading.source] if section.heading and section.heading.source.runs else []
    for part in section.parts:
        found += walk(part) if isinstance(part, Section) else [part.source]
    return found


def tree(section: Section) -> list[str]:
    """Addresses of sections, and addresses and texts of paragraphs."""
    found: list[str] = []
    for part in section.parts:
        if isinstance(part, Section):
            found += [f"§ {part.address}", *tree(part)]
        elif isinstance(part, Paragraph):
            found.append(f"{part.address}: {part.text}")
    return found


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30),
    st.sampled_from(["\n", "\n\n", "\f"]),
)
def test_no_character_is_lost_or_moved(pieces: list[str], ending: str) -> None:
    lines = lines_of(ending.join(pieces))
    before = "".join("".join(line.text.split()) for line in lines)
    sources = walk(outline(lines))
    assert "".join("".join(source.text.split()) for source in sources) == before
    runs = [(run.line, run.column) for source in sources for run in source.runs]
    assert all(a < b for a, b in pairwise(runs))


def test_lines_broken_inside_numbers_are_joined_with_their_places() -> None:
    text = (
        "第一部分 情况说明\n"
        "一、收入情况\n"
        "    某县财政局本年收入合计比上年增加，其中财政拨款收入为人民币 2,94\n"
        "0.05 万元，占全部收入的百分之九十九，其余收入来自事业单位经营以及2025\n"
        "年新增的其他收入，金额不大，对总体情况没有影响，不再逐项进行说明了。\n"
        "    另起一段。\n"
    )
    (part,) = outline(lines_of(text)).parts
    assert isinstance(part, Section)
    (section,) = part.parts
    assert isinstance(section, Section)
    first, second = section.parts
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert "2,940.05 万元" in first.text
    assert "2025年新增" in first.text
    at = first.text.index("2,940.05")
    spot = first.source.spot(at, at + 8)
    assert (spot.line, spot.end_line) == (3, 4)
    assert second.address == "第一部分 › 一 › 第2段"


def test_list_items_are_paragraphs_and_short_titles_are_headings() -> None:
    text = (
        "第三部分 2025年部门预算情况说明\n"
        "一、关于收支预算情况的说明\n"
        "(一) 拨款结构情况\n"
        "1、一般公共服务支出（类）532.05 万元，占 91.17%。\n"
        "2、卫生健康支出（类）13.39 万元，占 2.29%。\n"
        "第四部分 名词解释\n"
        "一、财政拨款：指本级财政安排的拨款数。\n"
    )
    assert tree(outline(lines_of(text))) == [
        "§ 第三部分",
        "§ 第三部分 › 一",
        "§ 第三部分 › 一 › （一）",
        "第三部分 › 一 › （一） › 第1段: 1、一般公共服务支出（类）532.05 万元，占 91.17%。",
        "第三部分 › 一 › （一） › 第2段: 2、卫生健康支出（类）13.39 万元，占 2.29%。",
        "§ 第四部分",
        "第四部分 › 第1段: 一、财政拨款：指本级财政安排的拨款数。",
    ]


def test_contents_open_no_sections() -> None:
    text = (
        "目  录\n第一部分 概况………1\n一、主要职能………1\n第二部分 名词解释………2\n"
        "第一部分 概况\n一、主要职能\n管理财政。\n第二部分 名词解释\n没有。\n"
    )
    assert [line for line in tree(outline(lines_of(text))) if line.startswith("§")] == [
        "§ 目录",
        "§ 第一部分",
        "§ 第一部分 › 一",
        "§ 第二部分",
    ]


def test_equal_headings_get_different_addresses() -> None:
    text = "一、情况说明\n话。\n一、情况说明\n话。\n"
    assert [s for s in tree(outline(lines_of(text))) if s.startswith("§")] == ["§ 一", "§ 一 #2"]


def table(address: str) -> Table:
    return Table("other", address, "", address, SourceText(""), None, None, ())


def test_a_table_ends_a_paragraph_and_keeps_its_place() -> None:
    first, second = lines_of("具体情况见下表：\n以上是全部情况。\n")
    parts = outline([first, table("表1"), second]).parts
    assert [type(part).__name__ for part in parts] == ["Paragraph", "Table", "Paragraph"]


def boxed(text: str, top: float, left: float, size: float = 10.0) -> Line:
    right = left + size * len(text)
    edges = tuple(left + size * n for n in range(len(text) + 1))
    source = SourceText(text, (Run(0, len(text), 1, top, top + size, edges),))
    return Line(source, 1, Box(left, top, right, top + size), size)


def test_boxes_tell_paragraphs_as_columns_of_text_do() -> None:
    full = "一二三四五六七八九甲乙丙丁戊己庚辛壬癸子"  # 20 characters, 200 points
    page = [
        boxed("某县二〇二五年部门预算编制说明"[:12], 10, 90, 14.0),
        boxed("预算" + full[:16], 40, 40),
        boxed(full, 55, 20),
        boxed("到此为止。", 70, 20),
        boxed("另起" + full[:16], 85, 40),
        boxed("再到此为止。", 100, 20),
    ]
    page[0] = boxed("编制说明", 10, 92, 14.0)
    (section,) = outline(page).parts
    assert isinstance(section, Section)
    assert section.address == "编制说明"
    texts = [part.source.text for part in section.parts]  # type: ignore[union-attr]
    assert texts == ["预算" + full[:16] + full + "到此为止。", "另起" + full[:16] + "再到此为止。"]


def test_the_same_document_reads_alike_with_and_without_indents() -> None:
    words = "本部门全年收入预算总额为人民币玖佰贰拾万元整其中财政拨款伍佰捌拾叁万元整其余为单位资金收入全部纳入预算管理不留缺口"
    indented = f"一、收入\n　　{words[:28]}\n{words[28:]}。\n　　{words[:28]}\n{words[28:]}。\n"
    flush = indented.replace("　", "")
    assert tree(outline(lines_of(indented))) == tree(outline(lines_of(flush)))


def test_the_cover_says_what_a_document_is() -> None:
    lines = lines_of(
        "某县财政局\n2024年度部门决算\n目录\n一、收入支出决算总表\n编制部门：某县财政局\n"
    )
    identity = identify(lines, "x.pdf", ["收入支出决算总表"])
    assert (identity.kind, identity.year, identity.entity) == (
        DocumentKind.ACCOUNT,
        2024,
        "某县财政局",
    )


def test_what_a_document_does_not_say_stays_unknown() -> None:
    identity = identify(lines_of("会议纪要\n大家都到了。\n"), "纪要.txt", [])
    assert (identity.kind, identity.year, identity.entity) == (DocumentKind.UNKNOWN, None, None)
    assert identify(lines_of("说明\n"), "某局24年预算.txt", []).year == 2024


def test_rows_of_columns_say_nothing_of_the_margin_of_the_text() -> None:
    row = "合计" + " " * 60 + "15.30" + " " * 60 + "12.41"
    prose = (
        "    2024年一般公共预算财政拨款收入791.15万元，支出791.15万元，比上年增加311.08万元。其中：基本支出\n"
        "99.38万元，比上年增加10.76万元，主要原因是项目调整等，主要用于保障在职人员工资福利及社会保险缴费，\n"
        "离休人员离休费，退休人员补助等。\n"
    )
    found = outline(lines_of(prose * 3 + f"{row}\n" * 4))
    texts = [part.text for part in found.parts if isinstance(part, Paragraph)]
    assert texts[:3] == [prose.replace("\n", "").strip()] * 3


def test_prose_that_breaks_off_before_the_margin_goes_on() -> None:
    """Blanks around numbers are wider in some texts than they look: a full line seems short."""
    text = (
        "本部门人员编制若干名，实有人数若干人，包括在职人员和退休人员，其他情况见各表，\n"
        "公共支出 3064.62 万元，占 98.87%；教育支出 3.00 万元，占 0.01%；社会保\n"
        "障支出 5.48 万元，占 0.18%；住房支出 0.80 万元，占 0.02%；卫生健康支出\n"
        "11.80 万元，占 0.38%；农林水支出 1.00 万元，占 0.03%；\n"
        "交通运输支出 17.80 万元，占 0.57%。\n"
        "全年支出按功能分类，包括公共支出 9.00 万元、社会保障支出 5.48 万\n"
        "元、住房保障支出 3.00 万元。\n"
        "1.规模变化情况。2025 年本部门拨款 951.80 万元，比上年执行数增加\n"
        "212.12 万元，主要是项目调整以及其他各方面的原因，具体情况在以下各段逐一说明\n"
    )
    ends = ["0.57%。", "3.00 万元。", "逐一说明"]
    blocks = tree(outline(lines_of(text)))
    assert [b.endswith(e) for b, e in zip(blocks[-3:], ends, strict=True)] == [True] * 3


def test_years_one_under_the_other_are_no_titles_of_the_table_below() -> None:
    text = (
        "2022年部门预算\n“三公”经费支出表\n单位：万元\n年度 预算总额\n2021年\n2022年\n"
        "项目支出预算表\n单位：万元\n科目编码 科目名称 合计\n201 一般公共服务支出 5.00\n"
    )
    document = parse(read_text(text.encode()), "某局.txt")
    assert [caption.text for caption in document.tables[-1].captions] == [
        "项目支出预算表",
        "单位：万元",
    ]
