"""PDF files made to hang, exhaust or crash a reader, each by what it attacks."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterable
from typing import Final

from tests.tools.made_pdf import assemble, stream, written

TEXT: Final = b"BT /F1 12 Tf 9 700 Td (text) Tj ET "
_LATIN: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
_PAGE: Final = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> >> >>"
)
_CATALOG: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
_GIGABYTE: Final = 1 << 30


def deflated(pieces: Iterable[bytes]) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(piece) for piece in pieces]) + packer.flush()


def zeros(count: int = _GIGABYTE) -> bytes:
    """Zeros, deflated."""
    piece = bytes(1 << 20)
    return deflated(piece for _ in range(count >> 20))


def page(content: bytes, *more: bytes, font: bytes = _LATIN) -> bytes:
    """A file of one page with a content stream given as an object."""
    kids = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assemble([_CATALOG, kids, _PAGE, content, font, *more])


def packed(content: bytes, filters: bytes = b"/FlateDecode", entries: bytes = b"") -> bytes:
    return stream(content, b"/Filter [%s] %s" % (filters, entries))


def drawing(content: bytes) -> bytes:
    """A page that draws something, deflated."""
    return page(packed(zlib.compress(content, 1)))


def in_object_stream(content: bytes) -> bytes:
    """A file whose page is kept in an object stream of the given deflated content."""
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in (
        (1, _CATALOG),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (4, packed(content, entries=b"/Type /ObjStm /N 1 /First 4")),
    ):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = b""
    for number in range(6):
        kind = 2 if number == 3 else 1 if number in (*places, 5) else 0
        rows += (
            bytes((kind,)) + (4 if number == 3 else places.get(number, start)).to_bytes(4) + b"\0"
        )
    table = packed(zlib.compress(rows), entries=b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R")
    return bytes(out) + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


def in_reference_stream(content: bytes, size: int) -> bytes:
    """A file whose cross-reference stream has the given deflated content."""
    out = b"%%PDF-1.5\n1 0 obj\n%s\nendobj\n2 0 obj\n<< /Kids [] >>\nendobj\n" % _CATALOG
    table = packed(content, entries=b"/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R" % size)
    return out + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


def itself_before() -> bytes:
    """Cross-references that come before themselves."""
    data = written(TEXT)
    start = int(data[data.rfind(b"startxref") + 9 :].split()[0])
    return data.replace(b"trailer << ", b"trailer << /Prev %d " % start)


def references() -> bytes:
    """References that lead to each other."""
    around = b"<< /Type /Page /MediaBox 4 0 R /Contents 4 0 R /Resources 4 0 R >>"
    kids = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assemble([_CATALOG, kids, around, b"5 0 R", b"4 0 R"])


def deep_tree(depth: int = 3000) -> bytes:
    """A page tree as deep as it is long."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (k + 3) for k in range(depth)]
    leaf = b"<< /Type /Page /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>"
    return assemble([_CATALOG, *nodes, leaf % (depth + 3, depth + 4), stream(TEXT), _LATIN])


def looping_tree() -> bytes:
    kids = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>"
    return assemble([_CATALOG, kids, _PAGE, stream(TEXT), _LATIN])


def composite_font(mapping: bytes, encoding: bytes = b"/Identity-H") -> bytes:
    """A page in a font with a map of characters and widths for fifty million codes."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding %s /ToUnicode 6 0 R"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 50000000 500] >>] >>"
    )
    shown = stream(b"BT /F1 12 Tf 9 700 Td <00010002> Tj ET")
    return page(shown, stream(mapping), font=font % encoding)


def font_program(key: bytes, content: bytes, length: int) -> bytes:
    """A page in a simple font with an embedded program."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 0 /LastChar 1 /Widths [1 1]"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /%s 6 0 R >> >>"
    )
    program = packed(content, entries=b"/Length1 %d /Length2 0 /Length3 0" % length)
    return page(stream(TEXT), program, font=font % key)


def forms(depth: int, fan: int) -> bytes:
    """Forms that draw forms, so many times each."""
    drawn = []
    for level in range(depth):
        last = level == depth - 1
        inner = b"" if last else b"/XObject << /X %d 0 R >>" % (level + 6)
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % inner
        drawn.append(stream(b"" if last else b"/X Do " * fan, entries))
    resources = b"/XObject << /X 5 0 R >>"
    return written(TEXT + b"/X Do", resources=resources, objects=drawn)


def many_pages(count: int, content: bytes) -> bytes:
    """So many pages with one content."""
    kids = b" ".join(b"%d 0 R" % (k + 6) for k in range(count))
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    leaf = _PAGE.replace(b"4 0 R", b"3 0 R")
    return assemble([_CATALOG, tree, content, b"null", _LATIN, *[leaf] * count])


def noise(count: int, alphabet: bytes | None = None) -> bytes:
    drawn = random.Random(7)
    return bytes(drawn.choices(alphabet, k=count)) if alphabet else drawn.randbytes(count)


def broken(data: bytes, place: int) -> bytes:
    """The data with one byte changed."""
    return data[:place] + bytes((data[place] ^ 0xFF,)) + data[place + 1 :]


_SYNTAX: Final = b"0123456789 qQlmc()<>[]/%TjJ\nBTEDoreWnSf"
_MAP: Final = b"1 beginbfrange <00000000> <7fffffff> <4e00> endbfrange"

# name → the file, and what must come of it: the key of an error, or of a notice beside the text
HOSTILE: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "empty": (lambda: b"", "empty"),
    "random bytes": (lambda: noise(100_000), "not-a-pdf"),
    "a header and random bytes": (lambda: b"%PDF-1.4\n" + noise(3_000_000), "damaged"),
    "truncated": (lambda: written(TEXT)[:300], "damaged"),
    "1 GB of zeros as content": (lambda: page(packed(zeros())), "limit"),
    "1 GB of zeros deflated twice": (
        lambda: page(packed(zlib.compress(zeros()), b"/FlateDecode /FlateDecode")),
        "limit",
    ),
    "1 GB of zeros to predict": (
        lambda: page(packed(zeros(), entries=b"/DecodeParms [<< /Predictor 12 /Columns 5 >>]")),
        "limit",
    ),
    "runs of one byte": (
        lambda: page(
            packed(zlib.compress(b"\x81\x00" * 9_000_000), b"/FlateDecode /RunLengthDecode")
        ),
        "limit",
    ),
    "base 85 zeros": (
        lambda: page(packed(zlib.compress(b"z" * 200_000_000), b"/FlateDecode /ASCII85Decode")),
        "limit",
    ),
    "LZW without end": (lambda: page(packed(noise(3_000_000), b"/LZWDecode")), "limit"),
    "1 GB object stream": (lambda: in_object_stream(zeros()), "limit"),
    "object stream of open arrays": (
        lambda: in_object_stream(deflated([b"3 0 ", *[b"[ 1 " * (1 << 18)] * 40])),
        "limit",
    ),
    "1 GB of cross-references": (lambda: in_reference_stream(zeros(), 170_000_000), "limit"),
    "cross-references of 2^31 objects": (
        lambda: in_reference_stream(zlib.compress(bytes(60)), 2**31),
        "limit",
    ),
    "cross-references before themselves": (itself_before, "read"),
    "references in a circle": (references, "no-text"),
    "corrupt 10 MB deflate stream": (
        lambda: page(packed(broken(zlib.compress(noise(10_000_000)), 1000))),
        "limit",
    ),
    "a broken byte in a stream": (
        lambda: page(packed(broken(zlib.compress(TEXT * 50 + noise(5000), 1), 4000))),
        "damaged-part",
    ),
    "a map of 2^31 codes": (lambda: composite_font(_MAP), "read"),
    "a map from the file system": (
        lambda: composite_font(b"/..#2f..#2f..#2ftmp#2fx usecmap", b"/..#2f..#2f..#2ftmp#2fx"),
        "unmapped",
    ),
    "a Type 1 program without end": (
        lambda: font_program(
            b"FontFile",
            zlib.compress(b"/Encoding 256 array\n" + b"dup 1 /a put\n" * 500_000),
            6_500_000,
        ),
        "unmapped",
    ),
    "forms that fan out ten million times": (lambda: forms(8, 10), "limit"),
    "forms 3000 deep": (lambda: forms(3000, 1), "limit"),
    "a page tree 3000 deep": (deep_tree, "read"),
    "a page tree in a circle": (looping_tree, "read"),
    "arrays 200000 deep": (
        lambda: assemble([_CATALOG, b"<< /Kids " + b"[" * 200_000 + b"]" * 200_000 + b" >>"]),
        "damaged",
    ),
    "10000 pages": (lambda: many_pages(10_000, stream(TEXT)), "limit"),
    "300 pages of much drawing": (
        lambda: many_pages(300, packed(zlib.compress(TEXT + b"1 1 m 2 2 l S " * 70_000))),
        "limit",
    ),
    "an absurd media box": (
        lambda: written(TEXT).replace(b"[0 0 595 842]", b"[-1e30 0 1e300 9e9]"),
        "read",
    ),
    "32 MB of nonsense": (lambda: drawing(TEXT + noise(32_000_000, _SYNTAX)), "limit"),
    "32 MB of white space": (lambda: drawing(TEXT + b" " * 32_000_000), "limit"),
    "numbers without operator": (lambda: drawing(TEXT + b"1 " * 7_000_000), "limit"),
    "open strings": (lambda: drawing(TEXT + b"(" * 9_000_000), "limit"),
    "open arrays of strings": (lambda: drawing(TEXT + b"[(a)" * 3_000_000), "limit"),
    "open images": (lambda: drawing(TEXT + b"BI /A 1 ID " * 1_000_000), "read"),
    "one path of a million lines": (lambda: drawing(TEXT + b"1 1 l " * 1_000_000), "limit"),
    "saved states": (lambda: drawing(TEXT + b"q " * 7_000_000), "limit"),
    "a grid of a million cells": (
        lambda: drawing(
            TEXT
            + b"".join(
                b"0 %d m 595 %d l S %d 0 m %d 842 l S\n" % (k, k, k, k) for k in range(0, 3200, 4)
            )
        ).replace(b"[0 0 595 842]", b"[0 0 9000 9000]"),
        "limit",
    ),
    "characters on one another": (
        lambda: drawing(b"BT /F1 12 Tf 9 700 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 90_000),
        "limit",
    ),
    "700000 empty objects": (
        lambda: b"%PDF-1.4\n" + b"".join(b"%d 0 obj << >> endobj\n" % k for k in range(700_000)),
        "limit",
    ),
    "a line of 50 MB": (lambda: b"%PDF-1.4\n%" + b"a" * 50_000_000, "damaged"),
    "an unknown encryption": (
        lambda: written(TEXT).replace(b"trailer << ", b"trailer << /Encrypt << /Filter /X >> "),
        "encrypted",
    ),
}
