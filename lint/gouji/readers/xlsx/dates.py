"""Dates of spreadsheets: days since 1900 (or 1904) as the sheet shows them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gouji.model.regex import regex

_SILENT: Final = regex(r'"[^"]*"?|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.DOTALL | re.IGNORECASE)
_PARTS: Final = regex(r"[ymdhs]|a{3,4}", re.IGNORECASE)
_NO_DATE: Final = regex(r"General|[0#?@]", re.IGNORECASE)
_TOKEN: Final = regex(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<part>y+|m+|d+|h+|s+|a{3,4})|(?P<tenths>\.0+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_EPOCH: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_465  # the last day of the year 9999
_WEEK: Final = "一二三四五六日"


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether a number format shows dates or times."""
    said = _SILENT.sub("", code.partition(";")[0])
    bare = re.sub(r"AM/PM|A/P|上午/下午|\.0+", "", said, flags=re.IGNORECASE)
    return bool(_PARTS.search(bare)) and not _NO_DATE.search(bare)


def date_text(serial: Decimal, code: str, *, since_1904: bool) -> str:
    """A day number as shown; empty where there is no such day."""
    if not 0 <= serial <= _LAST_DAY:
        return ""
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    moment = epoch + timedelta(seconds=round(float(serial) * 86400))
    tokens = list(_TOKEN.finditer(code.partition(";")[0]))
    noon = any(t["noon"] for t in tokens)
    out: list[str] = []
    for index, token in enumerate(tokens):
        if token["part"]:
            minutes = _is_minute(tokens, index)
            out.append(_part(token["part"].lower(), moment, noon=noon, minutes=minutes))
        elif token["noon"]:
            out.append("AM" if moment.hour < 12 else "PM")
        elif token["elapsed"]:
            out.append(_elapsed(token["elapsed"].lower(), serial))
        else:
            out.append(token["quoted"] or token["escaped"] or token["other"] or "")
    return "".join(out).strip()


def _is_minute(tokens: list[re.Match[str]], index: int) -> bool:
    """Whether an ``m`` stands for minutes: after hours or before seconds."""
    parts = [i for i, t in enumerate(tokens) if t["part"] or t["elapsed"]]
    here = parts.index(index)
    before = tokens[parts[here - 1]] if here else None
    after = tokens[parts[here + 1]] if here + 1 < len(parts) else None
    hours = before is not None and (before["part"] or before["elapsed"] or "")[:1] in "hH"
    seconds = after is not None and (after["part"] or "x")[:1] in "sS"
    return hours or seconds


def _part(part: str, moment: datetime, *, noon: bool, minutes: bool) -> str:
    length = len(part)
    if part[0] == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if part[0] == "a":
        day = _WEEK[moment.weekday()]
        return f"星期{day}" if length == 4 else day
    if part[0] == "m" and not minutes and length > 2:
        return moment.strftime("%B") if length == 4 else moment.strftime("%b")
    if part[0] == "d" and length > 2:
        return moment.strftime("%A") if length == 4 else moment.strftime("%a")
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    month = moment.minute if minutes else moment.month
    number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[part[0]]
    return f"{number:02d}" if length > 1 else str(number)


def _elapsed(part: str, serial: Decimal) -> str:
    seconds = round(float(serial) * 86400)
    return str(seconds // {"h": 3600, "m": 60, "s": 1}[part[0]])
