"""What Reason adds to "takes no calls now": only to that, only by Reason, and only the causes that name a want."""

from __future__ import annotations

import pytest

from sipwhy.diagnosis.shortage import told_by_reason
from tests.fakes.messages import message_of

_REFUSED = "SIP/2.0 503 Service Unavailable\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nCSeq: 1 INVITE\r\n"


def _told(header: str, slug: str = "upstream-unavailable") -> tuple[str, object, object]:
    variant, values = told_by_reason(slug, "plain", message_of(f"{_REFUSED}{header}\r\n\r\n".encode()))
    return variant, values.get("cause"), values.get("words")


def test_a_cause_says_what_is_wanting() -> None:
    assert _told('Reason: Q.850;cause=34;text="all lines busy"') == ("channels", 34, "all lines busy")
    assert _told("Reason: Q.850;cause=41")[:2] == ("network", 41)


def test_without_words_the_cause_has_its_name() -> None:
    assert _told("Reason: Q.850;cause=38")[2] == "Network out of order"


@pytest.mark.parametrize(
    ("header", "slug"),
    [
        ("Reason: Q.850;cause=34", "callee-busy"),
        ("Reason: Q.850;cause=17", "upstream-unavailable"),
        ("X-Asterisk-HangupCauseCode: 34", "upstream-unavailable"),
        ("Subject: none", "upstream-unavailable"),
    ],
)
def test_nothing_else_does(header: str, slug: str) -> None:
    assert _told(header, slug) == ("plain", None, None)
