"""``gouji check --fix`` and ``--diff``: suggestions put into the files, or shown."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from errno import EACCES
from pathlib import Path

import click

from gouji import messages
from gouji.cli_common import complain
from gouji.engine import Report
from gouji.fixes import Fixed, FixError, fixed, suggestions_of
from gouji.model.record import Mutable
from gouji.view import visible
from gouji.whole import write_whole


class Fixing(Mutable):
    """What came of it: how many files have changes, how many could not be changed."""

    changed: int = 0
    failed: int = 0


def put_in(
    reports: Sequence[Report],
    sources: Mapping[str, Path | bytes],
    language: str,
    *,
    unsafe: bool,
    show: bool,
) -> Fixing:
    """Put the suggestions of reports into their files, or ``show`` them as a diff.

    A source is a file, or what came on standard input, which can only be shown.
    """
    fixing = Fixing()
    for report in reports:
        source = sources.get(report.path)
        suggestions = suggestions_of(report.diagnostics, unsafe=unsafe)
        if source is None or not suggestions:
            continue
        if isinstance(source, bytes) and not show:
            complain(messages.ui("input-not-changed", language, path=report.path))
            fixing.failed += 1
            continue
        try:
            data = source if isinstance(source, bytes) else source.read_bytes()
            result = fixed(report.format, data, suggestions, report.path)
            if result.applied and isinstance(source, Path) and not show:
                if not os.access(source, os.W_OK):
                    raise PermissionError(EACCES, os.strerror(EACCES))
                write_whole(source, result.data, like=source)
        except FixError as error:
            reason = messages.ui(f"unmarkable-{error.key}", language, **error.values_)
            complain(messages.ui("unreadable", language, path=report.path, reason=reason))
            fixing.failed += error.key != "no-fixes"
            continue
        except OSError as error:
            reason = error.strerror or str(error)
            complain(messages.ui("cannot-write", language, path=report.path, reason=reason))
            fixing.failed += 1
            continue
        if result.applied:
            fixing.changed += 1
            _tell(report.path, result, language, show=show)
    return fixing


def _tell(path: str, result: Fixed, language: str, *, show: bool) -> None:
    if show:
        for line in result.diff.splitlines():
            click.echo(visible(line))
    else:
        said = messages.ui("fixed", language, path=path, count=len(result.applied))
        click.echo(f"gouji: {visible(said)}", err=True)
