"""``python -m gouji``, and what the command ``gouji`` runs: a process of its own."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import NoReturn

from gouji.later import import_later

_NEW_OBJECTS = 200_000  # before garbage in cycles is looked for: modules hold next to none
_FLUSH_FAILED = 120  # as Python itself ends when standard output is gone
# imported by modules that every command needs, for what hardly one asks of them
_SELDOM = "hashlib inspect ipaddress json shutil tempfile textwrap tokenize traceback".split()


def run() -> NoReturn:
    """Run the command line and end the process.

    The memory of what was read goes with the process at once; Python would first free it object
    by object.
    """
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    for name in _SELDOM:
        import_later(name)
    from gouji.cli import main  # noqa: PLC0415 - it loads those libraries

    try:
        status = main(prog_name="gouji")
    except SystemExit as end:
        status = end.code
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        status = status or _FLUSH_FAILED
    os._exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    run()
