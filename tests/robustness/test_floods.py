"""Hostile input costs bounded memory and ends: half-open connections, fragments, endless headers, false lengths.

Each runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.robustness.packets import ALICE, INVITE, PBX, capture, ethernet, tcp, udp

MEASURE = """
import json, sys
from sipwhy.app import run
report = run([sys.argv[1]])
list(report.causes)
lines = open('/proc/self/status', encoding='ascii').read().splitlines()
peak = next(int(line.split()[1]) for line in lines if line.startswith('VmHWM')) // 1024  # ru_maxrss is inherited from whoever started it
print(json.dumps({"peak": peak, "messages": report.overview.sip_messages, "packets": report.overview.packets}))
"""


def measured(frames: Iterator[bytes], path: Path) -> dict[str, int]:
    """Reads a capture of `frames` in a new process: its peak in MiB, messages and packets."""
    with path.open("wb", buffering=1 << 20) as out:
        for piece in capture(frames):
            out.write(piece)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, int] = json.loads(done.stdout)
    return found


def half_open(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield tcp(0x0A000000 + number, PBX, b"", flags=2, ports=(1024 + number % 60_000, 5060))
    yield udp(ALICE, PBX, INVITE)


def half_open_with_data(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield tcp(0x0A000000 + number, PBX, INVITE[:200], ports=(1024 + number % 60_000, 5060))
    yield udp(ALICE, PBX, INVITE)


def fragments(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield ethernet(ALICE + number % 5, PBX, 17, INVITE * 3, ident=number, fragment=0x2000)
    yield udp(ALICE, PBX, INVITE)


def endless_headers(count: int) -> Iterator[bytes]:
    yield tcp(ALICE, PBX, INVITE[:-2], seq=0)
    at = len(INVITE) - 2
    line = b"X-Noise: " + b"n" * 1300 + b"\r\n"
    for _ in range(count):
        yield tcp(ALICE, PBX, line, seq=at)
        at += len(line)
    yield udp(ALICE + 1, PBX, INVITE)


def huge_content_length(count: int) -> Iterator[bytes]:
    first = INVITE.replace(b"Content-Length: 0", b"Content-Length: 4000000000")
    yield tcp(ALICE, PBX, first, seq=0)
    at = len(first)
    for _ in range(count):
        yield tcp(ALICE, PBX, b"b" * 1400, seq=at)
        at += 1400
    yield udp(ALICE + 1, PBX, INVITE)


def random_rtp(count: int) -> Iterator[bytes]:
    chance = random.Random(1)
    for _ in range(count):
        yield udp(chance.getrandbits(32), PBX, b"\x80\x08" + chance.randbytes(40), (chance.getrandbits(16), chance.getrandbits(16)))
    yield udp(ALICE, PBX, INVITE)


def handshakes(count: int) -> Iterator[bytes]:
    """A TLS certificate message of which 16 KiB come and the rest never does, on many connections."""
    record = b"\x16\x03\x03\x40\x00" + b"\x0b\x00\xff\xff" + bytes(1300)
    for number in range(count):
        yield tcp(0x0A000000 + number % 200_000, PBX, record, seq=0, ports=(1024 + number % 60_000, 5061))
    yield udp(ALICE, PBX, INVITE)


def lookups(count: int) -> Iterator[bytes]:
    """Queries for names of SIP servers, each another one, that nobody answers."""
    for number in range(count):
        name = f"sip{number}x".encode()
        query = (
            number.to_bytes(4, "big")[2:] + b"\x01\x00\x00\x01" + bytes(6) + bytes((len(name),)) + name + b"\x07example\x00\x00\x01\x00\x01"
        )
        yield udp(ALICE + number % 1000, PBX, query, (1024 + number % 60_000, 53))
    yield udp(ALICE, PBX, INVITE)


@pytest.mark.parametrize(
    ("flood", "count"),
    [
        (half_open, 1_000_000),
        (half_open_with_data, 300_000),
        (fragments, 300_000),
        (endless_headers, 50_000),
        (huge_content_length, 50_000),
        (random_rtp, 500_000),
        (handshakes, 300_000),
        (lookups, 500_000),
    ],
)
def test_a_flood_is_read_in_bounded_memory(flood: Callable[[int], Iterator[bytes]], count: int, tmp_path: Path) -> None:
    found = measured(flood(count), tmp_path / "flood.pcap")
    assert found["messages"] >= 1, "the honest message behind the flood is read"
    assert found["packets"] >= count
    assert found["peak"] < 700, found
