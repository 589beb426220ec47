"""Causes and durations are read from messages; what cannot be one is none."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.reading import q850, sip_cause
from sipwhy.diagnosis.timers import interval
from tests.fakes.messages import message_of

_BUSY = "SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nCSeq: 1 INVITE\r\n"
_MANY = "9" * 5000


@pytest.mark.parametrize(
    ("header", "cause"),
    [
        ("Reason: Q.850;cause=17", 17),
        ("Reason: SIP;cause=486, Q.850;cause=017", 17),
        ("X-Asterisk-HangupCauseCode: 34", 34),
        ("Reason: Q.850;cause=70000", None),
        (f"Reason: Q.850;cause={_MANY}", None),
        (f"X-Asterisk-HangupCauseCode: {_MANY}", None),
        ("Reason: Q.850;cause=-1", None),
    ],
)
def test_a_cause_of_q850_has_three_digits_at_most(header: str, cause: int | None) -> None:
    assert q850(message_of(f"{_BUSY}{header}\r\n\r\n".encode())) == cause


def test_a_status_has_three_digits_at_most() -> None:
    assert sip_cause(message_of(f"{_BUSY}Reason: SIP;cause=408\r\n\r\n".encode())) == 408
    assert sip_cause(message_of(f"{_BUSY}Reason: SIP;cause={_MANY}\r\n\r\n".encode())) is None


def test_seconds_have_ten_digits_at_most() -> None:
    assert interval(message_of(f"{_BUSY}Session-Expires: 1800;refresher=uac\r\n\r\n".encode())) == 1800
    assert interval(message_of(f"{_BUSY}Session-Expires: {_MANY}\r\n\r\n".encode())) is None
