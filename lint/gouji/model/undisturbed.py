"""Work that the collector of cycles keeps away from."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

# What is old is seldom looked at, and never if all grows old unseen: after so many times, garbage
# is collected.
_TIMES: Final = 16
_aged: Final = count(1)


@contextmanager
def undisturbed(*, aged: bool = False) -> Iterator[None]:
    """Keep the collector of cycles away, as a context or as a decorator.

    A document, all that it is read from and all that is found in it is kept or has no cycles: the
    collector would walk it again and again and find nothing.

    :param aged: whether what was made then counts as old, else the collector begins by walking it;
        to know whether this may be said takes long where much was frozen.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if aged and next(_aged) % _TIMES == 0:
                gc.collect()
            elif aged and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
