"""``python -m tests.builder example FOLDER``: the bundled example with its planted mistakes.

``python -m tests.builder make STYLE SEED FOLDER`` writes a consistent document, and
``python -m tests.builder plant STYLE SEED KIND FOLDER`` one with a single mistake.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from tests.builder import STYLES, Layout, Truth, inject, make, render_pdf, render_text
from tests.builder.draft import Draft
from tests.builder.inject import KINDS

EXAMPLE_STYLE, EXAMPLE_SEED, EXAMPLE_PLACE = "guangdong-budget", 11, "示例县"
EXAMPLE_KINDS = ("sum_part", "narrative_share", "direction_word", "unit_word", "weight_sum")
LAYOUT = Layout(thousands=False, page_numbers=True)

README = """# The bundled example

`budget.pdf` and `budget.txt` are one invented department budget (部门预算) of the fictional
{entity}, {year}. The document is consistent except for these planted mistakes:

| kind | where | should be | is |
|---|---|---|---|
{rows}

Made by `python -m tests.builder example docs/examples`.
"""


def _where(truth: Truth) -> str:
    if truth.table:
        return " › ".join(x for x in (truth.table, truth.row, truth.column) if x)
    return f"“{truth.sentence[:40]}…”"


def _write(draft: Draft, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.pdf").write_bytes(render_pdf(draft, LAYOUT))
    (folder / f"{name}.txt").write_text(render_text(draft, LAYOUT), "utf-8")


def example(folder: Path) -> None:
    """Write the example: a small budget with five mistakes, and their list."""
    draft = make(EXAMPLE_SEED, EXAMPLE_STYLE, place=EXAMPLE_PLACE)
    random = Random(EXAMPLE_SEED)
    truths = []
    for kind in EXAMPLE_KINDS:
        draft, truth = inject(draft, kind, random)
        truths.append(truth)
    _write(draft, folder, "budget")
    rows = "\n".join(f"| {t.kind} | {_where(t)} | {t.old} | {t.new} |" for t in truths)
    text = README.format(entity=draft.entity, year=draft.year, rows=rows)
    (folder / "README.md").write_text(text, "utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.builder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("example").add_argument("folder", type=Path)
    for name in ("make", "plant"):
        command = commands.add_parser(name)
        command.add_argument("style", choices=STYLES)
        command.add_argument("seed", type=int)
        if name == "plant":
            command.add_argument("kind", choices=KINDS)
        command.add_argument("folder", type=Path)
    args = parser.parse_args()
    if args.command == "example":
        example(args.folder)
        return
    draft = make(args.seed, args.style)
    if args.command == "plant":
        draft, truth = inject(draft, args.kind, args.seed)
        print(truth)
    _write(draft, args.folder, f"{args.style}-{args.seed}")


if __name__ == "__main__":
    main()
