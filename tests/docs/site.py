"""A hook of MkDocs: what pages say of files of the repository that are no part of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

_LINK: Final = re.compile(r"\[(?P<text>[^\]\n]+)\]\((?P<target>[^)\s:#]+)(?:#[^)]*)?\)")


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Links to files outside of the site become their paths in the repository."""
    docs = Path(config["docs_dir"]).resolve()
    folder = Path(page.file.abs_src_path).parent

    def plain(match: re.Match[str]) -> str:
        target = (folder / match["target"]).resolve()
        if not target.exists() or not target.is_relative_to(docs.parent):
            return match[0]
        if target.is_relative_to(docs):
            below = target.relative_to(docs).as_posix()
            if not config["exclude_docs"].match_file(below):
                return match[0]
        path = target.relative_to(docs.parent).as_posix()
        text = match["text"].strip("`")
        return f"`{text}`" if path.startswith(text) else f"{match['text']} (`{path}`)"

    return _LINK.sub(plain, markdown)
