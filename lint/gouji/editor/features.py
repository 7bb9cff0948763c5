"""What the editor can ask the language server for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.uris import from_fs_path, to_fs_path

from gouji.editor import links
from gouji.editor.actions import (
    ALLOW,
    OPEN_RULE,
    Allowing,
    actions,
    allowing_edit,
    configuration_file,
    found_at,
)
from gouji.editor.pages import explanation, page_of
from gouji.editor.places import Grounds
from gouji.editor.problems import problems
from gouji.editor.server import Server
from gouji.editor.symbols import symbols
from gouji.editor.texts import text
from gouji.language import locale_language
from gouji.plugins import Loaded

OPEN_TEXT = "gouji.openText"
CHECK_FOLDERS = "gouji.checkFolders"


def server_for(loaded: Loaded, language: str) -> Server:
    """A server with everything that an editor can ask for."""
    server = Server(loaded, language)
    _life(server)
    _documents(server)
    _questions(server)
    _commands(server)
    return server


def _life(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(ls: Server, params: types.InitializeParams) -> None:
        if params.locale:
            ls.own_language = locale_language({"LANG": params.locale})
        ls.meet(params)

    @server.feature(types.INITIALIZED)
    async def initialized(ls: Server, params: types.InitializedParams) -> None:
        for failure in ls.loaded.failures:
            name = f"{failure.plugin} ({failure.distribution})"
            language = ls.client.language
            reason = failure.told[language]
            words = text("plugin-failed", language, plugin=name, reason=reason)
            message = types.ShowMessageParams(types.MessageType.Warning, words)
            ls.window_show_message(message)
        await ls.read_settings()
        await ls.watch()
        ls.look_around()

    @server.feature(types.SHUTDOWN)
    def shutdown(ls: Server, params: None) -> None:
        ls.leave()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def settings_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
        await ls.read_settings()
        ls.check_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        ls.files_changed(list(params.changes))

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
        ls.look_around()


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        ls.take_up(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        content = ls.workspace.get_text_document(document.uri).source
        ls.drafts.change(document.uri, document.version, content, ls.wishes.debounce / 1000)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.put_away(params.text_document.uri)

    @server.feature(types.WORKSPACE_TEXT_DOCUMENT_CONTENT)
    async def content(
        ls: Server, params: types.TextDocumentContentParams
    ) -> types.TextDocumentContentResult:
        if (wanted := links.rule_of(params.uri)) is not None:
            return types.TextDocumentContentResult(_rule_page(ls, *wanted))
        return types.TextDocumentContentResult(await _text_view(ls, params.uri))


def _rule_page(ls: Server, code: str, language: str) -> str:
    rule = ls.loaded.find(code)
    if rule is None:
        words = text("no-rule", ls.client.language, name=code)
        raise JsonRpcInvalidParams(words)
    return page_of(rule, language)


async def _text_view(ls: Server, uri: str) -> str:
    checked = await ls.checked(uri)
    if checked is None:
        raise JsonRpcInvalidParams(text("no-document", ls.client.language, name=uri))
    if checked.failure is not None:
        return checked.failure(ls.client.language) + "\n"
    return "\n".join(checked.lines) + "\n"


def _questions(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(False, False, identifier="gouji"),
    )
    async def diagnostic(
        ls: Server, params: types.DocumentDiagnosticParams
    ) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        draft = await ls.drafts.settled(uri)
        serial = f"{draft.round}-{ls.client.language}" if draft is not None else None
        if serial is not None and serial == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(serial)
        checked = draft.checked if draft is not None else await ls.checked(uri)
        found = [] if checked is None else problems(checked, uri, ls.client)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=serial)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
        checked = await ls.checked(params.text_document.uri)
        if checked is None or checked.book is None:
            return None
        client, here = ls.client, types.Range(params.position, params.position)
        found = found_at(checked, here, client.encoding)
        if not found:
            return None
        pages = [explanation(d, client.language, linked=client.views) for d in found]
        where = Grounds(checked.lines, client.encoding).range(checked.book.spot(found[0].anchor))
        words = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(pages))
        return types.Hover(words, where)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix]),
    )
    async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = await ls.checked(params.text_document.uri)
        return [] if checked is None else actions(checked, params, ls.client)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        checked = await ls.checked(params.text_document.uri)
        if checked is None:
            return []
        return symbols(checked, ls.client.encoding)


def _commands(server: Server) -> None:
    @server.command(OPEN_RULE)
    async def open_rule(ls: Server, code: str) -> bool:
        language = ls.client.language
        page = _rule_page(ls, code, language)
        return await ls.show(links.rule_page(code, language), page, f"{code}.md")

    @server.command(OPEN_TEXT)
    async def open_text(ls: Server, uri: str) -> bool:
        view = links.text_view_of(uri)
        name = uri.rpartition("/")[2]
        return await ls.show(view, await _text_view(ls, view), f"{name}.txt")

    @server.command(CHECK_FOLDERS)
    async def check_folders(ls: Server) -> None:
        ls.check_all()

    @server.command(ALLOW)
    async def allow(ls: Server, place: Any) -> bool:
        return await _allow(ls, place)


async def _allow(ls: Server, place: Mapping[str, str]) -> bool:
    """Add an entry to the configuration, and show its reason to be filled in."""
    uri = place["uri"]
    entry = Allowing(place["rule"], place["at"], place.get("reason") or "")
    path = Path(to_fs_path(links.file_of(uri) or uri) or "")
    root = next((f for f in ls.folders if path.is_relative_to(f)), None)
    file = configuration_file(ls.rulebooks.of(path).config, path, root)
    target = from_fs_path(str(file)) or file.as_uri()
    content = file.read_text(encoding="utf-8") if file.is_file() else None
    if target in ls.workspace.text_documents:  # open, and perhaps not saved
        content = ls.workspace.get_text_document(target).source
    edit, reason = allowing_edit(entry, file, target, content, ls.client.encoding)
    try:
        done = await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit))
    except JsonRpcException:  # an editor whose user declined
        return False
    if done.applied and ls.can_show:
        await ls.show_at(target, reason)
    return done.applied
