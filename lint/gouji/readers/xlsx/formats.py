"""Number formats: a stored number as the sheet shows it (ECMA-376, part 1, 18.8.30).

What is printed decides how finely a figure is known, so ``34.3`` under ``0.00`` is ``34.30``.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from gouji.model.record import Record
from gouji.model.regex import regex
from gouji.readers.xlsx.dates import date_text, is_date

BUILTIN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN: Final = regex(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<exponent>[Ee][+-]0+)|(?P<digit>[0#?])|(?P<sign>[.,%@])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION: Final = regex(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_CURRENCY: Final = regex(r"\$([^-]*)(?:-.*)?")
_MOST_DIGITS: Final = 15  # what a spreadsheet keeps of a number
_GENERAL_WIDTH: Final = 11  # characters that General shows
_MOST_TOKENS: Final = 200
_HUGE: Final = 60  # digits; beyond, a number is shown as stored


class _Section(Record):
    """One of the up to four parts of a format: tokens ``(sort, text)`` and a condition."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None

    def count(self, text: str) -> int:
        """How many signs of one sort there are."""
        return sum(sort == "sign" and said == text for sort, said in self.tokens)

    @property
    def has_digits(self) -> bool:
        """Whether it shows a number at all."""
        return any(sort in ("digit", "general", "exponent") for sort, _ in self.tokens)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        sort = match.lastgroup or "other"
        text = match[sort]
        if sort == "other" and text == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif sort == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = _condition(found) or condition
            elif money := _CURRENCY.fullmatch(text):
                tokens.append(("literal", money[1]))
        elif sort in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        elif sort not in ("space", "fill") and len(tokens) < _MOST_TOKENS:
            tokens.append((sort, text))
    return (*sections, _Section(tuple(tokens), condition))


def _condition(match: re.Match[str]) -> tuple[str, Decimal] | None:
    try:
        return match[1], Decimal(match[2])
    except InvalidOperation:
        return None


@lru_cache(maxsize=8192)
def number_text(stored: str, code: str, *, since_1904: bool = False) -> str:
    """The number of a cell as shown under a format; what is no number comes back as it is."""
    try:
        number = Decimal(f"{float(stored):.{_MOST_DIGITS}g}")
    except (ValueError, OverflowError):
        return stored
    if not number.is_finite() or abs(number.adjusted()) > _HUGE:
        return stored
    if is_date(code):
        return date_text(number, code, since_1904=since_1904) or general(number)
    sections = _sections(code)
    index = _which(number, sections)
    section = sections[index]
    if section.count("@") or (not section.tokens and len(sections) == 1):
        return general(number)
    if not section.has_digits:
        return _literals(section)
    magnitude = abs(number)
    sign = "-" if number < 0 and (index == 0 or section.condition is not None) else ""
    text = _shown(magnitude, section)
    nothing = not any(c in "123456789" for c in text)
    return text if nothing else sign + text


def text_text(text: str, code: str) -> str:
    """The text of a cell as shown under a format: only a fourth part says anything of it."""
    sections = _sections(code)
    if len(sections) < 4:
        return text
    return "".join(text if said == "@" else said for _, said in sections[3].tokens)


def _which(number: Decimal, sections: tuple[_Section, ...]) -> int:
    """Which part of a format shows a number."""
    if any(section.condition for section in sections[:2]):
        for index, section in enumerate(sections[:2]):
            if section.condition is not None and _meets(number, *section.condition):
                return index
        return min(2, len(sections) - 1)
    if number < 0 and len(sections) > 1:
        return 1
    return 2 if number == 0 and len(sections) > 2 else 0


def _meets(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]


def _literals(section: _Section) -> str:
    return "".join(text for sort, text in section.tokens if sort == "literal").strip()


def general(number: Decimal) -> str:
    """A number as the format General shows it: as many decimals as fit."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    whole = len(f"{abs(number):.0f}")
    step = Decimal(1).scaleb(-max(0, _GENERAL_WIDTH - 1 - whole))
    text = f"{number.quantize(step, rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(number: Decimal, section: _Section) -> str:
    """A magnitude by one part of a format."""
    tokens = section.tokens
    if any(sort == "general" for sort, _ in tokens):
        return "".join(
            general(number) if sort == "general" else text
            for sort, text in tokens
            if sort in ("general", "literal")
        ).strip()
    if any(sort == "exponent" for sort, _ in tokens) or ("literal", "/") in tokens:
        return general(number)
    number *= Decimal(100) ** section.count("%")
    point = next((i for i, t in enumerate(tokens) if t == ("sign", ".")), len(tokens))
    before, after = tokens[:point], tokens[point + 1 :]
    number = number.scaleb(-3 * _scaling(before, after))
    places = [text for sort, text in after if sort == "digit"]
    number = number.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{number:f}".partition(".")
    while places and places[-1] == "#" and fraction.endswith("0"):
        places.pop()
        fraction = fraction[:-1]
    shown = _whole(before, "" if whole == "0" else whole)
    point_text = "." if fraction else ""
    return (shown + point_text + _fraction(after, fraction)).strip()


def _scaling(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> int:
    """How many commas stand behind the last digit: each divides by a thousand."""
    count = 0
    for sort, text in reversed([t for t in before + after if t[0] in ("digit", "sign")]):
        if (sort, text) == ("sign", ","):
            count += 1
        elif sort == "digit":
            break
    return count


def _whole(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """The digits before the point put into their places from the right; literals stay between."""
    places = [index for index, (sort, _) in enumerate(tokens) if sort == "digit"]
    least = sum(text == "0" for sort, text in tokens if sort == "digit")
    digits = digits.rjust(least, "0")
    grouped = bool(places) and any(
        token == ("sign", ",") for token in tokens[places[0] : places[-1]]
    )
    left = len(digits)
    out: list[str] = []
    for index in range(len(tokens) - 1, -1, -1):
        sort, text = tokens[index]
        if sort == "digit":
            first = index == places[0]
            take = left if first else min(left, 1)
            for position in range(left - 1, left - take - 1, -1):
                done = len(digits) - 1 - position
                if grouped and done and done % 3 == 0:
                    out.append(",")
                out.append(digits[position])
            left -= take
        elif sort == "literal":
            out.append(text)
        elif text == "%":
            out.append("%")
    return "".join(reversed(out))


def _fraction(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """The digits behind the point, and what stands between and after them."""
    out: list[str] = []
    rest = iter(digits)
    for sort, text in tokens:
        if sort == "digit":
            out.append(next(rest, ""))
        elif sort == "literal" or text == "%":
            out.append(text)
    return "".join(out)
