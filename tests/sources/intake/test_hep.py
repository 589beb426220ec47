"""A HEP port: what agents mirror to it becomes messages, and whatever else comes is survived."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from sipwhy.sources.intake.hep import HepPort
from tests.sources.frames import hep2, hep3, messages

MANY = 2000


@pytest.fixture
def port() -> Iterator[HepPort]:
    made = HepPort(0, "127.0.0.1")
    yield made
    made.close()


def send(port: HepPort, *packets: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
        for packet in packets:
            agent.sendto(packet, ("127.0.0.1", port.port))


def taken(port: HepPort, count: int) -> int:
    """How many messages came, waited for until there are so many."""
    found, until = 0, time.monotonic() + 30
    while found < count and time.monotonic() < until:
        batch = port.take(0.1)
        found += len(batch) if batch else 0
    return found


def test_messages_of_both_versions_come_through(port: HepPort) -> None:
    four = list(messages())
    send(port, *(made(one, at, forward=sent) for made in (hep2, hep3) for at, (sent, one) in enumerate(four)))
    assert taken(port, 8) == 8
    assert port.dropped == (0, 0)


def test_many_at_once_are_all_taken(port: HepPort) -> None:
    invite = next(messages())[1]
    send(port, *(hep3(invite.replace(b"dress", b"%d" % at), at, forward=True) for at in range(MANY)))
    assert taken(port, MANY) == MANY
    assert port.dropped == (0, 0)


def test_what_is_no_hep_is_counted_and_costs_nothing_else(port: HepPort) -> None:
    send(port, b"", b"hello", b"HEP3\xff\xff", hep3(next(messages())[1], 1, forward=True))
    assert taken(port, 1) == 1
    assert sum(port.faults.values()) == 3


def test_without_packets_it_waits_and_gives_nothing(port: HepPort) -> None:
    assert port.take(0.01) is None


def test_a_port_that_is_taken_is_refused(port: HepPort) -> None:
    with pytest.raises(OSError, match="Address already in use"):
        HepPort(port.port, "127.0.0.1")
