"""
Numpy and msgspec without what only those who program with them read: the words of `help()`, and types for checkers.

Together these take a third of numpy's start. Nothing of it is lost to another package in this process: what is left out here is
loaded by whoever imports it afterwards. A release of either that wants more of it at its own start gets it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

_HELP = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""They give the functions written in C their descriptions, and do nothing else."""
_TYPES = "numpy._typing"
_OTHER_TYPING = "typing_extensions"
"""Of a package that may be there or not, and from which msgspec would take what `typing` has as well."""


class _Types(ModuleType):
    """Stands for `numpy._typing`, of which numpy itself wants one name, to annotate the results of its linear algebra."""

    NDArray = list

    def __getattr__(self, name: str) -> object:
        """What the true module has."""
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(_TYPES, None)
        return getattr(import_module(_TYPES), name)


def load() -> None:
    """Imports both, unless they are there already."""
    if "numpy" not in sys.modules:
        _load("numpy", {name: ModuleType(name) for name in _HELP} | {_TYPES: _Types(_TYPES)})
    if "msgspec" not in sys.modules:
        _load("msgspec", {_OTHER_TYPING: None})


def _load(package: str, instead: Mapping[str, ModuleType | None]) -> None:
    """Imports a package with other modules in the place of some that it imports."""
    instead = {name: module for name, module in instead.items() if name not in sys.modules}
    sys.modules.update(instead)  # type: ignore[arg-type]  # None says that there is no such package
    try:
        import_module(package)
    finally:
        for name, module in instead.items():
            if sys.modules.get(name, module) is module:
                sys.modules.pop(name, None)
