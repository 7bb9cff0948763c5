"""The language server itself: its state, and what it tells the editor unasked."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from gouji.editor import links
from gouji.editor.checked import DRAFTS, FILES, Checked
from gouji.editor.drafts import Draft, Drafts
from gouji.editor.problems import Client, mistake_in, problems
from gouji.editor.rulebook import Rulebooks, Wishes
from gouji.editor.survey import Survey, files_in, is_file
from gouji.editor.texts import text
from gouji.installed import version
from gouji.model.record import replace
from gouji.plugins import Loaded

SECTION: Final = "gouji"
_CONFIGURATIONS: Final = ("gouji.toml", "pyproject.toml")
_SUFFIXES: Final = {"plaintext": ".txt", "text": ".txt", "markdown": ".md", "html": ".html"}
_WATCHED: Final = (
    *(f"**/*{suffix}" for each in FILES for suffix in (each, each.upper())),
    *(f"**/{name}" for name in _CONFIGURATIONS),
)


class Server(LanguageServer):
    """The server of one editor.

    Everything but checking itself happens on the event loop. Drafts are checked in one thread,
    files of folders in another, so that a long survey holds up no key stroke.
    """

    def __init__(self, loaded: Loaded, language: str) -> None:
        # Whole texts: pygls applies partial changes to lines as str.splitlines counts them, which
        # breaks at form feeds where the editor does not.
        super().__init__(
            "gouji", version("gouji"), text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.loaded = loaded
        self.own_language = language  # of the editor, or else of the system
        self.wishes = Wishes()
        self.client = Client(language=language)
        self.rulebooks = Rulebooks(loaded)
        self.drafts = Drafts(self.rulebooks, ThreadPoolExecutor(1, "draft"), self.draft_checked)
        self.survey = Survey(self.rulebooks)
        self._surveyor: Executor = ThreadPoolExecutor(1, "survey")
        self._surveying: asyncio.Task[None] | None = None
        self._told: set[str] = set()  # files whose problems the editor has been told
        self._mistaken: set[str] = set()  # configurations whose mistakes the editor has been told
        self._views: dict[str, int] = {}  # open text views and their versions
        self._tokens = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._folder: TemporaryDirectory[str] | None = None

    # -- what the editor is like ---------------------------------------------------------------

    def meet(self, params: types.InitializeParams) -> None:
        """Take note of what the editor says of itself."""
        self.wishes = Wishes.of(params.initialization_options)
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self.client = Client.of(
            params.capabilities, types.PositionEncodingKind(encoding), self.own_language
        )
        self.apply(self.wishes)

    def apply(self, wishes: Wishes) -> None:
        """Take note of the user's settings."""
        self.wishes = wishes
        self.client = replace(self.client, language=wishes.language or self.own_language)

    @property
    def pulls(self) -> bool:
        """Whether the editor asks for the problems of open documents by itself."""
        able = self.client_capabilities.text_document
        return able is not None and able.diagnostic is not None

    @property
    def folders(self) -> list[Path]:
        """The folders that are open in the editor."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        if not uris and self.workspace.root_uri:
            uris = [self.workspace.root_uri]
        return [Path(path) for uri in uris if (path := to_fs_path(uri))]

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something beside the message at hand."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # -- open documents ------------------------------------------------------------------------

    def take_up(self, item: types.TextDocumentItem) -> None:
        """A document has been opened: a draft, or a text view."""
        if links.file_of(item.uri) is not None:
            self._views[item.uri] = item.version
            self.start(self._tell_view(item.uri))
            return
        suffix = _suffix(item)
        if suffix is None:
            return
        path = to_fs_path(item.uri)
        place = Path(path) if path else self._nowhere(item.uri, suffix)
        self.drafts.open(Draft(item.uri, place, suffix, item.version, item.text))

    def _nowhere(self, uri: str, suffix: str) -> Path:
        """Where a draft that was never saved would be."""
        top = next(iter(self.folders), Path.cwd())
        name = uri.rpartition(":")[2].rpartition("/")[2] or "draft"
        return top / (name + suffix)

    def put_away(self, uri: str) -> None:
        """A document has been closed."""
        self._views.pop(uri, None)
        self.drafts.close(uri)
        if not self.pulls:
            self._publish(uri, [])

    def draft_checked(self, draft: Draft) -> None:
        """Tell the editor what was found, unless it asks by itself."""
        if draft.checked is None:
            return
        self._log_crashes(draft.checked)
        self._tell_mistake(draft.checked)
        if not self.pulls:
            found = problems(draft.checked, draft.uri, self.client)
            self._publish(draft.uri, found, draft.version)

    async def checked(self, uri: str) -> Checked | None:
        """What is found in a document as it is now, open or not."""
        if (draft := await self.drafts.settled(uri)) is not None:
            return draft.checked
        path = to_fs_path(links.file_of(uri) or uri)
        if path is None or not is_file(Path(path).name):
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._surveyor, self.survey.check, Path(path))

    async def _tell_view(self, uri: str) -> None:
        checked = None if self.pulls else await self.checked(uri)
        if checked is not None and uri in self._views:
            self._publish(uri, problems(checked, uri, self.client), self._views[uri])

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None = None) -> None:
        params = types.PublishDiagnosticsParams(uri, found, version)
        self.text_document_publish_diagnostics(params)

    def _log_crashes(self, checked: Checked) -> None:
        for crash in checked.book.report.crashes if checked.book else ():
            words = text(
                "rule-failed",
                self.client.language,
                rule=f"{crash.rule.code} {crash.rule.name}",
                path=checked.book.report.path if checked.book else "",
                error=crash.error,
            )
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, words))

    # -- files of open folders -----------------------------------------------------------------

    def look_around(self) -> None:
        """Check the files of open folders, instead of what may be under way."""
        if self._surveying is not None:
            self._surveying.cancel()
        self._surveying = self.start(self._look_around())

    async def _look_around(self) -> None:
        loop = asyncio.get_running_loop()
        paths: list[Path] = []
        if self.wishes.folders:
            paths = await loop.run_in_executor(self._surveyor, files_in, self.folders)
        for uri in self._told - {_uri(path) for path in paths}:
            self._forget_file(uri)
        if paths:
            await self._go_through(paths)

    async def _go_through(self, paths: list[Path]) -> None:
        """Check files one by one, showing progress, until the user has seen enough."""
        loop, language = asyncio.get_running_loop(), self.client.language
        token = await self._progress_begins(language)
        cancelled = self.work_done_progress.tokens.get(token) if token else None
        count = 0
        try:
            for path in paths:
                if cancelled is not None and cancelled.cancelled():
                    break
                if token:
                    share = 100 * count // len(paths)
                    step = types.WorkDoneProgressReport(
                        cancellable=True, message=path.name, percentage=share
                    )
                    self.work_done_progress.report(token, step)
                checked = await loop.run_in_executor(self._surveyor, self.survey.check, path)
                self._file_checked(path, checked)
                count += 1
        finally:  # also when another look around takes the place of this one
            if token:
                key = "checked" if count == len(paths) else "stopped"
                end = types.WorkDoneProgressEnd(message=text(key, language, count=count))
                self.work_done_progress.end(token, end)

    async def _progress_begins(self, language: str) -> str | None:
        """The token of a new progress; None if the editor shows none."""
        able = self.client_capabilities.window
        if able is None or not able.work_done_progress:
            return None
        token = f"gouji-{next(self._tokens)}"
        await self.work_done_progress.create_async(token)
        begin = types.WorkDoneProgressBegin(
            title=text("checking", language), cancellable=True, percentage=0
        )
        self.work_done_progress.begin(token, begin)
        return token

    def _file_checked(self, path: Path, checked: Checked) -> None:
        uri = _uri(path)
        self._told.add(uri)
        self._log_crashes(checked)
        # a mistake of the configuration is told once, there, not at every file
        self._tell_mistake(checked)
        found = [] if checked.mistake is not None else problems(checked, uri, self.client)
        self._publish(uri, found)
        for view in [v for v in self._views if to_fs_path(links.file_of(v) or "") == str(path)]:
            self.start(self._tell_view(view))

    def _tell_mistake(self, checked: Checked) -> None:
        told = mistake_in(checked.mistake, self.client) if checked.mistake is not None else None
        if told is not None:
            uri = _uri(told[0])
            self._mistaken.add(uri)
            self._publish(uri, [told[1]])

    def _forget_file(self, uri: str) -> None:
        self._told.discard(uri)
        if path := to_fs_path(uri):
            self.survey.drop(Path(path))
        self._publish(uri, [])

    # -- changes from outside ------------------------------------------------------------------

    def files_changed(self, changes: list[types.FileEvent]) -> None:
        """Files were made, changed or deleted."""
        names = {change.uri.rpartition("/")[2] for change in changes}
        if names & set(_CONFIGURATIONS):
            self.check_all()
        elif any(is_file(name) for name in names):
            self.look_around()

    def check_all(self) -> None:
        """Check everything again: the configuration may be another."""
        self.rulebooks.forget()
        self.survey.forget()
        for uri in self._mistaken:
            self._publish(uri, [])
        self._mistaken.clear()
        for draft in list(self.drafts):
            self.drafts.check(draft)
        for view in list(self._views):
            self.start(self._tell_view(view))
        self.look_around()
        able = self.client_capabilities.workspace
        if able and able.diagnostics and able.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)

    async def read_settings(self) -> None:
        """Ask the editor for the user's settings."""
        able = self.client_capabilities.workspace
        if able is not None and able.configuration:
            item = types.ConfigurationItem(section=SECTION)
            params = types.ConfigurationParams([item])
            values = await self.workspace_configuration_async(params)
            if values and values[0] is not None:
                self.apply(Wishes.of(values[0]))

    async def watch(self) -> None:
        """Ask the editor to tell of files that change, and offer it text views."""
        able = self.client_capabilities.workspace
        wanted: list[types.Registration] = []
        if (
            able
            and able.did_change_watched_files
            and (able.did_change_watched_files.dynamic_registration)
        ):
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted.append(types.Registration("gouji-files", method, options))
        if (
            able
            and able.text_document_content
            and (able.text_document_content.dynamic_registration)
        ):
            schemes = types.TextDocumentContentRegistrationOptions([links.SCHEME])
            method = types.WORKSPACE_TEXT_DOCUMENT_CONTENT
            wanted.append(types.Registration("gouji-views", method, schemes))
        if (
            able
            and able.did_change_configuration
            and (able.did_change_configuration.dynamic_registration)
        ):
            section = types.DidChangeConfigurationRegistrationOptions(SECTION)
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            wanted.append(types.Registration("gouji-settings", method, section))
        if wanted:
            with contextlib.suppress(JsonRpcException):  # an editor that promised too much
                await self.client_register_capability_async(types.RegistrationParams(wanted))

    # -- documents to look at ------------------------------------------------------------------

    async def show(self, uri: str, content: str, name: str) -> bool:
        """Show a read-only document; an editor that cannot open ``gouji:`` gets it as a file."""
        if not self.can_show:
            message = types.ShowMessageParams(types.MessageType.Info, content)
            self.window_show_message(message)
            return False
        if not self.client.views:
            uri = self._as_file(content, name)
        return await self.show_at(uri)

    @property
    def can_show(self) -> bool:
        """Whether the editor opens a document that it is asked to."""
        able = self.client_capabilities.window
        return bool(able and able.show_document and able.show_document.support)

    async def show_at(self, uri: str, where: types.Range | None = None) -> bool:
        """Have the editor open a document; whether it did."""
        wanted = types.ShowDocumentParams(uri, take_focus=True, selection=where)
        try:
            return (await self.window_show_document_async(wanted)).success
        except JsonRpcException:  # an editor that promised too much
            return False

    def _as_file(self, content: str, name: str) -> str:
        """A read-only file with this content, gone when the server is."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="gouji-")
        file = Path(self._folder.name, name)
        file.unlink(missing_ok=True)
        file.write_text(content, encoding="utf-8", errors="replace")
        file.chmod(0o444)
        return _uri(file)

    def leave(self) -> None:
        """The editor is about to end: leave nothing behind."""
        for task in self._tasks:
            task.cancel()
        if self._folder is not None:
            self._folder.cleanup()


def _uri(path: Path) -> str:
    return from_fs_path(str(path)) or path.as_uri()


def _suffix(item: types.TextDocumentItem) -> str | None:
    """The suffix that says how to read a document; None if it is none of ours."""
    name = item.uri.rpartition("/")[2].lower()
    suffix = next((s for s in DRAFTS if name.endswith(s)), None)
    return suffix or _SUFFIXES.get(item.language_id)
