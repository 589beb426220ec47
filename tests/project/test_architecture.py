"""docs/architecture.md shows the house as import-linter and Cargo hold it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def _layers() -> list[set[str]]:
    """The packages of each layer, from the top down."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "layers")
    return [set(layer.split(" | ")) for layer in layers]


def _crates() -> set[str]:
    with (ROOT / "Cargo.toml").open("rb") as file:
        return {member.removeprefix("crates/") for member in tomllib.load(file)["workspace"]["members"]}


def _table(head: str) -> list[str]:
    """The names in the first column of a table, from the top down."""
    rows = PAGE[PAGE.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [name for row in rows for name in re.findall(r"`([\w-]+)`", row.split("|")[1])]


def _picture() -> str:
    return PAGE.split("```")[1]


def test_the_table_of_packages_is_the_layers_from_the_top_down() -> None:
    named = _table("package")
    depth = {package: at for at, layer in enumerate(_layers()) for package in layer}
    assert set(named) == set(depth)
    assert [depth[name] for name in named] == sorted(depth[name] for name in named)


def test_the_table_of_crates_is_the_workspace() -> None:
    assert set(_table("crate")) == _crates()


@pytest.mark.parametrize("name", sorted({package for layer in _layers() for package in layer} | _crates()))
def test_the_picture_shows_every_package_and_crate(name: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", _picture())


def test_the_page_is_read_in_a_few_minutes() -> None:
    assert len(PAGE.splitlines()) < 140
    assert PAGE.count("```") == 2  # the one picture
