"""The baseline: only what is new is told; what is gone is forgotten; layout is nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji import Finding, Findings, Paragraph, rule
from gouji.baseline import Baseline, BaselineError, empty, load
from gouji.cli import main
from gouji.engine import Crash, Report, check
from gouji.model.record import replace
from tests.small import document, ledger, paragraph

GOOD = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。\n"
)
BAD = GOOD.replace("36.61%", "36.16%")


@rule("DOC901", zh="有“{word}”", en="“{word}”")
def anything(paragraph: Paragraph) -> Findings:
    """任何段落。
    Any paragraph.
    """
    yield Finding(paragraph, word=paragraph.text)


def report(*texts: str, path: str = "a.txt", page: int = 1) -> Report:
    nodes = [paragraph(t, f"第一部分 › {t}", line=n, page=page) for n, t in enumerate(texts, 1)]
    return check(document(*nodes, path=path), ledger(), [anything])


def baseline(tmp_path: Path, *reports: Report) -> Baseline:
    return empty(tmp_path / "b.json").updated(reports)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(report: Report) -> list[str]:
    return [d.place.text for d in report.diagnostics]


def test_known_findings_are_not_told_again(tmp_path: Path) -> None:
    known = baseline(tmp_path, report("甲", "乙"))
    result = known.apply(report("甲", "乙", "丙"))
    assert told(result) == ["丙"]
    assert [d.place.text for d in result.known] == ["甲", "乙"]


def test_pages_lines_and_wording_are_nothing_new(tmp_path: Path) -> None:
    known = baseline(tmp_path, report("甲", "乙"))
    moved = report("乙", "甲", page=7)
    worded = replace(anything, message=replace(anything.message, zh="别的说法{word}"))
    reworded = tuple(replace(d, rule=worded) for d in moved.diagnostics)
    assert told(known.apply(replace(moved, diagnostics=reworded))) == []


def test_another_document_knows_nothing(tmp_path: Path) -> None:
    known = baseline(tmp_path, report("甲"))
    assert told(known.apply(report("甲", path="b.txt"))) == ["甲"]
    assert told(known.apply(report("甲", path="./c/../a.txt"))) == []


def test_what_is_gone_is_removed_and_new_when_it_comes_back(tmp_path: Path) -> None:
    known, gone = baseline(tmp_path, report("甲", "乙")).pruned([report("乙")])
    assert gone == 1
    assert told(known.apply(report("甲", "乙"))) == ["甲"]


def test_documents_and_rules_that_were_not_checked_keep_theirs(tmp_path: Path) -> None:
    known = baseline(tmp_path, report("甲"), report("甲", path="b.txt"))
    not_run = replace(report(), checked={})
    crashed = replace(report(), crashes=(Crash(anything, "", "x"),))
    for other in (not_run, crashed):
        assert known.pruned([other])[1] == 0
    assert known.pruned([report()])[1] == 1


def test_what_is_allowed_is_not_gone(tmp_path: Path) -> None:
    full = report("甲")
    known = baseline(tmp_path, full)
    allowed = replace(full, diagnostics=(), allowed=((full.diagnostics[0], "已核实"),))
    assert known.pruned([allowed])[1] == 0


def test_the_file_says_the_same_as_the_baseline(tmp_path: Path) -> None:
    known = baseline(tmp_path, report("乙", "甲"), report("甲", path="b.txt"))
    file = tmp_path / "b.json"
    file.write_text(known.text(), encoding="utf-8")
    again = load(file)
    assert again.text() == known.text()
    assert told(again.apply(report("甲", "乙"))) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x", "findings": {}}', "\x00"])
def test_a_file_that_is_no_baseline(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError):
        load(tmp_path / "b.json")


def gouji(*arguments: str) -> Result:
    wanted = ("check", "--no-plugins", "--lang", "zh", *arguments)
    return CliRunner().invoke(main, wanted, env={"NO_COLOR": "1"}, prog_name="gouji")


def test_on_the_command_line(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(BAD, encoding="utf-8")
    assert gouji("a.txt").exit_code == 1
    written = gouji("a.txt", "--write-baseline")
    assert (written.exit_code, written.stderr) == (
        0,
        "gouji: gouji-baseline.json：基线已写入（1 处）\n",
    )
    known = gouji("a.txt", "--baseline", "gouji-baseline.json")
    assert known.exit_code == 0
    assert "基线中已有 1 处" in known.stdout
    document.write_text("\n\n" + BAD, encoding="utf-8")
    assert gouji("a.txt", "--baseline", "gouji-baseline.json").exit_code == 0
    document.write_text(GOOD, encoding="utf-8")
    # other rules than usual tell other places: nothing is taken for gone
    partly = gouji("a.txt", "--baseline", "gouji-baseline.json", "--select", "PCT")
    assert partly.stderr == ""
    pruned = gouji("a.txt", "--baseline", "gouji-baseline.json")
    assert pruned.stderr == "gouji: gouji-baseline.json：1 处已不再出现，已从基线删去\n"
    document.write_text(BAD, encoding="utf-8")
    assert gouji("a.txt", "--baseline", "gouji-baseline.json").exit_code == 1


def test_a_baseline_of_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gouji.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    below = tmp_path / "2025"
    below.mkdir()
    (below / "a.txt").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(below)
    assert gouji("a.txt").exit_code == 1
    assert gouji("a.txt", "--write-baseline").exit_code == 0
    monkeypatch.chdir(tmp_path)
    assert (tmp_path / "known.json").is_file()
    assert gouji("2025").exit_code == 0


def test_a_baseline_that_is_missing_or_broken_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BAD, encoding="utf-8")
    assert gouji("a.txt", "--baseline", "none.json").exit_code == 2
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    result = gouji("a.txt", "--baseline", "broken.json")
    assert result.exit_code == 2
    assert result.stderr == "gouji: broken.json：不是可用的基线文件（应为 gouji-baseline/1 格式）\n"
