"""
The code of the modules that a report takes, in one file: finding, opening and reading 260 of them is a fifth of what loading them takes.

It lies where Python would keep `held` compiled, which nobody loads, and holds what Python has kept beside it: so pip, which knows of such
files by their sources, takes it away together with them. A report that took modules which it does not hold
writes it anew, and a module whose source is no longer what was compiled is loaded as ever. There is none where Python is told to keep
nothing (PYTHONDONTWRITEBYTECODE), may not write, or compares sources by their hash.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

from sipwhy import __version__

_WORD = 0xFFFFFFFF
"""As much of a time and a size as Python compares."""
_KIND, _TIME, _SIZE, _HEAD = slice(4, 8), slice(8, 12), slice(12, 16), 16
"""What stands before the code in Python's own files (PEP 552); a kind other than 0 has a hash instead of time and size."""
_DAMAGED = (ValueError, EOFError, TypeError, AttributeError)
"""What is said of bytes that are not what was written, or of what another version wrote."""
Owner = tuple[str, str, str, int]
"""Which package in which version, and what Python, whose code no other takes."""


class Kept(NamedTuple):
    """What is kept of a module, and of what source; time and size as Python compares them."""

    source: str
    is_package: bool
    time: int
    size: int
    code: bytes


class Loader(SourceFileLoader):
    """Takes a module's code from the bundle, and all else about it from its source."""

    code: bytes

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module; that of its source where a damaged disk left none of it."""
        try:
            code: CodeType | None = marshal.loads(self.code)
        except _DAMAGED:
            code = super().get_code(fullname)
        return code


class Finder:
    """Finds the modules of the package in `root` that are `kept`."""

    def __init__(self, root: Path, kept: Mapping[str, Kept]) -> None:
        self._root, self._within = f"{root}{os.sep}", f"{root.name}."
        self._kept = dict(kept)
        self._missed: list[str] = []

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """How a module is loaded; None if it is not of this package, not kept, or its source has changed."""
        if not fullname.startswith(self._within):
            return None
        if kept := self._kept.get(fullname):
            loader = Loader(fullname, kept.source)
            if _is_as_it_was(loader, kept):
                loader.code = kept.code
                return _spec(loader, kept)
            del self._kept[fullname]
        self._missed.append(fullname)
        return None

    def more(self) -> Mapping[str, Kept]:
        """All that is kept and what else was loaded meanwhile; empty if there is nothing else."""
        new: dict[str, Kept] = {}
        for name in self._missed:
            spec = module.__spec__ if (module := sys.modules.get(name)) else None
            if spec is None or not (spec.origin or "").startswith(self._root) or type(spec.loader) is not SourceFileLoader:
                continue
            kept = _compiled(spec)
            if kept is None:
                return {}  # nor is there of the others: one pip has installed them all
            new[name] = kept
        return {**self._kept, **new} if new else {}


def of_reports() -> AbstractContextManager[None]:
    """Within it modules of this package are taken from their bundle."""
    own = Path(__file__)
    try:
        kept = cache_from_source(str(own.with_name("held.py")))
    except NotImplementedError:  # a Python that keeps nothing
        return nullcontext()
    return bundled(own.parents[1], Path(kept))


@contextmanager
def bundled(root: Path, file: Path) -> Iterator[None]:
    """Within it modules of the package in `root` are taken from `file`; at its end, if nothing fails, `file` holds all that were loaded."""
    owner = (str(root), __version__, sys.version, sys.flags.optimize)
    finder = Finder(root, _read(file, owner))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
    if not sys.dont_write_bytecode and os.access(file.parent, os.W_OK) and (more := finder.more()):
        _write(file, owner, more)


def _is_as_it_was(loader: Loader, kept: Kept) -> bool:
    try:
        now = loader.path_stats(kept.source)
    except OSError:
        return False
    return int(now["mtime"]) & _WORD == kept.time and now["size"] & _WORD == kept.size


def _spec(loader: Loader, kept: Kept) -> ModuleSpec:
    spec = ModuleSpec(loader.name, loader, origin=kept.source, is_package=kept.is_package)
    spec.has_location = True
    if spec.submodule_search_locations is not None:
        spec.submodule_search_locations.append(kept.source.rpartition(os.sep)[0])
    return spec


def _compiled(spec: ModuleSpec) -> Kept | None:
    """What Python has kept of a module; None if it has kept nothing, or compares sources by their hash."""
    try:
        whole = Path(spec.cached or "").read_bytes()
    except OSError:
        return None
    kind, time, size = (int.from_bytes(whole[part], "little") for part in (_KIND, _TIME, _SIZE))
    return None if kind else Kept(spec.origin or "", spec.submodule_search_locations is not None, time, size, whole[_HEAD:])


def _read(file: Path, owner: Owner) -> Mapping[str, Kept]:
    """What a file holds; nothing if it is not there, not whole, or of another owner."""
    try:
        whose, held = marshal.loads(file.read_bytes())
        return {name: Kept(*kept) for name, kept in held.items()} if whose == owner else {}
    except (OSError, *_DAMAGED):
        return {}


def _write(file: Path, owner: Owner, held: Mapping[str, Kept]) -> None:
    """Writes a file beside it and puts that in its place: others may read it meanwhile, and two containers count processes alike."""
    beside = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError), beside.open("xb") as new:
        try:
            new.write(marshal.dumps((owner, {name: tuple(kept) for name, kept in held.items()})))
            new.close()
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
