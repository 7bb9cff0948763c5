"""The tables of a budget in the Hunan way: the same money by function, by both economic classifications, by unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.builder import common
from tests.builder.book import Book, Column, class_list, numeral, sides, split_code, tree, values
from tests.builder.draft import Cell, Part, Row
from tests.builder.facts import (
    BASIC,
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    OWN,
    PROJECT,
    Facts,
    economic_name,
    name_of,
)
from tests.builder.sheets import Sheets, government, money, offices

CODE = (
    ("功能科目", "科目编码", "类"),
    ("功能科目", "科目编码", "款"),
    ("功能科目", "科目编码", "项"),
    ("单位代码",),
    ("单位名称（科目）",),
)
DEPARTMENT = (
    ("工资福利支出", "301"),
    ("商品和服务支出", "302"),
    ("对个人和家庭的补助", "303"),
    ("债务利息及费用支出", "307"),
    ("资本性支出（基本建设）", "309"),
    ("资本性支出", "310"),
    ("对企业补助", "312"),
    ("其他支出", "399"),
)
GOVERNMENT = (
    ("机关工资福利支出", "501"),
    ("机关商品和服务支出", "502"),
    ("机关资本性支出（一）", "503"),
    ("机关资本性支出（二）", "504"),
    ("对事业单位经常性补助", "505"),
    ("对事业单位资本性补助", "506"),
    ("对企业补助", "507"),
    ("对个人和家庭的补助", "509"),
    ("债务利息及费用支出", "511"),
    ("其他支出", "599"),
)


def _none(_: str) -> int:
    return 0


Columns = Callable[[Facts], list[Column]]


def _funds(f: Facts) -> list[Column]:
    general, other = "一般公共预算", "纳入一般公共预算管理的非税收入拨款"

    def fee(c: str) -> int:
        # What projects on the running item cost is paid from fees.
        return f.sum(c, fund=GENERAL, role=PROJECT, economic="31")

    return [
        Column(("总计",), f.sum, total=True),
        Column((general, "小计"), lambda c: f.sum(c, fund=GENERAL), total=True),
        Column((general, "经费拨款"), lambda c: f.sum(c, fund=GENERAL) - fee(c)),
        Column((general, other), fee),
        Column((general, "其中：行政事业性收费收入"), _none),
        Column(("政府性基金拨款",), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column(("国有资本经营预算拨款",), _none),
        Column(("财政专户管理资金",), _none),
        Column(("单位资金",), lambda c: f.sum(c, fund=OWN)),
        Column(("上年结转结余",), _none),
    ]


def _matrix(names: Sequence[tuple[str, str]], fund: str | None, role: str | None) -> Columns:
    theirs = names is GOVERNMENT

    def made(f: Facts) -> list[Column]:
        def amount(prefix: str) -> Callable[[str], int]:
            return lambda c: sum(
                a.amount
                for a in f.atoms
                if a.item.startswith(c)
                and (fund is None or a.fund == fund)
                and (role is None or a.role == role)
                and (government(a.economic)[0] if theirs else a.economic).startswith(prefix)
            )

        return [
            Column(("总计",), amount(""), total=True),
            *[Column((name,), amount(prefix)) for name, prefix in names],
        ]

    return made


def _detail(whole: Facts, prefix: str, *, grouped: bool) -> Columns:
    """Basic spending of one class by item, flat or under the heads of the governmental classes."""
    used = [e for e in whole.economics(role=BASIC, fund=GENERAL) if e.startswith(prefix)]

    def made(f: Facts) -> list[Column]:

        def amount(codes: tuple[str, ...]) -> Callable[[str], int]:
            return lambda c: sum(f.sum(c, economic=e, role=BASIC, fund=GENERAL) for e in codes)

        columns = [Column(("总计",), amount(tuple(used)), total=True)]
        if not grouped:
            return [*columns, *[Column((economic_name(e),), amount((e,))) for e in used]]
        for name in dict.fromkeys(government(e)[1] for e in used):
            inside = tuple(e for e in used if government(e)[1] == name)
            if len(inside) == 1:
                columns.append(Column((name,), amount(inside)))
                continue
            columns.append(Column((name, "小计"), amount(inside), total=True))
            columns += [Column((name, economic_name(e)), amount((e,))) for e in inside]
        return columns

    return made


class _Writer(Sheets):
    """Tables whose rows run from the total over the units to their items."""

    def by_unit(
        self,
        key: str,
        title: str,
        columns: Columns,
        fund: str | None = None,
        role: str | None = None,
    ) -> None:
        book, f = self.book, self.book.facts
        blank = [Cell()] * 3
        whole = columns(f)
        rows = [
            Row("合计", (*blank, Cell(), Cell("合计"), *values(book, whole, "", "total")), "total")
        ]
        rows.append(
            Row(f.entity, (*blank, Cell("301"), Cell(f.entity), *values(book, whole, "", "")), "")
        )
        for code, name, part in offices(f):
            items = part.items(fund=fund, role=role)
            if not items:
                continue
            mine = columns(part)
            rows.append(
                Row(name, (*blank, Cell(code), Cell(f"　{name}"), *values(book, mine, "", "node")))
            )
            for c in tree(items):
                tag = "leaf" if len(c) == 7 else "node"
                cells = values(book, mine, c, tag)
                rows.append(
                    Row(
                        f"{c} {name_of(c)}",
                        (*split_code(c), Cell(code), Cell(f"　　{name_of(c)}"), *cells),
                    )
                )
        self.add(
            key,
            title,
            [*CODE, *[c.path for c in whole]],
            rows,
            (1, 1, 1, 1.6, 5, *[2.2] * len(whole)),
        )

    def by_code(
        self, key: str, title: str, columns: list[Column], items: list[str], note: str = ""
    ) -> None:
        book = self.book
        lead = [Cell(), Cell("合计")]
        rows = [
            Row(
                "合计",
                (*lead, *values(book, columns, "", "total"))
                if items
                else (*lead, *[Cell()] * len(columns)),
                "total",
            )
        ]
        for c in tree(items):
            cells = values(book, columns, c, "leaf" if len(c) == 7 else "node")
            rows.append(Row(f"{c} {name_of(c)}", (Cell(c), Cell(name_of(c)), *cells), c))
        paths = [("科目编码",), ("科目名称",), *[c.path for c in columns]]
        self.add(key, title, paths, rows, (2, 5, *[2.3] * len(columns)), (note,) if note else ())


def _balance(book: Book) -> tuple[Row, ...]:
    """Three lists side by side: sources, spending by function, spending by economic class."""
    f = book.facts
    left = [
        ("一、一般公共预算拨款收入", [money(book, f.sum(fund=GENERAL), "leaf")]),
        ("二、政府性基金预算拨款收入", [money(book, f.sum(fund=GOVERNMENT_FUND), "leaf")]),
        ("三、国有资本经营预算拨款收入", [money(book, 0)]),
        ("四、财政专户管理资金收入", [money(book, 0)]),
        ("五、单位资金收入", [money(book, f.sum(fund=OWN), "leaf")]),
    ]
    middle = [
        (f"（{numeral(n)}）{name}", [money(book, f.sum(c), "leaf")])
        for n, (c, name) in enumerate(class_list(), 1)
    ]
    kinds = [("一、基本支出", "", BASIC)]
    kinds += [(n, c, BASIC) for n, c in DEPARTMENT if f.sum(economic=c, role=BASIC)]
    kinds += [("二、项目支出", "", PROJECT)]
    kinds += [(n, c, PROJECT) for n, c in DEPARTMENT if f.sum(economic=c, role=PROJECT)]
    right = [
        (n, [money(book, f.sum(economic=c, role=r), "leaf" if c else "node")]) for n, c, r in kinds
    ]
    size = max(map(len, (left, middle, right)))
    lists = [[*x, *[("", [Cell()])] * (size - len(x))] for x in (left, middle, right)]
    total = money(book, f.sum(), "total")
    lists[0].append(("本年收入合计", [total]))
    lists[1].append(("本年支出合计", [total]))
    lists[2].append(("本年支出合计", [total]))
    lists[0].append(("上年结转结余", [money(book, 0)]))
    lists[1].append(("年终结转结余", [money(book, 0)]))
    lists[2].append(("年终结转结余", [money(book, 0)]))
    for side, name in zip(lists, ("收入总计", "支出总计", "支出总计"), strict=True):
        side.append((name, [money(book, f.sum(), "grand")]))
    both = sides(lists[0], lists[1], (2, 2))
    return tuple(
        Row(f"{row.label} | {name}".strip(" |"), (*row.cells, Cell(name or None), *cells))
        for row, (name, cells) in zip(both, lists[2], strict=True)
    )


def _fiscal(book: Book) -> tuple[Row, ...]:
    f = book.facts
    general, fund = f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND)
    left = [
        ("一、本年收入", [money(book, general + fund, "node")]),
        ("（一）一般公共预算拨款", [money(book, general)]),
        ("（二）政府性基金预算拨款", [money(book, fund)]),
        ("（三）国有资本经营预算拨款", [money(book, 0)]),
        ("二、上年结转", [money(book, 0)]),
    ]

    def row(name: str, c: str, tag: str) -> tuple[str, list[Cell]]:
        a, b = f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND)
        return name, [
            money(book, a + b, tag, "rowtotal"),
            money(book, a, tag),
            money(book, b, tag),
            money(book, 0),
        ]

    used = [(c, n) for c, n in class_list() if f.sum(c, fund=FISCAL)]
    right = [row("一、本年支出", "", "node")]
    right += [row(f"（{numeral(n)}）{name}", c, "leaf") for n, (c, name) in enumerate(used, 1)]
    right.append(("二、年终结转结余", [money(book, 0)] * 4))
    size = max(len(left), len(right))
    left += [("", [Cell()])] * (size - len(left))
    right += [("", [Cell()] * 4)] * (size - len(right))
    left.append(("收入总计", [money(book, general + fund, "grand")]))
    right.append(row("支出总计", "", "grand"))
    return sides(left, right, (2, 5))


def tables(book: Book) -> list[Part]:
    """All tables."""
    f = book.facts
    sheets = _Writer(book, f"单位：{f.entity}", "公开表{n:02}")
    three = [
        (h, x)
        for h, first in (
            ("收入", "项目"),
            ("支出", "项目（按功能分类）"),
            ("支出", "项目（按部门预算经济分类）"),
        )
        for x in (first, "本年预算")
    ]
    sheets.add("balance", "收支总表", three, _balance(book), (4, 2, 4, 2, 4, 2))
    _income(sheets)
    sheets.by_unit(
        "expenditure",
        "支出总表",
        lambda p: [*common.split_columns(p), Column(("事业单位经营支出",), _none)],
    )
    sheets.by_unit(
        "by_government", "支出预算分类汇总表（按政府预算经济分类）", _matrix(GOVERNMENT, None, None)
    )
    sheets.by_unit(
        "by_department", "支出预算分类汇总表（按部门预算经济分类）", _matrix(DEPARTMENT, None, None)
    )
    parts = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    sheets.add(
        "fiscal",
        "财政拨款收支总表",
        [
            ("收入", "项目"),
            ("收入", "金额"),
            *[("支出", x) for x in ("项目（按功能分类）", "合计", *parts)],
        ],
        _fiscal(book),
        (4, 2, 4, 2, 2, 2, 2),
    )
    columns = common.split_columns(f, fund=GENERAL)
    columns[1:2] = [
        Column(("基本支出", "小计"), lambda c: f.sum(c, fund=GENERAL, role=BASIC), total=True),
        Column(
            ("基本支出", "人员经费"),
            lambda c: f.sum(c, fund=GENERAL, role=BASIC, economic=common.PERSONNEL),
        ),
        Column(
            ("基本支出", "公用经费"),
            lambda c: f.sum(c, fund=GENERAL, role=BASIC, economic=common.PUBLIC),
        ),
    ]
    sheets.by_code("general", "一般公共预算支出表", columns, f.items(fund=GENERAL))
    _basic(sheets)
    for prefix, title in (
        ("301", "人员经费（工资福利支出）"),
        ("303", "人员经费（对个人和家庭的补助）"),
        ("302", "公用经费（商品和服务支出）"),
    ):
        if not f.sum(economic=prefix, role=BASIC, fund=GENERAL):
            continue
        for grouped, way in ((True, "政府"), (False, "部门")):
            name = f"一般公共预算基本支出表—{title}（按{way}预算经济分类）"
            sheets.by_unit(
                f"detail_{prefix}_{way}", name, _detail(f, prefix, grouped=grouped), GENERAL, BASIC
            )
    _public(sheets)
    items = f.items(fund=GOVERNMENT_FUND)
    sheets.by_code(
        "government_fund",
        "政府性基金预算支出表",
        common.split_columns(f, fund=GOVERNMENT_FUND),
        items,
        "" if items else "注：本部门无政府性基金安排的支出，故本表为空。",
    )
    if items:
        sheets.by_unit(
            "fund_by_government",
            "政府性基金预算支出分类汇总表（按政府预算经济分类）",
            _matrix(GOVERNMENT, GOVERNMENT_FUND, None),
            GOVERNMENT_FUND,
        )
    nothing = "注：本部门无国有资本经营预算安排的支出，故本表为空。"
    sheets.by_code(
        "state_capital",
        "国有资本经营预算支出表",
        [Column(c.path, _none, c.total) for c in common.split_columns(f)],
        [],
        nothing,
    )
    sheets.by_code(
        "special_account",
        "财政专户管理资金预算支出表",
        [Column(c.path, _none, c.total) for c in common.split_columns(f)],
        [],
        "注：本部门无财政专户管理资金，故本表为空。",
    )
    _projects(sheets)
    sheets.made.append(common.indicator_table(f, "项目支出绩效目标表"))
    return sheets.made


def _income(sheets: _Writer) -> None:
    book, f = sheets.book, sheets.book.facts
    columns = _funds(f)
    blank = Row("合计", (Cell(), Cell("合计"), *values(book, columns, "", "total")), "total")
    rows = [
        Row(n, (Cell(c), Cell(n), *values(book, _funds(p), "", "leaf"))) for c, n, p in offices(f)
    ]
    sheets.add(
        "income_by_unit",
        "收入总表",
        [("单位代码",), ("单位名称",), *[c.path for c in columns]],
        [blank, *rows],
        (1.5, 4, *[2.2] * len(columns)),
    )


def _basic(sheets: _Writer) -> None:
    book, f = sheets.book, sheets.book.facts
    columns = [
        Column(
            ("基本支出", "合计"), lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL), total=True
        ),
        Column(("基本支出", "人员经费"), lambda e: common.basic_part(f, e, common.PERSONNEL)),
        Column(("基本支出", "公用经费"), lambda e: common.basic_part(f, e, common.PUBLIC)),
    ]
    used = f.economics(role=BASIC, fund=GENERAL)
    rows = [
        Row(
            f"{e} {economic_name(e)}",
            (
                Cell(e),
                Cell(economic_name(e)),
                *values(book, columns, e, "leaf" if len(e) == 5 else "node"),
            ),
            e,
        )
        for e in sorted({*used, *(e[:3] for e in used)})
    ]
    rows.append(Row("合计", (Cell("合计", 1, 2), *values(book, columns, "", "total")), "total"))
    sheets.add(
        "basic",
        "一般公共预算基本支出表",
        [
            ("部门预算支出经济分类科目", "科目编码"),
            ("部门预算支出经济分类科目", "科目名称"),
            *[c.path for c in columns],
        ],
        rows,
        (2, 5, 2.4, 2.4, 2.4),
    )


def _public(sheets: _Writer) -> None:
    """Last year's and this year's beside each other, a row for each unit."""
    book, f = sheets.book, sheets.book.facts
    cars = "公务用车购置及运行费"
    inner = (
        ("合计",),
        ("因公出国（境）费",),
        (cars, "小计"),
        (cars, "公务用车购置费"),
        (cars, "公务用车运行费"),
        ("公务接待费",),
    )
    paths: list[tuple[str, ...]] = [("单位编码",), ("单位名称",)]
    paths += [(f"“三公”经费预算数（{y}年）", *p) for y in (f.year - 1, f.year) for p in inner]

    def amounts(part: Facts, leaf: str) -> list[Cell]:
        cells = []
        for what in ("prior", "amount"):
            p = common.three_public(part, what)
            every = (p.total, p.abroad, p.cars, p.buying, p.running, p.reception)
            tags = ("rowtotal", leaf, "rowtotal", leaf, leaf, leaf)
            cells += [money(book, a, t) for a, t in zip(every, tags, strict=True)]
        return cells

    rows = [Row("合计", (Cell(), Cell("合计"), *amounts(f, "total")), "total")]
    rows += [Row(n, (Cell(c), Cell(n), *amounts(p, "leaf"))) for c, n, p in offices(f)]
    sheets.add("three_public", "一般公共预算“三公”经费支出表", paths, rows)


def _projects(sheets: _Writer) -> None:
    """专项资金: names of projects without any code, flat 其中 columns."""
    book, f = sheets.book, sheets.book.facts
    projects = [a for a in f.atoms if a.role == PROJECT]
    if not projects:
        return
    total = sum(a.amount for a in projects)

    def cells(amount: int, general: int, tag: str) -> list[Cell]:
        return [
            money(book, amount, tag),
            money(book, general, tag),
            money(book, amount // 3),
            money(book, amount - amount // 3),
        ]

    general = sum(a.amount for a in projects if a.fund == GENERAL)
    rows = [Row("合计", (Cell(), Cell("合计"), *cells(total, general, "total")), "total")]
    rows += [
        Row(
            a.project,
            (
                Cell(str(n)),
                Cell(a.project),
                *cells(a.amount, a.amount if a.fund == GENERAL else 0, "leaf"),
            ),
        )
        for n, a in enumerate(projects, 1)
    ]
    paths = [
        ("序号",),
        ("项目名称",),
        ("预算金额",),
        ("其中：一般公共预算拨款",),
        ("其中：上半年计划",),
        ("下半年计划",),
    ]
    sheets.add("projects", "专项资金预算汇总表", paths, rows, (1, 6, 2.5, 2.5, 2.5, 2.5))
