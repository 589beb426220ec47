"""
Numpy and msgspec without what only those who program with them read: the words of `help()`, and types for checkers.

Together these take a third of numpy's start. Each is there for whoever imports it afterwards, and for a release of numpy that wants
more of it at its own start. What is lost to another package in this process are words alone: what numpy has in C, as `numpy.ndarray`
and its methods, and what `numpy.ma` says in the same words, has no docstring until `numpy._core._add_newdocs` is imported; and the
named tuples of `numpy.linalg` are annotated with lists.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import PurePath
from types import ModuleType

_HELP = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""They give what is written in C its descriptions, and do nothing else."""
_TYPES = "numpy._typing"
_OTHER_TYPING = "typing_extensions"
"""Of a package that may be there or not, and from which msgspec would take what `typing` has as well."""


class StandIn(ModuleType):
    """Stands for a module until something is asked of it that was not given to it at first: then the true one is imported."""

    def __init__(self, name: str, **given: object) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> object:
        """What the true module has."""
        if name == "__path__":  # whoever imports a name asks for it; it tells where parts of the module are
            parent, _, own = self.__name__.rpartition(".")
            return [str(PurePath(folder, own)) for folder in import_module(parent).__path__]
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load() -> None:
    """Imports both, unless they are there already."""
    if "numpy" not in sys.modules:
        # The one name that numpy itself wants of its types annotates the results of its linear algebra.
        _load("numpy", {name: StandIn(name) for name in _HELP} | {_TYPES: StandIn(_TYPES, NDArray=list)})
    if "msgspec" not in sys.modules:
        _load("msgspec", {_OTHER_TYPING: None})


def _load(package: str, instead: Mapping[str, ModuleType | None]) -> None:
    """Imports a package with other modules in the place of some that it imports."""
    instead = {name: module for name, module in instead.items() if name not in sys.modules}
    sys.modules.update(instead)  # type: ignore[arg-type]  # None says that there is no such package
    try:
        with suppress(ImportError):  # it may want what is left out
            import_module(package)
    finally:
        for name, module in instead.items():
            if sys.modules.get(name, module) is module:
                sys.modules.pop(name, None)
    import_module(package)
