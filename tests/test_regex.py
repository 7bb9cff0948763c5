"""Expressions compiled when first used match as those compiled at once."""

from __future__ import annotations

import re

import pytest

from gouji.model.regex import regex


def test_an_expression_is_compiled_once_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or compile_now(*given))
    number = regex(r"(?P<digits>\d+)", re.ASCII)
    assert not compiled
    assert number.findall("1 22") == ["1", "22"]
    assert number.sub("x", "1 22") == "x x"
    assert dict(number.groupindex) == {"digits": 1}
    assert compiled == [(r"(?P<digits>\d+)", re.ASCII)]


def test_what_an_expression_does_not_have_is_refused() -> None:
    with pytest.raises(AttributeError):
        regex(b"x").no_such_method  # type: ignore[attr-defined]  # noqa: B018
