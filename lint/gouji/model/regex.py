"""Regular expressions that are compiled when they are first used.

The program has some three hundred of them, and one document needs about half. What one matches is
as quick to ask as of a compiled expression, whose methods take the place of those here.
"""

from __future__ import annotations

import atexit
import re
from typing import Any, AnyStr, Final, cast

from gouji.model.kept import place_beside
from gouji.model.programs import Programs

_PUBLIC: Final = frozenset(name for name in dir(re.Pattern) if not name.startswith("_"))

_programs: Final = Programs(place_beside(__file__, ".programs"))
atexit.register(_programs.keep)


class _Regex:
    """An expression that is not compiled yet."""

    def __init__(self, written: Any, flags: int) -> None:
        self._written = written, flags
        self._compiled: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        if name not in _PUBLIC:
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = _programs.compiled(*self._written)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # so that it is not asked for here again
        return found


def regex(written: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression that is compiled when one of its methods is first called."""
    return cast("re.Pattern[AnyStr]", _Regex(written, flags))
