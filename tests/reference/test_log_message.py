"""What strangers put into a line (a user name of 4 kB) must not hold up the reading of a log."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest

from sipwhy.reference.log_message import MOST, LogMessage, log_messages

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
