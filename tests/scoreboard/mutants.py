"""Seeded mutants against their ``truth.json``, and the variants that must change nothing."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.scoreboard.lint import Row, lint, squeezed

FORMATS = ("txt", "pdf", "docx")


@dataclass(slots=True)
class MutantScore:
    """Counts over all mutants of one format."""

    recall: dict[str, Counter[str]] = field(default_factory=dict)
    found: int = 0
    certain: int = 0
    primary: int = 0
    extra: int = 0
    changed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    variants: int = 0


def score_mutants(corpus: Path, form: str) -> MutantScore:
    """Check every mutant there is in a format."""
    score = MutantScore()
    base = lint(corpus / "jimsar" / f"jimsar-2025.{form}")
    known = Counter(row.identity for row in base.rows)
    for truth_file in sorted((corpus / "mutants").glob("*/truth.json")):
        document = truth_file.parent / f"{truth_file.parent.name}.{form}"
        if document.exists():
            truth = json.loads(truth_file.read_text(encoding="utf-8"))
            _score(score, truth, lint(document).rows, known)
    return score


def _score(
    score: MutantScore,
    truth: dict[str, Any],
    rows: tuple[Row, ...],
    known: Counter[tuple[str, str]],
) -> None:
    new = [row for row in rows if not known[row.identity]]
    gone = set(known) - {row.identity for row in rows}
    name = truth["id"]
    if truth["detectability"] == "no_change_of_verdict":
        score.variants += 1
        score.changed += [f"{name} new: {row}" for row in new]
        score.changed += [f"{name} gone: {identity}" for identity in sorted(gone)]
        return
    if truth["detectability"] != "certain":
        return
    score.certain += 1
    counts = score.recall.setdefault(truth["kind"], Counter())
    counts["found" if new else "missed"] += 1
    if not new:
        score.missed.append(f"{name} {_told(truth)}")
        return
    score.found += 1
    score.extra += len(new) - 1
    if any(_at(row, edit) for row in new for edit in truth["edits"]):
        score.primary += 1
    else:
        score.elsewhere.append(f"{name} {_told(truth)} -> {'; '.join(map(str, new[:3]))}")


def _told(truth: dict[str, Any]) -> str:
    edit = truth["edits"][0]
    place = " ".join(
        str(edit.get(k)) for k in ("table_title", "row_label", "col_label", "para") if edit.get(k)
    )
    return f"[{place}] {edit['old']!s:.40} -> {edit['new']!s:.40}"


def _at(row: Row, edit: dict[str, Any]) -> bool:
    """Whether a diagnostic points at what was changed."""
    address = squeezed(row.address)
    if edit["type"] == "sentence":
        return squeezed(str(edit["sentence_new"]))[:40] in squeezed(row.around) or squeezed(
            row.around
        ) in squeezed(str(edit["sentence_new"]))
    if squeezed(edit["table_title"]) not in address:
        return False
    if edit["type"] != "cell":
        return True
    label = squeezed(edit.get("row_label") or "")
    code = "".join(c for c in label[:7] if c.isdigit())
    return label in address or (len(code) > 2 and f"›{code}" in address)
