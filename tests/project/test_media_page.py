"""The page about voice has the values that the program reckons with, and a command is named in both languages."""

from pathlib import Path
from typing import get_args

import pytest

from sipwhy.app import seals
from sipwhy.model.lock import Locked
from sipwhy.reference.impairments import IMPAIRMENTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows_of(page: str, head: str) -> list[list[str]]:
    """The rows of its table of which the first column is headed so."""
    _, _, table = (DOCS / page).read_text(encoding="utf-8").partition(f"\n| {head} |")
    lines = table.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("page", ["media.md", "media.ru.md"])
def test_it_tells_of_every_reason_for_which_voice_stays_shut(page: str) -> None:
    told = {name.strip("` ") for row in rows_of(page, "`shut`") for name in row[0].split(",")}
    assert told == set(get_args(Locked))


@pytest.mark.parametrize("page", ["media.md", "media.ru.md"])
def test_it_says_how_many_calls_are_looked_at(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8").replace(",", " ")
    assert f" {seals.MOST_CALLS} " in text
    assert f"{seals.MOST_READ:,}".replace(",", " ") in text


def test_its_table_is_the_one_that_is_used() -> None:
    told = {row[0]: tuple(row[1:]) for row in rows_of("media.md", "codec")}
    assert set(told) == set(IMPAIRMENTS)
    for name, one in IMPAIRMENTS.items():
        scale, ie, bpl, note = told[name]
        assert (scale, float(ie), float(bpl) if bpl else None) == (one.scale, one.ie, one.bpl), name
        assert note.startswith("≈") == one.is_estimate, name
