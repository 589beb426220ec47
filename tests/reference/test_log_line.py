"""What of a line of a log is its words."""

from __future__ import annotations

import pytest

from sipwhy.reference.log_line import words_of


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Registration from '<sip:1@h>' failed for '10.0.0.1:5060'", "Registration from   failed for"),
        ("No call (callid: 1a2b@host) of <sip:bob1@host> found", "No call   of   found"),
        ("10.0.0.1:5060 is unreachable, 1abc@host too", "is unreachable,   too"),
        ("1.2 of 3 calls, bob@host", "1.2 of 3 calls, bob@host"),
    ],
)
def test_names_addresses_and_call_ids_are_no_words(line: str, words: str) -> None:
    assert words_of(line) == words


@pytest.mark.parametrize("line", ["1" + "a" * 600 + "@h", "a" * 300 + "1@h", "<" * 3 + "x", "(callid: " * 3])
def test_each_place_where_a_call_id_may_begin_is_looked_at_no_further_than_one_goes(line: str) -> None:
    """So a line of twenty thousand such places takes no longer than a line of as many letters, but for a factor."""
    assert words_of(line) == line.strip()
