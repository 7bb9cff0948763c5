"""Damaged PDF files, without end: ``python -m tests.fuzz.pdf --seconds 600 [--seed N] [FILE…]``.

Each input is read; anything but a reading or a ``ReadError``, and anything that takes longer than
five seconds of processor time, is kept as a file and told.
"""

from __future__ import annotations

import argparse
import random
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Final

from gouji.model.blocks import ReadError
from gouji.readers.pdf import read_pdf
from tests.tools.hostile import TEXT, composite_font, deep_tree, forms, in_object_stream
from tests.tools.made_pdf import chinese, written

SLOW: Final = 5.0
_EXAMPLE: Final = Path(__file__).parents[2] / "docs" / "examples" / "budget.pdf"
_WORDS: Final = (
    b"obj endobj stream endstream xref trailer startxref << >> [ ] ( ) < > /Kids /Count /Length"
    b" /Filter /FlateDecode /ASCIIHexDecode /LZWDecode /DecodeParms /Predictor /Prev /Root /W /Index"
    b" /Size /Type /ObjStm /XRef /Page /Pages /Font /Encrypt /Contents /Resources /ToUnicode"
    b" /Encoding /Differences /Widths /MediaBox /Rotate 0 1 2 -1 12 65536 2147483648 1e308 0.0 1 0 R"
    b" 2 0 R 3 0 R 4 0 R 5 0 R null true q Q cm re W n BT ET Tj TJ Tf Td Tm Do BI ID EI beginbfrange"
).split(b" ")


def seeds(paths: Sequence[Path] = (_EXAMPLE,)) -> list[bytes]:
    """Files to begin with: made ones that are not compressed, and given ones."""
    table = b"".join(
        b"%d 600 m %d 700 l S 100 %d m 400 %d l S " % (x, x, x + 500, x + 500)
        for x in range(100, 201, 50)
    )
    return [
        written(TEXT + table + b"BT /F2 9 Tf 110 610 Td %s Tj ET" % chinese("预算")),
        composite_font(b"2 beginbfchar <01> <4e00> <02> <4e01> endbfchar"),
        in_object_stream(zlib.compress(b"3 0 << /Type /Page /MediaBox [0 0 9 9] >>")),
        forms(3, 2),
        deep_tree(5),
        *(path.read_bytes() for path in paths if path.exists()),
    ]


def damaged(data: bytes, drawn: random.Random) -> bytes:
    """The file with a few of its bytes or words changed, taken out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(drawn.choice((1, 1, 2, 4, 16))):
        place = drawn.randrange(len(changed) + 1)
        length = drawn.choice((1, 2, 8, 64, 512))
        match drawn.randrange(6):
            case 0 if place < len(changed):
                changed[place] = drawn.randrange(256)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length]
            case 3:
                changed[place:place] = b" " + drawn.choice(_WORDS) + b" "
            case 4:
                word = drawn.choice(_WORDS)
                at = changed.find(word, place)
                if at >= 0:
                    changed[at : at + len(word)] = drawn.choice(_WORDS)
            case _:
                start = drawn.randrange(len(changed) + 1)
                changed[place : place + length] = changed[start : start + length]
    return bytes(changed)


def outcome(data: bytes) -> str:
    """How reading ends: ``read``, or the key of an error."""
    try:
        read_pdf(data)
    except ReadError as error:
        return error.key
    return "read"


def main() -> None:
    """Fuzz for some time, and tell what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.pdf")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    originals = seeds([*options.files] or [_EXAMPLE])
    end = time.monotonic() + options.seconds
    outcomes: Counter[str] = Counter()
    longest = 0.0
    for number in count(options.seed):
        if time.monotonic() > end:
            break
        drawn = random.Random(number)
        data = damaged(drawn.choice(originals), drawn)
        start = time.process_time()
        try:
            found = outcome(data)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            found = f"RAISED {type(error).__name__}"
        taken = time.process_time() - start
        longest = max(longest, taken)
        if taken > SLOW:
            found = "SLOW"
        outcomes[found] += 1
        if found.isupper() or found.startswith("RAISED"):
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{number}.pdf").write_bytes(data)
    print(f"{outcomes.total()} inputs, the longest {longest:.2f} s: {dict(outcomes.most_common())}")


if __name__ == "__main__":
    main()
