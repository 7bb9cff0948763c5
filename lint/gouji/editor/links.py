"""Addresses of read-only documents: text views of files, pages about rules.

``gouji:///folder/budget.pdf.txt`` is the text view of ``file:///folder/budget.pdf``;
``gouji://rule/en/PCT001.md`` is the page about a rule, in English.
"""

from __future__ import annotations

from typing import Final

from gouji.model.regex import regex

SCHEME: Final = "gouji"
_FILE: Final = "file:"
_VIEW: Final = f"{SCHEME}:"
_VIEW_END: Final = ".txt"
_RULE: Final = regex(r"gouji://rule/(?P<language>zh|en)/(?P<code>[\w-]+)\.md")


def rule_page(code: str, language: str) -> str:
    """The address of the page about a rule."""
    return f"gouji://rule/{language}/{code}.md"


def rule_of(uri: str) -> tuple[str, str] | None:
    """The code and the language of a page about a rule; None for any other address."""
    match = _RULE.fullmatch(uri)
    return (match["code"], match["language"]) if match else None


def text_view_of(file_uri: str) -> str:
    """The address of the text view of a file."""
    return _VIEW + file_uri.removeprefix(_FILE) + _VIEW_END


def file_of(uri: str) -> str | None:
    """The address of the file whose text view is meant; None for any other address."""
    if not uri.startswith(_VIEW) or not uri.endswith(_VIEW_END) or rule_of(uri):
        return None
    return _FILE + uri.removeprefix(_VIEW).removesuffix(_VIEW_END)
