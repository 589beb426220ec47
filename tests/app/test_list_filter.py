"""What is typed into the filter box: text, fields side by side, or an expression; of anything else it is said what is wrong with it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.app.list_expression import ExpressionFaultError, FilterError, UnfinishedError, completed
from sipwhy.app.list_filter import typed
from sipwhy.where import FIELDS

PIECES = [
    *(field.name for field in FIELDS),
    "=",
    "!=",
    " ",
    " ",
    "and",
    "or",
    "not",
    "like",
    "in (",
    ")",
    '"',
    "4xx",
    "486",
    "last",
    "15m",
    "phone=",
]


@pytest.mark.parametrize(
    ("text", "words", "asked"),
    [
        ("488 busy", "488 busy", 0),
        ("tag=1", "tag=1", 0),
        ('"status = 488"', "status = 488", 0),
        ("last call", "last call", 0),
        ("last 15m", "", 1),
        ("status = 4xx and from like '^100'", "", 1),
        ("from=1001 to=1002 busy", "busy", 2),
        ("from=1001 to=", "", 1),
    ],
)
def test_what_compares_a_field_is_a_condition_and_everything_else_is_text(text: str, words: str, asked: int) -> None:
    wanted = typed(text)
    assert (wanted.text, len(wanted.asked)) == (words, asked)


def test_what_is_being_written_is_told_from_what_is_wrong() -> None:
    for text in ("status ", "status = ", "status = 4xx and", "status = 4xx and fr", "cause = no-ans", "from li"):
        with pytest.raises(UnfinishedError):
            typed(text)
    with pytest.raises(ExpressionFaultError) as caught:
        typed("status = 4xx and stauts > 5")
    assert caught.value.fault.position == 17


def test_the_rest_of_a_word_is_proposed() -> None:
    assert completed("status = 4xx and transp") == "status = 4xx and transport"
    assert completed("cause = no-ans") == "cause = no-answer"
    assert completed("488") is None


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_whatever_is_typed_is_meant_or_said_to_be_wrong(text: str) -> None:
    with suppress(FilterError):
        typed(text)
    rest = completed(text)
    assert rest is None or rest.startswith(text)
