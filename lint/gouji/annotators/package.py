"""Office packages rewritten: some parts put anew, every other part copied as it is."""

from __future__ import annotations

from copy import copy
from io import BytesIO
from posixpath import dirname, join, relpath
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from gouji.annotators import AnnotateError
from gouji.model.blocks import ReadError
from gouji.readers.archive import Package
from gouji.readers.limits import DEFAULT

Element = etree._Element

_TYPES: Final = "[Content_Types].xml"
_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DOCUMENT_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Parts:
    """The parts of a package, XML parts as trees; ``finished`` gives the package with them.

    Methods raise ``AnnotateError`` for a package that is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._package = Package(data, DEFAULT)
            self.main = self._package.main_part()
        except ReadError as error:
            raise _damaged(error) from error
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._trees or name in self._package

    def xml(self, name: str) -> Element:
        """The root of a part; what is done to it counts once ``touch`` has named the part."""
        if name not in self._trees:
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, huge_tree=True, remove_blank_text=False
            )
            try:
                data = self._package.xml_bytes(name)
                self._trees[name] = etree.fromstring(data, parser)
            except (ReadError, etree.XMLSyntaxError) as error:
                raise _damaged(error) from error
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Take the tree of a part into the finished package."""
        self._changed.add(name)

    def put(self, name: str, root: Element, content_type: str) -> None:
        """A new part with its content type."""
        self._trees[name] = root
        self.touch(name)
        types = self.xml(_TYPES)
        override = etree.SubElement(types, _CT + "Override")
        override.set("PartName", "/" + name)
        override.set("ContentType", content_type)
        self.touch(_TYPES)

    def default_type(self, suffix: str, content_type: str) -> None:
        """Make sure that parts of a suffix have a content type."""
        types = self.xml(_TYPES)
        there = {each.get("Extension", "").lower() for each in types.iter(_CT + "Default")}
        if suffix not in there:
            default = etree.Element(_CT + "Default")
            default.set("Extension", suffix)
            default.set("ContentType", content_type)
            types.insert(0, default)
            self.touch(_TYPES)

    def target(self, source: str, kind: str) -> str:
        """The part that ``source`` refers to by a relationship of a kind, empty if none."""
        try:
            found = self._package.targets(source).values()
        except ReadError as error:
            raise _damaged(error) from error
        return next((name for sort, name in found if sort == kind and name in self), "")

    def targets(self, source: str) -> dict[str, tuple[str, str]]:
        """The parts that ``source`` refers to: id → (kind, part)."""
        try:
            return self._package.targets(source)
        except ReadError as error:
            raise _damaged(error) from error

    def relate(self, source: str, target: str, kind: str) -> str:
        """A new relationship from one part to another; its id."""
        name = join(dirname(source), "_rels", source.rpartition("/")[2] + ".rels")
        if name not in self:
            self._trees[name] = etree.fromstring(f'<Relationships xmlns="{_RELS[1:-1]}"/>')
        root = self.xml(name)
        taken = {each.get("Id") for each in root}
        number = 1
        while f"rIdGouji{number}" in taken:
            number += 1
        relationship = etree.SubElement(root, _RELS + "Relationship")
        relationship.set("Id", f"rIdGouji{number}")
        relationship.set("Type", f"{_DOCUMENT_RELS}/{kind}")
        relationship.set("Target", relpath(target, dirname(source) or "."))
        self.touch(name)
        return f"rIdGouji{number}"

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern (``xl/comments{}.xml``) that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def finished(self) -> bytes:
        """The package with all changed parts, the others byte for byte; itself if none changed."""
        if not self._changed:
            return self._data
        out = BytesIO()
        left = set(self._changed)
        with ZipFile(BytesIO(self._data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for info in old.infolist():
                name = info.filename.replace("\\", "/")
                data = self._written(name) if name in left else old.read(info)
                left.discard(name)
                kept = copy(info)
                new.writestr(kept, data, compress_type=info.compress_type)
            for name in sorted(left):
                new.writestr(name, self._written(name))
        return out.getvalue()

    def _written(self, name: str) -> bytes:
        return etree.tostring(
            self._trees[name].getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
        )


def _damaged(error: Exception) -> AnnotateError:
    if isinstance(error, ReadError):
        reason = str(error.values_.get("reason", error.key))
    else:
        reason = str(error)
    return AnnotateError("damaged-output", reason=reason)
