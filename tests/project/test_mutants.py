"""The list of mistakes that tests must notice fits the sources; `make mutants` plants them."""

from __future__ import annotations

import pytest

from tests.mutants import NOTICED, ROOT, Mutant, mutants, verdict


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


@pytest.mark.parametrize(
    ("built", "tested", "said"), [(0, 101, NOTICED), (0, 0, "SURVIVED"), (101, 101, "does not build"), (0, 4, "status 4: no test ran")]
)
def test_a_mistake_of_the_core_is_noticed_if_it_builds_and_a_test_fails(built: int, tested: int, said: str) -> None:
    """Cargo has one status, 101, for what does not compile and for a test that failed."""
    assert verdict(Mutant("a.rs", "x > 1", "x < 1", "-p sipwire"), lambda command: built if "--no-run" in command else tested) == said


@pytest.mark.parametrize(("tested", "said"), [(1, NOTICED), (0, "SURVIVED"), (2, "status 2: no test ran"), (5, "status 5: no test ran")])
def test_a_mistake_of_a_rule_is_noticed_if_a_test_fails(tested: int, said: str) -> None:
    assert verdict(Mutant("a.py", "x > 1", "x < 1", "tests/rules"), lambda _: tested) == said
