"""Diagnostics as an editor shows them: ranges, severities, links to the figures concerned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types

from gouji import messages
from gouji.config import ConfigError, Origin
from gouji.diagnostics import Diagnostic, message
from gouji.editor.checked import Book, Checked
from gouji.editor.links import rule_page, text_view_of
from gouji.editor.places import Encoding, Grounds
from gouji.editor.texts import text
from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.rule import Severity
from gouji.suppressions import Stale

SOURCE: Final = "gouji"
_SEVERITIES: Final[Mapping[Severity, types.DiagnosticSeverity]] = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_START: Final = types.Range(types.Position(0, 0), types.Position(0, 0))


class Client(Record):
    """What matters of an editor: its units, the language, and what it can show.

    ``views`` says that it can open ``gouji:`` documents.
    """

    encoding: Encoding = Encoding.Utf16
    language: str = "zh"
    related: bool = False
    views: bool = False

    @classmethod
    def of(cls, able: types.ClientCapabilities, encoding: Encoding, language: str) -> Client:
        """What an editor says of itself."""
        published = able.text_document and able.text_document.publish_diagnostics
        pulled = able.text_document and able.text_document.diagnostic
        return cls(
            encoding,
            language,
            any(bool(each and each.related_information) for each in (published, pulled)),
            bool(able.workspace and able.workspace.text_document_content),
        )


def problems(checked: Checked, uri: str, client: Client) -> list[types.Diagnostic]:
    """The diagnostics of a document to be shown at ``uri``: the file or its text view."""
    if checked.failure is not None:
        reason = checked.failure(client.language)
        wrong = text("cannot-read", client.language, reason=reason)
        return [_notice(wrong, types.DiagnosticSeverity.Error)]
    if (book := checked.book) is None:
        return []
    shown = [
        _notice(messages.notice(note, client.language), types.DiagnosticSeverity.Information)
        for note in book.report.notices
    ]
    at = _Sight(book, Grounds(checked.lines, client.encoding), uri, client)
    vain = [at.vain(each) for each in book.stale]
    return shown + [at.problem(each) for each in book.report.diagnostics] + vain


def mistake_in(error: ConfigError, client: Client) -> tuple[Path, types.Diagnostic] | None:
    """The file that a mistake of the configuration stands in, and the mistake on its line; None
    for one that stands in no file."""
    where = error.values_.get("path")
    if not isinstance(where, Origin) or not Path(where.name).is_file():
        return None
    line = max((where.line or 1) - 1, 0)
    whole = types.Range(types.Position(line, 0), types.Position(line + 1, 0))
    wrong = types.DiagnosticSeverity.Error
    return Path(where.name), types.Diagnostic(
        whole, error.text(client.language), wrong, source=SOURCE
    )


def _notice(words: str, severity: types.DiagnosticSeverity) -> types.Diagnostic:
    return types.Diagnostic(_START, words, severity, source=SOURCE)


class _Sight(Record):
    """A document as an editor sees it."""

    book: Book
    grounds: Grounds
    uri: str
    client: Client

    def problem(self, diagnostic: Diagnostic) -> types.Diagnostic:
        """A diagnostic of ours as one of the editor's."""
        rule, language = diagnostic.rule, self.client.language
        words = [message(diagnostic, language)]
        if diagnostic.cause is not None:
            why = messages.cause(diagnostic.cause, language)
            words.append(text("cause", language, text=why))
        if diagnostic.learned:
            words.append(text("learned", language))
        page = types.CodeDescription(rule_page(rule.code, language)) if self.client.views else None
        return types.Diagnostic(
            self.range(diagnostic.anchor),
            "\n".join(words),
            _SEVERITIES[diagnostic.severity],
            rule.code,
            page,
            SOURCE,
            related_information=list(self.related(diagnostic)) if self.client.related else None,
            data={"fingerprint": diagnostic.fingerprint},
        )

    def vain(self, stale: Stale) -> types.Diagnostic:
        """A remark that allows a finding in vain; one that can be removed is shown faded."""
        unused = [types.DiagnosticTag.Unnecessary] if stale.key in ("unused", "expired") else None
        return types.Diagnostic(
            self.grounds.whole_lines(stale.line, stale.line),
            stale.told(self.client.language),
            types.DiagnosticSeverity.Warning,
            source=SOURCE,
            tags=unused,
        )

    def range(self, anchor: Anchor) -> types.Range:
        """The range of a place."""
        return self.grounds.range(self.book.spot(anchor))

    def related(self, diagnostic: Diagnostic) -> Iterator[types.DiagnosticRelatedInformation]:
        """The figures that a finding rests on; of a file that an editor cannot show, the place
        itself in its text view first."""
        shown = self.book.own or not self.client.views or not self.uri.startswith("file:")
        uri = self.uri if shown else text_view_of(self.uri)
        if uri != self.uri:
            here = types.Location(uri, self.range(diagnostic.anchor))
            yield types.DiagnosticRelatedInformation(here, text("text-view", self.client.language))
        for related in diagnostic.related:
            there = types.Location(uri, self.range(related.figure.anchor))
            words = f"{related.figure.label} {related.figure}".strip()
            yield types.DiagnosticRelatedInformation(there, words)
