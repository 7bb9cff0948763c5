"""The parts of the language server by themselves: units, links, entries of a configuration."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import tomli
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from gouji.editor import links
from gouji.editor.actions import Allowing, allowing_edit
from gouji.editor.places import Encoding, Grounds, lines_of, units
from gouji.editor.rulebook import Wishes
from gouji.vocabulary import load

CODECS = {
    Encoding.Utf8: ("utf-8", 1),
    Encoding.Utf16: ("utf-16-le", 2),
    Encoding.Utf32: ("utf-32-le", 4),
}
WORDS = st.text(st.sampled_from("a1.，万元𠮷😀é\u2028\x0c"), max_size=12)


@given(WORDS, st.sampled_from(list(CODECS)))
def test_units_are_those_of_the_encoding(text: str, encoding: Encoding) -> None:
    codec, width = CODECS[encoding]
    assert units(text, encoding) == len(text.encode(codec)) // width


@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_end_where_an_editor_ends_them(lines: list[str], end: str) -> None:
    assert lines_of(end.join(lines)) == tuple(lines)


def test_positions_beyond_the_end_are_the_end() -> None:
    grounds = Grounds(("一", "𠮷元"), Encoding.Utf16)
    assert grounds.position(9, 1) == types.Position(1, 3)
    assert Grounds((), Encoding.Utf16).position(1, 1) == types.Position(0, 0)


def test_links_lead_back() -> None:
    for uri in ("file:///c%3A/2025%E5%B9%B4/budget.pdf", "file://server/share/a.docx"):
        assert links.file_of(links.text_view_of(uri)) == uri
    page = links.rule_page("PCT001", "en")
    assert links.rule_of(page) == ("PCT001", "en")
    assert links.file_of(page) is None
    assert links.rule_of("gouji:///a/b.md") is None


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([None, "", "a = 1", "a = 1\n"]),
)
def test_an_entry_is_valid_whatever_the_reason(reason: str, content: str | None) -> None:
    entry = Allowing("wrong-share", "表一 › “36.16%”", reason)
    edit, where = allowing_edit(
        entry, Path("gouji.toml"), "file:///gouji.toml", content, Encoding.Utf16
    )
    change = (edit.document_changes or ())[-1]
    assert isinstance(change, types.TextDocumentEdit)
    text = (content or "") + change.edits[0].new_text
    (allowed,) = tomli.loads(text)["allow"]
    assert allowed == {"rule": "wrong-share", "at": "表一 › “36.16%”", "reason": reason}
    assert text.split("\n")[where.start.line].startswith("reason = ")


def test_odd_settings_are_passed_over() -> None:
    odd = {"language": "fr", "debounce": -1, "checkWorkspace": "no"}
    for settings in (odd, None, [], {"debounce": float("nan")}):
        assert Wishes.of(settings) == Wishes()
    assert Wishes.of({"language": "en", "debounce": 0, "checkWorkspace": False}) == Wishes(
        "en", 0, False
    )


def test_both_languages_name_the_same_values() -> None:
    def names(template: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    for key, entry in load("editor").items():
        assert names(entry["zh"]) == names(entry["en"]), key
