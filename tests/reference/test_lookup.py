"""What a query means: ids, pasted lines, phrases however they are spelt, words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.reference.lookup import look_up, phrase_entry


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("403", "403"),
        ("SIP/2.0 486 Busy Here", "486"),
        ("480 temporarily   unavailable!", "480"),
        ("q850:34", "q850:34"),
        ("Q.850 34", "q850:34"),
        ('Reason: Q.850;cause=34;text="No circuit"', "q850:34"),
        ("warning:304", "warning:304"),
        ('Warning: 304 isi.edu "Media type not available"', "warning:304"),
        ('SIP;cause=408;text="Request Timeout"', "408"),
        ("location:ln", "location:LN"),
        ("busy here", "486"),
        ("Request Terminated", "487"),
    ],
)
def test_what_is_exact_is_found_at_once(query: str, wanted: str) -> None:
    answer = look_up(query)
    assert (answer.how, answer.entries[0].id) == ("exact", wanted)


@pytest.mark.parametrize("query", ["403 Wrong Guess", "403 wrong-guess", "403   WRONG  GUESS.", 'SIP/2.0 403 "Wrong Guess"', "Wrong Guess"])
def test_a_phrase_is_known_whatever_its_case_blanks_and_punctuation(query: str) -> None:
    answer = look_up(query)
    assert answer.how == "exact"
    assert answer.entries[0].name == "Wrong Guess"
    assert answer.entries[0].rule == "wrong-password"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("403 Wrong Gues", "Wrong Guess"), ("480 Temporarly Unavailable", "480"), ("481 Call/Transacton Does Not Exist", "481")],
)
def test_a_slip_of_the_pen_is_forgiven_and_said(query: str, wanted: str) -> None:
    answer = look_up(query)
    assert answer.how == "close"
    assert wanted in (answer.entries[0].id, answer.entries[0].name)


def test_unknown_words_beside_a_known_code_give_the_code_and_say_so() -> None:
    answer = look_up("403 The moon is full")
    assert (answer.how, answer.entries[0].id, answer.phrase) == ("unknown-phrase", "403", "The moon is full")


def test_words_of_a_carrier_are_found_inside_a_longer_phrase() -> None:
    entry = phrase_entry(403, "Sorry, insufficient funds on account 12")
    assert entry is not None
    assert entry.rule == "insufficient-funds"


def test_a_standard_phrase_is_no_vendors_phrase() -> None:
    assert phrase_entry(486, "Busy Here") is None


@pytest.mark.parametrize(
    "query", ["", "   ", "999 xyzzy", "q850:999", "жщцъ", "\x00\x1b[31m", "q850:", "warning:", "4" * 5000, "a " * 3000]
)
def test_nonsense_finds_nothing_or_something_and_never_fails(query: str) -> None:
    answer = look_up(query)
    assert answer.how != "nothing" or not answer.entries


@given(st.text(max_size=80))
def test_any_text_is_answered(query: str) -> None:
    look_up(query)
    phrase_entry(480, query)
