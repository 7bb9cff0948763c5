"""What is installed is found as Python's own library finds it, and at once."""

from __future__ import annotations

import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from gouji.installed import EntryPoint, entry_points, version


@pytest.mark.parametrize("group", ["lint.rules.v1", "console_scripts", "pytest11"])
def test_entry_points_are_those_that_the_library_finds(group: str) -> None:
    found = {(p.name, p.value, p.distribution, p.version) for p in entry_points(group)}
    assert found == {
        (p.name, p.value, p.dist.name, p.dist.version)
        for p in metadata.entry_points(group=group)
        if p.dist is not None
    }


def test_versions_are_those_that_the_library_finds() -> None:
    for name in ("gouji", "pdfminer.six", "PDFMiner-six"):
        assert version(name) == metadata.version(name)
    with pytest.raises(metadata.PackageNotFoundError):
        version("no-such-distribution")


def test_the_first_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("second", "first"):
        info = tmp_path / folder / "some_rules-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: some-rules\nVersion: {folder}\n\nVersion: 3\n")
        (info / "entry_points.txt").write_text(
            f"# ours\n[other]\nx = y\n[a.group]\n{folder} = some.module : Kind.value [extra]\n"
        )
        monkeypatch.syspath_prepend(str(tmp_path / folder))
    (point,) = entry_points("a.group")
    assert point == EntryPoint("first", "some.module : Kind.value [extra]", "some-rules", "first")
    assert point.module == "some.module"
    assert version("some-rules") == "first"


def test_an_entry_point_gives_what_it_names() -> None:
    assert EntryPoint("path", "pathlib:Path.cwd").load() == Path.cwd
    assert EntryPoint("path", "pathlib").load() is sys.modules["pathlib"]


def test_distributions_in_archives_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "plugins.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("packed-2.0.dist-info/METADATA", "Name: packed\nVersion: 2.0\n")
        file.writestr("packed-2.0.dist-info/entry_points.txt", "[a.group]\nx = packed\n")
    monkeypatch.syspath_prepend(str(archive))
    assert entry_points("a.group") == [EntryPoint("x", "packed", "packed", "2.0")]
    assert version("packed") == "2.0"
