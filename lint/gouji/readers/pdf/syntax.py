"""The syntax of content streams: one expression that takes a whole operation per match.

What the expression does not know comes out of it as single tokens, which :func:`operand` reads.
Quantifiers are possessive, so that no input makes them run back and forth.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

_SPACE: Final = rb"[\x00\t\n\x0c\r ]"
_REGULAR: Final = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_NUMBER: Final = rb"[-+]?[0-9.]++"
_STRING: Final = rb"\((?:[^()\\]++|\\[\x00-\xff])*+\)"
_END: Final = rb"(?!" + _REGULAR + rb")"

# groups; the last one taken tells what a match is, none that it is of no interest here
NUMBERS, OPERATOR, THEN_HEX, HEX, LITERAL, ARRAY, FONT, FONT_SIZE, NAME, NAMED, TOKEN = range(1, 12)

OPERATION: Final = re.compile(
    _SPACE
    + rb"*+(?:"
    # numbers and an operator, and the string shown right after it
    + rb"((?:" + _NUMBER + _SPACE + rb"*+)*+)([A-Za-z'\"]" + _REGULAR + rb"*+)"
    + rb"(?:" + _SPACE + rb"*+<([^<>]*+)>" + _SPACE + rb"*+Tj" + _END + rb")?+"
    # <hexadecimal string> Tj, (string) Tj, [array] TJ
    + rb"|<([^<>]*+)>" + _SPACE + rb"*+Tj" + _END
    + rb"|(" + _STRING + rb")" + _SPACE + rb"*+Tj" + _END
    + rb"|\[((?:[^\[\]()<>%]++|<[^<>]*+>|" + _STRING + rb")*+)\]" + _SPACE + rb"*+TJ" + _END
    # /font size Tf
    + rb"|/(" + _REGULAR + rb"*+)" + _SPACE + rb"++(" + _NUMBER + rb")" + _SPACE + rb"++Tf" + _END
    # /name operator
    + rb"|/(" + _REGULAR + rb"*+)" + _SPACE + rb"*+(Do|cs|CS|scn|SCN)" + _END
    # the same where it does not matter what is named, and /tag <<properties>> BDC
    + rb"|/" + _REGULAR + rb"*+" + _SPACE
    + rb"*+(?:gs|BMC|ri|sh|(?:<<(?:[^<>()%]++|" + _STRING + rb")*+>>|/" + _REGULAR + rb"*+)"
    + _SPACE + rb"*+BDC)" + _END
    # anything else, piece by piece
    + rb"|(" + _NUMBER + rb"|/" + _REGULAR + rb"*+|" + _STRING + rb"|<<|>>|<[^<>]*+>"
    + rb"|%[^\r\n]*+|[\x00-\xff])"
    + rb")"
)  # fmt: skip

ELEMENT: Final = re.compile(
    rb"<([^<>]*+)>|\(((?:[^()\\]++|\\[\x00-\xff])*+)\)|(" + _NUMBER + rb"[-0-9.]*+)"
)
NUMBER: Final = re.compile(rb"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)")
_NESTED: Final = re.compile(rb"[^()\\]++|\\[\x00-\xff]|[()]")
_IMAGE_DATA: Final = re.compile(rb"[\x00\t\n\x0c\r >]ID[\x00\t\n\x0c\r ]")
_IMAGE_END: Final = re.compile(rb"[\x00\t\n\x0c\r >]EI(?=[\x00\t\n\x0c\r ]|\Z)")
# what follows the end of an image is text, not more of its bytes
_PLAIN: Final = re.compile(rb"[\t\n\x0c\r\x20-\x7e]*+\Z")
_PLAIN_LENGTH: Final = 12

Operand: TypeAlias = "float | bytes | list[Operand] | Name | None"


class Name(str):
    """A name operand, as opposed to a string."""

    __slots__ = ()


def numbers(written: bytes) -> list[float]:
    """Numbers separated by white space, as leniently as viewers read them."""
    try:
        return list(map(float, written.split()))
    except ValueError:
        return [float(number) for number in NUMBER.findall(written)]


def name(written: bytes) -> str:
    """A name with its escapes resolved."""
    if b"#" in written:
        written = re.sub(
            rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), written
        )
    return written.decode("latin-1")


def operand(data: bytes, token: bytes, start: int) -> tuple[Operand, int]:
    """The operand that begins with ``token`` at ``start``, and where it ends.

    Strings come as written between their parentheses or, when hexadecimal, as ``<digits``.
    """
    first = token[:1]
    end = start + len(token)
    if first == b"(":
        return (token[1:-1], end) if len(token) > 1 else _nested_string(data, start)
    if first == b"/":
        return Name(name(token[1:])), end
    if first == b"<" and token != b"<<":
        return (b"<" + token[1:-1], end) if len(token) > 1 else (None, end)
    if first in b"+-.0123456789":
        found = NUMBER.search(token)
        return (float(found.group()) if found else 0.0), end
    return None, end


def _nested_string(data: bytes, start: int) -> tuple[Operand, int]:
    """A string with balanced parentheses inside, or one that never ends."""
    depth = 0
    for piece in _NESTED.finditer(data, start):
        token = piece.group()
        if token == b"(":
            depth += 1
        elif token == b")":
            depth -= 1
            if depth == 0:
                return data[start + 1 : piece.start()], piece.end()
    return None, len(data)


def after_inline_image(data: bytes, start: int) -> int:
    """Where content goes on after an inline image that begins at ``start``."""
    begin = _IMAGE_DATA.search(data, start)
    if begin is None:
        return len(data)
    position = begin.end() - 1
    while True:
        end = _IMAGE_END.search(data, position)
        if end is None:
            return len(data)
        if _PLAIN.match(data[end.end() : end.end() + _PLAIN_LENGTH]):
            return end.end()
        position = end.end()
