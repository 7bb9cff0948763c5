"""What a rule's docstring says: two summary lines, an explanation, option texts, examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Final

from gouji.model.record import Record
from gouji.model.regex import regex

_PARAM: Final = regex(r":param\s+(?P<name>\w+):\s*(?P<doc>.*)")
_BOLD: Final = regex(r"\*\*(?P<text>[^*\n]+)\*\*")
_INDENT: Final = "    "
# compiled when a rule is shown
_HAN: Final = r"[\u4e00-\u9fff]"
_PARTS: Final = r"(?m)\n\n+|(?<=。)\s*(?=[A-Za-z][^。]*$)"


class Mark(Record):
    """A stretch of an example where a finding must land: line and columns, all from 1."""

    line: int
    column: int
    end_column: int


class Example(Record):
    """A small document out of a docstring.

    ``source`` is as written, with its bold marks; ``text`` is without them.
    """

    source: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def clean(self) -> bool:
        """Whether the rule must find nothing in it."""
        return not self.marks

    @classmethod
    def parse(cls, source: str) -> Example:
        """Take the bold marks out of an example and note where they stood."""
        lines, marks = [], []
        for number, line in enumerate(source.splitlines(), start=1):
            text, end = "", 0
            for found in _BOLD.finditer(line):
                text += line[end : found.start()]
                marks.append(Mark(number, len(text) + 1, len(text) + 1 + len(found["text"])))
                text += found["text"]
                end = found.end()
            lines.append(text + line[end:])
        return cls(source, "\n".join(lines), tuple(marks))


class Docstring(Record):
    """A rule's docstring: its summaries, and the text itself, taken apart when it is asked for.

    Blocks of indented lines are examples, ``:param name:`` lines describe options, all other text
    after the summaries is the explanation.
    """

    zh: str
    en: str
    text: str

    @classmethod
    def parse(cls, text: str) -> Docstring:
        """Take the summaries, Chinese and English, from the first two lines.

        :raises ValueError: when they are missing.
        """
        zh, en, *_ = [*map(str.strip, text.strip().split("\n", 2)), ""]
        if not en:
            msg = "the docstring needs two summary lines, Chinese then English"
            raise ValueError(msg)
        return cls(zh, en, text)

    @property
    def explanation(self) -> str:
        """What is neither a summary nor an example nor about an option."""
        return _parts(self.text).explanation

    @property
    def options(self) -> Mapping[str, str]:
        """What it says of options, by their names."""
        return _parts(self.text).options if ":param" in self.text else {}

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples, in order."""
        return _parts(self.text).examples


class _Parts(Record):
    explanation: str
    options: dict[str, str]
    examples: tuple[Example, ...]


def _parts(text: str) -> _Parts:
    """A docstring without its summaries, taken apart."""
    prose: list[str] = []
    options: dict[str, str] = {}
    blocks: list[list[str]] = []
    option = ""  # the option whose text goes on
    for line in [*inspect.cleandoc(text).splitlines()[2:], ""]:
        if found := _PARAM.match(line):
            option = found["name"]
            options[option] = found["doc"].strip()
        elif option and line.strip():
            options[option] += " " + line.strip()
        elif line.startswith(_INDENT):
            blocks = _begun(blocks, line[len(_INDENT) :])
            blocks[-1].append(line[len(_INDENT) :].rstrip())
        else:
            option = ""
            if blocks and blocks[-1]:
                blocks.append([])
            if line.strip() or not blocks:
                prose.append(line)
    examples = tuple(Example.parse("\n".join(block)) for block in blocks if block)
    explanation = re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip()
    return _Parts(explanation, options, examples)


def in_language(text: str, language: str) -> str:
    """The part of a text that is in a language (``zh`` or ``en``); all of it if none is.

    A paragraph is Chinese if its first words hold a Chinese character; what follows its last 。 on
    a line in Latin letters is a part of its own.
    """
    parts = [p.strip() for p in re.split(_PARTS, text) if p.strip()]
    fitting = [p for p in parts if bool(re.search(_HAN, p[:20])) is (language == "zh")]
    return "\n\n".join(fitting or parts)


def _begun(blocks: list[list[str]], line: str) -> list[list[str]]:
    """The blocks with the one that a line belongs to at the end.

    A table after a blank line belongs to the captions before it.
    """
    if not blocks:
        return [[]]
    if blocks[-1] or len(blocks) == 1 or not line.startswith("|"):
        return blocks
    captions = blocks[-2]
    if any(text.startswith("|") for text in captions):
        return blocks
    captions.append("")
    return blocks[:-1]
