"""Wordings of changes, completions and lists in the ways of several provinces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.builder.book import Book, percent, scaled
from tests.builder.draft import NO_TAGS, Num, Piece, Word

Pairs = Sequence[tuple[str, int]]
Words = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a style tells a change: its base and its words for up, down and the same."""

    base: str  # 较上年, 比上年预算安排, 与上年相比，
    up: tuple[str, str] = ("增加", "增长")
    down: tuple[str, str] = ("减少", "下降")
    same: str = "与上年持平"
    rate: bool = True  # whether the rate is printed
    bracketed: bool = False  # 增加 X 万元（增长 Y%）
    with_prior: bool = False  # 比上年 Z 万元增加 …
    certain: bool = True  # whether the base is known from the document


def changed(book: Book, now: int, prior: int, manner: Manner) -> Words:
    """较上年增加 X 万元，增长 Y%, or 持平; a base of zero has no rate."""
    gap = book.wan(now).value - book.wan(prior).value
    if not gap:
        return (manner.same,)
    word, rate = manner.up if gap > 0 else manner.down
    known = manner.certain and bool(prior)
    # Without a rate or last year's figure nothing tells which way it went.
    told = manner.certain and (manner.with_prior or (manner.rate and bool(prior)))
    direction = frozenset({"direction"}) if told else NO_TAGS
    words: list[object] = [manner.base]
    if manner.with_prior:
        words += [book.wan(prior), "万元"]
    words += [Word(word, direction), book.wan(abs(now - prior), *(["change"] if known else []))]
    words.append("万元")
    if not manner.rate or not prior:
        return tuple(words)
    growth = Num(percent(abs(now - prior), prior), 2, frozenset({"growth"} if known else set()))
    if manner.bracketed:
        return (*words, "（", Word(rate, direction), growth, "%）")
    return (*words, "，", Word(rate, direction), growth, "%")


def completed(
    book: Book,
    now: int,
    planned: int,
    *,
    budget: str = "年初预算",
    account: str = "支出决算为",
    between: str = "，",
) -> Words:
    """年初预算为 X 万元，支出决算为 Y 万元，完成年初预算的 Z%."""
    rate = percent(now, planned) if planned else Decimal(0)
    return (
        f"{budget}为",
        book.wan(planned),
        f"万元，{account}",
        figure(book, now),
        "万元",
        *(
            (f"{between}完成{budget}的", Num(rate, 2, frozenset({"completion"})), "%")
            if planned
            else ()
        ),
    )


def against(book: Book, now: int, planned: int, reason: str, *, budget: str, account: str) -> Words:
    """决算数大于年初预算数的主要原因是…, or 持平."""
    a, b = book.wan(now).value, book.wan(planned).value
    if a == b:
        return (f"{account}与{budget}持平",)
    word = Word("大于" if a > b else "小于", frozenset({"direction"}))
    return (account, word, f"{budget}的主要原因是{reason}")


def figure(book: Book, amount: int) -> Num:
    """An amount that stands elsewhere, or nil."""
    return book.tied(amount) if amount else Num(Decimal(0), book.prose)


def listed(
    book: Book,
    pairs: Pairs,
    whole: int = 0,
    *,
    mark: str = "，",
    share: str = "，占",
    end: str = "",
    zeros: bool = False,
) -> Words:
    """名 X 万元，占 Y%；名 X 万元，占 Y%; without a whole the shares are left out."""
    words: list[object] = []
    for name, amount in pairs:
        if not amount and not zeros:
            continue
        words += [mark if words else "", name, figure(book, amount), "万元"]
        if whole:
            words += [share, book.share(amount, whole), "%" + end]
    return tuple(words)


def reasoned(words: Words, same: str, reason: str) -> Words:
    """A change followed by its reason, unless nothing changed."""
    return words if len(words) == 1 else (*words, f"，主要是{reason}")


def uncertain(words: Words) -> Words:
    """The same words where a wrong figure could not be told for certain."""
    return tuple(replace(w, tags=NO_TAGS) if isinstance(w, (Num, Word)) else w for w in words)


def each(
    pairs: Sequence[tuple[str, int, int]], tell: Callable[[str, int, int], Words], mark: str = "；"
) -> Words:
    """``tell`` for each name with its two amounts, with a mark between."""
    words: list[object] = []
    for name, now, prior in pairs:
        words += [mark if words else "", *tell(name, now, prior)]
    return tuple(words)


def joined(*words: object) -> tuple[Piece, ...]:
    """Flat words."""
    flat: list[Piece] = []
    for word in words:
        if isinstance(word, tuple):
            flat += joined(*word)
        elif isinstance(word, (str, Num, Word)):
            flat.append(word)
    return tuple(flat)


def wan_of(amount: int) -> Decimal:
    """An amount in 万元 with two decimals."""
    return scaled(amount, "万元", 2)
