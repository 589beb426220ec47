"""A TLS connection: whether anything can have been said in it."""

from __future__ import annotations

import pytest

from sipwhy.model import Endpoint
from sipwhy.model.connection import Alert, At, Connection, End, Handshake, ServerHello, Side

_AT = At(0, 1)
_TLS_1_2, _TLS_1_3 = 0x0303, 0x0304
_UNKNOWN_CA = 48


def side(records: int = 0, *, finished: bool = False, alert: int | None = None) -> Side:
    return Side(finished, records, _AT, 0, 0, _AT, Alert(_AT, 2, alert) if alert is not None else None, None)


def connection(client: Side, server: Side, version: int | None, *, has_ended: bool = True) -> Connection:
    answer = ServerHello(_AT, version, 0x1301) if version else None
    tls = Handshake(None, answer, 0, None, None, None, client, server)
    end = End(_AT, by_client=True) if has_ended else None
    return Connection(0, Endpoint("198.51.100.21", 40000), Endpoint("203.0.113.10", 5061), _AT, "tls", "tls", tls, None, end)


@pytest.mark.parametrize(
    ("client", "server", "version", "has_ended", "has_broken_off"),
    [
        (side(), side(), None, True, True),  # a hello that nobody answers
        (side(), side(), None, False, False),
        (side(alert=_UNKNOWN_CA), side(), _TLS_1_2, False, True),
        (side(), side(), _TLS_1_2, True, True),
        (side(1), side(), _TLS_1_2, True, False),
        (side(1), side(1), _TLS_1_3, True, False),
        (side(10), side(), None, True, False),  # only the client's direction was captured
        (side(finished=True), side(), None, True, False),
    ],
)
def test_what_ends_without_a_byte_of_what_it_was_opened_for_has_broken_off(
    client: Side, server: Side, version: int | None, has_ended: bool, has_broken_off: bool
) -> None:
    assert connection(client, server, version, has_ended=has_ended).has_broken_off is has_broken_off
