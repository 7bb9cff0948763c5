"""Looking closer on the command line: statistics, coverage, timing, explanations, settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cli import main
from gouji.cli_output import Target, targets
from gouji.cli_watch import watch
from gouji.config import Finder
from gouji.plugins import GROUP

GOOD = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。\n"
)
BAD = GOOD.replace("36.61%", "36.16%")
MASTER = {"NO_COLOR": "1", "FORCE_COLOR": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": "C"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    return tmp_path


def gouji(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=MASTER, prog_name="gouji")


def check(*arguments: str) -> Result:
    return gouji("check", "--no-plugins", "--select", "PCT001", *arguments)


def test_statistics_count_instead_of_telling() -> None:
    (Path.cwd() / "worse.txt").write_text(BAD + "\n" + BAD, encoding="utf-8")
    result = check("bad.txt", "good.txt", "worse.txt", "--statistics")
    assert result.exit_code == 1
    first, last = result.stdout.splitlines()
    assert first.split()[:5] == ["3", "PCT001", "wrong-share", "2", "个文件"]
    assert last.startswith("3 个文件，发现错误 3 处")


def test_what_was_checked_by_table_and_section(root: Path) -> None:
    example = root / "docs" / "examples" / "budget.pdf"
    result = gouji("check", "--no-plugins", str(example), "--show-checked", "-q", "--lang", "zh")
    _, _, covered = result.stdout.rpartition("核对范围")
    places = [line for line in covered.splitlines() if line.startswith("  第")]
    assert any("表一" in place and "第 4 页" in place for place in places)
    assert any("第三部分" in place for place in places)
    ledger = gouji("ledger", str(example), "--lang", "zh").stdout
    total = int(ledger.partition("关系 ")[2].partition(" 个")[0])
    counts = [
        sum(int(part.split()[1]) for part in line.partition("；")[2].split("，"))
        for line in covered.splitlines()
        if "个经过核对" in line
    ]
    assert sum(counts) == total


def test_what_was_checked_goes_aside_when_programs_read_the_report() -> None:
    result = check("bad.txt", "--show-checked", "--timing", "--format", "json")
    json.loads(result.stdout)
    assert "核对范围" in result.stderr
    assert "用时" in result.stderr


def test_timing_names_steps_and_rules() -> None:
    result = check("bad.txt", "--timing", "-q")
    _, _, timing = result.stdout.partition("用时")
    words = timing.split()
    assert [words.count(name) for name in ("读取", "分析结构", "建立勾稽关系", "运行规则")] == [
        1
    ] * 4
    assert words.count("PCT001") == 1


def test_rules_are_explained_under_each_finding() -> None:
    plain, explained = check("bad.txt").stdout, check("bad.txt", "--explain").stdout
    added = [line for line in explained.splitlines() if line not in plain.splitlines()]
    assert added[0].split() == ["规则", "占比应等于部分除以总额。"]


@pytest.mark.parametrize(
    ("formats", "outputs", "expected"),
    [
        ([], [], [("text", None)]),
        ([], ["a.sarif"], [("sarif", "a.sarif")]),
        ([], ["a.txt", "-"], [("text", "a.txt"), ("text", None)]),
        (["json"], [], [("json", None)]),
        (["text", "json"], ["a"], [("text", None), ("json", "a")]),
        (["text", "json"], ["a", "-"], [("text", "a"), ("json", None)]),
        (["text", "json"], [], None),
        (["json"], ["a", "b"], None),
        (["text", "json"], ["-", "-"], None),
    ],
)
def test_formats_and_outputs_are_paired(
    formats: list[str], outputs: list[str], expected: list[tuple[str, str | None]] | None
) -> None:
    paired = targets(formats, [Path(name) for name in outputs])
    wanted = expected and tuple(Target(form, Path(f) if f else None) for form, f in expected)
    assert paired == wanted


def test_several_reports_of_one_check(folder: Path) -> None:
    result = check("bad.txt", "--format", "concise", "--format", "sarif", "--output", "r.sarif")
    assert result.stdout.startswith("bad.txt:1:")
    assert json.loads((folder / "r.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    check("bad.txt", "--output", "r.xlsx", "--output", "r.csv", "--output", "r.md")
    assert (folder / "r.xlsx").read_bytes().startswith(b"PK")
    assert "PCT001" in (folder / "r.csv").read_text(encoding="utf-8-sig")
    assert "PCT001" in (folder / "r.md").read_text(encoding="utf-8")


def test_personal_numbers_are_masked_in_every_report(folder: Path) -> None:
    number = "1391234" + "5678"
    text = (
        f"2025年部门预算\n联系电话：{number}，收入100.00万元，其中：其他收入50.00万元，占40.00%。\n"
    )
    (folder / "p.txt").write_text(text, encoding="utf-8")
    for form in ("text", "json", "sarif", "csv", "markdown", "github"):
        result = gouji("check", "--no-plugins", "p.txt", "--format", form, "--lang", "zh")
        assert "139****5678" in result.stdout.replace("\\", "")
        assert number not in result.stdout


def test_masking_leaves_the_words_of_the_model_in_the_reader_s_language(folder: Path) -> None:
    text = (
        "2025年部门预算\n联系电话：13912345678。\n2024年预算执行数为114.00万元，2025年预算安排110.60万元，"
        "比2024年预算执行数减少2.98%。主要原因是：宣传事务经费增加。\n"
    )
    (folder / "p.txt").write_text(text, encoding="utf-8")
    result = gouji("check", "--no-plugins", "p.txt", "--format", "concise", "--lang", "zh")
    assert "数字是减少的" in result.stdout


def test_each_document_has_the_configuration_of_its_folder(folder: Path) -> None:
    for name, text in (("a", 'ignore = ["PCT"]'), ("b", 'fail-on = "never"')):
        (folder / name).mkdir()
        (folder / name / "gouji.toml").write_text(text, encoding="utf-8")
        (folder / name / "bad.txt").write_text(BAD, encoding="utf-8")
    checked = ("check", "--no-plugins", "--extend-select", "PCT001", "--format", "json")
    assert gouji(*checked[:2], "a/bad.txt").exit_code == 0
    assert gouji(*checked[:2], "b/bad.txt").exit_code == 0
    assert gouji(*checked[:2], "a/bad.txt", "b/bad.txt", "bad.txt").exit_code == 1
    # the command line goes before files
    assert gouji(*checked, "a/bad.txt").exit_code == 1
    assert gouji(*checked[:2], "--isolated", "a/bad.txt").exit_code == 1
    assert gouji(*checked[:2], "--config", "a/gouji.toml", "bad.txt").exit_code == 0


def test_a_mistake_in_one_configuration_stops_all_with_one_line(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "gouji.toml").write_text("\nselct = []", encoding="utf-8")
    (folder / "a" / "bad.txt").write_text(BAD, encoding="utf-8")
    result = gouji("check", "bad.txt", "a/bad.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    place = Path("a", "gouji.toml")
    assert result.stderr.startswith(f"gouji: {place}:2：没有“selct”这个设置")


def test_suppressions_from_file_to_report(folder: Path) -> None:
    (folder / "gouji.toml").write_text(
        '[[allow]]\nrule = "wrong-share"\nreason = "已与财政核对"\npaths = ["bad.txt"]\n'
        '[[allow]]\nrule = "TOT"\nreason = "备用"\n',
        encoding="utf-8",
    )
    result = gouji("check", "--no-plugins", "bad.txt")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "! gouji.toml:5：放过 TOT 的说明没有用到，可以删去"
    assert result.stdout.endswith("按说明放过 1 处\n")
    (folder / "n.txt").write_text(f"<!-- gouji: allow PCT — 尾差 -->\n{BAD}", encoding="utf-8")
    assert gouji("check", "--no-plugins", "n.txt").exit_code == 0


def test_settings_in_force_and_where_they_come_from(folder: Path) -> None:
    (folder / "gouji.toml").write_text(
        'profile = "strict"\nignore = ["TOT001"]\n[rules.PCT]\nseverity = "info"\n'
        '[[overrides]]\npaths = ["bad.*"]\nfail-on = "never"\n',
        encoding="utf-8",
    )
    rows = [line.split() for line in gouji("config", "bad.txt").stdout.splitlines() if line]
    assert ["profile", '"strict"', "gouji.toml:1"] in rows
    assert ["fail-on", '"never"', "gouji.toml:7"] in rows
    assert ["rounding", '"info"', "profile", "strict"] in rows
    assert ["preview", "false", "默认"] in rows
    assert ["TOT001", "wrong-footing", "停用", "gouji.toml:2"] in rows
    assert ["rules.wrong-share.severity", '"info"', "gouji.toml:4"] in rows
    rows = [line.split() for line in gouji("config", "good.txt").stdout.splitlines() if line]
    assert ["fail-on", '"warning"', "profile", "strict"] in rows


def test_a_configuration_to_start_with(folder: Path) -> None:
    assert gouji("init").exit_code == 0
    text = (folder / "gouji.toml").read_text(encoding="utf-8")
    assert "wrong-share" in text
    again = gouji("init")
    assert (again.exit_code, again.stderr) == (2, "gouji: gouji.toml：文件已存在，未改动\n")
    assert (folder / "gouji.toml").read_text(encoding="utf-8") == text
    assert gouji("check", "bad.txt", "--no-plugins").exit_code == 1


def test_the_schema_for_editors_is_printed() -> None:
    schema = json.loads(gouji("config", "--schema").stdout)
    assert "wrong-share" in schema["definitions"]["rules"]["properties"]


PLUGIN = '''
from gouji import Finding, Findings, Paragraph, hookimpl, rule

@rule("ACME001", zh="有", en="yes")
def acme_rule(paragraph: Paragraph, *, limit: int = 1) -> Findings:
    """有。
    Yes.

    :param limit: how many
    """
    yield Finding(paragraph)

@hookimpl
def lint_rules():
    return [acme_rule]

@hookimpl
def lint_presets():
    return {"only": {"select": ["ACME"], "rules": {"acme-rule": {"severity": "info"}}}}
'''


@pytest.fixture
def acme(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed plugin with a rule and a preset, and one that breaks at import."""
    site = tmp_path_factory.mktemp("site")
    for name, source in (("acme", PLUGIN), ("broken", "1 / 0")):
        (site / f"{name}.py").write_text(source, encoding="utf-8")
        info = site / f"{name}_rules-1.4.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}-rules\nVersion: 1.4\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {name}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))


@pytest.mark.usefixtures("acme")
def test_plugins_with_origin_and_version() -> None:
    result = gouji("rules", "--plugins")
    rows = [line.split() for line in result.stdout.splitlines()]
    (row,) = (row for row in rows if row[0] == "acme")
    assert row[1:] == ["acme-rules", "1.4", "acme", "规则", "1", "条", "ACME", "预设", "acme:only"]
    assert all("(内置)" in row for row in rows if row[0] != "acme")
    assert result.stderr == (
        "gouji: 插件 broken (broken-rules) 未能加载：ZeroDivisionError: division by zero\n"
    )
    assert result.exit_code == 2


@pytest.mark.usefixtures("acme")
def test_a_preset_and_requirements_of_a_plugin(folder: Path) -> None:
    (folder / "gouji.toml").write_text(
        'extend = "acme:only"\nrequired-plugins = ["acme-rules>=1"]\n', encoding="utf-8"
    )
    data = json.loads(gouji("check", "bad.txt", "--format", "json").stdout)
    assert {(d["rule"], d["severity"]) for d in data["diagnostics"]} == {("ACME001", "info")}
    # what a broken plugin may have meant stops nothing
    (folder / "gouji.toml").write_text('ignore = ["broken-rule"]\n', encoding="utf-8")
    assert "PCT001" in gouji("check", "bad.txt").stdout


def test_watching_checks_again_after_a_change_only(folder: Path) -> None:
    document = folder / "good.txt"
    checked: list[str] = []

    def waits() -> Iterator[None]:
        yield  # nothing changes
        document.write_text(BAD * 2, encoding="utf-8")
        yield
        yield  # nothing changes
        document.unlink()
        yield
        raise KeyboardInterrupt

    wait = waits()
    watch(
        lambda: [document, folder / "bad.txt"],
        lambda: checked.append(document.read_text(encoding="utf-8") if document.exists() else ""),
        lambda: next(wait),
    )
    assert checked == [GOOD, BAD * 2, ""]


def test_watching_takes_up_files_that_count_only_once_checked(folder: Path) -> None:
    counts = [folder / "good.txt"]
    rounds: list[int] = []

    def waits() -> Iterator[None]:
        yield  # nothing changes, though a configuration is known by now
        (folder / "gouji.toml").write_text("", encoding="utf-8")
        yield
        raise KeyboardInterrupt

    def once() -> None:
        rounds.append(len(counts))
        counts.append(folder / "gouji.toml")

    wait = waits()
    watch(lambda: counts, once, lambda: next(wait))
    assert rounds == [1, 2]


def test_every_file_that_may_configure_a_document_is_known(folder: Path) -> None:
    (folder / "base.toml").write_text("", encoding="utf-8")
    (folder / "gouji.toml").write_text('extend = "base.toml"', encoding="utf-8")
    finder = Finder()
    finder.for_document(folder / "drafts" / "a.txt")
    known = set(finder.files())
    assert {folder / "base.toml", folder / "gouji.toml"} <= known
    assert {folder / "drafts" / "gouji.toml", folder / "drafts" / "pyproject.toml"} <= known
