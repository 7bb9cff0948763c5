"""The programs of regular expressions, kept from one run to the next.

An expression is compiled to a program: numbers that the engine of ``re`` follows. Making those that
one document needs takes a fifth of a short run, so they are kept, for one very version of Python.
``re`` hands out no programs: where its parts are not what is expected here, each is compiled as
ever.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

from gouji.model.kept import keep, recall

_MOST: Final = 2000  # programs: with more, most are of expressions that were changed since
_ERRORS: Final = (ImportError, AttributeError, LookupError, TypeError, ValueError, RuntimeError)

Expression: TypeAlias = tuple[str | bytes, int]  # as written, with its flags
Program: TypeAlias = tuple[int, int, dict[str, int], bytes]  # flags, groups, their names, numbers


class Programs:
    """The programs in one file; none are kept without one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept: dict[Expression, Program] | None = None
        self._new: dict[Expression, re.Pattern[Any]] = {}

    def compiled(self, written: str | bytes, flags: int = 0) -> re.Pattern[Any]:
        """What ``re.compile`` gives.

        :raises re.error: for what is no expression.
        """
        if self._kept is None:
            self._kept = self._read()
        program = self._kept.get((written, int(flags)))
        if program is not None:
            with suppress(*_ERRORS):
                return _loaded(written, program)
        pattern = re.compile(written, flags)
        self._new[written, int(flags)] = pattern
        return pattern

    def keep(self) -> None:
        """Write down the programs made in this run."""
        if not self._new:
            return
        kept = self._read()  # again: another process may have added to it
        kept = kept if len(kept) < _MOST else {}
        for expression, pattern in self._new.items():
            with suppress(*_ERRORS):
                program = _program(expression, pattern)
                if _loaded(expression[0], program) == pattern:
                    kept[expression] = program
        keep(self._path, _made_by(), kept)

    def _read(self) -> dict[Expression, Program]:
        """What the file holds; nothing if it is damaged or of another Python."""
        return recall(self._path, _made_by()) or {}


def _made_by() -> tuple[str, int, int, str]:
    """The Python that programs are of, and for."""
    engine = import_module("_sre")
    return sys.version, engine.MAGIC, engine.CODESIZE, sys.byteorder


def _program(expression: Expression, pattern: re.Pattern[Any]) -> Program:
    tree = import_module("re._parser").parse(*expression)
    numbers = import_module("re._compiler")._code(tree, expression[1])
    code = import_module("array").array("I", numbers).tobytes()
    return pattern.flags, pattern.groups, dict(pattern.groupindex), code


def _loaded(written: str | bytes, program: Program) -> re.Pattern[Any]:
    """The expression that a program is of; the engine itself looks whether it is sound."""
    flags, groups, names, code = program
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    numbers = memoryview(code).cast("I").tolist()
    pattern: re.Pattern[Any] = import_module("_sre").compile(
        written, flags, numbers, groups, names, tuple(by_number)
    )
    return pattern
