"""``gouji annotate``: a copy beside the document, the document as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from tests.builder import inject, make, render_pdf, render_text
from tests.builder.docx import render_docx
from tests.builder.xlsx import render_xlsx

RENDER = {"pdf": render_pdf, "docx": render_docx, "xlsx": render_xlsx}


def gouji(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "zh", "--isolated"])


@pytest.fixture(params=sorted(RENDER))
def draft(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    wrong, _ = inject(make(2, "xinjiang"), "sum_total", 2)
    path = tmp_path / f"预算.{request.param}"
    path.write_bytes(RENDER[request.param](wrong))
    return path


def test_the_copy_stands_beside_the_document_which_stays(draft: Path) -> None:
    before = draft.read_bytes()
    result = gouji("annotate", draft)
    copy = draft.with_name(f"预算.gouji{draft.suffix}")
    assert result.exit_code == 0 and copy.name in result.stdout
    assert draft.read_bytes() == before != copy.read_bytes()
    assert sorted(p.name for p in draft.parent.iterdir()) == sorted([draft.name, copy.name])


def test_a_file_that_exists_is_overwritten_only_by_force(draft: Path) -> None:
    copy = draft.with_name("标注" + draft.suffix)
    copy.write_bytes(b"mine")
    refused = gouji("annotate", draft, "-o", copy)
    assert refused.exit_code == 2 and "--force" in refused.stderr
    assert copy.read_bytes() == b"mine"
    assert gouji("annotate", draft, "-o", copy, "--force").exit_code == 0
    assert copy.read_bytes() != b"mine"


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_document_itself_is_never_written(draft: Path, force: list[str]) -> None:
    before = draft.read_bytes()
    assert gouji("annotate", draft, "-o", draft, *force).exit_code == 2
    link = draft.with_name("链接" + draft.suffix)
    link.symlink_to(draft)
    assert gouji("annotate", draft, "-o", link, *force).exit_code == 2
    assert draft.read_bytes() == before


def test_several_documents_go_into_a_folder(tmp_path: Path) -> None:
    wrong, _ = inject(make(2, "xinjiang"), "sum_total", 2)
    for suffix in ("docx", "xlsx"):
        (tmp_path / f"稿.{suffix}").write_bytes(RENDER[suffix](wrong))
    files = [tmp_path / "稿.docx", tmp_path / "稿.xlsx"]
    assert gouji("annotate", *files, "-o", tmp_path / "one.docx").exit_code == 2
    folder = tmp_path / "标注"
    folder.mkdir()
    assert gouji("annotate", *files, "-o", folder).exit_code == 0
    assert sorted(p.name for p in folder.iterdir()) == ["稿.docx", "稿.xlsx"]


def test_a_format_without_marks_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(render_text(make(2, "xinjiang")), encoding="utf-8")
    result = gouji("annotate", path)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1 and "pdf, docx, xlsx" in result.stderr


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "稿.pdf"
    path.write_bytes(b"nothing")
    result = gouji("annotate", path, tmp_path / "没有.docx")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2


def test_only_what_is_selected_is_marked(draft: Path) -> None:
    result = gouji("annotate", draft, "--select", "STAFF")
    assert result.exit_code == 0 and "标注 0 处" in result.stdout
