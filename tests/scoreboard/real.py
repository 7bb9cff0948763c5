"""Real documents against the audit ``truth_dev.json``."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.scoreboard.lint import Linted, Row, lint, squeezed

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(slots=True)
class RealScore:
    """Counts over all real documents, with the places of what was missed or wrongly said."""

    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    judged: int = 0
    not_judged: int = 0
    most_false_per_document: int = 0


def score_real(corpus: Path) -> RealScore:
    """Check every audited document."""
    score = RealScore()
    truth = json.loads((corpus / "truth_dev.json").read_text(encoding="utf-8"))
    documents = dict.fromkeys(row["doc"] for row in truth)
    for name in documents:
        folder = "jimsar" if name.startswith("jimsar") else "real"
        linted = lint(corpus / folder / name)
        _score(score, name, linted, [row for row in truth if row["doc"] == name])
    return score


def _score(score: RealScore, name: str, linted: Linted, truth: list[dict[str, Any]]) -> None:
    score.judged += linted.judged
    score.not_judged += linted.not_judged
    explained: set[int] = set()
    for audited in truth:
        matching = [i for i, row in enumerate(linted.rows) if _matches(row, audited)]
        kind = audited["class"]
        if kind in ("ERROR", "STYLE", "INFO"):
            explained.update(matching)
        if kind != "ERROR":
            continue
        score.found["found" if matching else "missed"] += 1
        if not matching:
            score.missed.append(f"{name} p{audited['page']} {audited['kind']}: {audited['where']}")
    wrong = [
        row for i, row in enumerate(linted.rows) if i not in explained and row.severity != "info"
    ]
    score.false += [f"{name} {row}" for row in wrong]
    score.most_false_per_document = max(score.most_false_per_document, len(wrong))


def _matches(row: Row, audited: dict[str, Any]) -> bool:
    """Whether a diagnostic speaks of an audited row: same page, and its figure or its words."""
    pages = [audited["page"], *map(int, re.findall(r"p(\d+)", audited["where"]))]
    if row.page is not None and all(abs(row.page - page) > 1 for page in pages):
        return False
    said = squeezed(f"{row.text} {row.values} {row.around}")
    here = squeezed(row.text + row.values)
    stated = squeezed(str(audited["stated"]))
    if "****" in stated:  # personal data are masked in the audit and in diagnostics
        return "****" in here
    numbers = _NUMBER.findall(stated)
    if numbers:
        return any(n in here.replace(",", "") or n in here for n in numbers[:2])
    where = squeezed(audited["where"])
    quoted = re.findall(r"[“\"]([^”\"]+)[”\"]", audited["where"])
    pieces = [squeezed(p) for q in quoted for p in re.split("…|、", q)]
    words = [stated, *pieces]
    text = squeezed(row.text)
    return any((len(w) > 2 and w in here) or (len(text) > 1 and text in w) for w in words) or (
        len(where) > 4 and where in said
    )
