"""Makes the characters of a paragraph uniform, with a map back to the printed ones."""

from __future__ import annotations

import re

from gouji.model.place import Anchor
from gouji.model.record import record
from gouji.model.tree import Paragraph

_QUOTES = frozenset("“”„\"'‘’「」『』＂＇")
_FULL = str.maketrans(",:;()!?", "，：；（）！？")
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
_TAKEN_OUT = re.compile(r"[\s\u200b\ufeff\u00ad" + "".join(_QUOTES) + "]")
_THOUSANDS = re.compile(r"(?<![\d.，])\d{1,3}(?:[,，]\d{3})+(?![\d，])")
_NUMBER_END = re.compile(r"\d+(?:\.\d*)?$")
_NUMBER_START = re.compile(r"\d+(?:\.\d+)?")


@record
class PlainText:
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
    if not _TAKEN_OUT.search(text):
        return _without_thousands(paragraph, text.translate(_FOLDED), list(range(len(text))))
    chars: list[str] = []
    places: list[int] = []
    spaced = False
    for place, char in enumerate(text):
        if char.isspace() or char in "\u200b\ufeff\u00ad":
            spaced = True
            continue
        if char in _QUOTES:
            continue
        folded = char.translate(_FOLDED)
        if spaced and chars and folded.isdigit() and chars[-1].isdigit():
            rest = text[place : place + 16]
            if not _one_number("".join(chars[-16:]), rest):
                chars.append(" ")
                places.append(place)
        chars.append(folded)
        places.append(place)
        spaced = False
    return _without_thousands(paragraph, "".join(chars), places)


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
        return PlainText(paragraph, text.translate(_FULL), tuple(places))
    kept = [i for i in range(len(text)) if i not in drop]
    folded = "".join(text[i] for i in kept).translate(_FULL)
    return PlainText(paragraph, folded, tuple(places[i] for i in kept))
