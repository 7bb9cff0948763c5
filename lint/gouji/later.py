"""Modules that are run when something in them is first asked for."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from threading import RLock


def import_later(name: str) -> None:
    """Have a module that others import at their top run when its first attribute is read.

    It is for what libraries load and hardly ever use. The modules of a package can be imported
    before it is run. A module that is loaded already stays as it is. ``importlib.util.LazyLoader``
    would do, but that Python 3.11 runs its modules at the first ``import``.
    """
    spec = find_spec(name) if name not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    run = spec.loader.exec_module
    is_package = spec.submodule_search_locations is not None
    lock = RLock()  # the editor has threads
    running = False

    def read(attribute: str) -> object:
        nonlocal running
        if is_package and find_spec(f"{name}.{attribute}") is not None:
            raise AttributeError(attribute)
        with lock:
            if running:  # what it has not come to yet it does not have
                raise AttributeError(attribute)
            if vars(module).get("__getattr__") is read:
                running = True
                try:
                    run(module)
                finally:
                    running = False
                if vars(module)["__getattr__"] is read:
                    del vars(module)["__getattr__"]
        return getattr(module, attribute)

    vars(module)["__getattr__"] = read  # PEP 562
    sys.modules[name] = module
