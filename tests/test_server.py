"""The language server as an editor meets it: over its own standard input and output."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

GOOD = (
    "2025年收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。\n"
)
BAD = GOOD.replace("36.61%", "36.16%")
RARE = BAD.replace("收入预算", "𠮷县𠮷局收入预算")
QUOTES = str.maketrans("", "", "“”")
PULLS = types.TextDocumentClientCapabilities(
    diagnostic=types.DiagnosticClientCapabilities(related_information=True)
)
PUSHED = types.TextDocumentClientCapabilities(
    publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True)
)
WINDOW = types.WindowClientCapabilities(
    work_done_progress=True, show_document=types.ShowDocumentClientCapabilities(support=True)
)
WORKSPACE = types.WorkspaceClientCapabilities(
    apply_edit=True,
    configuration=True,
    did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
        dynamic_registration=True
    ),
    text_document_content=types.TextDocumentContentClientCapabilities(dynamic_registration=True),
    diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
)


class Editor:
    """An editor with one open folder."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.registered: list[types.Registration] = []
        self.version = 0
        self.declines = False
        self._handle()

    def _handle(self) -> None:
        client = self.client

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.edits.append(params)
            return types.ApplyWorkspaceEditResult(applied=not self.declines)

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def start(self, text_document: types.TextDocumentClientCapabilities, **more: Any) -> None:
        encodings = more.pop("encodings", None)
        capabilities = types.ClientCapabilities(
            WORKSPACE,
            text_document,
            window=WINDOW,
            general=types.GeneralClientCapabilities(position_encodings=encodings),
        )
        folders = [types.WorkspaceFolder(self.folder.as_uri(), "budgets")]
        params = types.InitializeParams(capabilities, workspace_folders=folders, **more)
        await self.client.initialize_session(params)

    def open(self, name: str, text: str, language: str = "plaintext") -> str:
        self.version += 1
        item = types.TextDocumentItem(self.uri(name), language, self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return item.uri

    def type(self, uri: str, text: str) -> None:
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    async def pull(self, uri: str, previous: str | None = None) -> Any:
        params = types.DocumentDiagnosticParams(
            types.TextDocumentIdentifier(uri), previous_result_id=previous
        )
        return await self.client.text_document_diagnostic_async(params)

    async def shares(self, uri: str) -> list[types.Diagnostic]:
        """The wrong shares in a document, by asking for them."""
        report = await self.pull(uri)
        return [d for d in report.items if d.code == "PCT001"]

    async def told(
        self, uri: str, wanted: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """What has been published of a document, as soon as it is what is wanted."""
        while True:
            found = self.client.diagnostics.get(uri)
            if found is not None and wanted(list(found)):
                return list(found)
            await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    async def actions(self, uri: str, found: types.Diagnostic) -> list[Any]:
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), found.range, types.CodeActionContext([found])
        )
        return list(await self.client.text_document_code_action_async(params) or ())

    async def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
        return await self.client.text_document_hover_async(params)

    async def content(self, uri: str) -> str:
        params = types.TextDocumentContentParams(uri)
        result = await self.client.workspace_text_document_content_async(params)
        return result.text

    async def command(self, command: str, *arguments: Any) -> Any:
        params = types.ExecuteCommandParams(command, list(arguments))
        return await self.client.workspace_execute_command_async(params)


SERVER = ClientServerConfig(
    server_command=[sys.executable, "-m", "gouji", "server", "--no-plugins"]
)


@pytest_lsp.fixture(config=SERVER)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, tmp_path: Path) -> Editor:
    return Editor(client, tmp_path)


def wrong_shares(found: list[types.Diagnostic]) -> bool:
    return any(d.code == "PCT001" for d in found)


def no_shares(found: list[types.Diagnostic]) -> bool:
    return not wrong_shares(found)


def text_at(text: str, where: types.Range, encoding: str = "utf-16-le", width: int = 2) -> str:
    """The characters at a range within one line."""
    line = text.split("\n")[where.start.line].encode(encoding)
    return line[where.start.character * width : where.end.character * width].decode(encoding)


def command_of(action: Any) -> tuple[str, list[Any]]:
    """The command of a code action (lsprotocol takes an action with a command for a command)."""
    command = action.command
    if isinstance(command, str):
        made = ast.literal_eval(command)
        return made["command"], made["arguments"]
    return command.command, list(command.arguments)


@pytest.mark.asyncio
async def test_problems_are_pushed_while_typing(editor: Editor) -> None:
    await editor.start(PUSHED, locale="en")
    uri = editor.open("draft.txt", BAD)
    (found,) = [d for d in await editor.told(uri, wrong_shares) if d.code == "PCT001"]
    assert text_at(BAD, found.range) == "36.16%"
    assert found.severity is types.DiagnosticSeverity.Error
    assert found.source == "gouji"
    editor.type(uri, GOOD)
    await editor.told(uri, no_shares)
    editor.type(uri, BAD.replace("36.16", "36.17"))
    (found,) = [d for d in await editor.told(uri, wrong_shares) if d.code == "PCT001"]
    assert "36.17%" in found.message


@pytest.mark.asyncio
async def test_problems_of_closed_documents_are_taken_back(editor: Editor) -> None:
    await editor.start(PUSHED)
    uri = editor.open("draft.txt", BAD)
    await editor.told(uri, wrong_shares)
    identifier = types.TextDocumentIdentifier(uri)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
    assert await editor.told(uri, no_shares) == []


@pytest.mark.asyncio
async def test_problems_are_pulled(editor: Editor) -> None:
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    report = await editor.pull(uri)
    assert wrong_shares(report.items)
    again = await editor.pull(uri, report.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    editor.type(uri, GOOD)
    assert not await editor.shares(uri)
    assert uri not in editor.client.diagnostics, "told twice"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("encoding", "codec", "width"),
    [
        (types.PositionEncodingKind.Utf8, "utf-8", 1),
        (types.PositionEncodingKind.Utf16, "utf-16-le", 2),
        (types.PositionEncodingKind.Utf32, "utf-32-le", 4),
    ],
)
async def test_ranges_count_as_the_editor_does(
    editor: Editor, encoding: types.PositionEncodingKind, codec: str, width: int
) -> None:
    await editor.start(PULLS, encodings=[encoding])
    uri = editor.open("draft.txt", RARE)
    (found,) = await editor.shares(uri)
    assert text_at(RARE, found.range, codec, width) == "36.16%"
    hover = await editor.hover(uri, found.range.start)
    assert hover is not None
    assert hover.range == found.range
    for related in found.related_information or ():
        assert text_at(RARE, related.location.range, codec, width) in ("920.60万元", "337.00万元")


@pytest.mark.asyncio
async def test_form_feeds_end_no_line(editor: Editor) -> None:
    await editor.start(PULLS)
    text = "第一部分\f概况\n\n" + BAD
    uri = editor.open("draft.txt", text)
    (found,) = await editor.shares(uri)
    assert found.range.start.line == 2
    assert text_at(text, found.range) == "36.16%"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("locale", "words"), [("zh-cn", "占比应等于"), ("en-GB", "A stated share must equal")]
)
async def test_hover_explains_in_the_language_of_the_editor(
    editor: Editor, locale: str, words: str
) -> None:
    await editor.start(PULLS, locale=locale)
    uri = editor.open("draft.txt", BAD)
    (found,) = await editor.shares(uri)
    hover = await editor.hover(uri, found.range.start)
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    text = hover.contents.value
    assert words in text
    assert "÷ 920.60" in text
    assert "= 36.61%" in text
    assert "gouji://rule/" in text
    assert await editor.hover(uri, types.Position(0, 0)) is None


@pytest.mark.asyncio
async def test_related_figures_are_links(editor: Editor) -> None:
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    (found,) = await editor.shares(uri)
    related = found.related_information or ()
    assert {text_at(BAD, r.location.range) for r in related} == {"920.60万元", "337.00万元"}
    assert {r.location.uri for r in related} == {uri}


@pytest.mark.asyncio
async def test_a_suggestion_is_applied(editor: Editor) -> None:
    await editor.start(PULLS, locale="en")
    uri = editor.open("draft.txt", RARE)
    (found,) = await editor.shares(uri)
    offered = [a for a in await editor.actions(uri, found) if getattr(a, "edit", None)]
    (change,) = offered[0].edit.changes[uri]
    line = RARE.encode("utf-16-le")
    start, end = (2 * p.character for p in (change.range.start, change.range.end))
    fixed = (line[:start] + change.new_text.encode("utf-16-le") + line[end:]).decode("utf-16-le")
    assert fixed == RARE.replace("36.16%", "36.61%")


@pytest.mark.asyncio
async def test_a_finding_is_allowed_with_a_reason(editor: Editor) -> None:
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    (found,) = await editor.shares(uri)
    commands = dict(command_of(a) for a in await editor.actions(uri, found) if a.command)
    (place,) = commands["gouji.allow"]
    assert await editor.command("gouji.allow", {**place, "reason": '按"调整"口径'})
    create, change = editor.edits[-1].edit.document_changes or ()
    assert isinstance(create, types.CreateFile)
    assert isinstance(change, types.TextDocumentEdit)
    config = editor.folder / "gouji.toml"
    assert create.uri == config.as_uri()
    config.write_text(change.edits[0].new_text, encoding="utf-8")
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert not await editor.shares(uri)


@pytest.mark.asyncio
async def test_a_second_finding_is_allowed_at_the_end_of_the_file(editor: Editor) -> None:
    config = editor.folder / "gouji.toml"
    config.write_text('language = "zh"', encoding="utf-8")
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    place = {"uri": uri, "rule": "wrong-share", "at": "第1段"}
    assert await editor.command("gouji.allow", place)
    (change,) = editor.edits[-1].edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    text = 'language = "zh"' + change.edits[0].new_text
    shown = editor.client.shown_documents[-1]
    assert shown.uri == config.as_uri()
    assert shown.selection is not None
    line = text.split("\n")[shown.selection.start.line]
    assert line == 'reason = ""'
    assert shown.selection.start == shown.selection.end
    assert line[shown.selection.start.character :] == '"'


@pytest.mark.asyncio
async def test_a_rule_is_shown(editor: Editor) -> None:
    await editor.start(PULLS, locale="en")
    uri = editor.open("draft.txt", BAD)
    (found,) = await editor.shares(uri)
    commands = dict(command_of(a) for a in await editor.actions(uri, found) if a.command)
    assert await editor.command("gouji.openRule", *commands["gouji.openRule"])
    page = editor.client.shown_documents[-1].uri
    assert page == "gouji://rule/en/PCT001.md"
    assert found.code_description is not None
    assert found.code_description.href == page
    assert "# PCT001 wrong-share" in await editor.content(page)
    with pytest.raises(JsonRpcException, match="NO999"):
        await editor.content("gouji://rule/en/NO999.md")


@pytest.mark.asyncio
async def test_the_outline(editor: Editor, root: Path) -> None:
    await editor.start(PULLS)
    text = (root / "docs" / "examples" / "budget.txt").read_text(encoding="utf-8")
    uri = editor.open("budget.txt", text)
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
    outline = await editor.client.text_document_document_symbol_async(params)
    lines = text.split("\n")
    tables = [
        symbol
        for part in outline or ()
        for symbol in getattr(part, "children", None) or ()
        if symbol.kind is types.SymbolKind.Array
    ]
    assert [t.name.split()[0] for t in tables][:3] == ["表一", "表二", "表三"]
    tables = [table for table in tables if table.detail]
    for table in tables:
        assert table.range.start.line <= table.selection_range.start.line
        title = "".join(lines[table.selection_range.start.line].split()).translate(QUOTES)
        assert title in table.detail or table.detail in title
    for before, after in pairwise(tables):
        assert before.range.end.line < after.range.start.line


@pytest.mark.asyncio
async def test_a_change_of_settings(editor: Editor) -> None:
    await editor.start(PULLS, locale="zh-cn")
    uri = editor.open("draft.txt", BAD)
    (found,) = await editor.shares(uri)
    assert "占比" in found.message
    editor.client.set_configuration({"language": "en", "debounce": "soon"}, section="gouji")
    changed = types.DidChangeConfigurationParams(settings=None)
    editor.client.workspace_did_change_configuration(changed)
    refreshed = editor.client.diagnostic_refresh_count
    while editor.client.diagnostic_refresh_count == refreshed:
        await editor.pull(uri)
    (found,) = await editor.shares(uri)
    assert "the share is stated as" in found.message


@pytest.mark.asyncio
async def test_a_wrong_configuration_is_told(editor: Editor) -> None:
    (editor.folder / "gouji.toml").write_text('selct = ["PCT"]', encoding="utf-8")
    await editor.start(PULLS, locale="en")
    uri = editor.open("draft.txt", BAD)
    (found,) = (await editor.pull(uri)).items
    assert "selct" in found.message


@pytest.mark.asyncio
async def test_a_pull_can_be_cancelled(editor: Editor) -> None:
    editor.client.set_configuration({"debounce": 10_000}, section="gouji")
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    assert await editor.shares(uri)
    editor.type(uri, GOOD)  # not looked at for ten seconds
    document = types.TextDocumentIdentifier(uri)
    params = types.DocumentDiagnosticParams(document)
    asked = editor.client.protocol.send_request_async(
        types.TEXT_DOCUMENT_DIAGNOSTIC, params, msg_id="later"
    )
    waiting: asyncio.Task[Any] = asyncio.ensure_future(asked)
    await asyncio.sleep(0)
    editor.client.cancel_request(types.CancelParams(id="later"))
    with pytest.raises(JsonRpcException, match="cancel"):
        await waiting


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "language", "before", "after"),
    [("draft.md", "markdown", "# 说明\n\n", ""), ("Untitled-1", "html", "<p>", "</p>")],
)
async def test_drafts_in_other_formats(
    editor: Editor, name: str, language: str, before: str, after: str
) -> None:
    await editor.start(PULLS)
    text = f"{before}{RARE.strip()}{after}\n"
    uri = editor.open(name, text, language)
    (found,) = await editor.shares(uri)
    assert text_at(text, found.range) == "36.16%"
    remark = "<!-- gouji: allow wrong-share — 按调整口径 -->\n"
    heading, _, rest = text.rpartition("\n\n")
    editor.type(uri, f"{heading}\n\n{remark}{rest}" if heading else remark + text)
    assert not await editor.shares(uri)


@pytest.mark.asyncio
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
async def test_files_of_office_programs(editor: Editor, corpus: Path, suffix: str) -> None:
    name = f"jimsar-2025.{suffix}"
    (editor.folder / name).write_bytes((corpus / "jimsar" / name).read_bytes())
    await editor.start(PULLS)
    found = await editor.told(editor.uri(name), bool)
    text = await editor.content("gouji:" + editor.uri(name).removeprefix("file:") + ".txt")
    phone = next(d for d in found if d.code == "PRIV002")
    assert text_at(text, phone.range).isdigit()
    assert text_at(text, phone.range) not in phone.message


async def in_a_folder(editor: Editor, root: Path, **more: Any) -> str:
    """Open a folder with a budget in PDF; the address of that file."""
    example = root / "docs" / "examples" / "budget.pdf"
    (editor.folder / "budget.pdf").write_bytes(example.read_bytes())
    await editor.start(PULLS, **more)
    return editor.uri("budget.pdf")


@pytest.mark.asyncio
async def test_files_of_the_folder_are_checked(editor: Editor, root: Path) -> None:
    uri = await in_a_folder(editor, root, locale="en")
    found = await editor.told(uri, wrong_shares)
    share = next(d for d in found if d.code == "PCT001")
    view = (share.related_information or ())[0].location
    assert view.uri == "gouji:" + uri.removeprefix("file:") + ".txt"
    text = await editor.content(view.uri)
    assert view.range == share.range
    assert text_at(text, view.range).endswith("%")
    assert text_at(text, view.range) in share.message
    again = types.TextDocumentItem(view.uri, "plaintext", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(again))
    assert [d.range for d in await editor.shares(view.uri)] == [
        d.range for d in found if d.code == "PCT001"
    ]


@pytest.mark.asyncio
async def test_progress_of_the_folder(editor: Editor, root: Path) -> None:
    uri = await in_a_folder(editor, root, locale="en")
    await editor.told(uri, wrong_shares)
    reports = editor.client.progress_reports
    while not any(isinstance(steps[-1], types.WorkDoneProgressEnd) for steps in reports.values()):
        await editor.client.wait_for_notification(types.PROGRESS)
    (steps,) = reports.values()
    kinds = [type(step) for step in steps]
    assert kinds[0] is types.WorkDoneProgressBegin
    assert kinds[1] is types.WorkDoneProgressReport
    assert steps[-1].message == "1 file checked"


@pytest.mark.asyncio
async def test_progress_ends_where_another_check_takes_its_place(
    editor: Editor, root: Path
) -> None:
    for copy in range(4):
        data = (root / "docs" / "examples" / "budget.pdf").read_bytes()
        (editor.folder / f"copy{copy}.pdf").write_bytes(data)
    uri = await in_a_folder(editor, root)
    reports = editor.client.progress_reports
    while not reports:
        await editor.client.wait_for_notification(types.PROGRESS)
    await editor.command("gouji.checkFolders")
    await editor.told(uri, wrong_shares)
    while len(reports) < 2 or not all(
        isinstance(steps[-1], types.WorkDoneProgressEnd) for steps in reports.values()
    ):
        await asyncio.wait_for(editor.client.wait_for_notification(types.PROGRESS), 20)


@pytest.mark.asyncio
async def test_a_file_that_changes_and_goes(editor: Editor, root: Path) -> None:
    uri = await in_a_folder(editor, root)
    await editor.told(uri, wrong_shares)
    file = editor.folder / "budget.pdf"
    file.write_bytes(b"no longer a document")
    event = types.FileEvent(uri, types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    (wrong,) = await editor.told(uri, no_shares)
    assert "PDF" in wrong.message
    file.unlink()
    event = types.FileEvent(uri, types.FileChangeType.Deleted)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await editor.told(uri, lambda found: not found) == []


@pytest.mark.asyncio
async def test_folders_are_left_alone_when_the_user_wants_it(editor: Editor, root: Path) -> None:
    editor.client.set_configuration({"checkWorkspace": False}, section="gouji")
    uri = await in_a_folder(editor, root)
    draft = editor.open("draft.txt", BAD)
    assert await editor.shares(draft)
    assert uri not in editor.client.diagnostics
    assert wrong_shares((await editor.pull(uri)).items), "asked for, it is checked"


@pytest.mark.asyncio
async def test_an_editor_without_views_gets_a_file(editor: Editor) -> None:
    folders = [types.WorkspaceFolder(editor.folder.as_uri(), "budgets")]
    capabilities = types.ClientCapabilities(text_document=PULLS, window=WINDOW)
    params = types.InitializeParams(capabilities, workspace_folders=folders, locale="en")
    await editor.client.initialize_session(params)
    assert await editor.command("gouji.openRule", "wrong-share")
    shown = editor.client.shown_documents[-1].uri
    assert shown.startswith("file:")
    file = Path(shown.removeprefix("file://"))
    assert "# PCT001 wrong-share" in file.read_text(encoding="utf-8")
    await editor.client.shutdown_async(None)
    assert not file.exists()
    editor.client.exit(None)
    editor.client.capabilities = None  # the session is over


@pytest.mark.asyncio
async def test_idle_suppressions_are_problems_on_their_line(editor: Editor) -> None:
    await editor.start(PULLS)
    remarks = ("allow TOT001 — 已核", "allow wrong-shaer — 已核", "allow wrong-share")
    text = "".join(f"𠮷 <!-- gouji: {remark} -->\n\n" for remark in remarks)
    report = await editor.pull(editor.open("draft.md", text + BAD, "markdown"))
    vain = {d.range.start.line: d for d in report.items if d.code is None}
    assert [vain[line].message for line in (0, 2, 4)] == [
        "放过 TOT001 的说明没有用到，可以删去",
        "没有规则符合“wrong-shaer”，未生效；是否指“wrong-share”？",
        "放过 wrong-share 没有写明原因，未生效（写法：gouji: allow wrong-share — 原因）",
    ]
    assert vain[0].tags == (types.DiagnosticTag.Unnecessary,)
    whole = types.Range(types.Position(0, 0), types.Position(0, len(text.split("\n")[0]) + 1))
    assert vain[0].range == whole  # 𠮷 takes two units


@pytest.mark.asyncio
async def test_a_version_that_the_configuration_does_not_want_is_told(editor: Editor) -> None:
    (editor.folder / "gouji.toml").write_text('required-version = ">=99"\n', encoding="utf-8")
    await editor.start(PULLS)
    report = await editor.pull(editor.open("draft.txt", BAD))
    (told,) = report.items
    assert ">=99" in told.message


@pytest.mark.asyncio
async def test_an_editor_may_decline_what_a_command_asks_for(editor: Editor) -> None:
    editor.declines = True
    await editor.start(PULLS)
    uri = editor.open("draft.txt", BAD)
    place = {"uri": uri, "rule": "wrong-share", "at": "*", "reason": "已核"}
    assert await editor.command("gouji.allow", place) is False


@pytest.mark.asyncio
async def test_a_mistake_in_the_configuration_is_told_once_at_its_line(
    editor: Editor, root: Path
) -> None:
    config = editor.folder / "gouji.toml"
    config.write_text('language = "zh"\nselct = ["PCT"]\n', encoding="utf-8")
    copied = (root / "docs" / "examples" / "budget.pdf").read_bytes()
    (editor.folder / "copy.pdf").write_bytes(copied)
    pdf = await in_a_folder(editor, root)
    (told,) = await editor.told(config.as_uri(), bool)
    assert "select" in told.message
    assert told.range.start.line == 1
    for uri in (pdf, (editor.folder / "copy.pdf").as_uri()):
        assert await editor.told(uri, no_shares) == []
    config.write_text("", encoding="utf-8")
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await editor.told(pdf, wrong_shares)
    assert await editor.told(config.as_uri(), lambda found: not found) == []
