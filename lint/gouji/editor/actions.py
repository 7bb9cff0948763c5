"""What an editor offers at a finding: a suggestion applied, the finding allowed, the rule shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from gouji.config import Config
from gouji.diagnostics import Diagnostic
from gouji.editor.checked import Checked
from gouji.editor.places import Encoding, Grounds, overlap
from gouji.editor.problems import Client
from gouji.editor.texts import text
from gouji.model.record import Record

ALLOW: Final = "gouji.allow"
OPEN_RULE: Final = "gouji.openRule"


def found_at(checked: Checked, where: types.Range, encoding: Encoding) -> list[Diagnostic]:
    """The findings at a range."""
    if (book := checked.book) is None:
        return []
    grounds = Grounds(checked.lines, encoding)
    found = book.report.diagnostics
    return [d for d in found if overlap(grounds.range(book.spot(d.anchor)), where)]


def actions(
    checked: Checked, params: types.CodeActionParams, client: Client
) -> list[types.CodeAction]:
    """What can be done about the findings at a range."""
    wanted = params.context.only
    if wanted and not any(_within(types.CodeActionKind.QuickFix, kind) for kind in wanted):
        return []
    offered: list[types.CodeAction] = []
    for diagnostic in found_at(checked, params.range, client.encoding):
        shown = [d for d in params.context.diagnostics if _same(d, diagnostic)]
        uri = params.text_document.uri
        offered += _offered(diagnostic, checked, uri, client, shown or None)
    return offered


def _within(kind: str, wanted: str) -> bool:
    return kind == wanted or kind.startswith(f"{wanted}.") or not wanted


def _same(shown: types.Diagnostic, diagnostic: Diagnostic) -> bool:
    return isinstance(shown.data, dict) and shown.data.get("fingerprint") == diagnostic.fingerprint


def _offered(
    diagnostic: Diagnostic,
    checked: Checked,
    uri: str,
    client: Client,
    shown: list[types.Diagnostic] | None,
) -> Iterator[types.CodeAction]:
    language, rule = client.language, diagnostic.rule
    kind = types.CodeActionKind.QuickFix
    suggestion = diagnostic.suggestion
    if suggestion is not None and checked.book is not None and checked.book.own:
        where = Grounds(checked.lines, client.encoding).range(checked.book.spot(suggestion.place))
        yield types.CodeAction(
            text("suggestion", language, text=suggestion.text),
            kind,
            shown,
            is_preferred=suggestion.safe or None,
            edit=types.WorkspaceEdit({uri: [types.TextEdit(where, suggestion.text)]}),
        )
    title = text("allow", language, rule=f"{rule.code} {rule.name}")
    place = {"uri": uri, "rule": rule.name, "at": diagnostic.place.address}
    yield types.CodeAction(
        title, kind, shown, command=types.Command(title, ALLOW, arguments=[place])
    )
    title = text("open-rule", language, rule=f"{rule.code} {rule.name}")
    command = types.Command(title, OPEN_RULE, arguments=[rule.code])
    yield types.CodeAction(title, kind, shown, command=command)


class Allowing(Record):
    """A finding to be allowed: by which rule, at which address, and why."""

    rule: str
    at: str
    reason: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the entry of a configuration."""
        pairs = {"rule": self.rule, "at": self.at, "reason": self.reason}
        return tuple(f"{key} = {_toml(value)}" for key, value in pairs.items())


def _toml(words: str) -> str:
    """A string of TOML: what JSON writes is one, but for a character that TOML wants escaped."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def configuration_file(config: Config | None, path: Path, root: Path | None) -> Path:
    """The file that an entry belongs into: the one in force, else a new one at the top."""
    if config is not None and config.files:
        return config.files[-1]
    inside = root is not None and path.is_relative_to(root)
    return (root if root is not None and inside else path.parent) / "gouji.toml"


def allowing_edit(
    entry: Allowing, file: Path, uri: str, content: str | None, encoding: Encoding
) -> tuple[types.WorkspaceEdit, types.Range]:
    """The edit that adds an entry to a configuration file, and the place of its reason.

    ``content`` is what the file has, None if there is no such file.
    """
    table = "tool.gouji.allow" if file.name == "pyproject.toml" else "allow"
    grounds = Grounds((content or "").replace("\r\n", "\n").split("\n"), encoding)
    blank = content is None or not content.strip()
    lead = "" if blank else "\n" if content and content.endswith("\n") else "\n\n"
    added = f"{lead}[[{table}]]\n" + "\n".join(entry.lines) + "\n"
    end = grounds.end
    changes: list[
        types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
    ] = []
    if content is None:
        changes.append(
            types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True))
        )
    edit = types.TextEdit(types.Range(end, end), added)
    document = types.OptionalVersionedTextDocumentIdentifier(uri)
    changes.append(types.TextDocumentEdit(document, [edit]))
    line = end.line + added.count("\n") - 1
    start = types.Position(line, len('reason = "'))
    last = Grounds([entry.lines[-1]], encoding).position(1, len(entry.lines[-1]))
    reason = types.Range(start, types.Position(line, last.character))
    return types.WorkspaceEdit(document_changes=changes), reason
