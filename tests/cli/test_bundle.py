"""Modules out of one file: they are what they would be otherwise, and never older than their source."""

from __future__ import annotations

import ast
import marshal
import os
import py_compile
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module, invalidate_caches
from importlib.util import source_from_cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from sipwhy.cli import bundle
from sipwhy.cli.bundle import Loader, bundled

_SAMPLE = str(Path(__file__).parents[2] / "samples" / "no-route.pcap")
_SOURCES = {
    "__init__": "",
    "one": "def said():\n    return 1\n",
    "inner/__init__": "from toy.inner import two\n",
    "inner/two": "WORD = 'two'\n",
}
_MODULES = ("toy", "toy.one", "toy.inner", "toy.inner.two")


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of four modules, which may be kept, and none of which is loaded afterwards."""
    root = tmp_path / "toy"
    for name, source in _SOURCES.items():
        path = root / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.syspath_prepend(tmp_path)
    yield root
    _forget()


def _forget() -> None:
    for name in _MODULES:
        sys.modules.pop(name, None)
    invalidate_caches()


def _run(root: Path, *names: str) -> list[ModuleType]:
    """The modules as a new process loads them."""
    _forget()
    import_module("toy")
    with bundled(root, root / "toy.bundle"):
        return [import_module(name) for name in names or _MODULES[1:]]


def _is_kept(module: ModuleType) -> bool:
    return isinstance(module.__loader__, Loader)


def test_what_was_loaded_once_is_taken_from_the_bundle_and_is_the_same(toy: Path) -> None:
    told = [[(module.__name__, module.__file__, module.__cached__, module.__package__) for module in _run(toy)] for _ in range(2)]
    assert told[0] == told[1]
    one, inner, two = _run(toy)
    assert all(map(_is_kept, (one, inner, two)))
    assert (one.said(), two.WORD, list(inner.__path__)) == (1, "two", [str(toy / "inner")])
    assert one.said.__code__.co_filename == str(toy / "one.py")


def test_what_a_later_run_takes_besides_is_added(toy: Path) -> None:
    assert not _is_kept(_run(toy, "toy.one")[0])
    assert [_is_kept(module) for module in _run(toy)] == [True, False, False]
    assert [_is_kept(module) for module in _run(toy, "toy.one")] == [True]
    assert all(map(_is_kept, _run(toy)))


def test_a_source_that_has_another_size_is_loaded_anew_and_kept(toy: Path) -> None:
    _run(toy)
    (toy / "one.py").write_text("def said():\n    return 2222\n", encoding="utf-8")
    assert [(_is_kept(module), module.said()) for module in _run(toy, "toy.one")] == [(False, 2222)]
    assert [(_is_kept(module), module.said()) for module in _run(toy, "toy.one")] == [(True, 2222)]


def test_a_source_that_has_another_time_is_loaded_anew(toy: Path) -> None:
    _run(toy)
    (toy / "one.py").write_text("def said():\n    return 3\n", encoding="utf-8")
    os.utime(toy / "one.py", (1_000_000_000, 1_000_000_000))
    assert [(_is_kept(module), module.said()) for module in _run(toy, "toy.one")] == [(False, 3)]


def test_a_module_that_is_there_no_more_is_not_found(toy: Path) -> None:
    _run(toy)
    (toy / "one.py").unlink()
    with pytest.raises(ModuleNotFoundError):
        _run(toy, "toy.one")


def test_a_module_that_became_a_package_is_that(toy: Path) -> None:
    _run(toy)
    (toy / "one").mkdir()
    (toy / "one.py").rename(toy / "one" / "__init__.py")
    assert [module.__file__ for module in _run(toy, "toy.one")] == [str(toy / "one" / "__init__.py")]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"no bundle", marshal.dumps(("", 1)), None])
def test_a_bundle_that_is_not_whole_is_written_anew(toy: Path, damage: bytes | None) -> None:
    _run(toy)
    file = toy / "toy.bundle"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert not any(map(_is_kept, _run(toy)))
    assert all(map(_is_kept, _run(toy)))


@pytest.mark.parametrize("change", [lambda _: 1, lambda held: {name: (*kept, "") for name, kept in held.items()}])
def test_what_is_written_in_another_way_is_written_anew(toy: Path, change: Callable[[dict[str, tuple[Any, ...]]], Any]) -> None:
    _run(toy)
    owner, held = marshal.loads((toy / "toy.bundle").read_bytes())
    (toy / "toy.bundle").write_bytes(marshal.dumps((owner, change(held))))
    assert not any(map(_is_kept, _run(toy)))
    assert all(map(_is_kept, _run(toy)))


@pytest.mark.parametrize("damage", [b"", b"\x00", b"no code"])
def test_a_module_whose_code_is_damaged_is_read_from_its_source(toy: Path, damage: bytes) -> None:
    _run(toy)
    owner, held = marshal.loads((toy / "toy.bundle").read_bytes())
    held["toy.one"] = (*held["toy.one"][:-1], damage)
    (toy / "toy.bundle").write_bytes(marshal.dumps((owner, held)))
    assert _run(toy)[0].said() == 1


def test_what_another_version_has_kept_is_not_taken_though_time_and_size_are_the_same(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(toy)
    monkeypatch.setattr(bundle, "__version__", "another")
    assert not any(map(_is_kept, _run(toy)))


def test_a_file_that_another_process_of_this_number_writes_is_left_alone(toy: Path) -> None:
    beside = toy / f"toy.{os.getpid()}"
    beside.write_bytes(b"half")
    assert len(_run(toy)) == 3
    assert beside.read_bytes() == b"half"
    assert not (toy / "toy.bundle").exists()


def test_what_another_python_or_another_place_has_kept_is_not_taken(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(toy)
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "4.0")
        assert not any(map(_is_kept, _run(toy)))
    moved = toy.with_name("elsewhere")
    toy.rename(moved)
    moved.joinpath("toy").mkdir()
    for path in ("__init__.py", "one.py", "inner"):
        moved.joinpath(path).rename(moved / "toy" / path)
    monkeypatch.syspath_prepend(moved)
    _forget()
    with bundled(moved / "toy", moved / "toy.bundle"):
        assert import_module("toy.one").__file__ == str(moved / "toy" / "one.py")


def test_where_python_keeps_nothing_there_is_no_bundle(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _run(toy)
    assert not (toy / "toy.bundle").exists()


def test_where_nobody_may_write_nothing_is_gathered(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(bundle.Finder, "more", None)
    assert len(_run(toy)) == 3


def test_what_cannot_be_written_after_all_leaves_nothing_behind(toy: Path) -> None:
    (toy / "toy.bundle").mkdir()
    assert len(_run(toy)) == 3
    assert {path.name for path in toy.iterdir()} == {"__init__.py", "__pycache__", "inner", "one.py", "toy.bundle"}


def test_where_sources_are_compared_by_their_hash_there_is_none(toy: Path) -> None:
    for path in toy.rglob("*.py"):
        py_compile.compile(str(path), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    _run(toy)
    assert not (toy / "toy.bundle").exists()


def test_a_run_that_fails_writes_nothing_and_leaves_no_finder(toy: Path) -> None:
    before = list(sys.meta_path)
    with pytest.raises(ModuleNotFoundError):
        _run(toy, "toy.one", "toy.none")
    assert sys.meta_path == before
    assert not (toy / "toy.bundle").exists()


def test_it_lies_where_pip_takes_what_was_compiled_away() -> None:
    """That is where the compiled code of an installed source would be; no other code may want that place."""
    root = Path(bundle.__file__).parents[1]
    with patch.object(bundle, "bundled") as within:
        bundle.of_reports()
    (whose, file), _ = within.call_args
    source = Path(source_from_cache(str(file)))
    assert whose == root
    assert source.is_relative_to(root)
    assert source.is_file()
    assert not ast.parse(source.read_text(encoding="utf-8")).body[1:]
    assert f"sipwhy.cli.{source.stem}" not in sys.modules


def test_what_python_has_compiled_there_is_no_bundle_and_gives_way_to_one(toy: Path) -> None:
    file = Path(py_compile.compile(str(toy / "one.py"), cfile=str(toy / "toy.bundle")) or "")
    assert not any(map(_is_kept, _run(toy)))
    assert all(map(_is_kept, _run(toy)))
    assert marshal.loads(file.read_bytes())[0][0] == str(toy)


def test_reports_are_the_same_from_the_bundle(tmp_path: Path) -> None:
    code = (
        "import sys; from sipwhy.cli.main import main; main([sys.argv[1]]);"
        "print(sum(type(module.__loader__).__name__ == 'Loader' for module in list(sys.modules.values()) if hasattr(module, '__loader__')))"
    )
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(bundle.__file__).parents[2]), "LANG": "C.UTF-8"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, _SAMPLE], capture_output=True, text=True, check=True, env=environment
        ).stdout.splitlines()
        for _ in range(2)
    ]
    assert runs[0][:-1] == runs[1][:-1]
    assert int(runs[0][-1]) == 0
    assert int(runs[1][-1]) > 200
