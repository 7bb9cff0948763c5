"""Nothing is loaded before it is needed: each face and each type of file loads its own libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gouji.later import import_later

# "gouji" as it is run, and at the end the modules that were not only imported but run
RUN = """
import atexit, sys

def told():
    run = [n for n, m in sys.modules.items() if "later" not in repr(vars(m).get("__getattr__"))]
    print("\\nLOADED", *sorted(run))

atexit.register(told)
from gouji.__main__ import run

run()
"""
# of the standard library: hardly any command needs them
SELDOM = {"hashlib", "ipaddress", "json", "shutil", "tempfile", "textwrap", "tokenize", "traceback"}
LIBRARIES = {
    "PIL",
    "cryptography",
    "lxml",
    "openpyxl",
    "pdfminer",
    "platformdirs",
    "pluggy",
    "tomli",
}
DOCUMENT = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。\n"
)


def loaded(*arguments: str, folder: Path) -> set[str]:
    """The modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={"PYTHONPATH": ":".join(sys.path), "GOUJI_CACHE_DIR": str(folder / "cache")},
    )
    _, _, names = done.stdout.rpartition("LOADED ")
    assert names, done.stderr
    return set(names.split())


def libraries(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} & LIBRARIES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a text."""
    (tmp_path / "x.txt").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_neither_rules_nor_readers(argument: str, folder: Path) -> None:
    modules = loaded(argument, folder=folder)
    assert libraries(modules) <= {"tomli"}  # which reads the texts of the help
    ours = {name for name in modules if name.startswith(("gouji.", "gouji_rules"))}
    assert not {name for name in ours if name.startswith(("gouji.parsing", "gouji.readers"))}
    assert not ours & {"gouji.engine", "gouji.plugins", "gouji.rule", "gouji.model.ledger"}
    assert "gouji_rules" not in ours
    assert not modules & SELDOM - {"shutil"}  # which tells help how wide a line is


def test_checking_a_text_loads_no_library_of_another_format(folder: Path) -> None:
    loaded("check", "--no-cache", "x.txt", folder=folder)  # it keeps what data files say
    modules = loaded("check", "--no-cache", "x.txt", folder=folder)
    assert "gouji.readers.text" in modules
    assert not libraries(modules) & {"PIL", "cryptography", "lxml", "openpyxl", "pdfminer"}
    assert not modules & {*SELDOM, "tomli"}
    assert not {name for name in modules if name.startswith("gouji.readers.pdf")}
    assert not {name for name in modules if name.startswith(("gouji.editor", "gouji.annotators."))}


def test_a_document_checked_before_loads_neither_readers_nor_parsing(folder: Path) -> None:
    loaded("check", "x.txt", folder=folder)
    modules = loaded("check", "x.txt", folder=folder)
    assert "gouji.readers.text" not in modules
    assert not {name for name in modules if name.startswith("gouji.parsing.prose")}


def test_a_table_with_rulings_needs_no_recovery_of_columns(root: Path, folder: Path) -> None:
    example = str(root / "docs" / "examples" / "budget.pdf")
    modules = loaded("check", "--no-cache", example, folder=folder)
    assert "gouji.readers.pdf" in modules
    assert "gouji.parsing.loose.recover" not in modules


def test_what_a_library_hardly_uses_is_not_loaded_with_it(root: Path, folder: Path) -> None:
    example = str(root / "docs" / "examples" / "budget.pdf")
    modules = loaded("check", "--no-cache", example, folder=folder)
    assert "pdfminer.utils" in modules
    assert "charset_normalizer.api" not in modules
    assert not {"importlib.metadata", "importlib.resources", "email", "wcwidth"} & modules
    assert not modules & SELDOM - {"json"}  # in which pdfminer keeps its maps of characters


def test_a_module_imported_later_is_the_module_when_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seldom.py").write_text("LOADED = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "seldom", raising=False)
    import_later("seldom")
    import seldom  # type: ignore[import-not-found]  # noqa: PLC0415

    assert "LOADED" not in vars(seldom)
    assert seldom.LOADED
    assert sys.modules["seldom"] is seldom
    import_later("seldom")
    assert "LOADED" in vars(sys.modules["seldom"])
    with pytest.raises(AttributeError):
        seldom.NOTHING  # noqa: B018


def test_a_package_is_run_when_something_in_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parcel").mkdir()
    (tmp_path / "parcel" / "__init__.py").write_text("LOADED = True\n", encoding="utf-8")
    (tmp_path / "parcel" / "part.py").write_text("HERE = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("parcel", "parcel.part"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import_later("parcel")
    import parcel  # type: ignore[import-not-found]  # noqa: PLC0415
    from parcel import part  # type: ignore[import-not-found]  # noqa: PLC0415

    assert part.HERE
    assert "LOADED" not in vars(parcel)
    assert parcel.LOADED
    assert parcel.part is part
    assert sys.modules["parcel"] is parcel
    with pytest.raises(AttributeError):
        parcel.NOTHING  # noqa: B018
