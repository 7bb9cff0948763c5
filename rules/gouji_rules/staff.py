"""STAFF: numbers of posts and people that are worth a look."""

from __future__ import annotations

import re

from gouji import Document, Figure, Finding, Findings, Ledger, Paragraph, Rule, hookimpl, rule

_POSTS = re.compile(r"编制(?:人数|总数|数)?(?:为|共|合计)?$")
_IN_POST = re.compile(r"(?:在职|在编|实有在职|在岗)(?:人员|职工|人数)*(?:为|共|合计)?$")


def _counts_people(figure: Figure) -> bool:
    unit = figure.quantity.unit
    whole = figure.quantity.decimals == 0
    return whole and (unit.symbol in ("人", "名") or unit.dimension == "bare")


@rule(
    "STAFF001",
    zh="在职 {staff}，多于编制 {posts}",
    en="{staff} in post, more than the {posts} established posts",
    severity="info",
)
def more_staff_than_posts(document: Document, ledger: Ledger) -> Findings:
    """在职人数多于编制数时应核实或说明。
    More staff in post than established posts is worth a look; it may be true.

        示例局编制数8，实有人数10人，其中：在职**9人**，退休1人。

        示例局编制数9，实有人数10人，其中：在职9人，退休1人。
    """
    posts: dict[int, Figure] = {}
    for figure in ledger.figures:
        node = figure.anchor.node
        if not isinstance(node, Paragraph) or not _counts_people(figure):
            continue
        if _POSTS.search(figure.label):
            posts.setdefault(id(node), figure)
        elif _IN_POST.search(figure.label) and id(node) in posts:
            limit = posts.pop(id(node))
            if figure.quantity.value > limit.quantity.value:
                yield Finding(figure, staff=figure, posts=limit)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [more_staff_than_posts]
