"""Comments on the cells of a worksheet: the part that holds their text, and the drawing (VML) that
Excel wants for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from gouji.annotators import AUTHOR
from gouji.annotators.package import Element, Parts
from gouji.model.regex import regex
from gouji.readers.xlsx.sheet import column_of

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_REF: Final = regex(r"([A-Z]{1,3})([1-9]\d{0,6})")
# What stands before our words where a cell has a comment of somebody else.
_BEHIND: Final = f"\n\n{AUTHOR}:\n"
_AFTER_DRAWING: Final = (
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
_SHAPE: Final = """<v:shape xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"
 id="{id}" type="#{type}" fillcolor="#ffffe1" o:insetmode="auto"
 style="position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:130pt;z-index:1;visibility:hidden"
><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path
 o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"
/></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor
>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""
_DRAWING: Final = """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"
><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype
 id="{type}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke
 joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""
_TYPE: Final = "_x0000_t202"  # the shape of a text box, as Excel calls it
_WIDE, _HIGH = 4, 8  # columns and rows that a comment spans when it is shown


class Notes:
    """The comments of one sheet."""

    def __init__(self, parts: Parts, sheet: str, root: Element) -> None:
        self._parts = parts
        self._sheet = sheet
        self._root = root
        self._part = parts.target(sheet, "comments")

    def remove_ours(self) -> bool:
        """Take our comments of an earlier run away; whether there were any."""
        if not self._part:
            return False
        comments = self._parts.xml(self._part)
        authors = [author.text for author in comments.iter(_in(comments, "author"))]
        gone: set[tuple[int, int]] = set()
        found = False
        for comment in list(comments.iter(_in(comments, "comment"))):
            author = _number(comment.get("authorId"))
            if author < len(authors) and authors[author] == AUTHOR:
                gone.add(_place(comment.get("ref", "")))
                comment.getparent().remove(comment)  # type: ignore[union-attr]
            else:
                found |= _shorten(comment)
        if gone:
            self._undraw(gone)
        if gone or found:
            self._parts.touch(self._part)
        return bool(gone) or found

    def add(self, texts: Mapping[str, str]) -> None:
        """Comments on cells; where a cell has one of somebody else, our words go behind it."""
        comments = self._comments()
        there = {each.get("ref"): each for each in comments.iter(_in(comments, "comment"))}
        author = self._author(comments)
        held = comments.find(_in(comments, "commentList"))
        if held is None:
            held = etree.SubElement(comments, _in(comments, "commentList"))
        new = []
        for ref, text in texts.items():
            if ref in there:
                _lengthen(there[ref], text)
                continue
            new.append(ref)
            comment = etree.SubElement(held, _in(comments, "comment"), ref=ref)
            comment.set("authorId", str(author))
            _say(comment, text)
        if new:
            self._draw(new)
        self._parts.touch(self._part)

    def _comments(self) -> Element:
        if self._part:
            return self._parts.xml(self._part)
        namespace = str(etree.QName(self._root).namespace)
        root = etree.fromstring(f'<comments xmlns="{namespace}"/>')
        etree.SubElement(root, _in(root, "authors"))
        etree.SubElement(root, _in(root, "commentList"))
        self._part = self._parts.free_name("xl/comments{}.xml")
        self._parts.put(self._part, root, _COMMENTS_TYPE)
        self._parts.relate(self._sheet, self._part, "comments")
        return root

    @staticmethod
    def _author(comments: Element) -> int:
        """Our number among the authors."""
        authors = comments.find(_in(comments, "authors"))
        if authors is None:
            authors = etree.Element(_in(comments, "authors"))
            comments.insert(0, authors)
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, _in(comments, "author")).text = AUTHOR
            names.append(AUTHOR)
        return names.index(AUTHOR)

    def _drawing(self) -> str:
        """The part of the sheet's drawing, empty if it has none."""
        entry = self._root.find(_in(self._root, "legacyDrawing"))
        if entry is None:
            return ""
        kind, part = self._parts.targets(self._sheet).get(entry.get(_RELATION, ""), ("", ""))
        return part if kind == "vmlDrawing" and part in self._parts else ""

    def _draw(self, refs: list[str]) -> None:
        part = self._drawing()
        if not part:
            part = self._new_drawing()
        drawing = self._parts.xml(part)
        taken = {shape.get("id") for shape in drawing.iter(_V + "shape")}
        number = 1025
        for ref in refs:
            while f"_x0000_s{number}" in taken:
                number += 1
            row, column = _place(ref)
            taken.add(f"_x0000_s{number}")
            anchor = (column + 1, 15, max(row - 1, 0), 10, column + 1 + _WIDE, 15, row + _HIGH, 4)
            text = _SHAPE.format(
                id=f"_x0000_s{number}",
                type=_TYPE,
                anchor=", ".join(map(str, anchor)),
                row=row,
                column=column,
            )
            drawing.append(etree.fromstring(text))
        self._parts.touch(part)

    def _new_drawing(self) -> str:
        part = self._parts.free_name("xl/drawings/vmlDrawing{}.vml")
        self._parts.default_type("vml", _VML_TYPE)
        self._parts.put(part, etree.fromstring(_DRAWING.format(type=_TYPE)), _VML_TYPE)
        entry = etree.Element(_in(self._root, "legacyDrawing"), nsmap={"r": _RELATION[1:-3]})
        entry.set(_RELATION, self._parts.relate(self._sheet, part, "vmlDrawing"))
        following = [c for c in self._root if etree.QName(c).localname in _AFTER_DRAWING]
        if following:
            following[0].addprevious(entry)
        else:
            self._root.append(entry)
        return part

    def _undraw(self, places: set[tuple[int, int]]) -> None:
        """Take the shapes of comments that are gone away."""
        part = self._drawing()
        if not part:
            return
        drawing = self._parts.xml(part)
        for shape in list(drawing.iter(_V + "shape")):
            row, column = (shape.find(f".//{_X}{name}") for name in ("Row", "Column"))
            if row is None or column is None:
                continue
            if (_number(row.text), _number(column.text)) in places:
                shape.getparent().remove(shape)  # type: ignore[union-attr]
        self._parts.touch(part)


def _in(element: Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 0


def _place(ref: str) -> tuple[int, int]:
    """Row and column of a cell, from 0."""
    match = _REF.fullmatch(ref)
    return (int(match[2]) - 1, column_of(match[1]) - 1) if match else (0, 0)


def _say(comment: Element, text: str) -> None:
    holder = comment.find(_in(comment, "text"))
    if holder is None:
        holder = etree.SubElement(comment, _in(comment, "text"))
    run = etree.SubElement(holder, _in(comment, "r"))
    properties = etree.SubElement(run, _in(comment, "rPr"))
    etree.SubElement(properties, _in(comment, "sz"), val="9")
    words = etree.SubElement(run, _in(comment, "t"))
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _lengthen(comment: Element, text: str) -> None:
    """Our words behind those of somebody else."""
    holder = comment.find(_in(comment, "text"))
    plain = None if holder is None else holder.find(_in(comment, "t"))
    if holder is not None and plain is not None:
        run = etree.Element(_in(comment, "r"))
        holder.replace(plain, run)
        run.append(plain)
    _say(comment, _BEHIND + text)


def _shorten(comment: Element) -> bool:
    """Take our words behind those of somebody else away; whether there were any."""
    holder = comment.find(_in(comment, "text"))
    found = False
    for run in list(holder) if holder is not None else ():
        words = run.find(_in(comment, "t"))
        if words is not None and (words.text or "").startswith(_BEHIND):
            holder.remove(run)  # type: ignore[union-attr]
            found = True
    return found
