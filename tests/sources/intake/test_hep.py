"""A HEP port: what agents mirror to it becomes messages, and whatever else comes is survived."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.sources.intake import hep
from sipwhy.sources.intake.hep import HepPort, place_of
from tests.sources.frames import hep2, hep3, messages

MANY = 2000
GONE = os.strerror(errno.ENETDOWN)


class Failing:
    """A socket that cannot be read as long as `is_down`."""

    def __init__(self, real: socket.socket) -> None:
        self.real, self.is_down, self.reads = real, True, 0

    def recv(self, size: int) -> bytes:
        self.reads += 1
        if self.is_down:
            raise OSError(errno.ENETDOWN, GONE)
        return self.real.recv(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


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


def test_a_socket_that_fails_is_told_and_read_again_without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = hep._bound
    monkeypatch.setattr(hep, "_bound", lambda *where: Failing(bound(*where)))
    monkeypatch.setattr(hep, "_PAUSES", (0.05, 0.2))
    port = HepPort(0, "127.0.0.1")
    failing: Any = port._socket
    try:
        time.sleep(0.6)
        assert (port.waits_for, port.has_ended) == (GONE, False)
        assert failing.reads < 10
        failing.is_down = False
        send(port, hep3(next(messages())[1], 1, forward=True))
        assert taken(port, 1) == 1
        assert port.waits_for == ""
    finally:
        begun = time.monotonic()
        port.close()
    assert time.monotonic() - begun < 1.5


def test_a_socket_that_fails_for_good_does_not_keep_anybody_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = hep._bound
    monkeypatch.setattr(hep, "_bound", lambda *where: Failing(bound(*where)))
    monkeypatch.setattr(hep, "_PAUSES", (60.0, 60.0))
    port = HepPort(0, "127.0.0.1")
    begun = time.monotonic()
    port.close()
    assert time.monotonic() - begun < 1.5
    assert not port._thread.is_alive()


@pytest.mark.parametrize(("text", "address", "port"), [
    ("9060", "", 9060),
    ("0", "", 0),
    ("127.0.0.1:9060", "127.0.0.1", 9060),
    ("0.0.0.0:9060", "0.0.0.0", 9060),
    ("[::1]:9060", "::1", 9060),
    ("[FE80::1%eth0]:9060", "fe80::1%eth0", 9060),
])  # fmt: skip
def test_where_to_listen_is_a_port_or_an_address_with_one(text: str, address: str, port: int) -> None:
    assert place_of(text) == (address, port)


@pytest.mark.parametrize("text", ["", "65536", "-1", "127.0.0.1", "::1:9060", "[127.0.0.1]:9060", "[]:9060", ":9060", "localhost:9060",
                                  "127.0.0.1:", "10.0.0.0/8:9060", "9060 ", "٩٠٦٠"])  # fmt: skip
def test_where_nobody_can_listen_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whatever ipaddress says)
        place_of(text)


@given(st.ip_addresses(), st.integers(0, 65535))
def test_every_address_with_a_port_is_read_as_it_is_written(address: IPv4Address | IPv6Address, port: int) -> None:
    written = f"[{address}]" if address.version == 6 else str(address)
    assert place_of(f"{written}:{port}") == (str(address), port)


@given(st.text() | st.text("0123456789abcdef.:[]%", max_size=40))
def test_what_is_read_names_a_place_and_the_rest_is_refused(text: str) -> None:
    try:
        address, port = place_of(text)
    except ValueError:
        return
    assert 0 <= port < 1 << 16
    assert not address or str(ip_address(address)) == address


@pytest.mark.parametrize(("address", "name"), [("127.0.0.1", "hep:127.0.0.1:{}"), ("::1", "hep:[::1]:{}"), ("", "hep:{}")])
def test_its_name_tells_where_it_listens(address: str, name: str) -> None:
    if address == "::1" and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    port = HepPort(0, address)
    listens = port._socket.getsockname()[0]
    port.close()
    assert port.name == name.format(port.port)
    assert listens in ({address} if address else {"::", "0.0.0.0"})
