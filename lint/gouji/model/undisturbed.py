"""Work that the collector of cycles keeps away from."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector of cycles away, as a context or as a decorator.

    A document, all that it is read from and all that is found in it is kept or has no cycles: the
    collector would walk it again and again and find nothing. What was made then counts as old, or
    the collector would begin by walking it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
