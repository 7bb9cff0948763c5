"""The world of one document: who spends what, on which item, from which fund.

Everything that a document prints is a sum over ``Atom`` values, kept in 分, so that all tables and
sentences agree and rounding differences arise only when they are printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import tomli

BASIC, PROJECT = "basic", "project"
GENERAL, GOVERNMENT_FUND, OWN = "general", "government_fund", "own"
FISCAL = (GENERAL, GOVERNMENT_FUND)


@cache
def codes() -> dict[str, dict[str, Any]]:
    """The classification lists and names."""
    return tomli.loads((files(__package__) / "codes.toml").read_text("utf-8"))


def name_of(code: str) -> str:
    """The official name of a functional code."""
    return str(codes()["functional"][code])


def economic_name(code: str) -> str:
    """The official name of an economic code."""
    return str(codes()["economic"][code])


@dataclass(frozen=True, slots=True)
class Atom:
    """One stream of spending in 分: this year, last year (``prior``) and as first budgeted."""

    item: str
    economic: str
    role: str
    fund: str
    project: str
    amount: int
    prior: int
    planned: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator (绩效指标) and its points."""

    first: str
    second: str
    third: str
    target: str | Decimal  # text, or a payment in 万元
    points: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a document tells."""

    kind: str
    place: str
    office: str
    year: int
    running: str
    atoms: tuple[Atom, ...]
    staff: tuple[int, int, int]  # 在职, 退休, 离休
    posts: int
    procurement: tuple[int, int, int]  # 货物, 工程, 服务, in 分
    vehicles: tuple[int, ...]
    opening: int  # carried over at the beginning of the year, general budget
    closing: int
    opening_own: int
    closing_own: int
    indicators: tuple[Indicator, ...]
    reason: str

    @property
    def entity(self) -> str:
        """The full name of the office."""
        return self.place + self.office

    def sum(
        self,
        item: str = "",
        *,
        economic: str | tuple[str, ...] = "",
        role: str | None = None,
        fund: str | tuple[str, ...] | None = None,
        what: str = "amount",
        project: str | None = None,
    ) -> int:
        """The sum over all atoms that match, in 分."""
        funds = (fund,) if isinstance(fund, str) else fund
        return sum(
            getattr(a, what)
            for a in self.atoms
            if a.item.startswith(item)
            and a.economic.startswith(economic)
            and (role is None or a.role == role)
            and (funds is None or a.fund in funds)
            and (project is None or a.project == project)
        )

    def items(
        self, *, role: str | None = None, fund: str | tuple[str, ...] | None = None
    ) -> list[str]:
        """The functional items with spending, in order."""
        every = {a.item for a in self.atoms}
        return sorted(i for i in every if self.sum(i, role=role, fund=fund))

    def economics(self, *, role: str, fund: str) -> list[str]:
        """The economic codes with spending, in order."""
        every = {a.economic for a in self.atoms}
        return sorted(e for e in every if self.sum(economic=e, role=role, fund=fund))

    @property
    def first_own(self) -> str:
        """The item that other income is filed under."""
        return min((a.item for a in self.atoms if a.fund == OWN), default=self.running)

    def income(self, item: str = "", *, fund: str | tuple[str, ...]) -> int:
        """Income filed under an item: its spending and what it carries over more than before."""
        funds = (fund,) if isinstance(fund, str) else fund
        amount = self.sum(item, fund=fund)
        if GENERAL in funds and self.running.startswith(item):
            amount += self.closing - self.opening
        if OWN in funds and self.first_own.startswith(item):
            amount += self.closing_own - self.opening_own
        return amount

    def funds(self) -> list[str]:
        """The funds with spending."""
        return [f for f in (GENERAL, GOVERNMENT_FUND, OWN) if self.sum(fund=f)]


def _money(random: Random, low: int, high: int) -> int:
    """A sum in 分 between ``low`` and ``high`` 元, as fine as budgets are."""
    yuan = int(low * (high / low) ** random.random())
    grain = random.choice((1, 1, 100, 10_000, 100_000))  # 分: from 分 to 千元
    return max(low * 100, (yuan * 100 + random.randrange(100)) // grain * grain)


def _other(random: Random, amount: int, *, zero: float = 0.1) -> int:
    """Another year's figure for the same thing: equal, nil, or clearly different."""
    draw = random.random()
    if draw < 0.15:
        return amount
    if draw < 0.15 + zero:
        return 0
    factor = random.choice((random.uniform(0.4, 0.97), random.uniform(1.03, 2.2)))
    return max(100_00, int(amount * factor))


def _basic(random: Random, running: str) -> list[tuple[str, str, int]]:
    filing: dict[str, str] = codes()["filing"]
    base = _money(random, 200_000, 3_000_000)
    streams = []
    for economic, item in filing.items():
        if (
            economic in ("30103", "30107", "30111", "30112", "30199", "30302")
            and random.random() < 0.35
        ):
            continue
        share = {"30101": 10_000, "30102": 6_000}.get(economic, random.randint(300, 4_000))
        streams.append((running if item == "op" else item, economic, base * share // 10_000))
    if random.random() < 0.3:
        streams.append(("2210203", "30102", base * random.randint(5, 30) // 100))
    goods = [e for e in codes()["economic"] if e.startswith("302") and len(e) == 5 and e != "30212"]
    chosen = set(random.sample(goods, random.randint(4, 10)))
    streams += [(running, e, _money(random, 1_000, 200_000)) for e in sorted(chosen)]
    if random.random() < 0.3:
        streams.append((running, "31002", _money(random, 5_000, 100_000)))
    return [(item, e, max(amount, 100_00)) for item, e, amount in streams]


def _project_items(random: Random, section: str) -> list[str]:
    items = [c for c in codes()["functional"] if len(c) == 7]
    own = [c for c in items if c.startswith(section) and c[5:] not in ("01", "50")]
    banned = ("20805", "21011", "221", "21208", "229")
    rest = [c for c in items if not c.startswith((*banned, section)) and c[5:] not in ("01", "50")]
    return random.sample(own, min(len(own), random.randint(1, 2))) + random.sample(
        rest, random.randint(0, 3)
    )


def _indicators(random: Random, total: int) -> tuple[Indicator, ...]:
    groups = [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    names = [
        "组织培训场次",
        "开展检查次数",
        "验收合格率",
        "按期完成率",
        "公众知晓率",
        "服务对象满意度",
    ]
    targets = ["≥12场", "≥30次", "=100%", "≥95%", "≥90%", "≥95%"]
    keep = sorted(random.sample(range(6), random.randint(4, 6)))
    cuts = sorted(random.sample(range(1, total // 5), len(keep) - 1))
    points = [(b - a) * 5 for a, b in zip([0, *cuts], [*cuts, total // 5], strict=True)]
    made = tuple(
        Indicator(*groups[k], names[k], targets[k], p) for k, p in zip(keep, points, strict=True)
    )
    return _with_payments(made, total)


def _with_payments(made: tuple[Indicator, ...], total: int) -> tuple[Indicator, ...]:
    """Half of the lists plan the payments of the four quarters too."""
    random = Random(str([i.points for i in made]))
    if random.random() < 0.5:
        return made
    cuts = sorted(random.sample(range(1, total // 5), len(made) + 3))
    points = [(b - a) * 5 for a, b in zip([0, *cuts], [*cuts, total // 5], strict=True)]
    amounts = [Decimal(random.randint(100, 99999)) / 100 for _ in range(4)]
    payments = [
        Indicator("成本指标", "经济成本指标", f"第{quarter}季度支付金额（万元）", amount, 0)
        for quarter, amount in zip("一二三四", amounts, strict=True)
    ]
    return tuple(replace(i, points=p) for i, p in zip((*payments, *made), points, strict=True))


def make_facts(random: Random, kind: str) -> Facts:
    """A random consistent world for a ``budget`` or an ``account``."""
    names = codes()["names"]
    section = random.choice(names["running"])
    running = section + "01"
    streams: list[tuple[str, str, str, str, str, int]] = [
        (item, economic, BASIC, GENERAL, "", amount)
        for item, economic, amount in _basic(random, running)
    ]
    projects = random.sample(names["projects"], len(names["projects"]))
    for item in _project_items(random, section):
        economic = random.choice(("30227", "30201", "30226", "30399", "31003", "30213", "30217"))
        fund = OWN if random.random() < 0.2 else GENERAL
        streams.append(
            (item, economic, PROJECT, fund, projects.pop(), _money(random, 20_000, 20_000_000))
        )
    if random.random() < 0.4:
        streams.append(
            (running, "31013", PROJECT, GENERAL, projects.pop(), _money(random, 150_000, 300_000))
        )
    if random.random() < 0.2:
        streams.append(
            (running, "30212", PROJECT, GENERAL, projects.pop(), _money(random, 20_000, 90_000))
        )
    if random.random() < 0.35:
        for item in random.sample(["2120803", "2120804", "2296002"], random.randint(1, 2)):
            streams.append(
                (
                    item,
                    "31003" if item[0:3] == "212" else "30399",
                    PROJECT,
                    GOVERNMENT_FUND,
                    projects.pop(),
                    _money(random, 50_000, 5_000_000),
                )
            )
    atoms = tuple(
        Atom(
            *s,
            _other(random, s[5], zero=0.0 if s[2] == BASIC else 0.15),
            _other(random, s[5], zero=0.0),
        )
        for s in streams
    )
    staff = (random.randint(5, 120), random.randint(0, 60), random.randint(0, 2))
    vehicles = tuple(random.choice((0, 0, 1, 2, random.randint(1, 9))) for _ in range(4))
    account = kind == "account"
    carried = [
        _money(random, 10_000, 900_000) if account and random.random() < 0.7 else 0 for _ in "12"
    ]
    carried_own = [
        _money(random, 10_000, 90_000) if account and random.random() < 0.5 else 0 for _ in "12"
    ]
    run = sum(a.amount for a in atoms if a.item == running)
    own = next((a.amount for a in sorted(atoms, key=lambda a: a.item) if a.fund == OWN), 0)
    goods, works = (random.choice((0, _money(random, 1_000, 3_000_000))) for _ in "12")
    return Facts(
        kind=kind,
        place=random.choice(names["places"]),
        office=random.choice(names["offices"]),
        year=random.randint(2021, 2026),
        running=running,
        atoms=atoms,
        staff=staff,
        posts=staff[0] + random.randint(0, 5),
        procurement=(goods, works, _money(random, 1_000, 900_000)),
        vehicles=vehicles,
        opening=min(carried[0], run // 2),
        closing=carried[1],
        opening_own=min(carried_own[0], own + carried_own[1]),
        closing_own=carried_own[1],
        indicators=_indicators(random, random.choice((90, 100))),
        reason=random.choice(names["reasons"]),
    )
