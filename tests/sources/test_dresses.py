"""The same call is found in every dress: file formats, link types, tunnels, transports, fragments."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from sipwhy.app import run
from tests.sources import frames as f

Make = Callable[[], bytes]


def ip_packets() -> list[bytes]:
    return [f.ipv4(f.udp(message), forward=forward) for forward, message in f.messages()]


def linked(link: int, head: bytes) -> Make:
    return lambda: f.pcap([head + packet for packet in ip_packets()], link)


def tagged(tags: bytes) -> Make:
    return lambda: f.pcap([f.ethernet(packet, tags=tags) for packet in ip_packets()], 1)


def inside(protocol: int, head: bytes, *, with_ethernet: bool = False) -> Make:
    """The packets in a tunnel between two other hosts."""
    inner = [f.ethernet(packet) if with_ethernet else packet for packet in ip_packets()]
    return lambda: f.pcap([f.ethernet(f.ipv4(head + packet, protocol)) for packet in inner], 1)


def in_udp(port: int, wrap: Callable[[bytes], bytes]) -> Make:
    return lambda: f.pcap([f.ethernet(f.ipv4(f.udp(wrap(packet), (2000, port)))) for packet in ip_packets()], 1)


def mirrored(wrap: Callable[..., bytes]) -> Make:
    packets = [wrap(message, at, forward=forward) for at, (forward, message) in enumerate(f.messages())]
    return lambda: f.pcap([f.ethernet(f.ipv4(f.udp(packet, (9000, 9060)))) for packet in packets], 1)


def fragmented(order: int) -> Make:
    def make() -> bytes:
        out = []
        for ident, (forward, message) in enumerate(f.messages(), start=7):
            data = f.udp(message)
            pieces = [(at, data[at : at + 80]) for at in range(0, len(data), 80)][::order]
            for at, piece in pieces:
                more = 0x2000 if at + 80 < len(data) else 0
                out.append(f.ethernet(f.ipv4(piece, forward=forward, ident=ident, fragment=more | at // 8)))
        return f.pcap(out, 1)

    return make


def fragmented6() -> bytes:
    out = []
    for ident, (forward, message) in enumerate(f.messages(), start=7):
        data = f.udp(message)
        for at in reversed(range(0, len(data), 80)):
            piece, more = data[at : at + 80], int(at + 80 < len(data))
            out.append(f.ethernet(f.ipv6(struct.pack("!BBHI", 17, 0, at | more, ident) + piece, 44, forward=forward), 0x86DD))
    return f.pcap(out, 1)


def plain6() -> bytes:
    return f.pcap([f.ethernet(f.ipv6(f.udp(m), forward=forward), 0x86DD) for forward, m in f.messages()], 1)


def several_sections() -> bytes:
    """Two sections of different byte order, the second with two interfaces and nanoseconds, and blocks to pass over."""
    packets = [f.ethernet(packet) for packet in ip_packets()]
    first = f.pcapng(packets[:2], 1, ">") + f.block(0x0000000A, struct.pack(">II", 0x544C534B, 4) + b"key\n", ">")
    nano = struct.pack("<HHBxxx", 9, 1, 9) + struct.pack("<HH", 0, 0)
    at = 1_700_000_000_002_000_000
    second = f.section() + f.interface(101) + f.interface(1, options=nano) + f.block(0x00000BAD, b"custom!!")
    return first + second + f.enhanced(packets[2], at, 1) + f.enhanced(packets[3], at + 1_000_000, 1)


def pppoe(packet: bytes) -> bytes:
    return f.ethernet(struct.pack("!BBHH", 0x11, 0, 1, len(packet) + 2) + b"\0\x21" + packet, 0x8864)


SLL = struct.pack("!HHH8sH", 0, 1, 6, b"", 0x0800)
SLL2 = struct.pack("!HHIHBB8s", 0x0800, 0, 1, 1, 0, 6, b"")
VXLAN = struct.pack("!II", 0x08000000, 42 << 8)

DRESSES: dict[str, Make] = {
    "pcap, microseconds": linked(101, b""),
    "pcap, big-endian": lambda: f.pcap(ip_packets(), 101, order=">"),
    "pcap, nanoseconds": lambda: f.pcap(ip_packets(), 101, nano=True),
    "pcap, big-endian nanoseconds": lambda: f.pcap(ip_packets(), 101, order=">", nano=True),
    "pcapng": lambda: f.pcapng(ip_packets(), 101),
    "pcapng, big-endian": lambda: f.pcapng(ip_packets(), 101, ">"),
    "pcapng, several sections": several_sections,
    "Ethernet": tagged(b""),
    "802.1Q": tagged(b"\x81\0\0\x05"),
    "QinQ": tagged(b"\x88\xa8\0\x05\x81\0\0\x06"),
    "Linux cooked": linked(113, SLL),
    "Linux cooked v2": linked(276, SLL2),
    "BSD loopback": linked(0, b"\x02\0\0\0"),
    "OpenBSD loopback": linked(108, b"\0\0\0\x02"),
    "PPP": linked(9, b"\xff\x03\0\x21"),
    "PPPoE": lambda: f.pcap([pppoe(packet) for packet in ip_packets()], 1),
    "GRE": inside(47, b"\0\0\x08\0"),
    "GRE with key": inside(47, b"\x20\0\x08\0\0\0\0\x09"),
    "ERSPAN II": lambda: f.pcap([f.ethernet(f.ipv4(f.erspan2(f.ethernet(p)), 47)) for p in ip_packets()], 1),
    "IP in IP": inside(4, b""),
    "VXLAN": in_udp(4789, lambda packet: VXLAN + f.ethernet(packet)),
    "GTP-U": in_udp(2152, f.gtp),
    "IPv6": plain6,
    "IPv4 fragments": fragmented(1),
    "IPv4 fragments, last first": fragmented(-1),
    "IPv6 fragments, last first": fragmented6,
    "TCP": lambda: f.pcap(f.tcp_frames(), 1),
    "TCP, a byte at a time": lambda: f.pcap(f.tcp_frames(cut=1), 1),
    "WebSocket": lambda: f.pcap(f.tcp_frames(f.websocket), 1),
    "SCTP": lambda: f.pcap([f.sctp(m, at, forward=fw) for at, (fw, m) in enumerate(f.messages())], 1),
    "HEP3": mirrored(f.hep3),
    "HEP2": mirrored(f.hep2),
    "an odd port": lambda: f.pcap([f.ipv4(f.udp(m, (17_000, 17_000)), forward=fw) for fw, m in f.messages()], 101),
}


@pytest.mark.parametrize("name", DRESSES)
def test_the_call_is_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / "capture"
    path.write_bytes(DRESSES[name]())
    report = run([str(path)])
    assert not report.broken
    (row,) = report.rows()
    assert (row.kind, row.caller, row.callee, row.result, row.status, row.messages) == ("call", "1001", "1002", "busy", 486, 4)
    call = report.call(1)
    assert [m.label for m in call.messages] == ["INVITE", "180 Ringing", "486 Busy Here", "ACK"]


def test_transports_are_named(tmp_path: Path) -> None:
    for name, transport in (("TCP", "tcp"), ("WebSocket", "ws"), ("SCTP", "sctp"), ("Ethernet", "udp")):
        path = tmp_path / transport
        path.write_bytes(DRESSES[name]())
        assert {m.transport for m in run([str(path)]).call(1).messages} == {transport}


def test_a_capture_by_the_pjsip_logger_has_no_address_of_its_own(tmp_path: Path) -> None:
    nobody = bytes(4)
    packets = []
    for forward, message in f.messages():
        ends = f.ALICE + nobody if forward else nobody + f.ALICE
        ports = (5060, 0) if forward else (0, 5060)
        packets.append(struct.pack("!BBHHHBBH", 0x45, 0, 28 + len(message), 0, 0, 64, 17, 0) + ends + f.udp(message, ports))
    path = tmp_path / "logger.pcap"
    path.write_bytes(f.pcap(packets, 101))
    (row,) = run([str(path)]).rows()
    assert (row.result, row.dst, row.messages) == ("busy", "0.0.0.0:0", 4)


def test_the_drops_of_the_capturing_program_are_told(tmp_path: Path) -> None:
    statistics = struct.pack("<III", 0, 0, 0) + struct.pack("<HHQ", 5, 8, 17) + struct.pack("<HH", 0, 0)
    path = tmp_path / "dropped.pcapng"
    path.write_bytes(f.pcapng(ip_packets(), 101) + f.block(5, statistics))
    assert run([str(path)]).overview.dropped == 17
