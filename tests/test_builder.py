"""The builder keeps its word: its documents agree, its mistakes are mistakes, its forms say the same."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.blocks import Grid
from tests.builder import (
    KINDS,
    STYLES,
    Draft,
    Layout,
    inject,
    make,
    render_layout_text,
    render_pdf,
    render_text,
    to_reading,
)
from tests.builder.__main__ import example
from tests.builder.draft import Num, Para, Part, TableSpec, place, plain
from tests.builder.inject import CannotPlantError
from tests.words import squeezed

drafts = st.builds(make, st.integers(0, 10_000), st.sampled_from(STYLES))


def amounts(table: TableSpec, key: str, *tags: str) -> dict[int, Decimal]:
    """The amounts (with one of ``tags``) of the row with this key, by column from the right."""
    for row in table.rows:
        if row.key == key:
            numbers = enumerate(reversed(row.cells))
            cells = {i: c.content for i, c in numbers if isinstance(c.content, Num)}
            return {i: n.value for i, n in cells.items() if not tags or n.tags & set(tags)}
    return {}


def items(table: TableSpec) -> list[str]:
    return [row.key for row in table.rows if re.fullmatch(r"\d{7}", row.key)]


@given(drafts)
@settings(max_examples=40)
def test_items_add_up_to_the_total_within_rounding(draft: Draft) -> None:
    for table in draft.tables:
        if table.key in ("income", "expenditure", "general", "government_fund") and items(table):
            total = amounts(table, "total", "total")
            lines = [amounts(table, key) for key in items(table)]
            step = Decimal(1) if table.unit == "元" else Decimal("0.01")
            for column, stated in total.items():
                found = sum(line[column] for line in lines)
                assert abs(found - stated) <= step * (len(lines) + 1) / 2, (table.title, column)


@given(drafts)
@settings(max_examples=40)
def test_income_equals_expenditure(draft: Draft) -> None:
    for table in draft.tables:
        if table.key == "balance":
            tags = [c.content for r in table.rows for c in r.cells if isinstance(c.content, Num)]
            grand = {n.value for n in tags if "grand" in n.tags}
            assert len(grand) == 1


def test_rounding_differences_occur_by_themselves() -> None:
    tables = [t for seed in range(30) for t in make(seed, "xinjiang").tables if t.key == "income"]
    assert any(
        sum(amounts(table, key)[column] for key in items(table)) != stated
        for table in tables
        for column, stated in amounts(table, "total").items()
    )


@given(drafts)
@settings(max_examples=20)
def test_every_table_is_a_full_rectangle(draft: Draft) -> None:
    for table in draft.tables:
        rows = (*table.head, *(row.cells for row in table.rows))
        covered = [
            (r + i, c + j)
            for r, c, cell in place(rows)
            for i in range(cell.rowspan)
            for j in range(cell.colspan)
        ]
        wanted = {(r, c) for r in range(len(rows)) for c in range(table.columns)}
        assert set(covered) == wanted, table.title
        assert len(covered) == len(wanted), table.title


@given(st.integers(0, 10_000), st.sampled_from(STYLES), st.sampled_from(KINDS))
@settings(max_examples=60)
def test_a_mistake_changes_one_part_and_nothing_else(seed: int, style: str, kind: str) -> None:
    draft = make(seed, style)
    try:
        wrong, truth = inject(draft, kind, seed)
    except CannotPlantError:
        return
    changed = [(a, b) for a, b in zip(draft.parts, wrong.parts, strict=True) if a != b]
    assert len(changed) == 1
    assert truth.old != truth.new
    assert {_called(part) for part in changed[0]} & {truth.table, truth.sentence, truth.old}


def _called(part: Part) -> str:
    """What a truth calls a part: the title of a table, the words of prose."""
    if isinstance(part, TableSpec):
        return part.title
    return plain(part) if isinstance(part, Para) else part.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mistake_can_be_planted(kind: str) -> None:
    for style in STYLES:
        for seed in range(20):
            try:
                inject(make(seed, style), kind, seed)
            except CannotPlantError:
                continue
            return
    pytest.fail(f"no document takes {kind}")


@pytest.mark.parametrize("style", STYLES)
def test_text_forms_hold_every_figure_of_the_prose(style: str) -> None:
    draft = make(5, style)
    for render in (render_text, render_layout_text):
        text = squeezed(render(draft))
        for part in draft.parts:
            if isinstance(part, Para):
                assert squeezed(plain(part)) in text


@pytest.mark.parametrize("style", STYLES)
def test_pdf_holds_every_cell_of_the_tables(style: str, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    draft = make(7, style)
    path = tmp_path / "draft.pdf"
    path.write_bytes(render_pdf(draft))
    with pdfplumber.open(path) as pdf:
        text = squeezed("".join(page.extract_text() for page in pdf.pages))
    for table in draft.tables:
        assert squeezed(table.title) in text
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell.content, Num) and cell.content.value:
                    assert f"{cell.content.value:.{cell.content.decimals}f}" in text


@given(drafts)
@settings(max_examples=10)
def test_a_reading_holds_every_table_as_a_grid(draft: Draft) -> None:
    grids = [b for b in to_reading(draft, Layout()).blocks if isinstance(b, Grid)]
    assert [g.columns for g in grids] == [t.columns for t in draft.tables]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_bytes(style: str) -> None:
    one, other = (render_pdf(make(3, style)) for _ in "12")
    assert one == other


def test_the_bundled_example_is_what_the_command_makes(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "docs" / "examples"
    example(tmp_path)
    for name in ("budget.pdf", "budget.txt", "README.md"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize("style", STYLES)
def test_numbers_of_a_list_rise(style: str) -> None:
    numerals = "一二三四五六七八九十"
    heads = [p.text for p in make(1, style).parts if hasattr(p, "level") and p.level == 2]  # type: ignore[union-attr]
    found = [numerals.index(h[0]) for h in heads if h[1:2] == "、"]
    assert all(b in (a + 1, 0, 9, a) for a, b in pairwise(found))
