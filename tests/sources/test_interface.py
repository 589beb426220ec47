"""An interface that is listened to by tcpdump, and clear words where that cannot be."""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path

import pytest

from sipwhy.sources.interface import Interface, InterfaceError

needs_tcpdump = pytest.mark.skipif(shutil.which("tcpdump", path="/usr/bin:/usr/sbin:/sbin") is None, reason="tcpdump is not installed here")


@needs_tcpdump
def test_packets_that_pass_the_filter_come_as_a_capture() -> None:
    try:
        interface = Interface("lo", ["udp port 5099"])
    except InterfaceError as error:
        pytest.skip(f"nobody may listen here: {error.values}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"OPTIONS sip:a SIP/2.0\r\n\r\n", ("127.0.0.1", 5099))
        sender.sendto(b"not this one", ("127.0.0.1", 5098))
    came, until = b"", time.monotonic() + 5
    while b"OPTIONS" not in came and time.monotonic() < until:
        grown = interface.take()
        came += grown.data if grown else b""
        time.sleep(0.02)
    interface.close()
    assert came[:4] in (bytes.fromhex("d4c3b2a1"), bytes.fromhex("a1b2c3d4"))
    assert b"OPTIONS sip:a" in came
    assert b"not this one" not in came


@needs_tcpdump
def test_an_interface_that_is_not_there_is_named() -> None:
    with pytest.raises(InterfaceError) as caught:
        Interface("nowhere0")
    assert caught.value.key == "no-listening"
    assert caught.value.values["name"] == "nowhere0"


def test_without_tcpdump_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(InterfaceError) as caught:
        Interface("lo")
    assert caught.value.key == "no-tcpdump"
