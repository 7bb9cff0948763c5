"""Damaged files are read or refused, whatever the damage."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.pdf import damaged, outcome, seeds

ORIGINALS = seeds()
KNOWN = {"read", "empty", "not-a-pdf", "damaged", "encrypted", "no-text", "limit", "too-large"}


@given(st.sampled_from(range(len(ORIGINALS))), st.integers(0, 2**32))
@settings(max_examples=150)
def test_a_damaged_file_is_read_or_refused(original: int, seed: int) -> None:
    assert outcome(damaged(ORIGINALS[original], random.Random(seed))) in KNOWN
