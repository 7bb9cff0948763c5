"""What the program says, in Chinese or English: the texts of ``vocabulary/messages.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from string import Formatter
from typing import TYPE_CHECKING

from gouji.vocabulary import load

if TYPE_CHECKING:
    from gouji.model.blocks import Notice
    from gouji.model.relation import Cause


def render(value: object, language: str) -> str:
    """A value within a message: words in the language, figures as the document prints them."""
    if isinstance(value, Enum):
        return term(str(value.value), language)
    if isinstance(value, tuple | list):
        return " + ".join(render(item, language) for item in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


class _Shown(str):
    """A value as it is shown; one with a word to count (``{count:file}``) in its number."""

    __slots__ = ()

    def __format__(self, word: str) -> str:
        if not word:
            return str(self)
        return f"{self} {word}" if self == "1" else f"{self} {word}s"


def fill(template: str, values: Mapping[str, object], language: str) -> str:
    """A template with its values; a value that is missing leaves its name behind."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format_map(
        {name: _Shown(render(values.get(name, f"{{{name}}}"), language)) for name in names}
    )


def _text(section: str, key: str, language: str, values: dict[str, object]) -> str | None:
    entry = load("messages").get(section, {}).get(key)
    return None if entry is None else fill(entry[language], values, language)


def _unknown(key: str, values: dict[str, object], language: str) -> str:
    """The text of a key that the catalogue lacks: the key itself with its values."""
    rest = ", ".join(f"{name} = {render(value, language)}" for name, value in values.items())
    return f"{key} ({rest})" if rest else key


def ui(key: str, language: str, /, **values: object) -> str:
    """A text of the user interface."""
    return fill(load("messages")["ui"][key][language], values, language)


def term(word: str, language: str) -> str:
    """A word of the model (a direction, an outcome, a severity)."""
    return _text("term", word, language, {}) or word


def reason(text: str, language: str) -> str:
    """Why something was not checked."""
    return _text("reason", text, language, {}) or text


def read_error(key: str, values: dict[str, object], language: str) -> str:
    """Why a file cannot be read."""
    return _text("read-error", key, language, values) or _unknown(key, values, language)


def config_error(key: str, values: dict[str, object], language: str) -> str:
    """What is wrong with a configuration."""
    return _text("config", key, language, values) or _unknown(key, values, language)


def plugin_error(key: str, values: dict[str, object], language: str) -> str:
    """Why a plugin cannot be used."""
    return _text("plugin", key, language, values) or _unknown(key, values, language)


def setting(key: str, language: str) -> str:
    """What a setting of the configuration is."""
    return str(load("messages")["setting"][key][language])


def help_text(key: str, language: str) -> str:
    """What a command or an option does."""
    return str(load("messages")["help"][key][language])


def usage(key: str, language: str, /, **values: object) -> str:
    """A text of the command line itself: headings of the help, what is wrong with a command."""
    return fill(load("messages")["usage"][key][language], values, language)


def metavar(word: str, language: str) -> str:
    """The name of a value in the help; a word that the catalogue lacks stays as it is."""
    return _text("metavar", word, language, {}) or word


def notice(note: Notice, language: str) -> str:
    """What a reader could not read."""
    return next(notices([note], language))


def notices(notes: Iterable[Notice], language: str) -> Iterator[str]:
    """What a reader could not read: what is said of several pages alike is said once."""
    alike: dict[tuple[str, str], list[Notice]] = {}
    for note in notes:
        alike.setdefault((note.key, repr(note.values)), []).append(note)
    for (key, _), same in alike.items():
        pages = [note.page for note in same if note.page is not None]
        values = {"pages": _pages(pages, language), **same[0].values}
        yield _text("notice", key, language, values) or _unknown(key, values, language)


def _pages(pages: Sequence[int], language: str) -> str:
    """Pages in ascending order as they are spoken of: 第 3、5–9 页."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    number = ("none", "one", "several")[min(len(pages), 2)]
    words = load("messages")["pages"]
    return fill(words[number][language], {"pages": words["and"][language].join(told)}, language)


def cause(why: Cause, language: str) -> str:
    """The likely cause of a finding."""
    return _text("cause", why.key, language, why.values) or _unknown(why.key, why.values, language)
