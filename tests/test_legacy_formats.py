"""Formats that are read through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from gouji.model.blocks import Grid, Line, ReadError
from gouji.readers import read_data

RTF = rb"""{\rtf1\ansi\ansicpg936 Income 3.00
\par \trowd\cellx3000\cellx6000 \intbl Total\cell 3.00\cell\row
\trowd\cellx3000\cellx6000 \intbl Grants\cell 3.00\cell\row
\pard End\par}"""


def test_rich_text() -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")
    reading = read_data(RTF, ".rtf")
    assert reading.format == "rtf"
    first, table, last = reading.blocks
    assert isinstance(first, Line)
    assert isinstance(table, Grid)
    assert isinstance(last, Line)
    assert [first.text, last.text] == ["Income 3.00", "End"]
    assert [c.text for c in table.cells] == ["Total", "3.00", "Grants", "3.00"]


@pytest.mark.parametrize("suffix", [".rtf", ".doc", ".wps", ""])
def test_without_the_program_the_reason_says_what_to_install(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError) as caught:
        read_data(RTF, suffix)
    assert caught.value.key == "legacy"
    assert caught.value.values_["target"] == ".docx"


def test_a_conversion_that_gives_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError) as caught:
        read_data(RTF, ".rtf")
    assert caught.value.key == "conversion"
