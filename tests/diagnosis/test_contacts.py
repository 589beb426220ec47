"""The host that a Contact names, however it is written."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.contacts import contact_host
from tests.fakes.messages import message_of

_OK = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nCSeq: 1 INVITE\r\n"


@pytest.mark.parametrize(
    ("contact", "host"),
    [
        ("<sip:1001@192.168.1.5:5062>", "192.168.1.5"),
        ("sip:192.168.1.5", "192.168.1.5"),
        ('"Anna" <sips:anna@pbx.example.org;transport=tls>;expires=60', "pbx.example.org"),
        ("<sip:1001@[2001:db8::5]:5060>", "2001:db8::5"),
        ("*", None),
        ("<tel:+79161234567>", None),
    ],
)
def test_the_host_of_a_contact_is_read(contact: str, host: str | None) -> None:
    assert contact_host(message_of(f"{_OK}Contact: {contact}\r\n\r\n".encode())) == host


def test_without_a_contact_there_is_no_host() -> None:
    assert contact_host(message_of(f"{_OK}\r\n".encode())) is None
