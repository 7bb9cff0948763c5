"""Diagnostics: findings with their places worked out, free of language and layout."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from gouji import messages
from gouji.model.figure import Figure
from gouji.model.place import Anchor, Box
from gouji.model.record import Record, replace
from gouji.model.relation import Cause, Relation
from gouji.rule import Finding, Rule, Severity, Value
from gouji.suggestion import Suggestion
from gouji.view import Excerpt, View


class Position(Record):
    """Where a piece of a document stands: logical address, page and box, lines and columns."""

    address: str
    text: str
    page: int | None
    box: Box | None
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    part: str | None = None  # the piece of a package: ``Sheet1!C5``, ``word/document.xml#p12.t3``

    @classmethod
    def of(cls, anchor: Anchor, view: View) -> Position:
        """The position of an anchor, lines and columns by the text view."""
        spot = view.spot(anchor)
        return cls(
            anchor.address,
            anchor.text,
            spot.page,
            spot.box,
            spot.line,
            spot.column,
            spot.end_line,
            spot.end_column,
            spot.part,
        )

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts in reading order."""
        return (self.line or 0, self.page or 0, self.column or 0)


class Related(Record):
    """A further place of a finding: the name of the value, the figure, and where it stands."""

    name: str
    figure: Figure
    place: Position


class Diagnostic(Record):
    """One thing wrong in one document.

    ``anchor`` is the place within the tree, ``place`` the same worked out; ``relation`` is what
    does not hold, if the rule looked at a relation; ``excerpt`` is the row or sentence around it;
    ``identity`` is what stays the same while wording, lines and pages change.
    """

    rule: Rule
    severity: Severity
    path: str
    anchor: Anchor
    place: Position
    values: Mapping[str, Value]
    related: tuple[Related, ...]
    cause: Cause | None
    relation: Relation | None
    excerpt: Excerpt
    identity: str = ""
    rounding: bool = False  # the relation holds, but only because printed figures are rounded
    suggestion: Suggestion | None = None

    @property
    def learned(self) -> bool:
        """Whether it rests on a relation inferred, not stated."""
        return self.relation is not None and self.relation.learned

    @property
    def fingerprint(self) -> str:
        """The identity as 20 hexadecimal digits."""
        return hashlib.sha256(self.identity.encode("utf-8", "replace")).hexdigest()[:20]


def _figures(values: Mapping[str, Value]) -> Iterator[tuple[str, Figure]]:
    for name, value in values.items():
        if isinstance(value, Figure):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((name, figure) for figure in value)


def related_places(finding: Finding, view: View) -> tuple[Related, ...]:
    """The places of the figures among the values, each once, the finding's own left out."""
    seen = {_characters(finding.anchor)}
    related = []
    for name, figure in _figures(finding.values):
        if (characters := _characters(figure.anchor)) not in seen:
            seen.add(characters)
            related.append(Related(name, figure, Position.of(figure.anchor, view)))
    return tuple(related)


def consequence_places(
    relations: Iterable[Relation], finding: Finding, view: View
) -> tuple[Related, ...]:
    """Where the same cause breaks other relations: the figure each of them is about."""
    seen = {_characters(finding.anchor)}
    places = []
    for relation in relations:
        figure = next((f for f in relation.figures if _characters(f.anchor) not in seen), None)
        if figure is not None:
            seen.add(_characters(figure.anchor))
            places.append(Related("consequence", figure, Position.of(figure.anchor, view)))
    return tuple(places)


def _mask(text: str) -> str:
    """Stars for characters, as many as there are; of a long number its ends are left."""
    keep = (3, 4) if len(text) >= 11 else (0, 0)
    return text[: keep[0]] + "*" * (len(text) - sum(keep)) + text[len(text) - keep[1] :]


class Private:
    """Characters that must not be printed, as they stand and as addresses give them."""

    def __init__(self, texts: Iterable[str]) -> None:
        plainly = {t: "".join(unicodedata.normalize("NFKC", t).split()) for t in texts if t}
        self._masks = {t: _mask(t) for t in (*plainly, *plainly.values())}
        self._lengths = sorted({len(t) for t in self._masks}, reverse=True)
        self._first = {t[0] for t in self._masks}

    def __bool__(self) -> bool:
        return bool(self._masks)

    def hidden(self, text: str) -> str:
        """A text with what is private in it masked."""
        shown: list[str] = []
        at = 0
        for start in [i for i, character in enumerate(text) if character in self._first]:
            found = (self._masks.get(text[start : start + length]) for length in self._lengths)
            mask = next(filter(None, found), None)
            if mask and start >= at:
                shown += (text[at:start], mask)
                at = start + len(mask)
        return "".join(shown) + text[at:]


def masked(diagnostic: Diagnostic, private: Private) -> Diagnostic:
    """The diagnostic with private characters masked wherever they would be printed."""
    if not private:
        return diagnostic
    hide = private.hidden

    def moved(place: Position) -> Position:
        return replace(place, address=hide(place.address), text=hide(place.text))

    return replace(
        diagnostic,
        place=moved(diagnostic.place),
        # Words of the model (a direction) are text as well, and stay what they are.
        values={k: hide(v) if type(v) is str else v for k, v in diagnostic.values.items()},
        related=tuple(replace(r, place=moved(r.place)) for r in diagnostic.related),
        excerpt=replace(diagnostic.excerpt, text=hide(diagnostic.excerpt.text)),
    )


def same_place(one: Anchor, other: Anchor) -> bool:
    """Whether two anchors mean the same characters of the same node."""
    return _characters(one) == _characters(other)


def _characters(anchor: Anchor) -> tuple[int, int, int]:
    """What is one for all anchors that mean the same characters of the same node."""
    return id(anchor.node), anchor.start, anchor.end


def plain(value: Value) -> str:
    """A value as one canonical string, the same in every language."""
    return " + ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _identity(diagnostic: Diagnostic) -> str:
    """What stays the same of a diagnostic while wording, lines and pages change."""
    values = diagnostic.values
    named = [f"{name}={plain(values[name])}" for name in sorted(values)]
    if diagnostic.rounding:
        named.append("rounding")
    return "\x1f".join([diagnostic.rule.code, diagnostic.place.address, *named])


def identified(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics with identities; those that are otherwise equal are told apart by order."""
    seen: Counter[str] = Counter()
    finished = []
    for diagnostic in diagnostics:
        identity = _identity(diagnostic)
        seen[identity] += 1
        if seen[identity] > 1:
            identity += f"\x1f#{seen[identity]}"
        finished.append(replace(diagnostic, identity=identity))
    return tuple(finished)


def message(diagnostic: Diagnostic, language: str) -> str:
    """The message of a diagnostic in a language."""
    if diagnostic.rounding:
        key = "rounding" if "expected" in diagnostic.values else "rounding-only"
        return messages.ui(key, language, **diagnostic.values)
    return messages.fill(diagnostic.rule.message[language], diagnostic.values, language)
