"""Where the reports of a check go: formats and outputs paired, written, printed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from gouji import messages
from gouji.cli_common import complain, shown_path
from gouji.model.record import Record
from gouji.reporters import Outcome
from gouji.reporters.formats import format_of, made
from gouji.reporters.ink import Line, paint, wants_colour
from gouji.reporters.text import Style, text_report

_PLAIN_COLUMNS: Final = 100  # where there is no terminal to ask
_STANDARD: Final = "-"


class Target(Record):
    """A report to make: its format, and its file (None for standard output)."""

    form: str
    file: Path | None = None


class Printing(Record):
    """How the text report looks: language, findings only, rules explained."""

    language: str
    quiet: bool = False
    explain: bool = False

    def style(self, *, terminal: bool) -> Style:
        """The style for standard output, or for a file."""
        columns = _PLAIN_COLUMNS
        if terminal and sys.stdout.isatty():
            columns = min(shutil.get_terminal_size((_PLAIN_COLUMNS, 24)).columns, _PLAIN_COLUMNS)
        colour = terminal and wants_colour(sys.stdout, os.environ)
        return Style(self.language, colour, columns, self.quiet, self.explain)


def targets(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[Target, ...] | None:
    """Formats and outputs paired in their order; None if they cannot be.

    An output without a format has the one that its suffix suggests; one format more than outputs
    goes to standard output, the first.
    """
    files = [None if str(path) == _STANDARD else path for path in outputs]
    if not formats:
        return tuple(Target(format_of(f) if f else "text", f) for f in files) or (Target("text"),)
    if len(formats) == len(files) + 1:
        files = [None, *files]
    if len(formats) != len(files) or files.count(None) > 1:
        return None
    return tuple(map(Target, formats, files))


def write(
    target: Target, outcome: Outcome, printing: Printing, instead: Iterable[Line] | None = None
) -> bool:
    """Write one report; whether that worked. ``instead`` are lines in place of the findings."""
    report: str | bytes
    if target.form == "text":
        style = printing.style(terminal=target.file is None)
        report = (
            text_report(outcome, style) if instead is None else paint(instead, colour=style.colour)
        )
    else:
        report = made(target.form, outcome, printing.language)
    if target.file is not None:
        return _write_file(target.file, report, printing.language)
    if isinstance(report, bytes) and sys.stdout.isatty():
        complain(messages.ui("binary-to-terminal", printing.language, format=target.form))
        return False
    click.echo(report, nl=False, color=True)  # whether to colour has been decided above
    return True


def _write_file(file: Path, report: str | bytes, language: str) -> bool:
    data = report if isinstance(report, bytes) else report.encode("utf-8", "replace")
    return write_data(file, data, language)


def write_data(file: Path, data: bytes, language: str) -> bool:
    """Write a file; whether that worked, after saying why if it did not."""
    try:
        file.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        complain(messages.ui("cannot-write", language, path=shown_path(file), reason=reason))
        return False
    return True


def print_lines(lines: Iterable[Line], *, aside: bool) -> None:
    """Print further lines, on standard error if standard output holds another format."""
    stream = sys.stderr if aside else sys.stdout
    click.echo(
        paint(lines, colour=wants_colour(stream, os.environ)), nl=False, err=aside, color=True
    )
