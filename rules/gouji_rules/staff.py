"""STAFF: numbers of posts and people that are worth a look."""

from __future__ import annotations

from gouji import (
    Document,
    Figure,
    Finding,
    Findings,
    Ledger,
    Paragraph,
    Rule,
    Staffing,
    hookimpl,
    regex,
    rule,
)

_POSTS = regex(r"编制(?:人数|总数|数)?(?:为|共|合计)?$")
_KIND = regex("行政|事业|工勤|工人|参公|参照|政法|后勤|聘用|其他")
_IN_POST = regex(r"(?:在职|在编|实有在职|在岗)(?:人员|职工|人数)*(?:为|共|合计)?$")


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

        示例局行政编制5名，事业编制4名；年末在职人员9人。
    """
    posts: dict[int, tuple[Figure, ...]] = {}
    for figure in ledger.figures:
        node = figure.anchor.node
        if not isinstance(node, Paragraph) or not _counts_people(figure):
            continue
        if _POSTS.search(figure.label):
            posts[id(node)] = (*posts.get(id(node), ()), figure)
        elif _IN_POST.search(figure.label) and id(node) in posts:
            limit = _most(posts.pop(id(node)))
            if figure.quantity.value > sum(f.quantity.value for f in limit):
                yield Finding(figure, staff=figure, posts=limit)


def _most(posts: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """All posts that a paragraph tells: the first number of them, or all its kinds (行政编制 42 名，
    事业编制 35 名) where they are more."""
    kinds = tuple(f for f in posts if _KIND.search(f.label))
    whole = next(((f,) for f in posts if f not in kinds), ())
    return max(whole, kinds, key=lambda told: sum(f.quantity.value for f in told))


@rule(
    "STAFF002",
    zh="此处说“{said}”，另一处（{where}）说“{against}”",
    en="“{said}” here, “{against}” elsewhere ({where})",
    severity="info",
)
def staff_both_ways(staffing: Staffing) -> Findings:
    """增减原因中，全体人员不应一处说增加、另一处说减少。
    Reasons should not say that the whole staff grew here and shrank there; parts of it may have.

        1.行政运行支出60.00万元，比上年增加10.00万元，主要原因是在职人员增加1人。
        2.事业运行支出40.00万元，比上年增加5.00万元，主要原因是人员增加。
        3.住房公积金支出6.00万元，比上年减少1.00万元，主要原因是**人员较上年减少**。

        1.行政运行支出60.00万元，比上年增加10.00万元，主要原因是在职人员增加1人。
        2.事业运行支出40.00万元，比上年增加5.00万元，主要原因是人员增加。
        3.退休费支出6.00万元，比上年减少1.00万元，主要原因是退休人员减少。
    """
    against = staffing.against
    if against is not None:
        yield Finding(
            staffing.word,
            said=staffing.word.text,
            against=against.text,
            where=against.node.address,
        )


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [more_staff_than_posts, staff_both_ways]
