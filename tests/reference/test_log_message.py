"""What strangers put into a line (a user name of 4 kB) must not hold up the reading of a log."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.reference.log_message import MOST, LogMessage, found_in, log_messages

LONGEST = 0.25
"""s for 4 kB made to be slow, on a busy machine; the slowest takes 0.03 on an idle one."""


def hostile(message: LogMessage) -> Iterator[str]:
    """Its example with a part repeated until the line is as long as any that is looked at."""
    example = message.example
    places = [at for at in range(len(example)) if not example[at].isalnum()]
    for start in (0, *places):
        for end in (start + 2, *(place + 1 for place in places if place > start)):
            text = example[:start] + example[start:end] * MOST
            yield text[: MOST - len(message.marker)] + message.marker


@pytest.mark.parametrize("message", log_messages(), ids=lambda message: message.key)
def test_a_line_made_to_be_slow_is_read_soon(message: LogMessage) -> None:
    for text in hostile(message):
        start = process_time()
        message.regex.search(text)
        assert process_time() - start < LONGEST, text[:80]


AROUND = st.text(st.sampled_from('aZ9 \t\u00a0\x1c"[]:.'), max_size=6)
PIECE = st.sampled_from([text for message in log_messages() for text in (message.marker, message.example)])


@given(st.lists(st.tuples(AROUND, PIECE, AROUND).map("".join), min_size=1, max_size=3).map("".join))
def test_a_line_is_the_first_message_whose_marker_and_pattern_it_has_whatever_stands_around(line: str) -> None:
    tried = (message for message in log_messages() if message.marker in line[:MOST] and message.regex.search(line[:MOST]))
    found = found_in(line)
    if not line.startswith(("<", "{", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG", "CRITICAL")):  # Kamailio's own are its alone
        assert (found[0].key if found else None) == next((message.key for message in tried), None)
