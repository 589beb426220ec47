"""
Records the captures of a narrow way: a telephone and a server, each with an MTU of 1500, and between their routers a tunnel of 1280.

usage: python -m tests.captures.record_narrow_way     (as root, with ip, nft and dumpcap; writes tcp-narrow-*/capture.pcap)
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
PHONE, PBX = "198.51.100.21", "203.0.113.10"
SPACES = ("sw-phone", "sw-near", "sw-far", "sw-pbx")
PATIENCE = 33
_NEWNET = 0x40000000
_SIOCETHTOOL, _STSO, _SGSO = 0x8946, 0x1F, 0x24

SCENES = {
    # where a rule of nft stands, and the rule
    "tcp-narrow-way": ("sw-near", "chain out { type filter hook output priority 0; icmp type destination-unreachable drop; }"),
    "tcp-narrow-way-told": ("sw-phone", "chain in { type filter hook input priority 0; icmp type destination-unreachable drop; }"),
    "tcp-narrow-way-clamped": (
        "sw-near",
        "chain way { type filter hook forward priority 0; tcp flags syn tcp option maxseg size set 1240; }",
    ),
}


def main() -> None:
    """Records every scene anew."""
    for name, (space, rule) in SCENES.items():
        with _ways():
            _run(f"ip netns exec {space} nft -f -", f"table inet t {{\n{rule}\n}}\n")
            _record(FOLDER / name / "capture.pcap")


def _record(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    server = threading.Thread(target=_serve, daemon=True)
    server.start()
    recorder = subprocess.Popen(
        ["ip", "netns", "exec", "sw-phone", "dumpcap", "-q", "-P", "-i", "eth", "-f", "tcp or icmp", "-w", str(path)],
        stderr=subprocess.DEVNULL,
    )
    time.sleep(2)
    telephone = threading.Thread(target=_call)
    telephone.start()
    telephone.join()
    server.join(5)
    time.sleep(1)
    recorder.terminate()
    recorder.wait()


def _call() -> None:
    """The telephone asks with a small request whether the server is there, then it calls, and gives up after timer B."""
    _enter("sw-phone")
    line = socket.create_connection((PBX, 5060), 5)
    line.sendall(_request("OPTIONS", 1, b""))
    line.recv(4096)
    time.sleep(0.5)
    codecs = "".join(f"a=rtpmap:{number} codec-{number}/48000/2\r\na=fmtp:{number} apt=96;x=1\r\n" for number in range(96, 120))
    numbers = " ".join(map(str, range(96, 120)))
    sdp = f"v=0\r\no=- 1 1 IN IP4 {PHONE}\r\ns=-\r\nc=IN IP4 {PHONE}\r\nt=0 0\r\nm=audio 4000 RTP/AVP {numbers}\r\n{codecs}"
    line.sendall(_request("INVITE", 2, sdp.encode()))
    line.settimeout(PATIENCE)
    with contextlib.suppress(TimeoutError):
        line.recv(4096)
        line.sendall(_request("ACK", 2, b""))
        time.sleep(1)
    line.close()


def _request(method: str, number: int, body: bytes) -> bytes:
    kind = "Content-Type: application/sdp\r\n" if body else ""
    to_tag = ";tag=b" if method == "ACK" else ""
    return (
        f"{method} sip:1002@{PBX} SIP/2.0\r\nVia: SIP/2.0/TCP {PHONE}:5060;branch=z9hG4bK-{method}-{number}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:1001@{PBX}>;tag=a{number}\r\nTo: <sip:1002@{PBX}>{to_tag}\r\nCall-ID: narrow-{number}\r\n"
        f"CSeq: {number} {method}\r\nContact: <sip:1001@{PHONE}:5060;transport=tcp>\r\n{kind}Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _serve() -> None:
    """The server answers 200 to OPTIONS and 486 to INVITE."""
    _enter("sw-pbx")
    with socket.create_server((PBX, 5060)) as server:
        server.settimeout(10)
        line, _ = server.accept()
        held = b""
        while piece := line.recv(4096):
            held += piece
            head, blank, _ = held.partition(b"\r\n\r\n")
            length = next((int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.startswith(b"Content-Length")), 0)
            if blank and len(held) >= len(head) + 4 + length:
                held = b""
                if not head.startswith(b"ACK"):
                    line.sendall(_answer(head))
        line.close()


def _answer(head: bytes) -> bytes:
    words = b"486 Busy Here" if head.startswith(b"INVITE") else b"200 OK"
    kept = [
        row + (b";tag=b" if row.startswith(b"To:") else b"")
        for row in head.split(b"\r\n")
        if row[:2] in (b"Vi", b"Fr", b"To", b"Ca", b"CS")
    ]
    return b"\r\n".join((b"SIP/2.0 " + words, *kept, b"Content-Length: 0", b"", b""))


@contextlib.contextmanager
def _ways() -> Iterator[None]:
    """Telephone, router, router, server, each with a network of its own."""
    _clear()
    try:
        for space in SPACES:
            _run(f"ip netns add {space}")
        _link(("sw-phone", "eth", f"{PHONE}/24"), ("sw-near", "lan", "198.51.100.1/24"), 1500)
        _link(("sw-near", "tun", "192.0.2.1/24"), ("sw-far", "tun", "192.0.2.2/24"), 1280)
        _link(("sw-far", "lan", "203.0.113.1/24"), ("sw-pbx", "eth", f"{PBX}/24"), 1500)
        for space, gateway in zip(SPACES, ("198.51.100.1", "192.0.2.2", "192.0.2.1", "203.0.113.1"), strict=True):
            _run(f"ip -n {space} route add default via {gateway}")
        for space in SPACES[1:3]:
            _run(f"ip netns exec {space} sysctl -qw net.ipv4.ip_forward=1")
        yield
    finally:
        _clear()


def _link(one: tuple[str, str, str], other: tuple[str, str, str], mtu: int) -> None:
    """A cable; network cards that divide segments themselves would show the capture what never crossed it."""
    _run(f"ip link add {one[1]} netns {one[0]} type veth peer name {other[1]} netns {other[0]}")
    for space, name, address in (one, other):
        _run(f"ip -n {space} addr add {address} dev {name}")
        _run(f"ip -n {space} link set {name} up mtu {mtu}")
        worker = threading.Thread(target=_undivided, args=(space, name))
        worker.start()
        worker.join()


def _undivided(space: str, name: str) -> None:
    _enter(space)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (_STSO, _SGSO):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            fcntl.ioctl(control, _SIOCETHTOOL, struct.pack("16sP", name.encode(), ctypes.addressof(value)) + bytes(16))


def _enter(space: str) -> None:
    """This thread lives in the network of `space` from now on."""
    handle = os.open(f"/var/run/netns/{space}", os.O_RDONLY)
    ctypes.CDLL(None, use_errno=True).setns(handle, _NEWNET)
    os.close(handle)


def _clear() -> None:
    for space in SPACES:
        subprocess.run(["ip", "netns", "del", space], check=False, stderr=subprocess.DEVNULL)


def _run(command: str, text: str | None = None) -> None:
    subprocess.run(command.split(), check=True, input=text, text=True)


if __name__ == "__main__":
    main()
