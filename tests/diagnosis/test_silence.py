"""What silence after a request tells depends on how the request is known: as a packet, by a feed, or from a log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sipwhy.diagnosis.silence import silence_of
from sipwhy.model.message import Transport
from tests.fakes.messages import leg_of, message_of

INVITE = b"INVITE sip:1002@192.0.2.2 SIP/2.0\r\nCall-ID: a\r\nCSeq: 1 INVITE\r\nFrom: <sip:1001@a>;tag=1\r\nTo: <sip:1002@a>\r\n\r\n"


@pytest.mark.parametrize(
    ("transport", "known", "is_taken"),
    [("tcp", {}, True), ("wss", {}, True), ("udp", {}, False), ("tcp", {"line": 5}, False), ("tcp", {"node": "edge"}, False)],
    ids=["tcp", "websocket", "udp", "of a log", "of a feed"],
)
def test_tcp_took_the_request_only_where_its_packets_are_seen(transport: Transport, known: dict[str, Any], is_taken: bool) -> None:
    asked = replace(message_of(INVITE, transport=transport), **known)
    silent = silence_of(leg_of([asked], result="unanswered"), ended=asked.ts + 32_000_000)
    assert silent is not None
    assert silent.is_taken is is_taken


@pytest.mark.parametrize(("known", "is_unrepeated"), [({}, True), ({"line": 5}, False)], ids=["a packet", "of a log"])
def test_a_log_need_not_tell_of_repeats(known: dict[str, Any], is_unrepeated: bool) -> None:
    asked = replace(message_of(INVITE), **known)
    silent = silence_of(leg_of([asked]), ended=asked.ts + 80_000)
    assert silent is not None
    assert silent.is_unrepeated is is_unrepeated
