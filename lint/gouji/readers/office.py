"""Office files by their content: a zip package, or an older format to be converted first."""

from __future__ import annotations

from gouji.model.blocks import ReadError, Reading
from gouji.model.record import replace
from gouji.readers.archive import ZIP, Package
from gouji.readers.legacy import OLE, RTF, converted, target_of
from gouji.readers.limits import Limits


def is_office(data: bytes) -> bool:
    """Whether a file begins as office files do."""
    return data.startswith((ZIP, b"PK\x05\x06", OLE, RTF))


def read_office(data: bytes, suffix: str, limits: Limits) -> Reading:
    """Read a document or a workbook.

    :raises ReadError: when it cannot be read.
    """
    package = None if data.startswith((OLE, RTF)) else Package(data, limits)
    name = "" if package is None else package.main_part()
    if package is None or name.endswith(".bin") or (not name and "content.xml" in package):
        target = target_of(data, suffix)
        package = Package(converted(data, suffix, target), limits)
        # not the name of what was read: marks made for it do not fit the file
        return replace(_read(package, limits), format=suffix.lstrip(".") or target)
    return _read(package, limits)


def _read(package: Package, limits: Limits) -> Reading:
    name = package.main_part()
    kind = name.partition("/")[0] if name.startswith(("word/", "xl/")) else package.kind_of(name)
    if kind in ("word", "document"):
        from gouji.readers.docx import docx_of  # noqa: PLC0415

        return docx_of(package, limits)
    if kind in ("xl", "workbook"):
        from gouji.readers.xlsx import xlsx_of  # noqa: PLC0415

        return xlsx_of(package, limits)
    raise ReadError("unsupported")
