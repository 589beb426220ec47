"""An interface as something that grows: a capture of what came since, and clear words where it cannot be opened."""

from __future__ import annotations

import socket
import sys
import time

import pytest

from sipwhy.sources.interface import Interface
from sipwhy.sources.live import LiveError
from sipwhy.wire.live import LiveReader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="interfaces are read on Linux only")


def opened(name: str, expression: str = "") -> Interface:
    try:
        return Interface(name, expression)
    except LiveError as error:
        if error.kind in ("no-rights", "no-libpcap"):
            pytest.skip(f"nobody may listen here: {error.kind}")
        raise


def test_packets_that_pass_the_filter_come_as_a_capture() -> None:
    interface = opened("lo", "udp port 5099")
    interface.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"OPTIONS sip:a SIP/2.0\r\n\r\n", ("127.0.0.1", 5099))
        sender.sendto(b"not this one", ("127.0.0.1", 5098))
    came, until = b"", time.monotonic() + 5
    while b"OPTIONS" not in came and time.monotonic() < until:
        grown = interface.take()
        came += grown.data if grown else b""
        time.sleep(0.02)
    assert not interface.has_ended
    interface.close()
    assert interface.has_ended
    assert interface.dropped == 0
    reader = LiveReader()
    reader.feed(came)
    assert reader.is_recognised
    assert b"OPTIONS sip:a" in came
    assert b"not this one" not in came


def test_an_interface_that_is_not_there_is_named() -> None:
    with pytest.raises(LiveError) as caught:
        opened("nowhere0")
    assert caught.value.kind == "no-interface"
    assert caught.value.values["name"] == "nowhere0"


def test_a_filter_that_is_none_is_refused() -> None:
    with pytest.raises(LiveError) as caught:
        opened("lo", "port banana")
    assert caught.value.kind == "bad-filter"
