"""Objects of a PDF file as plain values, whatever is wrong with them."""

from __future__ import annotations

from math import isfinite
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral, literal_name


def resolved(value: object) -> Any:
    """The object behind a reference; None when it cannot be read."""
    try:
        return resolve1(value)
    except Exception:  # noqa: BLE001 — pdfminer raises many kinds on broken objects
        return None


def name_of(value: object) -> str:
    """The text of a name object; empty for anything else."""
    value = resolved(value)
    return str(literal_name(value)) if isinstance(value, PSLiteral) else ""


def dictionary(value: object) -> dict[str, Any]:
    """A dictionary object; empty for anything else."""
    value = resolved(value)
    return value if isinstance(value, dict) else {}


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """The first ``count`` numbers of an array; None when they are not all there."""
    items = resolved(value)
    if not isinstance(items, list) or len(items) < count:
        return None
    found = [resolved(item) for item in items[:count]]
    if all(isinstance(item, (int, float)) and isfinite(item) for item in found):
        return tuple(float(item) for item in found)
    return None
