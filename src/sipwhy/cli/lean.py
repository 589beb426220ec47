"""
Numpy and msgspec without what they load for others: the words of `help()`, types for checkers, and modules of which they take nothing
before somebody asks for it (who pickles an array, or solves equations).

Together these take half of numpy's start. Each is there for whoever imports it afterwards, and for a release of numpy that wants
more of it at its own start. What is lost to another package in this process are words alone: what numpy has in C, as `numpy.ndarray`
and its methods, and what `numpy.ma` says in the same words, has no docstring until `numpy._core._add_newdocs` is imported; some two
dozen of its functions, as `numpy.where`, have no signature; and the named tuples of `numpy.linalg` are annotated with lists.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path, PurePath
from types import ModuleType

_HELP = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""They give what is written in C its descriptions, and do nothing else."""
_TYPES = "numpy._typing"
_OTHER_TYPING = "typing_extensions"
"""Of a package that may be there or not, and from which msgspec would take what `typing` has as well."""
_FIELDS = "msgspec.inspect"
"""What describes types to other programs."""
_SYSTEM = "platform"
"""What `uuid` asks at once whether this is AIX, and what tells from the C library to the version of Windows."""
_LATER = ("ast", "ctypes", "pickle", _SYSTEM)
"""What parts of numpy import for functions that few call."""
_EQUATIONS, _OF_EQUATIONS = "numpy.linalg", ("eigvals", "inv", "lstsq", "matrix_power")
"""What matrices and polynomials call."""
_SIGNATURES = "inspect"
"""It brings along what reads Python's own source; numpy signs functions by it for `help()`, and `dataclasses` describes classes without
words of their own."""
_PROCESSOR = Path("/proc/cpuinfo")
_OFF, _WIDE = "NPY_DISABLE_CPU_FEATURES", "X86_V4"
"""By what numpy is told to do without some instructions, and what it calls AVX-512 (before 2.4 otherwise: such a one warns of it)."""
_SLOW_TO_COMPRESS = (b"AuthenticAMD", b"cpu family\t: 25\n")
"""Zen 4, which takes over a hundred cycles to write some lanes of a vector, and Zen 3, which has no AVX-512 anyhow: numpy sorts by that
instruction, and there five times as slowly as by AVX2 (github.com/numpy/x86-simd-sort/issues/6)."""


class StandIn(ModuleType):
    """Stands for a module until something is asked of it that was not given to it at first: then the true one is imported."""

    def __init__(self, name: str, **given: object) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> object:
        """What the true module has."""
        parent, _, own = self.__name__.rpartition(".")
        if name == "__path__" and parent:  # whoever imports a name asks for it; it tells where parts of the module are
            return [str(PurePath(folder, own)) for folder in import_module(parent).__path__]
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load() -> None:
    """Imports both, unless they are there already."""
    if "numpy" not in sys.modules:
        with _without_slow_sorting():
            _load("numpy", _of_numpy())
    if "dataclasses" not in sys.modules:
        _load("dataclasses", {_SIGNATURES: StandIn(_SIGNATURES)})
    if "uuid" not in sys.modules:
        _load("uuid", {_SYSTEM: StandIn(_SYSTEM, system=lambda: os.uname().sysname)})
    if "msgspec" not in sys.modules:
        _load("msgspec", {_OTHER_TYPING: None, _FIELDS: StandIn(_FIELDS)})


@contextmanager
def _without_slow_sorting() -> Iterator[None]:
    """
    Numpy asks once, when it is loaded; programs that this one starts are left alone.

    Of instructions that it or the processor does not know it warns, which is seen, or an error, only where somebody asks for warnings.
    """
    if _OFF in os.environ or sys.warnoptions or not _is_slow_to_compress():
        yield
        return
    os.environ[_OFF] = _WIDE
    try:
        yield
    finally:
        del os.environ[_OFF]


def _is_slow_to_compress() -> bool:
    try:
        with _PROCESSOR.open("rb", buffering=0) as file:
            about = file.read(200)  # of the first processor
    except OSError:
        return False
    return all(sign in about for sign in _SLOW_TO_COMPRESS)


def _of_numpy() -> Mapping[str, ModuleType | None]:
    """What numpy can start without; beside a module's name stands what it wants of it at once."""
    wanted: dict[str, dict[str, object]] = {
        # The one name that it wants of its types annotates the results of its linear algebra.
        _TYPES: {"NDArray": list},
        _SIGNATURES: {"signature": lambda _: None, "cleandoc": _flush_left},
    }
    stand_ins = {name: StandIn(name, **wanted.get(name, {})) for name in (*_HELP, *_LATER, *wanted)}
    return {**stand_ins, _EQUATIONS: _given_later(_EQUATIONS, *_OF_EQUATIONS)}


def _given_later(module: str, *names: str) -> StandIn:
    """Stands for a module with functions of it, each of which fetches the true one when it is called."""
    return StandIn(module, **{name: partial(_fetched, module, name) for name in names})


def _fetched(module: str, name: str, /, *args: object, **options: object) -> object:
    return getattr(import_module(module), name)(*args, **options)


def _flush_left(words: str) -> str:
    """A function's words without their margin."""
    return words.strip().replace("\n    ", "\n")


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
