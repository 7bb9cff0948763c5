"""The command line as a user meets it: exit statuses, files, languages, configuration, streams."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from gouji.cli_files import SUFFIXES
from gouji.language import locale_language

GOOD = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。\n"
)
BAD = GOOD.replace("36.61%", "36.16%")
MASTER = {"NO_COLOR": None, "FORCE_COLOR": None, "LC_ALL": "C", "LANG": "C", "LC_MESSAGES": None}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one right and one wrong document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    return tmp_path


def gouji(*arguments: str, **environment: str | None) -> Result:
    return CliRunner().invoke(main, arguments, env={**MASTER, **environment}, prog_name="gouji")


def check(*arguments: str, **environment: str | None) -> Result:
    """A check by the rules on shares alone."""
    return gouji("check", "--no-plugins", "--select", "PCT001", *arguments, **environment)


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {k: v for k, v in os.environ.items() if k not in MASTER}
    return subprocess.run(
        [sys.executable, "-m", "gouji", *arguments],
        capture_output=True,
        check=False,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_a_clean_document(folder: Path) -> None:
    result = check("good.txt")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 个文件，未发现问题")
    assert result.stderr == ""


def test_a_finding_is_exit_1(folder: Path) -> None:
    result = check("bad.txt")
    assert result.exit_code == 1, result.output
    assert "错误 PCT001 wrong-share" in result.stdout
    assert "36.61%" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("bad.txt", "--fail-on", "never"), 0),
        (("bad.txt", "--fail-on", "info"), 1),
        (("good.txt", "bad.txt"), 1),
        (("bad.txt", "--ignore", "wrong-share"), 0),
        (("bad.txt", "missing.txt"), 2),
        (("bad.txt", "missing.txt", "--fail-on", "never"), 2),
        (("bad.txt", "--select", "NONE"), 2),
        (("bad.txt", "--ignore", "PCT999"), 2),
        (("bad.txt", "--format", "xml"), 2),
        (("bad.txt", "--fail-on", "sometimes"), 2),
        (("bad.txt", "--unknown"), 2),
        ((), 2),
    ],
)
def test_exit_statuses(folder: Path, arguments: tuple[str, ...], status: int) -> None:
    assert check(*arguments).exit_code == status


def test_severity_decides_with_fail_on(folder: Path) -> None:
    (folder / "gouji.toml").write_text('[rules.PCT001]\nseverity = "warning"\n', encoding="utf-8")
    assert check("bad.txt").exit_code == 0
    assert check("bad.txt", "--fail-on", "warning").exit_code == 1
    assert "警告 PCT001" in check("bad.txt").stdout


def test_a_bad_file_is_one_line_and_the_others_are_checked(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "fake.pdf").write_bytes(b"no pdf at all")
    (folder / "other.xyz").write_bytes(b"something")
    result = check("empty.txt", "fake.pdf", "other.xyz", "gone.pdf", "bad.txt")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 4
    assert lines[0] == "gouji: empty.txt：文件是空的"
    assert lines[1].startswith("gouji: fake.pdf：不是 PDF 文件")
    assert lines[2].startswith("gouji: other.xyz：")
    assert lines[3] == "gouji: gone.pdf：没有这个文件"
    assert "PCT001" in result.stdout
    assert "4 个文件未能读取" in result.stdout


def test_folders_are_searched_for_documents(folder: Path) -> None:
    deep = folder / "2025" / "局"
    deep.mkdir(parents=True)
    (deep / "bad.TXT").write_text(BAD, encoding="utf-8")
    for name in (".hidden.txt", "~$lock.txt", "note.doc.bak"):
        (deep / name).write_text(BAD, encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "bad.txt").write_text(BAD, encoding="utf-8")
    result = check(".", "--format", "json")
    paths = [d["path"] for d in json.loads(result.stdout)["documents"]]
    assert paths == ["bad.txt", "good.txt", str(Path("2025", "局", "bad.TXT"))]


def test_globs_are_expanded_and_each_file_is_checked_once(folder: Path) -> None:
    data = json.loads(
        check("*.txt", "bad.txt", "./bad.txt", "**/b*.txt", "--format", "json").stdout
    )
    assert [d["path"] for d in data["documents"]] == ["bad.txt", "good.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(folder: Path) -> None:
    (folder / "[公开]预算.txt").write_text(BAD, encoding="utf-8")
    assert check("[公开]预算.txt").exit_code == 1


@pytest.mark.parametrize("path", ["nothing*.txt", "empty"])
def test_nothing_to_check_is_no_success(folder: Path, path: str) -> None:
    (folder / "empty").mkdir()
    result = check(path)
    assert result.exit_code == 2
    suffixes = ", ".join(SUFFIXES)
    assert result.stderr == f"gouji: {path}：没有可检查的文件（{suffixes}）\n"


def test_output_goes_to_a_file(folder: Path) -> None:
    result = check("bad.txt", "--output", "报告.txt", FORCE_COLOR="1")
    assert (result.exit_code, result.stdout) == (1, "")
    text = (folder / "报告.txt").read_text(encoding="utf-8")
    assert "PCT001" in text
    assert "\x1b" not in text


def test_output_that_cannot_be_written_is_exit_2(folder: Path) -> None:
    result = check("bad.txt", "--output", "no/such/folder/report.txt")
    assert result.exit_code == 2
    assert "不能写入" in result.stderr


def test_a_document_is_never_overwritten_by_its_report(folder: Path) -> None:
    result = check(".", "--output", "./bad.txt")
    assert result.exit_code == 2
    assert (folder / "bad.txt").read_text(encoding="utf-8") == BAD


def test_quiet(folder: Path) -> None:
    assert check("good.txt", "--quiet").stdout == ""
    quiet = check("bad.txt", "-q").stdout
    assert "PCT001" in quiet
    assert "个文件" not in quiet


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "fr_FR"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert locale_language(environment) == language


def test_the_option_wins_over_configuration_and_locale(folder: Path) -> None:
    (folder / "gouji.toml").write_text('language = "en"\n', encoding="utf-8")
    assert "nothing found" in check("good.txt").stdout
    assert "未发现问题" in check("good.txt", "--lang", "zh", LANG="en_US").stdout


def test_configuration_is_found_upwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.gouji]\nselect = ["PCT"]\nfail-on = "never"\n', encoding="utf-8"
    )
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    (folder / "a" / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    monkeypatch.chdir(below)
    result = gouji("check", "../../bad.txt", "--no-plugins", "--format", "json")
    assert result.exit_code == 0
    (checked,) = (d["checked"] for d in json.loads(result.stdout)["documents"])
    assert {code[:3] for code in checked} == {"PCT"}
    (folder / "gouji.toml").write_text('ignore = ["PCT"]\n', encoding="utf-8")
    result = gouji("check", "../../bad.txt", "--no-plugins", "--format", "json")
    (checked,) = (d["checked"] for d in json.loads(result.stdout)["documents"])
    assert "PCT" not in {code[:3] for code in checked}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("selct = []", "没有“selct”这个设置"),
        ('select = "PCT"', "“select”的类型不对"),
        ('fail-on = "often"', "“fail-on”只能是 error, warning, info, never"),
        ('language = "de"', "“language”只能是 zh, en"),
        ("rules = 1", "“rules”的类型不对"),
        ("[rules.no-such-rule]\nx = 1", "没有名为“no-such-rule”的规则"),
        ("[rules.wrong-share]\nx = 1", "规则 wrong-share 没有“x”这个选项"),
        ('[rules.wrong-share]\nseverity = "fatal"', "只能是 error, warning, info"),
        ('select = ["QQQ"]', "没有规则符合“QQQ”"),
        ("= broken", "不能读取"),
        ('language = "\\u001b[31m"', "只能是"),
    ],
)
def test_a_wrong_configuration_is_one_clear_line(folder: Path, text: str, complaint: str) -> None:
    (folder / "gouji.toml").write_text(text, encoding="utf-8")
    result = gouji("check", "bad.txt", "--no-plugins")
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert complaint in line


def test_a_table_that_is_no_table_is_refused(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool]\ngouji = 1\n", encoding="utf-8")
    result = check("bad.txt")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_colour_is_forced_and_refused(folder: Path) -> None:
    assert "\x1b" not in check("bad.txt").stdout
    assert "\x1b[" in check("bad.txt", FORCE_COLOR="1").stdout
    assert "\x1b" not in check("bad.txt", NO_COLOR="1").stdout


def test_escapes_of_a_document_are_shown_and_not_sent(folder: Path) -> None:
    name = "\x1b]0;标题\x07.txt"
    text = GOOD * 20 + BAD.replace("其中", "其中\x1b[2J\x9b31m")
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "\x1bgone.txt").write_bytes(b"")
    for command in (
        ("check", ".", "--format", "text"),
        ("check", ".", "--format", "json"),
        ("tree", name),
        ("ledger", name),
        ("text", name),
    ):
        done = in_a_process(*command)
        sent = done.stdout.replace(b"\xe2\x90\x9b", b"") + done.stderr
        assert done.stdout, command
        assert not {0x1B, 0x07} & set(sent), command
        assert "\x9b" not in sent.decode(), command


@pytest.mark.skipif(sys.platform == "win32", reason="file names there are always text")
def test_file_names_that_are_no_text_are_shown(folder: Path) -> None:
    raw = os.fsdecode(b"\xff\xfe.txt")
    Path(raw).write_text(BAD, encoding="utf-8")
    for form in ("text", "json"):
        done = in_a_process("check", raw, "--format", form, "--select", "PCT001")
        assert done.returncode == 1, done.stderr
        assert rb"\xff\xfe.txt".replace(b"\\", b"\\\\" if form == "json" else b"\\") in done.stdout


def test_a_process_ends_with_all_that_it_printed(folder: Path) -> None:
    Path("long.txt").write_text(BAD * 300, encoding="utf-8")
    done = in_a_process("check", "long.txt", "--select", "PCT001", "--no-plugins")
    same = check("long.txt")
    assert (done.returncode, same.exit_code) == (1, 1)
    assert done.stdout.decode().splitlines() == same.stdout.splitlines()


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    Path("long.txt").write_text(BAD * 300, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "gouji", "check", "long.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()
    assert b"Traceback" not in told
    assert process.returncode != 0


def test_a_console_without_the_characters_is_no_reason_to_fail(folder: Path) -> None:
    done = in_a_process("check", "bad.txt", "--select", "PCT001", PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr
    assert b"PCT001" in done.stdout


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_neither_readers_nor_rules(argument: str) -> None:
    program = (
        "import sys\nfrom gouji.cli import main\n"
        "try:\n    main(prog_name='gouji')\nexcept SystemExit as end:\n"
        "    heavy = {'pdfminer', 'gouji_rules', 'gouji.readers', 'gouji.parsing', 'wcwidth'}\n"
        "    sys.exit(end.code or ' '.join(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, argument],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "gouji" in done.stdout


def test_rules_are_listed_and_explained(folder: Path) -> None:
    listed = gouji("rules", "--no-plugins", "--lang", "en")
    assert listed.exit_code == 0, listed.output
    assert re.search(r"^PCT001 +wrong-share +error ", listed.stdout, re.M)
    by_code, by_name = (gouji("rule", n, "--no-plugins") for n in ("PCT001", "wrong-share"))
    assert by_code.exit_code == 0
    assert by_code.stdout == by_name.stdout
    assert "占比" in by_code.stdout
    assert "**" in by_code.stdout


def test_an_unknown_rule_is_exit_2(folder: Path) -> None:
    result = gouji("rule", "PCT999", "--no-plugins")
    assert result.exit_code == 2
    assert "没有名为“PCT999”的规则" in result.stderr


def test_the_text_view_of_a_text_file_is_the_file(folder: Path) -> None:
    text = "第一部分 概况\n\n  一、职责\n" + BAD
    (folder / "two.txt").write_text(text, encoding="utf-8")
    result = gouji("text", "two.txt")
    assert (result.exit_code, result.stdout) == (0, text)


def test_the_place_of_a_finding_is_where_the_text_view_has_it(folder: Path) -> None:
    (folder / "two.txt").write_text("第一部分 概况\n\n" + BAD, encoding="utf-8")
    lines = gouji("text", "two.txt").stdout.splitlines()
    data = json.loads(check("two.txt", "--format", "json").stdout)
    (found,) = data["diagnostics"]
    line = lines[found["line"] - 1]
    assert line[found["column"] - 1 : found["end_column"] - 1] == found["text"] == "36.16%"


def test_the_ledger_shows_outcomes_and_reasons(folder: Path) -> None:
    result = gouji("ledger", "bad.txt", "--lang", "en")
    assert result.exit_code == 0
    assert "36.16%" in result.stdout
    assert "violated" in result.stdout


def test_the_tree_shows_what_was_read(folder: Path) -> None:
    result = gouji("tree", "bad.txt")
    assert result.exit_code == 0
    assert BAD.strip() in result.stdout


@pytest.mark.parametrize("command", ["tree", "ledger", "text"])
def test_a_file_that_cannot_be_shown_is_one_line(folder: Path, command: str) -> None:
    result = gouji(command, "gone.pdf")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "gouji: gone.pdf：没有这个文件\n"


def test_a_fault_of_our_own_does_not_take_the_other_documents_along(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no reader foresaw in one document must not lose the report on the others."""
    from gouji.parsing import document  # noqa: PLC0415

    real: Callable[..., object] = document.parse

    def faulty(reading: object, path: str) -> object:
        if path == "good.txt":
            raise RecursionError("too deep")
        return real(reading, path)

    monkeypatch.setattr(document, "parse", faulty)
    result = check("good.txt", "bad.txt", "--no-cache")
    assert result.exit_code == 2
    assert "good.txt：gouji 自身出错（RecursionError: too deep）" in result.stderr
    assert "PCT001" in result.stdout


@pytest.mark.parametrize("example", ["budget.pdf", "budget.txt"])
def test_every_finding_of_the_example_is_where_the_text_view_has_it(
    root: Path, example: str
) -> None:
    path = str(root / "docs" / "examples" / example)
    lines = gouji("text", path).stdout.splitlines()
    data = json.loads(gouji("check", "--no-plugins", "--format", "json", path).stdout)
    assert data["diagnostics"]
    for found in data["diagnostics"]:
        if found["line"] == found["end_line"]:
            line = lines[found["line"] - 1]
            assert line[found["column"] - 1 : found["end_column"] - 1] == found["text"], found


def test_numbers_and_idle_suppressions_stand_aside_of_formats_without_them(folder: Path) -> None:
    (folder / "bad.md").write_text(f"<!-- gouji: allow PCT001 -->\n{BAD}", encoding="utf-8")
    result = check("bad.md", "--format", "concise", "--statistics", "--lang", "en")
    assert [line.split()[2] for line in result.stdout.splitlines()] == ["PCT001"]
    assert "1  PCT001" in result.stderr
    assert "bad.md:1: allowing PCT001 gives no reason" in result.stderr
    within = check("bad.md", "--format", "json")
    assert [s["kind"] for s in json.loads(within.stdout)["stale"]] == ["no-reason"]
    assert within.stderr == ""


def test_nothing_checked_is_not_nothing_found(folder: Path) -> None:
    result = check("none.txt", "--lang", "en")
    assert result.exit_code == 2
    assert result.stdout == "no file was checked; 1 file could not be read\n"


@pytest.mark.parametrize(("word", "meant"), [("PTC", "PCT"), ("pct001", "PCT001")])
def test_a_selector_may_be_meant_for_a_family(folder: Path, word: str, meant: str) -> None:
    for command in ("check", "annotate"):
        result = gouji(command, "good.txt", "--select", word, "--lang", "en")
        assert result.exit_code == 2
        assert result.stderr.rstrip().endswith(f"is “{meant}” meant?"), command
