"""Names of classified items with their levels: 一般公共服务支出（类）…（款）…（项）."""

from __future__ import annotations

from functools import lru_cache

from gouji.model.regex import regex
from gouji.parsing.plain import item_name

# A name begins after a bracket; from within it nothing is found that was not found from there.
LEVELS = regex(
    r"(?<![^（）()])(?P<name>[^（）()]+(?:[（(](?![类款项][）)])[^（）()]*[）)][^（）()]*)*)[（(](?P<level>[类款项])[）)]"
)


@lru_cache(maxsize=4096)
def levels_in(text: str) -> tuple[tuple[str, str], ...]:
    """The levels (类, 款, 项) that some words name, in order, each with the name of it."""
    return tuple((match["level"], item_name(match["name"])) for match in LEVELS.finditer(text))
