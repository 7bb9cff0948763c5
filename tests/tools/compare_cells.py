"""Compare the cells of our grids with pdfplumber's on given files, and say where they differ.

    python tests/tools/compare_cells.py [--time] FILE.pdf …

A cell of ours equals one of pdfplumber's when their borders agree within three points and their
texts agree but for white space. Known reasons for a difference are named: text that a clip hides,
frames of a single cell (lines for us), areas that are no rectangles.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pdfplumber

from gouji.model.blocks import Grid
from gouji.model.place import Box
from gouji.readers import read

_NEAR = 3.0
Cell = tuple[Box, str]


def ours(path: Path) -> dict[int, list[Cell]]:
    """Our cells by page."""
    cells: dict[int, list[Cell]] = {}
    for block in read(path).blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                assert cell.box is not None
                assert block.page is not None
                cells.setdefault(block.page, []).append((cell.box, _plain(cell.text)))
    return cells


def theirs(path: Path) -> dict[int, list[list[Cell]]]:
    """pdfplumber's cells by page and table."""
    found: dict[int, list[list[Cell]]] = {}
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.find_tables():
                texts = table.extract()
                boxes = [row.cells for row in table.rows]
                found.setdefault(page.page_number, []).append(
                    [
                        (Box(*box), _plain(text or ""))
                        for row, words in zip(boxes, texts, strict=True)
                        for box, text in zip(row, words, strict=True)
                        if box is not None
                    ]
                )
    return found


def white_pages(path: Path) -> set[int]:
    """The pages with white areas, which draw cells for pdfplumber and nothing for the eye."""
    with pdfplumber.open(path) as document:
        return {
            page.page_number
            for page in document.pages
            if any(
                rect["fill"] and set(rect["non_stroking_color"] or ()) == {1}
                for rect in page.rects
                if isinstance(rect["non_stroking_color"], tuple)
            )
        }


def differences(path: Path) -> Iterator[str]:
    """One line for every cell that one of the two has and the other has not, or reads otherwise;
    a line with the counts at the end."""
    mine, other, white = ours(path), theirs(path), white_pages(path)
    equal = total = 0
    for number in sorted(mine.keys() | other.keys()):
        left = list(mine.get(number, []))
        for table in other.get(number, []):
            for box, text in table:
                total += 1
                match = next((cell for cell in left if _same(cell[0], box)), None)
                if match is None:
                    why = "frame of one cell" if len(table) == 1 else "cell not in ours"
                    if number in white:
                        why += " (white areas on this page)"
                    yield f"p{number} {_show(box)} {text!r}: {why}"
                    continue
                left.remove(match)
                if match[1] == text:
                    equal += 1
                elif sorted(match[1]) == sorted(text):
                    yield f"p{number} {_show(box)} {text!r}: read in another order {match[1]!r}"
                elif len(match[1]) < len(text) and set(match[1]) <= set(text):
                    yield f"p{number} {_show(box)} {text!r}: less text in ours {match[1]!r}"
                else:
                    yield f"p{number} {_show(box)} {text!r}: ours reads {match[1]!r}"
        for box, text in left:
            yield f"p{number} {_show(box)} {text!r}: cell only in ours"
    yield f"{path.name}: {equal} of {total} cells equal"


def _same(one: Box, other: Box) -> bool:
    return (
        abs(one.x0 - other.x0) <= _NEAR
        and abs(one.x1 - other.x1) <= _NEAR
        and abs(one.top - other.top) <= _NEAR
        and abs(one.bottom - other.bottom) <= _NEAR
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _show(box: Box) -> str:
    return f"({box.x0:.0f} {box.top:.0f} {box.x1:.0f} {box.bottom:.0f})"


def _time(paths: list[Path]) -> str:
    start = time.process_time()
    for path in paths:
        read(path)
    middle = time.process_time()
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
    end = time.process_time()
    return (
        f"CPU: ours {middle - start:.2f} s, pdfplumber {end - middle:.2f} s, "
        f"× {(end - middle) / (middle - start):.1f}"
    )


def main(arguments: list[str]) -> None:
    """Print the differences, and with ``--time`` the processor time of both."""
    paths = [Path(argument) for argument in arguments if argument != "--time"]
    if "--time" in arguments:
        print(_time(paths))
    for path in paths:
        for line in differences(path):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
