"""The list of mistakes that tests must notice fits the sources; `make mutants` plants them."""

from __future__ import annotations

import pytest

from tests.mutants import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda one: f"{one.file}: {one.was.strip()[:40]}")
def test_a_mistake_of_the_list_can_be_planted(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")
    assert mutant.planted_in(source) != source


def test_the_list_covers_twenty_rules_and_ten_functions_of_the_core() -> None:
    files = [one.file for one in mutants()]
    assert sum("/rules/" in file for file in files) >= 20
    assert sum("/rules/" not in file for file in files) >= 10


def test_a_text_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="stands in it 0 times"):
        Mutant("a.py", "x > 1", "x < 1", "tests").planted_in("x = 1")
