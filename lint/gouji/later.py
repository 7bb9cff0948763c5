"""Modules that are loaded when something in them is first asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def import_later(name: str) -> None:
    """Have a module that others import at their top loaded when its first attribute is read.

    It is for what a library of ours loads and hardly ever uses. A module that is loaded already
    stays as it is. ``importlib.util.LazyLoader`` would do, but that Python 3.11 loads its modules
    at the first ``import``.
    """
    if name in sys.modules:
        return
    stand_in = ModuleType(name)

    def read(attribute: str) -> object:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    vars(stand_in)["__getattr__"] = read  # PEP 562
    sys.modules[name] = stand_in


def import_without_init(name: str) -> None:
    """Have the modules of a package imported before its ``__init__``, which does nothing for them.

    It is run when something in it is asked for that is none of its modules.
    """
    spec = find_spec(name) if name not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    package = module_from_spec(spec)
    run = spec.loader.exec_module

    def read(attribute: str) -> object:
        if find_spec(f"{name}.{attribute}") is not None:
            raise AttributeError(attribute)
        del vars(package)["__getattr__"]
        run(package)
        return getattr(package, attribute)

    vars(package)["__getattr__"] = read  # PEP 562
    sys.modules[name] = package
