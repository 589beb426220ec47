"""Every file says what it is for, is named for a thing, and is short enough to be read."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.project.tree import files, name, python_files, rust_files

DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "shared"}
LONGEST = 500
PLACES = re.compile("|".join(map(re.escape, ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "C:" + "\\Users"))))
"""Where this or that machine keeps things. Put together from pieces, since this file is looked at too."""
LOCAL = re.compile(r"(?<![\w.$)}~])" + f"(?:{PLACES.pattern})")


@pytest.mark.parametrize("path", [p for p in python_files() if p.stat().st_size], ids=name)
def test_every_module_says_in_its_docstring_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name(path)} has no module docstring"


@pytest.mark.parametrize("path", rust_files(), ids=name)
def test_every_rust_file_says_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("//! "), f"{name(path)} does not begin with //!"


def test_no_file_or_folder_is_a_drawer() -> None:
    drawers = [name(path) for path in files() if DRAWERS & {Path(part).stem for part in Path(name(path)).parts}]
    assert not drawers, "name the thing, not the drawer"


def test_no_source_is_longer_than_can_be_read() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (*python_files(), *rust_files())}
    long = {path: lines for path, lines in lengths.items() if lines > LONGEST}
    assert not long, f"over {LONGEST} lines: is there a second thing in it that wants its own room?"


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = [f"{name(path)}:{number}: {line.strip()[:80]}" for path in files() for number, line in _lines(path) if LOCAL.search(line)]
    assert not found


def test_no_name_has_two_docstrings() -> None:
    """A name that was put between another and its docstring takes the docstring away from it."""
    twice = [
        f"{name(path)}:{later.lineno}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef)
        for one, later in pairwise(node.body)
        if _is_text(one) and _is_text(later)
    ]
    assert not twice


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)


def _lines(path: Path) -> list[tuple[int, str]]:
    data = path.read_bytes()
    if b"\0" in data or path.suffix in (".pcap", ".lock"):
        return []
    return list(enumerate(data.decode(errors="replace").splitlines(), 1))


def test_no_merge_was_left_half_done() -> None:
    marked = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
    texts = (path for path in files() if path.suffix in (".md", ".py", ".rs", ".toml"))
    assert [name(path) for path in texts if marked.search(path.read_text(encoding="utf-8"))] == []
