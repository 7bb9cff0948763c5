"""The words of the documents, as data: each file is one subject."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from gouji.data import parsed

# importlib.resources would do the same, and takes longer to load than all the words
_FOLDER: Final = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The data file ``name``.toml."""
    return parsed(_FOLDER / f"{name}.toml")
