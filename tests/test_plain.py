"""One spelling for comparing names."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from gouji.parsing.plain import compatible, plain

CHINESE = st.text(st.sampled_from("“三公”经费（出国）：，；。！？１２３％　①㎡ﬁe\u0301가\u1161"))


@given(text=st.one_of(st.text(), CHINESE))
def test_the_quick_way_to_one_form_comes_to_what_unicode_says(text: str) -> None:
    assert compatible(text) == unicodedata.normalize("NFKC", text)


def test_names_are_alike_however_wide_their_signs_are() -> None:
    assert (
        plain("“三公” 经费 (出国)：１２％")
        == plain("三公经费（出国）:12%")
        == "三公经费（出国）：12%"
    )
