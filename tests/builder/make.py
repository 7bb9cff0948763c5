"""Drawing a document: facts at random, written in one of the styles."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.builder.draft import Draft
from tests.builder.facts import make_facts
from tests.builder.styles import (
    beijing_budget,
    central_account,
    central_budget,
    guangdong_budget,
    hunan_budget,
    jiangxi_budget,
    shaanxi_budget,
    shandong_account,
    shanghai_account,
    shanghai_budget,
    sichuan_budget,
    xinjiang,
    yunnan_account,
    zhejiang_budget,
)

_MODULES = {
    "xinjiang": xinjiang,
    "shanghai-budget": shanghai_budget,
    "shanghai-account": shanghai_account,
    "central-account": central_account,
    "central-budget": central_budget,
    "guangdong-budget": guangdong_budget,
    "sichuan-budget": sichuan_budget,
    "beijing-budget": beijing_budget,
    "yunnan-account": yunnan_account,
    "hunan-budget": hunan_budget,
    "jiangxi-budget": jiangxi_budget,
    "zhejiang-budget": zhejiang_budget,
    "shandong-account": shandong_account,
    "shaanxi-budget": shaanxi_budget,
}
STYLES = tuple(_MODULES)


def make(
    random: Random | int, style: str, *, place: str | None = None, unit: str | None = None
) -> Draft:
    """A consistent document of ``style`` (of ``place``); the same seed gives the same document.

    ``unit`` (元 or 万元) is the unit of its tables; each style has one of its own.
    """
    if isinstance(random, int):
        random = Random(random)
    module = _MODULES[style]
    facts = make_facts(random, module.KIND)
    if place:
        facts = replace(facts, place=place)
    parts = module.write(facts, unit) if unit else module.write(facts)
    return Draft(style, module.KIND, facts.entity, facts.year, tuple(parts))
