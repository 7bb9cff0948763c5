"""The baseline of a check: opened, applied, brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gouji import messages
from gouji.baseline import DEFAULT, SCHEMA, Baseline, BaselineError, empty, load
from gouji.cli_common import Session, complain, shown_path
from gouji.cli_output import write_data
from gouji.engine import Report
from gouji.model.record import Record


class Known(Record):
    """The baseline in use and its file; none of them if none is in use."""

    file: Path | None = None
    baseline: Baseline | None = None

    def apply(
        self, reports: Sequence[Report], language: str, *, renew: bool, prune: bool
    ) -> tuple[list[Report], bool]:
        """The reports without what is known, and whether the file could be written.

        ``prune`` removes what is gone from the file; ``renew`` takes all that is found into it.
        """
        if self.file is None or self.baseline is None:
            return list(reports), True
        path = shown_path(self.file)
        if renew:
            baseline = self.baseline.updated(reports)
            written = write_data(self.file, baseline.text().encode(), language)
            if written:
                count = sum(map(len, baseline.documents.values()))
                complain(messages.ui("baseline-written", language, path=path, count=count))
            return [baseline.apply(report) for report in reports], written
        baseline, gone = self.baseline.pruned(reports) if prune else (self.baseline, 0)
        written = True
        if gone:
            written = write_data(self.file, baseline.text().encode(), language)
            if written:
                complain(messages.ui("pruned", language, path=path, count=gone))
        return [baseline.apply(report) for report in reports], written


def _configured(session: Session) -> Path | None:
    """The baseline that the configuration of the current folder names."""
    setting = session.config.setting("baseline")
    if not isinstance(setting.value, str):
        return None
    folder = (
        session.config.folder if setting.origin.line is None else Path(setting.origin.name).parent
    )
    return folder / setting.value


def open_baseline(option: Path | None, session: Session, *, new: bool) -> Known | None:
    """The baseline by option and configuration; None, after saying why, if it is of no use.

    One that is written anew may be missing; so may one that only the configuration names.
    """
    configured = _configured(session)
    file = option or configured or (Path(DEFAULT) if new else None)
    if file is None:
        return Known()
    if not file.exists() and (new or option is None):
        return Known(file, empty(file))
    try:
        return Known(file, load(file))
    except BaselineError as error:
        language = session.language
        reason = str(error) or messages.ui("no-baseline-schema", language, schema=SCHEMA)
        complain(messages.ui("not-a-baseline", language, path=shown_path(file), reason=reason))
        return None
