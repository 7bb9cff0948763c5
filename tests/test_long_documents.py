"""Checking takes time by the length of a document, however long its parts are.

Every document is checked by a process of its own, within seconds of processor time; were the time
to grow with the square of what is long in it, that would be minutes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pytest

from gouji.model.blocks import ReadError
from gouji.readers import Limits, read_data

SECONDS: Final = 40

CHECK: Final = """
import resource, sys
from gouji.cli import main

resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2]) + 1))
main(["check", "--isolated", "--no-cache", sys.argv[1]])
"""


def page(*parts: str) -> str:
    return f"<html><body><h1>某局2025年部门预算</h1>{''.join(parts)}</body></html>"


def table(*rows: Iterable[object]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


LONG: Final[dict[str, Callable[[], str]]] = {
    "a sentence of items": lambda: "<p>" + "其中：教育支出1万元；" * 20_000,
    "a sentence of findings": lambda: "<p>" + "支出1万元，比上年增加1万元，增长1%，" * 5_000,
    "a sentence of contradictions": lambda: (
        "<p>" + "".join(f"支出{i + 100}万元，比上年减少10万元，增长1%；" for i in range(5_000))
    ),
    "a sentence of suggestions": lambda: (
        "<p>" + ("其中：教育支出1万元；比上年增加1万元，增长1%，公用经费3万元；" * 2_500)
    ),
    "a telephone number in every paragraph": lambda: "".join(
        f"<p>联系人：张三，联系电话：1380{i:07d}。</p>" for i in range(6_000)
    ),
    "an average in every clause": lambda: "<p>" + "接待费2万元，接待10人，人均1万元，" * 5_000,
    "brackets that are not closed": lambda: "<p>" + "（教育支出1万元" * 20_000,
    "brackets without a word": lambda: "<p>" + "（" * 200_000,
    "a title again and again": lambda: "<p>" + "绩效目标" * 10_000,
    "a paragraph of digits": lambda: "<p>" + "1 " * 50_000,
    "an indicator in every row": lambda: table(
        ("一级指标", "二级指标", "三级指标", "指标值", "权重"),
        *(("产出指标", "数量指标", f"培训场次{i}", "≥90%", "10") for i in range(15_000)),
    ),
    "a subtotal in every third row": lambda: table(
        ("项目", "金额（万元）"), *[("甲", "1.00"), ("乙", "1.00"), ("小计", "2.00")] * 7_000
    ),
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.skipif(sys.platform == "win32", reason="its processes have no limits to set")
def test_a_long_document_is_checked_in_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text(page(LONG[name]()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(path), str(SECONDS)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode in (0, 1), done.stderr[-500:]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_text_longer_than_the_limit_is_refused(suffix: str) -> None:
    text = "<p>某局2025年部门预算：收入合计10万元，支出合计10万元。</p>"
    read_data(text.encode(), suffix, Limits(characters=len(text)))
    with pytest.raises(ReadError) as refused:
        read_data(text.encode(), suffix, Limits(characters=len(text) - 1))
    assert refused.value.key == "too-large-inside"
