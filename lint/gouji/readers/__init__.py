"""Readers: a file's bytes to pages, lines and grids, whatever the format.

Nothing here imports a format's library before a file of that format is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.model.blocks import ReadError, Reading
from gouji.readers.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DEFAULT", "Limits", "ReadError", "Reading", "read"]

# ISO 32000-1, annex H: the header may stand anywhere in the first 1024 bytes
_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1024


def read(path: Path, limits: Limits = DEFAULT) -> Reading:
    """Read a file by its content, then by its suffix.

    :raises ReadError: when it cannot be read; nothing else is raised, whatever the bytes.
    """
    data = _bytes_of(path, limits)
    suffix = path.suffix.lower()
    if _PDF_HEADER in data[:_PDF_HEADER_WITHIN]:
        from gouji.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, limits)
    if suffix == ".pdf":
        raise ReadError("not-a-pdf")
    if suffix == ".txt":
        from gouji.readers.text import read_text  # noqa: PLC0415

        return read_text(data)
    raise ReadError("unsupported", suffix=suffix)


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
