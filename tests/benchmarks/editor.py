"""How long an editor's draft takes to be checked again: ``python -m tests.benchmarks.editor FILE``.

Digits of the draft are changed one at a time and back, and, with ``--lines``, lines are broken as well. Times
are CPU milliseconds, medians of the edits; a warm check remembers what has not changed.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time

from gouji.editor.checked import check_draft
from gouji.editor.rulebook import Rulebooks
from gouji.model.memo import Memo
from gouji.plugins import discover, load

EDITS = 20


def edited(text: str, *, lines: bool) -> Iterator[str]:
    """The draft with one digit changed, then changed back, at one place after another."""
    chance = random.Random(1)
    places = [match.start() for match in re.finditer(r"\d(?=\.\d\d)", text)]
    for at in chance.sample(places, min(EDITS, len(places))):
        new = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        end = new.find("\n", at) if lines else -1
        yield new if end < 0 else new[:end] + "\n" + new[end:]
        yield text


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", action="store_true")
    arguments = parser.parse_args()
    text = arguments.file.read_text(encoding="utf-8")
    rulebook = Rulebooks(load(discover())).of(arguments.file)
    gc.freeze()
    warm = Memo()
    times: dict[str, list[float]] = {"warm": [], "cold": []}
    check_draft(arguments.file, arguments.file.suffix, text, rulebook, warm)
    for new in edited(text, lines=arguments.lines):
        for name, memo in (("warm", warm), ("cold", Memo())):
            start = process_time()
            checked = check_draft(arguments.file, arguments.file.suffix, new, rulebook, memo)
            assert checked.book is not None, "a failure is no measurement"
            times[name].append(1000 * (process_time() - start))
    for name, each in times.items():
        print(f"{name}: {median(each):.1f} ms, at most {max(each):.1f} ms, {len(each)} edits")


if __name__ == "__main__":
    main()
