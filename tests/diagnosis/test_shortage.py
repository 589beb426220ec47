"""What Reason adds to 503 is told in the words of its Q.850 value, and not where Asterisk names any failure so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.shortage import told_by_reason
from sipwhy.model import Host
from tests.fakes.messages import message_of

_BUSY = "SIP/2.0 503 Service Unavailable\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nCSeq: 1 INVITE\r\n"
_UNKNOWN = Host("192.0.2.1", "trunk")
_ASTERISK = Host("192.0.2.1", "pbx", platform="asterisk-pjsip")


def told(headers: str, host: Host, slug: str = "upstream-unavailable") -> tuple[str, object]:
    scene = cast("Scene", SimpleNamespace(host=lambda _: host))
    variant, values = told_by_reason(slug, "plain", message_of(f"{_BUSY}{headers}\r\n\r\n".encode()), scene)
    return variant, values.get("words")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ('Reason: Q.850;cause=34;text="all lines busy"', "all lines busy"),
        ('Reason: SIP;cause=503;text="Service Unavailable"\r\nReason: Q.850;cause=34', "No circuit/channel available"),
        ('Reason: SIP;cause=503;text="Service Unavailable", Q.850;cause=34;text="full"', "full"),
        ('Reason: Q.850;text="none"\r\nReason: Q.850;cause=34;text="full"', "full"),
    ],
)
def test_the_words_are_those_of_the_cause(reason: str, words: str) -> None:
    assert told(reason, _UNKNOWN) == ("channels", words)


@pytest.mark.parametrize(
    ("cause", "host", "variant"),
    [
        (34, _ASTERISK, "plain"),
        (38, _ASTERISK, "plain"),
        (42, _ASTERISK, "network"),
        (44, _ASTERISK, "channels"),
        (38, _UNKNOWN, "network"),
    ],
)
def test_asterisk_means_any_congestion_and_any_failure_by_two_of_them(cause: int, host: Host, variant: str) -> None:
    assert told(f"Reason: Q.850;cause={cause}", host)[0] == variant


@pytest.mark.parametrize(
    ("header", "slug"),
    [
        ("Reason: Q.850;cause=34", "callee-busy"),
        ("Reason: Q.850;cause=17", "upstream-unavailable"),
        ("X-Asterisk-HangupCauseCode: 34", "upstream-unavailable"),
        ("Subject: none", "upstream-unavailable"),
    ],
)
def test_nothing_else_adds_anything(header: str, slug: str) -> None:
    assert told(header, _UNKNOWN, slug) == ("plain", None)
