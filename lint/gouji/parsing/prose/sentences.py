"""Reads the prose of a document: the figures it mentions and the relations it states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from gouji.model.figure import Figure
from gouji.model.memo import Memo
from gouji.model.place import Anchor
from gouji.model.quantity import BARE, Quantity
from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.model.relation import Direction, Relation
from gouji.model.statements import Comparison
from gouji.model.tree import DocumentKind, Paragraph
from gouji.parsing.prose.averages import averages_of
from gouji.parsing.prose.balances import balances_of
from gouji.parsing.prose.claims import claims_of
from gouji.parsing.prose.clauses import Reader
from gouji.parsing.prose.cues import absences_in, may_tell_absence, reason_in
from gouji.parsing.prose.directions import direction_words
from gouji.parsing.prose.expenses import expenses_of
from gouji.parsing.prose.items import Item, Scope, ShareNote, Statement
from gouji.parsing.prose.leads import read_lead
from gouji.parsing.prose.readings import Context, year_of
from gouji.parsing.prose.shares import shares_of
from gouji.parsing.prose.sums import sums_of
from gouji.parsing.prose.text import PlainText, plain
from gouji.parsing.prose.tokens import Sentence, sentences
from gouji.parsing.prose.wholes import wholes_of
from gouji.parsing.prose.words import MEASURES

_YEAR = regex(r"(?P<base>[比较与同])?((?:19|20)\d\d)(?=年(?!末|底|\d)|年度)")
_AGAIN = regex(r"(?:均|也|都|尚|暂|预算均|预算也)+$")
_MEMORY = 40


class Mention(Record):
    """A figure of the prose: what it measures, as the words say it.

    ``subject`` runs from the outermost whole to the item itself, ``raw`` is the text before the
    figure; ``basis`` is initial, adjusted, execution, account or budget; ``role`` is amount, prior,
    difference, rate, share, completion, count or bare.
    """

    figure: Figure
    subject: tuple[str, ...]
    raw: str
    year: int | None
    basis: str | None
    role: str
    sentence: int


class Absence(Record):
    """A statement that there is no such money (未安排, 没有…支出, …表为空表)."""

    subject: str
    anchor: Anchor
    sentence: int


class Reason(Record):
    """The reason given for a change: what the figures say, and what the reason says."""

    subject: tuple[str, ...]
    direction: Direction
    anchor: Anchor
    words: tuple[tuple[Direction, Anchor], ...]


class Prose(Record):
    """Everything read from the paragraphs, in reading order; ``sentences`` are their places."""

    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    absences: tuple[Absence, ...] = ()
    reasons: tuple[Reason, ...] = ()
    sentences: tuple[Anchor, ...] = ()


def read_prose(
    paragraphs: Sequence[Paragraph],
    *,
    year: int | None = None,
    kind: DocumentKind = DocumentKind.UNKNOWN,
    memo: Memo | None = None,
) -> Prose:
    """Read paragraphs into figures and relations; any text gives a result.

    ``year`` is the year of the document; without it the latest year spoken of is taken.
    """
    memo = memo or Memo()
    texts = [memo.of("plain", (p,), partial(plain, p)) for p in paragraphs]
    year = year if year is not None else _year(texts)
    found: list[Sentence] = []
    scopes: list[Scope] = []
    for address, members in _sections(texts):
        begin = len(found)
        for text in members:
            found.extend(memo.of("sentences", (text,), partial(_sentences, text)))
        said = found[begin:]
        make = partial(_scope, address, said, begin, year)
        scopes.append(memo.of(f"scope {address} {begin} {year}", tuple(said), make))
    totals = wholes_of(scopes)
    relations: list[Relation] = []
    mentions: list[Mention] = []
    reasons: list[Reason] = []
    earlier: list[Statement] = []
    for scope in scopes:
        context = Context(scope, year, kind, totals, tuple(earlier[-_MEMORY:]))
        for item in scope.items:
            relations.extend(sums_of(item))
            relations.extend(claims_of(item, context))
            mentions.extend(_mentions(item))
            reasons.extend(_reasons(item))
        relations.extend(shares_of(scope.items, context))
        relations.extend(expenses_of(context))
        relations.extend(balances_of(scope))
        earlier += [s for i in scope.items if i.owner is None for s in i.statements]
    relations.extend(averages_of(scopes))
    mentions.extend(_unitless(found, {_spot(m.figure.anchor) for m in mentions}))
    order = {id(s.text.paragraph): i for i, s in enumerate(found)}
    places = tuple(s.text.anchor(s.start, s.clauses[-1].end) for s in found)
    return Prose(
        tuple(sorted(mentions, key=lambda m: (m.sentence, m.figure.anchor.start))),
        tuple(sorted(relations, key=lambda r: _place(r, order))),
        tuple(_absences(found)),
        tuple(reasons),
        places,
    )


def _scope(address: str, said: Sequence[Sentence], begin: int, year: int | None) -> Scope:
    """What the sentences of one section say."""
    scope = Scope(address)
    Reader(scope, year).read(enumerate(said, begin))
    return scope


def _sentences(text: PlainText) -> tuple[Sentence, ...]:
    return tuple(sentences(text))


def _place(relation: Relation, order: dict[int, int]) -> tuple[int, int]:
    anchors = [f.anchor for f in relation.figures]
    if isinstance(relation, Comparison):
        anchors.insert(0, relation.word)
    return (order.get(id(anchors[0].node), 0), anchors[0].start) if anchors else (0, 0)


def _year(texts: Sequence[PlainText]) -> int | None:
    """The latest year that the text speaks of, or the one after the latest it compares with."""
    bases: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for text in texts:
        for match in _YEAR.finditer(text.text):
            (bases if match["base"] else others)[int(match[2])] += 1
    if others and not (bases and max(bases) >= max(others)):
        return max(others)
    return max(bases) + 1 if bases else None


def _sections(texts: Sequence[PlainText]) -> Iterator[tuple[str, list[PlainText]]]:
    """Paragraphs of one section together: their address without its last step."""
    members: list[PlainText] = []
    current: str | None = None
    for text in texts:
        address = text.paragraph.address.rpartition(" › ")[0]
        if current is not None and address != current and members:
            yield current, members
            members = []
        current = address
        members.append(text)
    if members:
        yield current or "", members


def _spot(anchor: Anchor) -> tuple[int, int]:
    return id(anchor.node), anchor.start


def _unitless(found: Sequence[Sentence], known: set[tuple[int, int]]) -> Iterator[Mention]:
    """Numbers printed as amounts are (two decimals) that end their clause without a unit."""
    for index, sentence in enumerate(found):
        for clause in sentence.clauses:
            last = clause.tokens[-1] if clause.tokens else None
            if last is None or last.quantity.decimals != 2 or last.quantity.unit != BARE:
                continue
            anchor = sentence.text.anchor(last.start, last.end)
            raw = sentence.text.text[clause.start : last.start]
            if last.end == clause.end and clause.after in "，；。" and _spot(anchor) not in known:
                figure = Figure(last.quantity, anchor, raw)
                yield Mention(figure, (raw,), raw, None, None, "bare", index)


# -- mentions --------------------------------------------------------------------------------


def _mentions(item: Item) -> Iterator[Mention]:
    path = item.path
    for said in item.statements:
        quantity = said.figure.quantity
        role = {"money": "amount", "bare": "bare"}.get(quantity.unit.dimension, "count")
        yield Mention(
            said.figure, path, item.raw, year_of(item, said), said.basis, role, said.sentence
        )
    for change in item.changes:
        base = change.base
        for figure, role in (
            (change.prior, "prior"),
            (change.difference, "difference"),
            (change.rate, "rate"),
        ):
            if figure is not None:
                when, basis = (
                    (base.year, base.basis) if base and role == "prior" else (None, change.basis)
                )
                yield Mention(figure, path, item.raw, when, basis, role, change.sentence)
    for share in item.shares:
        yield Mention(share.figure, path, item.raw, None, None, "share", share.sentence)
        if share.whole is not None:
            yield _whole(share.whole, share)
    for completion in item.completions:
        yield Mention(
            completion.figure,
            path,
            item.raw,
            None,
            completion.basis,
            "completion",
            completion.sentence,
        )
    if item.absent is not None:
        unit = next(
            (s.figure.quantity.unit for s in (item.owner.statements if item.owner else ())), None
        )
        if unit is not None:
            figure = Figure(Quantity(unit.factor * 0, 0, unit), item.absent, item.label, blank=True)
            yield Mention(figure, path, item.raw, None, None, "amount", item.sentence)


def _whole(figure: Figure, share: ShareNote) -> Mention:
    """The amount that a share is of, where it is told with the share."""
    role = "amount" if figure.quantity.unit.dimension == "money" else "count"
    return Mention(figure, (figure.label,), figure.label, None, None, role, share.sentence)


def _reasons(item: Item) -> Iterator[Reason]:
    for cause in item.causes:
        if not item.changes and not item.againsts:
            continue
        if item.changes:
            note = item.changes[min(cause.stated_before, len(item.changes)) - 1]
            direction = note.direction
        else:
            direction = item.againsts[-1].direction
        words = tuple(
            (
                w.direction,
                Anchor(cause.anchor.node, cause.anchor.start + w.start, cause.anchor.start + w.end),
            )
            for w in direction_words(cause.anchor.text)
        )
        yield Reason(item.path, direction, cause.anchor, words)


def _absences(found: Sequence[Sentence]) -> Iterator[Absence]:
    for index, sentence in enumerate(found):
        text = sentence.text.text
        for clause in sentence.clauses:
            body = text[clause.start : clause.end]
            if not may_tell_absence(body):
                continue
            because = reason_in(body)
            for match in absences_in(body, because.start() if because else None):
                subject, start = match["what"] or match["empty"] or "", match.start()
                if match["not"]:
                    subject, start = _AGAIN.sub("", body[:start]), 0
                    after = body[match.end() :]
                    named = len(after) > 1 and after.endswith(MEASURES)
                    subject = after if named else read_lead(subject, None).label
                if len(subject) > 1 and not any(
                    t.start < clause.start + start for t in clause.tokens
                ):
                    end = (
                        len(body)
                        if match["not"] and subject in body[match.end() :]
                        else match.end()
                    )
                    place = sentence.text.anchor(clause.start + start, clause.start + end)
                    yield Absence(subject, place, index)
