"""Which numbers cost their caller much, by how they are dialled."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.behaviour.frauds import is_costly


@pytest.mark.parametrize(
    ("number", "costs"),
    [
        ("+881612345678", True),
        ("00881612345678", True),
        ("900870771234567", True),
        ("011882161234567", True),
        ("9011882161234567", True),
        ("881612345678", True),
        ("88123456789", False),
        ("88312345678", False),
        ("+79161234567", False),
    ],
)
def test_a_satellite_is_told_from_a_town_in_russia(number: str, costs: bool) -> None:
    assert is_costly(number) is costs
