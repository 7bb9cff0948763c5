"""The syntax of content streams: one expression that takes a whole operation per match.

What the expression does not know comes out of it as single tokens, which :func:`operand` reads.
Quantifiers are possessive, so that no input makes them run back and forth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, cast

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

# operations that show nothing: the shape of lines, named states, ends of text and of marked content
_IDLE: Final = (
    rb"(?:" + _SPACE + rb"*+(?:ET|EMC|[0-9.]{1,4}+" + _SPACE + rb"++[JjMi]"
    + rb"|/" + _REGULAR + rb"*+" + _SPACE + rb"++gs)" + _END + rb")*+"
)  # fmt: skip

_IMAGE_END: Final = (
    rb"[\x00\t\n\x0c\r >]EI(?:\Z|(?=[\x00\t\n\x0c\r ])"
    rb"(?=[\t\n\x0c\r\x20-\x7e]{12}|[\t\n\x0c\r\x20-\x7e]*+\Z))"
)

# an inline image: what follows its end is text, not more of its bytes; one without end is the rest
_IMAGE: Final = (
    rb"BI(?=[\x00\t\n\x0c\r /])(?:(?:(?!" + _SPACE + rb"ID" + _SPACE + rb")[\x00-\xff])*+"
    + _SPACE + rb"ID(?:(?!" + _IMAGE_END + rb")[\x00-\xff])*+" + _IMAGE_END + rb"|[\x00-\xff]*+)"
)  # fmt: skip

# a number that Python reads as it stands
_EXACT: Final = rb"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)"
_PAIR: Final = _EXACT + _SPACE + rb"++" + _EXACT + _SPACE + rb"++"
# <hexadecimal string> Tj, and steps to further ones: x y TD <hexadecimal string> Tj …
_SHOWN: Final = _SPACE + rb"*+<([^<>]*+)>" + _SPACE + rb"*+Tj" + _END
_STEPS: Final = (
    rb"((?:" + _SPACE + rb"*+" + _PAIR + rb"T[Dd]" + _SPACE + rb"*+<[^<>]*+>"
    + _SPACE + rb"*+Tj" + _END + rb")*+)"
)  # fmt: skip
# after a move: x y l …
_LINES: Final = (
    rb"(?<=[0-9.\x00\t\n\x0c\r ]m)((?:" + _SPACE + rb"++" + _PAIR + rb"l" + _END + rb")++)"
)

# operations that are written alike time and again: those without operands, colours, widths, fonts
_NULLARY: Final = rb"Q[\n\r ]q|BT|T\*|[qQhnSsF]|[WfBb]\*?"
_SETTING: Final = rb"rg|RG|[gGkKw]|T[cwzLsr]"
_FONT: Final = rb"/(" + _REGULAR + rb"*+)" + _SPACE + rb"*+(" + _NUMBER + rb")" + _SPACE + rb"++Tf"
_USUAL: Final = (
    _SPACE + rb"*+(?:(?:" + _NULLARY + rb")|(?:" + _NUMBER + _SPACE + rb"++){1,4}+(?:" + _SETTING
    + rb")|" + _FONT.replace(b"(", b"(?:") + rb")" + _END + _IDLE
)  # fmt: skip
# of these, so many are taken at once
_TOGETHER: Final = 16

# An operation gives these groups, all but its own empty: image; numbers and operator, then the
# string shown right after it and the steps to more of them, or the lines drawn after a move; shown
# string; shown array; name, number and operator; after any of these the usual operations that
# follow; anything else.
OPERATION: Final = regex(
    _SPACE
    + rb"*+(?:(?:"
    + rb"(" + _IMAGE + rb")"
    # numbers and an operator, and what belongs to it right after it
    + rb"|((?:" + _NUMBER + _SPACE + rb"*+){0,6}+)"
    + rb"(Q[\n\r ]q" + _END + rb"|[A-Za-z'\"]" + _REGULAR + rb"*+)"
    + rb"(?:" + _SHOWN + _STEPS + rb"|" + _LINES + rb")?+"
    # <hexadecimal string> Tj, (string) Tj, [array] TJ
    + rb"|(<[^<>]*+>|" + STRING + rb")" + _SPACE + rb"*+Tj" + _END
    + rb"|\[((?:[^\[\]()<>%]++|<[^<>]*+>|" + STRING + rb")*+)\]" + _SPACE + rb"*+TJ" + _END
    # /font size Tf, /name operator
    + rb"|/(" + _REGULAR + rb"*+)" + _SPACE + rb"*+(" + _NUMBER + rb"(?=" + _SPACE + rb"))?+"
    + _SPACE + rb"*+(Tf|Do|cs|CS|scn|SCN)" + _END
    # where it does not matter what is named, and /tag <<properties>> BDC
    + rb"|/" + _REGULAR + rb"*+" + _SPACE
    + rb"*+(?:gs|BMC|ri|sh|(?:<<(?:[^<>()%]++|" + _PLAIN_STRING + rb")*+>>|/" + _REGULAR + rb"*+)"
    + _SPACE + rb"*+BDC)" + _END
    + rb")" + _IDLE + rb"((?:" + _USUAL + rb"){0,%d}+)" % _TOGETHER
    # anything else, piece by piece
    + rb"|(" + _NUMBER + rb"|/" + _REGULAR + rb"*+|" + STRING + rb"|<<|>>|<[^<>]*+>"
    + rb"|%[^\r\n]*+|[\x00-\xff])"
    + rb")"
)  # fmt: skip
# content up to this many bytes is cut into operations at once, which is quicker
_AT_ONCE: Final = 500_000
# of longer content, operations are counted by so many
_COUNTED: Final = 1_000

Operation: TypeAlias = tuple[
    bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes
]


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


# one of the usual operations found together: numbers and operator, or name and number of a font
USUAL: Final = regex(
    _SPACE + rb"*+(?:((?:" + _NUMBER + _SPACE + rb"++)*+)(" + _NULLARY + rb"|" + _SETTING + rb")|"
    + _FONT + rb")" + _END + _IDLE
)  # fmt: skip
# a step to a string of those found together: offset, operator, hexadecimal digits
STEP: Final = regex(rb"([-+0-9.][^T]*+)T([Dd])[^<]*+<([^>]*+)>")
ELEMENT: Final = regex(rb"<([^<>]*+)>|(" + STRING + rb")|(" + _NUMBER + rb"[-0-9.]*+)")
NUMBER: Final = regex(rb"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)")
_ESCAPE: Final = regex(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|([\x00-\xff]))|\r\n?")
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# operands that are remembered
_REMEMBERED: Final = 20_000

Operand: TypeAlias = "float | bytes | Name | None"


class Name(str):
    """A name operand, as opposed to a string."""

    __slots__ = ()


def numbers(written: bytes) -> tuple[float, ...]:
    """Numbers separated by white space, as leniently as viewers read them."""
    try:
        return tuple(map(float, written.split()))
    except ValueError:
        return tuple(float(number) for number in NUMBER.findall(written))


class Operands(dict[bytes, tuple[float, ...]]):
    """Numbers as written to their values, each read once: most stand on a page many times."""

    def __init__(self) -> None:
        super().__init__()
        self.usual = Usual(self)

    def __missing__(self, written: bytes) -> tuple[float, ...]:
        try:
            values = tuple(map(float, written.split()))
        except ValueError:
            values = numbers(written)
        if len(self) < _REMEMBERED:
            self[written] = values
        return values


class Usual(dict[bytes, tuple[tuple[bytes, tuple[float, ...]], ...]]):
    """Usual operations as written together to each one's operator and numbers, read once.

    In place of the operator ``Tf`` stands the name of the font, with its slash.
    """

    def __init__(self, operands: Operands) -> None:
        super().__init__()
        self._operands = operands

    def __missing__(self, written: bytes) -> tuple[tuple[bytes, tuple[float, ...]], ...]:
        operations = tuple(
            (b"/" + font, self._operands[size]) if size else (operator, self._operands[operands])
            for operands, operator, font, size in USUAL.findall(written)
        )
        if len(self) < _REMEMBERED:
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

    def meaning(match: re.Match[bytes]) -> bytes:
        octal, line_end, character = match.groups()
        if octal:
            return bytes((int(octal, 8) & 255,))
        if line_end:
            return b""
        if character:
            return _ESCAPED.get(character, character)
        return b"\n"

    return _ESCAPE.sub(meaning, written)


def operand(token: bytes) -> Operand:
    """The operand that a token stands for; None for what is none.

    Strings come as written between their parentheses or, when hexadecimal, as ``<digits``.
    """
    first = token[:1]
    if first == b"(":
        return token[1:-1] if len(token) > 1 else None
    if first == b"/":
        return Name(name(token[1:]))
    if first == b"<":
        return token[:-1] if token[-1:] == b">" and len(token) > 2 else None
    if first in b"+-.0123456789":
        found = NUMBER.search(token)
        return float(found.group()) if found else 0.0
    return None
