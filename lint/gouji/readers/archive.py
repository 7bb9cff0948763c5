"""Packages of office files: a zip read part by part, within limits, XML without entities.

Nothing outside of the package is ever fetched: relationships are read as names of its own parts.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from gouji.model.blocks import ReadError
from gouji.readers.limits import Limits

ZIP: Final = b"PK\x03\x04"
_ENTRIES: Final = 20_000
_ENCRYPTED: Final = 0x1
_MOST_KEPT: Final = 1_000_000  # elements between two that are asked for
_CHUNK: Final = 1 << 16
# Office Open XML forbids document type declarations (ISO/IEC 29500-2, 8.1.4), and with them go
# entities of every sort.
_DOCTYPES: Final = (b"<!DOCTYPE", b"<\0!\0D\0O\0C\0T")  # in UTF-8, in both sorts of UTF-16
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file by name. All methods raise ``ReadError`` and nothing else."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.package_bytes
        try:
            self._zip = ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        # A forged directory makes zipfile fail in many ways.
        except Exception as error:
            raise ReadError("damaged", reason=_said(error)) from error
        if len(infos) > _ENTRIES:
            raise ReadError("too-large-inside", part="*", maximum=_ENTRIES)
        self._infos: dict[str, ZipInfo] = {i.filename.replace("\\", "/"): i for i in infos}

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._infos)

    def chunks(self, name: str, maximum: int) -> Iterator[bytes]:
        """The bytes of a part piece by piece, however large it says it is."""
        info = self._infos.get(name)
        if info is None:
            return
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("encrypted")
        maximum = min(maximum, self._left)
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > maximum:
                        raise ReadError("too-large-inside", part=name, maximum=maximum)
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise ReadError("damaged", reason=f"{name}: {_said(error)}") from error
        self._left -= size

    def xml_bytes(self, name: str) -> bytes:
        """The bytes of an XML part without a document type declaration; absent parts are empty."""
        data = b"".join(self.chunks(name, self._limits.xml_bytes))
        if _declares(data):
            raise ReadError("damaged", reason=f"{name}: <!DOCTYPE>")
        if data.count(b"<") > self._limits.elements:
            raise ReadError("too-large-inside", part=name, maximum=self._limits.elements)
        return _transitional(data)

    def xml(self, name: str) -> ET.Element | None:
        """The root of an XML part, None if there is no such part."""
        data = self.xml_bytes(name)
        return parsed(data, name) if data else None

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → (type without its path, name of the part)."""
        folder = dirname(name)
        rels = join(folder, "_rels", name.rpartition("/")[2] + ".rels")
        root = self.xml(rels)
        found: dict[str, tuple[str, str]] = {}
        for rel in root.iter(_RELATIONSHIP) if root is not None else ():
            if rel.get("TargetMode") == "External":
                continue
            target = rel.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else join(folder, target)
            kind = rel.get("Type", "").rpartition("/")[2]
            found[rel.get("Id", "")] = kind, normpath(path)
        return found

    def main_part(self) -> str:
        """The name of the part that holds the document, empty if the package has none."""
        for kind, name in self.targets("").values():
            if kind == "officeDocument" and name in self:
                return name
        return next((n for n in ("word/document.xml", "xl/workbook.xml") if n in self), "")

    def kind_of(self, name: str) -> str:
        """What a main part is by its root: ``document``, ``workbook`` or something else."""
        root = self.xml(name) if name else None
        return "" if root is None else root.tag.rpartition("}")[2]


def parsed(data: bytes, name: str) -> ET.Element:
    """The root of XML without a document type declaration."""
    try:
        return ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ReadError("damaged", reason=f"{name}: {_said(error)}") from error


def _transitional(data: bytes) -> bytes:
    """XML of the strict variant (ISO/IEC 29500-1) with the names of the usual one."""
    for strict, usual in _STRICT if b"purl.oclc.org/ooxml" in data[:_CHUNK] else ():
        data = data.replace(strict, usual)
    return data


def elements_of(
    package: Package, name: str, maximum: int, tags: frozenset[str]
) -> Iterator[tuple[str, ET.Element]]:
    """The elements of some names (without namespace) as they end, each emptied after its turn.

    So a sheet of a million rows never stands in memory as a whole.
    """
    parser: Any = ET.XMLPullParser(("end",))
    names: dict[str, str] = {}
    tail = b""
    kept = 0
    try:
        for chunk in package.chunks(name, maximum):
            if _declares(tail + chunk):
                raise ReadError("damaged", reason=f"{name}: <!DOCTYPE>")
            tail = chunk[-32:]
            parser.feed(chunk)
            for _, element in parser.read_events():
                kept += 1
                if kept > _MOST_KEPT:
                    raise ReadError("too-large-inside", part=name, maximum=_MOST_KEPT)
                tag = element.tag
                plain = names.get(tag)
                if plain is None:
                    plain = names[tag] = tag.rpartition("}")[2]
                if plain in tags:
                    yield plain, element
                    element.clear()
                    kept = 0
        parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ReadError("damaged", reason=f"{name}: {_said(error)}") from error


def _declares(data: bytes) -> bool:
    """Whether XML has a document type declaration."""
    return any(sign in data for sign in _DOCTYPES)


def _said(error: Exception) -> str:
    return str(error).strip() or type(error).__name__
