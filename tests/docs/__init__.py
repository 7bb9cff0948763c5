"""The generated parts of the documentation: ``python -m tests.docs`` writes them anew.

Generated are the pages of the rules, the commands and the hooks, and within other pages whatever a
comment asks for: the output of commands, pieces of source, tables (see ``tests.docs.fill``). A page
in Chinese is ``x.md``, its English counterpart ``x.en.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gouji.plugins import discover, load
from tests.docs.commands import commands_page
from tests.docs.fill import filled
from tests.docs.hooks import hooks_page
from tests.docs.rules import index_page, rule_page

LANGUAGES: Final = ("zh", "en")
COMMANDS: Final = "commands"
HOOKS: Final = "plugins/hooks"
RULES: Final = "rules"
_NOT_PAGES: Final = ("examples", "editors/vscode")


def page_name(stem: str, language: str) -> str:
    """The file of a page in a language, below ``docs``."""
    return f"{stem}.md" if language == "zh" else f"{stem}.{language}.md"


def language_of(page: Path) -> str:
    """The language of a page by its name."""
    return "en" if page.name.endswith(".en.md") else "zh"


def pages(root: Path) -> list[Path]:
    """All pages of the documentation: the Markdown below ``docs`` that is no part of an example."""
    docs = root / "docs"
    others = [docs / folder for folder in _NOT_PAGES]
    return sorted(p for p in docs.rglob("*.md") if not any(p.is_relative_to(o) for o in others))


def generated(root: Path) -> dict[Path, str]:
    """Every page that is generated, wholly or in parts, with the text it should have."""
    docs = root / "docs"
    rules = load(discover(builtin_only=True)).rules
    texts: dict[Path, str] = {}
    for language in LANGUAGES:
        texts[docs / page_name(COMMANDS, language)] = commands_page(language)
        texts[docs / page_name(HOOKS, language)] = hooks_page(language)
        texts[docs / page_name(f"{RULES}/index", language)] = index_page(rules, language)
        for rule in rules:
            name = page_name(f"{RULES}/{rule.code}", language)
            texts[docs / name] = rule_page(rule, rules, language)
    for page in pages(root):
        if page not in texts and page.parent != docs / RULES:
            texts[page] = filled(page.read_text(encoding="utf-8"), root, language_of(page))
    return texts


def surplus(root: Path, texts: dict[Path, str]) -> list[Path]:
    """Pages of rules that are no more."""
    return [page for page in (root / "docs" / RULES).glob("*.md") if page not in texts]
