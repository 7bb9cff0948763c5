"""Figures of the prose tied out to the tables: what a sentence speaks of, and where it is booked.

A figure is held against the tables only if its subject, its fund and its year are understood; where
the words leave several readings open, one that agrees is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from gouji.model.figure import Figure, Measure
from gouji.model.quantity import WAN, Quantity
from gouji.model.record import record
from gouji.model.relation import Relation
from gouji.model.statements import Agreement, Dating
from gouji.model.tree import Document
from gouji.parsing.books import Books
from gouji.parsing.header import role_of
from gouji.parsing.items import CLASS_NAMES, three_public_item
from gouji.parsing.measures import RUNNING, TOTAL, Context
from gouji.parsing.plain import item_name, plain
from gouji.parsing.sentences import Mention, Prose

_LEVELS = re.compile(
    r"(?<![^（）])(?P<name>[^（）]+(?:（(?!类|款|项)[^（）]*）[^（）]*)*)（(?P<level>[类款项])）"
)
_FUNDS = {
    "政府性基金": "government_fund",
    "国有资本经营": "state_capital",
    "一般公共预算": "general",
    "财政专户": "special_account",
    "财政拨款": "fiscal",
    "财政补助": "fiscal",
    "单位资金": "own",
}
_TRANSFER = re.compile("上级|转移支付|结转|结余|用事业基金|上年")
_CARRIED_IN = re.compile(
    r"^(?:使用)?(?:上年|年初)(?:财政拨款)?结转(?:和|与|、|及)?(?:结余)?(?:资金|(?:预算)?(?:安排)?的?支出)?$"
)
_ROLES = (
    ("personnel", re.compile("人员经费(?:支出)?$")),
    ("public", re.compile("公用经费(?:支出)?$")),
    ("basic", re.compile("基本支出(?:预算|决算)?$")),
    ("project", re.compile("项目支出(?:预算|决算)?$")),
)
# Words before 基本支出, 人员经费 … that limit it to a fund and to nothing else.
_FUND_WORDS = re.compile(
    "一般公共预算|政府性基金预算?|国有资本经营预算?|财政专户|单位资金|财政|拨款|补助|安排|预算|决算|支出|基本"
)
_END = r"(?:预算|决算)?(?:总额|合计|总计|总体|总数|数)?"
_TOTAL_NAME = re.compile(
    r"(?:(?:政府性基金|国有资本经营|一般公共)预算)?(?:(?:当年|财政)?(?:拨款|补助))?"
    r"(?:(?P<both>收支总(?:预算|决算|计|额|体)?|收入支出总[计额]?|收、支总[计额]?|收支预算总额?)"
    rf"|本年(?:度)?(?P<year>收入|支出){_END}|(?P<income>(?:事业|其他|经营|事业单位经营|上级补助|附属单位上缴)?收入){_END}"
    rf"|(?P<spending>支出){_END}|(?P<fund>(?<=拨款)(?:预算)?合计|(?<=预算)(?:拨款)?合计|(?<=预算)|(?<=拨款)))(?:为|是)?$"
)
_RUNNING = re.compile(
    r"(?:一般公共预算|财政)?(?:拨款)?(?:安排)?的?机关运行经费(?:财政拨款|拨款|支出|预算|决算|安排|合计|总额|共|共计)*$"
)
# All offices that have running costs, by their numbers.
_OFFICES = re.compile(
    r"[\d零一二三四五六七八九十]+[家个](?:机关|行政单位)[和及、]"
    r"[\d零一二三四五六七八九十]+[家个]参公(?:事业)?单位[^，。；]*机关运行经费"
)
_NOBODY = re.compile(
    r"(?:本|我|全)?(?:部门|单位|局|委|办|机关)?(?:（部门）|年度|全年|当年|20\d\d年度?|的|汇总|及所属单位)*"
)
_FUND_ONLY = re.compile(
    r"(?:使用)?(?:政府性基金|国有资本经营)(?:预算)?(?:财政拨款|拨款)?(?:支出|安排的支出)?"
)
# The targets of the whole department are set for all of its money.
_WHOLE_TARGET = re.compile(r"整体(?:支出|预算)?绩效(?:预算)?目标")
# Digits and point that two different amounts hardly share.
_TELLING_DIGITS = 4
# Funds that hold others, widest first.
_WIDE = ("all", "fiscal")
_NOTHING = Quantity(Decimal(0), 0, WAN)
_SOURCES = frozenset(
    ("own", "business", "business_operation", "superior", "affiliated", "other_income")
)
_PUBLIC = re.compile("三公")


@record
class _Claim:
    """The readings of one figure of the prose; ``sure`` if a mismatch with all is an error."""

    readings: tuple[Measure, ...]
    sure: bool


def tie_out(prose: Prose, reader: SubjectReader) -> list[Relation]:
    """Each understood figure of the prose, and each statement that there is no such money, against
    what the tables state."""
    books = reader.books
    relations: list[Relation] = []
    lonely = _lonely(prose.mentions)
    for mention in prose.mentions:
        if mention.role != "amount" or mention.figure.quantity.unit.dimension != "money":
            continue
        claim = reader.claim(mention)
        if claim is not None:
            relations += _held_against(mention.figure, claim, books)
            continue
        dating = reader.misdated(mention) if id(mention) in lonely else None
        if dating is not None:
            relations.append(dating)
    for absence in prose.absences:
        stated = Figure(_NOTHING, absence.anchor, absence.subject, blank=True)
        readings = reader.absent(plain(absence.subject))
        if readings:
            relations += _held_against(stated, _Claim(readings, sure=True), books)
    return relations


def _lonely(mentions: Iterable[Mention]) -> set[int]:
    """The mentions that are the only figure of their paragraph."""
    by_paragraph: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_paragraph.setdefault(id(mention.figure.anchor.node), []).append(mention)
    return {id(several[0]) for several in by_paragraph.values() if len(several) == 1}


def _held_against(stated: Figure, claim: _Claim, books: Books) -> Iterator[Relation]:
    sources = [f for reading in claim.readings for f in books.sources(reading)]
    if not sources:
        return
    agreeing = next((f for f in sources if f.interval.meets(stated.interval)), None)
    if agreeing is not None:
        yield Agreement(stated, agreeing)
        return
    first = books.stated.get(claim.readings[0], [])
    witnesses = tuple(f for f in first if f is not sources[0])[:3]
    why_not = "" if claim.sure else "the words leave open what is meant"
    yield Agreement(stated, sources[0], witnesses, why_not=why_not)


def _headings(document: Document) -> Mapping[str, tuple[str, ...]]:
    """The titles over each section, innermost first, by the section's address."""
    titles: dict[str, tuple[str, ...]] = {}
    for section in document.sections:
        above = titles.get(section.address.rpartition(" › ")[0], ())
        own = (plain(section.heading.title),) if section.heading else ()
        titles[section.address] = (*own, *above)
    return titles


@record
class SubjectReader:
    """Reads what figures of the prose measure, in the light of headings, year and tables."""

    books: Books
    context: Context
    headings: Mapping[str, tuple[str, ...]]
    entity: str | None

    @classmethod
    def of(cls, document: Document, books: Books, context: Context) -> SubjectReader:
        """The reader of a document with these books."""
        return cls(books, context, _headings(document), document.entity)

    def claim(self, mention: Mention) -> _Claim | None:
        """What a mention measures, if its subject, year and basis are understood."""
        address = mention.figure.anchor.node.address.rpartition(" › ")[0]
        around = self.headings.get(address, ())
        subject = tuple(plain(s) for s in mention.subject)
        if not subject or (mention.year or self.context.year) != self.context.year:
            return None
        basis = _basis(mention, self.context)
        found = _reading(subject, around, self.books, self.entity, _said_before(mention.figure))
        if basis is None or found is None:
            return None
        measures, sure = found
        readings = self._timed(measures, basis)
        sure = sure and basis == self.context.basis and self._all_flows_booked(readings)
        return _Claim(readings, sure)

    def _all_flows_booked(self, readings: tuple[Measure, ...]) -> bool:
        """Whether the tables state every total that may be meant: 收入 may or may not count what
        was carried over, and a mismatch with one of the two says nothing."""
        flows = list(dict.fromkeys(r.flow for r in readings))[:2]
        widest = next((r.fund for f in _WIDE for r in readings if r.fund == f), None)
        if widest and not any(self.books.sources(r) for r in readings if r.fund == widest):
            return False  # a table of one of the funds within it may agree but not deny
        return len(flows) == 1 or all(
            any(self.books.sources(r) for r in readings if r.flow == flow) for flow in flows
        )

    def misdated(self, mention: Mention) -> Dating | None:
        """A total of this document that the text gives another year: not a comparison, since no
        other amount stands in the paragraph."""
        year = self.context.year
        if year is None or mention.year is None or mention.year == year:
            return None
        claim = self.claim(replace(mention, year=year))
        if claim is None or claim.readings[0].item != TOTAL:
            return None
        sources = (f for reading in claim.readings for f in self.books.sources(reading))
        same = next((f for f in sources if f.base == mention.figure.base), None)
        if same is None or len(str(same.quantity.value.normalize())) < _TELLING_DIGITS:
            return None
        return Dating(mention.figure, mention.year, year, same)

    def absent(self, subject: str) -> tuple[Measure, ...]:
        """The expenditure of the fund that a statement says was not used."""
        match = _FUND_ONLY.fullmatch(subject)
        fund = match and _fund((subject,))
        if fund not in ("government_fund", "state_capital") or self.context.basis is None:
            return ()
        return self._timed((Measure("expenditure", fund, TOTAL, TOTAL),), self.context.basis)

    def _timed(self, measures: Iterable[Measure], basis: str) -> tuple[Measure, ...]:
        year = self.context.year
        return tuple([Measure(m.flow, m.fund, m.item, m.role, year, basis) for m in measures])


def _basis(mention: Mention, context: Context) -> str | None:
    """Budget documents state budgets; final accounts state what the words say."""
    said = mention.basis
    if context.basis == "budget":
        return "budget" if said in (None, "budget") else None
    if context.basis == "account":
        if said in (None, "account", "execution"):
            return "account"
        return "budget" if said in ("budget", "initial") else None
    return None


def _reading(
    subject: tuple[str, ...],
    around: tuple[str, ...],
    books: Books,
    entity: str | None,
    before: str = "",
) -> tuple[tuple[Measure, ...], bool] | None:
    """What a subject may measure (year and basis left open), and whether that is certain."""
    label = subject[-1]
    running = _RUNNING.search(label)
    if running is not None:
        sure = _speaks_of_the_whole(label[: running.start()], entity) or bool(
            _OFFICES.search(before)
        )
        return (Measure(RUNNING, "fiscal", TOTAL, TOTAL),), sure
    if _CARRIED_IN.search(label):
        whole = "fiscal" if _fund((label, *around)) == "fiscal" else "all"
        return (Measure("carried_in", whole, TOTAL, TOTAL),), True
    if _FUND_ONLY.fullmatch(label) and label.endswith("安排的支出"):
        return (Measure("expenditure", _fund((label,)), TOTAL, TOTAL),), True
    if _TRANSFER.search(label):
        return None
    names = [m["name"] for m in _LEVELS.finditer(label)]
    if names:
        return _item_reading(tuple(names), subject, around, books)
    if _is_three_public(subject, around):
        return _three_public_reading(subject)
    role, rest = _role(label)
    fund = _fund((label,)) or _fund(tuple(reversed(subject[:-1]))) or _fund(around)
    if role is not None:
        within = [w for w in subject[:-1] if _is_an_item(w, entity)]
        if within:
            return _role_of_item(role, within[-1], fund, books)
        measures, sure = _role_reading(role, fund, around)
        limited = not _speaks_of_the_whole(_FUND_WORDS.sub("", rest), entity)
        return measures, sure and not limited
    if item_name(label) in CLASS_NAMES:
        code = CLASS_NAMES[item_name(label)]
        return _class_reading(code, subject, around, before, books)
    return _total_reading(label, fund, around, entity)


def _said_before(figure: Figure) -> str:
    """The words of a figure's sentence before it."""
    return figure.anchor.node.source.text[: figure.anchor.start].rpartition("。")[2]


def _class_reading(
    code: str, subject: tuple[str, ...], around: tuple[str, ...], before: str, books: Books
) -> tuple[tuple[Measure, ...], bool] | None:
    """A class (类) by its bare name: of the fund its own words name, or, where only the heading
    names one, of that fund or of a fund within it."""
    own = _fund(tuple(reversed(subject)))
    heading = _fund(around)
    if own is None and heading is None and not _whole_department(around):
        return None
    funds = [own] if own else [heading or "all"]
    if own is None and funds[0] in ("all", "fiscal"):
        funds += ["fiscal", "general"]
    sure = True
    if own is None and any(word in before for word in _FUNDS):
        # A fund named earlier in the sentence (财政拨款支出主要用于：教育支出…) may limit it.
        named = _fund((before,))
        funds = [named, *funds] if named else funds
        sure = any(m.fund == named and m.item == code for m in books.stated)
    readings = dict.fromkeys(Measure("expenditure", f, code, TOTAL) for f in funds)
    return tuple(readings), sure


def _fund(texts: tuple[str, ...]) -> str | None:
    """The fund the nearest words limit a figure to; None if they name none or several."""
    for text in texts:
        named = {fund for word, fund in _FUNDS.items() if word in text}
        if named:
            inner = named - {"fiscal"} or named
            return next(iter(inner)) if len(inner) == 1 else None
    return None


def _whole_department(around: tuple[str, ...]) -> bool:
    """Whether the nearest heading speaks of all funds together."""
    return (
        bool(around) and _fund(around[:1]) is None and bool(re.search("收支|收入|支出", around[0]))
    )


def _item_reading(
    names: tuple[str, ...], subject: tuple[str, ...], around: tuple[str, ...], books: Books
) -> tuple[tuple[Measure, ...], bool] | None:
    code = books.code(names)
    if code is None and len(names) == 1:
        code = CLASS_NAMES.get(item_name(names[0]))
    if code is None:
        return None
    fund = _fund(tuple(reversed(subject[:-1]))) or _fund(around)
    if fund is not None:
        return (Measure("expenditure", fund, code, TOTAL),), True
    return tuple(Measure("expenditure", f, code, TOTAL) for f in ("general", "fiscal", "all")), True


def _is_three_public(subject: tuple[str, ...], around: tuple[str, ...]) -> bool:
    context = (*subject, *around[:2])
    if not any(_PUBLIC.search(words) for words in context):
        return False
    label = subject[-1]
    return bool(_PUBLIC.search(label)) or three_public_item(label) is not None


def _three_public_reading(
    subject: tuple[str, ...],
) -> tuple[tuple[Measure, ...], bool] | None:
    label = subject[-1]
    item = three_public_item(label) or (TOTAL if _PUBLIC.search(label) else None)
    if item is None:
        return None
    # 预算数 of the table may be the initial or the adjusted budget
    return (Measure("three_public", "fiscal", item, TOTAL),), True


def _role(label: str) -> tuple[str | None, str]:
    """The role a label ends in (项目支出), and the words before it."""
    for role, pattern in _ROLES:
        match = pattern.search(label)
        if match:
            return role, label[: match.start()]
    return None, label


def _role_reading(
    role: str, fund: str | None, around: tuple[str, ...]
) -> tuple[tuple[Measure, ...], bool]:
    funds = (fund,) if fund else ("all",) if _whole_department(around) else ("all", "general")
    return tuple(Measure("expenditure", f, TOTAL, role) for f in funds if f), bool(fund) or len(
        funds
    ) == 1


def _is_an_item(whole: str, entity: str | None) -> bool:
    """Whether what a figure is a part of is less than all the money of a fund."""
    if _total_reading(whole, None, (), entity) is not None:
        return False
    return not _speaks_of_the_whole(_FUND_WORDS.sub("", whole), entity)


def _role_of_item(
    role: str, whole: str, fund: str | None, books: Books
) -> tuple[tuple[Measure, ...], bool] | None:
    """Basic or project expenditure of one item (行政运行 100 万元，其中：基本支出 80 万元)."""
    names = tuple(m["name"] for m in _LEVELS.finditer(whole)) or (whole,)
    code = books.code(names) or CLASS_NAMES.get(item_name(names[-1]))
    if code is None:
        return None
    funds = (fund,) if fund else ("general", "fiscal", "all")
    return tuple(Measure("expenditure", f, code, role) for f in funds), True


def _total_reading(
    label: str, fund: str | None, around: tuple[str, ...], entity: str | None
) -> tuple[tuple[Measure, ...], bool] | None:
    """收入总计, 支出预算, 收支总预算, 其他收入: the total of a fund, of a source, of everything."""
    if _WHOLE_TARGET.search(label):
        return tuple(Measure(f, "all", TOTAL, TOTAL) for f in ("grand", "expenditure")), True
    if role_of(label) in _SOURCES:
        return (Measure("income", str(role_of(label)), TOTAL, TOTAL),), True
    match = _TOTAL_NAME.search(label)
    if match is None or not _speaks_of_the_whole(label[: match.start()], entity):
        return None
    source = role_of(match.group())
    if source is not None and source in _SOURCES:
        return (Measure("income", source, TOTAL, TOTAL),), True
    whole = fund or "all"
    flows: tuple[str, ...] = ("expenditure", "income", "grand")
    if match["both"]:
        flows = ("grand",)
    elif match["year"]:
        flows = ("income",) if "收入" in match["year"] else ("expenditure",)
    elif match["income"]:
        flows = ("income", "grand")
    elif match["spending"]:
        flows = ("expenditure", "grand")
    elif any("收入" in words and "支出" not in words for words in around[:1]):
        flows = ("income", "grand")
    if whole not in ("all", "fiscal", "general"):
        flows = tuple(f for f in flows if f != "grand")  # such a fund is not carried over
    return tuple(Measure(f, whole, TOTAL, TOTAL) for f in flows), True


def _speaks_of_the_whole(before: str, entity: str | None) -> bool:
    """Whether nothing but the department stands before the name of a total."""
    rest = before.replace(plain(entity), "") if entity else before
    return _NOBODY.fullmatch(rest) is not None
