"""One document gives the same findings at the same addresses, whatever format it is in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.cli import main
from gouji.model.blocks import Grid, Reading
from gouji.readers import read_data
from gouji.readers.together import together
from tests.builder import STYLES, Draft, Layout, inject, make, to_reading
from tests.builder.docx import render_docx
from tests.builder.draft import TableSpec
from tests.builder.html import render_html
from tests.builder.markdown import render_markdown
from tests.builder.xlsx import render_xlsx
from tests.scoreboard.lint import Row, lint, squeezed
from tests.test_laws import KINDS, LAYOUTS, checked, planted, serious
from tests.test_laws import squeezed as bare

SEEDS = st.integers(0, 10_000)
FORMS: dict[str, Callable[[Draft, Layout | None], bytes]] = {
    ".docx": render_docx,
    ".html": render_html,
    ".md": lambda draft, layout: render_markdown(draft, layout).encode(),
}


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """The findings of a reading: rule, logical address and words."""
    found = serious(checked(reading))
    return sorted((d.rule.code, bare(d.place.address), bare(d.place.text)) for d in found)


def read_as(draft: Draft, form: str, layout: Layout | None = None) -> Reading:
    return read_data(FORMS[form](draft, layout), form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("style", STYLES)
@given(seed=SEEDS, kind=st.sampled_from(KINDS), layout=LAYOUTS)
@settings(max_examples=6)
def test_a_mistake_is_told_alike_in_every_format(
    style: str, form: str, seed: int, kind: str, layout: Layout
) -> None:
    draft, _ = planted(seed, style, kind)
    assert told(read_as(draft, form, layout)) == told(to_reading(draft, layout))


@pytest.mark.parametrize("style", STYLES)
@given(seed=SEEDS, kind=st.sampled_from(KINDS), layout=LAYOUTS)
@settings(max_examples=6)
def test_tables_in_a_workbook_and_prose_in_word_are_one_document(
    style: str, seed: int, kind: str, layout: Layout
) -> None:
    draft, _ = planted(seed, style, kind)
    tables = [p for p in draft.parts if isinstance(p, TableSpec)]
    rest = tuple(p for p in draft.parts if not isinstance(p, TableSpec))
    parted = Draft(draft.style, draft.kind, draft.entity, draft.year, (*tables, *rest))
    prose = Draft(draft.style, draft.kind, draft.entity, draft.year, rest)
    one = together(
        [
            ("tables.xlsx", read_data(render_xlsx(draft, layout), ".xlsx")),
            ("prose.docx", read_data(render_docx(prose, layout), ".docx")),
        ]
    )
    assert told(one) == told(to_reading(parted, layout))


def identity(row: Row) -> tuple[str, str, str, str]:
    return row.rule, row.severity, squeezed(row.address), row.values


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_a_published_budget_has_the_findings_of_its_pdf(corpus: Path, form: str) -> None:
    pdf = lint(corpus / "jimsar" / "jimsar-2025.pdf")
    other = lint(corpus / "jimsar" / f"jimsar-2025.{form}")
    assert list(map(identity, other.rows)) == list(map(identity, pdf.rows))
    assert (other.judged, other.not_judged) == (pdf.judged, pdf.not_judged)


def test_the_tables_of_a_published_budget_have_their_findings_in_a_workbook(corpus: Path) -> None:
    pdf = lint(corpus / "jimsar" / "jimsar-2025.pdf")
    in_tables = [r for r in pdf.rows if "表" in r.address.partition(" › ")[0]]
    other = lint(corpus / "jimsar" / "jimsar-2025.xlsx")
    assert list(map(identity, other.rows)) == list(map(identity, in_tables))
    assert other.judged > pdf.judged // 2


class TestCommandLine:
    """Several files as one document, and documents on standard input."""

    @staticmethod
    def report(*arguments: object, stdin: bytes = b"") -> tuple[int, dict[str, Any]]:
        result = CliRunner().invoke(
            main, ["check", "--format", "json", *map(str, arguments)], input=stdin
        )
        return result.exit_code, json.loads(result.stdout)

    @pytest.fixture
    def faulty(self) -> Draft:
        """A budget with a mistake that only prose and tables together show."""
        return inject(make(4, "guangdong-budget"), "unit_word", 4)[0]

    @pytest.mark.parametrize("form", FORMS)
    def test_standard_input_has_the_findings_of_the_file(
        self, faulty: Draft, form: str, tmp_path: Path
    ) -> None:
        data = FORMS[form](faulty, None)
        path = tmp_path / f"draft{form}"
        path.write_bytes(data)
        status, of_file = self.report(path)
        same, of_input = self.report("-", "--stdin-filename", path, stdin=data)
        assert (status, of_file) == (same, of_input)
        assert status == 1

    def test_standard_input_without_a_name_is_text(self) -> None:
        status, report = self.report("-", stdin="收入预算 3.00 万元。".encode())
        assert (status, report["documents"][0]["format"]) == (0, "text")
        assert self.report("-", stdin=b"")[0] == 2

    def test_two_files_together_are_one_document(self, faulty: Draft, tmp_path: Path) -> None:
        tables = replace(faulty, parts=tuple(faulty.tables))
        rest = tuple(p for p in faulty.parts if not isinstance(p, TableSpec))
        (tmp_path / "1-tables.xlsx").write_bytes(render_xlsx(tables))
        (tmp_path / "2-prose.docx").write_bytes(render_docx(replace(faulty, parts=rest)))
        status, report = self.report("--together", tmp_path)
        (document,) = report["documents"]
        assert (status, document["format"]) == (1, "xlsx+docx")
        files = [
            {p["part"].partition("]")[0] for p in (d, *d["related"])} for d in report["diagnostics"]
        ]
        assert {"[1-tables.xlsx", "[2-prose.docx"} in files

    def test_the_place_of_a_finding_in_a_workbook_is_its_cell(self, tmp_path: Path) -> None:
        draft, truth = inject(make(4, "guangdong-budget"), "sum_part", 4)
        path = tmp_path / "tables.xlsx"
        path.write_bytes(render_xlsx(draft))
        _, report = self.report(path)
        places = [p for d in report["diagnostics"] for p in (d, *d["related"])]
        (part, *_) = (p["part"] for p in places if p["text"] == truth.new)
        sheet, _, ref = part.partition("!")
        book = read_data(path.read_bytes(), ".xlsx")
        cells = [c for b in book.blocks if isinstance(b, Grid) for c in b.cells]
        assert [c.text for c in cells if c.source.runs[0].part == f"{sheet}!{ref}"] == [truth.new]
