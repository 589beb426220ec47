"""A password in a SIP URI is found by one pattern, in the bytes of a message and in a line of a log."""

import re

import pytest

from sipwhy.reference.uri_password import without_uri_passwords
from sipwhy.views.hiding import hidden


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("<sip:120:geheim@10.0.0.1>", "<sip:120:***@10.0.0.1>"),
        ("SIPS:120:a:b@h", "SIPS:120:***@h"),
        ("Registration from '<sip:120:it's@h>' failed", "Registration from '<sip:120:***@h>' failed"),
        ("to 'sip:120:x'@h'", "to 'sip:120:***@h'"),
        ("sip:o'neil:geheim@h", "sip:o'neil:***@h"),
        ("sip:120:Se'-cret@h", "sip:120:***@h"),
        ("sip:120:a''b@h and sip:121:a'.b'!@h", "sip:120:***@h and sip:121:***@h"),
        ("<sip:10.0.0.1:5060>, <sip:120@h:5060>", "<sip:10.0.0.1:5060>, <sip:120@h:5060>"),
        ("mail:120:x@h", "mail:120:x@h"),
    ],
)
def test_a_log_and_a_message_hide_the_same_and_nothing_else(line: str, shown: str) -> None:
    assert without_uri_passwords(line) == shown
    assert re.sub(r"\*+", "***", hidden(line.encode()).decode()) == shown


def test_of_a_message_the_length_stays() -> None:
    assert hidden(b"From: <sip:120:it's@h>") == b"From: <sip:120:****@h>"


def test_a_quotation_in_a_log_ends_at_its_apostrophe() -> None:
    line = "'sip:10.0.0.1:5060','sip:120@h' failed for '10.0.0.1:5060' - 'sip:10.0.0.1:5060' (me@home)"
    assert without_uri_passwords(line) == line


def test_in_a_message_an_apostrophe_is_always_one_of_the_password() -> None:
    assert hidden(b"To: <sip:120:it',s@h>") == b"To: <sip:120:*****@h>"
