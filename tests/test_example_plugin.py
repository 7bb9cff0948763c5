"""The example of a plugin under ``docs/examples/plugin``: installed as anybody's would be, and run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Installed:
    """The plugin in a folder of its own, and a copy of its source."""

    site: Path
    source: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Python where the plugin is installed."""
        path = os.pathsep.join(filter(None, [str(self.site), os.environ.get("PYTHONPATH")]))
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.source,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def gouji(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run gouji."""
        return self.run("-m", "gouji", *arguments)


@pytest.fixture(scope="module")
def plugin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The plugin built and installed by pip, beside and not into our own environment."""
    folder = tmp_path_factory.mktemp("plugin")
    source = folder / "source"
    shutil.copytree(
        root / "docs" / "examples" / "plugin",
        source,
        ignore=shutil.ignore_patterns("__pycache__", ".*_cache"),
    )
    site = folder / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run(
        [*install, "--no-build-isolation", "--target", str(site), str(source)],
        check=True,
        capture_output=True,
    )
    return Installed(site, source)


def test_its_rules_are_listed_beside_ours(plugin: Installed) -> None:
    done = plugin.gouji("rules", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    listed = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines() if line}
    assert listed["CITY001"] == "change-without-reason"
    assert listed["CITY002"] == "uneven-decimals"
    assert listed["PCT001"] == "wrong-share"


def test_it_is_listed_with_its_origin_and_version(plugin: Installed) -> None:
    done = plugin.gouji("rules", "--plugins", "--lang", "en")
    (listed,) = (line for line in done.stdout.splitlines() if "city_rules" in line)
    assert "gouji-city-rules 0.1.0" in listed


def test_its_rules_find_what_its_sample_breaks(plugin: Installed) -> None:
    done = plugin.gouji("check", "budget.txt", "--select", "CITY", "--format", "json")
    found = json.loads(done.stdout)["diagnostics"]
    assert [(d["rule"], d["severity"], d["text"]) for d in found] == [
        ("CITY002", "info", "36.6%"),
        ("CITY001", "warning", "50.00%"),
    ]


def test_its_options_are_set_by_the_configuration(plugin: Installed) -> None:
    settings = plugin.source / "gouji.toml"
    settings.write_text(
        "[rules.change-without-reason]\nlimit = 60\n\n[rules.uneven-decimals]\ndecimals = 1\n",
        encoding="utf-8",
    )
    try:
        done = plugin.gouji("check", "budget.txt", "--select", "CITY", "--format", "json")
    finally:
        settings.unlink()
    assert [d["text"] for d in json.loads(done.stdout)["diagnostics"]] == ["63.39%"]


def test_its_preset_is_taken_up_by_name(plugin: Installed) -> None:
    settings = plugin.source / "gouji.toml"
    settings.write_text('extend = "city:publication"\n', encoding="utf-8")
    try:
        done = plugin.gouji("check", "budget.txt", "--select", "CITY001", "--format", "json")
    finally:
        settings.unlink()
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert found["severity"] == "error"
    assert found["values"]["limit"] == "20"
    assert done.returncode == 1


def test_it_can_be_left_out(plugin: Installed) -> None:
    done = plugin.gouji("rules", "--no-plugins")
    assert done.returncode == 0, done.stderr
    assert "CITY" not in done.stdout


def test_its_own_tests_pass(plugin: Installed) -> None:
    done = plugin.run("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
