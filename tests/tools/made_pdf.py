"""Small PDF files made for tests: by hand, operator by operator, or drawn with reportlab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
_CHINESE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> /DW 1000"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
    b" /FontBBox [-25 -254 1000 880] /Ascent 880 /Descent -120 /StemV 93 /ItalicAngle 0"
    b" /CapHeight 880 >> >>] >>"
)
_LATIN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"


def chinese(text: str) -> bytes:
    """Text as a hexadecimal string for the font F2."""
    return b"<" + text.encode("utf-16-be").hex().encode() + b">"


def assemble(objects: Sequence[bytes]) -> bytes:
    """A file of the given objects, the first of them the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def written(
    *contents: bytes,
    size: tuple[float, float] = (595, 842),
    page: bytes = b"",
    resources: bytes = b"",
    objects: Sequence[bytes] = (),
) -> bytes:
    """A file with one page per content stream. Fonts: F1 Courier, F2 Chinese with two bytes a
    character. ``objects`` are numbered from 5 on, for ``resources`` to refer to."""
    first = 5 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + 2 * k) for k in range(len(contents)))
    all_objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        _LATIN,
        _CHINESE,
        *objects,
    ]
    for k, content in enumerate(contents):
        all_objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R %s"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> %s >> >>"
            % (*size, first + 2 * k + 1, page, resources)
        )
        all_objects.append(stream(content))
    return assemble(all_objects)


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """A file with one page per function, each drawing on reportlab's canvas in Chinese."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for draw in pages:
        canvas.setFont(SONG, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
