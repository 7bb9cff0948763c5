"""Tables and paragraphs that several styles share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.builder.book import Book, Column, say
from tests.builder.draft import Cell, Num, Para, Piece, Row, TableSpec
from tests.builder.facts import GENERAL, Facts, name_of

PERSONNEL = ("301", "303")
PUBLIC = ("302", "310")


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """三公: travel abroad, buying cars, running cars, receptions; in 分."""

    abroad: int
    buying: int
    running: int
    reception: int

    @property
    def cars(self) -> int:
        """公务用车购置及运行费."""
        return self.buying + self.running

    @property
    def total(self) -> int:
        """合计."""
        return self.abroad + self.cars + self.reception


def three_public(facts: Facts, what: str = "amount") -> ThreePublic:
    """The three public expenses paid from the general budget, by basic and by project spending."""
    return ThreePublic(
        *(
            facts.sum(economic=e, fund=GENERAL, what=what)
            for e in ("30212", "31013", "30231", "30217")
        )
    )


def operating_cost(facts: Facts, what: str = "amount") -> int:
    """机关运行经费: the public part of basic spending."""
    return facts.sum(economic=PUBLIC, role="basic", fund=GENERAL, what=what)


def basic_part(facts: Facts, code: str, prefixes: tuple[str, ...]) -> int:
    """Basic general spending on an economic ``code`` as far as it lies under ``prefixes``."""
    longer = (
        p if p.startswith(code) else code
        for p in prefixes
        if p.startswith(code) or code.startswith(p)
    )
    return sum(facts.sum(economic=e, role="basic", fund=GENERAL) for e in longer)


def fund_name(fund: str) -> str:
    """What a fund is called."""
    return {"general": "一般公共预算", "government_fund": "政府性基金预算", "own": "单位资金"}[fund]


def item_name(code: str) -> str:
    """类款项 in words, as narratives quote it."""
    return f"{name_of(code[:3])}（类）{name_of(code[:5])}（款）{name_of(code)}（项）"


def split_columns(
    facts: Facts, *, fund: str | tuple[str, ...] | None = None, top: tuple[str, ...] = ()
) -> list[Column]:
    """合计, 基本支出, 项目支出."""
    return [
        Column((*top, "合计"), lambda c: facts.sum(c, fund=fund), total=True),
        Column((*top, "基本支出"), lambda c: facts.sum(c, fund=fund, role="basic")),
        Column((*top, "项目支出"), lambda c: facts.sum(c, fund=fund, role="project")),
    ]


def staff_sentence(facts: Facts, template: str) -> Para:
    """编制数 and 实有人数."""
    working, retired, old = facts.staff
    return say(
        template,
        entity=facts.entity,
        posts=str(facts.posts),
        total=Num(Decimal(sum(facts.staff)), 0, frozenset({"staff"})),
        working=Num(Decimal(working), 0, frozenset({"staff"} if working else set())),
        retired=Num(Decimal(retired), 0, frozenset({"staff"} if retired else set())),
        old=str(old),
    )


def procurement(book: Book, template: str) -> Para:
    """政府采购 = 货物 + 工程 + 服务."""
    goods, works, services = book.facts.procurement
    return say(
        template,
        entity=book.facts.entity,
        year=str(book.facts.year),
        total=book.wan(goods + works + services, "procurement"),
        goods=book.wan(goods, *(["procurement"] if goods else [])),
        works=book.wan(works, *(["procurement"] if works else [])),
        services=book.wan(services, "procurement"),
    )


def vehicles(facts: Facts, uses: tuple[str, ...]) -> tuple[Piece, ...]:
    """共有车辆 N 辆，其中：…."""
    counts = facts.vehicles[: len(uses)]
    pieces: list[Piece] = [
        "共有车辆",
        Num(Decimal(sum(counts)), 0, frozenset({"vehicles"} if sum(counts) else set())),
        "辆，其中：",
    ]
    for i, (use, count) in enumerate(zip(uses, counts, strict=True)):
        pieces += [("、" if i else "") + use, Num(Decimal(count), 0), "辆"]
    return tuple(pieces)


def indicator_table(facts: Facts, title: str, unit: str = "") -> TableSpec:
    """项目绩效目标表 with merged group cells and points that add to 90 or 100."""
    head = (
        (Cell("一级指标"), Cell("二级指标"), Cell("三级指标"), Cell("指标值"), Cell("分值权重")),
    )
    payments = [i.target for i in facts.indicators if isinstance(i.target, Decimal)]
    if payments:
        funds = Num(sum(payments, Decimal(0)))
        form = (Cell("项目资金（万元）", 1, 2), Cell("年度资金总额"), Cell(funds, 1, 2))
        head = (form, *head)
    rows = []
    seen_first: set[str] = set()
    seen_second: set[str] = set()
    for i in facts.indicators:
        cells = []
        if i.first not in seen_first:
            seen_first.add(i.first)
            cells.append(Cell(i.first, sum(x.first == i.first for x in facts.indicators)))
        if i.second not in seen_second:
            seen_second.add(i.second)
            cells.append(Cell(i.second, sum(x.second == i.second for x in facts.indicators)))
        points = Num(Decimal(i.points), 0, frozenset({"weight"}))
        target = (
            Num(i.target, 2, frozenset({"payment"})) if isinstance(i.target, Decimal) else i.target
        )
        rows.append(Row(i.third, (*cells, Cell(i.third), Cell(target), Cell(points)), i.third))
    return TableSpec("indicators", title, head, tuple(rows), unit=unit, widths=(2, 2, 4, 2, 1.5))
