"""Prints the scoreboard of a corpus; exits 1 when a figure is below its floor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import tomli

from tests.narratives import audit
from tests.scoreboard.mutants import FORMATS, score_mutants
from tests.scoreboard.real import score_real

_FLOORS = Path(__file__).with_name("floors.toml")


def _listed(title: str, lines: list[str]) -> None:
    if lines:
        print(f"  {title}:")
        for line in lines:
            print(f"    {line}")


def _real(corpus: Path, floors: dict[str, Any]) -> list[str]:
    score = score_real(corpus)
    total = sum(score.found.values())
    share = score.judged / max(1, score.judged + score.not_judged)
    print(f"real documents: {score.found['found']} of {total} errors found,", end=" ")
    print(f"{len(score.false)} false alarms, {share:.1%} of {score.judged} relations judged")
    _listed("missed", score.missed)
    _listed("false", score.false)
    broken = []
    if score.found["found"] < floors["errors_found"]:
        broken.append("real: errors found")
    if score.most_false_per_document > floors["false_alarms_per_document"]:
        broken.append("real: false alarms of one document")
    return broken


def _mutants(corpus: Path, form: str, floors: dict[str, Any]) -> list[str]:
    score = score_mutants(corpus, form)
    found = score.found / max(1, score.certain)
    primary = score.primary / max(1, score.found)
    extra = score.extra / max(1, score.found)
    print(f"mutants as {form}: {score.found} of {score.certain} found ({found:.1%}),", end=" ")
    print(f"{primary:.1%} at the place, {extra:.2f} further diagnostics each;", end=" ")
    changed = {line.partition(" ")[0] for line in score.changed}
    print(f"{len(changed)} of {score.variants} variants changed")
    for kind, counts in sorted(score.recall.items()):
        if counts["missed"]:
            print(f"  {kind}: {counts['found']} of {counts.total()}")
    _listed("missed", score.missed)
    _listed("elsewhere", score.elsewhere)
    _listed("changed", score.changed)
    checks = {
        "found": found >= floors["found"],
        "primary": primary >= floors["primary"],
        "extra": extra <= floors["extra_per_mutant"],
        "variants": len(changed) <= floors["variants_changed"],
    }
    return [f"mutants {form}: {name}" for name, fine in checks.items() if not fine]


def _narratives(corpus: Path, floors: dict[str, Any]) -> list[str]:
    counts = audit(corpus / "narratives_dev.jsonl")
    coverage = counts["judged"] / max(1, counts["checkable"])
    missed = counts["claims ERROR"] - counts["errors found"]
    print(f"narratives: {coverage:.1%} of {counts['checkable']} checkable claims judged,", end=" ")
    print(
        f"{missed} of {counts['claims ERROR']} errors missed, {counts['false alarms']} false alarms"
    )
    checks = {
        "coverage": coverage >= floors["coverage"],
        "errors missed": missed <= floors["errors_missed"],
        "false alarms": counts["false alarms"] <= floors["false_alarms"],
    }
    return [f"narratives: {name}" for name, fine in checks.items() if not fine]


def main() -> int:
    """Run everything on the corpus named on the command line."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m tests.scoreboard CORPUS", file=sys.stderr)
        return 2
    corpus = Path(sys.argv[1])
    floors = tomli.loads(_FLOORS.read_text(encoding="utf-8"))
    broken = _real(corpus, floors["real"])
    for form in FORMATS:
        broken += _mutants(corpus, form, floors["mutants"][form])
    broken += _narratives(corpus, floors["narratives"])
    for line in broken:
        print(f"below the floor: {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
