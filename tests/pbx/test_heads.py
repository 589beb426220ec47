"""Messages in the logs of Asterisk, by both drivers (recorded), and of FreeSWITCH (from sofia-sip's sources)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.pbx.heads import Head, Heads, last_message
from tests.pbx.ami_server import RECORDED

SOFIA = """\
recv 723 bytes from udp/[198.51.100.21]:5060 at 12:00:00.123456:
------------------------------------------------------------------------
REGISTER sip:203.0.113.10 SIP/2.0
   Via: SIP/2.0/UDP 198.51.100.21:5060
send 401 bytes to tls/[2001:db8::21]:5061 at 12:00:00.223456:
------------------------------------------------------------------------
SIP/2.0 401 Unauthorized
"""


def test_the_heads_of_pjsip_and_of_chan_sip() -> None:
    for name, count in (("wrong-password.trace.log", 8), ("chan-sip.trace.log", 5)):
        found = list(Heads().read((RECORDED / name).read_text().splitlines()))
        assert len(found) == count
        assert found[0] == Head(True, "udp", "198.51.100.21", 5060, "REGISTER sip:203.0.113.10 SIP/2.0")
        assert (found[1].came_in, found[1].first) == (False, "SIP/2.0 401 Unauthorized")


def test_the_heads_of_freeswitch() -> None:
    assert list(Heads().read(SOFIA.splitlines())) == [
        Head(True, "udp", "198.51.100.21", 5060, "REGISTER sip:203.0.113.10 SIP/2.0"),
        Head(False, "tls", "2001:db8::21", 5061, "SIP/2.0 401 Unauthorized"),
    ]


@pytest.mark.parametrize(
    ("name", "newest"),
    [("wrong-password.trace.log", datetime(2026, 11, 23, 1, 20, 59)), ("chan-sip.trace.log", datetime(2026, 11, 23, 1, 7, 12))],
)
def test_a_log_is_being_traced_if_a_message_in_it_is_fresh(name: str, newest: datetime) -> None:
    now = newest.timestamp() + 60
    assert last_message([RECORDED / name], now, 120) == newest.timestamp()
    assert last_message([RECORDED / name], now + 120, 120) is None
    assert last_message([Path("/nonexistent"), RECORDED / "scanner.messages.log"], now, 120) is None


@given(st.lists(st.sampled_from([*SOFIA.splitlines(), ""]) | st.text(max_size=50)))
def test_whatever_the_lines_are_they_are_read(lines: list[str]) -> None:
    list(Heads().read(lines))
