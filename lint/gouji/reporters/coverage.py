"""What was checked of a document and what was not, by table and section."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from gouji import messages
from gouji.model.figure import Figure
from gouji.model.ledger import Ledger
from gouji.model.place import Node
from gouji.model.record import Record
from gouji.model.relation import Outcome
from gouji.model.tree import Document, Heading, Paragraph, Section, Table
from gouji.reporters.ink import Line, Piece, line


class Place(Record):
    """A table, or the prose right under a heading: how many figures it holds and how many of them
    take part in a check that was made, what the checks came to, and why some were not made."""

    address: str
    page: int | None
    figures: int
    tied: int
    outcomes: Counter[Outcome]
    reasons: Counter[str]


def coverage(document: Document, ledger: Ledger) -> tuple[Place, ...]:
    """The tables and sections of a document in reading order.

    A relation counts where the figure at fault by default stands; the figures that it ties
    together count each where it stands itself.
    """
    home = _homes(document.body)
    figures: Counter[int] = Counter()
    tied: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    outcomes: defaultdict[int, Counter[Outcome]] = defaultdict(Counter)
    reasons: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for figure in ledger.figures:
        if not figure.blank:
            figures[home.get(id(figure.anchor.node), 0)] += 1
    for relation in ledger.relations:
        parts = list(relation.figures)
        anchor = parts[0].anchor if parts else getattr(relation, "place", None)
        if anchor is None:
            continue
        verdict = relation.judge()
        place = home.get(id(anchor.node), 0)
        outcomes[place][verdict.outcome] += 1
        if verdict.outcome is Outcome.NOT_CHECKED:
            reasons[place][verdict.reason] += 1
            continue
        for figure in parts:
            if not figure.blank:
                tied[home.get(id(figure.anchor.node), 0)].add(_key(figure))
    places = []
    for part in _parts(document.body):
        key = id(part)
        if isinstance(part, Table) and part.unread:
            reasons[key][part.unread] += 1
        if isinstance(part, Section) and not (figures[key] or outcomes[key]):
            continue
        checked = min(len(tied[key]), figures[key])
        page = _page(part)
        places.append(Place(part.address, page, figures[key], checked, outcomes[key], reasons[key]))
    return tuple(places)


def _key(figure: Figure) -> tuple[int, int]:
    return id(figure.anchor.node), figure.anchor.start


def _parts(section: Section) -> Iterator[Section | Table]:
    yield section
    for part in section.parts:
        if isinstance(part, Section):
            yield from _parts(part)
        elif isinstance(part, Table):
            yield part


def _homes(section: Section) -> dict[int, int]:
    """The table or section of every node that can hold a figure."""
    homes: dict[int, int] = {}
    nodes: Iterable[Node]
    if section.heading is not None:
        homes[id(section.heading)] = id(section)
    for part in section.parts:
        if isinstance(part, Section):
            homes |= _homes(part)
        elif isinstance(part, Paragraph):
            homes[id(part)] = id(section)
        else:
            nodes = (part, *part.captions, *part.notes, *part.cells)
            homes |= {id(node): id(part) for node in nodes}
    return homes


def _page(part: Section | Table) -> int | None:
    if isinstance(part, Table):
        return part.pages[0] if part.pages else None
    nodes: list[Heading | Paragraph] = [] if part.heading is None else [part.heading]
    nodes += [each for each in part.parts if isinstance(each, Paragraph)]
    return nodes[0].source.page if nodes else None


def coverage_lines(path: str, places: Iterable[Place], language: str) -> Iterator[Line]:
    """The coverage of one document for people."""
    title = messages.ui("checked-title", language)
    yield line(Piece(f"{path}  {title}", "bold"))
    for place in places:
        page = "" if place.page is None else messages.ui("page", language, page=place.page)
        yield line("  ", "  ".join(filter(None, (page, place.address or path))))
        yield line("      ", Piece(_counts(place, language), _style(place)))
        for reason, count in place.reasons.most_common():
            yield line("      ", Piece(f"{messages.reason(reason, language)} {count}", "dim"))
    yield ()


def _counts(place: Place, language: str) -> str:
    if not place.figures and not place.outcomes:
        return messages.ui("checked-nothing", language)
    return messages.ui(
        "checked-place",
        language,
        figures=place.figures,
        tied=place.tied,
        holds=place.outcomes[Outcome.HOLDS],
        rounding=place.outcomes[Outcome.ROUNDING],
        violated=place.outcomes[Outcome.VIOLATED],
        skipped=place.outcomes[Outcome.NOT_CHECKED],
    )


def _style(place: Place) -> str:
    if place.outcomes[Outcome.VIOLATED]:
        return "error"
    return "warning" if place.figures and not place.tied else "good" if place.tied else "dim"
