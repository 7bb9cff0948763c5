"""Readers: a file's bytes to pages, lines and grids, whatever the format.

Nothing here imports a format's library before a file of that format is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.later import import_later
from gouji.model.blocks import ReadError, Reading
from gouji.readers.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from gouji.model.memo import Memo

__all__ = ["DEFAULT", "Limits", "ReadError", "Reading", "read", "read_data"]

# ISO 32000-1, annex H: the header may stand anywhere in the first 1024 bytes
_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1024
_OFFICE = tuple(".docx .xlsx .docm .xlsm .doc .xls .wps .et .rtf .odt .ods".split())
_HTML = (".html", ".htm", ".shtml", ".xhtml")
# what pdfminer loads to guess encodings of names and to unpack maps of characters; and the package
# itself, which looks up its own version
_SELDOM_OF_PDF = ("charset_normalizer", "gzip", "pdfminer")
_MARKDOWN = (".md", ".markdown")


def read(path: Path, limits: Limits = DEFAULT) -> Reading:
    """Read a file by its content, then by its suffix.

    :raises ReadError: when it cannot be read; nothing else is raised, whatever the bytes.
    """
    return read_data(_bytes_of(path, limits), path.suffix.lower(), limits)


def read_data(
    data: bytes, suffix: str, limits: Limits = DEFAULT, memo: Memo | None = None
) -> Reading:
    """Read what would be the content of a file with this suffix (``.txt``).

    ``memo`` holds what was made of the parts of a draft the last time.

    :raises ReadError: when it cannot be read; nothing else is raised, whatever the bytes.
    """
    if _PDF_HEADER in data[:_PDF_HEADER_WITHIN]:
        for name in _SELDOM_OF_PDF:
            import_later(name)
        from gouji.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, limits)
    if suffix == ".pdf":
        raise ReadError("not-a-pdf")
    if suffix == ".txt":
        from gouji.readers.text import read_text  # noqa: PLC0415

        return read_text(data, limits)
    if suffix in _MARKDOWN:
        from gouji.readers.markdown import read_markdown  # noqa: PLC0415

        return read_markdown(data, limits)
    from gouji.readers.html import looks_like_html, read_html  # noqa: PLC0415

    # Much that is called .doc or .xls is a page that an office program opens as well.
    if suffix in _HTML or looks_like_html(data):
        return read_html(data, limits, memo)
    from gouji.readers.office import is_office, read_office  # noqa: PLC0415

    if is_office(data):
        return read_office(data, suffix, limits)
    raise ReadError("not-office" if suffix in _OFFICE else "unsupported", suffix=suffix)


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ReadError("too-large", bytes=size, maximum=limits.file_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise ReadError("unreadable", reason=error.strerror or str(error)) from error
    except ValueError as error:  # a path with a null byte
        raise ReadError("unreadable", reason=str(error)) from error
    if not data:
        raise ReadError("empty")
    return data
