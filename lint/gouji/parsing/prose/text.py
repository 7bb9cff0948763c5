"""Makes the characters of a paragraph uniform, with a map back to the printed ones."""

from __future__ import annotations

import re

from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.tree import Paragraph

_QUOTES = frozenset("“”„\"'‘’「」『』＂＇")
_FULL = tuple(zip(",:;()!?", "，：；（）！？", strict=True))
_LIKE = {
    "−": "-",
    "﹣": "-",
    "﹪": "%",
    "．": ".",
    "﹒": ".",
    "︰": "：",
    "﹕": "：",
    "﹔": "；",
    "﹐": "，",
    "﹙": "（",
    "﹚": "）",
    "～": "~",
    "＋": "+",
    "﹢": "+",
}
_KEPT_WIDE = "，：；（）！？"
_FOLDED = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) not in _KEPT_WIDE} | _LIKE
)
_TO_FOLD = regex(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
_TAKEN_OUT = regex(r"[\s\u200b\ufeff\u00ad" + "".join(sorted(_QUOTES)) + "]+")
# The character before is looked at last: a pattern that begins with a digit is found faster.
_THOUSANDS = regex(r"\d(?<![\d.，]\d)\d{0,2}(?:[,，]\d{3})+(?![\d，])")
_NUMBER_END = regex(r"\d+(?:\.\d*)?$")
_NUMBER_START = regex(r"\d+(?:\.\d+)?")


class PlainText(Record):
    """The uniform text of a paragraph; ``places`` holds the printed offset of each character."""

    paragraph: Paragraph
    text: str
    places: tuple[int, ...]

    def anchor(self, start: int, end: int) -> Anchor:
        """The printed characters that ``text[start:end]`` came from."""
        if end <= start or not self.places:
            at = self.places[min(start, len(self.places) - 1)] if self.places else 0
            return Anchor(self.paragraph, at, at)
        return Anchor(self.paragraph, self.places[start], self.places[end - 1] + 1)


def plain(paragraph: Paragraph) -> PlainText:
    """The text of a paragraph in one form of digits and punctuation, without spaces and quotes.

    A space between two digits stays, unless the two are one number broken in the middle.
    """
    text = paragraph.source.text
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _TAKEN_OUT.finditer(text):
        start, end = match.span()
        if at < start:
            pieces.append(text[at:start])
            places += range(at, start)
        at = end
        spaced = not _QUOTES.issuperset(match[0])
        if spaced and pieces and at < len(text) and _separate(pieces, text[at : at + 16]):
            pieces.append(" ")
            places.append(at)
    pieces.append(text[at:])
    places += range(at, len(text))
    return _without_thousands(paragraph, _folded("".join(pieces)), places)


def _folded(text: str) -> str:
    """Full-width digits and letters, and marks that look like others, in one form."""
    return text.translate(_FOLDED) if _TO_FOLD.search(text) else text


def _separate(pieces: list[str], after: str) -> bool:
    """Whether digits stand on both sides of a space, and are two numbers."""
    if not (_folded(pieces[-1][-1]).isdigit() and _folded(after[0]).isdigit()):
        return False
    return not _one_number(_folded("".join(pieces[-16:])[-16:]), after)


def _one_number(before: str, after: str) -> bool:
    """Whether digits on both sides of a space are one broken number: 920.6|0."""
    left, right = _NUMBER_END.search(before), _NUMBER_START.match(after)
    if left is None or right is None or "." in right[0]:
        return False
    _, dot, decimals = left[0].partition(".")
    return bool(dot) and len(decimals) + len(right[0]) <= 2


def _without_thousands(paragraph: Paragraph, text: str, places: list[int]) -> PlainText:
    drop = {
        index
        for match in _THOUSANDS.finditer(text)
        if "," in match[0] or "." in text[match.end() : match.end() + 1]
        for index in range(match.start(), match.end())
        if text[index] in ",，"
    }
    if not drop:
        return PlainText(paragraph, _full(text), tuple(places))
    kept = [i for i in range(len(text)) if i not in drop]
    folded = _full("".join(text[i] for i in kept))
    return PlainText(paragraph, folded, tuple(places[i] for i in kept))


def _full(text: str) -> str:
    """Punctuation in full width."""
    for narrow, wide in _FULL:
        text = text.replace(narrow, wide)
    return text
