"""Statuses as people write them, on the command line and in the filter box alike."""

import pytest

from sipwhy.texts.statuses import statuses_of, written


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("486", range(486, 487)),
        ("4xx", range(400, 500)),
        ("9XX", range(900, 1000)),
        ("480-489", range(480, 490)),
        ("489-480", None),
        ("48", None),
        ("4866", None),
        ("0xx", None),
        ("", None),
        ("486\n", None),
    ],
)
def test_a_status_a_class_or_a_range(text: str, meant: range | None) -> None:
    assert statuses_of(text) == meant


@pytest.mark.parametrize("typed", ["4xx", "486", "480-489", "4xx,503", "401,407,5xx"])
def test_statuses_are_written_as_they_are_typed(typed: str) -> None:
    assert written({status for part in typed.split(",") for status in statuses_of(part) or ()}) == typed
