"""The eleven tables of a county budget in the Xinjiang way."""

from __future__ import annotations

from collections.abc import Callable

from tests.builder import common
from tests.builder.book import (
    Book,
    Column,
    class_list,
    economic_rows,
    functional_rows,
    head,
    sides,
    split_code,
)
from tests.builder.draft import Cell, Part, Row, TableSpec
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

CODE = (("功能分类科目编码", "类"), ("功能分类科目编码", "款"), ("功能分类科目编码", "项"))


def _marks(texts: int, numbers: int) -> Row:
    cells = [Cell("※")] * texts + [Cell(str(n + 1)) for n in range(numbers)]
    return Row("※", tuple(cells))


def _balance(book: Book) -> tuple[Row, ...]:
    f = book.facts
    general, fund, own = (f.sum(fund=x) for x in (GENERAL, GOVERNMENT_FUND, OWN))
    total = f.sum()
    none = [book.cell(0)]
    left = [
        ("一、本年收入", [book.cell(total, "total")]),
        ("1.一般公共预算拨款", [book.cell(general, "leaf", "node")]),
        ("其中：一般财力", [book.cell(general)]),
        ("上级一般公共预算安排转移支付", none),
        ("2.政府性基金预算拨款", [book.cell(fund, *(["leaf"] if fund else []))]),
        ("其中：政府性基金收入", [book.cell(fund)]),
        ("上级政府性基金安排转移支付", none),
        ("3.国有资本经营预算拨款", none),
        ("其中：国有资本经营收入", none),
        ("上级国有资本经营预算安排转移支付", none),
        ("4.财政专户核拨", none),
        ("5.单位资金", [book.cell(own, *(["leaf"] if own else []))]),
        ("其中：事业收入", none),
        ("上级补助收入", none),
        ("附属单位上缴收入", none),
        ("事业单位经营收入", none),
        ("其他收入", [book.cell(own)]),
        ("二、上年结转结余", none),
        ("1.财政拨款结转", none),
        ("其中：一般公共预算拨款", none),
        ("政府性基金预算拨款", none),
        ("国有资本经营预算拨款", none),
        ("2.非财政拨款结转结余", none),
        ("其中：财政专户核拨", none),
        ("单位资金", none),
    ]
    right = [
        (f"{c} {n}", [book.cell(f.sum(c), *(["leaf"] if f.sum(c) else []))])
        for c, n in class_list()
    ]
    size = max(len(left), len(right))
    left += [("", [Cell()])] * (size - len(left))
    right += [("", [Cell()])] * (size - len(right))
    left.append(("收 入 总 计", [book.cell(total, "grand", "total")]))
    right.append(("支 出 总 计", [book.cell(total, "grand", "total")]))
    return sides(left, right, (2, 2))


def _fiscal(book: Book) -> tuple[Row, ...]:
    f = book.facts
    general, fund = f.sum(fund=GENERAL), f.sum(fund=GOVERNMENT_FUND)
    left = [
        ("一、财政拨款（补助）", [book.cell(general + fund, "total")]),
        ("一般公共预算", [book.cell(general, "leaf")]),
        ("政府性基金预算", [book.cell(fund, *(["leaf"] if fund else []))]),
        ("国有资本经营预算", [book.cell(0)]),
    ]
    right: list[tuple[str, list[Cell]]] = []
    for c, n in class_list():
        parts = [f.sum(c, fund=FISCAL), f.sum(c, fund=GENERAL), f.sum(c, fund=GOVERNMENT_FUND)]
        tags = [["leaf", "rowtotal"], ["leaf"], ["leaf"]]
        cells = [book.cell(p, *(t if p else [])) for p, t in zip(parts, tags, strict=True)]
        right.append((f"{c} {n}", [*cells, book.cell(0)]))
    left += [("", [Cell()])] * (len(right) - len(left))
    left.append(("收入总计", [book.cell(general + fund, "grand", "total")]))
    right.append(
        (
            "支出总计",
            [
                book.cell(general + fund, "grand", "total", "rowtotal"),
                book.cell(general, "total"),
                book.cell(fund, *(["total"] if fund else [])),
                book.cell(0),
            ],
        )
    )
    return sides(left, right, (2, 5))


def _income_columns(f: Facts) -> list[Column]:
    def none(_: str) -> int:
        return 0

    fiscal = "财政拨款（补助）"
    return [
        Column(("总计",), f.sum, total=True),
        Column((fiscal, "财政拨款(补助)小计"), lambda c: f.sum(c, fund=FISCAL)),
        Column((fiscal, "一般公共预算"), lambda c: f.sum(c, fund=GENERAL)),
        Column((fiscal, "上级一般公共预算安排的转移支付"), none),
        Column((fiscal, "政府性基金预算"), lambda c: f.sum(c, fund=GOVERNMENT_FUND)),
        Column((fiscal, "上级政府性基金安排的转移支付"), none),
        Column((fiscal, "国有资本经营预算"), none),
        Column((fiscal, "上级国有资本经营预算安排的转移支付"), none),
        Column(("财政专户（教育收费）",), none),
        Column(("单位资金",), lambda c: f.sum(c, fund=OWN)),
        Column(("财政拨款结转",), none),
        Column(("非财政拨款结转结余",), none),
    ]


def tables(book: Book) -> list[Part]:
    f = book.facts
    made: list[Part] = []
    entity = f"编制部门：{f.entity}"

    def table(
        key: str,
        title: str,
        heads: tuple[tuple[Cell, ...], ...],
        rows: tuple[Row, ...],
        *,
        notes: tuple[str, ...] = (),
        landscape: bool = False,
        widths: tuple[float, ...] = (),
    ) -> None:
        made.append(
            TableSpec(
                key,
                title,
                heads,
                rows,
                book.unit,
                f"表 {len(made) + 1}",
                entity,
                notes,
                widths,
                landscape,
            )
        )

    def by_code(
        key: str,
        title: str,
        top: tuple[str, ...],
        columns: list[Column],
        items: list[str],
        *,
        landscape: bool = False,
    ) -> None:
        paths = (
            [(*top, *p) for p in CODE] + [(*top, "功能分类科目名称")] + [c.path for c in columns]
        )
        rows = functional_rows(
            book, items, columns, code=split_code, total_label="总计", total_first=True
        )
        widths = (1.1, 1, 1, 6, *[2.2] * len(columns))
        table(
            key,
            title,
            head(paths),
            (_marks(4, len(columns)), *rows),
            landscape=landscape,
            widths=widths,
        )

    def empty(key: str, title: str, what: str, fund: str) -> None:
        paths = [("科目", *p) for p in CODE] + [
            ("科目", "功能分类科目名称"),
            (what, "合计"),
            (what, "基本支出", "人员经费"),
            (what, "基本支出", "公用经费"),
            (what, "项目支出"),
        ]
        note = f"{f.entity}{f.year}年没有使用{fund}拨款安排的支出，{title}为空表。"
        table(
            key,
            title,
            head(paths),
            (_marks(4, 4),),
            notes=(note,),
            widths=(1.1, 1, 1, 5, 2, 2, 2, 2),
        )

    table(
        "balance",
        "部门收支总体情况表",
        head([("收入", "项目"), ("收入", "预算数"), ("支出", "功能分类"), ("支出", "预算数")]),
        _balance(book),
        widths=(5, 2, 5, 2),
    )
    by_code("income", "部门收入总体情况表", (), _income_columns(f), f.items(), landscape=True)
    by_code(
        "expenditure",
        "部门支出总体情况表",
        ("科目",),
        common.split_columns(f, top=("支出预算",)),
        f.items(),
    )
    table(
        "fiscal",
        "财政拨款收支预算总体情况表",
        head(
            [
                ("财政拨款收入", "项目"),
                ("财政拨款收入", "合计"),
                ("财政拨款支出", "功能分类"),
                ("财政拨款支出", "合计"),
                ("财政拨款支出", "一般公共预算"),
                ("财政拨款支出", "政府性基金预算"),
                ("财政拨款支出", "国有资本经营预算"),
            ]
        ),
        _fiscal(book),
        widths=(4, 2, 5, 2, 2, 2, 2),
    )
    by_code(
        "general",
        "一般公共预算支出情况表",
        ("科目",),
        common.split_columns(f, fund=GENERAL, top=("一般公共预算支出",)),
        f.items(fund=GENERAL),
    )
    columns = [
        Column(
            ("一般公共预算基本支出", "合计"),
            lambda e: f.sum(economic=e, role=BASIC, fund=GENERAL),
            total=True,
        ),
        Column(
            ("一般公共预算基本支出", "人员经费"),
            lambda e: common.basic_part(f, e, common.PERSONNEL),
        ),
        Column(
            ("一般公共预算基本支出", "公用经费"), lambda e: common.basic_part(f, e, common.PUBLIC)
        ),
    ]
    paths = [
        ("科目", "经济分类科目编码", "类"),
        ("科目", "经济分类科目编码", "款"),
        ("科目", "经济分类科目名称"),
    ]
    rows = economic_rows(book, columns, split=True, total_label="总计", total_first=True)
    table(
        "basic",
        "一般公共预算基本支出情况表",
        head(paths + [c.path for c in columns]),
        (_marks(3, 3), *rows),
        widths=(1.2, 1.2, 6, 2.2, 2.2, 2.2),
    )
    _project_table(book, table)
    if f.sum(fund=GOVERNMENT_FUND):
        by_code(
            "government_fund",
            "政府性基金预算支出情况表",
            ("科目",),
            common.split_columns(f, fund=GOVERNMENT_FUND, top=("政府性基金预算支出",)),
            f.items(fund=GOVERNMENT_FUND),
        )
    else:
        empty("government_fund", "政府性基金预算支出情况表", "政府性基金预算支出", "政府性基金预算")
    empty("state_capital", "国有资本经营预算支出情况表", "国有资本经营预算支出", "国有资本经营预算")
    _public_table(book, table)
    paths = [("项目",), ("合计",)] + [
        (source, *p)
        for source in ("财政拨款", "非财政拨款")
        for p in (("小计",), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",))
    ]
    note = f"{f.entity}{f.year}年没有上年结转结余预算安排的支出，上年结转结余情况明细表为空表。"
    table(
        "carried",
        "上年结转结余情况明细表",
        head(paths),
        (_marks(1, 9),),
        notes=(note,),
        landscape=True,
    )
    return made


def _project_table(book: Book, table: Callable[..., None]) -> None:
    f = book.facts
    kinds = ("302", "303", "310")

    def cells(code: str, project: str | None, tag: str) -> list[Cell]:
        every = [
            f.sum(code, economic=k, role=PROJECT, fund=GENERAL, project=project) for k in kinds
        ]
        total = sum(every)
        return [
            book.cell(total, *([tag, "rowtotal"] if total else [])),
            *[book.cell(a, *([tag] if a else [])) for a in every],
        ]

    items = f.items(role=PROJECT, fund=GENERAL)
    rows = [
        _marks(5, 4),
        Row("总计", (*[Cell()] * 3, Cell("总计"), Cell(), *cells("", None, "total"))),
    ]
    every = sorted(set(items) | {i[:5] for i in items} | {i[:3] for i in items})
    for c in every:
        if len(c) < 7:
            rows.append(
                Row(
                    f"{c} {name_of(c)}",
                    (*split_code(c), Cell(name_of(c)), Cell(), *cells(c, None, "node")),
                )
            )
            continue
        for atom in f.atoms:
            if atom.item == c and atom.role == PROJECT and atom.fund == GENERAL:
                rows.append(
                    Row(
                        f"{c} {atom.project}",
                        (
                            *split_code(c),
                            Cell(name_of(c)),
                            Cell(atom.project),
                            *cells(c, atom.project, "leaf"),
                        ),
                    )
                )
    paths = [
        ("科目编码", "类"),
        ("科目编码", "款"),
        ("科目编码", "项"),
        ("功能分类科目名称",),
        ("项目名称",),
        ("项目支出合计",),
        *[(economic_name(k),) for k in kinds],
    ]
    notes: tuple[str, ...] = ()
    if not items:
        rows, notes = rows[:1], (f"{f.entity}{f.year}年没有一般公共预算项目支出，本表为空表。",)
    table(
        "projects",
        "一般公共预算项目支出情况表",
        head(paths),
        tuple(rows),
        notes=notes,
        landscape=True,
        widths=(1.1, 1, 1, 4, 4, 2, 2, 2, 2),
    )


def _public_table(book: Book, table: Callable[..., None]) -> None:
    p = common.three_public(book.facts)

    def row(name: str, amount: int, tag: str) -> Row:
        tags = [tag, "rowtotal"] if amount and tag else []
        return Row(
            name,
            (
                Cell(name),
                book.cell(amount, *tags),
                book.cell(amount, *tags[:1]),
                book.cell(0),
                book.cell(0),
            ),
            name,
        )

    rows = (
        _marks(1, 4),
        row("合计", p.total, "total"),
        row("因公出国（境）费", p.abroad, "leaf"),
        row("公务接待费", p.reception, "leaf"),
        row("公务用车购置及运行费（小计）", p.cars, "node"),
        row("其中：公务用车购置费", p.buying, "leaf"),
        row("公务用车运行费", p.running, "leaf"),
    )
    paths = [
        ("“三公”经费支出内容",),
        ("合计",),
        *[("资金来源", x) for x in ("一般公共预算", "政府性基金", "国有资本经营预算")],
    ]
    table("three_public", "财政拨款“三公”经费支出情况表", head(paths), rows, widths=(5, 2, 2, 2, 2))
