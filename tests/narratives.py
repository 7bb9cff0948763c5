"""Coverage of audited narratives: ``python -m tests.narratives FILE.jsonl``.

For each claim of each paragraph: is there a relation of its kind on its figures, was it judged, and
does the outcome agree with the audit? Prints what was missed and every false alarm.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from gouji.model.place import SourceText
from gouji.model.relation import Outcome, Relation
from gouji.model.tree import Paragraph
from gouji.parsing.prose.sentences import Prose, read_prose

_KINDS = {
    "share": ("share", "completion"),
    "sum": ("sum", "agreement"),
    "growth": ("growth",),
    "growth_from_delta": ("growth",),
    "difference": ("change",),
    "same_fact": ("agreement", "balance", "sum"),
    "part_le_whole": ("sum",),
}


def prose_of(text: str, year: int | None = None) -> Prose:
    """The prose of a text: its lines are paragraphs of one section."""
    lines = [line for line in text.split("\n") if line.strip()]
    return read_prose(
        [Paragraph(SourceText(line), f"文 › 第{i}段") for i, line in enumerate(lines, 1)], year=year
    )


def _number(text: str) -> str:
    digits = re.sub(r"[^\d.]", "", text.replace(",", ""))
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _operands(claim: dict[str, Any]) -> set[str]:
    return {_number(n) for n in re.findall(r"[\d.]+", claim["formula"])} - {"0", ""}


def matching(claim: dict[str, Any], prose: Prose) -> list[Relation]:
    """The relations of the claim's kind that hold its stated figure, with its operands first."""
    found = []
    for relation in prose.relations:
        if relation.kind_name not in _KINDS.get(claim["kind"], ()):
            continue
        numbers = {_number(str(f.quantity.value)) for f in relation.figures}
        if _number(claim["stated"]) in numbers:
            found.append((len(_operands(claim) & numbers), relation))
    best = max((n for n, _ in found), default=0)
    return [r for n, r in found if n == best]


def _said(relation: Relation) -> str:
    figures = ", ".join(f"{f.label}{f}" for f in relation.figures)
    verdict = relation.judge()
    return f"{relation.kind_name}[{verdict.outcome} {verdict.reason}] {figures}"


def audit(path: Path) -> Counter[str]:
    """Print misses and false alarms of one file; return the counts."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        prose = prose_of(document["text"])
        wrong: list[Relation] = []
        for claim in document["claims"]:
            relations = matching(claim, prose)
            outcomes = {r.judge().outcome for r in relations}
            unstated = "not in text" in claim["note"] and claim["class"] != "ERROR"
            judged = outcomes - {Outcome.NOT_CHECKED}
            counts["claims"] += 1
            counts[f"claims {claim['class']}"] += 1
            if claim["class"] == "ERROR":
                found = Outcome.VIOLATED in outcomes
                counts["errors found"] += found
                if found:
                    wrong += [r for r in relations if not r.holds()]
                else:
                    print(
                        "MISSED",
                        document["id"],
                        claim["quote"],
                        *map(_said, relations),
                        sep="\n    ",
                    )
            if unstated:
                counts["base not in text"] += 1
                continue
            counts["checkable"] += 1
            counts["judged"] += bool(judged)
            if not judged:
                print(
                    "UNJUDGED",
                    document["id"],
                    claim["kind"],
                    claim["quote"],
                    *map(_said, relations),
                    sep="\n    ",
                )
        for relation in prose.relations:
            counts[f"outcome {relation.judge().outcome}"] += 1
            if not relation.holds() and relation not in wrong:
                counts["false alarms"] += 1
                print("ALARM", document["id"], _said(relation), relation.judge().expected)
    return counts


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for key, count in sorted(audit(Path(name)).items()):
            print(f"{count:6} {key}")
