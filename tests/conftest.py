"""What all tests share: where things are."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from gouji.cache import FOLDER_VARIABLE

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets what another one left in the cache, or leaves anything in the user's."""
    folder = tmp_path_factory.getbasetemp() / "cache" / uuid4().hex
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The documents for development, which are not part of the repository."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus of published documents is not here")
    return folder
