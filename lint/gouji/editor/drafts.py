"""Open drafts: checked again a moment after the last key stroke, one at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from msgspec import field

from gouji.editor.checked import Checked, StaleError, check_draft
from gouji.editor.rulebook import Rulebooks
from gouji.model.memo import Memo
from gouji.model.record import Mutable


class Draft(Mutable):
    """An open draft: its text of now, and what was last found in it."""

    uri: str
    path: Path
    suffix: str
    version: int
    text: str
    checked: Checked | None = None
    round: int = 0  # how many times it has been checked
    task: asyncio.Task[None] | None = None
    memo: Memo = field(default_factory=Memo)


class Drafts:
    """The drafts open in the editor. All of it lives on the event loop; only the checking itself
    runs in the executor, which has a single thread."""

    def __init__(
        self, rulebooks: Rulebooks, executor: Executor, told: Callable[[Draft], None]
    ) -> None:
        self._rulebooks = rulebooks
        self._executor = executor
        self._told = told
        self._open: dict[str, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._open.values())

    def get(self, uri: str) -> Draft | None:
        """The draft at an address."""
        return self._open.get(uri)

    def open(self, draft: Draft) -> None:
        """Take up a draft, and check it at once."""
        self.close(draft.uri)
        self._open[draft.uri] = draft
        self.check(draft)

    def close(self, uri: str) -> None:
        """Put a draft away."""
        draft = self._open.pop(uri, None)
        if draft is not None and draft.task is not None:
            draft.task.cancel()

    def change(self, uri: str, version: int, text: str, delay: float) -> None:
        """Take up the text of now, and check it when nothing has changed for ``delay`` seconds."""
        draft = self._open.get(uri)
        if draft is not None:
            draft.version, draft.text = version, text
            self.check(draft, delay)

    def check(self, draft: Draft, delay: float = 0.0) -> None:
        """Check a draft, instead of what may be under way."""
        if draft.task is not None:
            draft.task.cancel()
        draft.task = asyncio.get_running_loop().create_task(self._check(draft, delay))

    async def _check(self, draft: Draft, delay: float) -> None:
        await asyncio.sleep(delay)
        version, rulebook = draft.version, self._rulebooks.of(draft.path)

        def stale() -> bool:
            return draft.version != version

        def work() -> Checked:
            return check_draft(draft.path, draft.suffix, draft.text, rulebook, draft.memo, stale)

        with contextlib.suppress(StaleError):  # another check is on its way
            draft.checked = await asyncio.get_running_loop().run_in_executor(self._executor, work)
            draft.round += 1
            self._told(draft)

    async def settled(self, uri: str) -> Draft | None:
        """The draft at an address when what is under way is done."""
        while (draft := self._open.get(uri)) is not None:
            if draft.task is None or draft.task.done():
                return draft
            await asyncio.wait({draft.task})
        return None
