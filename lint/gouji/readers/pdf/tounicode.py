"""ToUnicode maps of PDF fonts: which characters a code stands for (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from gouji.model.regex import regex

_SECTION: Final = regex(
    rb"begin(bfchar|bfrange|cidchar|cidrange)((?:(?!end(?:bf|cid)).)*+)", re.DOTALL
)
_TOKEN: Final = regex(rb"<([^>]*)>|(\[)|(\])|/([^\s<>\[\]/()]+)|([-+]?\d+)")
_HEX: Final = regex(rb"[0-9A-Fa-f]++")
_PLAIN: Final = regex(rb"\s*+(?:<(?:[0-9A-Fa-f]{2}){1,4}+>\s*+<[0-9A-Fa-f]{4}>\s*+)*+")
_NOT_HEX: Final = regex(rb"[^0-9A-Fa-f]+")

# Fonts made by some writers map ideographs to the code points of radicals and compatibility
# forms, which look the same and compare differently. Unicode normalises those of _LOOKALIKES; the
# radicals of the supplement are matched here (EquivalentUnifiedIdeograph.txt of the UCD).
_LOOKALIKES: Final = regex("[\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ALIKE: Final = regex("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")  # either sort
_SUPPLEMENT: Final = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄黾齐齿龙龟",
)

Token = bytes | str | int


def parse(data: bytes, maximum: int) -> dict[int, str]:
    """Codes to characters, at most ``maximum`` of them."""
    codes: dict[int, str] = {}
    for section in _SECTION.finditer(data):
        kind, body = section.group(1), section.group(2)
        if not kind.endswith(b"char"):
            _ranges(_tokens(body), codes, maximum)
        elif not _is_plain(body, codes, maximum):
            _characters(_tokens(body), codes, maximum)
        if len(codes) >= maximum:
            break
    return codes


def ideograph(text: str) -> str:
    """Radicals and compatibility forms as the unified ideographs they look like."""
    if not _ALIKE.search(text):
        return text
    text = text.translate(_SUPPLEMENT)
    return _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _tokens(body: bytes) -> Iterator[Token]:
    for token in _TOKEN.finditer(body):
        kind = token.lastindex
        if kind == 1:
            digits = _NOT_HEX.sub(b"", token.group(1))
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        elif kind == 5:
            yield int(token.group(5))
        elif kind == 4:
            yield "/" + token.group(4).decode("latin-1")
        else:
            yield token.group().decode()


def _is_plain(body: bytes, codes: dict[int, str], maximum: int) -> bool:
    """Whether a section gives one character for each code, as most do; if so, they are taken."""
    if _PLAIN.fullmatch(body) is None:
        return False
    words = _HEX.findall(body)
    text = bytes.fromhex(b"".join(words[1::2]).decode()).decode("utf-16-be", "ignore")
    if len(text) * 2 != len(words) or "\xa0" in text or len(codes) + len(text) > maximum:
        return False
    codes.update(zip([int(word, 16) for word in words[::2]], text, strict=True))
    return True


def _characters(tokens: Iterator[Token], codes: dict[int, str], maximum: int) -> None:
    pending: Token | None = None
    for token in tokens:
        if pending is None:
            pending = token
            continue
        code = _number(pending)
        if code is not None:
            _put(codes, code, _text(token), maximum)
        pending = None


def _ranges(tokens: Iterator[Token], codes: dict[int, str], maximum: int) -> None:
    for first in tokens:
        low, high = _number(first), _number(next(tokens, ""))
        target = next(tokens, "")
        if target == "[":
            targets = list(iter(lambda: next(tokens, "]"), "]"))
            if low is not None:
                for offset, item in enumerate(targets[: maximum - len(codes)]):
                    _put(codes, low + offset, _text(item), maximum)
            continue
        if low is None or high is None:
            continue
        if isinstance(target, int):
            target = target.to_bytes(4, "big") if 0 <= target < 0x110000 else ""
        if not isinstance(target, bytes) or not target:
            continue
        prefix, tail = target[:-4], target[-4:]
        base, length = int.from_bytes(tail, "big"), len(tail)
        for offset in range(min(high - low + 1, maximum - len(codes))):
            value = (base + offset) & ((1 << 8 * length) - 1)
            _put(codes, low + offset, _text(prefix + value.to_bytes(length, "big")), maximum)


def _number(token: Token) -> int | None:
    if isinstance(token, bytes):
        return int.from_bytes(token, "big") if len(token) <= 4 else None
    return token if isinstance(token, int) else None


def _text(token: Token) -> str | None:
    if isinstance(token, bytes):
        return token.decode("utf-16-be", "ignore")
    if isinstance(token, int):
        return chr(token) if 0 <= token < 0x110000 else None
    if token.startswith("/"):
        from pdfminer.encodingdb import name2unicode  # noqa: PLC0415

        try:
            return name2unicode(token[1:])
        except (KeyError, ValueError):
            return None
    return None


def _put(codes: dict[int, str], code: int, text: str | None, maximum: int) -> None:
    if text is None or len(codes) >= maximum:
        return
    if text == "\xa0" and codes.get(code) == " ":
        return  # a code mapped to both is a space
    codes[code] = text
