"""One measure stated in several places: which statements agree, and which one stands alone."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.model.figure import Figure, Measure
from gouji.model.relation import Relation
from gouji.model.statements import Agreement


def agreements(stated: Mapping[Measure, list[Figure]]) -> list[Relation]:
    """Each statement of a measure held against the one that most others agree with.

    Where no side has the majority the earlier statement is the reference.
    """
    relations: list[Relation] = []
    for measure, group in stated.items():
        if len(group) > 1 and measure.known:
            relations += _agreement(group)
    return relations


def _agreement(group: list[Figure]) -> list[Relation]:
    camps: list[list[Figure]] = []
    for each in group:
        camp = next((c for c in camps if c[0].interval.meets(each.interval)), None)
        if camp is None:
            camps.append([each])
        else:
            camp.append(each)
    believed = max(camps, key=len)
    reference = max(believed, key=lambda f: f.quantity.decimals - f.quantity.unit.factor.adjusted())
    agreed = set(map(id, believed))
    relations: list[Relation] = []
    for each in group:
        if each is reference:
            continue
        witnesses = (
            () if id(each) in agreed else tuple(f for f in believed if f is not reference)[:3]
        )
        relations.append(Agreement(each, reference, witnesses))
    return relations
