"""Packets as they come: what the kernel hands over stands in pcapng as it was, and what is lost or gone is told."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.sources import bpf
from sipwhy.sources.live import Block, Interfaces, LiveError, Stream, interfaces
from sipwhy.wire.capture import Capture
from tests.sources import namespaces

LISTEN = """
import json, sys, time
from sipwhy.sources.live import Interfaces
source = Interfaces(sys.argv[1].split(), sys.argv[2])
source.start()
print("ready", flush=True)
sys.stdin.readline()
time.sleep(0.5)
source.stop()
data = b""
while (block := source.read(0)) is not None:
    data += block.data
open(sys.argv[3], "wb").write(data)
taken = source.taken()
print(json.dumps([[one.name, one.is_up, one.received, one.dropped] for one in taken.interfaces]))
"""
SEND = """
import socket, sys
sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sock.bind((sys.argv[1], 0))
for line in sys.argv[2:]:
    sock.send(bytes.fromhex(line))
"""
ETHERNET = "020000000001020000000002"


@pytest.fixture
def inside() -> Iterator[list[str]]:
    with namespaces.pair() as words:
        yield words


def udp(payload: bytes, fragment: int = 0, port: int = 5060) -> str:
    """An IPv4 packet with UDP in it, or a later fragment of one, in hexadecimal digits."""
    body = payload if fragment else struct.pack("!HHHH", port, port, 8 + len(payload), 0) + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 7, fragment, 64, 17, 0) + bytes([10, 78, 0, 9, 10, 78, 0, 1])
    return (head + body).hex()


def frame(packet: str, kind: str = "0800") -> str:
    return ETHERNET + kind + packet


def listened(inside: list[str], target: Path, names: str, expression: str, sends: list[tuple[str, list[str]]]) -> list[bytes]:
    """The packets that are taken while others are sent out of interfaces."""
    words = [*inside, sys.executable, "-c", LISTEN, names, expression, str(target)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        for name, frames in sends:
            subprocess.run([*inside, sys.executable, "-c", SEND, name, *frames], check=True)
        process.communicate("\n", timeout=20)
    return packets(target.read_bytes())


def packets(data: bytes) -> list[bytes]:
    """The packets of pcapng in this machine's byte order."""
    at, found = 0, []
    while at < len(data):
        kind, length = struct.unpack_from("=II", data, at)
        if kind == 6:
            size = struct.unpack_from("=I", data, at + 20)[0]
            found.append(data[at + 28 : at + 28 + size])
        at += length
    return found


def test_packets_come_as_they_are_and_what_is_no_ip_stays_outside(inside: list[str], tmp_path: Path) -> None:
    whole, later = frame(udp(b"INVITE")), frame(udp(b"rest", fragment=185))
    arp = frame("0001080006040001" + "00" * 40, "0806")
    found = listened(inside, tmp_path / "live.pcapng", "near", "", [("far", [whole, arp, later])])
    assert [one.hex() for one in found if one[30:34] == bytes([10, 78, 0, 1])] == [whole, later]
    assert arp not in [one.hex() for one in found]


def test_a_filter_lets_later_fragments_through(inside: list[str], tmp_path: Path) -> None:
    whole, other, later = frame(udp(b"INVITE")), frame(udp(b"other", port=7000)), frame(udp(b"rest", fragment=185))
    found = listened(inside, tmp_path / "live.pcapng", "near", "udp port 5060", [("far", [whole, other, later])])
    assert [one.hex() for one in found] == [whole, later]


def test_a_tag_of_a_vlan_stands_in_its_place(inside: list[str], tmp_path: Path) -> None:
    tagged = ETHERNET + "8100" + "0064" + "0800" + udp(b"INVITE")
    found = listened(inside, tmp_path / "live.pcapng", "near", "", [("far", [tagged])])
    assert tagged in [one.hex() for one in found]


def test_any_takes_all_interfaces_from_the_ip_header_on(inside: list[str], tmp_path: Path) -> None:
    one, other = udp(b"one"), udp(b"other")
    sends = [("far", [frame(one)]), ("near", [frame(other)])]
    found = [packet.hex() for packet in listened(inside, tmp_path / "live.pcapng", "any", "udp port 5060", sends)]
    assert one in found
    assert other in found


def test_an_interface_that_vanishes_is_told_and_comes_back(inside: list[str], tmp_path: Path) -> None:
    target = tmp_path / "live.pcapng"
    script = LISTEN.replace(
        "time.sleep(0.5)", "time.sleep(0.5); print(source.taken().interfaces[0].is_up, flush=True); sys.stdin.readline()"
    )
    script = script.replace("source.stop()", "time.sleep(1); source.stop()")
    words = [*inside, sys.executable, "-c", script, "near", "", str(target)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        namespaces.run(inside, "ip link del near")
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "False\n"
        namespaces.run(inside, "ip link add near type veth peer name far")
        namespaces.up(inside)
        time.sleep(1)
        subprocess.run([*inside, sys.executable, "-c", SEND, "far", frame(udp(b"again"))], check=True)
        out, _ = process.communicate("\n", timeout=20)
    assert '"near", true' in out
    assert frame(udp(b"again")) in [one.hex() for one in packets(target.read_bytes())]


def test_an_interface_that_is_not_there_is_told_with_those_that_are() -> None:
    if os.geteuid():
        pytest.skip("needs root: whoever has no rights is told of that first")
    with pytest.raises(LiveError) as caught:
        Interfaces(["no-such-name"])
    assert caught.value.kind == "no-interface"
    assert caught.value.values["known"] == interfaces()


def test_a_pipe_gives_what_has_come_and_ends_with_its_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(b"capture"))
    writer.start()
    source = Stream(str(path))
    writer.join()
    found: list[Block] = []
    while not source.has_ended:
        if (block := source.read(0.1)) is not None:
            found.append(block)
    assert b"".join(block.data for block in found) == b"capture"
    assert source.read(0.0) is None


@pytest.mark.parametrize("expression", ["udp port \udcff", "(", "udp) or (tcp"])
def test_whatever_is_typed_is_an_expression_or_none(expression: str) -> None:
    with pytest.raises(bpf.FilterError):
        bpf.compiled(expression, bpf.ETHERNET)


def test_an_expression_that_is_none_is_told_in_libpcaps_words() -> None:
    try:
        assert len(bpf.compiled("udp port 5060", bpf.ETHERNET)) % 8 == 0
    except bpf.FilterError:
        pytest.skip("libpcap is not installed")
    with pytest.raises(bpf.FilterError, match="syntax"):
        bpf.compiled("udp prt 5060", bpf.ETHERNET)


def test_the_core_refuses_what_is_no_filter() -> None:
    if os.geteuid():
        pytest.skip("needs root")
    assert Capture
    with pytest.raises(OSError, match="Invalid argument"):
        Capture([("lo", b"\xff" * 16)])
