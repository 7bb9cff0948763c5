"""The named resources of a content stream: fonts, forms and images, looked up when used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pdfminer.pdftypes import PDFStream

from gouji.model.record import Record
from gouji.readers.pdf import syntax
from gouji.readers.pdf.fonts import Font, Fonts
from gouji.readers.pdf.objects import dictionary, name_of, numbers, resolved
from gouji.readers.pdf.records import Matrix, Rect

DataOf = Callable[[PDFStream], bytes]


class Image(Record):
    """An image: only that it is there matters."""


class Form(Record):
    """A form: content drawn by name, in a place and a clip of its own."""

    stream: PDFStream
    matrix: Matrix
    box: Rect | None
    depth: int
    data_of: DataOf

    def data(self) -> bytes:
        """Its content."""
        return self.data_of(self.stream)

    def resources(self, outer: Resources) -> Resources:
        """Its resources; forms of old files use those of what draws them."""
        return outer.nested(dictionary(self.stream.get("Resources")) or None, self.depth)


class Resources:
    """A resource dictionary."""

    def __init__(
        self, entries: dict[str, Any], fonts: Fonts | None, data_of: DataOf | None, depth: int
    ) -> None:
        self._entries = entries
        self._fonts = fonts
        self._data_of = data_of
        self._depth = depth
        self._known: dict[bytes, Font | None] = {}
        self._drawn: dict[str, Form | Image | None] = {}

    @classmethod
    def empty(cls) -> Resources:
        """No resources at all."""
        return cls({}, None, None, 0)

    def nested(self, entries: dict[str, Any] | None, depth: int) -> Resources:
        """The resources of a form drawn here."""
        return Resources(
            self._entries if entries is None else entries, self._fonts, self._data_of, depth
        )

    def font(self, written: bytes) -> Font | None:
        """The font of a name as it is written; one without known characters if there is none."""
        if written not in self._known:
            reference: object = self._category("Font").get(syntax.name(written), {})
            self._known[written] = self._fonts.get(reference) if self._fonts else None
        return self._known[written]

    def drawable(self, name: str) -> Form | Image | None:
        """The form or image of a name."""
        if name not in self._drawn:
            self._drawn[name] = self._find_drawable(name)
        return self._drawn[name]

    def colour_space(self, name: str) -> str:
        """The family of a colour space."""
        value = self._category("ColorSpace").get(name)
        for _ in range(2):
            value = resolved(value)
            if isinstance(value, list) and value:
                value = value[0]
        return name_of(value) or name

    def _category(self, key: str) -> dict[str, Any]:
        return dictionary(self._entries.get(key))

    def _find_drawable(self, name: str) -> Form | Image | None:
        stream = resolved(self._category("XObject").get(name))
        if not isinstance(stream, PDFStream) or self._data_of is None:
            return None
        kind = name_of(stream.get("Subtype"))
        if kind == "Image":
            return Image()
        if kind != "Form":
            return None
        matrix = numbers(stream.get("Matrix"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        box = numbers(stream.get("BBox"), 4)
        a, b, c, d, e, f = matrix
        return Form(
            stream,
            (a, b, c, d, e, f),
            (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
            if box
            else None,
            self._depth + 1,
            self._data_of,
        )
