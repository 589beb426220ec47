"""docs/dependencies.md names what is depended on, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PAGE = ROOT / "docs/dependencies.md"
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def test_the_page_names_every_dependency_and_no_other() -> None:
    assert _listed() == _python() | _rust()


def test_every_line_of_the_page_says_why_and_under_which_licence() -> None:
    for line in _rows():
        assert all(len(cell.strip()) > 1 for cell in line.strip("|").split("|")), line


def _rows() -> list[str]:
    lines = _PAGE.read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("| ") and not line.startswith(("| package", "| crate"))]


def _listed() -> set[str]:
    return {line.split("|")[1].strip() for line in _rows()}


def _python() -> set[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        told = tomllib.load(file)
    project, groups = told["project"], told["dependency-groups"]
    wanted = [*project["dependencies"], *told["build-system"]["requires"]]
    for more in (*project["optional-dependencies"].values(), *groups.values()):
        wanted += more
    return {_name(one) for one in wanted}


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found, requirement
    return found.group()


def _rust() -> set[str]:
    found: set[str] = set()
    for path in ROOT.glob("crates/*/Cargo.toml"):
        with path.open("rb") as file:
            told = tomllib.load(file)
        places = [told, *told.get("target", {}).values()]
        for place in places:
            for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
                found |= {name for name, one in place.get(kind, {}).items() if not (isinstance(one, dict) and "path" in one)}
    return found
