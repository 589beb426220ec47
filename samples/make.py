"""
Puts samples/office-morning.pcap together: recordings of tests/captures, one after another through one morning.

A recording may be used again as another attempt (its Call-IDs get another ending) or as another phone's (names and
addresses are replaced by ones of the same length). Nothing else is changed but the clock.

usage: python samples/make.py [OUT.pcap]
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

HERE = Path(__file__).resolve().parent
CAPTURES = HERE.parent / "tests" / "captures"
SAMPLE = HERE / "office-morning.pcap"
MORNING = datetime(2026, 11, 23, tzinfo=UTC)

_HEAD = struct.Struct("<IHHiIII")
_RECORD = struct.Struct("<IIII")
_MAGIC = 0xA1B2C3D4
_ETHERNET, _IPV4, _UDP = 14, b"\x08\x00", 17


@dataclass(frozen=True)
class Scene:
    """A recording and when it begins; `attempt` tells repeated ones apart, `renamed` gives them to somebody else."""

    at: str
    recording: str
    attempt: int = 0
    renamed: Mapping[str, str] = field(default_factory=dict)


SCENES = (
    Scene("08:58:02", "good-call"),
    Scene("09:00:40", "wrong-password", renamed={"1001": "1007", "198.51.100.21": "198.51.100.27"}),
    Scene("09:03:10", "upstream-unavailable"),
    Scene("09:03:31", "upstream-unavailable", attempt=1),
    Scene("09:04:15", "upstream-unavailable", attempt=2),
    Scene("09:06:00", "unknown-number"),
    Scene("09:08:20", "no-answer"),
    Scene("09:11:05", "codec-mismatch"),
    Scene("09:13:30", "codec-mismatch", attempt=1),
    Scene("09:15:40", "trunk-silent"),
    Scene("09:18:25", "callee-declined"),
    Scene("09:21:00", "lost-ack"),
    Scene("09:24:30", "caller-cancelled"),
    Scene("09:26:10", "private-contact"),
)


def sample() -> bytes:
    """The whole sample as a classic pcap."""
    packets = sorted((packet for scene in SCENES for packet in _played(scene)), key=lambda packet: packet[0])
    written = [_HEAD.pack(_MAGIC, 2, 4, 0, 0, 262_144, 1)]
    written += [_RECORD.pack(*divmod(ts, 1_000_000), len(frame), len(frame)) + frame for ts, frame in packets]
    return b"".join(written)


def _played(scene: Scene) -> Iterator[tuple[int, bytes]]:
    """The packets of a recording at the scene's time (µs since 1970 UTC)."""
    packets = list(_packets(CAPTURES / scene.recording / "capture.pcap"))
    hour, minute, second = (int(part) for part in scene.at.split(":"))
    begin = round(MORNING.replace(hour=hour, minute=minute, second=second).timestamp() * 1_000_000)
    swaps = dict(scene.renamed)
    if scene.attempt:
        swaps |= {name: f"{name[:-2]}{scene.attempt:02}" for name in _call_ids([frame for _, frame in packets])}
    for ts, frame in packets:
        yield begin + ts - packets[0][0], _swapped(frame, swaps) if swaps else frame


def _packets(path: Path) -> Iterator[tuple[int, bytes]]:
    """Time (µs) and frame of every packet of a classic little-endian pcap of Ethernet."""
    data = path.read_bytes()
    if _HEAD.unpack_from(data)[0] != _MAGIC:
        raise ValueError(f"{path} is not a little-endian pcap with microseconds")
    at = _HEAD.size
    while at < len(data):
        seconds, micros, length, _ = _RECORD.unpack_from(data, at)
        at += _RECORD.size
        yield seconds * 1_000_000 + micros, data[at : at + length]
        at += length


def _call_ids(frames: list[bytes]) -> set[str]:
    lines = (line for frame in frames for line in frame.split(b"\r\n") if line.startswith(b"Call-ID: "))
    return {line.removeprefix(b"Call-ID: ").decode() for line in lines}


def _swapped(frame: bytes, swaps: Mapping[str, str]) -> bytes:
    """The frame with words and addresses replaced by others of the same length; checksums put right or left out."""
    if frame[12:14] != _IPV4:
        return frame
    ip_end = _ETHERNET + (frame[_ETHERNET] & 0x0F) * 4
    head, rest = bytearray(frame[:ip_end]), bytearray(frame[ip_end:])
    for old, new in swaps.items():
        rest = rest.replace(old.encode(), new.encode())
        if old.count(".") == 3 and "@" not in old:  # an address stands in the IP header too
            head[_ETHERNET + 12 :] = head[_ETHERNET + 12 :].replace(IPv4Address(old).packed, IPv4Address(new).packed)
    head[_ETHERNET + 10 : _ETHERNET + 12] = b"\0\0"
    head[_ETHERNET + 10 : _ETHERNET + 12] = _checksum(bytes(head[_ETHERNET:]))
    if head[_ETHERNET + 9] == _UDP:
        rest[6:8] = b"\0\0"  # "no checksum" (RFC 768)
    return bytes(head + rest)


def _checksum(header: bytes) -> bytes:
    total = sum(struct.unpack(f"!{len(header) // 2}H", header))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", total ^ 0xFFFF)


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else SAMPLE).write_bytes(sample())
