"""The syntax of content streams: one expression that takes a whole operation per match.

What the expression does not know comes out of it as single tokens, which :func:`operand` reads.
Quantifiers are possessive, so that no input makes them run back and forth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias, cast

from gouji.model.regex import regex

_SPACE: Final = rb"[\x00\t\n\x0c\r ]"
_REGULAR: Final = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_NUMBER: Final = rb"[-+]?[0-9.]++"
_PLAIN_STRING: Final = rb"\((?:[^()\\]++|\\[\x00-\xff])*+\)"
# strings may hold balanced parentheses; deeper nesting than this is no text
STRING: Final = rb"\((?:[^()\\]++|\\[\x00-\xff]|%s)*+\)" % (
    rb"\((?:[^()\\]++|\\[\x00-\xff]|%s)*+\)" % _PLAIN_STRING
)
_END: Final = rb"(?!" + _REGULAR + rb")"

_IMAGE_END: Final = (
    rb"[\x00\t\n\x0c\r >]EI(?:\Z|(?=[\x00\t\n\x0c\r ])"
    rb"(?=[\t\n\x0c\r\x20-\x7e]{12}|[\t\n\x0c\r\x20-\x7e]*+\Z))"
)

# an inline image: what follows its end is text, not more of its bytes; one without end is the rest
_IMAGE: Final = (
    rb"BI(?=[\x00\t\n\x0c\r /])((?:(?!" + _SPACE + rb"ID" + _SPACE + rb")[\x00-\xff])*+"
    + _SPACE + rb"ID(?:(?!" + _IMAGE_END + rb")[\x00-\xff])*+" + _IMAGE_END + rb"|[\x00-\xff]*+)"
)  # fmt: skip

# As many numbers as usual operators take are found as a run of their signs, which is much quicker
# than number by number; longer runs, whatever they are, come as tokens.
_NUMBERS: Final = rb"[-+0-9.\x00\t\n\x0c\r ]{0,%d}+"
_BLANK: Final = rb"[\t\n\x0c\r ]"  # what bytes.split takes for space
_DIGITS: Final = rb"[-+0-9.]++" + _BLANK + rb"++"
_PAIR: Final = _DIGITS + _DIGITS

# operations that are written alike time and again: those without operands, colours, widths, fonts;
# and those that show nothing: the shape of lines, named states, ends of text and of marked content
_USUAL: Final = (
    _NUMBERS % 60
    + rb"(?:Q[\n\r ]q|[EB]T|[qQnhSsFgGkKwJjMi]|T[*cwzLsr]|[WfBb]\*?|rg|RG|EMC"
    + rb"|/" + _REGULAR + rb"*+" + _SPACE + rb"*+(?:" + _NUMBER + _SPACE + rb"++Tf|gs))" + _END
)  # fmt: skip
# of these, so many are taken at once
_TOGETHER: Final = 24

# <hexadecimal string> Tj, and steps to further ones: x y TD <hexadecimal string> Tj …;
# (string) Tj; [array] TJ
_TJ: Final = _SPACE + rb"*+Tj" + _END
_SHOWN: Final = (
    _SPACE + rb"*+(?:<([^<>]*+)>" + _TJ
    + rb"((?:" + _BLANK + rb"*+" + _PAIR + rb"T[Dd]" + _BLANK + rb"*+<[0-9A-Fa-f]++>"
    + _BLANK + rb"*+Tj" + _END + rb")*+)"
    + rb"|(" + STRING + rb")" + _TJ
    + rb"|\[((?:[^\[\]()<>%]++|<[^<>]*+>|" + STRING + rb")*+)\]" + _SPACE + rb"*+TJ" + _END + rb")"
)  # fmt: skip
# after a move: x y l …
_LINES: Final = (
    rb"(?<=[0-9.\x00\t\n\x0c\r ]m)(?P<lines>(?:" + _BLANK + rb"++" + _PAIR + rb"l" + _END + rb")++)"
)
# after lines and usual operations: more single lines, each followed by the same operations
_DASHES: Final = (
    rb"(?P<dashes>(?:" + _BLANK + rb"++" + _PAIR + rb"m" + _BLANK + rb"++" + _PAIR
    + rb"l(?=" + _BLANK + rb")(?P=usual))++)"
)  # fmt: skip

# An operation gives these groups, all but its own empty: an inline image; numbers, operator, and
# the lines drawn after a move; name, number and operator; the sign with which something shown
# begins if no operator stands before it. After any of these, the usual operations that follow; what
# is shown then: a hexadecimal string, the steps to more of them, a string, an array; or more lines
# like the one before; and the usual operations that follow that. Or else one token.
OPERATION: Final = regex(
    _SPACE
    + rb"*+(?:(?:"
    + _IMAGE
    + rb"|(" + _NUMBERS % 200 + rb")(Q[\n\r ]q" + _END + rb"|[A-Za-z'\"]" + _REGULAR + rb"*+)"
    + rb"(?:" + _LINES + rb")?+"
    # /font size Tf, /name operator
    + rb"|/(" + _REGULAR + rb"*+)" + _SPACE + rb"*+(" + _NUMBER + rb"(?=" + _SPACE + rb"))?+"
    + _SPACE + rb"*+(Tf|Do|cs|CS|scn|SCN)" + _END
    # where it does not matter what is named, and /tag <<properties>> BDC
    + rb"|/" + _REGULAR + rb"*+" + _SPACE
    + rb"*+(?:gs|BMC|ri|sh|(?:<<(?:[^<>()%]++|" + _PLAIN_STRING + rb")*+>>|/" + _REGULAR + rb"*+)"
    + _SPACE + rb"*+BDC)" + _END
    + rb"|(?=(?P<bare>[<\[(]))"
    + rb")(?P<usual>(?:" + _USUAL + rb"){0,%d}+)" % _TOGETHER
    + rb"(?:" + _SHOWN + rb"|(?(lines)(?:" + _DASHES + rb")?+|(?(bare)(?!))))"
    + rb"((?:" + _USUAL + rb"){0,%d}+)" % _TOGETHER
    # anything else, piece by piece
    + rb"|(" + _NUMBER + rb"|/" + _REGULAR + rb"*+|" + STRING + rb"|<<|>>|<[^<>]*+>"
    + rb"|%[^\r\n]*+|[\x00-\xff])"
    + rb")"
)  # fmt: skip
# content up to this many bytes is cut into operations at once, which is quicker
_AT_ONCE: Final = 500_000
# of longer content, operations are counted by so many
_COUNTED: Final = 1_000

# as the groups of the expression
Operation: TypeAlias = Sequence[bytes]


def operations(data: bytes, spend: Callable[[int], None]) -> Iterable[Operation]:
    """The operations of a content stream in the groups of the expression.

    :param spend: is told of how many operations are about to come.
    """
    data = data.rstrip(b"\x00\t\n\x0c\r ")  # where nothing follows, white space is searched long
    if len(data) <= _AT_ONCE:
        found: list[Operation] = OPERATION.findall(data)
        spend(len(found))
        return found
    return _one_by_one(data, spend)


def _one_by_one(data: bytes, spend: Callable[[int], None]) -> Iterator[Operation]:
    for count, match in enumerate(OPERATION.finditer(data)):
        if count % _COUNTED == 0:
            spend(_COUNTED)
        yield cast(Operation, match.groups(b""))


# one of the usual operations found together: numbers and operator, or name and size of a font
_ONE_USUAL: Final = regex(
    rb"(" + _NUMBERS % 60 + rb")(?:(Q[\n\r ]q|[A-Za-z]++\*?)|/(" + _REGULAR + rb"*+)" + _SPACE
    + rb"*+(?:(" + _NUMBER + rb")" + _SPACE + rb"++Tf|gs))"
)  # fmt: skip
# those that show nothing
_IDLE: Final = (b"ET", b"EMC", b"J", b"j", b"M", b"i")
ELEMENT: Final = regex(rb"<([^<>]*+)>|(" + STRING + rb")|(" + _NUMBER + rb"[-0-9.]*+)")
NUMBER: Final = regex(rb"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)")
# a number, or a sign without one
_SIGNED: Final = regex(rb"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)|[-+](?![0-9.])")
_ESCAPE: Final = regex(rb"(\\(?:[0-7]{1,3}|\r\n?|[\x00-\xff])|\r\n?)")
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# operands, strings and codes that are remembered
REMEMBERED: Final = 20_000

Operand: TypeAlias = "float | bytes | Name"


class Name(str):
    """A name operand, as opposed to a string."""

    __slots__ = ()


def numbers(written: bytes) -> tuple[float, ...]:
    """Numbers separated by white space, as leniently as viewers read them."""
    try:
        return tuple(map(float, written.split()))
    except ValueError:
        return tuple(map(_lenient, _SIGNED.findall(written)))


def floats(words: Sequence[bytes]) -> list[float]:
    """One number for each word, as leniently as viewers read them."""
    try:
        return list(map(float, words))
    except ValueError:
        return list(map(_lenient, words))


def _lenient(written: bytes) -> float:
    found = NUMBER.search(written)
    return float(found.group()) if found else 0.0


def steps(written: bytes) -> tuple[list[bytes], list[bytes]]:
    """Steps to strings, ``x y TD <digits> Tj`` each: how they are made, and the digits."""
    parts = written.replace(b"<", b">").split(b">")
    return parts[:-1:2], parts[1::2]


def dashes(written: bytes, between: bytes) -> list[tuple[float, float, float, float]]:
    """Lines, ``x y m x y l`` each, with the same written between them: where each runs."""
    words = written.split()
    step = 6 + len(between.split())
    columns = (floats(words[column::step]) for column in (0, 1, 3, 4))
    return list(zip(*columns, strict=True))


class Moves(dict[bytes, tuple[float, float, bool]]):
    """``x y TD`` or ``Tj x y TD`` as written to x, y and whether they set the leading: most steps
    are as long as the one before."""

    def __missing__(self, written: bytes) -> tuple[float, float, bool]:
        *_, x, y, operator = written.split()
        move = _lenient(x), _lenient(y), operator == b"TD"
        if len(self) < REMEMBERED:
            self[written] = move
        return move


class Operands(dict[bytes, tuple[float, ...]]):
    """Numbers as written to their values, each read once: most stand on a page many times."""

    def __init__(self) -> None:
        super().__init__()
        self.usual = Usual(self)

    def __missing__(self, written: bytes) -> tuple[float, ...]:
        values = numbers(written)
        if len(self) < REMEMBERED:
            self[written] = values
        return values


class Usual(dict[bytes, tuple[tuple[bytes, tuple[Any, ...]], ...]]):
    """Usual operations as written together to each one's operator and operands, read once.

    ``Tf`` has the name of the font and its size, the others numbers.
    """

    def __init__(self, operands: Operands) -> None:
        super().__init__()
        self._operands = operands

    def __missing__(self, written: bytes) -> tuple[tuple[bytes, tuple[Any, ...]], ...]:
        operations = tuple(
            (operator or b"Tf", self._operands[before] if operator else (font, *numbers(size)))
            for before, operator, font, size in _ONE_USUAL.findall(written)
            if size or (operator and operator not in _IDLE)
        )
        if len(self) < REMEMBERED:
            self[written] = operations
        return operations


def name(written: bytes) -> str:
    """A name with its escapes resolved."""
    if b"#" in written:
        written = re.sub(
            rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), written
        )
    return written.decode("latin-1")


def unescape(written: bytes) -> bytes:
    """The bytes that a string between parentheses stands for."""
    if b"\\" not in written and b"\r" not in written:
        return written
    pieces = _ESCAPE.split(written)  # the escapes are every second one
    pieces[1::2] = map(_MEANINGS.__getitem__, pieces[1::2])
    return b"".join(pieces)


class _Meanings(dict[bytes, bytes]):
    """What escapes within strings stand for, each worked out once: there are not a thousand."""

    def __missing__(self, escape: bytes) -> bytes:
        character = escape[1:]
        if not escape.startswith(b"\\"):  # an end of line as it stands
            meaning = b"\n"
        elif character[:1] in b"01234567":
            meaning = bytes((int(character, 8) & 255,))
        elif character[:1] in b"\r\n":
            meaning = b""
        else:
            meaning = _ESCAPED.get(character, character)
        self[escape] = meaning
        return meaning


_MEANINGS: Final = _Meanings()


def operand(token: bytes) -> tuple[Operand, ...]:
    """The operand that a token stands for; nothing for what is none.

    Strings come as written between their parentheses or, when hexadecimal, as ``<digits``.
    """
    first = token[:1]
    if first == b"(" and len(token) > 1:
        return (token[1:-1],)
    if first == b"/":
        return (Name(name(token[1:])),)
    if first == b"<" and token[-1:] == b">" and len(token) > 2:
        return (token[:-1],)
    if first in b"+-.0123456789":
        return (_lenient(token),)
    return ()
