"""Streams of RTP and their RTCP."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection
from random import Random

from tests.scenarios.wire.frames import Socket
from tests.scenarios.wire.net import Net

PAYLOADS = {
    "PCMU": (0, 160, 8000),
    "PCMA": (8, 160, 8000),
    "G722": (9, 160, 8000),
    "G729": (18, 20, 8000),
    "GSM": (3, 33, 8000),
    "OPUS": (107, 60, 48000),
    "iLBC": (97, 38, 8000),
    "AMR": (96, 32, 8000),
    "CN": (13, 1, 8000),
}
"""Payload type, bytes of 20 ms, clock."""
SILENCE = {"PCMU": 0xFF, "PCMA": 0xD5}


def rtp(
    net: Net,
    at: float,
    src: Socket,
    dst: Socket,
    codec: str = "G729",
    *,
    seconds: float = 3.0,
    ptime: int = 20,
    number: int | None = None,
    ssrc: int | None = None,
    sequence: int | None = None,
    lost: Collection[int] | Callable[[int, Random], bool] = (),
    delay: Callable[[int, Random], float] | None = None,
    silent: bool = False,
    pauses: Collection[tuple[float, float]] = (),
    noise: bool = False,
    marker: bool = True,
) -> int:
    """A stream from `src` to `dst`; gives its SSRC.

    `lost` are packets that never reach the tap, `delay` adds to the time of packet n. In `pauses` (from, to; seconds) the sender is
    silent and its sequence numbers go on without a gap (DTX), with one comfort noise packet at the beginning if `noise`.
    """
    kind, size, clock = PAYLOADS[codec]
    kind = kind if number is None else number
    step = clock * ptime // 1000
    size = size * ptime // 20
    ssrc = net.rng.getrandbits(32) if ssrc is None else ssrc
    sequence = net.rng.getrandbits(14) if sequence is None else sequence
    first, resumed, missing = net.rng.getrandbits(24), marker, _chosen(lost)
    for n in range(int(seconds * 1000 / ptime)):
        offset = n * ptime / 1000
        if any(begin <= offset < end for begin, end in pauses):
            if not resumed and noise:
                packet = struct.pack("!BBHII", 0x80, 13, sequence & 0xFFFF, first + n * step & 0xFFFFFFFF, ssrc) + b"\x40"
                net.udp(at + offset, src, dst, packet)
                sequence += 1
            resumed = True
            continue
        late = delay(n, net.rng) if delay else abs(net.rng.gauss(0, 0.0004))
        if not missing(n, net.rng):
            head = struct.pack("!BBHII", 0x80, kind | (0x80 if resumed else 0), sequence & 0xFFFF, first + n * step & 0xFFFFFFFF, ssrc)
            net.udp(at + offset + late, src, dst, head + _payload(codec, size, net.rng, silent=silent))
        sequence, resumed = sequence + 1, False
    return ssrc


def event(net: Net, at: float, src: Socket, dst: Socket, digit: int, ssrc: int, *, number: int = 101, sequence: int = 40000) -> None:
    """One key press of 100 ms (RFC 4733), its end said three times."""
    stamp = int(at * 8000) & 0xFFFFFFFF
    for n in range(7):
        head = struct.pack("!BBHII", 0x80, number | (0x80 if n == 0 else 0), sequence + n & 0xFFFF, stamp, ssrc)
        net.udp(at + min(n, 4) * 0.02, src, dst, head + struct.pack("!BBH", digit, 0x8A if n >= 4 else 0x0A, min(n + 1, 5) * 160))


def report(
    net: Net, at: float, src: Socket, dst: Socket, ssrc: int, about: int, *, lost: float = 0.0, total: int = 0, jitter: int = 12
) -> None:
    """A sender's report with one block about the other side's stream (RFC 3550); `lost` is the fraction since the last one."""
    sender = struct.pack(
        "!BBHIIIIII", 0x81, 200, 12, ssrc, 0xECA00000 + int(at), 0, int(at * 8000) & 0xFFFFFFFF, int(at * 50), int(at * 8000)
    )
    block = struct.pack("!IIIIII", about, int(lost * 256) << 24 | total, 20000 + int(at * 50), jitter, 0, 0)
    net.udp(at, (src[0], src[1] + 1), (dst[0], dst[1] + 1), sender + block)


def _chosen(lost: Collection[int] | Callable[[int, Random], bool]) -> Callable[[int, Random], bool]:
    if callable(lost):
        return lost
    return lambda n, _: n in lost


def _payload(codec: str, size: int, rng: Random, *, silent: bool) -> bytes:
    if silent and codec in SILENCE:
        return bytes([SILENCE[codec]]) * size
    if codec in SILENCE:
        flip = SILENCE[codec] & 0x7F
        return bytes(
            (rng.getrandbits(5) + 0x20 | rng.getrandbits(1) << 7) ^ (flip ^ 0x55 if codec == "PCMA" else 0x50) for _ in range(size)
        )
    return rng.randbytes(size)
