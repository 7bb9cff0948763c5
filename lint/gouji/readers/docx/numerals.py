"""Numbers in the ways Word prints them: 一, 壹, 甲, ①, iv, B (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST: Final = 9999  # beyond, and below 1, numbers are printed in plain digits
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, form: str) -> str:
    """``number`` as Word prints it in the number format ``form``; unknown forms are decimal."""
    if form in ("none", "bullet"):
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    write = _FORMS.get(form)
    return write(number) if write is not None and 0 < number <= _MOST else str(number)


def _counting(number: int, digits: str, units: tuple[str, str, str]) -> str:
    """Counting in Chinese: 一百零一; ten is said without a leading one."""
    text = ""
    zero = False
    for place, unit in zip((1000, 100, 10), units, strict=True):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if zero else "") + digits[digit] + unit
            zero = False
        else:
            zero = bool(text)
    if number:
        text += ("零" if zero else "") + digits[number]
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese(number: int) -> str:
    return _counting(number, _DIGITS, ("千", "百", "十"))


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, ("仟", "佰", "拾"))


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letter(number: int) -> str:
    """a … z, aa, bb: the letter is repeated."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def _within(characters: str) -> Callable[[int], str]:
    return lambda n: characters[n - 1] if n <= len(characters) else str(n)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _bracketed(number: int) -> str:
    return chr(0x2474 + number - 1) if number <= 20 else f"({number})"


_FORMS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
                *("taiwaneseCounting", "taiwaneseCountingThousand"),
            ),
            _chinese,
        ),
        **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _legal),
        **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _digital),
        "ideographTraditional": _within(_STEMS),
        "ideographZodiac": _within(_BRANCHES),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedParen": _bracketed,
        "decimalFullWidth": lambda n: str(n).translate(_WIDE),
        "decimalFullWidth2": lambda n: str(n).translate(_WIDE),
        "lowerLetter": _letter,
        "upperLetter": lambda n: _letter(n).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda n: _roman(n).upper(),
    }
)
