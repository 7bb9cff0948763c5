"""Suggested fixes put into a file: its characters exchanged, nothing else in it changed."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from gouji.annotators import AnnotateError
from gouji.diagnostics import Diagnostic
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.suggestion import Suggestion

# Formats whose files are text, and the one that keeps track of changes itself.
TEXTS: Final = ("text", "markdown", "html")
TRACKED: Final = "docx"
_BOMS: Final = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_ENCODINGS: Final = ("utf-8", "gb18030")
_NEWLINE: Final = regex(r"\r\n|\r|\n")


class FixError(Exception):
    """The file cannot be changed; ``key`` and ``values`` make the message."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values_ = values


class Fixed(Record):
    """A file with suggestions put into it: its bytes, which were, and its changes as a diff."""

    data: bytes
    applied: tuple[Suggestion, ...]
    diff: str


def suggestions_of(
    diagnostics: Iterable[Diagnostic], *, unsafe: bool = False
) -> tuple[Suggestion, ...]:
    """The suggestions that may be put into a file: the safe ones, or all; of those for the same
    characters none, unless they say the same."""
    wanted = [s for d in diagnostics if (s := d.suggestion) is not None and (s.safe or unsafe)]
    clear: list[Suggestion] = []
    for each in wanted:
        rivals = [other for other in wanted if _overlap(each, other)]
        if all(_same(each, other) for other in rivals) and not any(_same(each, c) for c in clear):
            clear.append(each)
    return tuple(clear)


def _overlap(one: Suggestion, other: Suggestion) -> bool:
    a, b = one.place, other.place
    return a.node is b.node and a.start < b.end and b.start < a.end


def _same(one: Suggestion, other: Suggestion) -> bool:
    a, b = one.place, other.place
    same_place = a.node is b.node and (a.start, a.end) == (b.start, b.end)
    return same_place and one.text == other.text


def fixed(form: str, data: bytes, suggestions: Sequence[Suggestion], name: str) -> Fixed:
    """A file with suggestions put in; those whose characters are not found there are left out.

    :raises FixError: ``no-fixes`` for a format that cannot be changed, ``unknown-encoding`` for
        text that would not come back as it was, ``damaged-output`` for a broken package,
        ``missing-library`` when an optional library is not installed.
    """
    if form in TEXTS:
        return _fixed_text(data, suggestions, name)
    if form == TRACKED:
        return _fixed_document(data, suggestions, name)
    raise FixError("no-fixes", formats=", ".join((*TEXTS, TRACKED)))


def _fixed_text(data: bytes, suggestions: Sequence[Suggestion], name: str) -> Fixed:
    mark, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", ""))
    text, encoding = _decoded(data.removeprefix(mark), encoding)
    lines = _lines(text)
    edits = sorted(
        (edit for each in suggestions if (edit := _edit(each, text, lines)) is not None),
        key=lambda edit: edit[0],
    )
    new, end = [], 0
    for start, stop, suggestion in edits:
        new += [text[end:start], suggestion.text]
        end = stop
    changed = "".join([*new, text[end:]])
    try:
        written = mark + changed.encode(encoding)
    except UnicodeEncodeError as error:
        raise FixError("unknown-encoding") from error
    from difflib import unified_diff  # noqa: PLC0415

    diff = unified_diff(
        text.splitlines(keepends=True), changed.splitlines(keepends=True), name, name, n=1
    )
    whole = "".join(line if line.endswith("\n") else line + "\n" for line in diff)
    return Fixed(written, tuple(suggestion for _, _, suggestion in edits), whole)


def _decoded(data: bytes, known: str) -> tuple[str, str]:
    """The text and its encoding, one that gives the same bytes back."""
    for encoding in (known,) if known else _ENCODINGS:
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return text, encoding
        except UnicodeError:
            continue
    raise FixError("unknown-encoding")


def _lines(text: str) -> tuple[list[int], ...]:
    """Where lines begin, by line ends alone, and by all that Unicode takes for an end of line:
    readers count in one way or the other, and the characters found tell in which."""
    plain = [0, *(match.end() for match in _NEWLINE.finditer(text))]
    every = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    return plain, every


def _edit(
    suggestion: Suggestion, text: str, lines: tuple[list[int], ...]
) -> tuple[int, int, Suggestion] | None:
    """Where in the text the characters of a suggestion stand; None if they are not there."""
    place = suggestion.place
    runs = place.node.source.slice(place.start, place.end).runs
    if len(runs) != 1 or runs[0].line is None or runs[0].column is None:
        return None
    for starts in lines:
        if runs[0].line > len(starts):
            continue
        start = starts[runs[0].line - 1] + runs[0].column - 1
        if text[start : start + len(place.text)] == place.text:
            return start, start + len(place.text), suggestion
    return None


def _fixed_document(data: bytes, suggestions: Sequence[Suggestion], name: str) -> Fixed:
    try:
        from gouji.annotators.changes import with_changes  # noqa: PLC0415

        written, applied = with_changes(data, suggestions)
    except ModuleNotFoundError as error:
        raise FixError("missing-library", name=error.name or "", extra="office") from error
    except AnnotateError as error:
        raise FixError(error.key, **error.values_) from error
    lines = [f"--- {name}\n", f"+++ {name}\n"] if applied else []
    for each in applied:
        place = each.place
        source = place.node.source.text
        lines.append(f"@@ {place.address} @@\n")
        lines.append(f"-{_one_line(source)}\n")
        lines.append(f"+{_one_line(source[: place.start] + each.text + source[place.end :])}\n")
    return Fixed(written, tuple(applied), "".join(lines))


def _one_line(text: str) -> str:
    return " ".join(text.split())
